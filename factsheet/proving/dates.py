"""Dates: the calendar date that words for a time mean, counted from the day of publication; never guessed.

A date counts as meant where the words give it ("March 4, 2007"), or where they can be counted from the day of
publication: "yesterday", "last month", "on Saturday" of what has been or of what is to come. The tense is that of the
clause in which the words stand. Where two dates could be meant there is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.language.numbers import quantities
from factsheet.language.thesaurus import bases
from factsheet.proving.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


class When(NamedTuple):
    """A year, perhaps a month, perhaps a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """As ISO 8601 writes it, as precise as it is."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


_PAST, _OPEN, _FUTURE = -1, 0, 1
_NIGHT = re.compile(r"\b(?:last night|overnight)\b")
_AGO = re.compile(r"\b(\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten) (day|week|month|year)s? ago\b")
_AWAY = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?) (?:before|after|later|earlier)\b|\bthe (?:following|next|previous) ")
"""A time that is counted from another one than the day of publication."""
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10}  # fmt: skip
_RELATIVE = re.compile(r"\b(last|past|previous|this|current|next|coming|earlier this|later this) (week|month|year)\b")
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
def meant(time: str, sentence: str, published: str | None) -> When | None:
    """The date that `time` means in a sentence of an article published on a day (ISO 8601), None where none is certain.

    >>> str(meant("on Saturday", "The regatta began on Saturday.", "2007-03-05"))
    '2007-03-03'
    """
    low = " ".join(time.lower().split())
    day = _day(published)
    given = [q.date for q in quantities(time) if q.kind == "date"]
    years = {q.date[0] for q in quantities(time) if q.kind == "date" and q.date[0]}
    if len(years) > 1 and not re.search(r"\b(?:from|between)\b|[-–]", low):
        return None
    if _AWAY.search(low):
        return None
    if given:
        return _given(given[0], low, sentence, time, day)
    return _counted(low, sentence, time, day) if day else None


def prove_date(subject: Subject, value: str, time: str, evidence: Sequence[Span]) -> Proof:
    """A date is proven when it is the one that the words for the time mean, or says less than that."""
    article = subject.article
    for sentence in subject.text.sentences_of(evidence):
        found = meant(time, article.text[slice(*sentence.span)], article.published or article.updated)
        if found is not None:
            if str(found).startswith(value):
                return Proof(sentence=sentence.span)
            return Proof((), (f"“{time}” means {found}, not {value}",), sentence.span, score=0.0)
    return Proof((), (f"“{time}” does not settle a date",), score=0.0)


def _given(parts: tuple[int | None, int | None, int | None], low: str, sentence: str, time: str, day: date | None) -> When | None:
    year, month, of_month = parts
    if year is not None:
        return When(year, month, of_month if month else None)
    if day is None or month is None:
        return None
    if relative := _RELATIVE.search(low):
        if relative[2] != "year":
            return None
        return When(day.year + _STEPS.get(relative[1], 0), month, of_month)
    named = {q.date[0] for q in quantities(sentence) if q.kind == "date" and q.date[0]}
    if named - {day.year}:
        return None
    return _year_of(month, of_month, tense(sentence, time), day)


def _year_of(month: int, of_month: int | None, direction: int, day: date) -> When | None:
    """The nearest such day or month before or after the day of publication; None where the tense leaves both open."""
    found = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            first = date(year, month, of_month or 1)
        except ValueError:
            continue
        ahead = (year, month) > (day.year, day.month) if of_month is None else first > day
        behind = (year, month) < (day.year, day.month) if of_month is None else first < day
        if (direction == _PAST and ahead) or (direction == _FUTURE and behind):
            continue
        found.append((abs((first - day).days), year))
    if not found:
        return None
    year = min(found)[1]
    return When(year, month, of_month)


def _counted(low: str, sentence: str, time: str, day: date) -> When | None:
    if ago := _AGO.search(low):
        return _ago(_COUNTED.get(ago[1]) or int(ago[1]), ago[2], day)
    if "yesterday" in low or _NIGHT.search(low):
        return _of(day - timedelta(1)) if "day before" not in low else None
    if "tomorrow" in low:
        return _of(day + timedelta(1)) if "day after" not in low else None
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", low):
        return _of(day)
    if relative := _RELATIVE.search(low):
        return _relative(relative[1], relative[2], day)
    named = [number for number, name in enumerate(_WEEK) if re.search(rf"\b{name}\b", low)]
    if len(named) == 1 and not re.search(r"\b(?:next|every|each)\b|days\b", low):
        return _weekday(named[0], tense(sentence, time), day, last=bool(re.search(r"\blast\b", low)))
    return None


def _ago(many: int, unit: str, day: date) -> When | None:
    if unit == "day":
        return _of(day - timedelta(many))
    if unit == "year":
        return When(day.year - many)
    if unit == "month":
        index = day.year * 12 + day.month - 1 - many
        return When(index // 12, index % 12 + 1)
    return None


def _relative(which: str, unit: str, day: date) -> When | None:
    step = _STEPS.get(which, 0)
    if unit == "year":
        return None if which == "past" else When(day.year + step)
    if unit == "month" and which != "past":
        index = day.year * 12 + day.month - 1 + step
        return When(index // 12, index % 12 + 1)
    return None


def _weekday(number: int, direction: int, day: date, *, last: bool) -> When | None:
    back = (day.weekday() - number) % 7
    if last:
        return _of(day - timedelta(back or 7))
    if direction == _PAST:
        return _of(day - timedelta(back))
    return _of(day + timedelta((number - day.weekday()) % 7)) if direction == _FUTURE else None


def tense(sentence: str, time: str) -> int:
    """Whether the verb that a time belongs to is of what has been (-1), of what is to come (1), or leaves it open (0).

    It is the nearest verb before the words for the time, else the first one after them.
    """
    row = tokens(sentence)
    start = sentence.find(time)
    first = next((at for at, token in enumerate(row) if token.start >= start >= 0), 0)
    before = next((at for at in range(first - 1, -1, -1) if is_verb_at(row, at)), None)
    after = next((at for at in range(first, len(row)) if is_verb_at(row, at)), None)
    head = before if before is not None else after
    if head is None:
        return _OPEN
    chain = [row[at].low for at in _chain(row, head)]
    if "would" in chain or "could" in chain:
        return _OPEN
    if _WILL.intersection(chain) or ("to" in chain and _AHEAD.intersection(chain)):
        return _FUTURE
    if "to" in chain:
        return _OPEN
    return _PAST if any(map(_is_past, chain)) else _OPEN


_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_AHEAD = frozenset(
    ["is", "are", "be", "set", "due", "scheduled", "expected", "planned", "slated", "about", "going", "plans", "plan", "planning", "hopes", "hope", "hoping", "intends", "intend", "aims", "aim", "wants", "want", "expects", "expect"]
)
"""Words before "to" that put what follows ahead of the day of publication."""


def _chain(row: Sequence[Token], head: int) -> range:
    """A verb with its auxiliaries and the verbs and "to" that it follows: "is set to meet"."""
    start = end = head
    while start and (row[start - 1].low in {"to", "not", "about"} or is_verb_at(row, start - 1) or _is_adverb(row[start - 1])):
        start -= 1
    while end + 1 < len(row) and (row[end + 1].low in {"to", "not", "about"} or is_verb_at(row, end + 1)):
        end += 1
    return range(start, end + 1)


def _is_adverb(token: Token) -> bool:
    return token.low.endswith("ly") or token.low in {"already", "also", "now", "then", "just", "due", "set"}


_PAST_FORMS = frozenset({"was", "were", "had", "did", "been"})


def _is_past(low: str) -> bool:
    """Whether a verb form can only be of the past."""
    if low in _PAST_FORMS or low.endswith("ed"):
        return True
    return not low.endswith(("s", "ing")) and low not in _WILL and any(base != low for base in bases(low))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _of(day: date) -> When:
    return When(day.year, day.month, day.day)
