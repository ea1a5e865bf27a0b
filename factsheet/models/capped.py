"""Capped: stops before spending, including calls under way, could exceed a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.errors import CostError, ModelError
from factsheet.models import Wrapper
from factsheet.models.failures import MAY_BE_BILLED
from factsheet.models.tokens import most

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.models import Model
    from factsheet.models.prices import Prices
    from factsheet.records import Completion, Request, Usage


@dataclass(slots=True)
class Budget:
    """US dollars that several models may cost together, and what is spent or held for calls under way."""

    limit: float
    held: float = 0.0


class Capped(Wrapper):
    """A model that is not asked where the answer could bring the total above `limit` US dollars.

    What a call could cost is bounded by its prompt's bytes and its longest answer, and `calls` says how many
    one request may take; afterwards its real cost takes the place of the bound.
    """

    def __init__(
        self, model: Model, prices: Prices, limit: float | Budget, *, calls: Callable[[], int] = lambda: 1
    ) -> None:
        super().__init__(model)
        self._prices = prices
        self._budget = limit if isinstance(limit, Budget) else Budget(limit)
        self._calls = calls

    async def complete(self, request: Request) -> Completion:
        """Ask, if what it could cost fits under the limit.

        Raises:
            CostError: it does not, or the price of the model is not known.
            ModelError: the model inside failed.
        """
        bound = self._prices.cost(self.name, most(request))
        if bound is None:
            raise CostError(
                f"the price of {self.name} is unknown, so --max-cost cannot be enforced; "
                f'give --price IN/OUT, or add [prices."{self.name}"] to factsheet.toml, in dollars a million tokens'
            )
        bound *= self._calls()
        budget = self._budget
        if not budget.held + bound <= budget.limit:  # nor where a price is no number
            raise CostError(
                f"stopped before the limit of ${budget.limit:g}: ${budget.held:.4f} is spent or under way, "
                f"and the next call could cost ${bound:.4f}"
            )
        budget.held += bound
        # A call that was broken off, timed out or came back garbled may have been billed: then the bound stays.
        spent: float | None = None
        try:
            completion = await self._model.complete(request)
            spent = _cost(completion.usage)
        except ModelError as error:
            if error.usage and error.usage.requests:
                spent = _cost(error.usage)
            elif not isinstance(error, MAY_BE_BILLED):
                spent = 0.0
            raise
        finally:
            budget.held += (bound if spent is None else spent) - bound
        return completion


def _cost(usage: Usage) -> float | None:
    """What calls cost; None where that is not known, as nobody told their tokens."""
    return usage.cost if usage.prompt_tokens or usage.completion_tokens or usage.cost else None
