"""The statements of a paragraph: those of its sentences, put together where a quotation goes on.

“…,” she said. “…” is one statement in two pieces, and so is a quotation that runs on into the next paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.attribution.rules import read_sentence
from factsheet.attribution.tokens import QUOTE, read_tokens, sentences

if TYPE_CHECKING:
    from factsheet.attribution.records import Manner
    from factsheet.attribution.sentence import Found
    from factsheet.attribution.tokens import Tokens
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
    tokens = read_tokens(text, start, end, quotations(text, start, end, carried=carried))
    for first, last in sentences(tokens):
        if _is_quotation(tokens, first, last):
            if running is not None:
                running.pieces.append((tokens.start[first], tokens.end[last - 1]))
                running.open = _left_open(tokens, last)
                continue
            found.append(_alone(tokens, first, last, found))
            running = found[-1]
            continue
        new = [_raw(tokens, one) for one in read_sentence(tokens, first, last)]
        found += new
        running = _last_quotation(new)
    return running


def _is_quotation(tokens: Tokens, first: int, last: int) -> bool:
    return tokens.low[first] == QUOTE and all(tokens.low[i] in _ONLY_QUOTE for i in range(first, last))


def _last_quotation(new: list[Raw]) -> Raw | None:
    """The statement of a sentence that a quotation after it goes on with."""
    if new and _can_go_on(new[-1]):
        return new[-1]
    return next((raw for raw in reversed(new) if raw.kind == "direct" and raw.rule in {"post", "inverted"}), None)


def _can_go_on(raw: Raw) -> bool:
    return raw.open or raw.kind == "direct" or (raw.kind == "mixed" and raw.rule in {"post", "inverted"})


def _alone(tokens: Tokens, first: int, last: int, found: list[Raw]) -> Raw:
    """A quotation without an attribution of its own: whoever spoke just before it goes on, if anybody did."""
    start = tokens.start[first]
    last_said = found[-1] if found and start - found[-1].pieces[-1][1] < _NEAR else None
    speaker = last_said.speaker if last_said else None
    return Raw([(start, tokens.end[last - 1])], "direct", speaker, None, rule="alone")


def _raw(tokens: Tokens, one: Found) -> Raw:
    pieces = [(tokens.start[a], _end(tokens, b - 1)) for a, b in one.pieces if b > a]
    said = {word for a, b in one.pieces for word in tokens.low[a:b]} - _STOPS
    kind: Manner = "indirect" if QUOTE not in said else "direct" if len(said) == 1 else "mixed"
    speaker = (tokens.start[one.subject[0]], tokens.end[one.subject[1] - 1]) if one.subject else None
    cue = (tokens.start[one.cue[0]], tokens.end[one.cue[1] - 1]) if one.cue else None
    return Raw(pieces, kind, speaker, cue, _left_open(tokens, one.pieces[-1][1]), one.rule, one.lemma)


def _end(tokens: Tokens, last: int) -> int:
    """Where a piece ends: with the full stop that belongs to its last word, as in "the U.S."."""
    end = tokens.end[last]
    return end + (tokens.text[end : end + 1] == "." and "." in tokens.low[last] and tokens.low[last] != ".")


def _left_open(tokens: Tokens, last: int) -> bool:
    """Whether the token before `last` is a quotation that the paragraph does not close."""
    quote = tokens.quotes.get(last - 1)
    return quote is not None and not quote.closed
