"""The people of a text: their names, where each is named, and what the words around say of who they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from factsheet.attribution.cues import VERBS, WORDS
from factsheet.language.lists import ENGLISH

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
_HEAD = re.compile(r",| (?:of|to|for|from|in|at|with|on|about|against|who|that|inside|within|among|close|near) ")
"""What ends the part of a noun phrase that has its head: names after it are of something else."""
_APPOSED = re.compile(r"(?:, | is | was )([^.,;:”\"\n]+)")  # what says who a person is: ", mayor of", " is the"
_POSSESSIVE = ("'s", "’s", "'", "’")
WORD = re.compile(r"[\w’'-]+")  # words with their hyphens and apostrophes
_GENDERED = {word: sex for sex, part in (("m", "he"), ("f", "she")) for word in ENGLISH.words("names", part)}
"""Titles and roles that tell a gender."""
NEAR = 1500
"""Characters back in which a pronoun's person may have been named last."""
_HEADING = 60
"""Characters in which a sentence comes to its subject."""
_LONGEST_WORD = 20
_WORD_BEFORE = re.compile(r"([a-z]+) $")
_NOBODY = frozenset().union(
    *(ENGLISH.words("organisations", part) for part in ("heads", "names")),
    *(ENGLISH.words("places", part) for part in ("heads", "leading", "kinds", "compass")),
    ENGLISH.words("names", "places"),
    WORDS["days"],
)
"""Words that are in no name of a person."""
_VERBS = WORDS["verbs"] | VERBS.keys() | WORDS["prepositions"] - {"of", "for"}
_GENDERS = {
    name: sex
    for sex, parts in (("m", ("male", "rarer male")), ("f", ("female", "rarer female")))
    for part in parts
    for name in ENGLISH.words("given_names", part)
}
"""Given names that are a man's or a woman's; those of both are taken for a woman's."""
_PAPERS = ENGLISH.words("holders", "things")
_BESIDE = re.compile(
    r" (?:close|near|loyal|opposed|hostile|allied|friendly|related|married|linked) to [\w ]*[A-Z]| against [\w ]*[A-Z]"
)
_BY = re.compile(r" (?:of|by|from) ")
_ABOUT = re.compile(r" (?:about|on|to|against|for) ")
OF_OTHERS = ENGLISH.words("holders", "of others")
TITLES = ENGLISH.words("titles", "of speakers")
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
            before = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
            role = before[1].lower() if before else ""
            given = _GENDERS.get(kept[0], "") if len(kept) > 1 else ""
            person.gender = person.gender or gender or _GENDERED.get(role, "") or given
            person.roles |= roles | ({role} & TITLES)
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
            found.setdefault(person.name, set(person.roles)).update(TITLES.intersection(WORD.findall(around.lower())))
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

    def subject_before(self, at: int, gender: str) -> tuple[int, Person] | None:
        """Whom the sentences before an offset are about, in its paragraph and in the one before it.

        That is who stands at the head of the last of them that begins with somebody who can be "he" or "she"; with
        the offset of the name there.
        """
        above = self._text.rfind("\n", 0, max(0, self._text.rfind("\n", 0, at)))
        low = self._text.rfind("\n", 0, len(self._text[:above].rstrip())) + 1 if above > 0 else 0
        i = bisect_left(self._starts, at) - 1
        while i >= 0 and self._starts[i] >= low:
            start, end, person = self._mentions[i]
            known = person.gender or (gender if self._is_human(person, start, end) else "")
            if known == gender and self._heads_sentence(start):
                return start, person
            i -= 1
        return None

    def _is_human(self, person: Person, start: int, end: int) -> bool:
        """Whether a name without a known gender is somebody's: by a role beside it, or by its form and a verb."""
        if person.roles or not TITLES.isdisjoint(WORD.findall(self._apposition(end).lower())):
            return True
        parts = person.name.lower().split()
        plain = len(parts) in {2, 3} and all(map(str.isalpha, parts)) and _NOBODY.isdisjoint(parts)
        after = WORD.match(self._text, end + 1)
        acts = after is not None and (after[0] in WORDS["verbs"] or after[0] in VERBS or after[0].endswith("ed"))
        return plain and acts and self._text[start:end] == person.name

    def _heads_sentence(self, start: int) -> bool:
        """Whether nothing but titles and roles stands between the start of a sentence and a name."""
        before = re.split(r"[.?!:;”\"\n]", self._text[max(0, start - _HEADING) : start])
        words = WORD.findall(before[-1].lower())
        return len(before) > 1 and "," not in before[-1].strip(" ,") and not any(word in _VERBS for word in words)

    def last_before(self, at: int, gender: str) -> Person | None:
        """The person named last before an offset who can be "he" or "she"."""
        i = bisect_left(self._starts, at) - 1
        while i >= 0 and self._starts[i] >= at - NEAR:
            person = self._mentions[i][2]
            if person.gender == gender:
                return person
            i -= 1
        return None

    def with_role(self, role: str, at: int) -> Person | None:
        """The person with that role named last before an offset, if nobody else has it nearer."""
        i = bisect_left(self._starts, at) - 1
        while i >= 0 and self._starts[i] >= at - 4 * NEAR:
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
    for part in (_apposed_name(words), _HEAD.split(words, maxsplit=1)[0], words):
        found = [kept for match in _NAME.finditer(part) if (kept := _strip_titles(match.group().split())[0])]
        if found:
            return found[-1]
    return []


def _apposed_name(words: str) -> str:
    """The name that some words end with after a comma: "the mayor, Jane Doe"."""
    apposed = words.rpartition(", ")[2]
    return apposed if apposed != words and " " in apposed and _NAME.fullmatch(apposed) else ""


def _strip_titles(parts: list[str]) -> tuple[list[str], str, set[str]]:
    """A name without titles in front and without possessive; what the titles say of gender and role."""
    gender, roles = "", set()
    first = 0
    while first < len(parts):
        word = _without_possessive(parts[first].rstrip(".")).lower()
        if word in TITLES:
            roles.add(word)
        elif word not in _GENDERED and word not in _NO_NAMES:
            break
        gender = _GENDERED.get(word, gender)
        first += 1
    kept = _without_office(parts[first:], roles)
    if kept:
        last = _without_possessive(kept[-1])
        kept = [*kept[:-1], last if "." in last[:-1] else last.rstrip(".")]
    return kept, gender, roles


def _without_office(parts: list[str], roles: set[str]) -> list[str]:
    """A name without an office of two words before it: "Environment Minister Jane Doe"; its title goes to `roles`."""
    at = next((i for i, part in enumerate(parts[1:3], 1) if part.lower() in TITLES), 0)
    rest = parts[at + 1 :]
    if not at or not rest or parts[0] in _GENDERS or not _NOBODY.isdisjoint(part.lower() for part in rest):
        return parts
    roles.add(parts[at].lower())
    return rest


def _without_possessive(word: str) -> str:
    """A word without the 's or the apostrophe at its end."""
    if not word.endswith(_POSSESSIVE):
        return word
    return word[:-2] if word.endswith("s") else word[:-1]


def author(words: str) -> str:
    """Of the words for a paper those that name whose it is: "the Home Ministry" of "a letter of the Home Ministry".

    All words where they are for no paper, none where they only say what it is about or to whom it went.
    """
    head = _HEAD.split(words, maxsplit=1)[0]
    if len(head) == len(words) or (WORD.findall(head.lower()) or [""])[-1] not in _PAPERS:
        return words
    if not _BY.search(words):
        return "" if _ABOUT.match(words, len(head)) else words
    return _BY.split(words)[-1].split(" to ")[0]


def is_of_another(words: str) -> bool:
    """Whether a speaker's words are about somebody who is not the one that they name: "critics of X", "X's lawyer"."""
    if _apposed_name(words):
        return False
    if _BESIDE.search(words):
        return True
    head = _HEAD.split(words, maxsplit=1)[0]
    parts = WORD.findall(head)
    if not parts or parts[-1].lower() not in OF_OTHERS or not any(c.isupper() for c in words[1:]):
        return False
    owned = any(part.endswith(_POSSESSIVE) for part in parts)
    return owned or parts[-1].endswith("s") or words[len(head) : len(head) + 1] == " "
