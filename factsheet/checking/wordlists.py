"""The word lists and patterns of the checks; each is read once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import canonical, stem
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def word_list(part: str) -> frozenset[str]:
    """The words of a part of `reporting.txt` or `pronouns.txt`, as keys."""
    return frozenset(map(canonical, ENGLISH.words("pronouns" if part in _PRONOUNS else "reporting", part)))


@cache
def verb_list(part: str) -> frozenset[str]:
    """The words of a part as verbs: as they are, in the third person and in the past; "warnings" is no verb."""
    words = word_list(part)
    return words | {form for word in words for form in (f"{word}s", f"{word}es", f"{word}d", f"{word}ed")}


@cache
def stem_list(part: str) -> frozenset[str]:
    """The stems of the words of a part."""
    return frozenset(stem(word) for word in word_list(part))


@cache
def instruction_signs() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The signs that a passage speaks to a language model, each with words: what has the sign has one of them."""
    lines = (line.split(" :: ", 1) for line in ENGLISH.lines("instructions"))
    return tuple((tuple(words.split(" | ")), sign) for words, sign in lines)


def signs_in(text: str) -> Iterator[re.Match[str]]:
    """Each place where a text has a sign; only lines with the words of one are looked through, as there are few."""
    low = text.lower()
    for letter, same in _SAME_LETTERS.items():
        low = low.replace(letter, same)
    words = [word for words, _ in instruction_signs() for word in words if word in low]
    if not words:
        return
    start = 0
    for line, low_line in zip(text.split("\n"), low.split("\n"), strict=True):
        if any(word in low_line for word in words):
            yield from _any_sign().finditer(text, start, start + len(line))
        start += len(line) + 1


_SAME_LETTERS = {"i\u0307": "i", "ı": "i", "ſ": "s"}
"""Letters that a regular expression takes for others where case is ignored, in lower case."""


@cache
def _any_sign() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{sign})" for _, sign in instruction_signs()), re.IGNORECASE)


_PRONOUNS = ("personal", "gendered")
