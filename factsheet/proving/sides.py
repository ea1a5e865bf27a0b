"""Proves the sides of a dispute: the people on a side must be the speakers of its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.proving.proof import Proof
from factsheet.proving.speakers import speaks
from factsheet.proving.statements import prove_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry, Side
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def prove_sides(subject: Subject, entry: Entry) -> Iterator[tuple[str, Proof]]:
    """The proofs of the claim, by its side's evidence, and of the speakers of each side, by theirs."""
    for side in entry.section.sides:
        evidence, names = _of(entry, side)
        if names and not evidence:
            yield side.by, Proof((), ("no evidence is given for this side",))
        for name in names if evidence else ():
            yield side.by, speaks(subject, [name], None, evidence)
    evidence, names = _of(entry, entry.section.sides[0])
    for field in entry.section.fields:
        claim = entry.value.get(field.name)
        if field.states and isinstance(claim, str):
            yield field.name, prove_statement(subject, claim, evidence, names)


def _of(entry: Entry, side: Side) -> tuple[list[Span], list[str]]:
    """The evidence of a side, and its people."""
    spans = sorted(entry.section.spans(entry.value, [side.evidence]))
    return spans, [name for name in entry.value.get(side.by) or () if name]
