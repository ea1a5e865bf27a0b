"""JSON by publishing systems and newspapers; what is a draft, private or scheduled is left out.

JSON Feed 1 (jsonfeed.org), schema.org's articles, WordPress' REST interface, Ghost's interface and export, Arc's
stories, and the interfaces of the Guardian and the New York Times.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from factsheet.readers.dates import moment, said_time
from factsheet.readers.fragments import add_html, add_text
from factsheet.readers.json_blocks import markup_of
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
from factsheet.readers.jsonvalues import first_line, is_article_type, names, objects, strings

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json

# JSON Feed


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


# schema.org


def schema_org(value: Json) -> Items:
    """The articles of schema.org in a document, alone, in an array or in a graph."""
    graph = value.get("@graph") if isinstance(value, dict) else value
    if isinstance(graph, list):
        named = {str(one["@id"]): one for one in objects(graph) if has(one, "@id", "name")}
        for index, one in enumerate(graph):
            if _is_article(one):
                pointer = f"/@graph/{index}" if isinstance(value, dict) else f"/{index}"
                yield pointer, filled(_with_names(one, named), _fill_schema_org)
    elif _is_article(value):
        yield "", filled(value, _fill_schema_org)
    else:
        yield "/mainEntity", filled(value["mainEntity"], _fill_schema_org)


def _with_names(item: Item, named: Item) -> Item:
    """An article whose writers and publisher are those of the graph that it only points to."""
    found = dict(item)
    for key in ("author", "publisher"):
        listed = item.get(key)
        people = listed if isinstance(listed, list) else [listed]
        found[key] = [named.get(str(one.get("@id")), one) if isinstance(one, dict) else one for one in people]
    return found


def _is_article(value: Json) -> bool:
    return has(value, "@type") and is_article_type(value["@type"])


def is_schema_org(value: Json) -> bool:
    """Whether a document describes articles in the words of schema.org."""
    context = str(value.get("@context", "")) if isinstance(value, dict) else ""
    listed = objects(value.get("@graph")) if isinstance(value, dict) else objects(value)
    main = value.get("mainEntity") if isinstance(value, dict) else None
    return ("schema.org" in context and (_is_article(value) or _is_article(main))) or any(
        _is_article(one) and ("schema.org" in context or "schema.org" in str(one.get("@context", ""))) for one in listed
    )


def _fill_schema_org(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "headline") or said(item, "name"),
        standfirst=said(item, "alternativeHeadline"),
        byline=people(item.get("author")),
        agency=people(item.get("publisher")),
        published=said_time(said(item, "datePublished")),
        updated=said_time(said(item, "dateModified")),
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


# Ghost


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


# Arc


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
