"""One section of a page being filled: its heading, the lines of each item, and how many they are.

Each item is wrapped once for a width, in full and, where that does not fit, in short. Which items are
taken, and in which order the sections are asked, is for `layout` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.content import DOUBT_MARK
from factsheet.briefs.page import Run
from factsheet.briefs.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.briefs.page import Item, Line, Part, Runs, SideText, Words

BULLET = "• "
SEPARATOR = " · "
_LABELLED = 72
"""From this width on, headings stand in a margin of their own; below, above their section."""
_MARGIN = 14
_SIDE_WIDTH = 24
"""Narrower sides than this do not face each other, they stand one below the other."""
_SIDE_GUTTER = " │ "
_TRIES = 60
"""After so many items in a row that do not fit, no more of the section are tried."""


@dataclass(slots=True)
class Block:
    """A part of the page in a column of `column` cells.

    `height` counts the lines of the items taken; `opening` and `closing` are the lines that the heading and
    the count of what is left out take besides.
    """

    part: Part
    column: int
    evidence: bool = False
    height: int = 0
    taken: dict[int, list[Line]] = field(default_factory=dict)
    groups: dict[str, list[Line]] = field(default_factory=dict)
    cursor: int = 0
    """In an inline part, how many cells of the last line are used."""
    queue: list[int] = field(default_factory=list)
    misses: int = 0

    def __post_init__(self) -> None:
        self.queue = _by_rank(self.part)
        self.queue.reverse()

    @property
    def margin(self) -> int:
        """The cells at the left that are the heading's."""
        return _MARGIN if self.column >= _LABELLED else 0

    @property
    def width(self) -> int:
        """The cells that the items have."""
        return self.column - self.margin

    @property
    def left_out(self) -> int:
        """How many items are not taken."""
        return len(self.part.items) - len(self.taken)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to try."""
        return not self.queue or self.misses > _TRIES

    @property
    def size(self) -> int:
        """The lines of the section, heading and count included; 0 while nothing is taken."""
        return self.height + self.opening + self.closing if self.taken else 0

    def take_next(self, room: int) -> bool:
        """Take the next item if the section then has no more than `room` lines, in full or else in short."""
        index = self.queue.pop()
        item = self.part.items[index]
        before = self.height, self.cursor
        group = self._group(item, room)
        if group is not None:
            for short in (False, True) if item.short != item.runs or item.sides else (False,):
                lines = self._lines(item, room - len(group), short=short)
                if lines is None:
                    continue
                self._put(index, lines, group)
                if self.size <= room:
                    self.misses = 0
                    return True
                del self.taken[index]
                self.height, self.cursor = before
                if group:
                    del self.groups[item.group or ""]
        self.misses += 1
        return False

    def _put(self, index: int, lines: list[Line], group: list[Line]) -> None:
        self.taken[index] = lines
        if group:
            self.groups[self.part.items[index].group or ""] = group
        if self.part.layout == "inline":
            cost, self.cursor = flowed(lines, self.cursor, self.width)
        else:
            cost = len(lines) + len(group)
        self.height += cost

    def _group(self, item: Item, room: int) -> list[Line] | None:
        """The lines of a group's head that this item would open; None when they do not fit."""
        if item.group is None or item.group in self.groups:
            return []
        return wrap((Run(item.group or "Nobody named", "strong", own=True),), self.width, max(room, 0))

    def _lines(self, item: Item, room: int, *, short: bool) -> list[Line] | None:
        limit = max(room, 1)
        runs = item.short if short else item.runs
        if self.part.layout == "inline":
            return wrap(with_refs(runs, item), self.width, limit)
        lines = hang(with_refs(runs, item), self.width, limit)
        if lines is None:
            return None
        if item.sides:
            lines += self._sides(item.sides, words=not short)
        if self.evidence and not short:
            for one in (*(words_runs(words) for words in item.words), *(doubt_runs(d) for d in item.doubts)):
                lines += indent(wrap(one, self.width - 2) or [])
        return lines if len(lines) <= limit else None

    def _sides(self, sides: Sequence[SideText], *, words: bool) -> list[Line]:
        gutters = 2 + len(_SIDE_GUTTER) * (len(sides) - 1)
        wide = (self.width - gutters) // len(sides)
        if wide < _SIDE_WIDTH:
            return [line for side in sides for line in indent(_side(side, self.width - 2, words=words))]
        columns = [_side(side, wide, words=words) for side in sides]
        return indent(facing(columns, wide, _SIDE_GUTTER))

    @property
    def opening(self) -> int:
        """How many lines the heading takes above the items."""
        return len(self._heading()[1])

    @property
    def closing(self) -> int:
        """How many lines it takes below the items to say what is left out."""
        more = self._more()
        if not more or self._more_in_heading():
            return 0
        return flowed([more], self.cursor, self.width)[0] if self.part.layout == "inline" else 1

    def lines(self) -> list[Line]:
        """The section: heading, items in the order of the sheet, and the count of what is left out."""
        items = [self.taken[index] for index in sorted(self.taken)]
        more = () if self._more_in_heading() else self._more()
        label, above = self._heading()
        if self.part.layout == "inline":
            below = _flow([*items, [more]] if more else items, self.width)
        else:
            below = self._grouped() if self.groups else [line for lines in items for line in lines]
            below += [more] if more else []
        if not self.margin:
            return above + below
        pad = Run(" " * self.margin)
        first = (*label, Run(" " * (self.margin - width_of(label))))
        return above + [((*first, *line) if not row else (pad, *line)) for row, line in enumerate(below)]

    def _grouped(self) -> list[Line]:
        out: list[Line] = []
        for group, head in self.groups.items():
            out += head
            for index in sorted(self.taken):
                if self.part.items[index].group == group:
                    out += self.taken[index]
        return out

    def _more(self) -> Line:
        return (Run(f"+{self.left_out} more in the sheet", "dim"),) if self.left_out else ()

    def _more_in_heading(self) -> bool:
        used = cell_len(self.part.title) + width_of(self._more())
        return not self.margin and used + 4 <= self.column

    def _heading(self) -> tuple[Runs, list[Line]]:
        """The heading: in the margin where there is one and it is wide enough, else as lines above the items.

        Above the items a rule fills its line, and the count of what is left out ends it.
        """
        run = Run(self.part.title, self.part.style)
        if self.margin and cell_len(run.text) < self.margin:
            return (run,), []
        lines = wrap((run,), self.column) or []
        if len(lines) == 1:
            more = self._more() if self._more_in_heading() else ()
            end = (Run(" "), *more) if more else ()
            rule = "─" * (self.column - width_of(lines[0]) - width_of(end) - 1)
            lines = [(*lines[0], Run(f" {rule}", "dim"), *end)] if rule else lines
        return (), lines

    def shown(self) -> Part:
        """The part with only what was taken, and the count of the rest."""
        items = tuple(self.part.items[index] for index in sorted(self.taken))
        return replace(self.part, items=items, more=self.left_out)


def flowed(lines: Sequence[Line], cursor: int, width: int) -> tuple[int, int]:
    """How many more lines `lines` take after `cursor` cells of running text, and where the text then ends."""
    wide = width_of(lines[-1])
    if len(lines) > 1:
        return len(lines), width
    if cursor and cursor + len(SEPARATOR) + wide <= width:
        return 0, cursor + len(SEPARATOR) + wide
    return 1, wide


def _flow(pieces: Sequence[Sequence[Line]], width: int) -> list[Line]:
    """Items in running text, separators between them."""
    out: list[Line] = []
    cursor = 0
    for lines in pieces:
        cost, cursor = flowed(lines, cursor, width)
        if cost:
            out += lines
        else:
            out[-1] = (*out[-1], Run(SEPARATOR, "dim"), *lines[0])
    return out


def _by_rank(part: Part) -> list[int]:
    """In which order to try the items: as they stand, but the first of every group before the second."""
    if part.layout != "grouped":
        return list(range(len(part.items)))
    seen: dict[str | None, int] = {}
    ranks = []
    for item in part.items:
        ranks.append(seen.get(item.group, 0))
        seen[item.group] = ranks[-1] + 1
    return sorted(range(len(part.items)), key=lambda index: ranks[index])


def with_refs(runs: Runs, item: Item) -> Runs:
    """The runs of a fact, then where it stands, then the mark of a doubt."""
    if item.refs:
        runs = (*runs, Run(" " + " ".join(item.refs), "dim"))
    return (*runs, Run(f" {DOUBT_MARK}", "doubt")) if item.doubts else runs


def words_runs(words: Words) -> Runs:
    """A piece of evidence as it is printed: the words, where they stand, how they differ."""
    runs: Runs = (Run("“", "quote"), Run(words.text, "quote", own=True), Run("”", "quote"))
    if words.ref:
        runs += (Run(f" {words.ref}", "dim"),)
    return (*runs, Run(f" ({words.note})", "alarm", own=True)) if words.note else runs


def doubt_runs(doubt: str) -> Runs:
    """What a check doubts, as it is printed beneath the fact."""
    return (Run(f"{DOUBT_MARK} ", "doubt"), Run(doubt, "doubt", own=True))


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
    lines = wrap(runs, width - len(BULLET), limit)
    return None if lines is None else indent(lines, Run(BULLET, "dim"))


def indent(lines: Sequence[Line], first: Run | None = None) -> list[Line]:
    """Lines moved two cells to the right, with `first` in the space before the first of them."""
    space = Run("  ")
    return [((first or space) if not row else space, *line) for row, line in enumerate(lines)]


def width_of(line: Line) -> int:
    """The cells that a line takes."""
    return sum(cell_len(run.text) for run in line)
