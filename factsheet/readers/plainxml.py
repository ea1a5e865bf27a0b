"""XML of no standard: stories by the names that elements of every agency's own format have.

A known format inside another document (an answer of a service, an envelope) is read by its own reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, practice
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, add_markup, inner_text, local
from factsheet.readers.nodes import attribute, find, text_at
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("headline", "title", "heading", "overskrift", "rubrik", "titel", "titre", "titolo", "titulo", "otsikko"),
    "standfirst": ("subtitle", "subheadline", "subhead", "leadtext", "standfirst", "teaser"),
    "slug": ("slug", "slugline", "slugproper"),
    "byline": ("byline", "author"),
    "dateline_place": ("placeline", "dateline", "town", "city"),
    "agency": ("source", "origin", "publisher", "provider", "credit", "agency"),
    "section": ("section", "category", "service"),
    "published": tuple(
        "publishdate publishdatetime publicationdate published pubdate createddatetime created date time".split()  # noqa: SIM905
    ),
    "updated": ("updateddatetime", "updated", "modified", "lastmodified"),
    "language": ("language", "lang"),
    "urgency": ("urgency", "priority"),
    "guid": ("guid", "newsid", "ntbid", "id", "uid", "url"),
    "version": ("version",),
}
_BODIES = tuple("contenttext bodytext body content fulltext maintext articletext text brodtekst story article".split())  # noqa: SIM905
_NOTES = ("updatenote", "ednote", "editorsnote", "editorialnote", "correction")
_TRUE = frozenset({"true", "1", "yes"})
_KILLED = ("annuleret", "cancelled", "canceled", "killed", "withdrawn")
_CORRECTED = ("korrektion", "corrected", "iscorrection")
_STANDARDS = {"newsitem": "newsml-g2", "packageitem": "newsml-g2", "newsml": "newsml-1", "nitf": "nitf", "rss": "feed"}


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of an XML file of no known format.

    Raises:
        ReadError: it is not XML, or nothing in it is called a headline or a text.
    """
    root, warnings = parse(data, name=name)
    inner = next((one for one in root.iterdescendants() if local(one) in _STANDARDS), None)
    if inner is not None:
        yield from _standard(inner, data, name)
        return
    stories = _stories(root)
    if not stories:
        raise ReadError(f"{name}: no article: no element in this {local(root)} is named like a headline or a text")
    for number, story in enumerate(stories, 1):
        place = name if len(stories) == 1 else f"{name}#{number}"
        manuscript = Manuscript(place, "xml", warnings=list(warnings))
        manuscript.warn(f"no known format: read by the names of the elements in {local(story)}")
        _read_story(manuscript, story)
        if manuscript.body or manuscript.known.get("title"):
            yield manuscript.article()
        else:
            yield ReadError(f"{place}: no article: this {local(story)} has neither a headline nor text")


def _standard(inner: Element, data: bytes, name: str) -> Iterator[Article | ReadError]:
    """Read the document again with the reader of the format in it."""
    from factsheet.readers import feeds, newsml_1, newsml_g2, nitf

    readers = {"newsml-g2": newsml_g2.read, "newsml-1": newsml_1.read, "feed": feeds.read}
    form = _STANDARDS[local(inner)]
    if form == "nitf":
        from lxml import etree

        yield from nitf.read(etree.tostring(inner, encoding="utf-8"), name=name)
    else:
        yield from readers[form](data, name=name)


def _stories(root: Element) -> list[Element]:
    """The elements that have a child named like a headline and one named like a text, the outermost ones."""
    found: list[Element] = []
    for element in root.iter():
        names = {local(child) for child in element}
        if names & set(_NAMES["title"]) and names & set(_BODIES) and not any(one is element for one in found):
            found.append(element)
    inside = {below for one in found for below in one.iterdescendants()}
    return [one for one in found if one not in inside]


def _read_story(manuscript: Manuscript, story: Element) -> None:
    fields = {local(child): child for child in reversed(story) if local(child) and (inner_text(child) or len(child))}
    first = {
        key: next((text for name in names if name in fields and (text := _said(key, fields[name]))), "")
        for key, names in _NAMES.items()
    }
    place = datelines.from_field(first.pop("dateline_place", "").partition(";")[0])
    language = first.pop("language", "") or attribute(story, "lang") or ""
    manuscript.know(**first, dateline_place=place.place, dateline_date=place.date)
    manuscript.know(
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?", language) else None,
        status="cancelled" if any(_flag(story, name) for name in _KILLED) else None,
        update_kind="correction" if any(_flag(story, name) for name in _CORRECTED) else None,
        embargo=_embargo(fields),
    )
    for name in _NOTES:
        if name in fields and not bodies.not_public(text := inner_text(fields[name])) and len(text.split()) > 1:
            manuscript.note(text)
    for name in _BODIES:
        if name in fields and not manuscript.body:
            _add(manuscript, fields[name])
    bodies.settle(manuscript)


def _said(key: str, element: Element) -> str:
    """What an element says; of one named like a time only what is one, of an agency with an address only its name."""
    if key == "agency" and len(element):
        return text_at(element, "name", "title") or ""
    text = inner_text(element)
    return machine_time(text) or "" if key in {"published", "updated"} else text


def _add(manuscript: Manuscript, content: Element) -> None:
    if len(content):
        add_markup(manuscript, content)
    else:
        add_html(manuscript, content.text or "")


def _flag(story: Element, name: str) -> bool:
    found = find(story, name)
    return found is not None and inner_text(found).lower() in _TRUE


def _embargo(fields: dict[str, Element]) -> str | None:
    for name in ("embargotime", "embargo", "embargoed", "embargountil"):
        if name in fields and (text := inner_text(fields[name])):
            time = machine_time(text)
            # The year 1 is how some systems write "none".
            return None if text.lower() in {"false", "0"} or text.startswith("0001") else time or practice.UNKNOWN
    return None
