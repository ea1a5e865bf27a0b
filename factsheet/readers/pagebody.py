"""The blocks of a page's story, from trafilatura's tree of its body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import offers, private
from factsheet.readers.manuscript import letters, tidy
from factsheet.readers.markup import inner_text, local, text_of

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Block, Manuscript
    from factsheet.readers.markup import Element


_PHRASES = Lists("factsheet.readers").parts("phrases")
# A heading under which a page names other stories.
_OTHERS = re.compile(rf"(?:{'|'.join(_PHRASES['other stories'])}).{{0,60}}", re.IGNORECASE)
_TEASERS = 30  # blocks at the end of a page of which one may be such a heading
# Who took a picture.
_CREDIT = re.compile(r"(?:photo|image|picture|foto|bild|gallery)s?(?: credits?)?\s*:.{1,100}", re.IGNORECASE)


def add_body(manuscript: Manuscript, body: list[Element]) -> None:
    """Add the elements of a body; other stories under their heading at its end are left out."""
    for element in body:
        _block(manuscript, element, local(element))
        if tidy(element.tail):
            manuscript.add("body", element.tail)
    blocks = manuscript.body
    starts = range(max(1, len(blocks) - _TEASERS), len(blocks))
    del blocks[next((index for index in starts if _are_others(blocks[index:])), len(blocks)) :]


def _are_others(blocks: list[Block]) -> bool:
    """Whether blocks are other stories' headlines and teasers under their heading."""
    is_heading = blocks[0].zone == "subhead" and _OTHERS.fullmatch(blocks[0].text)
    return bool(is_heading) and all(len(block.text.split()) <= private.PROSE for block in blocks)


def _block(manuscript: Manuscript, element: Element, name: str) -> None:
    """Add one element of trafilatura's own tree."""
    if name == "list":
        for item in element:
            manuscript.add("list", inner_text(item))
    elif name == "table":
        rows = [" | ".join(map(inner_text, row)).strip(" |") for row in element]
        manuscript.add("table", "\n".join(rows), lines=True)
    elif name == "quote" and len(element):
        for part in element:
            manuscript.add("quotation", part.tail if not local(part) else f"{text_of(part)} {part.tail or ''}")
        manuscript.add("quotation", element.text)
    elif name not in {"", "graphic", "comments"}:
        for text in text_of(element).split("\n\n"):
            _paragraph(manuscript, text, name)


def _paragraph(manuscript: Manuscript, text: str, name: str) -> None:
    if name == "head":
        if letters(text) != letters(manuscript.known.get("title")):
            manuscript.add("subhead", text)
    elif name == "quote":
        manuscript.add("quotation", text)
    elif not offers.leads_elsewhere(tidy(text)):
        manuscript.add("caption" if _CREDIT.fullmatch(tidy(text)) else "body", text)
