"""Spans of a text against each other: where words stand, how far two spans agree, which belong together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Span

OVERLAP = 0.8
"""Intersection over union from which two spans are the same statement, as PolNeAR's authors count."""
_EDGE = " \t\n\xa0\"“”'‘’,.;:—–-"


def overlap(a: Span, b: Span) -> float:
    """Intersection over union of two spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(shared, 0) / max(max(a[1], b[1]) - min(a[0], b[0]), 1)


def trim(text: str, span: Span) -> Span:
    """The span without the white space and marks at its ends."""
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def pairs(listed: list[Span], wanted: list[Span]) -> dict[int, int]:
    """Pair spans that overlap enough, one to one, the best first: an index of `listed` to one of `wanted`."""
    candidates = [
        (-overlap(a, b), i, j)
        for i, a in enumerate(listed)
        for j, b in enumerate(wanted)
        if b[0] < a[1] and a[0] < b[1]
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for negative, i, j in sorted(candidates):
        if -negative >= OVERLAP and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def occurrences(text: str, name: str) -> Iterator[Span]:
    """Where a name stands in a text as whole words, whatever white space is between them."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    if words:
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text):
            yield match.span()


def find(text: str, words: str) -> Span | None:
    """Where some words first stand in a text."""
    if found := next(occurrences(text, words), None):
        return found
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None
