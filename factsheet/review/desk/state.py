"""The state of the screen as one value, and how an action leads to the next state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from factsheet.review.desk.comparing import Pair, pairs
from factsheet.review.desk.reading import read
from factsheet.review.desk.records import Pen
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.records import Span, StandingName
    from factsheet.review.desk.desk import Opened
    from factsheet.review.desk.listing import Listing
    from factsheet.review.desk.reading import Reading
    from factsheet.review.desk.records import Event
    from factsheet.review.desk.standing import Item

_Act = TypeVar("_Act", bound="Callable[..., State]")

Pane: TypeAlias = Literal["list", "facts", "article"]
Mode: TypeAlias = Literal[
    "browse",
    "filter",
    "reject",
    "words",
    "section",
    "edit",
    "note",
    "send-back",
    "sign",
    "model",
    "help",
    "compare",
    "preview",
    "page",
    "quit",
]
"""What keys mean. In `filter`, `note`, `send-back` and `model` a line is typed; in `edit` a form is open; `page` is
the moment in which the browser is asked to open a brief."""

PANES: tuple[Pane, ...] = ("list", "facts", "article")

IDLE_S = 120.0
"""Seconds without a key after which a person is taken to look at something else."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now: seconds of a clock that only goes forward, and the time in UTC, ISO 8601."""

    seconds: float = 0.0
    utc: str = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class State:
    """The whole screen.

    `fact` is the selected fact's identity, `sentence` the number of the selected sentence. `words` are the numbers of
    the word where a selection began and of the one where it is. `new` is the form of a fact to be added: its section
    and texts. `pending` is what has to be saved before anything else is shown.
    """

    listing: Listing
    who: str
    opened: Opened | None = None
    problem: str = ""
    """Why the sheet under the cursor cannot be shown."""
    focus: Pane = "list"
    mode: Mode = "browse"
    fact: str = ""
    only_needs: bool = False
    only: StandingName | None = None
    """The standing of the facts that are shown; None shows all."""
    by_standing: bool = False
    """Whether the facts are sorted by standing, the worst first."""
    sentence: int = 0
    missed: bool = False
    words: tuple[int, int] | None = None
    new: tuple[str, dict[str, str]] | None = None
    message: str = ""
    pending: tuple[Event, ...] = ()
    signs: bool = False
    moment: Moment = field(default_factory=Moment)
    spent: float = 0.0
    """Seconds that the opened sheet was looked at since the last decision on it."""
    other: Opened | None = None
    """The sheet of another model, to be compared with the opened one."""
    line: int = 0
    """The selected pair of the comparison, or the first line that is shown of the help or of a preview."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The facts that are shown, in their order."""
        items = self.opened.standing.items if self.opened else ()
        if self.only_needs:
            items = tuple(item for item in items if item.needs or item.id == self.fact)
        if self.only:
            items = tuple(item for item in items if item.standing == self.only)
        return tuple(sorted(items, key=_worst_first)) if self.by_standing else items

    @property
    def item(self) -> Item | None:
        """The selected fact."""
        return self.opened.standing.item(self.fact) if self.opened else None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The facts of both sheets side by side."""
        if self.opened is None or self.other is None:
            return ()
        return pairs(self.opened.standing.items, self.other.standing.items)

    @property
    def reading(self) -> Reading:
        """The opened sheet's article, in sentences and words."""
        return read(self.on_table.standing.sheet.article)

    @property
    def on_table(self) -> Opened:
        """The opened sheet, where there must be one."""
        assert self.opened is not None
        return self.opened

    @property
    def sentence_span(self) -> Span | None:
        """Where the selected sentence is."""
        spans = self.reading.sentences if self.opened else ()
        return spans[min(self.sentence, len(spans) - 1)] if spans else None

    @property
    def selection(self) -> Span | None:
        """Where the selected words are, with no selection the selected sentence."""
        if self.words is None or self.opened is None:
            return self.sentence_span
        first, last = sorted(self.words)
        return self.reading.words[first][0], self.reading.words[last][1]

    def pen(self) -> Pen:
        """The person at the desk, on the opened sheet, now."""
        opened = self.on_table
        return Pen(self.who, self.moment.utc, opened.key, opened.run.digest, round(self.spent, 1))

    def say(self, message: str) -> State:
        """The same with a message."""
        return replace(self, message=message)


def _worst_first(item: Item) -> int:
    """Sort key: the refuted first, what a person wrote last."""
    return -NAMES.index(item.standing) if item.standing else 1


Action: TypeAlias = "Callable[[State], State]"
"""Something that happened, as what it makes of a state: a function, or a frozen dataclass that is called."""


class Unasked:
    """An automatic action: it keeps the message on the screen, and does not count as a person's activity."""

    __slots__ = ()

    def __call__(self, state: State) -> State:
        """The state after it."""
        raise NotImplementedError


def step(state: State, action: Action, moment: Moment | None = None) -> State:
    """The state after an action. `moment` is when it happened; without one no time has passed."""
    if isinstance(action, Unasked):
        return action(state)
    if moment is not None:
        gap = min(moment.seconds - state.moment.seconds, IDLE_S) if state.moment.seconds else 0.0
        state = replace(state, moment=moment, spent=state.spent + gap)
    return action(replace(state, message=""))


def needs_sheet(action: _Act) -> _Act:
    """Refuse an action while no sheet is open."""
    return _refused(action, _lack_of_sheet)


def needs_fact(action: _Act) -> _Act:
    """Refuse an action while no fact is selected."""
    return _refused(action, lambda state: _lack_of_sheet(state) or ("" if state.item else "no fact is selected"))


def _lack_of_sheet(state: State) -> str:
    return "" if state.opened else "no sheet is open: choose one in the list"


def _refused(action: _Act, lack: Callable[[State], str]) -> _Act:
    @wraps(action)
    def checked(*args: Any) -> State:  # the state, behind the instance where the action is a method
        state: State = args[-1]
        why = lack(state)
        return state.say(why) if why else action(*args)

    return cast("_Act", checked)
