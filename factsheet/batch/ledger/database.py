"""A SQLite file with the ledger's settings; its errors become ours and name the file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from factsheet.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_S = 30.0
"""Seconds to wait for another program that is writing."""


class Database:
    """An open file. `database` is a connection in autocommit mode whose rows have names."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self.database = database

    def one(self, query: str, *values: Any) -> Any:
        """The first row of a query, or None.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        with told(self.path):
            return self.database.execute(query, values).fetchone()

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        """The rows of a query, read as they are wanted.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        with told(self.path):
            yield from self.database.execute(query, values)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Writes everything inside, or nothing.

        Raises:
            LedgerError: it cannot be written: the disk is full, say.
        """
        with told(self.path):
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield self.database
                self.database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # SQLite may have rolled back by itself
                    self.database.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def __enter__(self) -> Self:
        """The file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def connect(path: Path | str) -> sqlite3.Connection:
    """A connection with the ledger's settings; its tables are taken for made."""
    database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
    try:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        database.close()
        raise
    return database


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection to a ledger that cannot be written, on a disk for reading only, say.

    Where there is no log beside it SQLite is told that nobody changes the file, as it would want to write beside it.
    """
    has_log = path.with_name(f"{path.name}-wal").exists()
    database = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro{'' if has_log else '&immutable=1'}",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
    )
    database.row_factory = sqlite3.Row
    return database


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns errors of SQLite into ours, with the file's name."""
    try:
        yield
    except sqlite3.Error as error:
        raise failure(path, error) from error


def failure(path: Path, error: sqlite3.Error) -> LedgerError:
    """The error to raise for one of SQLite."""
    code = getattr(error, "sqlite_errorcode", None)
    advice = {
        sqlite3.SQLITE_FULL: "; make room and start again: nothing is lost",
        sqlite3.SQLITE_NOTADB: "; it is not a ledger",
        sqlite3.SQLITE_BUSY: f"; another program has locked it for {_BUSY_S:.0f} s",
    }
    return LedgerError(f"{os.fspath(path)}: {error}{advice.get(code or 0, '')}")
