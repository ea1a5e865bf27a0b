"""A text as tokens, with its quantities, passives and dependencies."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.text import reading
from factsheet.language.thesaurus import bases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.language.numbers import Quantity
    from factsheet.records import Span


@dataclass(frozen=True, eq=False)
class Row:
    """A text as tokens, with its quantities."""

    text: str
    tokens: tuple[Token, ...]
    quantities: dict[int, Quantity]
    """Keyed by the index of every token that belongs to the quantity."""

    def word(self, at: int) -> str:
        """A token as spelt in the text."""
        return self.text[slice(*self.span(at))]

    def left_out(self, at: int) -> str:
        """The reason for a statement that omits the word: it is not this sentence."""
        return f"“{self.word(at)}” is left out"

    def span(self, at: int) -> Span:
        """The span of a token in the text."""
        return self.tokens[at].start, self.tokens[at].end

    def within(self, start: int, end: int) -> range:
        """The tokens that begin in a span of the text."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def lows(self) -> frozenset[str]:
        """All words in lower case, for a quick membership test."""
        return frozenset(token.low for token in self.tokens)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups of `grammar.txt` that at least one word is in."""
        return frozenset().union(*(token.groups for token in self.tokens))

    def has(self, *names: str) -> bool:
        """Whether one of these groups of `grammar.txt` contains a word of the text."""
        return not self.groups.isdisjoint(names)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The tokens with each word in lower case."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            found.setdefault(token.low, []).append(at)
        return found

    @cached_property
    def significant(self) -> list[int]:
        """The tokens that must be paired: all but small words and the bounds of numbers, which go with them."""
        return [at for at, token in enumerate(self.tokens) if not token.is_small and at not in self.bounding]

    @cached_property
    def bounding(self) -> frozenset[int]:
        """The tokens that bound a number: "more than" before 40."""
        found = set[int]()
        for at, quantity in self.quantities.items():
            before = at - 1
            while quantity.bound and before >= 0 and at - before <= _BOUND and self.tokens[before].low in _BOUNDS:
                if self.quantities.get(before) is None and not self.tokens[before + 1].gap:
                    found.add(before)
                before -= 1
        return frozenset(found)

    @cached_property
    def verbs(self) -> list[int]:
        """The significant tokens that are verbs."""
        return [at for at in self.significant if is_verb_at(self.tokens, at)]

    @cached_property
    def capitals(self) -> list[int]:
        """The tokens with a capital."""
        return [at for at, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def heads(self) -> list[str]:
        """For each token the last preposition before it, with only small words between; "of" for "'s"; "" for none."""
        heads, head = [], ""
        for at, token in enumerate(self.tokens):
            heads.append(head)
            if at in self.bounding:
                continue
            if token.is_preposition:
                head = token.low
            elif token.low == "s" or not token.is_small or token.is_of("conjunctions", "relatives"):
                head = "of" if token.low == "s" else ""
        return heads

    @cached_property
    def by_base(self) -> dict[str, list[int]]:
        """The significant tokens, keyed by each of their base forms."""
        found: dict[str, list[int]] = {}
        for at in self.significant:
            token = self.tokens[at]
            for form in bases(token.low) | {token.key}:
                found.setdefault(form, []).append(at)
        return found


_BOUNDS = frozenset(word for _, *forms in ENGLISH.rows("numbers", "bounds") for form in forms for word in form.split())
"""The words that bound numbers."""
_BOUND = 4
"""The longest bound, in words."""


@lru_cache(maxsize=512)
def row(text: str) -> Row:
    """Read a statement or sentence."""
    found, taken = tokens(text), {}
    quantities = reading(text).quantities
    for at, token in enumerate(found) if quantities else ():
        for quantity in quantities:
            if quantity.start <= token.start and token.end <= quantity.end:
                taken[at] = quantity
    return Row(text, found, taken)


class Passive(NamedTuple):
    """A passive with its agent, "X was hit by Y": the positions of its parts."""

    start: int
    verb: range
    by: int
    doer: range

    @property
    def done_to(self) -> range:
        """The words from the start of the phrase to the verb."""
        return range(self.start, self.verb.start)


@lru_cache(maxsize=512)
def passives(one: Row) -> tuple[Passive, ...]:
    """The passives of a row that name their agent."""
    found = (_passive(one.tokens, at) for at, token in enumerate(one.tokens) if token.low == "by" and at > 1)
    return tuple(passive for passive in found if passive is not None)


def _passive(row_: Sequence[Token], at: int) -> Passive | None:
    """The passive whose agent follows this "by", or None."""
    be = next((b for b in range(at - 1, max(-1, at - _PASSIVE), -1) if row_[b].low in _BE), None)
    if be is None or at + 1 == len(row_) or row_[at + 1].low in _MEANS:
        return None
    if not any(is_verb_at(row_, v) for v in range(be + 1, at)):
        return None
    start = max((b + 1 for b in range(be) if _ends_phrase(row_, b + 1)), default=0)
    end = next((b for b in range(at + 2, len(row_)) if _ends_phrase(row_, b)), len(row_))
    return Passive(start, range(be, at), at, range(at + 1, end))


_MEANS = ENGLISH.words("grammar", "means")
"""Means rather than agents."""
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
_PASSIVE = 8
"""Distance between a passive and its "by", in words."""


POINTS = frozenset(",;:()—")
"""Marks that end a phrase."""


def _ends_phrase(row_: Sequence[Token], at: int) -> bool:
    """Whether the agent or subject of a passive ends before a word: at a mark, a preposition but "of", or a clause."""
    token = row_[at]
    return not POINTS.isdisjoint(token.gap) or (
        token.low != "of" and (token.is_preposition or token.is_of("relatives", "subordinators"))
    )


def preposition_before(one: Row, at: int) -> str:
    """The preposition that a word depends on, or ""."""
    return one.heads[at]


_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "in at within inside on",
        "of for",
        "to into toward towards",
        "about on over regarding concerning",
        "by",
        "with",
        "from",
        "after following",
        "before",
        "until till",
        "during in throughout",
        "near beside",
    )
)


def same_preposition(one: str, other: str) -> bool:
    """Whether two prepositions mean the same here, or can."""
    return one == other or any(one in group_ and other in group_ for group_ in _ALIKE)
