"""Words of a statement that stand for others of its sentence, or for none: opposites, scopes, directions, details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group
from factsheet.checking.telling.beside import VERY_CLOSE, around
from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.language.thesaurus import are_forms, are_kin, are_of_one_class, are_opposites, bases, is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Slot
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


_SLOT_CLOSE = 0.5
"""The share from which on a single word between two that stand close is in the place of the other."""


def replaced(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A word in the place of its opposite, or of another of its class."""
    mine = [telling.found.statement.tokens[at] for at in slot.mine]
    theirs = [telling.found.sentence.tokens[at] for at in slot.theirs]
    alone = slot.tight and len(mine) == len(theirs) == 1
    close = telling.share >= VERY_CLOSE
    if not close and not alone:
        return
    for one in mine:
        for other in theirs:
            if one.is_of("many") and other.is_of("many") and one.low != other.low:
                yield "number-changed", _instead(one, other)
            elif _are_opposites(one, other) or (
                _may_clash(one, other)
                and slot.tight
                and (
                    _of_one_class(one.low, other.low)
                    or (close and alone and _are_verbs(one.low, other.low))
                    or (alone and _are_things(one, other) and not telling.is_named(one))
                )
            ):
                yield "statement-reworded", _instead(one, other)


def _instead(one: Token, other: Token) -> str:
    return f"the statement says “{one.low}” where its evidence has “{other.low}”"


def _are_things(one: Token, other: Token) -> bool:
    """Whether both name or describe a thing, each another one: no two words made from one."""
    return _is_thing(one) and _is_thing(other) and one.low[:_BEGINNING] != other.low[:_BEGINNING]


def _is_thing(token: Token) -> bool:
    past = token.low.endswith("ed") and not token.low.startswith("un")
    if (
        past
        or token.is_fixed
        or token.is_preposition
        or token.is_of("pronouns")
        or token.low.endswith(("self", "selves"))
        or token.low.endswith("ly")
        or is_mostly(token.low, "v")
    ):
        return False
    return may_be(token.low, "n") or may_be(token.low, "a")


_BEGINNING = 4
"""Letters that words made from one share."""


def _are_opposites(one: Token, other: Token) -> bool:
    return one.capital == other.capital and not are_forms(one.low, other.low) and _opposite(one.low, other.low)


def _may_clash(one: Token, other: Token) -> bool:
    """Whether two words are of a kind, and neither may stand for the other."""
    if one.capital != other.capital or one.is_number or other.is_number or are_kin(one.low, other.low):
        return False
    return not are_forms(one.low, other.low) and bases(one.low).isdisjoint(group("plain_saying"))


def _are_verbs(one: str, other: str) -> bool:
    """Whether both can only be verbs here: participles and past forms, or words that are verbs more often than not."""
    return all(is_mostly(word, "v") or (word.endswith("ed") and may_be(word, "v")) for word in (one, other))


def _opposite(one: str, other: str) -> bool:
    lines, others = _sides(one), _sides(other)
    across = any(line == line_there and side != side_there for line, side in lines for line_there, side_there in others)
    return across or are_opposites(one, other)


def _sides(word: str) -> set[tuple[int, int]]:
    """The lines of the list of opposites that have a word, each with its side."""
    return {side for base in bases(word) for side in lexicon().opposites.get(stem(canonical(base)), ())}


def _of_one_class(one: str, other: str) -> bool:
    return may_be(one, "n") and may_be(other, "n") and are_of_one_class(one, other)


def scoped(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A scope that the sentence does not have: "all" for "most", "always" for "often", "overall" for "in her group"."""
    mine = [telling.found.statement.tokens[at] for at in slot.mine]
    theirs = [telling.found.sentence.tokens[at] for at in slot.theirs]
    wide = next((at for at in slot.mine if telling.found.statement.tokens[at].is_of("wide")), None)
    if wide is None:
        return
    low = telling.found.statement.tokens[wide].low
    before = {token.low for token in telling.found.statement.tokens[max(0, wide - 2) : wide]}
    elsewhere = {token.low for one in telling.rows if one is not telling.found.sentence for token in one.tokens}
    if any(other.low == low for other in theirs) or "not" in before or low in elsewhere:
        return
    if low in _ALL and telling.lows & (_ALL | (_TWO if low == "both" else frozenset())):
        return
    narrow = next((other.low for other in theirs if other.is_of("narrow")), None)
    if narrow != low and mine:
        where = f" where its evidence has “{narrow}”" if narrow else "; its evidence does not"
        yield "scope-changed", f"the statement says “{low}”{where}"


_ALL = frozenset({"all", "every", "everyone", "each", "whole", "entire", "both", "entirely", "fully", "completely"})
_TWO = frozenset({"two", "pair", "couple", "2"})


def compared(telling: Telling) -> Iterator[Found]:
    """Something told as being as it was, "as crowded as ever", "just as packed", of which the evidence has nothing."""
    tokens = telling.found.statement.tokens
    for at in range(len(tokens) - 1):
        first, said = tokens[at], tokens[at + 1]
        after = tokens[at + 2].low if at + 2 < len(tokens) else ""
        if first.low != "as" or said.is_small or not may_be(said.low, "a") or at + 1 in telling.found.pairs:
            continue
        just = at and tokens[at - 1].low in {"just", "still", "every", "quite"}
        if (just or (after == "as" and _goes_on(tokens, at + 3))) and not telling.has_word(said):
            yield "statement-reworded", f"the evidence has nothing of “{around(telling.found.statement, at)}”"


def _goes_on(tokens: tuple[Token, ...], at: int) -> bool:
    return at < len(tokens) and tokens[at].low in {"ever", "before", "always", "usual", "last"}


def directed(telling: Telling) -> Iterator[Found]:
    """A rise that all of the evidence has as a fall, or the other way round."""
    tokens = telling.found.statement.tokens
    mine = {token.low for at, token in enumerate(tokens) if token.low not in _PARTICLES or _has_measure(tokens, at)}
    up, down = group("rising"), group("falling")
    for one, other in ((up, down), (down, up)):
        if mine & one and not mine & other and telling.lows & other and not telling.lows & one:
            said, there = min(mine & one), min(telling.lows & other)
            yield "statement-reworded", f"the statement says “{said}” where its evidence has “{there}”"


_PARTICLES = frozenset({"up", "down", "more", "larger", "smaller", "lower", "higher"})


def _has_measure(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is about a number: "up from a third", "down 4 percent"."""
    return at + 1 < len(tokens) and (tokens[at + 1].low in {"from", "by", "on", "than"} or tokens[at + 1].is_number)


def added(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A detail that neither the sentence nor the rest of the article has, in a statement that repeats it otherwise."""
    if slot.theirs or not (slot.tight or _at_edge(telling, slot)):
        return
    for at in slot.mine:
        one = telling.found.statement.tokens[at]
        if (
            one.capital
            or one.is_number
            or one.is_of(*_NO_DETAIL)
            or one.low in _ADVERBS
            or not bases(one.low).isdisjoint(group("converse"))
        ):
            continue
        if telling.share < VERY_CLOSE and not (may_be(one.low, "n") or may_be(one.low, "v")):
            continue
        if not telling.is_known(one):
            yield "detail-added", f"the article does not have “{one.low}”"


_NO_DETAIL = (
    "pronouns",
    "quantities",
    "modals",
    "negations",
    "subordinators",
    "prepositions",
    "keeping",
    "negating",
    "negating_to",
)
_ADVERBS = frozenset(
    {"down", "out", "away", "back", "together", "apart", "so", "there", "then", "aside", "forward", "ahead"}
)


def _at_edge(telling: Telling, slot: Slot) -> bool:
    """Whether the words stand before or after all that is accounted for, in a statement that repeats its sentence."""
    if telling.share < VERY_CLOSE - 0.1 or not slot.mine or not telling.claim.is_sentence:
        return False
    first, last = min(telling.found.pairs), max(telling.found.pairs)
    return slot.mine[-1] == first - 1 or (slot.mine[0] > last and slot.mine[-1] - last <= _TAIL)


_TAIL = 3


_MORE = frozenset({"including", "such", "like", "plus", "alongside", "featuring"})
"""Words that begin an example or an addition."""


def included(telling: Telling) -> Iterator[Found]:
    """An example or an addition of which the article has no word: "including staff passwords"."""
    found = telling.found
    tokens = found.statement.tokens
    for at, token in enumerate(tokens):
        if token.low not in _MORE or token.low in telling.lows:
            continue
        phrase: list[int] = []
        for other in range(at + 1, min(at + 5, len(tokens))):
            if any(char in ",;:" for char in tokens[other].gap):
                break
            if not tokens[other].is_small:
                phrase.append(other)
        new = [other for other in phrase if not tokens[other].capital and not tokens[other].is_number]
        if (
            new
            and not set(phrase) & found.pairs.keys()
            and not any(telling.is_known(tokens[other]) for other in new[-1:])
        ):
            yield "detail-added", f"the article does not have “{tokens[new[-1]].low}”"
