"""One sheet in the making: its options, its models, and the usage so far."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.errors import HOPELESS, DeferredError, FactsheetError, ModelError, UsageError
from factsheet.models import BUILT_IN, Footing
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.grounding import Locator
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Completion, Request


@dataclass(frozen=True, slots=True)
class Options:
    """How a sheet is made. Tokens are counted with the vocabulary `o200k_base`."""

    chunk_tokens: int | None = None
    """Tokens of article in one request; None takes what the model's window leaves room for."""
    context_tokens: int = 120
    """Tokens of the text before a part that are shown with it, to understand it."""
    passes: int = 1
    """How often each part is asked about; above 1, for what the earlier passes missed."""
    verify: bool = True
    """Ask a language model about the entries that no rule has proven: whether each follows from its evidence."""
    concurrency: int = 4
    """Parts asked about at once."""

    def verifies_with(self, reader: str) -> bool:
        """Whether the second question is asked, if the model of this name would answer it."""
        return self.verify and reader != BUILT_IN

    def __post_init__(self) -> None:
        """Refuse numbers with which nothing would ever be asked.

        Raises:
            UsageError: one is below what it may be.
        """
        least = {"chunk_tokens": 1, "context_tokens": 0, "passes": 1, "concurrency": 1}
        for name, lowest in least.items():
            value = getattr(self, name)
            if value is not None and value < lowest:
                raise UsageError(f"{name} = {value}: must be at least {lowest}")


@dataclass(slots=True)
class Run:
    """The models and options of one sheet, and its usage so far."""

    kind: Kind
    model: Model
    options: Options
    locator: Locator
    """Finds words in the article; shared by all its parts, since its indexes are built once."""
    on_progress: Callable[[int, int], None] | None = None
    verifier: Model | None = None
    """Who is asked the second question; None for the model itself."""
    footing: Footing = field(default_factory=Footing)
    """What is known of the endpoint that the model is asked at."""
    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    how: set[str | None] = field(default_factory=set)
    verified_by: str | None = None
    """The name of the model that answered the second question."""
    _hopeless: dict[str, FactsheetError] = field(default_factory=dict)
    """By the name of a model, what all that it is asked would meet."""
    _deferred: DeferredError | None = None
    _turn: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Let as many ask at once as the options say; the others wait here, where they can still be stopped."""
        self._turn = asyncio.Semaphore(self.options.concurrency)

    @property
    def reader(self) -> Model | None:
        """The language model for the second question; None if it is not asked."""
        reader = self.verifier or self.model
        return reader if self.options.verifies_with(reader.name) else None

    async def ask(self, request: Request, model: Model | None = None) -> Completion:
        """Send one request, and count its usage even if it fails.

        Raises:
            FactsheetError: the request failed, or an earlier one met what this one would meet as well.
        """
        model = model or self.model
        async with self._turn:
            if model.name in self._hopeless:
                raise self._hopeless[model.name]
            try:
                completion = await model.complete(request)
            except FactsheetError as error:
                if isinstance(error, ModelError) and error.usage:
                    self.usage += error.usage
                if isinstance(error, HOPELESS):
                    self._hopeless[model.name] = error
                if isinstance(error, DeferredError):
                    self._deferred = error
                raise
        self.usage += completion.usage
        self.keys.append(request.key)
        self.how.add(completion.how)
        return completion

    def hold(self) -> None:
        """Stop if an answer is still to come: the following steps need it.

        Raises:
            DeferredError: one is.
        """
        if self._deferred is not None:
            raise self._deferred
