"""A route: one way to a sheet, what its calls used, and what made it impassable."""

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


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a sheet: what makes it, with which model, and what holds its calls (None for no endpoint)."""

    maker: Maker
    model: str
    counted: Counted | None = None
    scheduled: Scheduled | None = None
    width: int = 1
    """Articles that it can have in the making at once, where it has no calls to count."""
    close: Callable[[], None] = lambda: None

    @property
    def ended(self) -> FactsheetError | None:
        """What made this way impassable, if something did."""
        return self.counted.ended if self.counted else None

    @property
    def is_usable(self) -> bool:
        """Whether it may be tried: an outage may have ended, an empty account stays empty."""
        return self.ended is None or (isinstance(self.ended, OutageError) and not self.is_down)

    @property
    def is_down(self) -> bool:
        """Whether it is known that an article sent this way would only wait."""
        return self.scheduled is not None and self.scheduled.is_down

    def used_for(self, number: int) -> Usage:
        """What an article's requests used since this was last asked."""
        return self.counted.take(number) if self.counted else Usage()


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
