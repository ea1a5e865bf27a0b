"""Dates as English news writes them: "28 July 2014", "July 28", "Monday", "2014-07-28".

`Tokens` are what both dates and numbers are read from; a year that stands alone is left to `numbers`.
"""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TypeAlias

from factsheet.language.lists import ENGLISH

Date: TypeAlias = tuple[int | None, int | None, int | None]
"""Year, month and day, each None where it is not said."""

_TOKEN = re.compile(
    r"[A-Za-z]+[^\W\d_]*|[^\W\d_]+|\d(?:\d{3}-\d{2}-\d{2}(?!\d)|\d?[:.]\d{2}(?=\s?[ap]\.?m\b)|\d?:\d{2}(?!\d)"
    r"|\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d{0,8},(?:\d{1,2}|(?!(?:19|20)\d\d(?!\d))\d{4,6})(?![\d,]|\.\d)"
    r"|\d*(?:\.\d+)?)|[%$€£¥]"
)
"""A word, whose plain letters are matched fastest; a date in digits, a time, a number, in which a
comma that is not before three digits is decimal; a sign of money or per cent."""

_PADDING = [""] * 8
"""Behind the last token, and before the first by its negative index; readers look no further than a bound is long."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_AMBIGUOUS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed"})
"""Words that are months or days only with a capital, and months only beside a number or a preposition."""

_BEFORE_MONTH = frozenset({"in", "last", "next", "this", "since", "until", "by", "early", "late", "mid", "of", "from"})
_YEARS = range(1000, 2200)
"""What four digits may be to be a year."""

ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class Tokens:
    """The tokens of a text in lower case. Before the first and behind the last are empty ones."""

    __slots__ = ("_found", "keys", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._found = list(_TOKEN.finditer(text))
        self.keys = [*map(str.lower, map(itemgetter(0), self._found)), *_PADDING]

    def __len__(self) -> int:
        return len(self._found)

    def gap(self, at: int) -> str:
        """The text between token `at` and the one before it; a line break where there are no two."""
        return self.text[self._found[at - 1].end() : self._found[at].start()] if 0 < at < len(self._found) else "\n"

    def is_capital(self, at: int) -> bool:
        """Whether token `at` begins with a capital."""
        return self._found[at][0][0].isupper()

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of the tokens from `first` to before `last`."""
        return self._found[first].start(), self._found[last - 1].end()


def weekdays() -> tuple[str, ...]:
    """The days of the week from Monday on."""
    return tuple(row[0] for row in ENGLISH.rows("calendar", "days"))


@cache  # reads a word list
def day_numbers() -> dict[str, int]:
    """Each word for a day of the week to its number from 0, Monday."""
    return {form: number for number, day in enumerate(weekdays()) for form in (day, f"{day}s")}


@cache  # reads a word list
def month_numbers() -> dict[str, int]:
    """Each word for a month, long or short, to its number."""
    rows = ENGLISH.rows("calendar", "months")
    return {form: number for number, forms in enumerate(rows, 1) for form in (*forms, forms[0][:3])}


def date_at(tokens: Tokens, at: int) -> tuple[Date, int] | None:
    """The date that begins with token `at`, and the token after it."""
    key = tokens.keys[at]
    if iso := _ISO.match(key):
        year, month, day = map(int, iso.groups())
        return (year, month, day), at + 1
    return _day_first(tokens, at) or _month_first(tokens, at)


def weekday_at(tokens: Tokens, at: int) -> int | None:
    """The number of the day of the week that token `at` names."""
    number = day_numbers().get(tokens.keys[at])
    return number if number is not None and tokens.is_capital(at) else None


def year_at(tokens: Tokens, at: int) -> int | None:
    """The year that token `at` is, where it goes on with the token before it."""
    year = year_of(tokens.keys[at])
    return year if year and tokens.gap(at).strip() in {"", ","} else None


def year_of(key: str) -> int | None:
    """The year that four digits are."""
    return int(key) if len(key) == 4 and key.isdecimal() and int(key) in _YEARS else None


def _day_first(tokens: Tokens, at: int) -> tuple[Date, int] | None:
    day = _day_of_month(tokens.keys[at])
    if not day or tokens.gap(at + 1).strip() not in {"", "of"}:
        return None
    at += 2 if tokens.keys[at + 1] in ORDINAL_ENDS else 1
    at += tokens.keys[at] == "of"
    month = _month(tokens, at, beside_number=True)
    if not month:
        return None
    year = year_at(tokens, at + 1)
    return (year, month, day), at + 1 + bool(year)


def _month_first(tokens: Tokens, at: int) -> tuple[Date, int] | None:
    day, year = _day_of_month(tokens.keys[at + 1]), year_at(tokens, at + 1)
    month = _month(tokens, at, beside_number=bool(day or year))
    if not month:
        return None
    at += 1
    if day:
        at += 2 if tokens.keys[at + 1] in ORDINAL_ENDS else 1
        year = year_at(tokens, at)
    return (year, month, day), at + bool(year)


def _day_of_month(key: str) -> int | None:
    return int(key) if 0 < len(key) <= 2 and key.isdecimal() and 1 <= int(key) <= 31 else None


def _month(tokens: Tokens, at: int, *, beside_number: bool) -> int | None:
    key = tokens.keys[at]
    month = month_numbers().get(key)
    if month is None or not tokens.is_capital(at):
        return None
    return month if key not in _AMBIGUOUS or beside_number or tokens.keys[at - 1] in _BEFORE_MONTH else None
