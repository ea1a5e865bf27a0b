"""Trees of web pages and their fragments, within limits.

The parser's work grows with the square of the attributes of one tag, so that their number has a limit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError

if TYPE_CHECKING:
    from factsheet.readers.markup import Element

MOST_ATTRIBUTES = 5_000
"""Attributes that one tag may have; the largest of a hundred newspapers has sixty."""

# A tag with its attributes, as a browser reads it; nothing is tried twice.
_TAG = re.compile(
    r"<[A-Za-z][^\s/>]*+((?:[\s/]++(?:[^\s=>/\"']++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+|[\"'=]++)?+)*+)"
)
_ATTRIBUTE = re.compile(r"[^\s=>/\"']++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")


def parse_page(text: str, *, name: str) -> Element:
    """The root element of a page.

    Raises:
        ReadError: there is no element in it, or a tag has more than `MOST_ATTRIBUTES`.
    """
    import lxml.html

    check_tags(text, name=name)
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True)
    root = None
    if text.strip():
        try:
            root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        except lxml.etree.ParserError:
            root = None
    if root is None:
        raise ReadError(f"{name}: no article: no story on this page")
    return root


def check_tags(text: str, *, name: str) -> None:
    """Refuse markup with a tag of too many attributes.

    Raises:
        ReadError: there is one.
    """
    for match in _TAG.finditer(text):
        if len(match[1]) > 2 * MOST_ATTRIBUTES and sum(1 for _ in _ATTRIBUTE.finditer(match[1])) > MOST_ATTRIBUTES:
            raise ReadError(f"{name}: a tag with more than {MOST_ATTRIBUTES} attributes, the limit for a tag")
