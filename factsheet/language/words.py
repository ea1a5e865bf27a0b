"""Words with their offsets: what counts as a word, and where it may begin or end.

A word's `key` is its folded form, so that words which differ in typing alone have the same key. Contractions
are taken apart ("don't" is "do" and "not"), hyphenated words too, numbers stay whole ("1,709", "300th"),
signs that carry meaning ("%", "$", "°") are words, and scripts without spaces give a word a character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.folding import UNSPACED, fold, is_invisible, is_mark, is_unspaced

if TYPE_CHECKING:
    from factsheet.language.folding import Folded

_APOSTROPHES = "'’ʼ＇"
_DASHES = "-−–—"
_SIGNS = "$€£¥₹₽₩₴₺%‰°&+<>=×"


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, and its key, equal for words that differ in typing alone."""

    key: str
    start: int
    end: int


def words(text: str, folded: Folded | None = None) -> list[Word]:
    """All words of a text, in order; `folded` is its folding where the caller has it already."""
    return list(map(Word, *columns(text, folded)))


def columns(text: str, folded: Folded | None = None) -> tuple[list[str], list[int], list[int]]:
    """The same as three lists: their keys, where they start, and where they end."""
    folded = folded or fold(text)
    found = list(_pattern_for(folded.text).finditer(folded.text))
    keys = list(map(itemgetter(0), found))
    starts, ends = list(map(re.Match.start, found)), list(map(re.Match.end, found))
    _unfold(folded, starts, ends)
    odd = _odd(keys)
    for at in odd:
        if keys[at][0] == "'":
            _contraction(keys, starts, ends, at)
        elif keys[at] != "cannot":
            keys[at] = _key(keys[at], text, starts[at])
    for at in reversed(odd):
        if keys[at] == "cannot":
            cut = starts[at] + len("can")
            keys[at : at + 1], starts[at : at + 1], ends[at:at] = ("can", "not"), (starts[at], cut), (cut,)
    return keys, starts, ends


def _odd(keys: list[str]) -> list[int]:
    """The matches that may have another key than themselves."""
    return [at for at, key in enumerate(keys) if not key.isalpha() or key in _ODD]


def _unfold(folded: Folded, starts: list[int], ends: list[int]) -> None:
    """Turn offsets into the folded text into those of the text as it stands."""
    last = shift = 0
    for at, end in enumerate(ends):
        if end > last:
            last, shift = folded.copied_from(starts[at])
        if end > last:
            starts[at], ends[at] = folded.span(starts[at], end)
        elif shift:
            starts[at] += shift
            ends[at] = end + shift


def _contraction(keys: list[str], starts: list[int], ends: list[int], at: int) -> None:
    """Set the key and the start of what follows an apostrophe; "don" + "'t" becomes "do" + "not"."""
    if keys[at] != "'t":
        keys[at] = "s" if keys[at] == "'s" else keys[at]
        return
    before = keys[at - 1] if at and ends[at - 1] == starts[at] else ""
    if len(before) < 3 or before[-1] != "n":
        keys[at] = "t"
        return
    cut = starts[at] if before == "can" else starts[at] - 1
    keys[at - 1], ends[at - 1] = _WITHOUT_NOT.get(before, before[:-1]), cut
    keys[at], starts[at] = "not", cut


_WITHOUT_NOT = {"won": "will", "can": "can", "shan": "shall"}
_PER_CENT = frozenset({"percent", "per cent", "per-cent", "pct"})
_ODD = _PER_CENT | {"cannot"}


def _key(key: str, text: str, start: int) -> str:
    """The key of a match: per cent is "%", 1,709 is 1709, U.S. is us; a number keeps its sign."""
    if key[0].isdigit():
        return _number_key(key, text, start)
    if key in _PER_CENT:
        return "%"
    if key[0] == "&":
        return "and"
    return key.replace(".", "") if "." in key else key


def _number_key(key: str, text: str, start: int) -> str:
    """The key of a number, with the sign or the point that comes before it."""
    if "," in key or " " in key:
        key = _THOUSANDS.sub("", key)
    before, further = text[start - 1 : start], text[start - 2 : start - 1] if start > 1 else " "
    if before and before in _DASHES and (further.isspace() or further in "(["):
        return f"-{key}"
    return f"0.{key}" if before == "." and further.isspace() else key


_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
"""A comma or a space before three digits, and no more."""


def _pattern_for(folded: str) -> re.Pattern[str]:
    """What a word is in a text with these characters."""
    if folded.isascii():
        return _pattern("", "")
    others = {char for char in set(folded) if char > "\u02ff"}
    marks = "".join(sorted(char for char in others if is_mark(char)))
    return _pattern(marks, UNSPACED if any(map(is_unspaced, others)) else "")


@lru_cache(maxsize=64)  # to compile one takes a millisecond
def _pattern(marks: str, unspaced: str) -> re.Pattern[str]:
    """What a word is; both are left empty for a text without them: a large class is slow to compile, and to match.

    The ways to go on come after the one character that a word begins with, so that most characters are tried once;
    a class of plain letters is matched several times as fast as one of all.
    """
    mark = f"[{re.escape(marks)}]" if marks else ""
    of_marks = f"{mark}*" if marks else ""
    rest = rf"(?:[^\W_{unspaced}]|{mark})*" if marks else rf"[a-z]*[^\W_{unspaced}]*"
    return re.compile(
        r"[^\W\d_](?:(?<=p)er[ -]?cent(?!\w)|\.[^\W\d_]\.(?:[^\W\d_]\.)*(?:[^\W\d_](?!\w))?"
        rf"{f'|(?<=[{unspaced}]){of_marks}' if unspaced else ''}|{rest})"
        r"|\d(?:(?<![\d.,]\d)\d{0,2}(?: \d{3})+(?![\w.,]\d|\d)|\d*(?:[.,]\d+)*(?:(?:st|nd|rd|th)(?!\w))?)"
        rf"{f'|[{unspaced}]{of_marks}' if unspaced else ''}"
        rf"|'(?:s|t|re|ve|ll|d|m)(?!\w)|[{re.escape(_SIGNS)}]"
    )


def splits_word(text: str, at: int) -> bool:
    """Whether a cut at `at` would be inside a word or a number, where nothing quoted begins or ends.

    Scripts without spaces may be cut anywhere but before a combining mark, and Korean, which joins
    particles to words, between syllables.
    """
    before, after = _visible(text, at - 1, -1), _visible(text, at, 1)
    if not 0 <= before < after < len(text):
        return False
    a, b = text[before], text[after]
    if is_mark(b) and b > "\x7f":
        return True
    if b.isalnum() and (a.isalnum() or is_mark(a)):
        return not (_cuttable(a) or _cuttable(b))
    return _splits_number(text, before, after) or _splits_contraction(text, before, after)


def _splits_number(text: str, before: int, after: int) -> bool:
    a, b = text[before], text[after]
    if a.isdigit():
        return b in "%‰" or (b in ".," and text[after + 1 : after + 2].isdigit())
    if not b.isdigit():
        return False
    further = text[before - 1 : before] if before else " "
    if a in ".,":
        return further.isdigit() or (a == "." and further.isspace())
    return a in _DASHES and further.isspace()


def _splits_contraction(text: str, before: int, after: int) -> bool:
    """Whether the cut would turn "can't" into "can" or "didn't" into "did"."""
    rest = text[after : after + 3]
    if rest[:1] in _APOSTROPHES:
        return text[before] in "nN" and rest[1:2] in {"t", "T"} and not rest[2:3].isalnum()
    return False


def _visible(text: str, at: int, step: int) -> int:
    """The first offset from `at` on that holds something to see, or a few further where all is invisible."""
    for _ in range(4):
        if not 0 <= at < len(text) or text[at] < "\x80" or not is_invisible(text[at]):
            break
        at += step
    return at


def _cuttable(char: str) -> bool:
    return char > "\u0dff" and (is_unspaced(char) or "\uac00" <= char <= "\ud7a3")
