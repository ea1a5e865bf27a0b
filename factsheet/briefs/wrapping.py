"""Runs of text broken into lines of so many cells, in any script.

Lines are broken at spaces and between the characters of scripts that have none; a word longer than a line is
divided between characters. Nothing is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.page import GLUE, Run
from factsheet.briefs.text import clusters, is_rtl, isolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.briefs.page import Line, Runs

_PARTS = re.compile(r" +|[^ ]+")
_NOT_FIRST = frozenset("、。，．・：；？！）］｝〉》」』】〕’”…,.;:?!)]}»%ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NOT_LAST = frozenset("（［｛〈《「『【〔‘“([{«")
"""What may not begin or end a line (kinsoku, JIS X 4051, the common part)."""


@dataclass(slots=True)
class _Word:
    """Text that stays together: pieces of runs, by the number of the run, and their width together."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    width: int = 0
    space: int | None = None
    """The number of the run that holds the space before this word, None where there is no space."""


def wrap(runs: Runs, width: int, limit: int | None = None) -> list[Line] | None:
    """Break `runs` into lines of at most `width` cells (at least 2); None when there are more than `limit`.

    A fragment of a run with right-to-left letters is isolated on its line.
    """
    lines: list[list[tuple[int, str]]] = [[]]
    used = 0
    for word in _words(runs):
        gap = 1 if word.space is not None and used else 0
        if used and used + gap + word.width > width:
            lines.append([])
            used = gap = 0
        if gap and word.space is not None:
            lines[-1].append((word.space, " "))
            used += 1
        if word.width <= width:
            lines[-1] += word.pieces
            used += word.width
        else:
            used = _divide(word, width, lines)
        if limit is not None and len(lines) > limit:
            return None
    rtl = [is_rtl(run.text) for run in runs]
    return [_finish(line, runs, rtl) for line in lines if line]


def _divide(word: _Word, width: int, lines: list[list[tuple[int, str]]]) -> int:
    """Put a word that is too long for a line on as many lines as it takes; returns the width of the last."""
    used = 0
    for number, text in word.pieces:
        for cluster in clusters(text):
            wide = cell_len(cluster)
            if used and used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append((number, cluster))
            used += wide
    return used


def _finish(line: list[tuple[int, str]], runs: Runs, rtl: list[bool]) -> Line:
    merged: list[tuple[int, list[str]]] = []
    for number, text in line:
        if merged and merged[-1][0] == number:
            merged[-1][1].append(text)
        else:
            merged.append((number, [text]))
    out = []
    for number, texts in merged:
        run, text = runs[number], "".join(texts)
        text = isolate(text, rtl=rtl[number]) if run.own else text.replace(GLUE, " ")
        out.append(Run(text, run.style, own=run.own))
    return tuple(out)


def _words(runs: Runs) -> Iterator[_Word]:
    word = _Word()
    last = ""
    for number, run in enumerate(runs):
        for match in _PARTS.finditer(run.text):
            part = match.group()
            if part[0] == " ":
                if word.pieces:
                    yield word
                word = _Word(space=number)
                last = ""
                continue
            for piece in breakable(part):
                if last and _may_break(last, piece[0]):
                    yield word
                    word = _Word()
                word.pieces.append((number, piece))
                word.width += cell_len(piece)
                last = piece[-1]
    if word.pieces:
        yield word


def breakable(part: str) -> Iterator[str]:
    """`part` in pieces between which a line may be broken."""
    if part.isascii():
        yield part
        return
    start = 0
    for index in range(1, len(part)):
        if _may_break(part[index - 1], part[index]):
            yield part[start:index]
            start = index
    yield part[start:]


def _may_break(before: str, after: str) -> bool:
    if after == GLUE or before in _NOT_LAST or after in _NOT_FIRST:
        return False
    return (cell_len(before) == 2 and cell_len(after) > 0) or cell_len(after) == 2
