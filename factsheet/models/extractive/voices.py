"""Who speaks in a story: its attributed statements, each with the name of the participant that makes it.

Attribution says which words name the speaker; here they become a name that the section of participants has or
gets, so that a position or a dispute can refer to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution import attribute
from factsheet.models.extractive.entities import full_name, of_sort
from factsheet.records import Paragraph

if TYPE_CHECKING:
    from factsheet.attribution import Speaker, Statement
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_LONGEST = 50
"""Characters in the name of a holder that has none: "analysts", "a spokesman for the ministry"."""
_ARTICLE = re.compile(r"(?:the|an?|some|several|many|other|both|these|those) ", re.IGNORECASE)
_POINTING = re.compile(r"(?:he|she|it|they|who|which|we|i|you|his|her|its|their|our|my|this|that|one)\b", re.IGNORECASE)
_ADVERBS = re.compile(r"^(?:(?:also|later|then|now|once|again|even|just|already|earlier|\w+ly) )+")


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement and whose it is."""

    statement: Statement
    holder: str
    """The fullest name of an entity, else the article's words for who speaks."""
    verb: str
    """The words that attribute, as they stand, without adverbs before the verb."""

    @property
    def span(self) -> Span:
        """From the first word of statement, speaker and cue to the last."""
        statement, speaker = self.statement, self.statement.speaker
        spans = [(statement.start, statement.end)]
        spans += [(speaker.start, speaker.end)] if speaker else []
        spans += [statement.cue] if statement.cue else []
        return min(start for start, _ in spans), max(end for _, end in spans)


def find_voices(story: Story, entities: list[Entity]) -> list[Voice]:
    """The statements of a story whose speaker can be named, in order."""
    paragraphs = [Paragraph(start, end, "body") for start, end in story.paragraphs]
    known = _by_name(entities)
    found = []
    for statement in attribute(story.text, paragraphs).quotes:
        if statement.speaker is None or statement.cue is None:
            continue
        holder = _known(known, statement.speaker) or _holder(story, statement.speaker)
        if holder:
            verb = _ADVERBS.sub("", " ".join(story.quote(statement.cue).split()))
            found.append(Voice(statement, holder, verb.lower()))
    return found


def _by_name(entities: list[Entity]) -> dict[str, str]:
    """The fullest name of each entity under all its names."""
    known: dict[str, str] = {}
    for entity in of_sort(entities, "person", "organisation", "country", "place", "unknown"):
        full = full_name(entity)
        for form in (*entity.forms, entity.name):
            known.setdefault(form.casefold(), full)
    return known


def _known(known: dict[str, str], speaker: Speaker) -> str | None:
    if not speaker.name:
        return None
    name = speaker.name.casefold()
    return known.get(name) or known.get(name.rsplit(" ", 1)[-1])


def _holder(story: Story, speaker: Speaker) -> str | None:
    """What to call a speaker that is no entity: their name, or the article's words for them."""
    if speaker.name:
        return speaker.name
    words = _ARTICLE.sub("", " ".join(story.text[speaker.start : speaker.end].split()), count=1)
    if _POINTING.match(words) or len(words) > _LONGEST or not words[:1].isalpha():
        return None
    return words
