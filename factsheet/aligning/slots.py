"""Gives the unpaired words of a statement with the words of the sentence in their place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import is_verb_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.rows import Row


class Slot(NamedTuple):
    """Statement tokens and sentence tokens between the same two neighbours; either can be empty."""

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    tight: bool
    """Whether both neighbours are paired and close.

    The end of both texts counts as a neighbour, and so does their start before a noun.
    """


def slots(found: Alignment) -> Iterator[Slot]:
    """The places where a statement and its sentence differ, in order."""
    used = set(found.pairs.values())
    mine_left = found.missing
    theirs_left = [x for x in found.sentence.significant if x not in used]
    ends = len(found.statement.tokens), len(found.sentence.tokens)
    for (at, there), (after, there_after) in pairwise([(-1, -1), *_chain(found), ends]):
        mine = tuple(x for x in mine_left if at < x < after)
        theirs = tuple(x for x in theirs_left if there < x < there_after)
        inner = (after == ends[0]) == (there_after == ends[1])
        if at < 0:
            inner = inner and len(mine) == len(theirs) == 1 and _opens_phrase(found, after, there_after)
        if mine or theirs:
            yield Slot(mine, theirs, inner and _are_close(after - at, there_after - there))


def _opens_phrase(found: Alignment, after: int, there_after: int) -> bool:
    """Whether the word before a noun opens both texts: "The old bridge", "The drivers' union"."""
    rows = (found.statement, after), (found.sentence, there_after)
    return all(0 < at < len(one.tokens) and not _is_deed(one, at) and _stands_alone(one, at) for one, at in rows)


def _is_deed(one: Row, at: int) -> bool:
    """Whether a word is a verb, and no noun with its own verb behind it: "Wool exports fell"."""
    return is_verb_at(one.tokens, at) and not (at + 1 < len(one.tokens) and is_verb_at(one.tokens, at + 1))


def _stands_alone(one: Row, at: int) -> bool:
    """Whether only one word, an article and an "'s" precede a word."""
    before = [token for token in one.tokens[:at] if not token.is_of("determiners")]
    if len(before) != 1 or one.tokens[at].capital or any(token.gap.strip("'’-") for token in one.tokens[1 : at + 1]):
        return False
    return not (before[0].is_number or before[0].is_of("quantities", "pronouns", "negations", "modals"))


def _are_close(mine: int, theirs: int) -> bool:
    """Whether the gap between two neighbours is small enough on both sides to be one place."""
    return theirs <= _CLOSE and mine <= 2 * _CLOSE


def _chain(found: Alignment) -> list[tuple[int, int]]:
    """The pairs in order, without those that were moved."""
    chain: list[tuple[int, int]] = []
    for at, there in sorted((at, there) for at, there in found.pairs.items() if at not in found.moved):
        if not chain or there > chain[-1][1]:
            chain.append((at, there))
    return chain


_CLOSE = 6
"""The widest gap, in words, that still counts as one thing reworded."""
