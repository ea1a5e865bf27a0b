"""Whom a speaker's words mean: a surname the full name, "he" and "the minister" the person last in view.

Rules of writing, not of grammar: news gives the full name first and the surname after, and a pronoun beside a
quotation means whoever spoke last, or whom the sentence or the paragraph before it is about. Where nothing is likely,
nothing is said.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS
from factsheet.attribution.people import NEAR, TITLES, WORD, People, author, is_of_another

if TYPE_CHECKING:
    from factsheet.records import Span

_SINGULAR = frozenset({"he", "she", "he's", "she's", "he'd", "she'd", "he'll", "she'll"})


class Resolver:
    """Names the speakers of one text, in order."""

    def __init__(self, text: str) -> None:
        """Take a text, whose names are read when the first speaker is asked for."""
        self._text = text
        self._last: str | None = None
        self._last_at = -NEAR

    @cached_property
    def _people(self) -> People:
        return People(self._text)

    def name(self, span: Span) -> str | None:
        """The full name of the speaker whose words stand at `span`; call in the order of the text."""
        start, end = span
        words = self._text[start:end]
        name = self._pronoun(words.lower(), start) if is_pronoun(words) else self._noun(words, start)
        if name:
            self._last, self._last_at = name, start
        return name

    def _pronoun(self, word: str, at: int) -> str | None:
        if word.replace("’", "'") not in _SINGULAR:
            return self._last if word == "they" and not self._people.gender(self._last or "") else None
        running = self._last if at - self._last_at < NEAR else None
        return self._person(running, "f" if word.startswith("s") else "m", at)

    def _person(self, running: str | None, gender: str, at: int) -> str | None:
        """Whoever speaks already, if "he" or "she" may be theirs; else the person of that gender named last."""
        known = self._people.gender(running or "")
        start, about = self._people.subject_before(at, gender) or (-1, None)
        if about is not None and start > self._last_at and self._text.find("\n", self._last_at, at) >= 0:
            return about.name
        if known == gender:
            return running
        person = about or self._people.last_before(at, gender)
        if person:
            return person.name
        return None if known else running

    def _noun(self, words: str, at: int) -> str | None:
        if is_of_another(words):
            return None
        words = author(words)
        if any(c.isupper() for c in words[1:]) or (words[:1].isupper() and " " not in words):
            name = self._people.named(words, at)
            if name:
                return name
        for word in reversed(WORD.findall(words.lower())):
            if word in TITLES:
                person = self._people.with_role(word, at)
                return person.name if person else None
        return None


def is_pronoun(said_by: str) -> bool:
    """Whether a speaker's words are a pronoun."""
    word = said_by.lower().replace("’", "'")
    return word in WORDS["pronouns"] or word in WORDS["contracted"]
