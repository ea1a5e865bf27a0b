"""Coverage: which quoted statements of the article the sheet leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import uncovered
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.checking.subject import Subject

_LONGEST = 60
"""Characters of a missing statement that are shown."""

_MOST_NAMED = 8
"""Missing statements that are named; the others are counted."""


def coverage(subject: Subject) -> Iterator[Finding]:
    """How many quoted statements are in the sheet, and which are not."""
    if not any(field.quoted for section in subject.kind.sections for field in section.fields):
        return
    quoted = [statement for statement in subject.attribution.quotes if statement.kind != "indirect"]
    spans = [span for entry in subject.entries for span in entry.section.spans(entry.value)]
    missing = uncovered(subject.attribution, spans)
    if not missing:
        return
    named = "; ".join(_describe(subject, statement) for statement in missing[:_MOST_NAMED])
    more = f"; and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    there = len(quoted) - len(missing)
    are = "is" if there == 1 else "are"
    message = f"{there} of {len(quoted)} quoted statements {are} in the sheet; missing: {named}{more}"
    yield Finding("quotations-missing", "note", "", message)


def _describe(subject: Subject, statement: Statement) -> str:
    words = " ".join(subject.text.string[statement.start : statement.end].split())
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
    number = subject.article.number_at(statement.start)
    where = [statement.speaker.name or "" if statement.speaker else "", f"¶{number}" if number else ""]
    said = ", ".join(part for part in where if part)
    return f"{shown} ({said})" if said else shown
