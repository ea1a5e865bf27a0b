"""Changes between versions of a story: what a later one takes back, adds, drops or counts otherwise.

Headlines and sentences are paired by their words. Of those that are not verbatim in both versions it reports, in this
order, what was taken back; changed figures, tolls, bounds and sources; added and dropped denials and quotations; and
what only one version says. Typing, order and a rewritten lead alone are not changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.attribution.sayings import saying, sentences_of
from factsheet.batch.ledger import ADDED, DROPPED, TAKEN_BACK
from factsheet.briefs.text import shortened
from factsheet.language.denials import denies, negated
from factsheet.language.lexicon import is_telling, stem
from factsheet.language.numbers import agree, quantities
from factsheet.language.text import reading
from factsheet.language.tolls import Toll, bounded, tolls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from factsheet.language.numbers import Quantity
    from factsheet.records import Article

_PAIRED = 70.0
"""Per cent of likeness, as rapidfuzz measures it, from which two sentences say the same thing."""
_QUOTED = 85.0
"""The same for two quotations."""
_RETOLD = 0.6
"""Of the words of a sentence, the share that the other version has where it tells the same."""
_MOST = 8
"""Changes listed for one version."""
_MOST_ADDED = 4
"""Sentences that are told as added, and as dropped."""
_SHOWN = 200
"""Characters of a sentence that are shown."""
_LONGEST = 400
"""Sentences compared: a news story has fewer; of a report the first are enough."""
_QUOTATION = re.compile(r"[\"“„«]([^\"“”„«»]{12,400})[\"”“»]")
_WORDS_OF_QUOTATION = 4


def changes(earlier: Article, latest: Article) -> list[str]:
    """The changes as sentences for a person, the most telling first, at most eight."""
    before, after = sentences_of(earlier)[:_LONGEST], sentences_of(latest)[:_LONGEST]
    if not before:
        return []
    two = _Two(before, after)
    found = [*two.retracted(), *two.figures(), *two.denials(), *two.bounds(), *two.sources(), *two.quotations()]
    told = {sentence for _, its in found for sentence in its}
    lines = list(dict.fromkeys(line for line, _ in found))
    return [*lines, *two.alone(told)][:_MOST]


Change = tuple[str, tuple[str, ...]]
"""A change in words, and its sentences."""


@dataclass(frozen=True)
class _Two:
    """Two versions as their sentences, headline first."""

    before: list[str]
    after: list[str]

    @cached_property
    def old(self) -> list[str]:
        """The sentences of the earlier version alone."""
        return [one for one in self.before if one not in self._both]

    @cached_property
    def new(self) -> list[str]:
        """The sentences of the later version alone."""
        return [one for one in self.after if one not in self._both]

    @cached_property
    def _both(self) -> set[str]:
        return {*self.before} & {*self.after}

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Sentences that say the same in other words, old and new."""
        found = ((_pair(new, self.before), new) for new in self.new)
        return [(old, new) for old, new in found if old is not None and old in self.old]

    def retracted(self) -> Iterator[Change]:
        """What was said, and now is said not to be so."""
        said = {word: one for one in reversed(self.old) for word in _asserted(one)}
        again = {word for one in self.after for word in _asserted(one)}
        for new in self.new:
            for word in negated(new):
                if word in said and word not in again and self._is_of_same(said[word], new, word):
                    yield f"{TAKEN_BACK}{shortened(said[word], _SHOWN)} → {shortened(new, _SHOWN)}", (said[word], new)

    def _is_of_same(self, old: str, new: str, word: str) -> bool:
        """Whether a sentence and one that negates a word of it have more in common; "he" is in the one before."""
        at = self.after.index(new)
        told = {each for one in self.after[max(0, at - 1) : at + 1] for each in _telling(_core(one))}
        return bool(told & {*_telling(_core(old))} - {word}) and not _are_of_others(_core(old), _core(new))

    def figures(self) -> Iterator[Change]:
        """Numbers that changed in sentences that say the same, and tolls that changed wherever they are told."""
        seen: set[tuple[Decimal | None, Decimal | None]] = set()
        for old, new in self.pairs:
            if found := [(a, b) for a, b in _figures(old, new) if a.value is None or (a.value, b.value) not in seen]:
                seen |= {(a.value, b.value) for a, b in found}
                told = ", ".join(f"{old[a.start : a.end]} → {new[b.start : b.end]}" for a, b in found)
                yield f"figure changed: {told}: {shortened(new, _SHOWN)}", (old, new)
        for old, one, new, other in self._tolls():
            if one is None:
                yield f"figure added: {other.words} {other.what}: {shortened(new, _SHOWN)}", (new,)
            elif (one.number.value, other.number.value) not in seen:
                told = f"{one.words} → {other.words} {other.what}"
                yield f"figure changed: {told}: {shortened(new, _SHOWN)}", (old, new)

    def _tolls(self) -> Iterator[tuple[str, Toll | None, str, Toll]]:
        """Tolls that differ, each behind the sentence that tells it: the first of its sort in each version."""
        before, after = _first_tolls(self.before), _first_tolls(self.after)
        for sort, (new, other) in after.items():
            old, one = before.get(sort, ("", None))
            if one is None:
                if new in self.new and not sort[1] and any(new == late for _, late in self.pairs):
                    yield "", None, new, other
            elif not agree(one.number, other.number) and not _are_of_others(_core(old), _core(new)):
                yield old, one, new, other

    def denials(self) -> Iterator[Change]:
        """Denials that one version has and the other has not."""
        kept = dict(self.pairs)
        retold = {new for _, new in self.pairs}
        for new in self.new:
            if new not in retold and denies(new.casefold()):
                yield f"denial added: {shortened(new, _SHOWN)}", (new,)
        for old in self.old:
            new = kept.get(old, "")
            if denies(old.casefold()) and not denies(new.casefold()) and not self._is_retold(old):
                yield f"denial dropped: {shortened(old, _SHOWN)}", (old, new)

    def _is_retold(self, old: str) -> bool:
        """Whether a denial is in the later version in other words."""
        return any(denies(new.casefold()) and _share(old, {*_telling(new)}) >= _RETOLD for new in self.new)

    def bounds(self) -> Iterator[Change]:
        """Numbers that stayed and are now more or less sure: "at least 27" and "27"."""
        seen: set[str] = set()
        for old, new in self.pairs:
            for a, b in _same_numbers(old, new):
                told = f"{bounded(reading(old), a)} → {bounded(reading(new), b)}"
                if a.bound != b.bound and told not in seen:
                    seen.add(told)
                    yield f"bound changed: {told}: {shortened(new, _SHOWN)}", (old, new)

    def sources(self) -> Iterator[Change]:
        """Speakers that others took the place of."""
        for old, new in self.pairs:
            one, other = saying(old).by, saying(new).by
            if one and other and _is_another(one, other) and _pair(_core(old), [_core(new)]):
                yield f"source changed: {one} → {other}: {shortened(new, _SHOWN)}", (old, new)

    def quotations(self) -> Iterator[Change]:
        """Quotations that one version has and the other has not, and those whose words changed."""
        before, after = _quotations(self.before), _quotations(self.after)
        for said, sentence in after.items():
            if said not in before:
                near = _pair(said, list(before), _QUOTED)
                if near is None:
                    yield f"quotation added: {shortened(sentence, _SHOWN)}", (sentence,)
                elif _words_of(near) != _words_of(said):
                    yield f"quotation changed: {shortened(near, _SHOWN)} → {shortened(said, _SHOWN)}", (sentence,)
        for said, sentence in before.items():
            if said not in after and _pair(said, list(after), _QUOTED) is None:
                yield f"quotation dropped: {shortened(sentence, _SHOWN)}", (sentence,)

    def alone(self, told: set[str]) -> Iterator[str]:
        """What is said in one version alone, but for what was told."""
        left_out = {one for pair in self.pairs for one in pair} | told
        added = [one for one in _not_in(self.new, self.before) if one not in left_out]
        # What the later version counts too is a lead that was told anew.
        counted = _first_tolls(self.after)
        dropped = [
            one
            for one in _not_in(self.old, self.after)
            if one not in left_out and not any(toll.sort in counted for toll in tolls(one))
        ]
        for word, alone in ((ADDED, added), (DROPPED, dropped)):
            yield from [f"{word}{shortened(one, _SHOWN)}" for one in alone[:_MOST_ADDED]]


def _pair(sentence: str, others: list[str], least: float = _PAIRED) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(sentence, others, scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None


def _words_of(said: str) -> list[str]:
    return re.findall(r"\w+", said.casefold())


def _asserted(sentence: str) -> Iterator[str]:
    """The stems of the verbs that a sentence does not negate."""
    left_out = {*negated(sentence)}
    yield from (word for word in _telling(sentence) if word not in left_out)


def _telling(sentence: str) -> list[str]:
    """The stems of the words of a sentence that say what it is about."""
    return [stem(key) for key in reading(sentence).keys if is_telling(key)]


def _not_in(told: Iterable[str], others: Iterable[str]) -> list[str]:
    """The sentences of whose words the other version has few."""
    theirs = {word for other in others for word in _telling(other)}
    return [one for one in told if _share(one, theirs) < _RETOLD]


def _share(sentence: str, theirs: set[str]) -> float:
    """The share of the words of a sentence that are among others."""
    mine = {*_telling(sentence)}
    return len(mine & theirs) / len(mine) if mine else 1.0


def _figures(old: str, new: str) -> list[tuple[Quantity, Quantity]]:
    """The numbers that differ of two sentences that say the same."""
    before, after = quantities(old), quantities(new)
    if [(q.kind, q.unit) for q in before] != [(q.kind, q.unit) for q in after] or _are_of_others(old, new):
        return []
    return [(a, b) for a, b in zip(before, after, strict=True) if not agree(a, b)]


def _same_numbers(old: str, new: str) -> Iterator[tuple[Quantity, Quantity]]:
    """The numbers of people and things that two sentences which say the same both have."""
    before, after = quantities(old), quantities(new)
    if len(before) == len(after) and not _are_of_others(old, new):
        yield from ((a, b) for a, b in zip(before, after, strict=True) if a.kind == b.kind == "number" and agree(a, b))


def _are_of_others(old: str, new: str) -> bool:
    """Whether each of two sentences has a name that the other lacks: it counts elsewhere, or for another."""
    one, other = (
        {word for name in text.names for word in text.keys[name.first : name.last]} for text in map(reading, (old, new))
    )
    return bool(one - other and other - one)


def _first_tolls(told: list[str]) -> dict[tuple[str, str], tuple[str, Toll]]:
    """The first toll of each sort, and of whom, with its sentence."""
    found: dict[tuple[str, str], tuple[str, Toll]] = {}
    for sentence in told:
        for toll in tolls(sentence):
            found.setdefault(toll.sort, (sentence, toll))
    return found


def _core(sentence: str) -> str:
    return saying(sentence).text


def _is_another(one: str, other: str) -> bool:
    """Whether two speakers have no word in common that tells who they are."""
    return not ({*_telling(one)} & {*_telling(other)}) and bool(_telling(one) and _telling(other))


def _quotations(told: list[str]) -> dict[str, str]:
    """The quotations of several words, each with its sentence."""
    return {
        said: sentence
        for sentence in reversed(told)
        for said in _QUOTATION.findall(sentence)
        if len(said.split()) >= _WORDS_OF_QUOTATION
    }
