"""Countries: which ones some words name, by country names or demonyms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import canonical
from factsheet.language.lists import ENGLISH
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence


def countries(keys: Sequence[str]) -> frozenset[str]:
    """The countries that a row of keys names; one word may stand for two ("Korean").

    >>> sorted(countries(["south", "korean", "and", "italian", "police"]))
    ['Italy', 'South Korea']
    """
    found: set[str] = set()
    at, forms = 0, _forms()
    while at < len(keys):
        size = next((n for n in range(min(_LONGEST, len(keys) - at), 0, -1) if tuple(keys[at : at + n]) in forms), 0)
        found |= forms.get(tuple(keys[at : at + size]), frozenset())
        at += max(1, size)
    return frozenset(found)


_LONGEST = 4
"""Words of the longest name that is looked for."""


@cache
def _forms() -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for name, _, others, _, people in ENGLISH.table("countries"):
        for one in (name, *others.split(";"), *people.split(";")):
            keys = tuple(canonical(word.key) for word in words(one))
            if keys and keys != ("us",):
                found.setdefault(keys, set()).add(name)
    for row in ENGLISH.rows("irregular_demonyms"):
        first = next((home for word in row for home in found.get((canonical(word),), ())), row[0].capitalize())
        for word in row:
            if word != "us":
                found.setdefault((canonical(word),), set()).add(first)
    return {keys: frozenset(homes) for keys, homes in found.items()}
