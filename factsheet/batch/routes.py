"""Routes: the models of a run, wrapped as a run needs them.

Nearest the wire the endpoint, then the budget, the turn that each call waits for, the attempts, recordings,
and the ledger outermost, which saves everything below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factsheet.batch.kept import Kept
from factsheet.batch.making import InProcess
from factsheet.batch.runner import Counted, Route
from factsheet.batch.scheduler import LONGEST_OUTAGE_S, Scheduled
from factsheet.models import BUILT_IN, Asking, open_model
from factsheet.models.specs import parse_spec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from factsheet.batch.ledger import Ledger
    from factsheet.batch.writer import Writer
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.models.capped import Budget
    from factsheet.models.specs import Spec
    from factsheet.pipeline import Options

_OUTAGE_WITH_FALLBACK_S = 5.0
"""Where another endpoint stands by, its articles wait no longer than this for one that is down."""

_WIDTH = 8
"""Articles handed to each process of a pool: some that it works on, and others so that it need not wait."""

_POOL_FROM = 12
"""Articles from which starting processes for the built-in model pays."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How the models of a run are asked: `specs` in the order in which they are tried.

    `base_url` and `replay` belong to the first. `kind_name` is what `load_kind` takes. `articles` is how many
    there are to make.
    """

    specs: tuple[str, ...]
    kind_name: str
    kind: Kind
    options: Options
    concurrency: int
    articles: int
    base_url: str | None = None
    timeout: float | None = None
    replay: Path | None = None
    prices: Mapping[str, Any] = field(default_factory=dict)
    budget: Budget | None = None


def open_routes(terms: Terms, ledger: Ledger, writer: Writer, environment: Mapping[str, str]) -> tuple[Route, ...]:
    """A route for each spec.

    Raises:
        UsageError: a spec means nothing, or lacks an endpoint or key.
    """
    routes = []
    for place, spec in enumerate(terms.specs):
        if place == 0 and terms.replay is not None:
            counted = Counted(open_model(spec, Asking(replay=terms.replay)))
            routes.append(Route(InProcess(terms.kind, counted, terms.options), counted.name, counted))
        elif spec == BUILT_IN:
            routes.append(_built_in(terms))
        else:
            parsed = parse_spec(spec, base_url=None if place else terms.base_url, environment=environment)
            patience = LONGEST_OUTAGE_S if spec == terms.specs[-1] else _OUTAGE_WITH_FALLBACK_S
            routes.append(_endpoint(parsed, terms, ledger, writer, patience))
    return tuple(routes)


def _built_in(terms: Terms) -> Route:
    if terms.articles < _POOL_FROM:
        return Route(InProcess(terms.kind, open_model(BUILT_IN), terms.options), BUILT_IN)
    from factsheet.batch.pool import InPool

    pool = InPool(terms.kind_name, terms.options)
    return Route(pool, BUILT_IN, width=_WIDTH * pool.processes, close=pool.close)


def _endpoint(parsed: Spec, terms: Terms, ledger: Ledger, writer: Writer, longest_outage: float) -> Route:
    from factsheet.models.endpoint import DEFAULT_TIMEOUT_S, Endpoint
    from factsheet.models.prices import Prices
    from factsheet.models.retrying import Retrying

    prices = Prices(terms.prices)
    endpoint = Endpoint(parsed, prices, terms.timeout or DEFAULT_TIMEOUT_S)
    model: Model = endpoint
    if terms.budget is not None:
        from factsheet.models.capped import Capped

        model = Capped(model, prices, terms.budget, calls=endpoint.calls_at_most)
    scheduled = Scheduled(model, terms.concurrency, longest_outage=longest_outage)
    endpoint.on_headers = scheduled.told
    retrying = Retrying(scheduled, sleep=scheduled.pause, on_wait=scheduled.will_retry)
    counted = Counted(Kept(retrying, ledger, writer, parsed.address))
    return Route(InProcess(terms.kind, counted, terms.options), counted.name, counted, scheduled)
