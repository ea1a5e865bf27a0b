"""Text inside something else: escaped HTML in an XML element or a JSON string, or plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers import bodies
from factsheet.readers.manuscript import Manuscript, amount, printable
from factsheet.readers.plaintext import add_plain
from factsheet.readers.shortcodes import expanded
from factsheet.readers.trees import check_tags

if TYPE_CHECKING:
    from factsheet.readers.markup import Element
    from factsheet.records import Article

# A tag of HTML, and not a "<" between two numbers.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,12}(?:\s[^<>]*)?/?>")

# What ends a block in a text that was escaped once more.
_ESCAPED = re.compile(r"</(?:p|div|h[1-6]|li|ul|blockquote)>", re.IGNORECASE)


def add_content(manuscript: Manuscript, element: Element, kind: str = "html") -> None:
    """Add what an XML element holds to the body: markup, or a text of a kind."""
    if len(element):
        from factsheet.readers.markup import add_markup

        add_markup(manuscript, element)
    else:
        add_text(manuscript, element.text or "", kind)


def add_text(manuscript: Manuscript, text: str, kind: str) -> None:
    """Add the blocks of a text to the body; it is HTML if its kind or a tag in it says so."""
    text = expanded(text)
    if "<" in text or "html" in kind or "nitf" in kind:
        add_html(manuscript, text)
    else:
        add_plain(manuscript, text)


def add_html(manuscript: Manuscript, text: str) -> None:
    """Add the blocks of a piece of HTML to the body; text without any tag is taken as plain text."""
    if not text.strip():
        return
    text = expanded(text)
    if not _TAG.search(text):
        import html

        text = html.unescape(text)
        if not _ESCAPED.search(text):
            add_plain(manuscript, text)
            return
    check_tags(text, name=manuscript.name)
    from lxml import etree

    from factsheet.readers.hidden import drop_hidden
    from factsheet.readers.markup import add_markup
    from factsheet.readers.surroundings import drop_notes

    # Without a parent element the parser would drop what comes before the first tag.
    page = f"<html><body><div>{printable(text)}</div></body></html>".encode("utf-8", "replace")
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True))
    if root is not None:
        if hidden := drop_hidden(root):
            manuscript.warn(f"left out {amount(hidden, 'passage')} that a page would not show")
        drop_notes(root)
        add_markup(manuscript, root)


def article_from_fragment(text: str, *, name: str, title: str | None) -> Article:
    """An article whose body is a piece of HTML."""
    manuscript = Manuscript(name, "html")
    manuscript.know(title=title)
    add_html(manuscript, text)
    bodies.settle(manuscript)
    return manuscript.article()
