"""Doubts, plans and what is still to come, told as if it were sure or done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.checking.telling.beside import CLOSE, LEAST, TOLD, around
from factsheet.aligning.tokens import is_verb_at
from factsheet.aligning.tokens import tokens as tokens_of
from factsheet.language.thesaurus import bases, headword
from factsheet.proving.speakers import is_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning import Row
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def told_as_done(telling: Telling) -> Iterator[Found]:
    """Something told as done that the sentence has as yet to come."""
    found = telling.found
    mine, theirs = found.statement.tokens, found.sentence.tokens
    ahead = next((at for at in range(len(theirs)) if _is_ahead(theirs, at)), None)
    if ahead is None or telling.share < TOLD or any(token.low in _HAVE for token in theirs):
        return
    if not any(_is_ahead(mine, at) for at in range(len(mine))):
        yield from _past(telling)
    done = next((at for at, token in enumerate(mine) if token.low in _HAVE and _is_participle(mine, at + 1)), None)
    between = any(x < ahead for x in telling.used) and any(x > ahead for x in telling.used)
    if (
        done is not None
        and between
        and not any(token.is_of("modals") or _is_ahead(mine, at) for at, token in enumerate(mine))
    ):
        told, there = around(found.statement, done), around(found.sentence, ahead)
        yield "tense-changed", f"the statement says “{told}” where its evidence has “{there}”"


def _past(telling: Telling) -> Iterator[Found]:
    """A verb in the past that the sentence has after "will" or "is to"."""
    found = telling.found
    mine, theirs = found.statement.tokens, found.sentence.tokens
    for at, there in found.pairs.items():
        low, before = mine[at].low, mine[at - 1].low if at else ""
        if not is_verb_at(mine, at) or before in _GOVERNING or mine[at].is_of("modals", "auxiliaries"):
            continue
        if low == theirs[there].low and before not in {"was", "were"}:
            continue
        if _is_past(low) and any(_is_ahead(theirs, x) for x in range(max(0, there - 3), there)):
            yield "tense-changed", f"the statement says “{around(found.statement, at)}”; its evidence has that to come"


_GOVERNING = frozenset(
    ["will", "would", "be", "to", "is", "are", "being", "been", "has", "have", "had", "a", "an", "the"]
)


def _is_past(low: str) -> bool:
    return low.endswith("ed") or (
        low not in {"put", "set", "cut", "let", "hit"} and headword(low).parts == {} and bases(low) != {low}
    )


_HAVE = frozenset({"has", "have", "had"})


def _is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether something is still to come: "will", "is to", "is due to", "plans to"."""
    low = tokens[at].low
    if low in {"will", "shall"}:
        return True
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return after == "to" and (
        low in {"is", "are", "due", "set", "about", "going"} or low in {"plans", "intends", "aims", "wants"}
    )


def _is_participle(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and (tokens[at].low in {"already", "just", "now", "since"} or tokens[at].low.endswith("ly")):
        at += 1
    return at < len(tokens) and (tokens[at].low.endswith(("ed", "en", "wn")) or tokens[at].low in _PARTICIPLES)


_PARTICIPLES = frozenset(
    {"been", "begun", "gone", "made", "built", "held", "met", "left", "sold", "won", "lost", "put", "cut"}
)


def expected(telling: Telling) -> Iterator[Found]:
    """Something said for sure that somebody only expects, forecasts or estimates."""
    found, claim = telling.found, telling.claim
    if telling.share < TOLD or claim.is_disputed or _is_unsure(found.statement.tokens):
        return
    for at, token in enumerate(found.sentence.tokens):
        after = [
            x for x in range(at + 1, min(at + 5, len(found.sentence.tokens))) if not found.sentence.tokens[x].is_small
        ]
        if token.is_of("expecting") and at not in telling.used and any(x in telling.used for x in after[:2]):
            yield _for_sure(found.sentence, at)


def doubted(telling: Telling) -> Iterator[Found]:
    """A doubt, a hope or a plan that the statement leaves out, of something that it says."""
    claim, found = telling.claim, telling.found
    if telling.share < CLOSE or len(found.pairs) < LEAST or claim.is_disputed:
        return
    if _is_unsure(found.statement.tokens):
        return
    verb = str(claim.entry.value.get("verb") or "")
    for at, token in enumerate(found.sentence.tokens):
        if at in telling.used or token.low in verb.split() or _of_holder(telling, token):
            continue
        if _doubts(found.sentence, at, telling.used):
            yield _for_sure(found.sentence, at)


_NEAR = 4
"""Words before a verb of thinking in which whoever thinks is named."""


def _for_sure(one: Row, at: int) -> Found:
    return "hedge-dropped", f"the evidence says “{around(one, at)}”; the statement says it for sure"


def _is_unsure(tokens: Sequence[Token]) -> bool:
    """Whether a statement says of anything that it is in doubt or to come."""
    return any(
        _is_doubting(token) and (token.low not in {"set", "said", "due"} or after == "to")
        for token, after in zip(tokens, [*(one.low for one in tokens[1:]), ""], strict=True)
    )


def _is_doubting(token: Token) -> bool:
    if token.capital:
        return False
    groups = ("doubts", "doubting_verbs", "doubting_fears", "expecting", "doubting_adverbs", "doubting_adjectives")
    return token.is_of(*groups) or (token.is_of("modals") and token.low not in {"will", "shall"})


def _of_holder(telling: Telling, token: Token) -> bool:
    """Whether the word is the one with which the article gives the statement to whom the entry gives it."""
    holder = telling.claim.said_by
    start = telling.start + token.start
    before = [one for one in telling.found.sentence.tokens if one.start < token.start][-_NEAR:]
    if holder is not None and before:
        keys = {one.key for one in tokens_of(holder) if not one.is_small}
        if before[-1].low in {"i", "we"} or any(one.capital and one.key in keys for one in before):
            return True
    return holder is not None and any(
        frame.cue is not None and frame.cue[0] <= start < frame.cue[1] and is_speaker(telling.subject, holder, frame)
        for frame in telling.subject.statements(telling.start, telling.start + len(telling.found.sentence.text))
    )


def _doubts(one: Row, at: int, used: set[int]) -> bool:
    """Whether a word makes something that is told uncertain: what it stands before is accounted for."""
    token = one.tokens[at]
    after = [other for other in range(at + 1, min(at + 9, len(one.tokens))) if not one.tokens[other].is_small]
    lows = [other.low for other in one.tokens[at + 1 : at + 3]]
    if token.capital and at:
        return False
    if token.is_of("doubting_adverbs", "doubting_adjectives"):
        return bool(after) and after[0] in used
    if token.is_of("doubting_verbs") and _opens_clause(one, at):
        return any(other in used for other in after[:2])
    if token.low in {"may", "might", "could"} and at + 1 in used:
        return True
    if token.is_of("accusing") and "of" in lows[:1]:
        return any(other in used for other in after[:2])
    if token.low in {"if", "unless"} or (token.low == "provided" and "that" in lows[:1]):
        return _is_condition(one, at, used)
    return token.is_of("doubting_fears") and lows[:1] != ["with"] and any(other in used for other in after[:3])


def _opens_clause(one: Row, at: int) -> bool:
    """Whether "to" with a verb, or "that", stands after a word: not "suggested to a friend", not "he said that"."""
    after = one.tokens[at + 1 : at + 3]
    if after and after[0].low == "that":
        return one.tokens[at].low != "said"
    return (
        bool(after)
        and after[0].low == "to"
        and not (len(after) > 1 and (after[1].capital or after[1].is_of("determiners", "pronouns")))
    )


def _is_condition(one: Row, at: int, used: set[int]) -> bool:
    """Whether a condition rules what is told, and is left out as a whole."""
    before = one.tokens[at - 1] if at else None
    if before is not None and (
        before.low in {"even", "as", "only", "and"} or not bases(before.low).isdisjoint(_ASKING)
    ):
        return False
    end = next((x for x in range(at + 1, len(one.tokens)) if "," in one.tokens[x].gap), len(one.tokens))
    inside = {x for x in range(at + 1, end) if not one.tokens[x].is_small}
    ruled = at - 1 if at else end
    return bool(inside) and not inside & used and any(x in used for x in range(ruled - 2, ruled + 3))


_ASKING = frozenset(
    {"ask", "know", "see", "wonder", "say", "decide", "check", "doubt", "question", "learn", "sure", "unclear"}
)
