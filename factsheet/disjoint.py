"""Disjoint sets (union-find): joins things by pairs."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping, MutableSequence

Thing = TypeVar("Thing", bound=Any)
"""What is joined: hashable, and in an order."""


class Disjoint(Generic[Thing]):
    """Sets of things that are being joined; the smallest of a set stands for it."""

    def __init__(self, things: Iterable[Thing]) -> None:
        """Begin with each thing by itself."""
        self._parent: MutableMapping[Thing, Thing] | MutableSequence[Thing] = {thing: thing for thing in things}

    def root(self, thing: Thing) -> Thing:
        """What stands for the set of a thing: the smallest in it."""
        while self._parent[thing] != thing:
            self._parent[thing] = self._parent[self._parent[thing]]
            thing = self._parent[thing]
        return thing

    def together(self, one: Thing, other: Thing) -> bool:
        """Whether two things are in one set."""
        return bool(self.root(one) == self.root(other))

    def join(self, things: Iterable[Thing]) -> None:
        """Put these into one set, with everything that is in a set with one of them."""
        for one, other in pairwise(things):
            first, second = sorted((self.root(one), self.root(other)))
            self._parent[second] = first

    def sets(self) -> list[list[Thing]]:
        """All sets, in the order in which the first of each was given."""
        found: defaultdict[Thing, list[Thing]] = defaultdict(list)
        for thing in self._parent:
            found[self.root(thing)].append(thing)
        return list(found.values())


class Places(Disjoint[int]):
    """Sets of the numbers from 0 to `size`, without it, in 8 bytes each."""

    def __init__(self, size: int) -> None:
        """Begin with each number by itself."""
        self._parent = array("q", range(size))
