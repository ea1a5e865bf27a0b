"""Whom a speaker's words mean: a surname the full name, "he" and "the minister" the person last in view.

Rules of writing, not of grammar: news gives the full name first and the surname after, and a pronoun beside a
quotation means whoever spoke last or was named last. Where nothing is likely, nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from factsheet.records import Span

# A name is a run of capitalised words with the small words of names between them ("de la", "bin"); a word may be an
# acronym with stops, an initial or a title with its stop, or begin with an Arabic article. `language.names` reads names
# for comparing texts: it ends one at a title and at a stop, and whom a surname means hangs on these.
_NAME_WORD = (
    r"(?:(?:[^\W\d_a-z]\.){2,}"
    r"|(?:[^\W\d_a-z]|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|St|Rev|Hon)\.(?= ?[^\W\d_a-z])"
    r"|(?:al|el|as|ul|an|ad|ar)-[^\W\d_a-z][\w’'-]*|[^\W\d_a-z][\w’'-]*)"
)
_NAME = re.compile(
    rf"(?<!\w)(?=[^\W\d_a-z]|[aeu][ldnrs]-){_NAME_WORD}"
    rf"(?: (?:(?:of|de|del|der|den|van|von|da|dos|di|bin|bint|ibn|la|le|el|al|ter|ten)"
    rf"(?= [^\W\d_])(?! the\b) )?{_NAME_WORD}){{0,9}}"
)
_HEAD = re.compile(r",| (?:of|to|for|from|in|at|with|on|who|that) ")
"""What ends the part of a noun phrase that has its head: names after it are of something else."""
_APPOSED = re.compile(r"(?:, | is | was )([^.,;:”\"\n]+)")  # what says who a person is: ", mayor of", " is the"
_POSSESSIVE = ("'s", "’s", "'", "’")
_WORD = re.compile(r"[\w’'-]+")  # words with their hyphens and apostrophes
_SINGULAR = frozenset({"he", "she", "he's", "she's", "he'd", "she'd", "he'll", "she'll"})
_GENDERED = {
    "mr": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m",
    "mrs": "f", "ms": "f", "lady": "f", "queen": "f", "princess": "f",
}  # fmt: skip
"""Titles that tell a gender, and no role."""
_NEAR = 1500
"""Characters back in which a pronoun's person may have been named last."""
_GENDERS = {
    name: sex
    for sex, parts in (("m", ("male", "rarer male")), ("f", ("female", "rarer female")))
    for part in parts
    for name in ENGLISH.words("given_names", part)
}
"""Given names that are a man's or a woman's; those of both are taken for a woman's."""
_TITLES = ENGLISH.words("titles", "of speakers")
_NO_NAMES = WORDS["not names"]


@dataclass(slots=True)
class Person:
    """Somebody, or a body, with a name of two words or more."""

    name: str
    first: int
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    """Words before the name that say what they are: "president", "ambassador"."""


class People:
    """The names of a text, in the order in which it gives them."""

    def __init__(self, text: str) -> None:
        """Read all names; linear in the text."""
        self._text = text
        self._by_last: dict[str, list[Person]] = {}
        self._by_name: dict[str, Person] = {}
        self._mentions: list[tuple[int, int, Person]] = []
        for match in _NAME.finditer(text):
            at = match.start()
            kept, gender, roles = _strip_titles(match.group().split())
            person = self._person(kept, at) if kept else None
            if person is None:
                continue
            person.gender = person.gender or gender or (_GENDERS.get(kept[0], "") if len(kept) > 1 else "")
            person.roles |= roles
            self._mentions.append((at, match.end(), person))
        self._starts = [at for at, _, _ in self._mentions]

    def _person(self, kept: list[str], at: int) -> Person | None:
        last = kept[-1]
        if len(kept) == 1:
            known = self._by_last.get(last)
            return known[-1] if known else None
        name = " ".join(kept)
        person = self._by_name.get(name)
        if person is None:
            person = Person(name, at)
            self._by_name[name] = person
            for key in {last, kept[0]}:
                self._by_last.setdefault(key, []).append(person)
        return person

    @cached_property
    def _roles(self) -> dict[str, set[str]]:
        """What the words in and around all mentions of a name say that they are; few texts ask for it."""
        found: dict[str, set[str]] = {}
        for start, end, person in self._mentions:
            around = self._text[max(0, start - 40) : start].rpartition(".")[2] + " " + self._apposition(end)
            found.setdefault(person.name, set(person.roles)).update(_TITLES.intersection(_WORD.findall(around.lower())))
        return found

    def _apposition(self, end: int) -> str:
        following = _APPOSED.match(self._text, end, end + 60)
        return following[1] if following else ""

    def named(self, words: str, at: int) -> str | None:
        """The full name that some words with a name in them mean."""
        kept = _name_in(words)
        name = " ".join(kept)
        if not kept or name in self._by_name:
            return name or None
        known = self._by_last.get(kept[-1])
        if not known:
            return name
        earlier = [person for person in known if person.first <= at]
        return (earlier[-1] if earlier else known[0]).name

    def last_before(self, at: int, gender: str) -> Person | None:
        """The person named last before an offset who can be "he" or "she"."""
        i = bisect_left(self._starts, at) - 1
        while i >= 0 and self._starts[i] >= at - _NEAR:
            person = self._mentions[i][2]
            if person.gender == gender:
                return person
            i -= 1
        return None

    def with_role(self, role: str, at: int) -> Person | None:
        """The person with that role named last before an offset, if nobody else has it nearer."""
        i = bisect_left(self._starts, at) - 1
        while i >= 0 and self._starts[i] >= at - 4 * _NEAR:
            person = self._mentions[i][2]
            if role in self._roles[person.name]:
                return person
            i -= 1
        return None

    def gender(self, name: str) -> str:
        """What is known of somebody's gender: "m", "f" or ""."""
        person = self._by_name.get(name)
        return person.gender if person else ""


def _name_in(words: str) -> list[str]:
    """The name in some words, without titles: one in apposition, else the last of the head, else the last of all."""
    apposed = words.rpartition(", ")[2]
    named = apposed if " " in apposed and _NAME.fullmatch(apposed) else ""
    for part in (named, _HEAD.split(words, maxsplit=1)[0], words):
        found = [kept for match in _NAME.finditer(part) if (kept := _strip_titles(match.group().split())[0])]
        if found:
            return found[-1]
    return []


def _strip_titles(parts: list[str]) -> tuple[list[str], str, set[str]]:
    """A name without titles in front and without possessive; what the titles say of gender and role."""
    gender, roles = "", set()
    first = 0
    while first < len(parts):
        word = _without_possessive(parts[first].rstrip(".")).lower()
        if word in _GENDERED:
            gender = _GENDERED[word]
        elif word in _TITLES:
            roles.add(word)
        elif word not in _NO_NAMES:
            break
        first += 1
    kept = parts[first:]
    if kept:
        last = _without_possessive(kept[-1])
        kept = [*kept[:-1], last if "." in last[:-1] else last.rstrip(".")]
    return kept, gender, roles


def _without_possessive(word: str) -> str:
    """A word without the 's or the apostrophe at its end."""
    if not word.endswith(_POSSESSIVE):
        return word
    return word[:-2] if word.endswith("s") else word[:-1]


class Resolver:
    """Names the speakers of one text, in order."""

    def __init__(self, text: str) -> None:
        """Take a text, whose names are read when the first speaker is asked for."""
        self._text = text
        self._last: str | None = None
        self._last_at = -_NEAR

    @cached_property
    def _people(self) -> People:
        return People(self._text)

    def name(self, span: Span) -> str | None:
        """The full name of the speaker whose words stand at `span`; call in the order of the text."""
        start, end = span
        words = self._text[start:end]
        name = self._pronoun(words.lower(), start) if _is_pronoun(words) else self._noun(words, start)
        if name:
            self._last, self._last_at = name, start
        return name

    def _pronoun(self, word: str, at: int) -> str | None:
        if word.replace("’", "'") not in _SINGULAR:
            return self._last if word == "they" and not self._people.gender(self._last or "") else None
        running = self._last if at - self._last_at < _NEAR else None
        return self._person(running, "f" if word.startswith("s") else "m", at)

    def _person(self, running: str | None, gender: str, at: int) -> str | None:
        """Whoever speaks already, if "he" or "she" may be theirs; else the person of that gender named last."""
        known = self._people.gender(running or "")
        if known == gender:
            return running
        person = self._people.last_before(at, gender)
        if person:
            return person.name
        return None if known else running

    def _noun(self, words: str, at: int) -> str | None:
        if any(c.isupper() for c in words[1:]) or (words[:1].isupper() and " " not in words):
            name = self._people.named(words, at)
            if name:
                return name
        for word in reversed(_WORD.findall(words.lower())):
            if word in _TITLES:
                person = self._people.with_role(word, at)
                return person.name if person else None
        return None


def _is_pronoun(said_by: str) -> bool:
    word = said_by.lower().replace("’", "'")
    return word in WORDS["pronouns"] or word in WORDS["contracted"]
