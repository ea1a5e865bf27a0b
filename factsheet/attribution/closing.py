"""What is said before the verb: "…, she said", "…, said Smith", "“…,” the minister told reporters, “…”"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.cues import verbs
from factsheet.attribution.ends import clause_end
from factsheet.attribution.sentence import FINAL, LOOK, Found, quote_before, quotes_end, stop_before
from factsheet.attribution.speakers import Subject, words
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import Sentence

_NEW_CLAUSE = frozenset({"and", "but", "while", "who", "which", "citing", "as"})
"""Words after "she said," that begin something of the article's own."""


def after_said(s: Sentence, i: int, verb: Verb) -> bool:
    """What comes before: "…, she said" and "…, she said, …"."""
    if verb.form == "ing":
        return False
    subject = speakers.before(s.units, i, s.free)
    if subject is None or subject.first <= s.free or not stop_before(s, subject.first):
        subject = _between(s, i)
    if subject is None:
        return False
    if verb.parts <= {"quote"} and not quote_before(s, subject.first):
        return False
    return _close(s, subject, i + 1, "post", verb)


def _between(s: Sentence, i: int) -> Subject | None:
    """All that stands between a quotation and a verb: "“…,” the senator and candidate said"."""
    low = s.units.low
    cue = i
    while cue > s.free and (low[cue - 1] in words("auxiliaries") or low[cue - 1] in words("adverbs")):
        cue -= 1
    for at in range(cue - 1, max(s.free - 1, cue - LOOK), -1):
        word = low[at]
        if word == QUOTE:
            return Subject(at + 1, cue, at + 1, cue, i + 1) if at + 1 < cue and stop_before(s, at + 1) else None
        if word in words("verbs") or word in words("subjects") or (word in verbs() and not s.units.capital(at)):
            return None
    return None


def inverted(s: Sentence, i: int, verb: Verb) -> bool:
    """What comes before a verb with its subject behind it: "…, said Smith"."""
    if verb.form not in {"past", "s", "base"} or i <= s.free or not stop_before(s, i):
        return False
    if verb.parts <= {"quote", "tell"} and not quote_before(s, i):
        return False
    subject = speakers.after(s.units, i, s.last)
    if subject is None:
        return False
    if not quote_before(s, i) and subject.last < s.last and s.units.low[subject.last] != ",":
        return False
    return _close(s, subject, subject.last, "inverted", verb)


def _close(s: Sentence, subject: Subject, after: int, rule: str, verb: Verb) -> bool:
    """Take what stands before an attribution, and what goes on after it."""
    units = s.units
    begin = min(subject.whole_first, subject.cue_first)
    stop = begin - 1 if units.low[begin - 1] != QUOTE else begin
    quoted = units.low[stop - 1] == QUOTE
    rest = _aside_end(s, after, inverted=rule == "inverted", quoted=quoted)
    if rest is None:
        return False
    if not quoted and stop - s.free < 2 and s.units.low[s.free] in words("inside") | words("adverbs"):
        return False
    parenthetical = rest == after and rest < s.last and units.low[rest] == ","
    parenthetical &= units.low[s.free] in words("joining") or QUOTE not in units.low[rest + 1 : rest + 2]
    if not quoted and rest < s.last and not parenthetical and _lead_in(s, stop):
        return False
    if stop <= s.free:
        return False
    pieces = [(_after_lead_in(s, stop) if quoted else s.free, stop)]
    end = rest
    if rest < s.last and units.low[rest] == ",":
        going_on = rest + 1
        if going_on < s.last and (quoted or rule == "post") and _goes_on(s, going_on, quoted=quoted):
            end = clause_end(s, going_on) if not quoted else quotes_end(s, going_on)
            pieces.append((going_on, end))
    cue = (subject.cue_first, subject.cue_last)
    s.found.append(Found(pieces, (subject.first, subject.last), cue, rule, verb.lemma))
    s.free = end
    return True


def _after_lead_in(s: Sentence, stop: int) -> int:
    """Where a quotation begins after words that only lead to it: "On trade, “we will win,” she said"."""
    low, start = s.units.low, stop - 1
    while start > s.free and low[start - 1] == QUOTE:
        start -= 1
    if start - 1 > s.free and low[start - 1] in {",", ":"}:
        return start
    return s.free


def _lead_in(s: Sentence, stop: int) -> bool:
    """Whether the words before a subject are only a lead-in: "In Ohio, he said …"."""
    first = s.units.low[s.free]
    return (
        first in words("prepositions")
        or first in words("conjunctions")
        or first in words("adverbs")
        or first.endswith(("ly", "ing", "ed"))
        or stop - s.free <= 2
    )


def _goes_on(s: Sentence, i: int, *, quoted: bool) -> bool:
    """Whether a statement goes on at unit `i`, after "she said,"."""
    word = s.units.low[i]
    if quoted:
        return word == QUOTE or (word in {"and", "but"} and QUOTE in s.units.low[i + 1 : min(i + 2, s.last)])
    return not (word in _NEW_CLAUSE or word.endswith("ing"))


def _aside_end(s: Sentence, i: int, *, inverted: bool, quoted: bool) -> int | None:
    """Where an attribution that follows a statement ends: the next comma or the end of the sentence.

    None where what follows is a clause, so that the verb introduces it rather than closes what came before.
    """
    low = s.units.low
    if i >= s.last or low[i] in FINAL:
        return min(i, s.last)
    if low[i] == ",":
        further = (j for j in range(i, s.last) if low[j] == "," and QUOTE in low[j + 1 : min(j + 2, s.last)])
        return next(further, i) if inverted and quoted else i
    if quoted or inverted:
        for j in range(i, s.last):
            if low[j] == "," and (not inverted or QUOTE in low[j + 1 : min(j + 3, s.last)]):
                return j
            if low[j] == QUOTE and not quoted:
                return None
        return s.last
    if low[i] in words("days") or low[i] in words("asides") or low[i].endswith("ly"):
        for j in range(i, min(s.last, i + 14)):
            word = low[j]
            if word == ",":
                return j
            if word == QUOTE or word in words("subjects") or word in verbs():
                return None
        return s.last if s.last - i < 14 else None
    return None
