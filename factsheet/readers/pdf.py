"""PDF: the printed text, column by column, without running heads, page numbers and hyphenation.

The text on pages that are only pictures is recognised where tesseract is there; else they are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet import extras
from factsheet.errors import ReadError
from factsheet.readers import ocr, pdf_paragraphs
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript, amount, tidy
from factsheet.readers.pdf_letters import picture_of, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.readers.pdf_letters import Run, Sheet
    from factsheet.records import Article, Zone

_ZONES: dict[str, Zone] = {
    "text": "body",
    "heading": "subhead",
    "title": "headline",
    "list": "list",
    "table": "table",
    "note": "boilerplate",
}
_FEW = 25  # letters of a page up to which it has no text of its own
_MOST_NAMED = 10


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a PDF.

    Raises:
        ReadError: it is damaged, needs a password, or its pages are pictures.
    """
    pages = list(sheets(data, name))
    bare = [index for index, page in enumerate(pages) if page.pictured and _letters(page.runs) <= _FEW]
    manuscript = Manuscript(name, "pdf")
    if bare:
        _recognise(manuscript, data, pages, bare)
    if not any(page.runs for page in pages):
        raise ReadError(f"{name}: no article: there is no text on its pages")
    add_pages(manuscript, pages)
    yield article_of(manuscript)


def add_pages(manuscript: Manuscript, pages: Sequence[Sheet]) -> None:
    """Add the paragraphs of pages to a manuscript."""
    for one in pdf_paragraphs.paragraphs(pages):
        if one.kind == "title":
            manuscript.know(title=one.text)
        manuscript.add(_ZONES[one.kind], one.text, lines=one.kind == "table")


def _recognise(manuscript: Manuscript, data: bytes, pages: list[Sheet], bare: list[int]) -> None:
    """Put what is recognised on pages that are pictures in their places.

    Raises:
        ReadError: most pages are pictures, and cannot be recognised here.
    """
    name = manuscript.name
    try:
        recogniser = ocr.Recogniser(name)
    except (ModuleNotFoundError, ReadError) as error:
        missing = str(error).removeprefix(f"{name}: ") if isinstance(error, ReadError) else ""
        if len(bare) * 2 > len(pages):
            how = missing or f"reading the text on them needs {extras.command('ocr')}"
            raise ReadError(f"{name}: a scan: its pages are pictures without text; {how}") from error
        manuscript.warn(f"pages that are pictures were not read: {_listed(bare)}")
        return
    for index in bare[: ocr.MOST_PAGES]:
        pages[index] = recogniser.sheet(picture_of(data, index))
    if bare[ocr.MOST_PAGES :]:
        manuscript.warn(f"pages that are pictures were not read: {_listed(bare[ocr.MOST_PAGES :])}")
    tell_of_recognition(manuscript, recogniser, f"page {_listed(bare[: ocr.MOST_PAGES])}")


def tell_of_recognition(manuscript: Manuscript, recogniser: ocr.Recogniser, where: str) -> None:
    """Note that text was recognised, where, and how sure that is."""
    manuscript.know(recognised=where)
    unsure = f"; not sure of {amount(recogniser.unsure, 'word')} of {recogniser.words}" if recogniser.unsure else ""
    manuscript.warn(f"text recognised from a picture ({where}): names, figures and quotations may be misread{unsure}")


def _listed(indexes: list[int]) -> str:
    shown = ", ".join(str(index + 1) for index in indexes[:_MOST_NAMED])
    return shown if len(indexes) <= _MOST_NAMED else f"{shown} …"


def _letters(runs: list[Run]) -> int:
    return sum(len(tidy(run.text)) for run in runs)
