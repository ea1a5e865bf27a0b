"""Making: one article to the texts of its sheet and brief, and what lists and digests need of it.

`InProcess` asks the run's model; `InPool` has the built-in model answer in other processes, as all its work
is our own processor's.
"""

from __future__ import annotations

import asyncio
import json
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from factsheet import sheets
from factsheet.batch.records import digest, unpack
from factsheet.briefs import markdown
from factsheet.errors import ModelError, OutageError
from factsheet.kinds import load_kind
from factsheet.models import BUILT_IN, open_model
from factsheet.pipeline import make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.pipeline import Options
    from factsheet.records import FactSheet

_DEATHS = 3
"""Articles that a process of their own dies of, one after another, before that is not the articles' fault."""

_OUTLINED = 400
"""Characters of one text in an outline."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet as it goes to the disk and the ledger."""

    document: str
    brief: str
    outline: str
    model: str
    chunks: int
    errors: int
    warnings: int
    missing: int
    sha256: str


class Maker(Protocol):
    """What makes the sheet of an article."""

    async def make(self, record: bytes) -> Made:
        """Make it; `record` is the article as the ledger keeps it.

        Raises:
            FactsheetError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """Makes sheets here."""

    kind: Kind
    model: Model
    options: Options

    async def make(self, record: bytes) -> Made:
        """Ask the model, and finish the sheet."""
        return finish(await make_sheet(unpack(record), self.kind, self.model, self.options), self.kind)


class InPool:
    """Makes sheets with the built-in model, one process a processor; tests hand in `work`, an importable function."""

    def __init__(
        self, kind: str, options: Options, processes: int | None = None, work: Callable[[bytes], Made] | None = None
    ) -> None:
        import multiprocessing

        self.processes = processes or os.cpu_count() or 1
        context = multiprocessing.get_context("spawn")
        self._start = partial(ProcessPoolExecutor, mp_context=context, initializer=_begin, initargs=(kind, options))
        self._pool = self._start(self.processes)
        self._work = work or _make
        self._turn = asyncio.Lock()
        self._deaths = 0
        """Of processes that had one article, since the last that did not die of it."""

    async def make(self, record: bytes) -> Made:
        """Have one of the processes make it.

        Where a process dies, all that were under way are tried again, each in a process for itself: then it is known
        whose article it dies of.

        Raises:
            OutageError: the processes die of one article after another.
            FactsheetError: there is no sheet of it; or the process dies of it.
        """
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, self._work, record)
        except BrokenProcessPool:
            if pool is self._pool:
                self._pool = self._start(self.processes)
        async with self._turn:
            return await self._alone(record)

    async def _alone(self, record: bytes) -> Made:
        if self._deaths == _DEATHS:
            raise OutageError(f"the processes that make sheets died of {_DEATHS} articles in a row")
        pool, deaths, self._deaths = self._start(1), self._deaths, 0
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, self._work, record)
        except BrokenProcessPool as error:
            self._deaths = deaths + 1
            raise ModelError("the process that made it died, for want of memory perhaps") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes, at once."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def finish(sheet: FactSheet, kind: Kind) -> Made:
    """The texts of a sheet, and what is counted of it."""
    document = sheets.dump(sheet, kind)
    levels = [finding.level for finding in sheet.findings]
    return Made(
        document,
        markdown.render(sheet, kind),
        json.dumps(outline(sheet, kind), ensure_ascii=True),
        sheet.provenance.model,
        sheet.provenance.chunks,
        levels.count("error"),
        levels.count("warning"),
        sum(finding.code == "part-missing" for finding in sheet.findings),
        digest(document),
    )


def outline(sheet: FactSheet, kind: Kind) -> dict[str, Any]:
    """The facts without their evidence, and without those that a check found to be wrong."""
    wrong = tuple(f.pointer for f in sheet.findings if f.level == "error" and f.pointer)
    out: dict[str, Any] = {"subjects": subjects(sheet, kind)}
    for entry in kind.entries(sheet.facts):
        if any(pointer == entry.pointer or pointer.startswith(f"{entry.pointer}/") for pointer in wrong):
            continue
        kept = {
            name: value[:_OUTLINED] if isinstance(value, str) else value
            for name, value in entry.value.items()
            if name not in entry.section.evidence and value not in (None, [], "")
        }
        if entry.section.many:
            out.setdefault(entry.section.name, []).append(kept)
        elif kept:
            out[entry.section.name] = kept
    stated = out.get("title")
    out["title"] = sheet.article.title or (stated.get("statement") if isinstance(stated, dict) else stated)
    return out


def subjects(sheet: FactSheet, kind: Kind) -> list[str]:
    """What the story belongs under: the top terms of its subject codes, else its section, else nothing."""
    terms = kind.concepts
    codes = [*sheet.article.subjects, *(topic.get("code") for topic in sheet.facts.get("topics", ()))]
    found = []
    for code in codes:
        term = terms.get(code)
        while term is not None and term.broader is not None:
            term = terms.get(term.broader)
        if term is not None:
            found.append(term.label)
    section = sheet.article.section or ""
    # A line with a number, "MEDIA RELEASE 12345", is no name of a section.
    return list(dict.fromkeys(found)) or [section] * (section != "" and not any(map(str.isdecimal, section)))


_ours: tuple[InProcess, asyncio.Runner]
"""What a process of the pool makes sheets with: a loop for each would take longer than many a sheet."""


def _begin(kind: str, options: Options) -> None:
    """Set a process of the pool up; Ctrl-C is its parent's business."""
    import signal

    global _ours  # noqa: PLW0603 - a process of the pool has no other place for it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _ours = InProcess(load_kind(kind), open_model(BUILT_IN), options), asyncio.Runner()


def _make(record: bytes) -> Made:
    maker, runner = _ours
    return runner.run(maker.make(record))
