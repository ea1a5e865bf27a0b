"""All facts of one part of an article, section by section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.language.detection import language_name, language_of
from factsheet.language.tongues import tongue
from factsheet.models.extractive import headline, summary
from factsheet.models.extractive.disputes import find_disputes
from factsheet.models.extractive.entities import find_entities, full_name, of_sort
from factsheet.models.extractive.figures import find_figures
from factsheet.models.extractive.participants import groups, participant, participants
from factsheet.models.extractive.places import dateline, find_places
from factsheet.models.extractive.positions import find_positions
from factsheet.models.extractive.roles import find_role
from factsheet.models.extractive.story import read_story
from factsheet.models.extractive.topics import find_topics
from factsheet.models.extractive.upcoming import find_next
from factsheet.models.extractive.voices import find_voices
from factsheet.models.extractive.when import find_times

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
    from factsheet.records import Chunk


_UNREAD = (
    "the article is in {language}, which the built-in model does not read: "
    "only its title, first sentences and dateline are given"
)
_MYSELF = re.compile(r"\b(?:I(?![-.])|[Mm]yself)\b")


def draft(chunk: Chunk) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The facts of a chunk, as kind news asks a model for them, and the notes on it."""
    story = read_story(chunk)
    language = language_of(story.text, story.article.language)
    if language in {"en", None}:
        return _facts(story), ()
    if known := tongue(language):
        from factsheet.models.extractive import listed

        return listed.facts(story, known), ()
    return _facts_by_form(story), (_UNREAD.format(language=language_name(language)),)


def _facts_by_form(story: Story) -> dict[str, Any]:
    """The facts that need no knowledge of the language."""
    sections = ("participants", "when", "topics", "positions", "disputed_claims", "background", "figures", "next")
    return {
        "title": headline.title(story),
        "summary": summary.lead(story),
        "location": dateline(story),
        **{section: [] for section in sections},
    }


def _facts(story: Story) -> dict[str, Any]:
    entities = find_entities(story) if story.sentences else []
    voices = find_voices(story, entities) if story.sentences else []
    topics = find_topics(story, entities)

    def role_of(name: str) -> str:
        person = next((e for e in of_sort(entities, "person") if full_name(e) == name), None)
        role = find_role(story, person) if person else None
        return role[0] if role else ""

    heading = headline.title(story)
    telling, told = summary.tell(story, entities, heading["statement"])
    positions = find_positions(story, voices, told, entities)
    beside = len(positions) + len(telling["background"])
    if sum(len(one["statement"]) for one in telling["summary"]) > summary.room_beside(beside):
        telling, told = summary.tell(story, entities, heading["statement"], beside)
        positions = find_positions(story, voices, told, entities)
    said = {
        **telling,
        "positions": positions,
        "disputed_claims": find_disputes(story, voices, role_of, told),
        "figures": find_figures(story, voices, told),
        "next": find_next(story, voices, told),
    }
    named = _names(said)
    who = participants(story, entities, named, _speaking_of_themselves(positions))
    return {
        "title": heading,
        "participants": [participant(story, e) for e in who] + groups(story, voices, who, named, told.lines),
        "location": find_places(story, entities),
        "when": find_times(story, told),
        "topics": topics,
        **said,
    }


def _speaking_of_themselves(positions: list[dict[str, Any]]) -> frozenset[str]:
    """Those whose quotations say "I", and who are people for certain."""
    return frozenset(one["holder"] for one in positions if _MYSELF.search(one["quotation"] or ""))


def _names(said: dict[str, list[dict[str, Any]]]) -> frozenset[str]:
    """The names in the entries of these sections."""
    found: set[str] = set()
    for entry in (entry for entries in said.values() for entry in entries):
        found.update(entry[key] for key in ("holder", "according_to") if entry.get(key))
        found.update(*(entry.get(key, ()) for key in ("made_by", "disputed_by")))
    return frozenset(found)
