"""Recognises passages that address a machine: evidence of several kinds, scored a few sentences at a time.

No kind suffices by itself: news reports on chatbots, recipes give orders, notices announce what follows. A passage that
names a machine, orders it, and points at words to be copied does. `giveaways` has the evidence and its points;
`unmasking` runs first, so that no spelling hides anything.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from factsheet.checking.giveaways import (
    Hit,
    channel_kinds,
    channels,
    known_words,
    lacks_kinds,
    paired,
    phrases,
    points,
    small_words,
    total,
)
from factsheet.checking.unmasking import unmasked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.checking.unmasking import Unmasked

_SENTENCES = 3
"""The most consecutive sentences that can share their evidence."""
_MOST_WORDS = 90
"""The most words of such sentences together; a longer sentence counts as several."""
_FEW_WORDS = 3
"""Fewer words are no sentence: their full stop belongs to an abbreviation."""
_SURE = 2.0
"""Points above the limit from which it does not matter that the words are quoted."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A passage that addresses a machine: a span, and how certain it is.

    "weak" and "strong" are words; a "mark" is a turn, a tag or a data format, and an "end" that of the article, which
    is a sign only if the text continues after it.
    """

    start: int
    end: int
    shown: int
    """The end of the words that may be shown; the payload follows."""
    strength: str


class _Sentence(NamedTuple):
    """The span of a sentence, its folded words, its evidence, and whether it reports what somebody said or did."""

    start: int
    end: int
    words: list[str]
    hits: list[Hit]
    tells: bool


def signs_in(text: str) -> list[Sign]:
    """Each passage of a text that addresses a machine, in order; no two have evidence in the same sentence."""
    folded = unmasked(text, known_words)
    sentences = list(_sentences(folded)) or [_Sentence(0, len(text), [], [], tells=False)]
    ends = [sentence.end for sentence in sentences]
    for hit in (*(Hit("spelt", 0, 0, *span) for span in folded.spelt), *channels(text)):
        sentences[min(bisect_right(ends, hit.start), len(ends) - 1)].hits.append(hit)
    if lacks_kinds({hit.kind for sentence in sentences for hit in sentence.hits}):
        return []  # as in nearly all news
    found: list[Sign] = []
    done = 0
    for first, sentence in enumerate(sentences):
        if first < done or not sentence.hits:
            continue
        window = next((window for window in _windows(sentences, first) if _sign(window)), None)
        if window:
            parts = (window[number:] for number in reversed(range(len(window))))
            found.append(next(sign for part in parts if (sign := _sign(part))))
            done = first + len(window)
    return found


def _windows(sentences: Sequence[_Sentence], first: int) -> Iterator[Sequence[_Sentence]]:
    """The sentences from one on that can share evidence. A report counts by itself."""
    words = 0
    for last in range(first, min(first + _SENTENCES, len(sentences))):
        words += len(sentences[last].words)
        if last > first and (words > _MOST_WORDS or sentences[first].tells):
            return
        if sentences[last].hits and (last == first or not sentences[last].tells):
            yield sentences[first : last + 1]


def _sign(window: Sequence[_Sentence]) -> Sign | None:
    """The sign in some sentences, or None if they have too little evidence."""
    weighed = [sentence for sentence in window if sentence is window[0] or not sentence.tells]
    limit = points()["LIMIT"]
    if total({hit.kind for sentence in weighed for hit in sentence.hits}) < limit:
        return None
    # Words of other languages that look the same are no evidence.
    languages = _languages([word for sentence in window for word in sentence.words])
    spoken = (paired([hit for hit in sentence.hits if hit.language in languages]) for sentence in weighed)
    hits = [hit for found in spoken for hit in found]
    kinds = {hit.kind for hit in hits}
    if total(kinds) < limit:
        return None
    counted = [hit for hit in hits if points().get(hit.kind, 0.0) > 0]
    start, end = min(hit.start for hit in counted), max(hit.end for hit in counted)
    return Sign(start, end, _shown(window, counted, start), _strength(kinds))


def _strength(kinds: set[str]) -> str:
    if not kinds.isdisjoint(channel_kinds()):
        return "mark" if total(kinds - _ENDING) >= points()["LIMIT"] else "end"
    return "strong" if total(kinds) >= points()["LIMIT"] + _SURE else "weak"


_ENDING = frozenset({"end", "ended"})
"""Kinds that claim that the article ends."""


def _shown(window: Sequence[_Sentence], counted: Sequence[Hit], start: int) -> int:
    """The end of the evidence in the first sentence that has some, or its colon."""
    stop = next((sentence.start for sentence in window if sentence.start > start), math.inf)
    ends = [hit.end for hit in counted if hit.start < stop]
    colons = [hit.start for hit in counted if hit.kind == "colon" and min(ends) <= hit.start]
    return min([max(ends), *colons])


def _languages(words: Sequence[str]) -> set[int]:
    """The indexes of the languages that words can be in, of the line for all languages, and -1."""
    counts = [sum(map(small.__contains__, words)) for small in small_words()]
    most = max(counts) if max(counts) >= _FEW_WORDS else 0
    return {-1, *(number for number, count in enumerate(counts) if count * _SHARE >= most), len(counts)}


_SHARE = 3
"""A text can be in a further language if it has a third as many of its small words as of the first."""

_TOKEN = re.compile(r"[^\W_]+|[.!?…](?=\W|$)|\n")
_ENDS = frozenset(".!?…\n")


def _sentences(folded: Unmasked) -> Iterator[_Sentence]:
    """The sentences of a folded text, each with its evidence."""
    matches: list[re.Match[str]] = []
    for match in _TOKEN.finditer(folded.text):
        word = match.group()
        if word not in _ENDS:
            matches.append(match)
            ends = len(matches) == _MOST_WORDS
        else:
            ends = len(matches) > _FEW_WORDS or (word == "\n" and bool(matches))
        if ends:
            yield _sentence(folded, matches)
            matches = []
    if matches:
        yield _sentence(folded, matches)


def _sentence(folded: Unmasked, matches: Sequence[re.Match[str]]) -> _Sentence:
    words = [match.group() for match in matches]
    hits = [*_hits(folded, matches, words)]
    if hits:
        hits += _colon(folded, matches)
    told = {hit.language for hit in hits if hit.kind == "told"}
    tells = bool(told) and not told.isdisjoint(_languages(words))
    places = folded.places
    return _Sentence(places[matches[0].start()], places[matches[-1].end() - 1] + 1, words, paired(hits), tells)


_AT_BEGINNING = frozenset({"say", "put", "revoke", "label", "hail", "you_are", "to", "from_above"})
"""Kinds that count only at the start of a clause, as imperatives: "told it to ignore …" reports one."""


def _hits(folded: Unmasked, matches: Sequence[re.Match[str]], words: Sequence[str]) -> Iterator[Hit]:
    """The evidence in the words of a sentence."""
    leading, ordered = -1, False
    for at, phrase in phrases(words):
        last, start = at + 1 + len(phrase.rest), matches[at].start()
        if phrase.kind == "lead":  # "please", and "and" behind another order
            leading = last if ordered or leading == at or _begins(folded.text, start) else leading
            continue
        if phrase.kind in _AT_BEGINNING and leading != at and not _begins(folded.text, start):
            continue
        ordered = ordered or phrase.kind in _AT_BEGINNING or phrase.kind == "role"
        end = folded.places[matches[last - 1].end() - 1] + 1
        yield Hit(phrase.kind, at, last, folded.places[start], end, phrase.language)


_CLAUSE = frozenset('.,!?:;…()[]{}"“”„«»‘*#>—–|/\n')
"""Characters that precede a clause."""
_QUOTES = frozenset('"“„«‘')


def _begins(text: str, at: int) -> bool:
    """Whether a clause begins there. A hyphen precedes one if it is a dash or a bullet."""
    before = at - 1
    while before >= 0 and text[before] == " ":
        before -= 1
    if before >= 0 and text[before] in "-_":
        return before + 1 < at or before == 0 or not text[before - 1].isalnum()
    return before < 0 or text[before] in _CLAUSE


def _colon(folded: Unmasked, matches: Sequence[re.Match[str]]) -> Iterator[Hit]:
    """The colon of a sentence after which another sentence could follow that is no attributed quotation."""
    text, end = folded.text, matches[-1].end()
    colon = text.find(": ", matches[0].start(), end)
    if colon >= 0 and text[colon + 2] not in _QUOTES and text.count(" ", colon, end) > _FEW_WORDS:
        at = bisect_right(matches, colon, key=re.Match.start)
        yield Hit("colon", at, at, folded.places[colon], folded.places[colon] + 1)
