"""Making: one article to the texts of its sheet and brief, and what lists and digests need of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from factsheet import sheets
from factsheet.batch.records import digest, unpack
from factsheet.briefs import markdown
from factsheet.pipeline import make_sheet
from factsheet.pointers import entry_at

if TYPE_CHECKING:
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.pipeline import Options
    from factsheet.records import FactSheet

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
    entries = {entry.pointer: entry for entry in kind.entries(sheet.facts)}
    wrong = {entry_at(finding.pointer, entries) for finding in sheet.findings if finding.level == "error"}
    out: dict[str, Any] = {"subjects": subjects(sheet, kind)}
    for entry in (entries[pointer] for pointer in entries if pointer not in wrong):
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
