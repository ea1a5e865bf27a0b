"""Articles in schema.org's vocabulary (https://schema.org/Article): alone, in an array or in a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.dates import said_time
from factsheet.readers.fragments import add_text
from factsheet.readers.json_items import MOST_NAMES, filled, has, people, raw, said, url
from factsheet.readers.jsonvalues import is_article_type, objects, strings

if TYPE_CHECKING:
    from factsheet.readers.json_items import Item, Items
    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Json


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
