"""Proves entries by rule: what follows from the article's words that an entry cites as evidence.

`prove` gives every entry a standing. Which proof a field needs follows from the annotations of its schema, so that
custom kinds are proven too: a field that states, names, quotes or refers has a rule of its own, and any other text
that the page prints must occur in the evidence (`entry`). An entry is proven if all its fields are. `shown` returns
the proof itself: which words of the article account for which words of an entry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align, row
from factsheet.proving.entry import Part, parts_of
from factsheet.proving.proof import Proof
from factsheet.records import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.kinds import Entry, Kind
    from factsheet.proving.subject import Subject
    from factsheet.records import Finding, Level, StandingName

__all__ = ["Part", "Proof", "prove", "shown"]

_AGAINST: Mapping[Level, StandingName] = {"error": "refuted", "warning": "doubtful"}
"""The standing of an entry with a finding of each level, the worst first."""


def prove(kind: Kind, subject: Subject, findings: Sequence[Finding] = ()) -> tuple[Standing, ...]:  # noqa: ARG001
    """The standing of every entry, in order.

    `findings` are those of the checks: an entry with an error is refuted and one with a warning doubtful, even if it is
    proven.
    """
    return tuple(_standing(subject, entry, findings) for entry in subject.entries)


def _standing(subject: Subject, entry: Entry, findings: Sequence[Finding]) -> Standing:
    parts = subject.proofs[entry.pointer] = tuple(parts_of(subject, entry))
    # Of several parts that are not shown, the one whose words can be pointed at.
    open_ = sorted((part for part in parts if not part.proof.holds), key=lambda part: not part.proof.unaccounted)
    field, unaccounted = (open_[0].field, open_[0].proof.unaccounted) if open_ else ("", ())
    name, why = _against(entry, findings) or _told(parts, open_)
    return Standing(entry.pointer, name, unaccounted, why, field)


def _against(entry: Entry, findings: Sequence[Finding]) -> tuple[StandingName, str] | None:
    """The standing and the message of the entry's worst finding, or None."""
    mine = [one for one in findings if f"{one.pointer}/".startswith(f"{entry.pointer}/")]
    found = ((name, one.message) for level, name in _AGAINST.items() for one in mine if one.level == level)
    return next(found, None)


def _told(parts: Sequence[Part], open_: Sequence[Part]) -> tuple[StandingName, str]:
    """Whether all parts of an entry are proven, and the reasons why not."""
    if parts and not open_:
        return "proven", ""
    whys = dict.fromkeys(why for part in open_ for why in part.proof.why or ("not the article's words",))
    return "open", "; ".join(whys) or "it says nothing to prove"


def shown(subject: Subject, entry: Entry) -> tuple[Part, ...]:
    """The proof of each text of an entry, with the pairs of spans that account for each other."""
    parts = subject.proofs.get(entry.pointer) or parts_of(subject, entry)
    return tuple(replace(part, proof=_paired(subject, part)) for part in parts)


def _paired(subject: Subject, part: Part) -> Proof:
    """A proof with pairs: its own, or those of an alignment with its sentence."""
    proof = part.proof
    if proof.pairs or proof.sentence is None:
        return proof
    found = align(row(part.text), subject.row(proof.sentence))
    return replace(proof, pairs=tuple(sorted(found.spans(proof.sentence[0]))))
