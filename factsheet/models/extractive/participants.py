"""Who takes part: people with the roles that the article gives them, organisations, and countries that act.

Ranked by how much of the story they take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.gazetteer import gazetteer
from factsheet.models.extractive.lexicon import lexicon
from factsheet.models.extractive.roles import find_role

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice

_FEWEST, _MOST, _SENTENCES_EACH = 10, 24, 3
"""How many participants a sheet lists: one for every so many sentences, within bounds."""
_SURE = {True: 2.5, False: 3.0}
"""Votes that a participant needs, with several words in the name and with one."""
_KINDS = {
    "person": "person",
    "organisation": "organisation",
    "country": "country",
    "place": "country",
    "unknown": "group",
}


def participants(story: Story, entities: list[Entity], named: frozenset[str] = frozenset()) -> list[Entity]:
    """The entities that take part, the weightiest first; with those that positions and disputes name."""
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    chosen = [e for e in of_sort(entities, "person", "organisation") if _sure(e)]
    chosen += [e for e in of_sort(entities, "country") if _acts(e)]
    chosen = sorted(chosen, key=lambda e: (-e.weight, e.mentions[0].start))[:most]
    return chosen + [e for e in entities if e.sort in _KINDS and e not in chosen and full_name(e) in named]


def groups(story: Story, voices: list[Voice], who: list[Entity], named: frozenset[str]) -> list[dict[str, Any]]:
    """The entries of those that positions and disputes name and that are no entity: "analysts"."""
    listed = {full_name(entity) for entity in who}
    found = {v.holder: v for v in reversed(voices) if v.holder in named and v.holder not in listed}
    return [
        {
            "name": holder,
            "kind": "group",
            "role": None,
            "aliases": [],
            "evidence": [story.quote(story.around(voice.span))],
        }
        for holder, voice in sorted(found.items(), key=lambda pair: pair[1].span)
    ]


def participant(story: Story, entity: Entity) -> dict[str, Any]:
    """The entry of one participant."""
    role = find_role(story, entity) if entity.sort == "person" else None
    name = full_name(entity)
    span = role[1] if role else story.around(entity.mentions[0].span)
    return {
        "name": name,
        "kind": _KINDS[entity.sort],
        "role": role[0] if role else None,
        "aliases": [form for form in entity.forms if form != name],
        "evidence": [story.quote(span)],
    }


def _sure(entity: Entity) -> bool:
    return entity.votes >= (_SURE[" " in entity.name] if entity.sort == "person" else _SURE[True])


def _acts(entity: Entity) -> bool:
    """Whether a country does something, rather than being where something happens."""
    locative, people = lexicon().locative, gazetteer().people
    acting = sum(m.text not in people and not m.owner and m.before not in locative for m in entity.mentions)
    return bool(entity.forms) and (acting >= 2 or (acting == 1 and len(entity.mentions) >= 3))
