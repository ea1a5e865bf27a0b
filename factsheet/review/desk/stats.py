"""Statistics of models and prompts: facts accepted, edited, rejected and added, and the time it took.

The sheets that were signed or sent back count: before that, a fact without a verdict means nothing. Facts on which
nothing was decided may be accepted with the signature: they are counted apart from those that a person decided on one
by one. Of a sheet sent back, or where the signature left them out, they are not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from factsheet.review.desk.records import REASONS
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.records import Json
    from factsheet.review.desk.records import Run
    from factsheet.review.desk.standing import Item, Standing

_SIGNED = "signed"
_RULINGS = {"accepted": "accepted", _SIGNED: "with signature", "edited": "edited", "rejected": "rejected"}
"""What becomes of a fact of the model, and what a table calls it: `signed` is what only the signature accepted."""
_NAMED = {_SIGNED: "accepted_with_signature"}
"""What JSON calls a ruling, where it is not called so here."""
_PROMPTS_SHOWN = 12
"""Digits of a digest that tell prompts apart at a glance."""


@dataclass(slots=True)
class Tally:
    """One model with one set of prompts: its sheets by state, its facts by ruling, and the seconds a brief took."""

    model: str
    prompts: str
    approved: int = 0
    sent_back: int = 0
    rulings: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    standings: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in NAMES})
    """The rulings on facts of each standing, of sheets that say how far theirs are proven."""
    seconds: list[float] = field(default_factory=list)

    def add(self, standing: Standing) -> None:
        """Count a sheet that was signed or sent back."""
        is_approved = standing.state == "approved"
        self.approved += is_approved
        self.sent_back += not is_approved
        self.seconds.append(sum(event.seconds for event in standing.events))
        signed = standing.with_signature
        for item in standing.items:
            ruling = _ruling(item, signed=signed)
            if ruling:
                self.rulings[ruling] += 1
            if ruling and item.proven and standing.sheet.standings:
                self.standings[item.proven.standing][ruling] += 1
            if ruling == "rejected" and item.verdict and item.verdict.reason:
                self.reasons[item.verdict.reason] += 1

    @property
    def facts(self) -> int:
        """How many of the model's facts were decided on, one by one or with a signature."""
        return sum(self.rulings[ruling] for ruling in _RULINGS)

    def share(self, ruling: str) -> float | None:
        """The share of the model's facts with that ruling."""
        return self.rulings[ruling] / self.facts if self.facts else None

    def as_json(self) -> Json:
        """All of it, with the median of the seconds."""
        return {
            "model": self.model,
            "prompts": self.prompts,
            "sheets": {"approved": self.approved, "sent back": self.sent_back},
            "facts": self.facts,
            "accepted": self.rulings["accepted"],
            "accepted_with_signature": self.rulings[_SIGNED],
            "edited": self.rulings["edited"],
            "rejected": self.rulings["rejected"],
            "rejected_by_reason": {reason: self.reasons[reason] for reason in REASONS},
            "added": self.rulings["added"],
            "by_standing": {
                name: {_NAMED.get(ruling, ruling): counts[ruling] for ruling in _RULINGS}
                for name, counts in self.standings.items()
            },
            "seconds_per_brief": round(median(self.seconds), 1) if self.seconds else None,
        }


def _ruling(item: Item, *, signed: Sequence[Item]) -> str | None:
    """The ruling that counts; a fact that this run does not have only counts if a person added it.

    `signed` are the facts that the signature accepted.
    """
    if item.base is None:
        return "added" if item.ruling == "added" and not item.earlier else None
    return item.ruling or (_SIGNED if item in signed else None)


def tally(signed: Iterable[tuple[str, Standing, Run]]) -> list[Tally]:
    """Sum up by model and prompts, those with the most sheets first."""
    found: dict[tuple[str, str], Tally] = {}
    for _, standing, run in signed:
        found.setdefault((run.model, run.prompts), Tally(run.model, run.prompts)).add(standing)
    return sorted(found.values(), key=lambda one: -(one.approved + one.sent_back))


def table(found: Iterable[Tally]) -> str:
    """The figures as text: a block for each model and prompts."""
    blocks = []
    for one in found:
        sheets = f"{one.approved} approved, {one.sent_back} sent back"
        lines = [f"{one.model} · prompts {one.prompts[:_PROMPTS_SHOWN]} · {sheets}"]
        for ruling, name in _RULINGS.items():
            share = one.share(ruling)
            lines.append(f"  {name:<16}{one.rulings[ruling]:>6}{'' if share is None else f'  {share:6.1%}'}")
            if ruling == "rejected":
                lines += [f"    {reason:<14}{n:>6}  {n / one.facts:6.1%}" for reason, n in one.reasons.items()]
        lines.append(f"  {'added by people':<16}{one.rulings['added']:>6}")
        lines += _by_standing(one)
        if one.seconds:
            lines.append(f"  {'time per brief':<16}{_time(median(one.seconds)):>6}  median")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _by_standing(one: Tally) -> list[str]:
    """A line for each standing that facts had: how many, and what became of them."""
    lines = []
    for name, counts in one.standings.items():
        if total := counts.total():
            shares = "  ".join(f"{word} {counts[ruling] / total:6.1%}" for ruling, word in _RULINGS.items())
            lines.append(f"  {name:<16}{total:>6}  {shares}")
    return ["  by standing", *lines] if lines else []


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
