"""Transmissions: the stories between the control characters of ANPA 1312 and IPTC 7901, one after another.

What the header, the body and the trailer of a story say is for the reader of each format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.text import decode_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.records import Article


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_CONTROL_SHARE = 0.25
"""Of control characters in a transmission: tables have one in every few columns, more is a binary file."""
_LOOKED_AT = 20_000


def decoded(data: bytes, *, name: str) -> str:
    """The text of a transmission, its newlines as LF.

    Raises:
        ReadError: the bytes are no text.
    """
    text = decode_bytes(data, name=name).replace("\r\n", "\n").replace("\r", "\n")
    controls = len(_CONTROLS.findall(text[:_LOOKED_AT]))
    if controls > _CONTROL_SHARE * min(len(text), _LOOKED_AT):
        raise ReadError(f"{name}: binary, not text: {controls} control characters")
    return text


def read_stories(
    stories: Sequence[re.Match[str]], fill: Callable[[Manuscript, str, str, str], None], *, name: str, form: str
) -> Iterator[Article | ReadError]:
    """The article of each story, which `fill` reads from its header, body and trailer: the groups of the match.

    Raises:
        ReadError: there is no story.
    """
    if not stories:
        raise ReadError(f"{name}: no article: there is no text after STX")
    for number, story in enumerate(stories, 1):
        manuscript = Manuscript(name if len(stories) == 1 else f"{name}#{number}", form)
        fill(manuscript, *story.groups(default=""))
        bodies.settle(manuscript)
        if manuscript.body or manuscript.known.get("title"):
            yield manuscript.article()
        else:
            yield ReadError(f"{manuscript.name}: no article: this transmission has no text")
