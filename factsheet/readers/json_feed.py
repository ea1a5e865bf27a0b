"""JSON Feed 1 (https://jsonfeed.org): the items of a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_text
from factsheet.readers.json_items import MOST_NAMES, each, has, people, raw, said, url
from factsheet.readers.jsonvalues import strings

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def is_json_feed(value: Json) -> bool:
    """Whether a document is a JSON Feed."""
    return has(value, "version", "items") and "jsonfeed.org" in str(value["version"])


def json_feed(value: Json) -> Items:
    """The items of a JSON Feed."""

    def fill(manuscript: Manuscript, item: Item) -> None:
        manuscript.know(
            title=said(item, "title"),
            byline=people(item.get("authors") or item.get("author") or value.get("authors") or value.get("author")),
            agency=said(value, "title"),
            language=said(item, "language") or said(value, "language"),
            published=said_time(said(item, "date_published")),
            updated=said_time(said(item, "date_modified")),
            guid=str(item.get("id") or ""),
            url=url(said(item, "url") or said(item, "external_url")),
            keywords=tuple(strings(item.get("tags"))[:MOST_NAMES]),
        )
        full = raw(item, "content_html") or raw(item, "content_text")
        add_text(manuscript, full or raw(item, "summary"), "html" if item.get("content_html") else "text")
        manuscript.know(item_type=None if full else "teaser")

    return each(value.get("items"), "/items", fill)
