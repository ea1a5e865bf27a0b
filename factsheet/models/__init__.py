"""Everything that can complete a request, and wrappers that keep that shape.

A model has a name and one coroutine. Wrappers (`Retrying`, `Limited`, `Capped`, `Cached`, `Recording`) are
models around a model, so they stack; `open_model` stacks them in the one order that makes sense.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from factsheet.errors import ModelError
    from factsheet.records import Completion, Request

BUILT_IN = "extractive"
"""The model that needs no key and no network."""


class Model(Protocol):
    """Something that can complete a request."""

    @property
    def name(self) -> str:
        """The model's name as requests carry it, such as `openai/NAME`."""
        ...

    async def complete(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            ModelError: there is no usable answer; the class says what went wrong.
        """
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked."""

    base_url: str | None = None
    timeout: float | None = None
    """Seconds that one call may take."""
    concurrency: int = 4
    """Requests under way at once."""
    max_cost: float | None = None
    """US dollars that all calls together may cost."""
    cache: Path | None = None
    """The database that keeps completions; None keeps none."""
    record: Path | None = None
    """A folder that gets a recording of each completion."""
    how: str = "recorded from the endpoint named as model"
    """What recordings say of how they were made."""
    replay: Path | None = None
    """A folder whose recordings answer instead of an endpoint."""
    prices: Mapping[str, Any] = field(default_factory=dict)
    """Prices of one's own; see `prices.py`."""
    on_wait: Callable[[ModelError, float], None] | None = None
    """Told of each failure that is waited out, and for how many seconds."""


def open_model(spec: str, asking: Asking | None = None, *, environment: Mapping[str, str] | None = None) -> Model:
    """The model PROVIDER/NAME, or `extractive`, with the wrappers that `asking` wants.

    Raises:
        UsageError: the spec means nothing, or lacks an endpoint or key.
    """
    import os

    asking = asking or Asking()
    if asking.replay is not None:
        from factsheet.models.recorded import Recorded
        from factsheet.models.specs import full_name

        return Recorded(asking.replay, full_name(spec))
    if spec == BUILT_IN:
        from factsheet.models.extractive import Extractive

        return Extractive()
    return _endpoint(spec, asking, os.environ if environment is None else environment)


def _endpoint(spec: str, asking: Asking, environment: Mapping[str, str]) -> Model:
    """What is nearest the wire comes first; the cache is outermost, as it saves everything below it."""
    from factsheet.models.endpoint import DEFAULT_TIMEOUT_S, Endpoint
    from factsheet.models.limited import Limited
    from factsheet.models.prices import Prices
    from factsheet.models.retrying import Retrying
    from factsheet.models.specs import parse_spec

    parsed = parse_spec(spec, base_url=asking.base_url, environment=environment)
    prices = Prices(asking.prices)
    endpoint = Endpoint(parsed, prices, asking.timeout or DEFAULT_TIMEOUT_S)
    model: Model = endpoint
    if asking.max_cost is not None:
        from factsheet.models.capped import Capped

        model = Capped(model, prices, asking.max_cost, calls=endpoint.calls_at_most)
    model = Limited(Retrying(model, on_wait=asking.on_wait), asking.concurrency)
    if asking.record is not None:
        from factsheet.models.recording import Recording

        model = Recording(model, asking.record, asking.how)
    if asking.cache is not None:
        from factsheet.models.cached import Cached

        model = Cached(model, asking.cache, parsed.address)
    return model
