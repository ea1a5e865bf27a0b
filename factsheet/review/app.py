"""The screen of review: keys and clicks become actions, `step` says what is to be seen, the panes show it.

Everything decided is on disk before it is shown as saved. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.containers import Container
from textual.widgets import Input

from factsheet.briefs.text import plain
from factsheet.errors import ConflictError, FactsheetError
from factsheet.review.asking import Ask
from factsheet.review.editing import examine, to_text
from factsheet.review.form import Form
from factsheet.review.keys import COMMANDS, action_of, shown
from factsheet.review.listing import Listing
from factsheet.review.panes import Bar, Harmless, Lines
from factsheet.review.records import ADDED
from factsheet.review.screenful import Screenful
from factsheet.review.state import Action, Moment, State
from factsheet.review.steps import step

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.filter import LineFilter
    from textual.screen import Screen

    from factsheet.records import Article, FactSheet
    from factsheet.review.desk import Desk, Opened
    from factsheet.review.editing import Examined
    from factsheet.review.shelf import Row

WIDE = 110
"""Columns from which the three panes stand side by side; below, the list or a sheet has the screen."""

_REST_S = 0.06
"""Seconds that the cursor rests on a row before its sheet is opened: a held key runs through the list."""
_LOOK_S = 2.0
"""Seconds between looks at what other people decided."""
_BATCH = 200
"""Rows of files that are read before they are shown."""


_HARMLESS = Harmless()


class ReviewApp(App[None]):
    """Review of the sheets on a desk by `who`. `remake` makes a sheet of an article with the model of that name."""

    TITLE = "factsheet review"
    ALLOW_SELECT: ClassVar[bool] = False
    AUTO_FOCUS: ClassVar[str | None] = None
    CSS_PATH = Path(__file__).parent / "review.tcss"

    def __init__(
        self,
        desk: Desk,
        who: str,
        remake: Callable[[str, Article], Coroutine[Any, Any, FactSheet]] | None = None,
        *,
        now: Callable[[], Moment] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.state = State(Listing(who), who)
        self.screenful = Screenful()
        self._remake = remake
        self._now = now or _now
        self._last = 0
        self._asking: dict[str, Ask] = {}

    def compose(self) -> ComposeResult:
        """Head, panes, the line that is typed in, message, foot."""
        yield Bar("head")
        with Container(id="panes"):
            yield Lines("list")
            yield Lines("facts")
            yield Lines("article", bar=False)
            yield Lines("compare")
            yield Lines("help", bar=False)
        yield Input(id="line", select_on_focus=False)
        yield Bar("message")
        yield Bar("foot")

    def on_mount(self) -> None:
        """Read the list, and look now and then at what others decide."""
        self.set_class(self.size.width < WIDE, "narrow")
        rows = self.desk.shelf.rows(self.desk.ledger)
        first = [row for row, _ in zip(rows, range(_BATCH), strict=False)] if self.desk.shelf.files else list(rows)
        self._last = self.desk.history.last()
        self.act(Action("states", self.desk.history.states()))
        self.act(Action("rows", tuple(first)))
        if self.desk.shelf.files and len(self.desk.shelf.files) > len(first):
            self.run_worker(lambda: self._read_rows(first, rows), thread=True)
        self.set_interval(_LOOK_S, self._look)

    def _read_rows(self, read: list[Row], rest: Iterable[Row]) -> None:
        for row in rest:
            read.append(row)
            if len(read) % _BATCH == 0:
                self.call_from_thread(self.act, Action("rows", tuple(read)))
        self.call_from_thread(self.act, Action("rows", tuple(read)))

    # What happens

    def on_key(self, event: events.Key) -> None:
        """A key of the table; while a line is typed its field has the keys."""
        if self.screen.is_modal:
            return
        if isinstance(self.focused, Input):
            if event.key == "escape":
                event.stop()
                self.act(Action("cancel"))
            return
        name = event.character if event.character and event.is_printable and event.character != " " else event.key
        action = action_of(self.state, name)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.act(action)

    def on_lines_pressed(self, event: Lines.Pressed) -> None:
        """A click selects; a drag over the article selects words."""
        what = self.screenful.at(self.state, event.lines.id or "", (event.line, event.column), event.begin)
        if what is not None:
            self.act(Action("pick", what))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list is filtered as one types."""
        if self.state.mode == "filter":
            self.act(Action("filter", event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A line was typed."""
        mode = self.state.mode
        if mode == "model":
            self.act(Action("browse"))
            self._ask(event.value.strip())
        elif mode in ("note", "send-back"):
            self.act(Action(mode, event.value))
        else:
            self.act(Action("browse"))

    def on_resize(self, event: events.Resize) -> None:
        """Panes side by side, or one at a time."""
        self.set_class(event.size.width < WIDE, "narrow")

    def on_lines_resized(self) -> None:
        """Break the lines of the panes anew."""
        self._show(None)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: the keys of the table, and textual's own."""
        for key in COMMANDS:
            title = key.words[0].upper() + key.words[1:]
            yield SystemCommand(title, f"key {shown(key.keys[0])}", lambda action=key.action: self.act(action))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's own, then what makes every line harmless."""
        return [*super().get_line_filters(), _HARMLESS]

    # From one state to the next

    def act(self, action: Action) -> None:
        """Take a step, keep what was decided, show what is new."""
        before = self.state
        state = step(before, action, self._now())
        if state.pending:
            state = self._keep(state)
        self.state = state
        if state.mode == "quit":
            self.exit()
            return
        self._show(before)
        self._follow(before)

    def _keep(self, state: State) -> State:
        assert state.opened is not None
        try:
            opened = self.desk.keep(state.opened, state.pending, signs=state.signs)
        except ConflictError as error:
            return step(state, Action("failed", (self.desk.refreshed(state.opened), plain(str(error)))))
        except FactsheetError as error:
            return step(state, Action("failed", (None, plain(str(error)))))
        if state.pending[-1].verb in ("edit", "add"):
            self.desk.history.keep_draft(opened.key, self._draft_of(state), state.who, None)
        return step(state, Action("kept", opened))

    def _follow(self, before: State) -> None:
        """What a new state asks of the desk: to open the sheet under the cursor, a form, a line to type in."""
        row = self.state.listing.row
        if row is not None and (self.state.opened is None or self.state.opened.key != row.key):
            if self.state.focus == "list" and before.opened is not None:
                self._open_later(row.key)
            elif before.listing.row != row or before.focus != self.state.focus:
                self._open(row.key)
        if self.state.mode == "edit" and before.mode != "edit":
            self._edit()

    def _open_later(self, key: str) -> None:
        def rested() -> None:
            row = self.state.listing.row
            if row is not None and row.key == key and (self.state.opened is None or self.state.opened.key != key):
                self._open(key)

        self.set_timer(_REST_S, rested)

    def _open(self, key: str) -> None:
        try:
            self.act(Action("opened", (self.desk.open(key), "")))
        except FactsheetError as error:
            self.act(Action("opened", (None, plain(str(error)))))

    def _look(self) -> None:
        """See what other people decided since the last look."""
        last = self.desk.history.last()
        if last == self._last:
            return
        states = self.desk.history.states(self.state.listing.states, after=self._last)
        self._last = last
        self.act(Action("states", states))
        if self.state.opened is not None:
            fresh = self.desk.refreshed(self.state.opened)
            if fresh is not self.state.opened:
                self.act(Action("refreshed", fresh))

    # Forms and models

    def _draft_of(self, state: State) -> str:
        return f"{ADDED}{state.new[0]}" if state.new else state.fact

    def _edit(self) -> None:
        state = self.state
        assert state.opened is not None
        opened, item = state.opened, state.item
        name = state.new[0] if state.new else (item.section.name if item else "")
        section = self.desk.kind.section(name)
        assert section is not None
        before = None if state.new or item is None else item.value
        fresh = state.new[1] if state.new else {f.name: to_text(f, (before or {}).get(f.name)) for f in section.fields}
        facts = {
            s.name: [i.value for i in opened.standing.items if i.section == s and i.stands and i is not item]
            for s in self.desk.kind.sections
            if s.many
        }
        where = (opened.key, self._draft_of(state), state.who)
        draft = self.desk.history.draft(*where)

        def look(value: dict[str, Any]) -> Examined:
            return examine(self.desk.kind, opened.standing.sheet.article, facts, section, value, before)

        def typed(texts: dict[str, str]) -> None:
            self.desk.history.keep_draft(*where, None if texts == fresh else texts)

        def done(value: dict[str, Any] | None) -> None:
            self.act(Action("cancel") if value is None else Action("save", value))

        self.push_screen(Form(section, (draft or fresh, fresh), before, look, typed), done)

    def _ask(self, name: str) -> None:
        """Have another model make the opened sheet again, while one goes on."""
        if not name or self.state.opened is None or self._remake is None:
            self.act(Action("say", "no model was named"))
            return
        ask = Ask(self.desk, self.state.opened, name, self._remake)
        self.act(Action("say", f"asking {plain(name)}; you can go on"))
        self.run_worker(self._answered(ask), group="ask")

    async def _answered(self, ask: Ask) -> None:
        try:
            other: Opened = await ask.answer()
        except FactsheetError as error:
            self.act(Action("say", f"{plain(ask.name)}: {plain(str(error))}"))
        except asyncio.CancelledError:
            ask.stop()
            raise
        else:
            self.act(Action("made", other))

    # What is seen

    def _show(self, before: State | None) -> None:
        """Show the state; `before` is what was shown, None when all is to be drawn anew."""
        state = self.state
        for pane in ("list", "facts", "article"):
            self.query_one(f"#{pane}").set_class(state.focus == pane, "focused")
            self.set_class(state.focus == pane, f"at-{pane}")
        for mode in ("compare", "help"):
            self.set_class(state.mode == mode, mode)
        self._show_line(before)
        self.screenful.show(self, state, before)

    def _show_line(self, before: State | None) -> None:
        """The line that is typed in, when something is asked."""
        line = self.query_one("#line", Input)
        prompts = {
            "filter": ("filter", self.state.listing.filter),
            "note": ("note", self.state.item.verdict.note if self.state.item and self.state.item.verdict else ""),
            "send-back": ("why is it sent back?", ""),
            "model": ("redo with which model?", ""),
        }
        asked = prompts.get(self.state.mode)
        if asked is None:
            if self.focused is line:
                self.set_focus(None)
        elif before is None or before.mode != self.state.mode:
            line.value = asked[1]
            line.border_title = asked[0]
            line.cursor_position = len(asked[1])
            line.focus()
        line.display = asked is not None


def _now() -> Moment:
    return Moment(time.monotonic(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
