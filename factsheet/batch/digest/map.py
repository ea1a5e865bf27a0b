"""The map of a day: a tile per subject, sized by its number of stories, the largest first.

Tiles are laid in rows or columns along the shorter side of what is left, each as near to a square as the next one lets
it be (M. Bruls, K. Huizing, J. van Wijk: Squarified Treemaps, 2000).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from factsheet.briefs.drawing import CELL, LINE, Drawing, Shape
from factsheet.briefs.text import first_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Tile: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height."""

_WIDTH, _HEIGHT = 640, 260
_PADDING = 6
_WORD = 20
"""Cells of a line from which on a longer word may be divided."""
_TILES = 24
"""More would be too small to read."""


def draw_map(subjects: Sequence[tuple[str, int, int]]) -> Drawing:
    """Draw subjects: each its name, how many stories it has, and how many of these need a person; the last as one."""
    numbered = sorted(enumerate(subjects, 1), key=lambda one: -one[1][1])
    if len(numbered) > _TILES:
        rest = [subject for _, subject in numbered[_TILES - 1 :]]
        more = (f"{len(rest)} other subjects", sum(one[1] for one in rest), sum(one[2] for one in rest))
        numbered = [*numbered[: _TILES - 1], (0, more)]
    tiles = _tiles([stories for _, (_, stories, _) in numbered], (0, 0, _WIDTH, _HEIGHT))
    shapes = [
        shape for tile, (number, subject) in zip(tiles, numbered, strict=True) for shape in _tile(tile, subject, number)
    ]
    return Drawing(_WIDTH, _HEIGHT, tuple(shapes))


def _tile(tile: Tile, subject: tuple[str, int, int], number: int) -> Iterator[Shape]:
    """The tile, and as much of its words as fits it: the name, how many stories, how many of these need a person."""
    name, stories, needs = subject
    left, top = round(tile[0]), round(tile[1])
    width, height = round(tile[0] + tile[2]) - left, round(tile[1] + tile[3]) - top
    place = {"x": left, "y": top, "width": width, "height": height}
    yield Shape("rect", {"class": "tile", **place, **({"data-subject": number} if number else {})})
    cells, lines = (width - 2 * _PADDING) // CELL, (height - 2 * _PADDING) // LINE
    told = ["1 story" if stories == 1 else f"{stories:,} stories", *([f"{needs} to look at"] if needs else [])]
    told = [line for line in told if len(line) <= cells] or [str(stories)] * (len(str(stories)) <= cells)
    named = first_lines(name, cells, max(min(lines - len(told), 4), 0)) if _fits(name, cells) else []
    for at, line in enumerate([*named, *told][: max(lines, 0)]):
        look = {} if at < len(named) else {"class": "own"}
        yield Shape("text", {**look, "x": left + _PADDING, "y": top + _PADDING + 11 + at * LINE}, line)


def _fits(name: str, cells: int) -> bool:
    """Whether the words of a name stand whole in lines of so many cells."""
    return cells >= min(max(map(cell_len, name.split()), default=0), _WORD)


def _tiles(sizes: Sequence[int], room: Tile) -> list[Tile]:
    """Tiles for sizes, all above 0 and the largest first, that fill a room."""
    left, top, width, height = room
    scale = width * height / sum(sizes) if sizes else 0
    out: list[Tile] = []
    rest = [size * scale for size in sizes]
    while rest:
        side = min(width, height)
        count = 1
        while count < len(rest) and _worst(rest[: count + 1], side) <= _worst(rest[:count], side):
            count += 1
        row, rest = rest[:count], rest[count:]
        deep = sum(row) / side
        at = 0.0
        for size in row:
            long = size / deep
            out.append((left, top + at, deep, long) if width >= height else (left + at, top, long, deep))
            at += long
        if width >= height:
            left, width = left + deep, width - deep
        else:
            top, height = top + deep, height - deep
    return out


def _worst(row: Sequence[float], side: float) -> float:
    """How far the tile of a row that is the least like a square is from one; 1 is a square."""
    total = sum(row)
    return max(max(side * side * size / total**2, total**2 / (side * side * size)) for size in row)
