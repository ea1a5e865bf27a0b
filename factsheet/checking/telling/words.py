"""Finds replaced and added words: opposites, directions, details."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from factsheet.aligning.rows import POINTS
from factsheet.aligning.tokens import group, is_verb_at
from factsheet.attribution.cues import SPEAKING, in_lists
from factsheet.checking.telling.beside import REACH, VERY_CLOSE, around
from factsheet.checking.telling.denials import is_cancelled
from factsheet.checking.telling.scopes import is_few_not
from factsheet.checking.telling.sides import behind_subject, is_converse
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import (
    are_forms,
    are_kin,
    are_of_one_class,
    are_opposites,
    bases,
    headword,
    is_mostly,
    may_be,
)
from factsheet.proving.speakers import PLAIN, level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning import Row, Slot
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


_SLOT_CLOSE = 0.5
"""The share of paired words from which a single word between two neighbours is a replacement."""


def replaced(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A word replaced by its opposite, or by another of its class."""
    alone = slot.tight and len(slot.mine) == len(slot.theirs) == 1
    paired = slot.tight and len(slot.mine) == len(slot.theirs) <= _PHRASE
    if telling.share < (_SLOT_CLOSE if alone or paired else VERY_CLOSE) or is_few_not(telling):
        return
    mine = (telling.found.statement.tokens[at] for at in telling.found.pairs)
    if all(token.is_of("pronouns", "modals") or level(token.low) for token in mine):
        return  # "said he would" says nothing of what is compared
    contrary = [(at, there) for at, there in product(slot.mine, slot.theirs) if _are_opposites(telling, at, there)]
    if telling.share < VERY_CLOSE and not alone and len(contrary) != 1:
        return
    for at, there in product(slot.mine, slot.theirs):
        one, other = telling.found.statement.tokens[at], telling.found.sentence.tokens[there]
        if _are_many(one, other):
            yield "number-changed", _instead(one, other)
        elif _takes_place(telling, slot, at, there) and not is_converse(telling.found, at, there):
            yield "statement-reworded", _instead(one, other)


_PHRASE = 2
"""Words of a phrase that replaces another: "claimed victory" for "conceded defeat"."""


def _takes_place(telling: Telling, slot: Slot, at: int, there: int) -> bool:
    """Whether a word contradicts the one that it replaces, or means something else."""
    one, other = telling.found.statement.tokens[at], telling.found.sentence.tokens[there]
    if _are_opposites(telling, at, there):
        return not is_cancelled(telling, one, other)
    if telling.share < VERY_CLOSE and len(slot.mine) > 1:
        return False
    meant = _with_particle(telling.found.sentence.tokens, there), _with_particle(telling.found.statement.tokens, at)
    if not bases(meant[0]).isdisjoint(bases(one.low)) or not bases(meant[1]).isdisjoint(bases(other.low)):
        return False  # "conceded" for "let in"
    verbs = is_verb_at(telling.found.statement.tokens, at), is_verb_at(telling.found.sentence.tokens, there)
    if (verbs[0] and _is_noun(other)) or (verbs[1] and _is_noun(one)):
        return False  # "has room for" for "seats"
    alone = len(slot.mine) == len(slot.theirs) == 1
    return slot.tight and _is_another(telling, one, other, alone=alone)


def _is_noun(token: Token) -> bool:
    return is_mostly(token.low, "n") and not token.low.endswith(("ed", "ing"))


def _are_many(one: Token, other: Token) -> bool:
    """Whether both are different round numbers: "hundreds" and "thousands"."""
    return one.is_of("many") and other.is_of("many") and one.low != other.low


def _is_another(telling: Telling, one: Token, other: Token, *, alone: bool) -> bool:
    """Whether a word is of the same class as the one it replaces, or means another thing or deed."""
    if not _may_clash(one, other):
        return False
    if _of_one_class(one.low, other.low) or not alone:
        return _of_one_class(one.low, other.low)
    deeds = telling.share >= VERY_CLOSE and _are_verbs(one.low, other.low) and not _is_told_too(telling, one)
    things = _are_things(one, other) and not _is_made_from(telling, one)
    return deeds or (things and (_is_told_apart(telling, one) or not telling.is_named(one)))


def _is_told_too(telling: Telling, token: Token) -> bool:
    """Whether the sentence has the verb too, about something else: "found him guilty and fined him"."""
    sentence = telling.found.sentence
    return any(are_forms(token.low, sentence.tokens[at].low) for at in sentence.significant if at not in telling.used)


def _is_made_from(telling: Telling, token: Token) -> bool:
    """Whether the sentence has the verb of a noun: "employs 300 people" for "300 employees"."""
    made = frozenset().union(*(headword(base).derived for base in bases(token.low)))
    return any(not made.isdisjoint(bases(other.low)) for other in telling.found.sentence.tokens)


def _is_told_apart(telling: Telling, token: Token) -> bool:
    """Whether the sentence has the word too, about something else: "the drivers' union …, but the guards' union"."""
    tokens = telling.found.sentence.tokens
    return is_mostly(token.low, "n") and any(
        other.key == token.key for at, other in enumerate(tokens) if at not in telling.used
    )


def _instead(one: Token, other: Token) -> str:
    return f"the statement says “{one.low}” where its evidence has “{other.low}”"


def _are_things(one: Token, other: Token) -> bool:
    """Whether both are nouns or adjectives with different roots."""
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
"""Letters that derivations of one word share."""


def _are_opposites(telling: Telling, at: int, there: int) -> bool:
    """Whether a word of the statement, or a verb with its particle, is the contrary of one of the sentence."""
    mine, theirs = telling.found.statement.tokens, telling.found.sentence.tokens
    if mine[at].capital != theirs[there].capital or are_forms(mine[at].low, theirs[there].low):
        return False
    return are_opposites(_with_particle(mine, at), _with_particle(theirs, there))


def _with_particle(tokens: tuple[Token, ...], at: int) -> str:
    """A word, or the synonym of a verb with its particle: "reject" for "turn down"."""
    low, near = tokens[at].low, tokens[at + 1 : at + 1 + _PARTICLE]
    meanings = (_phrasal().get((base, token.low)) for base in bases(low) for token in near if not token.gap)
    return next(filter(None, meanings), low)


_PARTICLE = 3
"""Distance between a verb and its particle, in words: "turned the offer down"."""


@cache
def _phrasal() -> dict[tuple[str, str], str]:
    return {(verb, particle): meaning for verb, particle, meaning in ENGLISH.table("grammar", "phrasal")}


def _may_clash(one: Token, other: Token) -> bool:
    """Whether two words are of one class and no synonyms."""
    if any(all(not bases(token.low).isdisjoint(same) for token in (one, other)) for same in (group("judging"), _MUCH)):
        return False
    if one.capital != other.capital or one.is_number or other.is_number or are_kin(one.low, other.low):
        return False
    return not are_forms(one.low, other.low) and bases(one.low).isdisjoint(group("plain_saying"))


_MUCH = group("degree")
"""Words of degree, which can replace each other."""


def _are_verbs(one: str, other: str) -> bool:
    """Whether both are verbs here: participles, past forms, in "-s", or usually verbs."""
    ends = ("ed", "s") if one.endswith("s") and other.endswith("s") else ("ed",)
    return all(is_mostly(word, "v") or (word.endswith(ends) and may_be(word, "v")) for word in (one, other))


def _of_one_class(one: str, other: str) -> bool:
    return may_be(one, "n") and may_be(other, "n") and are_of_one_class(one, other)


def opposed(telling: Telling) -> Iterator[Found]:
    """A thing that does the opposite, wherever the verb is: "debt halved" for "debt all but doubled"."""
    mine, theirs = telling.found.statement, telling.found.sentence
    for at, there in product(telling.found.missing, theirs.significant):
        one, other = mine.tokens[at], theirs.tokens[there]
        if there in telling.used or not (may_be(one.low, "v") and may_be(other.low, "v")):
            continue
        if (
            _are_opposites(telling, at, there)
            and not is_cancelled(telling, one, other)
            and not is_converse(telling.found, at, there)
            and (_have_one_object(telling, at, there) or (_doer(mine, at) and _doer(mine, at) == _doer(theirs, there)))
        ):
            yield "statement-reworded", _instead(one, other)


def _have_one_object(telling: Telling, at: int, there: int) -> bool:
    """Whether two deeds are done to the same thing, and are not one deed told from two sides."""
    mine, theirs = telling.found.statement, telling.found.sentence
    if not group("converse").isdisjoint(bases(mine.tokens[at].low) | bases(theirs.tokens[there].low)):
        return False
    objects = _object(theirs, there)
    return any(telling.found.pairs.get(x) in objects for x in _object(mine, at))


def _object(row: Row, verb: int) -> list[int]:
    """The significant words that directly follow a verb, up to a mark or a small word of another phrase."""
    found: list[int] = []
    for at in range(verb + 1, len(row.tokens)):
        token = row.tokens[at]
        if set(token.gap) & POINTS or token.is_of("prepositions", "conjunctions", "relatives", "auxiliaries", "modals"):
            break
        if not (token.is_small or token.is_of("pronouns", "quantities") or token.low in _ADVERBS):
            found.append(at)
    return found


def _doer(row: Row, at: int) -> str:
    """The noun before a verb, with small words, adverbs and auxiliaries between; "" if negated or far."""
    for before in range(behind_subject(row, at) - 1, max(-1, at - REACH), -1):
        token = row.tokens[before]
        if token.is_of("negations") or set(row.tokens[before + 1].gap) & set(",;:"):
            return ""
        if not token.is_small and not token.is_of("auxiliaries", "modals", "quantities") and may_be(token.low, "n"):
            return token.key
    return ""


def another_deed(telling: Telling) -> Iterator[Found]:
    """Another deed behind the same verb, not in the evidence: "ordered to close" for "ordered to pay"."""
    mine, theirs = telling.found.statement.tokens, telling.found.sentence.tokens
    for at in range(1, len(mine) - 2):
        if mine[at].low != "to" or mine[at + 1].is_small or not may_be(mine[at + 1].low, "v"):
            continue
        there = next(
            (x for x in range(1, len(theirs) - 1) if theirs[x].low == "to" and _leads_alike(telling, at, x)), 0
        )
        told = [token for token in mine[at + 1 :] if not token.is_small and not token.is_of("pronouns")]
        if there and len(told) > 1 and not any(telling.has_word(token) or telling.is_known(token) for token in told):
            yield "statement-reworded", f"the evidence has nothing of “{mine[at + 1].low} {told[1].low}”"
            return


def _leads_alike(telling: Telling, at: int, there: int) -> bool:
    """Whether the last verb before each "to" is the same word."""
    rows = (telling.found.statement, at), (telling.found.sentence, there)
    verbs = [
        next((one.tokens[x].low for x in range(to - 1, -1, -1) if is_verb_at(one.tokens, x)), "") for one, to in rows
    ]
    return bool(verbs[0]) and verbs[0] == verbs[1]


def compared(telling: Telling) -> Iterator[Found]:
    """A comparison that the evidence does not have: "as crowded as ever", "just as packed"."""
    tokens = telling.found.statement.tokens
    for at in range(1, len(tokens)):
        said = tokens[at]
        if tokens[at - 1].low != "as" or said.is_small or not may_be(said.low, "a") or at in telling.found.pairs:
            continue
        just = at > 1 and tokens[at - 2].low in {"just", "still", "every", "quite"}
        if (just or _goes_on(tokens, at + 1)) and not telling.has_word(said):
            yield "statement-reworded", f"the evidence has nothing of “{around(telling.found.statement, at - 1)}”"


def _goes_on(tokens: tuple[Token, ...], at: int) -> bool:
    return [one.low for one in tokens[at : at + 2]] in (
        ["as", "ever"],
        ["as", "before"],
        ["as", "always"],
        ["as", "usual"],
    )


def directed(telling: Telling) -> Iterator[Found]:
    """A rise for a fall, or a fall for a rise."""
    statement, up, down = telling.found.statement, group("rising"), group("falling")
    if statement.lows.isdisjoint(up) and statement.lows.isdisjoint(down):
        return
    mine = _measured(statement.tokens)
    theirs = set[str]().union(*(_measured(one.tokens) for one in telling.rows))
    for one, other in ((up, down), (down, up)):
        if mine & one and not mine & other and theirs & other and not theirs & one:
            said, there = min(mine & one), min(theirs & other)
            yield "statement-reworded", f"the statement says “{said}” where its evidence has “{there}”"


def _measured(tokens: tuple[Token, ...]) -> set[str]:
    """The words of a row, without those that express a rise or fall only in some places and do not there."""
    unsure = _PARTICLES | _HAVING_OBJECTS
    return {token.low for at, token in enumerate(tokens) if token.low not in unsure or _has_measure(tokens, at)}


_PARTICLES = frozenset({"fewer", "up", "down", "more", "larger", "smaller", "lower", "higher"})


_HAVING_OBJECTS = frozenset({"declined", "decline", "dropped", "drop", "gained", "gain"})


def _has_measure(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number belongs to a word: "up from a third", "down 4 percent"; not "give up 20 seats"."""
    after = tokens[at + 1 : at + 3]
    if tokens[at].low in _HAVING_OBJECTS:
        return not (after and (after[0].is_of("determiners", "pronouns") or after[0].low == "to"))
    if at and after and after[0].is_number and is_verb_at(tokens, at - 1) and tokens[at - 1].low not in group("be"):
        return any(token.low in {"%", "per", "percent", "points"} for token in tokens[at + 2 : at + 4])
    if after and after[0].gap:
        return False
    if after and after[0].low == "than":
        return not after[-1].is_number
    return bool(after) and (after[0].low in {"from", "by", "on"} or after[0].is_number)


def added(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A detail that the article does not have, in a statement that otherwise repeats its sentence."""
    if slot.tight and not slot.theirs:
        yield from _beyond(telling, slot)
    if slot.theirs or not (slot.tight or _at_edge(telling, slot)):
        return
    for at in slot.mine:
        one = telling.found.statement.tokens[at]
        tells = telling.share >= VERY_CLOSE or may_be(one.low, "n") or may_be(one.low, "v")
        if _is_given(telling, at):
            continue
        if tells and _may_be_detail(one) and not telling.is_known(one):
            yield "detail-added", f"the article does not have “{one.low}”"


def _is_given(telling: Telling, at: int) -> bool:
    """Whether a word is no added detail, since the sentence implies it.

    Such are "advice" where somebody told somebody something, an empty place where nobody was, and an adverb whose
    meaning is in the sentence's verb: "fell sharply" for "plunged".
    """
    found, one = telling.found, telling.found.statement.tokens[at]
    if one.is_of("said_things"):
        return any(in_lists(low, SPEAKING) for low in telling.lows)
    if one.is_of("cause_words") and not telling.lows.isdisjoint(group("cause_words")):
        return True
    if f"un{one.low}" in telling.lows:
        return True  # "not convinced" for "unconvinced"
    if one.is_of("leaving") and not telling.lows.isdisjoint(group("left")):
        return True
    if one.is_of("empty"):
        return not telling.lows.isdisjoint({"nobody", "no", "none", "nothing"})
    beside = [x for x in (at - 1, at + 1) if x in found.pairs]
    verbs = [x for x in beside if may_be(found.statement.tokens[x].low, "v")]
    return one.low.endswith("ly") and any(
        not are_forms(found.statement.tokens[x].low, found.sentence.tokens[found.pairs[x]].low) for x in verbs
    )


def _beyond(telling: Telling, slot: Slot) -> Iterator[Found]:
    """A detail of several words that is not in the evidence, though its words are in the article."""
    tokens = [telling.found.statement.tokens[at] for at in slot.mine]
    new = [one for one in tokens if (may_be(one.low, "n") or may_be(one.low, "a")) and _may_be_detail(one)]
    there = telling.found.pairs.get(slot.mine[-1] + 1, 0)
    if there and telling.found.sentence.tokens[there - 1].low in {"the", "this", "that"}:
        return  # "the comet project" for "the project"
    if telling.share >= _NEARLY and telling.claim.is_sentence and len(new) > 1 and not any(map(telling.has_word, new)):
        yield "detail-added", f"the evidence does not have “{new[0].low} {new[1].low}”"


_NEARLY = 0.7
"""The share of paired words from which such a detail stands out."""


def _may_be_detail(one: Token) -> bool:
    if one.capital or one.is_number or one.is_of(*_NO_DETAIL) or one.low in _ADVERBS:
        return False
    return bases(one.low).isdisjoint(group("converse") | group("measures")) and level(one.low) != PLAIN


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
_ADVERBS = ENGLISH.words("grammar", "no_details")


def _at_edge(telling: Telling, slot: Slot) -> bool:
    """Whether the words precede or follow all paired words, in a statement that repeats its sentence."""
    if telling.share < VERY_CLOSE - 0.1 or not slot.mine or not telling.claim.is_sentence:
        return False
    first, last = min(telling.found.pairs), max(telling.found.pairs)
    return slot.mine[-1] == first - 1 or (slot.mine[0] > last and slot.mine[-1] - last <= _TAIL)


_TAIL = 5


_MORE = frozenset({"including", "such", "like", "plus", "alongside", "featuring"})
"""Words that begin an example or an addition."""


def included(telling: Telling) -> Iterator[Found]:
    """An example or addition that is not in the article: "including staff passwords"."""
    tokens = telling.found.statement.tokens
    for at, token in enumerate(tokens):
        if token.low in _MORE and (left := _left_out(telling, at)):
            yield "scope-changed", f"the statement says “{token.low}” where its evidence has “{left}”"
        if token.low in _MORE and token.low not in telling.lows:
            phrase = _phrase(tokens, at + 1)
            new = [other for other in phrase if not tokens[other].capital and not tokens[other].is_number]
            if new and telling.found.pairs.keys().isdisjoint(phrase) and not telling.is_known(tokens[new[-1]]):
                yield "detail-added", f"the article does not have “{tokens[new[-1]].low}”"


def _left_out(telling: Telling, at: int) -> str:
    """The word with which the sentence excludes what the statement includes: "sparing", "except"."""
    named = (telling.found.pairs[one] for one in range(at + 1, at + 4) if one in telling.found.pairs)
    there = next(named, 0)
    before = telling.found.sentence.tokens[max(0, there - 2) : there]
    return next((token.low for token in before if token.is_of("leaving_out")), "")


def _phrase(tokens: tuple[Token, ...], start: int) -> list[int]:
    """The significant words of a short phrase, up to a mark."""
    points = (at for at in range(start + 1, len(tokens)) if any(char in ",;:" for char in tokens[at].gap))
    end = min(next(points, len(tokens)), start + 4)
    return [at for at in range(start, end) if not tokens[at].is_small]
