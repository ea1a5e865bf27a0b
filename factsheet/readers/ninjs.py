"""Items in JSON: IPTC ninjs 1, 2 and 3, what is built like them, and dpa's digitalwires.

Keys are sniffed and nothing is validated: what agencies send fits none of the schemas to the letter. An object that
is no news item is read as a record with fields of any name (`jsonlines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, itemtypes, jsonlines, practice
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.plaintext import add_plain
from factsheet.readers.subjects import subjects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.records import Article, Json

_ITEM_KEYS = frozenset(
    "bodies headlines versioncreated firstcreated pubstatus headline_extended description_text description_caption "  # noqa: SIM905
    "description_summary body_html body_text body_xhtml body_html5 body_nitf bodyxhtml bodytext article_html "
    "representationtype ednote embargoeduntil renditions version_created".split()
)
"""Keys, in lower case, one of which makes an object a news item."""

_BODY_KEYS = (
    "article_html",
    "body_html",
    "body_xhtml",
    "body_html5",
    "bodyxhtml",
    "body_nitf",
    "body_text",
    "bodytext",
    "body",
)
_ROLES = ("html", "html5", "xhtml", "main", "body", "nitf", "text")
_MEDIA = {kind: kind for kind in ("picture", "graphic", "audio", "video")} | {"image": "picture", "photo": "picture"}
_GENRE = "dnltype:genre"
_WRAPPERS = ("item", "data", "items", "articles", "entries", "results", "_items", "hits")
_DEEPEST = 6
"""Levels of an answer of a service in which items are looked for."""


def read(data: bytes, *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """The items of a JSON document: an object, an array of them, or the answer of a service around them.

    Raises:
        ReadError: it is not JSON, or there is no object in it.
    """
    try:
        value = jsonlines.parse_json(data, name=name)
    except ReadError as error:
        if "Extra data" not in str(error):
            raise
        import io

        yield from jsonlines.read_lines(io.BytesIO(data), name=name, fields=fields)
        return
    found = list(_items(value, "", fields, 0))
    if not found:
        raise ReadError(f"{name}: no article: there is no object with a headline or a text in this JSON")
    for pointer, item in found:
        place = f"{name}#{pointer}" if pointer else name
        try:
            yield from read_object(item, name=place, fields=fields)
        except ReadError as error:
            yield error


def read_object(value: Mapping[str, Json], *, name: str, fields: Mapping[str, str]) -> Iterator[Article]:
    """The article in one object.

    Raises:
        ReadError: there is none.
    """
    if fields or not _is_item(value):
        yield jsonlines.read_record(value, name=name, fields=fields)
        return
    item = {key.lower(): said for key, said in value.items()}
    manuscript = Manuscript(name, "digitalwires" if "article_html" in item else "ninjs")
    _metadata(manuscript, item)
    _body(manuscript, item)
    bodies.settle(manuscript)
    known = manuscript.known
    if not (manuscript.body or manuscript.tail or known.get("title") or known.get("status") == "cancelled"):
        raise ReadError(f"{name}: no article: this item has neither a headline nor text")
    yield manuscript.article()


def _items(value: Json, pointer: str, fields: Mapping[str, str], depth: int) -> Iterator[tuple[str, dict[str, Json]]]:
    """The objects that may be articles, with the JSON Pointer of each."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _items(one, f"{pointer}/{index}", fields, depth + 1)
        return
    if not isinstance(value, dict):
        return
    wrapped = [(key, one) for key in _WRAPPERS if isinstance(one := value.get(key), (dict, list))]
    if wrapped and not _is_item(value) and not fields:
        # Some services put the text of the one item they answer with beside it.
        beside = next(
            (one for one in value.values() if isinstance(one, dict) and isinstance(one.get("body_html"), str)), {}
        )
        for key, one in wrapped:
            for place, item in _items(one, f"{pointer}/{key}", fields, depth + 1):
                yield place, {**{name: beside[name] for name in ("body_html",) if beside}, **item}
    else:
        yield pointer, value


def _is_item(value: Mapping[str, Json]) -> bool:
    return any(key.lower() in _ITEM_KEYS for key in value)


def _metadata(manuscript: Manuscript, item: dict[str, Any]) -> None:
    say = _Saying(item)
    created = machine_time(say("firstcreated", "date", "firstpublished"))
    version = machine_time(say("versioncreated", "version_created"))
    line = datelines.from_field(say("dateline") or say("located"))
    embargo = item.get("embargoed") or item.get("embargoeduntil") or item.get("embargo")
    kind = say("type").lower()
    manuscript.know(
        title=_listed(item.get("headlines"), ("main", "")) or say("headline", "title"),
        standfirst=say("teaser", "subhead"),
        slug=say("slugline", "slug"),
        byline=_byline(say("byline", "by") or _names(item.get("bylines"))),
        dateline_place=line.place or _place(item.get("datelinelocation")),
        dateline_date=line.date,
        agency=say("provider", "creditline", "source", "copyrightholder"),
        published=created or version,
        updated=version if created and created != version else None,
        language=say("language"),
        urgency=say("urgency"),
        guid=say("guid", "urn", "uri", "_id", "id"),
        version=say("version"),
        status=practice.status_of(say("pubstatus")),
        update_kind=practice.update_of(map(tidy, _strings(item.get("signals") or item.get("signal")))),
        embargo=(machine_time(tidy(str(embargo))) or practice.UNKNOWN) if embargo else None,
        item_type=_MEDIA.get(kind) or itemtypes.said([kind, say("profile"), *_genres(item)]) or _medium(item),
        keywords=tuple(_strings(item.get("keywords") or item.get("keyword_names"))),
    )
    found = [*_objects(item.get("subject")), *_objects(item.get("subjects"))]
    codes = [str(code) for one in found if (code := one.get("uri") or _code(one)) and isinstance(code, str)]
    topics, raw = subjects(codes, [name for one in found if isinstance(name := one.get("name"), str)])
    manuscript.know(subjects=topics, codes=raw)
    _notes(manuscript, item)


def _code(subject: Mapping[str, Json]) -> str:
    scheme, code = subject.get("scheme"), subject.get("code") or subject.get("literal") or subject.get("qcode")
    return f"{scheme}:{code}" if isinstance(scheme, str) and scheme and isinstance(code, str) else str(code or "")


def _genres(item: Mapping[str, Any]) -> Iterator[str]:
    """The names and codes of the genres, which dpa has among its categories and notes."""
    found = [*_objects(item.get("genre")), *_objects(item.get("genres"))]
    found += [one for one in _objects(item.get("categories")) if one.get("type") == _GENRE]
    found += [one for one in _objects(item.get("ednotes")) if "genre" in str(one.get("role"))]
    for one in found:
        yield from (text for text in one.values() if isinstance(text, str))


def _medium(item: Mapping[str, Any]) -> str | None:
    """The kind of an item that has no text, and pictures only, or sounds or films only, that go with it."""
    if str(item.get("type")).lower() == "text":
        return None
    linked = item.get("associations")
    found = linked.values() if isinstance(linked, dict) else _objects(linked)
    kinds = {_MEDIA.get(str(one.get("type")).lower()) for one in found if isinstance(one, dict)}
    return kinds.pop() if len(kinds) == 1 and not any(_bodies(item)) else None


def _notes(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    """Add what is said to editors and may be published; notebooks and contacts are counted only."""
    for text in _strings(item.get("ednote") or item.get("ednotes")):
        if bodies.not_public(text) or bodies.reaches_somebody(text):
            manuscript.withhold()
        else:
            manuscript.note(text)
    for note in _objects(item.get("ednotes")):
        role = str(note.get("role") or "")
        private = any(word in role for word in ("contact", "closing", "notepad"))
        if private or note.get("is_publishable") in {False, "false"}:
            manuscript.withhold()
        elif isinstance(said := note.get("ednote"), str) and not bodies.reaches_somebody(said):
            manuscript.note(said)
    notepad = item.get("notepad")
    if isinstance(notepad, dict) and notepad.get("nonpublic_html"):
        manuscript.withhold()


def _body(manuscript: Manuscript, item: Mapping[str, Any]) -> None:
    for text, kind in _bodies(item):
        if "html" in kind or "nitf" in kind or "<" in text:
            add_html(manuscript, text)
        else:
            add_plain(manuscript, text)
        if manuscript.body:
            break
    if manuscript.body and isinstance(box := item.get("infobox_html"), str):
        add_html(manuscript, box)
    captions = [(item, manuscript.known.get("item_type") is not None or not manuscript.body)]
    linked = item.get("associations") or ()
    linked = linked.values() if isinstance(linked, dict) else linked
    captions += [(one, True) for one in linked if isinstance(one, dict)]
    for one, wanted in captions[:20]:
        if wanted:
            manuscript.caption(_caption(one))


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The renditions of the text, the one with most structure first."""
    for key in _BODY_KEYS:
        if isinstance(text := item.get(key), str) and text.strip():
            yield text, key
    listed = [one for one in _objects(item.get("bodies")) if isinstance(one.get("value"), str)]

    def rank(one: Mapping[str, Any]) -> int:
        role = str(one.get("role") or "").lower()
        return _ROLES.index(role) if role in _ROLES else len(_ROLES)

    for one in sorted(listed, key=rank):
        yield one["value"], f"{one.get('role')} {one.get('contenttype') or one.get('contentType') or ''}".lower()


def _caption(item: Mapping[str, Any]) -> str | None:
    for key in ("description_caption", "description_text", "caption"):
        if isinstance(text := item.get(key), str) and text.strip():
            return text
    return _listed(item.get("descriptions"), ("caption", "drol:caption", "main", "text", ""))


def _listed(values: Json, roles: tuple[str, ...]) -> str | None:
    """The value whose role comes first in `roles`; the first of all where none has one of them."""
    texts = [(str(one.get("role") or ""), one.get("value") or one.get("description")) for one in _objects(values)]
    texts = [(role, text) for role, text in texts if isinstance(text, str) and text.strip()]
    for wanted in roles:
        for role, text in texts:
            if role == wanted:
                return text
    return texts[0][1] if texts else None


class _Saying:
    """What the first of some keys says, as one line; "" where none does."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self._item = item

    def __call__(self, *keys: str) -> str:
        for key in keys:
            value = self._item.get(key)
            if isinstance(value, str) and (text := tidy(value)):
                return text
        return ""


def _objects(value: Json) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _names(value: Json) -> str:
    return ", ".join(name for one in _objects(value) if isinstance(name := one.get("by") or one.get("name"), str))


def _place(value: Json) -> str | None:
    city = value.get("city") if isinstance(value, dict) else None
    return city if isinstance(city, str) else None


def _byline(text: str) -> str:
    match = bodies.BYLINE.fullmatch(text)
    return match["who"].strip(" ,=") if match and match["who"][0].isupper() else text
