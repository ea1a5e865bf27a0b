"""The statements of a paragraph: those of its sentences, joined where a quotation continues.

“…,” she said. “…” is one statement in two pieces, and so is a quotation that continues in the next paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution.cues import CUES, VERBS, WORDS
from factsheet.attribution.marks import quotations
from factsheet.attribution.rules import read_sentence
from factsheet.attribution.sentence import DASHES
from factsheet.attribution.tokens import QUOTE, read_tokens, sentences

if TYPE_CHECKING:
    from factsheet.attribution.records import Manner
    from factsheet.attribution.sentence import Found
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_STOPS = frozenset({".", ",", "?", "!", "…", "...", "—", "–", "-", "--"})
_ONLY_QUOTE = _STOPS | {QUOTE}
_AFTER_NAME = frozenset({",", ";", ".", "(", "—", "–", "--"})
"""Tokens that end the name in a signature: "Jane Doe, fisherman"."""
_THAT_IS_HOW = re.compile(
    r"(?:That|This|Such) (?:is|was) (?:how|what|the way)"
    r" ((?:the )?(?:[a-z-]+ ){0,3}[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3})"
    r" (?:now |still )?(sees?|saw|describe[sd]?|puts?|remembers?|remembered|recalls?|recalled|sums up|summed up|says?"
    r"|said|explains?|explained|thinks?|thought|feels?|felt|told)\b"
)
"""The start of a paragraph that tells whose words the one before it has."""
_LONGEST_SIGNATURE = 16
"""The longest signature after its dash, in tokens."""
_PULLED = 50
"""The shortest text, in characters, whose repetition shows a pull quote."""
_BESIDE = 12
"""Distance between a statement and a quotation that directly follows, in characters."""
_NEAR = 300
"""Distance after which the last speaker no longer continues without a new attribution, in characters."""


@dataclass(slots=True)
class Raw:
    """A statement in offsets of the text, before its speaker is resolved."""

    pieces: list[Span]
    kind: Manner
    speaker: Span | None
    cue: Span | None
    open: bool = False
    """Whether it ends with a quotation that the paragraph does not close."""
    rule: str = ""
    lemma: str = ""


def read_paragraph(text: str, start: int, end: int, found: list[Raw], running: Raw | None) -> Raw | None:
    """Append the statements of a paragraph to `found`; `running` is the quotation with which the last one ended.

    Returns the quotation with which this one ends, so that the next can continue it.
    """
    carried = running is not None and running.open
    tokens = read_tokens(text, start, end, quotations(text, start, end, carried=carried))
    signed = _signature(tokens, running)
    if signed is not None:
        _sign(tokens, signed, found, running)
        return None
    if running is not None and running.rule == "alone" and running.speaker is None:
        _name_behind(text, start, end, running)
    if tokens.low and not tokens.quotes and CUES.isdisjoint(tokens.low):
        return None
    for first, last in sentences(tokens):
        if _is_quotation(tokens, first, last):
            if running is not None:
                running.pieces.append((tokens.start[first], tokens.end[last - 1]))
                running.open = _left_open(tokens, last)
                continue
            if _is_pulled(tokens, first):
                continue
            if found and _leads_to(tokens, first, found[-1]):
                running = found[-1]
                running.pieces.append((tokens.start[first], tokens.end[last - 1]))
                running.kind, running.open = "mixed", _left_open(tokens, last)
                continue
            found.append(_alone(tokens, first, last, found))
            running = found[-1]
            continue
        new = [_raw(tokens, one) for one in read_sentence(tokens, first, last)]
        found += new
        running = _last_quotation(new)
    return running


def _signature(tokens: ParagraphTokens, running: Raw | None) -> int | None:
    """The token at which the signature of a lone quotation begins: "“…” — Jane Doe".

    The quotation is all that precedes the dash, or that of the paragraph before.
    """
    count = len(tokens.low)
    at = next((i for i, word in enumerate(tokens.low) if word not in _ONLY_QUOTE), count)
    quoted = QUOTE in tokens.low[:at] or (at == 1 and running is not None and running.rule == "alone")
    if not quoted or not 0 < at < count <= at + _LONGEST_SIGNATURE or tokens.low[at - 1] not in DASHES:
        return None
    if any(word in VERBS or word == QUOTE for word in tokens.low[at:]):
        return None
    return at if tokens.capital(at) or tokens.low[at] in WORDS["articles"] else None


def _sign(tokens: ParagraphTokens, at: int, found: list[Raw], running: Raw | None) -> None:
    """Attribute the quotation of a paragraph, or the one that it continues, to the name at its end."""
    quotes = [i for i in range(at) if tokens.low[i] == QUOTE]
    if running is None or (quotes and not running.open):
        running = Raw([], "direct", None, None, rule="signed")
        found.append(running)
    if quotes:
        running.pieces.append((tokens.start[quotes[0]], tokens.end[quotes[-1]]))
    end = next((i for i in range(at, len(tokens.low)) if tokens.low[i] in _AFTER_NAME), len(tokens.low))
    running.speaker = tokens.start[at], tokens.end[end - 1]


def _name_behind(text: str, start: int, end: int, running: Raw) -> None:
    """Attribute a lone quotation to whom the next paragraph begins with: "That is how Jane Doe sees the plan"."""
    if said := _THAT_IS_HOW.match(text, start, end):
        running.speaker, running.cue, running.lemma = said.span(1), said.span(2), "tell"


def _is_quotation(tokens: ParagraphTokens, first: int, last: int) -> bool:
    return tokens.low[first] == QUOTE and all(tokens.low[i] in _ONLY_QUOTE for i in range(first, last))


def _is_pulled(tokens: ParagraphTokens, first: int) -> bool:
    """Whether a lone quotation repeats words of the text, as a pull quote does."""
    quote = tokens.quotes[first]
    words = tokens.text[quote.start : quote.end].strip("\"“”'‘’`«» \n.,")[:_PULLED]
    return len(words) == _PULLED and tokens.text.count(words) > 1


def _leads_to(tokens: ParagraphTokens, first: int, before: Raw) -> bool:
    """Whether a quotation directly continues an indirect statement: "She said it failed. “We lost.”"."""
    end = max(before.pieces[-1][1], *(span[1] for span in (before.speaker, before.cue) if span), 0)
    gap = tokens.text[end : tokens.start[first]]
    return before.kind != "direct" and before.cue is not None and len(gap) < _BESIDE and not any(map(str.isalnum, gap))


def _last_quotation(new: list[Raw]) -> Raw | None:
    """The statement of a sentence that the next quotation continues."""
    if new and _can_go_on(new[-1]):
        return new[-1]
    return next((raw for raw in reversed(new) if raw.kind == "direct" and raw.rule in {"post", "inverted"}), None)


def _can_go_on(raw: Raw) -> bool:
    return raw.open or raw.kind == "direct" or (raw.kind == "mixed" and raw.rule in {"post", "inverted"})


def _alone(tokens: ParagraphTokens, first: int, last: int, found: list[Raw]) -> Raw:
    """A quotation without its own attribution: the last speaker, if any, continues."""
    start = tokens.start[first]
    last_said = found[-1] if found and start - found[-1].pieces[-1][1] < _NEAR else None
    speaker = last_said.speaker if last_said else None
    return Raw([(start, tokens.end[last - 1])], "direct", speaker, None, rule="alone")


def _raw(tokens: ParagraphTokens, one: Found) -> Raw:
    pieces = [(tokens.start[a], _end(tokens, b - 1)) for a, b in one.pieces if b > a]
    said = {word for a, b in one.pieces for word in tokens.low[a:b]} - _STOPS
    kind: Manner = "indirect" if QUOTE not in said else "direct" if len(said) == 1 else "mixed"
    speaker = (tokens.start[one.subject[0]], tokens.end[one.subject[1] - 1]) if one.subject else None
    cue = (tokens.start[one.cue[0]], tokens.end[one.cue[1] - 1]) if one.cue else None
    return Raw(pieces, kind, speaker, cue, _left_open(tokens, one.pieces[-1][1]), one.rule, one.lemma)


def _end(tokens: ParagraphTokens, last: int) -> int:
    """The end of a piece, with the full stop of its last word, as in "the U.S."."""
    end = tokens.end[last]
    return end + (tokens.text[end : end + 1] == "." and "." in tokens.low[last] and tokens.low[last] != ".")


def _left_open(tokens: ParagraphTokens, last: int) -> bool:
    """Whether the token before `last` is a quotation that the paragraph does not close."""
    quote = tokens.quotes.get(last - 1)
    return quote is not None and not quote.closed
