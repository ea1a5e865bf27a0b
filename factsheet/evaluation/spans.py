"""Where words stand in a text. How far two spans agree is `statements`'s business."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Span


def occurrences(text: str, name: str) -> Iterator[Span]:
    """Where a name stands in a text as whole words, whatever white space is between them."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    if words:
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text):
            yield match.span()


def find(text: str, words: str) -> Span | None:
    """Where some words first stand in a text."""
    if found := next(occurrences(text, words), None):
        return found
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None
