"""Finds deeds told in another tense: future ones as done, done ones as to come, past ones as present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, is_verb_at
from factsheet.checking.telling.beside import TOLD, around
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import are_forms, bases, headword, may_be
from factsheet.proving.speakers import level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def told_as_done(telling: Telling) -> Iterator[Found]:
    """A future event reported as done."""
    if telling.share < TOLD or not telling.lows.isdisjoint(_HAVE):
        return
    theirs = telling.found.sentence.tokens
    ahead = [at for at in range(len(theirs)) if is_ahead(theirs, at) and not _is_denied(theirs, at)]
    if ahead and not _looks_ahead(telling.found.statement.tokens):
        yield from _told_past(telling, ahead)
        yield from _told_perfect(telling, ahead[0])


def told_as_to_come(telling: Telling) -> Iterator[Found]:
    """A deed reported as possible, wanted or future that is done in the sentence: "could vote" for "voted"."""
    found = telling.found
    if telling.share < TOLD:
        return
    mine, theirs = found.statement.tokens, found.sentence.tokens
    for at, there in found.pairs.items():
        ahead = _governed(mine, at)
        if ahead is None or (ahead in found.pairs and _governed(theirs, there) is not None):
            continue
        if _is_told_twice(telling, mine[at].low):
            continue  # "would not sing now, although he had sung once"
        done = _is_told_past(theirs, there, mine[at].low) or _is_perfect(theirs, there)
        if done and _governed(theirs, there) is None and bases(mine[at].low) & bases(theirs[there].low):
            told, has = around(found.statement, ahead), around(found.sentence, there)
            yield "tense-changed", f"the statement says “{told}” where its evidence has “{has}”"
            return


def _is_told_twice(telling: Telling, low: str) -> bool:
    """Whether the statement, or the evidence as a whole, has several forms of a verb."""
    rows = [telling.found.statement.tokens], [one.tokens for one in telling.rows]
    return any(sum(are_forms(low, token.low) for one in some for token in one) > 1 for some in rows)


def _governed(tokens: Sequence[Token], at: int) -> int | None:
    """The word before a verb that makes it possible, wanted or future, or None."""
    if not at or not may_be(tokens[at].low, "v") or bases(tokens[at].low) != {tokens[at].low}:
        return None
    for before in range(at - 1, max(-1, at - 1 - _VERB), -1):
        token = tokens[before]
        if (token.gap and before < at - 1) or (token.capital and before):
            return None
        if token.is_of("modals"):
            return before
        if token.low == "to" and before and tokens[before - 1].is_of("doubting_verbs"):
            return before - 1
        if not (token.low in {"not", "to", "be", "have"} or token.low.endswith("ly")):
            return None
    return None


def _is_perfect(tokens: Sequence[Token], at: int) -> bool:
    """Whether this is "has" before a participle."""
    before = [token.low for token in tokens[max(0, at - 2) : at]]
    return not _HAVE.isdisjoint(before) and _is_past(tokens[at].low)


def told_as_now(telling: Telling) -> Iterator[Found]:
    """A past state reported as present, or a present one as over: "plays" for "once played"."""
    found = telling.found
    mine, theirs = found.statement.tokens, found.sentence.tokens
    if telling.share < TOLD or not telling.lows.isdisjoint(_OVER):
        return
    over = next((token for token in mine if token.low in _OVER), None)
    goes_on = _goes_on(theirs)
    if over is not None and goes_on and telling.is_close and not any(token.is_of("negations") for token in mine):
        yield "tense-changed", f"the statement says “{over.low}” where its evidence has “{goes_on}”"
    once = next((token for token in theirs if token.low in _ONCE), None)
    if once is None or any(token.low in _ONCE for token in mine):
        return
    for at, there in found.pairs.items():
        past = theirs[there].low.endswith("ed") and there and theirs[there - 1].low in _ONCE
        if past and mine[at].low in {f"{base}s" for base in bases(theirs[there].low)} and is_verb_at(mine, at):
            yield "tense-changed", f"the statement says “{mine[at].low}”; its evidence has that as past"
            return


def _goes_on(tokens: Sequence[Token]) -> str:
    """The words that say that something is not over: "under way", "still"; "" for none."""
    for at, token in enumerate(tokens):
        if token.low in {"underway", "ongoing"}:
            return token.low
        if token.low == "way" and at and tokens[at - 1].low == "under":
            return "under way"
    return ""


_OVER = group("over")
_ONCE = group("once")


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    return any(token.is_of("negations") for token in tokens[at + 1 : at + 2])


def _told_perfect(telling: Telling, ahead: int) -> Iterator[Found]:
    """A "has done" for a paired "will do"."""
    mine = telling.found.statement.tokens
    done = next((at for at in range(len(mine)) if _is_done(mine, at)), None)
    if done is not None and min(telling.used) < ahead < max(telling.used):
        told, there = around(telling.found.statement, done), around(telling.found.sentence, ahead)
        yield "tense-changed", f"the statement says “{told}” where its evidence has “{there}”"


def _is_done(tokens: Sequence[Token], at: int) -> bool:
    """Whether this is "has" with its verb, or a verb that means that something is over."""
    if tokens[at].low in {"completed", "finished", "concluded"}:
        return True
    return tokens[at].low in _HAVE and _is_participle(tokens, at + 1)


def _looks_ahead(tokens: Sequence[Token]) -> bool:
    """Whether anything is reported as future or possible."""
    return any(is_ahead(tokens, at) or (one.is_of("modals") and not one.capital) for at, one in enumerate(tokens))


def _told_past(telling: Telling, ahead: Sequence[int]) -> Iterator[Found]:
    """A past verb for one after "will" or "is to"."""
    for at, there in telling.found.pairs.items():
        to_come = any(there - _VERB <= before < there for before in ahead)
        if to_come and _is_told_past(telling.found.statement.tokens, at, telling.found.sentence.tokens[there].low):
            told = around(telling.found.statement, at)
            yield "tense-changed", f"the statement says “{told}”; its evidence has that to come"


_VERB = 3
"""Distance between "will" and its verb, in words."""


def _is_told_past(tokens: Sequence[Token], at: int, there: str) -> bool:
    """Whether a verb is past here, alone or after "was", and in another form than in the sentence."""
    before = tokens[at - 1].low if at else ""
    if before in _GOVERNING or tokens[at].is_of("modals", "auxiliaries"):
        return False
    if not (is_verb_at(tokens, at) or (at and tokens[at].low.endswith("ed") and may_be(there, "v"))):
        return False
    return _is_past(tokens[at].low) and (tokens[at].low != there or before in {"was", "were"})


_GOVERNING = frozenset(
    ["will", "would", "be", "to", "is", "are", "being", "been", "has", "have", "had", "a", "an", "the"]
)


def _is_past(low: str) -> bool:
    return low.endswith("ed") or (
        not low.endswith("ing")
        and low not in {"put", "set", "cut", "let", "hit"}
        and not low.endswith("s")
        and headword(low).parts == {}
        and bases(low) != {low}
    )


_HAVE = frozenset({"has", "have", "had"})


def is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether something is still to come: "will", "is to", "is due to", "plans to"."""
    low = tokens[at].low
    if low in {"will", "shall"} or (low == "would" and _is_reported(tokens, at)):
        return True
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return after == "to" and (
        low in {"is", "are", "due", "set", "about", "going"} or low in {"plans", "intends", "aims", "wants"}
    )


def _is_reported(tokens: Sequence[Token], at: int) -> bool:
    """Whether somebody says that they, or another, "would": it was to come when they said it."""
    verbs = (x for x in range(at - 1, -1, -1) if is_verb_at(tokens, x) or tokens[x].is_of("conditions"))
    return any(tokens[x].is_of("own_words") or level(tokens[x].low) for x in list(verbs)[:1])


def _is_participle(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and (tokens[at].low in {"already", "just", "now", "since"} or tokens[at].low.endswith("ly")):
        at += 1
    return at < len(tokens) and (tokens[at].low.endswith(("ed", "en", "wn")) or tokens[at].low in _PARTICIPLES)


_PARTICIPLES = ENGLISH.words("grammar", "participles")
