"""Locates a quotation in a text: verbatim, with other typography, or not at all.

The tiers are tried in order, and each builds what it needs when it is first needed: `str.find` for exact
words, the folded text for typography. An ellipsis in the quotation ("A … B") stands for words left out.
Quotations in which words differ are left to `align`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from factsheet.grounding.align import Aligner
from factsheet.language.folding import fold, is_quote
from factsheet.language.lexicon import is_negation
from factsheet.language.text import read
from factsheet.language.words import splits_word
from factsheet.records import Difference, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.folding import Folded
    from factsheet.language.text import Text
    from factsheet.records import Span

MAX_GAP = 1000
"""The longest stretch, in characters, that an ellipsis may stand for: a long paragraph or two short ones."""

SHORT_GAP = 60
"""The same beside a piece of fewer than three words, which could otherwise be found next to anything."""

_WORK = 4_000_000
"""Characters compared at most for one quotation, so that a hostile text costs no more than a long one."""

_CHAINS = 64
"""Places of the first piece of a quotation with an ellipsis from which the rest is looked for."""

_PIECES = 12
"""Pieces of a quotation with ellipses; one with more is a collage."""

_SHORT_PIECE = 3
"""Words below which a piece beside an ellipsis could be found next to anything."""

_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.(?:\s?\.){2,})\s*[\])]|…|\.(?:\s?\.){2,}")
"""Words left out, with the brackets of desks that bracket it."""

_BRACKETED_LETTER = re.compile(r"\[(\w)\]")
"""A letter that a desk wrote small or large: "[t]he"."""

_EDGE = " ,.;:!?…\"'-()[]"
"""What a quotation may have at its ends, and the article not."""

_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s|\n\s*\n|[。！？]")
"""Where a short piece beside an ellipsis cannot go on."""


class Locator:
    r"""Locates quotations in one text; its indexes are built on first use.

    >>> Locator("“We want to talk to\nRussia,” he said.").locate('"We want to talk to Russia"').spans
    ((0, 26),)
    """

    def __init__(self, text: str | Text) -> None:
        self.text = text if isinstance(text, str) else text.string
        self._read = None if isinstance(text, str) else text
        self._exact: dict[str, list[Span]] = {}
        self._normalised: dict[str, list[Span]] = {}

    @cached_property
    def folded(self) -> Folded:
        """The text without its typography."""
        return self._read.folded if self._read else fold(self.text)

    @cached_property
    def aligner(self) -> Aligner:
        """The text as words, for quotations in which words differ; its counters tell how much was tried."""
        return Aligner(self._read or read(self.text))

    def locate(self, quote: str, near: Sequence[Span] = ()) -> Evidence:
        """Locate `quote`; of several places, the one nearest to one of `near`, else the first."""
        if not _says_something(quote):
            return Evidence(quote)
        if places := self._exact_places(quote):
            return Evidence(quote, "exact", (_nearest(places, near),), len(places))
        if places := self._normalised_places(quote):
            return Evidence(quote, "normalised", (_nearest(places, near),), len(places))
        return self._pieces(quote, near) or self._altered(quote, near) or Evidence(quote)

    def _altered(self, quote: str, near: Sequence[Span]) -> Evidence | None:
        """The place of a quotation in which words differ; "normalised" where they turn out not to."""
        found = self.aligner.align(quote)
        if not found:
            return None
        place = _nearest([one.span for one in found], near)
        differences = next(one.differences for one in found if one.span == place)
        return Evidence(quote, "altered" if differences else "normalised", (place,), len(found), differences)

    def _exact_places(self, quote: str) -> list[Span]:
        if quote not in self._exact:
            spans = ((at, at + len(quote)) for at in _find_all(self.text, quote))
            self._exact[quote] = list(_apart(span for span in spans if self._is_whole(span)))
        return self._exact[quote]

    def _normalised_places(self, quote: str) -> list[Span]:
        """The places where the quotation is but for typography and punctuation at its ends."""
        if quote not in self._normalised:
            key = fold(_BRACKETED_LETTER.sub(r"\1", quote)).text.strip(" ")
            self._normalised[quote] = self._folded_places(quote, key) or self._folded_places(quote, key.strip(_EDGE))
        return self._normalised[quote]

    def _folded_places(self, quote: str, key: str) -> list[Span]:
        if not key:
            return []
        folded = self.folded
        spans = (folded.span(at, at + len(key)) for at in _find_all(folded.text, key))
        return list(_apart(self._with_marks(span, quote.strip()) for span in spans if self._is_whole(span)))

    def _is_whole(self, span: Span) -> bool:
        """Whether a span neither begins nor ends within a word."""
        return not (splits_word(self.text, span[0]) or splits_word(self.text, span[1]))

    def _with_marks(self, span: Span, quote: str) -> Span:
        """Take in the quotation marks around the span where the quotation is in such marks too."""
        start, end = span
        if is_quote(quote[0]) and start and is_quote(self.text[start - 1]):
            start -= 1
        if is_quote(quote[-1]) and end < len(self.text) and is_quote(self.text[end]):
            end += 1
        return start, end

    def _pieces(self, quote: str, near: Sequence[Span]) -> Evidence | None:
        """Find "A … B" as spans in order, each within a bounded distance of the one before."""
        parts = [part.strip() for part in _ELLIPSIS.split(quote) if _says_something(part)]
        if not 2 <= len(parts) <= _PIECES:
            return None
        differing: dict[Span, tuple[Difference, ...]] = {}
        places = [self._places_of_piece(part, differing) for part in parts]
        if not all(places):
            return None
        chains = [chain for first in places[0][:_CHAINS] if (chain := self._chain(first, places[1:], parts))]
        if not chains:
            return None
        best = min(chains, key=lambda chain: (_distance(chain[0], near), chain[-1][1] - chain[0][0]))
        differences = self._differences(best, differing)
        return Evidence(quote, "altered" if differences else "normalised", best, len(chains), differences)

    def _differences(
        self, chain: tuple[Span, ...], differing: dict[Span, tuple[Difference, ...]]
    ) -> tuple[Difference, ...]:
        """What differs in the pieces, and between them."""
        within = (one for span in chain for one in differing.get(span, ()))
        return (*within, *filter(None, starmap(self._lost_negation, pairwise(chain))))

    def _places_of_piece(self, part: str, differing: dict[Span, tuple[Difference, ...]]) -> list[Span]:
        """Where a piece is; what differs there is added to `differing`."""
        places = self._exact_places(part) or self._normalised_places(part)
        if not places and len(part.split()) > _SHORT_PIECE:
            found = self.aligner.align(part)
            differing.update((one.span, one.differences) for one in found)
            places = [one.span for one in found]
        return places

    def _lost_negation(self, one: Span, other: Span) -> Difference | None:
        """The difference that an ellipsis makes which hides a negation within a sentence."""
        if other[0] - one[1] > SHORT_GAP or _SENTENCE_END.search(self.text, one[1], other[0]):
            return None
        hidden = self.text[one[1] : other[0]]
        if any(map(is_negation, read(hidden).own)):
            return Difference("…", hidden.strip(), "negation", changes_meaning=True)
        return None

    def _chain(self, first: Span, others: list[list[Span]], parts: list[str]) -> tuple[Span, ...] | None:
        """The nearest places of the other pieces after the first, or None where one is too far."""
        chain = [first]
        for index, places in enumerate(others, 1):
            at = bisect_left(places, (chain[-1][1], 0))
            if at == len(places) or not self._joins(chain[-1], places[at], parts[index - 1 : index + 1]):
                return None
            chain.append(places[at])
        return tuple(chain)

    def _joins(self, one: Span, other: Span, parts: list[str]) -> bool:
        """Whether the words between two pieces may be what an ellipsis left out."""
        gap = other[0] - one[1]
        if min(len(part.split()) for part in parts) >= _SHORT_PIECE:
            return gap <= MAX_GAP
        return gap <= SHORT_GAP and not _SENTENCE_END.search(self.text, one[1], other[0])


def _says_something(quote: str) -> bool:
    """Whether there is more than white space and punctuation."""
    return any(unicodedata.category(char)[0] not in "ZPCM" for char in quote)


def _find_all(text: str, part: str) -> Iterator[int]:
    """Every offset of `part`, overlapping ones too, as far as the work is bounded."""
    at = text.find(part)
    for _ in range(max(16, _WORK // len(part))):
        if at < 0:
            return
        yield at
        at = text.find(part, at + 1)


def _apart(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans that do not overlap one before them."""
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def _nearest(places: list[Span], near: Sequence[Span]) -> Span:
    """The place nearest to any of `near`; `places` are in order."""
    if not near or len(places) == 1:
        return places[0]
    candidates: list[tuple[int, Span]] = []
    for span in near:
        at = bisect_left(places, span)
        candidates += [(_distance(place, [span]), place) for place in places[max(0, at - 1) : at + 1]]
    return min(candidates)[1]


def _distance(place: Span, near: Sequence[Span]) -> int:
    return min((max(start - place[1], place[0] - end, 0) for start, end in near), default=0)
