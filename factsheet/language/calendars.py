"""Calendars: times in a text of another language than English, and their dates.

A date is meant where the words give it ("4 mars 2007"), or where they can be counted from the day of publication:
"gestern", "am Montag" and "4. Juli" in a clause with a verb of what has been, or of what is to come. Where the verb
leaves open which of two days it is, or where two verbs disagree, no date is meant.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.tongues import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.tongues import Tongue

_FAR = 300
"""Days from the day of publication beyond which a day without a year may be one of another year."""
_BACK, _OPEN, _AHEAD = -1, 0, 1
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST, _NEXT = ("past", "over"), ("ahead", "behind")
"""The groups of a time that is told to be the last one, or the next."""
_EDGE = re.compile(r"\s(?:que|qu(?=['’])|che)\b|,\s|[;:«»„“”\"()]|\s[–—-]\s")
"""Where a clause ends."""


class Time(NamedTuple):
    """Words for a time with their span and the preposition before them."""

    start: int
    end: int


def times(text: str, start: int, end: int, tongue: Tongue) -> Iterator[Time]:
    """The times that a part of a text names: days with and without a year, days of the week, "yesterday"."""
    for match in _pattern(tongue).finditer(text, start, end):
        relative = match["relative"] or ""
        # "der heute 60-jährige": the time of no event
        is_attribute = relative and re.match(r"[ \xa0]\d", text[match.end() : match.end() + 2])
        if is_attribute:
            continue
        is_noun = relative[:1].isupper() and match.start() > start and text[match.start() - 2 : match.start()] != ". "
        if not is_noun and not _is_of_several(text, match, tongue, end):
            yield Time(match.start(), match.end())


def meant(words: str, sentence: str, published: str | None, tongue: Tongue) -> str | None:
    """The date that words for a time mean in an article published on a day; None if uncertain.

    Dates are ISO 8601, as precise as the words: YYYY-MM-DD, YYYY-MM or YYYY.

    >>> from factsheet.language.tongues import Tongue
    >>> meant("am Samstag", "Die Regatta begann am Samstag.", "2007-03-05", Tongue("de"))
    '2007-03-03'
    """
    match = _pattern(tongue).search(words)
    if match is None or _pattern(tongue).search(words, match.end()):
        return None
    day = day_of(published)
    month = tongue.months.get((match["month"] or match["alone"] or "").lower())
    if match["bare"]:
        named = (match["before"] or "").lower() in tongue.words("calendar", "in")
        return match["bare"] if named and len(set(_YEAR.findall(sentence))) == 1 else None
    if match["alone"]:
        return f"{match['of']}-{month:02}"
    if month and match["year"]:
        return _iso(int(match["year"]), month, int(match["day"]))
    if day is None:
        return None
    if month and match["ago"]:
        return _iso(day.year - 1, month, int(match["day"]))
    clause = _clause(words, sentence)
    direction = _direction(match, clause, tongue)
    if match["relative"]:
        days = _relative(tongue)[match["relative"].lower()]
        # "Today" is also "in these times": it is a day where something has happened.
        return (day + timedelta(days)).isoformat() if days or direction == _BACK else None
    if direction == _OPEN or _is_elsewhere(clause, tongue):
        return None
    if month:
        return _nearest(month, int(match["day"]), direction, day)
    told = any(match[group] for group in _LAST + _NEXT)
    return _weekday(tongue.days[match["weekday"].lower()], direction, day, told=told)


def _clause(words: str, sentence: str) -> str:
    """The part of a sentence between commas, dashes and quotation marks that the words are in."""
    at = sentence.find(words)
    if at < 0:
        return words
    start = max((match.end() for match in _EDGE.finditer(sentence, 0, at)), default=0)
    edge = _EDGE.search(sentence, at + len(words))
    return sentence[start : edge.start() if edge else len(sentence)]


def is_of_part(words: str, sentence: str, tongue: Tongue) -> bool:
    """Whether words for a time are in a clause that depends on another: "…, in dem die Feier am Freitag beginnt"."""
    clause = _clause(words, sentence)
    before = clause[: clause.find(words)]
    subordinate = tongue.one_of("calendar", "subordinate")
    if tongue.code not in _VERB_LAST:
        return bool(re.search(rf"(?<![\w-]){subordinate}(?![\w-])", before, re.IGNORECASE))
    opens = sentence.find(clause) == 0
    return not opens and bool(re.match(rf"(?:[a-zäöü]{{2,5}} )?{subordinate}(?![\w-])", before))


_VERB_LAST = frozenset({"de", "nl"})
"""Languages in which the words that join a clause are articles, or conjunctions that open it, as well."""


def _is_elsewhere(clause: str, tongue: Tongue) -> bool:
    """Whether a day is one of another week, or of every week: "lundi de la semaine dernière", "jeden Montag"."""
    return any(_has(clause, tongue, part) for part in ("weeks", "every", "until"))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time, or None."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


@cache
def _relative(tongue: Tongue) -> dict[str, int]:
    return {words.lower(): int(days) for words, days in tongue.lists.table("calendar", "relative")}


@cache  # one pattern a language
def _pattern(tongue: Tongue) -> re.Pattern[str]:
    """What a time is, with a group for each kind; the groups exclude each other."""
    months, days, relative = any_of(tongue.months), any_of(tongue.days), any_of(_relative(tongue))
    before = tongue.one_of("calendar", "prepositions")
    last, following = tongue.one_of("calendar", "last"), tongue.one_of("calendar", "next")
    # "de" and "of" between day, month and year: "4 de julio de 2017".
    of = r"(?: de | del |[  ])"
    return re.compile(
        rf"(?<![\w-])(?:(?P<before>{before}) )?(?:(?:der|die|den|dem|le|el|il|o|de) )?"
        rf"(?:(?P<ahead>{following}) |(?P<past>{last}) )?(?:"
        rf"(?:{days},? (?:(?:dem|den|der|le|el|il) )?)?"
        rf"(?P<day>\d{{1,2}})(?:\.|er|º|°)?{of}(?P<month>{months})"
        rf"(?:{of}(?P<year>(?:19|20)\d\d)| (?P<ago>{tongue.one_of('calendar', 'last year')}))?"
        rf"|(?P<alone>{months}){of}(?P<of>(?:19|20)\d\d)"
        rf"|(?<=[  ])(?P<bare>(?:19|20)\d\d)(?![.,]\d|[–/-])"
        rf"|(?P<weekday>{days})(?: (?P<behind>{following})| (?P<over>{last}))?"
        rf"|(?P<relative>{relative})(?: {tongue.one_of('calendar', 'parts')})?"
        rf")(?![\w-])",
        re.IGNORECASE,
    )


def _is_of_several(text: str, match: re.Match[str], tongue: Tongue, end: int) -> bool:
    """Whether a time is one of two, "lundi et mardi", which mean no one day; or a part of a span."""
    before, behind = _joined(tongue)
    window = max(0, match.start() - _WINDOW)
    return bool(behind.match(text, match.end(), end) or before.search(text[window : match.start()]))


@cache  # one set a language
def _joined(tongue: Tongue) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Another time with what joins it to one, before that and behind it."""
    links, days = tongue.one_of("calendar", "or"), any_of(tongue.days)
    return (
        re.compile(rf"(?:\d\.?|{days})(?: ?[-–]| {links})[ \xa0]?$", re.IGNORECASE),
        re.compile(rf"(?:,| ?[-–]| {links})[ \xa0](?:\w+ )?(?:\d|{days})", re.IGNORECASE),
    )


_WINDOW = 20
"""Characters before a time in which another one ends that it is joined to."""


def _direction(match: re.Match[str], clause: str, tongue: Tongue) -> int:
    """Whether a time has been (-1) or is to come (1), by "last" or "next" and else by the verbs; 0 leaves it open."""
    if any(match[group] for group in _LAST) or _has(clause, tongue, "since"):
        return _BACK
    if any(match[group] for group in _NEXT):
        return _AHEAD
    past = _has(clause, tongue, "past") or (_has(clause, tongue, "perfect") and _has_participle(clause, tongue))
    if _is_of_participle(match[0].strip(), clause, tongue):
        return _BACK
    ahead = _has(clause, tongue, "ahead") or _has_future(clause, tongue)
    return _OPEN if past == ahead else _BACK if past else _AHEAD


_ATTRIBUTE = re.compile(r" (?:[a-zäöüß]{2,12} )?(?:[a-zäöüß]{0,6}ge|be|ver|er|ent|zer)[a-zäöüß]+(?:te|ene)[nmrs]? ")
"""A German participle before its noun: "festgenommene "."""


def _is_of_participle(words: str, clause: str, tongue: Tongue) -> bool:
    """Whether a participle has a time: "der am Sonntag festgenommene Mann", ", arrivé dimanche avec 43 migrants"."""
    at = clause.find(words)
    if tongue.nouns_have_capitals:
        behind = _ATTRIBUTE.match(clause, at + len(words))
        return at > 0 and behind is not None and not _has(behind[0], tongue, "planned")
    return at > 0 and bool(re.fullmatch(rf"[a-zà-ÿ]{{2,}}{tongue.one_of('calendar', 'participle ends')} ", clause[:at]))


def _has(clause: str, tongue: Tongue, part: str) -> bool:
    """Whether a clause has a word of a list."""
    return bool(re.search(rf"(?<![\w-]){tongue.one_of('calendar', part)}(?![\w-])", clause, re.IGNORECASE))


def _has_future(clause: str, tongue: Tongue) -> bool:
    """Whether a clause has a word that looks like a verb of what is to come: "comenzará", "riaprirà", "quittera"."""
    ends = tongue.one_of("calendar", "ahead ends")
    return bool(re.search(rf"(?<![\w-])[a-zà-ÿ]{{3,}}{ends}(?![\w-])", clause))


def _has_participle(clause: str, tongue: Tongue) -> bool:
    """Whether a clause has a word that looks like a participle: "begonnen", "angekommen", "entdeckt"."""
    begin, end = tongue.one_of("calendar", "prefixes"), tongue.one_of("calendar", "participles")
    return bool(re.search(rf"(?<![\w-])(?:{begin}|[^\W\d_]{{2,6}}ge)[^\W\d_]{{2,}}{end}(?![\w-])", clause))


def _nearest(month: int, of_month: int, direction: int, day: date) -> str | None:
    """The nearest such day before or after the day of publication; None where it is far, and may be of another year."""
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            away = (date(year, month, of_month) - day).days
        except ValueError:
            continue
        if 0 <= away * direction <= _FAR:
            return (day + timedelta(away)).isoformat()
    return None


def _weekday(number: int, direction: int, day: date, *, told: bool) -> str:
    """The day of the week before or after the day of publication; that day itself unless it is told to be another."""
    away = (number - day.weekday()) % 7 if direction == _AHEAD else -((day.weekday() - number) % 7)
    return (day + timedelta(away or (7 * direction if told else 0))).isoformat()
