"""Where a story stops for non-subscribers: the subscription offer, and links to the rest.

An offer is no part of the story, and its prices are none of its figures; the article gets a warning that it goes on. A
story about subscriptions speaks of readers, an offer to them. The words are in `data/offers.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.manuscript import Block, Manuscript

_LINES = Lists("factsheet.readers").parts("offers")
_PHRASES = Lists("factsheet.readers").parts("phrases")
# A paragraph that only leads to another page, with that page's headline or without, or over an advertisement.
_ELSEWHERE = re.compile(
    rf"\W*(?:(?:{'|'.join(_PHRASES['elsewhere'])})(?:\W*|\s*[:>›»|–—]\s.{{1,150}})|(?:{'|'.join(_PHRASES['advertisement'])})\W*)",
    re.IGNORECASE,
)
_OFFER = re.compile("|".join(_LINES["offer"]), re.IGNORECASE)
_TERMS = re.compile("|".join(_LINES["terms"]), re.IGNORECASE)
_SIGN_UP = re.compile("|".join(_LINES["sign up"]), re.IGNORECASE)
_SPOKEN = re.compile("|".join(_LINES["in a story"]), re.IGNORECASE)
_LEFT = re.compile(r"(?:(?<!\s)\s+)?\[\+?[\d,. ]{1,9} ?(?:chars?|characters|words|more)\]\s*$")
_APPEARED = re.compile(r"[^\w…]{0,20}the post .{1,200} appeared first on .{1,100}\W*$", re.IGNORECASE)
_END = 400  # characters at the end of a text in which it says where the rest is
_LONGEST = 500  # characters of a block of an offer
_LONGEST_ASK = 250
_SHORT = 12  # words of a block without the end of a sentence, which may be between offers: a button
_FOOT = 12  # blocks at the end in which offers are looked for

PREVIEW = "only the beginning of the story: the rest is for subscribers, or on the page that it comes from"


@cache
def _read_on() -> re.Pattern[str]:
    """What leads from a teaser to the story: "Read more", "[…]"."""
    return re.compile(
        rf"(?:(?:^|\s|(?<=[.!?…\"”»)]))[^\w….!?\"”»)]{{0,20}}(?:{'|'.join(_LINES['read on'])})\W{{0,20}}|"
        r"\s{0,20}\[(?:…|\.\.\.)\]\s*)$",
        re.IGNORECASE,
    )


def is_offer(text: str) -> bool:
    """Whether a block offers a subscription, or asks to sign in, to read on."""
    if len(text) > _LONGEST or _SPOKEN.search(text):
        return False
    return bool(_OFFER.search(text)) or len({match[0].casefold() for match in _TERMS.finditer(text)}) > 1


def is_sign_up(text: str) -> bool:
    """Whether all of a block asks for an address, a follower or a share."""
    return len(text) < _LONGEST_ASK and bool(_SIGN_UP.fullmatch(text.strip(" *|»›>"))) and not _SPOKEN.search(text)


def leads_elsewhere(text: str) -> bool:
    """Whether all of a block leads to another page, or over an advertisement to the rest of this one."""
    return bool(_ELSEWHERE.fullmatch(text))


def mark(blocks: Sequence[Block]) -> bool:
    """Make the offers at the end of a story boilerplate, and what asks for followers; whether there are offers.

    What is between an offer and the end, and is no paragraph, belongs to it.
    """
    for block in blocks:
        if block.zone in {"body", "list", "subhead"} and (is_sign_up(block.text) or leads_elsewhere(block.text)):
            block.zone = "boilerplate"
    begin = len(blocks)
    for index in range(len(blocks) - 1, max(0, len(blocks) - 1 - _FOOT), -1):
        block = blocks[index]
        if block.zone == "boilerplate":
            continue
        if is_offer(block.text):
            begin = index
        elif not _is_button(block):
            break
    for block in blocks[begin:]:
        block.zone = "boilerplate"
    return begin < len(blocks)


def _is_button(block: Block) -> bool:
    """Whether a block is no paragraph of a story: terms of an offer, or a few words."""
    few = len(block.text.split()) <= _SHORT and not re.search(r"[.!?…][\"”’»)]*$", block.text)
    return few or bool(_TERMS.search(block.text) and not _SPOKEN.search(block.text) and len(block.text) < _LONGEST)


def end_preview(manuscript: Manuscript) -> None:
    """Take what leads to the rest of a story out of its last block, and say that there is a rest."""
    while manuscript.body:
        block = manuscript.body[-1]
        text = _at_end(_APPEARED, block.text)
        cut = without_rest(text)
        if cut != text or text.endswith(("…", "...")):
            manuscript.warn(PREVIEW)
        block.text = cut.strip()
        if block.text:
            return
        manuscript.body.pop()


def leads_on(text: str) -> bool:
    """Whether a text ends with words that say where the rest of it is."""
    return without_rest(text) != text


def without_rest(text: str) -> str:
    """A text without the words at its end that say where the rest is."""
    return _at_end(_read_on(), _at_end(_LEFT, text))


def _at_end(pattern: re.Pattern[str], text: str) -> str:
    """A text without what a pattern finds at its end, which is not looked for anywhere else."""
    return text[:-_END] + pattern.sub("", text[-_END:])
