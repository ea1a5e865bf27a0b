"""Denials: a "not", by whatever word, that only one of a statement and its sentence has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group
from factsheet.checking.telling.beside import CLOSE, LEAST, TOLD, around
from factsheet.language.thesaurus import are_forms, bases, kin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Row, Slot
    from factsheet.checking.telling.beside import Found, Telling


def denied(telling: Telling) -> Iterator[Found]:
    """A "not" that only one of the two has: as many on both sides, or two on one, say the same."""
    found = telling.found
    if telling.claim.is_disputed:
        return
    same, statement, sentence = found.pairs.items(), found.statement.tokens, found.sentence.tokens
    mine = _negative(
        found.statement,
        {
            at
            for at, there in same
            if are_forms(statement[at].low, sentence[there].low) or _turns(found.sentence, there)
        },
    )
    theirs = _negative(
        found.sentence,
        {
            there
            for at, there in same
            if are_forms(statement[at].low, sentence[there].low) or _turns(found.statement, at)
        },
    )
    unsaid = theirs
    close = telling.share >= CLOSE and len(found.pairs) >= LEAST
    lows = {base for token in found.statement.tokens if not token.is_small for base in bases(token.low)}
    theirs = [at for at in theirs if _touches(found.sentence, at, telling.used, lows if close else frozenset())]
    touched = [at for at in mine if _touches(found.statement, at, set(found.pairs), frozenset())]
    if len(mine) % 2 == len(theirs) % 2:
        return
    if theirs and not mine and close and not _is_empty(telling):
        yield (
            "negation-dropped",
            f"the evidence says “{around(found.sentence, theirs[0])}”; the statement leaves that out",
        )
    elif mine and telling.share >= TOLD and _is_firm(telling, mine[0]):
        yield "negation-added", f"the statement says “{around(found.statement, mine[0])}”; its evidence denies nothing"
    elif touched and not unsaid and not _is_lost(telling, touched[0]) and close:
        yield (
            "negation-added",
            f"the statement says “{around(found.statement, touched[0])}”; its evidence does not deny that",
        )


def _is_empty(telling: Telling) -> bool:
    """Whether the statement says of a place that nobody or nothing is there."""
    return any(
        token.low in {"empty", "deserted", "bare", "vacant", "abandoned"} for token in telling.found.statement.tokens
    )


def _is_lost(telling: Telling, at: int) -> bool:
    """Whether "without" or "no" tells that something was lost."""
    return telling.found.statement.tokens[at].low in {"without", "no", "none"} and bool(telling.lows & group("losing"))


def backed(telling: Telling, slot: Slot) -> Iterator[Found]:
    """Somebody's consent in the place of their resistance."""
    mine = {telling.found.statement.tokens[at].low for at in slot.mine}
    theirs = {telling.found.sentence.tokens[at].low for at in slot.theirs}
    said, there = mine & group("backing"), theirs & group("resisting")
    if said and there and not mine & group("resisting") and not theirs & group("backing"):
        yield "negation-dropped", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def _is_firm(telling: Telling, at: int) -> bool:
    """Whether no word of the evidence denies anything, so that a "not" or a refusal is the statement's own."""
    token = telling.found.statement.tokens[at]
    after = telling.found.statement.tokens[at + 1 : at + 2]
    if not token.is_of("negating_to") and (
        token.low not in {"not", "never"} or not after or after[0].is_of("determiners")
    ):
        return False
    lost = group("losing") | group("falling") | group("negating_to") | group("resisting")
    return not telling.lows & lost and not any(
        _turns(one, there) or one.tokens[there].low.startswith(_UN)
        for one in telling.rows
        for there in range(len(one.tokens))
    )


_UN = ("un", "dis", "non", "im", "ir", "il", "mis")


def _negative(one: Row, used: set[int]) -> list[int]:
    """The words that turn what follows and that nothing on the other side accounts for."""
    return [at for at, token in enumerate(one.tokens) if at not in used and _turns(one, at)]


def _turns(one: Row, at: int) -> bool:
    token = one.tokens[at]
    after = [other.low for other in one.tokens[at + 1 : at + 5]]
    if token.is_of("negations"):
        return token.low not in {"few", "little"} and not (token.low == "not" and after[:1] in (["only"], ["just"]))
    if token.is_of("keeping") and "from" in after:
        return True
    if token.low == "short":
        return after[:1] == ["of"]
    if token.low in {"held", "hold", "holds", "shied", "shies", "stayed", "backed"} and after[:1] in (
        ["back"],
        ["away"],
    ):
        return "from" in after
    if token.low in {"rule", "rules", "ruled", "ruling"}:
        return after[:1] == ["out"]
    if token.low == "close":
        return after[:1] == ["to"] and bool(at) and one.tokens[at - 1].low in {"come", "came", "comes", "coming"}
    if token.low == "free":
        return after[:1] in (["of"], ["from"])
    if token.is_of("negating_to"):
        return after[:1] == ["to"]
    return token.is_of("negating") or (token.low[:2] in {"un", "in", "im"} and token.low[2:] in group("able"))


_PARTICLES = frozenset({"yet", "out", "back", "away", "off", "short"})


def _touches(one: Row, at: int, used: set[int], lows: frozenset[str] | set[str]) -> bool:
    """Whether what a word turns is on the other side too: one of the two words with a meaning after it."""
    after = [
        other
        for other in range(at + 1, min(at + 6, len(one.tokens)))
        if not one.tokens[other].is_small
        and not one.tokens[other].low.endswith("ly")
        and one.tokens[other].low not in _PARTICLES
    ]
    if not after:
        return at - 1 in used
    if after[0] in used:
        return True
    near = [one.tokens[other].low for other in after[:2]] if one.tokens[at].low == "no" else []
    return any(not bases(low).isdisjoint(lows) or not kin(low).isdisjoint(lows) for low in near)
