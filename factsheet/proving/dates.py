"""Resolves words for a time to a calendar date, relative to the day of publication; never guesses.

A date is certain if the words give it ("March 4, 2007"), or if it can be counted from the day of publication:
"yesterday", "last month", or "on Saturday", past or future by the tense of the clause. If two dates are possible
there is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language import calendars
from factsheet.language.numbers import quantities
from factsheet.language.tongues import tongue
from factsheet.proving.proof import Proof
from factsheet.proving.subject import Subject
from factsheet.proving.tense import FUTURE, OPEN, PAST, is_present, tense
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Field, Kind
    from factsheet.language.text import Text
    from factsheet.records import Article, Facts, Span


class When(NamedTuple):
    """A year, perhaps a month, perhaps a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601, to the precision that is known."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


_NEAR_DAYS = 60
"""Days before or after publication within which a date without a year is resolved where no verb decides."""
_NIGHT = re.compile(r"\b(?:last night|overnight)\b")
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10}  # fmt: skip
_AGO = re.compile(rf"\b(\d+|{'|'.join(_COUNTED)}) (day|week|month|year)s? ago\b")
_AWAY = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?) (?:before|after|later|earlier)\b|\bthe (?:following|next|previous) "
)
"""A time relative to something other than the day of publication."""
_DAY_ON = re.compile(
    r"(?:on |in )?(?:the )?(next|following|previous|preceding) (?:day|morning|afternoon|evening|night)"
)
"""A day relative to the one that the sentence names before it."""
_BACK = frozenset({"previous", "preceding"})
_BETWEEN = re.compile(r"\b(?:from|between)\b|[-–]")
_RELATIVE = re.compile(r"\b(last|past|previous|this|current|next|coming|earlier this|later this) (week|month|year)\b")
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@lru_cache(maxsize=256)  # the model, what is left undated, the checks and the prover ask of the same
def meant(time: str, sentence: str, published: str | None) -> When | None:
    """The date that `time` means in a sentence of an article published on an ISO 8601 day; None if it is uncertain.

    >>> str(meant("on Saturday", "The regatta began on Saturday.", "2007-03-05"))
    '2007-03-03'
    """
    low = " ".join(time.lower().split())
    day = calendars.day_of(published)
    given = [q.date for q in quantities(time) if q.kind == "date"]
    years = {q.date[0] for q in quantities(time) if q.kind == "date" and q.date[0]}
    if len(years) > 1 and not _BETWEEN.search(low):
        return None
    if step := _DAY_ON.fullmatch(low):
        return _day_on(-1 if step[1] in _BACK else 1, sentence, time, published)
    if _AWAY.search(low):
        return None
    if nth := _NTH_DAY.search(low) if given else None:
        month = _given(given[0], low[nth.end() :], sentence, time, day)
        return _nth_day(nth[1], nth[2], month) if month else None
    if given:
        return _given(given[0], low, sentence, time, day)
    return _counted(low, sentence, time, day) if day else None


def _day_on(step: int, sentence: str, time: str, published: str | None) -> When | None:
    """The day before or after the single day that a sentence names before the words for a time."""
    before = sentence[: max(0, sentence.find(time))]
    named = [sentence[q.start : q.end] for q in quantities(before) if q.kind in {"date", "day"}]
    named += re.findall(r"\b(?:yesterday|today)\b", before)
    found = meant(named[0], sentence, published) if len(named) == 1 else None
    return (
        _of(date(found.year, found.month, found.day) + timedelta(step)) if found and found.month and found.day else None
    )


def prove_date(subject: Subject, value: str, time: str, evidence: Sequence[Span]) -> Proof:
    """Prove a date: it is the one that the words for the time mean, or a less precise form of it."""
    found = _range(time) if "/" in value else date_of(subject, time, evidence)
    if found is None:
        return Proof((), (f"“{time}” does not settle a date",), score=0.0)
    if str(found).startswith(value):
        return Proof()
    return Proof((), (f"“{time}” means {found}, not {value}",), score=0.0)


def _range(time: str) -> str | None:
    """The dates of "between April 18, 2016 and June 8, 2016" as an ISO 8601 interval."""
    match [q.date for q in quantities(time) if q.kind == "date"]:
        case [(year, *day), (int(last), *until)] if _BETWEEN.search(time.lower()):
            first, end = str(When(year or last, *day)), str(When(last, *until))
            return f"{first}/{end}" if first < end else None
    return None


def published(article: Article) -> str | None:
    """The day that relative dates are counted from."""
    return article.published or article.updated or article.dateline_date


def undated(kind: Kind, article: Article, facts: Facts, text: Text | None = None) -> tuple[Facts, list[Finding]]:
    """The facts without dates (`x-date-of`) that do not follow from the words for their time, and a note for each.

    Such a date was guessed. Articles in other languages keep theirs, since these rules read English. A date that
    differs from the words stays, for the checks to report. `text` is the article, read with its paragraphs, if the
    caller has it.
    """
    subject, out, notes = Subject(kind, article, facts, text), dict(facts), []
    for entry in subject.entries if subject.language in {"en", None} else ():
        for field in entry.section.fields:
            value, time = entry.value.get(field.name), entry.value.get(field.date_of or "")
            if not field.date_of or not isinstance(value, str) or not _may_be_null(field):
                continue
            spans = entry.section.spans(entry.value)
            if not spans or date_of(subject, str(time or ""), spans) is not None:
                continue
            one = {**entry.value, field.name: None}
            at = entry.pointer.rpartition("/")[2]
            section = out[entry.section.name]
            if entry.section.many:
                out[entry.section.name] = [one if str(n) == at else other for n, other in enumerate(section)]
            else:
                out[entry.section.name] = one
            message = f"the date {value} was left out: “{time or ''}” does not settle it"
            notes.append(Finding("date-dropped", "note", f"{entry.pointer}/{field.name}", message))
    return out, notes


def _may_be_null(field: Field) -> bool:
    return "null" in (field.schema.get("type") or ())


def date_of(subject: Subject, time: str, evidence: Sequence[Span]) -> When | None:
    """The date that words for a time, or else the evidence, mean in the sentences of the evidence."""
    article = subject.article
    sentences = list(subject.text.sentences_of(evidence))
    named = [one for one in sentences if time.strip() and time in article.text[slice(*one.span)]]
    for sentence in named or sentences:
        said = time
        if not time.strip():
            start, end = next(span for span in evidence if span[1] > sentence.span[0])
            said = article.text[max(start, sentence.span[0]) : min(end, sentence.span[1])]
        found = _meant(subject, said, article.text[slice(*sentence.span)])
        if found is not None:
            return found
    return None


def _meant(subject: Subject, said: str, sentence: str) -> When | None:
    """The date that words mean, in the language of the article."""
    article = subject.article
    known = tongue(subject.language)
    if known is None:
        return meant(said, sentence, published(article))
    found = calendars.meant(said, sentence, published(article), known)
    return When(*map(int, found.split("-"))) if found else None


def date_otherwise(subject: Subject, value: str, time: str, evidence: Sequence[Span]) -> When | None:
    """The date that the words for a time mean if it contradicts `value` at the precision that both have, or None."""
    found = date_of(subject, time, evidence)
    agrees = found is None or str(found).startswith(value) or value.startswith(str(found))
    return None if agrees else found


def is_out_of_time(subject: Subject, value: str, time: str, evidence: Sequence[Span]) -> bool:
    """Whether a day after publication is reported in the past tense, or one before it in the future."""
    day, given = calendars.day_of(published(subject.article)), calendars.day_of(value)
    if day is None or given is None or len(value) != len("2018-11-04") or given == day:
        return False
    sentences = [subject.article.text[slice(*one.span)] for one in subject.text.sentences_of(evidence)]
    here = next((one for one in sentences if time in one), None)
    return here is not None and tense(here, time) == (PAST if given > day else FUTURE)


def _given(
    parts: tuple[int | None, int | None, int | None], low: str, sentence: str, time: str, day: date | None
) -> When | None:
    year, month, of_month = parts
    if year is not None:
        return When(year, month, of_month if month else None)
    if day is None or month is None:
        return None
    if relative := _RELATIVE.search(low):
        if relative[2] != "year":
            return None
        return When(day.year + _STEPS.get(relative[1], 0), month, of_month)
    if low.startswith("last ") and not of_month:
        return When(day.year - (month >= day.month), month)  # "last November"
    named = {q.date[0] for q in quantities(sentence) if q.kind == "date" and q.date[0]}
    direction = tense(sentence, time)
    if any(year != day.year and (direction != FUTURE or year > day.year) for year in named):
        return None
    found = _year_of(month, of_month, direction, day)
    if found is None and direction == OPEN and is_present(sentence, time):
        return _year_of(month, of_month, FUTURE, day)
    return found


def _year_of(month: int, of_month: int | None, direction: int, day: date) -> When | None:
    """The nearest such day or month before or after publication; None if the tense leaves it open."""
    found = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            first = date(year, month, of_month or 1)
        except ValueError:
            continue
        ahead = (year, month) > (day.year, day.month) if of_month is None else first > day
        behind = (year, month) < (day.year, day.month) if of_month is None else first < day
        if direction == FUTURE and behind and of_month and (day - first).days <= _NEAR_DAYS:
            return None  # "is to run from January 23", told on January 25
        if (direction == PAST and ahead) or (direction == FUTURE and behind):
            continue
        found.append((abs((first - day).days), year))
    if not found or (direction == OPEN and min(found)[0] > _NEAR_DAYS):
        return None
    year = min(found)[1]
    return When(year, month, of_month)


_NTH_DAY = re.compile(rf"\b(first|second|third|fourth|last) ({'|'.join(_WEEK)}) (?:in|of) (?=\w)")
_NTHS = ("first", "second", "third", "fourth")


def _nth_day(which: str, weekday: str, when: When) -> When | None:
    """A day like "the first Tuesday in March", of the month that is meant."""
    if when.month is None:
        return None
    days = [date(when.year, when.month, 1) + timedelta(n) for n in range(31)]
    of_week = [one for one in days if one.month == when.month and one.weekday() == _WEEK.index(weekday)]
    return _of(of_week[_NTHS.index(which) if which in _NTHS else -1])


def _counted(low: str, sentence: str, time: str, day: date) -> When | None:
    if ago := _AGO.search(low):
        return _away(day, -(_COUNTED.get(ago[1]) or int(ago[1])), ago[2])
    if "yesterday" in low or _NIGHT.search(low):
        return _of(day - timedelta(1)) if "day before" not in low else None
    if "tomorrow" in low:
        return _of(day + timedelta(1)) if "day after" not in low else None
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", low):
        return _of(day)
    if relative := _RELATIVE.search(low):
        return None if relative[1] == "past" else _away(day, _STEPS.get(relative[1], 0), relative[2])
    named = [number for number, name in enumerate(_WEEK) if re.search(rf"\b{name}\b", low)]
    if len(named) == 1 and not re.search(r"\b(?:next|every|each)\b|days\b", low):
        direction = tense(sentence, time)
        if direction == OPEN and is_present(sentence, time) and sentence.rstrip().endswith("."):
            direction = FUTURE  # "The cabinet meets on Tuesday.", and no headline
        return _weekday(named[0], direction, day, last=bool(re.search(r"\blast\b", low)))
    return None


def _away(day: date, many: int, unit: str) -> When | None:
    """The day, month or year so many before or after the one of a day."""
    if unit == "day":
        return _of(day + timedelta(many))
    if unit == "year":
        return When(day.year + many)
    if unit == "month":
        index = day.year * 12 + day.month - 1 + many
        return When(index // 12, index % 12 + 1)
    return None


def _weekday(number: int, direction: int, day: date, *, last: bool) -> When | None:
    back = (day.weekday() - number) % 7
    if last:
        return _of(day - timedelta(back or 7))
    if direction == PAST:
        return _of(day - timedelta(back))
    return _of(day + timedelta((number - day.weekday()) % 7)) if direction == FUTURE else None


def _of(day: date) -> When:
    return When(day.year, day.month, day.day)
