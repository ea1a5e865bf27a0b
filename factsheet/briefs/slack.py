"""Prints a brief as a Slack message: JSON of Block Kit, as `chat.postMessage` and webhooks take it.

https://docs.slack.dev/reference/block-kit/blocks has the limits. The page is set in rich text, whose texts Slack shows
as they stand: unlike in its Markdown, no link, mention or emphasis can be written into them. What the page holds is for
`layout` to say; what a message has no room for is counted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factsheet.briefs.layout import on_paper
from factsheet.briefs.page import GLUE, Run, group_head, side_says, side_who, with_refs
from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.briefs.page import Item, Page, Part, Runs, SideText
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_BLOCKS = 50
"""Blocks in a message."""
_HEADER = 150
"""Characters of a header block."""
_TEXT = 9_000
"""Characters of all blocks together: Slack documents no limit, and has refused 11,341 (bolt-js, issue 2867)."""

_STYLES = {"strong": "bold", "quote": "italic", "open": "bold", "doubt": "bold", "alarm": "bold", "reason": "italic"}


def render(sheet: FactSheet, kind: Kind) -> str:
    """The brief of `sheet` as a JSON object with `text`, for notifications, and `blocks`."""
    page = on_paper(sheet, kind)
    head, tail = list(_head(page)), list(_tail(page))
    room = _TEXT - _size([*head, *tail])
    body: list[dict[str, Any]] = []
    left = 0
    for block, count in _body(page):
        if _size([*body, block]) > room or len(head) + len(body) + len(tail) + 1 >= _BLOCKS:
            left += count
        else:
            body.append(block)
    more = [_rich([_section([Run(f"+{left} more in the sheet", "reason")])])] if left else []
    message = {"text": _cut(page.headline), "blocks": [*head, *body, *more, *tail]}
    return json.dumps(message, ensure_ascii=False, indent=1) + "\n"


def _head(page: Page) -> Iterator[dict[str, Any]]:
    yield {"type": "header", "text": {"type": "plain_text", "text": _cut(page.headline), "emoji": False}}
    over = [Run(text, "strong", own=True) for text in page.strip]
    over += [Run(f"(!) {notice.text}", "strong", own=True) for notice in page.notices]
    lines = [_section([run]) for run in over]
    if page.source:
        lines.append(_section([Run(" · ".join(page.source), own=True)]))
    if lines:
        yield _rich(lines)


def _tail(page: Page) -> Iterator[dict[str, Any]]:
    yield {"type": "divider"}
    texts = [" · ".join(page.foot), " · ".join(page.legend)]
    yield _rich([_section([Run(text, "quote", own=True)]) for text in texts if text])


def _body(page: Page) -> Iterator[tuple[dict[str, Any], int]]:
    """A block for each section, and how many entries it has."""
    for part in page.parts:
        elements = [_section([Run(part.title, "strong")])]
        for name, items in part.groups.items():
            elements += [_section(group_head(name, part.roles))] if name is not None else []
            elements += _lists(items)
        elements += [_section([Run(f"+{part.more} more in the sheet")])] if part.more else []
        yield _rich(elements), _count(part)


def _count(part: Part) -> int:
    return len(part.items) + part.more


def _lists(items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    """Entries as bullets, the sides of a dispute one step in."""
    for item in items:
        yield _list([_section(with_refs(item.runs, item))], 0)
        if item.sides:
            yield _list([_section(_side(side, short=item.is_short)) for side in item.sides], 1)


def _side(side: SideText, *, short: bool) -> Runs:
    said = (run for runs in side_says(side, short=short) for run in (Run(" "), *runs))
    return (Run(f"{side.title}: "), side_who(side), *said)


def _list(sections: list[dict[str, Any]], indent: int) -> dict[str, Any]:
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": sections}


def _rich(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": elements}


def _section(runs: Sequence[Run]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [_text(run) for run in runs if run.text] or [_text(Run(" "))]}


def _text(run: Run) -> dict[str, Any]:
    text = isolate(run.text) if run.own else run.text.replace(GLUE, " ")
    # Slack cannot underline: what is not the article's stands between underscores, as in a file.
    found: dict[str, Any] = {"type": "text", "text": f"_{text}_" if run.under else text}
    style = _STYLES.get(run.style)
    return {**found, "style": {style: True}} if style else found


def _cut(title: str) -> str:
    return title if len(title) <= _HEADER else title[: _HEADER - 1] + "…"


def _size(blocks: list[dict[str, Any]]) -> int:
    return sum(map(_length, blocks))


def _length(value: Any) -> int:
    """Characters of all texts in a block."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_length(one) for one in value.values() if isinstance(one, (dict, list)))
    return sum(map(_length, value))
