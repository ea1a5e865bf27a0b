"""The screen of review: keys and clicks become actions, `step` computes the state, the panes show it.

Everything decided is on disk before it is shown as saved. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.containers import Container, Vertical
from textual.widgets import Input

from factsheet.briefs.text import plain
from factsheet.errors import ConflictError, FactsheetError
from factsheet.review.desk import actions, deciding, updates
from factsheet.review.desk.editing import Draft
from factsheet.review.desk.keys import COMMANDS, action_of, shown
from factsheet.review.desk.listing import Listing
from factsheet.review.desk.previewing import preview_page
from factsheet.review.desk.state import PANES, Moment, State, step
from factsheet.review.screen.drawing import Drawing
from factsheet.review.screen.form import Form
from factsheet.review.screen.panes import Bar, Harmless, Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.filter import LineFilter
    from textual.screen import Screen

    from factsheet.records import Article, FactSheet
    from factsheet.review.desk.desk import Desk, Opened
    from factsheet.review.desk.shelf import Row
    from factsheet.review.desk.state import Action, Mode

    Remake = Callable[[str, Article], Coroutine[Any, Any, FactSheet]]
    """Makes a sheet of an article with the model of that name."""

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
    """Review of the sheets on a desk by `who`. With `remake`, another model can be asked.

    `browse` opens an address in the browser, and says whether it did.
    """

    TITLE = "factsheet review"
    ALLOW_SELECT: ClassVar[bool] = False
    AUTO_FOCUS: ClassVar[str | None] = None
    CSS_PATH = Path(__file__).parent / "review.tcss"

    def __init__(
        self,
        desk: Desk,
        who: str,
        remake: Remake | None = None,
        browse: Callable[[str], bool] = lambda _: False,
        *,
        now: Callable[[], Moment] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.state = State(Listing(who), who)
        self.drawing = Drawing()
        self._remake = remake
        self._browse = browse
        self._now = now or _now
        self._last = 0

    def compose(self) -> ComposeResult:
        """Head, panes, the line that is typed in, message, foot."""
        yield Bar("head")
        with Container(id="panes"):
            yield Lines("list")
            yield Lines("facts")
            with Vertical(id="reading"):
                yield Lines("article", bar=False)
                yield Lines("proof", bar=False)
            yield Lines("compare")
            yield Lines("preview", bar=False)
            yield Lines("help", bar=False)
        yield Input(id="line", select_on_focus=False)
        yield Bar("message")
        yield Bar("foot")

    def on_mount(self) -> None:
        """Read the list, and look now and then at what others decide."""
        self.set_class(self.size.width < WIDE, "narrow")
        files, rows = self.desk.shelf.files, self.desk.shelf.rows(self.desk.ledger)
        first = list(islice(rows, _BATCH if files else None))
        self._last = self.desk.history.last()
        self.act(updates.Reviewed(self.desk.history.states()))
        self.act(updates.Listed(tuple(first)))
        if files and len(files) > len(first):
            self.run_worker(lambda: self._read_rows(first, rows), thread=True)
        self.set_interval(_LOOK_S, self._look)

    def _read_rows(self, read: list[Row], rest: Iterable[Row]) -> None:
        for row in rest:
            read.append(row)
            if len(read) % _BATCH == 0:
                self.call_from_thread(self.act, updates.Listed(tuple(read)))
        self.call_from_thread(self.act, updates.Listed(tuple(read)))

    # What happens

    def on_key(self, event: events.Key) -> None:
        """Act on a key of the table; while a line is typed its field has the keys."""
        if self.screen.is_modal:
            return
        if isinstance(self.focused, Input):
            if event.key == "escape":
                event.stop()
                self.act(actions.cancel)
            return
        name = event.character if event.character and event.is_printable and event.character != " " else event.key
        action = action_of(self.state, name)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.act(action)

    def on_lines_pressed(self, event: Lines.Pressed) -> None:
        """Select what is clicked; a drag over the article selects words."""
        picked = self.drawing.at(self.state, event.lines.id or "", (event.line, event.column), event.begin)
        if picked is not None:
            self.act(picked)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter the list as one types."""
        if self.state.mode == "filter":
            self.act(actions.Filter(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what a line was typed for."""
        mode = self.state.mode
        if mode == "note":
            self.act(actions.OnFact(partial(deciding.note, text=event.value)))
        elif mode == "send-back":
            self.act(actions.OnSheet(partial(deciding.send_back, why=event.value), signs=True))
        else:
            self.act(actions.Enter("browse"))
            if mode == "model":
                self._ask(event.value.strip())

    def on_resize(self, event: events.Resize) -> None:
        """Show panes side by side, or one at a time."""
        self.set_class(event.size.width < WIDE, "narrow")

    def on_lines_resized(self) -> None:
        """Break the lines of the panes again."""
        self._show(None)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: the keys of the table, and textual's own."""
        for key in COMMANDS:
            title = key.words[0].upper() + key.words[1:]
            yield SystemCommand(title, f"key {shown(key.keys[0])}", partial(self.act, key.action))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's own, then what makes every line harmless."""
        return [*super().get_line_filters(), _HARMLESS]

    # From one state to the next

    def act(self, action: Action) -> None:
        """Take a step, save what was decided, show what is new."""
        before = self.state
        state = step(before, action, self._now())
        if state.pending:
            state = self._save(state)
        self.state = state
        if state.mode == "quit":
            self.exit()
            return
        self._show(before)
        self._follow(before)

    def _save(self, state: State) -> State:
        try:
            opened = self.desk.keep(state.on_table, state.pending, signs=state.signs)
        except ConflictError as error:
            return step(state, updates.Failed(plain(str(error)), self.desk.refreshed(state.on_table)))
        except FactsheetError as error:
            return step(state, updates.Failed(plain(str(error))))
        if state.pending[-1].verb in ("edit", "add"):
            self.desk.history.keep_draft(opened.key, Draft.subject_of(state), state.who, None)
        return step(state, updates.Saved(opened))

    def _follow(self, before: State) -> None:
        """Open the sheet under the cursor, or a form, if the new state asks for it."""
        row = self.state.listing.row
        if row is not None and not self._is_open(row):
            if self.state.focus == "list" and before.opened is not None:
                self.set_timer(_REST_S, lambda: self._rested(row))
            elif before.listing.row != row or before.focus != self.state.focus:
                self._open(row.key)
        if self.state.mode == "edit" and before.mode != "edit":
            self._edit()
        if self.state.mode == "page":
            self._open_page(before.mode)

    def _is_open(self, row: Row) -> bool:
        return self.state.opened is not None and self.state.opened.key == row.key

    def _rested(self, row: Row) -> None:
        """Open the sheet on which the cursor has rested."""
        here = self.state.listing.row
        if here is not None and here.key == row.key and not self._is_open(row):
            self._open(row.key)

    def _open(self, key: str) -> None:
        try:
            self.act(updates.Loaded(self.desk.open(key)))
        except FactsheetError as error:
            self.act(updates.Loaded(None, plain(str(error))))

    def _look(self) -> None:
        """See what other people decided since the last look."""
        last = self.desk.history.last()
        if last == self._last:
            return
        states = self.desk.history.states(self.state.listing.states, after=self._last)
        self._last = last
        self.act(updates.Reviewed(states))
        if self.state.opened is not None:
            fresh = self.desk.refreshed(self.state.opened)
            if fresh is not self.state.opened:
                self.act(updates.Refreshed(fresh))

    def _open_page(self, mode: Mode) -> None:
        """Open the brief's page in the browser, or say where it is; then go on in the mode from before."""
        try:
            page = preview_page(self.state)
            done = self._browse(page.as_uri())
            told = "the page is open in the browser" if done else f"no browser: the page is {page}"
        except FactsheetError as error:
            told = plain(str(error))
        self.act(updates.Say(told, mode))

    # Forms and models

    def _edit(self) -> None:
        draft, history = Draft.of(self.state), self.desk.history
        where = (self.state.on_table.key, draft.subject, self.state.who)

        def typed(texts: dict[str, str]) -> None:
            history.keep_draft(*where, None if texts == draft.fresh else texts)

        def done(value: dict[str, Any] | None) -> None:
            self.act(actions.cancel if value is None else actions.Save(value))

        self.push_screen(Form(draft, history.draft(*where) or draft.fresh, typed), done)

    def _ask(self, name: str) -> None:
        """Have another model make the opened sheet again, in the background."""
        if not name or self.state.opened is None or self._remake is None:
            self.act(updates.Say("no model was named"))
            return
        self.act(updates.Say(f"asking {plain(name)}; you can go on"))
        self.run_worker(self._answer(self.state.opened, name, self._remake), group="ask")

    async def _answer(self, opened: Opened, name: str, remake: Remake) -> None:
        running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

        async def make() -> FactSheet:
            task = asyncio.current_task()
            assert task is not None
            running.append((asyncio.get_running_loop(), task))
            return await remake(name, opened.standing.sheet.article)

        try:
            # A thread of its own, so that the screen stays alive.
            sheet = await asyncio.to_thread(asyncio.run, make())
            # It was paid for: it is in the history before anybody sees it.
            other = self.desk.keep_made(opened, sheet)
        except FactsheetError as error:
            self.act(updates.Say(f"{plain(name)}: {plain(str(error))}"))
        except asyncio.CancelledError:
            for loop, task in running:
                loop.call_soon_threadsafe(task.cancel)
            raise
        else:
            self.act(updates.Answered(other))

    # What is seen

    def _show(self, before: State | None) -> None:
        """Show the state; `before` is what was shown, None when all is to be drawn again."""
        state = self.state
        for pane in PANES:
            self.query_one(f"#{pane}").set_class(state.focus == pane, "focused")
            self.set_class(state.focus == pane, f"at-{pane}")
        for mode in ("compare", "preview", "help"):
            self.set_class(state.mode == mode, mode)
        self._show_line(before)
        self.drawing.show(self, state, before)

    def _show_line(self, before: State | None) -> None:
        """The line that is typed in, when something is asked."""
        line, state = self.query_one("#line", Input), self.state
        verdict = state.item.verdict if state.item else None
        prompts = {
            "filter": ("filter", state.listing.filter),
            "note": ("note", verdict.note if verdict else ""),
            "send-back": ("why is it sent back?", ""),
            "model": ("redo with which model?", ""),
        }
        asked = prompts.get(state.mode)
        if asked is None:
            if self.focused is line:
                self.set_focus(None)
        elif before is None or before.mode != state.mode:
            line.border_title, line.value = asked
            line.cursor_position = len(line.value)
            line.focus()
        line.display = asked is not None


def _now() -> Moment:
    return Moment(time.monotonic(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
