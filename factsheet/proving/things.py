"""Reads what each number of a sentence counts, when, whose, and whether it is an age.

`of_another` gives the reason why a number of a statement belongs to something else in its evidence, which has the
number and the thing, but not together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.losses import parts
from factsheet.aligning.tokens import POSSESSIVES, is_verb_at
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import are_forms, are_kin, is_mostly, may_be, mean_the_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.alignment import Row
    from factsheet.language.numbers import Quantity

_LONGEST = 4
"""Distance after a number within which its noun is looked for, in words."""
_SHARES = frozenset({"of", "in", "on", "for"})
"""Prepositions between a share and its whole: "60 percent in bonds", "hundreds of eels"."""
_BREAKS = frozenset(',;:().!?—–"“”')
_LINKS = frozenset({"from", "to"})
_WHEN = frozenset({"last", "this", "next", "previous", "past", "coming", "earlier", "later"})
_PERIODS = ENGLISH.words("grammar", "periods")
_AGES = frozenset({"day", "week", "month", "year"})
_DAYS = frozenset({"yesterday", "today", "tomorrow", "tonight", "now"})


@dataclass(frozen=True, slots=True)
class Thing:
    """A number of a sentence, `quantity`, and its context."""

    quantity: Quantity
    said: str
    words: tuple[str, ...]
    """The noun phrase that it counts, the noun last."""
    is_age: bool
    near: frozenset[str]
    """All words next to it that no other number is closer to."""
    when: frozenset[str]
    names: frozenset[str]
    """The names of its clause."""
    owner: str
    """The last noun before it in its clause."""
    link: str
    """The "from" or "to" before it."""
    part: str
    """The number that is a part of this one: "31" before "of its 212 rings"."""
    is_shared: bool
    """Whether it is itself a part of something: "212 of the rings"."""


@lru_cache(maxsize=256)  # a sentence is beside many statements
def things(one: Row) -> tuple[Thing, ...]:
    """The numbers of a sentence, without dates, in order.

    >>> from factsheet.aligning import row
    >>> [(one.said, one.words) for one in things(row("The steamer carried 214 passengers and 18 old hands."))]
    [('214', ('passengers',)), ('18', ('old', 'hands'))]
    """
    spots = _spots(one)
    edges = list(parts(one))
    out = []
    for number, (first, last, quantity) in enumerate(spots):
        words = tuple(_counted(one, last, quantity))
        after = spots[number + 1] if number + 1 < len(spots) else None
        is_part = after is not None and share_of(one, after[0], owned=True) == first
        if after is not None and (is_part or (not words and _are_joined(one, last, after[0]))):
            words = tuple(_counted(one, after[1], after[2]))
        low = spots[number - 1][1] if number else 0
        high = spots[number + 1][0] if number + 1 < len(spots) else len(one.tokens)
        part = next((p for p in edges if first in p), range(first, last))
        out.append(
            Thing(
                quantity,
                one.text[quantity.start : quantity.end],
                words,
                _is_age(one, first, last, quantity),
                frozenset(
                    t.low
                    for t in one.tokens[max(low, first - _LONGEST) : min(high, last + 2 * _LONGEST)]
                    if not t.is_small
                ),
                frozenset(_times(one, part)) if sum(f in part for f, _, _ in spots) == 1 else frozenset(),
                frozenset(one.tokens[at].key for at in part if at < first and _is_name(one, at)),
                _noun_before(one, part, first),
                one.tokens[first - 1].low if first and one.tokens[first - 1].low in _LINKS else "",
                _part(one, first),
                last < len(one.tokens) and one.tokens[last].low == "of",
            )
        )
    taken = [frozenset(word for other in out if other is not one for word in other.words) for one in out]
    alone = [replace(one, near=one.near - (words - {*one.words})) for one, words in zip(out, taken, strict=True)]
    following = zip(alone, [*alone[1:], None], strict=False)
    return tuple(replace(one, near=one.near | _shared_noun(one, after)) for one, after in following)


def _shared_noun(one: Thing, after: Thing | None) -> frozenset[str]:
    """The noun of the next number, if this one has only a modifier: "3 gold and 5 silver medals"."""
    if after is None or not (one.words and after.words) or one.words[-1].endswith("s"):
        return frozenset()
    return frozenset({after.words[-1]} if len(after.words) > 1 and after.words[-1].endswith("s") else ())


def of_another(mine: Sequence[Thing], theirs: Sequence[Thing]) -> Iterator[str]:
    """The reasons why numbers of a statement (`mine`) belong to something else in its evidence (`theirs`)."""
    for one in mine:
        spots = [other for other in theirs if agree(one.quantity, other.quantity)]
        others = [other for other in theirs if not agree(one.quantity, other.quantity)]
        if not spots:
            continue
        if why := _why(one, spots, others):
            yield f"“{one.said}” {why}"


def _why(one: Thing, spots: Sequence[Thing], others: Sequence[Thing]) -> str | None:
    """What a number belongs to in its evidence (`spots`) but not in the statement (`one`); None if they agree."""
    if why := _of_age(one, spots, others) or _of_place(one, spots, others):
        return why
    noun = one.words[-1] if one.words else ""
    if noun and not any(counts(spot, noun) for spot in spots):
        rival = next((other for other in others if _is_of(other, noun)), None)
    else:
        noun, rival = one.owner, _owned_by(one, spots, others)
    return f"is of something else in its evidence: it has “{rival.said}” for “{noun}”" if rival else None


def _of_age(one: Thing, spots: Sequence[Thing], others: Sequence[Thing]) -> str | None:
    """An age reported as a count, or a count as an age."""
    if all(spot.is_age for spot in spots) and not one.is_age and one.words and one.quantity.unit != "year":
        return "is an age in its evidence"
    counted = all(spot.words and not spot.is_age for spot in spots)
    if one.is_age and counted and any(other.is_age for other in others):
        return "is no age in its evidence"
    return None


def _of_place(one: Thing, spots: Sequence[Thing], others: Sequence[Thing]) -> str | None:
    """A number of another time or person, or the start of a change reported as its end."""
    for what in ("when", "names"):
        said = getattr(one, what)
        there = [getattr(spot, what) for spot in spots]
        if said and all(there) and all(said.isdisjoint(spot) for spot in there):
            rival = next((other for other in others if said <= getattr(other, what) and _same_thing(one, other)), None)
            if rival:
                return f"has another number, “{rival.said}”, in its place in its evidence"
    if one.is_shared and not one.part and all(spot.part for spot in spots):
        return f"is the whole in its evidence, of which it has “{spots[0].part}”"
    if one.link and all(spot.link and spot.link != one.link for spot in spots):
        return f"stands after “{spots[0].link}” in its evidence"
    return None


def _owned_by(one: Thing, spots: Sequence[Thing], others: Sequence[Thing]) -> Thing | None:
    """The number that the evidence has for the noun before this one: "a book for two weeks"."""
    if not one.owner or not all(spot.owner and not are_forms(spot.owner, one.owner) for spot in spots):
        return None
    if any(low in _MEASURED for spot in spots for low in spot.near & one.near):
        return None  # "the lake is 14 metres deep on average", of its "average depth"
    rivals = (x for x in others if _measure(x) == _measure(one) or not (x.quantity.unit or x.words))
    return next((other for other in rivals if other.owner and are_forms(other.owner, one.owner)), None)


def _measure(thing: Thing) -> str | None:
    """What a number is in: all spans of time alike."""
    return "time" if thing.quantity.unit in _AGES else thing.quantity.unit


def counts(thing: Thing, word: str) -> bool:
    """Whether a number can count what a word names: it is next to it in any form, or nothing is."""
    return not thing.words or any(
        are_forms(word, other) or are_kin(word, other) for other in {*thing.words, *thing.near}
    )


def _is_of(thing: Thing, word: str) -> bool:
    return any(are_forms(word, other) or mean_the_same(word, other) for other in thing.words)


def _same_thing(one: Thing, other: Thing) -> bool:
    return one.quantity.unit == other.quantity.unit and (
        not one.words or not other.words or _is_of(other, one.words[-1])
    )


_MEASURED = ENGLISH.words("grammar", "averages")


def share_of(one: Row, at: int, *, owned: bool = False) -> int | None:
    """The position of the number that is a part of this one: 12 in "12 of the 30 members"; None if there is none.

    With `owned`, "its" and the like can precede the whole.
    """
    before = at - 1
    while before > 0 and (one.tokens[before].is_of("determiners") or (owned and one.tokens[before].low in POSSESSIVES)):
        before -= 1 + (owned and one.tokens[before].key == "s")  # "of the town's 14 bakers"
    is_whole = before > 0 and one.tokens[before].low == "of" and before - 1 in one.quantities
    return before - 1 if is_whole else None


def _part(one: Row, first: int) -> str:
    """The number that is a part of this one, as written; "" if there is none."""
    at = share_of(one, first, owned=True)
    return one.text[one.quantities[at].start : one.quantities[at].end] if at is not None else ""


def _spots(one: Row) -> list[tuple[int, int, Quantity]]:
    """Each number with its first token and the one after its last."""
    found: dict[int, tuple[int, int, Quantity]] = {}
    for at, quantity in sorted(one.quantities.items()):
        if quantity.kind in {"number", "many"}:
            first = found.get(quantity.start, (at, at, quantity))[0]
            found[quantity.start] = (first, at + 1, quantity)
    return [spot for spot in found.values() if not _is_in_name(one, *spot[:2])]


def _is_in_name(one: Row, first: int, last: int) -> bool:
    """Whether a number is part of a name: "Canal 9 is a ditch", "Guccifer 2.0 persona"."""
    before, after = one.tokens[first - 1] if first else None, one.tokens[last] if last < len(one.tokens) else None
    if (
        before is None
        or not before.capital
        or before.is_small
        or before.is_of("quantities")
        or one.tokens[first].gap
        or not one.tokens[first].is_number
    ):
        return False
    return (
        after is None or bool(set(after.gap) & _BREAKS) or not after.low.endswith("s") or is_verb_at(one.tokens, last)
    )


def _counted(one: Row, at: int, quantity: Quantity) -> Iterator[str]:
    """The noun phrase after a number; its unit if nothing else follows."""
    at += _is_old(one, at, quantity)
    begun, first = False, at
    while at < len(one.tokens) and at - first < _LONGEST:
        token = one.tokens[at]
        if set(token.gap) & _BREAKS or at in one.quantities or _is_time(one, at):
            break
        if token.low in _COMPARING and not begun:
            break  # "2 million less than in 2012"
        if token.is_of("determiners") or (token.low in _SHARES and not begun):
            at += 1
            continue
        if token.capital and not begun and one.tokens[at - 1].low == "in":
            break  # "12 offices in Norland and 40 in Sorland"
        if token.is_small or token.is_of("pronouns", "modals", "subordinators") or (begun and _may_be_verb(one, at)):
            break
        begun = True
        yield token.low
        at += 1
    if not begun and quantity.unit and quantity.unit.isalpha():
        yield quantity.unit


_COMPARING = frozenset({"less", "more", "fewer", "higher", "lower"})


def _may_be_verb(one: Row, at: int) -> bool:
    return is_verb_at(one.tokens, at) or (one.tokens[at].low.endswith("ed") and may_be(one.tokens[at].low, "v"))


def _are_joined(one: Row, last: int, following: int) -> bool:
    """Whether two numbers count the same noun: "ten or 32 pages"."""
    return (following - last == 1 and one.tokens[last].low in {"or", "and", "to"}) or following == last


def _is_age(one: Row, first: int, last: int, quantity: Quantity) -> bool:
    after = one.tokens[last] if last < len(one.tokens) else None
    if _is_old(one, last, quantity):
        return True
    if first and one.tokens[first - 1].low in {"aged", "age"}:
        return True
    if quantity.unit in _AGES:
        return False
    alone = quantity.unit is None and quantity.value is not None and quantity.value.is_finite()
    return bool(alone and first and after and one.tokens[first].gap == "," and "," in after.gap)


def _is_old(one: Row, at: int, quantity: Quantity) -> bool:
    """Whether "old" follows a duration: "a nine-month-old child"."""
    return quantity.unit in _AGES and at < len(one.tokens) and one.tokens[at].low == "old"


def _is_time(one: Row, at: int) -> bool:
    token = one.tokens[at]
    if token.low in _DAYS or token.low in lexicon().calendar:
        return True
    after = one.tokens[at + 1].low if at + 1 < len(one.tokens) else ""
    return token.low in _WHEN and any(are_forms(after, period) for period in _PERIODS)


def _times(one: Row, part: range) -> Iterator[str]:
    """The times named in a clause: "last year", "2007", "now"."""
    than = next((at for at in part if one.tokens[at].low == "than"), part.stop)
    for at in range(part.start, than):
        if _is_time(one, at):
            token = one.tokens[at]
            yield f"{token.low} {one.tokens[at + 1].low}" if token.low in _WHEN else token.low
        elif at in one.quantities and one.quantities[at].kind == "date":
            yield str(one.quantities[at].date)


def _noun_before(one: Row, part: range, first: int) -> str:
    """The last word before a number, in its clause, that is usually a noun."""
    before = (one.tokens[at] for at in range(first - 1, part.start - 1, -1) if at not in one.quantities)
    return next((t.low for t in before if not t.is_small and not t.capital and is_mostly(t.low, "n")), "")


def _is_name(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return (
        token.capital
        and bool(at)
        and not token.is_small
        and at not in one.quantities
        and token.low not in lexicon().calendar
    )
