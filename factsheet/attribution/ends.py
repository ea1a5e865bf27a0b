"""Where what is said ends: with the sentence, or before something that is no part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution.cues import verbs
from factsheet.attribution.sentence import ANSWER, CLAUSE_WORDS, DASHES, ends_with_comma, is_past
from factsheet.attribution.speakers import words
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.sentence import Sentence

_SAME_SUBJECT = frozenset({"he", "she", "they"})
_CLAUSAL = frozenset({"say", "tell", "think", "find"})
"""Parts of the list of verbs that a clause may follow."""


def clause_end(s: Sentence, i: int) -> int:
    """Where what is said ends: before another attribution of the same sentence, or with the sentence."""
    low, forms = s.units.low, verbs()
    for j in range(i + 1, s.last):
        word = low[j]
        if word == "," and j + 1 < s.last:
            following = low[j + 1]
            if following in forms and any(v.form == "ing" for v in forms[following]):
                return j
            if following == "according" or _answered(s, j + 1):
                return j
        elif word in {"and", "but"} and j + 2 < s.last:
            if (low[j + 1] in _SAME_SUBJECT and low[j + 2] in forms) or _says_more(s, j + 1):
                return j - (low[j - 1] == ",")
        elif word in {"—", "–", "--"} and j > i + 1:
            return j
        elif word == QUOTE and j + 1 < s.last and ends_with_comma(s, j):
            following = low[j + 1]
            if following == "according" or any(v.form == "ing" for v in forms.get(following, ())):
                return j + 1
    return s.last


def _says_more(s: Sentence, i: int) -> bool:
    """Whether the same speaker goes on at unit `i`: "and added that", "but did not say"."""
    low = s.units.low
    while i < s.last and (low[i] in words("adverbs") or low[i].endswith("ly")):
        i += 1
    if i + 1 >= s.last or not any(v.form == "past" and v.parts & _CLAUSAL for v in verbs().get(low[i], ())):
        return False
    following = low[i + 1]
    if following in CLAUSE_WORDS or following in words("subjects") or following in {QUOTE, ":"}:
        return True
    return following == "," and low[i + 2 : i + 3] == [QUOTE]


def _answered(s: Sentence, i: int) -> bool:
    """Whether somebody is quoted from unit `i` on: ", Smith replied: “…”"."""
    low = s.units.low
    for j in range(i, min(s.last - 2, i + ANSWER)):
        if low[j] in {",", QUOTE, ";", ":"}:
            return False
        if low[j] in verbs() and j > i and any(v.parts & {"say", "quote"} for v in verbs()[low[j]]):
            return low[j + 1] in {":", ","} and low[j + 2] == QUOTE
    return False


def subordinate(s: Sentence) -> bool:
    """Whether a sentence begins with a clause or a phrase that a comma ends: "While he said …, she left"."""
    first = s.units.low[s.first]
    return first in words("subordinators") or first in words("prepositions")


def first_comma(s: Sentence) -> int:
    """The first comma of a sentence, or its end."""
    return next((j for j in range(s.first, s.last) if s.units.low[j] == ","), s.last)


def _dash(s: Sentence, i: int) -> bool:
    """Whether a dash stands at unit `i`, and no hyphen."""
    return s.units.low[i] in DASHES and (s.units.low[i] != "-" or s.units.end[i - 1] < s.units.start[i])


def phrase_end(s: Sentence, i: int) -> int:
    """Where an object ends: before a comma, a dash, or a second verb of the same subject."""
    low = s.units.low
    for j in range(i + 1, s.last):
        if (low[j] == "," and QUOTE not in low[j + 1 : j + 2]) or _dash(s, j):
            return j
        if low[j] == QUOTE and ends_with_comma(s, j):
            return j + 1
        if low[j] in {"and", "but", "while", "because", "although"} and j + 1 < s.last and is_past(low[j + 1]):
            return j
    return s.last
