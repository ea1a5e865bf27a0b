"""The runner: makes the sheets of all waiting articles, several at once, and stores each result.

Each worker takes the next article, makes its sheet, writes its files and then its row. A failing article is a
row with its reason. A failure that every article would meet (no money, no key, no endpoint, no disk) ends the
run and leaves the rest waiting for the next.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.batch.asking.keeping import Keeper, Origin, reason_of
from factsheet.batch.asking.scheduler import lane
from factsheet.batch.ledger import now
from factsheet.errors import HOPELESS, DeferredError, FactsheetError, LedgerError
from factsheet.records import Usage

if TYPE_CHECKING:
    from factsheet.batch.asking.keeping import Tally
    from factsheet.batch.asking.route import Route
    from factsheet.batch.asking.wanted import BatchRun, Wanted
    from factsheet.batch.ledger import ToMake, Writer

_PAGE = 100
"""Waiting articles whose numbers are read at a time."""

_LOOK_S = 0.02
"""How often a run that stops looks whether an article waits for nothing but its turn."""


@dataclass(slots=True)
class Runner:
    """Makes what a run plans; `routes` in the order in which they are tried, `workers` articles at once."""

    run: BatchRun
    wanted: Wanted
    writer: Writer
    routes: tuple[Route, ...]
    workers: int
    ended: FactsheetError | None = None
    """What ended the run before all was done."""
    _stopping: bool = False
    _ending: asyncio.Task[None] | None = None
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _keeper: Keeper = field(init=False)
    _only: frozenset[int] | None = None
    _after: int = 0
    _page: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep the results of articles where the run says."""
        self._keeper = Keeper(self.run, self.wanted, self.writer)

    @property
    def tally(self) -> Tally:
        """The progress so far."""
        return self._keeper.tally

    @property
    def used(self) -> Usage:
        """The usage of all requests of this run so far."""
        counting = {id(one): one for route in self.routes for one in route.counting}
        return sum((one.total for one in counting.values()), Usage())

    @property
    def trouble(self) -> tuple[str, float]:
        """What the run waits for, and the seconds left; "" if nothing."""
        waits = [queue.trouble_now() for route in self.routes for queue in route.queues]
        return max(waits, key=lambda each: each[1], default=("", 0.0))

    @property
    def calls(self) -> tuple[int, int]:
        """The number of calls under way, and the maximum."""
        queues = {id(queue): queue for route in self.routes for queue in route.queues}.values()
        return sum(queue.pace.under_way for queue in queues), sum(queue.pace.ceiling for queue in queues)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be started: somebody stopped the run, or something ended it."""
        return self._stopping

    async def make_all(self, only: frozenset[int] | None = None) -> None:
        """Make all waiting articles, or `only` these, until none is left, or the run is stopped or ended."""
        self._after, self._only = 0, only
        workers = [asyncio.create_task(self._work()) for _ in range(self.workers)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def stop(self) -> None:
        """Let what is under way end, start nothing more: no article, and no call of those under way."""
        self._halt()
        while self._tasks:
            for number, task in list(self._tasks.items()):
                if any(queue.blocked(number) for route in self.routes for queue in route.queues):
                    task.cancel()
            await asyncio.sleep(_LOOK_S)

    def _halt(self) -> None:
        self._stopping = True
        for route in self.routes:
            for queue in route.queues:
                queue.stop()

    def _next(self) -> int | None:
        if not self._page:
            self._page = self.run.ledger.articles.waiting(self._after, _PAGE)[::-1]
            if not self._page:
                return None
            self._after = self._page[0]
        return self._page.pop()

    async def _work(self) -> None:
        chosen = [only for only in (self.run.plan.only, self._only) if only is not None]
        while not self._stopping and (number := self._next()) is not None:
            if any(number not in only for only in chosen):
                continue
            scheduled = self._ways()[0].scheduled
            if scheduled is None:
                await self._watched(number)
                continue
            await scheduled.begin(number)
            try:
                if not self._stopping:
                    await self._watched(number)
            finally:
                scheduled.leave(number)

    def _ways(self) -> list[Route]:
        """The routes in the order in which an article tries them now."""
        return sorted(self.routes, key=lambda route: (not route.is_usable, route.is_down))

    async def _watched(self, number: int) -> None:
        """One article, in a task of its own that `stop` can cancel."""
        task = self._tasks[number] = asyncio.create_task(self._article(number))
        self.tally.under_way += 1
        try:
            await asyncio.wait([task])
        finally:
            self.tally.under_way -= 1
            del self._tasks[number]
            task.cancel()
        if not task.cancelled():
            task.result()

    async def _article(self, number: int) -> None:
        """One article, by the first route that can; a failure that ends a route sends it to the next."""
        lane.set(number)
        article = self.run.ledger.articles.to_make(number)
        started = now()
        ended: FactsheetError | None = None
        for route in self._ways():
            if route.is_usable and (ended := await self._by(route, article, started)) is None:
                return
        self._end(ended)

    async def _by(self, route: Route, article: ToMake, started: str) -> FactsheetError | None:
        """Make an article by one route, and keep what came of it.

        Returns what ended the route before the article was made; None where that is over, for good or ill.
        """
        try:
            made = await route.maker.make(article.record)
        except LedgerError:
            raise
        except DeferredError:  # it waits for another round, in which its answers count
            route.used_for(article.id)
            return None
        except HOPELESS as failure:
            return failure
        except FactsheetError as failure:
            if (ended := route.ended) is None:
                await self._keeper.failed(article, self._origin(route, article, started), reason_of(failure))
            return ended
        except Exception as failure:  # noqa: BLE001 - an article that trips over a defect costs that article
            await self._keeper.failed(article, self._origin(route, article, started), reason_of(failure))
            return None
        if (made.missing or made.unverified) and (ended := route.ended) is not None:
            return ended
        await self._keeper.made(article, self._origin(route, article, started), made)
        return None

    def _origin(self, route: Route, article: ToMake, started: str) -> Origin:
        return Origin(route.model, started, route.used_for(article.id))

    def _end(self, error: FactsheetError | None) -> None:
        """No route leads on: this run is over, and the article waits for the next."""
        self.ended = self.ended or error
        if not self._stopping:
            self._halt()
            self._ending = asyncio.create_task(self.stop())
