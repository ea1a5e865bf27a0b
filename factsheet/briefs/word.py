"""Prints a brief as a Word document, in the styles of a desk's template if given.

python-docx writes it. Used are the styles Title, Heading 2, List Bullet and Table Grid of the template; where it lacks
one, its standard style stands in. What the page holds is for `layout` to say.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from factsheet.briefs.layout import on_paper
from factsheet.briefs.page import Run, group_head, heading, running, side_lines, with_refs
from factsheet.briefs.templating import language_tag
from factsheet.briefs.text import has_rtl, isolate
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.briefs.page import Item, Page, Part, Runs
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_GREY, _AMBER, _RED = 0x595959, 0x8A3C00, 0xA51212
_COLOURS = {"dim": _GREY, "doubt": _AMBER, "alarm": _RED, "reason": _RED}
_BOLD = frozenset({"strong", "open", "doubt", "alarm", "strip"})
_MARGIN = 12
"""Millimetres."""
_LETTERS = 8.5
"""Points."""
_TITLE = 255
"""Characters that a property of a document may have (ECMA-376)."""


def render(sheet: FactSheet, kind: Kind, template: Path | None = None) -> bytes:
    """The brief of `sheet` as a .docx document.

    Raises:
        UsageError: python-docx is not installed, or the template is not a Word document.
    """
    page = on_paper(sheet, kind)
    document = _opened(template)
    document.core_properties.title = page.headline[:_TITLE]
    document.core_properties.language = language_tag(sheet.article)
    document.core_properties.author = "factsheet"
    _head(document, page)
    for part in page.parts:
        _part(document, part)
    _paragraph(document, tuple(Run(text, "dim", own=True) for text in (" · ".join(page.foot),)))
    if page.legend:
        _paragraph(document, (Run(" · ".join(page.legend), "dim"),))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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
    for name, size, before in (
        ("Normal", _LETTERS, 0),
        ("Title", 16, 0),
        ("Heading 2", 10, 3),
        ("List Bullet", _LETTERS, 0),
    ):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(1)
        style.paragraph_format.line_spacing = 1
    return document


def _head(document: Any, page: Page) -> None:
    if page.strip:
        _paragraph(document, (Run(" · ".join(page.strip), "alarm", own=True),))
    _paragraph(document, heading(page), "Title")
    if page.source:
        _paragraph(document, (Run(" · ".join(page.source), "dim", own=True),))
    for notice in page.notices:
        _paragraph(document, (Run(f"(!) {notice.text}", "alarm", own=True),))


def _part(document: Any, part: Part) -> None:
    _paragraph(document, (Run(part.title, "alarm" if part.style == "alarm" else "text"),), "Heading 2")
    last: Any = None
    for name, items in part.groups.items():
        if name is not None:
            _paragraph(document, group_head(name, part.roles))
        if part.layout == "inline":
            last = _paragraph(document, running(items))
            continue
        for item in items:
            last = _paragraph(document, with_refs(item.runs, item), "List Bullet")
            _sides(document, item)
    if part.more:
        more = Run(f"+{part.more} more in the sheet", "dim")
        # Behind the last entry it takes no line of its own; behind a dispute it would be taken for a part of that.
        _paragraph(document, (more,)) if part.layout == "sides" or last is None else _fill(last, (Run(" "), more))


def _sides(document: Any, item: Item) -> None:
    """The sides of a dispute, a cell each."""
    if not item.sides:
        return
    table = document.add_table(rows=1, cols=len(item.sides))
    _style(table, document, "Table Grid")
    for cell, side in zip(table.rows[0].cells, item.sides, strict=True):
        first, *others = side_lines(side, short=item.is_short)
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
