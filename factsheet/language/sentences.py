"""Sentences: where a sentence ends, in news prose of any script.

A full stop is no end after a title, an initial, an abbreviation or inside a number; a closing quotation mark or
bracket belongs to the sentence it closes. One pass over the marks, so that time is linear in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH, Lists
from factsheet.language.tongues import Tongue, tongue

if TYPE_CHECKING:
    from factsheet.records import Span

_END = re.compile(
    r"""[.!?…।॥؟۔。！？｡\n](?:(?<=\n)\s*\n|(?<=[。！？｡])[。！？｡]*[」』”’）】]*"""
    r"""|(?:(?<=[.!?…])(?<![.!?…]{2})[.!?…]*|(?<=[।॥؟۔])(?<![।॥؟۔]{2})[।॥؟۔]*)["'”’“‘»)\]]*(?=\s|$))"""
)
"""All that can end one; it begins with a single class of characters, which a search runs through fast. Of a run of
marks only the first begins an end, else each would look through the rest of them."""

_CLOSING = "」』"
"""Japanese quotation marks: a sentence quoted in them goes on with "と", as in 「そうだ。」と答えた."""

_BEFORE = re.compile(r"[^\s\"'“‘«(\[]+$")
"""The word that a mark ends."""

_WORD_WINDOW = 40
"""Characters looked back for that word; longer words are no abbreviation."""

_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
"""An initial, or several with their stops but the last: "F", "U.S"."""

_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\S)")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«(\[]*([^\W\d_]+)")
"""The character and the word after a mark, quotation marks and brackets left out."""


@lru_cache(maxsize=1)  # a list
def _abbreviations() -> dict[str, str]:
    """Abbreviations in lower case without their last stop, each with "never" or "maybe" the end of a sentence."""
    parts = {
        "never": ("titles", "titles of several", "never"),
        "number": ("number",),
        "maybe": ("in names", "months", "days", "maybe"),
    }
    return {word: ends for ends, names in parts.items() for word in ENGLISH.words("abbreviations", *names)}


def sentences(text: str, start: int = 0, end: int | None = None, language: str | None = None) -> list[Span]:
    """The spans of the sentences in `text[start:end]`, without the white space between them.

    `language` is the ISO 639-1 code of the text's language where that is known; abbreviations are of it.
    """
    spoken = tongue(language)
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = _skip_space(text, start, end)
    for mark in _END.finditer(text, start, end):
        if mark.end() <= begin or not _is_end(text, mark, end, spoken):
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


def _is_end(text: str, mark: re.Match[str], end: int, spoken: Tongue | None) -> bool:
    """Whether the mark ends a sentence: a sentence goes on in lower case, whatever comes before that."""
    group = mark.group()
    following = _NEXT.match(text, mark.end(), end)
    if not following:
        return True
    if following[1].islower() and not group.isspace():
        return False
    if group[0] == "…" or group.startswith(".."):
        return following[1].isupper()
    if group[0] != ".":
        return not (group[-1] in _CLOSING and following[1] == "と")
    before = _BEFORE.search(text, max(0, mark.start() - _WORD_WINDOW), mark.start())
    if before and spoken:
        return _ends_in(spoken, text, before, following)
    return not before or _stop_ends(text, before, following, end)


def _ends_in(spoken: Tongue, text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a full stop ends the sentence after a word, in a language that only has lists."""
    if word[0].lower() in spoken.abbreviations or _INITIAL.match(word[0]):
        return False
    if word[0].lower() in spoken.before_numbers and following[1].isdigit():
        return False
    if spoken.code != "de" or not word[0].isdecimal() or len(word[0]) > _ORDINAL_DIGITS:
        return True
    after = _NEXT_WORD.match(text, following.start())
    return not _is_ordinal(text, word) and not (after is not None and after[1].lower() in spoken.months)


def _stop_ends(text: str, word: re.Match[str], following: re.Match[str], end: int) -> bool:
    """Whether a full stop ends the sentence after a word, before the character that follows."""
    kind = _abbreviations().get(word[0].lower())
    if kind == "never":
        return False
    if kind == "number":
        return not following[1].isdigit()
    if _is_ordinal(text, word):
        return False
    if word[0] != "I" and _INITIAL.match(word[0]):
        # "John F. Kennedy" goes on; "the U.S. The" does not. A lone "I" ends sentences more often than names.
        return "." in word[0] and _opens(text, following.start(), end)
    return kind != "maybe" or _opens(text, following.start(), end)


_ORDINAL_DIGITS = 2
"""Digits of the longest ordinal, a day of the month."""


@lru_cache(maxsize=1)  # a pattern made of a list
def _before_ordinal() -> re.Pattern[str]:
    words = "|".join(sorted(Lists("factsheet.language", "de").words("ordinals")))
    return re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE)


def _is_ordinal(text: str, word: re.Match[str]) -> bool:
    """Whether a word is a number, and the words before it say that it is a German ordinal."""
    start = word.start()
    if len(word[0]) > _ORDINAL_DIGITS or not word[0].isdecimal():
        return False
    return bool(_before_ordinal().search(text, max(0, start - 10), start))


def _opens(text: str, at: int, end: int) -> bool:
    """Whether the next word is a common beginning of sentences rather than the rest of a name."""
    word = _NEXT_WORD.match(text, at, end)
    return word is not None and word[1][0].isupper() and word[1].lower() in ENGLISH.words("openers")
