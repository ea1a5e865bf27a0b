"""Pictures of pages (PNG, JPEG, TIFF, GIF, WebP, BMP), read by text recognition."""

from __future__ import annotations

import io
import warnings
from itertools import islice
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import ocr
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.pdf import add_pages, tell_of_recognition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article on the picture, or on the pages of a TIFF.

    Raises:
        ReadError: it is damaged, there is no text on it, or tesseract is not installed.
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError

    recogniser = ocr.Recogniser(name)
    manuscript = Manuscript(name, "picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        with picture:
            pages = [recogniser.sheet(page) for page in islice(ImageSequence.Iterator(picture), ocr.MOST_PAGES)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        why = "" if isinstance(error, UnidentifiedImageError) else f": {error}"
        raise ReadError(f"{name}: a damaged picture{why}") from error
    if not any(page.runs for page in pages):
        raise ReadError(f"{name}: no article: no text was recognised on this picture")
    add_pages(manuscript, pages)
    tell_of_recognition(manuscript, recogniser, "all of it")
    yield article_of(manuscript)
