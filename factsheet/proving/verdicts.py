"""Turns a model's answers to the second question into standings.

One pass: nothing is proven again, and no answer makes an entry proven.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.records import Standing

Answered = Literal["supported", "partly", "not supported"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A model's answer about one entry; `why` is its reason in one sentence, "" if the entry is supported."""

    pointer: str
    answer: Answered
    why: str = ""


def unproven(standings: Iterable[Standing]) -> frozenset[str]:
    """The pointers of the entries to ask about: those that are open or doubtful."""
    return frozenset(one.pointer for one in standings if one.standing in {"open", "doubtful"})


def settled(standings: Sequence[Standing], verdicts: Iterable[Verdict]) -> tuple[Standing, ...]:
    """The standings after a second reading; entries without a verdict keep theirs.

    A supported entry that was open is confirmed, and keeps the reasons why no rule proved it. One that a check doubts
    stays doubtful, whatever the model answers.
    """
    found = {verdict.pointer: verdict for verdict in verdicts}
    return tuple(_settled(one, found.get(one.pointer)) for one in standings)


def _settled(standing: Standing, verdict: Verdict | None) -> Standing:
    if verdict is None or standing.standing not in {"open", "doubtful"}:
        return standing
    if verdict.answer == "not supported":
        return replace(standing, standing="refuted", why=verdict.why)
    if standing.standing == "doubtful":
        return standing
    if verdict.answer == "supported":
        return replace(standing, standing="confirmed")
    return replace(standing, why=verdict.why)
