"""Responses of the New York Times' APIs, which give only a summary or the first paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_text
from factsheet.readers.json_items import MOST_NAMES, each, lists, raw, said, url
from factsheet.readers.jsonvalues import names

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def is_times(value: Json) -> bool:
    """Whether a document is an answer of the New York Times: to a search, or the top stories."""
    answer = value.get("response") if isinstance(value, dict) else None
    found = isinstance(answer, dict) and lists(answer.get("docs"), "headline", "web_url")
    return found or (isinstance(value, dict) and lists(value.get("results"), "title", "abstract", "published_date"))


def times(value: Json) -> Items:
    """The items of the New York Times, which gives the first paragraph only, or a summary."""
    if "response" in value:
        return each(value["response"]["docs"], "/response/docs", _fill_times)
    return each(value["results"], "/results", _fill_top_story)


def _fill_top_story(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "title"),
        byline=re.sub(r"^By ", "", said(item, "byline")),
        agency=said(item, "source") or "The New York Times",
        published=said_time(said(item, "published_date")),
        updated=said_time(said(item, "updated_date")),
        section=said(item, "section"),
        url=url(said(item, "url")),
        guid=said(item, "uri"),
        item_type="teaser",
    )
    add_text(manuscript, raw(item, "abstract"), "text")


def _fill_times(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "headline", "main"),
        byline=re.sub(r"^By ", "", said(item, "byline", "original")),
        agency=said(item, "source") or "The New York Times",
        published=said_time(said(item, "pub_date")),
        section=said(item, "section_name"),
        url=url(said(item, "web_url")),
        guid=said(item, "_id"),
        keywords=tuple(names(item.get("keywords"), "value")[:MOST_NAMES]),
        item_type="teaser",
    )
    add_text(manuscript, raw(item, "lead_paragraph") or raw(item, "abstract") or raw(item, "snippet"), "text")
