"""The ledger of a batch: one SQLite file with everything that was read, asked, paid for and made.

It is in WAL mode and every commit is on disk before it is answered, so that a process that is killed, or a
machine that is unplugged, leaves what was committed and nothing by halves. Anybody may read it at any time;
several programs may write (each waits for the others), but only one run at a time: `claim` holds that.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from factsheet.batch.ledger.articles import Articles
from factsheet.batch.ledger.completions import Completions
from factsheet.batch.ledger.database import Database, connect, connect_to_read, told
from factsheet.batch.ledger.endpoints import Endpoints
from factsheet.batch.ledger.runs import Runs
from factsheet.batch.ledger.sheets import Sheets
from factsheet.batch.ledger.submissions import Submissions
from factsheet.batch.ledger.tables import bring_up
from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "ledger.db"
"""The ledger's name in the folder of a batch."""

_CLAIM = ".run.lock"


class Ledger(Database):
    """An open ledger and its tables."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        super().__init__(path, database)
        self.articles = Articles(self)
        self.sheets = Sheets(self)
        self.completions = Completions(self)
        self.runs = Runs(self)
        self.submissions = Submissions(self)
        self.endpoints = Endpoints(self)


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
            raise UsageError(f"{path.parent}: cannot be created: {error.strerror}") from error
    elif not path.is_file():
        raise UsageError(f"{path.parent}: has no {path.name}; factsheet batch creates one")
    with told(path):
        if not create and not _can_write(path):
            return Ledger(path, connect_to_read(path))
        database = connect(path)
        try:
            bring_up(database, str(path))
        except BaseException:
            database.close()
            raise
    return Ledger(path, database)


def no_ledger(folder: Path) -> Ledger:
    """An empty ledger in memory, for a folder without decisions."""
    database = connect(":memory:")
    bring_up(database, str(folder))
    return Ledger(folder / FILE, database)


def _can_write(path: Path) -> bool:
    """Whether a ledger can be written: its folder too, where SQLite keeps its log."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Lock a batch for one run, so that a second one stops before it asks anything.

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
