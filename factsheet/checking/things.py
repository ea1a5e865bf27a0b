"""Finds numbers of a statement that count something else in its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning import row
from factsheet.proving.things import of_another, things
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.proving.subject import Subject


def numbers_of_another(subject: Subject) -> Iterator[Finding]:
    """Numbers that the evidence has for another thing, time or person, or as an age."""
    for claim in subject.claims:
        if not claim.text.quantities:
            continue
        mine, theirs = row(claim.text.string), [subject.row(sentence.span) for sentence in claim.context]
        if theirs == [mine]:
            continue
        for why in of_another(things(mine), [thing for one in theirs for thing in things(one)]):
            yield Finding("number-of-another", "warning", claim.pointer, why)
            break
