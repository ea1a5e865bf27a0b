"""Finds swapped roles: who did it to whom, and which number belongs to what."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from factsheet.aligning.losses import parts
from factsheet.aligning.rows import POINTS, passives, preposition_before
from factsheet.aligning.slots import slots
from factsheet.aligning.tokens import group, is_verb_at
from factsheet.checking.telling.beside import REACH
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import are_forms, bases, headword, may_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factsheet.aligning import Alignment, Row, Slot
    from factsheet.aligning.rows import Passive
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def swapped(telling: Telling) -> Iterator[Found]:
    """Two names or things that swapped sides of a verb."""
    found = telling.found
    if found.turned:
        return
    if _are_moved(found):
        yield "sides-changed", "names of the evidence have changed places"
        return
    passive = passives(found.statement) or passives(found.sentence)
    if not passive and any(_crosses(found, at, there) for at, there in same_verbs(found)):
        yield "sides-changed", _ROUND


def _are_moved(found: Alignment) -> bool:
    """Whether only names of the sentence are unpaired: they are in another order."""
    left = [found.statement.tokens[at] for at in found.missing]
    if len(left) < 2 or not all(one.capital for one in left):
        return False
    there = {found.sentence.tokens[at].key for at in found.sentence.significant} - {"s"}
    if not there.issuperset(one.key for one in left):
        return False
    if all(_is_listed(found.statement, at) for at in found.missing):
        return False
    gaps = list(slots(found))
    return any(_is_another(found, slot) for slot in gaps) and not any(_is_resolved(found, slot) for slot in gaps)


def _is_another(found: Alignment, slot: Slot) -> bool:
    """Whether a statement has another name than the sentence, or several in another order."""
    mine = [found.statement.tokens[at] for at in slot.mine if found.statement.tokens[at].capital]
    theirs = [found.sentence.tokens[at] for at in slot.theirs if found.sentence.tokens[at].capital]
    keys = [token.key for token in found.sentence.tokens]
    spots = [keys.index(token.key) for token in mine if token.key in keys]
    return bool(mine and theirs) or spots != sorted(spots)


def _is_listed(one: Row, at: int) -> bool:
    """Whether a word is next to an "and": two names of a list can swap."""
    return any(token.low == "and" for token in one.tokens[max(0, at - _BESIDE) : at + _BESIDE + 1])


_BESIDE = 2


def _is_resolved(found: Alignment, slot: Slot) -> bool:
    """Whether a statement has a name for the sentence's "the monument"."""
    nouns = [at for at in slot.theirs if at and found.sentence.tokens[at - 1].low in {"the", "this", "that"}]
    return bool(slot.mine) and any(not found.sentence.tokens[at].capital for at in nouns)


_ROUND = "the statement has who did it and who it was done to the other way round"


def names_swapped(telling: Telling) -> Iterator[Found]:
    """Two names on each other's side of a verb, or of one that means the same: "overtook" for "overhauled"."""
    found = telling.found
    if found.turned or passives(found.statement) or passives(found.sentence):
        return
    for at, there in _like_verbs(found):
        before, after = _names_around(found.statement, at)
        before_there, after_there = _names_around(found.sentence, there)
        crossed = (before & after_there or _from(found, before, there)) and after & before_there
        if crossed and not (before & before_there or after & after_there):
            yield "sides-changed", _ROUND
            return


def _from(found: Alignment, names: set[str], verb: int) -> set[str]:
    """Those names from, to or against whom something is done in the sentence: "bought it from the family"."""
    one = found.sentence
    end = next(
        (at for at in range(verb + 1, len(one.tokens)) if not POINTS.isdisjoint(one.tokens[at].gap)), len(one.tokens)
    )
    starts = (at for at in range(verb + 1, end) if one.tokens[at].low in {"from", "to", "against"})
    start = next(starts, end)
    return names & {token.key for token in one.tokens[start:end] if token.capital}


def _names_around(one: Row, verb: int) -> tuple[set[str], set[str]]:
    """The keys of the names in a verb's subject and in its object."""
    names = {token.key for token in one.tokens if token.capital}
    before, after = _around(one, verb)
    return before & names, after & names


def _like_verbs(found: Alignment) -> Iterator[tuple[int, int]]:
    """The pairs of verbs that mean the same, except reciprocal ones."""
    mine, theirs = _deeds(found.statement), _deeds(found.sentence)
    for (at, forms), (there, others) in product(mine.items(), theirs.items()):
        like = frozenset().union(*(headword(base).same | headword(base).synonyms for base in forms))
        if not (like | forms).isdisjoint(others):
            yield at, there


def same_verbs(found: Alignment) -> Iterator[tuple[int, int]]:
    """The pairs of equal verbs, except reciprocal ones."""
    there = _deeds(found.sentence)
    for at, forms in _deeds(found.statement).items():
        yield from ((at, spot) for spot, other in there.items() if not forms.isdisjoint(other))


@lru_cache(maxsize=512)  # a sentence is beside many statements
def _deeds(one: Row) -> dict[int, frozenset[str]]:
    """The verbs with their base forms, except reciprocal ones."""
    found = {at: bases(token.low) for at, token in enumerate(one.tokens) if not token.is_small and _is_deed(one, at)}
    return {at: forms for at, forms in found.items() if forms.isdisjoint(group("mutual"))}


def _is_deed(one: Row, at: int) -> bool:
    """Whether a word is a verb here; a possible noun is one before "the" or "a"."""
    tokens = one.tokens
    if is_verb_at(tokens, at):
        return True
    before = at and not tokens[at - 1].is_small and not tokens[at].capital
    return bool(before) and may_be(tokens[at].low, "v") and at + 1 < len(tokens) and tokens[at + 1].is_of("determiners")


def _crosses(found: Alignment, at: int, there: int) -> bool:
    """Whether a verb's subject and object are swapped in the sentence."""
    before, after = _around(found.statement, at)
    before_there, after_there = _around(found.sentence, there)
    both, both_there = before & after, before_there & after_there
    if not (before - both) & (after_there - both_there):
        return False
    return bool((before_there - both_there) & (after - both)) or _is_done_to_doer(found, at, there)


def _is_done_to_doer(found: Alignment, at: int, there: int) -> bool:
    """Whether the name before a verb is after it in the sentence, where a pronoun is before it."""
    mine, theirs = found.statement, found.sentence
    subject = theirs.tokens[_before_helpers(theirs, there)].low
    name, object_ = _before_helpers(mine, at), there + 1
    if subject not in {"he", "she", "they", "who"} or object_ >= len(theirs.tokens) or theirs.tokens[object_].gap:
        return False
    one, other = mine.tokens[name], theirs.tokens[object_]
    return one.capital and other.capital and one.key == other.key


def _before_helpers(one: Row, verb: int) -> int:
    """The word before a verb and its "had", "will" or "then"; the verb itself if it is passive."""
    at = verb - 1
    while at > 0 and (one.tokens[at].is_of("auxiliaries", "modals") or one.tokens[at].low.endswith("ly")):
        at -= 1
    is_passive = any(token.low in _BE for token in one.tokens[at + 1 : verb])
    return max(0, verb if is_passive else at)


_BE = group("be")


@lru_cache(maxsize=512)
def _around(one: Row, at: int) -> tuple[set[str], set[str]]:
    """The keys of the significant words in a verb's subject and in its object."""
    last, end = behind_subject(one, at), at + 1
    start = last if last == at else last - 1
    while start and not _parts(one, start):
        start -= 1
    while (
        end < len(one.tokens)
        and not _parts(one, end)
        and not (one.tokens[end].is_preposition and one.tokens[end].low != "of")
    ):
        end += 1
    return _keys(one, range(start, last)), _keys(one, range(at + 1, end))


def behind_subject(one: Row, verb: int) -> int:
    """The end of a verb's subject: at the verb, or before what stands beside it: "Roe, who came first, beat"."""
    if "," not in one.tokens[verb].gap:
        return verb
    opens = (x for x in range(verb - 1, 0, -1) if "," in one.tokens[x].gap)
    clause = next(opens, 0)
    return clause if clause and one.tokens[clause].is_of("relatives", "determiners") else verb


def _parts(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return (
        not POINTS.isdisjoint(token.gap)
        or token.is_of("relatives", "subordinators")
        or token.low in {"and", "but", "or"}
    )


def _keys(one: Row, part: range) -> set[str]:
    calendar = lexicon().calendar
    words = [(at, one.tokens[at]) for at in part if at not in one.quantities]
    named = [(at, token) for at, token in words if not token.is_small and token.low not in calendar]
    return {form for at, token in named for form in ((token.key,) if at and token.capital else bases(token.low))}


def reversed_(telling: Telling) -> Iterator[Found]:
    """An agent who is the patient on the other side: "was asked by guards" for "asked guards"."""
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


def led_otherwise(telling: Telling) -> Iterator[Found]:
    """An agent to or from whom it is done in the sentence: "leaked by the paper" for "leaked to the paper"."""
    found = telling.found
    for at, there in found.pairs.items():
        mine, theirs = preposition_before(found.statement, at), preposition_before(found.sentence, there)
        if "by" not in {mine, theirs} or {mine, theirs}.isdisjoint({"to", "from"}) or at in found.statement.quantities:
            continue
        verb, verb_there = _verb_before(found.statement, at), _verb_before(found.sentence, there)
        same = verb >= 0 and found.pairs.get(verb) == verb_there
        if same and are_forms(found.statement.tokens[verb].low, found.sentence.tokens[verb_there].low):
            yield "sides-changed", f"the statement says “{mine}” where its evidence has “{theirs}”"
            return


def _verb_before(one: Row, at: int) -> int:
    """The last full verb before a word; -1 for none."""
    verbs = (x for x in range(at - 1, -1, -1) if not one.tokens[x].is_small and _may_be_done(one, x))
    return next(verbs, -1)


def _may_be_done(one: Row, at: int) -> bool:
    """Whether a word is a verb, or a participle right after its noun: "a memo leaked to the paper"."""
    low = one.tokens[at].low
    return is_verb_at(one.tokens, at) or (low.endswith(("ed", "en")) and may_be(low, "v"))


def is_converse(found: Alignment, at: int, there: int) -> bool:
    """Whether two verbs report one deed from its two sides: "bought by the museum" and "sold to the museum"."""
    mine, theirs = bases(found.statement.tokens[at].low), bases(found.sentence.tokens[there].low)
    if not any(_are_on(mine, theirs, *sides) or _are_on(theirs, mine, *sides) for sides in _sides_of_deeds()):
        return False
    before, after = _around(found.statement, at)
    before_there, after_there = _around(found.sentence, there)
    if before & before_there and (after or after_there):
        return False  # "the line buys its rival" for "the line sold to its rival"
    heads = found.statement.heads, found.sentence.heads
    return any(frozenset((heads[0][x], heads[1][y])) in _FROM_OTHER_SIDE for x, y in found.pairs.items())


def _are_on(one: frozenset[str], other: frozenset[str], left: frozenset[str], right: frozenset[str]) -> bool:
    return not one.isdisjoint(left) and not other.isdisjoint(right)


_FROM_OTHER_SIDE = [frozenset(pair) for pair in (("by", "to"), ("by", "from"), ("", "to"), ("", "from"))]
"""The prepositions for the participants of such a pair of verbs."""


@cache
def _sides_of_deeds() -> list[tuple[frozenset[str], frozenset[str]]]:
    table = ENGLISH.table("grammar", "sides_of_deeds")
    return [(frozenset(one.split()), frozenset(other.split())) for one, other in table]


def _undoes(found: Alignment, one: Passive) -> bool:
    """Whether the agent of the statement's passive is the patient in the sentence."""
    forth = {at: there for at, there in found.pairs.items() if at not in found.moved}
    return _is_done_to(found.sentence, forth, one)


def _redoes(found: Alignment, one: Passive) -> bool:
    """Whether the agent of the sentence's passive is the patient in the statement."""
    back = {there: at for at, there in found.pairs.items()}
    return _is_done_to(found.statement, back, one) or _has_aim(found.statement, back, one)


def _is_round(found: Alignment, one: Passive, other: Passive) -> bool:
    """Whether two passives of one verb have agent and patient swapped."""
    mine, theirs = found.statement, found.sentence
    verbs = {base for at in other.verb if not theirs.tokens[at].is_small for base in bases(theirs.tokens[at].low)}
    if not any(not mine.tokens[at].is_small and bases(mine.tokens[at].low) & verbs for at in one.verb):
        return False
    doer, doer_there = _keys(mine, one.doer), _keys(theirs, other.doer)
    return bool(doer & _keys(theirs, other.done_to) and doer_there & _keys(mine, one.done_to) and not doer & doer_there)


def _is_done_to(other: Row, pairs: Mapping[int, int], one: Passive) -> bool:
    """Whether the agent of a passive follows the same verb on the other side."""
    verb = next((at for at in reversed(one.verb) if at in pairs and not other.tokens[pairs[at]].is_small), None)
    spots = [pairs[at] for at in one.doer if at in pairs]
    if verb is None or not spots:
        return False
    there = pairs[verb]
    between = range(there + 1, min(spots))
    return there < min(spots) <= there + 4 and not any(other.tokens[at].is_preposition for at in between)


def _has_aim(one: Row, pairs: Mapping[int, int], passive: Passive) -> bool:
    """Whether the agent of a passive is the object of "to" or "against" on the other side, with another subject."""
    doer = next((pairs[at] for at in passive.doer if at in pairs), 0)
    before = [token.low for token in one.tokens[max(0, doer - 3) : doer] if not token.is_of("determiners")]
    subject = any(not token.is_small for token in one.tokens[: max(0, doer - 3)])
    return subject and before[-1:] in (["to"], ["against"])


def numbers_swapped(telling: Telling) -> Iterator[Found]:
    """Two numbers of the sentence that the statement swaps."""
    found = telling.found
    for (number, mine), (other, others) in combinations(_counted(found.statement).items(), 2):
        one, two = found.statement.quantities[number], found.statement.quantities[other]
        spot, other_spot = _spot(found, number), _spot(found, other)
        if spot is None or other_spot is None or agree(one, two):
            continue
        there = _counted(found.sentence)
        first, second = there.get(spot, frozenset()), there.get(other_spot, frozenset())
        shared = first & second
        crossed = (mine & second - shared, others & first - shared)
        straight = (mine & first - shared, others & second - shared)
        if all(crossed) and sum(map(len, crossed)) > sum(map(len, straight)):
            said = found.statement.tokens
            yield "numbers-swapped", f"“{said[number].low}” and “{said[other].low}” have changed places"
            return


def measured_otherwise(telling: Telling) -> Iterator[Found]:
    """A number as an average or record that is another in the evidence: "131 metres on average"."""
    found = telling.found
    for number, mine in _clauses(found.statement).items():
        spot = _spot(found, number)
        there = _clauses(found.sentence)
        said = next((token.low for token in mine if token.is_of("averages")), "")
        told = [at for at, words in there.items() if any(token.low == said for token in words)]
        if said and told and spot is not None and _first(found.sentence, spot) not in told:
            yield "number-of-another", f"its evidence tells of “{said}” with another number"
            return


def _first(one: Row, at: int) -> int:
    return min(x for x, quantity in one.quantities.items() if quantity is one.quantities[at])


@lru_cache(maxsize=512)  # a sentence is beside many statements
def _clauses(one: Row) -> dict[int, tuple[Token, ...]]:
    """Each number, by its first token, with the words of its clause."""
    edges = parts(one)
    starts = {_first(one, at) for at, quantity in one.quantities.items() if quantity.kind == "number"}
    return {at: tuple(one.tokens[x] for part in edges if at in part for x in part) for at in starts}


@lru_cache(maxsize=512)  # a sentence is beside many statements
def _counted(one: Row) -> dict[int, frozenset[str]]:
    """The base forms of the words that go with each number: up to a mark, an "and" or the next number.

    For a number with nothing after it, the words before it. If a noun is given only once, "12 offices here and 40
    there", it goes with neither.
    """
    starts = sorted(
        {min(x for x, q in one.quantities.items() if q is quantity) for quantity in one.quantities.values()}
    )
    after = {at: _going_on(one, at, 1) for at in starts}
    heads = {at: run[0] for at, run in after.items() if run and not _is_apart(one, at, run[0])}
    lone = set(heads.values()) if len(heads) < len([at for at in starts if after[at]]) else set[int]()
    return {at: _forms_of(one, [x for x in after[at] or _going_on(one, at, -1) if x not in lone]) for at in starts}


def _going_on(one: Row, at: int, step: int) -> list[int]:
    """The significant words on one side of a number that go with it."""
    run, x = [], at + step
    while 0 <= x < len(one.tokens) and abs(x - at) <= REACH:
        if one.quantities.get(x) is one.quantities[at]:
            x += step
            continue
        edge = x if step > 0 else min(x + 1, at - 1)  # "Hall, 52"
        if (
            x in one.quantities
            or one.tokens[x].low in {"and", "but", "while"}
            or not _BETWEEN.isdisjoint(one.tokens[edge].gap)
        ):
            break
        if not one.tokens[x].is_small:
            run.append(x)
        x += step
    return run


_BETWEEN = frozenset(",;:—()")


def _is_apart(one: Row, number: int, word: int) -> bool:
    """Whether a preposition, or the word itself if it is a verb, separates it from the number before."""
    between = one.tokens[number + 1 : word]
    return is_verb_at(one.tokens, word) or any(token.is_preposition or token.is_of("auxiliaries") for token in between)


def _forms_of(one: Row, run: Iterable[int]) -> frozenset[str]:
    return frozenset(form for at in run for form in bases(one.tokens[at].low))


def _spot(found: Alignment, number: int) -> int | None:
    """The position of a number of the statement in the sentence."""
    mine = found.statement.quantities[number]
    return next((at for at, one in found.sentence.quantities.items() if agree(mine, one)), None)
