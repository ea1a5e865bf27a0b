"""The tables `sheets` and `attempts`: the sheets, and the usage of each attempt."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger.columns import now, storable
from factsheet.records import Usage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from factsheet.batch.ledger.database import Database
    from factsheet.batch.ledger.writer import Work


_STORIES = (
    "SELECT articles.id, articles.slug, articles.title, articles.agency, articles.published, articles.updated, "
    "articles.urgency, articles.state, articles.reason, sheets.stem, sheets.made, sheets.model, sheets.errors, "
    "sheets.warnings, sheets.missing, sheets.outline FROM sheets JOIN articles ON articles.id = sheets.article"
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of `sheets`, in the order of its columns."""

    article: int
    stem: str
    sha256: str
    recipe: str
    kind: str
    model: str
    chunks: int
    made: str
    errors: int
    warnings: int
    missing: int
    outline: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at an article; `outcome` is its state afterwards."""

    article: int
    run: int
    started: str
    model: str
    outcome: str
    reason: str
    used: Usage


def keeping_attempt(one: Attempt) -> Work:
    """Work for the writer: keep an attempt, and what it brought the article to."""
    used = one.used
    counts = (used.requests, used.prompt_tokens, used.completion_tokens, used.cost)
    values = (one.article, one.run, one.started, now(), one.model, one.outcome, storable(one.reason), *counts)

    def keep(database: sqlite3.Connection) -> None:
        database.execute(
            "INSERT INTO attempts (article, run, started, ended, model, outcome, reason, requests, prompt_tokens, "
            "completion_tokens, cost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        database.execute(
            "UPDATE articles SET state = ?, reason = ? WHERE id = ?", (one.outcome, storable(one.reason), one.article)
        )

    return keep


def keeping_sheet(sheet: SheetRow, attempt: Attempt) -> Work:
    """Work for the writer: keep the row of a sheet, and the attempt that made it."""
    values, keep_attempt = astuple(sheet), keeping_attempt(attempt)

    def keep(database: sqlite3.Connection) -> None:
        database.execute(f"INSERT OR REPLACE INTO sheets VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
        keep_attempt(database)

    return keep


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a ledger.

    Raises:
        LedgerError: the ledger cannot be read or written; so does every method.
    """

    ledger: Database

    def stem(self, article: int) -> str | None:
        """The name of an article's files; None where it has no sheet."""
        row = self.ledger.one("SELECT stem FROM sheets WHERE article = ?", article)
        return row and str(row["stem"])

    def stems(self) -> Iterator[str]:
        """The names of all, in the order of their articles."""
        return (row["stem"] for row in self.ledger.rows("SELECT stem FROM sheets ORDER BY article"))

    def remove(self, article: int) -> None:
        """Forget an article's sheet."""
        with self.ledger.transaction() as database:
            database.execute("DELETE FROM sheets WHERE article = ?", (article,))

    def stories(self) -> Iterator[dict[str, Any]]:
        """Each sheet with what its source says of its article, for lists of them."""
        return map(dict, self.ledger.rows(f"{_STORIES} ORDER BY articles.id"))

    def story(self, article: int) -> dict[str, Any]:
        """The same of one article, which has a sheet."""
        return dict(self.ledger.one(f"{_STORIES} WHERE articles.id = ?", article))

    def outlines(self) -> Iterator[tuple[int, str]]:
        """Each article that has a sheet, with the sheet's outline, JSON."""
        return ((row[0], row[1]) for row in self.ledger.rows("SELECT article, outline FROM sheets ORDER BY article"))

    def used(self, model: str, most: int) -> list[tuple[int, Usage]]:
        """What the latest articles that a model made whole used, at most so many; by the article's id."""
        rows = self.ledger.rows(
            "SELECT article, requests, prompt_tokens, completion_tokens FROM attempts "
            "WHERE model = ? AND outcome = 'made' AND requests > 0 AND completion_tokens > 0 ORDER BY id DESC LIMIT ?",
            model,
            most,
        )
        return [(row[0], Usage(row[2], 0, row[3], row[1])) for row in rows]

    def standings(self) -> tuple[dict[str, int], int]:
        """How many entries of all sheets have which standing, and how many sheets were made before there were any."""
        counts: Counter[str] = Counter()
        without = 0
        for (written,) in self.ledger.rows("SELECT json_extract(outline, '$.standings') FROM sheets"):
            if written is None:
                without += 1
            else:
                counts.update(json.loads(written))
        return dict(counts), without
