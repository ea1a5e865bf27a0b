"""The word lists of the built-in model, read once from `data/*.txt`.

A list is plain text: words apart from each other by white space, `_` for a space inside a name. Lines that
start with "#" say where the list is from; a line "[NAME]" begins the part NAME of a list that has parts.
Countries and regions have their own, tabular files and live in `gazetteer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from factsheet.language.lists import Lists

_LISTS = Lists("factsheet.models.extractive")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, lower-cased except where the field says otherwise."""

    abbreviations: frozenset[str]
    """As written, without their full stop; those that stand beside names."""
    stopwords: frozenset[str]
    in_names: frozenset[str]
    kept: frozenset[str]
    """As written."""
    calendar: frozenset[str]
    not_alone: frozenset[str]
    given_names: frozenset[str]
    """As written, with their capital."""
    speech: frozenset[str]
    roles: frozenset[str]
    relations: frozenset[str]
    qualifiers: frozenset[str]
    address: frozenset[str]
    org_heads: frozenset[str]
    org_followers: frozenset[str]
    org_names: frozenset[str]
    not_orgs: frozenset[str]
    before_of: frozenset[str]
    place_heads: frozenset[str]
    place_leads: frozenset[str]
    place_kinds: frozenset[str]
    locative: frozenset[str]
    local_bodies: frozenset[str]
    local_strong: frozenset[str]
    generic: frozenset[str]
    followers: frozenset[str]
    roads: frozenset[str]
    compass: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read the lists."""
    stop, calendar, roles = parts("stopwords"), parts("calendar"), parts("roles")
    orgs, places = parts("organisations"), parts("place_words")
    return Lexicon(
        abbreviations=frozenset(_read("abbreviations")[""]),
        stopwords=stop[""],
        in_names=stop["in names"],
        kept=frozenset(_read("stopwords")["kept"]),
        calendar=calendar[""],
        not_alone=calendar["not alone"],
        given_names=frozenset(_read("given_names")[""]),
        speech=words("speech"),
        roles=roles[""],
        relations=roles["relations"],
        qualifiers=roles["qualifiers"],
        address=roles["address"],
        org_heads=orgs["heads"],
        org_followers=orgs["followers"],
        org_names=orgs["names"],
        not_orgs=orgs["not organisations"],
        before_of=orgs["before of"],
        place_heads=places["heads"],
        place_leads=places["leading"],
        place_kinds=places["kinds"],
        locative=places["locative"],
        local_bodies=places["local bodies"],
        local_strong=places["local strong"],
        generic=places["generic"],
        followers=places["followers"],
        roads=places["roads"],
        compass=places["compass"],
    )


@cache
def words(name: str) -> frozenset[str]:
    """The list `data/NAME.txt` without its parts, lower-cased."""
    return frozenset(word.lower() for part in _read(name).values() for word in part)


def lines(name: str) -> list[str]:
    """The lines of `data/NAME.txt` that are not comments."""
    return list(_LISTS.lines(name))


@cache
def parts(name: str) -> dict[str, frozenset[str]]:
    """The list `data/NAME.txt` part by part, lower-cased; what stands before the first part is ""."""
    return {part: frozenset(w.lower() for w in found) for part, found in _read(name).items()}


def _read(name: str) -> dict[str, list[str]]:
    return {part: [word for row in _LISTS.rows(name, part) for word in row] for part in _LISTS.parts(name)}
