"""Finds negations, in any wording, that only one of a statement and its sentence has."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.losses import parts
from factsheet.aligning.tokens import group, is_verb_at
from factsheet.checking.telling.beside import REACH, TOLD, around
from factsheet.checking.telling.negations import (
    PARTICLES,
    PHRASES,
    has_prefix,
    negating,
    not_until,
    touches,
    undoes,
    undone,
)
from factsheet.checking.telling.sides import same_verbs
from factsheet.language.thesaurus import are_forms, are_opposites, bases, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Alignment, Row, Slot
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def denied(telling: Telling) -> Iterator[Found]:
    """A negation on one side only: an even number of them on each side cancels out."""
    statement, sentence = telling.found.statement, telling.found.sentence
    mine, theirs = _own(telling)
    close = telling.is_close
    until_only = "until" in statement.lows and "negations" not in statement.groups
    there = not_until(sentence) if until_only else -1
    if there >= 0 and all(telling.has_word(statement.tokens[at]) for at in statement.significant):
        yield "negation-dropped", f"the evidence says “{around(sentence, there)}”; the statement leaves that out"
        return
    lows = _forms(statement) if close else set[str]()
    left = [at for at in theirs if touches(sentence, at, telling.used, lows) and not _is_aside(telling, at)]
    if len(mine) % 2 == len(left) % 2:
        return
    if mine:
        yield from _added(telling, mine, bool(theirs or left), close=close)
    elif close and not _is_empty(telling) and not _is_told_against(statement):
        yield "negation-dropped", f"the evidence says “{around(sentence, left[0])}”; the statement leaves that out"


def denied_deed(telling: Telling) -> Iterator[Found]:
    """A verb negated on one side only, in a looser paraphrase: "nobody disputes it"."""
    found = telling.found
    if telling.is_close or telling.share < TOLD:
        return
    for at, there in same_verbs(found):
        mine, theirs = _denials_of(found.statement, at), _denials_of(found.sentence, there)
        if len(theirs) % 2 > len(mine) % 2 and len(negating(found.statement)) == len(mine):
            said = around(found.sentence, theirs[0])
            yield "negation-dropped", f"the evidence says “{said}”; the statement leaves that out"
            return
        said_not = any(found.statement.tokens[x].is_of("negations") for x in mine)
        if said_not and len(mine) % 2 > len(theirs) % 2 and not any(map(negating, telling.rows)):
            said = around(found.statement, mine[0])
            yield "negation-added", f"the statement says “{said}”; its evidence denies nothing"
            return


def _denials_of(one: Row, verb: int) -> list[int]:
    """The words before a verb, in its clause, that negate it without a time limit."""
    part = next(part for part in parts(one) if verb in part)
    rest = {token.low for token in one.tokens[verb : verb + REACH]}
    return [at for at in negating(one) if part.start <= at < verb] if rest.isdisjoint(group("after_all")) else []


def _is_aside(telling: Telling, at: int) -> bool:
    """Whether a word is in an omitted relative clause about a name: "Vos, who is no relation,"."""
    tokens = telling.found.sentence.tokens
    first = next((i for i in range(at, max(0, at - _ASIDE), -1) if "," in tokens[i].gap), 0)
    last = next((i for i in range(at + 1, min(len(tokens), at + _ASIDE)) if "," in tokens[i].gap), 0)
    in_commas = first and last and tokens[first].low in {"who", "which"}
    return bool(in_commas) and telling.used.isdisjoint(i for i in range(first, last) if not tokens[i].is_small)


_ASIDE = 8
"""The longest such clause on each side of its negation, in words."""


def _forms(one: Row) -> set[str]:
    return {base for token in one.tokens if not token.is_small for base in bases(token.low)}


def _own(telling: Telling) -> tuple[list[int], list[int]]:
    """The negating words of each side that the other lacks in that place."""
    statement, sentence = telling.found.statement, telling.found.sentence
    turns = negating(statement), negating(sentence)
    same = [set[int](), set[int]()]
    for at, there in telling.found.pairs.items():
        one, other = at in turns[0], there in turns[1]
        if (one and other) or ((one or other) and are_forms(statement.tokens[at].low, sentence.tokens[there].low)):
            same = [same[0] | {at}, same[1] | {there}]
    defied = [{*_defying(one)} for one in (statement, sentence)]
    if all(defied):
        same = [one | other for one, other in zip(same, defied, strict=True)]
    return [at for at in turns[0] if at not in same[0]], [at for at in turns[1] if at not in same[1]]


def _defying(one: Row) -> Iterator[int]:
    """The words for acting against a request: "despite the advice", "against her wishes"."""
    if "defying" not in one.groups and "against" not in one.lows:
        return
    for at, token in enumerate(one.tokens):
        near = [other.low for other in one.tokens[at + 1 : at + 4]]
        if token.is_of("defying") or (token.low == "against" and not group("asked_of").isdisjoint(near)):
            yield at


def heeded(telling: Telling) -> Iterator[Found]:
    """Somebody reported as following advice that they ignored, or the other way round."""
    found = telling.found
    back = {there: at for at, there in found.pairs.items()}
    for one, other, pairs in ((found.sentence, found.statement, back), (found.statement, found.sentence, found.pairs)):
        if (
            "negations" in other.groups
            or any(_defying(other))
            or (one.has("heeding") and any(t.is_of("heeding") and not t.is_small for t in one.tokens))
        ):
            continue
        for at in _defying(one):
            spot = pairs.get(_object_of(one, at), -1)
            led = other.tokens[_lead(other, spot)].low if spot > 0 else ""
            if led in group("heeding"):
                said, there = (led, one.tokens[at].low)[:: 1 if one is found.sentence else -1]
                yield "statement-reworded", f"the statement says “{said}” where its evidence has “{there}”"
                return


def _object_of(one: Row, at: int) -> int:
    """The noun right after a verb or preposition."""
    near = range(at + 1, min(at + 5, len(one.tokens)))
    return next((x for x in near if not one.tokens[x].is_small and not one.tokens[x].is_of("pronouns")), -1)


def _lead(one: Row, at: int) -> int:
    """The verb or preposition that governs a noun: the word before its determiners and modifiers."""
    while at and not (one.tokens[at].is_of("heeding", "defying") or is_verb_at(one.tokens, at)):
        at -= 1
    return at


def _added(telling: Telling, mine: list[int], denies: bool, *, close: bool) -> Iterator[Found]:
    """A negation that only the statement has; `denies` says whether its sentence has one too."""
    statement = telling.found.statement
    if telling.share >= TOLD and _is_firm(telling, mine[0]):
        yield "negation-added", f"the statement says “{around(statement, mine[0])}”; its evidence denies nothing"
        return
    forms = {*telling.forms} if any(undone(statement.tokens[at].low) for at in mine) else set[str]()
    touched = next((at for at in mine if touches(statement, at, set(telling.found.pairs), forms)), None)
    if touched is not None and close and not denies and not _is_lost(telling, touched):
        yield "negation-added", f"the statement says “{around(statement, touched)}”; its evidence does not deny that"


def _is_told_against(statement: Row) -> bool:
    """Whether a statement contrasts two things: "in quarters rather than weeks"."""
    return any([one.low, other.low] in _AGAINST for one, other in pairwise(statement.tokens))


_AGAINST = (["rather", "than"], ["instead", "of"])


def _is_empty(telling: Telling) -> bool:
    """Whether the statement calls a place empty in other words than the sentence."""
    return any(token.low in group("empty") - telling.lows for token in telling.found.statement.tokens)


def _is_lost(telling: Telling, at: int) -> bool:
    """Whether "without" or "no" reports a loss."""
    low = telling.found.statement.tokens[at].low
    return low in {"without", "no", "none"} and bool(telling.lows & group("losing"))


def backed(telling: Telling, slot: Slot) -> Iterator[Found]:
    """Consent in place of resistance."""
    mine = {telling.found.statement.tokens[at].low for at in slot.mine}
    theirs = {telling.found.sentence.tokens[at].low for at in slot.theirs}
    said, there = mine & group("backing"), theirs & group("resisting")
    if not (said and there) or _is_of_none(telling):
        return
    if not mine & group("resisting") and not theirs & group("backing"):
        yield "negation-dropped", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def backed_by(telling: Telling) -> Iterator[Found]:
    """Consent of somebody who resists in the evidence, or the other way round, wherever each stands."""
    theirs = [stance for one in telling.rows for stance in _stances(one)]
    for side, owner, said in _stances(telling.found.statement):
        same = [(other, there) for other, who, there in theirs if not owner.isdisjoint(who)]
        if same and all(other != side for other, _ in same):
            yield "negation-dropped", f"the statement says “{said}” where its evidence has “{same[0][1]}”"
            return


def _stances(one: Row) -> Iterator[tuple[str, frozenset[str], str]]:
    """The nouns for consent or resistance, each with its side, the keys of whose it is, and itself."""
    for at, token in enumerate(one.tokens):
        side = next((name for name in ("backing", "resisting") if token.is_of(name)), "")
        if not side or not may_be(token.low, "n") or any(x.is_of("negations") for x in one.tokens[max(0, at - 4) : at]):
            continue
        after = one.tokens[at + 1 : at + 2]
        if after and after[0].low in {"of", "from", "among", "by"}:
            ends = (x for x in range(at + 2, len(one.tokens)) if one.tokens[x].gap or one.tokens[x].is_of("relatives"))
            whose = range(at + 2, min(next(ends, len(one.tokens)), at + _WHOSE))
        elif at > 1 and one.tokens[at - 1].key == "s":
            whose = range(at - 2, at - 1)
        else:
            continue
        owner = frozenset(one.tokens[x].key for x in whose if not one.tokens[x].is_small)
        if owner:
            yield side, owner, token.low


_WHOSE = 7
"""Distance between a stance and the end of whose it is, in words."""


def called_off(telling: Telling) -> Iterator[Found]:
    """Something dropped or postponed, reported without that: "plan to tax" for "drop plan to tax"."""
    found = telling.found
    if not (found.sentence.has("calling_off") or negating(found.sentence)):
        return
    if negating(found.statement) or found.statement.has("calling_off") or "off" in found.statement.lows:
        return
    for at, token in enumerate(found.sentence.tokens):
        dropped = token.is_of("calling_off") or (at in negating(found.sentence) and token.low in PHRASES)
        if at in telling.used or not dropped or not _is_called_off(telling, at):
            continue
        yield "negation-dropped", f"the evidence says “{around(found.sentence, at)}”; the statement leaves that out"
        return


def _is_called_off(telling: Telling, at: int) -> bool:
    """Whether the statement reports the object of a verb like "drop", and not as part of another clause."""
    found, one = telling.found, telling.found.sentence
    is_verb = is_verb_at(one.tokens, at) or one.tokens[at].low in PHRASES
    if not is_verb or (at + 1 < len(one.tokens) and one.tokens[at + 1].low in _NO_OBJECT):
        return False
    part = next(part for part in parts(one) if at in part)
    after = (x for x in range(at + 1, part.stop) if not one.tokens[x].is_of("pronouns"))
    object_ = next((x for x in after if not one.tokens[x].is_small and one.tokens[x].low not in PARTICLES), None)
    if not telling.is_close:
        return object_ is not None and _is_considered(found, object_)
    verbs = [there for there in found.pairs.values() if is_verb_at(one.tokens, there)]
    return object_ in telling.used and all(at < there < part.stop for there in verbs)


def _is_considered(found: Alignment, object_: int) -> bool:
    """Whether the statement reports something as considered or wanted: "is weighing job cuts"."""
    at = next((x for x, there in found.pairs.items() if there == object_), 0)
    return any(token.is_of("considering") for token in found.statement.tokens[max(0, at - 4) : at])


_NO_OBJECT = frozenset({"by", "in", "from", "to", "at", "below"})
"""Words after "drop" and the like that show that it has no object: "dropped to ten"."""


def _is_of_none(telling: Telling) -> bool:
    """Whether the sentence denies of all what the statement says of all."""
    mine = {token.low for token in telling.found.statement.tokens}
    return bool(mine & group("whole")) and not telling.lows.isdisjoint(group("scope_none"))


def turned_round(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A positive word in place of a negative one: "elsewhere" for "nowhere else"."""
    mine = {telling.found.statement.tokens[at].low for at in slot.mine}
    for there in (telling.found.sentence.tokens[at].low for at in slot.theirs):
        said = mine & _ROUND.get(there, frozenset())
        if said and not _turns_again(telling):
            yield "negation-dropped", f"the statement says “{min(said)}” where its evidence has “{there}”"


def _turns_again(telling: Telling) -> bool:
    """Whether a second negation cancels it: "everyone was unhurt" for "nobody was injured"."""
    statement, sentence = telling.found.statement, telling.found.sentence
    if (len(negating(statement)) + len(negating(sentence))) % 2 == 0:
        return True
    mine = {statement.tokens[at].low for at in telling.found.missing}
    theirs = {sentence.tokens[at].low for at in sentence.significant if at not in telling.used}
    return any(
        undoes(one, other) or undoes(other, one) or are_opposites(one, other) for one in mine for other in theirs
    )


def is_cancelled(telling: Telling, one: Token, other: Token) -> bool:
    """Whether a word and its opposite mean the same since one side is negated: "none opposed", "all backed"."""
    rows = (telling.found.statement, one), (telling.found.sentence, other)
    return sum(row_.tokens[at] is not word for row_, word in rows for at in negating(row_)) % 2 == 1


_SOME = frozenset({"all", "both", "some", "every"})
_ROUND = {
    "nobody": frozenset({"everybody", "everyone", "somebody", "someone"}),
    "none": _SOME,
    "no": _SOME,
    "nowhere": frozenset({"elsewhere", "everywhere", "somewhere"}),
    "nothing": frozenset({"everything", "something"}),
    "never": frozenset({"always", "often", "regularly"}),
    "neither": frozenset({"both", "either"}),
}
"""Negative words with their positive counterparts."""


def _is_firm(telling: Telling, at: int) -> bool:
    """Whether the evidence has no negation in any form, so that the negation is the statement's own."""
    token = telling.found.statement.tokens[at]
    after = telling.found.statement.tokens[at + 1 : at + 2]
    if not token.is_of("negating_to") and (
        token.low not in {"not", "never"} or not after or after[0].is_of("determiners") or after[0].is_of("whole")
    ):
        return False
    return telling.lows.isdisjoint(_LESS) and not any(negating(one) or has_prefix(one) for one in telling.rows)


_LESS = frozenset[str]().union(
    *map(group, ("losing", "falling", "negating_to", "resisting", "calling_off", "remaining"))
)
"""Words that deny in a way: of losing, falling, refusing, cancelling."""
