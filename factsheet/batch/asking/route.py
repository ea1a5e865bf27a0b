"""A route: one model to make a sheet with, the usage of its calls, and the error that closed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.batch.asking.scheduler import lane
from factsheet.errors import HOPELESS, ModelError, OutageError
from factsheet.models import Wrapper
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.batch.asking.making import Maker
    from factsheet.batch.asking.scheduler import Scheduled
    from factsheet.errors import FactsheetError
    from factsheet.models import Model
    from factsheet.records import Completion, Request


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A model that articles share: the counter of its calls, and their queue (None without an endpoint)."""

    counted: Counted
    scheduled: Scheduled | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a sheet: its maker, its model, and the queue of its calls (None without an endpoint)."""

    maker: Maker
    model: str
    counted: Counted | None = None
    scheduled: Scheduled | None = None
    verifier: Asked | None = None
    """Who is asked the second question, where that is another model."""
    width: int = 1
    """Articles that it can have in the making at once, where it has no calls to count."""
    close: Callable[[], None] = lambda: None

    @property
    def ended(self) -> FactsheetError | None:
        """The error that closed this route, if any, of the model or the verifier."""
        return next((one.ended for one in self.counting if one.ended is not None), None)

    @property
    def counting(self) -> tuple[Counted, ...]:
        """The counters of its articles' calls."""
        other = self.verifier.counted if self.verifier else None
        return tuple(one for one in (self.counted, other) if one is not None)

    @property
    def queues(self) -> tuple[Scheduled, ...]:
        """The queues that the calls of its articles wait in."""
        other = self.verifier.scheduled if self.verifier else None
        return tuple(one for one in (self.scheduled, other) if one is not None)

    @property
    def is_usable(self) -> bool:
        """Whether it may be tried: an outage may end, an empty account does not refill."""
        return self.ended is None or (isinstance(self.ended, OutageError) and not self.is_down)

    @property
    def is_down(self) -> bool:
        """Whether an article on this route would certainly only wait."""
        return any(one.is_down for one in self.queues)

    def used_for(self, number: int) -> Usage:
        """The usage of an article's requests since the last call."""
        return sum((one.take(number) for one in self.counting), Usage())


class Counted(Wrapper):
    """A model that counts the usage of each article's requests, and notices errors that end a run."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._used: dict[int, Usage] = {}
        self.total = Usage()
        self.ended: FactsheetError | None = None

    async def complete(self, request: Request) -> Completion:
        """Ask the wrapped model, and count."""
        number = lane.get()
        try:
            completion = await self._model.complete(request)
        except HOPELESS as error:
            self.ended = self.ended or error
            raise
        except ModelError as error:
            self._count(number, error.usage or Usage())
            raise
        self._count(number, completion.usage)
        return completion

    def _count(self, number: int, usage: Usage) -> None:
        self.total += usage
        self._used[number] = self._used.get(number, Usage()) + usage

    def take(self, number: int) -> Usage:
        """The usage of an article since the last call."""
        return self._used.pop(number, Usage())
