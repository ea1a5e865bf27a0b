"""JSON that is no agency's format: an object a story, in JSON lines or in an array, with fields of any name.

The usual names are known (`title`, `headline`, `text`, `body`, `content`, …). Others are said in the format's name:
`jsonl:text=story,title=hed` reads the text from the field `story` and the headline from `hed`; a dot goes into an
object, as in `text=article.body`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers.dates import machine_time
from factsheet.readers.manuscript import printable, tidy
from factsheet.readers.streams import LIMIT, broken, unreadable
from factsheet.readers.text import article_from_text, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.records import Article, Json

_USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext", "article_text", "full_text", "story", "article", "body_text"),
    "title": ("title", "headline", "heading", "hed", "head"),
    "standfirst": ("standfirst", "subtitle", "dek", "subheadline"),
    "byline": ("byline", "author", "authors", "creator", "by"),
    "published": ("published", "date", "date_published", "published_at", "pubdate", "publication_date", "datetime"),
    "updated": ("updated", "modified", "date_modified", "updated_at"),
    "language": ("language", "lang"),
    "agency": ("agency", "source", "publisher", "outlet"),
    "section": ("section", "category"),
    "slug": ("slug", "slugline"),
    "keywords": ("keywords", "tags"),
    "guid": ("guid", "url", "link", "uri"),
    "id": ("id", "_id", "article_id"),
    "version": ("version",),
}
_TAG = re.compile(r"<(?:p|div|br|h[1-6]|section|article|ul)\b[^<>]*>", re.IGNORECASE)


def field_names(options: str, *, name: str) -> dict[str, str]:
    """The fields that `text=story,title=hed` names.

    Raises:
        ReadError: it names no field of an article, or is not of that form.
    """
    names = {}
    for pair in filter(None, options.split(",")):
        key, _, value = pair.partition("=")
        if key.strip() not in _USUAL or not value.strip():
            raise ReadError(f"{name}: {pair!r} does not name a field: write {'|'.join(_USUAL)}=NAME")
        names[key.strip()] = value.strip()
    return names


def read_lines(stream: IO[bytes], *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """Read a file of JSON lines, a line at a time; a line that cannot be read costs that line."""
    from factsheet.readers.ninjs import read_object

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
            value = parse_json(line.strip(b"\x1e"), name=name, line=number)
            if isinstance(value, dict):
                yield from read_object(value, name=place, fields=fields)
            else:
                yield ReadError(f"{place}: a {type(value).__name__}, where an object is wanted")
        except ReadError as error:
            yield error


def _line(stream: IO[bytes], name: str) -> bytes:
    try:
        return stream.readline(LIMIT + 1)
    except broken() as error:
        raise unreadable(name, error) from error


def read_record(value: Mapping[str, Json], *, name: str, fields: Mapping[str, str]) -> Article:
    """Read one object with fields of any name.

    Raises:
        ReadError: none of its fields is the text of an article.
    """
    found = {key: _find(value, key, fields) for key in _USUAL}
    text = found.pop("text")
    if not isinstance(text, str) or not text.strip():
        wanted = fields.get("text") or ", ".join(_USUAL["text"])
        raise ReadError(f"{name}: no text of an article: there is no string in the field {wanted}")
    known: dict[str, Any] = {key: _words(key, said) for key, said in found.items() if said}
    known = {key: said for key, said in known.items() if said}
    text = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _TAG.search(text):
        from factsheet.readers.fragments import article_from_fragment

        article = article_from_fragment(text, name=name, title=known.get("title"))
    else:
        article = article_from_text(text, name=name)
    return replace(article, **known, format="jsonl")


def parse_json(data: bytes, *, name: str, line: int = 1) -> Json:
    """The value in some bytes that begin at a line of a file, numbers as they are written.

    Raises:
        ReadError: they are no JSON; the message says where.
    """
    text = decode(data, name=name)
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"{name}:{line + error.lineno - 1}:{error.colno}"
        raise ReadError(f"{place}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ReadError(f"{name}:{line}: nested too deeply") from error
    except ValueError as error:
        raise ReadError(f"{name}: not JSON: {error}") from error


def _find(value: Mapping[str, Json], key: str, fields: Mapping[str, str]) -> Json:
    if key in fields:
        found: Json = value
        for step in fields[key].split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found
    lower = {name.lower(): name for name in value}
    return next((value[lower[name]] for name in _USUAL[key] if name in lower and value[lower[name]]), None)


def _words(key: str, said: Json) -> str | tuple[str, ...] | None:
    """What a field says, as the record has it; None where it is no text."""
    if isinstance(said, dict):
        said = said.get("name") or said.get("value")
    parts = said if isinstance(said, list) else [said]
    texts = [part.get("name") if isinstance(part, dict) else part for part in parts[:50]]
    strings = tuple(tidy(text)[:2_000] for text in texts if isinstance(text, str) and tidy(text))
    if key == "keywords":
        return strings or None
    joined = ", ".join(strings) or None
    if key in {"published", "updated"} and joined:
        return machine_time(joined) or joined
    return joined


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON value")
