"""Hyphens at line ends: whether they divide a word, belong to it, or stand for a word that follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH, Lists
from factsheet.language.thesaurus import bases, headword

if TYPE_CHECKING:
    from collections import Counter

WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
"""A word, with the hyphens in it."""

HYPHENED = re.compile(r"(?<!\w)(\w+)[-\u00ad\u2010]$")
"""What ends with the part of a word and a hyphen."""

_FEWEST_LETTERS = 3  # of the first part of a word that has a hyphen of its own
_AND = Lists("factsheet.readers").words("hyphens", "and")


def joined(text: str, more: str, words: Counter[str]) -> str:
    """The end of a line, a part of a word with its hyphen, as it comes before the first word of the next line.

    `words` says how often each word is in the text, in small letters.
    """
    match = HYPHENED.search(text)
    if match is None:
        return f"{text} "
    rest = WORD.match(more)
    if rest is not None and rest[0] in _AND and not _is_word(match[1] + rest[0]):  # "Vor- und Nachteile"
        return f"{text} "
    return text if _keeps(text, match, more, words) else text[:-1]


def _keeps(text: str, match: re.Match[str], more: str, words: Counter[str]) -> bool:
    """Whether the hyphen is the word's own: that has it elsewhere, or is made of two words."""
    rest = WORD.match(more)
    if rest is None or not more[:1].islower():
        return True
    first = match[1]
    whole, hyphened = (first + rest[0]).lower(), f"{first}-{rest[0]}".lower()
    if words[hyphened] != words[whole]:
        return words[hyphened] > words[whole]
    if _is_word(whole):
        return False
    chained = text[: match.start()].endswith(("-", "\u2010"))  # "face-to-face"
    compound = len(first) >= _FEWEST_LETTERS and first.islower() and _is_word(first) and _is_word(rest[0])
    return chained or compound


def _is_word(word: str) -> bool:
    """Whether a word is English, by the list of the package."""
    small = word.lower()
    return small in ENGLISH.words("stopwords") or any(headword(base).parts for base in bases(small))
