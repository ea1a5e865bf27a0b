"""Lines in Arabic, Hebrew and other right-to-left scripts: from positions of letters to their order.

Makers of PDFs put such letters into the file in any order. They are sorted from right to left; numbers and words in
other letters among them, which go the other way, are turned back, and brackets that enclose nothing are. What Unicode's
bidirectional algorithm (https://unicode.org/reports/tr9/) does to print a line is undone as far as the page shows it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import cycle
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

# Letters of scripts that are written from the right, and the forms of Arabic and Hebrew letters that fonts have.
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_LAM, _ALEFS = "ل", frozenset("اأإآ")
_NUMBER = frozenset({"EN", "AN"})
_IN_NUMBERS = frozenset(".,:/٫٬%€$£¥°")  # between the digits of a number, or beside them
_BRACKETS = ("()", "[]", "{}", "«»", "‹›")
# Space on the wrong side of a bracket.
_BEFORE = re.compile(r"(?<=\w)([(\[{«‹]) (?=\w)")
_AFTER = re.compile(r"(?<=\w) ([)\]}»›])(?=\W|$)")


class _Placed(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> float: ...


_Letter = TypeVar("_Letter", bound=_Placed)


def count(text: str) -> int:
    """How many letters of a text are written from the right."""
    return len(_FROM_RIGHT.findall(text))


def is_from_right(text: str) -> bool:
    """Whether most letters of a text are written from the right."""
    return count(text) * 2 > sum(map(str.isalpha, text))


def in_order(letters: Sequence[_Letter]) -> list[_Letter]:
    """The letters of a line as they are read; marks above and below a letter stay behind it."""
    groups: list[list[_Letter]] = []
    for one in letters:
        if groups and unicodedata.combining(one.text[:1]):
            groups[-1].append(one)
        elif groups and one.text == _LAM and groups[-1][0].text in _ALEFS and groups[-1][0].at == one.at:
            groups[-1].insert(0, one)  # a ligature, whose letters PDFium tells from the left
        else:
            groups.append([one])
    groups.sort(key=lambda group: -group[0].at)
    found: list[_Letter] = []
    at = 0
    while at < len(groups):
        end = _end_of_turned([group[0].text for group in groups], at)
        found += [one for group in (groups[at:end][::-1] if end > at else groups[at : at + 1]) for one in group]
        at = max(end, at + 1)
    return found


def _end_of_turned(texts: Sequence[str], at: int) -> int:
    """Where words or a number end, of some letters from the right, that begin here and go from left to right."""
    end = last = _end_of_number(texts, at)
    if end == at and not _is_left(texts[at]):
        return at
    while last < len(texts) and not _FROM_RIGHT.match(texts[last]):
        if _is_left(texts[last]):
            end = last + 1
        last += 1
    return end


def _end_of_number(texts: Sequence[str], at: int) -> int:
    end = last = at
    while last < len(texts) and (_is_digit(texts[last]) or texts[last] in _IN_NUMBERS):
        last += 1
        if _is_digit(texts[last - 1]) or texts[last - 1] in "%€$£¥°":
            end = last
    return end if any(map(_is_digit, texts[at:end])) and texts[at] not in ".,:/" else at


def _is_digit(text: str) -> bool:
    return unicodedata.bidirectional(text[:1] or " ") in _NUMBER


def _is_left(text: str) -> bool:
    return unicodedata.bidirectional(text[:1] or " ") == "L"


def with_letters(text: str) -> str:
    """A text with Arabic and Hebrew letters as they are typed, where a font has forms of them."""
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def with_brackets(text: str) -> str:
    """A paragraph in which brackets open before they close; some makers keep how they look when they are printed."""
    if not is_from_right(text):
        return text
    for pair in _BRACKETS:
        parts = re.split(f"[{re.escape(pair)}]", text)
        if len(parts) % 2:
            text = "".join(part + sign for part, sign in zip(parts, cycle(pair), strict=False))[: len(text)]
    return _AFTER.sub(r"\1", _BEFORE.sub(r" \1", text))
