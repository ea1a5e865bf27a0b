"""Prints a digest as Markdown; words of articles are escaped, so that no link, image, heading or HTML works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.batch.digest.lines import Link, signs_of
from factsheet.briefs.markdown import escape
from factsheet.briefs.page import Run
from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.batch.digest.lines import Digest, Line, Part, Piece

_EMPHASIS = {"strong": "**", "doubt": "**"}


def render(digest: Digest) -> Iterator[str]:
    """The lines of the page, whose links lead to the briefs beside it; the last is not blank."""
    blank = 0
    for line in _page(digest):
        if line:
            yield "\n" * blank + line + "\n"
        blank = 0 if line else blank + 1


def _page(digest: Digest) -> Iterator[str]:
    yield from (f"# {_text(digest.title)}", "", digest.counts, "")
    styles: set[str] = set()
    for part in digest.parts:
        yield from _part(part, styles)
    yield " · ".join(signs_of(styles))


def _part(part: Part, styles: set[str]) -> Iterator[str]:
    """The lines of a part; adds to `styles` those of its runs."""
    yield from (f"{'#' * part.level} {_text(part.title)}", "")
    if part.columns:
        yield from (_row(part.columns), f"|{' --- |' * len(part.columns)}")
    for row in part.rows:
        styles.update(piece.style for line in row for piece in line if isinstance(piece, Run))
        yield from [_row(tuple(map(_line, row)))] if part.columns else (f"- {_line(line)}" for line in row)
    if part.rows:
        yield ""


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(line: Line) -> str:
    return "".join(map(_piece, line))


def _piece(piece: Piece) -> str:
    text = _text(piece.text) if piece.own else piece.text
    if isinstance(piece, Link):
        return f"[{text}](briefs/{piece.stem}.md)"
    mark = _EMPHASIS.get(piece.style, "")
    return f"{mark}{text}{mark}"


def _text(text: str) -> str:
    return escape(isolate(text))
