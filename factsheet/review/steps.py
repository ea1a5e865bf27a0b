"""From one state of the screen to the next: `step(state, action)`. Pure; what it wants kept is in `pending`.

A decision is shown as saved only when the action `kept` comes, after the history has it on disk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.review import deciding
from factsheet.review.editing import prefill
from factsheet.review.keys import HELP
from factsheet.review.listing import SORTS, arranged
from factsheet.review.moves import move, next_needing, pick, point, users_of
from factsheet.review.reading import read, speaker_of
from factsheet.review.records import ADDED
from factsheet.review.state import IDLE_S, PANES, Action, Moment, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.review.deciding import Outcome
    from factsheet.review.desk import Opened

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

_BACKGROUND = {"states", "rows", "refreshed", "opened", "made"}
"""What comes by itself: it takes no message off the screen, and is no sign that a person is there."""
_NEED_SHEET = {"undo", "redo", "approve", "reopen", "ask-send-back", "ask-model", "missed", "compare"}
_NEED_FACT = {"accept", "ask-reject", "reject", "edit", "ask-note", "note", "clear", "save"}


def step(state: State, action: Action, moment: Moment | None = None) -> State:
    """The state after an action. `moment` is when it happened; without one no time has passed."""
    if action.name in _BACKGROUND:
        return _STEPS[action.name](state, action.value)
    if moment is not None:
        gap = min(moment.seconds - state.moment.seconds, IDLE_S) if state.moment.seconds else 0.0
        state = replace(state, moment=moment, spent=state.spent + gap)
    if action.name in _NEED_SHEET | _NEED_FACT and state.opened is None:
        return state.say("no sheet is open: choose one in the list")
    if action.name in _NEED_FACT and state.item is None:
        return state.say("no fact is selected")
    return _STEPS[action.name](replace(state, message=""), action.value)


def _pending(state: State, outcome: Outcome, *, signs: bool = False) -> State:
    """What was decided, to be kept; or why nothing was."""
    state = replace(state, mode="browse")
    if isinstance(outcome, str):
        return state.say(outcome)
    return replace(state, pending=outcome, signs=signs)


def _on_fact(verb: Callable[..., Outcome]) -> Callable[[State, Any], State]:
    def run(state: State, value: Any) -> State:
        assert state.opened is not None
        extra = () if value is None else (value,)
        return _pending(state, verb(state.opened.standing, state.item, state.pen(), *extra))

    return run


def _on_sheet(verb: Callable[..., Outcome], *, signs: bool = False) -> Callable[[State, Any], State]:
    def run(state: State, value: Any) -> State:
        assert state.opened is not None
        extra = () if value is None else (value,)
        return _pending(state, verb(state.opened.standing, state.pen(), *extra), signs=signs)

    return run


def _kept(state: State, opened: Opened) -> State:
    """The history has it: now it is shown, and said."""
    events = state.pending
    done = _DONE[events[-1].verb]
    state = replace(state, opened=opened, pending=(), signs=False, spent=0.0, message=f"saved: {done}")
    subject = events[-1].subject
    if events[-1].verb in ("undo", "redo", "add") and opened.standing.item(subject):
        state = replace(state, fact=subject)
    elif events[-1].verb in ("accept", "reject"):
        state = move(state, 1) if state.focus == "facts" else state
    if events[-1].verb == "take":
        state = replace(state, other=None)
    if events[-1].verb == "add":
        state = replace(state, focus="facts", words=None, new=None)
    return _relisted(_reselected(state), opened)


def _failed(state: State, value: tuple[Opened | None, str]) -> State:
    """Nothing was saved: what others decided is shown, and why."""
    opened, why = value
    state = replace(state, pending=(), signs=False, opened=opened or state.opened)
    return _reselected(state).say(why)


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


def _opened(state: State, value: tuple[Opened | None, str]) -> State:
    """A sheet has come onto the table, or could not be read."""
    opened, problem = value
    same = state.opened is not None and opened is not None and state.opened.key == opened.key
    state = replace(state, opened=opened, problem=problem)
    if not same:
        state = replace(state, fact="", sentence=0, words=None, new=None, spent=0.0, other=None, message=problem)
    return _reselected(state)


def _refreshed(state: State, opened: Opened) -> State:
    """Somebody else has decided on the opened sheet."""
    last = opened.standing.events[-1]
    state = _relisted(_reselected(replace(state, opened=opened)), opened)
    return state if last.who == state.who else state.say(f"{last.who} {_DONE[last.verb]} just now")


def _reselected(state: State) -> State:
    """A fact that is there is selected, and its words are pointed at."""
    if state.item is None and state.items:
        state = replace(state, fact=state.items[0].id)
        return point(state)
    return state


def _focus(state: State, value: Any) -> State:
    """To a pane by name, or to the next or the one before."""
    target = value if value in PANES else PANES[(PANES.index(state.focus) + value) % len(PANES)]
    return replace(state, focus=target, mode="browse", words=None)


def _mode(name: Any) -> Callable[[State, Any], State]:
    return lambda state, _: replace(state, mode=name)


def _cancel(state: State, _: Any) -> State:
    """Out of whatever is open; the article's selection and the filter too."""
    if state.mode == "filter":
        return replace(state, mode="browse", listing=arranged(state.listing, filter=""))
    return replace(state, mode="browse", words=None, new=None)


def _reject(state: State, reason: str) -> State:
    return _on_fact(deciding.reject)(state, reason)


def _edit(state: State, _: Any) -> State:
    """Open the form, if the sheet is open for it."""
    assert state.opened is not None
    if why := deciding.closed(state.opened.standing):
        return state.say(why)
    return replace(state, mode="edit", new=None)


def _section(state: State, name: str) -> State:
    """Open the form of a new fact of a section, filled in from the selected words."""
    span = state.selection
    assert state.opened is not None
    article = state.opened.standing.sheet.article
    section = next((s for s in state.opened.kind.sections if s.name == name), None)
    if span is None or section is None:
        return replace(state, mode="browse")
    if not section.many and any(i.section.name == name and i.stands for i in state.opened.standing.items):
        return replace(state, mode="browse").say(f"there is one {section.title} already: e edits it")
    texts = prefill(section, article.text[slice(*span)], speaker_of(article, span))
    return replace(state, mode="edit", new=(name, texts))


def _ask_section(state: State, _: Any) -> State:
    assert state.opened is not None
    if why := deciding.closed(state.opened.standing):
        return state.say(why)
    return replace(state, mode="section") if state.selection else state.say("there are no words to select")


def _save(state: State, value: dict[str, Any]) -> State:
    """Keep what the form holds; `editing` has found it good."""
    assert state.opened is not None
    standing, pen = state.opened.standing, state.pen()
    if state.new is not None:
        added = sum(event.verb == "add" for event in standing.events)
        subject = f"{ADDED}{pen.who} {pen.at} {added}"
        return _pending(state, deciding.add(standing, subject, pen, state.new[0], value))
    return _on_fact(deciding.edit)(state, value)


def _take(state: State, _: Any) -> State:
    """Put the other model's sheet on the table."""
    assert state.opened is not None
    if state.other is None:
        return state.say("there is no other sheet")
    run, file = state.other.run.digest, state.opened.file
    return _pending(state, deciding.take(state.opened.standing, state.pen(), run, file))


def _take_fact(state: State, _: Any) -> State:
    """Add the selected fact of the other model's sheet to this one."""
    assert state.opened is not None
    pair = state.pairs[state.line] if state.pairs else None
    if pair is None or pair.new is None or pair.sign == "=":
        return state.say("the new sheet has no other fact here")
    pen, new = state.pen(), pair.new
    subject = f"{ADDED}{new.id}"
    if state.opened.standing.item(subject):
        return state.say("this fact is in the sheet already")
    outcome = deciding.add(state.opened.standing, subject, pen, new.section.name, new.value)
    return replace(_pending(state, outcome), mode="compare")


def _line(state: State, by: int) -> State:
    """Down or up in the comparison, or in the help."""
    count = len(state.pairs) if state.mode == "compare" else len(HELP)
    return replace(state, line=min(max(state.line + by, 0), max(count - 1, 0)))


def _compare(state: State, _: Any) -> State:
    if state.other is None:
        return state.say("nothing to compare with: R asks another model")
    return replace(state, mode="compare", line=0)


def _made(state: State, other: Opened) -> State:
    """Another model has answered; shown at once unless the person is in the middle of something."""
    if state.opened is None or state.opened.key != other.key:
        return state.say(f"{other.run.model} has answered for {other.key}; open it and press R again to see it")
    state = replace(state, other=other).say(f"{other.run.model} has answered: C shows both side by side")
    return replace(state, mode="compare", line=0) if state.mode == "browse" else state


def _select(state: State, _: Any) -> State:
    """Begin to select words at the selected sentence."""
    if state.opened is None or state.sentence_span is None:
        return state.say("there are no words to select")
    word = read(state.opened.standing.sheet.article).word_at(state.sentence_span[0])
    return replace(state, focus="article", mode="words", words=(word, word))


def _missed(state: State, _: Any) -> State:
    state = replace(state, missed=not state.missed, focus="article")
    return state.say(
        "? marks sentences that no fact covers, ” quotations that are not in the sheet" if state.missed else ""
    )


def _only(state: State, _: Any) -> State:
    """Only what needs me: in the list the sheets, elsewhere the facts."""
    if state.focus == "list":
        return replace(state, listing=arranged(state.listing, needs=not state.listing.needs))
    state = replace(state, only_needs=not state.only_needs)
    if state.only_needs and not any(item.needs for item in state.items):
        return replace(state, only_needs=False).say("no fact of this sheet needs you")
    return state


def _sort(state: State, _: Any) -> State:
    sort = SORTS[(SORTS.index(state.listing.sort) + 1) % len(SORTS)]
    return replace(state, listing=arranged(state.listing, sort=sort)).say(f"sorted: {sort}")


_STEPS: dict[str, Callable[[State, Any], State]] = {
    "move": move,
    "pick": pick,
    "next-need": next_needing,
    "users": users_of,
    "focus": _focus,
    "filter": lambda state, text: replace(state, listing=arranged(state.listing, filter=text)),
    "rows": lambda state, rows: replace(state, listing=arranged(state.listing, rows=rows)),
    "states": lambda state, states: replace(state, listing=replace(state.listing, states=states)),
    "line": _line,
    "opened": _opened,
    "refreshed": _refreshed,
    "kept": _kept,
    "failed": _failed,
    "say": lambda state, text: state.say(text),
    "sort": _sort,
    "only": _only,
    "missed": _missed,
    "cancel": _cancel,
    "ask-filter": lambda state, _: replace(state, focus="list", mode="filter"),
    "ask-reject": _mode("reject"),
    "ask-note": _mode("note"),
    "ask-send-back": _mode("send-back"),
    "ask-model": _mode("model"),
    "help": lambda state, _: replace(state, mode="help", line=0),
    "quit": _mode("quit"),
    "browse": _mode("browse"),
    "accept": _on_fact(deciding.accept),
    "reject": _reject,
    "edit": _edit,
    "save": _save,
    "note": _on_fact(deciding.note),
    "clear": _on_fact(deciding.clear),
    "approve": _on_sheet(deciding.approve, signs=True),
    "send-back": _on_sheet(deciding.send_back, signs=True),
    "reopen": _on_sheet(deciding.reopen),
    "undo": _on_sheet(deciding.undo),
    "redo": _on_sheet(deciding.redo),
    "made": _made,
    "compare": _compare,
    "take": _take,
    "take-fact": _take_fact,
    "select": _select,
    "ask-section": _ask_section,
    "section": _section,
}
