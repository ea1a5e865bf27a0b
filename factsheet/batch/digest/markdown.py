"""Prints a digest as Markdown: words of articles are escaped, so that no link, image, heading or HTML in them acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.batch.digest.lines import Link
from factsheet.briefs.markdown import escape
from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.batch.digest.lines import Digest, Line, Part, Piece

_EMPHASIS = {"strong": "**", "doubt": "**"}


def render(digest: Digest) -> str:
    """The page, whose links lead to the briefs beside it."""
    lines = [f"# {_text(digest.title)}", "", digest.counts, ""]
    lines += [line for part in digest.parts for line in _part(part)]
    lines += [" · ".join(digest.signs)] if digest.signs else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _part(part: Part) -> Iterator[str]:
    yield from (f"{'#' * part.level} {_text(part.title)}", "")
    if part.columns:
        yield from (_row(part.columns), f"|{' --- |' * len(part.columns)}")
        yield from (_row(tuple(map(_line, row))) for row in part.rows)
    else:
        yield from (f"- {_line(line)}" for row in part.rows for line in row)
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
