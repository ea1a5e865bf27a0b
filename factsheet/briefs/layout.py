"""Decides what of a sheet fits the page, by rank, and where every line stands. Pure: a sheet in, a brief out.

An item is shown whole or not at all. Room is shared between the sections by their weight: the next item is
taken from the section that has the fewest lines for its weight. What does not fit is counted on the page.
`docs/brief.md` has the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.blocks import SEPARATOR, Block, facing, flowed, hang, with_refs
from factsheet.briefs.content import compose
from factsheet.briefs.page import Brief, Run
from factsheet.briefs.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.briefs.page import Line, Page
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

PROMPT_LINES = 2
"""Lines of the screen that are not the page's: the command before it, and the prompt after it."""

_NARROWEST = 20
_SHORTEST = 24
_MEASURE = 100
"""No column is wider: longer lines are hard to read."""
_TWO_COLUMNS = 120
_COLUMN = 80
_GUTTER = "    "


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is shown in one column, or in two: the blocks, and how much they are worth together."""

    columns: tuple[tuple[Block, ...], ...]
    gap: int
    left_out: int


def lay_out(
    sheet: FactSheet, kind: Kind, *, width: int, height: int | None = 60, evidence: bool = False
) -> Brief:
    """Lay out the brief of `sheet` for a screen of `width` × `height` cells.

    The page leaves two lines of the height for the command and the prompt. With `height` None, or with
    `evidence`, which prints the words beneath each fact, the page is as long as the sheet. A screen narrower
    than 20 cells or lower than 24 lines is laid out for those.
    """
    page = compose(sheet, kind)
    width = max(width, _NARROWEST)
    if height is None or evidence:
        return _unlimited(page, min(width, _MEASURE), evidence=evidence)
    lines = max(height, _SHORTEST) - PROMPT_LINES
    brief = _limited(page, min(width, _MEASURE), lines, columns=1)
    if width >= _TWO_COLUMNS and (brief.more or any(part.more for part in brief.page.parts)):
        brief = _limited(page, min(width, 2 * _COLUMN + len(_GUTTER)), lines, columns=2)
    return brief


def _unlimited(page: Page, width: int, *, evidence: bool) -> Brief:
    blocks = [Block(part, width, evidence=evidence) for part in page.parts]
    for block in blocks:
        while block.queue:
            block.take_next(_ENDLESS)
    head, _, _ = _head(page, width, _ENDLESS)
    body = _stack(blocks, gap=1)
    return Brief(page, width, (*head, *body, *_foot(page, width, _ENDLESS)), evidence=evidence)


_ENDLESS = 1_000_000_000


def _limited(page: Page, width: int, lines: int, *, columns: int) -> Brief:
    head, shown, missing = _head(page, width, lines)
    foot = _foot(page, width, lines)
    room = lines - len(head) - len(foot)
    column = width if columns == 1 else (width - len(_GUTTER)) // 2
    choice = _choose(page, column, room, columns=columns, missing=missing)
    stacks = [_stack(blocks, gap=choice.gap) for blocks in choice.columns]
    body = stacks[0] if columns == 1 else facing(stacks, column, _GUTTER)
    blocks = [block for stack in choice.columns for block in stack]
    closed = [block for block in blocks if not block.taken]
    more = missing + sum(block.left_out for block in closed)
    if more:
        body.append(_elsewhere(closed, more, width))
    parts = tuple(block.shown() for block in blocks if block.taken)
    return Brief(replace(shown, parts=parts), width, (*head, *body, *foot), more)


def _elsewhere(closed: Sequence[Block], more: int, width: int) -> Line:
    """One line that counts what stands in no section of the page; with the sections' names if they fit."""
    text = f"+{more} more in the sheet"
    names = ": " + ", ".join(f"{block.part.title} {block.left_out}" for block in closed)
    if closed and cell_len(text + names) <= width:
        text += names
    return (Run(text, "dim"),)


def _choose(page: Page, width: int, room: int, *, columns: int, missing: int) -> _Choice:
    """The choice that leaves out the least: with blank lines between sections if that costs no item."""
    best: _Choice | None = None
    cuts = [len(page.parts)] if columns == 1 else range(1, max(len(page.parts), 2))
    for gap in (1, 0):
        for cut in cuts:
            blocks = [Block(part, width) for part in page.parts]
            stacks = (blocks,) if columns == 1 else (blocks[:cut], blocks[cut:])
            for stack in stacks:
                _fill(stack, room, gap=gap, missing=missing)
            choice = _Choice(
                tuple(tuple(stack) for stack in stacks), gap, sum(block.left_out for block in blocks)
            )
            if best is None or choice.left_out < best.left_out:
                best = choice
        if best and not best.left_out:
            break
    assert best is not None
    return best


def _fill(blocks: Sequence[Block], room: int, *, gap: int, missing: int) -> None:
    """Take items into `blocks`, which stand one above the other, until no more fit into `room` lines.

    Every section gets its first item before any gets more.
    """
    active = [block for block in blocks if not block.done]
    while active:
        block = min(active, key=_claim)
        opened = sum(1 for one in blocks if one.taken or one is block)
        # One line may be needed to count what stands in no section of the page.
        uncounted = missing > 0 or opened < len(blocks)
        others = sum(one.size for one in blocks if one is not block)
        block.take_next(room - others - gap * (opened - 1) - int(uncounted))
        active = [one for one in active if not one.done]


def _claim(block: Block) -> float:
    """The less, the sooner. By the square of the weight, so that light sections stay short."""
    weight = max(block.part.weight, 0.1)
    if not block.taken and not block.misses:
        return -weight
    return (block.height + 1) / weight**2


def _stack(blocks: Sequence[Block], *, gap: int) -> list[Line]:
    """The lines of one column."""
    out: list[Line] = []
    for block in blocks:
        if block.taken:
            out += [()] * gap if out else []
            out += block.lines()
    return out


def _head(page: Page, width: int, lines: int) -> tuple[list[Line], Page, int]:
    """Status strip, headline, source line, notices; each may take a share of the page.

    Also the page without what did not fit there, and how many entries of the sheet that is.
    """
    share = max(lines // 6, 2)
    out: list[Line] = []
    strip, _ = _flow([Run(text, "strip", own=True) for text in page.strip], width, share, " ")
    out += strip
    missing = 0
    title = page.title
    if title is not None:
        runs = tuple(Run(run.text, "title", own=run.own) for run in title.runs)
        wrapped = wrap(with_refs(runs, title), width, share)
        out += wrapped or []
        if wrapped is None:
            missing, title = 1, None
    source, _ = _flow([Run(text, "dim", own=True) for text in page.source], width, share)
    out += source
    notices: list[Run] = []
    room = share
    for notice in page.notices:
        wrapped = hang((notice,), width, max(room, 1)) if room > 0 else None
        if wrapped is not None:
            out += wrapped
            room -= len(wrapped)
            notices.append(notice)
    if len(notices) < len(page.notices):
        left = len(page.notices) - len(notices)
        out.append((Run(f"+{left} more {'warning' if left == 1 else 'warnings'} in the sheet", "alarm"),))
    if out:
        out.append(_rule(width))
    return out, replace(page, title=title, notices=tuple(notices)), missing


def _foot(page: Page, width: int, lines: int) -> list[Line]:
    share = max(lines // 12, 1)
    made, _ = _flow(_dim(page.foot), width, share)
    legend, _ = _flow(_dim(page.legend), width, share)
    return [_rule(width), *made, *legend]


def _dim(texts: Sequence[str]) -> list[Run]:
    return [Run(text, "dim", own=True) for text in texts]


def _rule(width: int) -> Line:
    return (Run("─" * width, "dim"),)


def _flow(runs: Sequence[Run], width: int, limit: int, separator: str = SEPARATOR) -> tuple[list[Line], int]:
    """Short texts in running text, each whole or not at all, on at most `limit` lines; and how many not."""
    out: list[Line] = []
    cursor = left = 0
    for run in runs:
        lines = wrap((run,), width, limit) or []
        if not lines:
            left += 1
            continue
        cost, after = flowed(lines, cursor, width)
        if len(out) + cost > limit:
            left += 1
            continue
        if cost:
            out += lines
        else:
            out[-1] = (*out[-1], Run(separator, "dim"), *lines[0])
        cursor = after
    return out, left
