"""Who takes part: people with the roles that the article gives them, organisations, and countries that act.

Ranked by how much of the story they take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.entities import Entity, of_sort
from factsheet.models.extractive.gazetteer import gazetteer
from factsheet.models.extractive.lexicon import lexicon
from factsheet.models.extractive.roles import find_role

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story

_FEWEST, _MOST, _SENTENCES_EACH = 10, 24, 3
"""How many participants a sheet lists: one for every so many sentences, within bounds."""
_SURE = {True: 2.5, False: 3.0}
"""Votes that a participant needs, with several words in the name and with one."""
_KINDS = {"person": "person", "organisation": "organisation", "country": "country", "place": "country"}


def participants(story: Story, entities: list[Entity]) -> list[Entity]:
    """The entities that take part, the weightiest first."""
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    chosen = [e for e in of_sort(entities, "person", "organisation") if _sure(e)]
    chosen += [e for e in of_sort(entities, "country") if _acts(e)]
    return sorted(chosen, key=lambda e: (-e.weight, e.mentions[0].start))[:most]


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


def full_name(entity: Entity) -> str:
    """The fullest form of the name that the article uses."""
    return max(entity.forms, key=len, default=entity.name)


def _sure(entity: Entity) -> bool:
    return entity.votes >= (_SURE[" " in entity.name] if entity.sort == "person" else _SURE[True])


def _acts(entity: Entity) -> bool:
    """Whether a country does something, rather than being where something happens."""
    locative, people = lexicon().locative, gazetteer().people
    acting = sum(m.text not in people and not m.owner and m.before not in locative for m in entity.mentions)
    return bool(entity.forms) and (acting >= 2 or (acting == 1 and len(entity.mentions) >= 3))
