"""Makes untrusted text safe to print, and breaks it into lines.

`plain` makes it safe for every medium; a medium's own syntax (markdown) is escaped by its printer. `wrap` breaks
lines at spaces and between the characters of scripts that have none; it divides a word longer than a line, and
leaves nothing out. Widths are terminal cells as `rich.cells` counts them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from factsheet.briefs.page import GLUE, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.briefs.page import Line, Runs
    from factsheet.records import Span

_SPACE = re.compile(r"[ \t\n\u2028\u2029]+")
"""White space of the keyboard and line breaks, which become one space; other controls are made visible."""
_SPACES = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""The characters of Unicode's category Zs: at the ends of a line no medium keeps them."""
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of right-to-left scripts, as Unicode reserves them (DerivedBidiClass.txt, @missing lines)."""

_UNMARKED = re.compile("[ -\u02ff\u2010-\u205e\u20a0-\u20bf]*")
"""Blocks without combining marks: Latin, punctuation and currency."""

_MARKS_IN_A_ROW = 8
"""More combining marks on one letter than any script needs: Tibetan and Hebrew stay well below."""

_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of characters without a shape: controls, formats, surrogates, separators."""
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_FSI, _PDI, _LRM, _RLM = "\u2068", "\u2069", "\u200e", "\u200f"

_PARTS = re.compile(r" +|[^ ]+")
"""Spaces and what is between them: `plain` leaves no other white space."""
_NOT_FIRST = frozenset("、。，．・：；？！）］｝〉》」』】〕’”…,.;:?!)]}»%ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NOT_LAST = frozenset("（［｛〈《「『【〔‘“([{«")
"""What may not begin or end a line (kinsoku, JIS X 4051, the common part)."""
_SINGLE = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]+")
"""Text of which every character takes one cell and runs from left to right: Latin letters and their punctuation."""


def counted(number: int, noun: str) -> str:
    """A count with its noun: "1 brief", "2,000 briefs"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def shortened(text: str, most: int) -> str:
    """A text shortened to so many characters, at a word boundary."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def plain(text: str) -> str:
    """`text` on one line, with every character that could act on a screen made visible.

    White space becomes single spaces. Control characters become control pictures (␛ for ESC, U+2400 block)
    or, where Unicode has none, their code in brackets: `[U+009B]`; so do bidirectional controls, zero-width
    and other format characters. Joiners and direction marks are kept where the script needs them, soft
    hyphens are dropped, and of more than eight combining marks in a row the rest are counted in brackets.
    """
    if "  " not in text and _is_plain(text):
        return text.strip(" ")  # nearly always
    line = _SPACE.sub(" ", text).strip(_SPACES)
    return line if _is_plain(line) else "".join(_visible(line))


def visible(text: str) -> str:
    """A part of a text with its line breaks and spaces, and with what could act made visible as `plain` does."""
    lines = (line.replace("\t", " ") for line in text.split("\n"))
    return "\n".join(line if _is_plain(line) else "".join(_visible(line)) for line in lines)


def _is_plain(text: str) -> bool:
    """Whether no character of a text acts, and none is a combining mark."""
    return text.isprintable() and (text.isascii() or _UNMARKED.fullmatch(text) is not None)


def _visible(text: str) -> Iterator[str]:
    has_rtl = _RTL.search(text) is not None
    index = 0
    for are_marks, group in groupby(text, _is_mark):
        piece = "".join(group)
        if are_marks:
            yield _marks(piece, alone=not index or text[index - 1] == " ")
        else:
            for at, char in enumerate(piece, index):
                acts = unicodedata.category(char) in _ACTING or _is_no_character(char)
                yield _shown(char, text[at - 1 : at], text[at + 1 : at + 2], has_rtl=has_rtl) if acts else char
        index += len(piece)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"}


def _is_no_character(char: str) -> bool:
    """Whether Unicode has set a code apart as no character, which XML refuses (Unicode 23.7)."""
    return ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef"


def _marks(marks: str, *, alone: bool) -> str:
    """Combining marks in a row, on a dotted circle where they have no letter."""
    more = f"[+{len(marks) - _MARKS_IN_A_ROW} marks]" if len(marks) > _MARKS_IN_A_ROW else ""
    return ("◌" if alone else "") + marks[:_MARKS_IN_A_ROW] + more


def _shown(char: str, before: str, after: str, *, has_rtl: bool) -> str:
    """The replacement of a character without a shape."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if char == "\x7f":
        return "␡"
    if char == "\u00ad":
        return ""
    if char in _DIRECTION_MARKS and has_rtl:
        return char
    if char in _JOINERS and not (before.isascii() or after.isascii()):
        # Persian and Indic words need the non-joiner. A joiner is dropped, because terminals do not agree on
        # the width of what it joins: an emoji family is shown as its members.
        return char if char == "\u200c" else ""
    return f"[U+{code:04X}]"


def has_rtl(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def isolate(text: str, *, rtl: bool | None = None) -> str:
    """`text` between FSI and PDI (UAX #9) where it has right-to-left letters, so that the rest stays put.

    `rtl` is the direction of the whole text that this is a line of; where the line alone would be taken for
    the other direction, a mark sets it right.
    """
    if not has_rtl(text):
        return text
    whole = is_rtl(text) if rtl is None else rtl
    mark = "" if is_rtl(text) == whole else (_RLM if whole else _LRM)
    return f"{_FSI}{mark}{text}{_PDI}"


def clusters(text: str) -> list[str]:
    """`text` in pieces that a line must not be broken within: a character and the marks upon it."""
    out: list[str] = []
    for char in text:
        if out and not cell_len(char):
            out[-1] += char
        else:
            out.append(char)
    return out


@dataclass(slots=True)
class _Word:
    """Text that stays together: pieces of runs, by the number of the run, and their width together."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    width: int = 0
    space: tuple[tuple[int, str], ...] = ()
    """The space before this word, as a piece; none where a line may be broken without one."""


def wrap(runs: Runs, width: int, limit: int | None = None) -> list[Line] | None:
    """Break `runs` into lines of at most `width` cells (at least 2); None when there are more than `limit`.

    A fragment of a run with right-to-left letters is isolated on its line.
    """
    whole = "".join([run.text for run in runs])
    if "  " not in whole and whole == whole.strip(" "):
        if not whole:
            return []
        if limit != 0 and cell_len(whole) <= width:
            return [tuple(_fragment(run, run.text, rtl=is_rtl(run.text)) for run in runs if run.text)]
        if _SINGLE.fullmatch(whole):
            return _wrap_single(whole, runs, width, limit)
    lines: list[list[tuple[int, str]]] = [[]]
    used = 0
    for word in _words(runs):
        space = word.space if used else ()
        if used and used + len(space) + word.width > width:
            lines.append([])
            used, space = 0, ()
        _put(lines[-1], space)
        if word.width <= width:
            _put(lines[-1], word.pieces)
            used += len(space) + word.width
        else:
            used = _divide(word, width, lines)
        if limit is not None and len(lines) > limit:
            return None
    return _finished(filter(None, lines), runs)


def _wrap_single(whole: str, runs: Runs, width: int, limit: int | None) -> list[Line] | None:
    """The lines of `runs`, whose text is `whole`, where every character takes one cell, and only spaces break lines."""
    spans: list[Span] = []
    start = 0
    while start < len(whole):
        end = len(whole)
        if end - start > width:
            space = whole.rfind(" ", start, start + width + 1)
            end = space if space >= start else start + width
        spans.append((start, end))
        if limit is not None and len(spans) > limit:
            return None
        start = end + (whole[end : end + 1] == " ")
    return list(_cut(runs, spans))


def _cut(runs: Runs, spans: list[Span]) -> Iterator[Line]:
    """The runs between the first and the last character of each of `spans`, which follow one another."""
    ends = list(accumulate(len(run.text) for run in runs))
    at = 0
    for start, end in spans:
        line = []
        while ends[at] <= start:
            at += 1
        for number in range(at, len(runs)):
            begin = ends[number] - len(runs[number].text)
            if begin >= end:
                break
            if text := runs[number].text[max(start - begin, 0) : end - begin]:
                line.append(_fragment(runs[number], text, rtl=False))
        yield tuple(line)


def first_lines(text: str, width: int, limit: int) -> list[str]:
    """The first `limit` lines of a text of the sheet, of `width` cells each; the last ends in "…" where more follow."""
    every = ["".join(run.text for run in line) for line in wrap((Run(text),), width) or []]
    lines = every[:limit]
    if lines and len(every) > limit:
        last = clusters(lines[-1])
        while last and cell_len("".join(last)) >= width:
            last.pop()
        lines[-1] = "".join(last).rstrip() + "…"
    return [isolate(line, rtl=is_rtl(text)) for line in lines]


def _divide(word: _Word, width: int, lines: list[list[tuple[int, str]]]) -> int:
    """Break a word that is longer than a line; returns the width of the last line."""
    used = 0
    for number, text in word.pieces:
        for cluster in clusters(text):
            wide = cell_len(cluster)
            if used and used + wide > width:
                lines.append([])
                used = 0
            _put(lines[-1], [(number, cluster)])
            used += wide
    return used


def _put(line: list[tuple[int, str]], pieces: Iterable[tuple[int, str]]) -> None:
    """Add pieces to a line; text of one run is one piece."""
    for number, text in pieces:
        if line and line[-1][0] == number:
            line[-1] = number, line[-1][1] + text
        else:
            line.append((number, text))


def _finished(lines: Iterable[list[tuple[int, str]]], runs: Runs) -> list[Line]:
    """Join pieces to runs, and isolate right-to-left words of the sheet."""
    rtl = [is_rtl(run.text) for run in runs]
    return [tuple(_fragment(runs[number], text, rtl=rtl[number]) for number, text in line) for line in lines]


def _fragment(run: Run, text: str, *, rtl: bool) -> Run:
    text = isolate(text, rtl=rtl) if run.own else text.replace(GLUE, " ")
    return Run(text, run.style, own=run.own, under=run.under)


def _words(runs: Runs) -> Iterator[_Word]:
    word = _Word()
    last = ""
    for number, run in enumerate(runs):
        for match in _PARTS.finditer(run.text):
            part = match.group()
            if part[0] == " ":
                if word.pieces:
                    yield word
                word = _Word(space=((number, " "),))
                last = ""
                continue
            if part.isascii() and last.isascii():  # nearly always, and no line is broken before it
                word.pieces.append((number, part))
                word.width += len(part)
                last = part[-1]
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
