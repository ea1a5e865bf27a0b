"""A paragraph as tokens (words, stops and whole quotations), and as sentences of them.

A quotation is one token, whatever it contains, so that a search for a verb or subject never leaves the article's own
words, and a full stop inside quotation marks does not end a sentence by itself. This is why `language.sentences` does
not serve here: it splits inside quotations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from factsheet.attribution.cues import ABBREVIATIONS, SPEAKING, VERBS, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.attribution.marks import Quotation
    from factsheet.records import Span

QUOTE = "“"
"""The value of `ParagraphTokens.low` for a quotation; a mark that belongs to none becomes a straight one."""

_TOKEN = re.compile(
    r"\d\d*(?:,\d{3})+(?:\.\d+)?(?!\w)|[^\W_]+(?:(?:[’'&-]|(?<![a-z]{3})\.|\.(?![A-Z]))[^\W_]+)*|\.{2,}|--+|[^\w\s]|_+"
)
"""A number with commas, a word with its hyphens and inner stops, a run of stops or dashes, or another mark."""
_ENDS = frozenset(".?!…")
_OPENS = "([‘'—–-*•$€£…"
"""Marks that can begin a sentence, as a quotation, a capital and a digit can."""
_LONGEST = 500
"""The longest sentence, in tokens; a list without full stops is cut, to bound the work per sentence."""
_FOLLOWS = 40
"""Distance after an abbreviation within which the next word begins, in characters."""
_SUBJECT = 14
"""The longest subject with its verb, in tokens."""
_CLOSERS = "\"”»’'‘“)] \t\n\xa0"


@dataclass(slots=True)
class ParagraphTokens:
    """One paragraph. The lists are parallel: `low` is a token in lower case, or `QUOTE`."""

    text: str
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    quotes: dict[int, Quotation] = field(default_factory=dict)
    """The quotation at a token."""

    def capital(self, i: int) -> bool:
        """Whether token `i` begins with a capital."""
        return self.text[self.start[i]].isupper()


def read_tokens(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> ParagraphTokens:
    """Split a paragraph into tokens."""
    tokens = ParagraphTokens(text)
    at = start
    for quote in quotes:
        _add(tokens, at, quote.start)
        tokens.quotes[len(tokens.low)] = quote
        tokens.start.append(quote.start)
        tokens.end.append(quote.end)
        tokens.low.append(QUOTE)
        at = quote.end
    _add(tokens, at, end)
    return tokens


def _add(tokens: ParagraphTokens, start: int, end: int) -> None:
    """Add the tokens between two offsets; an abbreviation with its full stop, or "owners'", is one."""
    found = list(_TOKEN.finditer(tokens.text, start, end))
    low = list(map(str.lower, map(itemgetter(0), found)))
    starts, ends = list(map(re.Match.start, found)), list(map(re.Match.end, found))
    if QUOTE in low:
        low = ['"' if word == QUOTE else word for word in low]
    for k in _marks_of_words(tokens.text, found, low) if not _MARKS.isdisjoint(low) else ():
        ends[k - 1] = ends[k]
        del starts[k], ends[k], low[k]
    tokens.start += starts
    tokens.end += ends
    tokens.low += low


_MARKS = frozenset(".'’")
"""Marks that can belong to the word before them."""


def _marks_of_words(text: str, found: list[re.Match[str]], low: list[str]) -> list[int]:
    """The indexes of marks that belong to the word before them, the last first: "Mr. Smith", "the owners' league"."""
    return [
        k
        for k in range(len(low) - 1, 0, -1)
        if low[k] in _MARKS
        and found[k - 1].end() == found[k].start()
        and (
            _shortens(text, low[k - 1], found[k].span(), found[k].endpos)
            if low[k] == "."
            else low[k - 1].endswith("s") and text[found[k].end() :][:1] == " "
        )
    ]


def _shortens(text: str, word: str, stop: Span, end: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it; the text is read up to `end`."""
    letters = all(len(part) == 1 for part in word.split(".")) and text[stop[0] - 1].isupper()
    if not letters and word not in ABBREVIATIONS:
        return False
    following = _TOKEN.search(text, stop[1], min(end, stop[1] + _FOLLOWS))
    if following is None:
        return False
    begins = following.group()
    initial = letters and len(word) == 1
    return not begins[0].isupper() or initial or begins.lower() not in WORDS["openers"]


def sentences(tokens: ParagraphTokens) -> list[Span]:
    """The sentences as pairs of token indexes, half open."""
    found: list[Span] = []
    begin, count = 0, len(tokens.low)
    for i, word in enumerate(tokens.low):
        if word == QUOTE:
            over = i + 1 < count and _quote_ends_sentence(tokens, i)
        else:
            over = word in _ENDS and (i + 1 >= count or _stop_ends_sentence(tokens, i))
        if over or i + 1 - begin >= _LONGEST:
            found.append((begin, i + 1))
            begin = i + 1
    if begin < count:
        found.append((begin, count))
    return found


def _stop_ends_sentence(tokens: ParagraphTokens, i: int) -> bool:
    close = tokens.end[i] == tokens.start[i + 1] and tokens.low[i + 1] not in ")]’'"
    scraped = (
        i > 0 and len(tokens.low[i - 1]) > len("U.S") - 1 and tokens.low[i - 1].isalpha() and tokens.capital(i + 1)
    )
    if close and not scraped:
        return False
    return _begins(tokens, i + 1)


def _begins(tokens: ParagraphTokens, i: int) -> bool:
    first = tokens.text[tokens.start[i]]
    return tokens.low[i] == QUOTE or first.isupper() or first.isdigit() or first in _OPENS


def _quote_ends_sentence(tokens: ParagraphTokens, i: int) -> bool:
    quote = tokens.quotes[i]
    inner = tokens.text[quote.start : quote.end].rstrip(_CLOSERS)
    if inner[-1:] not in _ENDS or not _begins(tokens, i + 1):
        return False
    return inner[-1] == "." or not _attributed(tokens, i + 1)


def _attributed(tokens: ParagraphTokens, i: int) -> bool:
    """Whether an attribution of what precedes begins at token `i`: "Smith asked"."""
    for j in range(i, min(i + _SUBJECT, len(tokens.low))):
        word = tokens.low[j]
        if word == QUOTE or word in _ENDS or word in {";", ":"}:
            return False
        known = VERBS.get(word)
        if known and any(verb.parts & SPEAKING for verb in known):
            return tokens.low[j + 1 : j + 2] not in ([QUOTE], ["that"], [":"])
    return False
