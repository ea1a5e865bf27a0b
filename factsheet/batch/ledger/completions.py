"""The tables `completions` and `spending`: the answers, and their cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger.columns import now, storable
from factsheet.models.cached import as_text, from_text

if TYPE_CHECKING:
    import sqlite3

    from factsheet.batch.ledger.database import Database
    from factsheet.batch.ledger.writer import Work
    from factsheet.records import Completion, Usage

_SPEND = """
INSERT INTO spending (day, model, requests, prompt_tokens, cached_tokens, completion_tokens, cost, unpriced, at_most)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (day, model) DO UPDATE SET
  requests = requests + excluded.requests,
  prompt_tokens = prompt_tokens + excluded.prompt_tokens,
  cached_tokens = cached_tokens + excluded.cached_tokens,
  completion_tokens = completion_tokens + excluded.completion_tokens,
  cost = cost + excluded.cost,
  unpriced = unpriced + excluded.unpriced,
  at_most = at_most + excluded.at_most
"""


def keeping_spending(model: str, usage: Usage, at_most: float = 0.0) -> Work:
    """Work for the writer: add a usage to a model's row of the day; `at_most` is its cost where that is not told."""
    unpriced, cost = usage.requests_untold, usage.known if usage.cost is None else usage.cost
    counts = (usage.requests, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
    values = (now()[:10], storable(model), *counts, cost, unpriced, at_most)
    return lambda database: database.execute(_SPEND, values) and None


def keeping_answer(key: str, endpoint: str, model: str, completion: Completion, at_most: float = 0.0) -> Work:
    """Work for the writer: keep a completion, and add what it used to the day's row of its model."""
    values = (key, endpoint, as_text(completion), now())
    spend = keeping_spending(model, completion.usage, at_most)

    def keep(database: sqlite3.Connection) -> None:
        database.execute(
            "INSERT OR IGNORE INTO completions (key, endpoint, completion, stored) VALUES (?, ?, ?, ?)", values
        )
        spend(database)

    return keep


@dataclass(frozen=True, slots=True)
class Completions:
    """The completions of a ledger, and what they cost.

    Raises:
        LedgerError: the ledger cannot be read; so does every method.
    """

    ledger: Database

    def find(self, key: str, endpoint: str, *, is_new: bool = False) -> Completion | None:
        """The completion that an endpoint gave to a request, as one that costs nothing unless it `is_new`."""
        row = self.ledger.one("SELECT completion FROM completions WHERE key = ? AND endpoint = ?", key, endpoint)
        return row and from_text(row["completion"], is_new=is_new)

    def spending(self) -> list[dict[str, Any]]:
        """The rows of `spending`, by day and model."""
        return [dict(row) for row in self.ledger.rows("SELECT * FROM spending ORDER BY day, model")]

    def spent(self) -> float:
        """US dollars for all completions; where the cost is unknown, its maximum."""
        return float(self.ledger.one("SELECT coalesce(sum(cost + at_most), 0.0) FROM spending")[0])
