"""Finds somebody reported as doing what somebody else does in the evidence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.rows import POINTS, passives
from factsheet.aligning.tokens import POSSESSIVES, group, is_verb_at
from factsheet.attribution.cues import in_lists
from factsheet.attribution.naming import is_person, sex_of
from factsheet.language.countries import countries
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import may_be
from factsheet.proving.speakers import level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def subject_of_another(telling: Telling) -> Iterator[Found]:
    """A subject that the sentence does not have; it has another name or pronoun."""
    name = _subject(telling.found)
    keys = [one.key for one in name]
    theirs = telling.found.sentence.tokens
    if not name or not {one.key for one in theirs}.isdisjoint(keys) or not telling.subject.text.find(keys):
        return
    if any(_is_object(theirs, at) for at in range(len(theirs)) if at not in telling.used):
        return  # "accused her of": she may be who the statement is about
    meant = [theirs[run[0] : run[-1] + 1] for run in _subjects(telling.found)] or _named_before(telling)
    for other in meant:
        if not telling.subject.are_one(keys[-1], other[-1].key) and keys[-1] not in {one.key for one in other}:
            said = telling.found.statement.text[name[0].start : name[-1].end]
            there = " ".join(one.low.title() for one in other)
            yield "name-changed", f"the statement is about “{said}”, its evidence about “{there}”"


def _named_before(telling: Telling) -> list[tuple[Token, ...]]:
    """The only person whom the sentence before names, if the statement's begins with "he" or "she"."""
    at = telling.rows.index(telling.found.sentence)
    pronoun = telling.found.sentence.tokens[0].low
    if not at or pronoun not in {"he", "she"}:
        return []
    before = telling.rows[at - 1]
    runs = [before.tokens[run[0] : run[-1] + 1] for run in _capitals(before, set()) if len(run) > 1]
    people = [run for run in runs if is_person([one.low for one in run])]
    return people if len(runs) == 1 and people and sex_of(people[0][0].low.title()) in {"", sex_of(pronoun)} else []


def relative_of(telling: Telling) -> Iterator[Found]:
    """Somebody reported as doing what a relative does: "Vance will run it" for "his son will"."""
    found, theirs = telling.found, telling.found.sentence.tokens
    mine = found.statement.lows
    for at, there in found.pairs.items() if not found.sentence.lows.isdisjoint(_OF_OTHERS) else ():
        if found.statement.tokens[at].low != theirs[there].low or not is_verb_at(theirs, there):
            continue
        one = _relative_before(found.sentence, there)
        doers = {found.pairs[x] for x in range(_begins(found.statement.tokens, at), at) if x in found.pairs}
        if one >= 0 and theirs[one].low not in mine and doers and doers.isdisjoint(range(one, there)):
            said = found.sentence.text[theirs[one - 1].start : theirs[one].end]
            yield "name-changed", f"the statement tells of somebody else what its evidence tells of “{said}”"
            return


def doer_elsewhere(telling: Telling) -> Iterator[Found]:
    """A name with a verb that has another subject in its sentence: "and the cast will be paid"."""
    found, mine, theirs = telling.found, telling.found.statement.tokens, telling.found.sentence.tokens
    for at, there in found.pairs.items():
        if not (found.same_word(at) and is_verb_at(mine, at) and is_verb_at(theirs, there)):
            continue
        one, other = _subject_before(found.statement, at), _subject_before(found.sentence, there)
        if _is_passive(mine, one.stop, at) != _is_passive(theirs, other.stop, there):
            continue
        spots = [found.pairs[x] for x in one if x in found.pairs]
        named = len(one) > 1 and all(mine[x].capital for x in one) and len(spots) == len(one)
        apart = named and bool(other) and max(spots) < other.start and telling.used.isdisjoint(other)
        if apart and is_name(theirs[other[-1]]):
            said = found.statement.text[mine[one.start].start : mine[one.stop - 1].end]
            has = found.sentence.text[theirs[other.start].start : theirs[other.stop - 1].end]
            yield "name-changed", f"the statement tells of “{said}” what its evidence tells of “{has}”"
            return


def doer_otherwise(telling: Telling) -> Iterator[Found]:
    """An agent other than in the sentence: "the driver called" for "the driver's sister called"."""
    mine, theirs = telling.found.statement, telling.found.sentence
    for at, there in _same_verbs(mine, theirs):
        one, other = _doer_of(mine, at), _doer_of(theirs, there)
        passive = [
            any(t.low in _BE for t in row_.tokens[max(0, x - 2) : x]) for row_, x in ((mine, at), (theirs, there))
        ]
        if one and other and passive[0] == passive[1] and _are_told_apart(telling, there, one, other):
            said, has = (" ".join(x.low for x in some) for some in (one, other))
            yield "name-changed", f"the statement tells of “{said}” what its evidence tells of “{has}”"
            return


def _same_verbs(mine: Row, theirs: Row) -> Iterator[tuple[int, int]]:
    """The verbs that a statement has in the same form as its sentence, each with its place there."""
    for at, token in enumerate(mine.tokens):
        spots = theirs.places.get(token.low, ())
        if not spots or token.is_small or token.low.endswith("ing") or token.is_of("modals") or level(token.low):
            continue
        if is_verb_at(mine.tokens, at):
            yield from ((at, there) for there in spots if is_verb_at(theirs.tokens, there))


def _are_told_apart(telling: Telling, verb: int, one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two subjects of a verb are two of the sentence, and no word of the second is in the statement.

    Two names may share a word: "Riverside Inn" and "Riverside Hotel".
    """
    tokens = telling.found.sentence.tokens
    keys, others = {token.key for token in one}, {token.key for token in other}
    if all(token.capital for token in one) and other[0].capital and len(one) > 1 and not keys <= others:
        shared = keys & others
        keys, others = keys - shared, others - shared
    spots = [at for at, token in enumerate(tokens) if token.key in keys]
    mine = {token.key for token in telling.found.statement.tokens}
    if not others or keys & others or not keys <= {tokens[at].key for at in spots} or not mine.isdisjoint(others):
        return False
    opens = (x for x in range(verb, len(tokens)) if tokens[x].is_of("relatives", "subordinators"))
    object_ = range(verb, min(verb + _OBJECT, next(opens, len(tokens))))
    if any(at in object_ for at in spots) or telling.subject.are_one(one[-1].key, other[-1].key):
        return False  # "Corvel shut the plant": the plant shut
    owned = any(tokens[at + 1].key == "s" for at in spots if at + 1 < len(tokens))
    if owned and not any(token.capital or token.low in _OF_OTHERS for token in other):
        return False  # "the airline's planes carried"
    low = tokens[verb].low
    rows = ((one_, at) for one_ in telling.rows for at in one_.places.get(low, ()))
    return not any(keys & {token.key for token in _doer_of(one_, at)} for one_, at in rows)


_OBJECT = 5
"""Distance between a verb and its object, in words."""


def _doer_of(one: Row, verb: int) -> tuple[Token, ...]:
    """The words of an agent, and of an apposition after it."""
    last = _before_helpers(one.tokens, verb)
    if not last or one.tokens[last - 1].low == "to":
        return ()  # "made contact to congratulate"
    beside = range(0)
    if last < len(one.tokens) and "," in one.tokens[last].gap:
        opens = next((x for x in range(last - 1, 0, -1) if "," in one.tokens[x].gap), 0)
        beside = range(0) if one.tokens[opens].is_of("relatives") else range(opens, last)
        last = opens
    first = last
    while first and not (one.tokens[first - 1].is_of("relatives", "subordinators") or _is_edge(one, first, last)):
        first -= 1
    if beside and all(one.tokens[x].is_number for x in beside):
        return ()  # "the pilot, Erik Holm, 52, gave"
    words = one.tokens[first:last]
    at = next((x for x, token in enumerate(words) if token.is_preposition), len(words))
    if not at or any(token.is_of("pronouns", "conjunctions") or token.low in _BESIDE_OTHERS for token in words):
        return ()
    head = words[at - 1]
    if head.is_of("quantities", "doubts") or not (head.capital or may_be(head.low, "n")):
        return ()
    spots = [*range(first, first + at), *beside]
    owners = {x for x in spots if x + 1 < len(one.tokens) and one.tokens[x + 1].key == "s"}
    return tuple(one.tokens[x] for x in spots if x not in owners and not one.tokens[x].is_small)


def _before_helpers(tokens: Sequence[Token], verb: int) -> int:
    """Where the auxiliaries and adverbs before a verb begin; the month of May is none."""
    while verb and not tokens[verb - 1].capital and _is_helper(tokens[verb - 1]):
        verb -= 1
    return verb


def _is_helper(token: Token) -> bool:
    is_adverb = token.low.endswith("ly") or token.low == "longer"
    return is_adverb or token.is_of("auxiliaries", "modals", "negations")


_BESIDE_OTHERS = frozenset({"with", "as", "plus", "alongside", "including", "like", "not", "and", "or"})
"""Words in a subject that show that it is not alone."""


def _is_edge(one: Row, first: int, last: int) -> bool:
    """Whether a clause begins at a word: after a mark or a verb."""
    points = first < last and not POINTS.isdisjoint(one.tokens[first].gap)
    return points or is_verb_at(one.tokens, first - 1)


def _is_passive(tokens: Sequence[Token], first: int, verb: int) -> bool:
    return not _BE.isdisjoint(token.low for token in tokens[first:verb])


def _subject_before(one: Row, verb: int) -> range:
    """The words before a verb and its auxiliaries, back to a mark, a verb, an "and" or a preposition."""
    first = last = _before_helpers(one.tokens, verb)
    while first and not (one.tokens[first - 1].is_small or is_verb_at(one.tokens, first - 1)):
        if not POINTS.isdisjoint(one.tokens[first].gap):
            break
        first -= 1
    return range(first, last)


def _relative_before(one: Row, verb: int) -> int:
    """The relative, aide or lawyer who is a verb's subject: "her grandson Tobias is to run"; -1 for none."""
    tokens = one.tokens
    for at in range(verb - 1, _begins(tokens, verb), -1):
        if tokens[at].low in _OF_OTHERS:
            joined = any(token.low == "and" and not token.gap for token in tokens[max(0, at - 2) : at])
            owned = tokens[at - 1].key == "s" or tokens[at - 1].low in POSSESSIVES
            return at if owned and not joined else -1
        if not tokens[at].is_of("auxiliaries", "modals") and is_verb_at(tokens, at):
            break
    return -1


def _begins(tokens: Sequence[Token], verb: int) -> int:
    """The start of a verb's clause: after the last mark before it, or at a word that opens one."""
    opens = (x for x in range(verb, 0, -1) if not POINTS.isdisjoint(tokens[x].gap) or tokens[x].is_of("relatives"))
    return next(opens, 0)


_OF_OTHERS = ENGLISH.words("holders", "of others") | ENGLISH.words("titles", "relations")


def doer_of_another(telling: Telling) -> Iterator[Found]:
    """A name as the agent of what another did: "Brandt found it" for "found by Egede"."""
    found = telling.found
    if not (passives(found.statement) or passives(found.sentence)):
        return  # names beside the same words are compared by `names`
    theirs = _doers(found.sentence)
    for at, name in _doers(found.statement).items():
        other = theirs.get(found.pairs.get(at, -1), ())
        if _are_two(telling, name, other):
            said, there = (" ".join(token.low.title() for token in one) for one in (name, other))
            yield "name-changed", f"the statement says “{said}” where its evidence has “{there}”"


def _are_two(telling: Telling, name: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two full names of the article share no word, and the first is not in the evidence."""
    keys, others = [token.key for token in name], {token.key for token in other}
    if min(len(keys), len(others)) < 2 or not others.isdisjoint(keys) or not telling.lows.isdisjoint(keys):
        return False
    if telling.subject.are_one(keys[-1], other[-1].key):
        return False
    return bool(telling.subject.text.find(keys)) and not countries(keys)


@lru_cache(maxsize=512)  # a sentence is beside many statements
def _doers(one: Row) -> dict[int, tuple[Token, ...]]:
    """The name of each verb's agent: before it, or after the "by" of a passive."""
    found: dict[int, tuple[Token, ...]] = {}
    for passive in passives(one):
        verb = next((at for at in reversed(passive.verb) if at in one.verbs), -1)
        found[verb] = _name_within(one, passive.doer)
    for at in one.verbs:
        if at not in found and not one.tokens[at].is_of("auxiliaries", "modals"):
            found[at] = _name_before(one, at)
    return found


def _name_within(one: Row, part: range) -> tuple[Token, ...]:
    """The first name in a part of a row."""
    start = next((at for at in part if is_name(one.tokens[at])), part.stop)
    end = next((at for at in range(start, part.stop) if not is_name(one.tokens[at])), part.stop)
    return one.tokens[start:end]


def _name_before(one: Row, at: int) -> tuple[Token, ...]:
    """The name before a verb and its auxiliaries; empty for a passive."""
    start = end = _before_helpers(one.tokens, at)
    if _is_passive(one.tokens, end, at):
        return ()
    while start and is_name(one.tokens[start - 1]) and (start == end or not one.tokens[start].gap):
        start -= 1
    hangs = start and one.tokens[start - 1].is_preposition
    return () if hangs else one.tokens[start:end]


_BE = group("be")


def _subject(found: Alignment) -> Sequence[Token]:
    """The name before the verb at the start of a statement; empty if it does not begin with one."""
    tokens = found.statement.tokens
    end = next((at for at in range(len(tokens)) if not tokens[at].capital), 0)
    return tokens[:end] if end and not found.pairs.keys() & {*range(end)} and _is_verb(tokens, end) else ()


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (is_verb_at(tokens, at) or tokens[at].is_of("auxiliaries", "modals"))


def _subjects(found: Alignment) -> Iterator[list[int]]:
    """Omitted names of the sentence that can be the subject of its verb."""
    tokens = found.sentence.tokens
    used = set(found.pairs.values())
    first = min(used, default=0)
    behind = len(_subject(found))
    verb = next((there for at, there in found.pairs.items() if at == behind and found.same_word(at)), -1)
    pronouns = [token.low for token in tokens[max(0, first - 4) : first] if token.low in {"he", "she"}]
    for run in _capitals(found.sentence, used):
        after = run[-1] + 1
        told = (
            len(run) > 1
            and after < len(tokens)
            and tokens[after].low != "that"  # "told the Gazette that he"
            and (tokens[after].is_of("relatives", "subordinators") or after == verb)
        )
        ends = bool(pronouns) and after <= first and _is_verb(tokens, after)
        meant = ends and _may_be_meant(tokens, run, pronouns[-1])
        if (told or meant) and not (run[0] and tokens[run[0] - 1].is_preposition):
            yield run


def _may_be_meant(tokens: Sequence[Token], run: Sequence[int], pronoun: str) -> bool:
    """Whether a pronoun can only mean a name before it: of its gender, and no "told him that he"."""
    genders = {sex_of(tokens[at].low.title()) for at in run} - {""}
    return genders <= {sex_of(pronoun)} and not in_lists(tokens[run[-1] + 1].low, frozenset({"tell"}))


def _is_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun is an object: "accused her of", not "her colleague", "any of them"."""
    if at and tokens[at - 1].low == "of":
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].low in {"her", "him", "them"} and (after is None or after.is_small or bool(after.gap))


def _capitals(one: Row, used: set[int]) -> Iterator[list[int]]:
    """Runs of capitalised words that nothing on the other side accounts for."""
    run: list[int] = []
    for at, token in enumerate(one.tokens):
        name = at not in used and is_name(token)
        if run and (not name or token.gap):
            yield run
            run = []
        if name:
            run.append(at)
    if run:
        yield run


def is_name(token: Token) -> bool:
    """Whether a word is capitalised, and no small word, pronoun, day or month."""
    small = token.is_small or token.is_of("pronouns") or token.low in lexicon().calendar
    return token.capital and not small
