"""Tolls: how many people a sentence counts as dead, injured, missing, aboard, arrested or rescued.

A number counts what becomes of people by the word behind it ("31 people were killed", "63 missing") or the verb before
it ("killing 31", "carrying 212 people"). Shares ("three of the dead"), what may be, and counts of another year are left
out. The words are in `en/tolls.txt`; other languages have none.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree
from factsheet.language.text import reading
from factsheet.language.thesaurus import may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Text

_WHAT = ("dead", "injured", "missing", "aboard", "arrested", "rescued")
_REACH = 7
"""Words between a number and what became of those that it counts."""
_NEAR = 4
"""Words between a verb and its number: "killing at least another 31"."""
_MOST_OF_WHOM = 3
"""Words that say who is counted."""
_STOP = re.compile(r"[,;:.!?()\[\]–—\"“”]")
_HAVING = frozenset({"had", "has", "with"})
"""Words before passengers who are aboard."""
_NEARLY = 10
"""Per cent by which a number that is "about" another may differ from it."""


class Toll(NamedTuple):
    """A number of people in a text."""

    what: str
    """dead, injured, missing, aboard, arrested or rescued."""
    who: str
    """Who is counted, where it is not people of any sort: "policemen"."""
    number: Quantity
    words: str
    """The number with its bound, as the text has it."""

    @property
    def sort(self) -> tuple[str, str]:
        """What is counted, of whom: tolls of one sort can be compared."""
        return self.what, self.who


def tolls(text: str) -> list[Toll]:
    """All tolls of a sentence, in order.

    >>> [(one.what, one.words) for one in tolls("It sank, killing at least 31 people and leaving dozens missing.")]
    [('dead', 'at least 31'), ('missing', 'dozens')]
    >>> tolls("Three of the dead were children; 12 people died in a fire last year.")
    []
    """
    read = reading(text)
    if not read.quantities or not _words("of others").isdisjoint(read.keys):
        return []
    if any(one.date[0] is not None for one in read.quantities):  # a year
        return []
    return list(_tolls(read))


def contradict(one: Toll, other: Toll) -> bool:
    """Whether two counts of the same cannot both be right, by their numbers and bounds."""
    a, b = one.number, other.number
    if agree(a, b) or "many" in {a.kind, b.kind} or a.value is None or b.value is None:
        return False
    low, high = sorted((a, b), key=lambda each: each.value or 0)
    if low.bound in {"least", "above"} or high.bound in {"most", "under", "below"}:
        return False
    nearly = "about" in {low.bound, high.bound} or low.bound == "below" or high.bound == "above"
    gap, whole = (high.value or 0) - (low.value or 0), high.value or 1
    return not nearly or gap * 100 > whole * _NEARLY


def _tolls(read: Text) -> Iterator[Toll]:
    for number in read.quantities:
        if number.kind not in {"number", "many"} or number.unit is not None or number.past:
            continue
        first, end = read.range_of((number.start, number.end))
        behind = read.keys[end : end + _NEAR]
        shared = "of" in (*behind[:1], *read.keys[max(0, first - 1) : first])  # "5 of 12 people"
        if first == len(read) or shared or "too" in behind:  # "40 people too many"
            continue
        found = _before(read, first, end) or _behind(read, end)
        if found is not None:
            yield Toll(*found, number, bounded(read, number))


def _behind(read: Text, end: int) -> tuple[str, str] | None:
    """What becomes of those counted, by the words behind a number, and who they are."""
    numbers = {one.start for one in read.quantities}
    whom: list[str] = []
    for at in range(end, min(end + _REACH, len(read))):
        if read.starts[at] in numbers or _STOP.search(read.gap(at)):
            return None
        key = read.keys[at]
        pair = " ".join(read.keys[at : at + 2])
        for what in _WHAT:
            if not _words(what).isdisjoint((key, pair)):
                return what, _who([*whom, *_noun_behind(read, at)])
        if key == "among" or (key == "and" and not whom):  # "two women were among the dead", "was 34 and died"
            return None
        if key not in _words("between") and key != "on":
            whom.append(key)
    return None


def _noun_behind(read: Text, at: int) -> list[str]:
    """The noun that "dead" or "missing" comes before: "40 dead fish"."""
    if not may_be(read.keys[at], "a") or at + 1 == len(read) or read.gap(at + 1) != " ":
        return []
    key = read.keys[at + 1]
    return [key] if may_be(key, "n") and key not in lexicon().light | lexicon().calendar.keys() else []


def _before(read: Text, first: int, end: int) -> tuple[str, str] | None:
    """What becomes of those counted, by the words before a number, and who they are."""
    if _begins_with_toll(read, first):
        return "dead", ""
    whom = list(takewhile(lambda key: key not in lexicon().light, _run(read, end)))
    bounds = (lexicon().bounds | _words("between")) - _HAVING
    at = first - 1
    while at >= max(0, first - _NEAR) and read.keys[at] in bounds:
        at -= 1
    if at < 0 or _STOP.search(read.gap(at + 1)):
        return None
    key, who = read.keys[at], _who(whom)
    for what in _WHAT:
        if f"{what} before" in ENGLISH.parts("tolls") and key in _words(f"{what} before"):
            return None if key.startswith("claim") and "lives" not in whom else (what, who)
    return ("aboard", "") if key in _HAVING and "passengers" in whom and not who else None


def _begins_with_toll(read: Text, first: int) -> bool:
    """Whether a number is that of a "toll": "the death toll from the quake rose to 34"."""
    start = max(0, first - _REACH - _NEAR)
    before = read.keys[start:first]
    if "toll" not in before:
        return False
    at = start + before.index("toll")
    bare = [key for key in read.keys[at:first] if key not in lexicon().bounds]
    return bare[-1] in _words("toll") and not _STOP.search(read.string[read.ends[at] : read.starts[first]])


def _run(read: Text, at: int) -> Iterator[str]:
    """The words from a place to the next sign or number, those that say who is counted."""
    numbers = {one.start for one in read.quantities}
    for each in range(at, min(at + _MOST_OF_WHOM, len(read))):
        if read.starts[each] in numbers or _STOP.search(read.gap(each)):
            return
        yield read.keys[each]
        if read.keys[each] in _words("people"):
            return


def _who(whom: list[str]) -> str:
    """Who is counted; "" for people of any sort."""
    left = [key for key in whom if key not in lexicon().light]
    return "" if _words("people").issuperset(left) else " ".join(left[:_MOST_OF_WHOM])


def bounded(read: Text, number: Quantity) -> str:
    """A number with the words that bound it, as the text has them: "at least 31"."""
    first = at = read.range_of((number.start, number.end))[0]
    while number.bound and at > max(0, first - _NEAR) and read.keys[at - 1] in lexicon().bounds | {"at", "than", "to"}:
        at -= 1
    if read.keys[at] in {"at", "to"} and read.keys[at + 1] not in {"least", "most"}:  # "rose to over 30"
        at += 1
    return read.string[read.starts[at] if at < first else number.start : number.end]


@cache  # reads word lists
def _words(part: str) -> frozenset[str]:
    return ENGLISH.words("tolls", part)
