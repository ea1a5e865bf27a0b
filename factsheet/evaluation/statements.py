"""Scores statements against annotations, as the benchmark on PolNeAR defines it.

A statement matches a marked one when their spans, trimmed of space and stops, overlap enough: one to one, best
pairs first. Only values in and out; who reads files is somebody else's business.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.attribution.records import Statement
    from factsheet.records import Span

OVERLAP = 0.8
"""Least intersection over union of a match."""
EDGE = " \t\r\n\xa0\"“”'‘’,.;:—–-"
"""Trimmed from both ends before spans are compared."""
_DOUBLE = '"“”„«»'


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement as an annotator marked it: the spans of what was said, and of who said it."""

    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()

    @property
    def bounds(self) -> Span:
        """Its outer bounds, with the text between its spans."""
        return min(self.content)[0], max(end for _, end in self.content)

    def is_direct(self, text: str) -> bool:
        """Whether all of it is in quotation marks."""
        return all(in_marks(text, span) for span in self.content)

    def is_quoted(self, text: str) -> bool:
        """Whether some of it has quotation marks."""
        return any(has_marks(text, span) for span in self.content)


@dataclass(slots=True)
class Score:
    """Sums over articles; add them up with `+=` field by field through `add`."""

    marked: int = 0
    listed: int = 0
    matched: int = 0
    direct_marked: int = 0
    direct_found: int = 0
    direct_listed: int = 0
    direct_matched: int = 0
    quoted_marked: int = 0
    quoted_found: int = 0
    sourced: int = 0
    source_right: int = 0

    def add(self, other: Score) -> None:
        """Add the sums of another article."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> dict[str, float]:
        """The figures that the benchmark's bars are set for."""
        precision, recall = _ratio(self.matched, self.listed), _ratio(self.matched, self.marked)
        direct = (_ratio(self.direct_matched, self.direct_listed), _ratio(self.direct_found, self.direct_marked))
        return {
            "direct precision": direct[0],
            "direct recall": direct[1],
            "direct F1": _f1(*direct),
            "quoted recall": _ratio(self.quoted_found, self.quoted_marked),
            "all precision": precision,
            "all recall": recall,
            "all F1": _f1(precision, recall),
            "speaker": _ratio(self.source_right, self.sourced),
        }


def score(text: str, statements: Sequence[Statement], marked: Sequence[Marked]) -> Score:
    """Compare the statements found in one text with those marked in it."""
    listed = [trimmed(text, (s.start, s.end)) for s in statements]
    wanted = [trimmed(text, m.bounds) for m in marked]
    pairs = match(listed, wanted)
    found = set(pairs.values())
    direct = {j for j, one in enumerate(marked) if one.is_direct(text)}
    quoted = {j for j, one in enumerate(marked) if one.is_quoted(text)}
    sourced = [(statements[i], marked[j]) for i, j in pairs.items() if marked[j].source]
    return Score(
        marked=len(marked),
        listed=len(listed),
        matched=len(pairs),
        direct_marked=len(direct),
        direct_found=len(direct & found),
        direct_listed=_direct(statements),
        direct_matched=_direct(statements[i] for i in pairs),
        quoted_marked=len(quoted),
        quoted_found=len(quoted & found),
        sourced=len(sourced),
        source_right=sum(itertools.starmap(_right_speaker, sourced)),
    )


def _direct(statements: Iterable[Statement]) -> int:
    return sum(statement.kind == "direct" for statement in statements)


def _right_speaker(statement: Statement, marked: Marked) -> bool:
    """Whether the speaker found overlaps with what the annotators marked."""
    speaker = statement.speaker
    return speaker is not None and any(start < speaker.end and speaker.start < end for start, end in marked.source)


def match(listed: Sequence[Span], wanted: Sequence[Span], least: float = OVERLAP) -> dict[int, int]:
    """Pair spans one to one, the best first: a mapping from places in `listed` to places in `wanted`.

    Both are searched in order of their starts, so that only spans that may overlap are compared.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in sorted(_candidates(listed, wanted)):
        if -share >= least and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _candidates(listed: Sequence[Span], wanted: Sequence[Span]) -> Iterator[tuple[float, int, int]]:
    """The pairs that may overlap: how far they do, negated so that the best sort first, and their numbers."""
    order = sorted(range(len(wanted)), key=lambda j: wanted[j])
    reach = max((end - start for start, end in wanted), default=0)
    first = 0
    for i in sorted(range(len(listed)), key=lambda i: listed[i]):
        start, end = listed[i]
        while first < len(order) and wanted[order[first]][0] < start - reach:
            first += 1
        for j in order[first:]:
            if wanted[j][0] >= end:
                break
            yield -overlap(listed[i], wanted[j]), i, j


def overlap(a: Span, b: Span) -> float:
    """Intersection over union of two spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(shared, 0) / max(max(a[1], b[1]) - min(a[0], b[0]), 1)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space and punctuation at its ends."""
    start, end = span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def in_marks(text: str, span: Span) -> bool:
    """Whether words are wholly in quotation marks, the marks inside the span or just around it."""
    start, end = span
    said = text[start:end].strip(" \n\xa0,.;:")
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    opens = said[:1] in _DOUBLE or said.startswith("''") or before[-1:] in set(_DOUBLE) or before == "''"
    closes = said[-1:] in _DOUBLE or said.endswith("''") or after[:1] in set(_DOUBLE) or after == "''"
    return bool(said) and opens and closes


def has_marks(text: str, span: Span) -> bool:
    """Whether there is any double quotation mark in the span."""
    said = text[slice(*span)]
    return "''" in said or any(mark in said for mark in _DOUBLE)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def marked(rows: Iterable[dict[str, list[list[int]]]]) -> list[Marked]:
    """Read annotations of the form `{content: [[start, end], …], source: […], cue: […]}`."""
    return [
        Marked(tuple((s, e) for s, e in row["content"]), tuple((s, e) for s, e in row.get("source", ())))
        for row in rows
        if row["content"]
    ]
