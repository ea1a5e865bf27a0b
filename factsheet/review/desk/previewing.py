"""The brief of the opened sheet as it will print once signed, with all decisions so far.

While nobody has signed it, the page says so at its top: what a signature lets through is on it already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factsheet.briefs import html
from factsheet.briefs.content import compose
from factsheet.briefs.layout import PAPER, fit
from factsheet.review.desk.painting import shown_style
from factsheet.review.desk.standing import settle

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.records import FactSheet
    from factsheet.review.desk.painting import Pieces
    from factsheet.review.desk.state import State

_UNSIGNED = ("PREVIEW: NOT SIGNED YET",)


def preview(state: State, width: int) -> list[Pieces]:
    """The page in lines of at most `width` cells: what fits the paper that other media print."""
    page = compose(_to_print(state), state.on_table.kind, short=True)
    page = replace(page, strip=(*_strip(state), *page.strip))
    brief = fit(page, width=min(width, PAPER["width"]), height=PAPER["height"])
    return [[(run.text, shown_style(run)) for run in line] for line in brief.lines]


def preview_page(state: State) -> Path:
    """The page as HTML, in a new temporary folder.

    Raises:
        UsageError: it cannot be written.
    """
    opened = state.on_table
    return html.to_open(_to_print(state), opened.kind, opened.key, strip=_strip(state))


def _strip(state: State) -> tuple[str, ...]:
    return () if _is_signed(state) else _UNSIGNED


def _is_signed(state: State) -> bool:
    return state.on_table.standing.state in ("approved", "rejected")


def _to_print(state: State) -> FactSheet:
    """The sheet as it was signed, or as it would be if the person at the desk approved it now."""
    standing = state.on_table.standing
    if not _is_signed(state):
        standing = replace(standing, state="approved", by=state.who, at=state.moment.utc)
    return settle(state.on_table.kind, standing)
