"""`factsheet quotes`: who says what in an article, by rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import plain
from factsheet.cli.options.shared import input_format_option, source_argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.records import Article


@click.command()
@source_argument
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object; offsets count code points.")
@input_format_option
def quotes(source: str, *, as_json: bool, input_format: str | None) -> None:
    """List the quotations and reported statements of SOURCE, a file or - for standard input.

    Shows who says each, and where. Works by rule, without a model. Exit codes: 0 success, 2 usage or unreadable input.
    """
    from factsheet.attribution import attribute
    from factsheet.language.detection import language_of
    from factsheet.readers import read_article

    article = read_article(source, format=input_format)
    found = attribute(article.text, article.paragraphs, language_of(article.text, article.language)).quotes
    if as_json:
        out = {"text": article.text, "quotes": [_as_json(statement) for statement in found]}
        click.echo(json.dumps(out, ensure_ascii=True, indent=2))
    elif not found:
        click.echo("no quotations or reported statements found", err=True)
    else:
        for statement in found:
            click.echo("\n".join(_describe(article, statement)))


def _as_json(statement: Statement) -> dict[str, Any]:
    speaker, cue = statement.speaker, statement.cue
    return {
        "start": statement.start,
        "end": statement.end,
        "kind": statement.kind,
        "speaker": {"start": speaker.start, "end": speaker.end, "name": speaker.name} if speaker else None,
        "cue": {"start": cue[0], "end": cue[1]} if cue else None,
    }


def _describe(article: Article, statement: Statement) -> Iterator[str]:
    """The lines of one statement: where it is and how it is given, who says it, the words."""
    number = article.number_at(statement.start)
    place = " ".join(filter(None, (f"¶{number}" if number else "–", article.time_at(statement.start))))
    speaker = "nobody named"
    if statement.speaker:
        words = plain(article.text[statement.speaker.start : statement.speaker.end])
        name = plain(statement.speaker.name or "")
        speaker = f"{words} ({name})" if name and name not in words else words
    cue = plain(article.text[slice(*statement.cue)]) if statement.cue else "no cue"
    yield f"{place:<4} {statement.kind:<8} {speaker} · {cue}"
    yield "     " + " … ".join(plain(article.text[start:end]) for start, end in statement.spans())
