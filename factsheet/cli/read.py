"""`factsheet read`: shows how a file is read, so that an editor can see why a brief says what it says."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from factsheet.briefs.text import plain
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import allow_private_option, full_option, links_of, piped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

_UNREADABLE = 2
_LABELS = (
    ("item_type", "kind"),
    ("agency", "agency"),
    ("slug", "slug"),
    ("byline", "byline"),
    ("dateline_place", "dateline"),
    ("dateline_date", "dateline date"),
    ("published", "published"),
    ("updated", "updated"),
    ("language", "language"),
    ("urgency", "urgency"),
    ("section", "section"),
    ("keywords", "keywords"),
    ("subjects", "subjects"),
    ("codes", "codes"),
    ("id", "id"),
    ("guid", "guid"),
    ("url", "url"),
    ("version", "version"),
)
_CUT = 300
"""Characters of a paragraph or a list of codes that are shown."""


@click.command()
@click.argument("sources", nargs=-1, metavar="[FILE]...")
@click.option("--format", "format_", metavar="NAME", help="Read as this format instead of detecting it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record per line, with full texts and offsets.")
@allow_private_option
@full_option
@click.pass_context
def read(
    ctx: click.Context,
    sources: tuple[str, ...],
    *,
    format_: str | None,
    as_json: bool,
    allow_private: bool | None,
    full: bool,
) -> None:
    """Show how each FILE is read; - is standard input, and a link is fetched.

    A file may hold many articles; those that cannot be read are reported, and the rest are read. `--format
    jsonl:text=FIELD,title=FIELD` names the fields of JSON lines. Exit codes: 0 success, 2 something could not be read.
    """
    from factsheet.errors import ReadError
    from factsheet.readers import read_articles

    links = links_of(load_settings(), allow_private=allow_private, full=full)
    failed: list[ReadError] = []

    def report(problem: ReadError) -> None:
        failed.append(problem)
        click.echo(f"factsheet: {plain(str(problem))}", err=True)

    for source in sources or (piped(ctx, "FILE..."),):
        try:
            for article in read_articles(source, format=format_, on_problem=report, links=links):
                click.echo(_record(article) if as_json else "\n".join(_page(article)) + "\n")
        except ReadError as problem:
            report(problem)
    if failed:
        ctx.exit(_UNREADABLE)


def _record(article: Article) -> str:
    """The record on one line, without empty fields."""
    known = {key: value for key, value in asdict(article).items() if value not in (None, (), "")}
    # Escapes keep the line harmless on a screen, and ASCII keeps it whole in a pipe.
    return json.dumps(known, ensure_ascii=True)


def _page(article: Article) -> Iterator[str]:
    yield f"{plain(article.source)} ({article.format})"
    if strip := _strip(article):
        yield f"  *** {strip} ***"
    yield f"  {plain(article.title)}" if article.title else "  (no headline)"
    for name, label in _LABELS:
        value = _labelled(article.subjects) if name == "subjects" else getattr(article, name)
        text = ", ".join(value) if isinstance(value, tuple) else value
        if text:
            yield f"  {label + ':':15}{_cut(plain(text))}"
    for warning in article.warnings:
        yield f"  {'warning:':15}{plain(warning)}"
    for paragraph in article.paragraphs:
        number = f"¶{paragraph.number}" if paragraph.number else ""
        yield from _paragraph(f"{number:>5} {paragraph.zone:13}", article.text[paragraph.start : paragraph.end])


def _paragraph(label: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"  {label:19} {_cut(plain(line))}"
        label = ""


def _labelled(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Media Topics with their names."""
    from factsheet.readers.subjects import vocabulary

    known = vocabulary() if subjects else {}
    return tuple(f"{code} ({known[code][0]})" if code in known else code for code in subjects)


def _strip(article: Article) -> str:
    """Status, embargo and update of the story."""
    parts = [] if article.status in {None, "usable"} else [str(article.status)]
    if article.embargo:
        parts.append("embargoed" + ("" if article.embargo == "unknown" else f" until {article.embargo}"))
    parts += [article.update_kind] if article.update_kind else []
    return plain(" · ".join(parts)).upper()


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[:_CUT]}… ({len(text)} characters)"
