"""Prints a brief as a Word document, in the styles of a desk's template if given.

python-docx writes it. Used are the styles Title, Heading 2, List Bullet and Table Grid of the template; where it lacks
one, its standard style is in. What the page holds is for `layout` to say.
"""

from __future__ import annotations

import io
import math
from bisect import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from factsheet.briefs.content import compose
from factsheet.briefs.layout import fit_paper, on_paper
from factsheet.briefs.page import Run, group_head, heading, running, side_lines, with_refs
from factsheet.briefs.templating import language_tag
from factsheet.briefs.text import has_rtl, isolate
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from factsheet.briefs.page import Item, Page, Part, Runs
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_GREY, _AMBER, _RED = 0x595959, 0x8A3C00, 0xA51212
_COLOURS = {"dim": _GREY, "doubt": _AMBER, "alarm": _RED, "reason": _RED}
_BOLD = frozenset({"strong", "open", "doubt", "alarm", "strip"})
_STYLES = ("Normal", "Title", "Heading 2", "List Bullet")
"""The styles whose letters are set where there is no template."""
_MARGIN = 12
"""Millimetres."""
_SIZES = (11, 10.5, 10, 9.5, 9, 8.5)
"""Points of the letters, the largest that fit first."""
_HEADINGS = {"Title": 16, "Heading 2": 10}
_FONT = "Arial"
"""It is in every Office, and LibreOffice has one of the same widths."""
_ROOM = 755
"""Points of height between the margins of A4."""
_WIDTH = 520
"""The same of width."""
_INDENTS, _BEFORE, _AFTER = {"List Bullet": 18}, {"Heading 2": 3}, 1
"""Points by which a style is set in, and those of the space before and after a paragraph."""
_WIDE, _HIGH = 0.465, 1.16
"""An average letter's width with what is lost at the ends of lines, and the distance of lines, as parts of the size."""
_TALLEST = 30
"""Lines that this page may have more than a printed one."""
_TITLE = 255
"""Characters that a property of a document may have (ECMA-376)."""


def render(sheet: FactSheet, kind: Kind, template: Path | None = None) -> bytes:
    """The brief of `sheet` as a .docx document.

    Raises:
        UsageError: python-docx is not installed, or the template is not a Word document.
    """
    blocks, size = (list(_blocks(on_paper(sheet, kind))), 0.0) if template else _full(compose(sheet, kind, short=True))
    document = _opened(template)
    document.core_properties.title = next(_text(block.runs) for block in blocks if block.style == "Title")[:_TITLE]
    document.core_properties.language = language_tag(sheet.article)
    document.core_properties.author = "factsheet"
    if size:
        _set_sizes(document, size)
    for block in blocks:
        _write(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph in a style of the template, or the sides of a dispute, each with its paragraphs."""

    runs: Runs = ()
    style: str = ""
    sides: Sequence[Sequence[Runs]] = ()


def _full(page: Page) -> tuple[list[_Block], float]:
    """The blocks of as many entries as one page has room for, and the size of the largest letters in which they fit."""

    def blocks(taller: int) -> list[_Block]:
        return list(_blocks(fit_paper(page, taller)))

    fitting = bisect(range(_TALLEST + 1), _ROOM, key=lambda taller: _points(blocks(taller), _SIZES[-1])) - 1
    found = blocks(max(0, fitting))
    return found, next((size for size in _SIZES if _points(found, size) <= _ROOM), _SIZES[-1])


def _points(blocks: Iterable[_Block], size: float) -> int:
    """About how high blocks are that are set in letters of this size."""
    high = sum(
        max(sum(_height(runs, size, _WIDTH / len(block.sides)) for runs in side) for side in block.sides)
        if block.sides
        else _height(block.runs, _HEADINGS.get(block.style, size), _WIDTH - _INDENTS.get(block.style, 0))
        + _BEFORE.get(block.style, 0)
        for block in blocks
    )
    return math.ceil(high)


def _height(runs: Runs, size: float, width: float) -> float:
    """About how high a paragraph is that is set in letters of this size."""
    lines = math.ceil(max(1, cell_len(_text(runs))) * size * _WIDE / width)
    return lines * size * _HIGH + _AFTER


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _opened(template: Path | None) -> Any:
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise UsageError("DOCX needs the package python-docx: pip install 'factsheet[print]'") from error
    try:
        return _small(docx.Document()) if template is None else docx.Document(str(template))
    except (OSError, ValueError, KeyError, OpcError) as error:
        raise UsageError(f"{template}: not a Word document that can serve as a template") from error


def _small(document: Any) -> Any:
    """A document of A4 with letters, margins and spaces in which a brief is one page, as a rule."""
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN * Mm(1)
    for name in _STYLES:
        style = document.styles[name]
        _set_font(style)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(_BEFORE.get(name, 0)), Pt(_AFTER)
        style.paragraph_format.line_spacing = 1
    return document


def _set_sizes(document: Any, size: float) -> None:
    """Set the letters of the styles that a brief uses."""
    from docx.shared import Pt

    for name in _STYLES:
        document.styles[name].font.size = Pt(_HEADINGS.get(name, size))


def _set_font(style: Any) -> None:
    """Give a style its font; one that the template's theme names would count before it."""
    style.font.name = _FONT
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]


def _blocks(page: Page) -> Iterator[_Block]:
    """What is in the document, one below the other."""
    if page.strip:
        yield _Block((Run(" · ".join(page.strip), "alarm", own=True),))
    yield _Block(heading(page), "Title")
    if page.source:
        yield _Block((Run(" · ".join(page.source), "dim", own=True),))
    for notice in page.notices:
        yield _Block((Run(f"(!) {notice.text}", "alarm", own=True),))
    for part in page.parts:
        yield from _part(part)
    yield _Block((Run(" · ".join(page.foot), "dim", own=True),))
    if page.legend:
        yield _Block((Run(" · ".join(page.legend), "dim"),))


def _part(part: Part) -> Sequence[_Block]:
    found = [_Block((Run(part.title, "alarm" if part.style == "alarm" else "text"),), "Heading 2")]
    for name, items in part.groups.items():
        found += [_Block(group_head(name, part.roles))] if name is not None else []
        found += (
            [_Block(running(items))] if part.layout == "inline" else [one for item in items for one in _entry(item)]
        )
    if part.more:
        more = Run(f"+{part.more} more in the sheet", "dim")
        # Behind the last entry it takes no line of its own; behind a dispute it would be taken for a part of that.
        alone = part.layout == "sides" or len(found) == 1
        found[-1:] = (
            [found[-1], _Block((more,))] if alone else [replace(found[-1], runs=(*found[-1].runs, Run(" "), more))]
        )
    return found


def _entry(item: Item) -> Iterator[_Block]:
    """An entry, and the sides of a dispute below it."""
    yield _Block(with_refs(item.runs, item), "List Bullet")
    if item.sides:
        yield _Block(sides=[list(side_lines(side, short=item.is_short)) for side in item.sides])


def _write(document: Any, block: _Block) -> None:
    if not block.sides:
        _paragraph(document, block.runs, block.style)
        return
    table = document.add_table(rows=1, cols=len(block.sides))
    _style(table, document, "Table Grid")
    for cell, (first, *others) in zip(table.rows[0].cells, block.sides, strict=True):
        _fill(cell.paragraphs[0], first)
        for runs in others:
            _fill(cell.add_paragraph(), runs)


def _paragraph(document: Any, runs: Runs, style: str = "") -> Any:
    paragraph = document.add_paragraph()
    if style:
        _style(paragraph, document, style)
    _fill(paragraph, runs)
    return paragraph


def _style(target: Any, document: Any, name: str) -> None:
    found = next((style for style in document.styles if style.name == name), None)
    if found is not None:
        target.style = found


def _fill(paragraph: Any, runs: Runs) -> None:
    from docx.shared import RGBColor

    for run in runs:
        written = paragraph.add_run(isolate(run.text) if run.own else run.text)
        written.bold = True if run.style in _BOLD else None
        written.italic = True if run.style == "quote" else None
        written.underline = True if run.under else None
        written.font.rtl = True if run.own and has_rtl(run.text) else None
        if run.style in _COLOURS:
            written.font.color.rgb = RGBColor.from_string(f"{_COLOURS[run.style]:06X}")
