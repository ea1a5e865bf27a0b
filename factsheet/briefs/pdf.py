"""Prints a brief as a PDF of one page: real text, embedded fonts, tagged for screen readers (PDF/UA-1).

typst sets it by `templates/brief.typ`. It gets the page as data, never as markup, so that nothing in a sheet can act;
the template reads no file. What the page holds is for `layout` to say; letters are made as large as the page allows.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from factsheet.briefs.content import compose
from factsheet.briefs.layout import PAPER, fit
from factsheet.briefs.page import Run, group_head, side_who, side_words, with_refs
from factsheet.briefs.text import is_rtl, isolate
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from factsheet.briefs.page import Item, Page, Part, Runs, SideText
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
    page = fit(compose(sheet, kind, short=True), **PAPER).page
    found = _LANGUAGE.match(sheet.article.language or "")
    data = {**_page(page), "paper": paper, "lang": found.group().lower() if found else "en", "fonts": _FONTS}
    inputs = {"brief": json.dumps(data)}
    try:
        return typst.compile(_template(), sys_inputs=inputs, pdf_standards=["ua-1"])
    except typst.TypstError:
        # The standard refuses a letter that no font on this system has; the page is tagged all the same.
        return typst.compile(_template(), sys_inputs=inputs)


def _page(page: Page) -> dict[str, Any]:
    return {
        "title": _text(page.title.runs) if page.title else "Brief",
        "heading": _runs(with_refs(page.title.runs, page.title) if page.title else (Run("Brief"),)),
        "rtl": bool(page.title and is_rtl(_text(page.title.runs))),
        "strip": [*map(_broken, page.strip)],
        "source": [*map(_broken, page.source)],
        "notices": [_broken(notice.text) for notice in page.notices],
        "parts": [_part(part) for part in page.parts],
        "foot": [*map(_broken, page.foot)],
        "legend": list(page.legend),
    }


def _part(part: Part) -> dict[str, Any]:
    groups: dict[str | None, list[Item]] = {}
    for item in part.items:
        groups.setdefault(item.group, []).append(item)
    return {
        "title": part.title,
        "layout": part.layout,
        "style": part.style,
        "more": part.more,
        "groups": [
            {"head": _runs(group_head(name, part.roles)) if name is not None else [], "items": [*map(_item, items)]}
            for name, items in groups.items()
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {"runs": _runs(with_refs(item.runs, item)), "sides": [_side(side, item) for side in item.sides]}


def _side(side: SideText, item: Item) -> dict[str, Any]:
    words = [((Run(one.ref, "dim"),) if item.is_short else side_words(one)) for one in side.words]
    return {"title": side.title, "who": _runs((side_who(side),)), "words": [_runs(runs) for runs in words]}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [
        {"text": _broken(run.text) if run.own else run.text, "style": run.style, "under": run.under} for run in runs
    ]


def _broken(text: str) -> str:
    """A text that may be broken within its endless words."""
    return isolate(_ENDLESS.sub("\\g<0>\u200b", text))


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@cache
def _template() -> bytes:
    return (resources.files("factsheet.briefs") / "templates" / "brief.typ").read_bytes()
