"""The cheapest edit path from one sequence of words to a part of another: matches and differences.

A semi-global alignment after Needleman and Wunsch (1970): the quotation is used up, the text's ends are free.
Words of one kind (two numbers, two months) rather stand for each other than words of different kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.language.lexicon import is_light, sort_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What each step of an alignment is worth. Only their order matters: words that agree outweigh what parts beside them, a
# word instead of another costs less than one added and one left out, and least between words of one sort.
_AGREE = 1.0
_AGREE_LIGHT = 0.5
_INSTEAD = -0.25
_INSTEAD_SAME_SORT = -0.1
_ADDED = -0.3
_LEFT_OUT = -0.3
_LEFT_OUT_LIGHT = -0.2

_DIAGONAL, _UP, _LEFT, _STOP = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Block:
    """The words `quote[q0:q1]` stand where the article has `article[a0:a1]`; `equal` where they agree."""

    q0: int
    q1: int
    a0: int
    a1: int
    equal: bool

    @property
    def size(self) -> int:
        """How many words of the quotation it has."""
        return self.q1 - self.q0

    def shifted(self, by: int) -> Block:
        """The same block in an article that has `by` words more before it."""
        return replace(self, a0=self.a0 + by, a1=self.a1 + by)


def edit_blocks(quote: Sequence[str], window: Sequence[str]) -> list[Block]:
    """The blocks, in order and without gaps, that lead from the quotation to its best place in the window."""
    steps = list(_steps(quote, window))[::-1]
    blocks: list[Block] = []
    for q0, q1, a0, a1 in steps:
        equal = q1 > q0 and a1 > a0 and quote[q0] == window[a0]
        if blocks and blocks[-1].equal == equal:
            blocks[-1] = replace(blocks[-1], q1=q1, a1=a1)
        else:
            blocks.append(Block(q0, q1, a0, a1, equal))
    return _rejoined(blocks, quote, window)


def _steps(quote: Sequence[str], window: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The steps of the best alignment, from its end to its beginning, each as a span on either side."""
    moves, at = _fill(quote, window)
    row = len(quote)
    while row:
        move = moves[row][at]
        if move == _DIAGONAL:
            yield row - 1, row, at - 1, at
            row, at = row - 1, at - 1
        elif move == _UP:
            yield row - 1, row, at, at
            row -= 1
        else:
            yield row, row, at - 1, at
            at -= 1


def _fill(quote: Sequence[str], window: Sequence[str]) -> tuple[list[bytearray], int]:
    """The moves of the table, and the column at which the best alignment ends."""
    width = len(window) + 1
    sorts = [sort_of(key) for key in window]
    skip = [_LEFT_OUT_LIGHT if is_light(key) else _LEFT_OUT for key in window]
    above = [0.0] * width
    moves = [bytearray([_STOP]) * width]
    for key in quote:
        sort, agree = sort_of(key), _AGREE_LIGHT if is_light(key) else _AGREE
        gains = [
            agree if there == key else _INSTEAD_SAME_SORT if sort_there == sort else _INSTEAD
            for there, sort_there in zip(window, sorts, strict=True)
        ]
        above, move = _row(above, gains, skip)
        moves.append(move)
    return moves, max(range(width), key=above.__getitem__)


def _row(above: list[float], gains: list[float], skip: list[float]) -> tuple[list[float], bytearray]:
    """The next row of the table, from the one above it, and the moves that led there."""
    left = above[0] + _ADDED
    row, move = [left], bytearray([_UP]) * len(above)
    for at, gain in enumerate(gains, 1):
        best, choice = above[at - 1] + gain, _DIAGONAL
        if above[at] + _ADDED > best:
            best, choice = above[at] + _ADDED, _UP
        if left + skip[at - 1] > best:
            best, choice = left + skip[at - 1], _LEFT
        row.append(best)
        move[at] = choice
        left = best
    return row, move


def _rejoined(blocks: list[Block], quote: Sequence[str], window: Sequence[str]) -> list[Block]:
    """Join two differing blocks around a word or two where together they only change the order of words."""
    at = 0
    while at + 2 < len(blocks):
        one, between, other = blocks[at : at + 3]
        joined = Block(one.q0, other.q1, one.a0, other.a1, equal=False)
        moved = sorted(quote[joined.q0 : joined.q1]) == sorted(window[joined.a0 : joined.a1])
        if not one.equal and between.equal and between.q1 - between.q0 <= 2 and moved:
            blocks[at : at + 3] = [joined]
        else:
            at += 1
    return blocks
