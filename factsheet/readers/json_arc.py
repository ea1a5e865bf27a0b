"""Stories of Arc XP, alone or in a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_html
from factsheet.readers.json_blocks import markup_of
from factsheet.readers.json_items import each, filled, has, is_published, lists, people, said, url

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def is_arc(value: Json) -> bool:
    """Whether a document is by Arc: a story, or several."""
    stories = value.get("content_elements") if has(value, "count", "content_elements") else [value]
    return lists(stories, "content_elements", "headlines")


def arc(value: Json) -> Items:
    """The stories of Arc, alone or in a collection."""
    if has(value, "count", "content_elements"):
        return each(value["content_elements"], "/content_elements", _fill_arc)
    return iter([("", filled(value, _fill_arc))])


def _fill_arc(manuscript: Manuscript, item: Item) -> None:
    credited = item.get("credits")
    manuscript.know(
        title=said(item, "headlines", "basic"),
        standfirst=said(item, "subheadlines", "basic"),
        byline=people(credited.get("by")) if isinstance(credited, dict) else None,
        agency=said(item, "source", "name"),
        published=said_time(said(item, "display_date") or said(item, "first_publish_date")),
        updated=said_time(said(item, "last_updated_date")),
        language=said(item, "language"),
        section=said(item, "taxonomy", "primary_section", "name"),
        url=url(said(item, "canonical_url")),
        guid=said(item, "_id"),
        slug=said(item, "slug"),
        status=None if is_published(item) else "withheld",
    )
    add_html(manuscript, markup_of(item.get("content_elements")))
