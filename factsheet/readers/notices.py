"""A desk's notices on lines of their own: kill, hold, embargo, correction.

Such a line is above or below the headline, or at the foot; a note to editors, which says for whom it is, wherever
it likes. The same words in a sentence of the story are news and say nothing here: `Army WITHDRAWN from two towns`. The
lines are in `data/notices.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import orders
from factsheet.readers.dates import clock, find_dates, is_date_line
from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.manuscript import Block

_LINES = Lists("factsheet.readers").parts("notices")
_TOP = 8  # blocks at the top of a story in which a line about it may stand
_FOOT = 5
_LINE_LENGTH = 200  # characters up to which a line can be such a notice
_MOST_OTHERS = 1  # other words in a desk's line about an embargo: a weekday in another language, the name of a report
_MOST_IN_ORDER = 3  # other words in an order directly above the story, which has no headline
NOTE_LENGTH = 600
"""Characters from which on a note to editors is a text."""
_MARKED_ZONES = frozenset(
    {"body", "lead", "subhead", "list", "section", "standfirst", "update", "dateline", "quotation"}
)

_ABOUT = {
    kind: re.compile("|".join(f"(?:{line})" for line in _LINES[f"{kind} line"]), re.IGNORECASE)
    for kind in ("kill", "hold", "embargo")
}
_TO_EDITORS = re.compile(rf"\W{{0,5}}(?:{'|'.join(_LINES['to editors'])})", re.IGNORECASE)
_CORRECTION = re.compile("|".join(_LINES["correction note"]), re.IGNORECASE)
_VERSION = re.compile("|".join(_LINES["this version"]), re.IGNORECASE)
# What is around the words of a line: "*** KILL ***", "[Embargo: …]", "PRESS RELEASE – ". What is quoted is news.
_AROUND = re.compile(rf"[^\w\"“„«‘]+|(?:{'|'.join(_LINES['before'])})\W*", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:until|till?|before|from|after|bis|jusqu\S+|hasta|fino|tot)\W*$|[:–—-]\s*$", re.IGNORECASE)


# Few stories have a note to editors, for which alone these are.
@cache
def _dead() -> re.Pattern[str]:
    return re.compile("|".join(_LINES["dead"]), re.IGNORECASE)


@cache
def _instead() -> re.Pattern[str]:
    """A note on the story that takes the place of a dead one."""
    return re.compile("|".join(_LINES["instead"]), re.IGNORECASE)


@cache
def _embargo() -> re.Pattern[str]:
    return re.compile("|".join(_LINES["embargo in a note"]), re.IGNORECASE)


def about(line: str) -> str | None:
    """What a line says about its story: kill, hold or embargo, or None."""
    if len(line) > _LINE_LENGTH:
        return _ordered(line) or _to_editors(line)
    at = 0
    while match := _AROUND.match(line, at):
        at = match.end()
    words = " ".join(line[at:].split()).rstrip(" *#=-–—_.!)]")
    said = next((kind for kind, pattern in _ABOUT.items() if pattern.fullmatch(words)), None)
    if (said == "embargo" and (_is_told(words) or orders.is_lifted(line))) or (
        said == "kill" and _instead().search(line)
    ):
        said = None
    return said or _ordered(line) or _to_editors(line)


def _ordered(line: str) -> str | None:
    """What a line orders, unless it says that the story takes the place of another one."""
    return None if _instead().search(line[:NOTE_LENGTH]) else orders.order(line)


def is_dated_embargo(part: str) -> bool:
    """Whether a part of a headline says that there is an embargo, and until when."""
    return any(map(str.isdigit, part)) and about(part) == "embargo"


def _is_told(words: str) -> bool:
    """Whether a line about an embargo is news of one, by words that no desk needs: "Embargo until May, they say"."""
    return words != words.upper() and not orders.is_worded(words, _MOST_OTHERS)


def is_to_editors(line: str) -> bool:
    """Whether a line says that it is for editors."""
    return len(line) < NOTE_LENGTH and bool(_TO_EDITORS.match(line))


def _to_editors(line: str) -> str | None:
    """What a note to editors says about the story."""
    if not is_to_editors(line):
        return None
    rest = _TO_EDITORS.sub("", line, count=1).strip(" :–—-")
    told = orders.without_pictures(line)
    if any(map(_dead().search, (told, orders.without_pictures(rest)))) and not _instead().search(line):
        return "kill"
    return about(rest) if rest != line and not is_to_editors(rest) else None


def says(note: str) -> str | None:
    """What a note to editors says about the story, whether or not it names them."""
    note = orders.without_pictures(note[:NOTE_LENGTH])
    if _dead().search(note) and not _instead().search(note):
        return "kill"
    if orders.is_lifted(note):
        return None
    return about(note) or ("embargo" if _embargo().search(note) else None)


def is_correction(line: str) -> bool:
    """Whether a line says what was wrong in an earlier version of the story."""
    return len(line) < NOTE_LENGTH and bool(_CORRECTION.match(line) and _VERSION.search(line))


def mark(blocks: Sequence[Block], *, headed: bool = False) -> None:
    """Make the blocks that are notices about the story notes to editors.

    `headed` says that the headline is one of the blocks: the line directly above the story, of other words than orders
    have, is that ("Do not publish: how a minister tried to stop a book").
    """
    for index, block in enumerate(blocks):
        if block.zone not in _MARKED_ZONES or (headed and index == 0 and _is_headline(blocks)):
            continue
        near = index < _TOP or index >= len(blocks) - _FOOT
        said = about(block.text) if near else _to_editors(block.text)
        if said or (near and (is_correction(block.text) or orders.is_lifted(block.text))):
            block.zone = "editors-note"
            _mark_rest(blocks, index)


def _is_headline(blocks: Sequence[Block]) -> bool:
    """Whether the first block is a headline that only begins like an order: a story follows, and no other headline."""
    text, below = blocks[0].text, blocks[1].text if len(blocks) > 1 else ""
    told = text != text.upper() and not orders.is_worded(text, _MOST_IN_ORDER)
    is_story = bool(SENTENCE_END.search(below)) and len(below.split()) > len(text.split())
    return told and is_story and not SENTENCE_END.search(text) and not is_to_editors(text)


def _mark_rest(blocks: Sequence[Block], index: int) -> None:
    """Make the day below "EMBARGOED UNTIL" a part of the note."""
    following = blocks[index + 1 : index + 2]
    if _OPEN.search(blocks[index].text) and following and is_date_line(following[0].text):
        following[0].zone = "editors-note"


def embargo_end(notes: Sequence[str]) -> str | None:
    """When the embargo in some notes ends, as ISO 8601; None if no note gives a certain day."""
    for index, note in enumerate(notes):
        if says(note) != "embargo":
            continue
        text = " ".join([note, *(one for one in notes[index + 1 : index + 2] if is_date_line(one))])
        if days := find_dates(text):
            return days[0] + clock(text)
    return None
