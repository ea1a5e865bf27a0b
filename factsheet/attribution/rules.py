"""Statements of one sentence: which verb attributes what to whom.

A sentence is read once from left to right. At each word that attributes, the words beside it decide whether what is
said stands before it (`closing`), around it, or after it (`opening`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.closing import after_said, inverted
from factsheet.attribution.cues import verbs
from factsheet.attribution.ends import clause_end
from factsheet.attribution.opening import clause, participle, said_first
from factsheet.attribution.sentence import ANSWER, Found, Sentence, is_noun
from factsheet.attribution.speakers import words

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.units import Units

_SPOKEN = frozenset({"say", "tell", "quote"})
"""Parts of the list of verbs that may follow what was said."""
_OBJECT = 5
"""Units that may stand between a verb and its particle."""


def read_sentence(units: Units, first: int, last: int) -> list[Found]:
    """All statements of a sentence."""
    sentence = Sentence(units, first, last)
    forms, low = verbs(), units.low
    if low[first] in words("asking"):
        sentence.free = _after_question(sentence)
    for i in range(first, sentence.last):
        if i < sentence.free:
            continue
        word = low[i]
        if word == "according" and i + 1 < sentence.last and low[i + 1] == "to":
            _according(sentence, i)
        elif word in forms and not is_noun(sentence, i):
            _try_verb(sentence, i, forms[word])
    return sentence.found


def _after_question(s: Sentence) -> int:
    """Where the answer begins after "Asked about the talks, she …": at the first comma with a subject behind it."""
    units, low = s.units, s.units.low
    for j in range(s.first + 1, s.last - 2):
        if low[j] != "," or not (units.capital(j + 1) or low[j + 1] in words("subjects") | words("determiners")):
            continue
        if any(word in verbs() or word in words("verbs") for word in low[j + 2 : min(j + ANSWER, s.last)]):
            return j + 1
    return s.first


def _try_verb(s: Sentence, i: int, known: tuple[Verb, ...]) -> None:
    for verb in known:
        if verb.particle and not _particle(s, i, verb.particle):
            if _parted(s, i, verb):
                return
            continue
        if (
            (i == s.first and verb.form == "past" and "say" in verb.parts and said_first(s, verb))
            or (verb.parts & _SPOKEN and (after_said(s, i, verb) or inverted(s, i, verb)))
            or (verb.form == "ing" and participle(s, i, verb))
            or clause(s, i, verb)
        ):
            return


def _particle(s: Sentence, i: int, particle: str) -> bool:
    words = particle.split()
    return s.units.low[i + 1 : min(i + 1 + len(words), s.last)] == words


def _parted(s: Sentence, i: int, verb: Verb) -> bool:
    """A particle after a short object: "brushed it aside"."""
    if verb.particle not in words("parted"):
        return False
    low = s.units.low
    at = next((j for j in range(i + 2, min(i + 2 + _OBJECT, s.last)) if low[j] == verb.particle), None)
    subject = speakers.before(s.units, i, s.free) if at else None
    if at is None or subject is None:
        return False
    cue = (subject.cue_first, at + 1)
    s.found.append(Found([(i + 1, at)], (subject.first, subject.last), cue, "pre-parted", verb.lemma))
    s.free = at + 1
    return True


def _according(s: Sentence, i: int) -> None:
    units, low = s.units, s.units.low
    subject = speakers.after(units, i + 1, s.last)
    if subject is None:
        return
    cue = (i, i + 2)
    if i == s.free or (i == s.free + 1 and low[s.free] in {"and", "but"}):
        comma = next((j for j in range(subject.last, s.last) if low[j] == ","), None)
        if comma is None or comma + 1 >= s.last:
            return
        if low[comma + 1].endswith("ing"):
            comma = next((j for j in range(comma + 1, s.last - 1) if low[j] == ","), comma)
        end = clause_end(s, comma + 1)
        s.found.append(Found([(comma + 1, end)], (subject.first, subject.last), cue, "according-first"))
        s.free = end
        return
    stop = i - (low[i - 1] == ",")
    if stop <= s.free:
        return
    s.found.append(Found([(s.free, stop)], (subject.first, subject.last), cue, "according"))
    s.free = subject.last
