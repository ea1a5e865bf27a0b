"""The IPTC Media Topic of a topic, where label and definition make it clear.

A concept fits where its label is the topic's, or what the topic is a kind of ("legislative election": "election"), and
where the words of its definition are those of the article. Anything less is left without a code.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.kinds import Concept

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SMALL = frozenset({"a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_SHARED = 0.25
"""Of the words of a definition, how many the article must have; a label of several words needs but one."""


class _Concept(NamedTuple):
    code: str
    words: tuple[str, ...]
    definition: frozenset[str]


def topic_codes(labels: Sequence[str], article: frozenset[str], given: Sequence[str]) -> list[str | None]:
    """The code of each topic, None where none is clear; `given` are the subjects that the feed gave the story.

    A given concept goes to the topic that shares a word with its label. Where none does, the first topic has the
    first of them: the feed says what the story is about, and so does the topic that weighs most.
    """
    codes = [code_of(label, article) for label in labels]
    concepts = _vocabulary()
    known = [concepts[code] for code in given if code in concepts]
    for at, label in enumerate(labels):
        words = set(_words(label))
        fitting = (concept.code for concept in known if words & set(_words(concept.label)))
        codes[at] = codes[at] or next(fitting, None)
    if known and labels and not {concept.code for concept in known} & set(codes):
        codes[0] = known[0].code
    return codes


def code_of(label: str, article: frozenset[str]) -> str | None:
    """The code of the concept that a topic clearly belongs to, or None; `article` are its words in lower case."""
    words = _words(label)
    for size in range(len(words), 0, -1):
        concept = _concepts().get(words[-size:])
        if concept is None:
            continue
        beyond = concept.definition - set(words)
        needed = 1 if size > 1 else max(1.0, _SHARED * len(beyond))
        if size == len(words) > 1 or sum(word in article or word + "s" in article for word in beyond) >= needed:
            return concept.code
    return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in _WORD.findall(text.lower()) if word not in _SMALL)


@cache
def _vocabulary() -> Mapping[str, Concept]:
    return load_kind().vocabularies["mediatopics"]


@cache
def _concepts() -> dict[tuple[str, ...], _Concept]:
    """The concepts by the words of their labels; a label that two concepts have is clear of neither."""
    found: dict[tuple[str, ...], list[_Concept]] = {}
    for concept in _vocabulary().values():
        words = _words(concept.label)
        if words:
            one = _Concept(concept.code, words, frozenset(_words(concept.definition)))
            found.setdefault(words, []).append(one)
    return {words: same[0] for words, same in found.items() if len(same) == 1}


@lru_cache(maxsize=1 << 14)
def _singular(word: str) -> str:
    """A noun without the ending of its plural; near enough to compare two texts by."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
