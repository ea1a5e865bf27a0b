"""PDF: what is printed on its pages, column by column, without running heads, page numbers and divided words.

Needs a text layer: pages that are only pictures are named, with the command that recognises the text on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import pdf_paragraphs
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.pdf_letters import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.pdf_letters import Run
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
    bare = [number for number, page in enumerate(pages, 1) if page.pictured and _letters(page.runs) <= _FEW]
    if not any(page.runs for page in pages) or len(bare) * 2 > len(pages):
        what = "a scan: its pages are pictures without text" if bare else "no article: there is no text on its pages"
        raise ReadError(f"{name}: {what}{f': ocrmypdf {name} readable.pdf' if bare else ''}")
    manuscript = Manuscript(name, "pdf")
    if bare:
        listed = ", ".join(map(str, bare[:_MOST_NAMED]))
        manuscript.warn(f"pages that are pictures were not read: {listed}{'' if len(bare) <= _MOST_NAMED else ' …'}")
    for one in pdf_paragraphs.paragraphs(pages):
        if one.kind == "title":
            manuscript.know(title=one.text)
        manuscript.add(_ZONES[one.kind], one.text, lines=one.kind == "table")
    yield article_of(manuscript)


def _letters(runs: list[Run]) -> int:
    return sum(len(tidy(run.text)) for run in runs)
