"""The part of an article that the built-in model reads, with what every finder asks of it.

Sentences, the words that occur in lower case (a capital at the start of a sentence proves nothing for these),
and the article's own date. What the text means is left to the finders.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from factsheet.language.datelines import at_lead
from factsheet.language.sentences import sentences
from factsheet.language.words import is_english

if TYPE_CHECKING:
    from factsheet.records import Article, Chunk, Span

_LOWER = re.compile(r"\b[a-zß-öø-ÿ]{2,}\b")
_SENTENCE_END = re.compile(r"""[.!?…]["”’')\]]{0,2}(?=\s+["“‘'(\[]?[^\Wa-z_])""")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Lt|Col|Maj|Capt|Sgt|Cpl|St|Jr|Sr|Rev|Hon|No|vs|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn"
    r"|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Vt|Va|Wash|Wis|Wyo)|\b[A-Z]|\.[A-Za-z])\.$"
)
_LONGEST_SENTENCE = 2000
"""Characters; no sentence of a story is longer, and every look at a sentence stays quick."""
_QUOTED = re.compile(r"[\"“«„][^\"”»“„«]+[\"”»“]?")
_LONGEST_EVIDENCE = 200
"""Characters; of a longer sentence, only the words around what it proves are evidence."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is read: the whole text, and the spans of it that facts may come from."""

    article: Article
    text: str
    headline: Span | None
    """Where the headline stands in the text, unless it is in title case, which says nothing about names."""
    paragraphs: tuple[Span, ...]
    """Without sub-heads."""
    subheads: tuple[Span, ...]
    sentences: tuple[Span, ...]
    """Without the dateline before the first one."""
    starts: tuple[int, ...]
    """Where each sentence starts, to find one by offset."""
    quoted: tuple[Span, ...]
    """What stands between quotation marks, a paragraph at a time."""
    lower: frozenset[str]
    """Words that occur in lower case."""
    today: date | None
    """The day that "Monday" counts from: the dateline's, else the day of publication."""

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds `offset`."""
        return self.sentences[self.sentence_index(offset)]

    def sentence_index(self, offset: int) -> int:
        """The number of the sentence that holds `offset`, from 0."""
        return bisect_right(self.starts, offset, 1) - 1

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset is between quotation marks."""
        at = bisect_right(self.quoted, (offset, len(self.text))) - 1
        return at >= 0 and offset < self.quoted[at][1]

    def around(self, span: Span) -> Span:
        """The sentence around a span, or the words around it where the sentence is long."""
        if self.headline and span[0] < self.headline[1] <= self.starts[0]:
            return self.headline
        start, end = self.sentence_at(span[0])
        start = min(start, span[0])  # the dateline stands before the first sentence
        if end - start <= _LONGEST_EVIDENCE:
            return start, end
        room = (_LONGEST_EVIDENCE - (span[1] - span[0])) // 2
        left, right = max(start, span[0] - room), min(end, span[1] + room)
        if left > start:
            left = self.text.find(" ", left, span[0]) + 1 or span[0]
        if right < end:
            right = max(self.text.rfind(" ", span[1], right), span[1])
        return left, right

    def quote(self, span: Span) -> str:
        """The words of a span, as evidence."""
        return self.text[span[0] : span[1]]


def read_story(chunk: Chunk) -> Story:
    """Read the part of an article that a chunk holds."""
    text = chunk.article.text
    heads = {(p.start, p.end) for p in chunk.article.paragraphs if p.zone == "subhead"}
    paragraphs = tuple(span for span in chunk.spans if span not in heads)
    lead = next(((p.start, p.end) for p in chunk.article.body() if p.zone != "subhead"), None)
    spans = (_after_dateline(text, span) if span == lead else span for span in paragraphs)
    split = split_sentences if is_english(text) else _split_any
    found = tuple(s for span in spans for s in split(text, span))
    return Story(
        article=chunk.article,
        text=text,
        headline=_headline(chunk),
        paragraphs=paragraphs,
        subheads=tuple(span for span in chunk.spans if span in heads),
        sentences=found,
        starts=tuple(start for start, _ in found),
        quoted=tuple(m.span() for start, end in paragraphs for m in _QUOTED.finditer(text, start, end)),
        lower=frozenset().union(*(_LOWER.findall(text, start, end) for start, end in paragraphs)),
        today=_day(chunk.article.dateline_date) or _day(chunk.article.published),
    )


def _after_dateline(text: str, lead: Span) -> Span:
    """The lead without its dateline, which is part of no sentence."""
    start, end = lead
    after = start + at_lead(text[start:end]).end
    return (after, end) if after < end else lead


def _headline(chunk: Chunk) -> Span | None:
    title = chunk.article.title
    start = chunk.article.text.find(title) if title and chunk.index == 0 and chunk.spans else -1
    if not title or start < 0 or start + len(title) > chunk.start:
        return None
    words = [w for w in title.split() if len(w) > 3]
    capital = sum(w[0].isupper() for w in words)
    return (start, start + len(title)) if capital * 4 <= len(words) * 3 else None


def split_sentences(text: str, span: Span) -> list[Span]:
    """The sentences of one paragraph, without the white space around them."""
    found = []
    start, end = span
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.end()
        if match[0] == "." and _ABBREVIATED.search(text[max(start, stop - 7) : stop]):
            continue
        found.append((start, stop))
        start = next((at for at in range(stop, end) if not text[at].isspace()), end)
    if start < end:
        found.append((start, end))
    return [piece for sentence in found for piece in _bounded(text, sentence)]


def _split_any(text: str, span: Span) -> list[Span]:
    """The sentences of a paragraph in a language that has other abbreviations."""
    return [piece for sentence in sentences(text, *span) for piece in _bounded(text, sentence)]


def _bounded(text: str, sentence: Span) -> list[Span]:
    """A sentence in pieces of a bounded length, cut at spaces: a list or a table without a full stop."""
    start, end = sentence
    found = []
    while end - start > _LONGEST_SENTENCE:
        stop = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE) + 1 or start + _LONGEST_SENTENCE
        found.append((start, stop))
        start = stop
    return [*found, (start, end)]


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
