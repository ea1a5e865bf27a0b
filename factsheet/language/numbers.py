"""Numbers as English news writes them: figures, words, percentages, amounts, ages, dates, each with its place.

`quantities` finds them, `agree` compares two. A bound ("nearly", "at least") and what follows in time ("ago")
are part of a quantity: `bound` and `past` say so, and the caller decides what a difference in them means.
What the numbers count is left to the reader, apart from units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

NumberKind: TypeAlias = Literal["number", "ordinal", "many", "decade", "date", "day", "time"]

_TOKEN = re.compile(
    r"[^\W\d_]+|\d(?:\d{3}-\d{2}-\d{2}(?!\d)|\d?[:.]\d{2}(?=\s?[ap]\.?m\b)|\d?:\d{2}(?!\d)"
    r"|\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d*(?:\.\d+)?)|[%$€£¥]"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {form: number for number, day in enumerate(_WEEK) for form in (day, f"{day}s")}
_ARTICLES = frozenset({"a", "an"})
_AMBIGUOUS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed"})
"""Words that are months or days only with a capital, and months only beside a number or a preposition."""

_BEFORE_MONTH = frozenset({"in", "last", "next", "this", "since", "until", "by", "early", "late", "mid", "of", "from"})
_CURRENCIES = frozenset("$€£¥")
_MONEY_WORDS = {"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "pounds": "£",
                "gbp": "£", "yen": "¥"}  # fmt: skip
_YEARS = range(1000, 2200)
_LOOK_BACK = 4
"""Tokens of the longest bound."""

_TOLERANCE = Decimal("0.4")
"""Hundredths by which a fraction and a percentage may differ: a third is 33 or 33.3 per cent."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, amount or date in a text: `text[start:end]`.

    `value` is None for dates. `unit` is the canonical form of the lexicon ("%", "$", "week"), None where no
    unit follows. `date` is (year, month, day), each None where it is not said; `day` a day of the week.
    """

    kind: NumberKind
    start: int
    end: int
    value: Decimal | None = None
    unit: str | None = None
    bound: str | None = None
    past: bool = False
    date: tuple[int | None, int | None, int | None] = (None, None, None)


def quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order, in one pass.

    >>> [(q.value, q.unit, q.bound) for q in quantities("nearly two dozen men, 24,000 people and $3bn")]
    [(Decimal('24'), None, 'below'), (Decimal('24000'), None, None), (Decimal('3000000000'), '$', None)]
    """
    return list(_Scanner(text).scan())


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both say the same number or compatible dates, their bounds aside.

    Units count where both have one; a date agrees with a fuller one.
    """
    if one.kind in {"date", "day"} or other.kind in {"date", "day"}:
        return one.kind == other.kind and _dates_agree(one.date, other.date)
    if "many" in {one.kind, other.kind} and one.kind != other.kind:
        return False
    if one.value is None or other.value is None:
        return one.value == other.value
    if one.unit and other.unit and one.unit != other.unit:
        return False
    if "%" in {one.unit, other.unit}:
        return abs(one.value - other.value) <= (0 if one.value == int(one.value) == other.value else _TOLERANCE)
    return one.value == other.value


def _dates_agree(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(a is None or b is None or a == b for a, b in pairs) and any(a is not None and a == b for a, b in pairs)


class _Scanner:
    """Reads tokens from left to right; `at` is the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_TOKEN.finditer(text))
        self.keys = [token[0].lower() for token in self.tokens]
        self.at = 0

    def scan(self) -> Iterator[Quantity]:
        starters, after_article = _starters(), _after_article()
        for at, key in enumerate(self.keys):
            if at < self.at or (key not in starters and not key[0].isdecimal()):
                continue
            self.at = at
            if key in _ARTICLES and self._key(1) not in after_article:
                continue
            found = self._date() or self._number()
            if found:
                yield found

    def _key(self, offset: int = 0) -> str:
        at = self.at + offset
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def _is_capital(self, offset: int) -> bool:
        return self.text[self.tokens[self.at + offset].start()].isupper()

    def _gap(self, offset: int) -> str:
        """The text between the token at `offset` and the one before it."""
        at = self.at + offset
        if not 0 < at < len(self.tokens):
            return "\n"
        return self.text[self.tokens[at - 1].end() : self.tokens[at].start()]

    def _take(self, count: int, kind: NumberKind, **more: object) -> Quantity:
        first, last = self.tokens[self.at], self.tokens[self.at + count - 1]
        self.at += count
        return Quantity(kind, first.start(), last.end(), **more)  # type: ignore[arg-type]

    def _date(self) -> Quantity | None:
        """A date from here on: "28 July 2014", "July 28, 2014", "July", "2014", "Monday", ISO."""
        key = self._key()
        if iso := _ISO.match(key):
            return self._take(1, "date", date=tuple(map(int, iso.groups())))
        if key in _DAYS and self._is_capital(0):
            return self._take(1, "day", date=(None, None, _DAYS[key]))
        if (day := self._day_number(0)) and self._gap(1).strip() in {"", "of"}:
            skip = 2 if self._key(1) in _ORDINAL_ENDS else 1
            skip += self._key(skip) == "of"
            month = self._month(skip, beside_number=True)
            if month:
                year = self._year(skip + 1)
                return self._take(skip + 1 + bool(year), "date", date=(year, month, day))
        month = self._month(0, beside_number=bool(self._day_number(1) or self._year(1)))
        if month:
            day = self._day_number(1) if not self._year(1) else None
            skip = 1 + bool(day)
            skip += bool(day) and self._key(skip) in _ORDINAL_ENDS
            year = self._year(skip)
            return self._take(skip + bool(year), "date", date=(year, month, day))
        return None

    def _day_number(self, offset: int) -> int | None:
        key = self._key(offset)
        return int(key) if key.isdecimal() and len(key) <= 2 and 1 <= int(key) <= 31 else None

    def _year(self, offset: int) -> int | None:
        key = self._key(offset)
        if not (key.isdecimal() and len(key) == 4 and int(key) in _YEARS):
            return None
        return int(key) if self._gap(offset).strip() in {"", ","} else None

    def _month(self, offset: int, *, beside_number: bool) -> int | None:
        key = self._key(offset)
        month = _months().get(key)
        if month is None or not self._is_capital(offset):
            return None
        sure = key not in _AMBIGUOUS or beside_number or self._key(offset - 1) in _BEFORE_MONTH
        return month if sure else None

    def _number(self) -> Quantity | None:
        key = self._key()
        lists = _lists()
        first, currency = 0, None
        if key in _CURRENCIES:
            first, currency = 1, key
        if not self._key(first):
            return None
        if ":" in self._key(first):
            return self._take(1, "time", value=Decimal(key.replace(":", ".")))
        value, count = self._value(first)
        if value is None:
            return self._word_of_many(lists)
        total = first + count
        kind: NumberKind = "number"
        unit = currency
        ending = self._key(total) if not self._gap(total) else ""
        if ending in _ORDINAL_ENDS or (count == 1 and self._key(first) in _ordinals()):
            kind = "ordinal"
            total += ending in _ORDINAL_ENDS
        elif ending == "s" and value >= 10 and key.isdecimal():
            kind, total = "decade", total + 1
        elif currency is None and count == 1 and self._key(first).isdecimal():
            whole = int(value)
            if len(key) == 4 and whole in _YEARS and not self._unit(total)[0]:
                return self._take(1, "date", date=(whole, None, None))
        if kind == "number" and not unit:
            unit, taken = self._unit(total)
            total += taken
        bound = self._bound()
        past = self._key(total) == "ago"
        return self._take(total, kind, value=value, unit=unit, bound=bound, past=past)

    def _value(self, offset: int) -> tuple[Decimal | None, int]:
        """The value that begins at `offset`, and how many tokens it takes."""
        lists, words = _lists(), lexicon().numbers
        key = self._key(offset)
        if key in _ARTICLES:
            return self._with_article(offset)
        if key[:1].isdecimal():
            value, count = Decimal(key.replace(",", "")), 1
        elif key in words:
            value, count = self._worded(offset)
        elif key == "half" and self._key(offset + 1) in {"a", "an"} and self._key(offset + 2) in lists.scales:
            return lists.scales[self._key(offset + 2)] / 2, 3
        else:
            return None, 0
        count += self._half(offset + count)
        value += Decimal("0.5") if self._key(offset + count - 1) == "half" else 0
        while (scale := self._scale(offset + count)) is not None:
            value, count = value * scale, count + 1
        fraction = lists.fractions.get(self._key(offset + count))
        if fraction is not None and value < 10 and not key[:1].isdecimal():
            return None, 0
        return value, count

    def _scale(self, offset: int) -> Decimal | None:
        """The magnitude at `offset`; one letter counts only where it touches the number."""
        key = self._key(offset)
        scale = _lists().scales.get(key)
        if scale is None or (len(key) < 3 and self._gap(offset)):
            return None
        return scale if not self._gap(offset).strip(" -–\u00a0") else None

    def _half(self, offset: int) -> int:
        return 3 if [self._key(offset + i) for i in range(3)] == ["and", "a", "half"] else 0

    def _with_article(self, offset: int) -> tuple[Decimal | None, int]:
        key = self._key(offset + 1)
        if key in _lists().scales and len(key) > 2:
            value, count = _lists().scales[key], 2
            while (scale := self._scale(offset + count)) is not None:
                value, count = value * scale, count + 1
            return value, count
        return None, 0

    def _worded(self, offset: int) -> tuple[Decimal, int]:
        """A number in words: "twenty-four", "two hundred and six thousand"."""
        words, scales = lexicon().numbers, _lists().scales
        total, group, count = Decimal(0), Decimal(words[self._key(offset)]), 1
        while True:
            key = self._key(offset + count)
            if self._gap(offset + count).strip(" -–\u00a0"):
                break
            joined = key == "and" and scales.get(self._key(offset + count - 1)) is not None
            if joined:
                key = self._key(offset + count + 1)
            if key in words and _goes_on(group, words[key]):
                group += words[key]
            elif not joined and key in scales and len(key) > 2:
                if scales[key] <= 100:
                    group *= scales[key]
                else:
                    total, group = total + group * scales[key], Decimal(0)
            else:
                break
            count += 1 + joined
        return total + group, count

    def _word_of_many(self, lists: _Lists) -> Quantity | None:
        """Words of many: "dozens", "half", "two thirds", "a couple"."""
        key = self._key()
        if key in lists.many:
            return self._take(1, "many", value=lists.many[key])
        parts = lists.fractions.get(self._key(1))
        many = {"a": 1, "one": 1}.get(key) or lexicon().numbers.get(key)
        if parts is not None and many and many < 10 and (self._key(2) in {"of", "to"} or many > 1):
            bound = self._bound()
            return self._take(2, "number", value=parts * many, unit="%", bound=bound)
        if key == "half" and self._key(-1) != "first" and self._key(-1) != "second":
            bound = self._bound()
            return self._take(1, "number", value=lists.fractions[key], unit="%", bound=bound)
        if key in lists.lone:
            return self._take(1, "number", value=lists.lone[key], bound=self._bound())
        return None

    def _unit(self, offset: int) -> tuple[str | None, int]:
        """The unit at `offset`, and how many tokens it takes."""
        gap = self._gap(offset)
        if gap.strip(" -–\u00a0"):
            return None, 0
        key = self._key(offset)
        if key == "per" and self._key(offset + 1) == "cent":
            return "%", 2
        if key in {"us", "canadian", "australian"} and self._key(offset + 1) in _MONEY_WORDS:
            return _MONEY_WORDS[self._key(offset + 1)], 2
        if key in _MONEY_WORDS:
            return _MONEY_WORDS[key], 1
        unit = lexicon().units.get(key)
        return (unit, 1) if unit else (None, 0)

    def _bound(self) -> str | None:
        """The class of the longest bound that ends just before here."""
        if self._key(-1) not in _bound_ends():
            return None
        bounds = _lists().bounds
        for length in range(_LOOK_BACK, 0, -1):
            phrase = " ".join(self._key(-i) for i in range(length, 0, -1))
            if phrase in bounds and not self._gap(0).strip(" (\u00a0"):
                return bounds[phrase]
        return None


_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class _Lists(NamedTuple):
    bounds: dict[str, str]
    fractions: dict[str, Decimal]
    many: dict[str, Decimal]
    scales: dict[str, Decimal]
    lone: dict[str, Decimal]


@cache
def _lists() -> _Lists:
    bounds = {form: kind for kind, *forms in ENGLISH.rows("numbers", "bounds") for form in forms}
    return _Lists(bounds, *(_valued(part) for part in ("fractions", "many", "multipliers", "lone")))


def _valued(part: str) -> dict[str, Decimal]:
    return {form: Decimal(value) for value, *forms in ENGLISH.rows("numbers", part) for form in forms}


@cache
def _starters() -> frozenset[str]:
    """Every word that a quantity can begin with."""
    lists = _lists()
    words = (lexicon().numbers, lists.fractions, lists.many, lists.scales, lists.lone, _months(), _CURRENCIES)
    return frozenset().union(*words, _DAYS, _ARTICLES, ("half",))


@cache
def _bound_ends() -> frozenset[str]:
    """The last words of all bounds."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in _lists().bounds)


@cache
def _after_article() -> frozenset[str]:
    """The words with which an article makes a quantity: "a dozen", "a third"."""
    return frozenset(_lists().scales) | _lists().fractions.keys()


@cache
def _months() -> dict[str, int]:
    short = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    return short | {"sept": 9} | {name: number for number, name in enumerate(_MONTHS, 1)}


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(word for word in lexicon().numbers if word.endswith(("th", "first", "second", "third")))


def _goes_on(group: Decimal, value: int) -> bool:
    """Whether a number word goes on with the number before it: "twenty" + "four", "two hundred" + "six"."""
    tens = group % 100
    return group == 0 or (0 < value < 10 and tens >= 20 and tens % 10 == 0) or (0 < value < 100 and tens == 0)
