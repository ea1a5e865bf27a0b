"""The widgets: lines drawn when they scroll into view, and a bar of one line.

They know nothing of sheets. All text in them is shown as it stands: it never passes through markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.color import Color

    from factsheet.review.desk.painting import Pieces

_LOOKS = {
    "text": "",
    "title": "bold",
    "label": "bold cyan",
    "strong": "bold",
    "quote": "italic",
    "dim": "dim",
    "good": "green",
    "open": "bold",
    "doubt": "yellow",
    "alarm": "bold red",
    "reason": "red",
    "strip": "italic magenta",
    "key": "bold cyan",
    "missed": "italic yellow",
    "unquoted": "bold magenta",
    "unproven": "underline",
    "evidence": "underline",
    "proof": "bold underline",
    "selected": "bold underline",
}
LOOKS = {name: Style.parse(look) for name, look in _LOOKS.items()}
"""Only colours that every terminal theme defines."""


_FILLED = {"evidence": "evidence", "proof": "evidence", "selected": "selected"}
"""Styles that have a background of their own, and its name in the theme."""

_ACTS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)))
"""Characters that a terminal obeys: C0 and C1 controls, and what overrides the direction of text."""


class Harmless(LineFilter):
    """Removes characters that would act on the terminal from every line, whatever widget it comes from.

    The panes make them visible already; fields that somebody pastes into do not.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments without such characters, whose width is nothing."""
        return [
            s if s.text.isascii() and s.text.isprintable() else Segment(s.text.translate(_ACTS), s.style, s.control)
            for s in segments
        ]


class Lines(ScrollView, can_focus=False):
    """Many lines, of which those in view are drawn. A bar at the left is beside the lines of the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor", "lines--evidence", "lines--selected"}
    BAR: ClassVar[str] = "▌"

    @dataclass
    class Pressed(Message):
        """The mouse was pressed on a line; with `begin`, it was dragged from there, and is down still."""

        lines: Lines
        line: int
        column: int
        begin: tuple[int, int] | None = None

        @property
        def control(self) -> Lines:
            """The lines that were pressed."""
            return self.lines

    class Resized(Message):
        """The width has changed: the lines must be wrapped again."""

    def __init__(self, name: str, *, bar: bool = True) -> None:
        super().__init__(id=name)
        self.bar = int(bar)
        self.count = 0
        self._draw: Callable[[int], Pieces] = lambda _: []
        self._cursor = range(0)
        self._down: tuple[int, int] | None = None
        self._shown_room = 0
        self._of: Any = None

    @property
    def room(self) -> int:
        """Cells of a line for its text."""
        return max(self.scrollable_content_region.width - self.bar, 8)

    def show(self, of: Any, count: int, draw: Callable[[int], Pieces], cursor: range) -> None:
        """Show so many lines, with the cursor on some of them, which are scrolled into view.

        `of` is what the lines are drawn from: while it is the same, only lines that the cursor leaves or comes to are
        drawn again. Where it is the list of the lines, those that differ are drawn again.
        """
        is_same = count == self.count and self._redrawn(of)
        before, self._cursor = self._cursor, cursor
        self._of, self.count, self._draw = of, count, draw
        if not is_same:
            self.virtual_size = Size(self.size.width, count)
            self.refresh()
        elif cursor != before:
            for lines in (before, cursor):
                self.refresh_lines(lines.start, len(lines))
        if len(cursor) and (cursor != before or not is_same):
            self.reveal(cursor)

    def _redrawn(self, of: Any) -> bool:
        """Redraw only the lines that differ, if both lists are of one length; returns whether that was enough."""
        if isinstance(of, list) and isinstance(self._of, list) and len(of) == len(self._of):
            for number, (old, new) in enumerate(zip(self._of, of, strict=True)):
                if old is not new and old != new:
                    self.refresh_lines(number)
            return True
        return bool(of == self._of)

    def reveal(self, lines: range) -> None:
        """Scroll these lines into view, with some of what is before them."""
        top, height = round(self.scroll_offset.y), self.size.height
        if height and (lines.start < top or lines.stop > top + height):
            target = lines.start - 1 if lines.start < top else min(lines.stop - height + 1, lines.start)
            if abs(target - top) > height:
                target = lines.start - height // 3
            self.scroll_to(y=max(target, 0), animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        number = y + round(self.scroll_offset.y)
        width, base = self.size.width, self.rich_style
        if number >= self.count:
            return Strip.blank(width, base)
        is_here = number in self._cursor and bool(self.bar)
        if is_here:
            base = self.get_component_rich_style("lines--cursor")
        segments = [Segment(self.BAR if is_here else " ", base)] if self.bar else []
        for text, style in self._draw(number):
            under = self.get_component_rich_style(f"lines--{_FILLED[style]}") if style in _FILLED else base
            segments.append(Segment(text, under + LOOKS[style]))
        return Strip(segments).adjust_cell_length(width, base)

    def on_resize(self) -> None:
        """Ask for lines of the new width."""
        if self.room != self._shown_room:
            self._shown_room = self.room
            self.post_message(self.Resized())

    def _place(self, event: events.MouseEvent) -> tuple[int, int]:
        """The line and the column that the mouse is at; the title of the pane is above its lines."""
        return event.y - self.gutter.top + round(self.scroll_offset.y), event.x - self.gutter.left - self.bar

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press."""
        self._down = self._place(event)
        self.capture_mouse()
        self.post_message(self.Pressed(self, *self._down))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self._down and self._place(event) != self._down:
            self.post_message(self.Pressed(self, *self._place(event), begin=self._down))

    def on_mouse_up(self) -> None:
        """Let go."""
        self._down = None
        self.release_mouse()


class Bar(Widget, can_focus=False):
    """One line of the screen."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._pieces: Pieces = []

    def show(self, pieces: Pieces) -> None:
        """Show this."""
        if pieces != self._pieces:
            self._pieces = pieces
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        base = self.rich_style
        segments = [Segment(text, base + LOOKS[style]) for text, style in self._pieces] if y == 0 else []
        return Strip(segments).adjust_cell_length(self.size.width, base)
