"""Resolves speakers: a surname to the full name, "he" and "the minister" to their antecedents.

These are conventions of news, not of grammar: it gives the full name first and the surname after, and a pronoun beside
a quotation means the last speaker, or the subject of the sentence or paragraph before. If several people are possible,
nobody is named.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS
from factsheet.attribution.naming import HEAD, PAPERS, TITLES, WORD, author, head_of, is_of_another, is_person
from factsheet.attribution.people import NEAR, People
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from factsheet.records import Span

_SINGULAR = frozenset({"he", "she", "he's", "she's", "he'd", "she'd", "he'll", "she'll"})
_ADDRESS = ENGLISH.words("titles", "courtesy") | {"sir", "lady"}
"""Titles that are no roles."""
_OF_THEIRS = re.compile(r"(his|her) (?:[a-z-]+ )??([a-z-]+)\b", re.IGNORECASE)
"""A document by its author: "her letter to the mayor"."""


class Resolver:
    """Names the speakers of one text, in order."""

    def __init__(self, text: str) -> None:
        """Take a text, whose names are read on the first question."""
        self._text = text
        self._last: str | None = None
        self._last_at = -NEAR

    @cached_property
    def _people(self) -> People:
        return People(self._text)

    def name(self, span: Span, *, spoken: bool = True) -> str | None:
        """The full name of the speaker whose words are at `span`; call in the order of the text.

        The last speaker continues; if nothing is `spoken`, the holder of a wish can be anybody in the story.
        """
        start, end = span
        words = self._text[start:end]
        name = self._pronoun(words.lower(), start, spoken=spoken) if is_pronoun(words) else self._noun(words, start)
        if name:
            self._last, self._last_at = name, end - 1
        return name

    def _pronoun(self, word: str, at: int, *, spoken: bool) -> str | None:
        if word.replace("’", "'") not in _SINGULAR:
            return self._last if word == "they" and not is_person((self._last or "").split()) else None
        running = self._last if at - self._last_at < NEAR else None
        gender = "f" if word.startswith("s") else "m"
        if not spoken:
            named = self._people.others_in(self._people.paragraphs_back(at)[0], at, gender)
            return named[0] if len(named) == 1 else None
        return self._person(running, gender, at)

    def _person(self, running: str | None, gender: str, at: int) -> str | None:
        """The antecedent of "he" or "she", if only one person is possible.

        That is the subject of the sentence itself; else the last speaker, unless another subject came since; else the
        subject of the sentences before.
        """
        people = self._people
        here = people.subjects(people.sentence_start(at), at, gender)
        if here:
            return here[0] if len(here) == 1 else None
        if running and people.gender(running) in {gender, ""} and (" " not in running or is_person(running.split())):
            return self._running(running, gender, at)
        about = next(filter(None, (people.subjects(low, at, gender) for low in people.paragraphs_back(at))), [])
        about = about or people.others_in(min(people.paragraphs_back(at)), at, gender)
        return about[0] if len(about) == 1 else None

    def _running(self, running: str, gender: str, at: int) -> str | None:
        """The last speaker, or the only subject of a paragraph after that."""
        since = self._people.subjects(self._last_at + 1, at, gender)
        others = [name for name in since if name != running]
        if not others:
            paragraph = self._people.others_in(self._text.rfind("\n", 0, at) + 1, at, gender)
            return running if running in paragraph or not paragraph else None
        before = self._people.subjects(self._people.sentence_start(self._people.sentence_start(at) - 2), at, gender)
        anew = len(since) == 1 and (self._text.find("\n", self._last_at, at) >= 0 or before == others)
        return others[0] if anew and running not in self._people.named_between(self._last_at + 1, at) else None

    def _noun(self, words: str, at: int) -> str | None:
        if (theirs := _OF_THEIRS.match(words)) and theirs[2] in PAPERS:
            return self._pronoun("he" if theirs[1].lower() == "his" else "she", at, spoken=True)
        if is_of_another(words) or _is_joint(words):
            return None
        words = author(words)
        if any(c.isupper() for c in words[1:]) or (words[:1].isupper() and " " not in words):
            name = self._people.named(words, at) or self._namesake(words)
            if name:
                return name
        for word in reversed(WORD.findall(_titled(words).lower())):
            if word in TITLES and word not in _ADDRESS:
                person = self._people.with_role(word, at)
                return person.name if person else None
        return None

    def _namesake(self, words: str) -> str | None:
        """The last speaker, if several people share the surname."""
        return self._last if self._last and self._last.endswith(f" {words}") else None


def _titled(words: str) -> str:
    """The part of a speaker's words whose title is theirs: not that of "the wife of the governor".

    A spokesperson speaks for the title's holder: "a spokesman for the governor".
    """
    head = head_of(words)
    return words if head.rpartition(" ")[2].lower().startswith("spokes") else head


def _is_joint(words: str) -> bool:
    """Whether a speaker's words name two: "Jane Doe and John Roe", not "Marsh and Daughters director Jane Doe"."""
    head = HEAD.split(words, maxsplit=1)[0]
    return bool(re.search(r"^[^,]*?[A-Z][\w.’'-]* and (?:[a-z]+ )?[A-Z]", head)) and not _OF_BODY.match(head)


_OF_BODY = re.compile(r"[A-Z][\w’'-]* and [A-Z][\w’'-]* [a-z-]+ [A-Z]")
"""A body with "and" in its name, before a role in it."""


def is_pronoun(said_by: str) -> bool:
    """Whether a speaker's words are a pronoun."""
    word = said_by.lower().replace("’", "'")
    return word in WORDS["pronouns"] or word in WORDS["contracted"]
