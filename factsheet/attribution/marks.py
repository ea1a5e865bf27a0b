"""Quotation marks: which open, which close, and what stands between them.

A quotation is found a paragraph at a time. Double marks of all kinds are one class, because desks mix them: what
“ opens, " or ” or '' may close. Guillemets open either way, as French and German use them. Single marks count
where they are no apostrophes and stand outside double ones. Who said it is left to the other modules.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(r"``|''|\"|“|”|„|‟|«|»|＂")
_SINGLE = re.compile(r"[‘’‚‹›']")
_ELISION = re.compile(r"['’‘](?:\d|(?:em|til|tis|twas|cause|n|round)\b)", re.IGNORECASE)
_STOPS = frozenset(",.?!…;:—–-")
_BEFORE_OPEN = frozenset("([{—–-/‘'\"“«*_>")
_AFTER_CLOSE = frozenset(".,;:?!)]}—–-…/'’\"”»*_<")


class Quotation(NamedTuple):
    """Words in quotation marks: `start` and `end` are outside the marks.

    `closed` is False where the paragraph ends without a closing mark, as it does when the next paragraph goes on
    with the same speaker.
    """

    start: int
    end: int
    closed: bool


def quotations(text: str, start: int, end: int, *, carried: bool = False) -> list[Quotation]:
    """The outermost quotations of one paragraph, in order; each character is looked at once or twice.

    `carried` says that the paragraph before left a quotation open: where the first mark closes, it goes on from the
    start of this one, as some desks do not open it again.
    """
    first = _MARK.search(text, start, end) if carried else None
    goes_on = first is not None and first.start() > start and _hugs_left(text, first.start(), first.end(), (start, end))
    doubles = _doubles(text, start, end, goes_on=goes_on)
    if text.find("‘", start, end) < 0 and text.find("'", start, end) < 0 and text.find("‹", start, end) < 0:
        return doubles
    singles = _singles(text, start, end, doubles)
    if not singles:
        return doubles
    free = [d for d in doubles if not any(s.start < d.start and d.end <= s.end for s in _near(singles, d))]
    return sorted([*free, *singles])


def _near(singles: list[Quotation], double: Quotation) -> list[Quotation]:
    """The single quotation that may hold a double one: the last that starts before it."""
    low, high = 0, len(singles)
    while low < high:
        middle = (low + high) // 2
        if singles[middle].start < double.start:
            low = middle + 1
        else:
            high = middle
    return singles[low - 1 : low]


def _doubles(text: str, start: int, end: int, *, goes_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    depth, opened, opener, last_close = int(goes_on), start, "“" if goes_on else "", -1
    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if _opens(text, mark, at, after, (start, end), opener if depth else ""):
            if not depth:
                opened, opener, last_close = at, mark, -1
            depth += 1
        elif depth:
            depth -= 1
            last_close = after
            if not depth:
                found.append(Quotation(opened, after, closed=True))
    if depth:
        found.append(Quotation(opened, last_close if last_close > 0 else end, closed=last_close > 0))
    return found


def _opens(text: str, mark: str, at: int, after: int, bounds: tuple[int, int], opener: str) -> bool:
    """Whether a double mark opens; `opener` is the mark that is open, "" outside a quotation."""
    if mark in {"„", "‟", "``"}:
        return True
    if mark in {"“", "”", "«", "»"} and opener:
        closer = {"„": "“”", "‟": "”“", "«": "»", "»": "«"}.get(opener, "”»")
        if mark in closer:
            return False
        if mark in {"”", "»"}:
            return False
        return not (mark == "“" and _hugs_left(text, at, after, bounds))
    if mark in {"“", "«"}:
        return not (mark == "“" and _hugs_left(text, at, after, bounds))
    if mark == "»":
        return not _hugs_left(text, at, after, bounds) and text[after : after + 1].isalnum()
    if mark == "”":
        # Swedish and Finnish open with it; elsewhere one that hugs the word after it is a slip of the keyboard.
        return not opener and _hugs_right(text, at, after, bounds)
    if opener:
        return _hugs_right(text, at, after, bounds)
    return not _hugs_left(text, at, after, bounds)


def _hugs_left(text: str, at: int, after: int, bounds: tuple[int, int]) -> bool:
    """Whether a mark belongs to the word before it: no space there, and none but a space or a stop after."""
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[after] if after < bounds[1] else " "
    return not before.isspace() and before not in "([{" and (behind.isspace() or behind in _AFTER_CLOSE)


def _hugs_right(text: str, at: int, after: int, bounds: tuple[int, int]) -> bool:
    """Whether a mark belongs to the word after it."""
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[after] if after < bounds[1] else " "
    return (before.isspace() or before in _BEFORE_OPEN) and not behind.isspace() and behind not in ".,;:?!)"


def _singles(text: str, start: int, end: int, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks outside double ones.

    A plural's apostrophe looks like a closing mark, so a mark after a comma or a full stop is preferred to one
    after a letter, and the first is taken where there is none.
    """
    found: list[Quotation] = []
    opened, likely = -1, -1
    inside = iter(doubles)
    double = next(inside, None)
    for match in _SINGLE.finditer(text, start, end):
        at, mark = match.start(), match.group()
        while double and double.end <= at:
            double = next(inside, None)
        if double and double.start <= at:
            continue
        if _opens_single(text, mark, at, (start, end)):
            if likely > 0:
                found.append(Quotation(opened, likely, closed=True))
            if likely > 0 or opened < 0:
                opened, likely = at, -1
        elif opened >= 0 and mark in "’'›‘" and _hugs_left(text, at, at + 1, (start, end)):
            if text[at - 1] in _STOPS:
                found.append(Quotation(opened, at + 1, closed=True))
                opened, likely = -1, -1
            elif likely < 0:
                likely = at + 1
    if likely > 0:
        found.append(Quotation(opened, likely, closed=True))
    return found


def _opens_single(text: str, mark: str, at: int, bounds: tuple[int, int]) -> bool:
    if mark in "’›" or _ELISION.match(text, at):
        return False
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[at + 1] if at + 1 < bounds[1] else " "
    return (before.isspace() or before in "([—–") and behind.isalpha()
