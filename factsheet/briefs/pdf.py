"""Prints a brief as a PDF of one page: real text, embedded fonts, tagged for screen readers (PDF/UA-1).

typst sets it by `templates/brief.typ`. It gets the page as data, never as markup, so that nothing in a sheet can act;
the template reads no file. What the page holds is for `layout` to say; letters are made as large as the page allows.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from factsheet.briefs.layout import on_paper
from factsheet.briefs.page import group_head, heading, side_lines, with_refs
from factsheet.briefs.templating import text_of
from factsheet.briefs.text import is_rtl, isolate
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from factsheet.briefs.page import Item, Page, Part, Runs
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_FONTS = ("Libertinus Serif", "Noto Naskh Arabic", "Noto Serif CJK JP", "Noto Serif", "DejaVu Sans")
"""The first comes with typst and has Latin, Greek, Cyrillic and Hebrew; the others are used where a system has them."""
_ENDLESS = re.compile(r"\S{40}")
_LANGUAGE = re.compile("[A-Za-z]{2,3}")


def render(sheet: FactSheet, kind: Kind, *, paper: str = "a4") -> bytes:
    """The brief of `sheet` as a PDF document of one page; `paper` is "a4" or "us-letter".

    Raises:
        UsageError: typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise UsageError("PDF needs the package typst: pip install 'factsheet[print]'") from error
    page = on_paper(sheet, kind)
    found = _LANGUAGE.match(sheet.article.language or "")
    data = {**_page(page), "paper": paper, "lang": found.group().lower() if found else "en", "fonts": _FONTS}
    inputs = {"brief": json.dumps(data)}
    source = text_of("brief.typ").encode()
    try:
        return typst.compile(source, sys_inputs=inputs, pdf_standards=["ua-1"])
    except typst.TypstError:
        # The standard refuses a letter that no font on this system has; the page is tagged all the same.
        return typst.compile(source, sys_inputs=inputs)


def _page(page: Page) -> dict[str, Any]:
    return {
        "title": page.headline,
        "heading": _runs(heading(page)),
        "rtl": is_rtl(page.headline),
        "strip": [*map(_broken, page.strip)],
        "source": [*map(_broken, page.source)],
        "notices": [_broken(notice.text) for notice in page.notices],
        "parts": [_part(part) for part in page.parts],
        "foot": [*map(_broken, page.foot)],
        "legend": list(page.legend),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "layout": part.layout,
        "style": part.style,
        "more": part.more,
        "groups": [
            {"head": _runs(group_head(name, part.roles)) if name is not None else [], "items": [*map(_item, items)]}
            for name, items in part.groups.items()
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    sides = [[_runs(runs) for runs in side_lines(side, short=item.is_short)] for side in item.sides]
    return {"runs": _runs(with_refs(item.runs, item)), "sides": sides}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [
        {"text": _broken(run.text) if run.own else run.text, "style": run.style, "under": run.under} for run in runs
    ]


def _broken(text: str) -> str:
    """A text that may be broken within its endless words."""
    return isolate(_ENDLESS.sub("\\g<0>\u200b", text))
