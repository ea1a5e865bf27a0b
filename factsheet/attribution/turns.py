"""Turns: what people say in a transcript, each paragraph behind a name and a colon, as in "JANE DOE: We will go".

A line is a turn only in a text that has several, of two people at least, whose full names it gives: labels
("Location:", "PHOTO:") stand before colons as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.people import is_given_name, is_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.records import Span

_TURN = re.compile(
    r"\s*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})"
    r"(?:,? \([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)
_FEWEST, _FEWEST_SPEAKERS = 3, 2
"""Turns of a transcript, and people in it."""


class Turn(NamedTuple):
    """What somebody says in a paragraph: where the name stands, the colon, and the words."""

    name: Span
    colon: Span
    said: Span


def find_turns(text: str, paragraphs: Iterable[Span]) -> dict[Span, Turn]:
    """The turns of a text by their paragraphs; none where it is no transcript."""
    found: dict[Span, Turn] = {}
    full: set[str] = set()
    for span in paragraphs:
        match = _TURN.match(text, *span)
        if match is None:
            continue
        words = match["name"].title().split()
        known = {name for name in full if name.rsplit(" ", 1)[-1] == words[-1]}
        if len(words) > 1 and is_given_name(words[0]) and is_person(words):
            full.add(" ".join(words))
        elif not known:
            continue
        end = len(text[: span[1]].rstrip())
        found[span] = Turn(match.span("name"), match.span("colon"), (match.end(), end))
    return found if len(found) >= _FEWEST and len(full) >= _FEWEST_SPEAKERS else {}
