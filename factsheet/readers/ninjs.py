"""Items in JSON: IPTC ninjs 1, 2 and 3, similar formats, and dpa's digitalwires.

Keys are sniffed and nothing is validated: what agencies send fits none of the schemas to the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.readers import bodies, bylines, itemtypes, practice, private
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html, add_text
from factsheet.readers.jsonvalues import first_line, names, objects, strings
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.subjects import know_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.records import Article, Json

_KEYS = {key: names for key, *names in Lists("factsheet.readers").table("fields", "item")}
_ITEM_KEYS = frozenset(_KEYS["item"])
_ROLES = ("html", "html5", "xhtml", "main", "body", "nitf", "text")
"""Renditions of the text in ninjs 2 and 3, the one with most structure first."""

_CAPTION_ROLES = ("caption", "drol:caption", "main", "text", "")
_MOST_CAPTIONS = 19
_GENRE = "dnltype:genre"  # how dpa marks a category that is a genre

_PRIVATE_ROLES = ("contact", "closing", "notepad")  # roles of dpa's notes that are not for publication


def is_item(value: Mapping[str, Json]) -> bool:
    """Whether an object is like a news item."""
    return any(key.lower() in _ITEM_KEYS for key in value)


def read_item(value: Mapping[str, Json], *, name: str) -> Article:
    """The article in one object.

    Raises:
        ReadError: there is none.
    """
    item = {key.lower(): said for key, said in value.items()}
    manuscript = Manuscript(name, "digitalwires" if "article_html" in item else "ninjs")
    _identity(manuscript, item)
    _metadata(manuscript, item)
    _subjects(manuscript, item)
    _notes(manuscript, item)
    _body(manuscript, item)
    bodies.settle(manuscript)
    if not manuscript.is_article():
        raise ReadError(f"{name}: no article: this item has neither a headline nor text")
    return manuscript.article()


def _identity(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    """Note which item it is, when it was sent, and what may be done with it."""
    manuscript.know_times(
        machine_time(first_line(item, "firstcreated", "date", "firstpublished", "published")),
        machine_time(first_line(item, "versioncreated", "version_created", "updated")),
    )
    embargo = next(filter(None, map(item.get, ("embargoed", "embargoeduntil", "embargo"))), None)
    manuscript.know(
        guid=first_line(item, "guid", "urn", "uri", "_id", "id"),
        version=first_line(item, "version"),
        status=practice.status_of(first_line(item, "pubstatus")),
        update_kind=practice.update_of(map(tidy, strings(item.get("signals") or item.get("signal")))),
        embargo=practice.embargo(str(embargo)) if embargo else None,
    )


def _metadata(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    line = datelines.from_field(first_line(item, "dateline", "located"))
    byline = first_line(item, "byline", "by") or ", ".join(names(objects(item.get("bylines")), "by", "name"))
    manuscript.know(
        title=_listed(item.get("headlines"), ("main", "")) or first_line(item, "headline", "title"),
        standfirst=first_line(item, "teaser", "subhead"),
        slug=first_line(item, "slugline", "slug"),
        byline=bylines.writer(byline) or byline,
        dateline_place=line.place or _city(item.get("datelinelocation")),
        dateline_date=line.date,
        agency=first_line(item, "provider", "creditline", "source", "copyrightholder", "agency"),
        language=first_line(item, "language"),
        urgency=first_line(item, "urgency"),
        item_type=_item_type(item),
        keywords=tuple(strings(item.get("keywords") or item.get("keyword_names"))),
    )


def _city(place: Json) -> str | None:
    return first_line(place, "city") if isinstance(place, dict) else None


def _item_type(item: Mapping[str, Any]) -> str | None:
    kind = first_line(item, "type").lower()
    labels = [kind, first_line(item, "profile"), *_genres(item)]
    return itemtypes.medium(kind) or itemtypes.said(labels) or _medium(item)


def _genres(item: Mapping[str, Any]) -> Iterator[str]:
    """The names and codes of the genres, which dpa has among its categories and notes."""
    found = [*objects(item.get("genre")), *objects(item.get("genres"))]
    found += [one for one in objects(item.get("categories")) if one.get("type") == _GENRE]
    found += [one for one in objects(item.get("ednotes")) if "genre" in str(one.get("role"))]
    for one in found:
        yield from strings([*one.values()])


def _medium(item: Mapping[str, Any]) -> str | None:
    """The kind of an item that has no text, and pictures only, or sounds or films only, that go with it."""
    if str(item.get("type")).lower() == "text":
        return None
    kinds = {itemtypes.medium(str(one.get("type"))) for one in objects(item.get("associations"))}
    return kinds.pop() if len(kinds) == 1 and not any(_bodies(item)) else None


def _subjects(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    found = [*objects(item.get("subject")), *objects(item.get("subjects"))]
    codes = strings([one.get("uri") or _code(one) for one in found])
    know_subjects(manuscript, codes, strings([one.get("name") for one in found]))


def _code(subject: Mapping[str, Json]) -> str:
    scheme, code = subject.get("scheme"), subject.get("code") or subject.get("literal") or subject.get("qcode")
    return f"{scheme}:{code}" if isinstance(scheme, str) and scheme and isinstance(code, str) else str(code or "")


def _notes(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    """Add what is said to editors and may be published; notebooks and contacts are counted only."""
    for text in strings(item.get("ednote") or item.get("ednotes")):
        if private.not_public(text) or private.reaches_somebody(text):
            manuscript.withhold()
        else:
            manuscript.note(text)
    for note in objects(item.get("ednotes")):
        if _is_private(note):
            manuscript.withhold()
        elif not private.reaches_somebody(text := "".join(strings(note.get("ednote")))):
            manuscript.note(text)
    notepad = item.get("notepad")
    if isinstance(notepad, dict) and notepad.get("nonpublic_html"):
        manuscript.withhold()


def _is_private(note: Mapping[str, Any]) -> bool:
    role = str(note.get("role") or "")
    return note.get("is_publishable") in {False, "false"} or any(word in role for word in _PRIVATE_ROLES)


def _body(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    for text, kind in _bodies(item):
        add_text(manuscript, text, kind)
        if manuscript.body:
            add_html(manuscript, "".join(strings(item.get("infobox_html"))))
            break
    if manuscript.known.get("item_type") or not manuscript.body:
        manuscript.caption(_caption(item))
    for one in objects(item.get("associations"))[:_MOST_CAPTIONS]:
        manuscript.caption(_caption(one))


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The renditions of the text and the kind of each, the one with most structure first."""
    for key in _KEYS["body"]:
        if isinstance(text := item.get(key), str) and text.strip():
            yield text, key
    listed = [one for one in objects(item.get("bodies")) if isinstance(one.get("value"), str)]
    for one in sorted(listed, key=_rank):
        yield one["value"], f"{one.get('role')} {one.get('contenttype') or one.get('contentType') or ''}".lower()


def _rank(rendition: Mapping[str, Any]) -> int:
    role = str(rendition.get("role") or "").lower()
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)


def _caption(item: Mapping[str, Any]) -> str | None:
    return first_line(item, *_KEYS["caption"]) or _listed(item.get("descriptions"), _CAPTION_ROLES)


def _listed(values: Json, roles: Sequence[str]) -> str | None:
    """The value whose role comes first in `roles`; the first of all where none has one of them."""
    texts = [(str(one.get("role") or ""), one.get("value") or one.get("description")) for one in objects(values)]
    texts = [(role, text) for role, text in texts if isinstance(text, str) and text.strip()]
    by_role = dict(reversed(texts))
    wanted = (by_role[role] for role in roles if role in by_role)
    return next(wanted, texts[0][1] if texts else None)
