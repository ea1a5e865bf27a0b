"""What is next: sentences that speak of what will or is to happen, no more certain than they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.positions import evidence, stated
from factsheet.models.extractive.times import times
from factsheet.models.extractive.voices import Speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice

_MOST = 4
_LONGEST = 300
"""Characters; a longer sentence says too much else."""
_CUE = re.compile(r"\b(?:will|(?:is|are) (?:expected|scheduled|set|due|slated|planned|to)\b|plans? to|scheduled for)\b")
_PRONOUN = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their)\b", re.IGNORECASE)
"""What is to happen to whom, a reader of the sheet could not tell."""
_MARKS = re.compile(r"[\"“”„«»?]|\b(?:[Yy]ou|[Ww]e|I)\b")
"""Signs that somebody speaks, or asks."""


def find_next(story: Story, voices: Sequence[Voice] = ()) -> list[dict[str, Any]]:
    """The entries of the section next, with who says so: those with a time first."""
    said_by = Speech(voices)
    dated: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for span in story.sentences:
        cue = _CUE.search(story.text, *span) if span[1] - span[0] <= _LONGEST else None
        if not cue or _MARKS.search(story.text, *span):
            continue
        if story.is_quoted(cue.start()) or story.text.startswith("Asked", span[0]):
            continue
        voice = said_by.at(cue.start())
        statement = stated(story, voice) if voice else " ".join(story.quote(span).split())
        if _PRONOUN.match(statement):
            continue
        bounds = voice.statement.spans()[0] if voice else span
        time = next((t for t in times(story, span) if bounds[0] <= t.start < bounds[1]), None)
        entry = {
            "statement": statement,
            "time": story.text[time.start : time.end] if time else None,
            "according_to": voice.holder if voice else None,
            "evidence": evidence(story, voice) if voice else [story.quote(span)],
        }
        (dated if time else others).append(entry)
    return [*dated, *others][:_MOST]
