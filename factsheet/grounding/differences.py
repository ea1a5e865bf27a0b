"""The differences between an aligned quotation and the article, word by word, with their meaning."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.grounding.edits import Block
from factsheet.language.compare import Term, change
from factsheet.language.folding import fold
from factsheet.language.lexicon import is_light, is_negation, sort_of
from factsheet.records import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.text import Text

_SENTENCE_END = re.compile(r"[.!?…:][\"”’“‘')\]]*\s|\n\s*\n|[。！？\"“]")
"""Between two words. A line break ends no sentence here, as quotations come from texts with lines broken anywhere."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_NO_POINTS = re.compile(r"[\s\-\"']")
"""What between two words differs without being worth saying, once folded."""


class Article:
    """The article for comparison with a quotation: its words, and which of them are names."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.keys = text.keys
        capital = (at for at, is_capital in enumerate(text.is_capital) if is_capital and not begins_sentence(text, at))
        self.names = frozenset(text.keys[at] for at in capital) - text.lower
        """The keys that have a capital within a sentence, and are nowhere without it."""

    def breaks(self, start: int, end: int) -> bool:
        """Whether a paragraph ends before one of the words from `start` to `end`, that one included."""
        gaps = (self.text.gap(at) for at in range(max(1, start), min(end + 1, len(self.text))))
        return any(map(_PARAGRAPH_END.search, gaps))

    def terms(self, text: Text, start: int, end: int) -> list[Term]:
        """The words from `start` to before `end` of a text as they are compared; the article shows what is a name."""
        return [
            Term(text.keys[at], text.own[at], text.is_capital[at] and self._is_name(text, at), text.is_capital[at])
            for at in range(start, end)
        ]

    def _is_name(self, text: Text, at: int) -> bool:
        """Whether a capital is that of a name, and not of the first word of a sentence."""
        if not self.names.isdisjoint(text.keys[at : at + 2]):
            return True
        return text.keys[at] not in self.text.lower and not begins_sentence(text, at)


def begins_sentence(text: Text, at: int) -> bool:
    """Whether word `at` is the first of a sentence or of a quotation."""
    return not 0 < at < len(text) or bool(_SENTENCE_END.search(text.gap(at) + " "))


def capitals(text: Text, start: int, end: int) -> list[bool]:
    """For each word with a meaning of its own from `start` to before `end`, whether it has a capital."""
    return [text.is_capital[at] for at in range(start, end) if not is_light(text.keys[at])]


def kind_of(quote: Text, article: Article, block: Block) -> str | None:
    """What kind of change a block that is not equal makes, or None for typing."""
    beside = article.keys[max(0, block.a0 - 2) : block.a0] + article.keys[block.a1 : block.a1 + 3]
    here = quote.keys[block.q0 : block.q1]
    if block.a0 == block.a1 and here and _repeats(quote.keys, block.q0, block.q1):
        return None
    return change(
        article.terms(quote, block.q0, block.q1),
        article.terms(article.text, block.a0, block.a1),
        beside=beside,
        known=article.text.lower,
    )


def differences(quote: Text, article: Article, blocks: Sequence[Block]) -> Iterator[Difference]:
    """Every difference of an alignment, in order; words that agree may still be typed differently."""
    for block in blocks:
        if block.equal:
            yield from _typing(quote, article, block)
        elif block.q0 < block.q1 or block.a0 < block.a1:
            for part in _parts(quote, article, block):
                kind = kind_of(quote, article, part)
                words, words_there = quote.slice(part.q0, part.q1), article.text.slice(part.a0, part.a1)
                yield Difference(words, words_there, kind or "typing", kind is not None)


def _parts(quote: Text, article: Article, block: Block) -> list[Block]:
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


def _typing(quote: Text, article: Article, block: Block) -> Iterator[Difference]:
    """Spellings, and points between words, that differ; quotation marks, dashes and spaces do not count."""
    for at in range(block.q1 - block.q0):
        here, there = block.q0 + at, block.a0 + at
        if at:
            points, points_there = quote.gap(here), article.text.gap(there)
            if points != points_there and _bare(points) != _bare(points_there):
                yield Difference(points.strip(), points_there.strip(), "typing", changes_meaning=False)
        word, word_there = quote.slice(here, here + 1), article.text.slice(there, there + 1)
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
