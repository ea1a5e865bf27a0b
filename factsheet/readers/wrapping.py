"""Where paragraphs begin among wrapped lines without blank lines between them.

Such a program fills every line: a line in which the first word of the next one had room was the last of its paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROWEST = 30
_WIDEST = 140  # characters of the widest lines that programs wrap at
# A line of its own whatever is around it: a label and what it says, an address of mail.
_LINE = re.compile(r"^\s*[A-Z][\w ]{2,20}: |^\S{1,60}@\S{1,60}$")
ITEM = re.compile(r"\s*(?:[*•‣▪·-]|\d{1,3}[.)])\s")
"""How a line begins that is an item of a list."""


def starts(lines: Sequence[str]) -> list[int]:
    """Where paragraphs begin in lines that were wrapped; [] where no program has wrapped these.

    At least half of the lines that go on within a sentence do so in a small letter, as no list of headlines does.
    """
    lines = [line.rstrip() for line in lines]
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        return []
    begins = [0]
    going_on = small = 0
    for index, line in enumerate(lines[1:], 1):
        before = lines[index - 1]
        ended = bool(SENTENCE_END.search(before))
        if ITEM.match(line) or (ended and _has_room(before, line, width)):
            begins.append(index)
        elif _has_room(before, line, width) or _LINE.search(line):
            return []
        elif not ended and not line.lstrip()[:1].isdigit():
            going_on += 1
            small += line.lstrip()[:1].islower()
    return begins if small and small * 2 >= going_on else []


def _has_room(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would have had room in a line."""
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line) + 1 + len(word) <= width
