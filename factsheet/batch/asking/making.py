"""Makes one article into the texts of its sheet and brief, and the data for lists and digests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from factsheet import sheets
from factsheet.batch.asking.outline import outline
from factsheet.batch.ledger import storable, unpack
from factsheet.briefs import html, markdown
from factsheet.identity import sha256
from factsheet.pipeline import make_proven

if TYPE_CHECKING:
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.pipeline import Options
    from factsheet.proving.subject import Subject
    from factsheet.records import FactSheet


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet as stored on disk and in the ledger."""

    document: str
    brief: str
    page: str
    outline: str
    model: str
    chunks: int
    errors: int
    warnings: int
    missing: int
    unverified: int
    sha256: str


class Maker(Protocol):
    """Makes the sheet of an article."""

    async def make(self, record: bytes) -> Made:
        """Make it; `record` is the article as the ledger keeps it.

        Raises:
            FactsheetError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """Makes sheets in this process."""

    kind: Kind
    model: Model
    options: Options
    verifier: Model | None = None

    async def make(self, record: bytes) -> Made:
        """Ask the model, and finish the sheet."""
        article = unpack(record)
        made = await make_proven(article, self.kind, self.model, self.options, verifier=self.verifier)
        return finish(*made, self.kind)


def finish(sheet: FactSheet, subject: Subject, kind: Kind) -> Made:
    """The texts of a sheet, and its counts."""
    document = storable(sheets.dump(sheet, kind))
    levels = [finding.level for finding in sheet.findings]
    codes = [finding.code for finding in sheet.findings]
    return Made(
        document,
        markdown.render(sheet, kind),
        html.render(sheet, kind, subject),
        json.dumps(outline(sheet, kind), ensure_ascii=True),
        sheet.provenance.model,
        sheet.provenance.chunks,
        levels.count("error"),
        levels.count("warning"),
        codes.count("part-missing"),
        codes.count("verify-failed"),
        sha256(document),
    )
