"""Cached: a paid completion is never paid for again.

The cache is a SQLite database in the user's cache folder, in WAL mode, so that several programs can use it
at once. A completion is stored before it is handed on, and outlives a program that is killed. A database
that cannot be read is set aside, never deleted.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from factsheet.errors import UsageError
from factsheet.models import Wrapper
from factsheet.records import Completion, Usage

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.models import Model
    from factsheet.records import Request

_BUSY_S = 30.0
"""Seconds to wait for another program that is writing."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS completions (
  key TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  completion TEXT NOT NULL,
  stored TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (key, endpoint)
) WITHOUT ROWID
"""


class Cached(Wrapper):
    """A model whose completions are kept at `path`; `endpoint` tells equal names on other servers apart."""

    def __init__(self, model: Model, path: Path, endpoint: str) -> None:
        super().__init__(model)
        self._path = path
        self._endpoint = endpoint
        self._opened: sqlite3.Connection | None = None

    async def complete(self, request: Request) -> Completion:
        """Answer from the cache, or ask the model inside and keep its answer.

        An answer from the cache keeps its tokens, sends no request and costs nothing.

        Raises:
            ModelError: the model inside failed; nothing is stored.
            UsageError: the cache cannot be opened or read.
        """
        place = (request.key, self._endpoint)
        kept = self._read(place)
        if kept is not None:
            return kept
        completion = await self._model.complete(request)
        try:
            self._write(place, completion)
        except UsageError as error:  # it is paid for: it is used, and whoever reads the sheet is told
            return replace(completion, notes=(*completion.notes, f"this answer is not kept in the cache: {error}"))
        return completion

    def _read(self, place: tuple[str, str]) -> Completion | None:
        """The completion kept at `place`; one that this version cannot read counts as none."""
        found = self._execute("SELECT completion FROM completions WHERE key = ? AND endpoint = ?", place)
        return from_text(found[0][0]) if found else None

    def _write(self, place: tuple[str, str], completion: Completion) -> None:
        statement = "INSERT OR REPLACE INTO completions (key, endpoint, completion) VALUES (?, ?, ?)"
        self._execute(statement, (*place, as_text(completion)))

    def _execute(self, statement: str, values: tuple[str, ...]) -> list[Any]:
        """Execute one statement, which is committed when this returns.

        The connection is kept: opening and closing one takes more than the call of an endpoint.
        """
        if self._opened is None:
            self._opened = open_cache(self._path)
            weakref.finalize(self, self._opened.close)
        try:
            return self._opened.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _unusable(self._path, error) from error


def open_cache(path: Path) -> sqlite3.Connection:
    """Open the cache at `path`, made where there is none; a damaged one is set aside.

    Raises:
        UsageError: it cannot be opened or made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _connect(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            _set_aside(path)
            return _connect(path)
    except (sqlite3.DatabaseError, OSError) as error:
        raise _unusable(path, error) from error


def _set_aside(path: Path) -> None:
    """Rename a damaged database, and its log with it: a new database would take that for its own."""
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"{path.name}.damaged{suffix}"))


def _unusable(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path}: the cache cannot be used: {error}; continue without it with --no-cache")


def size(path: Path) -> tuple[int, int]:
    """How many completions the cache holds, and its bytes on disk."""
    if not path.exists():
        return 0, 0
    with closing(open_cache(path)) as database:
        (number,) = database.execute("SELECT count(*) FROM completions").fetchone()
    return int(number), path.stat().st_size


def clear(path: Path) -> int:
    """Forget all completions; returns how many there were."""
    if not path.exists():
        return 0
    with closing(open_cache(path)) as database:
        number = database.execute("DELETE FROM completions").rowcount
        database.execute("VACUUM")
    return number


def _connect(path: Path) -> sqlite3.Connection:
    # Each statement is a transaction of its own, so one event loop after another, in whatever thread, may use it.
    database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # Written is enough, not waited for on the disk: a killed program loses nothing, only a power cut may.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database


def as_text(completion: Completion) -> str:
    """The completion as JSON."""
    return json.dumps(asdict(completion), ensure_ascii=True)


def from_text(text: str, *, is_new: bool = False) -> Completion | None:
    """What `as_text` wrote; None where it cannot be read.

    It sent no request and cost nothing, unless it `is_new`: an answer that nobody has used yet.
    """
    free = {} if is_new else {"requests": 0, "cost": 0.0}
    try:
        stored = json.loads(text)
        used = Usage(**{**stored.pop("usage"), **free})
        how = stored.get("how") if is_new else "cached"
        return Completion(**{**stored, "usage": used, "how": how, "notes": tuple(stored.get("notes", ()))})
    except (ValueError, TypeError, KeyError):
        return None
