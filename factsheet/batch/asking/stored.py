"""Stored: a model whose completions and costs are in the ledger before anything is made of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from factsheet.batch.ledger import keeping_answer, keeping_spending
from factsheet.errors import ModelError
from factsheet.models import Wrapper

if TYPE_CHECKING:
    from factsheet.batch.ledger import Ledger, Writer
    from factsheet.models import Model
    from factsheet.records import Completion, Request


class Stored(Wrapper):
    """A model beside a ledger: what that holds is not asked again, what is asked goes into it.

    `endpoint` tells equal names on other servers apart.
    """

    def __init__(self, model: Model, ledger: Ledger, writer: Writer, endpoint: str) -> None:
        super().__init__(model)
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
        try:
            completion = await self._model.complete(request)
        except ModelError as error:
            if error.usage and error.usage.requests:
                await self._writer.write(keeping_spending(self.name, error.usage))
            raise
        await self._writer.write(keeping_answer(request.key, self._endpoint, self.name, completion))
        return completion
