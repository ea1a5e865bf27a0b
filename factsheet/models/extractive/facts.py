"""All facts of one part of an article, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive import summary
from factsheet.models.extractive.disputes import find_disputes
from factsheet.models.extractive.entities import find_entities
from factsheet.models.extractive.figures import find_figures
from factsheet.models.extractive.forecast import find_next
from factsheet.models.extractive.participants import groups, participant, participants
from factsheet.models.extractive.places import find_places
from factsheet.models.extractive.positions import find_positions
from factsheet.models.extractive.story import read_story
from factsheet.models.extractive.times import find_times
from factsheet.models.extractive.topics import find_topics
from factsheet.models.extractive.voices import find_voices

if TYPE_CHECKING:
    from factsheet.records import Chunk


def draft(chunk: Chunk) -> dict[str, Any]:
    """The facts of a chunk, in the form that the schema of kind news asks a model for."""
    story = read_story(chunk)
    entities = find_entities(story) if story.sentences else []
    voices = find_voices(story, entities) if story.sentences else []
    topics = find_topics(story, entities)
    positions = find_positions(story, voices, [topic["label"] for topic in topics])
    disputes = find_disputes(story, voices)
    named = names(positions, disputes)
    who = participants(story, entities, named)
    return {
        "title": summary.title(story),
        "summary": summary.summary(story, entities),
        "participants": [participant(story, e) for e in who] + groups(story, voices, who, named),
        "location": find_places(story, entities),
        "when": find_times(story),
        "topics": topics,
        "positions": positions,
        "disputed_claims": disputes,
        "figures": find_figures(story),
        "next": find_next(story),
    }


def names(positions: list[dict[str, Any]], disputes: list[dict[str, Any]]) -> frozenset[str]:
    """Everybody that positions and disputes name."""
    sides = (name for entry in disputes for name in (*entry["made_by"], *entry["disputed_by"]))
    return frozenset((*(entry["holder"] for entry in positions), *sides))
