"""Draws pictures as SVG: the position of every shape and line of text. `pictures` decides what they show.

A drawing is shapes with numbers and classes of the page's own style sheet, and texts that the template escapes. Nothing
depends on colour alone: each mark has a shape and a sign. Texts are cut to lines by the width of terminal cells, which
is near enough; the table beneath a picture has them whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import log10
from typing import TYPE_CHECKING

from factsheet.briefs.text import first_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.briefs.pictures import Event, How, Mark, Matter, Timeline, Voices

CELL = 7
"""Units of a letter at the style sheet's 13 pixels, with some to spare."""
LINE = 16
"""Units from one line of text to the next."""
_MARK = 10
"""Half the width of a mark."""
_COLUMN = 48
"""Between the marks of two people: room for one on each side and their signs."""
_TITLE = 30
_TITLE_LINES = 3
_NAME = 26
_NAME_HEIGHT = 146
_NAME_WIDTH = 124
"""A name of 26 cells that leans at 50 degrees."""
_DATE = 12
_EVENT = 28
"""Cells of an event's text: with its date as wide as the narrowest screens."""
_EVENT_LINES = 4
_SIGNS: dict[How, str] = {"for": "+", "against": "\u2212", "says": ""}


@dataclass(frozen=True, slots=True)
class Shape:
    """One element: its tag, its attributes, all of them the page's own, and its text, where `own` is of the sheet."""

    tag: str
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a ground of `width` × `height` units, which are pixels where there is room."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def draw_voices(voices: Voices) -> Drawing:
    """People side by side, matters one below the other, and a mark where they meet."""
    left = _TITLE * CELL + 8
    shapes: list[Shape] = []
    top = _NAME_HEIGHT
    for place, name in enumerate(voices.people):
        x = left + place * _COLUMN + _COLUMN // 2
        turned = {"transform": f"translate({x} {top - 8}) rotate(-50)"}
        shapes += [Shape("text", turned, line) for line in first_lines(name, _NAME, 1)]
    for matter in voices.matters:
        title = first_lines(matter.title, _TITLE, _TITLE_LINES)
        height = max(LINE * len(title), 2 * _MARK) + 12
        middle = top + height // 2
        shapes.append(_line(0, top, left + len(voices.people) * _COLUMN, top))
        shapes += _texts(title, 0, middle - LINE * (len(title) - 1) // 2 + 4, "own" if matter.is_own else "")
        for place, name in enumerate(voices.people):
            shapes += _marks(matter, name, left + place * _COLUMN + _COLUMN // 2, middle)
        top += height
    return Drawing(left + len(voices.people) * _COLUMN + _NAME_WIDTH, top + 4, tuple(shapes))


def _marks(matter: Matter, name: str, x: int, y: int) -> Iterator[Shape]:
    """The marks of one person on one matter, side by side."""
    found: list[tuple[How, Mark]] = [(how, matter.marks[name, how]) for how in _SIGNS if (name, how) in matter.marks]
    for place, (how, mark) in enumerate(found):
        yield from _mark(how, mark, x + (2 * place - len(found) + 1) * (_MARK + 1), y)


def _mark(how: How, mark: Mark, x: int, y: int) -> Iterator[Shape]:
    look = f"{how} unsure" if mark.sign else how
    if how == "against":
        place = {"x": x - _MARK + 1, "y": y - _MARK + 1}
        yield Shape("rect", {"class": look, **place, "width": 2 * _MARK - 2, "height": 2 * _MARK - 2})
    else:
        yield Shape("circle", {"class": look, "cx": x, "cy": y, "r": _MARK})
    sign = _SIGNS[how] or str(len(mark.pointers))
    yield Shape("text", {"class": f"sign {look}", "x": x, "y": y + 5}, sign)
    if mark.sign:
        yield Shape("text", {"class": "doubt", "x": x + _MARK + 2, "y": y + 5}, mark.sign)


def draw_timeline(timeline: Timeline) -> Drawing:
    """Events one below the other; the longer the time between two, the wider the gap."""
    line, left = _DATE * CELL + 12, _DATE * CELL + 36
    width = left + _EVENT * CELL
    shapes: list[Shape] = []
    y, before, published = 14, None, timeline.published
    first = y
    for event in timeline.events:
        day = _first_day(event.date)
        if published and day and event.date > published:
            shapes += _published(published, width, line, y)
            y, published = y + LINE + 10, ""
        y += _gap(before, day)
        before = day or before
        lines = first_lines(event.text, _EVENT, _EVENT_LINES)
        shapes += _dated(event, line, y)
        shapes += _texts(lines, left, y + 4)
        y += LINE * max(len(lines), len(event.date.split("/"))) + 6
    rail = Shape("line", {"class": "rail", "x1": line, "y1": first, "x2": line, "y2": y - LINE})
    return Drawing(width, y, (rail, *shapes))


def _dated(event: Event, x: int, y: int) -> Iterator[Shape]:
    """The point on the line, its date, of a period both ends, and its sign."""
    look = "point unsure" if event.sign else "point"
    yield Shape("circle", {"class": look, "cx": x, "cy": y, "r": 6})
    for place, one in enumerate(event.date.split("/")):
        yield Shape("text", {"class": "date", "x": x - 14, "y": y + 4 + place * LINE}, ("–" if place else "") + one)
    if event.sign:
        yield Shape("text", {"class": "doubt", "x": x + 7, "y": y + 5}, event.sign)


def _published(day: str, width: int, x: int, y: int) -> Iterator[Shape]:
    """The day of publication, across the line: what is below is to come."""
    yield Shape("line", {"class": "now", "x1": 0, "y1": y, "x2": width, "y2": y})
    yield Shape("text", {"class": "own", "x": x + 16, "y": y + LINE}, f"published {day}")


def _first_day(text: str) -> date | None:
    """The first day that an ISO date may mean; None for what is none."""
    year, month, day = [*map(int, text.split("/", maxsplit=1)[0].split("-")), 1, 1][:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _gap(before: date | None, day: date | None) -> int:
    """Units between two events: by the logarithm of the days, 40 years as wide as two lines."""
    days = (day - before).days if before and day else 0
    return round(8 * log10(1 + days)) if days > 0 else 0


def _texts(lines: list[str], x: int, y: int, look: str = "") -> Iterator[Shape]:
    for place, line in enumerate(lines):
        yield Shape("text", {**({"class": look} if look else {}), "x": x, "y": y + place * LINE}, line)


def _line(x1: int, y1: int, x2: int, y2: int) -> Shape:
    return Shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2})
