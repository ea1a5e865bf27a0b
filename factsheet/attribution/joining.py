"""The statements of a paragraph: those of its sentences, put together where a quotation goes on.

“…,” she said. “…” is one statement in two pieces, and so is a quotation that runs on into the next paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.attribution.rules import read_sentence
from factsheet.attribution.units import QUOTE, read_units, sentences

if TYPE_CHECKING:
    from factsheet.attribution.records import Manner
    from factsheet.attribution.sentence import Found
    from factsheet.attribution.units import Units
    from factsheet.records import Span

_STOPS = frozenset({".", ",", "?", "!", "…", "...", "—", "–", "-"})
_ONLY_QUOTE = _STOPS | {QUOTE}


_NEAR = 300
"""Characters after which whoever spoke before is not expected to go on without a word."""


@dataclass(slots=True)
class Raw:
    """A statement in offsets of the text, before anybody knows whom the speaker's words mean."""

    pieces: list[Span]
    kind: Manner
    speaker: Span | None
    cue: Span | None
    open: bool = False
    """Whether it ends with a quotation that the paragraph does not close."""
    rule: str = ""
    lemma: str = ""


def read_paragraph(text: str, start: int, end: int, found: list[Raw], running: Raw | None) -> Raw | None:
    """Add the statements of a paragraph to `found`; `running` is the quotation that the last one ended with.

    Returns the quotation that this one ends with, so that the next can go on with it.
    """
    carried = running is not None and running.open
    units = read_units(text, start, end, quotations(text, start, end, carried=carried))
    for first, last in sentences(units):
        if _is_quotation(units, first, last):
            if running is not None:
                running.pieces.append((units.start[first], units.end[last - 1]))
                running.open = _left_open(units, last)
                continue
            found.append(_alone(units, first, last, found))
            running = found[-1]
            continue
        new = [_raw(units, one) for one in read_sentence(units, first, last)]
        found += new
        running = _last_quotation(new)
    return running


def _is_quotation(units: Units, first: int, last: int) -> bool:
    return units.low[first] == QUOTE and all(units.low[i] in _ONLY_QUOTE for i in range(first, last))


def _last_quotation(new: list[Raw]) -> Raw | None:
    """The statement of a sentence that a quotation after it goes on with."""
    if new and _goes_on(new[-1]):
        return new[-1]
    return next((raw for raw in reversed(new) if raw.kind == "direct" and raw.rule in {"post", "inverted"}), None)


def _goes_on(raw: Raw) -> bool:
    return raw.open or raw.kind == "direct" or (raw.kind == "mixed" and raw.rule in {"post", "inverted"})


def _alone(units: Units, first: int, last: int, found: list[Raw]) -> Raw:
    """A quotation without an attribution of its own: whoever spoke just before it goes on, if anybody did."""
    start = units.start[first]
    last_said = found[-1] if found and start - found[-1].pieces[-1][1] < _NEAR else None
    speaker = last_said.speaker if last_said else None
    return Raw([(start, units.end[last - 1])], "direct", speaker, None, rule="alone")


def _raw(units: Units, one: Found) -> Raw:
    pieces = [(units.start[a], _end(units, b - 1)) for a, b in one.pieces if b > a]
    said = {word for a, b in one.pieces for word in units.low[a:b]} - _STOPS
    kind: Manner = "indirect" if QUOTE not in said else "direct" if len(said) == 1 else "mixed"
    speaker = (units.start[one.subject[0]], units.end[one.subject[1] - 1]) if one.subject else None
    cue = (units.start[one.cue[0]], units.end[one.cue[1] - 1]) if one.cue else None
    return Raw(pieces, kind, speaker, cue, _left_open(units, one.pieces[-1][1]), one.rule, one.lemma)


def _end(units: Units, last: int) -> int:
    """Where a piece ends: with the full stop that belongs to its last word, as in "the U.S."."""
    end = units.end[last]
    return end + (units.text[end : end + 1] == "." and "." in units.low[last] and units.low[last] != ".")


def _left_open(units: Units, last: int) -> bool:
    """Whether the unit before `last` is a quotation that the paragraph does not close."""
    quote = units.quotes.get(last - 1)
    return quote is not None and not quote.closed
