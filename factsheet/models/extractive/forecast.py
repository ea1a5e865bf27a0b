"""What is next: sentences that speak of what will or is to happen, no more certain than they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.times import times

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story

_MOST = 4
_LONGEST = 300
"""Characters; a longer sentence says too much else."""
_CUE = re.compile(
    r"\b(?:will|(?:is|are) (?:expected|scheduled|set|due|slated|planned|to)\b|plans? to|scheduled for)\b"
)
_MARKS = re.compile(r"[\"“”„«»]")


def find_next(story: Story) -> list[dict[str, Any]]:
    """The entries of the section next: those with a time first."""
    dated: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for span in story.sentences:
        if span[1] - span[0] > _LONGEST or _MARKS.search(story.text, *span):
            continue
        cue = _CUE.search(story.text, *span)
        if not cue or story.is_quoted(cue.start()) or story.text.startswith("Asked", span[0]):
            continue
        time = next(times(story, span), None)
        entry = {
            "statement": " ".join(story.quote(span).split()),
            "time": story.text[time.start : time.end] if time else None,
            "according_to": None,
            "evidence": [story.quote(span)],
        }
        (dated if time else others).append(entry)
    return [*dated, *others][:_MOST]
