"""All facts of one part of an article, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive import summary
from factsheet.models.extractive.entities import find_entities
from factsheet.models.extractive.participants import participant, participants
from factsheet.models.extractive.places import find_places
from factsheet.models.extractive.story import read_story

if TYPE_CHECKING:
    from factsheet.records import Chunk


def draft(chunk: Chunk) -> dict[str, Any]:
    """The facts of a chunk, in the form that the schema of kind news asks a model for."""
    story = read_story(chunk)
    entities = find_entities(story) if story.sentences else []
    who = participants(story, entities)
    return {
        "title": summary.title(story),
        "summary": summary.summary(story, entities),
        "participants": [participant(story, e) for e in who],
        "location": find_places(story, entities),
        "when": [],
        "topics": [],
        "positions": [],
        "disputed_claims": [],
        "figures": [],
        "next": [],
    }
