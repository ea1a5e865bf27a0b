"""Asking another model for a sheet that is on the table, in a thread of its own so that the screen stays alive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from factsheet.records import Article, FactSheet
    from factsheet.review.desk import Desk, Opened


class Ask:
    """One question to the model `name`. The answer is put into the history before anybody sees it: it was paid for."""

    def __init__(
        self, desk: Desk, opened: Opened, name: str, remake: Callable[[str, Article], Coroutine[Any, Any, FactSheet]]
    ) -> None:
        self.desk = desk
        self.opened = opened
        self.name = name
        self._remake = remake
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    async def answer(self) -> Opened:
        """The sheet that the model makes, with the verdicts that its facts have already.

        Raises:
            FactsheetError: the model gave no usable answer, or there is no such model.
        """
        sheet = await asyncio.to_thread(asyncio.run, self._make())
        return self.desk.keep_made(self.opened, sheet)

    async def _make(self) -> FactSheet:
        task = asyncio.current_task()
        assert task is not None
        self._running = (asyncio.get_running_loop(), task)
        return await self._remake(self.name, self.opened.standing.sheet.article)

    def stop(self) -> None:
        """Wait no longer."""
        if self._running is not None:
            loop, task = self._running
            loop.call_soon_threadsafe(task.cancel)
