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
    ordered = sorted((at, there) for at, there in found.pairs.items() if at not in found.moved)
    chain: list[tuple[int, int]] = []
    for at, there in ordered:
        if not chain or there > chain[-1][1]:
            chain.append((at, there))
    used = set(found.pairs.values())
    edges = [(-1, -1), *chain, (len(found.statement.tokens), len(found.sentence.tokens))]
    for (at, there), (after, there_after) in pairwise(edges):
        mine = tuple(x for x in range(at + 1, after) if x not in found.pairs and not found.statement.tokens[x].is_small)
        theirs = tuple(
            x for x in range(there + 1, there_after) if x not in used and not found.sentence.tokens[x].is_small
        )
        if mine or theirs:
            ends = (after == len(found.statement.tokens)) == (there_after == len(found.sentence.tokens))
            inner = at >= 0 and ends
            yield Slot(mine, theirs, inner and there_after - there <= _CLOSE and after - at <= 2 * _CLOSE)


_CLOSE = 6
"""Words between two neighbours from which on what stands between is no longer one thing told in other words."""
