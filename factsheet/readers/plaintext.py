"""Paragraphs of text that has only line breaks and spaces to mark them, as in many wire formats."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from factsheet.readers import wrapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.readers.manuscript import Manuscript

_INDENT = 2  # spaces at the start of a line from which it begins a paragraph, where other lines have none
_UNWRAPPED = 110  # characters of a line that no wire or mail program wrapped: such lines are paragraphs of their own
_FEW_LINES = 3  # lines of which all end sentences, and none by chance

_COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")
_ENDED = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*$")
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
    full = [line for line in lines if line.strip()]
    long = [line for line in full if len(line) > _UNWRAPPED]
    # Paragraphs end like sentences; what somebody wrapped so far out does not.
    unwrapped = len(long) * 3 > len(full) and sum(bool(_ENDED.search(line)) for line in long) * 2 >= len(long)
    # Of lines that somebody wrapped, some end within a sentence.
    unwrapped = unwrapped or (len(full) >= _FEW_LINES and all(map(_ENDED.search, full)))
    # The first line of an element is often not indented because it follows the tag: it says nothing.
    inside = lines[1:] if lines[0].strip() else None
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            some = list(group)
            yield from ([line] for line in some) if unwrapped else _parted(some, some[1:] if inside else some)
            inside = None


def _parted(lines: list[str], telling: list[str]) -> Iterator[list[str]]:
    """The paragraphs of some lines without a blank one; the indentation of `telling` says how they are set."""
    if not is_table(lines) and (starts := wrapping.starts(lines)) and max(map(_depth, lines)) < _INDENT:
        yield from (lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True))
        return
    depths = [_depth(line) for line in telling]
    shallow = min(depths, default=0)
    # Where most lines are indented, layout did it; a paragraph has its first line indented and others that are not.
    indented = sum(depth >= shallow + _INDENT for depth in depths)
    mixed = indented * 2 <= len(depths)
    current: list[str] = []
    for line in lines:
        begins = (mixed and _depth(line) >= shallow + _INDENT) or bool(_BULLET.match(line.strip()))
        if current and begins and not _rows(current, line):
            yield current
            current = []
        current.append(line.rstrip())
    yield current


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def is_table(lines: Sequence[str]) -> bool:
    """Whether lines are rows: three or more, most of which have columns."""
    return len(lines) >= 3 and sum(bool(_COLUMNS.search(line.strip())) for line in lines) * 3 >= len(lines) * 2


def _rows(current: Sequence[str], line: str) -> bool:
    """Whether a line goes on with the rows of a table."""
    return bool(_COLUMNS.search(current[-1].strip()) and _COLUMNS.search(line.strip()))
