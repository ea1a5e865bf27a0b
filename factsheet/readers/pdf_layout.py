"""From the positions of words in a PDF to its columns, in reading order. Geometry only.

A page is cut into columns where a gutter runs between lines of text on both sides; what goes across it, such as a
headline, parts what is above from what is below. Lines that come back at the same height of many pages, and numbers of
pages, are running heads and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.readers.pdf_letters import Run, Sheet

LARGE = 1.12
"""Of the size of the text: larger letters are a heading's."""

_SAME_LINE = 0.4  # of the size by which runs of one line may be higher or lower
_RAISED = 0.8  # of the size of most letters, below which letters may be raised or lowered in a line
_LIFTED = 0.6  # of the size by which they are, at most
_BESIDE = 1.5  # of the size: how far they stand from a word of their line
_GUTTER = 0.8  # of the size of the text, the least width of a gutter between columns
_OVERFULL = 40  # runs of which one may be too long and go into a gutter
_FEWEST_LINES = 4  # on each side of a gutter
_CROSSING = 0.35  # of the lines that may go across a gutter
_COLUMN_LETTERS = 14  # letters in the middle line of a column; cells of tables have fewer
_INITIAL = 1.6  # of the size: a larger letter may be the initial of a paragraph
_LONG = 2.5  # times as many letters has a full line of such a column, among examples and pieces of formulas
_LONG_SHARE = 0.3  # of its letters are in full lines then
_CELL_GAP = 1.5  # of the size: a wider gap may part the cells of a row
_WORD_GAP = 0.12  # of the size: a wider gap parts words
_EDGE = 4  # lines at the head and foot of a page in which running heads are looked for
_SAME_HEIGHT = 8.0  # points by which a running head may move from page to page
_SHARE = 0.3  # of the pages on which a line comes back that is a running head
_OUTER = (0.1, 0.88)  # of the height of a page: what is above and below is its margin
_SHARING = 3  # runs that begin at the left edge of a column, at least
_MOST_EDGES = 60  # places that are tried for a gutter
_DEEPEST = 6  # columns in columns

_NUMBER = re.compile(r"\d+")
_LINE_NUMBER = re.compile(r"\d{1,4}")
# The number of a page, alone in its line.
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]?\s*)?(?:(?:page|seite|p\.|pág(?:ina)?\.?|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?(?:\s*[-–—|\])]?)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """A line of a column: its words, where it is, and the size and weight of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    cells: tuple[tuple[float, str], ...] = ()
    """Stretches of it that stand apart, as the cells of a row do: where each begins, and its words."""


def pages_of(sheets: Sequence[Sheet]) -> tuple[list[list[Line]], float]:
    """The columns of all pages, without running heads and numbers of pages, and the size of the text."""
    sheets = [replace(sheet, runs=_without_line_numbers(sheet.runs)) for sheet in sheets]
    size = _usual_size([line for sheet in sheets for line in lines_of(sheet.runs)])
    sheets = [replace(sheet, runs=_with_initials(sheet.runs, size)) for sheet in sheets]
    pages = [lines_of(sheet.runs) for sheet in sheets]
    heads = _running(pages, [sheet.height for sheet in sheets])
    columns: list[list[Line]] = []
    before: float | None = None
    for sheet, lines in zip(sheets, pages, strict=True):
        gone = {id(run) for line in lines if id(line) in heads for run in _runs_of(line, sheet.runs)}
        runs = [run for run in sheet.runs if id(run) not in gone]
        gutter = _gutter(runs, size)
        if gutter is None and _goes_on(runs, before):
            gutter = before
        before = before if gutter is None else gutter
        columns += _cut(runs, gutter, size, 0)
    return columns, size


def _without_line_numbers(runs: list[Run]) -> list[Run]:
    """Runs without the numbers of lines in the margin, as rulings, bills and manuscripts have them."""
    text = [run for run in runs if len(run.text) >= _COLUMN_LETTERS]
    if not text:
        return runs
    left, right = min(run.left for run in text), max(run.right for run in text)
    numbers = [run for run in runs if _LINE_NUMBER.fullmatch(run.text) and (run.right < left or run.left > right)]
    gone: set[int] = set()
    for side in ([one for one in numbers if one.right < left], [one for one in numbers if one.left > right]):
        counted = [int(one.text) for one in sorted(side, key=lambda one: one.base)]
        steps = Counter(after - before for before, after in pairwise(counted))
        if len(side) >= _FEWEST_LINES and max(steps.values()) * 5 >= sum(steps.values()) * 4 and min(steps) > 0:
            gone |= set(map(id, side))
    return [run for run in runs if id(run) not in gone]


def _with_initials(runs: list[Run], size: float) -> list[Run]:
    """Runs with a large first letter that hangs beside the first lines of a paragraph put before the first of them."""
    for initial in [run for run in runs if len(run.text) == 1 and run.text.isalpha() and run.size > _INITIAL * size]:
        beside = [
            run
            for run in runs
            if 0 <= run.left - initial.right < 2 * size
            and initial.base - initial.size < run.base < initial.base + size / 2
            and len(run.text) >= _COLUMN_LETTERS
        ]
        if len(beside) > 1:
            first = min(beside, key=lambda run: run.base)
            whole = replace(first, text=initial.text + first.text, left=initial.left)
            runs = [whole if run is first else run for run in runs if run is not initial]
    return runs


def _goes_on(runs: Sequence[Run], gutter: float | None) -> bool:
    """Whether the few lines of a page, such as the last, are in the columns of the page before."""
    if gutter is None or len(runs) > 2 * _FEWEST_LINES:
        return False
    sides = {run.left >= gutter for run in runs}
    return len(sides) == 2 and not any(run.left < gutter - 1 and run.right > gutter + 1 for run in runs)


def _runs_of(line: Line, runs: Iterable[Run]) -> list[Run]:
    """The runs that are on a line."""
    return [run for run in runs if abs(run.base - line.base) <= _SAME_LINE * max(run.size, line.size)]


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of most letters, to half a point."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda key: sizes[key], default=10.0)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Runs that are on one line as one, from the top to the bottom."""
    return [_line(row) for row in _rows(runs)]


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line, from the top down; what is small and raised or lowered in a line is of that line."""
    runs = list(runs)
    size = _size_of_most(runs)
    rows = _level(run for run in runs if run.size >= _RAISED * size)
    bases = [row[0].base for row in rows]
    alone: list[Run] = []
    for run in runs:
        if run.size < _RAISED * size:
            at = bisect_left(bases, run.base)
            near = min(rows[max(0, at - 1) : at + 1], key=lambda row: abs(row[0].base - run.base), default=None)
            (near if near is not None and _is_in(run, near) else alone).append(run)
    return sorted([*rows, *_level(alone)], key=lambda row: row[0].base) if alone else rows


def _level(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that are at about the same height, from the top down."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        if rows and abs(run.base - rows[-1][0].base) <= _SAME_LINE * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _is_in(run: Run, row: Sequence[Run]) -> bool:
    """Whether a small run is in a line, or raised or lowered beside its words, as exponents and fractions do."""
    away, size = abs(run.base - row[0].base), row[0].size
    beside = any(one.left - _BESIDE * size <= run.left <= one.right + _BESIDE * size for one in row)
    return away <= _SAME_LINE * size or (beside and away <= _LIFTED * size)


def _size_of_most(runs: Iterable[Run]) -> float:
    """The size of most letters of some runs; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text)
    return max(sizes, key=lambda key: sizes[key], default=0.0)


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
            outer = not _OUTER[0] * height <= line.base <= _OUTER[1] * height
            if outer and _PAGE_NUMBER.fullmatch(line.text.strip()):
                gone.add(id(line))
    fewest = max(2, round(_SHARE * len(pages) / 2))
    for found in edges.values():
        if len({number for number, _ in found}) >= fewest:
            bands = Counter(_band(line) for _, line in found)
            near = {band: sum(bands[other] for other in (band - 1, band, band + 1)) for band in bands}
            gone |= {id(line) for _, line in found if near[_band(line)] >= fewest}
    return {key for lines, height in zip(pages, heights, strict=True) for key in _at_edges(lines, height, gone)}


def _at_edges(lines: Sequence[Line], height: float, running: set[int]) -> Iterator[int]:
    """The running heads of a page: none has a line of the text between it and the edge."""
    for edge in (lines[:_EDGE], lines[: -_EDGE - 1 : -1]):
        for line in edge:
            if id(line) in running:
                yield id(line)
            elif _OUTER[0] * height <= line.base <= _OUTER[1] * height:
                break


def _band(line: Line) -> int:
    return round(line.base / _SAME_HEIGHT)


def _columns(runs: list[Run], size: float, depth: int) -> list[list[Line]]:
    """The columns of a part of a page, in the order in which they are read."""
    return _cut(runs, _gutter(runs, size) if depth < _DEEPEST else None, size, depth)


def _cut(runs: list[Run], gutter: float | None, size: float, depth: int) -> list[list[Line]]:
    """The columns of a part of a page in which a gutter runs."""
    if gutter is None:
        return [lines] if (lines := lines_of(runs)) else []
    found: list[list[Line]] = []
    band: list[Run] = []
    across: list[Run] = []
    for row in _rows(runs):
        crosses = any(run.left < gutter - 1 and run.right > gutter + 1 for run in row)
        if crosses or (across and _ends_heading(across, row, size)):
            found += _sides(band, gutter, size, depth)
            band = []
            across += row
        else:
            if across:
                found += [lines_of(across)]
                across = []
            band += row
    found += _sides(band, gutter, size, depth)
    return [*found, lines_of(across)] if across else found


def _ends_heading(across: Sequence[Run], row: Sequence[Run], size: float) -> bool:
    """Whether a row is the short last line of a heading that goes across the columns."""
    last = across[-1]
    alike = all(abs(run.size - last.size) < 0.5 for run in row)
    return alike and last.size > LARGE * size and row[0].base - last.base < 2 * last.size


def _sides(band: list[Run], gutter: float, size: float, depth: int) -> list[list[Line]]:
    left = [run for run in band if run.left < gutter]
    right = [run for run in band if run.left >= gutter]
    return [*_columns(left, size, depth + 1), *_columns(right, size, depth + 1)]


def _gutter(runs: Sequence[Run], size: float) -> float | None:
    """Where a gutter runs that parts columns; None where there is one column, or the rows of a table."""
    if len(_rows(runs)) < _FEWEST_LINES:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    found: list[tuple[int, float, float]] = []  # how many runs go across, the room with a minus, and the place
    for edge in _left_edges([run.left for run in runs if left + 3 * size < run.left < right - 3 * size]):
        at = edge - 0.5
        before = [run for run in runs if run.right <= at]
        after = [run for run in runs if run.left >= at]
        across = len(runs) - len(before) - len(after)
        if min(len(before), len(after)) < _FEWEST_LINES or across > _CROSSING * len(runs):
            continue
        most, usual = _reach(before, after, 2 * size)
        if at - usual >= _GUTTER * size and _are_columns(before, after):
            found.append((across, usual - at, (at + most) / 2))
    return min(found)[2] if found else None


def _left_edges(lefts: Sequence[float]) -> list[float]:
    """The places at which several runs begin, as the lines of a column do; those with most of them."""
    places: dict[int, list[float]] = defaultdict(list)
    for left in lefts:
        places[round(left)].append(left)
    shared = sorted((len(found), min(found)) for found in places.values() if len(found) >= _SHARING)
    return [edge for _, edge in shared[-_MOST_EDGES:]]


def _reach(before: Sequence[Run], after: Sequence[Run], near: float) -> tuple[float, float]:
    """How far to the right the runs before a gutter go, beside those after it: all, and all but a few too long ones."""
    bases = sorted(run.base for run in after)
    beside = sorted(run.right for run in before if _is_near(bases, run.base, near)) or [
        max(run.right for run in before)
    ]
    return beside[-1], beside[-1 - len(beside) // _OVERFULL]


def _is_near(bases: Sequence[float], base: float, most: float) -> bool:
    """Whether one of some heights, the highest first, is near another."""
    at = bisect_left(bases, base - most)
    return at < len(bases) and bases[at] <= base + most


def _are_columns(before: Sequence[Run], after: Sequence[Run]) -> bool:
    """Whether the runs on both sides are lines of text, and are beside each other."""
    if not (_are_lines(before) and _are_lines(after)):
        return False
    top, bottom = min(run.base for run in after), max(run.base for run in after)
    beside = [run for run in before if top - run.size * 2 <= run.base <= bottom + run.size * 2]
    return len(beside) >= 2


def _are_lines(side: Sequence[Run]) -> bool:
    """Whether runs on one side of a gutter are lines of text: most of them, or several among short ones."""
    lengths = [len(run.text) for run in side]
    full = [length for length in lengths if length >= _LONG * _COLUMN_LETTERS]
    return median(lengths) >= _COLUMN_LETTERS or (
        len(full) >= _FEWEST_LINES and sum(full) >= _LONG_SHARE * sum(lengths)
    )
