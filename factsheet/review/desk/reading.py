"""The article for the screen: sentences, words and lines, and what no fact covers.

Offsets are code points of the article. The text is shown as text: each word goes through `briefs.text.plain`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.attribution import attribute, uncovered
from factsheet.briefs.text import breakable, clusters, isolate, plain
from factsheet.language.detection import language_of
from factsheet.language.sentences import sentences
from factsheet.records import BODY_ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Attribution
    from factsheet.records import Article, Span

GUTTER = 6
"""Cells before each line: a sign for the cursor, one for what is marked, and the paragraph's number."""

_WORD = re.compile(r"\S+")
"""What is between white space, where lines may be broken."""
_CACHED = 8
"""Articles that are read once while one goes back and forth between them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of an article in order, and its words."""

    sentences: tuple[Span, ...]
    words: tuple[Span, ...]
    body: frozenset[Span]
    """The sentences that a fact can come from."""

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at an offset, or of the last one before it."""
        return max(bisect_right(self.sentences, (offset, len_of_all(self.sentences))) - 1, 0)

    def word_at(self, offset: int) -> int:
        """The number of the word at an offset, or of the next one."""
        index = bisect_right(self.words, (offset, len_of_all(self.words))) - 1
        if index >= 0 and offset < self.words[index][1]:
            return index
        return min(index + 1, max(len(self.words) - 1, 0))


def len_of_all(spans: Sequence[Span]) -> int:
    """An offset after all spans, so that a span with the same start sorts before it."""
    return spans[-1][1] + 1 if spans else 1


@lru_cache(maxsize=_CACHED)
def read(article: Article) -> Reading:
    """The sentences and words of an article."""
    text = article.text
    found: list[Span] = []
    body: set[Span] = set()
    for paragraph in sorted(article.paragraphs, key=lambda p: p.start):
        its = sentences(text, paragraph.start, paragraph.end)
        found += its
        if paragraph.zone in BODY_ZONES and paragraph.zone != "subhead":
            body.update(its)
    return Reading(tuple(found), tuple(m.span() for m in _WORD.finditer(text)), frozenset(body))


def missed_sentences(reading: Reading, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences of the body that no evidence touches."""
    ordered = sorted(spans)
    out, reach, at = [], -1, 0
    for sentence in reading.sentences:
        while at < len(ordered) and ordered[at][0] < sentence[1]:
            reach = max(reach, ordered[at][1])
            at += 1
        if reach <= sentence[0] and sentence in reading.body:
            out.append(sentence)
    return tuple(out)


def missed_quotations(article: Article, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Quotations that no evidence touches."""
    return tuple((s.start, s.end) for s in uncovered(_attributed(article), spans))


def speaker_of(article: Article, span: Span) -> str | None:
    """Who says the words in a span, if attribution can tell."""
    for statement in _attributed(article).quotes:
        if statement.start < span[1] and span[0] < statement.end and statement.speaker:
            return statement.speaker.name
    return None


@lru_cache(maxsize=_CACHED)
def _attributed(article: Article) -> Attribution:
    return attribute(article.text, article.paragraphs, language_of(article.text, article.language))


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article that is shown in a style; `sign` is in the gutter beside it."""

    start: int
    end: int
    style: str
    sign: str = " "


@dataclass(frozen=True, slots=True)
class Page:
    """An article in lines of a width: `tokens` stay together, `lines` are ranges of them, empty between paragraphs.

    `numbers` has the number of the paragraph that begins at a line, and `dim` the lines outside the body.
    """

    text: str
    tokens: tuple[Span, ...]
    lines: tuple[Span, ...]
    numbers: dict[int, int]
    dim: frozenset[int]

    def line_at(self, offset: int) -> int:
        """The line that shows an offset."""
        token = max(bisect_right(self.tokens, (offset, len(self.text) + 1)) - 1, 0)
        firsts = [line[0] for line in self.lines]
        return max(bisect_right(firsts, token) - 1, 0)

    def offset_at(self, line: int, column: int) -> int | None:
        """The offset at a line and column, or the nearest on that line; None on a line without text."""
        if not 0 <= line < len(self.lines) or self.lines[line][0] == self.lines[line][1]:
            return None
        at, before = GUTTER, None
        for start, end in self.tokens[slice(*self.lines[line])]:
            at += before is not None and start > before
            width = _width(self.text[start:end])
            if column < at + width:
                return start + min(max(column - at, 0), end - start - 1)
            at, before = at + width, end
        return self.tokens[self.lines[line][1] - 1][1] - 1


@lru_cache(maxsize=_CACHED)
def lay_out(article: Article, width: int) -> Page:
    """The lines of an article, `width` cells wide with the gutter (at least two cells of text)."""
    room = max(width - GUTTER, 2)
    tokens: list[Span] = []
    lines: list[Span] = []
    numbers: dict[int, int] = {}
    dim: set[int] = set()
    for paragraph in sorted(article.paragraphs, key=lambda p: p.start):
        if lines:
            lines.append((len(tokens), len(tokens)))
        first = len(lines)
        _break(article.text, (paragraph.start, paragraph.end), room, (tokens, lines))
        if paragraph.number is not None:
            numbers[first] = paragraph.number
        if paragraph.zone not in BODY_ZONES:
            dim.update(range(first, len(lines)))
    return Page(article.text, tuple(tokens), tuple(lines), numbers, frozenset(dim))


def _break(text: str, span: Span, room: int, into: tuple[list[Span], list[Span]]) -> None:
    tokens, lines = into
    begin, used = len(tokens), 0
    for start, end in _tokens(text, span, room):
        gap = 1 if used and start > tokens[-1][1] else 0
        width = _width(text[start:end])
        if used and used + gap + width > room:
            lines.append((begin, len(tokens)))
            begin, used, gap = len(tokens), 0, 0
        tokens.append((start, end))
        used += gap + width
    if len(tokens) > begin:
        lines.append((begin, len(tokens)))


def _tokens(text: str, span: Span, room: int) -> Iterator[Span]:
    for word in _WORD.finditer(text, *span):
        at = word.start()
        for piece in breakable(word.group()):
            if _width(piece) <= room:
                yield at, at + len(piece)
                at += len(piece)
                continue
            begin, used = at, 0
            for cluster in _divided(piece, room):
                width = _width(cluster)
                if used and used + width > room:
                    yield begin, at
                    begin, used = at, 0
                at, used = at + len(cluster), used + width
            yield begin, at


def _divided(piece: str, room: int) -> Iterator[str]:
    """A long piece in clusters; a cluster wider than the line, such as codes in brackets, is divided too."""
    for cluster in clusters(piece):
        yield from cluster if _width(cluster) > room else (cluster,)


def _width(piece: str) -> int:
    return len(piece) if piece.isascii() and piece.isprintable() else cell_len(plain(piece))


def paint(page: Page, line: int, marks: Sequence[Mark], cursor: Span | None = None) -> list[tuple[str, str]]:
    """One line as pieces of text and style, the gutter first. The last of overlapping marks wins."""
    first, last = page.lines[line]
    if first == last:
        return []
    start, end = page.tokens[first][0], page.tokens[last - 1][1]
    here = [mark for mark in marks if mark.start < end and start < mark.end]
    sign = next((mark.sign for mark in reversed(here)), " ")
    at = "›" if cursor and cursor[0] < end and start < cursor[1] else " "
    number = f"¶{page.numbers[line]}" if line in page.numbers else ""
    words = list(_words(page, line, here, (start, end)))
    return [(f"{at}{sign}{number:>{GUTTER - 3}} ", "dim"), *_isolated(words)]


def _words(page: Page, line: int, marks: Sequence[Mark], span: Span) -> Iterator[tuple[str, str]]:
    """The words of a line, divided where a mark begins or ends."""
    base = "dim" if line in page.dim else "text"
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end) if span[0] < edge < span[1]})
    before = span[0]
    for start, end in page.tokens[slice(*page.lines[line])]:
        if start > before:
            yield " ", _style(marks, before, base)
        cuts = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        for a, b in pairwise([start, *cuts, end]):
            yield plain(page.text[a:b]), _style(marks, a, base)
        before = end


def _style(marks: Sequence[Mark], offset: int, base: str) -> str:
    return next((mark.style for mark in reversed(marks) if mark.start <= offset < mark.end), base)


def _isolated(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Isolate a line with right-to-left letters as a whole, so that the panes beside it stay in place."""
    whole = "".join(text for text, _ in words)
    held = isolate(whole)
    if held == whole:
        return words
    at = held.index(whole)
    return [(held[:at], "text"), *words, (held[at + len(whole) :], "text")]
