"""Transmissions: the stories between the control characters of ANPA 1312 and IPTC 7901.

What the header, the body and the trailer of a story say is for the reader of each format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.streams import decode, refuse_binary

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from factsheet.records import Article

_CONTROL_SHARE = 0.25
"""Of control characters in a transmission: tables have one in every few columns, more is a binary file."""

_PIVOT = 70  # years below it are of this century, as POSIX has it; nobody sends the century

Fill: TypeAlias = "Callable[[Manuscript, str, str, str], None]"
"""Reads the header, the body and the trailer of a story into a manuscript."""


def decoded(data: bytes, *, name: str) -> str:
    """The text of a transmission, its newlines as LF.

    Raises:
        ReadError: the bytes are no text.
    """
    text = decode(data, name=name)
    refuse_binary(text, _CONTROL_SHARE, name=name)
    return text


def read_stories(
    text: str, story: re.Pattern[str], fill: Fill, *, name: str, form: str
) -> Iterator[Article | ReadError]:
    """The articles of a transmission; the groups of `story` are the header, the body and the trailer of one.

    Raises:
        ReadError: there is no story.
    """

    def read(manuscript: Manuscript, match: re.Match[str]) -> None:
        fill(manuscript, *match.groups(default=""))
        bodies.settle(manuscript)

    stories = list(story.finditer(text))
    if not stories:
        raise ReadError(f"{name}: no article: there is no text after STX")
    yield from bodies.read_each(
        stories, read, Manuscript(name, form), missing=lambda _: "this transmission has no text"
    )


def year(two_digits: str) -> int:
    """The year that its last two digits stand for."""
    return int(two_digits) + (2000 if int(two_digits) < _PIVOT else 1900)
