"""Clauses: the least of a sentence that still says what the sentence says.

A clause is cut at commas, and only where what is left out cannot change its meaning: where a hedge, a
negation or a word of saying stands in the rest, the sentence stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import lexicon as language
from factsheet.models.extractive.lexicon import lexicon, words

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_CUT = re.compile(r"[,;:]\s|\s[—–-]+\s|\s\(|\)")
_SUBORDINATE = re.compile(
    r",? (?:after|while|when|as|before|following|since|because|although|though|who|which|where|whose|nearly"
    r"|despite|amid|ahead of)\b"
)
_ATTRIBUTED = re.compile(r", (?:[\w’'.-]+ ){0,7}(?:said|says|told|added|wrote)\b|\baccording to\b|\b(?:if|unless)\b")
_SHORTEST = 30
"""Characters below which a piece of a sentence is not a clause of its own."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_QUOTES = re.compile(r"[\"“”„«»]")


def clause_at(story: Story, span: Span) -> Span:
    """The clause that holds a span, or the sentence where a clause would say something else."""
    start, end = story.sentence_at(span[0])
    inner = [m.end() for m in _CUT.finditer(story.text, start, end) if not span[0] < m.end() <= span[1]]
    cuts = [start, *inner, end]
    at = max(i for i, cut in enumerate(cuts[:-1]) if cut <= span[0])
    left, right = at, at + 1
    while cuts[right] < span[1] or (cuts[right] - cuts[left] < _SHORTEST and right + 1 < len(cuts)):
        right += 1
    while cuts[right] - cuts[left] < _SHORTEST and left:
        left -= 1
    clause = cuts[left], cuts[right]
    rest = story.text[start : clause[0]] + " " + story.text[clause[1] : end]
    if _QUOTES.search(story.text, start, end) or changes_meaning(rest) or not _starts_well(story.text, clause, start):
        return start, end
    return clause[0], clause[0] + len(story.text[slice(*clause)].rstrip(" ,;:—–-(\n\xa0"))


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


@cache
def _weighty() -> frozenset[str]:
    lists = language()
    return lists.hedges | lists.modals | lists.negations | lexicon().speech | words("saying") | {"if", "according"}


def _starts_well(text: str, clause: Span, sentence: int) -> bool:
    """Whether a clause can stand alone: its subject is in it, not before it."""
    if clause[0] == sentence or text[clause[0]].isupper() or text[clause[0]].isdigit():
        return True
    first = _WORD.match(text, clause[0])
    return first is not None and first[0].lower() in _DETERMINERS


_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "about", "some", "more", "nearly", "almost"})
