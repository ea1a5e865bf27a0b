"""When and next: sentences with a time whose date follows from the words or the day of publication.

Events after the day of publication are listed under next too, those before its month under background.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.language.calendars import is_of_part, meant, times
from factsheet.proving.dates import published

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.models.extractive.listed.telling import Teller

_MOST, _MOST_NEXT, _MOST_EARLIER = 6, 3, 3
_MONTH = len("2017-06")


def find_times(teller: Teller) -> list[dict[str, Any]]:
    """The entries of the section when, in order, one per date of a sentence."""
    return [entry for span in teller.sentences for entry in _entries(teller, *span)][:_MOST]


def find_next(teller: Teller, dated: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of the section next: those dated after the day of publication."""
    day = (published(teller.story.article) or "9999")[: len("2017-06-29")]
    ahead = [entry for entry in dated if len(entry["date"]) == len(day) and entry["date"] > day]
    return [
        {"statement": entry["event"], "time": entry["time"], "according_to": None, "evidence": entry["evidence"]}
        for entry in ahead[:_MOST_NEXT]
    ]


def find_earlier(teller: Teller, dated: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of the section background: those dated before the month of publication."""
    month = (published(teller.story.article) or "")[:_MONTH]
    earlier = [entry for entry in dated if entry["date"][:_MONTH] < month[: len(entry["date"])]]
    return [
        {"statement": entry["event"], "according_to": None, "time": None, "evidence": entry["evidence"]}
        for entry in earlier
    ][:_MOST_EARLIER]


def _entries(teller: Teller, start: int, end: int) -> list[dict[str, Any]]:
    story = teller.story
    sentence = story.quote((start, end))
    found: dict[str, dict[str, Any]] = {}
    for time in times(story.text, start, end, teller.tongue):
        words = story.quote((time.start, time.end))
        day = meant(words, sentence, published(story.article), teller.tongue)
        if day and not story.is_quoted(time.start) and not is_of_part(words, sentence, teller.tongue):
            entry = {"event": " ".join(sentence.split()), "time": words, "date": day, "evidence": [sentence]}
            found.setdefault(day, entry)
    return list(found.values())
