"""The history of review in a ledger: who decided what, and when. Append-only, safe with several writers.

Two tables of its own in the ledger of a batch: `review_events` and `review_runs`. Triggers refuse to change or delete
an event. An event is inserted in a transaction that first checks that its subject still has the value that the
person saw; it is on disk before `keep` returns.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.errors import ConflictError
from factsheet.review.desk.records import STATE, Event, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.batch.ledger import Ledger

SheetStanding: TypeAlias = tuple[str, str, str]
"""A sheet's state, who brought it there, and when."""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS review_events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        sheet TEXT NOT NULL,
        subject TEXT NOT NULL,
        verb TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        run TEXT NOT NULL,
        seconds REAL NOT NULL,
        target INTEGER)""",
    "CREATE INDEX IF NOT EXISTS review_events_of ON review_events (sheet, subject, seq)",
    """CREATE TABLE IF NOT EXISTS review_runs (
        digest TEXT PRIMARY KEY,
        sheet TEXT NOT NULL,
        document BLOB NOT NULL,
        model TEXT NOT NULL,
        prompts TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS review_drafts (
        sheet TEXT NOT NULL,
        subject TEXT NOT NULL,
        who TEXT NOT NULL,
        texts TEXT NOT NULL,
        PRIMARY KEY (sheet, subject, who)) WITHOUT ROWID""",
    """CREATE TRIGGER IF NOT EXISTS review_events_stay BEFORE UPDATE ON review_events
        BEGIN SELECT RAISE(ABORT, 'the history of review is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS review_events_are_kept BEFORE DELETE ON review_events
        BEGIN SELECT RAISE(ABORT, 'the history of review is append-only'); END""",
)

_PLAIN = ("sheet", "subject", "verb", "who", "at", "run", "seconds", "target")
"""Columns that hold a field of an event as it is; `before` and `after` are JSON."""
_COLUMNS = "seq, sheet, subject, verb, before, after, who, at, run, seconds, target"


class History:
    """The history in an open ledger; creates its tables if they are missing.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._db = ledger.database
        if ledger.one("SELECT name FROM sqlite_master WHERE name = 'review_events_are_kept'") is None:
            with ledger.transaction() as database:
                for statement in _TABLES:
                    database.execute(statement)

    def keep(self, events: Sequence[Event], *, run: Run | None = None, seen: int | None = None) -> tuple[Event, ...]:
        """Insert events, all or none, and the run they are about; returns them with their `seq`.

        With `seen`, their sheet must have no event after that `seq`: a signature is for what was seen.

        Raises:
            ConflictError: somebody else has decided in the meantime; nothing is kept.
            LedgerError: the ledger cannot be written.
        """
        with self.ledger.transaction():
            for event in events:
                self._check(event, seen)
            if run is not None:
                self._keep_run(run)
            return tuple(self._insert(event) for event in events)

    def _check(self, event: Event, seen: int | None) -> None:
        row = self._db.execute(
            "SELECT after, who FROM review_events WHERE sheet = ? AND subject = ? ORDER BY seq DESC LIMIT 1",
            (event.sheet, event.subject),
        ).fetchone()
        after, who = (json.loads(row[0]), row[1]) if row else (None, "")
        if after != event.before:
            raise ConflictError(f"{who} has decided on this in the meantime: nothing was saved, look again")
        if seen is not None:
            row = self._db.execute(
                "SELECT who, COUNT(*) FROM review_events WHERE sheet = ? AND seq > ?", (event.sheet, seen)
            ).fetchone()
            if row[1]:
                raise ConflictError(f"{row[0]} has changed this sheet in the meantime: not signed, look again")

    def _insert(self, event: Event) -> Event:
        cursor = self._db.execute(
            f"INSERT INTO review_events ({', '.join(_PLAIN)}, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*(getattr(event, name) for name in _PLAIN), _text(event.before), _text(event.after)),
        )
        return replace(event, seq=cursor.lastrowid)

    def keep_run(self, run: Run) -> None:
        """Store a run of a model.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        with self.ledger.transaction():
            self._keep_run(run)

    def _keep_run(self, run: Run) -> None:
        packed = zlib.compress(run.document.encode("utf-8", "surrogatepass"))
        self._db.execute(
            "INSERT OR IGNORE INTO review_runs (digest, sheet, document, model, prompts) VALUES (?, ?, ?, ?, ?)",
            (run.digest, run.sheet, packed, run.model, run.prompts),
        )

    def keep_draft(self, sheet: str, subject: str, who: str, texts: Mapping[str, str] | None) -> None:
        """Store what somebody has typed into the form of a fact; None deletes it.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        with self.ledger.transaction() as database:
            if texts is None:
                where = "sheet = ? AND subject = ? AND who = ?"
                database.execute(f"DELETE FROM review_drafts WHERE {where}", (sheet, subject, who))  # noqa: S608
            else:
                row = (sheet, subject, who, _text(dict(texts)))
                database.execute("INSERT OR REPLACE INTO review_drafts VALUES (?, ?, ?, ?)", row)

    def draft(self, sheet: str, subject: str, who: str) -> dict[str, str] | None:
        """What somebody had typed when the form was closed, None if it was saved or never opened."""
        row = self.ledger.one(
            "SELECT texts FROM review_drafts WHERE sheet = ? AND subject = ? AND who = ?", sheet, subject, who
        )
        return dict(json.loads(row["texts"])) if row else None

    def events(self, sheet: str | None = None, *, after: int = 0) -> Iterator[Event]:
        """The events on one sheet or on all, in order; with `after`, only those with a greater `seq`."""
        where = "seq > ?" if sheet is None else "seq > ? AND sheet = ?"
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM review_events WHERE {where} ORDER BY seq",  # noqa: S608
            (after,) if sheet is None else (after, sheet),
        )
        return (_event(row) for row in rows)

    def last(self) -> int:
        """The `seq` of the newest event, 0 if there is none."""
        return int(self._db.execute("SELECT COALESCE(MAX(seq), 0) FROM review_events").fetchone()[0])

    def states(self, known: Mapping[str, SheetStanding] | None = None, *, after: int = 0) -> dict[str, SheetStanding]:
        """State, person and time of every sheet with events; `known` is updated with those after `after`."""
        found = dict(known or {})
        query = "SELECT sheet, subject, after, who, at FROM review_events WHERE seq > ? ORDER BY seq"
        for sheet, subject, value, who, at in self._db.execute(query, (after,)):
            if subject == STATE:
                stands = json.loads(value)
                found[sheet] = (stands["state"] if stands else "in review", who, at)
            elif found.get(sheet, ("", "", ""))[0] not in ("approved", "rejected"):
                found[sheet] = ("in review", who, at)
        return found

    def run(self, digest: str) -> Run | None:
        """The run of that digest, None if it was never stored."""
        row = self._db.execute(
            "SELECT digest, sheet, document, model, prompts FROM review_runs WHERE digest = ?", (digest,)
        ).fetchone()
        return row and Run(row[0], row[1], zlib.decompress(row[2]).decode("utf-8", "surrogatepass"), row[3], row[4])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _event(row: tuple[Any, ...]) -> Event:
    seq, sheet, subject, verb, before, after, who, at, run, seconds, target = row
    return Event(sheet, subject, verb, json.loads(before), json.loads(after), who, at, run, seconds, target, seq)
