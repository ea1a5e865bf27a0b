"""Names: runs of capitalised words, and capitals that are not part of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from typing import TYPE_CHECKING

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.text import Text

_SENTENCE_END = re.compile(r"[.!?…:;][\"”’)\]]*\s|\n|[。！？\"“(]|^\s*[-–—*•]\s*$")
"""Between two words, of which the second then has a capital by its place: as first of a sentence, quotation or line."""

_PARTICLES = frozenset(
    {"de", "del", "der", "den", "van", "von", "da", "dos", "di", "bin", "ibn", "al", "el", "la", "le"}
)
"""Small words inside names: "Ursula von der Leyen"."""

_JOINTS = frozenset({" ", "-", "", ". ", "'", "’", "\u00a0"})
"""What is between the words of one name; the full stop after an initial."""

_LONGEST_INITIAL = 3
"""Letters before a full stop within a name: "J. K.", "Lt. Gov."; after more of them a sentence ends."""

_BETWEEN = re.compile(
    r"(?:(?<!\s)\s+)?(?:,\s*(?:(?:and|und|et|y|e|en|och|og)\s+)?|;\s*)|(?<!\s)\s+(?:and|und|et|y|e|en|och|og|&)\s+"
)
"""What is between two names: a comma, a word for "and" in the larger languages of news, or both."""


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words with capitals, from the word `first` to before `last`; its keys without light words."""

    first: int
    last: int
    keys: tuple[str, ...]


def names(text: Text) -> Iterator[Name]:
    """The names of a text, in order."""
    light, last = lexicon().light, 0
    for at in compress(range(len(text)), text.is_capital):
        if at < last or _is_plain(text, at):
            continue
        last = _end(text, at)
        keys = tuple(key for key in text.keys[at:last] if key not in light and key != "s")
        if keys:
            yield Name(at, last, keys)


def joint_names(name: str) -> tuple[str, ...]:
    """The names in a joint name with "and" or commas; empty if it is one name.

    Whether it is not one name after all ("Marks and Spencer") is for those to say who know the names.

    >>> joint_names("Emmanuel Macron, Vladimir Putin and the White House")
    ('Emmanuel Macron', 'Vladimir Putin', 'the White House')
    """
    parts = tuple(part for part in _BETWEEN.split(name.strip()) if part)
    return parts if len(parts) > 1 else ()


def begins_sentence(text: Text, at: int) -> bool:
    """Whether word `at` is the first of a sentence, a quotation or a line."""
    return not at or _ends_sentence(text.gap(at))


@lru_cache(maxsize=256)  # texts have many words and few gaps that differ
def _ends_sentence(gap: str) -> bool:
    return gap != " " and bool(_SENTENCE_END.search(f"{gap} "))


def is_common(key: str) -> bool:
    """Whether a word, or its singular, is usually written in lower case."""
    common = lexicon().common
    if key in common or key in lexicon().titles:
        return True
    return key[-1:] == "s" and (key[:-1] in common or (key[-3:] == "ers" and key[:-3] in common))


def _is_word(key: str) -> bool:
    """Whether a word is an adverb or a preposition, however rare: "Notably", "Secondly", "Amid"."""
    return key in _heads() or is_mostly(key, "r") or is_adverb(key)


def is_adverb(key: str) -> bool:
    """Whether a word is made an adverb by its ending: "interestingly", "lately", "regrettably", "angrily"."""
    bare = key.removeprefix("un")
    made_from = (bare[:-2], f"{bare[:-1]}e", f"{bare[:-3]}y", bare[:-4])  # "late", "regrettable", "angry", "historic"
    return key.endswith(_OF_ADVERBS) or (key.endswith("ly") and any(may_be(one, "a") for one in made_from))


_OF_ADVERBS = ("ably", "ibly", "ically", "ously", "fully", "lessly", "ingly", "upon")
"""Endings of adverbs that no name has."""


@cache  # one set
def _heads() -> frozenset[str]:
    return ENGLISH.words("grammar", "prepositions") | ENGLISH.words("heads")


def _end(text: Text, at: int) -> int:
    """Where the name ends that begins with word `at`: behind its last capital."""
    last = at + 1
    while last < len(text) and _goes_on(text, last):
        last += 1
    while last > at + 1 and not text.is_capital[last - 1]:
        last -= 1
    return last


def _is_plain(text: Text, at: int) -> bool:
    """Whether a capital says nothing: a pronoun, a date, the first word of a sentence."""
    key, lists = text.keys[at], lexicon()
    if key in {"i", "mr", "mrs", "ms"} or key in lists.calendar:
        return True
    if begins_sentence(text, at):
        return is_common(text.own[at]) or key in text.lower or _is_word(text.own[at])
    return key in lists.light and at + 1 < len(text) and not text.is_capital[at + 1]


def _goes_on(text: Text, at: int) -> bool:
    """Whether word `at` belongs to the name that the word before it is in."""
    gap = text.gap(at)
    if gap not in _JOINTS:
        return False
    if text.is_capital[at]:
        is_sentence = gap == ". " and len(text.keys[at - 1]) > _LONGEST_INITIAL
        return not is_sentence and text.keys[at] not in lexicon().calendar
    following = at + 1
    return (
        text.keys[at] in _PARTICLES
        and following < len(text)
        and text.is_capital[following]
        and text.gap(following) in {" ", "-"}
    )
