"""The words for a person: what is a name in them, and whom a description of a speaker means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

# A name is a run of capitalised words with the small words of names between them ("de la", "bin"); a word may be an
# acronym with stops, an initial or a title with its stop, or begin with an Arabic article. `language.names` reads names
# for comparing texts: it ends one at a title and at a stop, and whom a surname means hangs on these.
_NAME_WORD = (
    r"(?:(?:[^\W\d_a-z]\.){2,}"
    r"|(?:[^\W\d_a-z]|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|St|Rev|Hon)\.(?= ?[^\W\d_a-z])"
    r"|(?:al|el|as|ul|an|ad|ar)-[^\W\d_a-z][\w’'-]*|[^\W\d_a-z][\w’'-]*)"
)
NAME = re.compile(
    rf"(?<!\w)(?=[^\W\d_a-z]|[aeu][ldnrs]-){_NAME_WORD}"
    rf"(?: (?:(?:of|&|de|del|der|den|van|von|da|dos|di|bin|bint|ibn|la|le|el|al|ter|ten)"
    rf"(?= [^\W\d_])(?! the\b) )?{_NAME_WORD}){{0,9}}"
)
HEAD = re.compile(r",| (?:of|to|for|from|in|at|with|on|about|against|who|that|inside|within|among|close|near) ")
"""Words that end the head of a noun phrase: names after them belong to something else."""
_POSSESSIVE = ("'s", "’s", "'", "’")
WORD = re.compile(r"[\w’'-]+")  # words with their hyphens and apostrophes
GENDERED = {word: sex for sex, part in (("m", "he"), ("f", "she")) for word in ENGLISH.words("names", part)}
"""Titles and roles that show a gender."""
_NOBODY = frozenset().union(
    *(ENGLISH.words("organisations", part) for part in ("heads", "names")),
    *(ENGLISH.words("place_nouns", part) for part in ("heads", "leading", "kinds", "compass")),
    ENGLISH.words("names", "places"),
    WORDS["days"],
)
"""Words that are in no name of a person."""
GENDERS = {
    name: sex
    for sex, parts in (("m", ("male", "rarer male")), ("f", ("female", "rarer female")))
    for part in parts
    for name in ENGLISH.words("given_names", part)
}
"""Given names with their gender; those of both count as female."""
_GIVEN_NAMES = GENDERS.keys() | ENGLISH.words("given_names")
ROLES = ENGLISH.words("titles", "roles")
OF_PERSONS = ("er", "or", "ist", "man", "woman")
"""Endings of most nouns for what somebody is."""
PAPERS = ENGLISH.words("holders", "things")
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


def is_person(parts: Sequence[str]) -> bool:
    """Whether a name can be a person's: two or more words, none of which is for a body or place."""
    return len(parts) > 1 and "&" not in parts and _NOBODY.isdisjoint(part.lower() for part in parts)


def sex_of(words: str) -> str:
    """The gender shown by a pronoun or by the first word of a name: "m", "f" or ""."""
    first = words.split(" ", 1)[0]
    return _PRONOUNS.get(first.lower(), "") or GENDERS.get(first, "")


_PRONOUNS = {"he": "m", "she": "f", "his": "m", "her": "f"}


def is_given_name(word: str) -> bool:
    """Whether a word is in the list of given names."""
    return word in _GIVEN_NAMES


def _is_given(word: str) -> bool:
    """Whether the first word of a name can be a given name, and is no title."""
    low = word.lower().rstrip(".")
    return not word.endswith(_POSSESSIVE) and low not in ROLES and low not in TITLES and low not in _QUALIFYING


def are_several(names: Sequence[list[str]], surname: str) -> bool:
    """Whether people with different given names share a surname: "Ann Doe" and "Bob Doe", not "A. Doe"."""
    given = [parts[0] for parts in names if len(parts) > 1 and parts[-1] == surname and _is_given(parts[0])]
    return any(
        name != given[0] and (name[0] != given[0][0] or min(len(name), len(given[0])) > len("A.")) for name in given[1:]
    )


def name_in(words: str) -> list[str]:
    """The name in some words, without titles: an apposition, else the last in the head, else the last."""
    for part in (_apposed_name(words), HEAD.split(words, maxsplit=1)[0]):
        found = [kept for match in NAME.finditer(part) if (kept := strip_titles(match.group().split())[0])]
        if found:
            return found[-1]
    return []


_ROLE_BEFORE = re.compile(r"^(?:[a-z-]+ ){0,2}[a-z]+(?:er|or|ist|man) (?=[A-Z][\w’'-]+ [A-Z])")
"""What somebody is, before an apposed name: "retired postman Jane Doe"."""


def _apposed_name(words: str) -> str:
    """The name in apposition at the end of some words: "the mayor, Jane Doe"."""
    apposed = _ROLE_BEFORE.sub("", words.rpartition(", ")[2])
    return apposed if apposed != words and " " in apposed and NAME.fullmatch(apposed) else ""


def strip_titles(parts: list[str]) -> tuple[list[str], str, set[str]]:
    """A name without initial titles and possessive; with the gender and role that the titles show."""
    gender, roles = "", set()
    first = 0
    while first < len(parts):
        word = _without_possessive(parts[first].rstrip(".")).lower()
        if word in TITLES or (word in ROLES and len(parts) - first > _FULL_NAME):
            roles.add(word)
        elif word not in GENDERED and word not in _NO_NAMES and not _only_says_which(parts[first:], word):
            break
        gender = GENDERED.get(word, gender)
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
    if not at or not rest or parts[0] in GENDERS or not _NOBODY.isdisjoint(part.lower() for part in rest):
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
    if len(head) == len(words) or (WORD.findall(head.lower()) or [""])[-1] not in PAPERS:
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
    if parts[-1] in PAPERS and any(part.endswith(_POSSESSIVE) for part in parts):
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
