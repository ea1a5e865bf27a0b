"""Tongues: the languages other than English that have word lists, and the lists as patterns.

A tongue knows no grammar. What is done with it is the same for all of them; where one needs a word of its own there is
a list for that, and a language is added by adding its folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH, Lists

if TYPE_CHECKING:
    from collections.abc import Iterable

TONGUES = ("de", "fr", "es", "it", "pt", "nl")
"""The folders of word lists beside `en`, by the ISO 639-1 code of their language."""


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language by its lists."""

    code: str

    @cached_property
    def lists(self) -> Lists:
        """The files of the language."""
        return Lists("factsheet.language", self.code)

    def words(self, name: str, part: str = "") -> frozenset[str]:
        """All words of one part of a list; none where the language needs no such part."""
        return _words(self.code, name, part)

    @cached_property
    def nouns_have_capitals(self) -> bool:
        """Whether all nouns have capitals, as in German, so that a capital does not indicate a name."""
        return self.code == "de"

    @cached_property
    def countries(self) -> frozenset[str]:
        """The names of countries, including those that the news use."""
        return frozenset(name for _, name in self.lists.table("countries")) | self.words("places", "others")

    @cached_property
    def months(self) -> dict[str, int]:
        """The numbers of months by all forms of their names, in lower case."""
        rows = enumerate(self.lists.rows("calendar", "months"), 1)
        return {name.lower(): number for number, row in rows for name in row}

    @cached_property
    def days(self) -> dict[str, int]:
        """The numbers of the days of the week by all forms of their names, in lower case; Monday is 0."""
        rows = enumerate(self.lists.rows("calendar", "days"))
        return {name.lower(): number for number, row in rows for name in row}

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Abbreviations that do not end a sentence, in lower case without their last full stop."""
        return self.words("abbreviations", "never")

    @cached_property
    def before_numbers(self) -> frozenset[str]:
        """Abbreviations that do not end a sentence before a number."""
        return self.words("abbreviations", "number")

    def one_of(self, name: str, part: str = "") -> str:
        """A pattern for one of the words of a part, the longest first; without words it matches nothing."""
        return _one_of(self.code, name, part)


@cache  # asked for with every pattern
def _one_of(code: str, name: str, part: str) -> str:
    return any_of(_words(code, name, part))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first; without words it matches nothing.

    Words are tried by their first letters, as `re` tries one alternative after the other.
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest.setdefault(word[:2], []).append(re.escape(word[2:]))
    begun = (f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rest.items())
    return f"(?:{'|'.join(begun)})" if rest else "(?!)"


def tongue(language: str | None) -> Tongue | None:
    """The tongue of a language; None for English and for languages without lists."""
    return _tongue(language) if language in TONGUES else None


@cache  # one of each, as they are compared by identity
def _tongue(code: str) -> Tongue:
    return Tongue(code)


@cache  # each list is asked for again and again
def _words(code: str, name: str, part: str) -> frozenset[str]:
    lists = Lists("factsheet.language", code)
    return lists.words(name, part) if part in lists.parts(name) else frozenset()


@cache
def given_names() -> frozenset[str]:
    """Given names in all languages: people in the news are from everywhere."""
    lists = _lists()
    return frozenset().union(*(one.words("given_names", part) for one in lists for part in one.parts("given_names")))


@lru_cache(maxsize=8192)
def sex_of(given_name: str, code: str) -> str | None:
    """Whether a given name is a woman's ("female") or a man's ("male"), in a language, else in all languages."""
    own = Lists("factsheet.language", code)
    for lists in ((own,), _lists()):
        found = {sex for one in lists for sex in ("female", "male") if given_name in _sexed(one, sex)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _sexed(lists: Lists, sex: str) -> frozenset[str]:
    parts = [part for part in lists.parts("given_names") if part.split()[-1:] == [sex]]
    return frozenset().union(*(_words(lists.folder, "given_names", part) for part in parts))


@cache
def _lists() -> tuple[Lists, ...]:
    """The lists that have given names."""
    return (ENGLISH, Lists("factsheet.language"), *(Lists("factsheet.language", code) for code in TONGUES))
