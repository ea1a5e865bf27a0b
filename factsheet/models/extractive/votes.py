"""How much speaks for a name being a person, an organisation or a place.

Each vote is a number; where the largest reaches `ENOUGH` it decides. The sizes were set by reading errors on
hand-annotated news (Wikinews in the GUM corpus; local news in the Local-Global Lexicon) and name no name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.models.extractive.gazetteer import Place, gazetteer
from factsheet.models.extractive.lexicon import lexicon

if TYPE_CHECKING:
    from factsheet.models.extractive.mentions import Name
    from factsheet.models.extractive.story import Story

ENOUGH = 2.0
"""Votes below this leave a name unknown."""
HEARD = 8
"""Mentions that vote; the first ones introduce a name, later ones repeat it."""
_LARGE_TOWN = 500_000
"""People; such a town needs no word beside it to be taken for one."""

_AGE = re.compile(r",? ?\(?(?:aged )?\d{1,2}(?:,|\))")
ACRONYM_AFTER = re.compile(r" \(([A-Z][A-Za-z&.]{1,7})\)")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_WHO = re.compile(r", (?:who|whose|whom)\b")
_REGION_AFTER = re.compile(r", ([A-Z][\w.]+)( [A-Z][\w.]+)?")
_FOREIGN = re.compile(r"[A-Z]\w*-[a-z]\w+$|\bal-[A-Z]")
"""Jong-un, al-Assad."""


def person_votes(story: Story, names: list[Name], surnames: frozenset[str]) -> float:
    """The votes for a person; `surnames` are single names that also end a longer one or follow a title."""
    words = names[0].text.split()
    plain = len(words) <= 4 and not any(w.lower() in lexicon().org_heads for w in words[1:])
    looks = _looks_like_a_person(words, surnames) if plain else 0.0
    votes = looks + sum(_treated_as_a_person(story, name, plain=plain) for name in names[:HEARD])
    return votes if plain or votes > 5 else votes / 2


def _looks_like_a_person(words: list[str], surnames: frozenset[str]) -> float:
    given = words[0] in lexicon().given_names
    if len(words) == 1:
        return 1.0 if given or words[0] in surnames else 0.0
    votes = 3.0 if given else 0.0
    if any(len(w) == 2 and w.endswith(".") for w in words[:-1]) or words[-1] in {"Jr.", "Sr."}:
        votes += 2
    if words[-1] in surnames:
        votes += 1.5
    if _FOREIGN.search(" ".join(words)):
        votes += 1.5
    if not any(w.isupper() and len(w) > 2 for w in words):
        votes += 0.5
    return votes


def _treated_as_a_person(story: Story, name: Name, *, plain: bool) -> float:
    lists = lexicon()
    votes = 0.0
    if name.title:
        votes += 3
    elif name.before in lists.roles or name.before.removesuffix("s") in lists.roles:
        votes += 2.5 if plain else 0.5
    elif name.before in lists.relations:
        votes += 2.5
    if _AGE.match(story.text, name.end):
        votes += 3
    after = _NEXT_WORD.match(story.text, name.end)
    if (after and after[1] in lists.speech) or name.before in lists.speech:
        votes += 0.7
    if _WHO.match(story.text, name.end):
        votes += 1.5
    return votes


def organisation_votes(story: Story, names: list[Name]) -> float:
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
    if is_acronym(text):
        votes += 2.5
    for name in names[:HEARD]:
        if name.before in lists.org_heads:
            votes += 1.5
        if len(words) > 1 and ACRONYM_AFTER.match(story.text, name.end):
            votes += 2
    return votes


def is_acronym(text: str) -> bool:
    """Whether a name is written as an organisation's acronym."""
    return (
        text.isupper() and text.isalpha() and 2 <= len(text) <= 6 and text.lower() not in lexicon().not_orgs
    )


def place_votes(story: Story, names: list[Name]) -> tuple[float, Place | None]:
    """The votes for a place, and the place of that name in the gazetteer."""
    lists, places = lexicon(), gazetteer()
    text = names[0].text
    words = text.split()
    place = places.find(text) or (places.find(text.title()) if text.isupper() and len(text) > 4 else None)
    votes = 0.0
    if place:
        votes += 6 if place.level != "town" else (1.5 if place.population < _LARGE_TOWN else 2.5)
    if len(words) > 1 and words[-1].lower().rstrip(".") in lists.place_heads:
        votes += 3.5
    if len(words) > 1 and words[0].lower().rstrip(".") in lists.place_leads:
        votes += 1
    return votes + sum(_treated_as_a_place(story, name) for name in names[:HEARD]), place


def _treated_as_a_place(story: Story, name: Name) -> float:
    lists, places = lexicon(), gazetteer()
    votes = 0.0
    if name.before in lists.locative:
        votes += 1.2 if name.before in {"in", "near", "across"} else 0.7
    elif name.before == "of":
        kind = story.text[max(0, name.start - 24) : name.start].split()
        if len(kind) > 1 and kind[-2].lower().strip('()"“”,.') in lists.place_kinds:
            votes += 3
    after = _REGION_AFTER.match(story.text, name.end)
    if after and (after[1] in places.places or after[1] + (after[2] or "") in places.places):
        votes += 3
    return votes
