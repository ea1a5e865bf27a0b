"""EPUB: each chapter of a book or issue that has text is an article, in reading order.

Covers, tables of contents and pages of a few words are none. Written after the EPUB 3.3 specification of the W3C.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from factsheet.errors import ReadError
from factsheet.readers.archives import Parts, parts
from factsheet.readers.dates import machine_time
from factsheet.readers.documents import article_of
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.nodes import attribute, attribute_at, find_all, text_at, texts_at
from factsheet.readers.xmltree import decoded, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.markup import Element
    from factsheet.records import Article

_MARKUP = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_FEWEST_WORDS = 40  # of a chapter; covers, title pages and imprints have fewer
_MOST_CHAPTERS = 2_000
_CONTENTS = re.compile(r"(?:nav|toc|cover|titlepage|title-page|copyright|contents|colophon)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:unknown|untitled)(?: (?:title|document|author))?", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^<>]*>(.*?)(?:</body>|$)", re.DOTALL | re.IGNORECASE)


@dataclass(slots=True)
class _Book:
    """What a book says of itself, and its chapters: the places of their files, in reading order."""

    chapters: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    known: dict[str, str | None] = field(default_factory=dict)


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The chapters of a book or an issue.

    Raises:
        ReadError: it is damaged, protected or a bomb, or there is no text in it.
    """
    with parts(data, name) as opened:
        if "META-INF/rights.xml" in opened.names or b"<EncryptedKey" in opened.read("META-INF/encryption.xml"):
            raise ReadError(f"{name}: a copy-protected book: only its shop's program can open it")
        book = _book(opened, name)
        pages = [part for part in opened.names if part.lower().endswith((".xhtml", ".html", ".htm"))]
        places = book.chapters or [part for part in pages if not _CONTENTS.match(posixpath.basename(part))]
        found = [one for place in places[:_MOST_CHAPTERS] if (one := _chapter(opened, place, name))]
    if not found:
        raise ReadError(f"{name}: no article: there is no chapter with a text in this book")
    title = next((one for one in book.titles if not _UNKNOWN.fullmatch(one)), None)
    for manuscript in found:
        if len(found) == 1:
            manuscript.name = name
        manuscript.know(**book.known, section=title if len(found) > 1 else None)
        article = article_of(manuscript)
        yield article if article.title or len(found) > 1 else replace(article, title=title)


def _book(opened: Parts, name: str) -> _Book:
    root, _ = _xml(opened, "META-INF/container.xml", name)
    place = attribute_at(root, "//rootfile", "full-path") or ""
    package, _ = _xml(opened, place, name)
    files = {attribute(item, "id"): item for item in find_all(package, "manifest/item")}
    book = _Book(titles=texts_at(package, "metadata/title"))
    for itemref in find_all(package, "spine/itemref"):
        item = files.get(attribute(itemref, "idref"))
        if item is None or attribute(itemref, "linear") == "no" or "nav" in (attribute(item, "properties") or ""):
            continue
        href = unquote((attribute(item, "href") or "").partition("#")[0])
        marks = f"{attribute(item, 'id')} {posixpath.basename(href)}".split()
        if (attribute(item, "media-type") or _MARKUP[0]) in _MARKUP and not any(map(_CONTENTS.match, marks)):
            book.chapters.append(posixpath.normpath(posixpath.join(posixpath.dirname(place), href)))
    language = text_at(package, "metadata/language") or ""
    book.known = {
        "byline": ", ".join(one for one in texts_at(package, "metadata/creator")[:5] if not _UNKNOWN.fullmatch(one)),
        "agency": text_at(package, "metadata/publisher"),
        "published": machine_time(text_at(package, "metadata/date")),
        "language": language if len(language) > 1 else None,
        "guid": text_at(package, "metadata/identifier"),
    }
    return book


def _xml(opened: Parts, place: str, name: str) -> tuple[Element, list[str]]:
    data = opened.read(place)
    if not data:
        raise ReadError(f"{name}: not an EPUB book: there is no {place or 'package'} in it")
    return parse(data, name=f"{name}!{place}")


def _chapter(opened: Parts, place: str, name: str) -> Manuscript | None:
    text, warnings = decoded(opened.read(place))
    manuscript = Manuscript(f"{name}!{place}", "epub", warnings=warnings)
    body = _BODY.search(text)
    add_html(manuscript, body[1] if body else text)
    return manuscript if manuscript.words() >= _FEWEST_WORDS else None
