"""Gives the other word orders that a text can have without a change of meaning.

A passive made active, a fronted phrase put after its clause, a title put before the name it follows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.rows import passives
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, may_be

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.aligning.rows import Row

ROLES = ENGLISH.words("titles", "roles", "relations") | ENGLISH.words("holders", "of others")
"""Nouns for what a person is."""
_APPOSED = 10
"""The longest apposition after a name, in words."""
_MOST_CLAUSES = 3
"""Clauses after which a fronted phrase is looked for, besides the end of the sentence."""
_ROWS = 512
"""Rows whose orders are cached: one sentence is compared with many statements."""


@lru_cache(_ROWS)
def turned(one: Row) -> list[list[int]]:
    """The significant tokens with each passive made active: "X was hit by Y on Friday" as Y, hit, X."""
    count = len(one.tokens)
    return [
        _significant(one, [*range(p.start), *p.doer, *p.verb, *p.done_to, p.by, *range(p.doer.stop, count)])
        for p in passives(one)
    ]


@lru_cache(_ROWS)
def undone(one: Row) -> list[list[int]]:
    """The significant tokens with each passive without an agent in active order: "X was hit" as hit, X."""
    out = []
    for verb in one.significant:
        done_to = _done_to(one, verb)
        if done_to and not one.tokens[verb].gap:
            order = [*range(done_to.start), *range(done_to.stop, verb + 1), *done_to, *range(verb + 1, len(one.tokens))]
            out.append(_significant(one, order))
    return out


def _done_to(one: Row, verb: int) -> range:
    """The subject of a passive without "by": all words before its auxiliaries; empty if it is no such passive."""
    if _OF_DONE.isdisjoint(bases(one.tokens[verb].low)):
        return range(0)
    first = verb
    while first and one.tokens[first - 1].low in _OF_PASSIVE:
        first -= 1
    after = one.tokens[verb + 1].low if verb + 1 < len(one.tokens) else ""
    is_passive = not _BE.isdisjoint(token.low for token in one.tokens[first:verb]) and after != "by"
    start = first
    while start and not one.tokens[start].gap and not one.tokens[start - 1].is_preposition:
        start -= 1
    plain = start == 0 or "," in one.tokens[start].gap
    return range(start, first) if is_passive and plain else range(0)


_BE = frozenset({"was", "were", "is", "are", "been", "be"})
_OF_PASSIVE = _BE | {"has", "have", "had", "will", "also", "later"}
_OF_DONE = ENGLISH.words("grammar", "done_by_whomever")


def done_so(mine: Row, theirs: Row, pairs: dict[int, int]) -> int | None:
    """The sentence's active verb that matches a statement's passive without an agent, in the same tense, or None."""
    for verb, there in pairs.items():
        done_to = _done_to(mine, verb)
        objects = [pairs[at] for at in done_to if at in pairs]
        if objects and min(objects) > there:
            same = _same_time(mine, verb, theirs, there) and _is_object(theirs, there, min(objects), mine, done_to)
            return there if same else None
    return None


def _same_time(mine: Row, verb: int, theirs: Row, there: int) -> bool:
    """Whether an active verb has the tense of a passive: "closed" for "was closed", "has closed" for "has been"."""
    passive = [token.low for token in mine.tokens[max(0, verb - _CHAIN) : verb] if token.low in _OF_TENSE]
    first = there
    while first and (theirs.tokens[first - 1].is_of("auxiliaries", "modals") or theirs.tokens[first - 1].low == "to"):
        first -= 1
    active = [token.low for token in theirs.tokens[first:there]]
    if active:
        return [_AS_ACTIVE.get(one, one) for one in active] == [_AS_ACTIVE.get(one, one) for one in passive[:-1]]
    low, subject = theirs.tokens[there].low, theirs.tokens[there - 1] if there else None
    if subject is None or theirs.tokens[there].gap or subject.is_preposition or low.endswith("ing"):
        return False
    is_past = low.endswith("ed") or not (bases(low) == {low} or low.endswith("s"))
    return passive in ([["was"], ["were"]] if is_past else [["is"], ["are"]])


_CHAIN = 4
"""The longest chain of a passive's auxiliaries, in words."""
_OF_TENSE = _BE | {"has", "have", "had", "will"}
_AS_ACTIVE = {"have": "has"}


def _is_object(theirs: Row, verb: int, first: int, mine: Row, done_to: range) -> bool:
    """Whether the object directly follows its verb, with the same owner on both sides."""
    between = theirs.tokens[verb + 1 : first]
    owners = {token.low for token in between if token.is_of("pronouns")}
    plain = all(token.is_of("determiners", "pronouns") or may_be(token.low, "a") for token in between)
    return plain and owners <= {mine.tokens[at].low for at in done_to}


@lru_cache(_ROWS)
def front(one: Row) -> range:
    """The tokens of a phrase or clause before the main clause: "After the storm, …"; empty if there is none."""
    commas = [at for at in range(2, len(one.tokens)) if "," in one.tokens[at].gap]
    ends = [at for at in commas if not one.tokens[at].is_of("relatives")]
    return range(ends[0]) if ends and _opens(one) else range(0)


def _opens(one: Row) -> bool:
    """Whether the text can begin with a phrase or clause that modifies a verb: "Shortly before", "Citing"."""
    first, second = one.tokens[:2]
    is_adverb = first.low.endswith("ly") and second.is_preposition
    is_participle = first.low.endswith("ing") and may_be(first.low, "v")
    return is_adverb or is_participle or first.is_of("prepositions", "subordinators")


@lru_cache(_ROWS)
def unfronted(one: Row) -> list[list[int]]:
    """The significant tokens with the fronted phrase after each of the first clauses, and at the end."""
    count, first = len(one.tokens), front(one).stop
    ends = [at for at in range(first + 1, count) if any(char in ",;—" for char in one.tokens[at].gap)]
    orders = ([*range(first, end), *front(one), *range(end, count)] for end in [*ends[:_MOST_CLAUSES], count])
    return [_significant(one, order) for order in orders] if first else []


@lru_cache(_ROWS)
def apposed(one: Row) -> list[list[int]]:
    """The significant tokens with an apposition before its name: "Reed, the mayor," as "the mayor Reed"."""
    count, out = len(one.tokens), []
    for at in range(1, count):
        if "," not in one.tokens[at].gap or not one.tokens[at - 1].capital:
            continue
        end = next((x for x in range(at + 1, min(at + _APPOSED, count)) if "," in one.tokens[x].gap), None)
        start = at - 1
        while start and one.tokens[start - 1].capital and not one.tokens[start].gap:
            start -= 1
        if end is not None and _is_role(one, range(at, end)):
            out.append(_significant(one, [*range(start), *range(at, end), *range(start, at), *range(end, count)]))
    return out


def _is_role(one: Row, part: range) -> bool:
    """Whether words are a role and report nothing."""
    tells = any(is_verb_at(one.tokens, at) and not one.tokens[at].low.endswith("ing") for at in part)
    return not tells and any(one.tokens[at].low in ROLES for at in part)


def _significant(one: Row, order: Iterable[int]) -> list[int]:
    return [at for at in order if not one.tokens[at].is_small]


def is_of_same_clause(mine: Row, theirs: Row, pairs: dict[int, int]) -> bool:
    """Whether what is fronted in one text and follows in the other belongs to the same verb in both."""
    back = {there: at for at, there in pairs.items()}
    for one, other, led in ((mine, theirs, pairs), (theirs, mine, back)):
        phrase, count = front(one), len(one.tokens)
        moved = [led[at] for at in phrase if at in led]
        if not any(led[at] < min(moved) for at in led if moved and at not in phrase):
            continue
        deed = next((at for at in range(phrase.stop, count) if is_verb_at(one.tokens, at)), None)
        hung = _hung_on(other, min(moved))
        if deed is None or hung is None or led.get(_told_by(one, deed), -1) != _told_by(other, hung):
            return False
    return True


def _hung_on(one: Row, at: int) -> int | None:
    """The verb that a following phrase modifies: the last one before it; no infinitive if a comma separates them."""
    before = [x for x in range(at) if is_deed(one, x)]
    if "," in one.tokens[at].gap:
        before = [x for x in before if not x or one.tokens[x - 1].low != "to"]
    return before[-1] if before else None


def _told_by(one: Row, verb: int) -> int:
    """The full verb of a verb phrase: itself, or what follows an auxiliary; the number of tokens if there is none."""
    return next((at for at in one.significant if at >= verb), len(one.tokens))


def are_both_passive(statement: Row, sentence: Row, pairs: dict[int, int]) -> bool:
    """Whether a verb is passive on both sides, so that neither may be made active."""
    mine = {at for one in passives(statement) for at in one.verb}
    theirs = {at for one in passives(sentence) for at in one.verb}
    return any(at in mine and there in theirs for at, there in pairs.items())


def is_deed(row: Row, at: int) -> bool:
    """Whether a word is a verb, or a participle after a preposition: "for throwing"."""
    token = row.tokens[at]
    is_gerund = at > 0 and row.tokens[at - 1].is_preposition and token.low.endswith("ing") and may_be(token.low, "v")
    return is_gerund or is_verb_at(row.tokens, at)
