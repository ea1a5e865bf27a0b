"""Paragraphs of text that has only line breaks and spaces to show them, as inside many wire formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.readers.manuscript import Manuscript

_INDENT = 2
"""Spaces at the start of a line from which it begins a paragraph, where other lines have none."""

_UNWRAPPED = 110
"""Characters of a line that no wire or mail program wrapped: such lines are paragraphs of their own."""

_COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")
_BULLET = re.compile(r"^[*•‣▪·-] +(?=\S)")


def add_plain(manuscript: Manuscript, text: str) -> None:
    """Add the paragraphs of a text to the body: tables keep their lines, bullets become items of a list."""
    for lines in paragraphs(text):
        if is_table(lines):
            rows = "\n".join(re.sub(r"(?: {2,}|\t)+", " | ", line.strip()) for line in lines)
            manuscript.add("table", rows, lines=True)
        elif all(_BULLET.match(line.strip()) for line in lines):
            for line in lines:
                manuscript.add("list", _BULLET.sub("", line.strip()))
        else:
            manuscript.add("body", " ".join(lines))


def paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph.

    A blank line ends one; so does a line that is indented where others are not, a bullet, and the end of a line too
    long to have been wrapped.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    # The first line of an element is often not indented because it follows the tag: it says nothing.
    depths = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()]
    shallow = min(depths, default=0)
    # Where most lines are indented, layout did it; a paragraph has its first line indented and others that are not.
    mixed = sum(depth < shallow + _INDENT for depth in depths) * 2 >= len(depths)
    unwrapped = sum(len(line) > _UNWRAPPED for line in lines) * 3 > sum(1 for line in lines if line.strip())
    current: list[str] = []
    for line in lines:
        stripped = line.strip()
        begins = mixed and len(line) - len(line.lstrip(" ")) >= shallow + _INDENT
        begins = (begins or bool(_BULLET.match(stripped))) and not (current and _rows(current, line))
        if current and (not stripped or unwrapped or begins):
            yield current
            current = []
        if stripped:
            current.append(line.rstrip())
    if current:
        yield current


def is_table(lines: Sequence[str]) -> bool:
    """Whether lines are rows: three or more, most of which have columns."""
    return len(lines) >= 3 and sum(bool(_COLUMNS.search(line.strip())) for line in lines) * 3 >= len(lines) * 2


def _rows(current: Sequence[str], line: str) -> bool:
    """Whether a line goes on with the rows of a table."""
    return bool(_COLUMNS.search(current[-1].strip()) and _COLUMNS.search(line.strip()))
