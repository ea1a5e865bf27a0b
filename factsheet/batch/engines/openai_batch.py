"""The engine for a provider's Batch API: answers within a day at half the price; articles are made here.

A round makes all articles as far as their answers are there, and writes what they ask to files; these are submitted,
and the next round begins where one has ended. A re-ask, the summary of a long article and the second question are asked
in a round of their own. All that is known is in the ledger, so that a program may end at any moment and another go
on.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from factsheet.batch.asking import Routes, Runner
from factsheet.batch.engines.deferring import Deferred, Outbox
from factsheet.batch.engines.holding import Room
from factsheet.batch.engines.sending import Desk
from factsheet.batch.ledger import HELD
from factsheet.batch.wire import in_turn
from factsheet.briefs.text import counted
from factsheet.errors import (
    DeferredError,
    FactsheetError,
    ModelError,
    OutageError,
    RateLimitedError,
    TransientError,
    UsageError,
)
from factsheet.models import BUILT_IN, Footing
from factsheet.models.batches import MOST_REQUESTS, PRICE, Batches
from factsheet.models.capped import Budget
from factsheet.models.prices import Prices
from factsheet.models.stack import Tempered
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from factsheet.batch.asking import Tally
    from factsheet.batch.engines.engine import Job
    from factsheet.batch.ledger import Ledger, Submission
    from factsheet.models import Model
    from factsheet.models.specs import Spec

_FOLDER = "requests"
"""Where files are until they are uploaded."""

_WORKERS = 8
"""Articles in the making at once: none waits for an answer."""

_FIRST_LOOK_S, _LONGEST_LOOK_S = 1.0, 300.0
"""Waits between two looks at what is under way: each is half as long again as the one before, while nothing happens."""

_FIRST_HOLD = 60
"""The first wait of a file that the provider has no room for, in first looks."""

_LONGEST_OUTAGE_S = 900.0
"""A provider that does not answer for a quarter of an hour ends the run, which goes on later."""


class OpenAIBatch:
    """Asks by files; with `waits` unset it ends when there is nothing left to do but wait.

    `first_look` is the wait before the second look at what is under way, in seconds, and `most` the requests of a file.
    """

    price = PRICE

    def __init__(self, *, waits: bool = True, first_look: float = _FIRST_LOOK_S, most: int = MOST_REQUESTS) -> None:
        self._waits = waits
        self._first_look = first_look
        self._most = most

    read = staticmethod(in_turn)

    @asynccontextmanager
    async def open(self, job: Job) -> AsyncIterator[Rounds]:
        """Set up a desk for each model.

        Raises:
            UsageError: a model has no endpoint, or the answers are to come from recordings or from another model.
        """
        _refuse(job)
        run, ledger = job.run, job.run.ledger
        ledger.submissions.forget(failures=job.wanted.retry_failed or job.wanted.force)
        folder = run.folder.path / _FOLDER
        _take_away(ledger, folder)
        limit = job.asking.max_cost
        budget = Budget(limit) if isinstance(limit, (int, float)) else limit
        prices, desks = Prices(job.asking.prices, PRICE), dict[tuple[str, str], Desk]()

        def model(spec: Spec) -> Model:
            footing = Footing(settled=True)
            outbox = Outbox(spec, folder, job.writer, footing, self._most)
            room = Room(_FIRST_HOLD * self._first_look)
            desk = Desk(Batches(spec), outbox, footing, folder, job.writer, prices, room)
            desk.learn(tuple(ledger.submissions.rejected(spec.address, str(spec))))
            desks[spec.address, str(spec)] = desk
            deferred = Deferred(spec, ledger, outbox, prices, budget)
            return deferred if job.asking.temperature is None else Tempered(deferred, job.asking.temperature)

        routes = Routes(job.wanted, job.asking, ledger, job.writer, job.environment, model).open(run.plan.articles)
        runner = Runner(run, job.wanted, job.writer, routes, _WORKERS)
        yield Rounds(runner, desks, budget, self._first_look, waits=self._waits)


def _refuse(job: Job) -> None:
    """Refuse what cannot be asked by files."""
    models = job.wanted.models
    if BUILT_IN in models or job.asking.replay is not None:
        raise UsageError("--engine openai-batch needs a model behind an endpoint: name it with -m PROVIDER/NAME")
    if len(models) > 1:
        raise UsageError("--fallback cannot be used with --engine openai-batch")


def _take_away(ledger: Ledger, folder: Path) -> None:
    """Take away files that a program did not come to keep in the ledger, and those that are uploaded."""
    known = {one.name for one in ledger.submissions.open() if one.file is None}
    for path in folder.glob("factsheet-*.jsonl"):
        if path.name not in known:
            path.unlink(missing_ok=True)


class Rounds:
    """Makes what waits, round by round."""

    def __init__(
        self,
        runner: Runner,
        desks: Mapping[tuple[str, str], Desk],
        budget: Budget | None,
        first_look: float,
        *,
        waits: bool,
    ) -> None:
        self._runner = runner
        self._ledger = runner.run.ledger
        self._desks = desks
        self._budget = budget
        self._first_look = first_look
        self._waits = waits
        self._ended: FactsheetError | None = None
        self._stopped = asyncio.Event()
        self._failing_since: float | None = None
        self._trouble = ""
        self._until = 0.0
        self._balance()

    @property
    def tally(self) -> Tally:
        """The progress so far."""
        return self._runner.tally

    @property
    def ended(self) -> FactsheetError | None:
        """The error that ended the rounds early, if any."""
        return self._ended or self._runner.ended

    @property
    def used(self) -> Usage:
        """What all answers that were collected used."""
        return sum((desk.used for desk in self._desks.values()), Usage())

    @property
    def calls(self) -> tuple[int, int]:
        """None are sent from here."""
        return 0, 0

    @property
    def trouble(self) -> tuple[str, float]:
        """What the run waits for, and the seconds left; "" if nothing."""
        left = self._until - time.monotonic()
        if left <= 0:
            return "", 0.0
        return self._trouble or self._told(), left

    @property
    def is_over(self) -> bool:
        """Whether somebody stopped the rounds, something ended them, or they are not to wait."""
        return self._stopped.is_set() or self.ended is not None

    async def stop(self) -> None:
        """Let what is under way here end, and submit nothing more."""
        self._stopped.set()
        await self._runner.stop()

    async def make_all(self) -> None:
        """Make what waits, round by round, until nothing does, or nothing can be done but wait and that is not wanted.

        Raises:
            LedgerError: the ledger or the files cannot be written.
        """
        for left in self._ledger.submissions.leftover():
            if desk := self._desks.get((left.endpoint, left.model)):
                await desk.clear_up(left)
        only: frozenset[int] | None = None
        while True:
            await self._runner.make_all(only)
            for desk in self._desks.values():
                await desk.outbox.close()
            ended = None if self._stopped.is_set() else await self._next_ended()
            if self.is_over or (ended is None and only is None):
                return
            only = ended

    async def _next_ended(self) -> frozenset[int] | None:
        """The articles of what has ended, waiting for that; None where nothing is under way, or is waited for."""
        wait = self._first_look
        while under_way := self._under_way():
            ended: set[int] = set()
            moved = False
            for one in under_way:
                after = await self._advance(one)
                moved = moved or after.state != one.state
                if after.state == "ended":
                    ended |= self._ledger.submissions.articles(one.id)
                if self.is_over:
                    return None
            self._balance()
            if ended:
                return frozenset(ended)
            if not self._waits and not moved:
                self._stopped.set()
                return None
            wait = self._first_look if moved else min(_LONGEST_LOOK_S, 1.5 * wait)
            await self._wait(wait)
            if self.is_over:
                return None
        return None

    async def _advance(self, one: Submission) -> Submission:
        """Take a submission further; a failure that may pass is waited out, another ends the run."""
        try:
            after = await self._desks[one.endpoint, one.model].advance(one)
        except TransientError as error:
            self._note(error)
            return one
        except (ModelError, DeferredError) as error:
            self._ended = self._ended or error
            return one
        self._failing_since, self._trouble = None, ""
        return after

    def _note(self, error: TransientError) -> None:
        """A provider does not answer, or not now: where it says so itself, it does not count as down."""
        now = time.monotonic()
        self._failing_since = now if self._failing_since is None else self._failing_since
        self._trouble = str(error)
        if isinstance(error, RateLimitedError):
            self._failing_since = now
        elif now - self._failing_since > _LONGEST_OUTAGE_S:
            self._ended = OutageError(f"no answer for {now - self._failing_since:.0f} s; the last was: {error}")

    async def _wait(self, seconds: float) -> None:
        """Wait, unless somebody stops the rounds."""
        self._until = time.monotonic() + seconds
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            pass

    def _under_way(self) -> list[Submission]:
        """What has not ended: first what has begun, since that says whether there is room for the rest."""
        ours = [one for one in self._ledger.submissions.open() if (one.endpoint, one.model) in self._desks]
        return sorted(ours, key=lambda one: one.state != "started")

    def _balance(self) -> None:
        """Hold of the budget what was spent, and what may be for requests that are under way."""
        if self._budget is not None:
            spent = self._ledger.completions.spent()
            self._budget.held = spent + self._ledger.submissions.under_way()[1]

    def _told(self) -> str:
        """How many of the requests that are under way are dealt with, and what waits for room."""
        found = [counts for desk in self._desks.values() for counts in desk.progress.values()]
        done, total = (sum(each) for each in zip(*found, strict=True)) if found else (0, 0)
        held = sum(len(desk.room.held) for desk in self._desks.values())
        told = f"{done:,} of {total:,} requests are answered"
        return f"{told}; {counted(held, 'file')} {HELD}" if held else told
