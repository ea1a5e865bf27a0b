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
    from factsheet.records import Span

QUOTE = "“"
"""What `Units.low` holds for a quotation; a mark that belongs to none is a straight one there."""

_UNIT = re.compile(r"\d\d*(?:,\d{3})+(?:\.\d+)?(?!\w)|[^\W_]+(?:[’'&.-][^\W_]+)*|\.{2,}|--+|[^\w\s]|_+")
_ENDS = frozenset(".?!…")
_LONGEST = 500
"""Units in a sentence; a list without a full stop is cut, so that each look at a sentence stays quick."""
_FOLLOWS = 40
"""Characters after an abbreviation in which the next word begins."""
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
    """Add the units between two offsets."""
    text = units.text
    spans = [match.span() for match in _UNIT.finditer(text, start, end)]
    lower = text[start:end].lower()
    if len(lower) == end - start:
        low = [lower[first - start : last - start] for first, last in spans]
    else:
        low = [text[first:last].lower() for first, last in spans]
    if QUOTE in low:
        low = ['"' if word == QUOTE else word for word in low]
    short = word_list("abbreviations")
    merged = {
        k
        for k, word in enumerate(low)
        if word == "." and k and spans[k - 1][1] == spans[k][0] and _shortens(text, low[k - 1], spans[k], (short, end))
    }
    if merged:
        spans = [(first, last + (k + 1 in merged)) for k, (first, last) in enumerate(spans) if k not in merged]
        low = [word for k, word in enumerate(low) if k not in merged]
    units.start += [first for first, _ in spans]
    units.end += [last for _, last in spans]
    units.low += low


def _shortens(text: str, word: str, stop: Span, known: tuple[frozenset[str], int]) -> bool:
    """Whether a full stop belongs to the word before it: "Mr. Smith", "J. Smith", "the U.S. said".

    `known` has the abbreviations, and where the text ends.
    """
    letters = all(len(part) == 1 for part in word.split(".")) and text[stop[0] - 1].isupper()
    initial = letters and len(word) == 1
    if not letters and word not in known[0]:
        return False
    following = _UNIT.search(text, stop[1], min(known[1], stop[1] + _FOLLOWS))
    if following is None:
        return False
    begins = following.group()
    return not begins[0].isupper() or initial or begins.lower() not in word_list("function_words", "openers")


def sentences(units: Units) -> list[tuple[int, int]]:
    """The sentences as pairs of unit numbers, half open."""
    found: list[tuple[int, int]] = []
    begin, count = 0, len(units.low)
    for i, unit in enumerate(units.low):
        if unit == QUOTE:
            over = i + 1 < count and _quote_ends_sentence(units, i)
        else:
            over = unit in _ENDS and (i + 1 >= count or _ends_sentence(units, i))
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
