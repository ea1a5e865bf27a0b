"""Cached: a completion that was paid for once is not paid for again.

The cache is a SQLite database in the user's cache folder, in WAL mode, so that several programs can use it
at once. A completion is stored before it is handed on. A database that cannot be read is set aside, never
deleted.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from factsheet.errors import UsageError
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


class Cached:
    """A model whose completions are kept at `path`; `endpoint` tells equal names on other servers apart."""

    def __init__(self, model: Model, path: Path, endpoint: str) -> None:
        self._model = model
        self._path = path
        self._endpoint = endpoint

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self._model.name

    async def complete(self, request: Request) -> Completion:
        """Answer from the cache, or ask the model inside and keep its answer.

        An answer from the cache keeps its tokens, sends no request and costs nothing.

        Raises:
            ModelError: the model inside failed; nothing is stored.
            UsageError: the cache cannot be opened or written.
        """
        place = (request.key, self._endpoint)
        kept = _read(self._path, place)
        if kept is not None:
            return kept
        completion = await self._model.complete(request)
        _write(self._path, place, completion)
        return completion


def _read(path: Path, place: tuple[str, str]) -> Completion | None:
    """The completion kept at `place`; one that this version cannot read counts as none."""
    with closing(open_cache(path)) as database:
        try:
            row = database.execute(
                "SELECT completion FROM completions WHERE key = ? AND endpoint = ?", place
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise _unusable(path, error) from error
    if row is None:
        return None
    try:
        stored = json.loads(row[0])
        used = Usage(**{**stored.pop("usage"), "requests": 0, "cost": 0.0})
        return Completion(**{**stored, "usage": used, "how": "cached", "notes": tuple(stored.get("notes", ()))})
    except (ValueError, TypeError, KeyError):
        return None


def _write(path: Path, place: tuple[str, str], completion: Completion) -> None:
    text = json.dumps(asdict(completion), ensure_ascii=True)
    with closing(open_cache(path)) as database:
        try:
            with database:
                database.execute(
                    "INSERT OR REPLACE INTO completions (key, endpoint, completion) VALUES (?, ?, ?)",
                    (*place, text),
                )
        except sqlite3.DatabaseError as error:
            raise _unusable(path, error) from error


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
    return UsageError(f"{path}: the cache cannot be used: {error}; go on with --no-cache")


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
        with database:
            number = database.execute("DELETE FROM completions").rowcount
        database.execute("VACUUM")
    return number


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_S)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database
