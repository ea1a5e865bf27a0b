"""Times: the words for a time in a sentence, and whether they say when something happens.

"Monday" in "Monday's vote" and "two days before the May 7 runoff" belongs to what it dates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.cues import VERBS
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.clauses import SMALL_WORDS, is_finite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MONTHS, _DAYS = ([names[0] for names in ENGLISH.rows("calendar", part)] for part in ("months", "days"))
_MONTH = rf"(?:{'|'.join(_MONTHS).title()})"
_SHORT = rf"(?:{_MONTH}|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
_DAY = rf"(?:{'|'.join(_DAYS).title()})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_PART = r"(?: (?:morning|afternoon|evening|night|noon))?"
# One pattern with a group for each kind of time, as the kinds exclude each other: "May 7" is a day and no month. The
# look-ahead in front is a quick look at the first letters, which spares most words the alternatives.
_TIME = re.compile(
    rf"\b(?=[JFMASONDTWELY\d]|last|next|this|ea|later|yest|to[dnm])(?:"
    rf"(?:{_DAY},? )?(?P<full>{_SHORT} \d{{1,2}}{_ORDINAL},? \d{{4}}|\d{{1,2}}{_ORDINAL} {_SHORT},? \d{{4}})\b"
    rf"|(?P<month>{_MONTH},? \d{{4}})\b"
    rf"|(?:{_DAY},? )?(?P<day>{_SHORT} \d{{1,2}}{_ORDINAL}|\d{{1,2}}{_ORDINAL} (?:of )?{_SHORT})\b(?![,.]?\d)"
    r"(?: (?:last|this|next) year\b)?"
    rf"|(?P<which>(?:[Ll]ast|[Nn]ext|[Tt]his) )?(?P<weekday>{_DAY})\b{_PART}"
    rf"|(?P<relative>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b{_PART}"
    rf"|(?P<loose>(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this)"
    rf" (?:week|weekend|month|year|spring|summer|autumn|fall|winter))\b"
    rf"|(?P<bare>{_MONTH})\b(?! \d)(?: (?:last|this|next) year)?)"
)
# Belongs to the time: "on Monday".
_PREPOSITION = re.compile(
    r"(?<!\w)(?:[Oo]n|[Ii]n|[Bb]y|[Ff]rom|[Ff]or|[Ss]ince|[Uu]ntil|(?:[Ii]n )?(?:early|late)|[Ll]ast|[Nn]ext|[Tt]his) $"
)
# The time belongs to something that it dates, and not to what happens: "the Feb. 9 primary", "Monday's vote", "two days
# before the decisive May 7 runoff", "when they return on June 6", "the man who was freed on Monday".
_OWNS = re.compile(r"[’']s?\b| ([a-z]+)")
_IN_BRACKETS = re.compile(r"\([^)]*$")
_IN_PART = re.compile(
    r"\b(?:of |(?:before(?! (?:an? |the )?(?:magistrates?|judges?|courts?|committee|panel|parliament)\b)|after"
    r"|ahead of|following|until|till|since|between)"
    r" (?:(?!(?:is|are|was|were|will|would|has|have|had)\b)[\w’'-]+ ){0,4})$"
)
# The time is an end of a longer one: "through Monday", "Monday to Friday", "Tuesday and Wednesday".
_ENDS_ONE = re.compile(r"\b(?:through|beyond|past|between|than|until|till|to)(?: early| late| next)? $", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|his|her|their|its) $", re.IGNORECASE)
_SPAN = re.compile(r"\s?[-–—]\s?\d")
_SPAN_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?\s?(?:[-–—]|to|and|or|&)\s?$")  # "11-13 March"
_GOES_ON = re.compile(rf"\s?[-–—]\s?{_DAY}|,? (?:through|to|until|and|or|till)(?: on)? (?:{_DAY}|{_SHORT})\b")
# Of what the time may be that is named before it: "the primary Feb. 9".
_OF_EVENT = re.compile(
    r"\b(?:primar(?:y|ies)|elections?|(?<!\bto )votes?|caucus(?:es)?|debates?|games?|match(?:es)?|meetings?|summits?"
    r"|hearings?|trials?|deadlines?|referendums?|runoffs?|run-offs?|attacks?|ceremony|sessions?|deaths?|birthdays?|broadcast"
    r"|concerts?|races?|probes?|closeout"
    r"|investigation|launch|premiere|finals?|opener|issue|edition|festival|tournament|deadline) $"
)
_OF_ANOTHER_TIME = (_IN_BRACKETS, _IN_PART, _ENDS_ONE, _OF_EVENT)
AHEAD = re.compile(r"\b(?:tomorrow|next|later this)\b", re.IGNORECASE)


class Time(NamedTuple):
    """A time in the story, with its preposition."""

    start: int
    end: int
    match: re.Match[str]


def times(story: Story, sentence: Span) -> Iterator[Time]:
    """The times in a sentence, in order."""
    for match in _TIME.finditer(story.text, *sentence):
        before = _PREPOSITION.search(story.text, max(sentence[0], match.start() - 9), match.start())
        named = match["relative"] and match["relative"][0].isupper() and match.start() > sentence[0]
        span = match["loose"] and story.text.endswith("the ", 0, match.start())  # "in the last year"
        if before and before[0].lower() == "in " and (match["which"] or match["loose"]):
            before = None  # "will move in next month"
        if not named and not span and (before or not match["bare"]):
            yield Time(before.start() if before else match.start(), match.end(), match)


def dates_what_happens(story: Story, sentence: Span, time: Time) -> bool:
    """Whether a time is that of the reported event, in the story's own words."""
    inside = (pattern.search(story.text, sentence[0], time.start) for pattern in _OF_ANOTHER_TIME)
    spans = _SPAN.match(story.text, time.end) or _SPAN_BEFORE.search(story.text, sentence[0], time.match.start())
    goes_on = bool(spans) or bool(time.match["weekday"] and _GOES_ON.match(story.text, time.end))
    if story.is_quoted(time.start) or any(inside) or goes_on:
        return False
    if _ARTICLE.search(story.text, sentence[0], time.match.start()):
        return False  # "in an Aug. 8, 2015, affidavit"
    behind = _OWNS.match(story.text, time.end)
    if behind is None or time.match.start() > time.start:  # "on Tuesday arrested"
        return behind is None or behind[1] is not None
    word = behind[1]
    if time.start == sentence[0] and word and (word.endswith("ed") or word in VERBS):
        return False  # "Last week proved that": the time does something
    return word is not None and (word in SMALL_WORDS or is_finite(word) or time.start == sentence[0])
