"""Checks a sheet against its article; each finding has a stable code.

A check is a small generator of findings over a `Subject`; a module holds the checks of one theme. What a check needs to
know about a kind of sheet it reads from the annotations of its schema (`docs/kinds.md`). `codes` and `docs/checks.md`
explain the codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.checking import (
    ascription,
    entries,
    evidence,
    fields,
    instructions,
    names,
    numbers,
    quotations,
    sides,
    telling,
)
from factsheet.checking.second_questions import VERIFY_SCHEMA, Item, read_verdicts, verify_findings, verify_items
from factsheet.proving.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factsheet.kinds import Kind
    from factsheet.language.text import Text
    from factsheet.records import Article, Facts, Finding

__all__ = [
    "CHECKS",
    "VERIFY_SCHEMA",
    "Item",
    "check",
    "check_subject",
    "read_verdicts",
    "verify_findings",
    "verify_items",
]

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    evidence.evidence_absent,
    evidence.evidence_altered,
    evidence.evidence_missing,
    evidence.evidence_elsewhere,
    quotations.verbatim,
    quotations.speakers,
    quotations.inside_statements,
    names.names_of_entries,
    names.names_in_statements,
    names.initials_in_statements,
    names.titles,
    numbers.numbers,
    numbers.figures,
    numbers.numbers_of_another,
    ascription.ascription,
    ascription.verbs,
    entries.references,
    entries.duplicates,
    entries.merged,
    sides.disputes,
    instructions.instructions,
    entries.codes,
    evidence.coverage,
    telling.told,
    fields.dates,
    fields.names,
    fields.roles,
    fields.labels,
    fields.offices,
    fields.own_words,
)


def check(kind: Kind, article: Article, facts: Facts, text: Text | None = None) -> tuple[Finding, ...]:
    """All findings about grounded facts, without repetitions, in the order of the checks.

    `text` is the article, read with its paragraphs, if the caller has it.
    """
    return check_subject(Subject(kind, article, facts, text))


def check_subject(subject: Subject) -> tuple[Finding, ...]:
    """As `check`, for a `Subject` that the prover shares."""
    return tuple(dict.fromkeys(finding for one in CHECKS for finding in one(subject)))
