"""Statements before the verb: "…, she said", "…, said Smith", "“…,” the minister told reporters, “…”"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.boundaries import clause_end, first_comma
from factsheet.attribution.cues import VERBS, WORDS
from factsheet.attribution.sentence import (
    FINAL,
    LOOK,
    Found,
    is_adverb,
    is_utterance,
    quote_before,
    quotes_end,
    stop_before,
)
from factsheet.attribution.speakers import VerbSubject
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import SentenceState
    from factsheet.records import Span

_NEW_CLAUSE = frozenset({"and", "but", "while", "who", "which", "citing", "as"})
"""Words after "she said," that begin a clause of the article's own."""
_ASIDE = 14
"""The longest "on Monday" or "in a statement" after a verb, in tokens; anything longer is a clause."""
_READERS = WORDS["articles"] | {"reporters", "journalists", "news", "agency", "newspaper"}
_BEHIND_TOLD = WORDS["days"] | {",", "on", "in", "last", "this", "earlier"}
_TOLD = 6
"""The longest addressee, in tokens."""
_ADJECTIVES = 4
"""The longest run of adjectives that a comma separates from their subject, in tokens."""
_LEADING = WORDS["inside"] | WORDS["adverbs"]
"""Single words that can introduce a statement."""


def after_said(s: SentenceState, i: int, verb: Verb) -> bool:
    """The statement before its attribution: "…, she said" and "…, she said, …"."""
    if verb.form == "ing":
        return False
    subject = speakers.before(s.tokens, i, s.free)
    if subject is None or subject.first <= s.free or not stop_before(s, subject.first):
        subject = _between(s, i)
    if subject is None:
        return False
    if verb.parts <= {"quote"} and not quote_before(s, subject.first):
        return False
    return _take(s, _with_adjective(s, subject), i + 1, "post", verb)


def _with_adjective(s: SentenceState, subject: VerbSubject) -> VerbSubject:
    """A subject with its adjectives before a comma, after a quotation: "“…,” the frail, 71-year-old sailor said"."""
    first = subject.first
    for at in range(first - 2, max(s.free - 1, first - 2 - _ADJECTIVES), -1):
        if s.low[at] == QUOTE and s.low[first - 1] == "," and s.low[at + 1] in WORDS["articles"]:
            return subject._replace(first=at + 1)
    return subject


def _between(s: SentenceState, i: int) -> VerbSubject | None:
    """All words between a quotation and a verb: "“…,” the senator and candidate said"."""
    cue = i
    while cue > s.free and (s.low[cue - 1] in WORDS["auxiliaries"] or s.low[cue - 1] in WORDS["adverbs"]):
        cue -= 1
    for at in range(cue - 1, max(s.free - 1, cue - LOOK), -1):
        if s.low[at] == QUOTE:
            first = at + 1 + (s.low[at + 1] == ",")
            return VerbSubject(first, cue, cue, i + 1) if first < cue and stop_before(s, at + 1) else None
        if _begins_anew(s, at):
            return None
    return None


def _begins_anew(s: SentenceState, i: int) -> bool:
    """Whether a subject or verb at token `i` shows that no single subject spans it."""
    word = s.low[i]
    return word in WORDS["verbs"] or word in WORDS["subjects"] or (word in VERBS and not s.tokens.capital(i))


def inverted(s: SentenceState, i: int, verb: Verb) -> bool:
    """The statement before a verb and its subject: "…, said Smith"."""
    if verb.form == "ing" or i <= s.free or not stop_before(s, i):
        return False
    quoted = quote_before(s, i)
    if verb.parts <= {"quote", "tell"} and not quoted:
        return False
    subject = speakers.after(s.tokens, i, s.last)
    if subject is None:
        return False
    if not quoted and subject.last < s.last and s.low[subject.last] != ",":
        return False
    return _take(s, subject, subject.last, "inverted", verb)


def _take(s: SentenceState, subject: VerbSubject, after: int, rule: str, verb: Verb) -> bool:
    """Take the statement before an attribution that ends at token `after`, and its continuation."""
    begin = min(subject.first, subject.cue_first)
    stop = begin - (s.low[begin - 1] != QUOTE)
    quoted = s.low[stop - 1] == QUOTE
    told = _past_told(s, after) if "tell" in verb.parts and rule == "post" and not quoted else after
    rest = _aside_end(s, told, inverted=rule == "inverted", quoted=quoted)
    if rest is None or stop <= s.starts(stop) or not (quoted or _is_statement(s, stop, after, rest)):
        return False
    pieces = [(_after_lead_in(s, stop) if quoted else s.starts(stop), stop)]
    if (quoted or rule == "post") and (more := _going_on(s, rest, quoted=quoted)):
        pieces.append(more)
        rest = more[1]
    return s.take(Found(pieces, subject.span, subject.cue, rule, verb.lemma), rest)


def _past_told(s: SentenceState, i: int) -> int:
    """The token after the addressee: "…, Jane Doe told the Courier"."""
    at = i
    while at < min(s.last, i + _TOLD) and (s.tokens.capital(at) or s.low[at] in _READERS):
        at += 1
    closed = at >= s.last or s.low[at] in _BEHIND_TOLD
    return at if closed and not s.low[s.free].endswith(("ing", "ed")) else i


def _is_statement(s: SentenceState, stop: int, after: int, rest: int) -> bool:
    """Whether the words up to `stop` are a statement, and not the introduction of one: "In Ohio, he said …"."""
    if stop - s.free < 2 and s.low[s.free] in _LEADING:
        return False
    return rest >= s.last or _parenthetical(s, after, rest) or not _leads_in(s, stop)


def _parenthetical(s: SentenceState, after: int, rest: int) -> bool:
    """Whether an attribution is between commas, and no quotation follows: "The bridge, she said, …"."""
    if rest != after or s.low[rest] != ",":
        return False
    if s.low[rest + 1 : rest + 2] != [QUOTE]:
        return True
    return _belongs(s, s.free, rest + 1) or (s.low[s.free] in WORDS["joining"] and not is_utterance(s, rest + 1))


def _leads_in(s: SentenceState, stop: int) -> bool:
    """Whether the words before a subject begin like an introduction, or are as short: "In Ohio, he said …"."""
    first = s.low[s.free]
    listed = first in WORDS["prepositions"] or first in WORDS["conjunctions"]
    return listed or is_adverb(first) or first.endswith(("ing", "ed")) or stop - s.free <= 2


def _after_lead_in(s: SentenceState, stop: int) -> int:
    """The start of a quotation after its introduction: "On trade, “we will win,” she said"."""
    start = stop - 1
    while start > s.free and s.low[start - 1] == QUOTE:
        start -= 1
    if _belongs(s, s.free, start):
        return s.free
    return start if start - 1 > s.free and s.low[start - 1] in {",", ":"} else s.free


def _belongs(s: SentenceState, first: int, quote: int) -> bool:
    """Whether words before a quotation are part of the statement, as it begins mid-sentence: "That, “would help”"."""
    if s.low[first] in {"on", "of", "about", "as"}:
        return False  # "On trade, “we will win,” she said"
    opened = s.tokens.text[s.tokens.start[quote] : s.tokens.end[quote]].lstrip("\"“”'‘’«» `")
    return opened[:1].islower() and WORDS["days"].isdisjoint(s.low[first:quote])


def _going_on(s: SentenceState, rest: int, *, quoted: bool) -> Span | None:
    """The continuation after the comma at token `rest`: "“…,” she said, “…”"."""
    start = rest + 1
    if start >= s.last or s.low[rest] != ",":
        return None
    if quoted and s.low[start].endswith("ing") and (further := _behind_colon(s, start)):
        return further, quotes_end(s, further)
    if not _goes_on(s, start, quoted=quoted):
        return None
    return start, quotes_end(s, start) if quoted else clause_end(s, start)


def _behind_colon(s: SentenceState, i: int) -> int | None:
    """The first quotation after token `i` if a colon precedes it: "…, recalling her youth: “…”"."""
    at = next((j for j in range(i, s.last) if s.low[j] in {QUOTE, ":"}), None)
    return at + 1 if at is not None and s.low[at : at + 2] == [":", QUOTE] else None


def _goes_on(s: SentenceState, i: int, *, quoted: bool) -> bool:
    """Whether a statement continues at token `i`, after "she said,"."""
    word = s.low[i]
    if quoted:
        return word == QUOTE or (word in {"and", "but"} and QUOTE in s.low[i + 1 : min(i + 2, s.last)])
    return not (word in _NEW_CLAUSE or word.endswith("ing"))


def _aside_end(s: SentenceState, i: int, *, inverted: bool, quoted: bool) -> int | None:
    """The end of an attribution that follows its statement: the next comma or the end of the sentence.

    None if a clause follows, so that the verb introduces it instead.
    """
    if i >= s.last or s.low[i] in FINAL:
        return min(i, s.last)
    if s.low[i] == ",":
        return _comma_before_quote(s, i) if inverted and quoted else i
    if inverted:
        return _inverted_end(s, i, quoted=quoted)
    return first_comma(s, i) if quoted else _phrase_aside_end(s, i)


def _comma_before_quote(s: SentenceState, i: int) -> int:
    """The comma from token `i` on that precedes a quotation, else the one at `i`."""
    commas = (j for j in range(i, s.last) if s.low[j] == "," and QUOTE in s.low[j + 1 : min(j + 2, s.last)])
    return next(commas, i)


def _inverted_end(s: SentenceState, i: int, *, quoted: bool) -> int | None:
    """The end of "said Smith of the council": before a comma and a quotation."""
    for j in range(i, s.last):
        if s.low[j] == "," and QUOTE in s.low[j + 1 : min(j + 3, s.last)]:
            return j
        if s.low[j] == QUOTE and not quoted:
            return None
    return s.last


def _phrase_aside_end(s: SentenceState, i: int) -> int | None:
    """The end of "on Monday" or "in a statement" after a verb; None if a clause follows the verb."""
    if not (s.low[i] in WORDS["days"] or s.low[i] in WORDS["asides"] or s.low[i].endswith("ly")):
        return None
    for j in range(i, min(s.last, i + _ASIDE)):
        word = s.low[j]
        if word == ",":
            return j
        if word == QUOTE or word in WORDS["subjects"] or word in VERBS:
            return None
    return s.last if s.last - i < _ASIDE else None
