"""Routes: the models of a run with their wrappers: one queue for all articles, and the ledger as the cache."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.batch.asking.making import InProcess
from factsheet.batch.asking.pace import START, START_HERE, Pace
from factsheet.batch.asking.route import Asked, Counted, Route
from factsheet.batch.asking.scheduler import LONGEST_OUTAGE_S, Scheduled
from factsheet.batch.asking.stored import Stored
from factsheet.models import BUILT_IN, footing_of, open_model
from factsheet.models.endpoint import DEFAULT_TIMEOUT_S
from factsheet.models.prices import Prices
from factsheet.models.retrying import Retrying
from factsheet.models.specs import parse_spec
from factsheet.models.stack import stacked
from factsheet.models.tokens import most

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.batch.asking.wanted import Wanted
    from factsheet.batch.ledger import Ledger, Writer
    from factsheet.models import Asking, Model
    from factsheet.models.endpoint import Endpoint
    from factsheet.models.several import Several
    from factsheet.models.specs import Spec
    from factsheet.records import Request

_OUTAGE_WITH_FALLBACK_S = 5.0
"""Where another endpoint stands by, its articles wait no longer than this for one that is down."""

_WIDTH = 8
"""Articles handed to each process of a pool: some that it works on, and others so that it need not wait."""

_SLOW = 1 / 4
"""Of the limit on a call's time: calls that take longer are enough at once."""

_POOL_FROM = 12
"""Articles from which starting processes for the built-in model pays."""


def specs(wanted: Wanted, asking: Asking, environment: Mapping[str, str]) -> dict[str, Spec]:
    """The specs of a run's models behind an endpoint, by name.

    The `base_url` and `replay` of `asking` belong to the first model, and to the one that is asked the second question
    where it has the same provider.

    Raises:
        UsageError: a model means nothing, or lacks an endpoint or key.
    """
    first, *others = wanted.models
    addresses: dict[str, str | None] = {} if asking.replay is not None else {first: asking.base_url}
    addresses |= dict.fromkeys((name for name in others if name != first), None)
    verifier = wanted.second_model
    if verifier is not None and asking.replay is None and verifier not in addresses:
        beside_first = verifier.partition("/")[0] == first.partition("/")[0]
        addresses[verifier] = asking.base_url if beside_first else None
    return {
        name: parse_spec(name, base_url=url, environment=environment, endpoints=asking.endpoints)
        for name, url in addresses.items()
        if name != BUILT_IN
    }


async def look(asked: Mapping[str, Spec], asking: Asking) -> None:
    """Ask the servers of a run for their models' windows, and store them in `asking`."""
    await asyncio.gather(*(footing_of(stacked(spec, asking)) for spec in asked.values()))


@dataclass(frozen=True, slots=True)
class Routes:
    """Opens the routes of a run."""

    wanted: Wanted
    asking: Asking
    ledger: Ledger
    writer: Writer
    environment: Mapping[str, str] = field(repr=False)
    elsewhere: Callable[[Spec], Model] | None = None
    """What gives the model behind an endpoint, for an engine that does not ask it from here."""

    def open(self, articles: int) -> tuple[Route, ...]:
        """A route for each model, to so many articles.

        Raises:
            UsageError: a model means nothing, or lacks an endpoint or key.
        """
        models = self.wanted.models
        asked = [None if self._is_built_in(place) else self._asked(place) for place in range(len(models))]
        verifier = self._verifier(dict(zip(models, asked, strict=True)))
        return tuple(self._built_in(articles, verifier) if one is None else self._route(one, verifier) for one in asked)

    def _is_built_in(self, place: int) -> bool:
        return self.wanted.models[place] == BUILT_IN and (place > 0 or self.asking.replay is None)

    def _asked(self, place: int) -> Asked:
        spec = self.wanted.models[place]
        if place == 0 and self.asking.replay is not None:
            return Asked(Counted(open_model(spec, self.asking)))
        patience = LONGEST_OUTAGE_S if spec == self.wanted.models[-1] else _OUTAGE_WITH_FALLBACK_S
        return self._endpoint(spec, patience)

    def _verifier(self, asked: Mapping[str, Asked | None]) -> Asked | None:
        """Who is asked the second question where that is a model of its own; one that fills sheets too is one."""
        spec = self.wanted.second_model
        if spec is None:
            return None
        if (known := asked.get(spec)) is not None:
            return known
        if self.asking.replay is not None:
            return Asked(Counted(open_model(spec, self.asking)))
        return self._endpoint(spec, LONGEST_OUTAGE_S)

    def _endpoint(self, spec: str, patience: float) -> Asked:
        parsed = specs(self.wanted, self.asking, self.environment)[spec]
        if self.elsewhere is not None:
            return Asked(Counted(self.elsewhere(parsed)))
        layers = _Layers(self, patience, is_here=parsed.is_here)
        model = stacked(parsed, self.asking, layers)
        return Asked(Counted(model), layers.scheduled)

    def _route(self, asked: Asked, verifier: Asked | None) -> Route:
        other = None if verifier is asked else verifier
        maker = InProcess(self.wanted.kind, asked.counted, self.wanted.options, other.counted if other else None)
        return Route(maker, asked.counted.name, asked.counted, asked.scheduled, other)

    def _built_in(self, articles: int, verifier: Asked | None) -> Route:
        if articles < _POOL_FROM or verifier is not None:
            model = open_model(BUILT_IN)
            maker = InProcess(self.wanted.kind, model, self.wanted.options, verifier.counted if verifier else None)
            return Route(maker, BUILT_IN, verifier=verifier)
        from factsheet.batch.asking.pool import InPool

        pool = InPool(self.wanted.kind_name, self.wanted.options)
        return Route(pool, BUILT_IN, width=_WIDTH * pool.processes, close=pool.close)


@dataclass(slots=True)
class _Layers:
    """The layers of a run: calls wait for their turn between attempts, and answers go to the ledger."""

    routes: Routes
    longest_outage: float
    is_here: bool = False
    scheduled: Scheduled | None = None

    def in_turn(self, endpoint: Endpoint | Several, model: Model) -> Model:
        asking = self.routes.asking
        scheduled = Scheduled(model, asking.concurrency, longest_outage=self.longest_outage)
        scheduled.pace = Pace(asking.concurrency, START_HERE if self.is_here else START)
        scheduled.slow = _SLOW * (asking.timeout or DEFAULT_TIMEOUT_S)
        self.scheduled = scheduled
        endpoint.on_headers = scheduled.told
        return Retrying(scheduled, sleep=scheduled.pause, on_wait=scheduled.will_retry)

    def keeping(self, model: Model, address: str) -> Model:
        prices = Prices(self.routes.asking.prices)

        def bound(request: Request) -> float | None:
            return prices.cost(model.name, most(request))

        return Stored(model, self.routes.ledger, self.routes.writer, address, bound)
