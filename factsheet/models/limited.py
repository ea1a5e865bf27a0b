"""Limited: caps the number of concurrent requests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from factsheet.models import Wrapper

if TYPE_CHECKING:
    from factsheet.models import Model
    from factsheet.records import Completion, Request


class Limited(Wrapper):
    """A model of which at most `concurrency` requests are under way at once; others wait their turn."""

    def __init__(self, model: Model, concurrency: int) -> None:
        super().__init__(model)
        self._turn = asyncio.Semaphore(concurrency)

    async def complete(self, request: Request) -> Completion:
        """Wait for a turn, then ask."""
        async with self._turn:
            return await self._model.complete(request)
