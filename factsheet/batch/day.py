"""A run from start to end: reads the sources, plans and makes sheets, and writes the files of the day.

Between `prepare` and `conclude` stands `make`; the caller shows the estimate and asks whether to go on.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factsheet.batch.asking import BatchRun, recipe, watched
from factsheet.batch.digest import digest_lines, feed, index_pieces, read_day, write_parquet
from factsheet.batch.engines import Job, Local
from factsheet.batch.ledger import Writer
from factsheet.batch.wire import in_turn, keep, next_opening, settle
from factsheet.errors import LedgerError
from factsheet.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from factsheet.batch.asking import Wanted
    from factsheet.batch.engines import Engine, Work
    from factsheet.batch.ledger import Folder, Insert, Ledger, WorkedOn
    from factsheet.models import Asking

__all__ = ["conclude", "make", "prepare", "write_pages"]

_HERE = Local()

_OBJECTS_BETWEEN_COLLECTIONS = (10_000, 5, 5)
"""Every sheet leaves some thousand that hold each other; 50,000 of them, as in a short command, are 8 MB."""

_INDENT = re.compile(r"\n *")
"""Line breaks in a JSON document are between values only: inside of strings they are escaped."""


def prepare(
    ledger: Ledger,
    folder: Folder,
    sources: Iterable[str],
    wanted: Wanted,
    on_article: Callable[[int], None] = lambda _: None,
    rows: Callable[[Iterable[str], int], Iterator[Insert]] = in_turn,
) -> BatchRun:
    """Begin a run: read the sources, decide the state of each article, and plan.

    `rows` gives the rows of what is in some paths, for a run of that number: an engine's `read`.

    Raises:
        UsageError: a source names nothing.
        LedgerError: the ledger or the files cannot be written.
    """
    if not ledger.runs.any():
        folder.refuse_others()
    folder.make()
    number = ledger.runs.begin(wanted.kind.name, wanted.models[0])
    keep(ledger, rows(sources, number), on_article)
    settle(ledger, folder, dt.datetime.now(dt.UTC))
    only = _chosen(ledger, wanted.only)
    _wait_again(ledger, folder, wanted, only)
    return BatchRun(ledger, folder, number, ledger.articles.plan(only))


async def make(
    run: BatchRun,
    wanted: Wanted,
    asking: Asking,
    environment: Mapping[str, str],
    on_start: Callable[[Work], None],
    engine: Engine = _HERE,
) -> Work:
    """Make what `prepare` planned, and stories whose embargo ends meanwhile, with the given engine.

    `on_start` is given the work, to watch and to stop.

    Raises:
        UsageError: a model means nothing, or lacks an endpoint or key, or is none for the engine.
        LedgerError: the ledger or the files cannot be written.
    """
    async with Writer(run.ledger.path) as writer, engine.open(Job(run, wanted, asking, writer, environment)) as work:
        work.tally.total = run.plan.articles
        on_start(work)
        with _little_garbage(), watched():
            await work.make_all()
            while not work.is_over and (opened := _opened(run)):
                work.tally.total += opened
                await work.make_all()
    run.ledger.endpoints.keep(asking.footings)
    return work


@contextmanager
def _little_garbage() -> Iterator[None]:
    """Look for garbage often, but not among what start-up made, which stays."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def conclude(run: BatchRun, outcome: str, parquet: str | None = None) -> None:
    """Write the digest, its page and feed, `sheets.jsonl` and, below the URL `parquet`, the same; close the run's row.

    Raises:
        LedgerError: they cannot be written.
    """
    write_pages(run.ledger, run.folder)
    _write_lines(run)
    if parquet is not None:
        write_parquet(run.ledger, run.folder, parquet)
    run.ledger.runs.end(run.number, outcome)


def write_pages(ledger: Ledger, folder: Folder) -> None:
    """Write the digest, its page and feed.

    Raises:
        LedgerError: they cannot be written.
    """
    day = read_day(ledger)
    pages = {"digest.md": digest_lines(day), "index.html": index_pieces(day), "feed.xml": [feed(day)]}
    for name, pieces in pages.items():
        write_whole(folder.path / name, pieces, failure=LedgerError)


def _opened(run: BatchRun) -> int:
    """How many articles are to be made now that an embargo has ended; 0 where none has."""
    end, time = next_opening(run.ledger), dt.datetime.now(dt.UTC)
    if end is None or time < end:
        return 0
    settle(run.ledger, run.folder, time)
    return run.ledger.articles.plan(run.plan.only).articles


def _wait_again(ledger: Ledger, folder: Folder, wanted: Wanted, only: frozenset[int] | None) -> None:
    """Let wait what was made by another recipe, what lost its files, and what the user asks for again."""
    made = (row for row in ledger.articles.worked_on() if only is None or row.id in only)
    ledger.articles.wait([row.id for row in made if _is_due(row, folder, wanted)])


def _is_due(row: WorkedOn, folder: Folder, wanted: Wanted) -> bool:
    """Whether an article that was worked on is to be worked on again."""
    if wanted.force or (wanted.retry_failed and row.state in {"failed", "partial"}):
        return True
    return row.state != "failed" and not _stands(row, folder, wanted)


def _stands(row: WorkedOn, folder: Folder, wanted: Wanted) -> bool:
    """Whether a sheet is the one that would be made now, and is there."""
    if row.stem is None or row.sha256 is None or row.model is None or row.chunks is None:
        return False
    return (
        row.model in wanted.models
        and row.recipe == recipe(wanted, row.model, row.chunks)
        and folder.holds(row.stem, row.sha256)
    )


def _chosen(ledger: Ledger, only: str | None) -> frozenset[int] | None:
    """The ids of the articles that `--only` means; None where it is not given."""
    if only is None:
        return None
    pattern = only.casefold()
    return frozenset(
        one
        for one, names in ledger.articles.names()
        if any(pattern in name or fnmatch.fnmatchcase(name, pattern) for name in map(str.casefold, _called(names)))
    )


def _called(names: Iterable[str]) -> Iterator[str]:
    """Names of an article; of a file in a folder or an archive also what it is called there."""
    for name in names:
        yield name
        yield re.split(r"[/\\!]", name)[-1]


def _write_lines(run: BatchRun) -> None:
    """All sheets that stand, one a line."""
    lines = (f"{line}\n" for line in _lines(run))
    write_whole(run.folder.path / "sheets.jsonl", lines, failure=LedgerError)


def _lines(run: BatchRun) -> Iterator[str]:
    for stem in run.ledger.sheets.stems():
        yield _INDENT.sub("", run.folder.sheet(stem).read_text(encoding="utf-8").strip())
