"""The records of review: a reviewer's decision, and the event that stores it.

An event says that the value of a *subject* went from `before` to `after`. A subject is a fact (by its identity), a
fact that a person added (`+…`), the sheet's state (`state`), or the run that is looked at (`run`). What stands is the
`after` of a subject's last event, so that undo is one more event and nothing is ever taken out of the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from factsheet.sheets import entry_as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records import Json

STATE, RUN = "state", "run"
"""The subjects that are no facts."""
ADDED = "+"
"""How the subject of an added fact begins."""

Ruling: TypeAlias = Literal["accepted", "rejected", "edited", "added"]
Rest: TypeAlias = Literal["accepted", "left out"]
"""What becomes of the facts on which nothing was decided when a sheet is signed."""
SheetState: TypeAlias = Literal["new", "in review", "approved", "rejected"]
Verb: TypeAlias = Literal[
    "accept", "reject", "edit", "note", "add", "clear", "approve", "send-back", "reopen", "take", "undo", "redo"
]

REASONS: dict[str, str] = {
    "invented": "the article does not say this",
    "wrong speaker": "somebody else said it",
    "wrong meaning": "the words are there and mean something else",
    "out of context": "true of the words, not of the story",
    "trivial": "true, and not worth a line",
}
"""Why a fact is rejected, and what that means."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people decided on one fact.

    `base` is the entry as the model gave it, None where a person added the fact; `value` the entry as a person wrote
    it, None where nobody changed it. `ruling` is None where there is only a note.
    """

    section: str
    ruling: Ruling | None = None
    base: dict[str, Any] | None = None
    value: dict[str, Any] | None = None
    reason: str | None = None
    note: str = ""

    def as_json(self) -> dict[str, Json]:
        """The form in the history; what is empty is left out."""
        everything = {
            "section": self.section,
            "ruling": self.ruling,
            "base": self.base and entry_as_json(self.base),
            "value": self.value and entry_as_json(self.value),
            "reason": self.reason,
            "note": self.note,
        }
        return {key: value for key, value in everything.items() if value not in (None, "")}

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Verdict:
        """Read the form in the history."""
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that one person decided.

    `at` is the time in UTC, ISO 8601; `run` the digest of the run that was on the screen; `seconds` the time that the
    sheet was looked at since the person's last event on it. `target` is the event that an undo or redo is about. `seq`
    is the place in the history, None before it is kept.
    """

    sheet: str
    subject: str
    verb: Verb
    before: Json
    after: Json
    who: str
    at: str
    run: str
    seconds: float = 0.0
    target: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """What the events of one moment share: person, time, sheet and run."""

    who: str
    at: str
    sheet: str
    run: str
    seconds: float = 0.0

    def event(self, subject: str, verb: Verb, before: Json, after: Json, *, target: int | None = None) -> Event:
        """An event by this person."""
        return Event(self.sheet, subject, verb, before, after, self.who, self.at, self.run, self.seconds, target)


@dataclass(frozen=True, slots=True)
class Run:
    """One sheet as a model made it, stored at the first decision on it. `document` is the sheet file's text."""

    digest: str
    sheet: str
    document: str
    model: str
    prompts: str
