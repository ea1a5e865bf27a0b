"""The table `runs`: when each run worked on the ledger, with which model, and how it ended."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger.columns import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.batch.ledger.database import Database


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a ledger.

    Raises:
        LedgerError: the ledger cannot be read or written; so does every method.
    """

    ledger: Database

    def begin(self, kind: str, model: str) -> int:
        """Begin a run of this process; returns its number."""
        with self.ledger.transaction() as database:
            run = database.execute(
                "INSERT INTO runs (started, pid, kind, model) VALUES (?, ?, ?, ?)", (now(), os.getpid(), kind, model)
            ).lastrowid
        assert run is not None
        return run

    def end(self, run: int, outcome: str) -> None:
        """Say how a run ended."""
        with self.ledger.transaction() as database:
            database.execute("UPDATE runs SET ended = ?, outcome = ? WHERE id = ?", (now(), outcome, run))

    def remember(self, run: int, flags: Mapping[str, Any]) -> None:
        """Store the options of a run, for the one that continues it."""
        with self.ledger.transaction() as database:
            database.execute("UPDATE runs SET flags = ? WHERE id = ?", (json.dumps(flags), run))

    def remembered(self) -> dict[str, Any]:
        """The stored options of the latest run that has any; empty if none has."""
        row = self.ledger.one("SELECT flags FROM runs WHERE flags <> '{}' ORDER BY id DESC LIMIT 1")
        return json.loads(row["flags"]) if row else {}

    def any(self) -> bool:
        """Whether there was any run."""
        return self.ledger.one("SELECT 1 FROM runs") is not None

    def last(self) -> dict[str, Any] | None:
        """`started, ended, model, outcome` of the latest run."""
        row = self.ledger.one("SELECT started, ended, model, outcome FROM runs ORDER BY id DESC LIMIT 1")
        return dict(row) if row else None
