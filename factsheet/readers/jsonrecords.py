"""JSON objects in no known format: one story each, with fields of any name.

The usual names are known (`title`, `headline`, `text`, `body`, `content`, …). Others are said in the format's name:
`jsonl:text=story,title=hed` reads the text from the field `story` and the headline from `hed`; a dot goes into an
object, as in `text=article.body`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import bylines, offers
from factsheet.readers.dates import moment, said_time, serial_day
from factsheet.readers.encodings import amended
from factsheet.readers.json_items import is_published
from factsheet.readers.jsonvalues import names
from factsheet.readers.manuscript import printable
from factsheet.readers.text import article_from_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from factsheet.records import Article, Json

_USUAL = {key: names for key, *names in Lists("factsheet.readers").table("fields", "json")}
_MOST_NAMES = 50  # authors or keywords that are kept
_LONGEST_NAME = 2_000
_SECONDS = 10  # digits of a time in seconds since 1970; one in thousandths has three more

# A tag that makes a text HTML: one of a block, as "<3" or "<b>" may be in a text.
_TAG = re.compile(r"<(?:p|div|br|h[1-6]|section|article|ul)\b[^<>]*>", re.IGNORECASE)


def field_names(options: str, *, name: str) -> dict[str, str]:
    """The fields that `text=story,title=hed` names.

    Raises:
        ReadError: it names no field of an article, or is not of that form.
    """
    found = {}
    for pair in filter(None, options.split(",")):
        key, _, value = pair.partition("=")
        if key.strip() not in _USUAL or not value.strip():
            raise ReadError(f"{name}: {pair!r} does not name a field: write {'|'.join(_USUAL)}=NAME")
        found[key.strip()] = value.strip()
    return found


def read_record(value: Mapping[str, Json], *, name: str, fields: Mapping[str, str]) -> Article:
    """Read one object with fields of any name.

    Raises:
        ReadError: none of its fields is the text of an article.
    """
    found = {key: _find(value, key, fields) for key in _USUAL}
    text = _text(found.pop("text"))
    if not text.strip():
        wanted = fields.get("text") or ", ".join(_USUAL["text"])
        raise ReadError(f"{name}: no article: there is no text in the field {wanted}")
    known = {key: said for key, one in found.items() if (said := _said(key, one))}
    text = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    whole, text = text, offers.without_rest(text)
    article = _article(text, name, known.get("title"))
    warnings = article.warnings if text == whole else (*article.warnings, offers.PREVIEW)
    if not is_published(value):
        known["status"] = "withheld"
    return replace(article, **known, warnings=warnings, format="jsonl")


def _text(value: Json) -> str:
    """The text of an article: a string, or what a tree or a list of blocks stands for, as HTML; "" where it is none."""
    if isinstance(value, (dict, list)):
        from factsheet.readers import json_blocks

        return json_blocks.markup_of(value)
    return value if isinstance(value, str) else ""


def _article(text: str, name: str, title: str | None) -> Article:
    """The article of a text in HTML, in Markdown or in words alone."""
    if _TAG.search(text):
        from factsheet.readers.fragments import article_from_fragment

        return article_from_fragment(text, name=name, title=title)
    from factsheet.readers import markdown

    return (
        markdown.article_of_text(text, name=name, title=title)
        if markdown.is_markdown(text)
        else article_from_text(text, name=name, title=title)
    )


def is_record(value: Mapping[str, Json]) -> bool:
    """Whether an object has a headline and a text of its own."""
    return isinstance(_find(value, "title", {}), str) and bool(_text(_find(value, "text", {})).strip())


def has_text(names: Collection[str], fields: Mapping[str, str]) -> bool:
    """Whether one of these names of fields is that of a text: the one that is named for it, or a usual one."""
    return fields["text"] in names if "text" in fields else any(name.lower() in _USUAL["text"] for name in names)


def _find(value: Mapping[str, Json], key: str, fields: Mapping[str, str]) -> Json:
    """What the field for a key of the record holds: the one that is named for it, else the first of the usual ones."""
    if key in fields:
        found: Json = value
        for step in fields[key].split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found
    lower = {name.lower(): name for name in value}
    return next((value[lower[name]] for name in _USUAL[key] if name in lower and value[lower[name]]), None)


def _said(key: str, value: Json) -> Json:
    """What a field says, as the record has it; None where it is no text."""
    listed = [_inner(one) for one in (value[:_MOST_NAMES] if isinstance(value, list) else [value])]
    found = tuple(name[:_LONGEST_NAME] for name in names(listed, "name", "value", "rendered", "title"))
    if key == "keywords":
        return found
    joined, _ = amended(", ".join(found))
    if key == "byline":
        return bylines.writer(joined) or joined
    return _time(joined) if key in {"published", "updated"} else joined


def _time(text: str) -> str | None:
    """A time as people, formats and programs write it: also in seconds or their thousandths, or a workbook's days."""
    counted = moment(text, 1_000 if len(text) > _SECONDS else 1) if len(text) >= _SECONDS else serial_day(text)
    return said_time(text) or counted


def _inner(value: Json) -> Json:
    """An object that is in another as the answer to a question for it: `{"data": {"attributes": {…}}}`."""
    for key in ("data", "attributes", "fields", "node"):
        if isinstance(value, dict) and isinstance(value.get(key), dict):
            value = value[key]
    if isinstance(value, dict) and "name" not in value and "first_name" in value:
        return f"{value['first_name']} {value.get('last_name') or ''}"
    return value
