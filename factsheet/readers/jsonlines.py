"""JSON: a document with an item, an array of items or a service's response around them; and JSON lines.

An object that is like a news item is read as one (`ninjs`), any other by the names of its fields (`jsonrecords`).
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import jsonrecords, ninjs
from factsheet.readers.json_items import is_published
from factsheet.readers.jsonvalues import objects
from factsheet.readers.streams import LIMIT, broken, decode_text, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.readers.json_items import Items
    from factsheet.records import Article, Json

_WRAPPERS = (
    *("posts", "item", "data", "items", "articles", "entries", "results", "_items", "hits"),
    *("docs", "edges", "node", "nodes", "stories", "story", "records", "rows"),
)
"""Where the answers of services have their items."""

_INSIDE = ("attributes", "fields", "content")
"""Where an item has its own fields."""

_DEEPEST = 6  # levels of an answer of a service in which items are looked for


def read(data: bytes, *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """The items of a JSON document: an object, an array of them, or the answer of a service around them.

    Raises:
        ReadError: it is not JSON, or there is no object in it.
    """
    try:
        value = _parse(data, name=name)
    except ReadError as error:
        if "Extra data" not in str(error):
            raise
        yield from read_lines(io.BytesIO(data), name=name, fields=fields)
        return
    made = None if fields else _made(value, name)
    if made is not None:
        yield from made
        return
    found = list(_items(value, "", fields, 0))
    if not found:
        raise ReadError(f"{name}: no article: there is no object with a headline or a text in this JSON")
    shown = [one for one in found if fields or ninjs.is_item(one[1]) or is_published(_flat(one[1]))] or found
    left = len(found) - len(shown)
    for pointer, item in shown:
        article = _article(item, name=f"{name}#{pointer}" if pointer else name, fields=fields)
        if left and not isinstance(article, ReadError):
            warning = f"{left} of {len(found)} items left out: not published"
            article = replace(article, warnings=(*article.warnings, warning))
        yield article


def _made(value: Json, name: str) -> Iterator[Article | ReadError] | None:
    """The articles of a document by a known maker; None where it is by none."""
    if not isinstance(value, (dict, list)):
        return None
    from factsheet.readers import json_makers

    found = json_makers.items(value)
    return None if found is None else _read_each(found, name)


def _read_each(found: Items, name: str) -> Iterator[Article | ReadError]:
    number = 0
    for number, (pointer, article) in enumerate(found, 1):  # noqa: B007
        try:
            yield article(f"{name}#{pointer}" if pointer else name)
        except ReadError as error:
            yield error
    if not number:
        yield ReadError(f"{name}: no article: there is no item in it that was published")


def read_lines(stream: IO[bytes], *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """Read a file of JSON lines, a line at a time; a line that cannot be read costs that line."""
    number = 0
    while line := _line(stream, name):
        number += 1
        place = f"{name}:{number}"
        if len(line) > LIMIT:
            yield ReadError(f"{place}: a line of more than {LIMIT // 1_000_000} MB: not read any further")
            return
        if not line.strip(b" \t\r\n\x00\x1e"):
            continue
        try:
            value = _parse(line.strip(b"\x1e"), name=name, line=number)
        except ReadError as error:
            yield error
            continue
        made = None if fields else _made(value, place)
        if made is not None:
            yield from made
        elif isinstance(value, dict):
            yield _article(value, name=place, fields=fields)
        else:
            yield ReadError(f"{place}: a {type(value).__name__} instead of an object")


def _line(stream: IO[bytes], name: str) -> bytes:
    try:
        return stream.readline(LIMIT + 1)
    except broken() as error:
        raise unreadable(name, error) from error


def _article(value: Mapping[str, Json], *, name: str, fields: Mapping[str, str]) -> Article | ReadError:
    """The article in one object, or why there is none."""
    if not fields and "factsheet" in value and "facts" in value:
        return ReadError(
            f"{name}: a fact sheet, not an article; factsheet brief prints it, and factsheet check checks it"
        )
    value = value if fields else _flat(value)
    try:
        if fields or not ninjs.is_item(value):
            return jsonrecords.read_record(value, name=name, fields=fields)
        return ninjs.read_item(value, name=name)
    except ReadError as error:
        return error


def _flat(value: Mapping[str, Json]) -> Mapping[str, Json]:
    """An item with the fields that are in an object of their own, as JSON:API and Contentful have them."""
    for key in _INSIDE:
        inner = value.get(key)
        if isinstance(inner, dict) and (key != "content" or jsonrecords.is_record(inner)):
            value = {**{name: said for name, said in value.items() if name != key}, **inner}
    return value


def _items(value: Json, pointer: str, fields: Mapping[str, str], depth: int) -> Iterator[tuple[str, dict[str, Json]]]:
    """The objects that may be articles, with the JSON Pointer of each."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _items(one, f"{pointer}/{index}", fields, depth + 1)
    elif isinstance(value, dict):
        wrapped = [] if fields or ninjs.is_item(value) else _wrapped(value)
        for key in wrapped:
            for place, item in _items(value[key], f"{pointer}/{key}", fields, depth + 1):
                yield place, _text_beside(value) | item
        if not wrapped:
            yield pointer, value


def _wrapped(value: dict[str, Json]) -> list[str]:
    """The keys of an answer that may hold items."""
    found = [key for key in _WRAPPERS if isinstance(value.get(key), (dict, list))]
    return (
        [key for key in found if not isinstance(value[key], list) or any(objects(value[key]))]
        if not jsonrecords.is_record(value)
        else []
    )


def _text_beside(value: dict[str, Json]) -> dict[str, Json]:
    """The text of the one item that a service answers with, where it is beside the item."""
    texts = [{"body_html": one["body_html"]} for one in objects(value) if isinstance(one.get("body_html"), str)]
    return texts[0] if texts else {}


def _parse(data: bytes, *, name: str, line: int = 1) -> Json:
    """The value in some bytes that begin at a line of a file, numbers as they are written.

    Raises:
        ReadError: they are no JSON; the message says where.
    """
    text = decode_text(data, name=name)
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"{name}:{line + error.lineno - 1}:{error.colno}"
        raise ReadError(f"{place}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ReadError(f"{name}:{line}: nested too deeply") from error
    except ValueError as error:
        raise ReadError(f"{name}: not JSON: {error}") from error


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a JSON value")
