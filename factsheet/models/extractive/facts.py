"""All facts of one part of an article, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive import summary
from factsheet.models.extractive.entities import find_entities
from factsheet.models.extractive.figures import find_figures
from factsheet.models.extractive.forecast import find_next
from factsheet.models.extractive.participants import participant, participants
from factsheet.models.extractive.places import find_places
from factsheet.models.extractive.story import read_story
from factsheet.models.extractive.times import find_times
from factsheet.models.extractive.topics import find_topics

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
        "when": find_times(story),
        "topics": find_topics(story, entities),
        "positions": [],
        "disputed_claims": [],
        "figures": find_figures(story),
        "next": find_next(story),
    }
