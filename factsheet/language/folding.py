"""Folding: a text without its typography, and the mapping back to its offsets.

Two texts that differ in typing alone fold to the same string: Unicode compatibility forms (NFKC) and case,
quotation marks (dropped: curly, straight, doubled, guillemets), dashes, white space and line breaks, soft
hyphens, zero-width and bidirectional controls, an ellipsis in one character or in dots. What counts as a word
is left to `words`, what a difference means to `meaning`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.records import Span

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
"""Scripts written without spaces, as a regex class: Thai, Lao, Myanmar, Khmer, kana, Han."""

_RANGES = tuple(zip(UNSPACED[::3], UNSPACED[2::3], strict=True))
"""The first and the last character of each of those ranges."""

_DOUBLE = '"“”„‟«»‹›〝〞〟「」『』″״\uff02'
_SINGLE = "'`´‘’‚‛′ʼʹ׳ꞌ\uff07"
_GONE = "\u00ad"
"""Stands for every character that folding drops: the soft hyphen itself is one of them."""

_RUN_CHARS = rf' "\-…{_GONE}'
_EDGE_APOSTROPHE = r"(?<![^\W_])'|'(?![^\W_])"
_DOTS = r"\.(?: ?\.){2,}"
_CLOSING = r",.;:!?)\]'"


_ASCII = frozenset(map(chr, range(128)))
"""Always looked up together, so that most short texts share one lookup."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `at` are offsets into it where a stretch begins, `source` where that begins in the text.

    Stretches alternate between copied ones, in which both offsets grow together, and replaced ones, which
    stand for their part of the text as a whole; `copied` says which is which.
    """

    text: str
    at: list[int]
    source: list[int]
    copied: bytearray

    def span(self, start: int, end: int) -> Span:
        """The span of the original text that `text[start:end]`, not empty, stands for."""
        first = bisect_right(self.at, start) - 1
        last = bisect_right(self.at, end - 1) - 1
        begin = self.source[first] + (start - self.at[first] if self.copied[first] else 0)
        if self.copied[last]:
            return begin, self.source[last] + end - self.at[last]
        return begin, self.source[last + 1]

    def copied_from(self, at: int) -> tuple[int, int]:
        """Where the stretch around `at` ends if it is a copied one, else `at` itself; and how far it was moved."""
        stretch = bisect_right(self.at, at) - 1
        if not self.copied[stretch]:
            return at, 0
        end = self.at[stretch + 1] if stretch + 1 < len(self.at) else len(self.text)
        return end, self.source[stretch] - self.at[stretch]


def fold(text: str) -> Folded:
    """Fold a text, in time linear in its length."""
    classes = _classes(_ASCII if text.isascii() else _ASCII.union(text))
    flat = _flat(text, classes)
    parts: list[str] = []
    at, source, copied = [0], [0], bytearray([1])
    done = size = 0
    for match in _pattern(classes.special, classes.marks, classes.unspaced).finditer(flat):
        start, end = match.span()
        if match.lastgroup == "run":
            new = _folded_run(flat, start, end)
        else:
            new = _folded_cluster(text[start:end], text[start - 1 : start])
        if new == flat[start:end]:
            continue
        parts += (flat[done:start], new)
        size += start - done
        at += (size, size + len(new))
        source += (start, end)
        copied += b"\x00\x01"
        size += len(new)
        done = end
    parts.append(flat[done:])
    return Folded("".join(parts), at, source, copied)


def is_mark(char: str) -> bool:
    """Whether the character belongs to the one before it: combining marks, and Jamo vowels and finals."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def is_invisible(char: str) -> bool:
    """Whether folding drops the character: format and control characters, variation selectors."""
    return _fold_char(char) == _GONE


def is_quote(char: str) -> bool:
    """Whether the character is a quotation mark or an apostrophe, single or double, of any script."""
    return char in _DOUBLE or char in _SINGLE


def is_unspaced(char: str) -> bool:
    """Whether the character belongs to a script written without spaces between words."""
    return any(first <= char <= last for first, last in _RANGES)


@lru_cache(maxsize=4096)  # few characters make up all texts
def _fold_char(char: str) -> str:
    """The folded form of one character, longer than one where it stands for several."""
    if char.isspace():
        return " "
    if char in _DOUBLE:
        return '"'
    if char in _SINGLE:
        return "'"
    category = unicodedata.category(char)
    if category == "Pd" or char == "−":
        return "-"
    if category in {"Cf", "Cc"} or "\ufe00" <= char <= "\ufe0f":
        return _GONE
    return "…" if char == "…" else _nfkc_casefold(char)


def _nfkc_casefold(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class _Classes(NamedTuple):
    """How the characters of a text fold."""

    table: dict[int, str]
    """What each folds to that folds one to one."""
    not_small: dict[str, str] | None
    """Those of them that do not fold to their small letters; None where it takes more than that and small letters."""
    special: str
    """What does not fold one to one."""
    marks: str
    unspaced: bool


@lru_cache(maxsize=64)  # most short texts have plain characters alone
def _classes(chars: Iterable[str]) -> _Classes:
    folded = {char: _fold_char(char) for char in sorted(chars)}
    special = [char for char in folded if _is_special(char)]
    table = {ord(char): into for char, into in folded.items() if char not in special and into != char}
    marks = "".join(filter(_is_visible_mark, folded))
    unspaced = any(is_unspaced(char) for char in chars if char > "\u0dff")
    return _Classes(table, _not_small(chars, table), "".join(special), marks, unspaced)


def _is_special(char: str) -> bool:
    """Whether a character does not fold one to one."""
    return len(_fold_char(char)) != 1 or _raised(char)


def _is_visible_mark(char: str) -> bool:
    return char > "\u02ff" and is_mark(char) and not is_invisible(char)


def _not_small(chars: Iterable[str], table: dict[int, str]) -> dict[str, str] | None:
    folded = {char: table.get(ord(char), char) for char in chars}
    found = {char: into for char, into in folded.items() if char.lower() != into or char == _SIGMA}
    stays = all(into.lower() == into and into not in found for into in found.values())
    return found if stays else None


_SIGMA = "Σ"
"""Its small letter depends on where it is."""


def _flat(text: str, classes: _Classes) -> str:
    """The text with all folded that folds one to one; beyond ASCII `translate` is slow, and what is replaced little."""
    if text.isascii() or classes.not_small is None:
        return text.translate(classes.table)
    for char, into in classes.not_small.items():
        text = text.replace(char, into)
    return text.lower()


def _raised(char: str) -> bool:
    """Whether this is a small digit or a fraction, which must not melt into a number before it."""
    return char > "\x7f" and unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>"))


@lru_cache(maxsize=64)  # to compile one takes a millisecond
def _pattern(special: str, marks: str, unspaced: bool) -> re.Pattern[str]:
    """What does not fold one to one: runs of spaces, quotes and dashes, clusters, expanding characters.

    A run begins with a class of characters, which a search finds fast, and looks back at which of them it was.
    """
    lone = f"(?![^{_RUN_CHARS}{_CLOSING}{UNSPACED if unspaced else ''}])"
    first = rf"(?<= ){lone}|(?<=[{_RUN_CHARS[1:]}])|(?<=')(?:(?<![^\W_]')|(?![^\W_]))|(?<=\.)(?: ?\.){{2,}}"
    run = rf"[{_RUN_CHARS}'.](?:{first})(?:[{_RUN_CHARS}]|{_EDGE_APOSTROPHE}|{_DOTS})*"
    parts = []
    if marks:
        parts.append(f"(?P<cluster>[^\\s{re.escape(marks)}][{re.escape(marks)}]+)")
    if special:
        parts.append(f"(?P<special>[{re.escape(special)}])")
    return re.compile("|".join([*parts, f"(?P<run>{run})"]))


def _folded_run(flat: str, start: int, end: int) -> str:
    """What a run of spaces, quotation marks, dashes and dropped characters folds to."""
    run = flat[start:end]
    if "…" in run or "." in run:
        return "…"
    if "-" in run:
        return "-"
    return " " if " " in run and _keeps_space(flat[start - 1 : start], flat[end : end + 1]) else ""


def _keeps_space(before: str, after: str) -> bool:
    """Whether a space counts between two characters, or the two ends of the text."""
    if after and after in ",.;:!?)]":
        return False
    return not (before and after and is_unspaced(after) and is_unspaced(before))


def _folded_cluster(cluster: str, before: str) -> str:
    folded = _nfkc_casefold(cluster).replace("⁄", "/")
    if before.isdigit() and _raised(cluster[0]):
        return f" {folded}" if "/" in folded else sys.intern(cluster)
    return folded
