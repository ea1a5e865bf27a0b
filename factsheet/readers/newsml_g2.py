"""NewsML-G2: one news item, or a message with many; packages, events and concepts are only named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, bylines, itemtypes, nitf, practice, private
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_text
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.markup import Element, add_markup, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, attributes_at, find, find_all, lower_at, text_at, texts_at
from factsheet.readers.sniffing import G2_PARTS
from factsheet.readers.subjects import know_subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_ITEMS = {
    "newsitem": None,
    "catalogitem": None,
    "packageitem": "package",
    "planningitem": "event",
    "conceptitem": "event",
    "knowledgeitem": "event",
}
"""The items of the standard, and what an item of each kind is where it is no story."""

_NOT_NOTES = ("notepad", "closingline", "contact", "picture", "link")
"""Roles of an `edNote` that say nothing about the story, or are somebody's telephone number."""

_NOTE_LENGTH = 1_000
_CAPTIONED = frozenset({"picture", "video", "graphic", "audio"})
_PRIVATE_RENDITIONS = ("nonpublic", "notepad", "public", "contact")
"""Renditions of `inlineData` that are notebooks or contacts, public ones too."""


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The items of a NewsML-G2 file: articles, and what is wrong with those that are none.

    Raises:
        ReadError: it is not XML, or there is no item in it.
    """
    root, warnings = parse(data, name=name)
    alone = local(root) in _ITEMS or local(root) in G2_PARTS
    items = [root] if alone else [one for one in root.iterdescendants() if local(one) in _ITEMS]
    if not items:
        raise ReadError(f"{name}: no article: there is no newsItem in this {local(root)}")
    found = bodies.read_each(items, _fill, Manuscript(name, "newsml-g2", warnings=warnings), missing=_missing)
    # A package in a message with its items has nothing of its own that could be missed.
    refers = [local(item) == "packageitem" and len(items) > 1 for item in items]
    yield from (one for one, empty in zip(found, refers, strict=True) if not (empty and isinstance(one, ReadError)))


def _missing(item: Element) -> str:
    return f"this {local(item)} has neither a headline nor text"


def _fill(manuscript: Manuscript, item: Element) -> None:
    kind = lower_at(item, "itemMeta/itemClass", "qcode").rpartition(":")[2]
    manuscript.know(
        guid=attribute(item, "guid"),
        version=attribute(item, "version"),
        item_type=_ITEMS.get(local(item)) or _ITEMS.get(kind) or itemtypes.medium(kind),
        # xml:lang of an item is the language of its metadata; of the text it is what contentMeta says.
        language=attribute_at(item, "contentMeta/language", "tag"),
    )
    meta = find(item, "itemMeta")
    if meta is not None:
        _item_meta(manuscript, meta)
    content = item if local(item) == "contentmeta" else find(item, "contentMeta")
    if content is not None:
        _content_meta(manuscript, content)
    contents = item if local(item) == "contentset" else find(item, "contentSet")
    if contents is not None:
        _contents(manuscript, contents)
    # Without a headline an item is called by the title of the document in it, a package as the item that it puts first.
    manuscript.know(
        language=attribute(item, "lang"),
        title=text_at(item, "itemMeta/title", "//head/title", "//itemRef/headline", "//itemRef/title"),
    )
    bodies.settle(manuscript)


def _item_meta(manuscript: Manuscript, meta: Element) -> None:
    created, version = (machine_time(text_at(meta, name)) for name in ("firstCreated", "versionCreated"))
    manuscript.know_times(created, version)
    signals = attributes_at(meta, "signal", "qcode", "uri", "literal")
    embargo = find(meta, "embargoed")
    manuscript.know(
        status=practice.status_of(attribute_at(meta, "pubStatus", "qcode", "uri", "literal")),
        update_kind=practice.update_of(signals),
        embargo=None if embargo is None else practice.embargo(inner_text(embargo)),
        agency=text_at(meta, "provider/name") or attribute_at(meta, "provider", "literal"),
        item_type=itemtypes.said([*signals, *texts_at(meta, "profile")]),
    )
    manuscript.know(agency=(attribute_at(meta, "provider", "qcode") or "").rpartition(":")[2])
    for note in find_all(meta, "edNote"):
        _note(manuscript, note)


def _note(manuscript: Manuscript, note: Element) -> None:
    """Add a note to editors; one on the genre says what the item is."""
    if attribute(note, "pubconstraint"):
        manuscript.withhold()
    elif _is_note(note):
        text = inner_text(note)
        manuscript.note(text)
        if "genre" in (attribute(note, "role") or ""):
            manuscript.know(item_type=itemtypes.said([text]))


def _is_note(note: Element) -> bool:
    """Whether an `edNote` is about the story, and may be published."""
    role = (attribute(note, "role") or "").lower()
    text = inner_text(note)
    if len(text) >= _NOTE_LENGTH or any(word in role for word in _NOT_NOTES):
        return False
    return not private.not_public(text) and not private.reaches_somebody(text)


def _content_meta(manuscript: Manuscript, meta: Element) -> None:
    genres = attributes_at(meta, "genre", "literal", "qcode", "uri")
    line = datelines.from_field(text_at(meta, "dateline"))
    byline = text_at(meta, "by")
    manuscript.know(
        item_type=itemtypes.said([*genres, *texts_at(meta, "genre/name")]),
        title=_headline(meta),
        slug=text_at(meta, "slugline"),
        urgency=text_at(meta, "urgency"),
        byline=bylines.writer(tidy(byline)) or byline,
        dateline_place=line.place,
        dateline_date=line.date,
        agency=line.agency,
        published=machine_time(text_at(meta, "contentCreated")),
        keywords=tuple(texts_at(meta, "keyword")),
    )
    for one in find_all(meta, "description"):
        role = (attribute(one, "role") or "").rpartition(":")[2].lower()
        if role in {"teaser", "summary"}:
            manuscript.know(standfirst=inner_text(one))
        elif role in {"", "caption"} and manuscript.known.get("item_type") in _CAPTIONED:
            manuscript.caption(inner_text(one))
    codes = attributes_at(meta, "subject", "qcode", "uri") + attributes_at(meta, "subject/sameAs", "qcode", "uri")
    know_subjects(manuscript, codes, [inner_text(find(one, "name")) for one in find_all(meta, "subject")])


def _headline(meta: Element) -> str | None:
    """The headline without a role, else the main one; of several the one of the lowest rank."""
    found = [one for one in find_all(meta, "headline") if inner_text(one)]
    return inner_text(min(found, key=_rank)) if found else None


def _rank(headline: Element) -> tuple[int, int]:
    """The rank of a headline among those of its role; of headlines in other roles the first is taken."""
    role, rank = (attribute(headline, "role") or "").lower(), attribute(headline, "rank") or ""
    order = 0 if not role else 1 if "main" in role else 2
    return order, int(rank) if rank.isdecimal() and order < 2 else 0


def _contents(manuscript: Manuscript, contents: Element) -> None:
    """Add the body: of several renditions of the same text the richest, never one that is not public."""
    for one in find_all(contents, "inlineData"):
        if "nonpublic" in (attribute(one, "rendition") or "").lower():
            manuscript.withhold()
    for one in find_all(contents, "inlineXML"):
        if find(one, "nitf") is not None:
            nitf.add_body(manuscript, one)
        else:
            add_markup(manuscript, one)
        if manuscript.body:
            return
    texts = filter(_is_text, find_all(contents, "inlineData"))
    for one in sorted(texts, key=lambda data: "html" not in _type(data)):
        add_text(manuscript, "".join(one.itertext()), _type(one))
        if manuscript.body:
            return


def _type(data: Element) -> str:
    return attribute(data, "contenttype") or ""


def _is_text(data: Element) -> bool:
    kind = _type(data).lower()
    rendition = (attribute(data, "rendition") or "").lower()
    is_private = any(word in rendition for word in _PRIVATE_RENDITIONS)
    return (
        not is_private and (not kind or kind.startswith("text") or "html" in kind) and not attribute(data, "encoding")
    )
