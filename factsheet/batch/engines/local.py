"""This machine: an event loop that asks endpoints, and processes for the built-in model."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from factsheet.batch.asking import Routes, Runner
from factsheet.batch.wire import in_turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from factsheet.batch.engines.engine import Job

_IN_FLIGHT = 2
"""Articles in the making for each call under way: while one is being checked and written, another asks."""


class Local:
    """Asks and makes here."""

    price = 1.0

    read = staticmethod(in_turn)

    @asynccontextmanager
    async def open(self, job: Job) -> AsyncIterator[Runner]:
        """Open a route to each model, and a runner that sends articles along them."""
        run, asking = job.run, job.asking
        routes = Routes(job.wanted, asking, run.ledger, job.writer, job.environment).open(run.plan.articles)
        workers = max(_IN_FLIGHT * asking.concurrency, *(route.width for route in routes))
        try:
            yield Runner(run, job.wanted, job.writer, routes, workers)
        finally:
            for route in routes:
                route.close()
