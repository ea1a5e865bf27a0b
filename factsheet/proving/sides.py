"""The sides of a dispute: who claims and who denies must be the speakers of their sides' evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.proving.proof import Proof
from factsheet.proving.speakers import speaks
from factsheet.proving.statements import prove_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry
    from factsheet.proving.subject import Subject


def prove_sides(subject: Subject, entry: Entry) -> Iterator[tuple[str, Proof]]:
    """The claim from its own side's evidence, and each side's speakers from theirs."""
    for number, side in enumerate(entry.section.sides):
        evidence = sorted(s for one in entry.value.get(side.evidence) or () for s in one.spans)
        names = [name for name in entry.value.get(side.by) or () if name]
        if names and not evidence:
            yield side.by, Proof((), ("no evidence is given for this side",))
        for name in names if evidence else ():
            yield side.by, speaks(subject, [name], None, evidence)
        if number == 0:
            for field in entry.section.fields:
                if field.states and isinstance(entry.value.get(field.name), str):
                    yield field.name, prove_statement(subject, entry.value[field.name], evidence, names)
