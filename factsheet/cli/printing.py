"""Prints a sheet in the requested format: on the terminal, or to a file whose ending decides."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factsheet.errors import ReadError, SheetError
from factsheet.standings import is_kept_back, standings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

FORMATS = ("terminal", "markdown", "json", "html", "pdf", "docx", "email", "slack")

_BY_ENDING = {
    ".txt": "terminal",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "email",
}

_SHORT = {
    "md": "markdown",
    "txt": "terminal",
    "text": "terminal",
    "htm": "html",
    "word": "docx",
    "eml": "email",
    "mail": "email",
}
"""Short and other usual names of formats."""

_PRINTERS = {"email": "mail"}
"""The modules of `briefs` that are not called as their format."""

_SHEET = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"factsheet"\s*:')
"""How a sheet file begins."""
_HEAD = 200
"""Bytes that show it."""
_PAGE_LINES = 60
_PIPE_COLUMNS = 80
"""The width of a page that goes to a file or a pipe."""


class Format(click.Choice[str]):
    """A format by its name, or by one that people also give it: `md`, `word`."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format's name."""
        name: str = super().convert(format_named(value, self.choices), param, ctx)
        return name


def format_named(name: str, formats: Collection[str] = FORMATS) -> str:
    """The format that a name means among some; a name that means none is returned as it is."""
    return _SHORT[name] if _SHORT.get(name) in formats else name


def is_sheet(source: str) -> bool:
    """Whether a file is a sheet: sheets begin with the version of their format."""
    try:
        with open(source, "rb") as file:  # noqa: PTH123 - says no to a link and to standard input
            return _SHEET.match(file.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False


def sheet_in(source: str, kind: str | None = None) -> tuple[FactSheet, Kind]:
    """The sheet in a file, or `-` for standard input, and its kind: the one given, else the file's.

    Raises:
        ReadError: the file cannot be read.
        SheetError: it is no sheet, or does not fit the schema of its kind.
        KindError: there is no such kind.
    """
    from factsheet.sheets import opened

    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{source}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SheetError(f"{source}: not UTF-8: {error}") from error
    return opened(text, name=source, kind=kind)


def by_ending(output: Path | None) -> str | None:
    """The format for the ending of a file, or None."""
    return _BY_ENDING.get(output.suffix.lower()) if output is not None else None


def printed(
    sheet: FactSheet,
    kind: Kind,
    chosen: str,
    *,
    output: Path | None = None,
    evidence: bool = False,
    template: Path | None = None,
) -> str | bytes:
    """The brief of a sheet in one of `FORMATS`, or the sheet itself; for a terminal as it is now, without `output`.

    Raises:
        UsageError: what prints the format is not installed.
    """
    if chosen == "terminal":
        return _on_terminal(sheet, kind, output=output, evidence=evidence)
    if chosen == "json":
        from factsheet.sheets import dump

        return dump(sheet, kind)
    if chosen == "markdown":
        from factsheet.briefs import markdown

        return markdown.render(sheet, kind, evidence=evidence)
    if chosen == "docx":
        from factsheet.briefs import word

        return word.render(sheet, kind, template)
    printer = importlib.import_module(f"factsheet.briefs.{_PRINTERS.get(chosen, chosen)}")
    page: str | bytes = printer.render(sheet, kind)
    return page


def left_out(sheet: FactSheet, kind: Kind, chosen: str, output: Path | None) -> Iterator[str]:
    """What the page leaves out and why, an entry a line; Markdown and JSON have all of a sheet."""
    from factsheet.briefs import layout

    if chosen in {"markdown", "json"}:
        return
    on_paper = chosen != "terminal"
    width, height = (layout.PAPER["width"], layout.PAPER["height"]) if on_paper else (_width(output), _PAGE_LINES)
    brief = layout.lay_out(sheet, kind, width=width, height=height)
    shown, standings = brief.shown, standings_of(kind, sheet)
    for entry in kind.entries(sheet.facts):
        if entry.pointer in brief.repeats:
            yield f"left out: {entry.pointer}: {brief.repeats[entry.pointer]} says the same"
        elif is_kept_back(sheet, standings[entry.pointer].standing):
            yield f"left out: {entry.pointer}: not proven"
        elif entry.pointer in brief.silent:
            yield f"left out: {entry.pointer}: nothing on the page is about it"
        elif entry.pointer not in shown:
            yield f"left out: {entry.pointer}: no room"


def _on_terminal(sheet: FactSheet, kind: Kind, *, output: Path | None, evidence: bool) -> str:
    from factsheet.briefs import layout, terminal

    on_screen = sys.stdout.isatty() and output is None
    width = _width(output)
    underlined = on_screen and os.environ.get("TERM") != "dumb"
    page = layout.lay_out(sheet, kind, width=width, height=_PAGE_LINES, evidence=evidence, underlined=underlined)
    return terminal.render(page, colour=underlined and not os.environ.get("NO_COLOR"), underline=underlined)


def _width(output: Path | None) -> int:
    """The width of the page: the screen's, where it goes there."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() and output is None else _columns()


def _columns() -> int:
    """The width for a page that does not go to a screen: COLUMNS, else the usual 80."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) > 0 else _PIPE_COLUMNS
