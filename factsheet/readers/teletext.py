"""Teletext pages saved as text (Ceefax, ARD-Text): up to 40 characters a line, with header and footer.

The head has the number of the page, the service, the day and the time of the clock; the line below names the service
or the section again. The foot leads to other pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.manuscript import Block

_WIDEST = 42
_NARROW = 0.7  # of the lines; some were put together, where a word was divided
_TOP = 3  # blocks in which the head stands
_HEAD = re.compile(
    r"[^\w\n]{0,3}P?[1-8]\d{2}\b[^\n]*\b\d{1,2}[:.]\d{2}(?:[:./]\d{2})?\W*"
    r"|[^\n]{3,30}\s[1-8]\d{2}\s[^\n]*\d{1,2}:\d{2}(?:[:/]\d{2})?\W*"
)
_SPACED = re.compile(r"\S(?: {3,}|(?: \S){3,})")
_FEW_WORDS = 8
SUBPAGE = re.compile(r"\s\(?\d{1,2}/\d{1,2}\)?$")
"""The number of a page among those of a story, behind its headline."""


def mark(blocks: Sequence[Block]) -> None:
    """Make the head and the foot of a page boilerplate; other texts stay as they are."""
    if not is_page([block.text for block in blocks]):
        return
    head = next(at for at, block in enumerate(blocks) if _HEAD.fullmatch(block.text))
    for block in blocks[: head + 1]:
        block.zone = "boilerplate"
    for block in blocks[head + 1 : head + 2]:
        if _SPACED.search(block.text) and not SUBPAGE.search(block.text):
            block.zone = "boilerplate"
    for block in reversed(blocks[head + 2 :]):
        if not _is_foot(block.text):
            return
        block.zone = "boilerplate"


def is_page(texts: Sequence[str]) -> bool:
    """Whether a text is such a page: narrow lines below a head with the number of a page and a clock."""
    lines = [line for text in texts for line in text.split("\n")]
    narrow = sum(len(line) <= _WIDEST for line in lines)
    return narrow >= _NARROW * len(lines) and any(map(_HEAD.fullmatch, texts[:_TOP]))


def _is_foot(text: str) -> bool:
    """Whether a line at the end is no sentence: it leads to other pages, by their names or numbers."""
    return len(text.split()) <= _FEW_WORDS and not SENTENCE_END.search(text)
