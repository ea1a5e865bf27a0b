"""An article from the paragraphs of a document: a word processor's, a mail's, a PDF's.

The document says of some paragraphs what they are (a title, a heading, a quotation). Of the others their lines tell,
by the rules for plain text: which is the headline, who wrote it, where the story begins and where it ends.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.bylines import writer
from factsheet.readers.manuscript import Block, letters, tidy
from factsheet.readers.text import article_from_text
from factsheet.records import BODY_ZONES, Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.readers.manuscript import Manuscript

_TOP = 12
"""Paragraphs in which the headline may stand that the document gives elsewhere."""

_AHEAD = 20
"""Blocks in which a paragraph is looked for: those before it may have been cut off."""


def article_of(manuscript: Manuscript) -> Article:
    """The article in a manuscript whose blocks stand as in the document; a title that is known is its headline.

    Raises:
        ReadError: there is no text in it.
    """
    bodies.settle(manuscript)
    manuscript.say_withheld()
    _place_title(manuscript)
    body = [*manuscript.head, *manuscript.body, *manuscript.tail]
    if not body:
        raise ReadError(f"{manuscript.name}: no article: there is no text in this document")
    told = article_from_text("\n\n".join(block.text for block in body), name=manuscript.name)
    paragraphs = _numbered(_zoned(told, body))
    known = {f.name: said for f in fields(Article) if (said := getattr(told, f.name))}
    known |= {key: value for key, value in manuscript.known.items() if value}
    if known.get("standfirst") == known.get("title"):
        known.pop("standfirst", None)
    known["byline"] = writer(known.get("byline")) or known.get("byline")
    known |= {"source": manuscript.name, "format": manuscript.format, "paragraphs": tuple(paragraphs)}
    known["warnings"] = (*manuscript.warnings, *told.warnings)
    return Article(**known)


def _place_title(manuscript: Manuscript) -> None:
    """See that the title is in the text, once, as its headline."""
    title = manuscript.known.get("title")
    if not title:
        return
    for block in manuscript.body[:_TOP]:
        if letters(block.text) == letters(title):
            block.zone = "headline"
            return
    manuscript.body.insert(0, Block("headline", tidy(title)))


def _zoned(told: Article, blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs with the zones that the document itself gives their blocks; a table's lines are one.

    Spaces do not count: the text has some added where they are missing. It may lack blocks, which were cut off.
    """
    titled = any(block.zone == "headline" for block in blocks)
    inside: list[Paragraph] = []
    current: Block | None = None
    for one, block in zip(told.paragraphs, _blocks_of(told, blocks), strict=True):
        if inside and block is not current:
            yield from _of_block(inside, current, titled=titled)
            inside = []
        current = block
        inside.append(one)
    if inside:
        yield from _of_block(inside, current, titled=titled)


def _blocks_of(told: Article, blocks: Sequence[Block]) -> Iterator[Block | None]:
    """The block in which each paragraph stands, in their order; None for one whose words are in none near by."""
    solid = [_solid(block.text) for block in blocks]
    at = begin = 0
    for one in told.paragraphs:
        words = _solid(told.text[one.start : one.end])
        for index in range(at, min(len(blocks), at + _AHEAD)):
            found = solid[index].find(words, begin if index == at else 0)
            if found >= 0:
                at, begin = index, found + len(words)
                yield blocks[index]
                break
        else:
            yield None


def _solid(text: str) -> str:
    return "".join(text.split())


def _of_block(inside: list[Paragraph], block: Block | None, *, titled: bool) -> Iterator[Paragraph]:
    """Paragraphs of one block with its zone, or their own where it is text."""
    if block is None or block.zone in {"body", "lead"}:
        yield from (_other(one, titled=titled) for one in inside)
    else:
        yield Paragraph(inside[0].start, inside[-1].end, block.zone)


def _other(paragraph: Paragraph, *, titled: bool) -> Paragraph:
    """A paragraph that looks like a headline is none beside the title of the document."""
    return replace(paragraph, zone="section") if titled and paragraph.zone == "headline" else paragraph


def _numbered(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    number = 0
    for one in paragraphs:
        counted = one.zone in BODY_ZONES and one.zone != "subhead"
        number += counted
        yield replace(one, number=number if counted else None)
