"""Contradictions: claims of two stories about one thing that cannot both be right.

Two are found by rule: the same thing counted with different numbers, and the same statement made in one story
and denied in another. Both want the two stories to share a name, and nearly all words of the two claims to be
the same, so that few are found and those are worth reading.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from factsheet.language.lexicon import stem
from factsheet.language.meaning import is_light, is_negation, is_numeric
from factsheet.language.numbers import agree, quantities
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEWEST = 4
"""Content words that a claim must have to be told from another."""
_SHARED = 0.75
"""Of the content words of both claims, the share that both have."""
_MOST = 20
_COMMON = 30
"""A word of more claims than this finds no candidates."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one story says, or has somebody say."""

    story: int
    text: str
    by: str
    content: frozenset[str]
    """The stems of its words, without light words, numbers and negations."""
    denied: bool
    names: frozenset[str] = frozenset()
    """Who takes part in its story."""


def claims(story: int, outline: dict[str, Any]) -> list[Claim]:
    """The claims in the outline of a story's sheet."""
    found: dict[str, Claim] = {}
    names = frozenset(str(who.get("name")) for who in outline.get("participants", ()))
    for section, text, by in (
        ("disputed_claims", "claim", "made_by"),
        ("positions", "statement", "holder"),
        ("summary", "statement", "according_to"),
        ("figures", "of", "according_to"),
    ):
        for entry in outline.get(section, ()):
            said, who = str(entry.get(text) or ""), entry.get(by) or ""
            name = ", ".join(who) if isinstance(who, list) else str(who)
            keys = [word.key for word in words(said)]
            content = frozenset(
                stem(key) for key in keys if not is_light(key) and not is_numeric(key) and not is_negation(key)
            )
            if len(content) >= _FEWEST:
                denied = any(map(is_negation, keys)) or entry.get("stance") == "denies"
                found.setdefault(said, Claim(story, said, name, content, denied, names))
    return list(found.values())


def contradictions(found: Iterable[Claim]) -> list[tuple[Claim, Claim, str]]:
    """Pairs of claims of different stories that contradict each other, and in what: "number" or "denial"."""
    by_word: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        for word in claim.content:
            by_word[word].append(claim)
    pairs = {
        (one, other) if one.story < other.story else (other, one)
        for same in by_word.values()
        if len(same) <= _COMMON
        for one, other in combinations(same, 2)
        if one.story != other.story and one.names & other.names
    }
    told = [(one, other, why) for one, other in pairs if (why := _differ(one, other))]
    return sorted(told, key=lambda row: (row[0].story, row[1].story, row[0].text, row[1].text))[:_MOST]


def _differ(one: Claim, other: Claim) -> str | None:
    if len(one.content & other.content) < _SHARED * len(one.content | other.content):
        return None
    if one.denied != other.denied:
        return "denial"
    mine, theirs = quantities(one.text), quantities(other.text)
    if len(mine) == len(theirs) and any(
        a.kind == b.kind and a.unit == b.unit and not agree(a, b) for a, b in zip(mine, theirs, strict=True)
    ):
        return "number"
    return None
