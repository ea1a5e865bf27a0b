"""A run from one end to the other: sources in, what is to be made, and the files for other tools.

Between `prepare` and `conclude` stands the runner; the caller shows the estimate and asks whether to go on.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import gc
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.batch import intake
from factsheet.batch.digest import digest_page
from factsheet.batch.kept import now
from factsheet.batch.recipe import recipe
from factsheet.batch.routes import open_routes
from factsheet.batch.runner import Runner
from factsheet.batch.stories import next_opening, settle
from factsheet.batch.writer import Writer
from factsheet.errors import LedgerError
from factsheet.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from factsheet.batch.files import Folder
    from factsheet.batch.ledger import Ledger
    from factsheet.batch.routes import Terms
    from factsheet.kinds import Kind
    from factsheet.pipeline import Options

_IN_FLIGHT = 2
"""Articles in the making for each call under way: while one is being checked and written, another asks."""

_OBJECTS_BETWEEN_COLLECTIONS = (10_000, 5, 5)
"""Every sheet leaves some thousand that hold each other; 50,000 of them, as in a short command, are 8 MB."""

_INDENT = re.compile(r"\n *")
"""Line breaks in a JSON document stand between values only: inside of strings they are escaped."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to make: with which kind, models (by their full names) and options, and which articles."""

    kind: Kind
    models: tuple[str, ...]
    options: Options
    only: str | None = None
    """A pattern, or a part, of a slug, title, source, guid or file name."""
    retry_failed: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What waits: how many articles, of how many bytes; `only` their ids where not all are meant."""

    articles: int
    bytes: int
    only: frozenset[int] | None = None


def prepare(
    ledger: Ledger,
    folder: Folder,
    sources: Iterable[str],
    wanted: Wanted,
    on_article: Callable[[int], None] = lambda _: None,
    format: str | None = None,  # noqa: A002 - as the readers call it
) -> tuple[int, Plan]:
    """Read the sources, say what becomes of each article, and plan; returns the run's number and the plan.

    Raises:
        UsageError: a source names nothing.
        LedgerError: the ledger or the files cannot be written.
    """
    folder.make()
    with ledger.transaction() as database:
        run = database.execute(
            "INSERT INTO runs (started, pid, kind, model) VALUES (?, ?, ?, ?)",
            (now(), os.getpid(), wanted.kind.name, wanted.models[0]),
        ).lastrowid
    assert run is not None
    intake.take_in(ledger, run, sources, on_article, format)
    settle(ledger, folder, dt.datetime.now(dt.UTC))
    _wait_again(ledger, folder, wanted)
    return run, _waiting(ledger, _chosen(ledger, wanted.only))


async def make(
    ledger: Ledger,
    folder: Folder,
    run: tuple[int, Plan],
    terms: Terms,
    environment: Mapping[str, str],
    on_start: Callable[[Runner], None],
) -> Runner:
    """Make what `prepare` planned, and what an embargo held that ends meanwhile.

    `on_start` is given the runner, to watch and to stop.

    Raises:
        UsageError: a model means nothing, or lacks an endpoint or key.
        LedgerError: the ledger or the files cannot be written.
    """
    number, plan = run
    async with Writer(ledger.path) as writer:
        routes = open_routes(terms, ledger, writer, environment)
        runner = Runner(
            *(ledger, writer, folder, terms.kind, terms.options, routes, number),
            *(max(_IN_FLIGHT * terms.concurrency, *(route.width for route in routes)), plan.only),
        )
        runner.tally.total = plan.articles
        on_start(runner)
        try:
            with _little_garbage():
                await runner.make_all()
                while not runner.is_over and (opened := _opened(ledger, folder, plan.only)):
                    runner.tally.total += opened
                    await runner.make_all()
        finally:
            for route in routes:
                route.close()
    return runner


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


def conclude(ledger: Ledger, folder: Folder, run: int, outcome: str) -> None:
    """Write the digest and `sheets.jsonl`, and close the run's row.

    Raises:
        LedgerError: they cannot be written.
    """
    write_whole(folder.path / "digest.md", [digest_page(ledger)], failure=LedgerError)
    _write_lines(ledger, folder)
    with ledger.transaction() as database:
        database.execute("UPDATE runs SET ended = ?, outcome = ? WHERE id = ?", (now(), outcome, run))


def _opened(ledger: Ledger, folder: Folder, only: frozenset[int] | None) -> int:
    """How many articles are to be made now that an embargo has ended; 0 where none has."""
    end, time = next_opening(ledger), dt.datetime.now(dt.UTC)
    if end is None or time < end:
        return 0
    settle(ledger, folder, time)
    return _waiting(ledger, only).articles


def _wait_again(ledger: Ledger, folder: Folder, wanted: Wanted) -> None:
    """Let wait what was made by another recipe, what lost its files, and what the user asks for again."""
    chosen = _chosen(ledger, wanted.only)
    again = [
        row["id"]
        for row in ledger.rows(
            "SELECT id, state, stem, sha256, sheets.recipe, sheets.model, chunks FROM articles "
            "LEFT JOIN sheets ON sheets.article = id WHERE state IN ('made', 'partial', 'failed')"
        )
        if (chosen is None or row["id"] in chosen)
        and (
            wanted.force
            or (wanted.retry_failed and row["state"] in {"failed", "partial"})
            or (row["state"] != "failed" and not _stands(row, folder, wanted))
        )
    ]
    with ledger.transaction() as database:
        database.executemany("UPDATE articles SET state = 'waiting' WHERE id = ?", [(one,) for one in again])


def _stands(row: object, folder: Folder, wanted: Wanted) -> bool:
    """Whether a sheet is the one that would be made now, and is there."""
    made = dict(row)  # type: ignore[call-overload]
    return (
        made["sha256"] is not None
        and made["model"] in wanted.models
        and made["recipe"] == recipe(wanted.kind, made["model"], wanted.options, made["chunks"])
        and folder.holds(made["stem"], made["sha256"])
    )


def _waiting(ledger: Ledger, chosen: frozenset[int] | None) -> Plan:
    """What waits, of the articles that are meant."""
    articles = size = 0
    for row in ledger.rows("SELECT id, bytes FROM articles WHERE state = 'waiting'"):
        if chosen is None or row["id"] in chosen:
            articles, size = articles + 1, size + row["bytes"]
    return Plan(articles, size, chosen)


def _chosen(ledger: Ledger, only: str | None) -> frozenset[int] | None:
    """The ids of the articles that `--only` means; None where it is not given."""
    if only is None:
        return None
    wanted = only.casefold()
    names = ledger.rows(
        "SELECT id, slug, title, source, guid, stem FROM articles LEFT JOIN sheets ON sheets.article = id"
    )
    return frozenset(
        row["id"]
        for row in names
        if any(
            wanted in name or fnmatch.fnmatchcase(name, wanted)
            for name in (str(value).casefold() for value in tuple(row)[1:] if value)
        )
    )


def _write_lines(ledger: Ledger, folder: Folder) -> None:
    """All sheets that stand, one a line."""
    lines = (f"{line}\n" for line in _lines(ledger, folder))
    write_whole(folder.path / "sheets.jsonl", lines, failure=LedgerError)


def _lines(ledger: Ledger, folder: Folder) -> Iterator[str]:
    for row in ledger.rows("SELECT stem FROM sheets ORDER BY article"):
        yield _INDENT.sub("", folder.sheet(row["stem"]).read_text(encoding="utf-8").strip())
