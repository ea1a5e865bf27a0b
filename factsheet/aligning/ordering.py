"""Ordering: the other orders in which the words of a text say the same.

A passive told from the doer's side, a phrase at the front put behind its clause, what somebody is before their name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.rows import passives
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import may_be

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.aligning.rows import Row

ROLES = ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "relations") | ENGLISH.words("holders", "of others")
"""Nouns for what somebody is."""
_APPOSED = 10
"""Words of what somebody is, between commas behind their name."""
_MOST_CLAUSES = 3
"""Points behind which what stands at the front of a sentence is looked for; and its end."""
_ROWS = 1024
"""Rows of which the orders are kept: a sentence is beside many statements."""


@lru_cache(_ROWS)
def turned(one: Row) -> list[list[int]]:
    """The significant tokens with each passive told from the doer's side: "X was hit by Y on Friday" as Y, hit, X."""
    count = len(one.tokens)
    return [
        _significant(one, [*range(p.start), *p.doer, *p.verb, *p.done_to, p.by, *range(p.doer.stop, count)])
        for p in passives(one)
    ]


@lru_cache(_ROWS)
def front(one: Row) -> range:
    """The tokens of a phrase or a clause that stands before the sentence: "After the storm, …"; empty if none."""
    commas = [at for at in range(2, len(one.tokens)) if "," in one.tokens[at].gap]
    ends = [at for at in commas if not one.tokens[at].is_of("relatives")]
    return range(ends[0]) if ends and _opens(one) else range(0)


def _opens(one: Row) -> bool:
    """Whether a phrase or a clause that hangs on a verb may begin the text: "Shortly before", "Citing"."""
    first, second = one.tokens[:2]
    is_adverb = first.low.endswith("ly") and second.is_preposition
    is_participle = first.low.endswith("ing") and may_be(first.low, "v")
    return is_adverb or is_participle or first.is_of("prepositions", "subordinators")


@lru_cache(_ROWS)
def unfronted(one: Row) -> list[list[int]]:
    """The significant tokens with the front behind each of the first clauses, and at the end."""
    count, first = len(one.tokens), front(one).stop
    ends = [at for at in range(first + 1, count) if any(char in ",;—" for char in one.tokens[at].gap)]
    orders = ([*range(first, end), *front(one), *range(end, count)] for end in [*ends[:_MOST_CLAUSES], count])
    return [_significant(one, order) for order in orders] if first else []


@lru_cache(_ROWS)
def apposed(one: Row) -> list[list[int]]:
    """The significant tokens with what somebody is before their name: "Reed, the mayor," as "the mayor Reed"."""
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
    """Whether words say what somebody is, and tell nothing."""
    tells = any(is_verb_at(one.tokens, at) and not one.tokens[at].low.endswith("ing") for at in part)
    return not tells and any(one.tokens[at].low in ROLES for at in part)


def _significant(one: Row, order: Iterable[int]) -> list[int]:
    return [at for at in order if not one.tokens[at].is_small]


def is_of_same_clause(mine: Row, theirs: Row, pairs: dict[int, int]) -> bool:
    """Whether what stands at the front of one text and behind in the other belongs to the same verb in both."""
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
    """The verb that a phrase behind it hangs on: the last one before it; no infinitive where a comma stands between."""
    before = [x for x in range(at) if is_deed(one, x)]
    if "," in one.tokens[at].gap:
        before = [x for x in before if not x or one.tokens[x - 1].low != "to"]
    return before[-1] if before else None


def _told_by(one: Row, verb: int) -> int:
    """The word that a verb tells something with: itself, or what follows an auxiliary; the number of tokens if none."""
    return next((at for at in one.significant if at >= verb), len(one.tokens))


def are_both_passive(statement: Row, sentence: Row, pairs: dict[int, int]) -> bool:
    """Whether a verb stands in the passive on both sides, so that neither may be turned round."""
    mine = {at for one in passives(statement) for at in one.verb}
    theirs = {at for one in passives(sentence) for at in one.verb}
    return any(at in mine and there in theirs for at, there in pairs.items())


def is_deed(row: Row, at: int) -> bool:
    """Whether a word is a verb, or a participle after a preposition: "for throwing"."""
    token = row.tokens[at]
    is_gerund = at > 0 and row.tokens[at - 1].is_preposition and token.low.endswith("ing") and may_be(token.low, "v")
    return is_gerund or is_verb_at(row.tokens, at)
