"""Responses of the Guardian's API (https://open-platform.theguardian.com)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_html, add_text
from factsheet.readers.json_items import MOST_NAMES, each, filled, has, lists, people, raw, said, url
from factsheet.readers.jsonvalues import names, objects

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def guardian(value: Json) -> Items:
    """The items of the Guardian."""
    answer = value["response"]
    if has(answer.get("content"), "webTitle"):
        return iter([("/response/content", filled(answer["content"], _fill_guardian))])
    return each(answer.get("results"), "/response/results", _fill_guardian)


def is_guardian(value: Json) -> bool:
    """Whether a document is an answer of the Guardian."""
    answer = value.get("response") if isinstance(value, dict) else None
    return isinstance(answer, dict) and (
        has(answer.get("content"), "webTitle") or lists(answer.get("results"), "webTitle")
    )


def _fill_guardian(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "fields", "headline") or said(item, "webTitle"),
        standfirst=said(item, "fields", "standfirst") or said(item, "fields", "trailText"),
        byline=said(item, "fields", "byline") or _contributors(item),
        agency=said(item, "fields", "publication") or "The Guardian",
        published=said_time(said(item, "webPublicationDate")),
        updated=said_time(said(item, "fields", "lastModified")),
        section=said(item, "sectionName"),
        url=url(said(item, "webUrl")),
        guid=said(item, "id"),
        keywords=tuple(names(item.get("tags"), "webTitle")[:MOST_NAMES]),
    )
    add_html(manuscript, raw(item, "fields", "body"))
    if not manuscript.body:
        add_text(manuscript, raw(item, "fields", "bodyText"), "text")
    blocks = item.get("blocks")
    for block in objects(blocks.get("body")) if isinstance(blocks, dict) and not manuscript.body else ():
        add_html(manuscript, raw(block, "bodyHtml"))
    manuscript.know(item_type=None if manuscript.body else "headline")


def _contributors(item: Item) -> str:
    return people([one for one in objects(item.get("tags")) if one.get("type") == "contributor"], "webTitle")
