"""When and next: the times that a story names, with what happened then, and what will or is to happen.

"Monday" counts from the day of the story: backwards, or forwards where the sentence is about what is to come.
Where neither is plain there is no date. What is next is said no more certainly than the story does.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.clauses import main_clause, said
from factsheet.models.extractive.positions import Speech, evidence, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.models.extractive.positions import Voice
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 8
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
    rf"(?:{_DAY}, )?(?P<full>{_SHORT} \d{{1,2}}{_ORDINAL},? \d{{4}}|\d{{1,2}}{_ORDINAL} {_SHORT},? \d{{4}})\b"
    rf"|(?P<month>{_MONTH},? \d{{4}})\b"
    rf"|(?:{_DAY}, )?(?P<day>{_SHORT} \d{{1,2}}{_ORDINAL}|\d{{1,2}}{_ORDINAL} (?:of )?{_SHORT})\b(?![,.]?\d)"
    rf"|(?P<which>(?:[Ll]ast|[Nn]ext|[Tt]his) )?(?P<weekday>{_DAY})\b{_PART}"
    rf"|(?P<relative>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b{_PART}"
    rf"|(?P<loose>(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this)"
    rf" (?:week|weekend|month|year|spring|summer|autumn|fall|winter))\b"
    rf"|(?P<bare>{_MONTH})\b(?! \d))"
)
# Belongs to the time: "on Monday".
_PREPOSITION = re.compile(
    r"(?<!\w)(?:[Oo]n|[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|(?:[Ii]n )?(?:early|late)|[Ll]ast|[Nn]ext|[Tt]his) $"
)
# Signs that "Monday" is ahead.
_TO_COME = re.compile(r"\b(?:will|to be|next|upcoming|scheduled|expected|plans?|set to|due|slated)\b")
# A date with its year, as date lines have it.
_FULL = re.compile(rf"{_SHORT} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_SHORT},? \d{{4}}")
_SHORTEST = 15
"""Characters of an event; less says nothing without its time."""
_DATE_LINE = 60
"""Characters; a paragraph no longer than this that holds a date is a date line."""
_HALF_A_YEAR = 183
"""Days from the story beyond which a day without a year is in the year before or after."""
_MOST_NEXT = 4
_LONGEST = 300
"""Characters of a sentence about what is next; a longer one says too much else."""
_CERTAIN = 5
"""Days back within which a weekday without "last" means the one just past."""
# No "may" or "could": what is next is said to happen.
_NEXT = re.compile(
    r"\b(?:will|(?:is|are) (?:expected|scheduled|set|due|slated|planned|to)\b|plans? to|scheduled for)\b"
)
_PRONOUN = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their)\b", re.IGNORECASE)
"""What is to happen to whom, a reader of the sheet could not tell."""
_MARKS = re.compile(r"[\"“”„«»?]|\b(?:[Yy]ou|[Ww]e|I)\b")
"""Signs that somebody speaks, or asks."""


class Time(NamedTuple):
    """A time that the story names, with the preposition before it."""

    start: int
    end: int
    match: re.Match[str]


def find_times(story: Story) -> list[dict[str, Any]]:
    """The entries of the section when, in the order of the story, one for a sentence."""
    found: dict[Span, dict[str, Any]] = {}
    day = today(story)
    for sentence in story.sentences:
        if len(found) >= _MOST:
            break
        if sentence[1] - sentence[0] <= _DATE_LINE:
            continue
        for time in times(story, sentence):
            if not story.is_quoted(time.start):
                clause = main_clause(story, (time.start, time.end))
                to_come = bool(_TO_COME.search(story.quote(clause)))
                found[sentence] = {
                    "event": _event(story, clause, time),
                    "time": story.text[time.start : time.end],
                    "date": resolve(time.match, day, to_come=to_come),
                    "evidence": [story.quote(clause)],
                }
                break
    return list(found.values())


def _event(story: Story, clause: Span, time: Time) -> str:
    """What happened, without the time where it stands at either end."""
    start, end = clause
    if time.start == start and story.text[time.end : time.end + 1] == ",":
        start = time.end + 1
    elif not story.text[time.end : end].strip(" .") and time.start - start > _SHORTEST:
        end = time.start
    return said(story.quote((start, end)))


def times(story: Story, sentence: Span) -> Iterator[Time]:
    """The times that a sentence names, in order."""
    for match in _TIME.finditer(story.text, *sentence):
        before = _PREPOSITION.search(story.text, max(sentence[0], match.start() - 9), match.start())
        named = match["relative"] and match["relative"][0].isupper() and match.start() > sentence[0]
        if not named and (before or not match["bare"]):
            yield Time(before.start() if before else match.start(), match.end(), match)


def today(story: Story) -> date | None:
    """The day of the story: as the article says, else that of a date line at its top."""
    if story.today:
        return story.today
    for start, end in story.paragraphs[:4]:
        if end - start <= _DATE_LINE and (match := _FULL.search(story.text, start, end)):
            return _calendar(match[0], None)
    return None


def resolve(match: re.Match[str], day: date | None, *, to_come: bool) -> str | None:
    """The calendar date of a time, YYYY-MM-DD or YYYY-MM; None where the story's `day` does not settle it."""
    if match["full"]:
        return _text(_calendar(match["full"], None))
    if match["month"]:
        name, year = re.findall(r"\w+", match["month"])
        return f"{year}-{_MONTHS.index(name.lower()) + 1:02}"
    if day is None:
        return None
    if match["day"]:
        return _text(_calendar(match["day"], day))
    if match["relative"]:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match["relative"].lower(), 0)
        return _text(day + timedelta(shift))
    if match["weekday"]:
        return _text(_weekday(match, day, to_come=to_come))
    if match["bare"]:
        number = _MONTHS.index(match["bare"].lower()) + 1
        year = day.year - (number > day.month and not to_come) + (number < day.month and to_come)
        return f"{year}-{number:02}"
    return None


def _weekday(match: re.Match[str], day: date, *, to_come: bool) -> date | None:
    which = (match["which"] or "").strip().lower()
    back = (day.weekday() - _DAYS.index(match["weekday"].lower())) % 7
    if which == "next" or (to_come and which != "last"):
        return day + timedelta((7 - back) % 7 or (7 if which == "next" else 0))
    if which == "last":
        return day - timedelta(back or 7)
    return day - timedelta(back) if back <= _CERTAIN else None


def _calendar(words: str, day: date | None) -> date | None:
    """The date that a month and a day name; without a year the one nearest to `day`."""
    month = next((i for i, name in enumerate(_MONTHS, 1) if name[:3] in words.lower()), 0)
    year, number = _year_and_day(words)
    try:
        if year is not None or day is None:
            return date(year or 0, month, number)
        return _nearest(date(day.year, month, number), day)
    except ValueError:
        return None


def _year_and_day(words: str) -> tuple[int | None, int]:
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    return next((n for n in numbers if n > 31), None), next((n for n in numbers if n <= 31), 0)


def _nearest(found: date, day: date) -> date:
    """The same day of the year that is nearest to `day`."""
    if (found - day).days > _HALF_A_YEAR:
        return found.replace(year=found.year - 1)
    return found.replace(year=found.year + 1) if (day - found).days > _HALF_A_YEAR else found


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def find_next(story: Story, voices: Sequence[Voice] = ()) -> list[dict[str, Any]]:
    """The entries of the section next, with who says so: those with a time first."""
    said_by = Speech(voices)
    found = []
    for sentence in story.sentences:
        cue = _says_what_is_next(story, sentence)
        if cue is not None and (entry := _next(story, sentence, said_by.at(cue))):
            found.append(entry)
    return sorted(found, key=lambda entry: entry["time"] is None)[:_MOST_NEXT]


def _says_what_is_next(story: Story, sentence: Span) -> int | None:
    """Where a sentence says that something will happen; None where it does not, or somebody speaks in it or asks."""
    start, end = sentence
    cue = _NEXT.search(story.text, start, end) if end - start <= _LONGEST else None
    if not cue or _MARKS.search(story.text, start, end) or story.text.startswith("Asked", start):
        return None
    return None if story.is_quoted(cue.start()) else cue.start()


def _next(story: Story, sentence: Span, voice: Voice | None) -> dict[str, Any] | None:
    """What is to happen, in the words of the sentence or of the one who says it in it."""
    bounds = voice.statement.spans()[0] if voice else sentence
    statement = stated(story, voice) if voice else " ".join(story.quote(sentence).split())
    if _PRONOUN.match(statement):
        return None
    time = next((t for t in times(story, sentence) if bounds[0] <= t.start < bounds[1]), None)
    return {
        "statement": statement,
        "time": story.text[time.start : time.end] if time else None,
        "according_to": voice.holder if voice else None,
        "evidence": evidence(story, voice) if voice else [story.quote(sentence)],
    }
