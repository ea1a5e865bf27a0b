"""Review: people check sheets, decide on each fact, and sign.

`desk` is the pure half: what was decided, how a sheet stands with it, and the screen as a value. `screen` has the
widgets that show it. This is the door to both; `ReviewApp` needs the package textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.review.desk.desk import Desk, Opened
from factsheet.review.desk.records import REASONS, Pen
from factsheet.review.desk.shelf import open_shelf
from factsheet.review.desk.standing import Item, Standing, decided_by_hand, settle
from factsheet.review.desk.stats import Tally, table, tally

if TYPE_CHECKING:
    from factsheet.review.screen.app import ReviewApp

__all__ = [
    "REASONS",
    "Desk",
    "Item",
    "Opened",
    "Pen",
    "ReviewApp",
    "Standing",
    "Tally",
    "decided_by_hand",
    "open_shelf",
    "settle",
    "table",
    "tally",
]


def __getattr__(name: str) -> Any:
    """Import the screen when it is wanted: the export and the statistics do without textual."""
    if name == "ReviewApp":
        from factsheet.review.screen.app import ReviewApp

        return ReviewApp
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
