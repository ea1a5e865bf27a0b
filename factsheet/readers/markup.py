"""The body of an article in XHTML, NITF or HTML: from a tree to blocks with zones.

Elements go by their local name, whatever their namespace and case. Nothing of the text is lost: what is no known
block is text of the block around it. What never is text of a story (scripts, forms, menus) is left out, and parts
that say in their class or role that they are not for publication are counted and not read.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from factsheet.language.lists import Lists
from factsheet.readers.manuscript import tidy
from factsheet.readers.plaintext import add_plain, is_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Zone

Element = Any
"""An element of lxml, whose stubs do not tell an element from a comment."""

_LEFT_OUT, _HEADINGS, _CONTAINERS, _BLOCKS, _INLINE = (
    Lists("factsheet.readers").words("elements", part)
    for part in ("left out", "headings", "containers", "blocks", "inline")
)
_CAPTIONS = frozenset({"figcaption", "media-caption", "caption"})
SET_IN = re.compile(r"\s*[\u00a0\u2002\u2003\u3000]{2,}\s*\S|\s*\u3000\S")
"""What sets in the first line of a paragraph on a page."""

_BREAKS = frozenset({"br", "lb"})  # of HTML, and of the trees in which pages are found
_CELLS = frozenset({"td", "th"})
_ZONES: dict[str, Zone] = {
    **dict.fromkeys(("blockquote", "bq"), "quotation"),
    **dict.fromkeys(("ul", "ol", "dl"), "list"),
}
# Words in a class or role that say what zone a part is.
_CLASSES: tuple[tuple[re.Pattern[str], Zone], ...] = (
    (re.compile("embargo"), "editors-note"),
    (re.compile(r"\bteaser\b"), "standfirst"),
    (re.compile(r"\b(?:byline|author)\b"), "byline"),
)

# Classes and roles of parts that are not for publication.
_NOT_PUBLIC = re.compile(
    r"\b(?:np-nonpublic|nonpublic|non-public|notepad|closingline|not-for-publication|nopublish|"
    r"(?:press-?|media-?|mw_)?contact(?:s|info)?)\b",
    re.IGNORECASE,
)
# A reference to a character that somebody escaped once more than the parser has undone.
_TWICE = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|quot|apos|amp|nbsp|[lr]dquo|[lr]squo|ndash|mdash|"
    r"[A-Za-z]{1,2}(?:uml|acute|grave|circ|cedil));"
)
_DEEPEST = 120  # levels of nesting down to which each block is read by itself; below, the text is kept as one block
_CELL = 200  # characters of a table cell from which the table is taken for a layout, and its cells for paragraphs


_INDENTED_LENGTH = 300  # characters of a paragraph from which lines that begin with spaces are paragraphs in it
_INDENT = 2  # spaces by which such a line is deeper than others

_COLUMN = re.compile(r"[ \t]{2,}")
_MOST_CELLS = 500  # cells of a table that its kind is told from


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


def short_text(element: Element, longest: int) -> str | None:
    """All text under an element in one line; None where it has more than `longest` characters, which are not read."""
    found = ""
    for part in _strings(element):
        found += part
        if len(found) > 2 * longest and len(tidy(found)) > longest:
            return None
    found = tidy(found)
    return found if len(found) <= longest else None


def text_of(element: Element) -> str:
    """The text under an element as it is set: a blank line where two line breaks end a paragraph."""
    return _text(element)


class _Walk:
    def __init__(self, manuscript: Manuscript) -> None:
        self._to = manuscript

    def container(self, element: Element, zone: Zone, depth: int) -> None:
        """Walk what holds blocks; text that is between blocks is a paragraph of its own."""
        if depth > _DEEPEST:
            self._to.add(zone, inner_text(element))
            return
        loose: list[str] = [element.text or ""] if local(element) else []
        bare = not tidy(element.text) and not any(tidy(child.tail) for child in element)
        for child in element:
            self._child(child, loose, zone, depth, bare=bare)
            loose.append(child.tail or "")
        self._flush(loose, zone)

    def _child(self, child: Element, loose: list[str], zone: Zone, depth: int, *, bare: bool) -> None:
        """Walk one element of a container: a block, or text that is gathered in `loose`."""
        name = local(child)
        if _is_private(child, name):
            self._to.withhold()
        elif _is_inline(child, name, bare=bare):
            loose.extend(_strings(child))
        elif _is_text(name):
            self._flush(loose, zone)
            self.block(child, name, zone, depth + 1)

    def block(self, element: Element, name: str, zone: Zone, depth: int) -> None:
        """Walk one block."""
        if name in _HEADINGS:
            self._heading(element)
        elif name in _CAPTIONS:
            self._to.caption(inner_text(element))
        elif name in _ZONES:
            self.container(element, _ZONES[name], depth)
        elif name == "table":
            self._table(element, depth)
        elif name == "pre":
            self._pre(element)
        elif name in _CONTAINERS or _holds_blocks(element.iterdescendants()):
            self.container(element, _zone(element, zone), depth)
        elif name != "hr":
            self._paragraph(element, _zone(element, zone))

    def _heading(self, element: Element) -> None:
        text = inner_text(element)
        title = self._to.known.get("title")
        if title is None and not self._to.body:
            self._to.know(title=text)
        elif text.casefold() != tidy(title).casefold():
            self._to.add("subhead", text)

    def _paragraph(self, element: Element, zone: Zone) -> None:
        text = _text(element)
        if zone == "standfirst":
            self._to.know(standfirst=text)
        elif zone == "byline":
            self._to.know(byline=text)
        elif zone == "editors-note":
            self._to.note(text)
        elif zone == "body" and _is_lead(element) and all(block.zone != "lead" for block in self._to.body):
            self._to.add("lead", text)
        elif zone == "body" and _is_several(text):
            add_plain(self._to, text)
        else:
            self._to.add(zone, text)

    def _pre(self, element: Element) -> None:
        text = _text(element)
        if is_table([line for line in text.split("\n") if line.strip()]):
            self._to.add("table", _COLUMN.sub(" | ", text.strip()), lines=True)
        else:
            add_plain(self._to, text)

    def _table(self, element: Element, depth: int) -> None:
        """Add the rows of a table; one that holds tables or long texts is a layout, and its cells are walked."""
        below = list(element.iterdescendants())
        cells = [one for one in below if local(one) in _CELLS]
        if any(local(one) == "table" for one in below) or any(map(_is_long, cells[:_MOST_CELLS])):
            for cell in cells:
                if not _is_in_cell(cell, element):
                    self.container(cell, "body", depth)
            return
        self._to.add("table", "\n".join(filter(None, map(_row, below))), lines=True)

    def _flush(self, loose: list[str], zone: Zone) -> None:
        text = "".join(loose)
        loose.clear()
        if zone == "body" and "\n" in text.strip():
            add_plain(self._to, text)
        else:
            self._to.add(zone, text)


def _is_text(name: str) -> bool:
    """Whether elements of a name may be text of a story."""
    return bool(name) and name not in _LEFT_OUT


def _is_inline(child: Element, name: str, *, bare: bool) -> bool:
    """Whether an element is part of the running text; an unknown one is, unless no text is beside it."""
    if name in _BLOCKS or name in _CONTAINERS or not _is_text(name) or _holds_blocks(child.iter()):
        return False
    return name in _INLINE or not bare


def _holds_blocks(elements: Iterable[Element]) -> bool:
    return any(local(one) in _BLOCKS for one in elements)


def _zone(element: Element, zone: Zone) -> Zone:
    """The zone that the class of an element says, else the one it is in."""
    if local(element) in {"figure", "media"}:
        return "caption"
    kind = _class(element).lower()
    return next((said for word, said in _CLASSES if word.search(kind)), zone) if kind else zone


def _is_lead(element: Element) -> bool:
    return "true" in {element.get("lede"), element.get("lead")} or _class(element) == "lead"


def _is_several(text: str) -> bool:
    """Whether the text of one element is several paragraphs: a blank line between, or some lines indented deeper."""
    if "\n\n" in text:
        return True
    depths = [len(line) - len(line.lstrip(" ")) for line in text.split("\n")[1:] if line.strip()]
    return len(text) > _INDENTED_LENGTH and bool(depths) and max(depths) >= min(depths) + _INDENT


def _is_long(cell: Element) -> bool:
    return len(inner_text(cell)) > _CELL


def _row(element: Element) -> str:
    """A row of a table or its caption, in one line; "" for another element."""
    if local(element) != "tr":
        return inner_text(element) if local(element) in _CAPTIONS else ""
    return " | ".join(inner_text(cell) for cell in element if local(cell) in _CELLS).strip(" |")


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
            if breaks == 1 and SET_IN.match(child):
                yield "\n\n"
            breaks = breaks * (not tidy(child))
            yield child
        elif (name := local(child)) in _BREAKS:
            breaks += 1
            yield "\n\n" if breaks == 2 else " "
        elif _is_text(name) and not _is_private(child, name):
            yield " " if name in _BLOCKS else ""
            stack += ("", *_children(child), child.text or "")


def _children(element: Element) -> list[Element | str]:
    """The children of an element and what follows each, last first."""
    return [one for child in element.iterchildren(reversed=True) for one in (child.tail or "", child)]


def _is_in_cell(element: Element, top: Element) -> bool:
    """Whether an element is in a cell below `top`."""
    above = element.getparent()
    while above is not None and above is not top:
        if local(above) in _CELLS:
            return True
        above = above.getparent()
    return False


def _class(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('role', '')}".strip()


def _is_private(element: Element, name: str) -> bool:
    """Whether an element of a text says that it is not for publication."""
    if not _is_text(name):
        return False
    kind = _class(element)
    return bool(kind and _NOT_PUBLIC.search(kind)) or "nonpublic" in (element.get("pubconstraint") or "")
