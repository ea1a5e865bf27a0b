"""Votes for a name being a person, an organisation or a place.

Each sign has a weight; the largest sum decides if it reaches `ENOUGH`. The weights were set by reading errors on
hand-annotated news (Wikinews in the GUM corpus; local news in the Local-Global Lexicon) and depend on no particular
name. A sign that only one class has decides by itself, a shared one only together with another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.language.gazetteer import Place, gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_common
from factsheet.language.thesaurus import is_mostly
from factsheet.models.extractive.names import APOSTROPHES, GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story

ENOUGH = 2.0
"""Names with fewer votes stay unknown."""
HEARD = 8
"""The mentions that vote: the first ones introduce a name, later ones repeat it."""

# For a person.
_GIVEN_NAME = 3.0  # "Jane Doe"
_OF_A_PERSON = 3.0  # "Doe" in a story with a "Jane Doe"
_MAY_BE_ONES = 1.0  # "Jane" or "Doe" alone, where it may be a town or a firm
_INITIAL = 2.0  # "John F. Kennedy", "Jones Jr."
_TREATED_SURNAME, _SURNAME = 2.0, 1.0  # "Doe" stands alone too, and speaks or has a title there; or it does not
_FOREIGN_FORM = 1.5  # "Jong-un", "al-Assad": firms and towns rarely have it
_NO_CAPITALS = 0.5  # an acronym among the words speaks for a body
_TITLE = 3.0  # "President Hollande"
_ROLE_BEFORE, _ROLE_BEFORE_ODD = 2.5, 0.5  # "actor Jane Doe"; "actor" before what has not the form of a person's name
_RELATION_BEFORE = 2.5  # "her brother John"
_AGE_BEHIND = 3.0  # "Jane Doe, 43,"
_SPEAKS = 0.7  # bodies and countries speak as well
_WHO_BEHIND = 1.5  # ", who"
_ROLE_BESIDE = 2.0  # "the rector, Jane Doe,"
_ALSO_SURNAMES = frozenset({"court", "guard", "guild", "house", "page", "post", "star", "sun"})
"""Nouns for bodies that are surnames too."""
_LONG = 6
"""Longer common nouns, in letters, are hardly ever surnames."""
_SURE = 5.0
"""Votes above which a name is a person's whatever its form; below, half of them count."""

# For an organisation.
_KNOWN_BODY = 5.0  # "Greenpeace": on the list, and above any other single sign
_BODY_LAST, _BODY_OR_PLACE_LAST = 4.0, 2.5  # "Air Agency"; "Civic Center", which may be a place
_BODY_OF = 4.0  # "Ministry of Defence"
_ACRONYM_KNOWN, _ACRONYM = 4.5, 1.5  # "WHO" in a story with "World Health Organization"; capitals alone
_BODY_BEFORE = 1.5  # "the agency Reuters"
_ACRONYM_BEHIND = 2.0  # "World Health Organization (WHO)"
_FOLLOWED_BY_STAFF = 1.2  # "Boeing officials": a town has them too
_ROLE_OF = 1.2  # "director of Oxfam"
_ACRONYM_SIGN = 0.7  # "the" before capitals, a verb of speaking behind them

# For a place.
_COUNTRY_OR_REGION = 6.0  # on the list, and hardly ever anything else
_TOWN, _LARGE_TOWN = 1.5, 2.5  # many a small town has the name of a person; a large one needs no word beside it
_PLACE_LAST, _PLACE_OR_BODY_LAST = 3.5, 2.0  # "Wabash River"; "Civic Center"
_PLACE_FIRST = 1.0  # "Lake …", "San …", "New …"
_IN, _OTHER_PREPOSITION = 1.2, 0.7  # "in", "near", "across"; "to" and "from" stand before people too
_KIND_OF = 3.0  # "the city of", "May 7, of"
_FOLLOWED_BY_LOCALS = 1.2  # "a Gainesville man"
_BASED = 3.0  # "Boston-based", "R-Ohio"
_REGION_BEHIND = 3.0  # "Springfield, Ohio"
_LARGE = 500_000
"""The inhabitants of a large town."""

_ROLES, _RELATIONS = ENGLISH.words("titles", "roles"), ENGLISH.words("titles", "relations")
_BESIDE_NAMES = _ROLES | ENGLISH.words("titles", "further roles")
_OFFICERS = _ROLES | {"members", "officials"}
_SPEAKING = ENGLISH.words("saying", "beside names")
_BODIES, _BODY_NAMES = ENGLISH.words("organisations", "heads"), ENGLISH.words("organisations", "names")
_STAFF, _NO_BODY = ENGLISH.words("organisations", "followers"), ENGLISH.words("organisations", "not organisations")
_PLACES, _LEADS = ENGLISH.words("place_nouns", "heads"), ENGLISH.words("place_nouns", "leading")
_COMPASS = ENGLISH.words("place_nouns", "compass")
_SURNAMES_TOO = ENGLISH.words("place_nouns", "also surnames")
_NO_SURNAMES = _BODIES | (_PLACES - _SURNAMES_TOO)
_KINDS, _LOCALS = ENGLISH.words("place_nouns", "kinds"), ENGLISH.words("place_nouns", "followers")
_OF_A_PERSON_TOO = frozenset({"administration", "campaign", "camp", "presidency", "era", "aide", "aides", "adviser"})
"""Nouns that follow a person's name rather than a town's."""
_OFFICES = ENGLISH.words("organisations", "offices")
NO_TOWNS = {word.title() for word in ENGLISH.words("place_nouns", "hardly ever")}
_OCCASIONS = ENGLISH.words("place_nouns", "occasions")
_PLACE_WORDS = _KINDS | _PLACES | _LEADS
_TITLE_BEHIND = re.compile(r": (?:The |A )?[A-Z]")  # "Batman: The Animated Series"
_LOCATIVE, _GENERIC = ENGLISH.words("place_nouns", "locative"), ENGLISH.words("place_nouns", "generic")

_AGE = re.compile(r"(?:, | ?\()(?:aged )?\d{1,2}(?:,|\))")  # ", 43," or "(43)"
ACRONYM_AFTER = re.compile(r" \(([A-Z][A-Za-z&.]{1,7})\)")  # " (WHO)"
_SPELLED = re.compile(r"\b[a-z]+ \( ?$")  # "purchasing managers' index (": of no name
_FOLLOWER = re.compile(r"(?:[’']s?)? ([a-z]+)(?: ([a-z]+))?")  # one or two small words behind a name
_BESIDE = 60
"""Distance before a name in which its role is looked for, in characters."""
_ROLE_AND_COMMA = re.compile(r"\b([a-z]+)(?: (?:of|to|for) [\w’' ]{2,40})?, $")
_OFFICE = re.compile(r"\b(?:[Dd]irector|[Mm]inister|[Cc]ommissioner|[Ss]ecretary|[Hh]ead|[Cc]hief) (?:of|for) $")
_COMMA_AND_ROLE = re.compile(r", (?:an? |the )?(?:[\w’'-]+ ){0,4}?([a-z]+)(?=,| of| for| at| in| to| who|\.)")
_FIRM_BEHIND = re.compile(
    r", (?:an?|the) (?:[\w’'-]+ ){0,5}?(?:firm|company|group|start-?up|bank|club|team|brand|app|chain|maker|retailer)\b"
)
_WHO = re.compile(r", (?:who|whose|whom)\b")  # only people are who
_REGION_AFTER = re.compile(r", ([A-Z][\w.]+)( [A-Z][\w.]+)?")  # ", Ohio", ", New York"
_FOREIGN = re.compile(r"[A-Z]\w*-[a-z]\w+$|\bal-[A-Z]")
"""Jong-un, al-Assad."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Evidence about one name from the other names of a story."""

    surnames: frozenset[str] = frozenset()
    """Single words that also end a longer name, or follow a title."""
    treated: Mapping[str, float] = field(default_factory=dict)
    """The votes for a person by the mentions of each single word."""
    people: frozenset[str] = frozenset()
    """First and last words of names that are certainly a person's."""
    initials: frozenset[str] = frozenset()
    """First letters of names of several words."""


def person_votes(story: Story, names: list[Mention], hints: Hints) -> float:
    """The votes for a person."""
    words = names[0].text.split()
    if len(words) == 1:
        if len(words[0]) > _LONG and _is_noun(words[0].lower()) and words[0] not in GIVEN_NAMES:
            return 0.0  # "the 1951 Refugee Convention"
        named = _single_name(words[0], hints)
        treated = hints.treated[words[0]]
        # Firms and towns speak as well.
        return named + treated if named or any(map(_is_introduced, names[:HEARD])) else min(treated, _SPEAKS)
    if words[0].lower() in _COMPASS or words[-1].lower() in _ROLES or max(map(len, words)) <= len("A."):
        return 0.0
    if is_no_person(words) or any(_is_of_office(story, name) for name in names):
        return 0.0
    plain = _could_be_ones(words)
    looks = _full_name(words, hints) if plain else 0.0
    votes = looks + treated_as_a_person(story, names, plain=plain)
    return votes if plain or votes > _SURE else votes / 2


def is_no_person(words: list[str]) -> bool:
    """Whether words are no person's name: "Australian Grand Prix", "Every Student Succeeds Act", "Ulster Rugby"."""
    if words[-1].lower() in _OCCASIONS or any(word.rpartition("-")[2] in _ROLES for word in words if "-" in word):
        return True
    if words[0] in GIVEN_NAMES:
        return False
    known = gazetteer()
    return words[0] in known.people or all(_is_noun(w.lower()) for w in words[words[0] in known.places :])


def _is_noun(word: str) -> bool:
    """Whether a word is a common noun more often than a name."""
    return is_common(word) or is_mostly(word, "n")


def _is_of_office(story: Story, name: Mention) -> bool:
    """Whether a name begins with the field of an office: "director of Engineering Paul Roe"."""
    return (
        name.before in {"of", "for"}
        and _OFFICE.search(story.text, max(0, name.start - _BESIDE), name.start) is not None
    )


def _could_be_ones(words: list[str]) -> bool:
    """Whether words have the form of a person's name."""
    surname = words[0] in GIVEN_NAMES and len(words) == 2 and words[1].lower() in _ALSO_SURNAMES
    return len(words) <= 4 and (surname or not any(w.lower() in _NO_SURNAMES for w in words[1:]))


def _is_introduced(name: Mention) -> bool:
    """Whether a title or role precedes a name."""
    return bool(name.title) or _role_before(name, plain=True) > 0


def _single_name(word: str, hints: Hints) -> float:
    if word in hints.people:
        return _OF_A_PERSON
    return _MAY_BE_ONES if word in GIVEN_NAMES or word in hints.surnames else 0.0


def _full_name(words: list[str], hints: Hints) -> float:
    """The votes for the form of a name of several words."""
    votes = _GIVEN_NAME if words[0] in GIVEN_NAMES else 0.0
    if votes and words[-1].lower() in _SURNAMES_TOO and words[-1] not in hints.surnames:
        votes = _MAY_BE_ONES  # "Victoria Park"
    if _has_initial(words):
        votes += _INITIAL
    if words[-1] in hints.surnames:
        votes += _TREATED_SURNAME if hints.treated.get(words[-1]) else _SURNAME
    if _FOREIGN.search(" ".join(words)):
        votes += _FOREIGN_FORM
    return votes if any(w.isupper() and len(w) > 2 for w in words) else votes + _NO_CAPITALS


def _has_initial(words: list[str]) -> bool:
    return words[-1] in {"Jr.", "Sr."} or any(len(w) == 2 and w.endswith(".") for w in words[:-1])


def treated_as_a_person(story: Story, names: list[Mention], *, plain: bool = True) -> float:
    """The votes of mentions for a person: they speak, have an age or a title.

    `plain` names have the form of a person's.
    """
    return sum(_treated_as_a_person(story, name, plain=plain) for name in names[:HEARD])


def _treated_as_a_person(story: Story, name: Mention, *, plain: bool) -> float:
    votes = _TITLE if name.title else _role_before(name, plain=plain)
    aside = story.text.startswith((", ", " (", "("), name.end)
    if plain and " " in name.text and _has_role_beside(story, name, behind=aside):
        votes += _ROLE_BESIDE
    if aside and _AGE.match(story.text, name.end):
        votes += _AGE_BEHIND
    if name.after in _SPEAKING or name.before in _SPEAKING:
        votes += _SPEAKS
    if aside and _WHO.match(story.text, name.end):
        votes += _WHO_BEHIND
    return votes


def _has_role_beside(story: Story, name: Mention, *, behind: bool) -> bool:
    """Whether a role is on the other side of a comma: "the rector, Jane Doe,", "Jane Doe, director of"."""
    before = _ROLE_AND_COMMA.search(story.text, max(0, name.start - _BESIDE), name.start)
    after = _COMMA_AND_ROLE.match(story.text, name.end) if behind else None
    return any(found is not None and found[1] in _BESIDE_NAMES for found in (before, after))


def _role_before(name: Mention, *, plain: bool) -> float:
    of_several = " " in name.text and name.before.removesuffix("s") in _ROLES  # but "league leaders Chelsea"
    if name.before in _ROLES or of_several:
        return _ROLE_BEFORE if plain else _ROLE_BEFORE_ODD
    return _RELATION_BEFORE if name.before in _RELATIONS else 0.0


def organisation_votes(story: Story, names: list[Mention], hints: Hints) -> float:
    """The votes for an organisation."""
    text = names[0].text
    if text in gazetteer().places:
        return 0.0
    words = text.lower().split()
    acronym = is_acronym(text) and not any(
        _SPELLED.search(story.text, max(0, n.start - 24), n.start) for n in names[:HEARD]
    )
    known = text.lower() in _BODY_NAMES or " ".join(words[-2:]) in _BODY_NAMES  # "the Trump White House"
    votes = _KNOWN_BODY if known else 0.0
    if not (len(words) == 2 and _could_be_ones(text.split())):
        votes += _body_last(words) + _body_of(words)
    if acronym:
        votes += _ACRONYM_KNOWN if text in hints.initials else _ACRONYM
    for name in names[:HEARD]:
        votes += _treated_as_an_organisation(story, name, acronym=acronym)
        if name.before in _BODIES:
            votes += _BODY_BEFORE
        behind = ACRONYM_AFTER.match(story.text, name.end) if len(words) > 1 else None
        if behind and behind[1][0] == text[0]:
            votes += _ACRONYM_BEHIND
    return votes


def _body_last(words: list[str]) -> float:
    last = words[-1].rstrip(".")
    if len(words) == 1 or last not in _BODIES:
        return 0.0
    return _BODY_OR_PLACE_LAST if last in _PLACES else _BODY_LAST


def _body_of(words: list[str]) -> float:
    joined = any(one in _BODIES and other in {"of", "for"} for one, other in pairwise(words[:-1]))
    return _BODY_OF if joined and len(words) > 2 else 0.0


def _treated_as_an_organisation(story: Story, name: Mention, *, acronym: bool) -> float:
    votes = _FOLLOWED_BY_STAFF if name.after in _STAFF else 0.0
    if name.before in {"of", "for", "at"}:
        what = story.text[max(0, name.start - 40) : name.start].lower().split()
        votes += 0.0 if _OFFICERS.isdisjoint(what[-4:-1]) else _ROLE_OF
    if acronym:
        the = story.text[max(0, name.start - 4) : name.start].lower() == "the "
        votes += _ACRONYM_SIGN * the
        votes += _ACRONYM_SIGN * (name.after in _SPEAKING)
    return votes


def is_acronym(text: str) -> bool:
    """Whether a name is written as an organisation's acronym; one of two letters can be a region's: "NY"."""
    return text.isupper() and text.isalpha() and 3 <= len(text) <= 6 and text.lower() not in _NO_BODY


def place_votes(story: Story, names: list[Mention]) -> tuple[float, Place | None]:
    """The votes for a place, and its entry in the gazetteer."""
    text = names[0].text
    words = text.split()
    if generic(words) or _is_no_place(story, names, words):
        return 0.0, None
    places = gazetteer()
    place = places.find(text) or (places.find(text.title()) if text.isupper() and len(text) > 4 else None)
    if place is None and not place_last(words) and (text.isupper() or any(map(str.isdigit, text))):
        return 0.0, None
    if any(_FIRM_BEHIND.match(story.text, name.end) for name in names[:HEARD]):
        return 0.0, None
    if " " not in text and all(name.initial for name in names) and is_common(text.lower()):
        return 0.0, None  # "Time and again": any word has a capital there
    if text in NO_TOWNS or text.lower() in _OFFICES or any(name.after in _OF_A_PERSON_TOO for name in names[:HEARD]):
        place = None
    votes = _in_gazetteer(place) + place_last(words)
    if len(words) > 1 and words[0].lower().rstrip(".") in _LEADS:
        votes += _PLACE_FIRST
    return votes + sum(_treated_as_a_place(story, name) for name in names[:HEARD]), place


def _is_no_place(story: Story, names: list[Mention], words: list[str]) -> bool:
    """Whether a name is an occasion's, a work's, or a national body's: "Food Standards of Australia"."""
    if len(words) > 1 and (words[-1].lower() in _OCCASIONS or (words[0].lower() in _OCCASIONS and len(words[-1]) == 1)):
        return True
    if len(words) > 2 and words[-2] == "of" and words[-1] in gazetteer().places:
        return not _PLACE_WORDS.intersection(word.lower() for word in words[:-2])
    return any(_TITLE_BEHIND.match(story.text, name.end) for name in names[:HEARD])


def _in_gazetteer(place: Place | None) -> float:
    if place is None or place.level != "town":
        return _COUNTRY_OR_REGION if place else 0.0
    return _TOWN if place.population < _LARGE else _LARGE_TOWN


def place_last(words: list[str]) -> float:
    """The votes of a last word that is a kind of place: "Wabash River"."""
    last = words[-1].lower()
    if len(words) == 1 or last.rstrip(".") not in _PLACES or (words[0] in GIVEN_NAMES and last in _SURNAMES_TOO):
        return 0.0
    return _PLACE_OR_BODY_LAST if last in _BODIES else _PLACE_LAST


def generic(words: list[str]) -> bool:
    """Whether a name consists of nouns for places and bodies: "City Hall", "State District"."""
    return all(w.lower().rstrip(".") in _GENERIC for w in words)


def _treated_as_a_place(story: Story, name: Mention) -> float:
    votes = _preposition(story, name) + followed_by_locals(story, name)
    if story.text.startswith("-based", name.end) or story.text[name.start - 2 : name.start] in {"R-", "D-"}:
        votes += _BASED
    return votes + region_behind(story, name)


def _preposition(story: Story, name: Mention) -> float:
    if name.before in _LOCATIVE:
        return _IN if name.before in {"in", "near", "across"} else _OTHER_PREPOSITION
    return _KIND_OF if name.before == "of" and _kind_before(story, name) else 0.0


def _kind_before(story: Story, name: Mention) -> bool:
    """Whether a kind of place, or the number of a day or street, precedes "of" and a name."""
    words = story.text[max(0, name.start - 24) : name.start].split()
    what = words[-2].lower().strip('()"“”.') if len(words) > 1 else ""
    return what.rstrip(",") in _KINDS or (what.endswith(",") and what[:-1].isdigit())


def followed_by_locals(story: Story, name: Mention) -> float:
    """The votes of a word after a name for people or things in a town: "a Gainesville man"."""
    goes_on = name.after or story.text.startswith(APOSTROPHES, name.end)
    follower = _FOLLOWER.match(story.text, name.end) if goes_on else None
    return _FOLLOWED_BY_LOCALS if follower and not _LOCALS.isdisjoint(follower.groups()) else 0.0


def region_behind(story: Story, name: Mention) -> float:
    """The votes of a region after a name: "Springfield, Ohio"."""
    after = _REGION_AFTER.match(story.text, name.end) if story.text.startswith(", ", name.end) else None
    regions = gazetteer().places
    owned = after is not None and story.text.startswith(APOSTROPHES, after.end())  # ", Norland's health minister"
    known = after and not owned and (after[1] in regions or after[1] + (after[2] or "") in regions)
    return _REGION_BEHIND if known else 0.0
