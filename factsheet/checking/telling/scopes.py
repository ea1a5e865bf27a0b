"""Finds wider scopes: "all" for "most", "always" for "often", or all for a handful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, is_verb_at
from factsheet.checking.telling.beside import REACH, TOLD, around
from factsheet.checking.telling.negations import negating, not_until
from factsheet.proving.things import things

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning import Row, Slot
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def scoped(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A scope that the sentence does not have: "all" for "most", "always" for "often", "overall" for "in her group"."""
    wide = _wide(telling, slot)
    if wide is None:
        return
    low = wide.low
    if low in {"most", "mostly"} and _has_more_than_half(telling.found.sentence):
        return
    if low in _NONE and negating(telling.found.sentence):
        return  # "not one of them"
    if low in _NO_MORE and _leaves_one(telling.found.sentence):
        return
    if low in _ALL and not telling.lows.isdisjoint({"hardly", "barely", "scarcely"}):
        return  # "hardly a house escaped" for "nearly all were hit"
    theirs = (telling.found.sentence.tokens[at] for at in slot.theirs)
    narrow = next((one.low for one in theirs if one.is_of("narrow")), None)
    if narrow != low and not is_few_not(telling) and not _is_said_elsewhere(telling, slot, low):
        where = f" where its evidence has “{narrow}”" if narrow else "; its evidence does not"
        yield "scope-changed", f"the statement says “{low}”{where}"


def _leaves_one(one: Row) -> bool:
    """Whether a denial says that it is so of one, or from then on: "nobody but the cook", "not until Thursday"."""
    lows = [token.low for token in one.tokens]
    excepts = (at for at, low in enumerate(lows) if low in {"but", "except", "than"})
    return not_until(one) >= 0 or any(not _NOBODY.isdisjoint(lows[max(0, at - 4) : at]) for at in excepts)


_NOBODY = frozenset({"nobody", "none", "nothing", "no", "nowhere"})


def _has_more_than_half(one: Row) -> bool:
    """Whether the row has "more than half", "a majority", "two thirds" or "60 percent"."""
    tokens = one.tokens
    if not one.lows.isdisjoint({"majority", "bulk"}):
        return True
    if any(quantity.unit == "%" and quantity.value and quantity.value > _HALF for quantity in one.quantities.values()):
        return True
    halves = [at for at, token in enumerate(tokens) if at and token.low == "half"]
    return any(
        tokens[at - 1].low == "over" or [t.low for t in tokens[at - 2 : at]] == ["more", "than"] for at in halves
    )


_HALF = 50


def _wide(telling: Telling, slot: Slot) -> Token | None:
    """An unrestricted word of wide scope."""
    tokens = telling.found.statement.tokens
    for at in slot.mine:
        if tokens[at].is_of("wide") and not (_is_bounded(tokens, at) or _sums_up(tokens, at) or _heads(tokens, at)):
            return tokens[at]
    return None


def _is_bounded(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word before a wide one restricts it: "not the only one", "at most"."""
    return not {"not", "at"}.isdisjoint(token.low for token in tokens[max(0, at - 2) : at])


def _heads(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is initial and before a comma: "Overall, …"."""
    return at == 0 and len(tokens) > 1 and tokens[1].gap == ","


def _sums_up(tokens: Sequence[Token], at: int) -> bool:
    """Whether this is the "all" of "in all", which gives a total; not "in all eleven wells"."""
    if not at or (tokens[at - 1].low, tokens[at].low) != ("in", "all"):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or bool(after.gap) or after.is_preposition


def _is_said_elsewhere(telling: Telling, slot: Slot, low: str) -> bool:
    """Whether the evidence has the word here or in another sentence, or one of the same scope."""
    elsewhere = {token.low for one in telling.rows if one is not telling.found.sentence for token in one.tokens}
    same = next((one for one in (_ALL, _NO_MORE) if low in one), frozenset())
    if low in _ALL:
        same |= (_TWO if low == "both" else frozenset()) | _NONE  # "everyone was unhurt" for "nobody was injured"
    here = {telling.found.sentence.tokens[at].low for at in slot.theirs}
    return low in here | elsewhere or bool(same & telling.lows)


_ALL, _NO_MORE, _NONE, _TWO = map(group, ("scope_all", "scope_only", "scope_none", "scope_two"))


def all_for_some(telling: Telling) -> Iterator[Found]:
    """All for a part that the evidence counts: "all homes" for "600 of the 2,300"."""
    tokens = telling.found.statement.tokens
    wide = next((at for at, token in enumerate(tokens) if token.low in _EVERY and not _is_bounded(tokens, at)), None)
    if wide is None or telling.lows & (_ALL | _NONE) or any(token.is_of("negations") for token in tokens):
        return
    part = next((f"{one.part} of {one.said}" for row_ in telling.rows for one in things(row_) if one.part), "")
    if part and _is_about(telling):
        yield "scope-changed", f"the statement says “{tokens[wide].low}” where its evidence has “{part}”"


_EVERY = group("scope_every")


def all_for_most(telling: Telling) -> Iterator[Found]:
    """All for most or some, in any paraphrase: "all the camps"."""
    mine = {noun: at for at, noun in _scoped_nouns(telling.found.statement.tokens, _EVERY | {"both"})}
    wide = {noun for one in telling.rows for _, noun in _scoped_nouns(one.tokens, _ALL | _NONE)}
    for at, noun in _scoped_nouns(telling.found.sentence.tokens, _SOME):
        if noun in mine and noun not in wide and not _is_bounded(telling.found.statement.tokens, mine[noun]):
            said, there = telling.found.statement.tokens[mine[noun]], telling.found.sentence.tokens[at]
            yield "scope-changed", f"the statement says “{said.low}” where its evidence has “{there.low}”"


def _scoped_nouns(tokens: Sequence[Token], scope: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Each word of a scope with its noun: "most of the camps"."""
    for at, token in enumerate(tokens):
        if token.low not in scope:
            continue
        after = (x for x in tokens[at + 1 : at + _WHOSE + 1] if not (x.is_small or x.is_of("determiners")))
        if (noun := next(after, None)) is not None:
            yield at, noun.key


_SOME = group("scope_some")


def spread(telling: Telling) -> Iterator[Found]:
    """A claim about the whole of a place where the evidence has parts of it: "throughout the country"."""
    mine = telling.found.statement
    if mine.lows.isdisjoint(_WHOLE_OF):
        return
    wide = next((token for token in mine.tokens if token.low in _WHOLE_OF and token.low not in telling.lows), None)
    narrow = next((x for x in telling.found.sentence.tokens if x.low in _PARTS | {"some"}), None)
    bounded = mine.has("narrow", "part_only") or not mine.lows.isdisjoint(_PARTS)
    if wide and narrow and not bounded and not telling.lows & _WHOLE_OF and _is_about(telling):
        yield "scope-changed", f"the statement says “{wide.low}” where its evidence has “{narrow.low}”"


_WHOLE_OF = group("scope_throughout")
_PARTS = frozenset({"parts", "part", "pockets"})


def rescoped(telling: Telling) -> Iterator[Found]:
    """An "always" for an "often", in any paraphrase."""
    mine = {token.low for at, token in enumerate(telling.found.statement.tokens) if at not in telling.found.pairs}
    said, there = mine & _ALWAYS, telling.lows & _OFTEN
    if said and there and not telling.lows & _ALWAYS and not mine & _OFTEN and _is_about(telling):
        yield "scope-changed", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def _is_about(telling: Telling) -> bool:
    """Whether the evidence as a whole has a good part of the statement's words."""
    statement = telling.found.statement
    known = sum(telling.has_word(statement.tokens[at]) for at in statement.significant)
    return known >= TOLD * len(statement.significant)


_ALWAYS, _OFTEN = group("scope_always"), group("scope_often")


def widened(telling: Telling) -> Iterator[Found]:
    """A part reported without its quantifier: "residents" for "a handful of them"."""
    theirs = telling.found.sentence.tokens
    mine = telling.found.statement
    counts = mine.has("quantities", "narrow", "part_only") or any(token.is_number for token in mine.tokens)
    for at in range(len(theirs)):
        if at in telling.used:
            continue
        few = not counts and _is_few(theirs, at) and not telling.used.isdisjoint(range(at + 1, at + REACH))
        all_ = telling.claim.is_sentence and (_is_part_of_all(telling, at) or (not counts and _is_some(telling, at)))
        if few or all_ or (not counts and _is_restricted(telling, at)):
            yield (
                "scope-changed",
                f"the evidence says “{around(telling.found.sentence, at)}”; the statement leaves that out",
            )


def _is_some(telling: Telling, at: int) -> bool:
    """Whether "some" or "most" precedes a noun that has "the" in the statement."""
    found, tokens = telling.found, telling.found.sentence.tokens
    if tokens[at].low not in {"some", "most", "many", "several"} or at + 1 >= len(tokens) or tokens[at + 1].is_number:
        return False
    mine = next((x for x, there in found.pairs.items() if there == at + 1), 0)
    the = mine > 0 and found.statement.tokens[mine - 1].low == "the"
    return the and found.statement.tokens[mine].low == tokens[at + 1].low and tokens[at + 1].low.endswith("s")


def _is_restricted(telling: Telling, at: int) -> bool:
    """Whether "only" precedes a restricted noun whose restriction is omitted."""
    one = telling.found.sentence
    if one.tokens[at].low != "only" or at + 2 >= len(one.tokens) or one.tokens[at + 1].is_small:
        return False
    named = at + 1 in telling.used and one.tokens[at + 1].low.endswith("s") and not is_verb_at(one.tokens, at + 1)
    which = one.tokens[at + 2]
    told = [x for x in range(at + 3, min(at + 6, len(one.tokens))) if not one.tokens[x].is_small]
    opens = not which.gap and (which.is_preposition or which.is_of("relatives"))
    return bool(named and opens and told) and told[0] not in telling.used


def _is_part_of_all(telling: Telling, at: int) -> bool:
    """Whether a share of what the statement generalises begins here: "a third of those who", "most of the shops"."""
    found, tokens = telling.found, telling.found.sentence.tokens
    of = [token.low for token in tokens[at + 1 : at + 2]] == ["of"] and tokens[at + 2 : at + 3]
    if not of or not of[0].is_of("determiners") or not (at in found.sentence.quantities or tokens[at].is_of(*_SHARES)):
        return False
    if at and tokens[at - 1].is_of("negations"):
        return False  # "not one of the islands"
    all_ = next((x for x in found.sentence.significant if x > at + 1 and x not in found.sentence.quantities), -1)
    mine = next((x for x, there in found.pairs.items() if there == all_), -1)
    if mine < 0 or found.statement.tokens[mine].low != tokens[all_].low:
        return False
    before = range(max(0, mine - _WHOSE), mine)
    words = [found.statement.tokens[x] for x in before if found.pairs.get(x, 0) <= at]
    told = any(token.is_of(*_SHARES) or token.is_number or token.low in {"a", "an"} for token in words)
    return not told and any(token.is_of("determiners") for token in words)


_SHARES = ("quantities", "narrow", "part_only", "many", "shares")
"""Groups of words for a number or share."""
_WHOSE = 6
"""Distance before a noun within which its determiners are, in words."""


def _is_few(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the words mean a small part: "a handful", "only three of"; not "quite a few"."""
    if tokens[at].low in {"only", "just", "merely"}:
        return at + 2 < len(tokens) and tokens[at + 1].is_number and tokens[at + 2].low == "of"
    if tokens[at].low == "few":
        return not at or not (tokens[at - 1].is_of("determiners") or tokens[at - 1].is_number)
    return tokens[at].is_of("part_only")


def is_few_not(telling: Telling) -> bool:
    """Whether the sentence negates something of a few: "few rule out" means that most do not."""
    sentence = telling.found.sentence
    few = any(token.low == "few" for at, token in enumerate(sentence.tokens) if at not in telling.used)
    return few and bool(set(negating(sentence)) - telling.used)
