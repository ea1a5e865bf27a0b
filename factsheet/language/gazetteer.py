"""Place names and their countries.

Countries, their people and their regions by their English names, and towns from GeoNames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from factsheet.language.lists import ENGLISH, Lists

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGE = 300_000
"""People of a town that is called without the "City" of its name, as "Quebec" is; no suburb is."""
_CAPITAL = 1_000_000
"""People that a capital counts as."""
Level = Literal["country", "region", "town"]


class Place(NamedTuple):
    """A place: its usual name, the name of the country it lies in, and for a town how many live there."""

    name: str
    level: Level
    country: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-ups by the written name."""

    places: dict[str, Place]
    """Countries and regions, under all their names, and their abbreviations."""
    people: dict[str, Place]
    """ "French", "Texans": what is theirs, and they."""
    capitals: dict[str, str]
    """The country that a capital governs and, in the news, often stands for."""
    towns: dict[str, str] = field(repr=False)
    """The largest town of each name, of at least 15,000 people, as its line of the list: few are ever asked for."""
    countries: dict[str, str] = field(repr=False)
    """The names of countries by their codes in that list."""

    def find(self, name: str) -> Place | None:
        """The country or region of that name, else the largest town; a capital before any other of its name."""
        return self.places.get(name) or self._town(name)

    def is_town(self, name: str, people: int) -> bool:
        """Whether a town of that name has at least so many people."""
        place = self._town(name)
        return place is not None and place.population >= people

    def _town(self, name: str) -> Place | None:
        if name in self.capitals:
            return Place(name, "town", self.capitals[name], _CAPITAL)
        if name not in self.towns:
            return None
        known_as, code, thousands = self.towns[name].split("|")
        return Place(known_as, "town", self.countries.get(code), 1000 * int(thousands))


@cache  # half a megabyte of towns
def gazetteer() -> Gazetteer:
    """Build the look-ups."""
    places: dict[str, Place] = {}
    people: dict[str, Place] = {}
    capitals: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, code, others, capital, demonyms in ENGLISH.table("countries"):
        place = Place(name, "country", name)
        names[code] = name
        places.update(dict.fromkeys((name, *_split(others)), place))
        people.update(dict.fromkeys(_split(demonyms), place))
        capitals.update(dict.fromkeys(_split(capital), name))
    for name, code, others, demonyms in ENGLISH.table("regions"):
        place = Place(name, "region", names.get(code))
        for one in (name, *_split(others)):
            places.setdefault(one, place)
        for one in _split(demonyms):
            people.setdefault(one, place)
    return Gazetteer(places, people, capitals, _towns(capitals), names)


def _split(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _towns(capitals: Iterable[str]) -> dict[str, str]:
    """The line of the largest town of each name, of which the list has one, and the capitals."""
    found = {line.partition("|")[0]: line for line in Lists("factsheet.language").lines("towns")}
    for name in [name for name in found if name.endswith(" City") and _people(found[name]) >= _LARGE]:
        bare = name.removesuffix(" City")
        if bare not in found or _people(found[bare]) < _people(found[name]):
            found[bare] = found[name]
    return dict.fromkeys(capitals, "") | found


def _people(line: str) -> int:
    return 1000 * int(line.rpartition("|")[2])
