"""The actions of a reviewer: decisions on facts and sheets, and what to show.

A decision waits in `State.pending`; it is shown as saved only with `updates.Saved`, once the history has it on disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from factsheet.review.desk import deciding
from factsheet.review.desk.editing import prefill
from factsheet.review.desk.listing import SORTS, arranged
from factsheet.review.desk.moves import point
from factsheet.review.desk.reading import speaker_of
from factsheet.review.desk.records import ADDED
from factsheet.review.desk.state import needs_fact, needs_sheet
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.review.desk.deciding import Outcome
    from factsheet.review.desk.records import Pen
    from factsheet.review.desk.standing import Item, Standing
    from factsheet.review.desk.state import Mode, State


# What a person decides


@dataclass(frozen=True, slots=True)
class OnFact:
    """Decide on the selected fact."""

    decide: Callable[[Standing, Item, Pen], Outcome]

    @needs_fact
    def __call__(self, state: State) -> State:
        assert state.item is not None
        return _pending(state, self.decide(state.on_table.standing, state.item, state.pen()))


@dataclass(frozen=True, slots=True)
class OnSheet:
    """Decide on the sheet; what `signs` is refused where somebody has decided since the sheet was shown."""

    decide: Callable[[Standing, Pen], Outcome]
    signs: bool = False

    @needs_sheet
    def __call__(self, state: State) -> State:
        return _pending(state, self.decide(state.on_table.standing, state.pen()), signs=self.signs)


@needs_sheet
def sign(state: State) -> State:
    """Sign the sheet; if facts are undecided, ask first what to do with them."""
    standing = state.on_table.standing
    if not deciding.unsigned(standing) and (question := deciding.asks(standing)):
        return replace(state, mode="sign").say(question)
    return _pending(state, deciding.approve(standing, state.pen()), signs=True)


@needs_sheet
def decide_first(state: State) -> State:
    """Sign nothing, and go to the first fact that is undecided."""
    undecided = state.on_table.standing.undecided
    state = replace(state, mode="browse", focus="facts", only_needs=False, only=None)
    return point(replace(state, fact=undecided[0].id)) if undecided else state


@needs_fact
def edit(state: State) -> State:
    """Open the form of the selected fact."""
    why = deciding.closed(state.on_table.standing)
    return state.say(why) if why else replace(state, mode="edit", new=None)


@needs_sheet
def ask_section(state: State) -> State:
    """Ask under which section to add a fact that the selected words prove."""
    if why := deciding.closed(state.on_table.standing):
        return state.say(why)
    return replace(state, mode="section") if state.selection else state.say("no words to select")


@dataclass(frozen=True, slots=True)
class AddUnder:
    """Open the form of a new fact of a section, filled in from the selected words."""

    section: str

    def __call__(self, state: State) -> State:
        span, opened = state.selection, state.on_table
        section = opened.kind.section(self.section)
        if span is None or section is None:
            return replace(state, mode="browse")
        if not section.many and any(i.section == section and i.stands for i in opened.standing.items):
            return replace(state, mode="browse").say(f"there is one {section.title} already: e edits it")
        article = opened.standing.sheet.article
        texts = prefill(section, article.text[slice(*span)], speaker_of(article, span))
        return replace(state, mode="edit", new=(self.section, texts))


@dataclass(frozen=True, slots=True)
class Save:
    """Save what the form holds; `editing` has found it good."""

    value: dict[str, Any]

    @needs_sheet
    def __call__(self, state: State) -> State:
        standing, pen = state.on_table.standing, state.pen()
        if state.new is not None:
            added = sum(event.verb == "add" for event in standing.events)
            subject = f"{ADDED}{pen.who} {pen.at} {added}"
            return _pending(state, deciding.add(standing, subject, pen, state.new[0], self.value))
        assert state.item is not None
        return _pending(state, deciding.edit(standing, state.item, pen, self.value))


@needs_sheet
def take(state: State) -> State:
    """Replace the opened sheet with the other model's."""
    if state.other is None:
        return state.say("there is no other sheet")
    opened = state.on_table
    return _pending(state, deciding.take(opened.standing, state.pen(), state.other.run.digest, opened.file))


@needs_sheet
def take_fact(state: State) -> State:
    """Add the selected fact of the other model's sheet to the opened one."""
    pair = state.pairs[state.line] if state.pairs else None
    if pair is None or pair.new is None or pair.sign == "=":
        return state.say("the new sheet has no other fact here")
    standing, new = state.on_table.standing, pair.new
    subject = f"{ADDED}{new.id}"
    if standing.item(subject):
        return state.say("this fact is in the sheet already")
    outcome = deciding.add(standing, subject, state.pen(), new.section.name, new.value)
    return replace(_pending(state, outcome), mode="compare")


# What a person wants to see


@dataclass(frozen=True, slots=True)
class Enter:
    """Enter a mode; `browse` leaves it."""

    mode: Mode

    def __call__(self, state: State) -> State:
        return replace(state, mode=self.mode, focus="list" if self.mode == "filter" else state.focus, line=0)


def cancel(state: State) -> State:
    """Leave whatever is open; the article's selection and the filter too."""
    if state.mode == "filter":
        return replace(state, mode="browse", listing=arranged(state.listing, filter=""))
    return replace(state, mode="browse", words=None, new=None)


@dataclass(frozen=True, slots=True)
class Filter:
    """Filter the list by words."""

    words: str

    def __call__(self, state: State) -> State:
        return replace(state, listing=arranged(state.listing, filter=self.words))


def sort(state: State) -> State:
    """Sort the list by the next order."""
    sort = SORTS[(SORTS.index(state.listing.sort) + 1) % len(SORTS)]
    return replace(state, listing=arranged(state.listing, sort=sort)).say(f"sorted: {sort}")


def only_needs(state: State) -> State:
    """Show only what needs me, or everything again: in the list the sheets, elsewhere the facts."""
    if state.focus == "list":
        return replace(state, listing=arranged(state.listing, needs=not state.listing.needs))
    state = replace(state, only_needs=not state.only_needs, only=None)
    if state.only_needs and not any(item.needs for item in state.items):
        return replace(state, only_needs=False).say("no fact of this sheet needs you")
    return state


@needs_sheet
def sort_facts(state: State) -> State:
    """Sort the facts by standing, the worst first, or as in the sheet again."""
    state = replace(state, by_standing=not state.by_standing)
    return state.say("sorted by standing" if state.by_standing else "sorted as in the sheet")


@needs_sheet
def filter_facts(state: State) -> State:
    """Show only the facts of one standing, the worst first, and after the best all again."""
    standings = {item.standing for item in state.on_table.standing.items}
    order = [None, *(name for name in reversed(NAMES) if name in standings)]
    at = order.index(state.only) if state.only in order else 0
    only = order[(at + 1) % len(order)]
    state = replace(state, only=only, only_needs=False)
    if state.item not in state.items and state.items:
        state = point(replace(state, fact=state.items[0].id))
    return state.say(f"only what is {only}" if only else "all facts")


@needs_sheet
def missed(state: State) -> State:
    """Mark what no fact covers, or no longer."""
    state = replace(state, missed=not state.missed, focus="article")
    return state.say(
        "? marks sentences that no fact covers, ” quotations that are not in the sheet" if state.missed else ""
    )


@needs_sheet
def compare(state: State) -> State:
    """Show the other model's sheet beside the opened one."""
    if state.other is None:
        return state.say("nothing to compare with: R asks another model")
    return replace(state, mode="compare", line=0)


@dataclass(frozen=True, slots=True)
class Scroll:
    """Go down, or with a negative number up: in the comparison, or in the `lines` of the help."""

    by: int
    lines: int | None = None

    def __call__(self, state: State) -> State:
        count = len(state.pairs) if self.lines is None else self.lines
        return replace(state, line=min(max(state.line + self.by, 0), max(count - 1, 0)))


def _pending(state: State, outcome: Outcome, *, signs: bool = False) -> State:
    """What was decided, to be saved; or why nothing was."""
    state = replace(state, mode="browse")
    if isinstance(outcome, str):
        return state.say(outcome)
    return replace(state, pending=outcome, signs=signs)
