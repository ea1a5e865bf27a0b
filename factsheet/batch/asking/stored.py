"""Stored: a model whose completions and costs are in the ledger before they are used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from factsheet.batch.ledger import keeping_answer, keeping_spending
from factsheet.errors import ModelError
from factsheet.models import Wrapper

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.batch.ledger import Ledger, Writer
    from factsheet.models import Model
    from factsheet.records import Completion, Request, Usage


class Stored(Wrapper):
    """A model with a ledger: stored answers are used, new ones are stored.

    `endpoint` tells equal names on other servers apart; `most` says what a call can cost in US dollars, where that is
    known: where nobody tells what calls did cost, that is what they count.
    """

    def __init__(
        self,
        model: Model,
        ledger: Ledger,
        writer: Writer,
        endpoint: str,
        most: Callable[[Request], float | None] = lambda _: None,
    ) -> None:
        super().__init__(model)
        self._most = most
        self._ledger = ledger
        self._writer = writer
        self._endpoint = endpoint
        self._under_way: dict[str, asyncio.Future[None]] = {}

    async def complete(self, request: Request) -> Completion:
        """Answer from the ledger, or ask and keep the answer. A question that is under way is not asked twice.

        An answer from the ledger keeps its tokens, sends no request and costs nothing.

        Raises:
            ModelError: the model inside failed; what that cost is kept.
            FactsheetError: nothing can be asked or kept any more.
        """
        while (other := self._under_way.get(request.key)) is not None:
            await other
        if (stored := self._ledger.completions.find(request.key, self._endpoint)) is not None:
            return stored
        mark = self._under_way[request.key] = asyncio.get_running_loop().create_future()
        try:
            return await self._ask(request)
        finally:
            del self._under_way[request.key]
            mark.set_result(None)

    async def _ask(self, request: Request) -> Completion:
        if self._writer.full is not None:
            raise self._writer.full
        try:
            completion = await self._model.complete(request)
        except ModelError as error:
            if error.usage and error.usage.requests:
                await self._writer.write(keeping_spending(self.name, error.usage, self._bound(request, error.usage)))
            raise
        bound = self._bound(request, completion.usage)
        await self._writer.write(keeping_answer(request.key, self._endpoint, self.name, completion, bound))
        return completion

    def _bound(self, request: Request, used: Usage) -> float:
        """What calls cost at the most of which nobody told it."""
        return used.requests_untold * (self._most(request) or 0.0)
