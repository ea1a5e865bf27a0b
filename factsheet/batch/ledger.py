"""The ledger of a batch: one SQLite file that says what was read, asked, paid for and made.

It is in WAL mode and every commit is on disk before it is answered, so that a process that is killed, or a
machine that is unplugged, leaves what was committed and nothing by halves. Anybody may read it at any time;
several programs may write (each waits for the others), but only one run at a time: `claim` holds that.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from factsheet.batch.tables import bring_up
from factsheet.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "ledger.db"
"""The ledger's name in the folder of a batch."""

_CLAIM = ".run.lock"
_BUSY_S = 30.0
"""Seconds to wait for another program that is writing."""


class Ledger:
    """An open ledger. `database` is a connection in autocommit mode whose rows have names."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self.database = database

    def one(self, query: str, *values: Any) -> Any:
        """The first row of a query, or None.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        with _told(self.path):
            return self.database.execute(query, values).fetchone()

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        """The rows of a query, read as they are wanted.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        with _told(self.path):
            yield from self.database.execute(query, values)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside, or nothing of it.

        Raises:
            LedgerError: it cannot be written: the disk is full, say.
        """
        with _told(self.path):
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
        """The ledger itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def open_ledger(path: Path, *, create: bool = False) -> Ledger:
    """Open the ledger at `path`, a file; with `create`, make it and its folder where there is none.

    Raises:
        UsageError: there is none, or its folder cannot be written.
        LedgerError: it is no ledger, is damaged, or was made by a newer program.
    """
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from error
    elif not path.is_file():
        raise UsageError(f"{path.parent}: holds no {path.name}; factsheet batch makes one")
    with _told(path):
        database = connect(path)
        try:
            bring_up(database, str(path))
        except BaseException:
            database.close()
            raise
    return Ledger(path, database)


def connect(path: Path) -> sqlite3.Connection:
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


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Hold a batch for one run, so that a second one beside it stops before it asks anything.

    The claim is a lock on a database of its own, which the system takes away when the process ends, however
    it ends.

    Raises:
        UsageError: another run holds it, or the folder cannot be written.
    """
    with closing(_lockable(folder)) as lock:
        try:
            lock.execute("PRAGMA locking_mode = EXCLUSIVE")
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise UsageError(f"{folder}: cannot be written: {error}") from error
            raise UsageError(
                f"{folder}: another run is writing here; wait for it, or choose another folder with -o"
            ) from error
        yield


def _lockable(folder: Path) -> sqlite3.Connection:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(folder / _CLAIM, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{folder}: cannot be written: {error}") from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Errors of SQLite as ours, with the file's name."""
    try:
        yield
    except sqlite3.Error as error:
        raise failure(path, error) from error


def failure(path: Path, error: sqlite3.Error) -> LedgerError:
    """What to raise for an error of SQLite."""
    code = getattr(error, "sqlite_errorcode", None)
    advice = {
        sqlite3.SQLITE_FULL: "; make room and start again: nothing is lost",
        sqlite3.SQLITE_NOTADB: "; it is no ledger",
        sqlite3.SQLITE_BUSY: f"; another program kept it for {_BUSY_S:.0f} s",
    }
    return LedgerError(f"{os.fspath(path)}: {error}{advice.get(code or 0, '')}")
