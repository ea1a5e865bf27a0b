"""Slots: the words of a statement that nothing accounts for, beside those that the sentence has in their place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning.alignment import Alignment


class Slot(NamedTuple):
    """Tokens of the statement, and those of the sentence between the same two neighbours; either may be empty."""

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    tight: bool
    """Whether both neighbours are accounted for and stand close; the end of both is a neighbour."""


def slots(found: Alignment) -> Iterator[Slot]:
    """The places where a statement and its sentence part, in order."""
    used = set(found.pairs.values())
    ends = len(found.statement.tokens), len(found.sentence.tokens)
    for (at, there), (after, there_after) in pairwise([(-1, -1), *_chain(found), ends]):
        mine = tuple(x for x in found.statement.significant if at < x < after and x not in found.pairs)
        theirs = tuple(x for x in found.sentence.significant if there < x < there_after and x not in used)
        inner = at >= 0 and (after == ends[0]) == (there_after == ends[1])
        if mine or theirs:
            yield Slot(mine, theirs, inner and _are_close(after - at, there_after - there))


def _are_close(mine: int, theirs: int) -> bool:
    """Whether so many words between two neighbours on either side are one place."""
    return theirs <= _CLOSE and mine <= 2 * _CLOSE


def _chain(found: Alignment) -> list[tuple[int, int]]:
    """The pairs in order, without those that were moved."""
    chain: list[tuple[int, int]] = []
    for at, there in sorted((at, there) for at, there in found.pairs.items() if at not in found.moved):
        if not chain or there > chain[-1][1]:
            chain.append((at, there))
    return chain


_CLOSE = 6
"""Words between two neighbours from which on what stands between is no longer one thing told in other words."""
