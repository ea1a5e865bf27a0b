"""Contradictions: claims of two stories about the same thing that cannot both be true.

Two are found by rule: the same thing counted with different numbers, and the same statement made in one story
and denied in another. Both want whom one story is about to be in the other, and nearly all words of the two
claims to be the same, so that few are found and those are worth reading. Claims are kept in a file, as a day may have
many; of each story only who is in it stays in memory.
"""

from __future__ import annotations

import json
from array import array
from contextlib import closing
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger import Shared
from factsheet.language.lexicon import is_negation, is_telling, stem
from factsheet.language.numbers import agree, quantities
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CLAIMS = (
    ("disputed_claims", "claim", "made_by"),
    ("positions", "statement", "holder"),
    ("summary", "statement", "according_to"),
    ("figures", "of", "according_to"),
)
"""The sections of an outline that hold claims, with the fields of what is claimed and by whom."""
_FEWEST = 4
"""Content words that a claim must have to be told from another."""
_SHARED = 0.75
"""Of the content words of both claims, the share that both have."""
_MOST = 20
"""Pairs that are listed: somebody reads them all."""
_COMMON = 30
"""A word of more claims than this finds no candidates."""
_DENYING = frozenset(map(stem, ("deny", "denied", "dispute", "disputed", "reject", "refute", "rebut", "dismiss")))
"""Stems of the verbs with which somebody says that a claim is not so."""


_TIMES = frozenset({"time", "date"})
"""Kinds of quantities that say when others are so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one story says, or has somebody say."""

    story: int
    text: str
    by: str
    content: tuple[str, ...]
    """The stems of its words, each once, without light words, numbers and negations."""
    denied: bool
    standing: str = ""
    """The standing of a claim that is not proven."""
    names: tuple[str, ...] = ()
    """Who takes part in its story, the most telling first."""

    @property
    def is_about(self) -> str:
        """Whom its story is about."""
        return self.names[0] if self.names else ""


def names_in(outline: dict[str, Any]) -> tuple[str, ...]:
    """Who takes part in a story, the most telling first."""
    return tuple(dict.fromkeys(str(who.get("name")) for who in outline.get("participants", ())))


def claims(story: int, outline: dict[str, Any]) -> list[Claim]:
    """The claims in the outline of a story's sheet."""
    found: dict[str, Claim] = {}
    names = names_in(outline)
    for section, text, by in _CLAIMS:
        for entry in outline.get(section, ()):
            said = str(entry.get(text) or "")
            keys = [word.key for word in words(said)]
            content = tuple(dict.fromkeys(stem(key) for key in keys if is_telling(key)))
            if len(content) >= _FEWEST:
                denied = any(map(is_negation, keys)) or _is_denial(str(entry.get("verb") or ""))
                standing = str(entry.get("standing") or "")
                found.setdefault(said, Claim(story, said, _listed(entry.get(by)), content, denied, standing, names))
    return list(found.values())


def _listed(who: Any) -> str:
    return ", ".join(who) if isinstance(who, list) else str(who or "")


def _is_denial(verb: str) -> bool:
    """Whether a verb with which something is said denies it."""
    return any(stem(word.key) in _DENYING for word in words(verb))


def contradictions(found: Iterable[Claim]) -> list[tuple[Claim, Claim, str]]:
    """Pairs of claims of different stories that contradict each other, and in what: "number" or "denial".

    Raises:
        LedgerError: there is no room for the file of claims.
    """
    with closing(Shared()) as shared:
        told = {(one, other, why) for one, other in _pairs(shared, found) if (why := _differ(one, other))}
    return sorted(told, key=lambda row: (row[0].story, row[1].story, row[0].text, row[1].text))[:_MOST]


def _pairs(shared: Shared, found: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs that share a word that few claims have, of stories about the same; that of the earlier story first."""
    stories = array("q")
    named: dict[int, array[int]] = {}

    def words() -> Iterator[tuple[int, int]]:
        for number, claim in enumerate(found):
            stories.append(claim.story)
            if claim.story not in named:
                named[claim.story] = array("q", map(hash, claim.names))
            shared.keep(number, json.dumps([getattr(claim, name) for name in _FIELDS]))
            yield from ((hash(word), number) for word in claim.content)

    @lru_cache(_NEAR)
    def kept(number: int) -> Claim:
        return _read(shared.kept(number))

    for same in shared.same(words()):
        if len(same) <= _COMMON:
            for one, other in combinations(sorted(same, key=stories.__getitem__), 2):
                if _may_be_of_one_thing(named[stories[one]], named[stories[other]]):
                    pair = kept(one), kept(other)
                    if _are_of_one_thing(*pair):
                        yield pair


_FIELDS = tuple(field.name for field in fields(Claim))
_NEAR = 2_000
"""Claims that are looked at again soon, as they share several words."""


def _read(text: str) -> Claim:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(text)]
    return Claim(*values)


def _may_be_of_one_thing(one: array[int], other: array[int]) -> bool:
    """Whether whom one story is about, its first name, is in the other, by hashes of the names."""
    return bool(one and other) and (one[0] in other or other[0] in one)


def _are_of_one_thing(one: Claim, other: Claim) -> bool:
    return one.story != other.story and (one.is_about in other.names or other.is_about in one.names)


def _differ(one: Claim, other: Claim) -> str | None:
    mine, theirs = set(one.content), set(other.content)
    if len(mine & theirs) < _SHARED * len(mine | theirs):
        return None
    if one.denied != other.denied:
        return "denial"
    ours, others = quantities(one.text), quantities(other.text)
    if len(ours) != len(others):
        return None
    differing = [
        a.kind for a, b in zip(ours, others, strict=True) if a.kind == b.kind and a.unit == b.unit and not agree(a, b)
    ]
    at_other_times = not _TIMES.isdisjoint(differing)  # a price before noon and another after it are both right
    return "number" if differing and not at_other_times else None
