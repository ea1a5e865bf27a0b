"""What is made of an object once, for objects that cannot be hashed and do not change: schemas above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

_MOST = 64


class ByIdentity(Generic[Made]):
    """A function that remembers what it made of each of its latest arguments, by their identity."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self._known: dict[int, tuple[object, Made]] = {}
        """With the object itself, so that no other takes its place and its identity."""

    def __call__(self, thing: object) -> Made:
        """What the function makes of `thing`, or made of it before."""
        known = self._known.get(id(thing))
        if known is None:
            if len(self._known) == _MOST:
                self._known.clear()
            known = self._known[id(thing)] = thing, self._make(thing)
        return known[1]
