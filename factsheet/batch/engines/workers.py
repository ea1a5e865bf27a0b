"""What runs on a Ray cluster: one desk beside the ledger that sends all requests, and workers that make articles.

The desk has the queue, the limits and the ledger that a run on one machine has, so that they are one for all workers,
and an answer is on the disk before a worker sees it: whatever dies, nothing that was answered is asked again.
"""

from __future__ import annotations

import asyncio
import pickle
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from factsheet.batch.asking import LONGEST_S, InProcess, Routes, Wanted, lane, reason_of, watched
from factsheet.batch.ledger import Writer, now, open_ledger
from factsheet.errors import HOPELESS, DeferredError, FactsheetError, OutageError, UsageError
from factsheet.kinds import load_kind
from factsheet.models import BUILT_IN, Footing, footing_of, open_model
from factsheet.readers import stores
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from factsheet.batch.asking import Made
    from factsheet.batch.ledger import Insert
    from factsheet.models import Asking, Model
    from factsheet.pipeline import Options
    from factsheet.records import Completion, Request


@dataclass(frozen=True, slots=True)
class Task:
    """The settings of desk and workers: the ledger, and how articles are made."""

    ledger: Path
    kind: str
    models: tuple[str, ...]
    verifier: str | None
    """The model that is asked the second question, where that is one of its own."""
    options: Options
    asking: Asking
    hosts: Mapping[str, str]
    """Who is asked for each model that an endpoint answers for."""
    environment: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article; where it waits for another run there is neither a sheet nor a reason."""

    article: int
    model: str
    started: str
    used: Usage = field(default_factory=Usage)
    made: Made | None = None
    reason: str = ""
    ended: FactsheetError | None = None
    """What every article would meet."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the desk."""

    used: Usage = field(default_factory=Usage)
    calls: tuple[int, int] = (0, 0)
    trouble: tuple[str, float] = ("", 0.0)


def listed(urls: list[str]) -> list[str] | UsageError:
    """The files that URLs of stores name; an error is given back, and not raised across machines."""
    try:
        return [file for url in urls for file in stores.files(url)]
    except UsageError as error:
        return error


def reading(block: dict[str, Any], rows: Callable[[str], Iterable[Insert]]) -> dict[str, list[bytes]]:
    """The rows of what is in some files, pickled, a list a file."""
    return {"rows": [pickle.dumps(list(rows(str(url)))) for url in block["url"]]}


class Desk:
    """Asks the models of a run for all its workers."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._is_stopped = False

    async def open(self) -> None:
        """Open the ledger and the way to each model.

        Raises:
            UsageError: a model means nothing, or lacks an endpoint or key.
            LedgerError: the ledger cannot be opened.
        """
        task = self._task
        self._ledger = open_ledger(task.ledger)
        self._writer = await Writer(task.ledger).__aenter__()
        wanted = Wanted(load_kind(task.kind), task.models, task.options, task.kind, task.verifier)
        routes = Routes(wanted, task.asking, self._ledger, self._writer, task.environment).open(0)
        self._counted = {one.name: one for route in routes for one in route.counting}
        self._queues = list({id(queue): queue for route in routes for queue in route.queues}.values())

    async def records(self, numbers: list[int]) -> list[tuple[int, bytes]]:
        """Articles, as the ledger keeps them, with their numbers."""
        return [(number, self._ledger.articles.to_make(number).record) for number in numbers]

    async def complete(self, model: str, request: Request, article: int) -> Completion | FactsheetError:
        """The answer of a model to a request of an article; an error is given back, and not raised across machines."""
        if self._is_stopped:
            return DeferredError("the run was stopped")
        lane.set(article)
        try:
            return await self._counted[model].complete(request)
        except FactsheetError as error:
            return error

    async def footing(self, model: str) -> Footing:
        """What is known of the endpoint of a model."""
        return await footing_of(self._counted[model])

    async def take(self, article: int) -> Usage:
        """What the requests of an article used."""
        return sum((one.take(article) for one in self._counted.values()), Usage())

    async def status(self) -> Status:
        """The current state."""
        used = sum((one.total for one in self._counted.values()), Usage())
        calls = sum(one.pace.under_way for one in self._queues), sum(one.pace.ceiling for one in self._queues)
        waits = [one.trouble_now() for one in self._queues]
        return Status(used, calls, max(waits, key=lambda one: one[1], default=("", 0.0)))

    async def stop(self) -> None:
        """Ask nothing more; what is under way ends, and is kept."""
        self._is_stopped = True

    async def close(self) -> None:
        """Wait for what is under way, and close the ledger."""
        await self._writer.__aexit__(None, None, None)
        self._ledger.endpoints.keep(self._task.asking.footings)
        self._ledger.close()


class AtDesk:
    """A model that the desk asks."""

    def __init__(self, desk: Any, name: str, host: str | None) -> None:
        self._desk = desk
        self.name = name
        self.host = host
        self.ended: FactsheetError | None = None
        """What every request would meet, once one has."""
        self._footing: Footing | None = None

    async def footing(self) -> Footing:
        """What is known of its endpoint, as the desk knew it when this was first asked."""
        if self._footing is None:
            self._footing = await self._desk.footing.remote(self.name)
        return self._footing

    async def complete(self, request: Request) -> Completion:
        """Ask through the desk.

        Raises:
            FactsheetError: there is no answer.
        """
        answer: Completion | FactsheetError = await self._desk.complete.remote(
            self.name, replace(request, chunk=None), lane.get()
        )
        if isinstance(answer, FactsheetError):
            if isinstance(answer, HOPELESS):
                self.ended = answer
            raise answer
        return answer


class Making:
    """Makes sheets, some articles at once; one process of a cluster has one.

    An article may take `longest` seconds of the processor's time at a stretch, and fails where it takes more.
    """

    def __init__(self, desk: Any, task: Task, longest: float = LONGEST_S) -> None:
        self._longest = longest
        self._blocks = 0
        self._watch = ExitStack()
        self._desk = desk
        self._task = task
        kind = load_kind(task.kind)
        self._verifier = task.verifier
        self._models: dict[str, AtDesk] = {}
        other = self._at_desk(self._verifier) if self._verifier is not None else None
        self._makers = [
            (name, InProcess(kind, self._model(name), task.options, None if name == self._verifier else other))
            for name in task.models
        ]

    async def __call__(self, block: dict[str, Any]) -> dict[str, list[bytes]]:
        """The outcomes of articles, pickled; an article that fails costs no other."""
        records = await self._desk.records.remote([int(one) for one in block["article"]])
        with self._watched():
            outcomes = await asyncio.gather(*(self._outcome(*each) for each in records))
        return {"outcome": [pickle.dumps(outcome) for outcome in outcomes]}

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Watch the event loop as long as any block is in the making."""
        if not self._blocks:
            self._watch.enter_context(watched(self._longest))
        self._blocks += 1
        try:
            yield
        finally:
            self._blocks -= 1
            if not self._blocks:
                self._watch.close()

    def _model(self, name: str) -> Model:
        is_asked = name != BUILT_IN or self._task.asking.replay is not None
        return self._at_desk(name) if is_asked else open_model(BUILT_IN)

    def _at_desk(self, name: str) -> AtDesk:
        return self._models.setdefault(name, AtDesk(self._desk, name, self._task.hosts.get(name)))

    async def _outcome(self, article: int, record: bytes) -> Outcome:
        """One article, by the first model that can."""
        lane.set(article)
        outcome = Outcome(article, "", now())
        for name, maker in self._makers:
            asked = self._models.get(name)
            if asked is not None and asked.ended is not None and not isinstance(asked.ended, OutageError):
                outcome = replace(outcome, model=name, ended=asked.ended)
                continue
            outcome = await self._by(maker, replace(outcome, model=name, ended=None), record)
            if outcome.ended is None:
                break
        used = await self._desk.take.remote(article) if self._models else Usage()
        return replace(outcome, used=used)

    async def _by(self, maker: InProcess, outcome: Outcome, record: bytes) -> Outcome:
        try:
            made = await maker.make(record)
        except DeferredError:
            return outcome
        except HOPELESS as failure:
            return replace(outcome, ended=failure)
        except FactsheetError as failure:
            return replace(outcome, reason=reason_of(failure), ended=self._ended(outcome.model))
        except Exception as failure:  # noqa: BLE001 - an article that trips over a defect costs that article
            return replace(outcome, reason=reason_of(failure))
        ended = self._ended(outcome.model) if made.missing or made.unverified else None
        return replace(outcome, ended=ended) if ended is not None else replace(outcome, made=made)

    def _ended(self, model: str) -> FactsheetError | None:
        """What ended the way by a model, or that by the one that is asked the second question."""
        asked = (self._models[name] for name in (model, self._verifier) if name in self._models)
        return next((one.ended for one in asked if one.ended is not None), None)
