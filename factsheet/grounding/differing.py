"""The places where an aligned quotation and the article part, word by word, and what each change means."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.grounding.edits import Block
from factsheet.language.folding import fold
from factsheet.language.lexicon import canonical
from factsheet.language.meaning import Term, change, is_light, is_negation, sort_of
from factsheet.language.words import words
from factsheet.records import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.folding import Folded
    from factsheet.language.words import Word

_SENTENCE_END = re.compile(r"[.!?…:][\"”’“‘')\]]*\s|\n\s*\n|[。！？\"“]")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_NO_POINTS = re.compile(r"[\s\-\"']")


class Passage:
    """A text as a row of words with their canonical keys."""

    def __init__(self, text: str, folded: Folded | None = None) -> None:
        self.text = text
        self.words: list[Word] = words(text, folded)
        self.keys: list[str] = [canonical(word.key) for word in self.words]

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys that have a capital within a sentence, and stand nowhere without it."""
        capital = (
            at for at, word in enumerate(self.words) if self.text[word.start].isupper() and not self.begins_sentence(at)
        )
        return frozenset(self.keys[at] for at in capital) - self.lower

    @cached_property
    def lower(self) -> frozenset[str]:
        """The keys that stand somewhere without a capital."""
        return frozenset(
            key for word, key in zip(self.words, self.keys, strict=True) if not self.text[word.start].isupper()
        )

    def slice(self, start: int, end: int) -> str:
        """The text from word `start` to before word `end`."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def gap(self, at: int) -> str:
        """The text between word `at - 1` and word `at`."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def begins_sentence(self, at: int) -> bool:
        """Whether word `at` is the first of a sentence or of a quotation."""
        return not 0 < at < len(self.words) or bool(_SENTENCE_END.search(self.gap(at) + " "))

    def breaks(self, start: int, end: int) -> bool:
        """Whether a paragraph ends before one of the words from `start` to `end`, that one included."""
        gaps = (self.gap(at) for at in range(max(1, start), min(end + 1, len(self.words))))
        return any(_PARAGRAPH_END.search(gap) for gap in gaps)

    def capitals(self, start: int, end: int) -> list[bool]:
        """For each word with a meaning of its own from `start` to before `end`, whether it has a capital."""
        return [self.text[self.words[at].start].isupper() for at in range(start, end) if not is_light(self.keys[at])]

    def terms(self, start: int, end: int, article: Passage) -> list[Term]:
        """The words from `start` to before `end` as they are compared; `article` shows what is a name."""
        out = []
        for at in range(start, end):
            key, capital = self.keys[at], self.text[self.words[at].start].isupper()
            within = key not in article.lower and not self.begins_sentence(at)
            first_of_name = at + 1 < len(self.keys) and self.keys[at + 1] in article.names
            name = capital and (within or key in article.names or first_of_name)
            out.append(Term(key, self.words[at].key, name, capital))
        return out


def kind_of(quote: Passage, article: Passage, block: Block) -> str | None:
    """What kind of change a block that is not equal makes, or None for typing."""
    beside = article.keys[max(0, block.a0 - 2) : block.a0] + article.keys[block.a1 : block.a1 + 3]
    here = quote.keys[block.q0 : block.q1]
    if block.a0 == block.a1 and here and _repeats(quote.keys, block.q0, block.q1):
        return None
    return change(
        quote.terms(block.q0, block.q1, article),
        article.terms(block.a0, block.a1, article),
        beside=beside,
        known=article.lower,
    )


def differences(quote: Passage, article: Passage, blocks: Sequence[Block]) -> Iterator[Difference]:
    """Every difference of an alignment, in order; words that agree may still be typed differently."""
    for block in blocks:
        if block.equal:
            yield from _typing(quote, article, block)
        elif block.q0 < block.q1 or block.a0 < block.a1:
            for part in _parts(quote, article, block):
                kind = kind_of(quote, article, part)
                yield Difference(
                    quote.slice(part.q0, part.q1), article.slice(part.a0, part.a1), kind or "typing", kind is not None
                )


def _parts(quote: Passage, article: Passage, block: Block) -> list[Block]:
    """The block in parts where words of the same sorts stand for each other: a month, then a number."""
    sorts = [sort_of(key) for key in quote.keys[block.q0 : block.q1]]
    if len(set(sorts)) < 2 or sorts != [sort_of(key) for key in article.keys[block.a0 : block.a1]]:
        return [block]
    if kind_of(quote, article, block) is None:
        return [block]
    cuts = [at for at in range(1, len(sorts)) if sorts[at] != sorts[at - 1]]
    return [
        Block(block.q0 + start, block.q0 + end, block.a0 + start, block.a0 + end, equal=False)
        for start, end in pairwise([0, *cuts, len(sorts)])
    ]


def _typing(quote: Passage, article: Passage, block: Block) -> Iterator[Difference]:
    """Spellings, and points between words, that differ; quotation marks, dashes and spaces do not count."""
    for at in range(block.q1 - block.q0):
        here, there = block.q0 + at, block.a0 + at
        if at:
            points, points_there = quote.gap(here), article.gap(there)
            if points != points_there and _bare(points) != _bare(points_there):
                yield Difference(points.strip(), points_there.strip(), "typing", changes_meaning=False)
        word, word_there = quote.slice(here, here + 1), article.slice(there, there + 1)
        if word != word_there and fold(word).text != fold(word_there).text:
            yield Difference(word, word_there, "typing", changes_meaning=False)


def _bare(points: str) -> str:
    return _NO_POINTS.sub("", fold(points).text)


def _repeats(keys: Sequence[str], start: int, end: int) -> bool:
    """Whether the words repeat those just before or after them: "the the"."""
    size = end - start
    if any(is_negation(key) for key in keys[start:end]):
        return False
    return keys[start - size : start] == keys[start:end] or keys[end : end + size] == keys[start:end]
