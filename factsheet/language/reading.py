"""A text read once: its words as keys and stems, its names and its quantities, each with where it stands.

Keys are canonical ("colour" and "color" agree), stems leave the usual endings off as well. What a word means is
left to `meaning` and `numbers`, what follows from it to the callers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.language import numbers
from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.language.meaning import is_light
from factsheet.language.words import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.numbers import Quantity
    from factsheet.records import Span

_SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*\s|\n|[。！？\"“(]|^\s*[-–—*•]\s*$")
_NAME_PARTS = frozenset(
    {"de", "del", "der", "den", "van", "von", "da", "dos", "di", "bin", "ibn", "al", "el", "la", "le"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words with capitals, from the word `first` to before `last`; its keys without light words."""

    first: int
    last: int
    keys: tuple[str, ...]


def is_common(key: str) -> bool:
    """Whether a word, or the word that it is the plural of, is written small more often than not."""
    common = lexicon().common
    if key in common or key in lexicon().titles:
        return True
    return key[-1:] == "s" and (key[:-1] in common or (key[-3:] == "ers" and key[:-3] in common))


class Reading:
    """One text as a row of words. Everything is worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        own, self.starts, self.ends = columns(text)
        self._own: list[str] = own
        self.keys: list[str] = list(map(canonical, own))

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return list(map(stem, self.keys))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Each key to the words that have it."""
        out: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            out.setdefault(key, []).append(at)
        return out

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All quantities, in order."""
        return numbers.quantities(self.text)

    @cached_property
    def lower(self) -> frozenset[str]:
        """The keys that stand somewhere without a capital."""
        return frozenset(
            key for start, key in zip(self.starts, self.keys, strict=True) if not self.text[start].isupper()
        )

    @cached_property
    def names(self) -> list[Name]:
        """The runs of words with capitals, in order; a word that only begins a sentence is none."""
        return list(self._names())

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The keys that stand somewhere with a capital."""
        return frozenset(map(self.keys.__getitem__, self._capital))

    @cached_property
    def _capital(self) -> list[int]:
        """The words that begin with a capital."""
        return [at for at, start in enumerate(self.starts) if self.text[start].isupper()]

    @cached_property
    def initials(self) -> str:
        """The initials of each name in lower case, a line a name."""
        light = lexicon().light
        return "\n".join(
            "".join(key[0] for key in self.keys[name.first : name.last] if key not in light) for name in self.names
        )

    def names_between(self, first: int, last: int) -> list[Name]:
        """The names that begin in a range of words."""
        at = bisect_left(self.names, first, key=lambda name: name.first)
        out = []
        while at < len(self.names) and self.names[at].first < last:
            out.append(self.names[at])
            at += 1
        return out

    def content(self, first: int = 0, last: int | None = None) -> list[int]:
        """The words from `first` to before `last` that have a meaning of their own."""
        if not first and last is None:
            return self._content
        light = lexicon().light
        return [at for at in range(first, len(self) if last is None else last) if self.keys[at] not in light]

    @cached_property
    def _content(self) -> list[int]:
        return self.content(0, len(self))

    def range_of(self, span: Span) -> tuple[int, int]:
        """The words that begin in a span of the text, as a half-open range."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def slice(self, first: int, last: int) -> str:
        """The text from word `first` to before word `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

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

    def gap(self, at: int) -> str:
        """The text between word `at` and the one before it."""
        return self.text[self.ends[at - 1] : self.starts[at]]

    def begins_sentence(self, at: int) -> bool:
        """Whether word `at` is the first of a sentence, a quotation or a line."""
        if not at:
            return True
        gap = self.gap(at)
        return gap != " " and bool(_SENTENCE_END.search(f"{gap} "))

    def is_capital(self, at: int) -> bool:
        """Whether word `at` begins with a capital."""
        return self.text[self.starts[at]].isupper()

    def _names(self) -> Iterator[Name]:
        last, size = 0, len(self)
        for at in self._capital:
            if at < last or self._is_plain(at):
                continue
            last = at + 1
            while last < size and self._goes_on(last):
                last += 1
            while last > at + 1 and not self.is_capital(last - 1):
                last -= 1
            keys = tuple(self.keys[i] for i in range(at, last) if not is_light(self.keys[i]) and self.keys[i] != "s")
            if keys:
                yield Name(at, last, keys)

    def _is_plain(self, at: int) -> bool:
        """Whether a capital says nothing: a pronoun, a date, the first word of a sentence."""
        key, lists = self.keys[at], lexicon()
        if key in {"i", "mr", "mrs", "ms"} or key in lists.calendar:
            return True
        if not self.begins_sentence(at):
            return is_light(key) and self.keys[at + 1 : at + 2] != [] and not self.is_capital(at + 1)
        return key in self.lower or is_common(self._own[at])

    def _goes_on(self, at: int) -> bool:
        gap = self.gap(at)
        if gap not in {" ", "-", "", ". ", "'", "’", "\u00a0"}:
            return False
        if self.is_capital(at):
            return self.keys[at] not in lexicon().calendar and not (gap == ". " and len(self.keys[at - 1]) > 3)
        nxt = at + 1
        return self.keys[at] in _NAME_PARTS and nxt < len(self) and self.is_capital(nxt) and self.gap(nxt) in {" ", "-"}
