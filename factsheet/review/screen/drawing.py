"""Draws a state into the panes, and resolves clicks. Wraps lines once per sheet and width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from factsheet.briefs.page import Run
from factsheet.briefs.text import wrap
from factsheet.review.desk import painting
from factsheet.review.desk.comparing import summary
from factsheet.review.desk.keys import HELP
from factsheet.review.desk.moves import PickFact, PickPlace, PickSheet
from factsheet.review.desk.previewing import preview
from factsheet.review.desk.proving import proof_lines
from factsheet.review.desk.reading import lay_out, paint
from factsheet.review.screen.panes import Bar, Lines

if TYPE_CHECKING:
    from textual.app import App

    from factsheet.records import Span
    from factsheet.review.desk.painting import Pieces, Sheet
    from factsheet.review.desk.standing import Item, Standing
    from factsheet.review.desk.state import Action, State

_KEYS_WIDTH = 20
_PROOF_LINES = 7
"""Lines of a proof that are shown: the article above is what it is about."""


class Drawing:
    """Draws a state into the panes, and remembers where, so that clicks can be resolved."""

    def __init__(self) -> None:
        self._sheet: Sheet | None = None
        self._key = ""
        self._known: dict[str, tuple[Item, int, list[Pieces]]] = {}
        self._above = 0
        self._room = 0
        self._preview: tuple[tuple[Standing, int], list[Pieces]] | None = None

    def show(self, app: App[Any], state: State, before: State | None) -> None:
        """Draw what differs from `before`; all of it when that is None."""
        if before is None or state.listing is not before.listing or state.focus != before.focus:
            self._show_list(app, state)
            _bar(app, "head").show([(" " + painting.head_bar(state, narrow=app.has_class("narrow")), "strong")])
        if state.mode == "compare":
            self._show_pairs(app, state)
        elif state.mode == "preview":
            self._show_preview(app, state)
        elif state.mode == "help":
            self._show_help(app, state)
        else:
            self._show_facts(app, state)
            self._show_article(app, state)
            self._show_proof(app, state)
        about = painting.about_row(state.listing) if state.focus == "list" else painting.about_item(state)
        _bar(app, "message").show([(" " + (state.message or about), "strong" if state.message else "text")])
        width = app.size.width
        _bar(app, "foot").show([(" ", "text"), *painting.foot(state, width - 1)])

    def _show_list(self, app: App[Any], state: State) -> None:
        lines, listing = _lines(app, "list"), state.listing
        lines.border_title = _title(painting.list_title(listing), is_focused=state.focus == "list")
        lines.show(
            (listing.shown, listing.states, listing.rows, lines.room),
            len(listing.shown),
            lambda n: painting.list_row(listing, n, lines.room),
            range(listing.at, listing.at + 1) if listing.shown else range(0),
        )

    def _show_facts(self, app: App[Any], state: State) -> None:
        lines = _lines(app, "facts")
        lines.border_title = _title(painting.facts_title(state), is_focused=state.focus == "facts")
        above: list[Pieces] = []
        for text, style in painting.notices(state):
            above += [[(run.text, style) for run in line] for line in wrap((Run(text),), lines.room) or []]
        if state.opened is None:
            self._sheet = None
            lines.show(above, len(above), lambda n: above[n], range(0))
            return
        if state.opened.key != self._key:
            self._key, self._known = state.opened.key, {}
        article = state.opened.standing.sheet.article
        by_standing = state.by_standing
        sheet = painting.fact_lines(state.items, article, lines.room, self._known, by_standing=by_standing)
        self._sheet, self._above = sheet, len(above)
        shown = [*above, *sheet.lines]
        first = sheet.firsts.get(state.fact, 0) + len(above)
        cursor = range(first, first + sheet.owners.count(state.fact)) if state.fact in sheet.firsts else range(0)
        lines.show(shown, len(shown), lambda n: shown[n], cursor)

    def _show_article(self, app: App[Any], state: State) -> None:
        lines = _lines(app, "article")
        lines.border_title = _title(
            "Article" + (" · missed" if state.missed else ""), is_focused=state.focus == "article"
        )
        if state.opened is None:
            lines.show(None, 0, lambda _: [], range(0))
            return
        self._room = lines.room
        page = lay_out(state.opened.standing.sheet.article, self._room)
        marks = painting.article_marks(state)
        cursor = state.sentence_span if state.focus == "article" else None
        target = state.selection if state.focus == "article" else _first_span(state)
        where = range(page.line_at(target[0]), page.line_at(max(target[1] - 1, 0)) + 1) if target else range(0)
        lines.show((page, marks, cursor), len(page.lines), lambda n: paint(page, n, marks, cursor), where)

    def _show_proof(self, app: App[Any], state: State) -> None:
        """How far the selected fact is proven, and by which words: below the article, as many lines as there are."""
        lines = _lines(app, "proof")
        shown: list[Pieces] = []
        for runs in proof_lines(state):
            shown += [[(run.text, painting.shown_style(run)) for run in line] for line in wrap(runs, lines.room) or []]
        height = min(len(shown), _PROOF_LINES) + 1
        if lines.styles.height is None or lines.styles.height.value != height:
            lines.styles.height = height
        lines.show(shown, len(shown), lambda n: shown[n], range(0))

    def _show_pairs(self, app: App[Any], state: State) -> None:
        lines = _lines(app, "compare")
        assert state.opened is not None
        assert state.other is not None
        names = f"{state.opened.run.model} | {state.other.run.model}"
        lines.border_title = _title(f"{names} · {summary(state.pairs)}", is_focused=True)
        article = state.opened.standing.sheet.article
        shown: list[Pieces] = []
        cursor = range(0)
        section = None
        for number, pair in enumerate(state.pairs):
            if pair.section != section:
                section = pair.section
                shown.append([(section.title, "label")])
            its = painting.pair_lines(pair, article, lines.room)
            if number == state.line:
                cursor = range(len(shown), len(shown) + len(its))
            shown += its
        lines.show(shown, len(shown), lambda n: shown[n], cursor)

    def _show_preview(self, app: App[Any], state: State) -> None:
        """The brief as it will print, laid out once for each standing and width."""
        lines = _lines(app, "preview")
        lines.border_title = _title("The brief as it will print", is_focused=True)
        of = (state.on_table.standing, lines.room)
        if self._preview is None or self._preview[0] != of:
            self._preview = of, preview(state, lines.room)
        shown = self._preview[1]
        lines.show(shown, len(shown), lambda n: shown[n], range(0))
        lines.scroll_to(y=state.line, animate=False, force=True, immediate=True)

    def _show_help(self, app: App[Any], state: State) -> None:
        lines = _lines(app, "help")
        lines.border_title = _title("Keys", is_focused=True)

        def draw(number: int) -> Pieces:
            keys, words = HELP[number]
            return [(f"  {keys:<{_KEYS_WIDTH}}", "key"), (words, "text")] if words else [(keys, "label")]

        lines.show(HELP, len(HELP), draw, range(0))
        lines.scroll_to(y=state.line, animate=False, force=True, immediate=True)

    def at(self, state: State, pane: str, place: tuple[int, int], begin: tuple[int, int] | None) -> Action | None:
        """The action of a press on a pane, None if nothing is there."""
        if pane == "list":
            return PickSheet(place[0]) if place[0] < len(state.listing.shown) else None
        if pane == "facts":
            owner = self._owner(place[0] - self._above)
            return PickFact(owner) if owner else None
        if pane == "article" and state.opened is not None:
            page = lay_out(state.opened.standing.sheet.article, self._room)
            offset = page.offset_at(*place)
            return None if offset is None else PickPlace(offset, page.offset_at(*begin) if begin else None)
        return None

    def _owner(self, line: int) -> str:
        """The fact that a line of the facts is of, "" where it is of none."""
        owners = self._sheet.owners if self._sheet else ()
        return owners[line] if 0 <= line < len(owners) else ""


def _first_span(state: State) -> Span | None:
    """Where the selected fact's evidence begins."""
    return state.item.spans[0] if state.item and state.item.spans else None


def _lines(app: App[Any], name: str) -> Lines:
    return app.query_one(f"#{name}", Lines)


def _bar(app: App[Any], name: str) -> Bar:
    return app.query_one(f"#{name}", Bar)


def _title(text: str, *, is_focused: bool) -> Content:
    """The title of a pane, with a sign where the keys go."""
    return Content(("▸ " if is_focused else "") + text)
