"""Models: everything that completes a request, and wrappers with the same interface.

A model has a name and one coroutine. Wrappers (`Retrying`, `Limited`, `Capped`, `Cached`, `Recording`) are
models around a model, so they stack; `stack` has the one order that makes sense.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from factsheet.errors import ModelError
    from factsheet.models.capped import Budget
    from factsheet.records import Completion, Request

BUILT_IN = "extractive"
_ALSO_BUILT_IN = (BUILT_IN, "builtin", "built-in")
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


class Wrapper:
    """A model around a model, of the same name."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self._model.name

    @property
    def host(self) -> str | None:
        """The host of the endpoint inside; None where nothing is sent."""
        return getattr(self._model, "host", None)

    async def footing(self) -> Footing:
        """What is known of the endpoint inside."""
        return await footing_of(self._model)


STEPS = ("strict", "json_schema", "json_object", "text")
"""The ladder, from the most that a server can be asked to enforce to nothing."""

LAST_WITH_SCHEMA = STEPS.index("json_schema")
"""The last step on which a schema goes with a request."""


async def footing_of(model: Model) -> Footing:
    """What is known of who answers; where that is no endpoint, nothing has to be."""
    look = getattr(model, "footing", None)
    return await look() if look is not None else Footing(settled=True)


@dataclass(slots=True)
class Footing:
    """What is known of an endpoint and model.

    `step` says how far they keep to a schema, by the ladder in `endpoint`; `settled` once an answer has shown it: one
    bad answer later is the model's, not the server's.
    """

    step: int = 0
    settled: bool = False
    window: int | None = None
    """Tokens that prompt and answer may have together, where the server has said so."""
    asked: bool = False
    """Whether the server was asked for its window."""
    refused: set[str] = field(default_factory=set)
    """Parameters that the server does not take."""
    longest: float = 1.0
    """How many times as long as `pipeline.answer_length` reckons an answer of this model was, at the most."""

    @property
    def shows_form(self) -> bool:
        """Whether the prompt must show the form of the answer, as nothing else does."""
        return self.step > LAST_WITH_SCHEMA


Footings: TypeAlias = dict[tuple[str, str], Footing]
"""What is known of endpoints, by address (a base URL without a name, password or query) and model."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked."""

    base_url: str | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)
    """The environment variables with the keys of endpoints, by host; see `keys`."""
    timeout: float | None = None
    """Seconds without any of an answer after which a call is given up."""
    temperature: float | None = None
    """The temperature that answers are drawn with; None for 0, wherever the server takes that."""
    concurrency: int = 4
    """Requests under way at once."""
    max_cost: float | Budget | None = None
    """US dollars that all calls together may cost; a budget is shared by all models that are asked under it."""
    cache: Path | None = None
    """The database that keeps completions; None keeps none."""
    record: Path | None = None
    """A folder that gets a recording of each completion."""
    how: str = "recorded from the endpoint named as model"
    """What recordings say of how they were made."""
    replay: Path | None = None
    """A folder whose recordings answer instead of an endpoint."""
    prices: Mapping[str, Any] = field(default_factory=dict)
    """Prices that the user sets; see `prices.py`."""
    on_wait: Callable[[ModelError, float], None] | None = None
    """Told of each failure that is waited out, and for how many seconds."""
    footings: Footings = field(default_factory=dict, compare=False, repr=False)
    """What was found out of endpoints, which need not be paid for again by whoever hands it on."""

    def __post_init__(self) -> None:
        """Take names of folders and files as paths, and refuse numbers with which nothing would ever be asked.

        Raises:
            UsageError: a number is below what it may be.
        """
        from pathlib import Path

        for name in ("cache", "record", "replay"):
            if isinstance(value := getattr(self, name), str):
                object.__setattr__(self, name, Path(value))
        if self.concurrency < 1:
            raise UsageError(f"concurrency = {self.concurrency}: must be at least 1")
        if self.timeout is not None and not self.timeout > 0:
            raise UsageError(f"timeout = {self.timeout}: must be more than 0")


def named(spec: str) -> str:
    """The name of a model, `extractive` for the others that people give to the built-in one."""
    return BUILT_IN if spec.lower() in _ALSO_BUILT_IN else spec


def open_model(spec: str, asking: Asking | None = None, *, environment: Mapping[str, str] | None = None) -> Model:
    """The model PROVIDER/NAME, or `extractive`, with the wrappers that `asking` wants.

    Raises:
        UsageError: the spec means nothing, or lacks an endpoint or key.
    """
    import os

    asking = asking or Asking()
    spec = spec if asking.base_url else named(spec)
    if asking.replay is not None:
        from factsheet.models.recorded import Recorded
        from factsheet.models.specs import full_name

        return Recorded(asking.replay, full_name(spec))
    if spec == BUILT_IN:
        from factsheet.models.extractive import Extractive

        return Extractive()
    from factsheet.models.specs import parse_spec
    from factsheet.models.stack import stacked

    where = os.environ if environment is None else environment
    found = parse_spec(spec, base_url=asking.base_url, environment=where, endpoints=asking.endpoints)
    return stacked(found, asking)
