"""Pairs phrases that were moved, and compounds written the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.ordering import ROLES, is_deed
from factsheet.aligning.rows import preposition_before, same_preposition
from factsheet.aligning.structure import owns
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.rows import Row

_CLOSE = 4
"""Distance within which the next word of a phrase is looked for, in words."""
_BREAKS = frozenset(',;:—–()"“”«»')


class _Pair(NamedTuple):
    """A coordination: the first word of its first half, the "and" or "or", the last word of its second half."""

    start: int
    link: int
    end: int


def swap(found: Alignment, weights: Mapping[tuple[int, int], float]) -> None:
    """Pair one half of an "and" that changed places with the other half, which is already paired."""
    taken = set(found.pairs.values())
    for run in found.missing_runs():
        places = sorted(there for (at, there) in weights if at == run[0] and there not in taken)
        for there in places:
            spots = follow(run, there, found, weights, taken)
            pairs = next((one for one in _sides(found, run, spots) if _is_free(found, *one)), None) if spots else None
            if pairs is not None:
                mine = pairs[0]
                found.pairs.update(zip(run, spots, strict=True))
                found.moved.update(range(mine.start, mine.end + 1))
                taken.update(spots)
                break


def _sides(found: Alignment, run: Sequence[int], spots: Sequence[int]) -> Iterator[tuple[_Pair, _Pair]]:
    """The "and" next to a run of the statement, and the one on the other side of its words in the sentence."""
    mine, theirs = found.statement, found.sentence
    back = {there: at for at, there in found.pairs.items()}
    after, before = _link(mine, run[-1], 1), _link(theirs, spots[0], -1)
    if after and before and mine.tokens[after].low == theirs.tokens[before].low:
        first, last = _beside(mine, after, 1), _beside(theirs, before, -1)
        if found.pairs.get(first, -1) >= 0 and back.get(last, -1) >= first:
            yield _Pair(run[0], after, back[last]), _Pair(found.pairs[first], before, spots[-1])
    after, before = _link(theirs, spots[-1], 1), _link(mine, run[0], -1)
    if after and before and mine.tokens[before].low == theirs.tokens[after].low:
        first, last = _beside(theirs, after, 1), _beside(mine, before, -1)
        if back.get(first, -1) >= 0 and found.pairs.get(last, -1) >= first:
            yield _Pair(back[first], before, run[-1]), _Pair(spots[0], after, found.pairs[last])


def _link(one: Row, at: int, step: int) -> int:
    """The position of an "and" next to a word, articles aside; 0 if there is none."""
    at += step
    while 0 < at < len(one.tokens) and one.tokens[at].low in {"the", "a", "an"}:
        at += step
    return at if 0 < at < len(one.tokens) and one.tokens[at].low in {"and", "or"} else 0


def _beside(one: Row, at: int, step: int) -> int:
    """The nearest significant word on one side of a token; -1 if there is none."""
    return next((x for x in (one.significant if step > 0 else one.significant[::-1]) if (x - at) * step > 0), -1)


def _is_free(found: Alignment, mine: _Pair, theirs: _Pair) -> bool:
    """Whether neither half has a modifier that the other lacks."""
    head, head_there = preposition_before(found.statement, mine.start), preposition_before(found.sentence, theirs.start)
    if not (head == head_there or same_preposition(head, head_there)):
        return False
    inside = {found.pairs.get(at) for at in range(mine.start, mine.end + 1)} - {None}
    if not inside <= set(range(theirs.start, theirs.end + 1)):
        return False
    return all(_is_bounded(one, pair) for one, pair in ((found.statement, mine), (found.sentence, theirs)))


def _is_bounded(one: Row, pair: _Pair) -> bool:
    """Whether small words, verbs or punctuation enclose a coordination, and no phrase modifies its end."""
    before, after = pair.start - 1, pair.end + 1
    while before >= 0 and one.tokens[before].is_of("determiners"):
        before -= 1
    opens = before < 0 or one.tokens[before].is_small or is_verb_at(one.tokens, before)
    if not opens and _BREAKS.isdisjoint(one.tokens[before + 1].gap):
        return False
    if after >= len(one.tokens) or not _BREAKS.isdisjoint(one.tokens[after].gap):
        return True
    token = one.tokens[after]
    hangs = token.low in {"of", "s", "'s", "’s"} or token.is_of("relatives", "conjunctions")
    return not hangs and (token.is_small or is_verb_at(one.tokens, after))


def follow(
    run: Sequence[int], there: int, found: Alignment, weights: Mapping[tuple[int, int], float], taken: set[int]
) -> list[int]:
    """The positions of the words of a run, each close after the one before; empty if one is not."""
    spots = [there]
    for at in run[1:]:
        after = range(spots[-1] + 1, min(spots[-1] + _CLOSE, len(found.sentence.tokens)))
        spot = next((one for one in after if (at, one) in weights and one not in taken), None)
        if spot is None:
            return []
        spots.append(spot)
    return spots


def compound(found: Alignment, weights: dict[tuple[int, int], float]) -> None:
    """Pair nouns that are reversed around "of": "wool exports" and "exports of wool"."""
    taken = set(found.pairs.values())
    tokens_ = found.sentence.tokens
    for at in found.missing:
        for beside in (at - 1, at + 1):
            there = found.pairs.get(beside)
            if there is None:
                continue
            for spot in range(max(0, there - 3), min(len(tokens_), there + 4)):
                between = tokens_[min(spot, there) + 1 : max(spot, there)]
                if (at, spot) not in weights or spot in taken or not between:
                    continue
                if all(one.is_of("determiners") or one.low in _COMPOUND for one in between):
                    found.pairs[at] = spot
                    found.moved.update((at, beside))
                    taken.add(spot)
                    break
            if at in found.pairs:
                break


_COMPOUND = frozenset({"of", "in", "for", "s", "'s", "’s"})


def own(found: Alignment, weights: Mapping[tuple[int, int], float]) -> None:
    """Pair a possessive with the equivalent "of": "Norland's president" and "the president of Norland"."""
    taken = set(found.pairs.values())
    mine = [one for one in _possessions(found.statement) if _is_ownable(found.statement.tokens[one[0]].low)]
    theirs = list(_possessions(found.sentence)) if mine else []
    for at in found.missing:
        for noun, owner in mine:
            if at not in {noun, owner}:
                continue
            other = owner if at == noun else noun
            for noun_there, owner_there in theirs:
                spot, beside = (noun_there, owner_there) if at == noun else (owner_there, noun_there)
                if found.pairs.get(other) == beside and (at, spot) in weights and spot not in taken:
                    found.pairs[at] = spot
                    found.moved.update((at, other))
                    taken.add(spot)


def _possessions(one: Row) -> Iterator[tuple[int, int]]:
    """Each noun with its owner, a name: from "Norland's president" or "the president of Norland"."""
    for at in one.significant:
        before = at - 2
        if before >= 0 and owns(one, before) and one.tokens[before].capital:
            yield at, before
        after = at + 2
        if after < len(one.tokens) and one.tokens[at + 1].low == "of" and one.tokens[after].capital:
            yield at, after


def _is_ownable(low: str) -> bool:
    """Whether an owner can only be its holder: an office, a relative, a body; not "the fear of Reed"."""
    return low in ROLES or low in _BODIES


_BODIES = ENGLISH.words("organisations", "heads") | {"capital", "coast", "border", "population", "economy", "currency"}


def move(found: Alignment, weights: dict[tuple[int, int], float]) -> None:
    """Pair phrases of the statement that are elsewhere in the sentence, after the same preposition."""
    taken = set(found.pairs.values())
    for run in found.missing_runs():
        places = [there for (at, there) in weights if at == run[0] and there not in taken]
        for there in sorted(places):
            spots = follow(run, there, found, weights, taken)
            if spots and _same_head(found, run[0], spots[0]):
                found.pairs.update(zip(run, spots, strict=True))
                found.moved.update(run)
                taken.update(spots)
                break


def _deed(row: Row, at: int) -> int | None:
    """The verb that a phrase modifies: the last one before it in its clause, else the first one after it."""
    deeds = [x for x in row.significant if is_deed(row, x)]
    before = next((x for x in reversed(deeds) if x < at), None)
    if before is not None and not any(token.low == "that" for token in row.tokens[before + 1 : at]):
        return before
    return next((x for x in deeds if x > at), None)


_TIMES = frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


_HEADS = frozenset({"since", "until", "before", "after", "despite", "without", "against"})
"""Prepositions with a meaning of their own: a phrase that begins with one depends on it wherever it is."""


def _same_head(found: Alignment, at: int, there: int) -> bool:
    """Whether a phrase depends on the same preposition in both, or is a time, which needs none."""
    mine, theirs = preposition_before(found.statement, at), preposition_before(found.sentence, there)
    deed, other = _deed(found.statement, at), _deed(found.sentence, there)
    if deed is not None and other is not None and found.pairs.get(deed) != other:
        return False
    if found.statement.tokens[at].low == found.sentence.tokens[there].low in _HEADS:
        return True
    if found.statement.tokens[at].low in _TIMES and "" in {mine, theirs}:
        return {mine, theirs} <= {"", "on"}
    if "of" in {mine, theirs} and not _follow_same(found, at, there):
        return False
    return bool(mine) and same_preposition(mine, theirs)


def _follow_same(found: Alignment, at: int, there: int) -> bool:
    """Whether the words before two phrases are paired: what an "of" depends on."""
    before = next((x for x in reversed(found.statement.significant) if x < at), None)
    other = next((x for x in reversed(found.sentence.significant) if x < there), None)
    return before is not None and other is not None and found.pairs.get(before) == other
