"""The state of one sentence during reading, with the questions that several rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS, is_form
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

FINAL = frozenset(".?!…;")
DASHES = frozenset({"—", "–", "-", "--"})
CLAUSE_WORDS = frozenset({"that", "whether", "how", "why", "what"})
LOOK = 24
"""Distance between a clause and the verb that introduces it, in tokens."""
ANSWER = 8
"""The longest subject of an answer, in tokens."""
_APPOSITION = 7
"""The longest apposition between commas, in tokens."""
_BEFORE_WITH = frozenset({",", "and", QUOTE, "("})
"""Tokens before a "with" that introduces a speaker."""
_NEVER_BESIDE = frozenset({",", ":", "(", ")", QUOTE}) | WORDS["pronouns"] | WORDS["be"] | WORDS["auxiliaries"]
_BEFORE_NOUN = WORDS["articles"] | (WORDS["prepositions"] - {"to"})


@dataclass(slots=True)
class Found:
    """A statement in tokens: its pieces, its speaker and its words of attribution."""

    pieces: list[Span]
    subject: Span | None
    cue: Span | None
    rule: str
    """The rule that found it; only some allow a quotation to continue it."""
    lemma: str = ""


@dataclass(slots=True)
class SentenceState:
    """One sentence while it is read: tokens `first` to `last`, half open, without its final stop."""

    tokens: ParagraphTokens
    first: int
    last: int
    found: list[Found] = field(default_factory=list)
    free: int = 0
    """The first token that no statement has yet."""
    before: int = 0
    """Its value before the last statement."""
    low: list[str] = field(default_factory=list)
    """The tokens of the whole paragraph in lower case."""

    def __post_init__(self) -> None:
        """Exclude the final stop."""
        self.free, self.before, self.low = self.first, self.first, self.tokens.low
        while self.last > self.first and self.low[self.last - 1] in FINAL:
            self.last -= 1

    def take(self, statement: Found, free: int) -> bool:
        """Add a statement and continue at token `free`; returns True, so that a rule can end with it."""
        self.found.append(statement)
        self.before, self.free = self.free, free
        return True

    def starts(self, stop: int) -> int:
        """The start of what ends at token `stop`: an earlier statement that ends there, as in "X plans to, Y said"."""
        inner = self.found[-1] if self.found else None
        ends = inner is not None and inner.pieces[-1][1] in {stop, stop - 1} and inner.cue is not None
        return self.before if ends and inner and QUOTE not in self.low[slice(*inner.pieces[-1])] else self.free


_MOSTLY_NOUNS = frozenset({"states", "views", "doubts", "fears", "estimates", "reports"})
"""Forms that are as often plural nouns; they attribute only what directly follows."""


def is_noun(s: SentenceState, i: int) -> bool:
    """Whether a verb form is a noun or part of a name here: "his remarks", "in the States", "<tweet>"."""
    if i == s.first:
        return False
    if _in_name(s, i) or _owned(s, i):
        return True
    before = s.low[i - 1]
    if s.low[i] in _MOSTLY_NOUNS and s.low[i + 1 : i + 2] not in (["that"], [":"], [QUOTE], [","]):
        return True
    if s.low[i] in {"state", "states"} and not (s.tokens.capital(i - 1) or before in WORDS["pronouns"]):
        return s.low[i + 1 : i + 2] not in (["that"], [":"])  # "in three battleground states, he said"
    if before.isdigit() and s.low[i] == "pledged":
        return True
    if s.low[i].endswith(("ed", "ing")) or s.low[i] == "said":
        return before in WORDS["articles"] and i + 1 < s.last and s.low[i + 1] not in {",", "that"}
    return before in _BEFORE_NOUN or _has_verb_of_its_own(s, i)


def _in_name(s: SentenceState, i: int) -> bool:
    before = s.low[i - 1]
    return (s.tokens.capital(i) and before != QUOTE) or before in {"<", "/"}


def _owned(s: SentenceState, i: int) -> bool:
    """Whether a word has or is a possessive: "his remarks", "the city's claims", "the reports' authors"."""
    word, before = s.low[i], s.low[i - 1]
    if before in WORDS["possessives"] or (before.endswith(("'s", "’s")) and before not in WORDS["contracted"]):
        return True
    end = s.tokens.end[i]
    return word.endswith("s") and s.tokens.text[end : end + 1] in {"'", "’"}


def _has_verb_of_its_own(s: SentenceState, i: int) -> bool:
    """Whether a finite verb follows, so that the word is its subject: "reports have said"."""
    at = over_adverbs(s, i + 1)
    return at < s.last and (s.low[at] in WORDS["be"] or s.low[at] in WORDS["auxiliaries"] or is_form(s.low[at], "past"))


def over_adverbs(s: SentenceState, i: int) -> int:
    """The first token from `i` on that is no adverb, or the end of the sentence."""
    while i < s.last and is_adverb(s.low[i]):
        i += 1
    return i


def is_adverb(word: str) -> bool:
    """Whether a word in lower case is an adverb, by the list or by its ending."""
    return word in WORDS["adverbs"] or word.endswith("ly")


def quote_before(s: SentenceState, i: int) -> bool:
    """Whether a quotation ends before token `i`, with or without a comma outside its marks."""
    before = s.low[i - 1]
    at = i - 1 - (before == "," or before in DASHES)
    return at >= s.free and s.low[at] == QUOTE


def stop_before(s: SentenceState, i: int) -> bool:
    """Whether a statement can end before token `i`: with a comma, a dash or a quotation that ends so."""
    token = s.low[i - 1]
    if token == QUOTE:
        inner = s.tokens.text[s.tokens.start[i - 1] : s.tokens.end[i - 1]].rstrip("\"”»“’'‘ \xa0")
        return inner[-1:] in set(",?!—–-…") or not s.tokens.capital(i) or i - 1 == s.free
    return token in {",", "?", "!"} or token in DASHES


def with_somebody(s: SentenceState, i: int) -> Span | None:
    """The speaker between "with" and the participle at token `i`: "…, with one reader writing “…”"."""
    for at in range(_before_aside(s, i) - 1, max(s.first - 1, i - LOOK // 2), -1):
        word = s.low[at]
        if word == "with":
            opens = at == s.first or s.low[at - 1] in _BEFORE_WITH or s.low[at - 1] in DASHES
            return (at + 1, i - (s.low[i - 1] == ",")) if opens and at + 1 < i else None
        if word in _NEVER_BESIDE or word in FINAL or word in DASHES:
            return None
    return None


def _before_aside(s: SentenceState, i: int) -> int:
    """The comma before an apposition that ends at token `i`, else `i`: "the chairman, Jane Doe, telling"."""
    if s.low[i - 1] != ",":
        return i
    between = range(i - 2, max(s.first, i - 2 - _APPOSITION), -1)
    at = next((at for at in between if s.low[at] in _NEVER_BESIDE), i)
    return at if at < i - 2 and s.low[at] == "," else i


def quotes_end(s: SentenceState, i: int) -> int:
    """The end of the quotations from token `i` on, with an "and" before or between them."""
    first = end = i + (s.low[i] in {"and", "but"})
    while end < s.last and s.low[end] == QUOTE:
        end += 1
        if s.low[end : end + 1] in (["and"], ["or"]) and s.low[end + 1 : end + 2] == [QUOTE]:
            end += 1
    return min(end, s.last) if end > first else i


def ends_with_comma(s: SentenceState, i: int) -> bool:
    """Whether the quotation at token `i` has a comma before its closing mark."""
    quote = s.tokens.quotes[i]
    return s.tokens.text[quote.start : quote.end].rstrip("\"“”'‘’«» ").endswith(",")


def is_utterance(s: SentenceState, i: int) -> bool:
    """Whether the quotation at token `i` is a whole utterance, from a capital to a final stop."""
    quote = s.tokens.quotes.get(i)
    inner = s.tokens.text[quote.start : quote.end].strip("\"“”'‘’«» ") if quote else ""
    return inner[:1].isupper() and inner[-1:] in set(".,?!…")
