"""Chunks: an article's body in parts that each fit a token budget.

Paragraphs are packed until the budget is full; a paragraph that is too long by itself is divided into sentences,
a sentence that is too long into words, a word into characters. The spans of the parts tile the body: no character
is lost and none is in two parts. A sub-head is never the end of a part. What a part is asked is left to
`prompting`, how large a budget may be to `pipeline`.

Paragraphs are counted once, each with the blank line behind it. A tokenizer that splits a text before it merges
splits behind a blank line, so the sum of these counts is the count of the part; where that is not certain to hold
(divided paragraphs, marks at the end) the part is counted as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.language.folding import is_mark
from factsheet.language.sentences import sentences
from factsheet.records import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.records import Article, Paragraph, Span

_BREAK = "\n\n"
"""What is between two paragraphs in a prompt, as in `Chunk.text`."""

_SECTION_FILL = 3 / 4
"""Of a part that is this full, the end of a section is a better end than the last paragraph that fits."""

_HEADING_SHARE = 1 / 4
"""Of the budget, what a sub-head above a part may take; a longer one is no heading."""

_CHARACTERS_A_TOKEN = 4
"""A first guess, for cutting words; it is corrected by counting."""

_SMALLEST_HALF = 300
"""Characters below which a part is not divided: two or three sentences."""

_CONTEXT_REACH = 12
"""Characters looked back for each token of context: more than a token has in any script that has spaces."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is packed as one: a paragraph, or a piece of one that is too long. `heading` is what it is under."""

    start: int
    end: int
    tokens: int
    slack: int
    """Tokens by which it can be longer at the end of a part than with a blank line behind it."""
    is_heading: bool
    heading: str | None
    loose: bool
    """Whether the part that this unit is in has to be counted as a whole."""


def chunk_article(
    article: Article, *, budget: int, count: Callable[[str], int], context_tokens: int = 0
) -> tuple[Chunk, ...]:
    """The body in parts of at most `budget` tokens as `count` counts them, the heading of each included.

    A body that fits by its bytes, of which there are never fewer than tokens, is one part and is not counted.
    """
    body = article.body()
    whole = Chunk(article, tuple((p.start, p.end) for p in body))
    if len(whole.text().encode("utf-8", "surrogatepass")) <= budget:
        return (whole,)
    packed = _pack(article, list(_units(article, body, budget, count)), budget, count)
    if len(packed) == 1:
        return (whole,)
    before = _Before(article, count, context_tokens)
    return tuple(
        Chunk(article, _spans(units), index, len(packed), before.context(units[0].start), units[0].heading)
        for index, units in enumerate(packed)
    )


def split_chunk(chunk: Chunk, *, count: Callable[[str], int], context_tokens: int = 0) -> tuple[Chunk, Chunk] | None:
    """Both halves of a part, cut between paragraphs, sentences or words; None if it is too short to divide."""
    length = sum(end - start for start, end in chunk.spans)
    if length < 2 * _SMALLEST_HALF:
        return None
    where = _middle(chunk, length)
    if where is None:
        return None
    left = tuple((start, min(end, where)) for start, end in chunk.spans if start < where)
    right = tuple((max(start, where), end) for start, end in chunk.spans if end > where)
    context = _Before(chunk.article, count, context_tokens).context(where)
    heading = _last_heading(chunk.article, where) or chunk.heading
    total = max(chunk.total, 2)
    second = chunk.index if chunk.total > 1 else 1
    return (
        replace(chunk, spans=left, total=total),
        replace(chunk, spans=right, index=second, total=total, context=context, heading=heading),
    )


def _units(article: Article, body: Sequence[Paragraph], budget: int, count: Callable[[str], int]) -> Iterator[_Unit]:
    heading: str | None = None
    room = budget
    for paragraph in body:
        text = article.text[paragraph.start : paragraph.end]
        is_heading = paragraph.zone == "subhead"
        tokens = count(text + _BREAK)
        if is_heading:
            above, room = None, budget
            cost = count(f"[{text}]{_BREAK}")
            heading, below = (text, budget - cost) if cost <= budget * _HEADING_SHARE else (None, budget)
        else:
            above = heading
        if tokens <= room:
            loose = text[:1].isspace() or text.startswith("/")
            yield _Unit(paragraph.start, paragraph.end, tokens, _slack(text), is_heading, above, loose)
        else:
            for start, end, size in _pieces(article.text, paragraph.start, paragraph.end, room, count):
                yield _Unit(start, end, size, 0, False, above, True)
        if is_heading:
            room = below


def _pieces(text: str, start: int, end: int, room: int, count: Callable[[str], int]) -> Iterator[tuple[int, int, int]]:
    """A paragraph as sentences, each with the white space behind it, or as words where one is too long."""
    starts = [begin for begin, _ in sentences(text, start, end)]
    for begin, stop in pairwise([start, *starts[1:], end]):
        at = begin
        while at < stop:
            cut, size = _longest(text, at, stop, room, count)
            yield at, cut, size
            at = cut


def _longest(text: str, start: int, end: int, room: int, count: Callable[[str], int]) -> tuple[int, int]:
    """Where a piece from `start` that fits has to end, between words if it can, and its tokens."""
    stop = min(end, start + max(1, room * _CHARACTERS_A_TOKEN))
    while True:
        stop = _between_words(text, start, stop, end)
        tokens = count(text[start:stop])
        if tokens <= room or stop - start <= 1:
            return stop, tokens
        stop = start + max(1, min(stop - start - 1, (stop - start) * room // tokens))


def _between_words(text: str, start: int, stop: int, end: int) -> int:
    """The last place up to `stop` that divides no word, or no letter from its marks; `stop` where there is none."""
    if stop >= end:
        return end
    space = stop
    while space > start and not text[space - 1].isspace():
        space -= 1
    if space > start:
        return space
    mark = stop
    while mark > start and is_mark(text[mark]):
        mark -= 1
    return mark if mark > start else stop


def _pack(article: Article, units: list[_Unit], budget: int, count: Callable[[str], int]) -> list[list[_Unit]]:
    parts: list[list[_Unit]] = []
    at = 0
    while at < len(units):
        stop, total = at + 1, units[at].tokens + _heading_cost(units[at], count)
        while stop < len(units) and total + units[stop].tokens <= budget:
            total += units[stop].tokens
            stop += 1
        if stop < len(units):
            stop = _better_end(units, at, stop)
        while stop > at + 1 and not _is_certain(units[at:stop], budget, count):
            part = Chunk(article, _spans(units[at:stop]), heading=units[at].heading)
            if count(_shown(part)) <= budget:
                break
            stop = _better_end(units, at, stop - 1)
        parts.append(units[at:stop])
        at = stop
    return parts


def _is_certain(part: Sequence[_Unit], budget: int, count: Callable[[str], int]) -> bool:
    """Whether the sum of its paragraphs settles that a part fits."""
    total = sum(unit.tokens for unit in part) + _heading_cost(part[0], count) + part[-1].slack
    return total <= budget and not any(unit.loose for unit in part)


def _slack(text: str) -> int:
    """How many more tokens the marks at the end of a text can be without a line break than with one.

    Their bytes bound the one and one token the other.
    """
    run = len(text)
    while run > 0 and not text[run - 1].isalnum():
        run -= 1
    return max(0, len(text[run:].encode("utf-8", "surrogatepass")) - 1)


def _better_end(units: list[_Unit], at: int, stop: int) -> int:
    """Where a part of `units[at:stop]` should end: before the heading of a section that would be torn, if late."""
    size = sum(unit.tokens for unit in units[at:stop])
    seen = 0
    best = stop
    for index in range(at, stop):
        if units[index].is_heading and index > at and seen >= size * _SECTION_FILL:
            best = index
            break
        seen += units[index].tokens
    while best > at + 1 and units[best - 1].is_heading:
        best -= 1
    return best


def _heading_cost(unit: _Unit, count: Callable[[str], int]) -> int:
    return count(f"[{unit.heading}]{_BREAK}") if unit.heading else 0


def _shown(chunk: Chunk) -> str:
    return f"[{chunk.heading}]{_BREAK}{chunk.text()}" if chunk.heading else chunk.text()


def _spans(units: Sequence[_Unit]) -> tuple[Span, ...]:
    """The spans of units, pieces of one paragraph joined again."""
    spans: list[Span] = []
    for unit in units:
        if spans and spans[-1][1] == unit.start:
            spans[-1] = (spans[-1][0], unit.end)
        else:
            spans.append((unit.start, unit.end))
    return tuple(spans)


class _Before:
    """The last sentences of the body before a place, as many as fit `limit` tokens."""

    def __init__(self, article: Article, count: Callable[[str], int], limit: int) -> None:
        self._text = article.text
        self._told = [(p.start, p.end) for p in article.body() if p.zone != "subhead"]
        self._starts = [start for start, _ in self._told]
        self._count = count
        self._limit = limit

    def context(self, place: int) -> str:
        """Whole sentences that have words; the end of one where it alone is too long; nothing at the beginning."""
        taken: list[str] = []
        used = 0
        for start, end in self._sentences(place):
            sentence = self._text[start:end]
            if not any(map(str.isalnum, sentence)):
                continue
            used += self._count(f"{sentence} ")
            if used > self._limit:
                if not taken:
                    taken = self._tail(sentence)
                break
            taken.append(sentence)
        return " ".join(reversed(taken))

    def _sentences(self, place: int) -> Iterator[Span]:
        """Sentences backwards from `place`, no further than the limit can hold."""
        reach = self._limit * _CONTEXT_REACH
        for index in range(bisect_left(self._starts, place) - 1, -1, -1):
            start, end = self._told[index]
            end = min(end, place)
            begin = max(start, end - reach)
            spans = sentences(self._text, begin, end)
            if begin > start and len(spans) > 1:
                spans = spans[1:]
            yield from reversed(spans)
            reach -= end - begin
            if reach <= 0:
                return

    def _tail(self, sentence: str) -> list[str]:
        words = sentence.split()[-self._limit :]
        while words and self._count("… " + " ".join(words)) > self._limit:
            words = words[1:]
        return ["… " + " ".join(words)] if words else []


def _last_heading(article: Article, place: int) -> str | None:
    """The sub-head that `place` is under; None before the first and where one begins."""
    heading = None
    for paragraph in article.body():
        if paragraph.start > place or (paragraph.start == place and paragraph.zone == "subhead"):
            return heading if paragraph.start > place else None
        if paragraph.zone == "subhead":
            heading = article.text[paragraph.start : paragraph.end]
    return heading


def _middle(chunk: Chunk, length: int) -> int | None:
    """Where to divide a part: the break nearest its middle, of the best kind that both halves can live with."""
    text = chunk.article.text
    wanted = _at_length(chunk, length // 2)
    within = next(((s, e) for s, e in chunk.spans if s < wanted < e), None)
    sentence_starts = [start for start, _ in sentences(text, *within)[1:]] if within else []
    for places in (_paragraph_starts(chunk), sentence_starts):
        fitting = filter(lambda place: _halves_well(chunk, place, length), places)
        if nearest := min(fitting, key=lambda place: abs(place - wanted), default=0):
            return nearest
    place = _between_words(text, within[0], wanted, within[1]) if within else wanted
    return place if chunk.start < place < chunk.end and _halves_well(chunk, place, length) else None


def _paragraph_starts(chunk: Chunk) -> list[int]:
    """Where a paragraph of the part begins, but for the first and those below a sub-head."""
    heads = {p.start for p in chunk.article.body() if p.zone == "subhead"}
    return [start for before, start in pairwise(start for start, _ in chunk.spans) if before not in heads]


def _halves_well(chunk: Chunk, place: int, length: int) -> bool:
    left = sum(min(end, place) - start for start, end in chunk.spans if start < place)
    return _SMALLEST_HALF <= left <= length - _SMALLEST_HALF


def _at_length(chunk: Chunk, length: int) -> int:
    """The offset before which the part has `length` characters."""
    for start, end in chunk.spans:
        if length <= end - start:
            return start + length
        length -= end - start
    return chunk.end
