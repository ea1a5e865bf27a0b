"""DOCX: the text of a document by Word or another writer of its format, by paragraph styles.

Deleted and hidden text, comments, notes, headers and footers are no text of the document. Written after ECMA-376,
part 1, "WordprocessingML". The parts are read like any XML of the wire, so that no entity is expanded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.archives import Parts, parts
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, local
from factsheet.readers.nodes import attribute, find, find_all
from factsheet.readers.styles import add_styled, boxes
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_OVERRIDE = re.compile(r"<Override\b[^<>]{1,400}>")
_PART = re.compile(r'PartName="/?([^"]{1,200})"')
_MAIN_TYPE = "wordprocessingml.document.main+xml"
# What holds no text of the document: deletions, the other form of a drawing, codes of fields, notes, ruby.
_LEFT_OUT = frozenset({"del", "movefrom", "fallback", "instrtext", "deltext", "rt", "footnotereference", "rpr", "ppr"})
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "softhyphen": ""}
_OFF = frozenset({"0", "false", "off"})
_LONG_CELL = 200  # characters of a cell from which its table is a layout
_DEEPEST = 60


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a document.

    Raises:
        ReadError: it is damaged or a bomb, or there is no text in it.
    """
    with parts(data, name) as opened:
        root, warnings = _main(opened, name)
        walk = _Walk(Manuscript(name, "docx", warnings=warnings), _styles(opened, name))
    body = find(root, "body")
    if body is not None:
        walk.blocks(body, 0)
    yield article_of(walk.manuscript)


def _main(opened: Parts, name: str) -> tuple[Element, list[str]]:
    types = _OVERRIDE.findall(opened.text("[Content_Types].xml"))
    named = [match[1] for one in types if _MAIN_TYPE in one and (match := _PART.search(one))]
    part = named[0] if named else "word/document.xml"
    data = opened.read(part)
    if not data:
        raise ReadError(f"{name}: not a Word document: there is no {part} in it")
    return parse(data, name=f"{name}!{part}")


def _styles(opened: Parts, name: str) -> dict[str, str]:
    """The name of each style, and of the one it is based on where its own says nothing: "Title", "heading 2"."""
    data = opened.read("word/styles.xml")
    if not data:
        return {}
    root, _ = parse(data, name=f"{name}!word/styles.xml")
    return {
        key: f"{attribute(find(style, 'name'), 'val') or key} {attribute(find(style, 'basedOn'), 'val') or ''}".strip()
        for style in find_all(root, "style")
        if (key := attribute(style, "styleid"))
    }


class _Walk:
    def __init__(self, manuscript: Manuscript, styles: dict[str, str]) -> None:
        self.manuscript = manuscript
        self._styles = styles

    def blocks(self, element: Element, depth: int) -> None:
        """Add the paragraphs and tables under an element."""
        for child in element if depth <= _DEEPEST else ():
            name = local(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name and name not in _LEFT_OUT:
                self.blocks(child, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> None:
        style = attribute(find(element, "pPr/pStyle"), "val") or ""
        is_item = find(element, "pPr/numPr") is not None
        add_styled(self.manuscript, self._styles.get(style, style), _text(element, depth), is_item=is_item)
        for box in boxes(element, "txbxcontent"):
            self.blocks(box, depth + 10)

    def _table(self, element: Element, depth: int) -> None:
        rows = [[_text(cell, depth) for cell in find_all(row, "tc")] for row in find_all(element, "tr")]
        if any(len(cell) > _LONG_CELL for row in rows for cell in row):
            for cell in find_all(element, "tr/tc"):
                self.blocks(cell, depth + 1)
            return
        lines = (" | ".join(" ".join(cell.split()) for cell in row).strip(" |") for row in rows)
        self.manuscript.add("table", "\n".join(filter(None, lines)), lines=True)


def _text(element: Element, depth: int) -> str:
    """The text of a paragraph or cell, without what is in a box of its own."""
    return "".join(_strings(element, depth))


def _strings(element: Element, depth: int) -> Iterator[str]:
    for child in element if depth <= _DEEPEST * 2 else ():
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "p":
            yield from _strings(child, depth + 1)
            yield "\n"
        elif name == "txbxcontent" or name in _LEFT_OUT or (name == "r" and _is_hidden(child)):
            continue
        elif name:
            yield from _strings(child, depth + 1)


def _is_hidden(run: Element) -> bool:
    mark = find(run, "rPr/vanish")
    return mark is not None and (attribute(mark, "val") or "").lower() not in _OFF
