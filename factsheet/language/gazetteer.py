"""Place names and their countries.

Countries, their people and their regions by their English names, and towns from GeoNames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from factsheet.language.lists import ENGLISH, Lists

_LARGE = 300_000
"""People of a town that is called without the "City" of its name, as "Quebec" is; no suburb is."""
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
    towns: dict[str, Place] = field(repr=False)
    """The largest town of each name, of at least 15,000 people."""

    def find(self, name: str) -> Place | None:
        """The country or region of that name, else the largest town."""
        return self.places.get(name) or self.towns.get(name)

    def is_town(self, name: str, people: int) -> bool:
        """Whether a town of that name has at least so many people."""
        place = self.towns.get(name)
        return place is not None and place.population >= people


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
    return Gazetteer(places, people, capitals, _towns(names, capitals))


def _split(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _towns(names: dict[str, str], capitals: dict[str, str]) -> dict[str, Place]:
    """The largest town of each name; a capital before any other of its name."""
    found = {name: Place(name, "town", country, 1_000_000) for name, country in capitals.items()}
    for line in Lists("factsheet.language").lines("towns"):
        name, code, thousands = line.split("|")  # not `table`, which would strip each of 100,000 cells
        place = Place(name, "town", names.get(code), 1000 * int(thousands))
        found.setdefault(name, place)
        if name.endswith(" City") and place.population >= _LARGE:
            found.setdefault(name.removesuffix(" City"), place)
    return found
