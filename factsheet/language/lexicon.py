"""The word lists in `data/`, read once, and the one form that stands for all spellings of a word.

A list is plain text; lines that begin with "#" say where it is from. A line "# NAME" or "# NAME: …" in a list
with parts begins the part NAME. Every word is folded, as the keys of `words` are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from factsheet.language.wordfiles import word_file

_PART = re.compile(r"#\s*([a-z]+)(?::.*)?$")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ors", "ed", "es", "er", "or", "ly", "e", "s", "y")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists about what words mean. A mapping leads from each form of a word to the first of its line."""

    negations: frozenset[str]
    failing: frozenset[str]
    """Stems of verbs that negate what follows: "failed to"."""
    prefixes: tuple[str, ...]
    bounds: frozenset[str]
    quantities: frozenset[str]
    modals: frozenset[str]
    hedges: frozenset[str]
    light: frozenset[str]
    units: dict[str, str]
    calendar: dict[str, str]
    magnitudes: dict[str, str]
    numbers: dict[str, int]
    scales: dict[str, int]
    opposites: dict[str, frozenset[tuple[int, int]]]
    """Stem to the lines and sides on which it stands."""
    contrasts: dict[str, frozenset[tuple[int, int]]]
    """Word to the lines and columns in which it stands."""
    confusables: frozenset[tuple[str, str]]
    common: frozenset[str]
    """Words that are rarely names, written small more often than not."""
    demonyms: dict[str, str]
    """Countries and what is said of them, where the words do not begin alike."""
    titles: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read the lists."""
    negations, bounds, hedges, numbers = (_parts(name) for name in ("negations", "bounds", "hedges", "number_words"))
    return Lexicon(
        negations=_words(negations["not"]),
        failing=_words(negations["failing"]),
        prefixes=tuple(sorted(_words(negations["prefixes"]), key=len, reverse=True)),
        bounds=_words(bounds["bounds"]),
        quantities=_words(bounds["quantities"]),
        modals=_words(hedges["modals"]),
        hedges=_words(hedges["hedges"]),
        light=_words(_lines("light")),
        units=_forms(_lines("units")),
        calendar=_forms(_lines("calendar")),
        magnitudes=_forms(_lines("magnitudes")),
        numbers=_values(numbers["values"]),
        scales=_values(numbers["scales"]),
        opposites=_sides(_lines("opposites"), stems=True),
        contrasts=_sides(_lines("contrasts"), stems=False),
        confusables=frozenset((a, b) for line in _lines("confusables") for a, b in _both_ways(line.split())),
        common=frozenset(word for line in _lines("common") for word in line.split()),
        titles=_words(_lines("titles")),
        demonyms=_forms(_lines("demonyms")),
    )


@lru_cache(maxsize=65536)
def canonical(key: str) -> str:
    """The form that stands for all spellings of a word: "colour" and "color", "km" and "kilometres"."""
    if not key.isascii():
        key = _without_accents(key)
    forms, rules = _spelling()
    if key in forms:
        return forms[key]
    for size in range(min(len(key), _LONGEST_RULE), 2, -1):
        rule = rules.get(key[-size:])
        if rule and len(key) >= rule[1]:
            return key[:-size] + rule[0]
    return key


_LONGEST_RULE = 7


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its usual English ending, so that "increased" and "increases" agree."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word
    return word


def _without_accents(key: str) -> str:
    """The key with its Latin letters bare; in other scripts a mark makes another letter."""
    out = []
    for char in key:
        base = unicodedata.normalize("NFD", char)
        out.append(base[0] if base[0].isascii() and len(base) > 1 else char)
    return "".join(char for char in out if char != "\u0307").translate(_BARE)


_BARE = str.maketrans("øłđıħŧ", "oldiht")


@cache
def _spelling() -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """Each form to the first of its line, and each British ending to the American one and a length."""
    parts = _parts("spelling")
    rules = {}
    for line in parts["rules"]:
        old, _, new, least = line.split()
        rules[old] = (new, int(least))
    forms = _forms([*parts[""], *_lines("units"), *_lines("calendar"), *_lines("magnitudes")])
    return forms, rules


def _forms(lines: list[str]) -> dict[str, str]:
    return {form: line.split()[0] for line in lines for form in line.split()}


def _values(lines: list[str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for line in lines:
        word, value, *ordinal = line.split()
        out |= {form: int(value) for form in (word, *ordinal)}
    return out


def _sides(lines: list[str], *, stems: bool) -> dict[str, frozenset[tuple[int, int]]]:
    out: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                key = stem(canonical(word)) if stems else canonical(word)
                out.setdefault(key, set()).add((number, side))
    return {key: frozenset(value) for key, value in out.items()}


def _both_ways(words: list[str]) -> list[tuple[str, str]]:
    return [(words[0], words[1]), (words[1], words[0])]


def _words(lines: list[str]) -> frozenset[str]:
    return frozenset(canonical(word) for line in lines for word in line.split())


def _lines(name: str) -> list[str]:
    return [line for part in _parts(name).values() for line in part]


@cache
def _parts(name: str) -> dict[str, list[str]]:
    text = word_file("factsheet.language", name)
    parts: dict[str, list[str]] = {"": []}
    part = parts[""]
    for line in text.splitlines():
        if line.startswith("#"):
            if named := _PART.match(line):
                part = parts.setdefault(named[1], [])
        elif line.strip():
            part.append(line)
    return parts
