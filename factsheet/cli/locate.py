"""`factsheet locate`: finds quotations in an article, and shows how they differ."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from factsheet.cli.options.shared import input_format_option, printable_json
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article, Difference, Evidence, Span

_FINDINGS = 3


@click.command()
@click.argument("source")
@click.argument("quotes", nargs=-1, metavar="[QUOTE]...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list; offsets count code points.")
@input_format_option
@click.pass_context
def locate(
    ctx: click.Context, source: str, quotes: tuple[str, ...], *, as_json: bool, input_format: str | None
) -> None:
    """Find each QUOTE in SOURCE, a file or - for standard input, and show how it differs.

    Without a QUOTE, each line of standard input is one. Exit codes: 0 every quotation was found, 2 usage or
    unreadable input, 3 at least one is altered or absent.
    """
    from factsheet.grounding import Locator
    from factsheet.readers import read_article

    if not quotes and source == "-":
        raise UsageError("standard input cannot be both the article and the quotations; give a QUOTE")
    article = read_article(source, format=input_format)
    locator = Locator(article.text)
    found = [locator.locate(quote) for quote in quotes or _lines()]
    if as_json:
        click.echo(printable_json([_as_json(evidence) for evidence in found]))
    else:
        for evidence in found:
            click.echo("\n".join(_describe(article, evidence)))
    if any(evidence.match in {"altered", "absent"} for evidence in found):
        ctx.exit(_FINDINGS)


def _lines() -> Iterator[str]:
    """The quotations on standard input, one a line; Windows programs may write a byte order mark."""
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    return (line.strip() for line in text.splitlines() if line.strip())


def _as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "quote": evidence.quote,
        "match": evidence.match,
        "spans": [list(span) for span in evidence.spans],
        "differences": [
            {"quote": d.quote, "article": d.article, "kind": d.kind, "changes_meaning": d.changes_meaning}
            for d in evidence.differences
        ],
    }


def _describe(article: Article, evidence: Evidence) -> Iterator[str]:
    """The lines that say where one quotation stands: the verdict, the article's words, the differences."""
    where = "  ".join(_place(article, span) for span in evidence.spans)
    more = f"  (the first of {evidence.places} places)" if evidence.places > 1 else ""
    yield f"{evidence.match:<12}{where}{more}".rstrip()
    if not evidence.spans:
        yield f"    “{_visible(evidence.quote)}”"
        return
    yield f"    “{' … '.join(_visible(article.text[start:end]) for start, end in evidence.spans)}”"
    for difference in evidence.differences:
        yield f"    {_difference(difference)}"


def _place(article: Article, span: Span) -> str:
    """The paragraph's number, or what the place is where it has none, and the offsets."""
    number = article.number_at(span[0])
    zone = next((p.zone for p in article.paragraphs if p.start <= span[0] < p.end), "outside")
    time = article.time_at(span[0])
    return f"{f'¶{number}' if number else zone}{f' {time}' if time else ''} {span[0]}–{span[1]}"


def _difference(difference: Difference) -> str:
    quote, article = _visible(difference.quote), _visible(difference.article)
    if not quote:
        what = f"leaves out “{article}”"
    elif not article:
        what = f"adds “{quote}”"
    else:
        what = f"has “{quote}” for “{article}”"
    return f"{what}: {difference.kind}{', changes the meaning' if difference.changes_meaning else ''}"


def _visible(text: str) -> str:
    """The text on one line, with control characters and escape sequences spelled out."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in " ".join(text.split()))
