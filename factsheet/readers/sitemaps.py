"""Sitemaps (sitemaps.org): each page of a news sitemap is a headline with its time and address.

The pages themselves are not in it: `--full` fetches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.dates import said_time
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, local
from factsheet.readers.nodes import find, find_all, text_at
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The headlines of a news sitemap.

    Raises:
        ReadError: it is not XML, or names pages without their headlines.
    """
    root, warnings = parse(data, name=name)
    pages = [one for one in find_all(root, "url") if text_at(one, "loc")]
    told = [(number, one) for number, one in enumerate(pages, 1) if text_at(one, "news/title")]
    if not told:
        what = "sitemaps" if local(root) == "sitemapindex" else "pages"
        count = len(list(find_all(root, "sitemap"))) or len(pages)
        raise ReadError(f"{name}: no article: a sitemap, which only names {count} {what}; fetch one by its address")
    for number, page in told:
        yield _headline(page, Manuscript(f"{name}#{number}" if len(pages) > 1 else name, "sitemap", warnings=warnings))


def _headline(page: Element, manuscript: Manuscript) -> Article:
    news = find(page, "news")
    address = text_at(page, "loc")
    manuscript.know(
        title=text_at(news, "title"),
        published=said_time(text_at(news, "publication_date")),
        agency=text_at(news, "publication/name"),
        language=text_at(news, "publication/language"),
        keywords=tuple(word.strip() for word in (text_at(news, "keywords") or "").split(",")),
        url=address,
        guid=address,
        item_type="headline",
    )
    return manuscript.article()
