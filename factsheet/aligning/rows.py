"""Rows: a text as tokens with its quantities, its passives, and what its words hang on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import quantities
from factsheet.language.thesaurus import bases, may_be

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
    """By the number of each token that a quantity takes in."""

    def word(self, at: int) -> str:
        """A token as the text has it."""
        return self.text[slice(*self.span(at))]

    def left_out(self, at: int) -> str:
        """Why a statement is not this sentence: it lacks a word of it."""
        return f"“{self.word(at)}” is left out"

    def span(self, at: int) -> Span:
        """Where a token stands in the text."""
        return self.tokens[at].start, self.tokens[at].end

    @cached_property
    def significant(self) -> list[int]:
        """The tokens that must be accounted for: all but small words."""
        return [at for at, token in enumerate(self.tokens) if not token.is_small]

    @cached_property
    def verbs(self) -> list[int]:
        """The significant tokens that are verbs."""
        return [at for at in self.significant if is_verb_at(self.tokens, at)]

    @cached_property
    def capitals(self) -> list[int]:
        """The tokens with a capital."""
        return [at for at, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def by_base(self) -> dict[str, list[int]]:
        """The significant tokens by each of their base forms."""
        found: dict[str, list[int]] = {}
        for at in self.significant:
            token = self.tokens[at]
            for form in bases(token.low) | {token.key}:
                found.setdefault(form, []).append(at)
        return found

    @cached_property
    def turned(self) -> list[list[int]]:
        """The significant tokens in the order that they would have were a passive told from the doer's side."""
        return [self._significant(order) for order in active_orders(self)]

    @cached_property
    def front(self) -> range:
        """The tokens of a phrase or a clause that stands before the sentence: "After the storm, …"; empty if none."""
        commas = [at for at in range(2, len(self.tokens)) if "," in self.tokens[at].gap]
        ends = [at for at in commas if not self.tokens[at].is_of("relatives")]
        return range(ends[0]) if ends and self._opens() else range(0)

    def _opens(self) -> bool:
        """Whether a phrase or a clause that hangs on a verb may begin the text: "Shortly before", "Citing"."""
        first, second = self.tokens[:2]
        is_adverb = first.low.endswith("ly") and second.is_preposition
        is_participle = first.low.endswith("ing") and may_be(first.low, "v")
        return is_adverb or is_participle or first.is_of("prepositions", "subordinators")

    @cached_property
    def unfronted(self) -> list[list[int]]:
        """The significant tokens in the orders that they would have did the front stand behind a clause."""
        count, first = len(self.tokens), self.front.stop
        ends = [at for at in range(first + 1, count) if any(char in ",;—" for char in self.tokens[at].gap)]
        orders = [[*range(first, end), *self.front, *range(end, count)] for end in [*ends[:_MOST_CLAUSES], count]]
        return [self._significant(order) for order in orders if first]

    @cached_property
    def apposed(self) -> list[list[int]]:
        """The significant tokens with what somebody is before their name: "Reed, the mayor," as "the mayor Reed"."""
        count, out = len(self.tokens), []
        for at in range(1, count):
            if "," not in self.tokens[at].gap or not self.tokens[at - 1].capital:
                continue
            end = next((x for x in range(at + 1, min(at + _APPOSED, count)) if "," in self.tokens[x].gap), None)
            start = at - 1
            while start and self.tokens[start - 1].capital and not self.tokens[start].gap:
                start -= 1
            if end is not None and self._is_role(range(at, end)):
                out.append(self._significant([*range(start), *range(at, end), *range(start, at), *range(end, count)]))
        return out

    def _is_role(self, part: range) -> bool:
        """Whether words say what somebody is, and tell nothing."""
        tells = any(is_verb_at(self.tokens, at) and not self.tokens[at].low.endswith("ing") for at in part)
        return not tells and any(self.tokens[at].low in _ROLES for at in part)

    def _significant(self, order: Sequence[int]) -> list[int]:
        return [at for at in order if not self.tokens[at].is_small]


_ROLES = ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "relations") | ENGLISH.words("holders", "of others")
_APPOSED = 10
"""Words of what somebody is, between commas behind their name."""
_MOST_CLAUSES = 3
"""Points behind which what stands at the front of a sentence is looked for; and its end."""


@lru_cache(maxsize=512)
def row(text: str) -> Row:
    """Read a statement or a sentence."""
    found, taken = tokens(text), {}
    for quantity in quantities(text):
        for at, token in enumerate(found):
            if quantity.start <= token.start and token.end <= quantity.end:
                taken[at] = quantity
    return Row(text, found, taken)


class Passive(NamedTuple):
    """A passive with its doer, "X was hit by Y": where each part of it stands."""

    start: int
    verb: range
    by: int
    doer: range

    @property
    def done_to(self) -> range:
        """The words between where the phrase begins and the verb."""
        return range(self.start, self.verb.start)


@lru_cache(maxsize=1024)
def passives(one: Row) -> tuple[Passive, ...]:
    """The passives of a row that name their doer."""
    found = (_passive(one.tokens, at) for at, token in enumerate(one.tokens) if token.low == "by" and at > 1)
    return tuple(passive for passive in found if passive is not None)


def _passive(row_: Sequence[Token], at: int) -> Passive | None:
    """The passive that has its doer after this "by"; None where there is none."""
    be = next((b for b in range(at - 1, max(-1, at - _PASSIVE), -1) if row_[b].low in _BE), None)
    if be is None or at + 1 == len(row_) or row_[at + 1].low in _MEANS:
        return None
    if not any(is_verb_at(row_, v) for v in range(be + 1, at)):
        return None
    start = max((b + 1 for b in range(be) if _ends_phrase(row_, b + 1)), default=0)
    end = next((b for b in range(at + 2, len(row_)) if _ends_phrase(row_, b)), len(row_))
    return Passive(start, range(be, at), at, range(at + 1, end))


def active_orders(one: Row) -> list[list[int]]:
    """The order of the words if a passive were told from the doer's side: "X was hit by Y on Friday" as Y, hit, X."""
    return [
        [*range(p.start), *p.doer, *p.verb, *p.done_to, p.by, *range(p.doer.stop, len(one.tokens))]
        for p in passives(one)
    ]


_MEANS = ENGLISH.words("grammar", "means")
"""What something is done by, and not who does it."""
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
_PASSIVE = 8
"""Words in which a passive has its "by"."""


def _ends_phrase(row_: Sequence[Token], at: int) -> bool:
    """Whether the doer or the done-to of a passive ends before a word: at a point, a preposition but "of", a clause."""
    token = row_[at]
    return any(char in ",;:()—" for char in token.gap) or (
        token.low != "of" and (token.is_preposition or token.is_of("relatives", "subordinators"))
    )


def preposition_before(one: Row, at: int) -> str:
    """The preposition that a word hangs on: the last one before it with nothing but small words between, or ""."""
    for before in range(at - 1, -1, -1):
        token = one.tokens[before]
        if token.is_preposition:
            return token.low
        if token.low == "s" or not token.is_small or token.is_of("conjunctions", "relatives"):
            return "of" if token.low == "s" else ""
    return ""


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
    """Whether two prepositions say the same here, or may."""
    return one == other or any(one in group_ and other in group_ for group_ in _ALIKE)
