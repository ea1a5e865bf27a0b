"""The tables `submissions` and `submitted`: files of requests that a provider answers in its own time.

A submission is one file. It is `written` here, `sending` while it is uploaded, `sent` once the provider has it,
`starting` while the provider is asked to begin, `held` where it has no room now, `started` once it has begun, and
`ended` once all that came of it is kept. A request of it is `asked` until it is `answered` or `failed`, or has to be
asked `again`; rows of articles that are made are forgotten.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.batch.ledger.columns import now, storable
from factsheet.batch.ledger.completions import keeping_answer, keeping_spending

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from factsheet.batch.ledger.database import Database
    from factsheet.batch.ledger.writer import Work
    from factsheet.records import Completion, Usage

_COLUMNS = "id, endpoint, model, name, state, requests, bytes, file, batch, told"


HELD = "held back, as the provider's limit of enqueued tokens is reached"
"""Why files are `held`, in words."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A file of requests for one model of one endpoint; `file` and `batch` are the provider's names for it."""

    id: int
    endpoint: str
    model: str
    name: str
    state: str
    requests: int
    bytes: int
    file: str | None
    batch: str | None
    told: str
    """What the provider said of it last."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A request; `line` is its line in the file, from 1."""

    key: str
    article: int
    line: int
    at_most: float
    """US dollars that it can cost, where that is known, else 0."""
    times: int = 1
    """How often it was submitted."""
    state: str = "asked"
    failure: str = ""
    """The class of the error that it ended in."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Files of a submission that has ended, by the provider's names, that are to be deleted there."""

    submission: int
    endpoint: str
    model: str
    files: tuple[str, ...]
    told: str = ""
    """What the provider said last."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a request ended in, and what that used."""

    name: str
    reason: str
    used: Usage | None = None
    again: bool = False
    """Whether it is to be asked again: it was never answered, nor paid for."""


@dataclass(frozen=True, slots=True)
class Submissions:
    """The submissions of a ledger.

    Raises:
        LedgerError: the ledger cannot be read or written; so does every method.
    """

    ledger: Database

    def open(self) -> list[Submission]:
        """Those that have not ended, in the order in which they were written."""
        query = f"SELECT {_COLUMNS} FROM submissions WHERE state <> 'ended' ORDER BY id"  # noqa: S608 - the names above
        return [Submission(*row) for row in self.ledger.rows(query)]

    def find(self, key: str, endpoint: str) -> Submitted | None:
        """What is known of a request to an endpoint."""
        row = self.ledger.one(
            "SELECT key, article, line, at_most, times, state, failure, reason FROM submitted "
            "WHERE key = ? AND endpoint = ?",
            key,
            endpoint,
        )
        return row and Submitted(*row)

    def under_way(self) -> tuple[int, float]:
        """How many requests are asked, and US dollars that they can cost together."""
        number, at_most = self.ledger.one(
            "SELECT count(*), coalesce(sum(at_most), 0.0) FROM submitted WHERE state = 'asked'"
        )
        return int(number), float(at_most)

    def any(self) -> bool:
        """Whether anything is to be collected, or to be deleted at the provider."""
        return self.ledger.one("SELECT 1 FROM submissions WHERE state <> 'ended' OR leftover <> '[]'") is not None

    def held(self) -> int:
        """How many files the provider has no room for now."""
        return int(self.ledger.one("SELECT count(*) FROM submissions WHERE state = 'held'")[0])

    def leftover(self) -> list[Leftover]:
        """What is to be deleted at the providers."""
        query = "SELECT id, endpoint, model, leftover, told FROM submissions WHERE leftover <> '[]' ORDER BY id"
        return [
            Leftover(number, endpoint, model, tuple(json.loads(files)), told)
            for number, endpoint, model, files, told in self.ledger.rows(query)
        ]

    def articles(self, submission: int) -> frozenset[int]:
        """The articles that a submission has requests of."""
        query = "SELECT DISTINCT article FROM submitted WHERE submission = ?"
        return frozenset(row["article"] for row in self.ledger.rows(query, submission))

    def rejected(self, endpoint: str, model: str) -> list[str]:
        """What an endpoint said of requests to a model that it did not take as they were, in the order it said so."""
        query = "SELECT rejected FROM submissions WHERE endpoint = ? AND model = ? ORDER BY id"
        return [said for row in self.ledger.rows(query, endpoint, model) for said in json.loads(row["rejected"])]

    def forget(self, *, failures: bool) -> None:
        """Forget the requests of articles that are done with; with `failures`, those that failed of what waits."""
        done = "article NOT IN (SELECT id FROM articles WHERE state = 'waiting') AND state <> 'asked'"
        with self.ledger.transaction() as database:
            database.execute(f"DELETE FROM submitted WHERE {done}")  # noqa: S608
            if failures:
                database.execute("DELETE FROM submitted WHERE state = 'failed'")


def keeping_submission(one: Submission, requests: Iterable[Submitted]) -> Work:
    """Work for the writer: keep a file that is written, and its requests; gives back its number."""
    made = list(requests)

    def keep(database: sqlite3.Connection) -> int:
        values = (one.endpoint, one.model, one.name, one.state, one.requests, one.bytes, now())
        number = database.execute(
            "INSERT INTO submissions (endpoint, model, name, state, requests, bytes, changed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        ).lastrowid
        assert number is not None
        database.executemany(
            "INSERT OR REPLACE INTO submitted (key, endpoint, submission, article, line, at_most, times) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((each.key, one.endpoint, number, each.article, each.line, each.at_most, each.times) for each in made),
        )
        return number

    return keep


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of a submission: its state, and changes of the rest."""

    state: str
    file: str | None = None
    batch: str | None = None
    told: str | None = None
    rejected: tuple[str, ...] = ()
    """What was said of requests that are not taken as they are."""
    leftover: tuple[str, ...] | None = None
    """What is to be deleted at the provider, where that is another now."""


def keeping_step(submission: int, step: Step) -> Work:
    """Work for the writer: keep how far a submission came."""
    told = None if step.told is None else storable(step.told)
    rejected = json.dumps(step.rejected) if step.rejected else None
    leftover = None if step.leftover is None else json.dumps(step.leftover)
    values = (step.state, step.file, step.batch, told, rejected, leftover, now(), submission)

    def keep(database: sqlite3.Connection) -> None:
        database.execute(
            "UPDATE submissions SET state = ?, file = coalesce(?, file), batch = coalesce(?, batch), "
            "told = coalesce(?, told), rejected = coalesce(?, rejected), leftover = coalesce(?, leftover), changed = ? "
            "WHERE id = ?",
            values,
        )

    return keep


def keeping_result(submission: Submission, key: str, result: Completion | Failure) -> Work:
    """Work for the writer: keep what came of a request, once; a second result of it is none."""
    place = (key, submission.endpoint, submission.id)

    def keep(database: sqlite3.Connection) -> bool:
        query = "SELECT at_most FROM submitted WHERE key = ? AND endpoint = ? AND submission = ? AND state = 'asked'"
        row = database.execute(query, place).fetchone()
        if row is None:
            return False
        if isinstance(result, Failure):
            state = "again" if result.again else "failed"
            if result.used is not None and result.used.requests:
                bound = row["at_most"] if result.used.cost is None else 0.0
                keeping_spending(submission.model, result.used, bound)(database)
        else:
            state, bound = "answered", row["at_most"] if result.usage.cost is None else 0.0
            keeping_answer(key, submission.endpoint, submission.model, result, bound)(database)
        told = (result.name, storable(result.reason)) if isinstance(result, Failure) else ("", "")
        database.execute(
            "UPDATE submitted SET state = ?, failure = ?, reason = ? WHERE key = ? AND endpoint = ? AND submission = ?",
            (state, *told, *place),
        )
        return True

    return keep


def keeping_line(submission: Submission, line: int, failure: Failure) -> Work:
    """Work for the writer: keep what became of the request in a line, from 1."""

    def keep(database: sqlite3.Connection) -> None:
        query = "SELECT key FROM submitted WHERE submission = ? AND line = ?"
        for (key,) in database.execute(query, (submission.id, line)).fetchall():
            keeping_result(submission, key, failure)(database)

    return keep


def keeping_rest(submission: Submission, failure: Failure) -> Work:
    """Work for the writer: keep one failure for all requests of a submission that nothing came of; gives their number.

    Where `failure` tells of a usage each of them counts as that, at the most that it can have cost.
    """
    state = "again" if failure.again else "failed"
    left = "submission = ? AND state = 'asked'"

    def keep(database: sqlite3.Connection) -> int:
        number, bound = database.execute(
            f"SELECT count(*), coalesce(sum(at_most), 0.0) FROM submitted WHERE {left}",  # noqa: S608
            (submission.id,),
        ).fetchone()
        if number and failure.used is not None:
            used = replace(failure.used, requests=failure.used.requests * number)
            keeping_spending(submission.model, used, bound)(database)
        values = (state, failure.name, storable(failure.reason), submission.id)
        database.execute(f"UPDATE submitted SET state = ?, failure = ?, reason = ? WHERE {left}", values)  # noqa: S608
        return int(number)

    return keep
