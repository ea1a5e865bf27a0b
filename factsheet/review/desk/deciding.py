"""Turns a decision into events, or says why it is refused. Stores nothing.

A signed sheet is closed until it is reopened. Each event names the value before it, which `undo` restores.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.briefs.text import counted
from factsheet.review.desk.records import REASONS, RUN, STATE, Verdict
from factsheet.review.desk.standing import article_name

if TYPE_CHECKING:
    from factsheet.records import Json
    from factsheet.review.desk.records import Event, Pen, Rest, Ruling, Verb
    from factsheet.review.desk.standing import Item, Standing

Outcome: TypeAlias = "tuple[Event, ...] | str"
"""Events to keep, or a sentence that says why there are none."""


def closed(standing: Standing) -> str:
    """Why the facts of a sheet cannot be decided on; empty if they can."""
    if standing.changed or standing.state not in ("approved", "rejected"):
        return ""
    what = "approved" if standing.state == "approved" else "sent back"
    return f"{what} by {standing.by}: o reopens it"


def accept(standing: Standing, item: Item, pen: Pen) -> Outcome:
    """Accept a fact as it is, with any edit."""
    if not item.proved:
        return "its words are not in the article: edit it, or reject it"
    own = item.verdict is not None and item.verdict.value is not None
    ruling: Ruling = _own(item) if own else "accepted"
    return _rule(standing, item, pen, "accept", replace(_verdict(item), ruling=ruling, reason=None))


def reject(standing: Standing, item: Item, pen: Pen, reason: str) -> Outcome:
    """Reject a fact for one of the known reasons."""
    if reason not in REASONS:
        return f"unknown reason {reason!r}; the reasons are {', '.join(REASONS)}"
    return _rule(standing, item, pen, "reject", replace(_verdict(item), ruling="rejected", reason=reason))


def edit(standing: Standing, item: Item, pen: Pen, value: dict[str, Any]) -> Outcome:
    """Replace a fact by a person's version, which `editing.examine` has accepted."""
    if value == item.value:
        return "nothing was changed"
    verdict = replace(_verdict(item), ruling=_own(item), value=value, reason=None)
    return _rule(standing, item, pen, "edit", verdict)


def add(standing: Standing, subject: str, pen: Pen, section: str, value: dict[str, Any]) -> Outcome:
    """Add a fact that the model missed."""
    if why := closed(standing):
        return why
    return (pen.event(subject, "add", None, Verdict(section, "added", None, value).as_json()),)


def note(standing: Standing, item: Item, pen: Pen, text: str) -> Outcome:
    """Write a note on a fact; an empty one removes it. The verdict stays."""
    verdict = replace(_verdict(item), note=text.strip())
    if verdict.note == (item.verdict.note if item.verdict else ""):
        return "the note is as it was"
    is_empty = not verdict.note and verdict.ruling is None
    return _rule(standing, item, pen, "note", None if is_empty else verdict)


def clear(standing: Standing, item: Item, pen: Pen) -> Outcome:
    """Withdraw a verdict with its edit and note; `undo` restores them."""
    return "nothing was decided on this fact" if item.verdict is None else _rule(standing, item, pen, "clear", None)


def approve(standing: Standing, pen: Pen, rest: Rest | None = None) -> Outcome:
    """Sign a sheet. `rest` says what to do with facts without a verdict; those with an error need one first."""
    if why := unsigned(standing):
        return why
    undecided = len(standing.undecided)
    if undecided and rest is None:
        return f"{_undecided(standing)}: say what to do with them"
    told = {"rest": rest, "undecided": undecided} if undecided else {}
    return _state(standing, pen, "approve", "approved", **told)


def _undecided(standing: Standing) -> str:
    count = len(standing.undecided)
    return f"{count} of {counted(len(standing.items), 'fact')} {'is' if count == 1 else 'are'} undecided"


def asks(standing: Standing) -> str:
    """The question before a sheet is signed; empty if everything is decided."""
    return f"{_undecided(standing)}: what to do with them?" if standing.undecided else ""


def unsigned(standing: Standing) -> str:
    """Why a sheet cannot be signed now; empty if it can."""
    if standing.state == "approved" and not standing.changed:
        return f"already approved by {standing.by}"
    open_errors = sum(item.ruling is None and item.level == "error" for item in standing.items)
    if open_errors:
        facts = "a fact" if open_errors == 1 else f"{open_errors} facts"
        return f"{facts} with an error: accept, edit or reject first (] goes to the next)"
    return ""


def send_back(standing: Standing, pen: Pen, why: str) -> Outcome:
    """Send a sheet back."""
    if standing.state == "rejected" and not standing.changed:
        return f"already sent back by {standing.by}"
    return _state(standing, pen, "send-back", "rejected", **({"note": why.strip()} if why.strip() else {}))


def reopen(standing: Standing, pen: Pen) -> Outcome:
    """Open a sheet that was signed or sent back."""
    before = standing.value_of(STATE)
    return "this sheet is open" if before is None else (pen.event(STATE, "reopen", before, None),)


def take(standing: Standing, pen: Pen, run: str, file: str) -> Outcome:
    """Review another run instead, until the file with the digest `file` changes."""
    if why := closed(standing):
        return why
    return (pen.event(RUN, "take", standing.value_of(RUN), {"run": run, "file": file}),)


def undo(standing: Standing, pen: Pen) -> Outcome:
    """Undo the person's own last decision on this sheet."""
    done, _ = _stacks(standing, pen.who)
    return _turn(standing, pen, done[-1]) if done else "nothing of yours to undo in this sheet"


def redo(standing: Standing, pen: Pen) -> Outcome:
    """Redo what was last undone."""
    _, undone = _stacks(standing, pen.who)
    return _turn(standing, pen, undone[-1], again=True) if undone else "nothing of yours to redo in this sheet"


def _turn(standing: Standing, pen: Pen, event: Event, *, again: bool = False) -> Outcome:
    before, after = (event.before, event.after) if again else (event.after, event.before)
    if standing.value_of(event.subject) != before:
        by = next(e.who for e in reversed(standing.events) if e.subject == event.subject)
        return f"{by} has decided on this since: not {'redone' if again else 'undone'}"
    return (pen.event(event.subject, "redo" if again else "undo", before, after, target=event.seq),)


def _stacks(standing: Standing, who: str) -> tuple[list[Event], list[Event]]:
    """The events that a person can undo and redo, the next one last. A new decision clears the redo stack."""
    own = {event.seq: event for event in standing.events if event.who == who}
    done: list[Event] = []
    undone: list[Event] = []
    for event in own.values():
        if event.verb == "undo":
            undone.append(done.pop())
        elif event.verb == "redo":
            done.append(undone.pop())
        else:
            done.append(event)
            undone.clear()
    return done, undone


def _rule(standing: Standing, item: Item, pen: Pen, verb: Verb, verdict: Verdict | None) -> Outcome:
    before = item.verdict.as_json() if item.verdict else None
    after = verdict.as_json() if verdict else None
    if why := closed(standing):
        return why
    if before == after:
        return f"already {item.ruling}"
    return (pen.event(item.id, verb, before, after),)


def _own(item: Item) -> Ruling:
    """The ruling on a fact in a person's words."""
    return "added" if item.base is None and not item.earlier else "edited"


def _verdict(item: Item) -> Verdict:
    return item.verdict or Verdict(item.section.name, base=item.base)


def _state(standing: Standing, pen: Pen, verb: Verb, state: str, **told: Json) -> Outcome:
    after = {"state": state, "article": article_name(standing.sheet), **told}
    return (pen.event(STATE, verb, standing.value_of(STATE), after),)
