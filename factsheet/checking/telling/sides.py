"""Who did it to whom, who it was at all, and which number belongs to what."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.rows import POINTS, passives
from factsheet.aligning.slots import slots
from factsheet.aligning.tokens import group, is_verb_at
from factsheet.language.lexicon import lexicon
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import bases, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.aligning import Alignment, Row, Slot
    from factsheet.aligning.rows import Passive
    from factsheet.checking.telling.beside import Found, Telling


def swapped(telling: Telling) -> Iterator[Found]:
    """Two names or things on the two sides of a verb that have changed places."""
    found = telling.found
    if found.turned:
        return
    if _are_moved(found):
        yield "sides-changed", "names of the evidence have changed places"
        return
    passive = passives(found.statement) or passives(found.sentence)
    if not passive and any(_crosses(found, at, there) for at, there in _same_verbs(found)):
        yield "sides-changed", _ROUND


def _are_moved(found: Alignment) -> bool:
    """Whether nothing but names of the sentence is left over: they stand in another order."""
    left = [found.statement.tokens[at] for at in found.missing]
    there = {found.sentence.tokens[at].key for at in found.sentence.significant} - {"s"}
    if len(left) < 2 or not all(one.capital and one.key in there for one in left):
        return False
    if all(_is_listed(found.statement, at) for at in found.missing):
        return False
    gaps = list(slots(found))
    return any(_is_another(found, slot) for slot in gaps) and not any(_is_resolved(found, slot) for slot in gaps)


def _is_another(found: Alignment, slot: Slot) -> bool:
    """Whether a statement has a name where the sentence has another, or several in another order."""
    mine = [found.statement.tokens[at] for at in slot.mine if found.statement.tokens[at].capital]
    theirs = [found.sentence.tokens[at] for at in slot.theirs if found.sentence.tokens[at].capital]
    keys = [token.key for token in found.sentence.tokens]
    spots = [keys.index(token.key) for token in mine if token.key in keys]
    return bool(mine and theirs) or spots != sorted(spots)


def _is_listed(one: Row, at: int) -> bool:
    """Whether a word stands beside an "and": two names of a list may change places."""
    return any(token.low == "and" for token in one.tokens[max(0, at - _BESIDE) : at + _BESIDE + 1])


_BESIDE = 2


def _is_resolved(found: Alignment, slot: Slot) -> bool:
    """Whether a statement has a name where the sentence has "the monument"."""
    nouns = [at for at in slot.theirs if at and found.sentence.tokens[at - 1].low in {"the", "this", "that"}]
    return bool(slot.mine) and any(not found.sentence.tokens[at].capital for at in nouns)


_ROUND = "the statement has who did it and who it was done to the other way round"


def _same_verbs(found: Alignment) -> Iterator[tuple[int, int]]:
    """The verbs that both have, but those for what two do to each other."""
    there = _deeds(found.sentence)
    for at, forms in _deeds(found.statement).items():
        yield from ((at, spot) for spot, other in there.items() if not forms.isdisjoint(other))


@lru_cache(maxsize=1024)  # a sentence is beside many statements
def _deeds(one: Row) -> dict[int, frozenset[str]]:
    """The verbs with their base forms, but those for what two do to each other."""
    found = {at: bases(token.low) for at, token in enumerate(one.tokens) if not token.is_small and _is_deed(one, at)}
    return {at: forms for at, forms in found.items() if forms.isdisjoint(group("mutual"))}


def _is_deed(one: Row, at: int) -> bool:
    """Whether a word is a verb here: also one that is a noun as often, before "the" or "a"."""
    tokens = one.tokens
    if is_verb_at(tokens, at):
        return True
    before = at and not tokens[at - 1].is_small and not tokens[at].capital
    return bool(before) and may_be(tokens[at].low, "v") and at + 1 < len(tokens) and tokens[at + 1].is_of("determiners")


def _crosses(found: Alignment, at: int, there: int) -> bool:
    """Whether the subject of a verb is its object in the sentence, and its object the subject."""
    before, after = _around(found.statement, at)
    before_there, after_there = _around(found.sentence, there)
    return bool(before & after_there and after & before_there) and not before & before_there


@lru_cache(maxsize=4096)
def _around(one: Row, at: int) -> tuple[set[str], set[str]]:
    """The keys of the words with a meaning in the subject and in the object of a verb."""
    start, end = at, at + 1
    while start and not _parts(one, start):
        start -= 1
    while (
        end < len(one.tokens)
        and not _parts(one, end)
        and not (one.tokens[end].is_preposition and one.tokens[end].low != "of")
    ):
        end += 1
    return _keys(one, range(start, at)), _keys(one, range(at + 1, end))


def _parts(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return (
        not POINTS.isdisjoint(token.gap)
        or token.is_of("relatives", "subordinators")
        or token.low in {"and", "but", "or"}
    )


def _keys(one: Row, part: range) -> set[str]:
    calendar = lexicon().calendar
    return {
        one.tokens[at].key
        for at in part
        if not one.tokens[at].is_small and at not in one.quantities and one.tokens[at].low not in calendar
    }


def reversed_(telling: Telling) -> Iterator[Found]:
    """A doer that the other side has as the one it was done to: "was asked by guards" for "asked guards"."""
    found = telling.found
    mine, theirs = passives(found.statement), passives(found.sentence)
    if mine and theirs:
        wrong = any(_is_round(found, one, other) for one in mine for other in theirs)
    else:
        wrong = not found.turned and (
            any(_undoes(found, one) for one in mine) or any(_redoes(found, one) for one in theirs)
        )
    if wrong:
        yield "sides-changed", _ROUND


def _undoes(found: Alignment, one: Passive) -> bool:
    """Whether the doer of the statement's passive is whom it was done to in the sentence."""
    forth = {at: there for at, there in found.pairs.items() if at not in found.moved}
    return _is_done_to(found.sentence, forth, one)


def _redoes(found: Alignment, one: Passive) -> bool:
    """Whether the doer of the sentence's passive is whom it was done to in the statement."""
    back = {there: at for at, there in found.pairs.items()}
    return _is_done_to(found.statement, back, one) or _has_aim(found.statement, back, one)


def _is_round(found: Alignment, one: Passive, other: Passive) -> bool:
    """Whether two passives with one verb have doer and done-to the other way round."""
    mine, theirs = found.statement, found.sentence
    verbs = {base for at in other.verb if not theirs.tokens[at].is_small for base in bases(theirs.tokens[at].low)}
    if not any(not mine.tokens[at].is_small and bases(mine.tokens[at].low) & verbs for at in one.verb):
        return False
    doer, doer_there = _keys(mine, one.doer), _keys(theirs, other.doer)
    return bool(doer & _keys(theirs, other.done_to) and doer_there & _keys(mine, one.done_to) and not doer & doer_there)


def _is_done_to(other: Row, pairs: Mapping[int, int], one: Passive) -> bool:
    """Whether the doer of a passive stands right after the same verb on the other side."""
    verb = next((at for at in reversed(one.verb) if at in pairs and not other.tokens[pairs[at]].is_small), None)
    spots = [pairs[at] for at in one.doer if at in pairs]
    if verb is None or not spots:
        return False
    there = pairs[verb]
    between = range(there + 1, min(spots))
    return there < min(spots) <= there + 4 and not any(other.tokens[at].is_preposition for at in between)


def _has_aim(one: Row, pairs: Mapping[int, int], passive: Passive) -> bool:
    """Whether the doer of a passive hangs on "to" or "against" on the other side, after another subject."""
    doer = next((pairs[at] for at in passive.doer if at in pairs), 0)
    before = [token.low for token in one.tokens[max(0, doer - 3) : doer] if not token.is_of("determiners")]
    subject = any(not token.is_small for token in one.tokens[: max(0, doer - 3)])
    return subject and before[-1:] in (["to"], ["against"])


def numbers_swapped(telling: Telling) -> Iterator[Found]:
    """Two numbers of the sentence that the statement gives to each other's things."""
    found = telling.found
    mine = _counted(found.statement, set(found.pairs))
    for one, (number, thing) in enumerate(mine):
        for other_number, other_thing in mine[one + 1 :]:
            spot, other_spot = _spot(found, number), _spot(found, other_number)
            if spot is None or other_spot is None:
                continue
            if agree(found.statement.quantities[number], found.statement.quantities[other_number]):
                continue
            first, second = found.pairs[thing], found.pairs[other_thing]
            if first != second and _nearer(first, other_spot, spot) and _nearer(second, spot, other_spot):
                said = found.statement.tokens
                yield "numbers-swapped", f"“{said[number].low}” and “{said[other_number].low}” have changed places"
                return


def _counted(one: Row, used: set[int]) -> list[tuple[int, int]]:
    """Each number with the word beside it that the other side has: the one after it, else the one before."""
    out = []
    for at in sorted(
        {min(x for x, q in one.quantities.items() if q is quantity) for quantity in one.quantities.values()}
    ):
        near = [
            x for x in (*range(at + 1, at + 5), *range(at - 1, at - 4, -1)) if x in used and x not in one.quantities
        ]
        if near:
            out.append((at, near[0]))
    return out


def _spot(found: Alignment, number: int) -> int | None:
    """Where the sentence has a number of the statement."""
    mine = found.statement.quantities[number]
    return next((at for at, one in found.sentence.quantities.items() if agree(mine, one)), None)


def _nearer(at: int, one: int, other: int) -> bool:
    """Whether a word stands nearer to one number than to the other, those after a number counting as its own."""
    return abs(at - one) + (at < one) < abs(at - other) + (at < other)
