"""The people of a text: their names and mentions, and their descriptions in the words around."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.cues import IRREGULAR_PASTS, VERBS, WORDS
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

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
    rf"(?: (?:(?:of|&|de|del|der|den|van|von|da|dos|di|bin|bint|ibn|la|le|el|al|ter|ten)"
    rf"(?= [^\W\d_])(?! the\b) )?{_NAME_WORD}){{0,9}}"
)
HEAD = re.compile(r",| (?:of|to|for|from|in|at|with|on|about|against|who|that|inside|within|among|close|near) ")
"""Words that end the head of a noun phrase: names after them belong to something else."""
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
_POSSESSIVE = ("'s", "’s", "'", "’")
WORD = re.compile(r"[\w’'-]+")  # words with their hyphens and apostrophes
_GENDERED = {word: sex for sex, part in (("m", "he"), ("f", "she")) for word in ENGLISH.words("names", part)}
"""Titles and roles that show a gender."""
NEAR = 1500
"""Distance back to the last mention of a pronoun's antecedent, in characters."""
_BACK = 2
"""Paragraphs before its own in which a pronoun's antecedent is looked for."""
_HEADING = 60
"""Distance from the start of a sentence to its subject, in characters."""
_LONGEST_WORD = 20
_WORD_BEFORE = re.compile(r"([a-z]+) $")
_NOBODY = frozenset().union(
    *(ENGLISH.words("organisations", part) for part in ("heads", "names")),
    *(ENGLISH.words("place_nouns", part) for part in ("heads", "leading", "kinds", "compass")),
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
"""Given names with their gender; those of both count as female."""
_ACTING = VERBS.keys() | ((WORDS["verbs"] | IRREGULAR_PASTS) - WORDS["be"])
"""Verbs of action, as opposed to being."""
_GIVEN_NAMES = _GENDERS.keys() | ENGLISH.words("given_names")
_ROLES = ENGLISH.words("titles", "roles")
_APART = frozenset({"who", "that", "and", "with", "by"})
"""Words that separate those before a name from it."""
_PAPERS = ENGLISH.words("holders", "things")
BESIDE = re.compile(r" (?:close|near|loyal|opposed|hostile|allied|friendly|related|married|linked) to ")
"""Words between an unnamed person and the person that they support or oppose."""
_BESIDE = re.compile(rf"(?:{BESIDE.pattern}| against )[\w ]*[A-Z]")
_BY = re.compile(r" (?:of|by|from) ")
_ABOUT = re.compile(r" (?:about|on|to|against|for) ")
_MEDIA = ENGLISH.words("holders", "media")
_CAPITALISED = frozenset({"The", "A", "An", "Some", "Many", "Most", "Several", "Other", "Local", "Two", "Three"})
OF_OTHERS = ENGLISH.words("holders", "of others")
TITLES = ENGLISH.words("titles", "of speakers")
_NO_NAMES, _QUALIFYING = WORDS["not names"], WORDS["qualifying"]
_FULL_NAME = 2
_LONGEST_OFFICE = 6
"""The longest capitalised office, in words: "White House Press Secretary"."""


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
        for match in _NAME.finditer(text):
            at = match.start()
            kept, gender, roles = _strip_titles(match.group().split())
            person = self._person(kept, at, titled=bool(gender or roles)) if kept else None
            if person is None:
                continue
            before = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
            role = before[1].lower() if before else ""
            given = _GENDERS.get(kept[0], "") if len(kept) > 1 and is_person(kept) else ""
            person.gender = person.gender or gender or _GENDERED.get(role, "") or given
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
            beside = before[apart:] + WORD.findall(self._apposition(end).lower())
            found.setdefault(person.name, set(person.roles)).update(TITLES.intersection(beside))
        return found

    def _apposition(self, end: int) -> str:
        following = _APPOSED.match(self._text, end, end + 60)
        words = _RELATIVE.split(following[1], maxsplit=1)[0] if following else ""
        return "" if any(word in VERBS for word in WORD.findall(words)) else words

    def named(self, words: str, at: int) -> str | None:
        """The full name that words containing a name refer to."""
        kept = _name_in(words)
        name = " ".join(kept)
        if not kept or name in self._by_name:
            return name or None
        known = self._by_last.get(kept[-1])
        if not known:
            return name
        sex = next((_GENDERED[low] for word in words.split() if (low := word.lower().rstrip(".")) in _GENDERED), "")
        known = [person for person in known if not sex or person.gender in {sex, ""}]
        if not known:
            return None  # "Mr Doe", where only Jane Doe was named
        earlier = [person for person in known if person.first <= at] or known[:1]
        return None if _are_several([person.name.split() for person in earlier], kept[-1]) else earlier[-1].name

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
        return self._acts(end) or self._is_verb_behind(end, WORDS["be"]) or self._heads_sentence(start)

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
        if person.roles or parts[0] in _GIVEN_NAMES or person.is_surname:
            return True
        if _ONE_OF_MANY.search(self._text, max(0, start - _LONGEST_WORD), start):
            return False
        if self._acts(end):
            return True
        if _AGE.match(self._text, end):
            return True
        beside = self._text[max(0, start - _LONGEST_WORD) : start] + self._apposition(end)
        return not _ROLES.isdisjoint(WORD.findall(beside.lower()))

    def _heads_sentence(self, start: int) -> bool:
        """Whether only titles and roles separate a name from the start of its sentence."""
        before = re.split(r"[.?!:;”\"\n]", self._text[max(0, start - _HEADING) : start])
        words = WORD.findall(before[-1].lower())
        return len(before) > 1 and "," not in before[-1].strip(" ,") and not any(word in _VERBS for word in words)

    def with_role(self, role: str, at: int) -> Person | None:
        """The person with that role who was named before an offset; None if several have it."""
        named = {person.name: person for _, _, person in self._between(at - 4 * NEAR, at)}
        known = [person for name, person in named.items() if role in self._roles[name]]
        return known[0] if len(known) == 1 else None

    def gender(self, name: str) -> str:
        """The known gender of somebody: "m", "f" or ""."""
        person = self._by_name.get(name)
        return person.gender if person else ""


def is_person(parts: Sequence[str]) -> bool:
    """Whether a name can be a person's: two or more words, none of which is for a body or place."""
    return len(parts) > 1 and "&" not in parts and _NOBODY.isdisjoint(part.lower() for part in parts)


def sex_of(words: str) -> str:
    """The gender shown by a pronoun or by the first word of a name: "m", "f" or ""."""
    first = words.split(" ", 1)[0]
    return _PRONOUNS.get(first.lower(), "") or _GENDERS.get(first, "")


_PRONOUNS = {"he": "m", "she": "f"}


def is_given_name(word: str) -> bool:
    """Whether a word is in the list of given names."""
    return word in _GIVEN_NAMES


def _is_given(word: str) -> bool:
    """Whether the first word of a name can be a given name, and is no title."""
    low = word.lower().rstrip(".")
    return not word.endswith(_POSSESSIVE) and low not in _ROLES and low not in TITLES and low not in _QUALIFYING


def _are_several(names: Sequence[list[str]], surname: str) -> bool:
    """Whether people with different given names share a surname: "Ann Doe" and "Bob Doe", not "A. Doe"."""
    given = [parts[0] for parts in names if len(parts) > 1 and parts[-1] == surname and _is_given(parts[0])]
    return any(
        name != given[0] and (name[0] != given[0][0] or min(len(name), len(given[0])) > len("A.")) for name in given[1:]
    )


def _name_in(words: str) -> list[str]:
    """The name in some words, without titles: an apposition, else the last in the head, else the last."""
    for part in (_apposed_name(words), HEAD.split(words, maxsplit=1)[0]):
        found = [kept for match in _NAME.finditer(part) if (kept := _strip_titles(match.group().split())[0])]
        if found:
            return found[-1]
    return []


def _apposed_name(words: str) -> str:
    """The name in apposition at the end of some words: "the mayor, Jane Doe"."""
    apposed = words.rpartition(", ")[2]
    return apposed if apposed != words and " " in apposed and _NAME.fullmatch(apposed) else ""


def _strip_titles(parts: list[str]) -> tuple[list[str], str, set[str]]:
    """A name without initial titles and possessive; with the gender and role that the titles show."""
    gender, roles = "", set()
    first = 0
    while first < len(parts):
        word = _without_possessive(parts[first].rstrip(".")).lower()
        if word in TITLES or (word in _ROLES and len(parts) - first > _FULL_NAME):
            roles.add(word)
        elif word not in _GENDERED and word not in _NO_NAMES and not _only_says_which(parts[first:], word):
            break
        gender = _GENDERED.get(word, gender)
        first += 1
    kept = _without_office(parts[first:], roles)
    if kept:
        last = _without_possessive(kept[-1])
        kept = [*kept[:-1], last if "." in last[:-1] else last.rstrip(".")]
    return kept, gender, roles


def _only_says_which(parts: list[str], word: str) -> bool:
    """Whether a word before a person's name is no part of it: "Republican Jane Doe", but not "New Zealand"."""
    return word in _QUALIFYING and len(parts) > 2 and all(part.lower() not in _NOBODY for part in parts[1:])


def _without_office(parts: list[str], roles: set[str]) -> list[str]:
    """A name without an office before it: "Environment Minister Jane Doe"; its title is added to `roles`."""
    if len(parts) <= _FULL_NAME:
        return parts
    at = max((i for i, part in enumerate(parts[1:_LONGEST_OFFICE], 1) if part.lower() in TITLES), default=0)
    rest = parts[at + 1 :]
    if not at or not rest or parts[0] in _GENDERS or not _NOBODY.isdisjoint(part.lower() for part in rest):
        return parts
    roles.add(parts[at].lower())
    return rest


def _without_possessive(word: str) -> str:
    """A word without a final 's or apostrophe."""
    if not word.endswith(_POSSESSIVE):
        return word
    return word[:-2] if word.endswith("s") else word[:-1]


def author(words: str) -> str:
    """The author in the words for a document: "the Home Ministry" in "a letter of the Home Ministry".

    All words if they are for no document, none if they only name its subject or addressee.
    """
    head = HEAD.split(words, maxsplit=1)[0]
    if len(head) == len(words) or (WORD.findall(head.lower()) or [""])[-1] not in _PAPERS:
        return words
    if not _BY.search(words):
        return "" if _ABOUT.match(words, len(head)) else words
    return _BY.split(words)[-1].split(" to ")[0]


def _ends_with_staff(parts: list[str]) -> bool:
    """Whether a name precedes a noun for its spokespeople: "the Corvel board", "Norland officials"."""
    if len(parts) < 2 or not parts[-1].islower() or parts[-1].endswith(("ly", "self")):
        return False
    if parts[-1] in _MEDIA and not (parts[-2].islower() and parts[-2] != "news"):
        return False  # "the Interfax agency", but not "the UN children's agency"
    if parts[-1] in _PAPERS and any(part.endswith(_POSSESSIVE) for part in parts):
        return False  # "the Courier's analysis", which the Courier wrote
    return any(part[0].isupper() for part in parts[1:-1]) or (parts[0][0].isupper() and parts[0] not in _CAPITALISED)


_HAS_OBJECT = re.compile(
    r"(?<![\w’'-])(?!(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) )([\w’'-]{1,40})"
    r" (?!outgoing|incoming|leading|sitting|acting (?!for)|retiring|ruling)[a-z]{1,30}ing"
    r" (?:(?:the|an?|his|her|their|for|with|at) |[A-Z])"
)
"""A present participle with an object: "the doctor treating X"."""
_WHO_ACTS = re.compile(r"\w who(?:se)? (?!is |was |are |were )[^,]+ (?:(?:the|an?|his|her|their) |[A-Z])")
"""A relative clause with an object: "the man who shot X"."""
_HAS_LEFT = re.compile(
    r"(?:(?:An?|[Tt]wo|[Ss]ome|[Ss]everal) )?(?:[Ff]ormer |[Ee]x-)[a-z]+ (?:of|at|in|with|to) (?:the )?[A-Z]"
)
"""Somebody unnamed who used to be with a named body: "a former manager of X"."""


def has_object(words: str) -> bool:
    """Whether a speaker's words end with the object of somebody else's action: "the doctor treating X"."""
    return bool(_HAS_OBJECT.search(words) or _WHO_ACTS.search(words))


def head_of(words: str) -> str:
    """The part of a speaker's words that identifies them: before "of", "who", "treating the governor"."""
    acting = _HAS_OBJECT.search(words)
    return HEAD.split(words[: acting.end(1)] if acting else words, maxsplit=1)[0]


def _are_of_another(words: str) -> bool:
    """Whether a plural is defined by a name at its end: "rivals of the chairman, Jane Doe"."""
    head = HEAD.split(words, maxsplit=1)[0]
    noun = (WORD.findall(head.lower()) or [""])[-1]
    return len(head) < len(words) and noun in OF_OTHERS and noun.endswith("s") and noun[:-1] in OF_OTHERS


def is_of_another(words: str) -> bool:
    """Whether a speaker is not the person that their description names: "critics of X", "X's lawyer"."""
    if _apposed_name(words):
        return _are_of_another(words)
    if _BESIDE.search(words) or has_object(words):
        return True
    head = head_of(words)
    parts = WORD.findall(head)
    if _ends_with_staff(parts) or _HAS_LEFT.match(words):
        return True
    if not parts or parts[-1].lower() not in OF_OTHERS or not any(c.isupper() for c in words[1:]):
        return False
    owned = any(part.endswith(_POSSESSIVE) for part in parts)
    return owned or parts[-1].endswith("s") or words[len(head) : len(head) + 1] == " "
