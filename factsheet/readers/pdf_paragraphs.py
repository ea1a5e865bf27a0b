"""From the lines of a PDF's columns to paragraphs, by distance, indent, size and line ends.

A paragraph that breaks off at the end of a column goes on in the next one; a word that was divided at the end of a line
is put together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.readers import hyphens, pdf_bidi
from factsheet.readers.pdf_layout import LARGE, Line, pages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.pdf_letters import Sheet

_GAP = 1.35  # of the usual distance of lines: a wider one ends a paragraph
_INDENT = 0.7  # of the size: a first line so far in begins a paragraph
_SHORT = 0.85  # of the width of a column: a line that ends before it and ends a sentence ends a paragraph
_HALF = 0.6  # of the width: where lines are set to one width, a line that ends before it ends a paragraph anyhow
_NARROW = 12  # sizes of letters: in narrower columns lines end where they must
_SMALL = 0.9  # smaller letters are a note's or a caption's
_HEADING_LETTERS = 150
_FEWEST_LINES = 4  # of a column whose lines may be set to one width
_TOP = 12  # paragraphs in which the title stands
_TITLE_LETTERS = 250
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\d{0,2}$")
_ALIGNED = 3.0  # points by which cells below each other may begin apart
_EDGE_SHARE = 0.15  # of the lines of a column that end at its right edge, at least
_EVEN = 3.0  # points by which lines that are set to one width may differ
_BULLET = re.compile(r"^(?:[•‣▪◦·*\uf0b7–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_DOT = re.compile(r"[•‣▪◦\uf0b7]\s*\S")


@dataclass(frozen=True, slots=True)
class Column:
    """Where the lines of a column begin and end, and whether most are set to one width."""

    left: float
    right: float
    even: bool


@dataclass(slots=True)
class Paragraph:
    """Some lines that belong together; `kind` is text, heading, title, list, table or note."""

    lines: list[Line]
    kind: str
    column: Column
    text: str = ""


@dataclass(slots=True)
class _Usual:
    """What is usual in a document: the size of its text, whether that is bold, and how often its words are in it."""

    size: float
    bold: bool
    words: Counter[str] = field(default_factory=Counter)


def paragraphs(sheets: Sequence[Sheet]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, without running heads and numbers of pages."""
    columns, size = pages_of(sheets)
    words = hyphens.WORD.findall(" ".join(line.text for column in columns for line in column).lower())
    bold = sum(len(line.text) * (1 if line.bold else -1) for column in columns for line in column) > 0
    usual = _Usual(
        size, bold, Counter(words) + Counter(part for word in words if "-" in word for part in word.split("-"))
    )
    joined = _joined([one for column in columns for one in _grouped(column, usual)])
    for one in joined:
        one.text = _text(one, usual)
    _mark_title(joined, usual)
    return joined


def _grouped(lines: list[Line], usual: _Usual) -> list[Paragraph]:
    """The paragraphs of one column."""
    if not lines:
        return []
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    right = _right_edge([line.right for line in lines])
    full = sum(line.right > right - _EVEN for line in lines)
    column = Column(float(left), right, len(lines) > _FEWEST_LINES and full * 5 >= 2 * len(lines))
    gaps = [b.base - a.base for a, b in pairwise(lines) if abs(a.size - b.size) < 0.5]
    close = [gap for gap in gaps if 0.8 * usual.size < gap < 2.2 * usual.size]
    leading = _smallest_usual(close) or 1.2 * usual.size
    found: list[Paragraph] = []
    rows = _table_rows(lines)
    for line in lines:
        kind = "table" if id(line) in rows else _kind(line, usual)
        last = found[-1] if found else None
        if last is None or _begins(last, line, kind, leading, usual):
            found.append(Paragraph([line], kind, column))
        else:
            last.lines.append(line)
    return found


def _right_edge(rights: list[float]) -> float:
    """Where the lines of a column end: the farthest place at which a good part does; a headline may pass it."""
    fewest = max(2, len(rights) * _EDGE_SHARE)
    ordered = sorted(rights)
    for index in range(len(ordered) - 1, -1, -1):
        if index + 1 - bisect_right(ordered, ordered[index] - _EVEN) >= fewest:
            return ordered[index]
    return ordered[-1]


def _table_rows(lines: Sequence[Line]) -> set[int]:
    """The lines that are rows of a table: cells of two rows that follow each other begin at the same place."""
    found: set[int] = set()
    for before, line in pairwise(lines):
        starts = [start for start, _ in before.cells[1:]]
        if any(abs(start - other) < _ALIGNED for start, _ in line.cells[1:] for other in starts):
            found |= {id(before), id(line)}
    return found


def _smallest_usual(gaps: list[float]) -> float | None:
    """The distance of lines in a paragraph: the smallest that a good part of them have."""
    counts = Counter(round(gap, 0) for gap in gaps)
    usual = [gap for gap, count in counts.items() if count * 5 >= len(gaps)]
    return min(usual, default=None)


def _kind(line: Line, usual: _Usual) -> str:
    if _DOT.match(line.text):
        return "list"
    if line.size > LARGE * usual.size and len(line.text) <= _HEADING_LETTERS:
        return "heading"
    if line.size < _SMALL * usual.size:
        return "note"
    if line.bold and not usual.bold and len(line.text) <= _HEADING_LETTERS:
        return "heading"
    return "list" if _BULLET.match(line.text) else "text"


def _begins(last: Paragraph, line: Line, kind: str, leading: float, usual: _Usual) -> bool:
    """Whether a line begins a paragraph below the last one."""
    before = last.lines[-1]
    gap = line.base - before.base
    if kind == "list" or gap > _GAP * max(leading, 1.15 * line.size) or gap < -1:
        return True
    if last.kind != kind and not (last.kind == "list" and kind == "text"):
        return True
    if kind == "heading":
        return abs(line.size - before.size) > 0.6
    if kind == "table":
        return False
    if last.kind == "list":
        return line.left < last.lines[0].left - 1
    left, right = last.column.left, last.column.right
    indented = line.left - left > _INDENT * usual.size and before.left - left < _INDENT * usual.size / 2
    hanging = all(one.left - left > _INDENT * usual.size for one in last.lines[1:]) and len(last.lines) > 1
    if (indented and not hanging and len(last.lines) > 1) or (indented and _SENTENCE_END.search(before.text)):
        return True
    width = (before.right - left) / max(1.0, right - left)
    ended = width < _SHORT and (bool(_SENTENCE_END.search(before.text)) or (last.column.even and width < _HALF))
    return ended and right - left > _NARROW * usual.size


def _joined(found: list[Paragraph]) -> list[Paragraph]:
    """Join a paragraph that breaks off at the end of a column with the one that goes on in the next."""
    kept: list[Paragraph] = []
    for one in found:
        last = next((before for before in reversed(kept[-6:]) if before.kind in {"text", "list", "heading"}), None)
        if last is not None and one.kind == "text" and _goes_on(last, one):
            last.lines += one.lines
            last.column = one.column
        else:
            kept.append(one)
    return kept


def _goes_on(last: Paragraph, one: Paragraph) -> bool:
    """Whether a paragraph in another column goes on with the last one: that has no end, and this no beginning."""
    before, first = last.lines[-1], one.lines[0]
    moved = first.base < before.base or one.column != last.column
    if last.kind == "heading" or not moved or abs(before.size - first.size) > 0.6:
        return False
    left, right = last.column.left, last.column.right
    if _SENTENCE_END.search(before.text):
        # Where lines are set to one width, the last one of a paragraph rarely is as wide.
        full = last.column.even and before.right > right - _EVEN
        return full and first.left - one.column.left < _INDENT * first.size / 2
    full = before.right - left > 0.7 * (right - left)
    return full or first.text[:1].islower() or bool(hyphens.HYPHENED.search(before.text))


def _text(one: Paragraph, usual: _Usual) -> str:
    """The words of a paragraph, those that were divided at the end of a line put together."""
    if one.kind == "table":
        return "\n".join(" | ".join(text for _, text in line.cells) for line in one.lines)
    parts = [one.lines[0].text]
    for line in one.lines[1:]:
        parts[-1] = hyphens.joined(parts[-1], line.text, usual.words)
        parts.append(line.text)
    text = pdf_bidi.with_brackets("".join(parts))
    return _BULLET.sub("", text) if one.kind == "list" and not text[:1].isalnum() and text[:1] != "(" else text


def _mark_title(found: list[Paragraph], usual: _Usual) -> None:
    """Take the heading in the largest letters near the top of the first page for the title."""
    top = [one for one in found[:_TOP] if one.kind == "heading" and len(one.text) <= _TITLE_LETTERS]
    if not top:
        return
    largest = max(one.lines[0].size for one in top)
    title = next(one for one in top if one.lines[0].size >= largest - 0.3)
    if largest > LARGE * usual.size or title is found[0]:
        title.kind = "title"
        for one in found[: found.index(title)]:  # a letterhead
            one.kind = "text" if one.kind == "heading" else one.kind
