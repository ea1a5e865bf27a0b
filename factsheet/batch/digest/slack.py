"""Prints a digest as a Slack message within the limits of `briefs.blockkit`; counts what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.batch.digest.lines import Link, address, fitted, joined, signs
from factsheet.briefs import blockkit
from factsheet.briefs.page import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.batch.digest.lines import Digest, Part, Piece
    from factsheet.briefs.blockkit import Block


def render(digest: Digest, base: str | None = None) -> str:
    """The digest as a JSON object with `text` and `blocks`; `base` is the address of the day's folder."""
    head = [blockkit.header(digest.title), blockkit.rich([blockkit.section([Run(digest.counts)])])]
    # Where something is left out, a last line counts it.
    marks = " · ".join(signs(digest.parts))
    tail = [blockkit.rich([blockkit.section([Run(marks, "quote")])])] if marks else []
    room = blockkit.TEXT - blockkit.size([*head, *tail]) - len("+100000 more in the digest")

    def fits(parts: Sequence[Part]) -> bool:
        body = list(_body(parts, base))
        return blockkit.size(body) <= room and len(head) + len(body) + len(tail) < blockkit.BLOCKS

    parts, left = fitted(digest.parts, fits)
    more = [blockkit.rich([blockkit.section([_more(left)])])] if left else []
    return blockkit.message(digest.title, [*head, *_body(parts, base), *more, *tail])


def _body(parts: Sequence[Part], base: str | None) -> Iterator[Block]:
    """A block for each heading of the second level, with those below it."""
    elements: list[Block] = []
    for part in parts:
        if part.level == 2 and elements:
            yield blockkit.rich(elements)
            elements = []
        elements += _part(part, base)
    if elements:
        yield blockkit.rich(elements)


def _part(part: Part, base: str | None) -> Iterator[Block]:
    yield blockkit.section([Run(part.title, "strong", own=True)])
    rows = [joined(row, " — ") for row in part.rows]
    if rows:
        yield blockkit.bullets([blockkit.section_of([_element(piece, base) for piece in row]) for row in rows])
    if part.more:
        yield blockkit.section([_more(part.more)])


def _element(piece: Piece, base: str | None) -> Block:
    if not isinstance(piece, Link):
        return blockkit.text(piece)
    return (
        blockkit.link(piece.text, address(base, piece.stem))
        if base
        else blockkit.text(Run(piece.text, "strong", own=True))
    )


def _more(count: int) -> Run:
    return Run(f"+{count} more in the digest", "reason")
