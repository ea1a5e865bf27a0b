"""The statements of one sentence: which verb attributes what to whom.

A sentence is read once from left to right. At each verb of attribution, the context decides whether the statement
precedes it (`said_before`), surrounds it, or follows it (`said_after`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.boundaries import clause_end
from factsheet.attribution.cues import CUES, SPEAKING, VERBS, WORDS
from factsheet.attribution.said_after import clause, participle, said_first
from factsheet.attribution.said_before import after_said, inverted
from factsheet.attribution.sentence import ANSWER, Found, SentenceState, is_noun, quotes_end
from factsheet.attribution.tokens import QUOTE
from factsheet.language.datelines import at_lead

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.speakers import VerbSubject
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_ASKING = frozenset({"about", "if", "whether", "what", "why", "how", "who", "when", "where", "which"})
"""Words that open a question after "asked"."""
_OBJECT = 5
"""Distance between a verb and its particle, in tokens."""


def read_sentence(tokens: ParagraphTokens, first: int, last: int) -> list[Found]:
    """All statements of a sentence; a dateline before its first word belongs to none."""
    first = _past_dateline(tokens, first, last)
    s = SentenceState(tokens, first, last)
    forms, low = VERBS, tokens.low
    if low[first] in WORDS["asking"]:
        _question(s)
    for i in [at for at in range(first, s.last) if low[at] in CUES]:
        if i < s.free:
            continue
        word = low[i]
        if word == "according" and i + 1 < s.last and low[i + 1] == "to":
            _according(s, i)
        elif word in forms and not is_noun(s, i):
            _try_verb(s, i, forms[word])
    _colon(s)
    return s.found


def _past_dateline(tokens: ParagraphTokens, first: int, last: int) -> int:
    """The first token behind a dateline: "HOLLIN -- Jane Doe said"."""
    start, end = tokens.start[first], tokens.end[first]
    if not (tokens.text[start:end].isupper() and end - start > len("Mr.")):
        return first
    behind = start + at_lead(tokens.text[start : tokens.end[last - 1]]).end
    return next((at for at in range(first, last) if tokens.start[at] >= behind), first)


def _colon(s: SentenceState) -> None:
    """Take the quotation after a colon that no verb takes: "Smith put out a statement: “…”"."""
    at = next((i for i in range(s.free + 1, s.last) if s.low[i] == QUOTE and s.low[i - 1] == ":"), None)
    if at is None:
        return
    subject = speakers.paper_back(s.tokens, at - 2, s.free) or _doer(s, at - 1)
    if subject is not None:
        end = quotes_end(s, at)
        s.take(Found([(at, end)], subject, None, "colon"), end)


def _doer(s: SentenceState, high: int) -> Span | None:
    """The subject of the last finite verb before token `high`; None for a passive."""
    for i in range(high - 1, s.free, -1):
        word = s.low[i]
        past = word.endswith("ed") and not s.tokens.capital(i) and s.low[i - 1] not in WORDS["determiners"]
        if word in WORDS["verbs"] or past:
            subject = speakers.before(s.tokens, i, s.free)
            if subject is not None or s.low[i - 1] in WORDS["be"]:
                return subject.span if subject else None
    return None


def _question(s: SentenceState) -> None:
    """Take a question that somebody was asked, and continue with the answer."""
    end = _after_question(s)
    start = next((j for j in range(s.first + 1, end - 1) if s.low[j] in _ASKING), None)
    if start is not None and end - 1 > start + 1:
        s.take(
            Found([(start + (s.low[start] in {"about", "if"}), end - 1)], None, (s.first, s.first + 1), "asked", "ask"),
            end,
        )
    s.free = end


def _after_question(s: SentenceState) -> int:
    """The start of the answer to "Asked about the talks, she …": the first comma before a subject."""
    for j in range(s.first + 1, s.last - 2):
        if s.low[j] == "," and _may_begin_clause(s, j + 1) and _has_verb(s.low[j + 2 : min(j + ANSWER, s.last)]):
            return j + 1
    return s.first


def _may_begin_clause(s: SentenceState, i: int) -> bool:
    return s.tokens.capital(i) or s.low[i] in WORDS["subjects"] or s.low[i] in WORDS["determiners"]


def _has_verb(low: list[str]) -> bool:
    return any(word in VERBS or word in WORDS["verbs"] for word in low)


def _try_verb(s: SentenceState, i: int, known: tuple[Verb, ...]) -> None:
    """Take what the word at token `i` attributes, as the first of its verbs that fits."""
    if speakers.is_of_reader(s.tokens, i, s.first):
        return
    for verb in known:
        if not verb.particle or _particle(s, i, verb.particle):
            if _attributes(s, i, verb):
                return
        elif _parted(s, i, verb):
            return


def _attributes(s: SentenceState, i: int, verb: Verb) -> bool:
    """Try each position: after a verb that opens the sentence, before the verb, after it."""
    if i == s.first and verb.form == "past" and "say" in verb.parts and said_first(s, verb):
        return True
    if verb.parts & SPEAKING and (after_said(s, i, verb) or inverted(s, i, verb)):
        return True
    return (verb.form == "ing" and participle(s, i, verb)) or clause(s, i, verb)


def _particle(s: SentenceState, i: int, particle: str) -> bool:
    parts = particle.split()
    return s.low[i + 1 : min(i + 1 + len(parts), s.last)] == parts


def _parted(s: SentenceState, i: int, verb: Verb) -> bool:
    """A particle after a short object: "brushed it aside"."""
    if verb.particle not in WORDS["parted"]:
        return False
    at = next((j for j in range(i + 2, min(i + 2 + _OBJECT, s.last)) if s.low[j] == verb.particle), None)
    subject = speakers.before(s.tokens, i, s.free) if at else None
    if at is None or subject is None:
        return False
    return s.take(Found([(i + 1, at)], subject.span, (subject.cue_first, at + 1), "pre-parted", verb.lemma), at + 1)


def _according(s: SentenceState, i: int) -> None:
    """Take the statement before or after "according to" at token `i`."""
    subject = speakers.after(s.tokens, i + 1, s.last)
    if subject is None:
        return
    cue = (i, i + 2)
    if i == s.free or (i == s.free + 1 and s.low[s.free] in {"and", "but"}):
        start = _after_comma(s, subject)
        if start is not None:
            end = clause_end(s, start)
            s.take(Found([(start, end)], subject.span, cue, "according-first"), end)
        return
    stop = i - (s.low[i - 1] == ",")
    if stop > s.free:
        s.take(Found([(s.free, stop)], subject.span, cue, "according"), subject.last)


def _after_comma(s: SentenceState, subject: VerbSubject) -> int | None:
    """The start of a statement after "According to the report, ", or after a participle there."""
    commas = [j for j in range(subject.last, s.last) if s.low[j] == ","]
    if not commas or commas[0] + 1 >= s.last:
        return None
    start = commas[0] + 1
    goes_on = len(commas) > 1 and commas[1] + 1 < s.last and s.low[commas[1] + 1] not in {"and", "but", "while"}
    if goes_on and not _has_verb(s.low[start : commas[1]]):
        return commas[1] + 1  # "According to Jane Doe, the head of the school, …"
    if s.low[start].endswith("ing") and len(commas) > 1 and commas[1] + 1 < s.last:
        return commas[1] + 1
    return start
