"""Pairs the words of a statement with the words of a sentence.

A statement follows from a sentence if it is that sentence with words omitted or inflected differently, and if none of
the omitted words negates, limits, hedges or governs the rest. `align` finds the pairs in order (a weighted longest
common subsequence), then the phrases that were moved; `losses` examines what the sentence has in addition.
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
"""Cost of a skipped word: of two alignments with the same words, the tighter one wins."""
SOFT = 0.7
"""The weight of two words that share a minor sense, or of which the statement's is the hypernym."""
_SAME_BEGINNING = 4
"""Letters that derivations of one word share at the beginning: "resist" and "resistance"."""
_LONGEST = 160
"""Longer sentences, in words, are not aligned: they are lists or tables."""


@dataclass
class Alignment:
    """A statement with a sentence: `pairs` maps statement tokens to the sentence tokens that account for them."""

    statement: Row
    sentence: Row
    pairs: dict[int, int]
    moved: set[int] = field(default_factory=set)
    """Statement tokens whose partner is elsewhere in the sentence."""
    turned: bool = False
    """Whether one of the two is in the passive where the other is in the active."""
    untold: int = -1
    """The sentence's verb whose agent the statement's passive omits; -1 if there is none."""

    @property
    def missing(self) -> list[int]:
        """The significant tokens of the statement that nothing accounts for."""
        return [at for at in self.statement.significant if at not in self.pairs]

    def same_word(self, at: int) -> bool:
        """Whether a statement token is paired with the same word, not a synonym."""
        return self.statement.tokens[at].low == self.sentence.tokens[self.pairs[at]].low

    def missing_runs(self) -> Iterator[list[int]]:
        """The missing tokens, grouped where only small words separate them."""
        run: list[int] = []
        for at in self.missing:
            if run and any(not self.statement.tokens[x].is_small for x in range(run[-1] + 1, at)):
                yield run
                run = []
            run.append(at)
        if run:
            yield run

    def spans(self, offset: int) -> Iterator[tuple[Span, Span]]:
        """The span of each paired word, in the statement and in the text where the sentence starts at `offset`."""
        mine, theirs = self.statement.tokens, self.sentence.tokens
        for at, there in self.pairs.items():
            one, other = mine[at], theirs[there]
            yield (one.start, one.end), (offset + other.start, offset + other.end)


def align(statement: Row, sentence: Row) -> Alignment:
    """Pair as many words as possible, first in order, then in phrases that were moved."""
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
    """Choose the word order that pairs most: as it is, a passive made active, or a fronted phrase put last."""
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
    """For each statement token, the sentence tokens that can account for it, with their weights."""
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
    """The weight of a pair in this context: reduced or zero for a number, a name or a fixed word."""
    other = sentence.tokens[there]
    if weight == _FORM:
        return 0 if there in sentence.quantities else 1.0 if other.low == token.low else weight
    if other.is_fixed or (weight == SOFT and (token.capital or other.capital)):
        return 0
    return weight


_FORM, _SAME, _DERIVED = 0.99, 0.9, 0.85
"""Weights of two forms of one word, of two words with the same main sense, and of two derivations of one word."""


@lru_cache(maxsize=4096)
def _accounting(low: str, key: str, *, plain: bool) -> dict[str, float]:
    """The base forms that account for a word, with their weights; for a `plain` word, only its own."""
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
    """The pairs of the heaviest common subsequence; ties go to the tighter one."""
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
    """The partner of each word if each has only one and they are in order: no gap outweighs a pair."""
    if any(len(one) > 1 for one in partners):
        return None
    only = [next(iter(one)) for one in partners]
    return only if all(before < after for before, after in pairwise(only)) else None


def _traced(
    mine: list[int], theirs: list[int], by_word: dict[int, dict[int, float]], best: list[list[float]]
) -> dict[int, int]:
    """Trace back through the table of best weights."""
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
    """Move each pair as close to the one before it as an equal weight allows."""
    place = {there: j for j, there in enumerate(theirs, 1)}
    last = 0
    for at, there in pairs.items():
        mine, here = by_word[at], place[there]
        near = (j for j in range(last + 1, here) if mine.get(j, 0) >= mine[here]) if last else iter(())
        last = next(near, here)
        pairs[at] = theirs[last - 1]
    return pairs
