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
"""Words after "she said," that begin something of the article's own."""
_ASIDE = 14
"""Tokens in which "on Monday" or "in a statement" behind a verb ends; a longer one is a clause."""
_READERS = WORDS["articles"] | {"reporters", "journalists", "news", "agency", "newspaper"}
_BEHIND_TOLD = WORDS["days"] | {",", "on", "in", "last", "this", "earlier"}
_TOLD = 6
"""Tokens of those who are told something."""
_ADJECTIVES = 4
"""Tokens that a comma parts from the rest of a subject."""
_LEADING = WORDS["inside"] | WORDS["adverbs"]
"""Single words that lead in."""


def after_said(s: SentenceState, i: int, verb: Verb) -> bool:
    """What comes before: "…, she said" and "…, she said, …"."""
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
    """A subject with what a comma parts from it behind a quotation: "“…,” the frail, 71-year-old sailor said"."""
    first = subject.first
    for at in range(first - 2, max(s.free - 1, first - 2 - _ADJECTIVES), -1):
        if s.low[at] == QUOTE and s.low[first - 1] == "," and s.low[at + 1] in WORDS["articles"]:
            return subject._replace(first=at + 1)
    return subject


def _between(s: SentenceState, i: int) -> VerbSubject | None:
    """All that stands between a quotation and a verb: "“…,” the senator and candidate said"."""
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
    """Whether a subject or a verb stands at token `i`, so that no one subject reaches over it."""
    word = s.low[i]
    return word in WORDS["verbs"] or word in WORDS["subjects"] or (word in VERBS and not s.tokens.capital(i))


def inverted(s: SentenceState, i: int, verb: Verb) -> bool:
    """What comes before a verb with its subject behind it: "…, said Smith"."""
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
    """Take what stands before an attribution that ends at token `after`, and what goes on behind it."""
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
    """The token behind those who are told something: "…, Jane Doe told the Courier"."""
    at = i
    while at < min(s.last, i + _TOLD) and (s.tokens.capital(at) or s.low[at] in _READERS):
        at += 1
    closed = at >= s.last or s.low[at] in _BEHIND_TOLD
    return at if closed and not s.low[s.free].endswith(("ing", "ed")) else i


def _is_statement(s: SentenceState, stop: int, after: int, rest: int) -> bool:
    """Whether the words up to `stop` say something, and do not only lead to what follows: "In Ohio, he said …"."""
    if stop - s.free < 2 and s.low[s.free] in _LEADING:
        return False
    return rest >= s.last or _parenthetical(s, after, rest) or not _leads_in(s, stop)


def _parenthetical(s: SentenceState, after: int, rest: int) -> bool:
    """Whether an attribution stands between commas, and no quotation follows: "The bridge, she said, …"."""
    if rest != after or s.low[rest] != ",":
        return False
    if s.low[rest + 1 : rest + 2] != [QUOTE]:
        return True
    return _belongs(s, s.free, rest + 1) or (s.low[s.free] in WORDS["joining"] and not is_utterance(s, rest + 1))


def _leads_in(s: SentenceState, stop: int) -> bool:
    """Whether the words before a subject begin or are short as a lead-in: "In Ohio, he said …"."""
    first = s.low[s.free]
    listed = first in WORDS["prepositions"] or first in WORDS["conjunctions"]
    return listed or is_adverb(first) or first.endswith(("ing", "ed")) or stop - s.free <= 2


def _after_lead_in(s: SentenceState, stop: int) -> int:
    """Where a quotation begins after words that only lead to it: "On trade, “we will win,” she said"."""
    start = stop - 1
    while start > s.free and s.low[start - 1] == QUOTE:
        start -= 1
    if _belongs(s, s.free, start):
        return s.free
    return start if start - 1 > s.free and s.low[start - 1] in {",", ":"} else s.free


def _belongs(s: SentenceState, first: int, quote: int) -> bool:
    """Whether words before a quotation are part of what is said, as it begins in the middle: "That, “would help”"."""
    if s.low[first] in {"on", "of", "about", "as"}:
        return False  # "On trade, “we will win,” she said"
    opened = s.tokens.text[s.tokens.start[quote] : s.tokens.end[quote]].lstrip("\"“”'‘’«» `")
    return opened[:1].islower() and WORDS["days"].isdisjoint(s.low[first:quote])


def _going_on(s: SentenceState, rest: int, *, quoted: bool) -> Span | None:
    """What goes on behind the comma at token `rest`: "“…,” she said, “…”"."""
    start = rest + 1
    if start >= s.last or s.low[rest] != ",":
        return None
    if quoted and s.low[start].endswith("ing") and (further := _behind_colon(s, start)):
        return further, quotes_end(s, further)
    if not _goes_on(s, start, quoted=quoted):
        return None
    return start, quotes_end(s, start) if quoted else clause_end(s, start)


def _behind_colon(s: SentenceState, i: int) -> int | None:
    """The quotation behind a colon from token `i` on, with no other before it: "…, recalling her youth: “…”"."""
    at = next((j for j in range(i, s.last) if s.low[j] in {QUOTE, ":"}), None)
    return at + 1 if at is not None and s.low[at : at + 2] == [":", QUOTE] else None


def _goes_on(s: SentenceState, i: int, *, quoted: bool) -> bool:
    """Whether a statement goes on at token `i`, after "she said,"."""
    word = s.low[i]
    if quoted:
        return word == QUOTE or (word in {"and", "but"} and QUOTE in s.low[i + 1 : min(i + 2, s.last)])
    return not (word in _NEW_CLAUSE or word.endswith("ing"))


def _aside_end(s: SentenceState, i: int, *, inverted: bool, quoted: bool) -> int | None:
    """Where an attribution that follows a statement ends: the next comma or the end of the sentence.

    None where what follows is a clause, so that the verb introduces it rather than closes what came before.
    """
    if i >= s.last or s.low[i] in FINAL:
        return min(i, s.last)
    if s.low[i] == ",":
        return _comma_before_quote(s, i) if inverted and quoted else i
    if inverted:
        return _inverted_end(s, i, quoted=quoted)
    return first_comma(s, i) if quoted else _phrase_aside_end(s, i)


def _comma_before_quote(s: SentenceState, i: int) -> int:
    """The comma from token `i` on that a quotation follows, else the one at `i`."""
    commas = (j for j in range(i, s.last) if s.low[j] == "," and QUOTE in s.low[j + 1 : min(j + 2, s.last)])
    return next(commas, i)


def _inverted_end(s: SentenceState, i: int, *, quoted: bool) -> int | None:
    """Where "said Smith of the council" ends: before a comma with a quotation behind it."""
    for j in range(i, s.last):
        if s.low[j] == "," and QUOTE in s.low[j + 1 : min(j + 3, s.last)]:
            return j
        if s.low[j] == QUOTE and not quoted:
            return None
    return s.last


def _phrase_aside_end(s: SentenceState, i: int) -> int | None:
    """Where "on Monday" or "in a statement" behind a verb ends; None where a clause follows the verb."""
    if not (s.low[i] in WORDS["days"] or s.low[i] in WORDS["asides"] or s.low[i].endswith("ly")):
        return None
    for j in range(i, min(s.last, i + _ASIDE)):
        word = s.low[j]
        if word == ",":
            return j
        if word == QUOTE or word in WORDS["subjects"] or word in VERBS:
            return None
    return s.last if s.last - i < _ASIDE else None
