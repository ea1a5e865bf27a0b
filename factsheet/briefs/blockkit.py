"""Slack's Block Kit: the blocks of a message, and its limits.

https://docs.slack.dev/reference/block-kit/blocks has the limits. Texts are set in rich text, which Slack shows as they
stand: unlike in its Markdown, no link, mention or emphasis can be written into them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.briefs.page import GLUE, Run
from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BLOCKS = 50
"""Blocks in a message."""
TEXT = 9_000
"""Characters of all blocks together: Slack documents no limit, and has refused 11,341 (bolt-js, issue 2867)."""
_HEADER = 150
"""Characters of a header block."""

_STYLES = {"strong": "bold", "quote": "italic", "open": "bold", "doubt": "bold", "alarm": "bold", "reason": "italic"}

Block: TypeAlias = "dict[str, Any]"


def message(headline: str, blocks: Sequence[Block]) -> str:
    """A JSON object with `text`, for notifications, and `blocks`, as `chat.postMessage` and webhooks take it."""
    return json.dumps({"text": _cut(headline), "blocks": list(blocks)}, ensure_ascii=False, indent=1) + "\n"


def header(headline: str) -> Block:
    """The block with the title."""
    return {"type": "header", "text": {"type": "plain_text", "text": _cut(headline), "emoji": False}}


def divider() -> Block:
    """A line across the message."""
    return {"type": "divider"}


def rich(elements: Sequence[Block]) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def bullets(sections: Sequence[Block], indent: int = 0) -> Block:
    """Sections as a list within rich text."""
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": list(sections)}


def section(runs: Iterable[Run]) -> Block:
    """A paragraph within rich text; Slack refuses an empty one."""
    return section_of([text(run) for run in runs if run.text])


def section_of(elements: Sequence[Block]) -> Block:
    """A paragraph of elements that are made."""
    return {"type": "rich_text_section", "elements": list(elements) or [text(Run(" "))]}


def text(run: Run) -> Block:
    """A text as it stands."""
    shown = isolate(run.text) if run.own else run.text.replace(GLUE, " ")
    # Slack cannot underline: what is not the article's is between underscores, as in a file.
    found: Block = {"type": "text", "text": f"_{shown}_" if run.under else shown}
    style = _STYLES.get(run.style)
    return {**found, "style": {style: True}} if style else found


def link(shown: str, address: str) -> Block:
    """A text that leads to an address."""
    return {"type": "link", "url": address, "text": isolate(shown)}


def size(blocks: Iterable[Block]) -> int:
    """Characters of all texts and addresses in blocks."""
    return sum(map(_length, blocks))


def _length(value: Any) -> int:
    if isinstance(value, dict):
        own = sum(len(value[name]) for name in ("text", "url") if isinstance(value.get(name), str))
        return own + sum(_length(one) for one in value.values() if isinstance(one, (dict, list)))
    return sum(map(_length, value))


def _cut(title: str) -> str:
    return title if len(title) <= _HEADER else title[: _HEADER - 1] + "…"
