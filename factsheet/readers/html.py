"""A web page as a browser saved it: the story, and none of what stands around it.

trafilatura finds the body; the headline, the writer and the dates are what the page says for machines (JSON-LD, then
its metadata), before what it looks like. A page that only says that there is no page is no article.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import bodies, private
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.jsonvalues import names, strings
from factsheet.readers.manuscript import Manuscript, printable, tidy
from factsheet.readers.markup import Element, inner_text, local
from factsheet.readers.streams import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.readers.manuscript import Block
    from factsheet.records import Article, Json

# The encoding that a page declares.
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{0,40})""", re.IGNORECASE)
# What a page says for machines, in a script.
_JSON_LD = re.compile(
    r"<script[^>]{0,300}?application/ld\+json[^>]{0,300}>(.{1,200000}?)</script", re.DOTALL | re.IGNORECASE
)
# How schema.org's types of articles end: NewsArticle, ReportageNewsArticle, LiveBlogPosting.
_ARTICLES = re.compile(r"(?:Article|Report|BlogPosting|Posting|Review)$")
_PHRASES = Lists("factsheet.readers").parts("phrases")
# The titles of pages that say that there is no page, or that a reader is no robot.
_ERROR = re.compile("|".join(_PHRASES["error page"]), re.IGNORECASE)
# A paragraph that only leads to another page, with that page's headline or without.
_ELSEWHERE = re.compile(rf"\W*(?:{'|'.join(_PHRASES['elsewhere'])})\W*(?::.{{0,150}})?", re.IGNORECASE)
# A heading under which a page names other stories.
_OTHERS = re.compile(rf"(?:{'|'.join(_PHRASES['other stories'])}).{{0,60}}", re.IGNORECASE)

_TEASERS = 30  # blocks at the end of a page of which one may be such a heading

# Who took a picture.
_CREDIT = re.compile(r"(?:photo|image|picture|foto|bild|gallery)s?(?: credits?)?\s*:.{1,100}", re.IGNORECASE)

_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,500}?)</title", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<h1[^>]{0,300}>(.{1,1000}?)</h1", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
# What stands between a title and the name of the site.
_BEFORE_SITE = re.compile(r"\s*[-|–—:·»]")
_LANGUAGE = re.compile(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z-]{2,10})", re.IGNORECASE)
# A time in Open Graph's metadata.
_TIMES = {
    key: re.compile(rf"<meta[^>]{{0,200}}?article:{key}_time[^>]{{0,200}}?content\s*=\s*[\"']([^\"']{{1,60}})")
    for key in ("published", "modified")
}
_START = 5_000  # characters at the start of a page in which it says its language
_MOST_SCRIPTS = 20
_MOST_OBJECTS = 50
_DEEPEST = 4
_MOST_HEADINGS = 5
_MOST_WRITERS = 10
_MOST_KEYWORDS = 30
_LONG = 500  # characters of a text for machines from which it is a story and no summary
_MOST_TAGS = 100_000
"""Tags that a page may have: the largest of a hundred newspapers has a tenth, and the work grows with them."""

_ERROR_WORDS = 80  # words of a body up to which a page with the title of an error is an error page


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a page.

    Raises:
        ReadError: there is no story on it, or it is an error page.
    """
    import trafilatura

    text, warnings = _decoded(data, name)
    if text.count("<") > _MOST_TAGS:
        raise ReadError(f"{name}: more than {_MOST_TAGS} tags, the most that is read as one page")
    manuscript = Manuscript(name, "html", warnings=warnings)
    found = _extract(trafilatura, text)
    said = _json_ld(text)
    _metadata(manuscript, text, said, found)
    if found is not None:
        _body(manuscript, found.body)
    _prefer_said(manuscript, said.get("articleBody"))
    bodies.settle(manuscript)
    title = manuscript.known.get("title") or _inner_title(text)
    words = manuscript.words()
    if words <= _ERROR_WORDS and _ERROR.search(title):
        raise ReadError(f"{name}: no article: an error page ({title[:80]!r})")
    if not words:
        raise ReadError(f"{name}: no article: there is no story on this page")
    yield manuscript.article()


def _inner_title(text: str) -> str:
    """What stands in the title element."""
    match = _TITLE.search(text)
    return tidy(match[1]) if match else ""


def _extract(trafilatura: Any, text: str) -> Any:
    return trafilatura.bare_extraction(
        text,
        fast=False,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        with_metadata=True,
    )


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a page: UTF-8 where it is, else what it declares, else a guess."""
    declared = _DECLARED.search(data[:4_000])
    try:
        return printable(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        at = error.start
    if declared and not declared[1].lower().startswith((b"utf-16", b"utf-32")):  # which is not read as ASCII
        try:
            return printable(data.decode(declared[1].decode("ascii"))), []
        except (LookupError, UnicodeError):
            pass
    warning = f"bytes that are not in the encoding that the page declares, the first at {at}"
    return printable(decode(data, name=name)), [warning] if declared else []


def _prefer_said(manuscript: Manuscript, said: Json) -> None:
    """Take the text that the page gives to machines where what was found on it is another one."""
    if not isinstance(said, str) or len(said) < _LONG:
        return
    shown = Counter(re.findall(r"\w+", " ".join(block.text for block in manuscript.body)))
    given = Counter(re.findall(r"\w+", said))
    if (shown & given).total() * 2 < min(given.total(), max(shown.total(), given.total() // 2)):
        manuscript.body.clear()
        add_html(manuscript, said)
        manuscript.warn("the text is what the page gives to machines: what it shows was not found")


def _metadata(manuscript: Manuscript, text: str, said: Mapping[str, Json], found: Any) -> None:
    """Note what the page says for machines, then its metadata, then what it looks like."""
    manuscript.know(
        title=_string(said.get("headline")),
        byline=_people(said.get("author")),
        agency=_people(said.get("publisher")),
        published=machine_time(_string(said.get("datePublished"))),
        updated=machine_time(_string(said.get("dateModified"))),
        language=_string(said.get("inLanguage")) or _first(_LANGUAGE, text[:_START]),
    )
    published, modified = (machine_time(_first(_TIMES[key], text)) for key in ("published", "modified"))
    manuscript.know(published=published, updated=modified)
    if found is not None:
        keywords = dict.fromkeys(tidy(word) for tag in found.tags or () for word in tag.split(","))
        manuscript.know(
            title=found.title,
            byline=found.author,
            agency=found.sitename,
            published=found.date,
            guid=found.url,
            keywords=tuple(keywords)[:_MOST_KEYWORDS],
        )
    manuscript.know(title=_inner_title(text))
    manuscript.known["title"] = _without_site(manuscript.known.get("title") or "", text) or None


def _without_site(title: str, text: str) -> str:
    """A title without the name of the site after it, where a heading on the page is the title without it."""
    for heading in _HEADING.findall(text)[:_MOST_HEADINGS]:
        words = tidy(html.unescape(_TAG.sub("", heading)))
        if words and title.startswith(words) and _BEFORE_SITE.match(title, len(words)):
            return words
    return title


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _json_ld(text: str) -> Mapping[str, Json]:
    """What the page says about its article, in the first description of one that has a headline."""
    for match in list(_JSON_LD.finditer(text))[:_MOST_SCRIPTS]:
        try:
            value = json.loads(match[1], strict=False)
        except (ValueError, RecursionError):
            continue
        if found := next(filter(_is_article, _described(value, 0)), None):
            return found
    return {}


def _is_article(value: dict[str, Json]) -> bool:
    return any(map(_ARTICLES.search, strings(value.get("@type")))) and bool(_string(value.get("headline")))


def _described(value: Json, depth: int) -> Iterator[dict[str, Json]]:
    """The objects in what a page says for machines, the outer ones first."""
    if depth > _DEEPEST:
        return
    inner = value[:_MOST_OBJECTS] if isinstance(value, list) else []
    if isinstance(value, dict):
        yield value
        inner = [value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage")]
    for one in inner:
        yield from _described(one, depth + 1)


def _string(value: Json) -> str | None:
    return tidy(html.unescape(value)) if isinstance(value, str) else None


def _people(value: Json) -> str | None:
    people = value[:_MOST_WRITERS] if isinstance(value, list) else value
    return ", ".join(dict.fromkeys(names(people, "name"))) or None


def _body(manuscript: Manuscript, body: Element | None) -> None:
    for element in body if body is not None else ():
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
    elif name not in {"", "graphic", "comments"}:
        _paragraph(manuscript, "".join(element.itertext()), name)


def _paragraph(manuscript: Manuscript, text: str, name: str) -> None:
    if name == "head":
        if _letters(text) != _letters(manuscript.known.get("title")):
            manuscript.add("subhead", text)
    elif name == "quote":
        manuscript.add("quotation", text)
    elif not _ELSEWHERE.fullmatch(tidy(text)):
        manuscript.add("caption" if _CREDIT.fullmatch(tidy(text)) else "body", text)


def _letters(text: str | None) -> str:
    """What two ways to print one headline have in common."""
    return "".join(char for char in (text or "").casefold() if char.isalnum())
