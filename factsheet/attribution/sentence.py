"""One sentence while it is read, and what several rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.attribution.cues import verbs
from factsheet.attribution.speakers import words
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.units import Units

FINAL = frozenset(".?!…;")
DASHES = frozenset({"—", "–", "-", "--"})
CLAUSE_WORDS = frozenset({"that", "whether", "how", "why", "what"})
LOOK = 24
"""How far a clause may be from the verb that introduces it, in units."""
ANSWER = 8
"""Units that the one who answers may take."""


@dataclass(slots=True)
class Found:
    """A statement in units: what was said in pieces, who said it and the words that say so."""

    pieces: list[tuple[int, int]]
    subject: tuple[int, int] | None
    cue: tuple[int, int] | None
    rule: str
    """Which rule found it; for the benchmark's table of errors."""
    lemma: str = ""


@dataclass(slots=True)
class Sentence:
    """One sentence while it is read: units `first` to `last`, half open, without its final stop."""

    units: Units
    first: int
    last: int
    found: list[Found] = field(default_factory=list)
    free: int = 0
    """The first unit that no statement holds yet."""

    def __post_init__(self) -> None:
        """Leave the final stop out."""
        self.free = self.first
        while self.last > self.first and self.units.low[self.last - 1] in FINAL:
            self.last -= 1


def is_noun(s: Sentence, i: int) -> bool:
    """Whether a word with the form of a verb is a noun or part of a name: "his remarks", "in the States", "<tweet>"."""
    units, low = s.units, s.units.low
    if i == s.first:
        return False
    before = low[i - 1]
    if (units.capital(i) and before != QUOTE) or before in words("owners") or before in {"<", "/"}:
        return True
    if units.text[units.end[i] : units.end[i] + 1] in {"'", "’"} and low[i].endswith("s"):
        return True
    if before.endswith(("'s", "’s")) and before not in words("contracted"):
        return True
    if low[i].endswith(("ed", "ing")) or low[i] == "said":
        return before in words("articles") and i + 1 < s.last and low[i + 1] not in {",", "that"}
    if before in words("articles") or before in words("prepositions") - {"to"}:
        return True
    at = i + 1
    while at < s.last and (low[at] in words("adverbs") or low[at].endswith("ly")):
        at += 1
    return at < s.last and (low[at] in words("be") or low[at] in words("auxiliaries") or is_past(low[at]))


def is_past(word: str) -> bool:
    """Whether a word is the past of a verb that attributes."""
    return any(verb.form == "past" for verb in verbs().get(word, ()))


def quote_before(s: Sentence, i: int) -> bool:
    """Whether a quotation ends before unit `i`, with or without a comma outside its marks."""
    at = i - 1 - (s.units.low[i - 1] in DASHES | {","})
    return at >= s.free and s.units.low[at] == QUOTE


def stop_before(s: Sentence, i: int) -> bool:
    """Whether what was said can end before unit `i`: with a comma, a dash or a quotation that ends so."""
    unit = s.units.low[i - 1]
    if unit == QUOTE:
        inner = s.units.text[s.units.start[i - 1] : s.units.end[i - 1]].rstrip("\"”»“’'‘ \xa0")
        return inner[-1:] in set(",?!—–-…") or not s.units.capital(i) or i - 1 == s.free
    return unit == "," or unit in DASHES or unit in {"?", "!"}


def quotes_end(s: Sentence, i: int) -> int:
    """Where the quotations end that stand at unit `i`, with an "and" before them."""
    first = end = i + (s.units.low[i] in {"and", "but"})
    while end < s.last and s.units.low[end] == QUOTE:
        end += 1
    return end if end > first else i


def ends_with_comma(s: Sentence, i: int) -> bool:
    """Whether the quotation at unit `i` has a comma before its closing mark."""
    quote = s.units.quotes[i]
    return s.units.text[quote.start : quote.end].rstrip("\"“”'‘’«» ").endswith(",")
