"""Prints a brief as a Slack message within the limits of `blockkit`; counts what does not fit.

What the page holds is for `layout` to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.briefs.blockkit import BLOCKS, TEXT, bullets, divider, header, message, rich, section, size
from factsheet.briefs.layout import on_paper
from factsheet.briefs.page import Run, group_head, running, side_lines, with_refs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.briefs.blockkit import Block
    from factsheet.briefs.page import Item, Page, Part, Runs, SideText
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet


def render(sheet: FactSheet, kind: Kind, *, room: int = TEXT) -> str:
    """The brief of `sheet` as a JSON object with `text` and `blocks`, of about `room` characters at most."""
    page = on_paper(sheet, kind)
    head, tail = list(_head(page)), list(_tail(page))
    room -= size([*head, *tail])
    body: list[Block] = []
    left = 0
    for block, count in _body(page):
        if size([*body, block]) > room or len(head) + len(body) + len(tail) + 1 >= BLOCKS:
            left += count
        else:
            body.append(block)
    more = [rich([section([Run(f"+{left} more in the sheet", "reason")])])] if left else []
    return message(page.headline, [*head, *body, *more, *tail])


def _head(page: Page) -> Iterator[Block]:
    yield header(page.headline)
    over = [Run(text, "strong", own=True) for text in page.strip]
    over += [Run(f"(!) {notice.text}", "strong", own=True) for notice in page.notices]
    lines = [section([run]) for run in over]
    if page.source:
        lines.append(section([Run(" · ".join(page.source), own=True)]))
    if lines:
        yield rich(lines)


def _tail(page: Page) -> Iterator[Block]:
    yield divider()
    texts = [" · ".join(page.foot), " · ".join(page.legend)]
    yield rich([section([Run(text, "quote", own=True)]) for text in texts if text])


def _body(page: Page) -> Iterator[tuple[Block, int]]:
    """A block for each section, and how many entries it has."""
    for part in page.parts:
        elements = [section([Run(part.title, "strong")])]
        for name, items in part.groups.items():
            elements += [section(group_head(name, part.roles))] if name is not None else []
            elements += [section(running(items))] if part.layout == "inline" else _lists(items)
        elements += [section([Run(f"+{part.more} more in the sheet")])] if part.more else []
        yield rich(elements), _count(part)


def _count(part: Part) -> int:
    return len(part.items) + part.more


def _lists(items: Iterable[Item]) -> Iterator[Block]:
    """Entries as bullets, the sides of a dispute one step in."""
    for item in items:
        yield bullets([section(with_refs(item.runs, item))])
        if item.sides:
            yield bullets([section(_side(side, short=item.is_short)) for side in item.sides], 1)


def _side(side: SideText, *, short: bool) -> Runs:
    return tuple(run for runs in side_lines(side, short=short) for run in (Run(" "), *runs))[1:]
