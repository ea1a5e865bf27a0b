"""Relations between English words: forms of a word, synonyms, hypernyms, opposites.

The list is WordNet's (`en/thesaurus.txt.gz`, made by `fixtures/thesaurus.py`); `en/equal.txt` has equal words that it
keeps apart, `en/near.txt` those of which one may stand for the other where something is retold. A line is taken apart
when it is asked for: few words of an article ever are.
"""

from __future__ import annotations

import gzip
import pkgutil
from functools import cache, lru_cache
from typing import NamedTuple

from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.language.lists import ENGLISH

_VOWELS = frozenset("aeiou")


class Headword(NamedTuple):
    """A line of the list."""

    parts: dict[str, int]
    """How often the word is a noun ("n"), a verb ("v"), an adjective ("a"), an adverb ("r")."""
    same: frozenset[str]
    """Words that share its main meaning."""
    synonyms: frozenset[str]
    """Words that share another meaning of it."""
    derived: frozenset[str]
    """Words made from it, or it from them: "resist" and "resistance"."""
    wider: frozenset[str]
    """What it is a kind of: "vehicle" for "lorry"; for adjectives, those that are like it."""
    narrower: frozenset[str]
    opposite: frozenset[str]
    classes: frozenset[str]
    """What its first two senses are kinds of."""


_NONE = Headword({}, *[frozenset()] * 7)


@lru_cache(maxsize=1024)
def headword(word: str) -> Headword:
    """The line of a base form; an empty one for a word that the list does not have."""
    line = _lines().get(word)
    equal = _equal().get(word, frozenset())
    if line is None:
        return _NONE._replace(parts=parts(word), same=equal) if equal else _NONE
    same, *others = (frozenset(column.split()) for column in line.split("\t")[1:])
    return Headword(parts(word), same | equal, *others)


@lru_cache(maxsize=8192)  # asked for far more often than the rest of a line
def parts(word: str) -> dict[str, int]:
    """How often a base form is of each part of speech; that of a word equal to it where the list does not have it."""
    lines = _lines()
    if word not in lines:
        return next((parts(one) for one in _equal().get(word, ()) if one in lines), {})
    found: dict[str, int] = {}
    for char in lines[word].split("\t", 1)[0]:
        if char.isalpha():
            part = char
            found[part] = 0
        else:
            found[part] = 10 * found[part] + int(char)
    return found


@lru_cache(maxsize=16384)
def bases(word: str) -> frozenset[str]:
    """The base forms of a lower-case word, including itself.

    >>> sorted(bases("decided")), sorted(bases("left"))
    (['decide', 'decided'], ['leave', 'left'])
    """
    found = {word, *_irregular().get(word, ())}
    found.update(base for base in _regular(word) if parts(base) or base in _equal())
    return frozenset(found)


_NO_PASTS = frozenset({"seed", "feed", "need", "weed", "heed", "reed"})
"""Words that only look like the past of a verb: "see", "fee"."""


def _regular(word: str) -> set[str]:
    """What a word would be without its ending, known or not."""
    out: set[str] = set()
    endings, replaced = _ENDINGS.get(word[-1:], ((), ()))
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 2 and word not in _NO_PASTS:
            left = word[: -len(ending)]
            out.add(left)
            if ending in {"ing", "ed"}:
                out.add(left + "e")
            if len(left) > 2 and left[-1] == left[-2] and left[-1] not in _VOWELS:
                out.add(left[:-1])
    for ending, put in replaced:
        if word.endswith(ending):
            out.add(word[: -len(ending)] + put)
    return out - {word}


_ENDINGS = {
    "s": (("s", "es"), (("ies", "y"), ("ves", "f"), ("ves", "fe"))),
    "d": (("ed", "d"), (("ied", "y"),)),
    "g": (("ing",), ()),
    "r": (("er", "r"), (("ier", "y"),)),
    "t": (("est", "st"), (("iest", "y"),)),
}
"""By a word's last letter, the endings that are left out, and those that stand for another. Most words have none."""


def are_forms(one: str, other: str) -> bool:
    """Whether both are forms of one word: "decides" and "deciding"."""
    return one == other or not bases(one).isdisjoint(bases(other))


def mean_the_same(one: str, other: str) -> bool:
    """Whether both share their main meaning: "begun" and "started"."""
    return any(not headword(base).same.isdisjoint(bases(other)) for base in bases(one))


@lru_cache(maxsize=4096)
def kin(word: str) -> frozenset[str]:
    """The base forms that may replace a word in a retelling: synonyms of any meaning, derived, wider, narrower."""
    forms = bases(word)
    lines = [headword(base) for base in forms]
    near = [_near().get(base, frozenset()) for base in forms]
    return frozenset().union(
        *near, *(one.same | one.synonyms | one.derived | one.wider | one.narrower for one in lines)
    )


def are_kin(one: str, other: str) -> bool:
    """Whether one may replace the other in a retelling: "lorry" and "vehicle", "refuse" and "refusal"."""
    return not kin(one).isdisjoint(bases(other)) or not kin(other).isdisjoint(bases(one))


def are_opposites(one: str, other: str) -> bool:
    """Whether they are opposites, by this list or that of `opposites.txt`: "small" and "large"."""
    mine, theirs = bases(one), bases(other)
    sides, others = _sides(one), _sides(other)
    if any(line == line_there and side != side_there for line, side in sides for line_there, side_there in others):
        return True
    return any(not headword(base).opposite.isdisjoint(theirs) for base in mine) or any(
        not headword(base).opposite.isdisjoint(mine) for base in theirs
    )


def _sides(word: str) -> set[tuple[int, int]]:
    """The lines of `opposites.txt` that contain a word, with its side."""
    return {side for base in bases(word) for side in lexicon().opposites.get(stem(canonical(base)), ())}


def are_of_one_class(one: str, other: str) -> bool:
    """Whether both are kinds of the same thing: "spring" and "autumn", "week" and "month"."""
    mine = frozenset().union(*(headword(base).classes for base in bases(one)))
    return any(not headword(base).classes.isdisjoint(mine) for base in bases(other))


@lru_cache(maxsize=8192)
def may_be(word: str, part: str) -> bool:
    """Whether a lower-case word can be of a part of speech."""
    return any(part in parts(base) for base in bases(word))


@lru_cache(maxsize=8192)
def is_mostly(word: str, part: str) -> bool:
    """Whether a word is of a part of speech more often than of all others together."""
    counts: dict[str, int] = {}
    for base in bases(word):
        for name, count in parts(base).items():
            counts[name] = counts.get(name, 0) + count
    return counts.get(part, -1) > sum(counts.values()) / 2 or set(counts) == {part}


@cache
def _equal() -> dict[str, frozenset[str]]:
    """The words that are equal to each of `equal.txt`."""
    found: dict[str, frozenset[str]] = {}
    for row in ENGLISH.rows("equal"):
        for word in row:
            found[word] = found.get(word, frozenset()) | (frozenset(row) - {word})
    return found


@cache
def _near() -> dict[str, frozenset[str]]:
    """The words that may stand for each of `near.txt` in a retelling."""
    found: dict[str, set[str]] = {}
    for row in ENGLISH.rows("near"):
        for word in row:
            found.setdefault(word, set()).update(row)
    return {word: frozenset(others - {word}) for word, others in found.items()}


@cache
def _irregular() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for base, *forms in ENGLISH.rows("irregular") + ENGLISH.rows("irregular", "nouns and comparisons"):
        for form in forms:
            found.setdefault(form, set()).add(base)
    return {form: frozenset(base) for form, base in found.items()}


@cache
def _lines() -> dict[str, str]:
    """What comes after each word, not yet taken apart."""
    packed = pkgutil.get_data("factsheet.language", "en/thesaurus.txt.gz")
    if packed is None:
        raise FileNotFoundError("factsheet.language: there is no en/thesaurus.txt.gz")
    lines = gzip.decompress(packed).decode("ascii").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))
