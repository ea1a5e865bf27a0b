"""Words with their offsets: what counts as one, and where one may begin or end.

A word's `key` is its folded form, so that words which differ in typing alone have the same key. Contractions
are taken apart ("don't" is "do" and "not"), hyphenated words too, numbers stay whole ("1,709", "300th"),
signs that carry meaning ("%", "$", "°") are words, and scripts without spaces give a word a character.
"""

from __future__ import annotations

import re
from functools import lru_cache
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
    folded = folded or fold(text)
    out: list[Word] = []
    unspaced = any(is_unspaced(char) for char in set(folded.text) if char > "\u0dff")
    for match in _pattern(_marks(folded.text), UNSPACED if unspaced else "").finditer(folded.text):
        start, end = folded.span(*match.span())
        key = match.group()
        if key[0] == "'":
            _add_contraction(out, key, start, end)
        elif key == "cannot":
            out += (Word("can", start, start + 3), Word("not", start + 3, end))
        else:
            out.append(Word(_key(key, text, start), start, end))
    return out


def _add_contraction(out: list[Word], key: str, start: int, end: int) -> None:
    """Add what follows an apostrophe; "don" + "'t" becomes "do" + "not"."""
    before = out[-1] if out and out[-1].end == start else None
    if key != "'t":
        out.append(Word("s" if key == "'s" else key, start, end))
    elif before and before.key[-1] == "n" and len(before.key) > 2:
        stem = {"won": "will", "can": "can", "shan": "shall"}.get(before.key, before.key[:-1])
        cut = before.end if before.key == "can" else before.end - 1
        out[-1] = Word(stem, before.start, cut)
        out.append(Word("not", cut, end))
    else:
        out.append(Word("t", start, end))


def _key(key: str, text: str, start: int) -> str:
    """The key of a match: per cent is "%", 1,709 is 1709, U.S. is us; a number keeps its sign."""
    first = key[0]
    if first.isdigit():
        if "," in key or " " in key:
            key = re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", key)
        before, further = text[start - 1 : start], text[start - 2 : start - 1] if start > 1 else " "
        if before and before in _DASHES and (further.isspace() or further in "(["):
            return f"-{key}"
        return f"0.{key}" if before == "." and further.isspace() else key
    if first == "p" and key in {"percent", "per cent", "per-cent", "pct"}:
        return "%"
    if first == "&":
        return "and"
    return key.replace(".", "") if "." in key else key


def _marks(folded: str) -> str:
    if folded.isascii():
        return ""
    return "".join(sorted(c for c in set(folded) if c > "\u02ff" and is_mark(c)))


@lru_cache(maxsize=64)
def _pattern(marks: str, unspaced: str) -> re.Pattern[str]:
    """What a word is; `unspaced` is left empty for a text without such scripts, as a large class is slow to compile."""
    mark = f"[{re.escape(marks)}]" if marks else r"(?!)."
    return re.compile(
        rf"(?<![\d.,])\d{{1,3}}(?: \d{{3}})+(?![\w.,]\d|\d)|\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)(?!\w))?"
        rf"|per[ -]?cent(?!\w)|(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?"
        rf"{f'|[{unspaced}]{mark}*' if unspaced else ''}"
        rf"|[^\W\d_{unspaced}](?:[^\W_{unspaced}]|{mark})*"
        rf"|'(?:s|t|re|ve|ll|d|m)(?!\w)|[{re.escape(_SIGNS)}]"
    )


def splits_word(text: str, at: int) -> bool:
    """Whether a cut at `at` would be inside a word or a number, where nothing quoted begins or ends.

    Scripts without spaces may be cut anywhere but before a combining mark, and Korean, which joins
    particles to words, between syllables.
    """
    if at <= 0 or at >= len(text):
        return False
    before, after = _visible(text, at - 1, -1), _visible(text, at, 1)
    if before < 0 or after >= len(text):
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
