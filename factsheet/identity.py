"""What makes two values the same: the digest of a text, and a cache keyed by the identity of an object."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

_MOST = 64
"""Values kept: a program works with the schemas of a few kinds; beyond this the cache is emptied."""


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal; lone surrogates count too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class ByIdentity(Generic[Made]):
    """A function of one argument with a cache keyed by the identity of the argument.

    It is for unhashable values that do not change, such as schemas.
    """

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self._known: dict[int, tuple[object, Made]] = {}
        """The argument is kept with its value: a freed object could pass its identity on to another."""

    def __call__(self, thing: object) -> Made:
        """The value of the function, from the cache if `thing` was asked about before."""
        known = self._known.get(id(thing))
        if known is None:
            if len(self._known) == _MOST:
                self._known.clear()
            known = self._known[id(thing)] = thing, self._make(thing)
        return known[1]
