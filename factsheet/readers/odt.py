"""ODT: the text of a document by LibreOffice or another writer of OpenDocument (ISO 26300), zipped or flat.

Tracked changes, comments, notes, headers and footers are no text of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.archives import parts
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, local
from factsheet.readers.nodes import attribute, find, find_all
from factsheet.readers.styles import add_styled, boxes
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_LEFT_OUT = frozenset(
    {
        *("tracked-changes", "annotation", "annotation-end", "note", "forms", "sequence-decls", "ruby-text"),
        *("table-of-content", "alphabetical-index", "bibliography", "user-index", "illustration-index", "table-index"),
    }
)
_DEEPEST = 60
_MOST_SPACES = 50
_LONG_CELL = 200  # characters of a cell from which its table is a layout


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a document, in its package or as one flat file.

    Raises:
        ReadError: it is damaged, encrypted, a bomb or a spreadsheet, or there is no text in it.
    """
    if data.startswith(b"PK"):
        content, place = _content(data, name), f"{name}!content.xml"
    else:
        content, place = data, name
    root, warnings = parse(content, name=place)
    walk = _Walk(Manuscript(name, "odt", warnings=warnings), _styles(root))
    text = find(root, "body/text")
    if text is None and find(root, "body/spreadsheet") is not None:
        raise ReadError(
            f"{name}: a spreadsheet, which factsheet does not read: soffice --headless --convert-to csv {name}"
        )
    if text is not None:
        walk.blocks(text, 0)
    yield article_of(walk.manuscript)


def _content(data: bytes, name: str) -> bytes:
    """The part of a packed document that has its text.

    Raises:
        ReadError: it is damaged, encrypted or a bomb, or there is no such part.
    """
    with parts(data, name) as opened:
        content = opened.read("content.xml")
        if "encryption-data" in opened.text("META-INF/manifest.xml"):
            raise ReadError(f"{name}: encrypted: save it without a password")
    if not content:
        raise ReadError(f"{name}: not an OpenDocument text: there is no content.xml in it")
    return content


def _styles(root: Element) -> dict[str, str]:
    """The style that each automatic one is made from: a paragraph in bold "P3" is a "Title" all the same."""
    found = find_all(root, "automatic-styles/style")
    return {key: attribute(one, "parent-style-name") or "" for one in found if (key := attribute(one, "name"))}


class _Walk:
    def __init__(self, manuscript: Manuscript, styles: dict[str, str]) -> None:
        self.manuscript = manuscript
        self._styles = styles

    def blocks(self, element: Element, depth: int, *, in_list: bool = False) -> None:
        """Add the paragraphs, lists and tables under an element."""
        for child in element if depth <= _DEEPEST else ():
            name = local(child)
            if name in {"p", "h"}:
                self._paragraph(child, name, depth, in_list=in_list)
            elif name == "table":
                self._table(child, depth)
            elif name and name not in _LEFT_OUT:
                self.blocks(child, depth + 1, in_list=in_list or name == "list-item")

    def _paragraph(self, element: Element, name: str, depth: int, *, in_list: bool) -> None:
        style = attribute(element, "style-name") or ""
        named = (self._styles.get(style) or style).replace("_20_", " ")
        is_title = named.lower().startswith("title")
        add_styled(
            self.manuscript,
            "heading" if name == "h" and not is_title else named,
            "".join(_strings(element, depth)),
            is_item=in_list,
        )
        for box in boxes(element, "text-box"):
            self.blocks(box, depth + 10)

    def _table(self, element: Element, depth: int) -> None:
        cells = [*element.iterdescendants("{*}table-cell")]
        if any(len("".join(_strings(cell, depth))) > _LONG_CELL for cell in cells):
            for cell in cells:
                self.blocks(cell, depth + 1)
            return
        rows = ([" ".join("".join(_strings(cell, depth)).split()) for cell in row.iterchildren("{*}table-cell")]
                for row in element.iterdescendants("{*}table-row"))  # fmt: skip
        self.manuscript.add("table", "\n".join(filter(None, (" | ".join(row).strip(" |") for row in rows))), lines=True)


def _strings(element: Element, depth: int) -> Iterator[str]:
    """The text under an element, without what is in a box of its own."""
    yield element.text or ""
    for child in element if depth <= _DEEPEST * 2 else ():
        name = local(child)
        if name == "s":
            count = (attribute(child, "c") or "1")[:3]
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
        elif name in {"tab", "line-break"}:
            yield " " if name == "tab" else "\n"
        elif name and name != "text-box" and name not in _LEFT_OUT:
            yield from _strings(child, depth + 1)
            yield "\n" if name == "p" else ""
        yield child.tail or ""
