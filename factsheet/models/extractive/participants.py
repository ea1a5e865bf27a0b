"""Participants: people with their roles, organisations, and countries that act.

Ranked by how much of the story they take.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.attribution.naming import is_person
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_common
from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.roles import find_role
from factsheet.models.extractive.taking_part import (
    BODIES,
    REACH,
    ROLES,
    SOURCE,
    acts,
    is_flight,
    is_half,
    is_of_another,
    takes_part,
)
from factsheet.models.extractive.voices import HEAD
from factsheet.models.extractive.votes import generic, is_no_person

if TYPE_CHECKING:
    from collections.abc import Collection

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice

_FEWEST, _MOST, _SENTENCES_EACH = 10, 24, 3
"""How many participants a sheet lists: one for every `_SENTENCES_EACH` sentences, within bounds."""
_SURE = {True: 2.5, False: 3.0}
"""The votes that a participant needs: with several words in the name, and with one."""
_KINDS = {"person": "person", "organisation": "organisation", "country": "country", "place": "country"}
_GENERIC = (BODIES | ENGLISH.words("organisations", "offices") | {"accord", "act", "states", "treaty"}) - ENGLISH.words(
    "organisations", "names"
)
_SAME = {"GOP": "Republican Party", "EU": "European Union", "UN": "United Nations"}
"""Abbreviations that the article need not explain."""
_SPEAKERS = BODIES | ROLES | ENGLISH.words("holders", "people")
_NOBODY = re.compile(r"(?:two|three|four|five|six|both|\d+|[a-z]+ed) ", re.IGNORECASE)
"""The start of words for several people named elsewhere, or of a verb: "included members of the board"."""


def participants(
    story: Story, entities: list[Entity], named: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> list[Entity]:
    """The participants, by weight; those in `named`, whom positions and disputes name, are always included.

    `people` are names of speakers who are people for certain, whatever the story's other words say.
    """
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    known = frozenset(form for e in entities if e.sort != "unknown" for form in e.forms)
    entities = [e for e in entities if not _is_generic(full_name(e)) and not is_half(story, e, known)]
    chosen = [e for e in of_sort(entities, "person", "organisation") if _sure(e) and not is_of_another(story, e)]
    chosen = [e for e in chosen if full_name(e) in named or takes_part(story, e)]
    chosen = _once(chosen)
    chosen += [e for e in of_sort(entities, "country") if acts(story, e)]
    chosen = sorted(chosen, key=lambda e: (-e.weight, e.mentions[0].start))[:most]
    return chosen + [
        e
        for e in entities
        if full_name(e) in named
        and e not in chosen
        and (full_name(e) in people or (_is_some(e) and not _is_thing(story, e)))
    ]


def _is_thing(story: Story, entity: Entity) -> bool:
    """Whether an unclassified name is a flight, or only a source: "according to Le Courrier"."""
    if entity.sort != "unknown" or full_name(entity).split()[0] in GIVEN_NAMES:
        return False
    named = all(SOURCE.search(story.text, max(0, m.start - REACH), m.start) for m in entity.mentions)
    return named or is_flight(story, entity, [])


def _once(chosen: list[Entity]) -> list[Entity]:
    """Each body once: no "GOP" beside "Republican Party", no name that ends before another's."""
    names = {full_name(entity) for entity in chosen}
    return [
        e
        for e in chosen
        if _SAME.get(full_name(e)) not in names
        and not (e.sort == "organisation" and any(_is_part(full_name(e), other) for other in names))
    ]


def _is_part(name: str, other: str) -> bool:
    """Whether an organisation's name is part of another: "Lee Academy" of "Lee Academy for the Arts"."""
    return other.endswith(f" {name}") or other.startswith((f"{name} for ", f"{name} of "))


def _is_some(entity: Entity) -> bool:
    """Whether the kind of a name is clear."""
    words = entity.name.split()
    if entity.sort != "unknown" or not is_person(words):
        return entity.sort in _KINDS
    return words[0].title() in GIVEN_NAMES or not (is_no_person(words) or any(map(_is_no_name, words)))


def _is_no_name(word: str) -> bool:
    """Whether a word is a place or a thing, and not part of a person's name: "Force India", "T-Shirt"."""
    return gazetteer().find(word) is not None or ("-" in word and is_common(word.rpartition("-")[2].lower()))


def groups(
    story: Story, voices: list[Voice], who: list[Entity], named: frozenset[str], lines: Collection[int] = ()
) -> list[dict[str, Any]]:
    """The entries of unnamed speakers in positions and disputes: "analysts".

    Speakers who occur only in sentences of the summary, whose indexes are `lines`, are left out, and so are "two
    lawmakers", who are named elsewhere.
    """
    listed = {full_name(entity) for entity in who}
    beyond = [
        v
        for v in voices
        if (_is_named(v.holder) or story.sentence_index(v.span[0]) not in lines) and not _NOBODY.match(v.holder)
    ]
    found = {v.holder: v for v in reversed(beyond) if v.holder in named and v.holder not in listed and _noun(v.holder)}
    return [
        {
            "name": holder,
            "kind": _kind_of(holder),
            "role": None,
            "aliases": [],
            "evidence": [story.quote(story.around(voice.span))],
        }
        for holder, voice in sorted(found.items(), key=lambda pair: pair[1].span)
    ]


def _is_named(holder: str) -> bool:
    """Whether words for somebody contain a name: "Democratic officials", not "Officials"."""
    return any(word[0].isupper() and word.lower() not in _SPEAKERS for word in holder.split())


def _kind_of(holder: str) -> str:
    """The kind of participant of an unnamed speaker: "the Norland government", "a ministry spokesman", "analysts"."""
    noun = _noun(holder)
    if noun in BODIES:
        return "organisation"
    return "person" if noun in ROLES else "group"


def _noun(holder: str) -> str:
    """The noun in the words for a speaker; "" if they are a name of unknown kind."""
    noun = HEAD.split(holder, maxsplit=1)[0].rsplit(" ", 1)[-1]
    known = noun.islower() or (" " not in holder and noun.lower() in _SPEAKERS) or noun.lower() in BODIES
    return noun.lower() if known else ""


def participant(story: Story, entity: Entity) -> dict[str, Any]:
    """The entry of one participant."""
    role = find_role(story, entity) if entity.sort == "person" else None
    name = full_name(entity)
    named = next((mention for mention in entity.mentions if mention.text == name), entity.mentions[0])
    span = role[1] if role else story.around(named.span)
    return {
        "name": name,
        "kind": _KINDS.get(entity.sort, "person"),
        "role": role[0] if role else None,
        "aliases": [form for form in entity.forms if form != name],
        "evidence": [story.quote(span)],
    }


def _is_generic(name: str) -> bool:
    """Whether a name is only the word for a kind of body, which was named before: "the Office", "the Council"."""
    if " " in name:
        return generic(name.split())
    return name.lower() in _GENERIC


def _sure(entity: Entity) -> bool:
    return entity.votes >= (_SURE[" " in entity.name] if entity.sort == "person" else _SURE[True])
