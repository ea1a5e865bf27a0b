"""The words of a sentence that negate others, and what they negate."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group
from factsheet.language.thesaurus import are_forms, are_kin, bases, is_mostly, kin, may_be

if TYPE_CHECKING:
    from factsheet.aligning import Row


def not_until(one: Row) -> int:
    """The position of a "not" whose deed is done later, -1 for none: "did not reopen until June"."""
    lows = [token.low for token in one.tokens]
    denials = (at for at, token in enumerate(one.tokens) if token.is_of("negations"))
    return next((at for at in denials if "until" in lows[at + 1 : at + 5]), -1)


def undoes(one: str, other: str) -> bool:
    """Whether a word is another, or a synonym of it, with a negative prefix: "unhurt", "injured"."""
    bare = next((one[len(un) :] for un in _UN if one.startswith(un)), "")
    return len(bare) > 2 and may_be(bare, "v") and (are_forms(bare, other) or are_kin(bare, other))


def has_prefix(one: Row) -> bool:
    """Whether a row has a word with a negative prefix."""
    return any(token.low.startswith(_UN) for token in one.tokens)


_UN = ("un", "dis", "non", "im", "ir", "il", "mis")


@lru_cache(maxsize=512)  # a sentence is beside many statements
def negating(one: Row) -> tuple[int, ...]:
    """The words that negate what follows."""
    return tuple(at for at in range(len(one.tokens)) if _negates(one, at))


def _negates(one: Row, at: int) -> bool:
    token = one.tokens[at]
    if not token.is_of("negations", "negating_to", "negating", "keeping") and token.low not in _NEGATING:
        return _is_prefixed(token.low)
    after = [other.low for other in one.tokens[at + 1 : at + 5]]
    if token.is_of("negations"):
        return not _is_cancelled_by(one, at, after)
    if token.is_of("negating_to"):
        return after[:1] == ["to"]
    if token.low in _SPARED:
        return bool(after) and after[0] in _HARM
    if token.low in PHRASES:
        return after[:1] in PHRASES[token.low] and _is_whole(one, at, after)
    if token.is_of("keeping") and _ends_deed(after[:1]):
        return token.low not in {"keep", "keeps", "kept", "keeping"}
    return token.is_of("negating") or _is_prefixed(token.low) or (token.is_of("keeping") and "from" in after)


def _is_cancelled_by(one: Row, at: int, after: list[str]) -> bool:
    """Whether a "not" denies nothing: it is done later, by one alone, or the "not" only goes on with another."""
    low = one.tokens[at].low
    if low == "nor" and any(token.low == "neither" for token in one.tokens[:at]):
        return True
    if low in {"nobody", "none", "nothing"} and after[:1] in (["but"], ["except"]):
        return True  # "nobody but the cook": the cook did
    # "did not reopen until June": it did in June
    return low in {"few", "little"} or [low, *after[:1]] in _NO_NEGATIONS or "until" in after


def _ends_deed(after: list[str]) -> bool:
    """Whether a deed is named that is given up: "stopped selling"."""
    return any(low.endswith("ing") and len(low) > _SHORTEST_DEED and may_be(low, "v") for low in after)


_SHORTEST_DEED = 5
"""Letters of words like "thing", which are no deeds."""


def _is_prefixed(low: str) -> bool:
    return (low[:2] in {"un", "in", "im"} and low[2:] in group("able")) or bool(undone(low))


@lru_cache(maxsize=4096)
def undone(low: str) -> str:
    """The participle that a word negates: "paid" in "unpaid"; "" for other words and for reversals: "unveiled"."""
    bare = low[2:] if low.startswith("un") and len(low) > _SHORTEST_UNDONE else ""
    is_past = bare.endswith("ed") or bases(bare) > {bare}
    return bare if is_past and may_be(bare, "v") and not may_be(low, "v") else ""


_SHORTEST_UNDONE = 5


_NO_NEGATIONS = (["not", "only"], ["not", "just"], ["no", "doubt"], ["without", "doubt"], ["no", "question"])
PHRASES = {
    **dict.fromkeys(("held", "hold", "holds", "shied", "shies", "stayed", "backed"), (["back"], ["away"])),
    **dict.fromkeys(("rule", "rules", "ruled", "ruling"), (["out"],)),
    "close": (["to"],),
    "short": (["of"],),
    "yet": (["to"],),
    "free": (["of"], ["from"]),
    "far": (["from"],),
}
"""Words that negate only with the next word: "ruled out", "held back from", "came close to"."""

_SPARED = group("escaping")
_NEGATING = _SPARED.union(PHRASES)
_HARM = group("harm")
"""Harm that such a verb says was avoided."""


def _is_whole(one: Row, at: int, after: list[str]) -> bool:
    """Whether the rest of such a phrase is there."""
    if one.tokens[at].low == "close":
        return bool(at) and one.tokens[at - 1].low in {"come", "came", "comes", "coming"}
    if one.tokens[at].low == "far":
        return (
            len(after) > 1 and not one.tokens[at + 2].capital and may_be(after[1], "a") and not is_mostly(after[1], "n")
        )
    return after[0] not in {"back", "away"} or "from" in after


PARTICLES = frozenset({"yet", "out", "back", "away", "off", "short"})


def touches(one: Row, at: int, used: set[int], lows: set[str]) -> bool:
    """Whether the scope of a negation is on the other side too: one of the two significant words after it."""
    if bare := undone(one.tokens[at].low):
        return not bases(bare).isdisjoint(lows)
    start = _behind_aim(one, _behind_showing(one, at + 1))
    after = [other for other in range(start, min(start + 5, len(one.tokens))) if _has_meaning(one, other)]
    if not after or after[0] in used:
        return (after[0] if after else at - 1) in used
    near = [one.tokens[other].low for other in after[:2]] if one.tokens[at].low == "no" else []
    return any(not (bases(low) | kin(low)).isdisjoint(lows) for low in near)


def _behind_showing(one: Row, start: int) -> int:
    """The scope of "have yet to show that it works"; else the words after a negation."""
    for at in range(start, min(start + 3, len(one.tokens) - 2)):
        if one.tokens[at + 1].low == "that" and not bases(one.tokens[at].low).isdisjoint(group("showing")):
            return at + 2 + one.tokens[at + 2].is_of("pronouns")
    return start


def _behind_aim(one: Row, start: int) -> int:
    """The deed of "does not plan to sell", which is what is denied; else the words after a negation."""
    aim = one.tokens[start : start + 3]
    is_aim = len(aim) > 2 and aim[0].is_of("doubting_verbs") and aim[1].low == "to" and not aim[2].is_small
    return start + 2 if is_aim else start


def _has_meaning(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return not token.is_small and not token.low.endswith("ly") and token.low not in PARTICLES
