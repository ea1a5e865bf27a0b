"""The words of a statement or a sentence as a proof sees them: what each does, and what stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import canonical, lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `text[start:end]`, its small-letter form, and its canonical key."""

    key: str
    low: str
    start: int
    end: int
    capital: bool
    gap: str
    """What stands between the word before and this one, without spaces."""
    is_small: bool
    """Whether it says nothing by itself: articles, plain prepositions, auxiliaries, conjunctions."""
    is_fixed: bool
    """Whether no other word can stand for it: negations, quantities, modal verbs, conditions."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number in digits or in words."""
        return self.key[:1].isdigit() or self.key.startswith("-") or self.low in lexicon().numbers

    @property
    def is_preposition(self) -> bool:
        """Whether it can be one."""
        return self.low in group("prepositions")

    def is_of(self, *names: str) -> bool:
        """Whether a group of `grammar.txt` has it."""
        return any(self.low in group(name) for name in names)


@cache
def group(name: str) -> frozenset[str]:
    """A group of `grammar.txt`."""
    return ENGLISH.words("grammar", name)


@cache
def _small() -> frozenset[str]:
    named = ("determiners", "prepositions", "conjunctions", "relatives", "auxiliaries")
    return frozenset().union(*map(group, named)) - group("negations") - group("quantities") - _TELLING


@cache
def _fixed() -> frozenset[str]:
    return frozenset().union(*map(group, ("negations", "quantities", "modals", "conditions")))


_TELLING = frozenset({"before", "after", "since", "until", "till", "despite", "without", "against", "except", "under",
                      "over", "above", "below", "unlike", "than", "excluding", "inside", "outside", "beyond",
                      "or", "but", "nor", "behind"})  # fmt: skip
"""Small words that say something that must be there."""


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """All words of a text."""
    out, last = [], 0
    for word in words(text):
        shown = text[word.start : word.end]
        gap = "".join(text[last : word.start].split())
        low = "not" if word.key == "not" else shown.lower()
        small, fixed = low in _small(), low in _fixed()
        out.append(Token(canonical(word.key), low, word.start, word.end, shown[:1].isupper(), gap, small, fixed))
        last = word.end
    return tuple(out)


def is_verb_at(row: Sequence[Token], at: int) -> bool:
    """Whether the word is a finite verb or a participle here, as far as its neighbours and its uses tell."""
    token = row[at]
    if token.low in group("auxiliaries") or token.low in group("modals"):
        return True
    if token.capital and at and not row[at - 1].low.endswith("."):
        return False
    if not token.low.isalpha() or not may_be(token.low, "v") or token.is_small:
        return False
    before = row[at - 1] if at else None
    if token.low.endswith("ing") and before is not None and before.is_preposition:
        return True
    is_led = before is not None and (before.is_of("determiners") or before.is_preposition)
    if token.low.endswith("ed") and before is not None and not is_led:
        return True
    if before is not None and (before.is_of("determiners") or (before.is_preposition and before.low != "to")):
        return False
    if before is not None and (before.low == "to" or before.is_of("modals", "pronouns", "relatives")):
        return True
    return is_mostly(token.low, "v")
