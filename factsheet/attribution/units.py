"""A paragraph as units: words, stops and whole quotations, with the sentences that they make.

A quotation is one unit, whatever stands in it, so that a search for a verb or a subject never leaves the article's
own words and a full stop inside quotation marks ends no sentence by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.attribution.cues import verbs
from factsheet.attribution.wordlists import word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.attribution.marks import Quotation

QUOTE = "“"
"""What `Units.low` holds for a quotation; a mark that belongs to none is a straight one there."""

_UNIT = re.compile(r"[^\W_]+(?:[’'&.-][^\W_]+)*|\.{2,}|--+|[^\w\s]|_+")
_ENDS = frozenset(".?!…")
_LONGEST = 500
"""Units in a sentence; a list without a full stop is cut, so that each look at a sentence stays quick."""
_SUBJECT = 14
"""A subject and its verb are at most so many units long."""
_CLOSERS = "\"”»’'‘“)] \t\n\xa0"
_POSSESSIVE = ("'s", "’s")


@dataclass(slots=True)
class Units:
    """One paragraph. The lists run in parallel: `low` is a unit in lower case, or `QUOTE`."""

    text: str
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    quotes: dict[int, Quotation] = field(default_factory=dict)
    """The quotation at a unit."""

    def capital(self, i: int) -> bool:
        """Whether unit `i` begins with a capital."""
        return self.text[self.start[i]].isupper()

    def words(self, i: int, j: int) -> str:
        """The text from unit `i` up to unit `j`, which is not included."""
        return self.text[self.start[i] : self.end[j - 1]]


def read_units(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> Units:
    """Take a paragraph apart."""
    units = Units(text)
    at = start
    for quote in quotes:
        _add(units, at, quote.start)
        units.quotes[len(units.low)] = quote
        units.start.append(quote.start)
        units.end.append(quote.end)
        units.low.append(QUOTE)
        at = quote.end
    _add(units, at, end)
    return units


def _add(units: Units, start: int, end: int) -> None:
    starts, ends, low = units.start, units.end, units.low
    short = word_list("abbreviations")
    for match in _UNIT.finditer(units.text, start, end):
        first, last = match.span()
        word = match.group()
        if word == "." and ends and ends[-1] == first and _shortens(units, short, last, end):
            ends[-1] = last
            continue
        starts.append(first)
        ends.append(last)
        low.append(word.lower() if word != QUOTE else '"')


def _shortens(units: Units, short: frozenset[str], at: int, end: int) -> bool:
    """Whether the full stop before `at` belongs to the word before it: "Mr. Smith", "J. Smith", "the U.S. said"."""
    word = units.low[-1]
    initial = len(word) == 1 and word.isalpha() and units.capital(-1)
    if not initial and word not in short:
        return False
    following = _UNIT.search(units.text, at, min(end, at + 40))
    if following is None:
        return False
    begins = following.group()
    return not begins[0].isupper() or initial or begins.lower() not in word_list("function_words", "openers")


def sentences(units: Units) -> list[tuple[int, int]]:
    """The sentences as pairs of unit numbers, half open."""
    found: list[tuple[int, int]] = []
    begin, count = 0, len(units.low)
    for i, unit in enumerate(units.low):
        if unit in _ENDS:
            over = i + 1 >= count or _ends_sentence(units, i)
        elif unit == QUOTE:
            over = i + 1 < count and _quote_ends_sentence(units, i)
        else:
            over = False
        if over or i + 1 - begin >= _LONGEST:
            found.append((begin, i + 1))
            begin = i + 1
    if begin < count:
        found.append((begin, count))
    return found


def _ends_sentence(units: Units, i: int) -> bool:
    if units.end[i] == units.start[i + 1] and units.low[i + 1] not in ")]’'":
        return False
    return _begins(units, i + 1)


def _begins(units: Units, i: int) -> bool:
    first = units.text[units.start[i]]
    return units.low[i] == QUOTE or first.isupper() or first.isdigit() or first in "([‘'—–-*•$€£…"


def _quote_ends_sentence(units: Units, i: int) -> bool:
    quote = units.quotes[i]
    inner = units.text[quote.start : quote.end].rstrip(_CLOSERS)
    if inner[-1:] not in _ENDS or not _begins(units, i + 1):
        return False
    return inner[-1] == "." or not _attributed(units, i + 1)


def _attributed(units: Units, i: int) -> bool:
    """Whether units from `i` on say who asked or shouted what stands before them: "Smith asked"."""
    for j in range(i, min(i + _SUBJECT, len(units.low))):
        word = units.low[j]
        if word == QUOTE or word in _ENDS or word in {";", ":"}:
            return False
        known = verbs().get(word)
        if known and j > i - 1 and any(v.parts & {"say", "tell", "quote"} for v in known):
            return units.low[j + 1 : j + 2] not in ([QUOTE], ["that"], [":"])
    return False
