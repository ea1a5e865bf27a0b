"""The people of a text: their names and mentions, and their descriptions in the words around."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.cues import IRREGULAR_PASTS, VERBS, WORDS
from factsheet.attribution.naming import (
    GENDERED,
    GENDERS,
    NAME,
    ROLES,
    TITLES,
    WORD,
    are_several,
    is_given_name,
    is_person,
    name_in,
    strip_titles,
)

if TYPE_CHECKING:
    from collections.abc import Container

_APPOSED = re.compile(
    r"(?:, (?:\d{1,2}, )?| is | was )([^.,;:”\"\n]+)"
)  # what says who a person is: ", mayor of", " is the"
_IN_MARKS = re.compile(r"[“\"][^“”\"\n]*[”\"]|(?:''|``)[^\n]*?''")
_STOP = re.compile(r"[.?!][”\"’']?\s+(?=[\"“‘']?[A-Z])|\n")
"""The end of a sentence."""
_RELATIVE = re.compile(r"(?:^| )(?:who|whom|whose|which|that) ")
_ONE_OF_MANY = re.compile(r"\b(?:[Aa]n?|[Tt]he|its|their|his|her|our|two|three|this|that)(?: [a-z]+)? $")
"""Words before the name of a thing: "a police Land Rover"."""
_DEPENDS = re.compile(
    r"[\w,] (?:even )?(?:though|although|because|that|while|if|as|since|than|whether|after|before|until|how|where"
    r"|when) $"
)
"""Conjunctions of a subordinate clause after the main one: "even though Doe won"."""
_REPORTED = re.compile(r"\b([a-z]+) that\b[^.?!\n“”\"]*$")
_CLAUSE = 160
"""Distance back to the start of a reported clause, in characters."""
_AGE = re.compile(r", \d{1,2},")
NEAR = 1500
"""Distance back to the last mention of a pronoun's antecedent, in characters."""
_BACK = 2
"""Paragraphs before its own in which a pronoun's antecedent is looked for."""
_HEADING = 60
"""Distance from the start of a sentence to its subject, in characters."""
_LONGEST_WORD = 20
_WORD_BEFORE = re.compile(r"([a-z]+) $")
_VERBS = WORDS["verbs"] | VERBS.keys() | WORDS["prepositions"] - {"of", "for"}
_ACTING = VERBS.keys() | ((WORDS["verbs"] | IRREGULAR_PASTS) - WORDS["be"])
"""Verbs of action, as opposed to being."""
_APART = frozenset({"who", "that", "and", "with", "by"})
"""Words that separate those before a name from it."""
_OWNED = frozenset({"to", "for"})
"""Words between somebody's role and the name of whom they serve."""


@dataclass(slots=True)
class Person:
    """A person or body with a name of two or more words."""

    name: str
    first: int
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    """Words before the name for what they are: "president", "ambassador"."""
    is_surname: bool = False
    """Whether the last word of the name occurs alone somewhere."""


class People:
    """The names of a text, in order of their first mention."""

    def __init__(self, text: str) -> None:
        """Read all names; linear in the text."""
        self._text = text
        self._by_last: dict[str, list[Person]] = {}
        self._by_name: dict[str, Person] = {}
        self._mentions: list[tuple[int, int, Person]] = []
        for match in NAME.finditer(text):
            at = match.start()
            kept, gender, roles = strip_titles(match.group().split())
            person = self._person(kept, at, titled=bool(gender or roles)) if kept else None
            if person is None:
                continue
            before = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
            role = before[1].lower() if before else ""
            given = GENDERS.get(kept[0], "") if len(kept) > 1 and is_person(kept) else ""
            person.gender = person.gender or gender or GENDERED.get(role, "") or given
            person.roles |= roles | ({role} & TITLES)
            self._mentions.append((at, match.end(), person))
        self._starts = [at for at, _, _ in self._mentions]

    def _person(self, kept: list[str], at: int, *, titled: bool) -> Person | None:
        last = kept[-1]
        if len(kept) == 1:
            known = self._by_last.get(last)
            if known and known[-1].name.endswith(last):
                known[-1].is_surname = True
            if known or not titled or not is_person([last, last]):
                return known[-1] if known else None
        name = " ".join(kept)
        person = self._by_name.get(name)
        if person is None:
            person = Person(name, at)
            self._by_name[name] = person
            for key in {last, kept[0]} if "&" not in kept else ():
                self._by_last.setdefault(key, []).append(person)
        return person

    @cached_property
    def _roles(self) -> dict[str, set[str]]:
        """The roles in and around all mentions of a name; computed on demand, since few texts need them."""
        found: dict[str, set[str]] = {}
        for start, end, person in self._mentions:
            before = WORD.findall(self._text[max(0, start - 40) : start].rpartition(".")[2].lower())
            apart = max((at for at, word in enumerate(before, 1) if word in _APART or word in VERBS), default=0)
            if before and before[-1] in _OWNED:
                apart = len(before)  # "an aide to Doe"
            beside = before[apart:] + WORD.findall(self._apposition(end).lower())
            found.setdefault(person.name, set(person.roles)).update(TITLES.intersection(beside))
        return found

    def _apposition(self, end: int) -> str:
        following = _APPOSED.match(self._text, end, end + 60)
        words = _RELATIVE.split(following[1], maxsplit=1)[0] if following else ""
        return "" if any(word in VERBS for word in WORD.findall(words)) else words

    def named(self, words: str, at: int) -> str | None:
        """The full name that words containing a name refer to."""
        kept = name_in(words)
        name = " ".join(kept)
        if not kept or name in self._by_name:
            return name or None
        known = self._by_last.get(kept[-1])
        if not known:
            return name
        sex = next((GENDERED[low] for word in words.split() if (low := word.lower().rstrip(".")) in GENDERED), "")
        known = [person for person in known if not sex or person.gender in {sex, ""}]
        if not known:
            return None  # "Mr Doe", where only Jane Doe was named
        ending = [person for person in known if person.name.endswith(kept[-1])] or known  # no "Doe Turnberry"
        earlier = [person for person in ending if person.first <= at] or ending[:1]
        return None if are_several([person.name.split() for person in earlier], kept[-1]) else earlier[-1].name

    def subjects(self, low: int, high: int, gender: str) -> list[str]:
        """Possible antecedents of "he" or "she" that are subjects of the sentences between two offsets, by name.

        They begin a sentence or precede a verb, outside quotations.
        """
        found = []
        for start, end, person in self._between(low, high):
            if self._can_be(person, start, end, gender) and self._is_subject(start, end):
                found.append(person.name)
        return list(dict.fromkeys(found))

    def named_between(self, low: int, high: int, gender: str | None = None) -> list[str]:
        """The people named between two offsets, of a given gender or any."""
        people = (person for _, _, person in self._between(low, high))
        return list(dict.fromkeys(person.name for person in people if gender in {None, person.gender}))

    def _between(self, low: int, high: int) -> list[tuple[int, int, Person]]:
        return self._mentions[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def others_in(self, low: int, high: int, gender: str) -> list[str]:
        """The possible antecedents of "he" or "she" named between two offsets, outside anybody's statements."""
        found = (
            person.name
            for start, end, person in self._between(low, high)
            if self._can_be(person, start, end, gender) and not self._is_quoted(start)
        )
        return list(dict.fromkeys(found))

    def _is_quoted(self, at: int) -> bool:
        place = bisect_left(self._quoted, (at + 1,)) - 1
        return place >= 0 and at < self._quoted[place][1]

    def _can_be(self, person: Person, start: int, end: int, gender: str) -> bool:
        """Whether somebody can be "he" or "she": by their gender, or if that is unknown, as a person."""
        return person.gender == gender or (not person.gender and self._is_human(person, start, end))

    def _is_subject(self, start: int, end: int) -> bool:
        if self._is_quoted(start) or _DEPENDS.search(self._text, max(0, start - 2 * _LONGEST_WORD), start):
            return False
        reported = _REPORTED.search(self._text, max(0, start - _CLAUSE), start)
        if reported and reported[1] in VERBS:
            return False  # "He declared that, divided, Roe would win, which he called a shame"
        return (
            self._acts(end)
            or self._acts_apposed(start, end)
            or self._is_verb_behind(end, WORDS["be"])
            or self._heads_sentence(start)
        )

    def _acts_apposed(self, start: int, end: int) -> bool:
        """Whether a verb of action follows a name between commas: "the manager, Jane Doe, told"."""
        if not (self._text.startswith(", ", end) and self._text.endswith(", ", 0, start)):
            return False
        after = WORD.match(self._text, end + len(", "))
        return after is not None and after[0] in _ACTING

    def _acts(self, end: int) -> bool:
        """Whether a verb of action follows a name."""
        return self._is_verb_behind(end, _ACTING)

    def _is_verb_behind(self, end: int, verbs: Container[str]) -> bool:
        after = WORD.match(self._text, end + 1) if self._text.startswith(" ", end) else None
        return after is not None and (after[0] in verbs or after[0].endswith("ed"))

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        return [match.span() for match in _IN_MARKS.finditer(self._text)]

    def sentence_start(self, at: int) -> int:
        """The start of the sentence at an offset, quotations aside."""
        stops = [m.end() for m in _STOP.finditer(self._text, max(0, at - NEAR), at)]
        outside = [stop for stop in stops if not self._is_quoted(stop - 1) or self._text[stop - 1] == "\n"]
        return outside[-1] if outside else max(0, at - NEAR)

    def paragraphs_back(self, at: int) -> list[int]:
        """The start of the paragraph that is two before that of an offset."""
        found = [self._text.rfind("\n", 0, at) + 1]
        while len(found) <= _BACK and found[-1] > 0:
            end = found[-1]
            while end and self._text[end - 1].isspace():
                end -= 1
            found.append(self._text.rfind("\n", 0, end) + 1)
        return found

    def _is_human(self, person: Person, start: int, end: int) -> bool:
        """Whether a name without a known gender is a person's: by its form and its context.

        Evidence is a role beside it, a given name in front, its last word alone elsewhere, or a verb after it.
        """
        parts = person.name.split()
        if len(parts) > 1 and not is_person(parts):
            return False
        if person.roles or is_given_name(parts[0]) or person.is_surname:
            return True
        if _ONE_OF_MANY.search(self._text, max(0, start - _LONGEST_WORD), start):
            return False
        if self._acts(end) or self._acts_apposed(start, end):
            return True
        if _AGE.match(self._text, end):
            return True
        beside = self._text[max(0, start - _LONGEST_WORD) : start] + self._apposition(end)
        return not ROLES.isdisjoint(WORD.findall(beside.lower()))

    def _heads_sentence(self, start: int) -> bool:
        """Whether only titles and roles separate a name from the start of its sentence."""
        before = re.split(r"[.?!:;”\"\n]", self._text[max(0, start - _HEADING) : start])
        words = WORD.findall(before[-1].lower())
        return len(before) > 1 and "," not in before[-1].strip(" ,") and not any(word in _VERBS for word in words)

    def with_role(self, role: str, at: int) -> Person | None:
        """The person with that role who was named before an offset; None if several have it."""
        named = {person.name: person for _, _, person in self._between(at - 4 * NEAR, at)}
        known = [person for name, person in named.items() if role in self._roles[name]]
        known = [one for one in known if not any(other.name.endswith(f" {one.name}") for other in known)]
        return known[0] if len(known) == 1 else None

    def gender(self, name: str) -> str:
        """The known gender of somebody: "m", "f" or ""."""
        person = self._by_name.get(name)
        return person.gender if person else ""
