"""Measures a statement against its article: the numbers that its score is computed from."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from math import log
from typing import TYPE_CHECKING

from factsheet.aligning import align, row, slots
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import are_opposites, bases, is_mostly, may_be, parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.aligning import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Text
    from factsheet.records import Finding, Span

_OF_WORDING = frozenset(
    [
        "misquoted",
        "attribution-dropped",
        "verb-hardened",
        "title-not-in-article",
        "name-elsewhere",
        "hedge-dropped",
        "statement-reworded",
        "statement-of-another",
        "tense-changed",
        "detail-added",
        "cause-added",
        "cause-changed",
    ]
)
"""Findings that people judge to be about wording as often as about content."""
_FEW = 10
"""Up to here a number without a unit may have been counted rather than read."""


def traits(article: Text, statement: str, evidence: Sequence[Span], findings: Sequence[Finding]) -> dict[str, float]:
    """The traits of a statement by name; `data/score.txt` says what each is.

    `evidence` are the spans of the article's sentences that it is compared with, `findings` those of the checks.
    """
    found = _Statement(article, row(statement), [row(article.string[slice(*span)]) for span in evidence])
    against = {one.code for one in findings if one.level != "note"}
    return {
        "length": log(1 + len(found.words)),
        "unknown": found.share(found.unknown),
        "scattered": found.share(found.words) - found.together,
        "unpaired_nouns": found.unpaired_nouns,
        "unknown_names": sum(found.sorts[at] == "name" for at in found.unknown),
        "unknown_numbers": len(found.unknown_numbers),
        "unknown_wording": sum(found.sorts[at] == "wording" for at in found.unknown),
        "opposites": found.opposites,
        "negated": found.is_negated,
        "misquoted": "misquoted" in against,
        "changed": len(against - _OF_WORDING),
    }


def unknown_words(articles: Sequence[Text], statement: str) -> list[str]:
    """The words of a statement that none of some articles has in any form, each once, in order."""
    mine = row(statement)
    unknown = [set(_Statement(article, mine, []).unknown) for article in articles]
    return list(dict.fromkeys(mine.word(at) for at in mine.significant if all(at in one for one in unknown)))


class _Statement:
    """A statement beside its article and the sentences of its evidence."""

    def __init__(self, article: Text, mine: Row, evidence: Sequence[Row]) -> None:
        self._article = article
        self._row = mine
        self._evidence = evidence
        self._places = _places(article)
        self.words = mine.significant
        """The words with a meaning of their own, by their positions."""
        self.sorts = {at: _sort(mine, at) for at in self.words}

    def share(self, some: Sequence[int]) -> float:
        """How much of the statement some of its words are."""
        return len(some) / max(1, len(self.words))

    @cached_property
    def unknown(self) -> list[int]:
        """The words that the article does not have in any form; a number counts by its value."""
        return [at for at in self.words if not self._is_known(at)]

    def _is_known(self, at: int) -> bool:
        quantity = self._row.quantities.get(at)
        if quantity is not None and self._has(quantity):
            return True
        return not self._places.keys().isdisjoint(_forms(self._row.tokens[at]))

    @cached_property
    def unknown_numbers(self) -> list[Quantity]:
        """The amounts and dates that the article does not have; small counts, ordinals and "many" may be its sum."""
        every = {one.start: one for one in self._row.quantities.values()}
        return [one for one in every.values() if not (_is_small(one) or self._has(one))]

    def _has(self, quantity: Quantity) -> bool:
        return any(agree(quantity, one) for one in self._article.quantities)

    @property
    def together(self) -> float:
        """The largest share of the words that stands in three neighbouring sentences of the article."""
        near: Counter[int] = Counter()
        for at in self.words:
            here = {one for form in _forms(self._row.tokens[at]) for one in self._places.get(form, ())}
            near.update({one + step for one in here for step in (-1, 0, 1)})
        return max(near.values(), default=0) / max(1, len(self.words))

    @cached_property
    def _alignments(self) -> list[Alignment]:
        return [align(self._row, one) for one in self._evidence]

    @property
    def unpaired_nouns(self) -> float:
        """The share of the nouns that no sentence of the evidence accounts for; 0 if there are none."""
        nouns = [at for at in self.words if self.sorts[at] == "noun"]
        left = [at for at in nouns if not any(at in one.pairs for one in self._alignments)]
        return len(left) / max(1, len(nouns))

    @property
    def opposites(self) -> int:
        """The places where the closest sentence has the opposite."""
        best = max(self._alignments, key=lambda one: len(one.pairs), default=None)
        return sum(_is_opposed(best, slot.mine, slot.theirs) for slot in slots(best)) if best else 0

    @property
    def is_negated(self) -> bool:
        """Whether it denies something, and its evidence nothing."""
        return "negations" in self._row.groups and not any("negations" in one.groups for one in self._evidence)


@lru_cache(maxsize=8)  # each is asked for once a statement
def _places(article: Text) -> Mapping[str, set[int]]:
    """The sentences of the article that have each word or a form of it, by number."""
    found: dict[str, set[int]] = {}
    for number, sentence in enumerate(article.sentences):
        for key in set(article.keys[sentence.first : sentence.last]):
            for form in bases(key):
                found.setdefault(form, set()).add(number)
    return found


def _forms(token: Token) -> frozenset[str]:
    return bases(token.low) | {token.key}


def _sort(mine: Row, at: int) -> str:
    """Whether a word is a name, a number, a noun, or "wording": a verb, an adjective, an adverb; "" for other words."""
    token = mine.tokens[at]
    if at in mine.quantities or token.is_number:
        return "number"
    is_listed = any(map(parts, bases(token.low)))
    if token.capital and (at or not is_listed):
        return "name"
    if token.is_fixed or (token.groups and not is_listed):
        return ""
    if is_verb_at(mine.tokens, at) or any(is_mostly(token.low, part) for part in "var"):
        return "wording"
    return "noun" if may_be(token.low, "n") or not is_listed else "wording"


def _is_small(quantity: Quantity) -> bool:
    if quantity.kind in {"many", "ordinal"}:
        return True
    return quantity.value is not None and quantity.value <= _FEW and not quantity.unit


def _is_opposed(found: Alignment, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    lows = [found.sentence.tokens[there].low for there in theirs]
    return any(are_opposites(found.statement.tokens[at].low, low) for at in mine for low in lows)
