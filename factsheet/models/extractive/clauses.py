"""Clauses: the least of a sentence that still says what the sentence says.

A clause is cut at commas, and only where what is left out cannot change its meaning: where a hedge, a
negation or a word of saying stands in the rest, the sentence stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_CUT = re.compile(r"[,;:]\s|\s[—–-]+\s|\s\(|\)")  # where a sentence can be cut
# What only adds to the clause before it.
_SUBORDINATE = re.compile(
    r",? (?:after|while|when|as|before|following|since|because|although|though|who|which|where|whose|nearly"
    r"|despite|amid|ahead of)\b"
)
# Without these the rest would say more than the article does.
_ATTRIBUTED = re.compile(r", (?:[\w’'.-]+ ){0,7}(?:said|says|told|added|wrote)\b|\baccording to\b|\b(?:if|unless)\b")
_SHORTEST = 30
"""Characters below which a piece of a sentence is not a clause of its own."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")  # words as the lists have them
_QUOTES = re.compile(r"[\"“”„«»]")  # a sentence with a quotation is never cut


_SAYING = ENGLISH.words("saying", "beside names") | ENGLISH.words("saying")
SMALL_WORDS = _SAYING | ENGLISH.words("stopwords") | ENGLISH.words("calendar", "capitalised")
"""Words that do not tell what a sentence is about."""


def clause_at(story: Story, span: Span) -> Span:
    """The clause that holds a span, or the sentence where a clause would say something else."""
    start, end = sentence = story.sentence_at(span[0])
    cuts, at = cuts_around(story, _CUT, sentence, span)
    first, last = _long_enough(cuts, at, span)
    rest = story.text[start:first] + " " + story.text[last:end]
    if _QUOTES.search(story.text, start, end) or changes_meaning(rest) or not _starts_well(story.text, first, start):
        return sentence
    return first, first + len(story.text[first:last].rstrip(" ,;:—–-(\n\xa0"))


def cuts_around(story: Story, pattern: re.Pattern[str], within: Span, span: Span) -> tuple[list[int], int]:
    """Where words can be cut, none inside a span, with both ends; and the number of the last cut before the span."""
    start, end = within
    inner = (match.end() for match in pattern.finditer(story.text, start, end))
    cuts = [start, *(cut for cut in inner if not span[0] < cut <= span[1]), end]
    return cuts, max(i for i, cut in enumerate(cuts[:-1]) if cut <= span[0])


def _long_enough(cuts: list[int], at: int, span: Span) -> Span:
    """The pieces from cut `at` on that hold a span, with those beside them that a clause needs for its length."""
    left, right = at, at + 1
    while cuts[right] < span[1] or (cuts[right] - cuts[left] < _SHORTEST and right + 1 < len(cuts)):
        right += 1
    while cuts[right] - cuts[left] < _SHORTEST and left:
        left -= 1
    return cuts[left], cuts[right]


def main_clause(story: Story, span: Span) -> Span:
    """The clause that holds a span, without a subordinate clause after it; the sentence where somebody says it."""
    start, end = clause_at(story, span)
    for match in _SUBORDINATE.finditer(story.text, max(span[1], start + _SHORTEST), end):
        rest = story.text[match.start() : end]
        if not story.is_quoted(match.start()) and not _ATTRIBUTED.search(rest):
            return start, match.start()
    return start, end


def said(text: str) -> str:
    """The words of a clause in one line, without the punctuation and conjunctions at its ends."""
    line = " ".join(text.split()).strip(" ,;:—–-()")
    return re.sub(r"^(?:and|but|while|although|as|when|after|before|because|which|who|that) ", "", line)


def changes_meaning(text: str) -> bool:
    """Whether words left out would change what remains: hedges, negations, words of saying."""
    return any(w.lower() in _weighty() for w in _WORD.findall(text))


@cache  # joins several lists, and is asked for each word that is left out
def _weighty() -> frozenset[str]:
    lists = lexicon()
    return lists.hedges | lists.modals | lists.negations | _SAYING | {"if", "according"}


def _starts_well(text: str, start: int, sentence: int) -> bool:
    """Whether a clause can stand alone: its subject is in it, not before it."""
    if start == sentence or text[start].isupper() or text[start].isdigit():
        return True
    first = _WORD.match(text, start)
    return first is not None and first[0].lower() in _DETERMINERS


_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "about", "some", "more", "nearly", "almost"})
