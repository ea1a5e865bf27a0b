"""Sentences: where one ends, in news prose of any script.

A full stop is no end after a title, an initial, an abbreviation or inside a number; a closing quotation mark or
bracket belongs to the sentence it closes. One pass over the marks, so that time is linear in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from factsheet.records import Span

_END = re.compile(
    r"""[.!?…।॥؟۔。！？｡\n](?:(?<=\n)\s*\n|(?<=[。！？｡])[。！？｡]*[」』”’）】]*"""
    r"""|(?:(?<=[.!?…])[.!?…]*|(?<=[।॥؟۔])[।॥؟۔]*)["'”’»)\]]*(?=\s|$))"""
)
"""All that can end one; it begins with a single class of characters, which a search runs through fast."""

_CLOSING = "」』"
"""Japanese quotation marks: a sentence quoted in them goes on with "と", as in 「そうだ。」と答えた."""

_BEFORE = re.compile(r"[^\s\"'“‘«(\[]+$")
"""The word that a mark ends."""

_WORD_WINDOW = 40
"""Characters looked back for that word; longer words are no abbreviation."""

_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\S)")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«(\[]*([^\W\d_]+)")


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    """Abbreviations in lower case without their last stop, each with "never" or "maybe" the end of a sentence."""
    return {word: part for part in ("never", "number", "maybe") for word in ENGLISH.words("abbreviations", part)}


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the sentences in `text[start:end]`, without the white space between them."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = _skip_space(text, start, end)
    for mark in _END.finditer(text, start, end):
        if mark.end() <= begin or not _is_end(text, mark, end):
            continue
        stop = mark.start() if mark.group().isspace() else mark.end()
        if stop > begin:
            spans.append((begin, stop))
        begin = _skip_space(text, mark.end(), end)
    stop = end
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop > begin:
        spans.append((begin, stop))
    return spans


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_end(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether the mark ends a sentence: a sentence goes on in lower case, whatever stands before that."""
    group = mark.group()
    following = _NEXT.match(text, mark.end(), end)
    char = following[1] if following else ""
    if char.islower() and not group.isspace():
        return False
    if group[0] not in ".…":
        return not (group[-1] in _CLOSING and char == "と")
    if group[0] == "…" or group.startswith(".."):
        return char.isupper() or not char
    before = _BEFORE.search(text, max(0, mark.start() - _WORD_WINDOW), mark.start())
    word = before.group() if before else ""
    if not word or not char:
        return True
    kind = _abbreviations().get(word.lower())
    if kind == "never":
        return False
    if kind == "number":
        return not char.isdigit()
    if word.isdecimal() and len(word) <= _ORDINAL_DIGITS and _is_ordinal(text, mark.start() - len(word)):
        return False
    if _INITIAL.match(word):
        # "John F. Kennedy" goes on; "the U.S. The" does not. A lone "I" ends sentences more often than names.
        return "." in word and _starts_sentence(text, mark.end(), end) if word != "I" else True
    return kind != "maybe" or _starts_sentence(text, mark.end(), end)


_ORDINAL_DIGITS = 2
_BEFORE_ORDINAL = re.compile(r"\b(?:der|die|das|dem|den|des|am|im|zum|zur|vom|bis|ab|seit|beim)\s+$", re.IGNORECASE)
"""Words before a German ordinal, which ends in a full stop that ends no sentence: "in der 3. Liga", "am 15. Juli"."""

_STARTERS = frozenset(
    "the a an he she it they we i this that these those in on at but and when while after before as if there his "  # noqa: SIM905
    "her its their our meanwhile however".split()
)


def _is_ordinal(text: str, at: int) -> bool:
    """Whether the words before a number say that it is a German ordinal."""
    return bool(_BEFORE_ORDINAL.search(text, max(0, at - 10), at))


def _starts_sentence(text: str, at: int, end: int) -> bool:
    """Whether the next word is a common beginning of sentences rather than the rest of a name."""
    word = _NEXT_WORD.match(text, at, end)
    return bool(word) and word[1][0].isupper() and word[1].lower() in _STARTERS  # type: ignore[index]
