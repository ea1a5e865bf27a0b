"""The article with evidence marked: its paragraphs in pieces, each with the facts that it supports.

Marks may overlap and go on through several paragraphs. A piece is text between two places where a mark begins or
ends; the pieces of a paragraph joined are its text.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.briefs.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.records import Article, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the article for the fact with this `number`; links lead to `anchor`.

    Where it `leads_back`, the fact's number is behind its last word; a step of a proof is only led to.
    """

    span: Span
    number: int
    anchor: str
    leads_back: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one paragraph: the facts that it proves, the anchors that come before it, and the marks that end."""

    text: str
    facts: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()

    @property
    def classes(self) -> str:
        """The classes of a marked piece: one of each fact, and one of all marks."""
        return "".join([f"m{number} " for number in self.facts]) + "m"


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph of the article, with its text in pieces."""

    paragraph: Paragraph
    pieces: tuple[Piece, ...]

    @property
    def zone(self) -> str:
        """The zone in words, "" for numbered text of the body."""
        return "" if self.paragraph.number is not None else self.paragraph.zone.replace("-", " ")


@dataclass(slots=True)
class _Edges:
    """What begins and ends at an offset of a paragraph."""

    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


_NONE = _Edges()


def marked(article: Article, marks: Iterable[Mark]) -> list[Marked]:
    """The paragraphs of `article` in order, cut where `marks` begin and end."""
    paragraphs = list(_apart(article.paragraphs))
    by_paragraph = _shared(paragraphs, marks)
    return [
        Marked(paragraph, tuple(_pieces(article.text, span, by_paragraph[index])))
        for index, (paragraph, span) in enumerate(paragraphs)
    ]


def _apart(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, Span]]:
    """The paragraphs with their spans, which a sheet of somebody else's making may let overlap."""
    at = 0
    for paragraph in sorted(paragraphs, key=lambda one: one.start):
        start = max(paragraph.start, at)
        if start < paragraph.end:
            yield paragraph, (start, paragraph.end)
            at = paragraph.end


def _shared(paragraphs: list[tuple[Paragraph, Span]], marks: Iterable[Mark]) -> defaultdict[int, dict[int, _Edges]]:
    """The edges of the marks in each paragraph, by its index."""
    starts = [span[0] for _, span in paragraphs]
    edges: defaultdict[int, dict[int, _Edges]] = defaultdict(lambda: defaultdict(_Edges))
    for mark in marks:
        first, last = mark.span
        index = max(bisect.bisect_right(starts, first) - 1, 0)
        anchor = mark.anchor
        while index < len(paragraphs) and starts[index] < last:
            start, end = max(first, starts[index]), min(last, paragraphs[index][1][1])
            if start < end:
                mine = edges[index]
                mine[start].opened.append(mark.number)
                mine[start].anchors += [anchor] if anchor else []
                mine[end].closed.append(mark.number)
                mine[end].ends += [mark.number] if mark.leads_back and end == last else []
                anchor = ""
            index += 1
    return edges


def _pieces(text: str, span: Span, edges: dict[int, _Edges]) -> Iterator[Piece]:
    open_: list[int] = []
    cuts = sorted({*span, *edges})
    for start, end in pairwise(cuts):
        here, there = edges.get(start, _NONE), edges.get(end, _NONE)
        open_ += here.opened
        for number in here.closed:
            open_.remove(number)
        facts = tuple(sorted(set(open_)))
        yield Piece(visible(text[start:end]), facts, tuple(dict.fromkeys(here.anchors)), tuple(sorted(set(there.ends))))
