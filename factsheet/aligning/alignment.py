"""Alignment: which words of a sentence account for the words of a statement, and what neither may lose.

A statement follows from a sentence when it is the sentence with words left out or put in other forms, and nothing was
left out that turns, bounds, doubts or rules what is left. `align` finds the words that account for each other in
order, then the phrases that were moved; `losses` looks at what the sentence has beyond that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.moving import compound, move, own, swap
from factsheet.aligning.ordering import apposed, are_both_passive, done_so, is_of_same_clause, turned, undone, unfronted
from factsheet.aligning.rows import Row, row
from factsheet.language.lexicon import alike
from factsheet.language.numbers import agree
from factsheet.language.rounding import rounds
from factsheet.language.thesaurus import bases, headword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning.tokens import Token
    from factsheet.records import Span

__all__ = ["Alignment", "Row", "align", "row"]

_GAP_COST = 0.001
"""What a skipped word costs: of two alignments with the same words the closer one is taken."""
SOFT = 0.7
"""The weight of a pair of words that share some meaning, or of which the statement's is the wider one."""
_SAME_BEGINNING = 4
"""Letters that derived words share: "resist" and "resistance"."""
_LONGEST = 160
"""Words of a sentence beyond which nothing is aligned: lists and tables."""


@dataclass
class Alignment:
    """A statement beside a sentence: `pairs` leads from its tokens to those that account for them."""

    statement: Row
    sentence: Row
    pairs: dict[int, int]
    moved: set[int] = field(default_factory=set)
    """Tokens of the statement that stand elsewhere in the sentence."""
    turned: bool = False
    """Whether one of them tells in the passive what the other tells in the active."""
    untold: int = -1
    """The verb of the sentence whose doer a passive leaves out; -1 for none."""

    @property
    def missing(self) -> list[int]:
        """The tokens of the statement with a meaning of their own that nothing accounts for."""
        return [at for at in self.statement.significant if at not in self.pairs]

    def same_word(self, at: int) -> bool:
        """Whether a token of the statement is accounted for by the very word."""
        return self.statement.tokens[at].low == self.sentence.tokens[self.pairs[at]].low

    def missing_runs(self) -> Iterator[list[int]]:
        """The missing tokens, those together that nothing but small words stand between."""
        run: list[int] = []
        for at in self.missing:
            if run and any(not self.statement.tokens[x].is_small for x in range(run[-1] + 1, at)):
                yield run
                run = []
            run.append(at)
        if run:
            yield run

    def spans(self, offset: int) -> Iterator[tuple[Span, Span]]:
        """The span of each paired word in the statement, and of its partner where the sentence begins at an offset."""
        for at, there in self.pairs.items():
            start, end = self.sentence.span(there)
            yield self.statement.span(at), (offset + start, offset + end)


def align(statement: Row, sentence: Row) -> Alignment:
    """Account for as many words as possible, in order, then for phrases that were moved."""
    pairs, moved, turned, untold = _aligned(statement, sentence)
    return Alignment(statement, sentence, dict(pairs), set(moved), turned, untold)


@lru_cache(maxsize=1024)  # the checks and the prover align the same pairs
def _aligned(statement: Row, sentence: Row) -> tuple[dict[int, int], set[int], bool, int]:
    if len(sentence.tokens) > _LONGEST:
        return {}, set(), False, -1
    if statement is sentence:
        return {at: at for at in statement.significant}, set(), False, -1
    weights = _weights(statement, sentence)
    found = Alignment(statement, sentence, _in_order(statement.significant, sentence.significant, weights))
    if found.missing:
        _reorder(found, weights)
    compound(found, weights)
    own(found, weights)
    swap(found, weights)
    move(found, weights)
    return found.pairs, found.moved, found.turned, found.untold


def _reorder(found: Alignment, weights: dict[tuple[int, int], float]) -> None:
    """Take the order that accounts for most words: as they stand, a passive turned, a front put behind its clause."""
    mine, theirs = found.statement, found.sentence

    def tried(orders: list[list[int]], others: list[list[int]]) -> list[dict[int, int]]:
        return [
            *(_in_order(order, theirs.significant, weights) for order in orders),
            *(_in_order(mine.significant, order, weights) for order in others),
        ]

    passive = [one for one in tried(turned(mine), turned(theirs)) if not are_both_passive(mine, theirs, one)]
    active = [one for one in tried(undone(mine), []) if done_so(mine, theirs, one) is not None]
    fronts = [one for one in tried(unfronted(mine), unfronted(theirs)) if is_of_same_clause(mine, theirs, one)]
    whole = [one for one in (*fronts, *tried(apposed(mine), apposed(theirs))) if len(one) == len(mine.significant)]
    best = max([found.pairs, *passive, *active, *whole], key=len)
    if len(best) > len(found.pairs):
        found.turned = best in passive or best in active
        done = done_so(mine, theirs, best) if best in active and best not in passive else None
        found.untold = -1 if done is None else done
        found.pairs = best


def _weights(statement: Row, sentence: Row) -> dict[tuple[int, int], float]:
    """How well each word of the statement is accounted for by each of the sentence, where it is at all."""
    found: dict[tuple[int, int], float] = {}
    for at in statement.significant:
        token = statement.tokens[at]
        if at in statement.quantities:
            found.update(_same_quantity(statement, sentence, at))
            continue
        if token.capital and at:
            found.update(
                ((at, there), 0.95) for there in sentence.capitals if alike(token.key, sentence.tokens[there].key)
            )
        words = _accounting(token.low, token.key, plain=token.is_fixed)
        for form in words.keys() & sentence.by_base.keys():
            for there in sentence.by_base[form]:
                weight = _weight(token, sentence, there, words[form])
                if weight > found.get((at, there), 0):
                    found[at, there] = weight
    return found


def _weight(token: Token, sentence: Row, there: int, weight: float) -> float:
    """What a form's weight comes to in this place: less or nothing where one is a number, a name or a fixed word."""
    other = sentence.tokens[there]
    if weight == _FORM:
        return 0 if there in sentence.quantities else 1.0 if other.low == token.low else weight
    if other.is_fixed or (weight == SOFT and (token.capital or other.capital)):
        return 0
    return weight


_FORM, _SAME, _DERIVED = 0.99, 0.9, 0.85
"""The weights of a pair of forms of one word, of words with one main meaning, of words derived from each other."""


@lru_cache(maxsize=16384)
def _accounting(low: str, key: str, *, plain: bool) -> dict[str, float]:
    """The base forms that account for a word, each with its weight; for a `plain` one only those of the word itself."""
    forms = bases(low) | {key}
    if plain:
        return dict.fromkeys(forms, _FORM)
    lines = [(form, headword(form)) for form in forms]
    found = {other: SOFT for _, line in lines for other in line.synonyms | line.narrower}
    for form, line in lines:
        found.update((other, _DERIVED) for other in line.derived if other[:_SAME_BEGINNING] == form[:_SAME_BEGINNING])
    found.update((other, _SAME) for _, line in lines for other in line.same)
    found.update((form, _FORM) for form in forms)
    return found


def _same_quantity(statement: Row, sentence: Row, at: int) -> Iterator[tuple[tuple[int, int], float]]:
    mine = statement.quantities[at]
    for there, other in sentence.quantities.items():
        if (mine.bound == other.bound and mine.past == other.past and agree(mine, other)) or rounds(mine, other):
            here, token = sentence.tokens[there], statement.tokens[at]
            yield (at, there), 1.0 if here.low == token.low else _SAME


def _in_order(mine: list[int], theirs: list[int], weights: dict[tuple[int, int], float]) -> dict[int, int]:
    """The pairs of the heaviest common subsequence; of two that weigh the same, the one that stands closer."""
    place = {there: j for j, there in enumerate(theirs, 1)}
    by_word: dict[int, dict[int, float]] = {}
    for (at, there), weight in weights.items():
        if there in place:
            by_word.setdefault(at, {})[place[there]] = weight
    mine = [at for at in mine if at in by_word]
    if (only := _without_choice([by_word[at] for at in mine])) is not None:
        return dict(sorted(zip(mine, (theirs[j - 1] for j in only), strict=True)))
    best = [[0.0] * (len(theirs) + 1)]
    for at in mine:
        above, row_ = best[-1], by_word[at]
        line, last = [0.0], 0.0
        for j in range(1, len(above)):
            last -= _GAP_COST
            if above[j] > last:  # noqa: PLR1730 - `max` would take as long as all else here
                last = above[j]
            if j in row_ and above[j - 1] + row_[j] > last:
                last = above[j - 1] + row_[j]
            line.append(last)
        best.append(line)
    return _traced(mine, theirs, by_word, best)


def _without_choice(partners: list[dict[int, float]]) -> list[int] | None:
    """The partner of each word where all have only one and these stand in order; a gap never outweighs a pair."""
    if any(len(one) > 1 for one in partners):
        return None
    only = [next(iter(one)) for one in partners]
    return only if all(before < after for before, after in pairwise(only)) else None


def _traced(
    mine: list[int], theirs: list[int], by_word: dict[int, dict[int, float]], best: list[list[float]]
) -> dict[int, int]:
    """The way back through the table of the best weights."""
    pairs: dict[int, int] = {}
    i, j = len(mine), len(theirs)
    while i and j:
        weight = by_word[mine[i - 1]].get(j)
        if weight and best[i][j] == best[i - 1][j - 1] + weight:
            pairs[mine[i - 1]] = theirs[j - 1]
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return _drawn_up(dict(sorted(pairs.items())), theirs, by_word)


def _drawn_up(pairs: dict[int, int], theirs: list[int], by_word: dict[int, dict[int, float]]) -> dict[int, int]:
    """The pairs with each word as near behind the one before it as it is accounted for as well."""
    place = {there: j for j, there in enumerate(theirs, 1)}
    last = 0
    for at, there in pairs.items():
        mine, here = by_word[at], place[there]
        near = (j for j in range(last + 1, here) if mine.get(j, 0) >= mine[here]) if last else iter(())
        last = next(near, here)
        pairs[at] = theirs[last - 1]
    return pairs
