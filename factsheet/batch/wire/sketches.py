"""A sketch of an article: a few kilobytes that suffice to compare it with others.

It holds the hashes of the text's word 3-shingles, its numbers and its names. Hashes are stable between runs
and machines. Of a very long text only every fourth, sixteenth, … shingle is kept, chosen by hash, so that two
sketches can always be compared at the coarser of their scales (FracMinHash: Irber et al., 2022).
"""

from __future__ import annotations

import re
import zlib
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.language.sentences import sentences

if TYPE_CHECKING:
    from factsheet.records import Article

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
"""Letters and digits, with the decimals and thousands of a number. Not `language.words`: sketches are in ledgers."""
# A capitalised word of three letters or more that does not begin a sentence, a line or a quotation.
_NAME = re.compile(r"(?<![.!?:»“\"'‘’”\n] )(?<!^)\b[^\W\d_a-z][\w’'-]{2,}")
_MASK = (1 << 63) - 1
_FIRST, _SECOND, _THIRD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
"""Odd multipliers, those of xxHash, so that the order of the words counts."""

_MOST = 4_096
"""Shingles that a sketch may have before it is thinned: 32 kB."""
_STEP = 4
"""Shingles are thinned to a quarter at a time."""
_YEAR = re.compile(r"(?:19|20)\d\d")
"""A number that is in any story."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared. `scale` is 1 where every shingle is there, else one in `scale`."""

    shingles: frozenset[int]
    numbers: frozenset[int]
    names: frozenset[int]
    words: int
    scale: int = 1

    def pack(self) -> bytes:
        """The sketch as bytes, for the ledger."""
        head = (self.words, self.scale, len(self.shingles), len(self.numbers))
        return array("Q", (*head, *sorted(self.shingles), *sorted(self.numbers), *sorted(self.names))).tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> Sketch:
        """Read what `pack` wrote."""
        values = array("Q", packed)
        words, scale, shingles, numbers = values[:4]
        body = values[4:]
        return cls(
            frozenset(body[:shingles]),
            frozenset(body[shingles : shingles + numbers]),
            frozenset(body[shingles + numbers :]),
            words,
            scale,
        )


def sketch(article: Article) -> Sketch:
    """The sketch of an article's body; its title and what is outside the body count for nothing."""
    text = "\n".join(_without_addresses(article.text[p.start : p.end]) for p in article.body())
    words = _WORD.findall(text.casefold())
    shingles, scale = _shingles([_hash(word) for word in words])
    numbers = {_hash(word) for word in words if word[0].isdecimal() and _tells(word)}
    names = {_hash(name.casefold()) for name in _NAME.findall(text)}
    return Sketch(frozenset(shingles), frozenset(numbers), frozenset(names), len(words), scale)


def _without_addresses(paragraph: str) -> str:
    """A paragraph without the sentences that have an e-mail address: a desk signs all its stories alike."""
    if "@" not in paragraph:
        return paragraph
    told = (paragraph[start:end] for start, end in sentences(paragraph, 0, len(paragraph)))
    return " ".join(one for one in told if "@" not in one)


def _shingles(words: list[int]) -> tuple[set[int], int]:
    """Each three words that follow each other, as one number; and of how many such numbers one is kept."""
    shingles = {
        ((a * _FIRST) ^ (b * _SECOND) ^ (c * _THIRD)) & _MASK
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    }
    scale = 1
    while len(shingles) > _MOST:
        scale *= _STEP
        shingles = {shingle for shingle in shingles if _kept(shingle, scale)}
    return shingles, scale


def containment(one: Sketch, other: Sketch) -> float:
    """The share of the smaller text's shingles that the other has, 0 to 1."""
    scale = max(one.scale, other.scale)
    a, b = _at(one, scale), _at(other, scale)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def likeness(one: Sketch, other: Sketch) -> float:
    """The Jaccard index of the two texts' shingles, 0 to 1."""
    scale = max(one.scale, other.scale)
    a, b = _at(one, scale), _at(other, scale)
    return len(a & b) / len(a | b) if a or b else 0.0


def _at(one: Sketch, scale: int) -> frozenset[int]:
    if one.scale == scale:
        return one.shingles
    return frozenset(shingle for shingle in one.shingles if _kept(shingle, scale))


def _kept(shingle: int, scale: int) -> bool:
    """By the high bits: the low ones choose what the index of candidates holds."""
    return not (shingle >> 32) % scale


def _tells(number: str) -> bool:
    """Whether a number can tell two stories apart: one digit, and a year, are in any story of the day."""
    return len(number) > 1 and not _YEAR.fullmatch(number)


@lru_cache(maxsize=100_000)  # the words of a day; most of each article's were in others before
def _hash(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return (zlib.crc32(data) << 31) ^ zlib.adler32(data) ^ len(data)
