"""Routes: the models of a run, wrapped as a run needs them: one queue for all articles, and the ledger as the cache."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.batch.asking.making import InProcess
from factsheet.batch.asking.route import Counted, Route
from factsheet.batch.asking.scheduler import LONGEST_OUTAGE_S, Scheduled
from factsheet.batch.asking.stored import Stored
from factsheet.models import BUILT_IN, open_model
from factsheet.models.retrying import Retrying
from factsheet.models.specs import parse_spec
from factsheet.models.stack import stacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.batch.asking.wanted import Wanted
    from factsheet.batch.ledger import Ledger, Writer
    from factsheet.models import Asking, Model
    from factsheet.models.endpoint import Endpoint

_OUTAGE_WITH_FALLBACK_S = 5.0
"""Where another endpoint stands by, its articles wait no longer than this for one that is down."""

_WIDTH = 8
"""Articles handed to each process of a pool: some that it works on, and others so that it need not wait."""

_POOL_FROM = 12
"""Articles from which starting processes for the built-in model pays."""


@dataclass(frozen=True, slots=True)
class Routes:
    """What opens the routes of a run. The `base_url` and `replay` of `asking` belong to the first model."""

    wanted: Wanted
    asking: Asking
    ledger: Ledger
    writer: Writer
    environment: Mapping[str, str] = field(repr=False)

    def open(self, articles: int) -> tuple[Route, ...]:
        """A route for each model, to so many articles.

        Raises:
            UsageError: a model means nothing, or lacks an endpoint or key.
        """
        return tuple(self._open(place, articles) for place in range(len(self.wanted.models)))

    def _open(self, place: int, articles: int) -> Route:
        spec = self.wanted.models[place]
        if place == 0 and self.asking.replay is not None:
            return self._asked(open_model(spec, self.asking))
        if spec == BUILT_IN:
            return self._built_in(articles)
        parsed = parse_spec(spec, base_url=None if place else self.asking.base_url, environment=self.environment)
        patience = LONGEST_OUTAGE_S if spec == self.wanted.models[-1] else _OUTAGE_WITH_FALLBACK_S
        layers = _Layers(self, patience)
        model = stacked(parsed, self.asking, layers)
        return self._asked(model, layers.scheduled)

    def _asked(self, model: Model, scheduled: Scheduled | None = None) -> Route:
        counted = Counted(model)
        return Route(InProcess(self.wanted.kind, counted, self.wanted.options), counted.name, counted, scheduled)

    def _built_in(self, articles: int) -> Route:
        if articles < _POOL_FROM:
            return Route(InProcess(self.wanted.kind, open_model(BUILT_IN), self.wanted.options), BUILT_IN)
        from factsheet.batch.asking.pool import InPool

        pool = InPool(self.wanted.kind_name, self.wanted.options)
        return Route(pool, BUILT_IN, width=_WIDTH * pool.processes, close=pool.close)


@dataclass(slots=True)
class _Layers:
    """The layers of a run: calls wait for their turn between attempts, and answers go to the ledger."""

    routes: Routes
    longest_outage: float
    scheduled: Scheduled | None = None

    def in_turn(self, endpoint: Endpoint, model: Model) -> Model:
        scheduled = Scheduled(model, self.routes.asking.concurrency, longest_outage=self.longest_outage)
        self.scheduled = scheduled
        endpoint.on_headers = scheduled.told
        return Retrying(scheduled, sleep=scheduled.pause, on_wait=scheduled.will_retry)

    def keeping(self, model: Model, address: str) -> Model:
        return Stored(model, self.routes.ledger, self.routes.writer, address)
