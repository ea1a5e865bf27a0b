"""From where the words of a PDF stand to paragraphs in the order in which they are read. Geometry only.

A page is cut into columns where a gutter runs between lines of text on both sides; what goes across it, such as a
headline, parts what is above from what is below. Lines that come back at the same height of many pages, and numbers of
pages, are running heads and left out. Lines become paragraphs by their distance, indent, size and where they end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, headword

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.readers.pdf_letters import Run, Sheet

_SAME_LINE = 0.4  # of the size by which runs of one line may be higher or lower
_GUTTER = 0.8  # of the size of the text, the least width of a gutter between columns
_FEWEST_LINES = 4  # on each side of a gutter
_CROSSING = 0.35  # of the lines that may go across a gutter
_COLUMN_LETTERS = 14  # letters in the middle line of a column; cells of tables have fewer
_CELL_GAP = 1.5  # of the size: a wider gap may part the cells of a row
_WORD_GAP = 0.12  # of the size: a wider gap parts words
_EDGE = 4  # lines at the head and foot of a page in which running heads are looked for
_SAME_HEIGHT = 8.0  # points by which a running head may move from page to page
_SHARE = 0.3  # of the pages on which a line comes back that is a running head
_GAP = 1.35  # of the usual distance of lines: a wider one ends a paragraph
_INDENT = 0.7  # of the size: a first line so far in begins a paragraph
_SHORT = 0.85  # of the width of a column: a line that ends before it and ends a sentence ends a paragraph
_HALF = 0.6  # of the width: where lines are set to one width, a line that ends before it ends a paragraph anyhow
_NARROW = 12  # sizes of letters: in narrower columns lines end where they must
_LARGE = 1.12  # of the size of the text: larger letters are a heading's
_SMALL = 0.9  # smaller letters are a note's or a caption's
_HEADING_LETTERS = 150

_NUMBER = re.compile(r"\d+")
# The number of a page, alone in its line.
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]?\s*)?(?:(?:page|seite|p\.|pág(?:ina)?\.?|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?(?:\s*[-–—|\])]?)?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\d{0,2}$")
_ALIGNED = 3.0  # points by which cells below each other may begin apart
_FEWEST_LETTERS = 3  # of the first part of a word that has a hyphen of its own
_EDGE_SHARE = 0.15  # of the lines of a column that end at its right edge, at least
_EVEN = 3.0  # points by which lines that are set to one width may differ
_BULLET = re.compile(r"^(?:[•‣▪◦·*\uf0b7–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_DOT = re.compile(r"[•‣▪◦\uf0b7]\s*\S")
_HYPHEN = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")


@dataclass(slots=True)
class Line:
    """A line of a column: its words, where it stands, and the size and weight of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    cells: tuple[tuple[float, str], ...] = ()
    """Stretches of it that stand apart, as the cells of a row do: where each begins, and its words."""


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
    """What is usual in a document: the size of its text and the distance of its lines."""

    size: float
    leading: float
    words: Counter[str] = field(default_factory=Counter)


def paragraphs(sheets: Sequence[Sheet]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, without running heads and numbers of pages."""
    pages = [_lines(sheet.runs) for sheet in sheets]
    heads = _running(pages, [sheet.height for sheet in sheets])
    usual = _usual([line for page in pages for line in page])
    found: list[Paragraph] = []
    for sheet, lines in zip(sheets, pages, strict=True):
        gone = {id(run) for line in lines if id(line) in heads for run in line_runs(line, sheet.runs)}
        runs = [run for run in sheet.runs if id(run) not in gone]
        for column in _columns(runs, usual, 0):
            found += _grouped(column, usual)
    words = _WORD.findall(" ".join(line.text for page in pages for line in page).lower())
    usual.words = Counter(words) + Counter(part for word in words if "-" in word for part in word.split("-"))
    joined = _joined(found)
    for one in joined:
        one.text = _text(one, usual)
    _mark_title(joined, usual)
    return joined


def line_runs(line: Line, runs: Iterable[Run]) -> list[Run]:
    """The runs that stand on a line."""
    return [run for run in runs if abs(run.base - line.base) <= _SAME_LINE * max(run.size, line.size)]


def _usual(lines: Sequence[Line]) -> _Usual:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = max(sizes, key=lambda key: sizes[key], default=10.0)
    return _Usual(size, size * 1.2)


def _lines(runs: Iterable[Run]) -> list[Line]:
    """Runs that stand on one line as one, from the top to the bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        row = rows[-1] if rows else None
        if row and abs(run.base - row[0].base) <= _SAME_LINE * max(run.size, row[0].size):
            row.append(run)
        else:
            rows.append([run])
    return [_line(row) for row in rows]


def _line(row: list[Run]) -> Line:
    row = sorted(row, key=lambda run: run.left)
    largest = max(row, key=lambda run: len(run.text))
    cells = [(row[0].left, row[0].text)]
    for before, run in pairwise(row):
        gap = run.left - before.right
        if gap > _CELL_GAP * largest.size:
            cells.append((run.left, run.text))
        else:
            cells[-1] = (cells[-1][0], cells[-1][1] + (" " if gap > _WORD_GAP * largest.size else "") + run.text)
    return Line(
        " ".join(text for _, text in cells),
        row[0].left,
        max(run.right for run in row),
        largest.base,
        largest.size,
        all(run.bold for run in row),
        tuple(cells),
    )


def _running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """Which lines are running heads or numbers of pages."""
    edges: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    gone: set[int] = set()
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in {id(one): one for one in (*lines[:_EDGE], *lines[-_EDGE:])}.values():
            edges[_NUMBER.sub("#", line.text.casefold())].append((number, line))
            outer = line.base < 0.1 * height or line.base > 0.88 * height
            if outer and _PAGE_NUMBER.fullmatch(line.text.strip()):
                gone.add(id(line))
    fewest = max(2, round(_SHARE * len(pages) / 2))
    for found in edges.values():
        bases = [line.base for _, line in found]
        alike = [line for _, line in found if sum(abs(line.base - base) <= _SAME_HEIGHT for base in bases) >= fewest]
        if len({number for number, _ in found}) >= fewest:
            gone |= {id(line) for line in alike}
    return gone


def _columns(runs: list[Run], usual: _Usual, depth: int) -> list[list[Line]]:
    """The columns of a part of a page, in the order in which they are read."""
    lines = _lines(runs)
    gutter = _gutter(runs, usual) if depth < 6 and len(lines) >= _FEWEST_LINES else None
    if gutter is None:
        return [lines] if lines else []
    found: list[list[Line]] = []
    band: list[Run] = []
    across: list[Run] = []
    for row in _rows(runs):
        crosses = any(run.left < gutter - 1 and run.right > gutter + 1 for run in row)
        if crosses or (across and _ends_heading(across, row, usual)):
            found += _sides(band, gutter, usual, depth)
            band = []
            across += row
        else:
            if across:
                found += [_lines(across)]
                across = []
            band += row
    found += _sides(band, gutter, usual, depth)
    return [*found, _lines(across)] if across else found


def _ends_heading(across: Sequence[Run], row: Sequence[Run], usual: _Usual) -> bool:
    """Whether a row is the short last line of a heading that goes across the columns."""
    last = across[-1]
    alike = all(abs(run.size - last.size) < 0.5 for run in row)
    return alike and last.size > _LARGE * usual.size and row[0].base - last.base < 2 * last.size


def _sides(band: list[Run], gutter: float, usual: _Usual, depth: int) -> list[list[Line]]:
    left = [run for run in band if run.left < gutter]
    right = [run for run in band if run.left >= gutter]
    return [*_columns(left, usual, depth + 1), *_columns(right, usual, depth + 1)]


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        if rows and abs(run.base - rows[-1][0].base) <= _SAME_LINE * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _gutter(runs: Sequence[Run], usual: _Usual) -> float | None:
    """Where a gutter runs that parts columns; None where there is one column, or the rows of a table."""
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    found: list[tuple[int, float, float]] = []  # how many runs go across, the room with a minus, and the place
    edges = {round(run.left, 1) for run in runs if left + 3 * usual.size < run.left < right - 3 * usual.size}
    for edge in sorted(edges):
        at = edge - 0.5
        before = [run for run in runs if run.right <= at]
        after = [run for run in runs if run.left >= at]
        across = len(runs) - len(before) - len(after)
        if min(len(before), len(after)) < _FEWEST_LINES or across > _CROSSING * len(runs):
            continue
        room = at - _reach(before, after)
        if room >= _GUTTER * usual.size and _are_columns(before, after):
            found.append((across, -room, at - room / 2))
    return min(found)[2] if found else None


def _reach(before: Sequence[Run], after: Sequence[Run]) -> float:
    """How far to the right the runs before a gutter go, beside those after it."""
    top, bottom = min(run.base for run in after), max(run.base for run in after)
    beside = [run.right for run in before if top - run.size <= run.base <= bottom + run.size]
    return max(beside, default=max(run.right for run in before))


def _are_columns(before: Sequence[Run], after: Sequence[Run]) -> bool:
    """Whether the runs on both sides are lines of text, and stand beside each other."""
    if any(median(len(run.text) for run in side) < _COLUMN_LETTERS for side in (before, after)):
        return False
    top, bottom = min(run.base for run in after), max(run.base for run in after)
    beside = [run for run in before if top - run.size * 2 <= run.base <= bottom + run.size * 2]
    return len(beside) >= 2


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
    leading = _smallest_usual(close) or usual.leading
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
    ends = (
        one for one in sorted(rights, reverse=True) if sum(one - _EVEN < right <= one for right in rights) >= fewest
    )
    return next(ends, max(rights))


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
    if line.size > _LARGE * usual.size and len(line.text) <= _HEADING_LETTERS:
        return "heading"
    if line.size < _SMALL * usual.size:
        return "note"
    if line.bold and len(line.text) <= _HEADING_LETTERS:
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
    return full or first.text[:1].islower() or bool(_HYPHEN.search(before.text))


def _text(one: Paragraph, usual: _Usual) -> str:
    """The words of a paragraph, those that were divided at the end of a line put together."""
    if one.kind == "table":
        return "\n".join(" | ".join(text for _, text in line.cells) for line in one.lines)
    text = one.lines[0].text
    for line in one.lines[1:]:
        match = _HYPHEN.search(text)
        text = _undivided(text, match, line.text, usual) if match else f"{text} {line.text}"
    return _BULLET.sub("", text) if one.kind == "list" and not text[:1].isalnum() and text[:1] != "(" else text


def _undivided(text: str, match: re.Match[str], more: str, usual: _Usual) -> str:
    """Two lines put together at a hyphen, which stays where the word has one elsewhere in the document."""
    rest = _WORD.match(more)
    first = match[1].rpartition(" ")[2]
    if rest is None or not more[:1].islower():
        return text[: match.end()] + more
    whole, hyphened = (first + rest[0]).lower(), f"{first}-{rest[0]}".lower()
    if usual.words[hyphened] != usual.words[whole]:
        keeps = usual.words[hyphened] > usual.words[whole]
    elif _is_word(whole):
        keeps = False
    else:
        chained = text[: match.start()].endswith(("-", "\u2010"))  # "face-to-face"
        keeps = chained or (len(first) >= _FEWEST_LETTERS and first.islower() and _is_word(first) and _is_word(rest[0]))
    return text[: match.end() - (0 if keeps else 1)] + more


def _is_word(word: str) -> bool:
    """Whether a word is English, by the list of the package."""
    small = word.lower()
    return small in ENGLISH.words("stopwords") or any(headword(base).parts for base in bases(small))


def _mark_title(found: list[Paragraph], usual: _Usual) -> None:
    """Take the heading in the largest letters near the top of the first page for the title."""
    top = [one for one in found[:12] if one.kind == "heading" and len(one.text) <= 250]
    if not top:
        return
    largest = max(one.lines[0].size for one in top)
    title = next(one for one in top if one.lines[0].size >= largest - 0.3)
    if largest > _LARGE * usual.size or title is found[0]:
        title.kind = "title"
        for one in found[: found.index(title)]:  # a letterhead
            one.kind = "text" if one.kind == "heading" else one.kind
