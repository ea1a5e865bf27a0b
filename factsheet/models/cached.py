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
        """
        with closing(open_cache(self._path)) as database:
            row = database.execute(
                "SELECT completion FROM completions WHERE key = ? AND endpoint = ?",
                (request.key, self._endpoint),
            ).fetchone()
        if row is not None:
            stored = json.loads(row[0])
            used = {**stored.pop("usage"), "requests": 0, "cost": 0.0}
            return Completion(**{**stored, "usage": Usage(**used), "how": "cached"})
        completion = await self._model.complete(request)
        with closing(open_cache(self._path)) as database, database:
            database.execute(
                "INSERT OR REPLACE INTO completions (key, endpoint, completion) VALUES (?, ?, ?)",
                (request.key, self._endpoint, json.dumps(asdict(completion), ensure_ascii=False)),
            )
        return completion


def open_cache(path: Path) -> sqlite3.Connection:
    """Open the cache at `path`, made where there is none; a damaged one is set aside.

    Raises:
        UsageError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connect(path)
    except sqlite3.OperationalError as error:
        raise UsageError(f"{path}: the cache cannot be opened: {error}; go on with --no-cache") from error
    except sqlite3.DatabaseError:
        path.replace(path.with_name(f"{path.name}.damaged"))
        return _connect(path)
    except OSError as error:
        raise UsageError(
            f"{path}: the cache cannot be written: {error.strerror}; go on with --no-cache"
        ) from error


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
