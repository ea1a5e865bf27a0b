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
    """A model that articles share: what counts its calls, and what holds them (None for no endpoint)."""

    counted: Counted
    scheduled: Scheduled | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a sheet: what makes it, with which model, and what holds its calls (None for no endpoint)."""

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
        """What made this way impassable, if something did: with a verifier, either of the two."""
        return next((one.ended for one in self.counting if one.ended is not None), None)

    @property
    def counting(self) -> tuple[Counted, ...]:
        """What counts the calls that its articles take."""
        other = self.verifier.counted if self.verifier else None
        return tuple(one for one in (self.counted, other) if one is not None)

    @property
    def queues(self) -> tuple[Scheduled, ...]:
        """The queues that the calls of its articles wait in."""
        other = self.verifier.scheduled if self.verifier else None
        return tuple(one for one in (self.scheduled, other) if one is not None)

    @property
    def is_usable(self) -> bool:
        """Whether it may be tried: an outage may have ended, an empty account stays empty."""
        return self.ended is None or (isinstance(self.ended, OutageError) and not self.is_down)

    @property
    def is_down(self) -> bool:
        """Whether it is known that an article sent this way would only wait."""
        return any(one.is_down for one in self.queues)

    def used_for(self, number: int) -> Usage:
        """What an article's requests used since this was last asked."""
        return sum((one.take(number) for one in self.counting), Usage())


class Counted(Wrapper):
    """A model that counts, for each article, what its requests used; and sees what ends a run."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._used: dict[int, Usage] = {}
        self.total = Usage()
        self.ended: FactsheetError | None = None

    async def complete(self, request: Request) -> Completion:
        """Ask the model inside, and count."""
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
        """What an article used since this was last asked."""
        return self._used.pop(number, Usage())
