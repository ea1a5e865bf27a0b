"""The Ray engine: a cluster's processes, or a local Ray's, make articles with Ray Data.

The numbers of the articles that wait are rows; a pool of actors makes of each row an outcome, which carries its own
error, and the outcomes stream back to the one ledger. A block of rows whose actor or node dies is made again by
another: its answers are in the ledger.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import socket
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet.batch.asking import Keeper, Origin, specs
from factsheet.batch.engines.workers import Desk, Making, Status, Task, listed, reading
from factsheet.batch.wire import in_turn, rows_of
from factsheet.errors import OutageError, UsageError
from factsheet.extras import command
from factsheet.models.keys import APIS
from factsheet.readers import read_articles, stores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from factsheet.batch.asking import Tally
    from factsheet.batch.engines.engine import Job, Read
    from factsheet.batch.engines.workers import Outcome
    from factsheet.batch.ledger import Insert
    from factsheet.errors import FactsheetError
    from factsheet.records import Usage

_BLOCKS_AT_ONCE = 3
"""Blocks that an actor works on at once: while the last articles of one are waited for, another keeps it busy."""

_LEAST_BLOCK, _MOST_BLOCK = 4, 64
"""Articles in a block: what is made again where an actor dies, and what comes back at a time."""

_FILES = 16
"""Files of a store that a task reads."""

_DESK_CALLS = 10_000
"""Requests that may wait at the desk at once."""

_AHEAD = 4
"""Blocks of outcomes that wait to be kept, above which the cluster waits."""

_LOOK_S = 0.5

_HERE = "local"
"""What Ray calls a Ray of its own: without it, it takes whatever cluster this machine belongs to."""


class Cluster:
    """Makes on Ray; `address` is that of a cluster, None for `RAY_ADDRESS`, or a local Ray where that is not set.

    Raises:
        UsageError: Ray is not installed.
    """

    price = 1.0

    def __init__(self, address: str | None = None) -> None:
        self._ray = _ray()
        self._address = address
        self._is_ours = False

    def read(self, paths: Iterable[str], run: int, read: Read = read_articles) -> Iterator[Insert]:
        """The rows of what is in some paths: what is in a store is listed and read on the cluster, all else here.

        Raises:
            UsageError: a path names nothing, or there is no such cluster.
        """
        for is_stored, some in groupby(paths, key=stores.is_stored):
            if is_stored:
                self._connect()
                yield from _read_there(list(some), partial(rows_of, run=run, read=read))
            else:
                yield from in_turn(some, run, read)

    def _connect(self) -> Any:
        """Connect to the cluster, once."""
        if not self._ray.is_initialized():
            _connect(self._ray, self._address)
            self._is_ours = True
        return self._ray

    @asynccontextmanager
    async def open(self, job: Job) -> AsyncIterator[Spread]:
        """Connect to the cluster, and set up the desk on this machine, where the ledger is.

        Raises:
            UsageError: there is no such cluster, or a model cannot be asked.
        """
        ray = self._connect()
        task = _task(job)
        here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
            ray.get_runtime_context().get_node_id(), soft=False
        )
        desk = ray.remote(Desk).options(num_cpus=0, max_concurrency=_DESK_CALLS, scheduling_strategy=here).remote(task)
        try:
            await desk.open.remote()
            yield Spread(job, desk, task)
            await desk.close.remote()
        finally:
            ray.kill(desk)
            if self._is_ours:
                ray.shutdown()


def _ray() -> Any:
    try:
        import pyarrow as pa  # noqa: F401 - Ray Data takes and gives its tables
        import ray
        import ray.data
        import ray.util.scheduling_strategies
    except ImportError as error:
        raise UsageError(f"--engine ray needs an extra: {command('ray')}") from error
    return ray


def _connect(ray: Any, address: str | None) -> None:
    """Connect to a cluster, or start a local one, which says nothing on the screen.

    Raises:
        UsageError: nothing answers at the address.
    """
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    address = address or os.environ.get("RAY_ADDRESS") or _HERE
    try:
        _knock(address)
        with _hushed():
            try:
                ray.init(address=address, include_dashboard=False, **quiet)
            except ValueError:  # a cluster that exists is not told what to start
                ray.init(address=address, **quiet)
    except (OSError, RuntimeError) as error:
        raise UsageError(f"no Ray cluster at {address}: {error}") from error


def _knock(address: str) -> None:
    """Raise where nothing listens at HOST:PORT: Ray itself would go on trying for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), _LOOK_S * 10).close()


@contextmanager
def _hushed() -> Iterator[None]:
    """Have native code print nothing on standard error: Ray says there that it was told to say nothing."""
    before = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - it is no file
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _read_there(urls: list[str], rows: Callable[[str], Iterable[Insert]]) -> Iterator[Insert]:
    """The rows of what is in stores, in the order of the names, read by tasks of Ray Data."""
    import pyarrow as pa
    import ray

    found = ray.get(ray.remote(listed).remote(urls))
    if isinstance(found, UsageError):
        raise found
    blocks = [pa.table({"url": found[at : at + _FILES]}) for at in range(0, len(found), _FILES)]
    _quiet(ray).execution_options.preserve_order = True
    read = ray.data.from_arrow(blocks).map_batches(reading, fn_args=(rows,), batch_size=None)
    try:
        for table in read.iter_batches(batch_size=None, batch_format="pyarrow"):
            for value in table["rows"]:
                yield from pickle.loads(value.as_py())  # noqa: S301 - our own workers wrote it
    finally:
        _quiet(ray).execution_options.preserve_order = False


def _quiet(ray: Any) -> Any:
    """The settings of Ray Data, which is to say nothing on the screen."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    return context


def _task(job: Job) -> Task:
    """What desk and workers are told. Of the environment the desk gets the keys, and the workers nothing."""
    wanted, asking, environment = job.wanted, job.asking, job.environment
    named = {variable for _, variable in APIS.values()} | {*asking.endpoints.values(), "LITELLM_API_KEY"}
    kind = Path(wanted.kind_name)
    return Task(
        ledger=job.run.ledger.path.resolve(),
        kind=str(kind.resolve()) if kind.is_dir() else wanted.kind_name,
        models=wanted.models,
        verifier=wanted.second_model,
        options=wanted.options,
        asking=asking,
        hosts={name: spec.host for name, spec in specs(wanted, asking, environment).items()},
        environment={name: environment[name] for name in named if name in environment},
    )


class Spread:
    """Makes what waits on the actors of a cluster."""

    def __init__(self, job: Job, desk: Any, task: Task) -> None:
        self._run = job.run
        self._concurrency = job.asking.concurrency
        self._keeper = Keeper(job.run, job.wanted, job.writer)
        self._desk = desk
        self._task = task
        self._status = Status()
        self._ended: FactsheetError | None = None
        self._is_stopped = False

    @property
    def tally(self) -> Tally:
        """The progress so far."""
        return self._keeper.tally

    @property
    def ended(self) -> FactsheetError | None:
        """The error that ended the work early, if any."""
        return self._ended

    @property
    def used(self) -> Usage:
        """What all requests used so far, by the latest look at the desk."""
        return self._status.used

    @property
    def calls(self) -> tuple[int, int]:
        """How many requests are under way, and how many may be, by that look."""
        return self._status.calls

    @property
    def trouble(self) -> tuple[str, float]:
        """What is being waited for, by that look."""
        return self._status.trouble

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be started."""
        return self._is_stopped or self._ended is not None

    async def stop(self) -> None:
        """Ask nothing more; what is under way ends, and its articles wait for the next run."""
        self._is_stopped = True
        await self._desk.stop.remote()

    async def make_all(self) -> None:
        """Make every article that waits.

        Raises:
            LedgerError: the ledger or the files cannot be written.
        """
        only = self._run.plan.only
        waiting = [one for one in self._run.ledger.articles.waiting(0, -1) if only is None or one in only]
        if not waiting:
            return
        looking = asyncio.create_task(self._look())
        outcomes: asyncio.Queue[list[Outcome] | BaseException | None] = asyncio.Queue(_AHEAD)
        streaming = asyncio.create_task(asyncio.to_thread(self._stream, waiting, outcomes, asyncio.get_running_loop()))
        try:
            while (some := await outcomes.get()) is not None:
                if isinstance(some, BaseException):
                    raise OutageError(f"the cluster cannot go on: {type(some).__name__}: {some}") from some
                await asyncio.gather(*map(self._keep, some))
        finally:
            self._is_stopped = self._is_stopped or not streaming.done()
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _keep(self, outcome: Outcome) -> None:
        """Keep what came of an article; what waits for another run is left as it is."""
        if outcome.ended is not None:
            if self._ended is None:
                self._ended = outcome.ended
                await self._desk.stop.remote()
            return
        article = self._run.ledger.articles.to_make(outcome.article)
        origin = Origin(outcome.model, outcome.started, outcome.used)
        if outcome.made is not None:
            await self._keeper.made(article, origin, outcome.made)
        elif outcome.reason:
            await self._keeper.failed(article, origin, outcome.reason)

    async def _look(self) -> None:
        """Look at the desk again and again."""
        while True:
            self._status = await self._desk.status.remote()
            await asyncio.sleep(_LOOK_S)

    def _stream(self, waiting: list[int], outcomes: asyncio.Queue[Any], loop: asyncio.AbstractEventLoop) -> None:
        """Run the dataset in this thread, and hand on its results; None at the end."""

        def hand_on(value: Any) -> None:
            asyncio.run_coroutine_threadsafe(outcomes.put(value), loop).result()

        try:
            for some in self._outcomes(waiting):
                hand_on(some)
            hand_on(None)
        except Exception as error:  # noqa: BLE001 - whatever ends a dataset is told where it is waited for
            hand_on(error)

    def _outcomes(self, waiting: list[int]) -> Iterator[list[Outcome]]:
        """The outcomes of articles, some at a time, in the order in which they are done."""
        import pyarrow as pa
        import ray

        actors = max(1, int(ray.cluster_resources().get("CPU", 1)))
        size = min(_MOST_BLOCK, max(_LEAST_BLOCK, -(-self._concurrency // actors)))
        blocks = [pa.table({"article": waiting[at : at + size]}) for at in range(0, len(waiting), size)]
        _quiet(ray)
        made = ray.data.from_arrow(blocks).map_batches(
            Making,
            fn_constructor_args=(self._desk, replace(self._task, environment={})),
            batch_size=None,
            compute=ray.data.ActorPoolStrategy(
                min_size=1,
                initial_size=actors,
                max_size=actors,
                max_concurrent_calls_per_actor=_BLOCKS_AT_ONCE,
                max_tasks_in_flight_per_actor=2 * _BLOCKS_AT_ONCE,
            ),
            num_cpus=1,
        )
        for table in made.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield [pickle.loads(value.as_py()) for value in table["outcome"]]  # noqa: S301 - our own workers wrote it
