"""Letters and posts of readers, each with the name of its writer below it: nothing that the newspaper says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.models.extractive.names import GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.records import Span

_HANDLE = re.compile(r"[-–—]*\s?@\w{2,30}\.?")
_SIGNED = re.compile(r"(?:[-–—]+\s?)?([A-Z][\w’'-]+) (?:[A-Z][\w’'.-]* ?){1,3}(?:, [A-Z][\w’'. -]{1,30}){0,2}\.?")
_PLACE = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2}(?:, [A-Z][\w.]*)?\.?")
"""The line below a signature that says where the writer lives."""
_ANNOUNCED = re.compile(
    r"\bletters\b|\breaders['’]? (?:say|said|write|wrote|respond|react|views|comments|letters)\b|\bwe asked\b"
    r"|\byour (?:letters|comments|views|thoughts|say)\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 200
"""The longest announcement of letters, in characters."""
_ASKED = re.compile(r"We (?:recently )?asked\b")
_FEWEST = 2
"""The fewest letters: a single one can be an open letter, which is a story."""


def without_letters(text: str, paragraphs: Sequence[Span], title: str) -> tuple[Span, ...]:
    """The paragraphs without what readers wrote, the names below that, and the headings above."""
    lines = [text[slice(*span)] for span in paragraphs]
    announced = any(_ANNOUNCED.search(line) for line in (title, *lines) if len(line) < _LONGEST_NOTICE)
    signed = [i for i, line in enumerate(lines) if i and _is_signature(line, announced=announced)]
    if len(signed) < _FEWEST:
        return tuple(paragraphs)
    last = signed[-1] + any(map(_PLACE.fullmatch, lines[signed[-1] + 1 : signed[-1] + 2]))
    return tuple(span for i, span in enumerate(paragraphs) if i > last or _ASKED.match(lines[i]))


def _is_signature(line: str, *, announced: bool) -> bool:
    """Whether a paragraph is only a writer's name: "@handle", or "Jane Doe, Hollin" where letters are announced."""
    if _HANDLE.fullmatch(line):
        return True
    name = _SIGNED.fullmatch(line)
    return announced and name is not None and name[1] in GIVEN_NAMES
