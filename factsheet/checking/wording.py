"""Wording: a statement must not lose its evidence's "not", its "allegedly", or who says so; nor add a "not".

A word that turns a statement round, or says how sure it is, is compared by what it stands before: the same words
without it say another thing. Where the words around it do not agree the two are told in different words, and
nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.checking.subject import CLOSE, share
from factsheet.checking.wordlists import verb_list, word_list
from factsheet.language.lexicon import is_light, lexicon
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.checking.subject import Claim, Subject
    from factsheet.language.text import Sentence, Text
    from factsheet.records import Level

_SCOPE = 2
"""Words with a meaning after "not" or "allegedly" by which it is recognised."""

_REACH = 6
"""Words looked through for them."""

_LEAST_SHARED = 2
"""Words with a meaning that a statement and a sentence must share to be about the same thing."""

_LEAST_WORDS = 3
"""Words with a meaning below which a statement is a label."""

_ABOUT_SAME = 0.4
"""The share of a statement's words from which on it is about what a sentence says."""

_NO_SCOPE = frozenset(
    {"only", "just", "merely", "yet", "more", "less", "few", "one", "least", "matter", "doubt", "wonder"}
)
"""After "not" these make it another word than a negation of what follows."""


_NEW_CLAUSE = frozenset({"and", "but", "or", "if", "because", "although", "while"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """A word that turns or weakens what follows: where it stands, and the stems of what it stands before."""

    at: int
    scope: tuple[str, ...]


def negations(subject: Subject) -> Iterator[Finding]:
    """Statements with a negation that their evidence does not have, or without one that it has."""
    for claim in subject.claims:
        statement = claim.text
        if len(statement.content()) < _LEAST_WORDS:
            continue
        yield from _added(subject.text, claim)
        yield from _dropped(subject.text, claim)


def _added(article: Text, claim: Claim) -> Iterator[Finding]:
    statement = claim.text
    for turn in _turns(statement, 0, len(statement), _nots):
        about = set(turn.scope) | {statement.stems[at] for at in statement.content(max(0, turn.at - 5), turn.at)}
        same = [s for s in claim.context if len(about & set(article.stems[s.first : s.last])) >= _LEAST_SHARED]
        if not same or not _is_denied_nowhere(article, turn.scope, about, same):
            continue
        sentence = max(same, key=lambda s: share(statement, article, s))
        said = statement.slice(turn.at, min(len(statement), turn.at + 3))
        # A "not" or a "denied" elsewhere in the sentence may be what the statement retells in its own way.
        sure = share(statement, article, sentence) >= CLOSE and not _is_turned(article, (sentence.first, sentence.last))
        level: Level = "error" if sure else "warning"
        message = f"the statement says “{said}”; its evidence does not deny that"
        yield Finding("negation-added", level, claim.pointer, message)
        return


def _is_denied_nowhere(article: Text, scope: Sequence[str], about: set[str], same: list[Sentence]) -> bool:
    """Whether no sentence about the same thing can be what a negated statement retells.

    One can where it turns the very word that the statement denies, or says its opposite. Where one has that word
    and does not turn it, what others turn is something else; else any word that turns will do.
    """
    plain = False
    for sentence in same:
        range_ = (sentence.first, sentence.last)
        found = [at for at in range(*range_) if article.stems[at] == scope[0]]
        if any(_is_turned(article, (_clause_start(article, at, range_[0]), min(range_[1], at + 2))) for at in found):
            return False
        if "?" in article.string[slice(*sentence.span)] or (not found and _opposite_in(article, scope[0], range_)):
            return False
        plain = plain or (bool(found) and len(about & set(article.stems[slice(*range_)])) > _LEAST_SHARED)
    return plain or not any(_is_turned(article, (sentence.first, sentence.last)) for sentence in same)


def _dropped(article: Text, claim: Claim) -> Iterator[Finding]:
    statement = claim.text
    if _is_turned(statement, (0, len(statement))):
        return
    for sentence in claim.context:
        for turn in _turns(article, sentence.first, sentence.last, _negations_in):
            if not _touches(article, claim, turn, sentence) or not _in_order(turn.scope, statement.stems):
                continue
            agreed = share(statement, article, sentence)
            if len(turn.scope) < _SCOPE and agreed < CLOSE:
                continue
            said = article.slice(turn.at, min(len(article), turn.at + 3))
            level: Level = "error" if agreed >= CLOSE else "warning"
            message = f"the evidence says “{said}”; the statement leaves that out"
            yield Finding("negation-dropped", level, claim.pointer, message)
            return


def hedges(subject: Subject) -> Iterator[Finding]:
    """Statements that say for sure what their evidence says is alleged, possible or expected."""
    for claim in subject.claims:
        statement = claim.text
        content = len(statement.content())
        if claim.is_disputed or content < _LEAST_WORDS or _hedged(statement, claim):
            continue
        finding = _unhedged(subject.text, claim)
        if finding:
            yield finding


def _unhedged(article: Text, claim: Claim) -> Finding | None:
    told = [
        (article.keys[turn.at] not in word_list("alleged"), turn.at, agreed)
        for sentence in claim.context
        for turn in _turns(article, sentence.first, sentence.last, _hedges_in)
        if _is_told(article, claim, turn, sentence, agreed := share(claim.text, article, sentence))
    ]
    if not told:
        return None
    _, at, agreed = min(told)
    sure = agreed >= CLOSE and not claim.said_by and not article.stems[at].startswith(_SAID_SO)
    level: Level = "error" if sure else "warning"
    message = f"the evidence says “{article.slice(at, at + 1)}”; the statement says it for sure"
    return Finding("hedge-dropped", level, claim.pointer, message)


_SAID_SO = "suggest"
"""What suggests may be a person who says so: then it is a word for saying, and no hedge."""


def _is_told(article: Text, claim: Claim, turn: _Turn, sentence: Sentence, agreed: float) -> bool:
    """Whether a statement tells what a hedge stands before.

    An accusation that is itself the evidence is told in whatever words; a "could" only in the words it is before.
    """
    if article.keys[turn.at] in word_list("alleged"):
        start = article.starts[turn.at]
        inside = any(first <= start < last for first, last in claim.evidence)
        return inside and agreed >= _ABOUT_SAME
    if not _touches(article, claim, turn, sentence) or not _in_order(turn.scope, claim.text.stems):
        return False
    return len(turn.scope) == _SCOPE or agreed >= CLOSE


def _turns(reading: Text, first: int, last: int, places: Callable[[Text, int, int], list[int]]) -> Iterator[_Turn]:
    for at in places(reading, first, last):
        scope: list[str] = []
        for follower in range(at + 1, min(at + _REACH, last)):
            gap = reading.gap(follower)
            key = reading.keys[follower]
            if any(mark in gap for mark in ".;:!?") or key in _NEW_CLAUSE:
                break
            if not is_light(key) and key != "longer" and not _is_turning(key):
                scope.append(reading.stems[follower])
            if len(scope) == _SCOPE:
                break
        if scope and not (_negations_in(reading, at, at + 1) and reading.keys[at + 1] in _NO_SCOPE):
            yield _Turn(at, tuple(scope))


def _nots(reading: Text, first: int, last: int) -> list[int]:
    negations = _negations()
    return [at for at in range(first, last) if reading.keys[at] in negations]


def _negations_in(reading: Text, first: int, last: int) -> list[int]:
    negations, failing = _negations(), lexicon().failing
    if negations.isdisjoint(reading.keys[first:last]) and failing.isdisjoint(reading.stems[first:last]):
        return []
    return [
        at
        for at in range(first, last)
        if reading.keys[at] in negations or (reading.stems[at] in failing and _to_follows(reading, at))
    ]


def _hedges_in(reading: Text, first: int, last: int) -> list[int]:
    hedges = _hedges()
    if hedges.isdisjoint(reading.keys[first:last]):
        return []
    return [at for at in range(first, last) if reading.keys[at] in hedges and not _is_no_hedge(reading, at)]


def _is_no_hedge(reading: Text, at: int) -> bool:
    """Whether a hedge is one by its letters only: "as soon as possible", "May"."""
    key = reading.keys[at]
    return (key == "possible" and reading.keys[at - 1 : at] == ["as"]) or (
        key in {"may", "might"} and reading.is_capital[at]
    )


_MODALS = frozenset({"could", "may", "might"})


_FAILING = frozenset({"fail", "refus", "declin", "deni", "reject", "unable", "forbid", "ban", "lack", "den"})
"""Stems of what denies or refuses; "stop" and "avoid" say less than that."""


@cache
def _negations() -> frozenset[str]:
    return lexicon().negations - {"ohne", "ni", "rien", "pas", "sans", "jamais", "hardly", "barely", "scarcely"}


@cache
def _strong_hedges() -> frozenset[str]:
    return lexicon().hedges - {"certainly", "definitely", "clearly", "surely", "considered", "claim", "claims"}


@cache
def _hedges() -> frozenset[str]:
    return _strong_hedges() | _MODALS


def _is_turning(key: str) -> bool:
    return key in _negations() or key in _strong_hedges() or key in lexicon().modals


def _to_follows(reading: Text, at: int) -> bool:
    return reading.keys[at + 1 : at + 2] == ["to"]


def _clause_start(reading: Text, at: int, first: int) -> int:
    """The word from which on a negation would still be about word `at`: a few words back, in the same clause."""
    for before in range(at - 1, max(first, at - _REACH) - 1, -1):
        gap = reading.gap(before + 1)
        if any(mark in gap for mark in ",;:–—") or " - " in gap or reading.keys[before] in _CLAUSE:
            return before + 1
    return max(first, at - _REACH + 1)


_CLAUSE = frozenset({"which", "who", "but", "while", "although"})


def _is_turned(reading: Text, range_: tuple[int, int]) -> bool:
    """Whether there is any word that denies, fails, lacks or has a negating prefix."""
    part = slice(*range_)
    keys = reading.keys[part]
    return (
        not _negations().isdisjoint(keys) or not _FAILING.isdisjoint(reading.stems[part]) or any(map(_has_prefix, keys))
    )


@lru_cache(maxsize=65536)
def _has_prefix(key: str) -> bool:
    """Whether a word is another with a negating prefix: "unproven", "non-binding"."""
    return key.startswith(("un", "non")) and key not in _NO_PREFIX and key[2 + (key[0] == "n") :] in _bases()


_NO_PREFIX = frozenset({"unless", "unions", "unique", "units", "until", "under"})


@cache
def _bases() -> frozenset[str]:
    return frozenset(word for word in lexicon().common if len(word) > _SHORTEST_BASE)


_SHORTEST_BASE = 3


def _opposite_in(article: Text, word: str, range_: tuple[int, int]) -> bool:
    """Whether the sentence has an opposite of the word, so that "did not fall" may be its "rose"."""
    lines = lexicon().opposites
    sides = lines.get(word, frozenset())
    return any(
        line == line_there and side != side_there
        for at in range(*range_)
        for line_there, side_there in lines.get(article.stems[at], ())
        for line, side in sides
    )


def _touches(article: Text, claim: Claim, turn: _Turn, sentence: Sentence) -> bool:
    """Whether a word stands in the evidence, or just before it where the evidence begins within its reach."""
    start = article.starts[turn.at]
    for first, last in claim.evidence:
        if first <= start < last:
            return True
        if sentence.span[0] <= start < first:
            at = article.range_of((first, last))[0]
            return at - turn.at <= _REACH
    return False


def _in_order(scope: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether the statement has the words of the scope in their order."""
    rest = iter(stems)
    return all(any(word == other for other in rest) for word in scope)


def _hedged(statement: Text, claim: Claim) -> bool:
    """Whether the statement is not said for sure, whatever word says so."""
    if claim.said_by and not _REPORTED.isdisjoint(statement.keys):
        return True
    return any(not words.isdisjoint(statement.keys) for words in (lexicon().hedges, _MODALS, verb_list("unsure")))


_REPORTED = frozenset({"said", "says", "according", "told", "claims", "claimed"})
