"""One section of a page being filled: which of its items are taken, and how many lines it is then.

Which section is asked for its next item, and how much room there is, is for `layout` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from factsheet.briefs.page import Run
from factsheet.briefs.typesetting import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.briefs.page import Line, Part
    from factsheet.briefs.typesetting import SetPart

SEPARATOR = " · "
_TRIES = 60
"""After so many items in a row that do not fit, no more of the section are tried."""


@dataclass(slots=True)
class Block:
    """The items taken from one part, by index, and the lines they take, without heading and count."""

    set: SetPart
    height: int = 0
    taken: dict[int, list[Line]] = field(default_factory=dict)
    groups: dict[str, list[Line]] = field(default_factory=dict)
    cursor: int = 0
    """In an inline part, how many cells of the last line are used."""
    queue: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    misses: int = 0

    def __post_init__(self) -> None:
        self.queue = _by_rank(self.part)
        self.queue.reverse()

    @property
    def part(self) -> Part:
        """The part of the page that items are taken from."""
        return self.set.part

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
        if not self.taken:
            return 0
        above = len(self.set.heading(())[1])
        more = self._more()
        if not more or self.set.heading_holds(more):
            return above + self.height
        return above + self.height + (flowed([more], self.cursor, self.set.width)[0] if self._inline else 1)

    def take_next(self, room: int, longest: int) -> None:
        """Take the next item if the section then has no more than `room` lines.

        An item of more than `longest` lines is set in short; one that is still longer waits for `call_again`.
        """
        index = self.queue.pop()
        item = self.part.items[index]
        for short in (False, True) if item.short != item.runs or item.sides else (False,):
            lines = self.set.item(index, longest, short=short)
            if lines is None:
                continue
            if self._fits(index, lines, room):
                self.misses = 0
                return
            break
        else:
            self.waiting.append(index)
        self.misses += 1

    def call_again(self) -> None:
        """Queue the items that were too long, for the room that is left."""
        self.queue, self.waiting, self.misses = self.waiting[::-1], [], 0

    def _fits(self, index: int, lines: list[Line], room: int) -> bool:
        """Take an item, and put it back where the section is too long with it."""
        before = self.height, self.cursor
        name = self.part.items[index].group
        head: list[Line] = []
        if name is not None and name not in self.groups:
            set_head = self.set.group(name, max(room, 0))
            if set_head is None:
                return False
            head = set_head
        self._put(index, lines, head)
        if self.size <= room:
            return True
        del self.taken[index]
        self.height, self.cursor = before
        if head:
            del self.groups[name or ""]
        return False

    def _put(self, index: int, lines: list[Line], head: list[Line]) -> None:
        self.taken[index] = lines
        if head:
            self.groups[self.part.items[index].group or ""] = head
        cost = len(lines) + len(head)
        if self._inline:
            cost, self.cursor = flowed(lines, self.cursor, self.set.width)
        self.height += cost

    def lines(self) -> list[Line]:
        """The section: heading, items in the order of the sheet, and the count of what is left out."""
        items = [self.taken[index] for index in sorted(self.taken)]
        more = self._more()
        in_heading = self.set.heading_holds(more)
        label, above = self.set.heading(more if in_heading else ())
        below = () if in_heading or not more else more
        if self._inline:
            out = flow([*items, [below]] if below else items, self.set.width)
        else:
            out = self._grouped() if self.groups else [line for lines in items for line in lines]
            out += [below] if below else []
        if not self.set.margin:
            return above + out
        pad = Run(" " * self.set.margin)
        first = (*label, Run(" " * (self.set.margin - width_of(label))))
        return above + [((*first, *line) if not row else (pad, *line)) for row, line in enumerate(out)]

    def shown(self) -> Part:
        """The part with only what was taken, and the count of the rest."""
        items = tuple(self.part.items[index] for index in sorted(self.taken))
        return replace(self.part, items=items, more=self.left_out)

    @property
    def _inline(self) -> bool:
        return self.part.layout == "inline"

    def _grouped(self) -> list[Line]:
        members: dict[str, list[Line]] = {}
        for index in sorted(self.taken):
            name = self.part.items[index].group or ""
            members.setdefault(name, list(self.groups[name])).extend(self.taken[index])
        return [line for lines in members.values() for line in lines]

    def _more(self) -> Line:
        return (Run(f"+{self.left_out} more in the sheet", "dim"),) if self.left_out else ()


def flowed(lines: Sequence[Line], cursor: int, width: int) -> tuple[int, int]:
    """How many more lines `lines` take after `cursor` cells of running text, and where the text then ends."""
    wide = width_of(lines[-1])
    if len(lines) > 1:
        return len(lines), width
    if cursor and cursor + len(SEPARATOR) + wide <= width:
        return 0, cursor + len(SEPARATOR) + wide
    return 1, wide


def flow(pieces: Sequence[list[Line]], width: int) -> list[Line]:
    """Items in running text, separators between them; an item of several lines has them to itself."""
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
