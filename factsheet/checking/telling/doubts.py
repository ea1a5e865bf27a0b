"""Finds doubts, plans and future events reported as certain or done."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, is_verb_at
from factsheet.aligning.tokens import tokens as tokens_of
from factsheet.checking.telling.beside import TOLD, around, content
from factsheet.checking.telling.tenses import is_ahead
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, may_be
from factsheet.proving.speakers import is_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def expected(telling: Telling) -> Iterator[Found]:
    """Something asserted that somebody only expects, forecasts or estimates."""
    one = telling.found.sentence
    if "expecting" not in one.groups or telling.share < TOLD or telling.claim.is_disputed:
        return
    if is_unsure(telling.found.statement):
        return
    for at, token in enumerate(one.tokens):
        if at in telling.used or not token.is_of("expecting"):
            continue
        if telling.used.isdisjoint(content(one, at + 1, at + 5)[:2]):
            continue
        if not _of_holder(telling, token):
            yield _for_sure(one, at)


def doubted(telling: Telling) -> Iterator[Found]:
    """A hedge, hope or plan that the statement omits."""
    found = telling.found
    if not telling.is_close:
        return
    unsure = is_unsure(found.statement)
    for at in range(len(found.sentence.tokens)):
        if at in telling.used or (unsure and not _may_rule(found, at)):
            continue
        ruled = found.sentence.tokens[at].is_of("conditions") and _has_condition(found.statement)
        doubts = _doubts(found.sentence, at, telling.used) or _is_only_thought_of(found, at)
        if not ruled and doubts and _may_count(telling, at):
            yield _for_sure(found.sentence, at)


def doubt_moved(telling: Telling) -> Iterator[Found]:
    """A "probably" that hedges something else in the statement than in its sentence."""
    found = telling.found
    for at, token in enumerate(found.statement.tokens if found.statement.has("doubting_adverbs") else ()):
        if not token.is_of("doubting_adverbs"):
            continue
        spots = [x for x, other in enumerate(found.sentence.tokens) if other.low == token.low]
        mine = next((x for x in found.pairs if x > at), None)
        if mine is None or len(spots) != 1 or found.pairs[mine] < spots[0]:
            continue
        between = [x for x in found.pairs.values() if spots[0] < x < found.pairs[mine]]
        if len(between) >= _MOVED:
            yield "hedge-dropped", f"“{token.low}” is said of something else in its evidence"


def _is_only_thought_of(found: Alignment, at: int) -> bool:
    """Whether a reported deed is only considered: "considering a ban on mopeds" for "has banned"."""
    tokens = found.sentence.tokens
    if bases(tokens[at].low).isdisjoint(_THINKING) or at + 2 >= len(tokens) or not tokens[at + 1].is_of("determiners"):
        return False
    mine = next((x for x, there in found.pairs.items() if there == at + 2), None)
    return mine is not None and is_verb_at(found.statement.tokens, mine) and not is_verb_at(tokens, at + 2)


_THINKING = group("thinking")
"""Verbs whose noun object is a deed not done yet, in their base forms."""

_MOVED = 3
"""A hedge that precedes this many more paired words in the sentence hedges something else."""


def _may_rule(found: Alignment, at: int) -> bool:
    """Whether a word begins a condition of which the statement keeps only a "would"."""
    mine = found.statement.tokens
    if not found.sentence.tokens[at].is_of("conditions") or _has_condition(found.statement):
        return False
    return not any(_is_doubting(token) and not token.is_of("modals") for token in mine if token.low not in _OFTEN_SURE)


def _has_condition(statement: Row) -> bool:
    return statement.has("conditions")


def _may_count(telling: Telling, at: int) -> bool:
    """Whether a hedge is neither the entry's own verb nor its holder's."""
    token = telling.found.sentence.tokens[at]
    if token.is_of("modals") and not telling.claim.is_sentence:
        return False
    verb = str(telling.claim.entry.value.get(telling.claim.field.said_with or "") or "").split()
    return (token.low not in verb or token.low in _WORRIED) and not _of_holder(telling, token)


_NEAR = 4
"""Distance between a verb of thinking and its subject before it, in words."""


def _for_sure(one: Row, at: int) -> Found:
    return "hedge-dropped", f"the evidence says “{around(one, at)}”; the statement says it for sure"


@lru_cache(maxsize=8)  # two checks ask it of each statement
def is_unsure(statement: Row) -> bool:
    """Whether a statement presents anything as doubtful or future."""
    tokens = statement.tokens
    if any(token.low in {"is", "are"} and is_ahead(tokens, at) for at, token in enumerate(tokens)):
        return True  # "is to open"
    return statement.has(*_DOUBTING, "modals") and any(
        _is_doubting(token) and (token.low not in _OFTEN_SURE or after == "to")
        for token, after in zip(tokens, [*(one.low for one in tokens[1:]), ""], strict=True)
    )


_OFTEN_SURE = frozenset({"set", "said", "due"})
"""Words that are hedges only before "to"."""


def _is_doubting(token: Token) -> bool:
    if token.capital and token.start:
        return False
    return token.is_of(*_DOUBTING) or (token.is_of("modals") and token.low not in {"will", "shall", "can"})


_DOUBTING = ("doubts", "doubting_verbs", "doubting_fears", "expecting", "doubting_adverbs", "doubting_adjectives")
"""The groups of words that hedge."""


def _of_holder(telling: Telling, token: Token) -> bool:
    """Whether the word is the verb with which the article attributes the statement to its holder."""
    holder = telling.claim.said_by
    if holder is None or token.low in _WORRIED:
        return False
    if _is_named_before(telling, token, holder) and not token.is_of("modals"):
        return True  # "Roe hopes"; but "Roe may" leaves it in doubt
    start, end = telling.start + token.start, telling.start + len(telling.found.sentence.text)
    return any(
        frame.cue is not None and frame.cue[0] <= start < frame.cue[1] and is_speaker(telling.subject, holder, frame)
        for frame in telling.subject.statements(telling.start, end)
    )


_WORRIED = ENGLISH.words("grammar", "worried")
"""Words that are hedges even in their holder's own statement."""


def _is_named_before(telling: Telling, token: Token, holder: str) -> bool:
    """Whether the holder, or "I" or "we", directly precedes a verb of thinking."""
    before = [one for one in telling.found.sentence.tokens if one.start < token.start][-_NEAR:]
    keys = {one.key for one in tokens_of(holder) if not one.is_small}
    return any(one.capital and one.key in keys for one in before) or (bool(before) and before[-1].low in {"i", "we"})


def _doubts(one: Row, at: int, used: set[int]) -> bool:
    """Whether a word hedges something that the statement reports: the words after it are paired."""
    token, before = one.tokens[at], one.tokens[at - 1].low if at else ""
    if not (token.is_of(*_REACHING) or token.low in _RULING):
        return False
    if (token.capital and at) or before in {"as", "without", "no", "if", "where"} or _is_no_doubt(one, at):
        return False
    next_ = "".join(other.low for other in one.tokens[at + 1 : at + 2])
    if token.low in {"if", "unless"} or (token.low, next_) == ("provided", "that"):
        return _is_condition(one, at, used)
    reach = _reach(one, at, next_)
    if not reach:
        return False
    end = len(one.tokens) if token.is_of("doubting_adverbs") else _end(one, at)
    after = [x for x in content(one, at + 1, min(end, at + 9)) if not one.tokens[x].is_of("pronouns")]
    return not used.isdisjoint(after[:reach])


_REACHING = ("doubting_adverbs", "doubting_adjectives", "doubting_verbs", "accusing", "presuming", "doubting_fears")
_RULING = frozenset({"may", "might", "could", "if", "unless", "provided"})
"""The words that hedge what is after them, beside those of `_REACHING`."""


def _is_no_doubt(one: Row, at: int) -> bool:
    """Whether a hedge is itself negated: "nobody doubts that"."""
    near = one.tokens[max(0, at - _NEAR) : at]
    return "doubt" in bases(one.tokens[at].low) and any(token.is_of("negations") for token in near)


def _end(one: Row, at: int) -> int:
    """The position of the next mark."""
    return next(
        (x for x in range(at + 1, len(one.tokens)) if any(char in ",;:" for char in one.tokens[x].gap)), len(one.tokens)
    )


def _reach(one: Row, at: int, next_: str) -> int:
    """How many significant words after a hedge are in its scope; 0 for none."""
    token = one.tokens[at]
    if token.is_of("doubting_adverbs", "doubting_adjectives") or token.low in {"may", "might", "could"}:
        return 1
    if token.is_of("doubting_verbs") and _opens_clause(one, at):
        return 2
    if token.is_of("accusing") and next_ == "of":
        return 2
    if token.is_of("presuming") and _is_state(one, at + 1):
        return 1
    return 3 if token.is_of("doubting_fears") and next_ != "with" else 0


def _is_state(one: Row, at: int) -> bool:
    """Whether a word is a condition of somebody or something: "thought lost", "feared dead"."""
    if at >= len(one.tokens) or one.tokens[at].gap or one.tokens[at].is_small:
        return False
    low = one.tokens[at].low
    return low.endswith("ed") or low in _STATES or (may_be(low, "a") and not may_be(low, "n"))


_STATES = frozenset({"lost", "dead", "missing", "gone", "stolen", "sunk", "safe", "broken", "fake", "ill"})


def _opens_clause(one: Row, at: int) -> bool:
    """Whether "to" with a verb, or "that", follows: not "suggested to a friend", not "he said that"."""
    after = one.tokens[at + 1 : at + 3]
    if after and after[0].low == "that":
        return one.tokens[at].low != "said"
    return (
        bool(after)
        and after[0].low == "to"
        and not (len(after) > 1 and (after[1].capital or after[1].is_of("determiners", "pronouns")))
    )


def _is_condition(one: Row, at: int, used: set[int]) -> bool:
    """Whether a condition of what is reported is omitted as a whole."""
    before = one.tokens[at - 1].low if at else ""
    if before in {"even", "as", "and"} or not bases(before).isdisjoint(_ASKING):
        return False
    end = _end(one, at)
    inside = {*content(one, at + 1, end)}
    ruled = at - 1 if at else end
    return bool(inside) and not inside & used and bool(used & {*range(ruled - 2, ruled + 3)})


_ASKING = frozenset(
    {"ask", "know", "see", "wonder", "say", "decide", "check", "doubt", "question", "learn", "sure", "unclear"}
)
