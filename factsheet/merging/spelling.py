"""Spelling: when two words of names are the same, and the lists that decide."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from factsheet.language.lists import ENGLISH

_LEAST_LETTERS = 5
"""Letters from which romanisation rules are tried: shorter names are too easily another's."""

_BARE = str.maketrans("øłđıħŧð", "oldihtd", "") | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


@lru_cache(maxsize=4096)  # names come back in every part of an article
def folded(text: str) -> str:
    """The text in lower case and without marks on Latin letters; other scripts keep theirs."""
    if text.isascii():
        return text.lower()
    out = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        base = unicodedata.normalize("NFD", char)
        out.append(base[0] if len(base) > 1 and base[0].isascii() else char)
    return "".join(out).replace("\u0307", "").translate(_BARE)


@cache  # of word lists, which do not change
def part(name: str) -> frozenset[str]:
    """The words of one part of the list, folded; "given" are the first names that attribution knows."""
    if name == "given":
        return part("female") | part("male") | part("more given")
    if name in {"female", "male"}:
        return _folded("given_names", name) | _folded("given_names", f"rarer {name}")
    words = _folded("names", name)
    return words | _folded("titles", "of speakers") if name == "titles" else words


def _folded(name: str, part_: str) -> frozenset[str]:
    return frozenset(map(folded, ENGLISH.words(name, part_)))


@lru_cache(maxsize=2048)  # of word lists, and of words of names
def family(name: str, form: str) -> frozenset[int]:
    """The families that a form belongs to, as numbers."""
    return frozenset(_families(name).get(form, ()))


def standing_for(name: str, form: str) -> str:
    """The form that stands for the family of this one; the form itself where it has none."""
    found = _families(name).get(form)
    return _forms(ENGLISH.lines("names", name)[found[0]])[-1] if found else form


@cache  # of word lists, which do not change
def _families(name: str) -> dict[str, tuple[int, ...]]:
    families: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(ENGLISH.lines("names", name)):
        for form in _forms(line):
            families[form] = (*families.get(form, ()), number)
    return families


def _forms(line: str) -> list[str]:
    return [folded(form.strip()) for form in (line.split("|") if "|" in line else line.split())]


@lru_cache(maxsize=8192)  # two words meet wherever their names do
def token_same(one: str, other: str) -> bool:
    """Whether two words of names are one word: as spelled, with an umlaut written out, or romanised otherwise."""
    if one == other or family("variants", one) & family("variants", other):
        return True
    if min(len(one), len(other)) < _LEAST_LETTERS:
        return False
    return _umlauts(one) == _umlauts(other) or _romanised(one) == _romanised(other)


def _umlauts(word: str) -> str:
    return re.sub(r"(?<=[^aeiouq])([aou])e", r"\1", word)


_SLAVIC = re.compile(r"(?:enk[oa]|sk[iy]+j?|[oe]v|[oe]va|chuk|yuk|[iy]ch|yn|in)$")
_ROMANISATIONS = (
    (re.compile(r"(?<=[a-z])(?:iy|ii|yy|yi|ij|yj|i)$"), "y"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"^ye"), "e"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y[eo]"), "e"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"q"), "k"),
    (re.compile(r"off$"), "ov"),
    (re.compile(r"eff$"), "ev"),
    (re.compile(r"enka$"), "enko"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"sch|shch"), "sh"),
    (re.compile(r"tz"), "ts"),
    (re.compile(r"(?<=[^aeiouy])yi|(?<=i)y"), "y"),
)


def _romanised(word: str) -> str:
    """A word without what romanisations from Cyrillic, Arabic and Hebrew differ in."""
    for pattern, new in _ROMANISATIONS:
        word = pattern.sub(new, word)
    if _SLAVIC.search(word):
        word = word[:-1].replace("y", "i") + word[-1]
    return word


@lru_cache(maxsize=8192)  # a dozen patterns a word, and words come back
def sound(word: str) -> str:
    """A key that all words share which are `token_same`."""
    families = family("variants", word)
    if families:
        return f"variant {min(families)}"
    return _umlauts(_romanised(word)) if len(word) >= _LEAST_LETTERS else word
