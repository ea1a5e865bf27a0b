"""The data of the word lists, read once, and one normal form for all spellings of a word.

Every word is folded, as the keys of `words` are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ors", "ed", "es", "er", "or", "ly", "e", "s", "y")
"""Regular English endings, the longest first where one is the end of another."""

_SHORTEST_STEM = 3
"""Letters that a word keeps at least."""


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


@cache  # reads word lists
def lexicon() -> Lexicon:
    """Read the lists."""
    return Lexicon(
        negations=word_keys("negations", "not"),
        failing=word_keys("negations", "failing"),
        prefixes=tuple(sorted(word_keys("negations", "prefixes"), key=len, reverse=True)),
        bounds=word_keys("bounds", "bounds"),
        quantities=word_keys("bounds", "quantities"),
        modals=word_keys("hedges", "modals"),
        hedges=word_keys("hedges", "hedges"),
        light=word_keys("light"),
        units=_forms("units"),
        calendar=_calendar(),
        magnitudes=_forms("magnitudes"),
        numbers=_values("values"),
        scales=_values("scales"),
        opposites=_sides("opposites", stems=True),
        contrasts=_sides("contrasts", stems=False),
        confusables=frozenset(pair for a, b in ENGLISH.rows("confusables") for pair in ((a, b), (b, a))),
        common=ENGLISH.words("common"),
        titles=word_keys("titles"),
        demonyms=_forms("irregular_demonyms"),
    )


def is_light(key: str) -> bool:
    """Whether the word carries no meaning of its own: articles, particles, auxiliary verbs."""
    return key in lexicon().light


def is_negation(key: str) -> bool:
    """Whether the word negates by itself."""
    return key in lexicon().negations


def is_numeric(key: str) -> bool:
    """Whether the key is a number, in digits or in a word, or a magnitude."""
    lists = lexicon()
    return key[-1].isdigit() or key[0].isdigit() or key in lists.numbers or key in lists.magnitudes


def is_telling(key: str) -> bool:
    """Whether the word says what a text is about: it is not light, does not negate, and is no number."""
    return not (is_light(key) or is_negation(key) or is_numeric(key))


def sort_of(key: str) -> str:
    """The class of a word: words of one class correspond to each other rather than to other words."""
    return "number" if is_numeric(key) else _sorts().get(key, "other")


@cache  # reads word lists
def _sorts() -> dict[str, str]:
    """Each word that has a sort to the first that it has."""
    lists = lexicon()
    sorts = ("modal", lists.modals), ("unit", lists.units), ("light", lists.light), ("date", lists.calendar)
    return {key: sort for sort, words in (*sorts, ("negation", lists.negations)) for key in words}


@lru_cache(maxsize=16384)  # of the words of news these come back again and again
def canonical(key: str) -> str:
    """The normal form of all spellings of a word: "colour" and "color", "km" and "kilometres"."""
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
"""Letters of the longest ending that is spelt in two ways."""


@lru_cache(maxsize=16384)  # the words of news recur
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


@cache  # reads word lists
def _spelling() -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """Each form to the first of its line, and each British ending to the American one and a length."""
    rules = {old: (new, int(least)) for old, new, least in ENGLISH.rows("spelling", "rules")}
    return _forms("spelling") | _forms("units") | _calendar() | _forms("magnitudes"), rules


def _forms(name: str, part: str = "") -> dict[str, str]:
    return {form: row[0] for row in ENGLISH.rows(name, part) for form in row}


def _calendar() -> dict[str, str]:
    return _forms("calendar", "months") | _forms("calendar", "days") | _forms("calendar", "times")


def _values(part: str) -> dict[str, int]:
    return {form: int(value) for value, *forms in ENGLISH.rows("numbers", part) for form in forms}


def _sides(name: str, *, stems: bool) -> dict[str, frozenset[tuple[int, int]]]:
    out: dict[str, set[tuple[int, int]]] = {}
    for number, columns in enumerate(ENGLISH.table(name)):
        for side, words in enumerate(columns):
            for word in words.split():
                key = stem(canonical(word)) if stems else canonical(word)
                out.setdefault(key, set()).add((number, side))
    return {key: frozenset(value) for key, value in out.items()}


@cache  # reads word lists
def word_keys(name: str, *parts: str) -> frozenset[str]:
    """The words of some parts of a list, in their normal form."""
    return frozenset(map(canonical, ENGLISH.words(name, *parts)))


def alike(one: str, other: str) -> bool:
    """Whether two keys are forms of one word: "Australia" and "Australian", "president" and "presidential"."""
    if one == other or _country(one) == _country(other):
        return True
    if one[:3] != other[:3]:
        return False
    short, long = sorted((stem(one), stem(other)), key=len)
    if short == long:
        return True
    return len(short) >= 4 and (long.startswith(short) or (short[:-1] == long[: len(short) - 1] and len(short) > 4))


def any_alike(key: str, others: Iterable[str]) -> bool:
    """Whether one of several keys is a form of the same word as `key`."""
    demonyms, begins = lexicon().demonyms, key[:3]
    country = demonyms.get(key)
    return any(
        alike(key, other) for other in others if other[:3] == begins or (country and demonyms.get(other) == country)
    )


def _country(key: str) -> str:
    """The country that a word is said of, or the word itself."""
    return lexicon().demonyms.get(key, key)
