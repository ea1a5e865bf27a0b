"""Things: numbers of a statement that count something else in its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning import row
from factsheet.proving.things import of_another, things
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.proving.subject import Subject


def numbers_of_another(subject: Subject) -> Iterator[Finding]:
    """Numbers that the evidence has, and for another thing, another time, somebody else, or as an age."""
    for claim in subject.claims:
        mine = things(row(claim.text.string)) if claim.text.quantities else []
        if not mine:
            continue
        theirs = [one for sentence in claim.context for one in things(subject.row(sentence.span))]
        for why in of_another(mine, theirs):
            yield Finding("number-of-another", "warning", claim.pointer, why)
            break
