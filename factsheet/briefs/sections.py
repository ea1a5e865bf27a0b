"""One section of a page: sets its items in lines of a column, and takes those that fit.

Each item is wrapped once, whatever the layout tries. Which section is asked for its next item, and how much room
there is, is for `layout` to say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.page import Run, beneath, group_head, side_lines, with_refs
from factsheet.briefs.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.briefs.page import Item, Line, Part, Runs, SideText

SEPARATOR = " · "
_BULLET = "• "
_LABELLED = 72
"""From this width on, headings are in a margin of their own; below, above their section."""
_MARGIN = 14
_SIDE_WIDTH = 24
"""Narrower sides than this stand one below the other."""
_SIDE_GUTTER = " │ "
_GAP = 3
"""Cells at least between the last item and the count of what is left out on its line."""
_CONTINUED = " …"
"""Ends the heading of a section that goes on in the second column."""
_TRIES = 60
"""After so many items in a row that do not fit, no more of the section are tried."""


@dataclass(slots=True)
class _Known:
    """What is known of the items of a part by their pointers, in full or in short: their lines, and how many at least.

    Of an item that has been too long, a number of lines that it exceeds.
    """

    lines: dict[tuple[str, bool], list[Line] | int] = field(default_factory=dict)
    least: dict[tuple[str, bool], int] = field(default_factory=dict)
    groups: dict[str, list[Line]] = field(default_factory=dict)


@dataclass(slots=True)
class Setter:
    """Sets parts of a page in columns, and caches the result by column width."""

    evidence: bool = False
    _known: defaultdict[tuple[str, int], _Known] = field(default_factory=lambda: defaultdict(_Known))

    def part(self, part: Part, column: int) -> SetPart:
        """A part as it is set in a column of so many cells."""
        return SetPart(part, column, self.evidence, self._known[part.title, column])


@dataclass(slots=True)
class SetPart:
    """A part of the page as it is set in a column of `column` cells."""

    part: Part
    column: int
    evidence: bool = False
    known: _Known = field(default_factory=_Known)
    _heading_height: int | None = None

    @property
    def margin(self) -> int:
        """Cells at the left that the heading is in."""
        return _MARGIN if self.column >= _LABELLED else 0

    @property
    def width(self) -> int:
        """Cells for the items."""
        return self.column - self.margin

    def item(self, index: int, limit: int | None, *, short: bool) -> list[Line] | None:
        """The lines of one item, None when there are more than `limit`."""
        key = self.part.items[index].pointer, short
        known = self.known.lines.get(key)
        if known is None and limit is not None and self.least(index, short=short) > limit:
            return None
        if known is None or (isinstance(known, int) and (limit is None or known < limit)):
            lines = self._set(self.part.items[index], limit, short=short)
            known = self.known.lines[key] = limit or 0 if lines is None else lines
        if isinstance(known, int) or (limit is not None and len(known) > limit):
            return None
        return known

    def least(self, index: int, *, short: bool) -> int:
        """How many lines an item has at least, by the cells of its text."""
        item = self.part.items[index]
        key = item.pointer, short
        if key not in self.known.least:
            text = "".join([run.text for run in (item.short if short else item.runs)])
            cells = 0 if "  " in text else cell_len(text)  # of spaces in a row one is shown
            self.known.least[key] = -(-cells // (self.width + 1))  # a space at the end of a line needs no cell
        return self.known.least[key]

    @property
    def least_height(self) -> int:
        """How many lines the part has at least, with all its items."""
        if self.part.layout == "inline":
            return self.heading_height + 1
        return self.heading_height + sum(max(self.shortest(index), 1) for index in range(len(self.part.items)))

    def shortest(self, index: int) -> int:
        """How many lines an item has at least, in full or in short."""
        return min(self.least(index, short=False), self.least(index, short=True))

    def group(self, name: str) -> list[Line]:
        """The head of a group."""
        head = group_head(name, self.part.roles)
        key = "".join([run.text for run in head])
        if key not in self.known.groups:
            self.known.groups[key] = wrap(head, self.width) or []
        return self.known.groups[key]

    @property
    def heading_height(self) -> int:
        """How many lines the heading takes above the items."""
        if self._heading_height is None:
            self._heading_height = len(self.heading()[1])
        return self._heading_height

    def heading(self, more: Line = ()) -> tuple[Runs, list[Line]]:
        """The heading: in the margin where it has room there, else as lines above the items.

        Above the items a rule fills its line; `more` ends it.
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
        lines = wrap(runs, self.width - len(_BULLET), limit)
        if lines is None:
            return None
        lines = _indent(lines, Run(_BULLET, "dim"))
        if item.sides:
            lines += self._sides(item.sides, words=not short)
        if self.evidence and not short:
            for one in beneath(item):
                lines += _indent(wrap(one, self.width - 2) or [])
        return lines

    def _sides(self, sides: Sequence[SideText], *, words: bool) -> list[Line]:
        gutters = 2 + len(_SIDE_GUTTER) * (len(sides) - 1)
        wide = (self.width - gutters) // len(sides)
        if wide < _SIDE_WIDTH:
            return [line for side in sides for line in _indent(_side(side, self.width - 2, words=words))]
        columns = [_side(side, wide, words=words) for side in sides]
        return _indent(facing(columns, wide, _SIDE_GUTTER))


@dataclass(slots=True)
class Block:
    """The items taken from one part, by index, each with its lines; `shortened` are those set in short.

    `size` is the lines of the section, `height` those of the items taken, without the heads of groups.
    """

    set: SetPart
    taken: dict[int, list[Line]] = field(default_factory=dict)
    size: int = 0
    height: int = 0
    queue: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    misses: int = 0
    shortened: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        ranked = _by_rank(self.part)
        self.queue = [index for index in reversed(ranked) if not self.part.items[index].is_spare]
        self.waiting = [index for index in ranked if self.part.items[index].is_spare]

    @property
    def part(self) -> Part:
        """The part of the page that items are taken from."""
        return self.set.part

    @property
    def left_out(self) -> int:
        """How many items are not taken."""
        return len(self.part.items) - len(self.taken) + self.part.more

    @property
    def done(self) -> bool:
        """Whether there is nothing left to try."""
        return not self.queue or self.misses > _TRIES

    def take_next(self, room: int, longest: int) -> None:
        """Take the next item if the section then has no more than `room` lines.

        An item of more than `longest` lines is set in short; one that is still longer waits for `call_again`.
        """
        index = self.queue.pop()
        item = self.part.items[index]
        self.misses += 1
        if self.part.layout != "inline" and self._exceeds(index, room):
            return  # it is not broken into lines
        for short in (False, True) if item.short != item.runs or item.sides else (False,):
            lines = self.set.item(index, longest, short=short)
            if lines is not None:
                self._try(index, lines, room, short=short)
                return
        self.waiting.append(index)

    def _exceeds(self, index: int, room: int) -> bool:
        """Whether an item would make the section longer than `room` lines, in full and in short."""
        return self.set.heading_height + self.height + self.set.shortest(index) > room

    def _try(self, index: int, lines: list[Line], room: int, *, short: bool) -> None:
        """Take an item unless the section gets too long with it."""
        if len(lines) > room:
            return
        self.taken[index] = lines
        self.height += len(lines)
        size = self._size()
        if size > room:
            del self.taken[index]
            self.height -= len(lines)
        else:
            self.size, self.misses = size, 0
            self.shortened += [index] if short else []

    def _size(self) -> int:
        """How many lines `lines` has, without setting them beside their heading."""
        height, last = self._foot()
        more = self._more()
        below = bool(more) and not self.set.heading_holds(more) and self._space(last, more) < _GAP
        return self.set.heading_height + height + int(below)

    def _foot(self) -> tuple[int, Line]:
        """How many lines the items taken have with the heads of groups, and the last of them."""
        if self.part.layout == "inline":
            body = self._body()
            return len(body), _last(body)
        if self.part.layout != "grouped":
            return self.height, _last(self.taken[max(self.taken)])
        groups = self._groups()
        last = self.taken[[*groups.values()][-1][-1]]
        return self.height + sum(len(self.set.group(name)) for name in groups), _last(last)

    def call_again(self) -> None:
        """Queue the items that were too long, for the room that is left."""
        self.queue, self.waiting, self.misses = self.waiting[::-1], [], 0

    def take_all(self) -> None:
        """Take every item in full, however long."""
        for index in range(len(self.part.items)):
            self.taken[index] = self.set.item(index, None, short=False) or []

    def lines(self) -> list[Line]:
        """The section: heading, items in the order of the sheet, and the count of what is left out.

        The count ends the heading's line or the last item's, or has a line of its own where neither has room.
        """
        body, more = self._body(), self._more()
        in_heading = bool(more) and self.set.heading_holds(more)
        label, above = self.set.heading(more if in_heading else ())
        if more and not in_heading:
            space = self._space(_last(body), more)
            if space < _GAP:
                body.append(more)
            else:
                body[-1] = (*body[-1], Run(" " * space), *more)
        if not self.set.margin:
            return above + body
        pad = Run(" " * self.set.margin)
        first = (*label, Run(" " * (self.set.margin - width_of(label))))
        return above + [((*first, *line) if not row else (pad, *line)) for row, line in enumerate(body)]

    def broken(self, room: int) -> tuple[Block | None, Block]:
        """The section in two, of which the first has no more than `room` lines; None where nothing of it fits."""
        order = [index for indexes in self._groups().values() for index in indexes]
        for count in range(len(order) - 1, 0, -1):
            first = self._only(order[:count], self.part.title, 0)
            if len(first.lines()) <= room:
                return first, self._only(order[count:], f"{self.part.title}{_CONTINUED}", self.left_out)
        return None, self

    def _only(self, indexes: Sequence[int], title: str, more: int) -> Block:
        """The section with some of the items taken and no others."""
        part = replace(self.part, title=title, items=tuple(self.part.items[index] for index in indexes), more=more)
        taken = {at: self.taken[index] for at, index in enumerate(indexes)}
        return Block(SetPart(part, self.set.column, self.set.evidence), taken, height=sum(map(len, taken.values())))

    def _body(self) -> list[Line]:
        """The lines of the items taken."""
        items = [self.taken[index] for index in sorted(self.taken)]
        if self.part.layout == "inline":
            return flow(items, self.set.width)
        if self.part.layout == "grouped":
            return self._grouped()
        return [line for lines in items for line in lines]

    def _more(self) -> Line:
        return (Run(f"+{self.left_out} more in the sheet", "dim"),) if self.left_out else ()

    def _space(self, last: Line, more: Line) -> int:
        """The cells free before `more` on the last line; none beside a dispute, where it would mislead."""
        return 0 if self.part.layout == "sides" else self.set.width - width_of(last) - width_of(more)

    def shown(self) -> Part:
        """The part with only what was taken, and the count of the rest."""
        items = tuple(self._as_set(index) for index in sorted(self.taken))
        return replace(self.part, items=items, more=self.left_out)

    def _as_set(self, index: int) -> Item:
        """An item as it is set: in full or in short."""
        item = self.part.items[index]
        return replace(item, runs=item.short, is_short=True) if index in self.shortened else item

    def _grouped(self) -> list[Line]:
        lines = []
        for name, indexes in self._groups().items():
            lines += self.set.group(name)
            lines += [line for index in indexes for line in self.taken[index]]
        return lines

    def _groups(self) -> dict[str, list[int]]:
        """The items taken in the order in which they stand, by their head; "" where there is none."""
        groups: dict[str, list[int]] = {}
        for index in sorted(self.taken):
            groups.setdefault(self.part.items[index].group or "", []).append(index)
        return groups


def flow(pieces: Iterable[list[Line]], width: int) -> list[Line]:
    """Texts in running order with separators; one of several lines has its lines to itself."""
    out: list[Line] = []
    used = 0
    for lines in pieces:
        wide = width_of(lines[-1]) if len(lines) == 1 else width
        if used and used + len(SEPARATOR) + wide <= width:
            out[-1] = (*out[-1], Run(SEPARATOR, "dim"), *lines[0])
            used += len(SEPARATOR) + wide
        else:
            out += lines
            used = wide
    return out


def _last(lines: Sequence[Line]) -> Line:
    return lines[-1] if lines else ()


def _by_rank(part: Part) -> list[int]:
    """The order to try the items in: as given, but the first of every group before the second."""
    if part.layout != "grouped":
        return list(range(len(part.items)))
    seen: dict[str | None, int] = {}
    ranks = []
    for item in part.items:
        ranks.append(seen.get(item.group, 0))
        seen[item.group] = ranks[-1] + 1
    return sorted(range(len(part.items)), key=lambda index: ranks[index])


def _side(side: SideText, width: int, *, words: bool) -> list[Line]:
    return [line for runs in side_lines(side, short=not words) for line in wrap(runs, width) or []]


def facing(columns: Sequence[Sequence[Line]], width: int, gutter: str) -> list[Line]:
    """Columns of lines side by side, each padded to `width` cells."""
    out: list[Line] = []
    for row in range(max(len(column) for column in columns)):
        line: list[Run] = []
        for number, column in enumerate(columns):
            cells = column[row] if row < len(column) else ()
            line += cells
            if number < len(columns) - 1:
                line += [Run(" " * (width - width_of(cells))), Run(gutter, "dim")]
        out.append(tuple(line))
    return out


def _indent(lines: Sequence[Line], first: Run | None = None) -> list[Line]:
    """Lines moved two cells to the right, with `first` in the space before the first of them."""
    space = Run("  ")
    return [((first or space) if not row else space, *line) for row, line in enumerate(lines)]


def width_of(line: Line) -> int:
    """The cells that a line takes."""
    return sum([cell_len(run.text) for run in line])
