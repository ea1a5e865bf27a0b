"""Messages from the desk to the screen: rows and sheets read, decisions saved, others' decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.briefs.text import counted
from factsheet.review.desk.listing import arranged
from factsheet.review.desk.moves import Move, point
from factsheet.review.desk.state import Unasked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.review.desk.desk import Opened
    from factsheet.review.desk.history import SheetStanding
    from factsheet.review.desk.shelf import Row
    from factsheet.review.desk.state import Mode, State

_DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "edit": "edited",
    "note": "noted",
    "add": "added",
    "clear": "took the verdict back (u undoes)",
    "approve": "approved",
    "send-back": "sent back",
    "reopen": "opened again",
    "take": "taken",
    "undo": "undone (U does it again)",
    "redo": "done again",
}


@dataclass(frozen=True, slots=True)
class Listed(Unasked):
    """The rows of the list were read, or more of them."""

    rows: tuple[Row, ...]

    def __call__(self, state: State) -> State:
        return replace(state, listing=arranged(state.listing, rows=self.rows))


@dataclass(frozen=True, slots=True)
class Reviewed(Unasked):
    """What the history says of the sheets in the list has changed."""

    states: Mapping[str, SheetStanding]

    def __call__(self, state: State) -> State:
        return replace(state, listing=replace(state.listing, states=self.states))


@dataclass(frozen=True, slots=True)
class Loaded(Unasked):
    """A sheet was opened, or could not be read: then `problem` says why."""

    opened: Opened | None
    problem: str = ""

    def __call__(self, state: State) -> State:
        opened = self.opened
        same = state.opened is not None and opened is not None and state.opened.key == opened.key
        state = replace(state, opened=opened, problem=self.problem)
        if not same:
            state = replace(state, fact="", only=None, sentence=0, words=None, new=None)
            state = replace(state, spent=0.0, other=None, message=self.problem)
        return _reselected(state)


@dataclass(frozen=True, slots=True)
class Refreshed(Unasked):
    """Somebody else has decided on the opened sheet."""

    opened: Opened

    def __call__(self, state: State) -> State:
        last = self.opened.standing.events[-1]
        state = _relisted(_reselected(replace(state, opened=self.opened)), self.opened)
        return state if last.who == state.who else state.say(f"{last.who} {_DONE[last.verb]} just now")


@dataclass(frozen=True, slots=True)
class Answered(Unasked):
    """Another model has answered; both sheets are shown unless the person is in the middle of something."""

    other: Opened

    def __call__(self, state: State) -> State:
        model, key = self.other.run.model, self.other.key
        if state.opened is None or state.opened.key != key:
            return state.say(f"{model} has answered for {key}; open it and press R again to see it")
        state = replace(state, other=self.other).say(f"{model} has answered: C shows both side by side")
        return replace(state, mode="compare", line=0) if state.mode == "browse" else state


@dataclass(frozen=True, slots=True)
class Saved:
    """The pending decisions are saved: now they are shown, with a message."""

    opened: Opened

    def __call__(self, state: State) -> State:
        verb, subject = state.pending[-1].verb, state.pending[-1].subject
        message = f"saved: {_DONE[verb]}{_rest(self.opened) if verb == 'approve' else ''}"
        state = replace(state, opened=self.opened, pending=(), signs=False, spent=0.0, message=message)
        if verb in ("undo", "redo", "add") and self.opened.standing.item(subject):
            state = replace(state, fact=subject)
        if verb in ("accept", "reject") and state.focus == "facts":
            state = Move(1)(state)
        if verb == "take":
            state = replace(state, other=None)
        if verb == "add":
            state = replace(state, focus="facts", words=None, new=None)
        return _relisted(_reselected(state), self.opened)


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was saved; if somebody else has decided, `opened` is the sheet with their decision."""

    why: str
    opened: Opened | None = None

    def __call__(self, state: State) -> State:
        state = replace(state, pending=(), signs=False, opened=self.opened or state.opened)
        return _reselected(state).say(self.why)


@dataclass(frozen=True, slots=True)
class Say:
    """A message for the person, and the next mode if it changes."""

    text: str
    mode: Mode | None = None

    def __call__(self, state: State) -> State:
        return replace(state, mode=self.mode or state.mode).say(self.text)


def _rest(opened: Opened) -> str:
    """What became of the facts without a verdict."""
    standing = opened.standing
    if not standing.undecided:
        return ""
    how = "with the signature" if standing.rest == "accepted" else "left out"
    return f", {counted(len(standing.undecided), 'fact')} {how}"


def _relisted(state: State, opened: Opened) -> State:
    """The list with the state that the opened sheet has come to.

    The order stays while one works in it: a sheet does not jump away because it was decided on.
    """
    standing = opened.standing
    if not standing.events:
        return state
    last = standing.events[-1]
    who, at = (standing.by, standing.at) if standing.by else (last.who, last.at)
    if state.listing.states.get(opened.key, ("", ""))[:2] == (standing.state, who):
        return state
    states = {**state.listing.states, opened.key: (standing.state, who, at)}
    return replace(state, listing=replace(state.listing, states=states))


def _reselected(state: State) -> State:
    """A fact that is there is selected, and its words are pointed at."""
    if state.item is None and state.items:
        return point(replace(state, fact=state.items[0].id))
    return state
