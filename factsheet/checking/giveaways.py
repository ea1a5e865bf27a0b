"""Words that show that a text addresses a machine, and the scores of their combinations.

All data is in `data/instructions.txt`, which documents the kinds of evidence and their syntax. `signs` decides how much
evidence is enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from factsheet.checking.unmasking import spellings
from factsheet.language.lists import Lists
from factsheet.language.tongues import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LISTS = Lists("factsheet.checking")
_RULES = frozenset({"", "points", "needed", "given", "pairs", "small", "channels"})
"""Parts of the list that are rules, not words of a kind."""
_TOGETHER = -2
"""The language of combined kinds: combined again when the evidence of a language is dropped."""


class Hit(NamedTuple):
    """A piece of evidence: its kind, the indexes of its first word and of the one after it, its span and language."""

    kind: str
    first: int
    last: int
    start: int
    end: int
    language: int = -1
    """Its line in its part of the list; -1 if it has none."""


# Words


class Phrase(NamedTuple):
    """A phrase of the list: its kind, its words after the first, and its language."""

    kind: str
    rest: tuple[str, ...]
    language: int


class _Entries(NamedTuple):
    """The phrases that begin with a word: the one-word ones, those with a stem second, all others by their second word.

    The latter include those with a stem.
    """

    alone: tuple[Phrase, ...]
    followed: Mapping[str, tuple[Phrase, ...]]
    by_stems: tuple[Phrase, ...]


def phrases(words: Sequence[str]) -> Iterator[tuple[int, Phrase]]:
    """Each phrase of the list in folded words, with the index of its first word."""
    for at, word in enumerate(words):
        entries = _entries(word[:_CODE])  # no word of the list is as long
        if entries is None:
            continue
        for phrase in entries.alone:
            yield at, phrase
        follower = words[at + 1] if at + 1 < len(words) else ""
        for phrase in entries.followed.get(follower, entries.by_stems):
            if _follow(words, at + 1, phrase.rest):
                yield at, phrase


def _follow(words: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    """Whether the other words of a phrase follow."""
    return len(words) >= at + len(rest) and all(
        word.startswith(other[:-1]) if other[-1] == "*" else word == other
        for word, other in zip(words[at : at + len(rest)], rest, strict=True)
    )


_CODE = 24
"""The shortest word of letters and digits that counts as encoded (Base64 and the like), in characters."""


@lru_cache(maxsize=20_000)  # a text has most of its words many times, and texts have them in common
def _entries(word: str) -> _Entries | None:
    """The phrases that begin with a folded word, or None."""
    whole, stems = _words()
    found = [phrase for one in spellings(word) for phrase in whole.get(one, ())]
    found += [p for one in spellings(word) for size in range(2, len(one) + 1) for p in stems.get(one[:size], ())]
    if len(word) == _CODE and not word.isalpha() and not word.isdigit():
        found.append(Phrase("encoded", (), -1))
    if not found:
        return None
    by_stems = tuple(phrase for phrase in found if phrase.rest and phrase.rest[0][-1] == "*")
    words = {phrase.rest[0] for phrase in found if phrase.rest and phrase.rest[0][-1] != "*"}
    followed = {word: (*(one for one in found if one.rest[:1] == (word,)), *by_stems) for word in words}
    return _Entries(tuple(phrase for phrase in found if not phrase.rest), followed, by_stems)


@cache  # reads a word list
def _words() -> tuple[Mapping[str, list[Phrase]], Mapping[str, list[Phrase]]]:
    """The phrases of each kind by their first word, and by its stem."""
    whole: defaultdict[str, list[Phrase]] = defaultdict(list)
    stems: defaultdict[str, list[Phrase]] = defaultdict(list)
    for kind, lines in _LISTS.parts("instructions").items():
        for language, line in enumerate(lines if kind not in _RULES else ()):
            for phrase in line.split() if line != "-" else ():
                first, *rest = re.findall(r"[^\W_]+\*?", phrase)
                where = stems if first[-1] == "*" else whole
                where[first.rstrip("*")].append(Phrase(kind, tuple(rest), language))
    return whole, stems


@cache  # reads a word list
def known_words() -> re.Pattern[str]:
    """The words of the list with four and more letters, the longest first."""
    return re.compile(any_of({word for one in _words() for word in one if len(word) > _SHORT}))


_SHORT = 3


# What kinds are together


def paired(hits: list[Hit]) -> list[Hit]:
    """The evidence of a sentence, with the combinations of kinds that are close to each other."""
    kinds = {hit.kind for hit in hits}
    for kind, first, second, most in _pairs() if len(kinds) > 1 else ():
        together = first in kinds and second in kinds and kind not in kinds
        if together and (found := _pair(hits, kind, first, second, most)) is not None:
            hits.append(found)
            kinds.add(kind)
    return hits


def _pair(hits: Sequence[Hit], kind: str, first: str, second: str, most: int) -> Hit | None:
    """The words from a hit of the first kind to one of the second that follows closely enough."""
    before: Hit | None = None
    for hit in sorted((hit for hit in hits if hit.kind in {first, second}), key=lambda hit: (hit.first, hit.last)):
        if hit.kind == second and before is not None and before.first < hit.first < before.last + most:
            return Hit(kind, before.first, hit.last, before.start, hit.end, _TOGETHER)
        if hit.kind == first:
            before = hit
    return None


@cache  # reads a word list
def _pairs() -> list[tuple[str, str, str, int]]:
    """The kind that two kinds combine to, and the largest distance between them in words."""
    rows = map(str.split, _LISTS.lines("instructions", "pairs"))
    return [
        (kind, first, second, int(most))
        for kind, _, firsts, seconds, most in rows
        for first, second in product(firsts.split("/"), seconds.split("/"))
    ]


# Channels


@cache  # compiles a list
def _channels() -> list[tuple[str, float, tuple[str, ...], re.Pattern[str]]]:
    """The kind, points, required words and pattern of each disguise."""
    lines = (line.split(" :: ", 1) for line in _LISTS.lines("instructions", "channels"))
    rows = ((head.split(), re.compile(pattern, re.IGNORECASE)) for head, pattern in lines)
    return [(row[0], float(row[1]), tuple(need.replace("_", " ") for need in row[2:]), one) for row, one in rows]


@cache  # reads a word list
def channel_kinds() -> frozenset[str]:
    """The kinds of what imitates a channel other than the article's."""
    return frozenset(kind for kind, _, _, _ in _channels())


def channels(text: str) -> Iterator[Hit]:
    """The parts of a text that imitate a channel other than the article's."""
    lowered = text.lower()
    for kind, _, needs, pattern in _channels():
        for match in pattern.finditer(text) if any(need in lowered for need in needs) else ():
            yield Hit(kind, 0, 0, match.end() - len(match.group().lstrip()), match.end())


# What it counts


def total(kinds: set[str]) -> float:
    """The sum of the points of some kinds; 0 if a required kind is missing."""
    if lacks_kinds(kinds):
        return 0.0
    return sum(points()[kind] for kind in kinds if kind in points() and kinds.isdisjoint(_better().get(kind, ())))


def lacks_kinds(kinds: set[str]) -> bool:
    """Whether a required kind is missing."""
    return any(map(kinds.isdisjoint, _needed()))


@cache  # reads a word list
def points() -> Mapping[str, float]:
    """The points of each kind, and the limit."""
    found = {kind: float(count) for kind, count, *_ in map(str.split, _LISTS.lines("instructions", "points"))}
    return found | {kind: count for kind, count, _, _ in _channels()}


@cache  # reads a word list
def _better() -> Mapping[str, tuple[str, ...]]:
    """The kinds next to which a kind counts nothing."""
    return {kind: tuple(better) for kind, _, *better in map(str.split, _LISTS.lines("instructions", "points"))}


@cache  # reads a word list
def _needed() -> list[frozenset[str]]:
    """Sets of kinds of which a passage needs one each: whom it addresses, and what for."""
    return [channel_kinds().union(*map(str.split, _LISTS.lines("instructions", part))) for part in ("needed", "given")]


@cache  # reads a word list
def small_words() -> list[frozenset[str]]:
    """The words that identify a language, in the order of languages that all parts use."""
    return [frozenset(line.split()) for line in _LISTS.lines("instructions", "small")]
