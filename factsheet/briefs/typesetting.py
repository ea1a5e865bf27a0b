"""The items of a section set in lines of one column: bullets, references, sides facing each other, evidence.

Each item is wrapped once, whatever the layout tries. What is taken, and in which order, is for `blocks` and
`layout`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.page import DOUBT_MARK, GLUE, Run
from factsheet.briefs.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.briefs.page import Item, Line, Part, Runs, SideText, Words

_BULLET = "• "
_LABELLED = 72
"""From this width on, headings stand in a margin of their own; below, above their section."""
_MARGIN = 14
_SIDE_WIDTH = 24
"""Narrower sides than this do not face each other, they stand one below the other."""
_SIDE_GUTTER = " │ "


@dataclass(slots=True)
class SetPart:
    """A part of the page as it is set in a column of `column` cells."""

    part: Part
    column: int
    evidence: bool = False
    _lines: dict[tuple[int, bool], list[Line] | int] = field(default_factory=dict)
    """The lines of an item, in full or in short; or a number of lines that it is known to exceed."""
    _groups: dict[str, list[Line]] = field(default_factory=dict)
    _heading_height: int | None = None

    @property
    def margin(self) -> int:
        """The cells at the left that are the heading's."""
        return _MARGIN if self.column >= _LABELLED else 0

    @property
    def width(self) -> int:
        """The cells that the items have."""
        return self.column - self.margin

    def item(self, index: int, limit: int | None, *, short: bool) -> list[Line] | None:
        """The lines of one item, None when there are more than `limit`."""
        known = self._lines.get((index, short))
        if known is None or (isinstance(known, int) and (limit is None or known < limit)):
            lines = self._set(self.part.items[index], limit, short=short)
            known = self._lines[index, short] = limit or 0 if lines is None else lines
        if isinstance(known, int) or (limit is not None and len(known) > limit):
            return None
        return known

    def group(self, name: str) -> list[Line]:
        """The head of a group."""
        if name not in self._groups:
            self._groups[name] = wrap((group_head(name),), self.width) or []
        return self._groups[name]

    @property
    def heading_height(self) -> int:
        """How many lines the heading takes above the items."""
        if self._heading_height is None:
            self._heading_height = len(self.heading()[1])
        return self._heading_height

    def heading(self, more: Line = ()) -> tuple[Runs, list[Line]]:
        """The heading: in the margin where there is one and it is wide enough, else as lines above the items.

        Above the items a rule fills its line, and `more`, where it is given, ends it.
        """
        run = Run(self.part.title, self.part.style)
        if self.margin and cell_len(run.text) < self.margin:
            return (run,), []
        lines = wrap((run,), self.column) or []
        if len(lines) == 1:
            end = (Run(" "), *more) if more else ()
            rule = "─" * (self.column - width_of(lines[0]) - width_of(end) - 1)
            lines = [(*lines[0], Run(f" {rule}", "dim"), *end)] if rule else lines
        return (), lines

    def heading_holds(self, more: Line) -> bool:
        """Whether the heading's line has room for the count of what is left out."""
        return not self.margin and cell_len(self.part.title) + width_of(more) + 4 <= self.column

    def _set(self, item: Item, limit: int | None, *, short: bool) -> list[Line] | None:
        runs = with_refs(item.short if short else item.runs, item)
        if self.part.layout == "inline":
            return wrap(runs, self.width, limit)
        lines = hang(runs, self.width, limit)
        if lines is None:
            return None
        if item.sides:
            lines += self._sides(item.sides, words=not short)
        if self.evidence and not short:
            for one in beneath(item):
                lines += indent(wrap(one, self.width - 2) or [])
        return lines

    def _sides(self, sides: Sequence[SideText], *, words: bool) -> list[Line]:
        gutters = 2 + len(_SIDE_GUTTER) * (len(sides) - 1)
        wide = (self.width - gutters) // len(sides)
        if wide < _SIDE_WIDTH:
            return [line for side in sides for line in indent(_side(side, self.width - 2, words=words))]
        columns = [_side(side, wide, words=words) for side in sides]
        return indent(facing(columns, wide, _SIDE_GUTTER))


def with_refs(runs: Runs, item: Item) -> Runs:
    """The runs of a fact, then where it stands, then the mark of a doubt."""
    if item.refs:
        runs = (*runs, Run(GLUE + " ".join(item.refs), "dim"))
    return (*runs, Run(f"{GLUE}{DOUBT_MARK}", "doubt")) if item.doubts else runs


def beneath(item: Item) -> list[Runs]:
    """What is printed beneath a fact on demand: the words that prove it, and what a check doubts of it."""
    doubts = [(Run(f"{DOUBT_MARK} ", "doubt"), Run(doubt, "doubt", own=True)) for doubt in item.doubts]
    return [*map(words_runs, item.words), *doubts]


def words_runs(words: Words) -> Runs:
    """A piece of evidence as it is printed: the words, where they stand, how they differ."""
    runs: Runs = (Run("“", "quote"), Run(words.text, "quote", own=True), Run("”", "quote"))
    if words.ref:
        runs += (Run(f"{GLUE}{words.ref}", "dim"),)
    return (*runs, Run(f" ({words.note})", "alarm", own=True)) if words.note else runs


def group_head(name: str) -> Run:
    """The head of a group."""
    return Run(name or "Nobody named", "strong", own=True)


def side_who(side: SideText) -> Run:
    """Who stands on a side, and what is said where nobody does."""
    if side.who:
        return Run(side.who, "strong", own=True)
    return Run("nobody named" if side.words else "nobody in the article", "dim")


def _side(side: SideText, width: int, *, words: bool) -> list[Line]:
    lines = wrap((Run(f"{side.title}: ", "dim"), side_who(side)), width) or []
    if words:
        return lines + [line for one in side.words for line in wrap(words_runs(one), width) or []]
    refs = " ".join(dict.fromkeys(one.ref for one in side.words if one.ref))
    return lines + (wrap((Run(refs, "dim"),), width) or [])


def facing(columns: Sequence[Sequence[Line]], width: int, gutter: str) -> list[Line]:
    """Columns of lines side by side, each padded to `width` cells."""
    out: list[Line] = []
    for row in range(max(len(column) for column in columns)):
        line: list[Run] = []
        for number, column in enumerate(columns):
            cells = column[row] if row < len(column) else ()
            line += cells
            if number < len(columns) - 1:
                line.append(Run(" " * (width - width_of(cells))))
                line.append(Run(gutter, "dim"))
        out.append(tuple(line))
    return out


def hang(runs: Runs, width: int, limit: int | None = None) -> list[Line] | None:
    """Wrapped behind a bullet."""
    lines = wrap(runs, width - len(_BULLET), limit)
    return None if lines is None else indent(lines, Run(_BULLET, "dim"))


def indent(lines: Sequence[Line], first: Run | None = None) -> list[Line]:
    """Lines moved two cells to the right, with `first` in the space before the first of them."""
    space = Run("  ")
    return [((first or space) if not row else space, *line) for row, line in enumerate(lines)]


def width_of(line: Line) -> int:
    """The cells that a line takes."""
    return sum([cell_len(run.text) for run in line])
