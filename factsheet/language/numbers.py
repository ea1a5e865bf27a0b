"""Numbers as English news writes them: figures, words, percentages, amounts, ages, dates, with their spans.

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

from factsheet.language.dates import ORDINAL_ENDS, Tokens, date_at, day_numbers, month_numbers, weekday_at, year_of
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.dates import Date

NumberKind: TypeAlias = Literal["number", "ordinal", "many", "decade", "date", "day", "time"]

_THOUSAND = 3
"""Digits behind a comma between thousands."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
"""A word and a digit, to see without reading the tokens of a text whether it can have a number at all."""

_ARTICLES = frozenset({"a", "an"})
_CURRENCIES = frozenset("$€£¥")
_MONEY_WORDS = {"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "pounds": "£",
                "gbp": "£", "yen": "¥"}  # fmt: skip
_DOLLARS = frozenset({"us", "canadian", "australian"})
"""What comes before a word for money without making it another currency here."""

_JOINTS = " -–\u00a0"
"""What may be between the words of a number, and before its unit: "twenty-four", "5-year"."""

_DASHES = frozenset("-–—/")
"""What joins the first year of a span to its last."""

_NO_FIGURE = frozenset("-:")
"""Of these one is in every date in digits, and in every time."""

_LONGEST_BOUND = 4
"""Words of the longest bound."""

LARGEST = Decimal(10) ** 21
"""From here on no word goes on with a number: it is none of a story, and arithmetic with it would not be exact."""
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
    date: Date = (None, None, None)


def quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order, in one pass.

    >>> [(q.value, q.unit, q.bound) for q in quantities("nearly two dozen men, 24,000 people and $3bn")]
    [(Decimal('24'), None, 'below'), (Decimal('24000'), None, None), (Decimal('3000000000'), '$', None)]
    >>> [q.value for q in quantities("134,9 Prozent von 1,1435 Dollar")]
    [Decimal('134.9'), Decimal('1.1435')]
    """
    if not _DIGIT.search(text) and _lists().telling.isdisjoint(map(str.lower, _WORD.findall(text))):
        return []
    return list(_quantities(Tokens(text)))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both say the same number or compatible dates, their bounds aside.

    Units count where both have one; a date agrees with a fuller one.
    """
    kinds = {one.kind, other.kind}
    if not kinds.isdisjoint({"date", "day"}):
        return len(kinds) == 1 and _dates_agree(one.date, other.date)
    if len(kinds) == 2 and "many" in kinds:
        return False
    if one.value is None or other.value is None:
        return one.value == other.value
    nearly = "%" in {one.unit, other.unit} and (_is_fraction(one, other.value) or _is_fraction(other, one.value))
    return (nearly or one.value == other.value) and _units_agree(one, other)


def _is_fraction(one: Quantity, value: Decimal) -> bool:
    """Whether a quantity can be a fraction in words of which a number of hundredths is the rounded one: a third, 33."""
    if one.value is None or abs(one.value - value) > _TOLERANCE:
        return False
    return any(one.value == part * many for part in _broken() for many in range(1, _MOST_PARTS))


@cache  # reads a word list
def _broken() -> frozenset[Decimal]:
    """The hundredths of the fractions that have no whole number of them."""
    return frozenset(part for part in _lists().fractions.values() if 100 % part)


_MOST_PARTS = 10


def _units_agree(one: Quantity, other: Quantity) -> bool:
    return not one.unit or not other.unit or one.unit == other.unit


def _dates_agree(one: Date, other: Date) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(a is None or b is None or a == b for a, b in pairs) and any(a is not None and a == b for a, b in pairs)


def goes_on(group: Decimal, value: int) -> bool:
    """Whether a number word goes on with the number before it: "twenty" + "four", "two hundred" + "six"."""
    if group > LARGEST:
        return False
    tens = group % 100
    return group == 0 or (0 < value < 10 and tens >= 20 and tens % 10 == 0) or (0 < value < 100 and tens == 0)


def multiplied(total: Decimal, group: Decimal, scale: Decimal | int) -> tuple[Decimal, Decimal]:
    """The sum of what is finished and the group that is being read, with a scale behind it.

    "two hundred" stays one group, to which "six" is added; "two thousand" is finished.
    """
    return (total, group * scale) if scale <= 100 else (total + group * scale, Decimal(0))


def _quantities(tokens: Tokens) -> Iterator[Quantity]:
    done = 0
    for at in _beginnings(tokens):
        if at < done:
            continue
        found = next(filter(None, (read(tokens, at) for read in _READERS)), None)
        if found:
            quantity, done = found
            yield quantity


def _beginnings(tokens: Tokens) -> list[int]:
    """The tokens with which a quantity may begin; an article does so only before a few words."""
    keys, lists = tokens.keys, _lists()
    found = [at for at, key in enumerate(keys[: len(tokens)]) if key in lists.starters or key[0].isdecimal()]
    return [
        at
        for at in found
        if keys[at] not in _ARTICLES or keys[at + 1] in lists.scales or keys[at + 1] in lists.fractions
    ]


_Found: TypeAlias = "tuple[Quantity, int] | None"
"""A quantity, and the token behind it."""


def _date(tokens: Tokens, at: int) -> _Found:
    weekday = weekday_at(tokens, at)
    if weekday is not None:
        return Quantity("day", *tokens.span(at, at + 1), date=(None, None, weekday)), at + 1
    if found := date_at(tokens, at):
        return Quantity("date", *tokens.span(at, found[1]), date=found[0]), found[1]
    return None


def _number(tokens: Tokens, at: int) -> _Found:
    """A number in digits or words, with its sign of money before it or its unit behind it."""
    currency = tokens.keys[at] if tokens.keys[at] in _CURRENCIES else None
    first = at + 1 if currency else at
    value, end = _value(tokens, first)
    if value is None:
        return None
    kind, end = _kind(tokens, first, end, value)
    unit = currency
    if kind == "number" and not currency:
        unit, behind = _unit(tokens, end)
        year = year_of(tokens.keys[at])
        if year and end == at + 1 and not unit:
            return Quantity("date", *tokens.span(at, end), date=(year, None, None)), end
        end = behind
    past = tokens.keys[end] == "ago"
    return Quantity(kind, *tokens.span(at, end), value=value, unit=unit, bound=_bound(tokens, at), past=past), end


def _time(tokens: Tokens, at: int) -> _Found:
    if ":" not in tokens.keys[at]:
        return None
    return Quantity("time", *tokens.span(at, at + 1), value=Decimal(tokens.keys[at].replace(":", "."))), at + 1


def _second_year(tokens: Tokens, at: int) -> _Found:
    """The year in which a span of years ends: 2011 for "11" in "2007-11"."""
    key, first = tokens.keys[at], year_of(tokens.keys[at - 1]) if at else None
    if not first or len(key) != 2 or not key.isdecimal() or tokens.gap(at) not in _DASHES:
        return None
    year = first - first % 100 + int(key)
    return (Quantity("date", *tokens.span(at, at + 1), date=(year, None, None)), at + 1) if year > first else None


def _kind(tokens: Tokens, first: int, end: int, value: Decimal) -> tuple[NumberKind, int]:
    """Whether a number is an ordinal ("3rd") or a decade ("1990s"), and the token behind what says so."""
    ending = "" if tokens.gap(end) else tokens.keys[end]
    if ending in ORDINAL_ENDS:
        return "ordinal", end + 1
    if end == first + 1 and tokens.keys[first] in _lists().ordinals:
        return "ordinal", end
    if ending == "s" and value >= 10 and tokens.keys[first].isdecimal() and tokens.keys[first - 1] not in _CURRENCIES:
        return "decade", end + 1
    return "number", end


def _value(tokens: Tokens, at: int) -> tuple[Decimal | None, int]:
    """The value that begins with token `at`, and the token behind it."""
    key, following, lists = tokens.keys[at], tokens.keys[at + 1], _lists()
    if key in _ARTICLES:
        return _scaled(tokens, lists.scales[following], at + 2) if _is_scale(following) else (None, at)
    if key == "half" and following in _ARTICLES and tokens.keys[at + 2] in lists.scales:
        return lists.scales[tokens.keys[at + 2]] / 2, at + 3
    if key[:1].isdecimal() and _NO_FIGURE.isdisjoint(key):
        return _with_half(tokens, _decimal(key), at + 1)
    return _in_words(tokens, at) if key in lexicon().numbers else (None, at)


def _decimal(key: str) -> Decimal:
    """The value of digits: "12,345" and "12.5" as English writes them, "134,9" and "1,1435" as most others do."""
    whole, _, part = key.partition(",")
    comma = part.isdecimal() and len(part) != _THOUSAND
    return Decimal(f"{whole}.{part}") if comma else Decimal(key.replace(",", ""))


def _in_words(tokens: Tokens, at: int) -> tuple[Decimal | None, int]:
    value, end = _with_half(tokens, *_worded(tokens, at))
    is_part = value < 10 and tokens.keys[end] in _lists().fractions  # "two thirds" is no two
    return (None, at) if is_part else (value, end)


def _with_half(tokens: Tokens, value: Decimal, at: int) -> tuple[Decimal, int]:
    """A value with "and a half" behind it, times its magnitudes."""
    if tokens.keys[at : at + 3] == ["and", "a", "half"]:
        return _scaled(tokens, value + Decimal("0.5"), at + 3)
    return _scaled(tokens, value, at)


def _is_scale(key: str) -> bool:
    """Whether a word multiplies, and is no letter that does so only where it touches a number."""
    return len(key) > 2 and key in _lists().scales


def _scaled(tokens: Tokens, value: Decimal, at: int) -> tuple[Decimal, int]:
    """A value times the magnitudes from token `at` on; one letter counts only where it touches the number."""
    while value < LARGEST and (scale := _lists().scales.get(tokens.keys[at])):
        gap = tokens.gap(at)
        if gap.strip(_JOINTS) or (gap and len(tokens.keys[at]) < 3 and not _is_money(tokens, at)):
            break
        value, at = value * scale, at + 1
    return value, at


def _is_money(tokens: Tokens, at: int) -> bool:
    """Whether a letter for a magnitude is in an amount of money: "4 m dollars", "$4 m"."""
    following = tokens.keys[at + 1 + (tokens.keys[at + 1] in _DOLLARS)]
    return following in _MONEY_WORDS or tokens.keys[at - 2] in _CURRENCIES


def _worded(tokens: Tokens, at: int) -> tuple[Decimal, int]:
    """A number in words: "twenty-four", "two hundred and six thousand"."""
    words, scales, keys = lexicon().numbers, _lists().scales, tokens.keys
    total, group, at = Decimal(0), Decimal(words[keys[at]]), at + 1
    while not tokens.gap(at).strip(_JOINTS):
        joined = keys[at] == "and" and keys[at - 1] in scales
        key = keys[at + joined]
        if key in words and goes_on(group, words[key]):
            group += words[key]
        elif not joined and group < LARGEST and _is_scale(key):
            total, group = multiplied(total, group, scales[key])
        else:
            break
        at += 1 + joined
    return total + group, at


def _of_many(tokens: Tokens, at: int) -> _Found:
    """Words of many, and parts of a whole: "dozens", "half", "two thirds", "a couple"."""
    key, lists = tokens.keys[at], _lists()
    if tokens.keys[at + 1] == "of" and tokens.keys[at + 2] in lists.many and (key == "tens" or key in lists.many):
        many = lists.many.get(key, Decimal(10)) * lists.many[tokens.keys[at + 2]]
        return Quantity("many", *tokens.span(at, at + 3), value=many), at + 3
    if key in lists.many:
        return Quantity("many", *tokens.span(at, at + 1), value=lists.many[key]), at + 1
    if parts := _parts(tokens, at):
        return Quantity("number", *tokens.span(at, at + 2), parts, "%", _bound(tokens, at)), at + 2
    if key == "half" and tokens.keys[at - 1] not in {"first", "second"}:
        return Quantity("number", *tokens.span(at, at + 1), lists.fractions[key], "%", _bound(tokens, at)), at + 1
    if key in lists.lone:
        return Quantity("number", *tokens.span(at, at + 1), lists.lone[key], bound=_bound(tokens, at)), at + 1
    return None


_READERS = (_date, _time, _second_year, _number, _of_many)
"""What a quantity may be, the first that reads it."""


def _parts(tokens: Tokens, at: int) -> Decimal | None:
    """The hundredths that "a third of" or "two thirds" are."""
    part = _lists().fractions.get(tokens.keys[at + 1])
    many = 1 if tokens.keys[at] == "a" else lexicon().numbers.get(tokens.keys[at])
    if part is None or not many or many >= 10:
        return None
    return part * many if many > 1 or tokens.keys[at + 2] in {"of", "to"} else None


_SQUARE = frozenset({"square", "cubic"})


def _unit(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The unit that token `at` begins, and the token behind it."""
    if tokens.gap(at).strip(_JOINTS):
        return None, at
    key, following = tokens.keys[at], tokens.keys[at + 1]
    if key == "per" and following == "cent":
        return "%", at + 2
    if key in _DOLLARS and following in _MONEY_WORDS:
        return _MONEY_WORDS[following], at + 2
    measure = lexicon().units.get(following) if key in _SQUARE and not tokens.gap(at + 1).strip(_JOINTS) else None
    if measure:
        return f"{key} {measure}", at + 2
    unit = _MONEY_WORDS.get(key) or lexicon().units.get(key)
    return unit, at + bool(unit)


def _bound(tokens: Tokens, at: int) -> str | None:
    """The class of the longest bound that ends just before token `at`."""
    if tokens.keys[at - 1] not in _lists().bound_ends or tokens.gap(at).strip(" (\u00a0"):
        return None
    if tokens.keys[at - 1] == "over" and tokens.keys[at - 2] in _lists().over:
        return None
    bounds = _lists().bounds
    before = [tokens.keys[at - back] for back in range(_LONGEST_BOUND, 0, -1)]
    phrases = (" ".join(before[first:]) for first in range(_LONGEST_BOUND))
    return next((bounds[phrase] for phrase in phrases if phrase in bounds), None)


class _Lists(NamedTuple):
    bounds: dict[str, str]
    fractions: dict[str, Decimal]
    many: dict[str, Decimal]
    scales: dict[str, Decimal]
    lone: dict[str, Decimal]
    telling: frozenset[str]
    """The words of which one is in every text with a quantity and no digits."""
    starters: frozenset[str]
    """Every word or sign that a quantity can begin with."""
    bound_ends: frozenset[str]
    """The last words of all bounds."""
    ordinals: frozenset[str]
    over: frozenset[str]
    """Verbs of which an "over" behind them is a part: "handed over nine masks"."""


@cache  # reads word lists
def _lists() -> _Lists:
    numbers = lexicon().numbers
    bounds = {form: kind for kind, *forms in ENGLISH.rows("numbers", "bounds") for form in forms}
    fractions, many, scales, lone = (
        {form: Decimal(value) for value, *forms in ENGLISH.rows("numbers", part) for form in forms}
        for part in ("fractions", "many", "multipliers", "lone")
    )
    telling = frozenset().union(numbers, fractions, many, scales, lone, month_numbers(), day_numbers(), ("tens",))
    return _Lists(
        bounds,
        fractions,
        many,
        scales,
        lone,
        telling,
        starters=telling | _CURRENCIES | _ARTICLES,
        bound_ends=frozenset(phrase.rpartition(" ")[2] for phrase in bounds),
        ordinals=frozenset(word for word in numbers if word.endswith(("th", "first", "second", "third"))),
        over=ENGLISH.words("numbers", "over"),
    )
