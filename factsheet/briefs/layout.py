"""Decides which parts of a sheet fit the page, and the position of every line.

An item is shown whole or not at all. Room is shared between the sections by their weight: the next item is
taken from the section that has the fewest lines for its weight. What does not fit is counted on the page.
`docs/brief.md` has the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.choosing import Chooser
from factsheet.briefs.content import compose, legend, with_underscores
from factsheet.briefs.page import DOUBT_MARK, Brief, Run, with_refs
from factsheet.briefs.sections import Block, SetPart, Setter, facing, flow
from factsheet.briefs.text import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.briefs.page import Line, Page, Style
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

PROMPT_LINES = 2
"""Lines of the screen that are not the page's: the command before it, and the prompt after it."""

_NARROWEST = 20
_SHORTEST = 24
_MEASURE = 100
"""No column is wider: longer lines are hard to read."""
_TWO_COLUMNS = 120
"""From this width on a page may have two columns."""
_COLUMN = 80
_GUTTER = "    "
_PARTS_OF_PAGE = 3
"""Where not all fits, an item longer than a third of the body is set in short, or waits for the others."""
_ENDLESS = 1_000_000_000
_ROUNDS = 3
"""How often the page is chosen, each time knowing what had no room before."""

PAPER: Mapping[str, int] = {"width": 100, "height": 66}
"""Cells of a printed page, A4 or Letter: what fits them fits the paper in letters of 8 to 9 points."""


def lay_out(
    sheet: FactSheet,
    kind: Kind,
    *,
    width: int,
    height: int | None = 60,
    evidence: bool = False,
    underlined: bool = False,
) -> Brief:
    """Lay out the brief of `sheet` for a screen of `width` × `height` cells.

    Words that are not the article's are between underscores, or are `underlined` on a terminal that can do so.

    The page leaves two lines of the height for the command and the prompt. With `height` None, or with
    `evidence`, which prints the words beneath each fact, the page is as long as the sheet. A screen narrower
    than 20 cells or lower than 24 lines is laid out as if it had that much.
    """
    width = max(width, _NARROWEST)
    column = min(width, _MEASURE)
    is_endless = height is None or evidence
    page = compose(sheet, kind, short=not is_endless, evidence=evidence)
    page = page if underlined else with_underscores(page)
    if height is None or evidence:
        return _unlimited(page, column, evidence=evidence)
    return fit(page, width=width, height=height)


def on_paper(sheet: FactSheet, kind: Kind) -> Page:
    """The part of the brief of `sheet` that fits a printed page, for a medium that breaks the lines itself."""
    return fit_paper(compose(sheet, kind, short=True))


def fit_paper(page: Page, taller: int = 0) -> Page:
    """The part of `page` that fits a printed page; `taller` is how many extra lines the medium has room for."""
    return fit(page, width=PAPER["width"], height=PAPER["height"] + taller).page


def fit(page: Page, *, width: int, height: int) -> Brief:
    """The part of `page` that fits a screen of `width` × `height` cells, laid out as by `lay_out`."""
    chooser, setter = Chooser(page), Setter()
    roomless: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    choice = chooser.choose()
    brief = _fitted(choice.page, setter, width, height)
    for _ in range(_ROUNDS - 1):
        if not brief.left_out:
            break
        shown = brief.shown
        # What says more found no room, so that what says less gets its chance; and what a statement on the page says
        # of somebody needs none beside the name.
        more = {by for by in choice.repeats.values() if by not in shown}, chooser.stated(shown)
        if more[0] <= roomless and more[1] <= stated:
            break
        roomless, stated = roomless | more[0], stated | more[1]
        before, choice = choice, chooser.choose(roomless, stated)
        if choice.page != before.page:
            brief = _fitted(choice.page, setter, width, height)
    return replace(brief, repeats=choice.repeats, silent=choice.silent)


def _fitted(page: Page, setter: Setter, width: int, height: int) -> Brief:
    column, lines = min(max(width, _NARROWEST), _MEASURE), max(height, _SHORTEST) - PROMPT_LINES
    brief = _limited(page, setter, column, lines)
    if width >= _TWO_COLUMNS and brief.left_out > sum(part.more for part in page.parts):
        brief = _limited(page, setter, min(width, 2 * _COLUMN + len(_GUTTER)), lines, columns=2)
    return brief


def _unlimited(page: Page, width: int, *, evidence: bool) -> Brief:
    setter = Setter(evidence)
    column = _Column([Block(setter.part(part, width)) for part in page.parts], gap=1)
    for block in column.blocks:
        block.take_all()
    lines = (*_head(page, width, _ENDLESS)[0], *column.lines(), *_foot(page, width, _ENDLESS)[0])
    return Brief(page, width, lines)


def _limited(page: Page, setter: Setter, width: int, lines: int, *, columns: int = 1) -> Brief:
    head, shown, missing = _head(page, width, lines)
    room = lines - len(head) - len(_foot(page, width, lines)[0])
    wide = (width - len(_GUTTER) * (columns - 1)) // columns
    parts = [setter.part(part, wide) for part in page.parts]
    column, body = _body(parts, room, missing) if columns == 1 else _wide_body(parts, room)
    closed = [block for block in column.blocks if not block.taken]
    more = missing + sum(block.left_out for block in closed)
    if more:
        body = [*body, _elsewhere(closed, more, width)]
    kept = tuple(block.shown() for block in column.blocks if block.taken)
    shown = replace(shown, parts=kept, legend=legend(kept, shown.title, underscores=page.underscores))
    foot, shown = _foot(shown, width, lines)
    return Brief(shown, width, (*head, *body, *foot), more)


def _body(parts: Sequence[SetPart], room: int, missing: int) -> tuple[_Column, list[Line]]:
    """The sections in one column, and its lines."""
    column = _column(parts, room, missing=missing)
    return column, column.lines()


def _wide_body(parts: Sequence[SetPart], room: int) -> tuple[_Column, list[Line]]:
    """The sections for two columns, and the lines of both side by side."""
    column, halves = _two_columns(parts, room)
    wide = parts[0].column if parts else 0
    return column, facing([half.lines() for half in halves], wide, _GUTTER)


def _elsewhere(closed: Sequence[Block], more: int, width: int) -> Line:
    """One line that counts what is in no section of the page, with the sections' names if they fit."""
    text = f"+{more} more in the sheet"
    names = ": " + ", ".join(f"{block.part.title} {block.left_out}" for block in closed)
    return (Run(text + names if closed and cell_len(text + names) <= width else text, "dim"),)


@dataclass(frozen=True, slots=True)
class _Column:
    """What is shown of some parts one above the other, with `gap` blank lines between them."""

    blocks: list[Block]
    gap: int

    @property
    def left_out(self) -> int:
        return sum(block.left_out for block in self.blocks)

    @property
    def has_closed(self) -> bool:
        """Whether a section is left out entirely."""
        return any(block.left_out and not block.taken for block in self.blocks)

    def lines(self) -> list[Line]:
        out: list[Line] = []
        for block in self.blocks:
            if block.taken:
                out += [()] * self.gap if out else []
                out += block.lines()
        return out

    def broken(self, room: int) -> tuple[_Column, _Column]:
        """The column in two: between sections if each then has no more than `room` lines, else within a section.

        The first has no more than `room` lines in any case.
        """
        blocks = [block for block in self.blocks if block.taken]
        sizes = [block.size for block in blocks]
        heights = [sum(sizes[:at]) + self.gap * max(at - 1, 0) for at in range(len(blocks) + 1)]
        whole = heights[-1]
        evenly = min(range(len(heights)), key=lambda at: max(heights[at], whole - heights[at] - self.gap))
        if max(heights[evenly], whole - heights[evenly] - self.gap) <= room:
            return replace(self, blocks=blocks[:evenly]), replace(self, blocks=blocks[evenly:])
        at = max(at for at, height in enumerate(heights) if height <= room)
        left = room - heights[at] - (self.gap if at else 0)
        first, second = blocks[at].broken(left) if at < len(blocks) else (None, None)
        before = blocks[:at] + ([first] if first else [])
        return replace(self, blocks=before), replace(self, blocks=([second] if second else []) + blocks[at + 1 :])


def _two_columns(parts: Sequence[SetPart], room: int) -> tuple[_Column, tuple[_Column, _Column]]:
    """What of parts fits two columns of `room` lines, in one and as it is broken."""
    lines = 2 * room
    while True:
        column = _column(parts, lines, missing=0, page=room)
        # A line is needed below both columns to count what is in neither.
        halves = column.broken(room - int(column.has_closed))
        over = len(halves[1].lines()) - (room - int(column.has_closed))
        if over <= 0:
            return column, halves
        lines -= over


def _column(parts: Sequence[SetPart], room: int, *, missing: int, page: int | None = None) -> _Column:
    """As much of `parts` as fits; blank lines between them only where all fits.

    Items longer than a `page`, which is the `room` where it is not given, or a third of it, wait for the others.
    """
    page = room if page is None else page
    if sum(part.least_height + 1 for part in parts) - 1 <= room:
        for longest in (page, page // _PARTS_OF_PAGE):
            airy = _filled(parts, room, gap=1, missing=missing, longest=longest)
            if airy.left_out == sum(part.part.more for part in parts):
                return airy
    return _filled(parts, room, gap=0, missing=missing, longest=page // _PARTS_OF_PAGE)


def _filled(parts: Sequence[SetPart], room: int, *, gap: int, missing: int, longest: int) -> _Column:
    """Items of `parts`, which stand one above the other, until no more fit into `room` lines.

    Every section gets its first item before any gets more. Items of more than `longest` lines only get what
    room is left in the end.
    """
    blocks = [Block(part) for part in parts]
    for limit in (max(longest, 1), max(room, 1)):
        active = [block for block in blocks if not block.done]
        while active:
            block = min(active, key=_claim)
            block.take_next(_room_for(block, blocks, room, gap=gap, missing=missing), limit)
            active = [one for one in active if not one.done]
        for block in blocks:
            block.call_again()
    return _Column(blocks, gap)


def _room_for(block: Block, blocks: Sequence[Block], room: int, *, gap: int, missing: int) -> int:
    """The lines that a section may have beside what is taken already."""
    opened = others = 0
    for one in blocks:
        if one is block:
            opened += 1
        elif one.taken:
            opened += 1
            others += one.size
    # One line may be needed to count what is in no section of the page.
    uncounted = missing > 0 or opened < len(blocks)
    return room - others - gap * (opened - 1) - int(uncounted)


def _claim(block: Block) -> float:
    """Sort key: the section with the least is next. The weight is squared, so that light sections stay short."""
    weight = max(block.part.weight, 0.1)
    if not block.taken and not block.misses:
        return -weight
    return (block.size + 1) / weight**2


def _head(page: Page, width: int, lines: int) -> tuple[list[Line], Page, int]:
    """Status strip, headline, source line, notices; each may take a share of the page.

    Also the page without what did not fit there, and how many entries of the sheet that is.
    """
    share = max(lines // 6, 2)
    out, strip = _running(page.strip, "strip", width, share)
    missing, title = 0, page.title
    if title is not None:
        runs = tuple(run._replace(style="title") for run in title.runs)
        wrapped = wrap(with_refs(runs, title), width, share)
        out += wrapped or []
        if wrapped is None:
            missing, title = int(title.in_sheet), None
    lines_of_source, source = _running(page.source, "dim", width, share)
    notices, kept = _notices(page, width, share)
    out += [*lines_of_source, *notices]
    if out:
        out.append(_rule(width))
    return out, replace(page, strip=strip, title=title, source=source, notices=kept), missing


def _notices(page: Page, width: int, room: int) -> tuple[list[Line], tuple[Run, ...]]:
    """The notices that fit into `room` lines, the count of the others, and the notices shown."""
    out: list[Line] = []
    kept: list[Run] = []
    for notice in page.notices:
        mark = Run(f"{DOUBT_MARK} ", notice.style)
        lines = wrap((mark, notice), width, room - len(out)) if len(out) < room else None
        if lines is not None:
            out += lines
            kept.append(notice)
    if left := len(page.notices) - len(kept):
        text = f"{DOUBT_MARK} +{left} more {'finding' if left == 1 else 'findings'} in the sheet"
        out.append((Run(text, "alarm"),))
    return out, tuple(kept)


def _foot(page: Page, width: int, lines: int) -> tuple[list[Line], Page]:
    """How the sheet was made and the signs, and the page with no more than that of it."""
    share = max(lines // 10, 1)
    made, foot = _running(page.foot, "dim", width, share)
    signs, legend = _running(page.legend, "dim", width, share)
    return [_rule(width), *made, *signs], replace(page, foot=foot, legend=legend)


def _running(texts: Sequence[str], style: Style, width: int, limit: int) -> tuple[list[Line], tuple[str, ...]]:
    """Short texts in running text, each whole or not at all, on at most `limit` lines; and those that are shown."""
    pieces: list[list[Line]] = []
    kept: list[str] = []
    for text in texts:
        lines = wrap((Run(text, style, own=True),), width, limit)
        if lines and len(flow([*pieces, lines], width)) <= limit:
            pieces.append(lines)
            kept.append(text)
    return flow(pieces, width), tuple(kept)


def _rule(width: int) -> Line:
    return (Run("─" * width, "dim"),)
