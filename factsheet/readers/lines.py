"""The paragraphs of a plain text that is kept whole, with their spans.

Between blank lines; in between, line by line, but for lines that a program or a hand has wrapped: those are one
paragraph, or several that begin with an indent or after a short last line. A line that ends in a space goes on in the
next one (RFC 3676).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers import notices, wrapping
from factsheet.readers.manuscript import SENTENCE_END, Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WRAPPED = range(45, 96)  # characters of the lines of a text that was wrapped by hand or by a mail program
_INDENT = 2  # spaces from which a line is indented
_SHORT = 0.8  # of the width of wrapped lines, below which a line ended its paragraph by itself
_NARROW = 0.6  # the same in a column so narrow that a long word leaves much of a line empty
_FEW_LINES = 4
_TOP = 500  # characters at the start of a text in which a desk's line may stand directly above or below the headline
_FLOWED = 30  # characters from which a line that ends in a space goes on in the next

# Paragraphs: lines with something on them, up to a blank one.
_GROUP = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs of a text whose newlines are LF, and where each begins."""
    groups = [part for group in _GROUP.finditer(text) for part in _without_notices(group.start(), group[0].split("\n"))]
    narrow = _are_narrow([lines for _, lines in groups if len(lines) > 1])
    for start, group in groups:
        at = start
        for lines in [group] if narrow and not any(map(wrapping.ITEM.match, group)) else _paragraphs(group):
            paragraph = "\n".join(lines)
            yield Block("body", paragraph.strip(), at + len(paragraph) - len(paragraph.lstrip()))
            at += len(paragraph) + 1


def _without_notices(start: int, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """A group of lines, parted where one of the few at the top of a story is a desk's line about it."""
    begin = at = 0
    if start < _TOP and 1 < len(lines) <= _FEW_LINES:
        for index, line in enumerate(lines):
            if notices.about(line.strip()):
                if begin < index:
                    yield start + at, lines[begin:index]
                at += sum(len(one) + 1 for one in lines[begin:index])
                yield start + at, [line]
                at += len(line) + 1
                begin = index + 1
    if begin < len(lines):
        yield start + at, lines[begin:]


def _paragraphs(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines of each paragraph of a group of lines without a blank one."""
    if len(lines) > 1 and (starts := wrapping.starts(lines)) and not _is_set(lines, _indented(lines)):
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield lines[start:end]
    elif len(lines) == 1 or _is_one(lines):
        yield lines
    elif _is_set(lines, starts := _indented(lines)) or _is_set(lines, starts := _after_short(lines)):
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield lines[start:end]
    else:
        yield from _flowed(lines)


def _is_one(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph: all but the last about equally long, in a screen's width.

    Lines of any other width are one where most of them go on in small letters.
    """
    if len(lines) >= _FEW_LINES and sum(line.lstrip()[:1].islower() for line in lines[1:]) * 5 >= len(lines[1:]) * 3:
        width = max(map(len, lines))
        if min(map(len, lines[:-1])) > width * _SHORT * _SHORT and not any(map(wrapping.ITEM.match, lines)):
            return True
    full = all(len(line.rstrip()) in _WRAPPED for line in lines[:-1]) and len(lines[-1].rstrip()) < _WRAPPED.stop
    return full and not any(_depth(line) > _depth(lines[1]) for line in lines[2:])


def _are_narrow(groups: Sequence[Sequence[str]]) -> bool:
    """Whether all groups are paragraphs that were wrapped for a narrow column: their lines go on in small letters."""
    going_on = [line.strip() for lines in groups for line in lines[:-1]]
    width = max(map(len, going_on), default=0)
    if len(going_on) < _FEW_LINES * 2 or width >= _WRAPPED.start:
        return False
    full = sum(len(line) >= width * _NARROW for line in going_on)
    small = sum(line.strip()[:1].islower() for lines in groups for line in lines[1:])
    return full * 10 >= len(going_on) * 9 and small * 2 >= len(going_on)


def _indented(lines: Sequence[str]) -> list[int]:
    """Where paragraphs begin if those are the indented lines; each line above the first is one of its own."""
    shallow = min(map(_depth, lines))
    starts = [index for index, line in enumerate(lines) if _depth(line) >= shallow + _INDENT]
    return [*range(starts[0]), *starts] if starts and len(starts) * 2 <= len(lines) + 1 else []


def _after_short(lines: Sequence[str]) -> list[int]:
    """Where paragraphs begin if each ends with a short line that ends a sentence; a short line may be a heading."""
    width = max(len(line.rstrip()) for line in lines)
    if len(lines) < _FEW_LINES or width not in _WRAPPED:
        return []
    short = [len(line.rstrip()) < width * _SHORT for line in lines]
    starts = [0]
    for index, line in enumerate(lines[1:], 1):
        before = lines[index - 1]
        heading = short[index - 1] and index - 1 == starts[-1]
        if (short[index - 1] and SENTENCE_END.search(before)) or heading or wrapping.ITEM.match(line):
            starts.append(index)
    return starts


def _is_set(lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Whether these starts make wrapped paragraphs: most of the lines that go on are full, and end no sentence."""
    ends = {start - 1 for start in starts[1:]} | {len(lines) - 1}
    going_on = [line.rstrip() for index, line in enumerate(lines) if index not in ends]
    full = sum(len(line) in _WRAPPED and not SENTENCE_END.search(line) for line in going_on)
    return bool(starts) and bool(going_on) and full * 4 >= len(going_on) * 3


def _flowed(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines one by one, but for those that end in a space."""
    begin = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        open_ended = line.endswith(" ") and len(line) > _FLOWED and not SENTENCE_END.search(line)
        if not (open_ended and following) or wrapping.ITEM.match(following):
            yield lines[begin : index + 1]
            begin = index + 1


def _depth(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))
