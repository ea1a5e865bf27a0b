"""How much speaks for a name being a person, an organisation or a place.

Each vote is a number; where the largest reaches `ENOUGH` it decides. The sizes were set by reading errors on
hand-annotated news (Wikinews in the GUM corpus; local news in the Local-Global Lexicon) and name no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.models.extractive.gazetteer import Place, gazetteer
from factsheet.models.extractive.lexicon import lexicon
from factsheet.models.extractive.mentions import APOSTROPHES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.models.extractive.mentions import Name
    from factsheet.models.extractive.story import Story

ENOUGH = 2.0
"""Votes below this leave a name unknown."""
HEARD = 8
"""Mentions that vote; the first ones introduce a name, later ones repeat it."""
_LARGE_TOWN = 500_000
"""People; such a town needs no word beside it to be taken for one."""

_AGE = re.compile(r"(?:, | ?\()(?:aged )?\d{1,2}(?:,|\))")
ACRONYM_AFTER = re.compile(r" \(([A-Z][A-Za-z&.]{1,7})\)")
_FOLLOWER = re.compile(r"(?:[’']s?)? ([a-z]+)(?: ([a-z]+))?")
_WHO = re.compile(r", (?:who|whose|whom)\b")
_REGION_AFTER = re.compile(r", ([A-Z][\w.]+)( [A-Z][\w.]+)?")
_FOREIGN = re.compile(r"[A-Z]\w*-[a-z]\w+$|\bal-[A-Z]")
"""Jong-un, al-Assad."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the other names of a story tell about one."""

    surnames: frozenset[str] = frozenset()
    """Single words that also end a longer name, or that a title stands before."""
    treated: Mapping[str, float] = field(default_factory=dict)
    """The votes that the mentions of each single word give for a person."""
    people: frozenset[str] = frozenset()
    """Last and first words of the names that are certainly a person's."""
    initials: frozenset[str] = frozenset()
    """First letters of names of several words."""


def person_votes(story: Story, names: list[Name], hints: Hints) -> float:
    """The votes for a person."""
    words = names[0].text.split()
    if len(words) == 1:
        return _looks_like_a_person(words, hints) + hints.treated[words[0]]
    plain = len(words) <= 4 and not any(w.lower() in lexicon().org_heads for w in words[1:])
    looks = _looks_like_a_person(words, hints) if plain else 0.0
    votes = looks + treated_as_a_person(story, names, plain=plain)
    return votes if plain or votes > 5 else votes / 2


def _looks_like_a_person(words: list[str], hints: Hints) -> float:
    given = words[0] in lexicon().given_names
    if len(words) == 1:
        return 3.0 if words[0] in hints.people else 1.0 if given or words[0] in hints.surnames else 0.0
    votes = 3.0 if given else 0.0
    if any(len(w) == 2 and w.endswith(".") for w in words[:-1]) or words[-1] in {"Jr.", "Sr."}:
        votes += 2
    if words[-1] in hints.surnames:
        votes += 2 if hints.treated.get(words[-1]) else 1
    if any("-" in w for w in words) and _FOREIGN.search(" ".join(words)):
        votes += 1.5
    if not any(w.isupper() and len(w) > 2 for w in words):
        votes += 0.5
    return votes


def treated_as_a_person(story: Story, names: list[Name], *, plain: bool = True) -> float:
    """The votes that mentions give for a person: they speak, have an age or a title.

    `plain` names could be a person's by their form.
    """
    return sum(_treated_as_a_person(story, name, plain=plain) for name in names[:HEARD])


def _treated_as_a_person(story: Story, name: Name, *, plain: bool) -> float:
    lists = lexicon()
    votes = 0.0
    aside = story.text.startswith((", ", " (", "("), name.end)
    if name.title:
        votes += 3
    elif name.before in lists.roles or name.before.removesuffix("s") in lists.roles:
        votes += 2.5 if plain else 0.5
    elif name.before in lists.relations:
        votes += 2.5
    if aside and _AGE.match(story.text, name.end):
        votes += 3
    if name.after in lists.speech or name.before in lists.speech:
        votes += 0.7
    if aside and _WHO.match(story.text, name.end):
        votes += 1.5
    return votes


def organisation_votes(story: Story, names: list[Name], hints: Hints) -> float:
    """The votes for an organisation."""
    lists = lexicon()
    text = names[0].text
    words = text.lower().split()
    last = words[-1].rstrip(".")
    votes = 5.0 if text.lower() in lists.org_names else 0.0
    if len(words) > 1 and last in lists.org_heads:
        votes += 4 if last not in lists.place_heads else 2.5
    if len(words) > 2 and words[0] in lists.org_heads and words[1] in {"of", "for"}:
        votes += 4
    acronym = is_acronym(text)
    if acronym:
        votes += 4.5 if text in hints.initials else 1.5
    for name in names[:HEARD]:
        votes += _treated_as_an_organisation(story, name, acronym=acronym)
        if name.before in lists.org_heads:
            votes += 1.5
        if len(words) > 1 and ACRONYM_AFTER.match(story.text, name.end):
            votes += 2
    return votes


def _treated_as_an_organisation(story: Story, name: Name, *, acronym: bool) -> float:
    lists = lexicon()
    votes = 0.0
    if name.after in lists.org_followers:
        votes += 1.2
    if name.before in {"of", "for", "at"}:
        what = story.text[max(0, name.start - 40) : name.start].lower().split()
        if any(w in lists.roles or w in {"members", "officials"} for w in what[-4:-1]):
            votes += 1.2
    if acronym:
        votes += 0.7 if story.text[max(0, name.start - 4) : name.start].lower() == "the " else 0
        votes += 0.7 if name.after in lists.speech else 0
    return votes


def is_acronym(text: str) -> bool:
    """Whether a name is written as an organisation's acronym."""
    return text.isupper() and text.isalpha() and 2 <= len(text) <= 6 and text.lower() not in lexicon().not_orgs


def place_votes(story: Story, names: list[Name]) -> tuple[float, Place | None]:
    """The votes for a place, and the place of that name in the gazetteer."""
    lists, places = lexicon(), gazetteer()
    text = names[0].text
    words = text.split()
    place = places.find(text) or (places.find(text.title()) if text.isupper() and len(text) > 4 else None)
    votes = 0.0
    if generic(words):
        return 0.0, None
    if place:
        votes += 6 if place.level != "town" else (1.5 if place.population < _LARGE_TOWN else 2.5)
    if len(words) > 1 and words[-1].lower().rstrip(".") in lists.place_heads:
        votes += 2 if words[-1].lower() in lists.org_heads else 3.5
    if len(words) > 1 and words[0].lower().rstrip(".") in lists.place_leads:
        votes += 1
    return votes + sum(_treated_as_a_place(story, name) for name in names[:HEARD]), place


def generic(words: list[str]) -> bool:
    """Whether a name is made of words for kinds of places and bodies alone: "City Hall", "State District"."""
    return all(w.lower().rstrip(".") in lexicon().generic for w in words)


def _treated_as_a_place(story: Story, name: Name) -> float:
    lists, places = lexicon(), gazetteer()
    votes = 0.0
    if name.before in lists.locative:
        votes += 1.2 if name.before in {"in", "near", "across"} else 0.7
    elif name.before == "of":
        kind = story.text[max(0, name.start - 24) : name.start].split()
        what = kind[-2].lower().strip('()"“”.') if len(kind) > 1 else ""
        if what.rstrip(",") in lists.place_kinds or (what.endswith(",") and what[:-1].isdigit()):
            votes += 3
    goes_on = name.after or story.text.startswith(APOSTROPHES, name.end)
    follower = _FOLLOWER.match(story.text, name.end) if goes_on else None
    if follower and not lists.followers.isdisjoint(follower.groups()):
        votes += 1.2
    if story.text.startswith("-based", name.end) or story.text[name.start - 2 : name.start] in {"R-", "D-"}:
        votes += 3
    after = _REGION_AFTER.match(story.text, name.end) if story.text.startswith(", ", name.end) else None
    if after and (after[1] in places.places or after[1] + (after[2] or "") in places.places):
        votes += 3
    return votes
