"""A number for ranking: how likely it is that the article says what an entry says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Entry
    from factsheet.proving.subject import Subject
    from factsheet.records import Finding, Standing

_PENALTY = {"error": 0.3, "warning": 0.5}
"""What an entry with such a finding keeps of its share."""


def score(subject: Subject, entry: Entry, standing: Standing, findings: Sequence[Finding]) -> float:
    """From 0 to 1: the share of the words that the evidence accounts for, less for each kind of finding against it."""
    if standing.standing == "proven":
        return 1.0
    text = " ".join(value for value in entry.value.values() if isinstance(value, str))
    lost = sum(end - start for start, end in standing.unaccounted)
    share = max(0.0, 1 - lost / max(1, len(text)))
    for level in {finding.level for finding in findings} & _PENALTY.keys():
        share *= _PENALTY[level]
    return round(0.95 * share, 3)
