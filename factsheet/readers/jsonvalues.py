"""JSON values of any type, converted to the type that a reader expects, or to nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.readers.manuscript import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records import Json


# How schema.org's types of articles end.
_ARTICLES = re.compile(r"(?:Article|Report|BlogPosting|Posting|Review)$")


def objects(value: Json) -> list[dict[str, Any]]:
    """The objects of an array, or of what an object holds; nothing for another value."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict)]


def is_article_type(value: Json) -> bool:
    """Whether a type of schema.org, or one of several, is that of an article: NewsArticle, LiveBlogPosting."""
    return any(map(_ARTICLES.search, strings(value)))


def strings(value: Json) -> list[str]:
    """A string, or the strings of an array."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def first_line(item: Mapping[str, Any], *keys: str) -> str:
    """The first value of some keys, as one line; "" if there is none."""
    lines = (tidy(value) for key in keys if isinstance(value := item.get(key), str))
    return next(filter(None, lines), "")


def names(value: Json, *keys: str) -> list[str]:
    """The names of people or things: strings, or what objects say under one of `keys`; one of them or an array."""
    listed = value if isinstance(value, list) else [value]
    found = (first_line(one, *keys) if isinstance(one, dict) else one for one in listed)
    return [name for one in found if isinstance(one, str) and (name := tidy(one))]
