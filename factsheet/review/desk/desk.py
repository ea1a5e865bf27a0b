"""The desk: reads sheets with their history, and writes decisions to it.

The screen, the export and the statistics all read and write through it, so that they see the same sheets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from factsheet.batch.ledger import FILE, no_ledger, open_ledger
from factsheet.errors import SheetError
from factsheet.identity import sha256
from factsheet.review.desk.history import History
from factsheet.review.desk.records import RUN, STATE, Run
from factsheet.review.desk.shelf import open_shelf
from factsheet.review.desk.standing import Standing, article_name, last_values, stand
from factsheet.sheets import dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from factsheet.kinds import Kind
    from factsheet.records import FactSheet
    from factsheet.review.desk.records import Event
    from factsheet.review.desk.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened sheet: its standing, the run under review, and the digest of its file."""

    kind: Kind
    key: str
    standing: Standing
    run: Run
    file: str


class Desk:
    """The sheets of one ledger, all of one kind. Only `create` makes a ledger where there is none."""

    def __init__(self, kind: Kind, shelf: Shelf, *, create: bool = False) -> None:
        self.kind = kind
        self.shelf = shelf
        path = shelf.folder / FILE
        self.ledger = open_ledger(path, create=create) if create or path.is_file() else no_ledger(shelf.folder)
        self.history = History(self.ledger)

    @classmethod
    def at(cls, kind: Kind, paths: Sequence[Path], *, create: bool = False) -> Self:
        """Open the desk for a folder or for sheet files; with `create`, make a ledger if there is none.

        Raises:
            UsageError: there are no sheets there.
        """
        return cls(kind, open_shelf(paths), create=create)

    def __enter__(self) -> Self:
        """The desk itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the ledger."""
        self.ledger.close()

    def open(self, key: str) -> Opened:
        """Open a sheet: the run that a person chose, or the file if that is newer.

        Raises:
            ReadError: the sheet cannot be read.
        """
        document = self.shelf.document(key)
        events = tuple(self.history.events(key))
        file = sha256(document)
        taken = last_values(events).get(RUN)
        run = self.history.run(taken["run"]) if taken and taken["file"] == file else None
        sheet = load(run.document if run else document, self.kind, name=key)
        return Opened(self.kind, key, stand(self.kind, sheet, events), run or _run(key, document, sheet), file)

    def keep(self, opened: Opened, events: Sequence[Event], *, signs: bool = False) -> Opened:
        """Write events to the history; returns the sheet with them.

        Raises:
            ConflictError: somebody else has decided in the meantime; nothing was saved.
            LedgerError: the ledger cannot be written; nothing was saved.
        """
        self.history.keep(events, run=opened.run, seen=opened.standing.seen if signs else None)
        if any(event.subject == RUN for event in events):
            return self.open(opened.key)
        return self.refreshed(opened)

    def keep_made(self, opened: Opened, sheet: FactSheet) -> Opened:
        """Store the sheet that another model made of the same article; returns it with the verdicts that apply.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        document = dump(sheet, self.kind)
        run = _run(opened.key, document, sheet)
        self.history.keep_run(run)
        events = tuple(self.history.events(opened.key))
        return Opened(self.kind, opened.key, stand(self.kind, load(document, self.kind), events), run, opened.file)

    def refreshed(self, opened: Opened) -> Opened:
        """The same sheet with all later events."""
        news = tuple(self.history.events(opened.key, after=opened.standing.seen))
        if not news:
            return opened
        if any(event.subject == RUN for event in news):
            return self.open(opened.key)
        standing = stand(self.kind, opened.standing.sheet, (*opened.standing.events, *news))
        return Opened(self.kind, opened.key, standing, opened.run, opened.file)

    def signed(self, on_problem: Callable[[SheetError], None]) -> Iterator[tuple[str, Standing, Run]]:
        """Every sheet that was signed or sent back, as it was at that moment, from the run under review then.

        A sheet that the ledger does not hold, or that does not fit the kind, is handed to `on_problem` and left out.
        """
        by_sheet: dict[str, list[Event]] = {}
        for event in self.history.events():
            by_sheet.setdefault(event.sheet, []).append(event)
        for key, events in by_sheet.items():
            while events and events[-1].subject != STATE:
                events.pop()
            if not events or events[-1].after is None:
                continue
            try:
                yield self._as_signed(key, events)
            except SheetError as error:
                on_problem(error)

    def _as_signed(self, key: str, events: Sequence[Event]) -> tuple[str, Standing, Run]:
        run = self.history.run(events[-1].run)
        if run is None:
            raise SheetError(f"{key}: the ledger has no copy of the reviewed sheet")
        return key, stand(self.kind, load(run.document, self.kind, name=key), events), run

    def is_current(self, key: str, sheet: FactSheet) -> bool:
        """Whether the sheet file still has the article that a sheet was made from.

        Raises:
            ReadError: the sheet on the shelf cannot be read: it may have been withdrawn.
        """
        return article_name(load(self.shelf.document(key), self.kind, name=key)) == article_name(sheet)


def _run(key: str, document: str, sheet: FactSheet) -> Run:
    return Run(sha256(document), key, document, sheet.provenance.model, sheet.provenance.prompts)
