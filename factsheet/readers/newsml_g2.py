"""NewsML-G2: one news item, or a message with many; packages, events and concepts only say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, itemtypes, nitf, practice
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.markup import Element, add_markup, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, find, find_all, text_at
from factsheet.readers.plaintext import add_plain
from factsheet.readers.subjects import subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_ITEMS = frozenset({"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"})
_PARTS = frozenset({"contentset", "contentmeta", "itemset", "groupset"})
_KINDS = {
    "packageitem": "package",
    "planningitem": "event",
    "conceptitem": "event",
    "knowledgeitem": "event",
    "text": None,
    "composite": None,
    "picture": "picture",
    "graphic": "graphic",
    "audio": "audio",
    "video": "video",
}
_NOT_NOTES = ("notepad", "closingline", "contact", "picture", "link")
"""Roles of an `edNote` that say nothing about the story, or are somebody's telephone number."""


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The items of a NewsML-G2 file: articles, and what is wrong with those that are none.

    Raises:
        ReadError: it is not XML, or there is no item in it.
    """
    root, warnings = parse(data, name=name)
    if local(root) in _ITEMS or local(root) in _PARTS:
        items = [root]
    else:
        items = [one for one in root.iterdescendants() if local(one) in _ITEMS]
    if not items:
        raise ReadError(f"{name}: no article: there is no newsItem in this {local(root)}")
    for number, item in enumerate(items, 1):
        place = name if len(items) == 1 else f"{name}#{number}"
        manuscript = Manuscript(place, "newsml-g2", warnings=list(warnings))
        _read_item(manuscript, item)
        known = manuscript.known
        killed = local(item) == "newsitem" and known.get("status") == "cancelled"
        if manuscript.body or manuscript.tail or known.get("title") or killed:
            yield manuscript.article()
        else:
            yield ReadError(f"{place}: no article: this {local(item)} has neither a headline nor text")


def _read_item(manuscript: Manuscript, item: Element) -> None:
    meta = find(item, "itemMeta")
    content = item if local(item) == "contentmeta" else find(item, "contentMeta")
    kind = (attribute_at(item, "itemMeta/itemClass", "qcode") or "").rpartition(":")[2].lower()
    manuscript.know(
        guid=attribute(item, "guid"),
        version=attribute(item, "version"),
        item_type=_KINDS.get(local(item)) or _KINDS.get(kind),
    )
    # xml:lang of an item is the language of its metadata; of the text it is what contentMeta says.
    for language in find_all(item, "contentMeta/language"):
        manuscript.know(language=attribute(language, "tag"))
    if meta is not None:
        _item_meta(manuscript, meta)
    if content is not None:
        _content_meta(manuscript, content)
    _contents(manuscript, item if local(item) == "contentset" else find(item, "contentSet"))
    manuscript.know(language=attribute(item, "lang"))
    bodies.settle(manuscript)


def _item_meta(manuscript: Manuscript, meta: Element) -> None:
    signals = [code for one in find_all(meta, "signal") if (code := attribute(one, "qcode", "uri", "literal"))]
    notes = [one for one in find_all(meta, "edNote") if _is_note(one)]
    for one in find_all(meta, "edNote"):
        if attribute(one, "pubconstraint"):
            manuscript.withhold()
    embargo = find(meta, "embargoed")
    created = machine_time(text_at(meta, "firstCreated") or "")
    version = machine_time(text_at(meta, "versionCreated") or "")
    manuscript.know(
        published=created or version,
        updated=version if created and version != created else None,
        status=practice.status_of(attribute_at(meta, "pubStatus", "qcode", "uri", "literal")),
        update_kind=practice.update_of(signals),
        embargo=None if embargo is None else machine_time(inner_text(embargo)) or practice.UNKNOWN,
        agency=text_at(meta, "provider/name") or attribute_at(meta, "provider", "literal"),
    )
    manuscript.known.setdefault("agency", (attribute_at(meta, "provider", "qcode") or "").rpartition(":")[2] or None)
    profile = [*find_all(meta, "profile"), *(one for one in notes if "genre" in (attribute(one, "role") or ""))]
    manuscript.know(item_type=itemtypes.said([*signals, *map(inner_text, profile)]))
    for one in notes:
        manuscript.note(inner_text(one))


def _is_note(note: Element) -> bool:
    role = (attribute(note, "role") or "").lower()
    if attribute(note, "pubconstraint") or any(word in role for word in _NOT_NOTES):
        return False
    text = inner_text(note)
    return len(text) < 1_000 and not bodies.not_public(text) and not bodies.reaches_somebody(text)


def _content_meta(manuscript: Manuscript, meta: Element) -> None:
    headlines = [one for one in find_all(meta, "headline") if inner_text(one)]
    genres = list(find_all(meta, "genre"))
    labels = [attribute(one, "literal", "qcode", "uri") for one in genres]
    labels += [inner_text(name) for one in genres for name in find_all(one, "name")]
    manuscript.know(item_type=itemtypes.said(labels))
    plain = [one for one in headlines if not attribute(one, "role")]
    main = plain or [one for one in headlines if "main" in (attribute(one, "role") or "").lower()]
    main.sort(key=lambda one: int(rank) if (rank := attribute(one, "rank") or "").isdecimal() else 0)
    line = datelines.from_field(text_at(meta, "dateline"))
    manuscript.know(
        title=inner_text((main or headlines or [None])[0]),
        slug=text_at(meta, "slugline"),
        urgency=text_at(meta, "urgency"),
        byline=_byline(text_at(meta, "by")),
        dateline_place=line.place,
        dateline_date=line.date,
        agency=line.agency,
        published=machine_time(text_at(meta, "contentCreated") or ""),
        keywords=tuple(inner_text(one) for one in find_all(meta, "keyword")),
    )
    for one in find_all(meta, "description"):
        role = (attribute(one, "role") or "").rpartition(":")[2].lower()
        if role in {"teaser", "summary"}:
            manuscript.know(standfirst=inner_text(one))
        elif role in {"", "caption"} and manuscript.known.get("item_type") in {"picture", "video", "graphic", "audio"}:
            manuscript.caption(inner_text(one))
    found = list(find_all(meta, "subject"))
    codes = [code for one in found if (code := attribute(one, "qcode", "uri"))]
    codes += [code for one in found for same in find_all(one, "sameAs") if (code := attribute(same, "qcode", "uri"))]
    topics, raw = subjects(codes, [inner_text(find(one, "name")) for one in found])
    manuscript.know(subjects=topics, codes=raw)


def _byline(text: str | None) -> str | None:
    match = bodies.BYLINE.fullmatch(tidy(text))
    return match["who"].strip(" ,=") if match and match["who"][0].isupper() else text


def _contents(manuscript: Manuscript, content: Element | None) -> None:
    """Add the body: of several renditions of the same text the richest, never one that is not public."""
    if content is None:
        return
    for one in find_all(content, "inlineData"):
        if "nonpublic" in (attribute(one, "rendition") or "").lower():
            manuscript.withhold()
    for one in find_all(content, "inlineXML"):
        _inline_xml(manuscript, one)
        if manuscript.body:
            return
    data = [one for one in find_all(content, "inlineData") if _is_text(one)]
    data.sort(key=lambda one: "html" not in (attribute(one, "contenttype") or ""))
    for one in data:
        text = "".join(one.itertext())
        if "<" in text or "html" in (attribute(one, "contenttype") or ""):
            add_html(manuscript, text)
        else:
            add_plain(manuscript, text)
        if manuscript.body:
            return


def _inline_xml(manuscript: Manuscript, inline: Element) -> None:
    if any(local(child) == "nitf" for child in inline):
        nitf.body(manuscript, inline)
    else:
        add_markup(manuscript, inline)


def _is_text(one: Element) -> bool:
    kind = (attribute(one, "contenttype") or "text").lower()
    rendition = (attribute(one, "rendition") or "").lower()
    private = any(word in rendition for word in ("nonpublic", "notepad", "public", "contact"))
    return not private and (kind.startswith("text") or "html" in kind) and not attribute(one, "encoding")
