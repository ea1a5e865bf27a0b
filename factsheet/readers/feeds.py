"""RSS 2.0, RSS 1.0 and Atom: one article per entry, with the full content if present, else the teaser."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies, offers
from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_content
from factsheet.readers.hidden import remove
from factsheet.readers.itemtypes import NO_TEXTS, UNPUBLISHED
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.markup import Element, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, attributes_at, find, find_all, text_at, texts_at
from factsheet.readers.subjects import know_subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.records import Article

_FULL = ("encoded", "content", "//content", "fulltext", "body")
_SHORT = ("description", "summary")  # where an entry has its text, the richest first
_TEASER = 60  # words of a text up to which it is taken for a teaser, where the feed has no element for the full content

_MOST_CAPTIONS = 10
_ORIGIN_WORDS = 10  # words between a headline and the name of a feed: "The post … appeared first on …"
_MAILBOX = re.compile(
    r"(?:(?P<before>[^<>()@]{1,79}[^\s<>()@])\s*)?<?[^\s<>()@]{1,80}@[^\s<>()]{1,80}>?(?:\s*\((?P<behind>[^()]{2,80})\))?"
)
_MEDIA = re.compile(r"^\{http://(?:search\.yahoo\.com/mrss|[\w.]{1,60}/mrss)/?\}|^media:", re.IGNORECASE)

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The entries of a feed.

    Raises:
        ReadError: it is not XML, or has no entry.
    """
    root, warnings = parse(data, name=name)
    channel = find(root, "channel")
    channel = root if channel is None else channel
    feed = {"agency": text_at(channel, "title"), "language": text_at(channel, "language") or attribute(channel, "lang")}
    entries = [(one, feed) for one in root.iterdescendants() if local(one) in {"item", "entry"}]
    if not entries:
        raise ReadError(f"{name}: an empty feed: it has no items or entries")
    public = [entry for entry in entries if _is_public(entry[0])]
    if not public:
        raise ReadError(f"{name}: no article: none of the {len(entries)} entries of this export was published")
    if left := len(entries) - len(public):
        warnings.append(f"left out {left} of {len(entries)} entries: drafts, or without text")
    yield from bodies.read_each(public, _fill, Manuscript(name, "feed", warnings=warnings), missing=_missing)


def _is_public(entry: Element) -> bool:
    """Whether an entry of an export is a text that was published; a feed says nothing about it."""
    status = (_own(entry, "status") or "").lower()
    kind = (_own(entry, "post_type") or _kind_of_blogger(entry) or "post").lower()
    draft = (text_at(entry, "control/draft", "draft") or "").lower()
    return status not in UNPUBLISHED and kind not in NO_TEXTS and draft not in {"yes", "true", "1"}


def _kind_of_blogger(entry: Element) -> str | None:
    """What an entry of an export of Blogger is: post, page, comment, template or settings."""
    kinds = (one for one in find_all(entry, "category") if (attribute(one, "scheme") or "").endswith("#kind"))
    return next(((attribute(one, "term") or "").partition("#")[2] for one in kinds), None)


def _own(entry: Element, name: str) -> str | None:
    """What a child of an entry says; only its own, for a description may have elements of any name."""
    return next((tidy(child.text) for child in entry if local(child) == name and tidy(child.text)), None)


def _missing(part: tuple[Element, Mapping[str, str | None]]) -> str:
    return f"this {local(part[0])} has neither a title nor text"


def _fill(manuscript: Manuscript, part: tuple[Element, Mapping[str, str | None]]) -> None:
    """Read an entry; what its feed says of all of them counts where it says nothing itself."""
    entry, feed = part
    captions = _take_media(entry)
    _metadata(manuscript, entry)
    manuscript.know(
        agency=feed["agency"], language=text_at(entry, "language") or attribute(entry, "lang") or feed["language"]
    )
    full = _content(manuscript, entry)
    for caption in captions:
        manuscript.caption(caption)
    _drop_origin(manuscript, feed["agency"])
    bodies.settle(manuscript)
    if manuscript.body and not full and manuscript.words() <= _TEASER:
        manuscript.know(item_type="teaser")


def _take_media(entry: Element) -> list[str]:
    """Take pictures and films out of an entry (Media RSS), whose titles and texts are not its own; what they show."""
    media = [one for one in entry if isinstance(one.tag, str) and _MEDIA.search(one.tag)]
    found = [text for one in media for path in ("description", "//description") for text in texts_at(one, path)]
    for one in media:
        remove(one, entry)
    return list(dict.fromkeys(found))[:_MOST_CAPTIONS]


def _metadata(manuscript: Manuscript, entry: Element) -> None:
    published = said_time(text_at(entry, "pubDate", "published", "issued", "date", "created"))
    manuscript.know_times(published, said_time(text_at(entry, "updated", "modified")))
    keywords = (inner_text(one) or attribute(one, "term") for one in find_all(entry, "category"))
    manuscript.know(
        # Some feeds escape markup into a title.
        title=html.unescape(_TAG.sub("", text_at(entry, "title") or "")),
        byline=_writer(text_at(entry, "creator", "author/name", "author")),
        guid=text_at(entry, "guid", "id", "link") or attribute_at(entry, "link", "href"),
        url=_address(entry),
        agency=text_at(entry, "source", "publisher"),
        keywords=tuple(filter(None, keywords)),
    )
    know_subjects(manuscript, attributes_at(entry, "category", "term", "domain"))


def _writer(said: str | None) -> str | None:
    """The name in what an entry says of its writer: "jo@example.org (Jo Pell)", as RSS has it, or "Jo Pell <…>"."""
    match = _MAILBOX.fullmatch(said or "")
    return (match["behind"] or match["before"]) if match else said


def _drop_origin(manuscript: Manuscript, feed: str | None) -> None:
    """Take a last paragraph out that says where the story first appeared: its headline, the feed's name, few words."""
    last = manuscript.body[-1].text if len(manuscript.body) > 1 else ""
    title = manuscript.known.get("title") or ""
    named = bool(title and feed) and title in last and str(feed) in last.replace(title, "", 1)
    if named and len(last.replace(title, "").replace(str(feed), "").split()) <= _ORIGIN_WORDS:
        manuscript.body.pop()


def _address(entry: Element) -> str | None:
    """The address of the page of an entry: of Atom's links the one that is no other form of it."""
    links = list(find_all(entry, "link"))
    shown = [one for one in links if (attribute(one, "rel") or "alternate") == "alternate"]
    found = (inner_text(one) or attribute(one, "href") for one in shown)
    return next((one for one in found if one and one.startswith(("http://", "https://"))), None)


def _content(manuscript: Manuscript, entry: Element) -> bool:
    """Add the richest text of an entry; whether it stood in an element for the full content."""
    for path in (*_FULL, *_SHORT):
        for one in find_all(entry, path):
            if (attribute(one, "type") or "text").partition("/")[0] not in {"image", "video", "audio"}:
                add_content(manuscript, one)
                offers.end_preview(manuscript)
            if manuscript.body:
                return path in _FULL
    return False
