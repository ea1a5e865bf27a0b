"""Posts of Ghost, from its API or an export, without drafts and scheduled posts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from factsheet.readers.dates import moment, said_time
from factsheet.readers.fragments import add_text
from factsheet.readers.json_blocks import markup_of
from factsheet.readers.json_items import MOST_NAMES, has, lists, people, published, raw, said, url
from factsheet.readers.jsonvalues import first_line, names, objects

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


def ghost(value: Json) -> Items:
    """The posts of Ghost, from its interface or an export, whose writers stand apart."""
    if "posts" in value:
        return published(value["posts"], "/posts", _fill_ghost)
    pointer, data = ("/db/0/data", value["db"][0]["data"]) if "db" in value else ("/data", value["data"])
    people = {str(one.get("id")): first_line(one, "name") for one in objects(data.get("users"))}
    by_post: dict[str, list[str]] = {}
    for one in objects(data.get("posts_authors")):
        by_post.setdefault(str(one.get("post_id")), []).append(people.get(str(one.get("author_id")), ""))

    def fill(manuscript: Manuscript, item: Item) -> None:
        writers = by_post.get(str(item.get("id"))) or [people.get(str(item.get("author_id")), "")]
        manuscript.know(byline=", ".join(filter(None, writers)))
        _fill_ghost(manuscript, item)

    return published(data.get("posts"), f"{pointer}/posts", fill)


def is_ghost(value: Json) -> bool:
    """Whether a document is by Ghost."""
    if not isinstance(value, dict):
        return False
    posts, db = value.get("posts"), value.get("db")
    if isinstance(posts, list) and lists(posts, "title"):
        return any(key in posts[0] for key in ("html", "lexical", "mobiledoc"))
    exported = lists(db, "data") and has(db[0]["data"], "posts") if isinstance(db, list) else False
    return exported or (has(value, "data", "meta") and has(value["data"], "posts", "users"))


def _fill_ghost(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "title"),
        standfirst=said(item, "custom_excerpt"),
        byline=people(item.get("authors") or item.get("primary_author")),
        published=said_time(said(item, "published_at")) or moment(said(item, "published_at"), 1_000),
        updated=said_time(said(item, "updated_at")) or moment(said(item, "updated_at"), 1_000),
        url=url(said(item, "url")),
        guid=said(item, "uuid") or said(item, "id"),
        slug=said(item, "slug"),
        keywords=tuple(names(item.get("tags"), "name")[:MOST_NAMES]),
    )
    if item.get("visibility") in {"paid", "members"} and not raw(item, "html"):
        manuscript.know(item_type="teaser")
    full = raw(item, "html") or raw(item, "plaintext") or _lexical(raw(item, "lexical"))
    add_text(manuscript, full or raw(item, "excerpt"), "text")


def _lexical(text: str) -> str:
    """The HTML of a text that Ghost's editor keeps as JSON (https://lexical.dev)."""
    try:
        return markup_of(json.loads(text)) if text else ""
    except (ValueError, RecursionError):
        return ""
