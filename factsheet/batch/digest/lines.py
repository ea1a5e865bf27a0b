"""The parts of a digest, independent of the medium: headings, lines of words, and links to briefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote

from factsheet.briefs.page import DOUBT_MARK, OPEN_MARK, Run
from factsheet.briefs.text import plain, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

LONGEST = 240
"""Characters of one text in a list."""


@dataclass(frozen=True, slots=True)
class Link:
    """The title of a story, or with `own` False the page's own words, which lead to the brief called `stem`."""

    text: str
    stem: str
    own: bool = True


Piece: TypeAlias = "Run | Link"
Line: TypeAlias = "tuple[Piece, ...]"
Row: TypeAlias = "tuple[Line, ...]"

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Made(Sequence[_Value], Generic[_Key, _Value]):
    """Values that are made of keys when they are looked at, and not kept: a day may have many."""

    def __init__(self, keys: Sequence[_Key], make: Callable[[_Key], _Value]) -> None:
        self._keys = keys
        self._make = make

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

    def __getitem__(self, at: Any) -> Any:
        """One of them, or some."""
        return Made(self._keys[at], self._make) if isinstance(at, slice) else self._make(self._keys[at])


def made_lines(keys: Sequence[_Key], line: Callable[[_Key], Line]) -> Sequence[Row]:
    """Rows of one line each, made when they are looked at."""
    return Made(keys, lambda key: (line(key),))


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of `level` 2 or 3 and its rows: each a line, or in a table as many as there are `columns`.

    `more` counts the rows that a medium has no room for; of what room there is it gets `weight` times as much.
    """

    title: str
    rows: Sequence[Row] = ()
    level: int = 2
    columns: tuple[str, ...] = ()
    more: int = 0
    weight: int = 1

    def cut(self, most: int) -> Part:
        """The part with no more than so many rows for its weight, the others counted."""
        most *= self.weight
        return replace(self, rows=self.rows[:most], more=self.more + max(len(self.rows) - most, 0))


@dataclass(frozen=True, slots=True)
class Digest:
    """A whole digest: its title, what it counts, and its parts."""

    title: str
    counts: str
    parts: tuple[Part, ...] = ()


def said(words: Any) -> Run:
    """Words that are not ours, on one line and shortened."""
    return Run(shortened(plain(str(words)), LONGEST), own=True)


def named(words: str) -> Run:
    """The name that a line is about."""
    return Run(shortened(plain(words), LONGEST), "strong", own=True)


def link(title: str, stem: str) -> Link:
    """The title of a story, which leads to its brief."""
    return Link(shortened(plain(title), LONGEST), stem)


_MARKS = {"open": Run(OPEN_MARK, "open"), "doubtful": Run(DOUBT_MARK, "doubt")}
_SIGNS = {"open": f"{OPEN_MARK} not proven, and nothing against it", "doubt": f"{DOUBT_MARK} a check has a doubt"}


def mark(standing: str) -> Line:
    """What is behind words that are not proven, with the space before it."""
    return (Run(" "), _MARKS[standing]) if standing in _MARKS else ()


def lines(*found: Line) -> tuple[tuple[Line, ...], ...]:
    """Rows of one line each."""
    return tuple((line,) for line in found)


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Lines as one, with words of ours between."""
    out: list[Piece] = []
    for line in lines:
        out += [Run(between)] if out else []
        out += line
    return tuple(out)


def signs(parts: Iterable[Part]) -> tuple[str, ...]:
    """What the marks in some parts mean."""
    return signs_of({piece.style for part in parts for piece in pieces(part) if isinstance(piece, Run)})


def signs_of(styles: Collection[str]) -> tuple[str, ...]:
    """What marks of these styles mean."""
    return tuple(text for style, text in _SIGNS.items() if style in styles)


_MOST = (10_000, 500, 200, 100, 60, 40, 25, 15, 10, 7, 5, 3, 2, 1)
"""Rows of each part that are tried, until all fits."""


def fitted(parts: Sequence[Part], fits: Callable[[Sequence[Part]], bool]) -> tuple[Sequence[Part], int]:
    """As many rows of each part as fit together, and how many rows are in parts left out at the end."""
    for most in _MOST:
        cut = [part.cut(most) for part in parts]
        if fits(cut):
            return cut, 0
    left = 0
    while cut and not fits(cut):
        last = cut.pop()
        left += len(last.rows) + last.more
    return cut, left


def address(base: str, stem: str) -> str:
    """Where the page of a brief is, below the address of the day's folder."""
    return f"{base.rstrip('/')}/briefs/{quote(stem)}.html"


def pieces(part: Part) -> Iterator[Piece]:
    """All pieces of a part."""
    return (piece for row in part.rows for line in row for piece in line)
