"""JSON by publishing systems and newspapers; what is a draft, private or scheduled is left out.

JSON Feed 1 (jsonfeed.org), schema.org's articles, WordPress' REST interface, Ghost's interface and export, and the
interfaces of the Guardian and the New York Times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html, add_text
from factsheet.readers.json_items import (
    MOST_NAMES,
    each,
    filled,
    has,
    is_published,
    lists,
    people,
    published,
    raw,
    said,
    url,
)
from factsheet.readers.jsonvalues import first_line, names, objects, strings

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json

_ARTICLE = re.compile(r"(?:Article|Report|BlogPosting|Posting|Review)$")  # how schema.org's types of articles end

# JSON Feed


def json_feed(value: Json) -> Items:
    """The items of a JSON Feed."""

    def fill(manuscript: Manuscript, item: Item) -> None:
        manuscript.know(
            title=said(item, "title"),
            byline=people(item.get("authors") or item.get("author") or value.get("authors") or value.get("author")),
            agency=said(value, "title"),
            language=said(item, "language") or said(value, "language"),
            published=machine_time(said(item, "date_published")),
            updated=machine_time(said(item, "date_modified")),
            guid=str(item.get("id") or ""),
            url=url(said(item, "url") or said(item, "external_url")),
            keywords=tuple(strings(item.get("tags"))[:MOST_NAMES]),
        )
        full = raw(item, "content_html") or raw(item, "content_text")
        add_text(manuscript, full or raw(item, "summary"), "html" if item.get("content_html") else "text")
        manuscript.know(item_type=None if full else "teaser")

    return each(value.get("items"), "/items", fill)


# schema.org


def schema_org(value: Json) -> Items:
    """The articles of schema.org in a document, alone, in an array or in a graph."""
    graph = value.get("@graph") if isinstance(value, dict) else value
    if isinstance(graph, list):
        for index, one in enumerate(graph):
            if _is_article(one):
                pointer = f"/@graph/{index}" if isinstance(value, dict) else f"/{index}"
                yield pointer, filled(one, _fill_schema_org)
    else:
        yield "", filled(value, _fill_schema_org)


def _is_article(value: Json) -> bool:
    return has(value, "@type") and any(map(_ARTICLE.search, strings(value["@type"])))


def is_schema_org(value: Json) -> bool:
    """Whether a document describes articles in the words of schema.org."""
    context = str(value.get("@context", "")) if isinstance(value, dict) else ""
    listed = objects(value.get("@graph")) if isinstance(value, dict) else objects(value)
    return ("schema.org" in context and _is_article(value)) or any(
        _is_article(one) and ("schema.org" in context or "schema.org" in str(one.get("@context", ""))) for one in listed
    )


def _fill_schema_org(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "headline") or said(item, "name"),
        standfirst=said(item, "alternativeHeadline"),
        byline=people(item.get("author")),
        agency=people(item.get("publisher")),
        published=machine_time(said(item, "datePublished")),
        updated=machine_time(said(item, "dateModified")),
        language=said(item, "inLanguage"),
        section=", ".join(strings(item.get("articleSection"))[:3]),
        keywords=tuple(word.strip() for one in strings(item.get("keywords")) for word in one.split(","))[:MOST_NAMES],
        url=url(said(item, "url") or said(item, "mainEntityOfPage", "@id") or said(item, "mainEntityOfPage")),
        guid=said(item, "identifier") or said(item, "@id"),
    )
    add_text(manuscript, raw(item, "articleBody") or raw(item, "text"), "text")
    if not manuscript.body:
        add_text(manuscript, raw(item, "description"), "text")
        manuscript.know(item_type="teaser")


# WordPress


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
        published=machine_time(in_utc.get("date_gmt") or said(item, "date")),
        updated=machine_time(in_utc.get("modified_gmt") or said(item, "modified")),
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


# Ghost


def ghost(value: Json) -> Items:
    """The posts of Ghost, from its interface or an export, whose writers stand apart."""
    if "posts" in value:
        return published(value["posts"], "/posts", _fill_ghost)
    data = value["db"][0]["data"]
    people = {str(one.get("id")): first_line(one, "name") for one in objects(data.get("users"))}
    by_post: dict[str, list[str]] = {}
    for one in objects(data.get("posts_authors")):
        by_post.setdefault(str(one.get("post_id")), []).append(people.get(str(one.get("author_id")), ""))

    def fill(manuscript: Manuscript, item: Item) -> None:
        manuscript.know(byline=", ".join(filter(None, by_post.get(str(item.get("id")), []))))
        _fill_ghost(manuscript, item)

    return published(data.get("posts"), "/db/0/data/posts", fill)


def is_ghost(value: Json) -> bool:
    """Whether a document is by Ghost."""
    if not isinstance(value, dict):
        return False
    posts, db = value.get("posts"), value.get("db")
    if isinstance(posts, list) and lists(posts, "title"):
        return any(key in posts[0] for key in ("html", "lexical", "mobiledoc"))
    return isinstance(db, list) and lists(db, "data") and has(db[0]["data"], "posts")


def _fill_ghost(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "title"),
        standfirst=said(item, "custom_excerpt"),
        byline=people(item.get("authors") or item.get("primary_author")),
        published=machine_time(said(item, "published_at")),
        updated=machine_time(said(item, "updated_at")),
        url=url(said(item, "url")),
        guid=said(item, "uuid") or said(item, "id"),
        slug=said(item, "slug"),
        keywords=tuple(names(item.get("tags"), "name")[:MOST_NAMES]),
    )
    if item.get("visibility") in {"paid", "members"} and not raw(item, "html"):
        manuscript.know(item_type="teaser")
    add_text(manuscript, raw(item, "html") or raw(item, "plaintext") or raw(item, "excerpt"), "text")


# The Guardian and the New York Times


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
        byline=said(item, "fields", "byline"),
        agency=said(item, "fields", "publication") or "The Guardian",
        published=machine_time(said(item, "webPublicationDate")),
        updated=machine_time(said(item, "fields", "lastModified")),
        section=said(item, "sectionName"),
        url=url(said(item, "webUrl")),
        guid=said(item, "id"),
        keywords=tuple(names(item.get("tags"), "webTitle")[:MOST_NAMES]),
    )
    add_html(manuscript, raw(item, "fields", "body"))
    if not manuscript.body:
        add_text(manuscript, raw(item, "fields", "bodyText"), "text")
    manuscript.know(item_type=None if manuscript.body else "headline")


def is_times(value: Json) -> bool:
    """Whether a document is an answer of the New York Times."""
    answer = value.get("response") if isinstance(value, dict) else None
    return isinstance(answer, dict) and lists(answer.get("docs"), "headline", "web_url")


def fill_times(manuscript: Manuscript, item: Item) -> None:
    """Read an item of the New York Times, which gives the first paragraph only."""
    manuscript.know(
        title=said(item, "headline", "main"),
        byline=re.sub(r"^By ", "", said(item, "byline", "original")),
        agency=said(item, "source") or "The New York Times",
        published=machine_time(said(item, "pub_date")),
        section=said(item, "section_name"),
        url=url(said(item, "web_url")),
        guid=said(item, "_id"),
        keywords=tuple(names(item.get("keywords"), "value")[:MOST_NAMES]),
        item_type="teaser",
    )
    add_text(manuscript, raw(item, "lead_paragraph") or raw(item, "abstract") or raw(item, "snippet"), "text")
