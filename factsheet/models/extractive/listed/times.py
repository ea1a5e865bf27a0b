"""When: the sentences that name a time of which the words, or the day of publication, settle the date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.language.calendars import meant, times

if TYPE_CHECKING:
    from factsheet.models.extractive.listed.telling import Teller

_MOST = 6


def find_times(teller: Teller) -> list[dict[str, Any]]:
    """The entries of the section when, in the order of the story, one for a sentence."""
    return [entry for span in teller.sentences if (entry := _entry(teller, *span))][:_MOST]


def _entry(teller: Teller, start: int, end: int) -> dict[str, Any] | None:
    story = teller.story
    sentence = story.quote((start, end))
    for time in times(story.text, start, end, teller.tongue):
        words = story.quote((time.start, time.end))
        day = meant(words, sentence, story.article.published or story.article.updated, teller.tongue)
        if day and not story.is_quoted(time.start):
            return {"event": " ".join(sentence.split()), "time": words, "date": day, "evidence": [sentence]}
    return None
