"""The word lists that names are read with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from factsheet.attribution.wordlists import word_list
from factsheet.language.lists import Lists
from factsheet.merging.folded import folded

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def part(name: str) -> frozenset[str]:
    """The words of one part of the list, folded; "given" are the first names that attribution knows."""
    if name == "given":
        known = frozenset(folded(word) for sex in ("female", "male") for word in word_list("names", sex))
        return known | part("more given")
    if name in {"female", "male"}:
        return frozenset(folded(word) for word in word_list("names", name))
    words = frozenset(folded(word) for line in _parts()[name] for word in line.split())
    return words | {folded(word) for word in word_list("names", "titles")} if name == "titles" else words


@cache
def family(name: str, form: str) -> frozenset[int]:
    """The families that a form belongs to, as numbers."""
    return frozenset(_families(name).get(form, ()))


def standing_for(name: str, form: str) -> str:
    """The form that stands for the family of this one; the form itself where it has none."""
    found = _families(name).get(form)
    return _forms(_parts()[name][found[0]])[-1] if found else form


@cache
def _families(name: str) -> dict[str, tuple[int, ...]]:
    families: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_parts()[name]):
        for form in _forms(line):
            families[form] = (*families.get(form, ()), number)
    return families


def _forms(line: str) -> list[str]:
    return [folded(form.strip()) for form in (line.split("|") if "|" in line else line.split())]


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    return Lists("factsheet.merging").parts("names")
