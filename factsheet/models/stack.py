"""The wrappers around an endpoint, in the one order that all callers use.

Nearest the wire the endpoint, then the limit on cost, the turn that each call waits for and the attempts, recordings,
and outermost what keeps answers, which saves everything below it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from factsheet.models import Footing, Wrapper
from factsheet.models.endpoint import DEFAULT_TIMEOUT_S, Endpoint
from factsheet.models.prices import Prices
from factsheet.models.retrying import Retrying

if TYPE_CHECKING:
    from factsheet.models import Asking, Model
    from factsheet.models.several import Several
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request


class Layers(Protocol):
    """The layers that differ between callers."""

    def in_turn(self, endpoint: Endpoint | Several, model: Model) -> Model:
        """The model with attempts, and a turn for each call; `endpoint` is innermost in `model`."""
        ...

    def keeping(self, model: Model, address: str) -> Model:
        """The model with what keeps answers; `address` is the endpoint's."""
        ...


def stacked(spec: Spec, asking: Asking, layers: Layers | None = None) -> Model:
    """An endpoint's model with the wrappers for `asking`; by default those of a single command."""
    layers = layers or _Alone(asking)
    prices = Prices(asking.prices)
    endpoint = _endpoint(spec, asking, prices)
    model: Model = endpoint
    if asking.max_cost is not None:
        from factsheet.models.capped import Capped

        model = Capped(model, prices, asking.max_cost, calls=endpoint.calls_at_most)
    model = layers.in_turn(endpoint, model)
    if asking.record is not None:
        from factsheet.models.recorded import Recording

        model = Recording(model, asking.record, asking.how)
    kept = layers.keeping(model, spec.address)
    return kept if asking.temperature is None else Tempered(kept, asking.temperature)


def _endpoint(spec: Spec, asking: Asking, prices: Prices) -> Endpoint | Several:
    """What asks a model: its endpoint, or several that share the calls."""
    alone = [_server(each, asking, prices) for each in (replace(spec, others=()), *spec.others)]
    if len(alone) == 1:
        return alone[0]
    from factsheet.models.several import Several

    return Several(alone)


def _server(spec: Spec, asking: Asking, prices: Prices) -> Endpoint:
    footing = asking.footings.setdefault((spec.address, spec.name), Footing(settled=spec.keeps_to_schemas))
    return Endpoint(spec, prices, asking.timeout or DEFAULT_TIMEOUT_S, footing)


class Tempered(Wrapper):
    """A model that is asked for answers of another temperature than 0; answers of others are kept apart from these."""

    def __init__(self, model: Model, temperature: float) -> None:
        super().__init__(model)
        self._temperature = temperature

    async def complete(self, request: Request) -> Completion:
        """Ask for it."""
        return await self._model.complete(replace(request, temperature=self._temperature))


class Limited(Wrapper):
    """A model of which at most `concurrency` requests are under way at once; others wait their turn."""

    def __init__(self, model: Model, concurrency: int) -> None:
        super().__init__(model)
        self._turn = asyncio.Semaphore(concurrency)

    async def complete(self, request: Request) -> Completion:
        """Wait for a turn, then ask."""
        async with self._turn:
            return await self._model.complete(request)


@dataclass(frozen=True, slots=True)
class _Alone:
    """The layers of a command that asks by itself: some requests at once, and the user's cache."""

    asking: Asking

    def in_turn(self, endpoint: Endpoint | Several, model: Model) -> Model:  # noqa: ARG002 - it need not know the endpoint
        return Limited(Retrying(model, on_wait=self.asking.on_wait), self.asking.concurrency)

    def keeping(self, model: Model, address: str) -> Model:
        if self.asking.cache is None:
            return model
        from factsheet.models.cached import Cached

        return Cached(model, self.asking.cache, address)
