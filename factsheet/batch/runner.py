"""The runner: makes the sheet of every article that waits, several at once, and keeps what came of each.

Each worker takes the next article, makes its sheet, writes its files and then its row. A failing article is a
row with its reason. A failure that every article would meet (no money, no key, no endpoint, no disk) ends the
run and leaves the rest waiting for the next.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.batch import files
from factsheet.batch.kept import now
from factsheet.batch.recipe import recipe
from factsheet.batch.scheduler import lane
from factsheet.errors import HOPELESS, FactsheetError, LedgerError, ModelError, OutageError
from factsheet.files import write_whole
from factsheet.records import Usage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from factsheet.batch.ledger import Ledger
    from factsheet.batch.making import Made, Maker
    from factsheet.batch.scheduler import Scheduled
    from factsheet.batch.writer import Work, Writer
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.pipeline import Options
    from factsheet.records import Completion, Request

_PAGE = 100
"""Waiting articles whose numbers are read at a time."""

_LOOK_S = 0.02
"""How often a run that stops looks whether an article waits for nothing but its turn."""


@dataclass(slots=True)
class Tally:
    """What a run has done so far, for whoever shows it."""

    total: int = 0
    made: int = 0
    partial: int = 0
    failed: int = 0
    under_way: int = 0

    @property
    def done(self) -> int:
        """Articles that are dealt with."""
        return self.made + self.partial + self.failed


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


class Counted:
    """A model that counts, for each article, what its requests used; and sees what ends a run."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._used: dict[int, Usage] = {}
        self.total = Usage()
        self.ended: FactsheetError | None = None

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self._model.name

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


@dataclass(slots=True)
class Runner:
    """One run over the articles that wait; `routes` in the order in which they are tried."""

    ledger: Ledger
    writer: Writer
    folder: files.Folder
    kind: Kind
    options: Options
    routes: tuple[Route, ...]
    run: int
    workers: int
    only: frozenset[int] | None = None
    on_article: Callable[[str, str, str], None] = lambda *_: None
    """Told the name, what became of it, and why."""
    tally: Tally = field(default_factory=Tally)
    ended: FactsheetError | None = None
    """What ended the run before all was done."""
    _stopping: bool = False
    _ending: asyncio.Task[None] | None = None
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _after: int = 0
    _page: list[int] = field(default_factory=list)

    @property
    def used(self) -> Usage:
        """What all requests of this run used so far."""
        return sum((route.counted.total for route in self.routes if route.counted), Usage())

    @property
    def trouble(self) -> tuple[str, float]:
        """What is being waited for, and for how many seconds more; "" where nothing is."""
        waits = [route.scheduled.trouble_now() for route in self.routes if route.scheduled]
        return max(waits, key=lambda each: each[1], default=("", 0.0))

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be started: somebody stopped the run, or something ended it."""
        return self._stopping

    async def make_all(self) -> None:
        """Make what waits, until there is no more, or until the run is stopped or ended."""
        self._after = 0
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
                if any(route.scheduled and route.scheduled.blocked(number) for route in self.routes):
                    task.cancel()
            await asyncio.sleep(_LOOK_S)

    def _halt(self) -> None:
        self._stopping = True
        for route in self.routes:
            if route.scheduled is not None:
                route.scheduled.stop()

    def _next(self) -> int | None:
        if not self._page:
            rows = self.ledger.rows(
                "SELECT id FROM articles WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?", self._after, _PAGE
            )
            self._page = [row["id"] for row in rows][::-1]
            if not self._page:
                return None
            self._after = self._page[0]
        return self._page.pop()

    async def _work(self) -> None:
        while not self._stopping and (number := self._next()) is not None:
            if self.only is not None and number not in self.only:
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
        row = self.ledger.one("SELECT id, key, slug, title, source, record FROM articles WHERE id = ?", number)
        started = now()
        error: FactsheetError | None = None
        for route in self._ways():
            if not route.is_usable:
                continue
            try:
                made = await route.maker.make(row["record"])
            except HOPELESS as failure:
                error = failure
                if isinstance(failure, LedgerError):
                    raise
            except FactsheetError as failure:
                error = route.ended
                if error is None:
                    await self._failed(row, route, started, failure)
                    return
            except Exception as failure:  # noqa: BLE001 - an article that trips over a defect costs that article
                await self._failed(row, route, started, failure)
                return
            else:
                if not made.missing or route.ended is None:
                    await self._made(row, route, started, made)
                    return
                error = route.ended
        self._end(error)

    def _end(self, error: FactsheetError | None) -> None:
        """No route leads on: this run is over, and the article waits for the next."""
        self.ended = self.ended or error
        if not self._stopping:
            self._halt()
            self._ending = asyncio.create_task(self.stop())

    async def _made(self, row: sqlite3.Row, route: Route, started: str, made: Made) -> None:
        stem = files.stem(row["slug"] or row["title"] or "", row["key"])
        write_whole(self.folder.brief(stem), [made.brief], failure=LedgerError)
        write_whole(self.folder.sheet(stem), [made.document], failure=LedgerError)
        outcome = "partial" if made.missing else "made"
        reason = "a part of the article is missing" if made.missing else ""
        attempt = self._attempt(row["id"], route, started, outcome, reason)
        values = (
            *(row["id"], stem, made.sha256, recipe(self.kind, made.model, self.options, made.chunks)),
            *(self.kind.name, made.model, made.chunks, now(), made.errors, made.warnings, made.missing),
            made.outline,
        )

        def keep(database: sqlite3.Connection) -> None:
            database.execute(f"INSERT OR REPLACE INTO sheets VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
            attempt(database)

        await self.writer.write(keep)
        if made.missing:
            self.tally.partial += 1
        else:
            self.tally.made += 1
        self.on_article(stem, outcome, reason)

    async def _failed(self, row: sqlite3.Row, route: Route, started: str, error: Exception) -> None:
        reason = _reason(error)
        await self.writer.write(self._attempt(row["id"], route, started, "failed", reason))
        self.tally.failed += 1
        self.on_article(row["slug"] or row["title"] or row["source"], "failed", reason)

    def _attempt(self, number: int, route: Route, started: str, outcome: str, reason: str) -> Work:
        used = route.counted.take(number) if route.counted else Usage()
        counts = (used.requests, used.prompt_tokens, used.completion_tokens, used.cost)
        values = (number, self.run, started, now(), route.model, outcome, reason, *counts)

        def write(database: sqlite3.Connection) -> None:
            database.execute(
                "INSERT INTO attempts (article, run, started, ended, model, outcome, reason, requests, prompt_tokens, "
                "completion_tokens, cost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            database.execute("UPDATE articles SET state = ?, reason = ? WHERE id = ?", (outcome, reason, number))

        return write


def _reason(error: Exception) -> str:
    """Why an article failed; an error that is none of ours is a defect, and the first of a group stands for it."""
    if isinstance(error, FactsheetError):
        return f"{type(error).__name__.removesuffix('Error')}: {error}"
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return f"a defect of the program: {type(error).__name__}: {error}"
