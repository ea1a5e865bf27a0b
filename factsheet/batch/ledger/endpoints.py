"""The table `endpoints`: what was learnt about endpoints, for the next run."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.batch.ledger.columns import now
from factsheet.models import STEPS, Footing

if TYPE_CHECKING:
    import sqlite3

    from factsheet.batch.ledger.database import Database
    from factsheet.models import Footings

_KNOWN_FOR = dt.timedelta(days=1)
"""How long a server is taken for the same: then somebody may have started another, with another window."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What is known of endpoints and models, by address and name.

    Raises:
        LedgerError: the ledger cannot be read or written; so does every method.
    """

    ledger: Database

    def known(self) -> Footings:
        """What was learnt in the last day. The length of a model's answers has no expiry."""
        since = (dt.datetime.now(dt.UTC) - _KNOWN_FOR).isoformat(timespec="milliseconds")
        return {
            (row["address"], row["model"]): _footing(row) if row["learnt"] > since else Footing(longest=row["longest"])
            for row in self.ledger.rows("SELECT * FROM endpoints")
        }

    def keep(self, footings: Footings) -> None:
        """Keep what is known now."""
        rows = [
            (*key, one.step, one.settled, one.window, json.dumps(sorted(one.refused)), one.longest, now())
            for key, one in footings.items()
        ]
        with self.ledger.transaction() as database:
            database.executemany(
                "INSERT INTO endpoints (address, model, step, settled, window, refused, longest, learnt) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address, model) DO UPDATE SET step = excluded.step, "
                "settled = excluded.settled, window = excluded.window, refused = excluded.refused, "
                "longest = excluded.longest, learnt = excluded.learnt",
                rows,
            )


def _footing(row: sqlite3.Row) -> Footing:
    window = row["window"]
    return Footing(
        step=min(row["step"], len(STEPS) - 1),
        settled=bool(row["settled"]),
        window=window,
        asked=window is not None,
        refused=set(json.loads(row["refused"])),
        longest=row["longest"],
    )
