"""Posts from WordPress' REST API, without drafts and scheduled posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_html
from factsheet.readers.json_items import filled, has, is_published, people, published, raw, said, url

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def is_word_press(value: Json) -> bool:
    """Whether a document is a post of WordPress, or several."""
    one = value[0] if isinstance(value, list) and value else value
    return has(one, "title", "content") and has(one["title"], "rendered") and has(one["content"], "rendered")


def word_press(value: Json) -> Items:
    """The posts of WordPress."""
    if isinstance(value, list):
        return published(value, "", _fill_word_press)
    return iter([("", filled(value, _fill_word_press))] if is_published(value) else [])


def _fill_word_press(manuscript: Manuscript, item: Item) -> None:
    embedded = item.get("_embedded")
    writers = embedded.get("author") if isinstance(embedded, dict) else None
    in_utc = {key: f"{text}Z" for key in ("date_gmt", "modified_gmt") if (text := said(item, key))}
    manuscript.know(
        title=said(item, "title", "rendered"),
        byline=people(writers) or said(item, "yoast_head_json", "author"),
        published=said_time(in_utc.get("date_gmt") or said(item, "date")),
        updated=said_time(in_utc.get("modified_gmt") or said(item, "modified")),
        url=url(said(item, "link")),
        guid=said(item, "guid", "rendered") or str(item.get("id") or ""),
        slug=said(item, "slug"),
    )
    content = item.get("content")
    if isinstance(content, dict) and content.get("protected") in {True, "true"}:
        manuscript.know(status="withheld")
    add_html(manuscript, raw(item, "content", "rendered"))
    if not manuscript.body:
        add_html(manuscript, raw(item, "excerpt", "rendered"))
        manuscript.know(item_type="teaser")
