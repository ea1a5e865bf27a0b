"""The styles of a word processor, by their names in the languages of its translations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers.bylines import writer
from factsheet.readers.manuscript import Block, tidy
from factsheet.readers.markup import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.manuscript import Manuscript
    from factsheet.readers.markup import Element
    from factsheet.records import Zone

_PARTS = Lists("factsheet.readers").parts("styles")
_STYLES = {key: re.compile("|".join(words), re.IGNORECASE) for key, words in _PARTS.items()}
_ZONES: tuple[tuple[str, Zone], ...] = (
    ("caption", "caption"),
    ("heading", "subhead"),
    ("quotation", "quotation"),
    ("list", "list"),
    ("code", "table"),
)
_HEADLINE_WORDS = 40


def add_styled(manuscript: Manuscript, style: str, text: str, *, is_item: bool = False) -> None:
    """Add the paragraph of a document by the name of its style; the first heading at the top is the title."""
    words = len(text.split())
    if not words:
        return
    first = not manuscript.body and not manuscript.known.get("title")
    titled = _STYLES["title"].match(style) or (_STYLES["heading"].match(style) and first)
    if titled and not manuscript.known.get("title") and words <= _HEADLINE_WORDS:
        manuscript.know(title=text)
        manuscript.add("headline", text)
    elif _STYLES["standfirst"].match(style):
        manuscript.know(standfirst=text)
        manuscript.add("standfirst", text)
    elif _STYLES["byline"].match(style):
        manuscript.know(byline=writer(tidy(text)) or text)
        manuscript.add("byline", text)
    else:
        zone = next((zone for key, zone in _ZONES if _STYLES[key].match(style)), "list" if is_item else "body")
        _add(manuscript, zone, text)


def _add(manuscript: Manuscript, zone: Zone, text: str) -> None:
    """Add a paragraph where it is; two line breaks in it end one, a single one is a space."""
    for part in re.split(r"\n[ \t]*\n", text):
        if zone == "caption" and tidy(part):
            manuscript.body.append(Block("caption", tidy(part)))
        else:
            manuscript.add(zone, part)


def boxes(element: Element, name: str) -> Iterator[Element]:
    """The boxes that hang on a paragraph, but not those in a box; of a drawing with two forms those of the first."""
    stack = list(element)[::-1]
    while stack:
        one = stack.pop()
        if local(one) == name:
            yield one
        elif local(one) != "fallback":
            stack += list(one)[::-1]
