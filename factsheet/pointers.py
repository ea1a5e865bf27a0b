"""JSON Pointers (RFC 6901) into the facts of a sheet: writes them, and finds their entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def pointer(steps: Iterable[object]) -> str:
    """The pointer with these steps, keys and numbers; "" for none."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def entry_at(place: str, entries: Container[str]) -> str | None:
    """The entry that a pointer is in, of those in `entries`: `/summary/0` for `/summary/0/evidence/1`.

    >>> entry_at("/figures/10/unit", ["/title", "/figures/1"]) is None
    True
    """
    steps = place.split("/")
    return next((one for one in ("/".join(steps[:3]), "/".join(steps[:2])) if one and one in entries), None)
