"""Kept: a model whose completions and costs go to the ledger before anything is made of them."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from factsheet.errors import ModelError
from factsheet.records import Completion, Usage

if TYPE_CHECKING:
    import sqlite3

    from factsheet.batch.ledger import Ledger
    from factsheet.batch.writer import Work, Writer
    from factsheet.models import Model
    from factsheet.records import Request

_SPEND = """
INSERT INTO spending VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (day, model) DO UPDATE SET
  requests = requests + excluded.requests,
  prompt_tokens = prompt_tokens + excluded.prompt_tokens,
  cached_tokens = cached_tokens + excluded.cached_tokens,
  completion_tokens = completion_tokens + excluded.completion_tokens,
  cost = cost + excluded.cost,
  unpriced = unpriced + excluded.unpriced
"""


class Kept:
    """A model around which the ledger stands: what it holds is not asked again, what is asked goes into it.

    `endpoint` tells equal names on other servers apart.
    """

    def __init__(self, model: Model, ledger: Ledger, writer: Writer, endpoint: str) -> None:
        self._model = model
        self._ledger = ledger
        self._writer = writer
        self._endpoint = endpoint
        self._under_way: dict[str, asyncio.Future[None]] = {}

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self._model.name

    async def complete(self, request: Request) -> Completion:
        """Answer from the ledger, or ask and keep the answer. A question that is under way is not asked twice.

        An answer from the ledger keeps its tokens, sends no request and costs nothing.

        Raises:
            ModelError: the model inside failed; what that cost is kept.
            FactsheetError: nothing can be asked or kept any more.
        """
        while (other := self._under_way.get(request.key)) is not None:
            await other
        if (kept := self._find(request.key)) is not None:
            return kept
        mark = self._under_way[request.key] = asyncio.get_running_loop().create_future()
        try:
            return await self._ask(request)
        finally:
            del self._under_way[request.key]
            mark.set_result(None)

    async def _ask(self, request: Request) -> Completion:
        try:
            completion = await self._model.complete(request)
        except ModelError as error:
            if error.usage and error.usage.requests:
                await self._writer.write(_spending(self.name, error.usage))
            raise
        values = (request.key, self._endpoint, json.dumps(asdict(completion), ensure_ascii=True), now())
        spend = _spending(self.name, completion.usage)

        def keep(database: sqlite3.Connection) -> None:
            database.execute(
                "INSERT OR IGNORE INTO completions (key, endpoint, completion, stored) VALUES (?, ?, ?, ?)", values
            )
            spend(database)

        await self._writer.write(keep)
        return completion

    def _find(self, key: str) -> Completion | None:
        row = self._ledger.one("SELECT completion FROM completions WHERE key = ? AND endpoint = ?", key, self._endpoint)
        if row is None:
            return None
        stored = json.loads(row["completion"])
        usage = Usage(**{**stored.pop("usage"), "requests": 0, "cost": 0.0})
        return Completion(**{**stored, "usage": usage, "how": "cached"})


def _spending(model: str, usage: Usage) -> Work:
    """Work for the writer: add a usage to the day's row of a model."""
    unpriced = usage.requests if usage.cost is None else 0
    counts = (usage.requests, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
    values = (now()[:10], model, *counts, usage.cost or 0.0, unpriced)
    return lambda database: database.execute(_SPEND, values) and None


def now() -> str:
    """The time, as the ledger writes it: UTC, to the millisecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
