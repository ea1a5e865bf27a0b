"""NITF 3.x (IPTC, News Industry Text Format): one document, one article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, itemtypes, practice, private
from factsheet.readers.dates import machine_time
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, add_markup, inner_text
from factsheet.readers.nodes import attribute, attribute_at, attributes_at, find, find_all, text_at
from factsheet.readers.subjects import know_subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

# The word before a writer's name.
_BY = re.compile(r"^(?:by|von|par|por|di)\s+(?=\S)", re.IGNORECASE)


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of an NITF file.

    Raises:
        ReadError: it is not XML, or has neither a headline nor a body.
    """
    root, warnings = parse(data, name=name)
    manuscript = Manuscript(name, "nitf", warnings=warnings)
    _metadata(manuscript, root)
    add_body(manuscript, root)
    bodies.settle(manuscript)
    if not manuscript.known.get("title") and not manuscript.body:
        raise ReadError(f"{name}: no article: there is no hl1 and no text in body.content")
    yield manuscript.article()


def add_body(manuscript: Manuscript, root: Element) -> None:
    """Add the body of an NITF document, alone or inside another format, and what is above it."""
    head = find(root, "//body.head")
    if head is not None:
        _headline(manuscript, head)
    content = list(find_all(root, "//body.content"))
    for one in content or find_all(root, "body"):
        add_markup(manuscript, one)


def _headline(manuscript: Manuscript, head: Element) -> None:
    """Note what a `body.head` says: headline, byline, dateline, abstract."""
    manuscript.know(title=text_at(head, "hedline/hl1", "headline/hl1", "hl1"))
    for line in find_all(head, "byline"):
        title = text_at(line, "byttl")
        name = text_at(line, "person") or inner_text(line)
        name = name.removesuffix(title).strip(" ,/") if title else name
        manuscript.know(byline=_BY.sub("", name))
    line = datelines.from_field(text_at(head, "dateline/location", "dateline"))
    manuscript.know(
        dateline_place=line.place,
        dateline_date=text_at(head, "dateline/story.date") or line.date,
        agency=text_at(head, "distributor"),
        standfirst=text_at(head, "abstract"),
    )


def _metadata(manuscript: Manuscript, root: Element) -> None:
    """Note what the head says, after what is above the body."""
    body_head = find(root, "body/body.head")
    if body_head is not None:
        _headline(manuscript, body_head)
    head = find(root, "head")
    if head is None:
        return
    data = find(head, "docdata")
    if data is not None:
        _docdata(manuscript, data)
    manuscript.know(
        slug=text_at(head, "title") if manuscript.known.get("title") else None,
        title=text_at(head, "title"),
        language=attribute(root, "lang") or attribute(find(root, "body"), "lang") or attribute(root, "baselang"),
        item_type=itemtypes.said(
            [
                *attributes_at(head, "tobject/tobject.property", "tobject.property.type"),
                attribute_at(head, "tobject", "tobject.type"),
            ]
        ),
    )
    codes = attributes_at(head, "tobject/tobject.subject", "tobject.subject.refnum", "tobject.subject.code")
    know_subjects(manuscript, codes)


def _docdata(manuscript: Manuscript, data: Element) -> None:
    release = attribute_at(data, "date.release", "norm")
    manuscript.know(
        guid=attribute_at(data, "doc-id", "id-string"),
        version=attribute_at(data, "du-key", "version"),
        slug=attribute_at(data, "du-key", "key"),
        urgency=attribute_at(data, "urgency", "ed-urg"),
        published=machine_time(attribute_at(data, "date.issue", "norm")),
        agency=attribute_at(data, "del-list/from-src", "src-name") or attribute_at(data, "doc.copyright", "holder"),
        update_kind="correction" if find(data, "correction") is not None else None,
        keywords=tuple(attributes_at(data, "key-list/keyword", "key")),
        **practice.status_and_embargo(attribute(data, "management-status"), release),
    )
    for note in (*find_all(data, "ed-msg"), *find_all(data, "correction")):
        text = attribute(note, "info") or inner_text(note)
        if not private.not_public(text):
            manuscript.note(text)
