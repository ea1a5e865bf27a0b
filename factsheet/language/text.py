"""A text read once: words, sentences, names and quantities by offset, computed on first use.

What an article's is made into is handed from step to step, so that no step reads it again. Keys are canonical
("colour" and "color" agree), stems leave the usual endings off as well. What a difference between two texts means is
left to `compare`, what follows from it to the callers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language import names, numbers, sentences
from factsheet.language.datelines import at_lead
from factsheet.language.folding import fold
from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.language.words import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.language.names import Name
    from factsheet.language.numbers import Quantity
    from factsheet.records import Paragraph, Span


_TOP = 8
"""Paragraphs among which the lead is, with its dateline."""


class Sentence(NamedTuple):
    """A sentence: its span, and its words as a half-open range."""

    span: Span
    first: int
    last: int


def read(text: str, paragraphs: Sequence[Paragraph] = ()) -> Text:
    """Read a text; no sentence crosses the end of a paragraph, if paragraphs are given.

    >>> [text.slice(name.first, name.last) for text in [read("In Kyiv she met Olena Vovk.")] for name in text.names]
    ['Kyiv', 'Olena Vovk']
    """
    return Text(text, tuple(sorted({(one.start, one.end) for one in paragraphs})) if paragraphs else ())


@lru_cache(maxsize=768)  # a statement is read by each check and by the prover, and often is a sentence of the article
def reading(text: str) -> Text:
    """A statement, a sentence or a name as words; cached, as many callers ask for the same."""
    return Text(text)


class Text:
    """One text as a row of words; words are numbered from 0, ranges of them half-open."""

    def __init__(self, text: str, paragraphs: tuple[Span, ...] = ()) -> None:
        self.string = text
        self._paragraphs = paragraphs or ((0, len(text)),)
        self._is_article = bool(paragraphs)
        self.folded = fold(text)
        """The text without its typography."""
        self.own, self.starts, self.ends = columns(text, self.folded)
        """The key of each word as the text spells it, where it starts, and where it ends."""
        self.keys = list(map(canonical, self.own))
        """The canonical key of each word."""

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return list(map(stem, self.keys))

    @cached_property
    def is_capital(self) -> list[bool]:
        """For each word, whether it begins with a capital."""
        return list(map(str.isupper, map(self.string.__getitem__, self.starts)))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The keys that stand somewhere with a capital."""
        return frozenset(compress(self.keys, self.is_capital))

    @cached_property
    def lower(self) -> frozenset[str]:
        """The keys that stand somewhere without a capital."""
        return frozenset(compress(self.keys, map(not_, self.is_capital)))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The words with each key."""
        out: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            out.setdefault(key, []).append(at)
        return out

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All numbers, amounts and dates, in order."""
        return numbers.quantities(self.string)

    @cached_property
    def names(self) -> list[Name]:
        """The runs of capitalised words, in order; a word that only begins a sentence does not count."""
        return list(names.names(self))

    @cached_property
    def initials(self) -> str:
        """The initials of each name in lower case, a line a name."""
        light = lexicon().light
        return "\n".join(
            "".join(key[0] for key in self.keys[name.first : name.last] if key not in light) for name in self.names
        )

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences, in order."""
        spans = (
            span
            for at, (start, end) in enumerate(self._paragraphs)
            for part in self._parts(start, end, is_top=at < _TOP)
            for span in sentences.sentences(self.string, *part)
            for span in self._parts(*span, is_top=at < _TOP)
        )
        return [Sentence(span, *self.range_of(span)) for span in spans]

    def _parts(self, start: int, end: int, *, is_top: bool) -> list[Span]:
        """What is near the top of an article in two, where it begins with a dateline: that is of no sentence."""
        lead = start + at_lead(self.string[start:end]).end if is_top and self._is_article else start
        return [(start, lead), (lead, end)] if start < lead < end else [(start, end)]

    @cached_property
    def sentence_stems(self) -> dict[Sentence, frozenset[str]]:
        """The stems of the words of each sentence."""
        return {one: frozenset(self.stems[one.first : one.last]) for one in self.sentences}

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span[0] for sentence in self.sentences]

    def sentences_of(self, spans: Iterable[Span]) -> list[Sentence]:
        """The sentences that some spans lie in, in order and each once."""
        every, starts = self.sentences, self._sentence_starts
        found: set[int] = set()
        for start, end in spans:
            first = max(0, bisect_right(starts, start) - 1)
            first += first < len(every) and every[first].span[1] <= start
            found.update(range(first, bisect_left(starts, end)))
        return [every[at] for at in sorted(found)]

    def names_between(self, first: int, last: int) -> list[Name]:
        """The names that begin in a range of words."""
        at = bisect_left(self.names, first, key=_first)
        return self.names[at : bisect_left(self.names, last, lo=at, key=_first)]

    def name_around(self, first: int, last: int) -> Name | None:
        """The name that has all words of a range, or None."""
        at = bisect_right(self.names, first, key=_first) - 1
        return self.names[at] if at >= 0 and last <= self.names[at].last else None

    def quantities_between(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin in a span of the text."""
        at = bisect_left(self.quantities, start, key=_start)
        return self.quantities[at : bisect_left(self.quantities, end, lo=at, key=_start)]

    def content(self, first: int = 0, last: int | None = None) -> list[int]:
        """The words of a range that have a meaning of their own."""
        if not first and last is None:
            return self._content
        light = lexicon().light
        return [at for at in range(first, len(self) if last is None else last) if self.keys[at] not in light]

    @cached_property
    def _content(self) -> list[int]:
        return self.content(0, len(self))

    def range_of(self, span: Span) -> tuple[int, int]:
        """The words that begin in a span of the text, as a range."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def slice(self, first: int, last: int) -> str:
        """The text from the start of word `first` to the end of the word before `last`."""
        return self.string[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def gap(self, at: int) -> str:
        """The text between word `at` and the one before it."""
        return self.string[self.ends[at - 1] : self.starts[at]]

    def find(self, keys: Sequence[str]) -> list[Span]:
        """The spans in which these keys follow each other."""
        if not keys:
            return []
        rarest = min(range(len(keys)), key=lambda at: len(self.places.get(keys[at], ())))
        wanted = list(keys)
        return [
            (self.starts[at - rarest], self.ends[at - rarest + len(keys) - 1])
            for at in self.places.get(keys[rarest], ())
            if at >= rarest and self.keys[at - rarest : at - rarest + len(keys)] == wanted
        ]


def _first(name: Name) -> int:
    return name.first


def _start(quantity: Quantity) -> int:
    return quantity.start
