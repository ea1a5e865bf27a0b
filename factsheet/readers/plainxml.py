"""XML of no standard: stories found by the element names that agencies' own formats share.

A known format inside another document (an answer of a service, an envelope) is read by its own reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.readers import bodies, practice, private
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_content
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, inner_text, local
from factsheet.readers.nodes import attribute, find, text_at
from factsheet.readers.sniffing import ROOTS
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_NAMES = {key: names for key, *names in Lists("factsheet.readers").table("fields", "xml")}
_BODIES, _NOTES, _KILLED, _CORRECTED, _EMBARGOES, _PRIVATE = map(
    _NAMES.pop, ("bodies", "notes", "killed", "corrected", "embargo", "private")
)
_FOR_FEW = frozenset({"private", "usemask"})  # whom LiveJournal shows an entry to: its writer, his friends
_TRUE = frozenset({"true", "1", "yes"})
_NO_TIME = "0001"  # how some systems begin a time that is none: the year 1

_STANDARDS = ("newsitem", "packageitem", "newsml", "nitf", "rss")
"""Elements inside an envelope whose own reader reads it."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


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
    found = _stories(root)
    stories = [one for one in found if not any(inner_text(find(one, name)) in _FOR_FEW for name in _PRIVATE)]
    if len(stories) < len(found):
        warnings = [*warnings, f"left out {len(found) - len(stories)} of {len(found)} items: they are private"]
    if found and not stories:
        raise ReadError(f"{name}: no article: all of its {len(found)} items are private")
    if not stories:
        raise ReadError(f"{name}: no article: no element in this {local(root)} is named like a headline or a text")
    yield from bodies.read_each(stories, _fill, Manuscript(name, "xml", warnings=warnings), missing=_missing)


def _missing(item: Element) -> str:
    return f"this {local(item)} has neither a headline nor text"


def _standard(inner: Element, data: bytes, name: str) -> Iterator[Article | ReadError]:
    """Read the document again with the reader of the format in it."""
    from factsheet.readers import feeds, newsml_1, newsml_g2, nitf

    readers = {"newsml-g2": newsml_g2.read, "newsml-1": newsml_1.read, "feed": feeds.read, "nitf": nitf.read}
    form = ROOTS[local(inner)]
    if form == "nitf":
        from lxml import etree

        data = etree.tostring(inner, encoding="utf-8")
    yield from readers[form](data, name=name)


def _stories(root: Element) -> list[Element]:
    """The elements that have a child named like a headline and one named like a text, the outermost ones."""
    found = [one for one in root.iter() if _is_story({local(child) for child in one})]
    inside = {below for one in found for below in one.iterdescendants()}
    return [one for one in found if one not in inside]


def _is_story(names: set[str]) -> bool:
    return not names.isdisjoint(_NAMES["title"]) and not names.isdisjoint(_BODIES)


def _fill(manuscript: Manuscript, story: Element) -> None:
    manuscript.warn(f"no known format: read by the names of the elements in {local(story)}")
    fields = {local(child): child for child in reversed(story) if inner_text(child) or len(child)}
    _metadata(manuscript, story, fields)
    for name in _NOTES:
        text = inner_text(fields.get(name))
        if not private.not_public(text) and len(text.split()) > 1:
            manuscript.note(text)
    for name in _BODIES:
        if name in fields and not manuscript.body:
            add_content(manuscript, fields[name])
    bodies.settle(manuscript)


def _metadata(manuscript: Manuscript, story: Element, fields: dict[str, Element]) -> None:
    first = {key: _first(key, fields) for key in _NAMES}
    place = datelines.from_field(first.pop("dateline_place").partition(";")[0])
    language = first.pop("language") or attribute(story, "lang") or ""
    manuscript.know(
        **first,
        dateline_place=place.place,
        dateline_date=place.date,
        language=language if _LANGUAGE.fullmatch(language) else None,
        status="cancelled" if any(_flag(story, name) for name in _KILLED) else None,
        update_kind="correction" if any(_flag(story, name) for name in _CORRECTED) else None,
        embargo=_embargo(fields),
    )


def _first(key: str, fields: dict[str, Element]) -> str:
    """What the first of the elements for a key of the record says."""
    said = (_said(key, fields[name]) for name in _NAMES[key] if name in fields)
    return next(filter(None, said), "")


def _said(key: str, element: Element) -> str:
    """What an element says; of one named like a time only what is one, of an agency with an address only its name."""
    if key == "agency" and len(element):
        return text_at(element, "name", "title") or ""
    text = inner_text(element)
    return machine_time(text) or "" if key in {"published", "updated"} else text


def _flag(story: Element, name: str) -> bool:
    return inner_text(find(story, name)).lower() in _TRUE


def _embargo(fields: dict[str, Element]) -> str | None:
    text = next(filter(None, (inner_text(fields.get(name)) for name in _EMBARGOES)), "")
    is_none = text.lower() in {"", "false", "0"} or text.startswith(_NO_TIME)
    return None if is_none else practice.embargo(text)
