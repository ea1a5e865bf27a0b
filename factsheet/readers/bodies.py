"""Newsroom habits in a body: notes and bylines at its top, sign-offs at its foot.

Formats have fields for these and feeds put them into the text all the same. What is no story keeps its words in a
zone of its own; what is not for publication is taken out (`private`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.readers import bylines, menus, notices, offers, private, signoffs
from factsheet.readers.dates import is_date_line, is_labelled
from factsheet.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.readers.manuscript import Block
    from factsheet.records import Article

_TOP = 6  # blocks in which notes and bylines may come before the lead
_FOOT = 6  # blocks at the end in which sign-offs are looked for
_LEAD_WORDS = 12  # words from which a block at the top is the story itself
_BESIDE_DATE = 4  # words that may be beside the date of publication in its line
_SIGN_OFF_LENGTH = 500
_SIGN_OFF_WORDS = 3  # words up to which a block at the end that is no sign-off does not end the looking for one

# The label of a note to editors: "Eds: …", "Editor's note", "Sperrfrist".
_LABELLED = re.compile(
    r"\(?(?:eds?\.?: |eds?\.? note|editors?['’]?s? note|note to editors|embargo\w*:|sperrfrist)", re.IGNORECASE
)
# Who wrote, edited or owns a story, an agency's initials ("ab/cd", "dpa xyz n1"), and marks of the end ("-30-", "***").
_END = re.compile("|".join(Lists("factsheet.readers").lines("phrases", "end mark")), re.IGNORECASE)
_NOTES = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(Lists('factsheet.readers').lines('phrases', 'notes below'))})\W{{0,3}}", re.IGNORECASE
)
_LONGEST_END = 40
AFTER_END = "text after the end mark is kept as boilerplate"
_SIGN_OFF = re.compile("|".join(Lists("factsheet.readers").lines("phrases", "sign-off")), re.IGNORECASE | re.DOTALL)

# The heading under which a release says who sent it.
_ABOUT = re.compile(
    r"(?:about|über|à propos (?:de |d['’])|acerca de|sobre|informazioni su|chi è|over|om)\s*"
    r"(?:the |die |der |das |la |le |el |il )?((?-i:[A-ZÀ-Þ0-9])[^.!?]{1,60}):?",
    re.IGNORECASE,
)
_ABOUT_BLOCKS = 8  # blocks at the end of which one may be that heading
_STORY_BLOCKS = 3  # blocks of a story that are above it

_Part = TypeVar("_Part")


def read_each(
    parts: Sequence[_Part],
    fill: Callable[[Manuscript, _Part], None],
    manuscript: Manuscript,
    *,
    missing: Callable[[_Part], str],
) -> Iterator[Article | ReadError]:
    """The article of each part of a document, or the problem; `fill` reads the part into a manuscript.

    `manuscript` says how each of them begins, `missing` why a part holds no article.
    """
    for number, one in enumerate(parts, 1):
        place = manuscript.name if len(parts) == 1 else f"{manuscript.name}#{number}"
        current = Manuscript(place, manuscript.format, warnings=list(manuscript.warnings))
        try:
            fill(current, one)
        except ReadError as error:
            yield error
            continue
        if current.is_article():
            yield current.article()
        else:
            yield ReadError(f"{place}: no article: {missing(one)}")


def settle(manuscript: Manuscript) -> None:
    """Set the zones of a body's blocks by newsroom habits, and remove what is not for publication."""
    manuscript.body[:] = signoffs.parted(manuscript.body)
    notices.mark(manuscript.body)
    private.withhold(manuscript)
    _mark_end(manuscript)
    _mark_top(manuscript)
    private.scrub_notes(manuscript)
    if offers.mark(manuscript.body):
        manuscript.warn(offers.PREVIEW)
    _mark_foot(manuscript)
    if all(block.zone == "subhead" for block in manuscript.body):
        for block in manuscript.body:
            block.zone = "body"
    lead = next((block for block in manuscript.body if block.zone in {"lead", "body"}), None)
    if lead is not None:
        found = datelines.at_lead(lead.text)
        manuscript.know(dateline_place=found.place, dateline_date=found.date, agency=found.agency)


def _mark_top(manuscript: Manuscript) -> None:
    for block in manuscript.body[:_TOP]:
        if block.zone not in {"body", "lead"}:
            continue
        if _is_note(block):
            block.zone = "editors-note"
        elif is_date_line(block.text, _BESIDE_DATE if is_labelled(block.text) else 0):
            block.zone = "update"
        elif name := bylines.writer(block.text):
            block.zone = "byline"
            manuscript.know(byline=name)
        elif len(block.text.split()) > _LEAD_WORDS:
            break


def _is_note(block: Block) -> bool:
    """Whether a block is a note to editors: labelled, or in brackets and with the verb of one."""
    text = block.text
    bracketed = text.startswith("(") and text.endswith(")")
    return len(text) < notices.NOTE_LENGTH and bool(
        (bracketed and datelines.NOTE.match(text)) or _LABELLED.match(text) or notices.is_to_editors(text)
    )


def after_end(texts: Sequence[str]) -> int:
    """The index of the block after the end mark, or of notes to editors; the number of blocks if there is none.

    What follows more than the story itself is another text, and no foot.
    """
    for index in range(1, len(texts)):
        if len(texts[index]) < _LONGEST_END and (_END.fullmatch(texts[index]) or _NOTES.fullmatch(texts[index])):
            story, rest = (sum(len(text) for text in some) for some in (texts[:index], texts[index + 1 :]))
            if rest <= story:
                return index + 1
    return len(texts)


def about_sender(texts: Sequence[str]) -> int:
    """The block in which a release begins to say who sent it: "About Northern Mutual"; else the number of blocks.

    The name in that heading is in the story above it, and in the paragraph below, and that is near the end.
    """
    for index in range(max(_STORY_BLOCKS, len(texts) - _ABOUT_BLOCKS), len(texts) - 1):
        match = _ABOUT.fullmatch(texts[index])
        name = match[1].split()[0] if match else ""
        if name and name in texts[index + 1] and any(name in text for text in texts[:index]):
            return index
    return len(texts)


def _mark_end(manuscript: Manuscript) -> None:
    """Make what follows the mark of a story's end boilerplate."""
    body = manuscript.body
    texts = [block.text for block in body]
    for block in body[about_sender(texts) :]:
        block.zone = "boilerplate"
    below = body[after_end(texts) :]
    for block in below:
        block.zone = "boilerplate" if block.zone != "editors-note" else block.zone
    if below:
        manuscript.warn(AFTER_END)


def is_sign_off(text: str) -> bool:
    """Whether a block says who wrote, edited, sent or owns a story, or that it is at its end."""
    return (len(text) < _SIGN_OFF_LENGTH and bool(_SIGN_OFF.fullmatch(text))) or signoffs.is_whole(text)


def _buttons(blocks: Sequence[Block]) -> int:
    """The block at the end from which there are only buttons, under a heading for them: "Share this: Facebook, X"."""
    begin = len(blocks)
    while begin and blocks[begin - 1].zone != "boilerplate" and menus.is_menu(blocks[begin - 1].text):
        begin -= 1
    while begin < len(blocks) and blocks[begin].zone == "list":  # names under another heading are a list of the story
        begin += 1
    return begin


def _mark_foot(manuscript: Manuscript) -> None:
    """From the end upwards: sign-offs are boilerplate, and lines that give a number or an address are taken out."""
    body = manuscript.body
    for block in body[_buttons(body) :]:
        block.zone = "boilerplate"
    for index in range(len(body) - 1, max(0, len(body) - 1 - _FOOT), -1):
        block = body[index]
        if block.zone not in {"body", "list"}:
            continue
        if private.reaches_somebody(block.text):
            del body[index]
            manuscript.withhold()
        elif is_sign_off(block.text) or (block.zone == "body" and menus.is_menu(block.text)):
            block.zone = "boilerplate"
        elif len(block.text.split()) > _SIGN_OFF_WORDS:
            break
