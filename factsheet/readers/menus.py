"""What surrounds a story copied from a screen: menus above it, links and notices below, a second story.

A line is a part of a menu by what it says ("Skip to content", "12 comments"), by being nothing but names of sections,
or by ending in the number of a page, as the lines of a table of contents do. The words are in `data/menus.txt`.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.readers import offers
from factsheet.readers.bylines import is_byline
from factsheet.readers.dates import is_date_line
from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS = Lists("factsheet.readers").parts("menus")
_MENU = re.compile(rf"\W*(?:{'|'.join(_PARTS['menu'])})\W*", re.IGNORECASE)
_SECTIONS = Lists("factsheet.readers").words("menus", "sections")
_FOOTER = re.compile(rf"\b(?:{'|'.join(_PARTS['footer'])})\b|©", re.IGNORECASE)
_FOOTER_BEGINS = re.compile(rf"\W*(?:{'|'.join(_PARTS['footer begins'])})\b", re.IGNORECASE)
# A site that speaks to its readers.
_ADDRESSES = re.compile(r"\b(?:please|you|your|our|us|we)\b", re.IGNORECASE)
_OTHERS = re.compile(
    rf"\W*(?:{'|'.join(Lists('factsheet.readers').lines('phrases', 'other stories'))}).{{0,60}}", re.IGNORECASE
)
# A line of a table of contents: "2. Findings ..... 7".
_CONTENTS = re.compile(
    rf".{{2,90}}?(?:\s?\.{{3,}}\s?|\s{{2,}}|\t| )\d{{1,4}}|(?:{'|'.join(_PARTS['contents'])})\W?", re.IGNORECASE
)
_PAGE = re.compile("|".join(_PARTS["page number"]), re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"\b(?:page|p\.|seite|s\.|página|pagina|sida|side) ?\d", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.{3,}|\s{2,}|\t)\s*\d{1,4}$")
_WORD = re.compile(r"[^\W\d_]+")
# The address of a page, alone in a line.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]{1,40}\.){1,4}[a-z]{2,10}(?:/\S*)?")
# What is between the parts of a menu in one line.
_PARTED = re.compile(r"[|·•›»\t]|\s/\s| {2,}")
_FEWEST_PARTS = 3
# A line of a list, and the heading of one that says what is in a text.
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[*•‣▪·–—-])\s+\S.{0,90}")
_LISTED = re.compile(rf"\W*(?:{'|'.join(_PARTS['contents'])})\W*", re.IGNORECASE)
_MENU_LENGTH = 80
_CONTENTS_LENGTH = 200  # characters of a line of a table of contents
_SHORT_FOOTER = 12  # words up to which a line that has such a word is there for it
_FOOTER_LENGTH = 600
_FOOT_BLOCKS = 25  # blocks at the end in which the foot of a page is looked for
_HEADLINE_WORDS = 20
_MOST_BETWEEN = 2  # lines between a headline and its story: who wrote it, and when


def is_menu(line: str) -> bool:
    """Whether a line is a part of a menu, or a button."""
    if len(line) > _MENU_LENGTH:
        return False
    if (
        _ADDRESS.fullmatch(line)
        or _MENU.fullmatch(line)
        or (len(words := line.split()) >= 3 and is_sections(line) and len(words) < 20)
    ):
        return True
    parts = [part.strip() for part in _PARTED.split(line.strip(" |")) if part.strip()]
    known = sum(bool(_MENU.fullmatch(part)) or is_sections(part) for part in parts)
    return len(parts) >= _FEWEST_PARTS and known * 2 >= len(parts) and not SENTENCE_END.search(line)


def is_sections(line: str) -> bool:
    """Whether a line is nothing but names of sections."""
    words = [word.casefold() for word in _WORD.findall(line)]
    return bool(words) and all(word in _SECTIONS for word in words)


def is_page_number(line: str) -> bool:
    """Whether a line is the number of a page among others: "Page 2 of 5", "- 3 -"."""
    return bool(_PAGE.fullmatch(line))


def running_heads(lines: Sequence[str]) -> set[int]:
    """Which lines come back on every page of what was copied: the same but for a number of a page in each."""
    shapes: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line) <= _MENU_LENGTH and any(map(str.isdigit, line)) and not SENTENCE_END.search(line):
            shapes.setdefault(_DIGITS.sub("0", " ".join(line.split())), []).append(index)
    found = [at for at in shapes.values() if len({lines[index] for index in at}) == len(at) > 1]
    # Lines that follow each other are a list.
    return {
        index
        for at in found
        for index in at
        if all(b - a > 1 for a, b in pairwise(at)) and _NUMBERED.search(lines[index])
    }


def is_contents_heading(line: str) -> bool:
    """Whether a line is the heading of a list of what is in a text: "On this page"."""
    return bool(_LISTED.fullmatch(line))


def contents(lines: Sequence[str]) -> set[int]:
    """Which lines are a table of contents: three or more in a row that end in a number of a page, or under a heading.

    Under a heading ("In this issue") are the lines of a list, and those that come again further down.
    """
    found: set[int] = set()
    last = {line: index for index, line in enumerate(lines)}
    headings = [index for index, line in enumerate(lines) if is_contents_heading(line)]
    for index, end in pairwise([*headings, len(lines)]):
        below = range(index + 1, end)
        under = list(takewhile(lambda at: _ITEM.fullmatch(lines[at]) or last[lines[at]] > at + 1, below))
        if len(under) > 1:
            found.update([index, *under])
    run: list[int] = []
    for index, line in enumerate([*lines, "."]):
        if len(line) <= _CONTENTS_LENGTH and _CONTENTS.fullmatch(line) and not SENTENCE_END.search(line):
            run.append(index)
            continue
        if sum(bool(_LEADERS.search(lines[one])) or lines[one][-1:].isdigit() for one in run) >= 3:
            found.update(run)
        run = []
    return found


def foot(texts: Sequence[str]) -> int:
    """The index of the block where the foot of a page begins; the number of blocks if there is none.

    From there on is nothing but what sites print below every story, and headlines of others under their heading.
    """
    begin = len(texts)
    for index in range(len(texts) - 1, max(0, len(texts) - 1 - _FOOT_BLOCKS), -1):
        text = texts[index]
        if is_footer(text) or is_others(text) or is_menu(text) or offers.leads_elsewhere(text):
            begin = index
        elif len(text.split()) > _SHORT_FOOTER or SENTENCE_END.search(text):
            break
    return begin


def is_others(text: str) -> bool:
    """Whether a line is the heading of links to other stories."""
    return bool(_OTHERS.fullmatch(text)) and not SENTENCE_END.search(text)


def is_footer(text: str) -> bool:
    """Whether a block is what sites print below every story, and no paragraph that has such a word."""
    if len(text) > _FOOTER_LENGTH:
        return False
    found = {match[0].casefold() for match in _FOOTER.finditer(text)}
    if not found:
        return False
    is_short = len(text.split()) <= _SHORT_FOOTER and not SENTENCE_END.search(text)
    several = len(found) > 1 and _ADDRESSES.search(text)
    return bool(is_short or several or "©" in found or _FOOTER_BEGINS.match(text))


def stories(texts: Sequence[str]) -> list[int]:
    """The blocks at which the stories of a text begin: each has a headline, and a dateline or a byline."""
    below = (index for index in range(len(texts)) if index == 0 or _headline_above(texts, index) is not None)
    leads = [index for index in below if _is_filed(texts, index) or _is_signed(texts, index)]
    if len(leads) == 1 and _is_ruled(texts, leads[0]):  # below a story that says neither who wrote it nor where
        leads.insert(0, 1)
    starts = [start for lead in leads[1:] if (start := _headline_above(texts, lead))]
    return [0, *starts] if leads and _headline_above(texts, leads[0]) is not None else [0]


def _is_filed(texts: Sequence[str], index: int) -> bool:
    """Whether a block begins with a dateline of an agency or a day; below a rule and a headline a place is enough."""
    line = datelines.at_lead(texts[index])
    return bool(line.place and (line.agency or line.date or _is_ruled(texts, index)))


def _is_ruled(texts: Sequence[str], index: int) -> bool:
    """Whether there is a rule above the headline of a block, and a story of paragraphs above that."""
    ended = sum(bool(SENTENCE_END.search(text)) for text in texts[: max(0, index - 2)])
    return ended > 1 and not re.search(r"\w", texts[index - 2])


def _is_signed(texts: Sequence[str], index: int) -> bool:
    """Whether a block is the paragraph below a byline, which may have the day below it."""
    above = next((text for text in reversed(texts[max(0, index - 2) : index]) if not is_date_line(text)), "")
    return index > 1 and is_byline(above) and bool(SENTENCE_END.search(texts[index]))


def _headline_above(texts: Sequence[str], lead: int) -> int | None:
    """The block of the headline above a lead; None where there is none."""
    at = lead - 1
    for _ in range(_MOST_BETWEEN):
        if at >= 1 and (is_byline(texts[at]) or is_date_line(texts[at])):
            at -= 1
    if at < 0 or SENTENCE_END.search(texts[at]) or not 2 <= len(texts[at].split()) <= _HEADLINE_WORDS:
        return None
    ended = at == 0 or SENTENCE_END.search(texts[at - 1]) or not re.search(r"[^\W\d_]{3}", texts[at - 1])
    return at if texts[at][0].isupper() and (ended or lead < 6) else None
