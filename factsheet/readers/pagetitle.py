"""The title of a page as its story's headline: without the site's name, in the page's own wording."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from factsheet.readers.markup import inner_text

if TYPE_CHECKING:
    from factsheet.readers.markup import Element


# What is between a title and the name of the site.
_BEFORE_SITE = re.compile(r"\s*[-|–—:·»]")
_MOST_HEADINGS = 5
_TITLE_WORDS = 4  # words from which a title without a heading is one, and up to which what follows it names a site


def inner_title(root: Element) -> str:
    """The text of the title element."""
    return next((text for one in root.iter("title") if (text := inner_text(one))), "")


def without_site(title: str, root: Element) -> str:
    """A title without the name of the site after it, where a heading on the page is the title without it."""
    headings = [inner_text(one) for one in root.iter("h1")][:_MOST_HEADINGS]
    for words in [*headings, *(inner_text(one) for one in islice(root.iter("h2", "h3"), _MOST_HEADINGS))]:
        if words and title.startswith(words) and _BEFORE_SITE.match(title, len(words)):
            return words
    before, _, site = title.rpartition(" | ")
    return before if len(before.split()) >= _TITLE_WORDS >= len(site.split()) and not headings else title


def as_shown(title: str, root: Element) -> str:
    """A title that is only in the metadata as the heading of the page words it, if most of their words are the same."""
    words = set(re.findall(r"\w{4,}", title.casefold()))
    for heading in [inner_text(one) for one in root.iter("h1")][:_MOST_HEADINGS]:
        shown = set(re.findall(r"\w{4,}", heading.casefold()))
        if len(words & shown) * 2 > max(len(shown), 1) and len(heading) <= 2 * len(title):
            return heading
    return title
