"""The body of an article in XHTML, NITF or HTML, from its tree to blocks with zones.

Elements go by their local name, whatever their namespace and case. Nothing of the text is lost: what is no known
block is text of the block around it. What never is text of a story (scripts, forms, menus) is left out, and parts
that say in their class or role that they are not for publication are counted and not read.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from factsheet.readers.manuscript import tidy
from factsheet.readers.plaintext import add_plain, is_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Zone

Element = Any
"""An element of lxml, whose stubs do not tell an element from a comment."""

_LEFT_OUT = frozenset(
    "script style head title template iframe object embed svg math nav form button input select textarea video "  # noqa: SIM905
    "audio img media-reference media-metadata media-producer meta link header footer noscript tobject docdata "
    "body.head hedline".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hl1 hl2 mellis rubrik".split())  # noqa: SIM905
_CONTAINERS = frozenset(
    "html body div section article main aside nitf body.content body.end block ul ol dl center fieldset details "  # noqa: SIM905
    "ingress brodtext text figure media tbody thead tfoot inlinexml datacontent".split()
)
_BLOCKS = frozenset(
    "p pre li dt dd blockquote bq table tr td th figcaption media-caption caption h1 h2 h3 h4 h5 h6 hl1 hl2 hr "  # noqa: SIM905
    "address summary citat mellis rubrik fn credit".split()
)
_INLINE = frozenset(
    "a abbr acronym alt-code b bdi bdo big br chron cite classifier code copyrite del dfn em event font frac function "  # noqa: SIM905
    "i ins kbd keyword label lang location mark money num object.title org person postaddr pronounce q s samp small "
    "span strike strong sub sup time tt u var virtloc wbr".split()
)
_CAPTIONS = frozenset({"figcaption", "media-caption", "caption"})

_NOT_PUBLIC = re.compile(
    r"\b(?:np-nonpublic|nonpublic|non-public|notepad|closingline|not-for-publication|nopublish|"
    r"(?:press-?|media-?|mw_)?contact(?:s|info)?)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|quot|apos|amp|nbsp|[lr]dquo|[lr]squo|ndash|mdash|"
    r"[A-Za-z]{1,2}(?:uml|acute|grave|circ|cedil));"
)
_DEEPEST = 120
"""Levels of nesting down to which blocks are told apart; below, the text is kept as one block."""

_CELL = 200
"""Characters of a table cell from which the table is taken for a layout, and its cells for paragraphs."""


def add_markup(manuscript: Manuscript, root: Element) -> None:
    """Add the blocks under an element to the body of a manuscript."""
    _Walk(manuscript).container(root, "body", 0)


def local(element: Element) -> str:
    """The local name of an element in lower case; "" for a comment, an entity or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def inner_text(element: Element | None) -> str:
    """All text under an element, in one line; comments are none."""
    return "" if element is None else tidy(_text(element))


class _Walk:
    def __init__(self, manuscript: Manuscript) -> None:
        self._to = manuscript

    def container(self, element: Element, zone: Zone, depth: int) -> None:
        """Walk what holds blocks; text that stands between blocks is a paragraph of its own."""
        if depth > _DEEPEST:
            self._to.add(zone, inner_text(element))
            return
        loose: list[str] = [element.text or ""] if local(element) else []
        bare = not tidy(element.text) and not any(tidy(child.tail) for child in element)
        for child in element:
            name = local(child)
            if name in _LEFT_OUT or not name:
                pass
            elif _not_public(child):
                self._to.withhold()
            elif self._is_inline(child, name, bare=bare):
                loose.extend(_strings(child))
            else:
                self._flush(loose, zone)
                self.block(child, name, zone, depth + 1)
            loose.append(child.tail or "")
        self._flush(loose, zone)

    def _is_inline(self, child: Element, name: str, *, bare: bool) -> bool:
        """Whether an element is part of the running text; an unknown one is, unless no text stands beside it."""
        if name in _BLOCKS or name in _CONTAINERS:
            return False
        if any(local(below) in _BLOCKS for below in child.iter()):
            return False
        return name in _INLINE or not bare

    def block(self, element: Element, name: str, zone: Zone, depth: int) -> None:
        """Walk one block."""
        if name in _HEADINGS:
            self._heading(element)
        elif name in _CAPTIONS:
            self._to.caption(inner_text(element))
        elif name in {"blockquote", "bq"}:
            self.container(element, "quotation", depth)
        elif name in {"ul", "ol", "dl"}:
            self.container(element, "list", depth)
        elif name == "table":
            self._table(element, depth)
        elif name == "pre":
            self._pre(element)
        elif name in _CONTAINERS or any(local(below) in _BLOCKS for below in element.iterdescendants()):
            self.container(element, self._zone(element, zone), depth)
        elif name != "hr":
            self._paragraph(element, self._zone(element, zone))

    def _zone(self, element: Element, zone: Zone) -> Zone:
        kind = _class(element).lower()
        if local(element) in {"figure", "media"}:
            return "caption"
        if "embargo" in kind:
            return "editors-note"
        if re.search(r"\bteaser\b", kind):
            return "standfirst"
        if re.search(r"\b(?:byline|author)\b", kind):
            return "byline"
        return zone

    def _heading(self, element: Element) -> None:
        text = inner_text(element)
        title = self._to.known.get("title")
        if title is None and not self._to.body:
            self._to.know(title=text)
        elif not _same(text, title):
            self._to.add("subhead", text)

    def _paragraph(self, element: Element, zone: Zone) -> None:
        text = _text(element)
        if zone == "body" and (
            element.get("lede") == "true" or element.get("lead") == "true" or _class(element) == "lead"
        ):
            zone = "lead" if not any(block.zone == "lead" for block in self._to.body) else "body"
        if zone == "standfirst":
            self._to.know(standfirst=text)
        elif zone == "byline":
            self._to.know(byline=text)
        elif zone == "editors-note":
            self._to.note(text)
        elif zone == "body" and ("\n\n" in text or (len(text) > 300 and re.search(r"\n {2,}\S", text))):
            add_plain(self._to, text)
        else:
            self._to.add(zone, text)

    def _pre(self, element: Element) -> None:
        text = _text(element)
        lines = [line for line in text.split("\n") if line.strip()]
        if is_table(lines):
            self._to.add("table", re.sub(r"[ \t]{2,}", " | ", text.strip()), lines=True)
        else:
            add_plain(self._to, text)

    def _table(self, element: Element, depth: int) -> None:
        cells = [below for below in element.iterdescendants() if local(below) in {"td", "th"}]
        nested = any(local(below) == "table" for below in element.iterdescendants())
        if nested or any(len(inner_text(cell)) > _CELL for cell in cells[:500]):
            for cell in cells:
                if not any(local(above) in {"td", "th"} for above in _between(cell, element)):
                    self.container(cell, "body", depth)
            return
        rows = []
        for row in element.iterdescendants():
            if local(row) == "tr":
                texts = [inner_text(cell) for cell in row if local(cell) in {"td", "th"}]
                rows.append(" | ".join(texts).strip(" |"))
            elif local(row) in _CAPTIONS:
                rows.append(inner_text(row))
        self._to.add("table", "\n".join(rows), lines=True)

    def _flush(self, loose: list[str], zone: Zone) -> None:
        text = "".join(loose)
        loose.clear()
        if not tidy(text):
            return
        if zone == "body" and "\n" in text.strip():
            add_plain(self._to, text)
        else:
            self._to.add(zone, text)


def _text(element: Element) -> str:
    """The text under an element; where somebody escaped it twice, the characters that were meant."""
    text = "".join(_strings(element))
    return html.unescape(text) if "&" in text and _TWICE.search(text) else text


def _strings(element: Element) -> Iterator[str]:
    """The text under an element; two line breaks in a row end a paragraph, one is a space."""
    yield element.text or ""
    breaks = 0
    stack = _children(element)
    while stack:
        child = stack.pop()
        if isinstance(child, str):
            breaks = 0 if tidy(child) else breaks
            yield child
            continue
        name = local(child)
        if name == "br":
            breaks += 1
            yield "\n\n" if breaks == 2 else " "
        elif name and name not in _LEFT_OUT and not _not_public(child):
            yield " " if name in _BLOCKS else ""
            stack.append("")
            stack.extend(_children(child))
            stack.append(child.text or "")


def _children(element: Element) -> list[Element | str]:
    """The children of an element and what follows each, last first."""
    out: list[Element | str] = []
    for child in element.iterchildren(reversed=True):
        out += (child.tail or "", child)
    return out


def _between(element: Element, top: Element) -> Iterator[Element]:
    above = element.getparent()
    while above is not None and above is not top:
        yield above
        above = above.getparent()


def _class(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('role', '')}".strip()


def _not_public(element: Element) -> bool:
    kind = _class(element)
    return bool(kind and _NOT_PUBLIC.search(kind)) or "nonpublic" in (element.get("pubconstraint") or "")


def _same(one: str, other: str | None) -> bool:
    return tidy(one).casefold() == tidy(other or "").casefold()
