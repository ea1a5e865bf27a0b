"""Denials: a "not", by whatever word, that only one of a statement and its sentence has."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group
from factsheet.checking.telling.beside import TOLD, around
from factsheet.language.thesaurus import are_forms, bases, kin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Alignment, Row, Slot
    from factsheet.checking.telling.beside import Found, Telling


def denied(telling: Telling) -> Iterator[Found]:
    """A "not" that only one of the two has: as many on both sides, or two on one, say the same."""
    statement, sentence = telling.found.statement, telling.found.sentence
    mine, theirs = _own(telling)
    close = telling.is_close
    lows = _forms(statement) if close else set()
    left = [at for at in theirs if _touches(sentence, at, telling.used, lows)]
    if len(mine) % 2 == len(left) % 2:
        return
    if mine:
        yield from _added(telling, mine, bool(theirs or left), close=close)
    elif close and not _is_empty(telling) and not _is_told_against(statement):
        yield "negation-dropped", f"the evidence says “{around(sentence, left[0])}”; the statement leaves that out"


def _forms(one: Row) -> set[str]:
    return {base for token in one.tokens if not token.is_small for base in bases(token.low)}


def _own(telling: Telling) -> tuple[list[int], list[int]]:
    """The words of each side that turn what follows, without those that the other has in that place."""
    statement, sentence = telling.found.statement, telling.found.sentence
    turns = {*turning(statement)}, {*turning(sentence)}
    same = [
        (at, there)
        for at, there in telling.found.pairs.items()
        if (at in turns[0] or there in turns[1])
        and ((at in turns[0] and there in turns[1]) or _are_forms(telling.found, at, there))
    ]
    return _negative(statement, {at for at, _ in same}), _negative(sentence, {there for _, there in same})


def _added(telling: Telling, mine: list[int], denies: bool, *, close: bool) -> Iterator[Found]:
    """A "not" of the statement's own; `denies` says whether its sentence has one too."""
    statement = telling.found.statement
    if telling.share >= TOLD and _is_firm(telling, mine[0]):
        yield "negation-added", f"the statement says “{around(statement, mine[0])}”; its evidence denies nothing"
        return
    touched = next((at for at in mine if _touches(statement, at, set(telling.found.pairs), set())), None)
    if touched is not None and close and not denies and not _is_lost(telling, touched):
        yield "negation-added", f"the statement says “{around(statement, touched)}”; its evidence does not deny that"


def _is_told_against(statement: Row) -> bool:
    """Whether a statement sets one thing against another: "in quarters rather than weeks"."""
    return any([one.low, other.low] in _AGAINST for one, other in pairwise(statement.tokens))


_AGAINST = (["rather", "than"], ["instead", "of"])


def _is_empty(telling: Telling) -> bool:
    """Whether the statement says of a place that nobody or nothing is there."""
    return any(token.low in _EMPTY for token in telling.found.statement.tokens)


_EMPTY = frozenset({"empty", "deserted", "bare", "vacant", "abandoned"})


def _is_lost(telling: Telling, at: int) -> bool:
    """Whether "without" or "no" tells that something was lost."""
    low = telling.found.statement.tokens[at].low
    return low in {"without", "no", "none"} and bool(telling.lows & group("losing"))


def backed(telling: Telling, slot: Slot) -> Iterator[Found]:
    """Somebody's consent in the place of their resistance."""
    mine = {telling.found.statement.tokens[at].low for at in slot.mine}
    theirs = {telling.found.sentence.tokens[at].low for at in slot.theirs}
    said, there = mine & group("backing"), theirs & group("resisting")
    if said and there and not mine & group("resisting") and not theirs & group("backing"):
        yield "negation-dropped", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def turned_round(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A word that denies, and in its place what it denies: "elsewhere" for "nowhere else"."""
    mine = {telling.found.statement.tokens[at].low for at in slot.mine}
    for there in (telling.found.sentence.tokens[at].low for at in slot.theirs):
        said = mine & _ROUND.get(there, frozenset())
        if said:
            yield "negation-dropped", f"the statement says “{min(said)}” where its evidence has “{there}”"


_SOME, _SOMEBODY = (
    frozenset({"all", "both", "some", "every"}),
    frozenset({"everybody", "everyone", "somebody", "someone"}),
)
_ROUND = {
    "nowhere": frozenset({"elsewhere", "everywhere", "somewhere"}),
    "nothing": frozenset({"everything", "something"}),
    "never": frozenset({"always", "often", "regularly"}),
    "neither": frozenset({"both", "either"}),
    **dict.fromkeys(("nobody",), _SOMEBODY),
    **dict.fromkeys(("none", "no"), _SOME),
}
"""Words that deny, with those that say the contrary in their place."""


def _is_firm(telling: Telling, at: int) -> bool:
    """Whether no word of the evidence denies anything, so that a "not" or a refusal is the statement's own."""
    token = telling.found.statement.tokens[at]
    after = telling.found.statement.tokens[at + 1 : at + 2]
    if not token.is_of("negating_to") and (
        token.low not in {"not", "never"} or not after or after[0].is_of("determiners")
    ):
        return False
    lost = group("losing") | group("falling") | group("negating_to") | group("resisting")
    return telling.lows.isdisjoint(lost) and not any(turning(one) or _has_prefix(one) for one in telling.rows)


def _has_prefix(one: Row) -> bool:
    return any(token.low.startswith(_UN) for token in one.tokens)


_UN = ("un", "dis", "non", "im", "ir", "il", "mis")


def _are_forms(found: Alignment, at: int, there: int) -> bool:
    return are_forms(found.statement.tokens[at].low, found.sentence.tokens[there].low)


def _negative(one: Row, used: set[int]) -> list[int]:
    """The words that turn what follows and that nothing on the other side accounts for."""
    return [at for at in turning(one) if at not in used]


@lru_cache(maxsize=1024)  # a sentence is beside many statements
def turning(one: Row) -> tuple[int, ...]:
    """The words that turn what follows."""
    return tuple(at for at in range(len(one.tokens)) if _turns(one, at))


def _turns(one: Row, at: int) -> bool:
    token = one.tokens[at]
    if not token.is_of("negations", "negating_to", "negating", "keeping") and token.low not in _WITH:
        return _is_prefixed(token.low)
    after = [other.low for other in one.tokens[at + 1 : at + 5]]
    if token.is_of("negations"):
        return token.low not in {"few", "little"} and [token.low, *after[:1]] not in _NO_NEGATIONS
    if token.is_of("negating_to"):
        return after[:1] == ["to"]
    if token.low in _WITH:
        return after[:1] in _WITH[token.low] and _is_whole(one, at, after)
    return token.is_of("negating") or _is_prefixed(token.low) or (token.is_of("keeping") and "from" in after)


def _is_prefixed(low: str) -> bool:
    return low[:2] in {"un", "in", "im"} and low[2:] in group("able")


_NO_NEGATIONS = (["not", "only"], ["not", "just"], ["no", "doubt"], ["without", "doubt"], ["no", "question"])
_WITH = {
    **dict.fromkeys(("held", "hold", "holds", "shied", "shies", "stayed", "backed"), (["back"], ["away"])),
    **dict.fromkeys(("rule", "rules", "ruled", "ruling"), (["out"],)),
    "close": (["to"],),
    "short": (["of"],),
    "free": (["of"], ["from"]),
}
"""Words that negate with the word after them only: "ruled out", "held back from", "came close to"."""


def _is_whole(one: Row, at: int, after: list[str]) -> bool:
    """Whether the rest of such a phrase is there too."""
    if one.tokens[at].low == "close":
        return bool(at) and one.tokens[at - 1].low in {"come", "came", "comes", "coming"}
    return after[0] not in {"back", "away"} or "from" in after


_PARTICLES = frozenset({"yet", "out", "back", "away", "off", "short"})


def _touches(one: Row, at: int, used: set[int], lows: set[str]) -> bool:
    """Whether what a word turns is on the other side too: one of the two words with a meaning after it."""
    if at + 1 < len(one.tokens) and one.tokens[at + 1].low == "until":  # "Not until Sunday will they …"
        return any(other > at for other in used)
    after = [other for other in range(at + 1, min(at + 6, len(one.tokens))) if _has_meaning(one, other)]
    if not after or after[0] in used:
        return (after[0] if after else at - 1) in used
    near = [one.tokens[other].low for other in after[:2]] if one.tokens[at].low == "no" else []
    return any(not (bases(low) | kin(low)).isdisjoint(lows) for low in near)


def _has_meaning(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return not token.is_small and not token.low.endswith("ly") and token.low not in _PARTICLES
