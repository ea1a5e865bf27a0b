"""Next: what will happen, with its source, as certain as in the story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.attribution.cues import SAYING
from factsheet.models.extractive.alone import NOTHING, Told, is_alone, keys
from factsheet.models.extractive.clauses import commands, is_finite, tells
from factsheet.models.extractive.dating import dates_the_verb
from factsheet.models.extractive.positions import evidence, stated
from factsheet.models.extractive.times import AHEAD, Time, dates_what_happens, times
from factsheet.models.extractive.voices import Speech
from factsheet.models.extractive.when import MARKS
from factsheet.proving.dates import meant, published
from factsheet.proving.tense import tense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_MOST_NEXT = 4
_LONGEST = 300
"""The longest sentence about a future event, in characters."""
# No "may" or "could": what is next is said to happen.
_NEXT = re.compile(
    r"\b(?=[aipsw])(?:will|(?:is|are) (?:expected|scheduled|set|due|slated|planned|to)\b|scheduled for"
    r"|(?<!\bown )(?<!\b(?:the|its|his|her|any|for) )(?<!\btheir )(?<!\bno )(?<!\bof )(?<!\bon )(?<!\bwith )"
    r"(?<!\babout )(?<!\bagainst )(?<![’']s )(?<!s[’'] )plans? to)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:not|never|says?|how|whether|if|what|why|argues?|argued|fears?|feared|claims?|claimed|declined"
    r"|hopes?|hoped|thinks?|believes?)\b"
)
"""Words after which an event is in question, or somebody's view."""
_ASIDE = re.compile(r", (?:(?:\w+ed|who|which|whose) [^,]+|(?:the )?\w+ say), ")
_AIM = re.compile(r"\b(?:mission|goal|aim|job|purpose|idea|point|task|role|challenge|question|issue) (?:is|are) to$")
_OF_ANOTHER = re.compile(r"\b(?:him|her|them)\b")
_BEHIND = re.compile(r"\b(?:yesterday|last|earlier this)\b", re.IGNORECASE)
_COUNTS_NOTHING = re.compile(r"\b(?:at least|about|nearly|only|just|around|another|over|almost) \d[\d,.]*$")
"""A final number whose noun is in the sentence before: "will gain at least 24"."""
_PAST = re.compile(r"\b(?:has|have|had|was|were)\b.* but\b")
"""The start of a sentence mainly about the past: "Doe has backed the plan but will not pay"."""
_IN_RELATIVE = re.compile(r"\b(?:which|that|who|whom|whose|where|because|until|if)\b[^,]*$")
"""The start of a relative clause: "the address to which it is to be sent"."""
_IN_CLAUSE = re.compile(
    r"\b(?:when|while|before|after|until|once|because|if|as|whether|how|what|why|whose|where"
    r"|(?:who|which)(?! will)|that (?:\w+ed|should|will|would|may|can|is|are|was|were|has|had|have|could)) [^,;:—]*$"
)
"""Words that put a time into a subordinate clause: "when they return on June 6"."""


def find_next(story: Story, voices: Sequence[Voice] = (), told: Told = NOTHING) -> list[dict[str, Any]]:
    """The entries of the section next with their sources, those with a time first.

    `told` is what the page mentions.
    """
    said_by = Speech(voices)
    found = []
    day = published(story.article)
    for sentence in story.sentences:
        cue = _says_what_is_next(story, sentence, day)
        if cue is not None and (entry := _next(story, sentence, said_by.at(cue), told, day)):
            found.append(entry)
    return sorted(found, key=lambda entry: entry["time"] is None)[:_MOST_NEXT]


def _says_what_is_next(story: Story, sentence: Span, day: str | None) -> int | None:
    """Where a sentence reports a future event; None for questions, quotations and other sentences."""
    start, end = sentence
    whole = end - start <= _LONGEST and story.is_complete(sentence)
    cue = _cue(story, sentence, day) if whole else None
    if (
        not cue
        or MARKS.search(story.text, start, end)
        or commands(story.quote(sentence))
        or story.text.startswith("Asked", start)
        or story.text[end - 1] == ":"
    ):
        return None
    if (
        _AIM.search(story.text, start, cue.end())
        or _SUPPOSED.search(_ASIDE.sub(" ", story.text[start : cue.start()]))
        or _OF_ANOTHER.search(story.text, start, end)
    ):
        return None
    return None if story.is_quoted(cue.start()) else cue.start()


def _cue(story: Story, sentence: Span, day: str | None) -> re.Match[str] | None:
    """What shows that something will happen: "will", or the one time of a sentence, which is to come."""
    cue = _NEXT.search(story.text, *sentence)
    ahead = [] if cue or not story.text[sentence[0]].isupper() else list(times(story, sentence))
    if len(ahead) != 1:
        return cue
    parts = story.text[sentence[0] : ahead[0].start], story.text[ahead[0].end : sentence[1]]
    is_ahead = _is_ahead(story, sentence, ahead[0], day) and dates_the_verb(*parts)
    return re.compile("").match(story.text, ahead[0].start) if is_ahead else None


def _next(story: Story, sentence: Span, voice: Voice | None, told: Told, day: str | None) -> dict[str, Any] | None:
    """The future event, in the words of the sentence or of its quoted speaker."""
    bounds = voice.statement.spans()[0] if voice else sentence
    statement = stated(story, voice) if voice else " ".join(story.quote(sentence).split())
    if (voice and not voice.is_sure) or not tells(statement) or keys(statement) <= set(told.heading):
        return None
    if _COUNTS_NOTHING.search(statement.rstrip(".")) or not is_alone(
        statement, told, at=story.sentence_index(sentence[0]), by=voice.holder if voice else ""
    ):
        return None
    cue = _NEXT.search(story.text, *bounds)
    if cue and _PAST.search(story.text, bounds[0], cue.start()):
        return None
    named = (t for t in times(story, sentence) if bounds[0] <= t.start < bounds[1])
    time = next((t for t in named if _is_ahead(story, sentence, t, day)), None)
    if cue and _is_in_relative(story.text[bounds[0] + len("that ") : cue.start()], is_dated=time is not None):
        return None
    return {
        "statement": statement,
        "time": story.text[time.start : time.end] if time else None,
        "according_to": voice.holder if voice else None,
        "evidence": evidence(story, voice) if voice else [story.quote(sentence)],
    }


def _is_in_relative(before: str, *, is_dated: bool) -> bool:
    """Whether a cue is the verb of a relative clause, and not behind one; who is to do something then must be told.

    "The otter that was stolen will", "a driver who will appear on Monday".
    """
    opened = _IN_RELATIVE.search(before)
    if opened is None:
        return False
    inside = opened[0].split(" ", 1)[1] if " " in opened[0] else ""
    verbs = [word for word in inside.lower().split() if is_finite(word)]
    return not ((verbs and SAYING.isdisjoint(verbs)) or (is_dated and opened[0].strip() in {"who", "which"}))


def _is_ahead(story: Story, sentence: Span, time: Time, day: str | None) -> bool:
    """Whether a time is in the future: by its verb, or necessarily."""
    words = story.text[time.start : time.end]
    if not dates_what_happens(story, sentence, time) or _BEHIND.search(words):
        return False
    parts = story.text[sentence[0] : time.start], story.text[time.end : sentence[1]]
    if _IN_CLAUSE.search(story.text, sentence[0], time.start) and not dates_the_verb(*parts):
        return False
    found = meant(words, story.quote(sentence), day)
    is_later = found is not None and found.day is not None and str(found) > str(day)[: len("2018-11-04")]
    return is_later or bool(AHEAD.search(words)) or tense(story.quote(sentence), words) > 0
