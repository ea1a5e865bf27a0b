"""A statement paired with the sentence that it repeats or retells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.aligning import Alignment, Row, align, row
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.thesaurus import are_kin, bases, headword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Claim, Subject

CLOSE = 0.5
"""The share of paired words from which the unpaired ones stand out."""
VERY_CLOSE = 0.8
"""The share from which a statement repeats its sentence, so that a replaced word is a change."""
TOLD = 0.3
"""The share from which a statement is on the same matter as its sentence."""
LEAST = 2
"""The fewest paired words for a finding."""

REACH = 10
"""Distance from "a handful" to its predicate, and from a verb back to its subject, in words."""

Found = tuple[str, str]
"""The code of a finding, and its message."""


@dataclass
class Telling:
    """A statement, the sentence of its evidence that accounts for most of it, and the others."""

    subject: Subject
    claim: Claim
    found: Alignment
    start: int
    """The offset of the sentence in the article."""
    rows: list[Row]
    """All sentences of the evidence."""

    @cached_property
    def share(self) -> float:
        """The share of the statement that the sentence accounts for."""
        return len(self.found.pairs) / max(1, len(self.found.statement.significant))

    @cached_property
    def is_close(self) -> bool:
        """Whether so much of the statement is paired that the rest stands out."""
        return self.share >= CLOSE and len(self.found.pairs) >= min(LEAST, len(self.found.statement.significant) - 1)

    @cached_property
    def used(self) -> set[int]:
        """The paired tokens of the sentence."""
        return set(self.found.pairs.values())

    @cached_property
    def lows(self) -> set[str]:
        """All words of the evidence's sentences, in lower case."""
        return {token.low for one in self.rows for token in one.tokens}

    @cached_property
    def forms(self) -> set[str]:
        """Their base forms."""
        return {base for low in self.lows for base in bases(low)}

    @cached_property
    def tells_something(self) -> bool:
        """Whether the statement is a sentence, or a label with a verb."""
        tokens = self.found.statement.tokens
        return self.claim.is_sentence or any(is_verb_at(tokens, at) for at in range(len(tokens)))

    def has_word(self, token: Token) -> bool:
        """Whether the evidence has the word, a form of it or a synonym."""
        forms = bases(token.low)
        return token.key in self.lows or any(not (headword(one).same | {one}).isdisjoint(self.forms) for one in forms)

    def is_named(self, token: Token) -> bool:
        """Whether the article has the word or a form of it."""
        places = self.subject.text.places
        return token.key in places or any(not bases(token.low).isdisjoint(bases(key)) for key in places)

    def is_known(self, token: Token) -> bool:
        """Whether the article has the word, a form of it or a near synonym."""
        keys = self.subject.text.places
        if token.key in keys:
            return True
        return any(are_kin(token.low, key) or not bases(token.low).isdisjoint(bases(key)) for key in keys)


def tellings(subject: Subject) -> Iterator[Telling]:
    """Each statement with the sentence of its evidence that accounts for most of it; verbatim ones are left out."""
    for claim in subject.claims:
        rows = [subject.row(sentence.span) for sentence in claim.context]
        if not rows or any(one.text == claim.text.string for one in rows):
            continue
        mine = row(_unframed(subject, claim.text.string))
        if len(mine.significant) < LEAST:
            continue
        tried = [align(mine, one) for one in rows]
        best = max(range(len(rows)), key=lambda at: len(tried[at].pairs))
        yield Telling(subject, claim, tried[best], claim.context[best].span[0], rows)


def _unframed(subject: Subject, text: str) -> str:
    """A statement without the attribution at its end: "The horse is lame, Eva Lind said."."""
    for one in subject.attributed(text).quotes:
        if one.speaker and one.cue and one.start == 0 and one.end <= min(one.speaker.start, one.cue[0]):
            return text[: one.end]
    return text


def around(one: Row, at: int) -> str:
    """A word with the two after it, as shown in messages."""
    last = min(at + 2, len(one.tokens) - 1)
    return one.text[one.tokens[at].start : one.tokens[last].end]


def content(one: Row, start: int, end: int) -> list[int]:
    """The significant tokens in a part of a row."""
    return [at for at in range(max(0, start), min(end, len(one.tokens))) if not one.tokens[at].is_small]
