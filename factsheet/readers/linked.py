"""Articles behind links: fetches the page, reads it like a file, and records its address.

With `full`, what a feed or sitemap only announces is fetched too.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import IO, TYPE_CHECKING, TypeAlias

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers.enclosed import with_charset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factsheet.readers.links import Links, Page
    from factsheet.records import Article

Read: TypeAlias = "Callable[[IO[bytes], str, str | None], Iterator[Article | ReadError]]"
"""What reads some bytes by their name and, where it is said, their format."""

_LINK = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PHRASES = Lists("factsheet.readers").parts("walls")
_LOOKED_AT = 400_000  # bytes of a page in which the marks of a wall are looked for
_ANNOUNCED = frozenset({"teaser", "headline"})
_BY_FEED = ("guid", "published", "byline", "title", "agency", "language", "keywords")
"""What a feed says of an article, where the page itself does not."""


@cache  # compiled for the first page that is fetched
def _walls() -> dict[str, re.Pattern[bytes]]:
    """The marks of what comes before a page."""
    return {what: re.compile("|".join(words).encode(), re.IGNORECASE) for what, words in _PHRASES.items() if words}


def is_link(source: str) -> bool:
    """Whether a source is an address and no file."""
    return bool(_LINK.match(source))


def articles(link: str, form: str | None, links: Links | None, read: Read) -> Iterator[Article | ReadError]:
    """The articles behind a link.

    Raises:
        ReadError: it cannot be fetched, or there is no article behind it.
    """
    from factsheet.readers.links import Links as Defaults

    page = (links or Defaults()).fetch(link)
    wall = _wall(page)
    try:
        for one in read(io.BytesIO(_data(page)), link, form):
            if isinstance(one, ReadError):
                yield _explained(one, wall)
            else:
                warnings = (*one.warnings, f"{wall} covers the page: this may be only its beginning") if wall else ()
                yield replace(one, url=one.url or page.url, warnings=warnings or one.warnings)
    except ReadError as error:
        raise _explained(error, wall) from error


def completed(found: Iterator[Article | ReadError], links: Links, read: Read) -> Iterator[Article | ReadError]:
    """The articles, with those behind teasers fetched; the teaser if that fails."""
    for one in found:
        if isinstance(one, ReadError) or one.item_type not in _ANNOUNCED or not is_link(one.url or ""):
            yield one
            continue
        try:
            whole = next(articles(str(one.url), None, links, read), None)
        except ReadError as error:
            whole = error
        if whole is None or isinstance(whole, ReadError):
            why = str(whole or "nothing is there").removeprefix(f"{one.url}: ")
            yield replace(one, warnings=(*one.warnings, f"the article behind it cannot be read: {why}"))
        else:
            known = {key: getattr(one, key) for key in _BY_FEED if not getattr(whole, key)}
            yield replace(whole, **{**known, "source": one.source, "guid": one.guid or whole.guid})


def _data(page: Page) -> bytes:
    """The bytes of a page; one of HTML says the encoding that only the server did."""
    return with_charset(page.data, page.charset) if b"<html" in page.data[:_LOOKED_AT].lower() else page.data


def _wall(page: Page) -> str | None:
    """What comes before a page: consent or payment; None where nothing does."""
    if b"<html" not in page.data[:_LOOKED_AT].lower():
        return None
    return next((what for what, marks in _walls().items() if marks.search(page.data[:_LOOKED_AT])), None)


def _explained(error: ReadError, wall: str | None) -> ReadError:
    """An error about a page without a story, with what comes before it and what to do."""
    said = str(error)
    if wall is None or "no article" not in said or "the page asks" in said or "the page only asks" in said:
        return error
    return ReadError(f"{error}; {wall} covers it: save it in a browser, and read the file")
