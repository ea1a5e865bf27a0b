"""RSS 2.0, RSS 1.0 and Atom: every entry an article, its full content where the feed has it, else its teaser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.markup import Element, add_markup, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, find, find_all, text_at
from factsheet.readers.subjects import subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_TEASER = 60
"""Words of a text up to which it is taken for a teaser, where the feed has no element for the full content."""

_READ_ON = re.compile(
    r"(?:[^\w…]*(?:read (?:more|on|the full story)|continue reading|weiterlesen|lire la suite|leer más|leggi tutto|"
    r"the post .{1,200} appeared first on .{1,100})\W*|\s*\[(?:…|\.\.\.)\]\s*)$",
    re.IGNORECASE,
)


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The entries of a feed.

    Raises:
        ReadError: it is not XML, or has no entry.
    """
    root, warnings = parse(data, name=name)
    entries = [one for one in root.iterdescendants() if local(one) in {"item", "entry"}]
    if not entries:
        raise ReadError(f"{name}: an empty feed: there is no item or entry in it")
    channel = find(root, "channel")
    channel = root if channel is None else channel
    for number, entry in enumerate(entries, 1):
        manuscript = Manuscript(name if len(entries) == 1 else f"{name}#{number}", "feed", warnings=list(warnings))
        _read_entry(manuscript, entry, channel)
        if manuscript.body or manuscript.known.get("title"):
            yield manuscript.article()
        else:
            yield ReadError(f"{manuscript.name}: no article: this {local(entry)} has neither a title nor text")


def _read_entry(manuscript: Manuscript, entry: Element, channel: Element) -> None:
    published = _time(text_at(entry, "pubDate", "published", "issued", "date", "created"))
    updated = _time(text_at(entry, "updated", "modified"))
    manuscript.know(
        title=_plain_title(text_at(entry, "title")),
        byline=text_at(entry, "creator", "author/name", "author"),
        published=published or updated,
        updated=updated if published and updated != published else None,
        guid=text_at(entry, "guid", "id") or text_at(entry, "link") or attribute_at(entry, "link", "href"),
        agency=text_at(entry, "source", "publisher") or text_at(channel, "title"),
        language=text_at(entry, "language")
        or attribute(entry, "lang")
        or text_at(channel, "language")
        or attribute(channel, "lang"),
        keywords=tuple(
            word for one in find_all(entry, "category") if (word := inner_text(one) or attribute(one, "term"))
        ),
    )
    topics, raw = subjects([code for one in find_all(entry, "category") if (code := attribute(one, "term", "domain"))])
    manuscript.know(subjects=topics, codes=raw)
    full = _content(manuscript, entry)
    bodies.settle(manuscript)
    words = sum(len(block.text.split()) for block in manuscript.body)
    if manuscript.body and not full and words <= _TEASER:
        manuscript.know(item_type="teaser")


def _content(manuscript: Manuscript, entry: Element) -> bool:
    """Add the richest text of an entry; whether it stood in an element for the full content."""
    paths = ("encoded", "content", "//content", "fulltext", "body", "description", "summary")
    places = [(one, path not in paths[-2:]) for path in paths for one in find_all(entry, path)]
    for one, full in places:
        if (attribute(one, "type") or "text").partition("/")[0] in {"image", "video", "audio"}:
            continue
        if len(one):
            add_markup(manuscript, one)
        else:
            add_html(manuscript, one.text or "")
        for block in manuscript.body[-1:]:
            block.text = _READ_ON.sub("", block.text).strip()
            manuscript.body[-1:] = [block] if block.text else []
        if manuscript.body:
            return full
    return False


def _plain_title(title: str | None) -> str | None:
    """A title without the markup that some feeds escape into it."""
    import html

    return tidy(html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "", title))) if title else None


def _time(text: str | None) -> str | None:
    return machine_time(text or "")
