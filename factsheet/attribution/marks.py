"""Quotation marks: which open, which close, and what is between them.

Quotations are found one paragraph at a time. Double marks of all kinds are one class, because writers mix them: “ can
be closed by ", ” or ''. Guillemets open either way, as in French and German. Single marks count if they are no
apostrophes and are outside double ones. The other modules find the speakers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Span

_MARK = re.compile(r"``|''|\"|“|”|„|‟|«|»|＂")  # all double marks are one class: desks mix them
_SINGLE = re.compile(r"[‘’‚‹›']")  # marks that may be around words, and apostrophes
_SINGLE_OPENER = re.compile(r"[‘'‹]")
"""A quick test: without one of these, a paragraph has no single quotation marks."""
_ELISION = re.compile(r"['’‘](?:\d|(?:em|til|tis|twas|cause|n|round)\b)", re.IGNORECASE)
"""An apostrophe for omitted characters at the start of a word: ’90s, ’em."""
_ALWAYS_OPEN = frozenset({"„", "‟", "``"})
_CLOSES = {"“": frozenset("„‟"), "«": frozenset("»")}
"""Marks that open, and that also close what these opened: German „…“, Danish »…«."""
_SENTENCE_ENDS = frozenset({". ", "? ", "! "})
_STOPS = frozenset(",.?!…;:—–-")
_BEFORE_OPEN = frozenset("([{—–-/‘'\"“«*_>")
_AFTER_CLOSE = frozenset(".,;:?!)]}—–-…/'’\"”»*_<")
_A_STATEMENT = 4
"""The fewest quoted words that are more than a name or a term."""


class Quotation(NamedTuple):
    """Words in quotation marks: `start` and `end` include the marks.

    `closed` is False if the paragraph ends without a closing mark, as it does when the next one continues with the same
    speaker.
    """

    start: int
    end: int
    closed: bool


def quotations(text: str, start: int, end: int, *, carried: bool = False) -> list[Quotation]:
    """The outermost quotations of one paragraph, in order; each character is examined once or twice.

    `carried` says that the previous paragraph left a quotation open: if the first mark closes, the quotation continues
    from the start of this one, since some writers do not open it again.
    """
    doubles = _doubles(text, start, end, goes_on=carried and _closes_first(text, start, end))
    if not _SINGLE_OPENER.search(text, start, end):
        return doubles
    singles = _singles(text, start, end, doubles)
    if not singles:
        return doubles
    free = [d for d in doubles if not any(s.start < d.start and d.end <= s.end for s in _near(singles, d))]
    return sorted([*free, *singles])


def is_statement(text: str, quote: Quotation) -> bool:
    """Whether a quotation is more than a name or a term."""
    return len(text[quote.start : quote.end].split()) >= _A_STATEMENT


def _closes_first(text: str, start: int, end: int) -> bool:
    """Whether the first mark of a paragraph closes, so that the quotation continues from the one before."""
    first = _MARK.search(text, start, end)
    return first is not None and first.start() > start and _hugs_left(text, first.start(), first.end(), (start, end))


def _near(singles: list[Quotation], double: Quotation) -> list[Quotation]:
    """The single quotation that can contain a double one: the last that starts before it."""
    at = bisect_left(singles, double.start, key=attrgetter("start"))
    return singles[at - 1 : at]


def _doubles(text: str, start: int, end: int, *, goes_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    depth, opened, opener, last_close = int(goes_on), start, "“" if goes_on else "", -1
    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if _opens(text, mark, at, after, (start, end), opener if depth else ""):
            if depth and mark == opener and text[max(opened + 1, at - 2) : at] in _SENTENCE_ENDS:
                # A quotation of several paragraphs, which each open it again, run together in one.
                found.append(Quotation(opened, at - 1, closed=True))
                depth = 0
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


def _opens(text: str, mark: str, at: int, after: int, bounds: Span, opener: str) -> bool:
    """Whether a double mark opens; `opener` is the currently open mark, "" outside a quotation."""
    if mark in _ALWAYS_OPEN:
        return True
    if mark in _CLOSES:
        return opener not in _CLOSES[mark] and not (mark == "“" and _hugs_left(text, at, after, bounds))
    if mark in {"”", "»"}:
        return not opener and _closing_mark_opens(text, mark, at, after, bounds)
    return _hugs_right(text, at, after, bounds) if opener else not _hugs_left(text, at, after, bounds)


def _closing_mark_opens(text: str, mark: str, at: int, after: int, bounds: Span) -> bool:
    """Whether an English closing mark opens: "»" in German, "”" in Swedish and Finnish.

    Elsewhere a "”" directly before a word is a typing error, and opens too.
    """
    if mark == "”":
        return _hugs_right(text, at, after, bounds)
    return not _hugs_left(text, at, after, bounds) and text[after : after + 1].isalnum()


def _hugs_left(text: str, at: int, after: int, bounds: Span) -> bool:
    """Whether a mark belongs to the word before it: no space between, and only a space or stop after."""
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[after] if after < bounds[1] else " "
    return not before.isspace() and before not in "([{" and (behind.isspace() or behind in _AFTER_CLOSE)


def _hugs_right(text: str, at: int, after: int, bounds: Span) -> bool:
    """Whether a mark belongs to the word after it."""
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[after] if after < bounds[1] else " "
    return (before.isspace() or before in _BEFORE_OPEN) and not behind.isspace() and behind not in ".,;:?!)"


@dataclass(slots=True)
class _Singles:
    """Quotations in single marks while a paragraph is read.

    A plural's apostrophe looks like a closing mark, so a mark after a comma or full stop is preferred to one after a
    letter; without one, the first is taken.
    """

    found: list[Quotation] = field(default_factory=list)
    opened: int = -1
    likely: int = -1
    """The end of the open quotation unless a surer mark follows."""

    def open(self, at: int) -> None:
        """Open a quotation; an open one ends at its likely end."""
        self.finish()
        if self.opened < 0:
            self.opened = at

    def close(self, end: int, *, sure: bool) -> None:
        """Close at a mark, or note it as the likely end unless it is `sure`."""
        if sure:
            self.likely = end
            self.finish()
        elif self.likely < 0:
            self.likely = end

    def finish(self) -> None:
        """Close the open quotation at its likely end."""
        if self.likely > 0:
            self.found.append(Quotation(self.opened, self.likely, closed=True))
            self.opened = self.likely = -1


def _singles(text: str, start: int, end: int, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks outside double ones."""
    singles = _Singles()
    for at in _single_marks(text, start, end, doubles):
        mark = text[at]
        if _opens_single(text, mark, at, (start, end)):
            singles.open(at)
        elif singles.opened >= 0 and mark in "’'›‘" and _hugs_left(text, at, at + 1, (start, end)):
            singles.close(at + 1, sure=text[at - 1] in _STOPS)
    singles.finish()
    return singles.found


def _single_marks(text: str, start: int, end: int, doubles: list[Quotation]) -> Iterator[int]:
    """The single marks outside double quotations."""
    inside = iter(doubles)
    double = next(inside, None)
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        while double and double.end <= at:
            double = next(inside, None)
        if not double or at < double.start:
            yield at


def _opens_single(text: str, mark: str, at: int, bounds: Span) -> bool:
    if mark in "’›" or _ELISION.match(text, at):
        return False
    before = text[at - 1] if at > bounds[0] else " "
    behind = text[at + 1] if at + 1 < bounds[1] else " "
    return (before.isspace() or before in "([—–") and behind.isalpha()
