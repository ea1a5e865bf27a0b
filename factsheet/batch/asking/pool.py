"""Runs the built-in model in worker processes, one per processor, because it is bound by the CPU.

A module of its own since a run that asks an endpoint needs none of it, and saves the 2 MB.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING

from factsheet.batch.asking.making import InProcess
from factsheet.batch.asking.watchdog import limited
from factsheet.errors import ModelError, OutageError
from factsheet.kinds import load_kind
from factsheet.models import BUILT_IN, open_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.batch.asking.making import Made
    from factsheet.pipeline import Options

_DEATHS = 3
"""Articles that a process of their own dies of, one after another, before that is not the articles' fault."""

_TOGETHER = 4
"""Articles that a process is given at a time."""


class InPool:
    """Makes sheets with the built-in model, one process a processor; tests hand in `work`, an importable function."""

    def __init__(
        self, kind: str, options: Options, processes: int | None = None, work: Callable[[bytes], Made] | None = None
    ) -> None:
        self.processes = processes or os.cpu_count() or 1
        context = multiprocessing.get_context("spawn")
        begin = partial(_begin, kind, options, gc.get_threshold())
        self._start = partial(ProcessPoolExecutor, mp_context=context, initializer=begin)
        self._pool = self._start(self.processes)
        self._work = work or _make
        self._waiting: list[tuple[bytes, asyncio.Future[Made]]] = []
        self._turn = asyncio.Lock()
        self._deaths = 0
        """Of processes that had one article, since the last that did not die of it."""

    async def make(self, record: bytes) -> Made:
        """Make it in one of the processes.

        Where a process dies, all that were under way are tried again, each in a process for itself: then it is known
        whose article it dies of.

        Raises:
            OutageError: the processes die of one article after another.
            FactsheetError: there is no sheet of it; or the process dies of it.
        """
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._send)
        made: asyncio.Future[Made] = loop.create_future()
        self._waiting.append((record, made))
        try:
            return await made
        except BrokenProcessPool:
            async with self._turn:
                return await self._alone(record)

    def _send(self) -> None:
        """Hand out what has come together since the loop's last turn, some articles at a time."""
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), _TOGETHER):
            self._hand_out(waiting[start : start + _TOGETHER])

    def _hand_out(self, some: list[tuple[bytes, asyncio.Future[Made]]]) -> None:
        pool, records = self._pool, [record for record, _ in some]
        try:
            sent = pool.submit(_together, self._work, records)
        except BrokenProcessPool as error:
            sent = Future()
            sent.set_exception(error)
        asyncio.wrap_future(sent).add_done_callback(partial(self._take_back, pool, some))

    def _take_back(
        self,
        pool: ProcessPoolExecutor,
        some: list[tuple[bytes, asyncio.Future[Made]]],
        sent: asyncio.Future[list[Made | Exception]],
    ) -> None:
        if sent.cancelled():  # the run ends
            return
        error = sent.exception()
        if isinstance(error, BrokenProcessPool) and pool is self._pool:
            self._pool = self._start(self.processes)
        results = sent.result() if error is None else [error] * len(some)
        for (_, made), result in zip(some, results, strict=True):
            if made.done():
                continue  # its task was stopped
            if isinstance(result, BaseException):
                made.set_exception(result)
            else:
                made.set_result(result)

    async def _alone(self, record: bytes) -> Made:
        if self._deaths == _DEATHS:
            raise OutageError(f"the worker processes died on {_DEATHS} articles in a row")
        pool, deaths, self._deaths = self._start(1), self._deaths, 0
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, self._work, record)
        except BrokenProcessPool as error:
            self._deaths = deaths + 1
            raise ModelError("its worker process died, perhaps out of memory") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes, at once."""
        self._pool.shutdown(wait=False, cancel_futures=True)


_ours: tuple[InProcess, asyncio.Runner]
"""What a process of the pool makes sheets with: a loop for each would take longer than many a sheet."""


def _begin(kind: str, options: Options, threshold: tuple[int, int, int]) -> None:
    """Set a process of the pool up, to look for garbage as its parent does; Ctrl-C is its parent's business."""
    import signal

    global _ours  # noqa: PLW0603 - a process of the pool has no other place for it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _ours = InProcess(load_kind(kind), open_model(BUILT_IN), options), asyncio.Runner()
    gc.freeze()
    gc.set_threshold(*threshold)


def _together(work: Callable[[bytes], Made], records: list[bytes]) -> list[Made | Exception]:
    """Some articles one after the other: to hand one over takes a tenth of the time that it takes to make one."""
    made: list[Made | Exception] = []
    for record in records:
        try:
            made.append(work(record))
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to that article
            made.append(error)
    return made


def _make(record: bytes) -> Made:
    maker, runner = _ours
    with limited():
        return runner.run(maker.make(record))
