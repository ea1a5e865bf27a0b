"""Sign-offs: who wrote, edited and helped with a story, at the end of its last paragraphs.

"… he said. (Reporting by Jane Doe; Editing by John Roe)", "… he said. To contact the reporter on this story: …". It is
cut off there and becomes a block of its own, so that nobody in it is taken for somebody in the story. It is known by
how it begins and by having nothing but names and the words of such lines after that: they are in `data/signoffs.txt`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers.manuscript import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTS = Lists("factsheet.readers")
_PARTS, _WORDS = _LISTS.parts("signoffs"), _LISTS.words("signoffs", "words")
_LOOKED_AT = 8  # blocks at the end of which some may end in one
_LONGEST = 800
_MOST_RULES = 3  # in such a paragraph; more are a form to fill in
# How one begins: in brackets, or after the end of a sentence, with or without dashes.
_IN_BRACKETS = re.compile(
    rf"(?P<at>\((?=(?-i:[^\W\d_a-z]))(?=(?:{'|'.join(_PARTS['opens in brackets'])})))", re.IGNORECASE
)
_SENTENCE_BEFORE = r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’»)]))"
_AFTER_SENTENCE = re.compile(
    rf"{_SENTENCE_BEFORE}\s*(?P<at>(?:--?|[–—])?\s*(?=(?:{'|'.join(_PARTS['opens'])})))", re.IGNORECASE
)
_MARK = re.compile(rf"{_SENTENCE_BEFORE}\s+(?=(?-i:{'|'.join(_PARTS['ends'])})[.\s]*$)", re.IGNORECASE)
_RULE = re.compile(r"(?<=\S) _{3,} (?=\S)")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*(?:@[\w.-]+)?")


def begins_at(text: str) -> int:
    """Where the sign-off at the end of a paragraph begins; the length of the paragraph where there is none."""
    tail = max(0, len(text) - _LONGEST)
    if mark := _MARK.search(text, tail):
        return mark.end()
    for opening in (_IN_BRACKETS, _AFTER_SENTENCE):
        for match in opening.finditer(text, tail):
            if match.start() and _has_only_names(text[match.end() :]):
                return match.start("at")
    return len(text)


def is_whole(text: str) -> bool:
    """Whether all of a paragraph is one."""
    before = ". "  # it follows a sentence
    return begins_at(f"{before}{text}") == len(before)


def _has_only_names(text: str) -> bool:
    """Whether a text is names and the words of sign-offs."""
    return all(
        not word[0].islower() or "@" in word or word.casefold().strip(".") in _WORDS for word in _WORD.findall(text)
    )


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a body, with the sign-off at the end of one of the last as a block of its own."""
    at = max(0, len(blocks) - _LOOKED_AT)
    return [*blocks[:at], *(part for block in blocks[at:] for piece in _ruled(block) for part in _cut(piece))]


def _ruled(block: Block) -> list[Block]:
    """A paragraph as the parts between the rules of underscores in it, as AP has them above what follows a story."""
    found = []
    at = 0
    rules = list(_RULE.finditer(block.text)) if block.zone in {"lead", "body"} else []
    for rule in rules if len(rules) <= _MOST_RULES else []:
        found.append(_stretch(block, at, rule.start()))
        at = rule.end()
    return [*found, _stretch(block, at, len(block.text))]


def _stretch(block: Block, begin: int, end: int) -> Block:
    return Block(block.zone, block.text[begin:end], None if block.start is None else block.start + begin)


def _cut(block: Block) -> list[Block]:
    """A paragraph, and the sign-off at its end."""
    cut = begins_at(block.text) if block.zone in {"lead", "body"} else len(block.text)
    if cut == len(block.text):
        return [block]
    return [_stretch(block, 0, len(block.text[:cut].rstrip())), _stretch(block, cut, len(block.text))]
