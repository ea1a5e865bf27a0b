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
"""The share of a statement's words that must be accounted for before the others stand out."""
VERY_CLOSE = 0.8
"""The share from which on a statement repeats its sentence, so that a word in another's place is a change."""
TOLD = 0.3
"""The share from which on a statement is about what its sentence is about."""
LEAST = 2
"""Words accounted for below which nothing is said."""

REACH = 10
"""Words after "a handful" in which is told what is true of them, and before a verb in which its subject stands."""

Found = tuple[str, str]
"""The code of a finding, and its message."""


@dataclass
class Telling:
    """A statement, the sentence of its evidence that accounts for most of it, and the others."""

    subject: Subject
    claim: Claim
    found: Alignment
    start: int
    """Where the sentence starts in the article."""
    rows: list[Row]
    """All sentences of the evidence."""

    @cached_property
    def share(self) -> float:
        """How much of the statement the sentence accounts for."""
        return len(self.found.pairs) / max(1, len(self.found.statement.significant))

    @cached_property
    def is_close(self) -> bool:
        """Whether the sentence accounts for so much of the statement that the rest stands out."""
        return self.share >= CLOSE and len(self.found.pairs) >= min(LEAST, len(self.found.statement.significant) - 1)

    @cached_property
    def used(self) -> set[int]:
        """The tokens of the sentence that account for some of the statement."""
        return set(self.found.pairs.values())

    @cached_property
    def lows(self) -> set[str]:
        """All words of the evidence's sentences, in small letters."""
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
        """Whether the evidence has the word, a form of it or one with its main meaning."""
        forms = bases(token.low)
        return token.key in self.lows or any(not (headword(one).same | {one}).isdisjoint(self.forms) for one in forms)

    def is_named(self, token: Token) -> bool:
        """Whether the article has the word, or a form of it."""
        places = self.subject.text.places
        return token.key in places or any(not bases(token.low).isdisjoint(bases(key)) for key in places)

    def is_known(self, token: Token) -> bool:
        """Whether the article has the word, a form of it or one that may stand for it."""
        keys = self.subject.text.places
        if token.key in keys:
            return True
        return any(are_kin(token.low, key) or not bases(token.low).isdisjoint(bases(key)) for key in keys)


def tellings(subject: Subject) -> Iterator[Telling]:
    """Each statement beside the sentence of its evidence that accounts for most of it; none that is one of them."""
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
    """A statement without the words at its end that say whose it is: "The horse is lame, Eva Lind said."."""
    for one in subject.attributed(text).quotes:
        if one.speaker and one.cue and one.start == 0 and one.end <= min(one.speaker.start, one.cue[0]):
            return text[: one.end]
    return text


def around(one: Row, at: int) -> str:
    """A word with the two after it, as they are shown."""
    last = min(at + 2, len(one.tokens) - 1)
    return one.text[one.tokens[at].start : one.tokens[last].end]


def content(one: Row, start: int, end: int) -> list[int]:
    """The tokens with a meaning of their own in a part of a row."""
    return [at for at in range(max(0, start), min(end, len(one.tokens))) if not one.tokens[at].is_small]
