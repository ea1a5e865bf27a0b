"""Reads articles into the ledger, and decides which of them get a sheet.

`take_in` reads the sources, `settle` groups what was read into stories and says what becomes of each version,
copy, kill and embargo.
"""

from factsheet.batch.wire.changes import changes
from factsheet.batch.wire.grouping import Item, clean_slug, copies, group
from factsheet.batch.wire.intake import files, in_turn, keep, rows_of, take_in
from factsheet.batch.wire.sketches import Sketch, containment, likeness, sketch
from factsheet.batch.wire.stories import embargoed, next_opening, settle

__all__ = [
    "Item",
    "Sketch",
    "changes",
    "clean_slug",
    "containment",
    "copies",
    "embargoed",
    "files",
    "group",
    "in_turn",
    "keep",
    "likeness",
    "next_opening",
    "rows_of",
    "settle",
    "sketch",
    "take_in",
]
