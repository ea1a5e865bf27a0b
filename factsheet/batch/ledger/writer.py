"""The writer: one thread that commits for all tasks of a run, many at a time.

A commit waits for the disk, some milliseconds; tasks that ask while it waits share the next one. A task goes
on when what it wrote is on disk, and not before.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from factsheet.batch.ledger.database import connect, failure
from factsheet.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Work: TypeAlias = Callable[[sqlite3.Connection], Any]
"""What is written in one transaction, and gives back what the writer hands on."""

_ROOM = ".room"
_ROOM_BYTES, _PIECE = 8_000_000, 1_000_000
"""What is kept free for the answers that are under way when a disk is full: a hundred calls of the longest answers."""

_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)

_AT_ONCE = 256
"""Pieces of work in one transaction at most, so that the first does not wait long for the last."""


class Writer:
    """The one connection that a run writes with; a context manager, to be entered inside the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._room = path.with_name(_ROOM)
        self.full: LedgerError | None = None
        """The disk is full: what is under way has been kept in the room that was set aside, and nothing more can be."""
        self._work: queue.SimpleQueue[tuple[Work, asyncio.Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self.commits = 0

    async def __aenter__(self) -> Self:
        """Set room aside, and start the thread.

        Raises:
            LedgerError: there is no room.
        """
        self._set_aside()
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit what was asked for, and end the thread."""
        self._work.put(None)
        await asyncio.to_thread(self._thread.join)
        self._room.unlink(missing_ok=True)

    async def write(self, work: Work) -> Any:
        """Run `work` with the connection; what it returns comes back once it is committed.

        A task that is cancelled while it waits is committed all the same.

        Raises:
            LedgerError: it could not be written; nothing of it was.
        """
        future: asyncio.Future[Any] = self._loop.create_future()
        self._work.put((work, future))
        return await asyncio.shield(future)

    def _run(self) -> None:
        database = connect(self._path)
        try:
            while (item := self._work.get()) is not None:
                items, ended = [item], False
                while len(items) < _AT_ONCE and not self._work.empty():
                    another = self._work.get()
                    if another is None:
                        ended = True
                        break
                    items.append(another)
                self._commit(database, items)
                if ended:
                    break
        finally:
            database.close()

    def _commit(self, database: sqlite3.Connection, items: list[tuple[Work, asyncio.Future[Any]]]) -> None:
        """Commit all, or, where that fails, each by itself, so that one bad piece spoils no other."""
        try:
            results = self._with_room(database, [work for work, _ in items])
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to whoever asked
            if len(items) == 1:
                told = failure(self._path, error) if isinstance(error, sqlite3.Error) else error
                self._answer(items[0][1], None, told)
                return
            for item in items:
                self._commit(database, [item])
            return
        for (_, future), result in zip(items, results, strict=True):
            self._answer(future, result, None)

    def _set_aside(self) -> None:
        try:
            with self._room.open("wb") as file:
                for _ in range(_ROOM_BYTES // _PIECE):
                    file.write(bytes(_PIECE))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._room.unlink()
            room = f"less than {_ROOM_BYTES // 1_000_000} MB free, which a run needs to keep every answer"
            raise LedgerError(f"{self._path.parent}: {room}: {error.strerror}") from error

    def _with_room(self, database: sqlite3.Connection, work: list[Work]) -> list[Any]:
        """Commit all; on a full disk, in the room that was set aside, after which nothing more is to be asked."""
        try:
            return self._together(database, work)
        except sqlite3.Error as error:
            if error.sqlite_errorcode not in _NO_ROOM or not self._room.exists():
                raise
            self.full = failure(self._path, error)
            self._room.unlink(missing_ok=True)
            return self._together(database, work)

    def _together(self, database: sqlite3.Connection, work: list[Work]) -> list[Any]:
        database.execute("BEGIN IMMEDIATE")
        try:
            results = [piece(database) for piece in work]
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
        self.commits += 1
        return results

    def _answer(self, future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        def answer() -> None:
            if future.done():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self._loop.call_soon_threadsafe(answer)
