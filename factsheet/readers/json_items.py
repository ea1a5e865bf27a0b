"""Shared by the readers of known JSON: values at a path of keys, and the article of an item."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.errors import ReadError
from factsheet.readers import bodies, offers
from factsheet.readers.itemtypes import NO_TEXTS, UNPUBLISHED
from factsheet.readers.jsonvalues import names
from factsheet.readers.manuscript import Manuscript, printable, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from factsheet.records import Article, Json

Item: TypeAlias = "Mapping[str, Any]"
Fill: TypeAlias = "Callable[[Manuscript, Item], None]"
Items: TypeAlias = "Iterator[tuple[str, Callable[[str], Article]]]"
"""The JSON Pointer of each item, and what reads it by the name that messages call it."""

MOST_NAMES = 30
"""Writers or keywords that are kept of an item."""

_NOT_YET = {
    **dict.fromkeys(("status", "published", "is_published", "isPublished"), frozenset({"false", "0", "no"})),
    **dict.fromkeys(("draft", "is_draft", "isDraft"), frozenset({"true", "1", "yes"})),
}
"""What an item says of itself that is not published."""

_TAG = re.compile(r"<[^<>]{0,500}>")


def has(value: Json, *keys: str) -> bool:
    """Whether a value is an object with all of some keys."""
    return isinstance(value, dict) and all(key in value for key in keys)


def lists(value: Json, *keys: str) -> bool:
    """Whether a value is an array whose first object has all of some keys."""
    return isinstance(value, list) and bool(value) and has(value[0], *keys)


def each(found: Json, pointer: str, fill: Fill) -> Items:
    """The items of an array, each with what reads it."""
    for index, one in enumerate(found if isinstance(found, list) else []):
        if isinstance(one, dict):
            yield f"{pointer}/{index}", filled(one, fill)


def published(found: Json, pointer: str, fill: Fill) -> Items:
    """The same without drafts, private and scheduled items, and items without text; each item counts them."""
    listed = found if isinstance(found, list) else []
    shown = [isinstance(one, dict) and is_published(one) and str(one.get("type")) not in NO_TEXTS for one in listed]
    left = sum(isinstance(one, dict) for one in listed) - sum(shown)

    def warned(manuscript: Manuscript, item: Item) -> None:
        if left:
            manuscript.warn(f"left out {left} of {len(listed)} items: drafts, or without text")
        fill(manuscript, item)

    for index, one in enumerate(listed):
        if shown[index]:
            yield f"{pointer}/{index}", filled(one, warned)


def is_published(item: Item) -> bool:
    """Whether an item says of itself that it is published, or says nothing."""
    said = {str(item.get(key) or "").lower() for key in ("status", "_status", "state")}
    never = any(key in item and not item[key] for key in ("publishedAt", "published_at")) and not said - {""}
    refused = any(str(item.get(key)).lower() in values for key, values in _NOT_YET.items())
    return said.isdisjoint(UNPUBLISHED) and not refused and not (never and _has_made(item))


def _has_made(item: Item) -> bool:
    """Whether an item says when it was made, as systems do that say when it was published."""
    return any(item.get(key) for key in ("createdAt", "created_at"))


def filled(item: Item, fill: Fill) -> Callable[[str], Article]:
    """What reads an item into an article."""

    def article(name: str) -> Article:
        manuscript = Manuscript(name, "json")
        fill(manuscript, item)
        if manuscript.body and offers.leads_on(manuscript.body[-1].text):
            offers.end_preview(manuscript)
        bodies.settle(manuscript)
        if not manuscript.is_article():
            raise ReadError(f"{name}: no article: this item has neither a headline nor a text")
        return manuscript.article()

    return article


def said(item: Item, *path: str) -> str:
    """The string at a path of keys, as one line without tags; "" if it is not a string."""
    value: Any = item
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return tidy(html.unescape(_TAG.sub("", value))) if isinstance(value, str) else ""


def raw(item: Item, *path: str) -> str:
    """The same as it stands."""
    value: Any = item
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return printable(value) if isinstance(value, str) else ""


def people(value: Json, *keys: str) -> str:
    """The names of people, once each."""
    found = names(value[:MOST_NAMES] if isinstance(value, list) else value, *(keys or ("name",)))
    return ", ".join(dict.fromkeys(found))


def url(text: str) -> str | None:
    """An address of the web; None for another text."""
    return text if text.startswith(("http://", "https://")) else None
