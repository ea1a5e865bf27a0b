"""The part of an article that the built-in model reads, with the queries that all finders share.

It has the sentences, and the words that occur in lower case, for which a capital at the start of a sentence proves
nothing. English sentences are split here and not by `language.sentences`, which has other abbreviations and ends a
sentence after "the U.S." before a common first word; these rules never do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.language.datelines import at_lead
from factsheet.language.detection import language_of
from factsheet.language.lists import ENGLISH
from factsheet.language.sentences import sentences
from factsheet.models.extractive.letters import without_letters
from factsheet.models.extractive.names import ABBREVIATIONS
from factsheet.readers.frontlines import PLAYER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.records import Article, Chunk, Span

_LOWER = re.compile(r"\b[a-zß-öø-ÿ]{2,}\b")  # small words in Latin letters
# A stop with its quotation marks, and no small letter next.
_SENTENCE_END = re.compile(
    r"""[.!?…]["”’')\]]{0,2}(?=\s+["“‘'(\[]?[^\Wa-z_])"""
    # or none between them, where the text was scraped
    r"""|(?:(?<=[a-z]{3})|(?<=%))[.!?]”?(?=["“]?[A-Z][a-z’']+[ ,’'])"""
)
_SHORT = ABBREVIATIONS | {
    *map(str.capitalize, ENGLISH.words("abbreviations", "titles of several", "months")),
    "No",
    "vs",
}
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(sorted(_SHORT))}|[A-Z])\.$|\.[A-Za-z]\.$")
"""A full stop that does not end a sentence: of an abbreviation, an initial, or an acronym."""
_STATE_AT_END = re.compile(
    r"[a-z], (?:[A-Z][a-z]{1,5}|[A-Z]\. ?[A-Z])\.$|\d [ap]\.m\.$|(?:\d[a-z]{2}|[a-z]) (?:St|Ave|Blvd|Rd)\.$"
)
_OTHERS = re.compile(
    r"(?:news )?(?:in brief|briefs)|elsewhere|(?:also|other stories) in the news|other news", re.IGNORECASE
)
"""A line above other stories."""
_UPDATED = re.compile(r"[^.]{0,40}\b[Ll]ast updated at [^.]{0,30}\.?")  # a page says so of itself
_LONGEST_STATE = 12
_FIRST_WORD = re.compile(r" ([A-Z][a-z]*) ")
_STARTING = ENGLISH.words("stopwords") | {"police"}
_SAYING = ENGLISH.words("saying") | {"message", "statement", "convey", "following", "letter", "post"}
_LONGEST_ABBREVIATION = 7
"""The longest abbreviation with its context and stop, in characters."""
_LONGEST_SENTENCE = 2000
"""The longest sentence, in characters, to bound the work per sentence."""
_SHORT_TITLE, _LONGEST_TITLE = 3, 12
"""The longest quoted title, in words: in any case, and if each longer word is capitalised."""
_SMALL_IN_TITLE = 5
"""The shortest word, in letters, that a title capitalises."""
_MARKS = '"“”„«».,?! '
_HEAD = re.compile(r"(?P<head>[^\n]{10,150}?)(?:;[ \t]*\n(?P<deck>[^\n]{5,200}))?\n?")
"""A headline in its own paragraph, with a line below it."""
_FEWEST_BELOW = 3
"""The fewest paragraphs of a text whose first can be a headline."""
_FEWEST_LONG = 6
"""The fewest longer words of a possible headline; among fewer, most can be names."""
# "6 juillet 2012. - ", "Puerto Claro, 27 de noviembre de 2024 (AN).- " before the lead
_DATED = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]+(?:[ -][^\W\d_]+){0,3}, )?\d{1,2}\.?(?: de)? [^\W\d_]{3,10}\.?(?: de)? \d{4}\.?"
    r"(?: \([^()]{2,20}\)\.?)?\s*[-–—]+\s*"
)
_ITEM = re.compile(r"\(?\d{1,2}[A-Za-z]?\)\s+|[•*▪■]\s+")  # the mark of an item in a list
_COMPLETE = re.compile(r"[.!?…][\"”’')\]]*\s*(?:\[[\w.]+\])?$")
_LONGEST_END = 20
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’./-]+(?: [A-ZÀ-Þ'’./-]+){0,4}: (?=[A-Z])"
)  # "HOLLIN/OSTREY: " before the lead
_TOP = 8
"""Sentences among which a dateline is looked for: a headline, note or teaser can precede it."""
_FEWEST_CAPITALS = 2
"""The most words in capitals that can be names; more are a headline."""
_LONGEST_IN_SINGLE = 800
"""The longest text in single quotation marks, in characters."""
_LONGEST_EVIDENCE = 200
"""The longest sentence cited whole, in characters; of a longer one, the words around the fact."""


@dataclass(frozen=True, slots=True)
class Story:
    """The text, and the spans of it that facts can come from."""

    article: Article
    text: str
    headline: Span | None
    """The span of the headline, unless it is in title case, which shows nothing about names."""
    paragraphs: tuple[Span, ...]
    """Without sub-heads."""
    subheads: tuple[Span, ...]
    sentences: tuple[Span, ...]
    """Without the dateline before the first one."""
    starts: tuple[int, ...]
    """The start of each sentence, for bisection."""
    quoted: tuple[Span, ...]
    """The spans between quotation marks, within a paragraph."""
    shouting: frozenset[int]
    """The indexes of sentences in title case: headlines within the text."""
    lower: frozenset[str]
    """The words that occur in lower case."""

    def is_title_case(self, offset: int) -> bool:
        """Whether the sentence at `offset` is in title case, where capitals show nothing."""
        return self.sentence_index(offset) in self.shouting

    def sentence_at(self, offset: int) -> Span:
        """The sentence at `offset`."""
        return self.sentences[self.sentence_index(offset)]

    def sentence_index(self, offset: int) -> int:
        """The index of the sentence at `offset`."""
        return bisect_right(self.starts, offset, 1) - 1

    def is_complete(self, span: Span) -> bool:
        """Whether a sentence ends with a stop, as list items and headlines do not."""
        return _COMPLETE.search(self.text[max(span[0], span[1] - _LONGEST_END) : span[1]]) is not None

    def told_from(self, offset: int) -> int:
        """The offset, or the start of the sentence after it if it is in a dateline."""
        index = self.sentence_index(offset)
        start, end = self.sentences[index]
        if start <= offset < end:
            return offset
        later = start if offset < start else self.starts[min(index + 1, len(self.starts) - 1)]
        return max(offset, later)

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset is between quotation marks."""
        at = bisect_right(self.quoted, (offset, len(self.text))) - 1
        return at >= 0 and offset < self.quoted[at][1]

    def is_in_words(self, offset: int) -> bool:
        """Whether a sentence begins within a quotation; a long one in single marks is a stray apostrophe."""
        at = bisect_right(self.quoted, (offset, len(self.text))) - 1
        if at < 0 or offset >= self.quoted[at][1]:
            return False
        start, end = self.quoted[at]
        double = self.text[start] not in "'‘’" or self.text.startswith("''", start)
        return double or end - start <= _LONGEST_IN_SINGLE

    def is_titled(self, offset: int) -> bool:
        """Whether an offset is within a few quoted words, which can be a title: the film "Major League"."""
        at = bisect_right(self.quoted, (offset, len(self.text))) - 1
        if at < 0 or offset >= self.quoted[at][1]:
            return False
        words = self.quote(self.quoted[at]).strip(_MARKS).split()
        capital = all(word[0].isupper() or len(word) < _SMALL_IN_TITLE for word in words)
        return len(words) <= _SHORT_TITLE or (capital and len(words) <= _LONGEST_TITLE)

    def around(self, span: Span) -> Span:
        """The sentence around a span, or the words around it if the sentence is long."""
        if self.headline and span[0] < self.headline[1] <= self.starts[0]:
            return self.headline
        start, end = self.sentence_at(self.told_from(span[0]))
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
    """Read the part of an article that a chunk contains."""
    text = chunk.article.text
    heads = {(p.start, p.end) for p in chunk.article.paragraphs if p.zone == "subhead"}
    heads |= {span for span in chunk.spans if _OTHERS.fullmatch(text, *span)}
    end = next((span[0] for span in chunk.spans[1:] if _OTHERS.fullmatch(text, *span)), len(text))
    paragraphs = tuple(span for span in chunk.spans if span not in heads and span[0] < end)
    chunk, paragraphs = _with_title(chunk, paragraphs)
    paragraphs = (*_standfirst(chunk), *without_letters(text, paragraphs, chunk.article.title or ""))
    found = tuple(_sentences(chunk.article, paragraphs))
    return Story(
        article=chunk.article,
        text=text,
        headline=_headline(chunk),
        paragraphs=paragraphs,
        subheads=tuple(span for span in chunk.spans if span in heads),
        sentences=found,
        starts=tuple(start for start, _ in found),
        quoted=tuple(_quoted(text, paragraphs)),
        shouting=frozenset(i for i, (a, b) in enumerate(found) if _is_headline(text[a:b])),
        lower=frozenset().union(*(_LOWER.findall(text, *span) for span in paragraphs)),
    )


def _with_title(chunk: Chunk, paragraphs: tuple[Span, ...]) -> tuple[Chunk, tuple[Span, ...]]:
    """A chunk whose article has the headline from its first paragraph, and the paragraphs below that."""
    if chunk.article.title or chunk.index or len(paragraphs) < _FEWEST_BELOW:
        return chunk, paragraphs
    first, second = (chunk.article.text[slice(*span)] for span in paragraphs[:2])
    match = _HEAD.fullmatch(first)
    if not match or len(second) < len(match["head"]) or (not match["deck"] and not _is_headline(first)):
        return chunk, paragraphs
    return replace(chunk, article=replace(chunk.article, title=match["head"].strip(" ;"))), paragraphs[1:]


def _standfirst(chunk: Chunk) -> list[Span]:
    """The sentence between headline and lead, if it has a stop: the story begins with it."""
    above = [(p.start, p.end) for p in chunk.article.paragraphs if p.zone == "standfirst"] if not chunk.index else []
    return [span for span in above[:1] if _COMPLETE.search(chunk.article.text[span[0] : span[1]])]


def _sentences(article: Article, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """The sentences of these paragraphs, without the dateline of the lead or of another one near the top."""
    lead = next(((p.start, p.end) for p in article.body() if p.zone != "subhead"), None)
    language = language_of(article.text, article.language)
    split = split_english if language in {"en", None} else partial(sentences, language=language)
    count = 0
    for paragraph in paragraphs:
        span = _after_dateline(article.text, paragraph) if paragraph == lead else paragraph
        for sentence in split(article.text, *span):
            count += 1
            top = count <= _TOP and (paragraph != lead or count > 1)
            told = _after_dateline(article.text, sentence) if top else sentence
            if PLAYER.fullmatch(article.text, *told) or _UPDATED.fullmatch(article.text, *told):
                continue
            mark = _ITEM.match(article.text, *told)
            yield from _bounded(article.text, (mark.end(), told[1]) if mark and mark.end() < told[1] else told)


def _quoted(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """The spans between quotation marks, and paragraphs after an attribution with a colon: "Doe wrote:"."""
    before = (0, 0)
    for span in paragraphs:
        is_said = _leads_in(text[slice(*before)]) and text[span[0]] not in _MARKS
        yield from [span] if is_said else ((one.start, one.end) for one in quotations(text, *span))
        before = span


def _leads_in(paragraph: str) -> bool:
    words = paragraph.lower().split()
    return len(words) >= _FEWEST_LONG and words[-1].endswith(":") and not _SAYING.isdisjoint(words)


def _after_dateline(text: str, lead: Span) -> Span:
    """The lead without its dateline, which is part of no sentence."""
    start, end = lead
    dated = _DATED.match(text, start, end) or _CAPITALS.match(text, start, end)
    after = dated.end() if dated else start + at_lead(text[start:end]).end
    return (after, end) if after < end else lead


def _headline(chunk: Chunk) -> Span | None:
    title = chunk.article.title
    if not title or chunk.index or not chunk.spans or _in_title_case(title):
        return None
    start = chunk.article.text.find(title)
    return (start, start + len(title)) if 0 <= start <= chunk.start - len(title) else None


def _is_headline(sentence: str) -> bool:
    """Whether a sentence is written in title case or in capitals."""
    stopped = sentence.endswith((".", ".”", '."', ".’", ".'"))
    if not (stopped and any(map(_is_small, sentence.split()))) and _in_title_case(sentence, _FEWEST_LONG):
        return True
    return sentence.isupper() and len(sentence.split()) > _FEWEST_CAPITALS


def _is_small(word: str) -> bool:
    """Whether a word that a title capitalises begins with a small letter."""
    bare = word.strip(_MARKS + "‘’'(")
    return len(bare) >= _SMALL_IN_TITLE and bare[0].islower()


def _in_title_case(title: str, fewest: int = 0) -> bool:
    """Whether more than three of four longer words have a capital, of `fewest` at least."""
    words = [word for word in title.split() if len(word) > 3]
    return len(words) >= fewest and sum(word[0].isupper() for word in words) * 4 > len(words) * 3


def split_english(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one paragraph or quotation, trimmed."""
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.end()
        shortened = match[0] == "." and _ABBREVIATED.search(text[max(start, stop - _LONGEST_ABBREVIATION) : stop])
        if shortened and not _is_behind_state(text, start, stop):
            continue
        yield start, stop
        start = next((at for at in range(stop, end) if not text[at].isspace()), end)
    if start < end:
        yield start, end


def _is_behind_state(text: str, start: int, stop: int) -> bool:
    """Whether a sentence begins after an abbreviated state, time or street: "to Salina, Kan. The driver"."""
    behind = _FIRST_WORD.match(text, stop)
    starts = behind is not None and behind[1].lower() in _STARTING
    return starts and _STATE_AT_END.search(text, max(start, stop - _LONGEST_STATE), stop) is not None


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence in pieces of a bounded length, cut at spaces: a list or a table without a full stop."""
    start, end = sentence
    while end - start > _LONGEST_SENTENCE:
        stop = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE) + 1 or start + _LONGEST_SENTENCE
        yield start, stop
        start = stop
    yield start, end
