"""The interface of an engine: it takes a job, and returns work that the caller can follow and stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from factsheet.readers import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from factsheet.batch.asking import BatchRun, Tally, Wanted
    from factsheet.batch.ledger import Insert, Writer
    from factsheet.errors import FactsheetError
    from factsheet.models import Asking
    from factsheet.records import Article, Usage

    Read = Callable[..., Iterator[Article]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: a run, its task, how models are called, and the writer of its ledger."""

    run: BatchRun
    wanted: Wanted
    asking: Asking
    writer: Writer
    environment: Mapping[str, str] = field(repr=False)


class Work(Protocol):
    """A job that an engine runs."""

    @property
    def tally(self) -> Tally:
        """What it has done so far."""
        ...

    @property
    def ended(self) -> FactsheetError | None:
        """The error that ended the work early, if any."""
        ...

    @property
    def used(self) -> Usage:
        """The usage of all requests of this run so far."""
        ...

    @property
    def calls(self) -> tuple[int, int]:
        """How many requests are under way, and how many may be; zeros where none are sent."""
        ...

    @property
    def trouble(self) -> tuple[str, float]:
        """What the run waits for, and the seconds left; "" if nothing."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be started: somebody stopped the work, or something ended it."""
        ...

    async def make_all(self) -> None:
        """Make every article that waits in the ledger, until none does, or until the work is stopped or ended.

        Raises:
            LedgerError: the ledger or the files cannot be written.
        """
        ...

    async def stop(self) -> None:
        """Let what is under way end, and start nothing more."""
        ...


class Engine(Protocol):
    """Where requests are answered and articles are made."""

    @property
    def price(self) -> float:
        """The share of an answer's price that is charged here."""
        ...

    def read(self, paths: Iterable[str], run: int, read: Read = read_articles) -> Iterator[Insert]:
        """The rows of what is in some paths, for a run of that number; `read` is `read_articles` as it is wanted.

        Raises:
            UsageError: a path names nothing.
        """
        ...

    def open(self, job: Job) -> AbstractAsyncContextManager[Work]:
        """Set up the resources of the job, and release them at the end.

        Raises:
            UsageError: a model means nothing, or lacks an endpoint or key, or is none for this engine.
        """
        ...
