"""Contradictions: claims of two stories about one thing that cannot both be right.

Two are found by rule: the same thing counted with different numbers, and the same statement made in one story
and denied in another. Both want whom one story is about to be in the other, and nearly all words of the two
claims to be the same, so that few are found and those are worth reading.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.language.lexicon import is_light, is_negation, is_numeric, stem
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
            content = tuple(dict.fromkeys(stem(key) for key in keys if _tells(key)))
            if len(content) >= _FEWEST:
                denied = any(map(is_negation, keys)) or _is_denial(str(entry.get("verb") or ""))
                standing = str(entry.get("standing") or "")
                found.setdefault(said, Claim(story, said, _listed(entry.get(by)), content, denied, standing, names))
    return list(found.values())


def _tells(key: str) -> bool:
    return not is_light(key) and not is_numeric(key) and not is_negation(key)


def _listed(who: Any) -> str:
    return ", ".join(who) if isinstance(who, list) else str(who or "")


def _is_denial(verb: str) -> bool:
    """Whether a verb with which something is said denies it."""
    return any(stem(word.key) in _DENYING for word in words(verb))


def contradictions(found: Iterable[Claim]) -> list[tuple[Claim, Claim, str]]:
    """Pairs of claims of different stories that contradict each other, and in what: "number" or "denial"."""
    told = [(one, other, why) for one, other in _pairs(list(found)) if (why := _differ(one, other))]
    return sorted(told, key=lambda row: (row[0].story, row[1].story, row[0].text, row[1].text))[:_MOST]


def _pairs(every: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs that share a word that few claims have, of stories about the same; that of the earlier story first."""
    every.sort(key=lambda claim: claim.story)
    by_word = _by_word(every)
    for at, one in enumerate(every):
        near = {place for word in one.content for place in by_word.get(word, ()) if place > at}
        yield from ((one, every[place]) for place in near if _are_of_one_thing(one, every[place]))


def _by_word(every: list[Claim]) -> dict[str, list[int]]:
    """The places of the claims that have each word, where they are few."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(every):
        for word in claim.content:
            found[word].append(at)
    return {word: places for word, places in found.items() if len(places) <= _COMMON}


def _are_of_one_thing(one: Claim, other: Claim) -> bool:
    return one.story != other.story and (one.is_about in other.names or other.is_about in one.names)


def _differ(one: Claim, other: Claim) -> str | None:
    mine, theirs = set(one.content), set(other.content)
    if len(mine & theirs) < _SHARED * len(mine | theirs):
        return None
    if one.denied != other.denied:
        return "denial"
    ours, others = quantities(one.text), quantities(other.text)
    if len(ours) == len(others) and any(
        a.kind == b.kind and a.unit == b.unit and not agree(a, b) for a, b in zip(ours, others, strict=True)
    ):
        return "number"
    return None
