"""Stores the result of an article: the files of its sheet first, then its row, so that no row lacks its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.batch.asking.wanted import recipe
from factsheet.batch.ledger import Attempt, SheetRow, keeping_attempt, keeping_sheet, now, stem
from factsheet.errors import FactsheetError, LedgerError
from factsheet.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.batch.asking.making import Made
    from factsheet.batch.asking.wanted import BatchRun, Wanted
    from factsheet.batch.ledger import ToMake, Writer
    from factsheet.records import Usage


@dataclass(slots=True)
class Tally:
    """The progress of a run, for display."""

    total: int = 0
    made: int = 0
    partial: int = 0
    failed: int = 0
    under_way: int = 0
    on_article: Callable[[str, str, str], None] = lambda *_: None
    """Told the name of an article, what became of it, and why."""

    @property
    def done(self) -> int:
        """The number of finished articles."""
        return self.made + self.partial + self.failed

    def count(self, name: str, outcome: str, reason: str) -> None:
        """Count an article, and report it."""
        self.made += outcome == "made"
        self.partial += outcome == "partial"
        self.failed += outcome == "failed"
        self.on_article(name, outcome, reason)


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of an article's result: the model, the start of the attempt, and the usage of its requests."""

    model: str
    started: str
    used: Usage


@dataclass(frozen=True, slots=True)
class Keeper:
    """Stores and counts the results of a run's articles."""

    run: BatchRun
    wanted: Wanted
    writer: Writer
    tally: Tally = field(default_factory=Tally)

    async def made(self, article: ToMake, origin: Origin, made: Made) -> None:
        """Store a sheet.

        Raises:
            LedgerError: it cannot be written.
        """
        name = stem(article.slug or article.title or "", article.key)
        write_whole(self.run.folder.brief(name), [made.brief], failure=LedgerError)
        write_whole(self.run.folder.page(name), [made.page], failure=LedgerError)
        write_whole(self.run.folder.sheet(name), [made.document], failure=LedgerError)
        outcome = "partial" if made.missing else "made"
        reason = "a part of the article is missing" if made.missing else ""
        sheet = SheetRow(
            article=article.id,
            stem=name,
            sha256=made.sha256,
            recipe=recipe(self.wanted, made.model, made.chunks),
            kind=self.wanted.kind.name,
            model=made.model,
            chunks=made.chunks,
            made=now(),
            errors=made.errors,
            warnings=made.warnings,
            missing=made.missing,
            outline=made.outline,
        )
        await self.writer.write(keeping_sheet(sheet, self._attempt(article, origin, outcome, reason)))
        self.tally.count(name, outcome, reason)

    async def failed(self, article: ToMake, origin: Origin, reason: str) -> None:
        """Store the reason why there is no sheet.

        Raises:
            LedgerError: it cannot be written.
        """
        await self.writer.write(keeping_attempt(self._attempt(article, origin, "failed", reason)))
        self.tally.count(article.slug or article.title or article.source, "failed", reason)

    def _attempt(self, article: ToMake, origin: Origin, outcome: str, reason: str) -> Attempt:
        return Attempt(article.id, self.run.number, origin.started, origin.model, outcome, reason, origin.used)


def reason_of(error: Exception) -> str:
    """Why an article failed; an error that is not ours is a defect, and the first of a group represents it."""
    if isinstance(error, FactsheetError):
        return f"{type(error).__name__.removesuffix('Error')}: {error}"
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return f"internal error: {type(error).__name__}: {error}"
