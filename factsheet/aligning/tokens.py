"""Tokens with what a proof needs to know about them: their function, and what precedes them."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.text import reading
from factsheet.language.thesaurus import bases, is_mostly, may_be, parts

if TYPE_CHECKING:
    from collections.abc import Sequence


class Token(NamedTuple):
    """A word: `text[start:end]`, its lower-case form, and its canonical key."""

    key: str
    low: str
    start: int
    end: int
    capital: bool
    gap: str
    """The characters between the previous word and this one, without spaces."""
    is_small: bool
    """Whether it has no meaning of its own: articles, plain prepositions, auxiliaries, conjunctions."""
    is_fixed: bool
    """Whether no other word can replace it: negations, quantities, modal verbs, conditions."""
    groups: frozenset[str]
    """The groups of `grammar.txt` that contain it."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, in digits or words."""
        return self.key[:1].isdigit() or self.key.startswith("-") or self.low in lexicon().numbers

    @property
    def is_preposition(self) -> bool:
        """Whether it can be a preposition."""
        return "prepositions" in self.groups

    def is_of(self, *names: str) -> bool:
        """Whether one of these groups of `grammar.txt` contains it."""
        return not self.groups.isdisjoint(names)


@cache
def group(name: str) -> frozenset[str]:
    """The words of a group of `grammar.txt`."""
    return ENGLISH.words("grammar", name)


_NONE: frozenset[str] = frozenset()


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Each word with the groups that contain it."""
    found: dict[str, set[str]] = {}
    for name in ENGLISH.parts("grammar"):
        for word in group(name) if name else ():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _small() -> frozenset[str]:
    named = ("determiners", "prepositions", "conjunctions", "relatives", "auxiliaries")
    return frozenset().union(*map(group, named)) - group("negations") - group("quantities") - _TELLING


@cache
def _fixed() -> frozenset[str]:
    return frozenset().union(*map(group, ("negations", "quantities", "modals", "conditions")))


_TELLING = frozenset({"before", "after", "since", "until", "till", "despite", "without", "against", "except", "under",
                      "over", "above", "below", "unlike", "than", "excluding", "inside", "outside", "beyond",
                      "or", "but", "nor", "behind"})  # fmt: skip
"""Small words with a meaning that must be accounted for."""


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """All words of a text."""
    out, last, read = [], 0, reading(text)
    loud = text.isupper()
    for key, own, start, end in zip(read.keys, read.own, read.starts, read.ends, strict=True):
        gap = text[last:start]
        gap = "" if gap == " " or not gap else "".join(gap.split())
        shown = text[start:end]
        low, capital, small, fixed, groups = _word(shown, own)
        small = small and (loud or not _is_initials(shown))
        out.append(_token((key, low, start, end, capital, gap, small, fixed, groups)))
        last = end
    return tuple(out)


def _is_initials(shown: str) -> bool:
    """Whether a word in capitals is a name, though it is a small word in others: "WHO", "IT", "OR"."""
    return len(shown) > 1 and shown.isupper() and shown.isalpha()


_token = partial(tuple.__new__, Token)
"""Makes a token without running Python code: a story has as many as all its statements have words."""


@lru_cache(maxsize=16384)  # the words of news come again and again
def _word(shown: str, own: str) -> tuple[str, bool, bool, bool, frozenset[str]]:
    """What holds for a word in any context: its lower case, capital, small, fixed, groups."""
    low = "not" if own == "not" else shown.lower()
    return low, shown[:1].isupper(), low in _small(), low in _fixed(), _groups().get(low, _NONE)


SPANS = frozenset(
    f"{unit}{end}" for unit in ("minute", "hour", "day", "week", "month", "year", "decade") for end in ("", "s")
)
TIMES = SPANS.union(*(ENGLISH.words("calendar", part) for part in ("months", "days", "times")))
"""Nouns for a time: no pronoun replaces one, and "this week" is that of publication."""
POSSESSIVES = ENGLISH.words("function_words", "possessives")
"""Possessive determiners: "his", "whose"."""


def is_verb_at(row: Sequence[Token], at: int) -> bool:
    """Whether the word is a finite verb or participle here, judging by its neighbours and its usual part of speech."""
    token = row[at]
    if not token.groups.isdisjoint(_HELPING):
        return True
    if token.is_small or not _may_be_verb(token.low):
        return False
    if not at:
        return is_mostly(token.low, "v")
    after = row[at + 1] if at + 1 < len(row) else None
    return _takes_verb(row[at - 1], token) or _has_object(row[at - 1], token, after)


_HELPING = frozenset({"auxiliaries", "modals"})


@lru_cache(maxsize=8192)
def _may_be_verb(low: str) -> bool:
    return low.isalpha() and (may_be(low, "v") or _is_past_only(low))


def _has_object(before: Token, token: Token, after: Token | None) -> bool:
    """Whether an inflected word precedes "the" and follows a noun or "that": "the dog that bit the postman"."""
    if after is None or after.gap or after.key == "s" or token.capital or (token.gap and not token.is_of("one_form")):
        return False
    counted = token.is_of("one_form") and before.capital and (after.is_number or after.is_of("quantities"))
    if not (after.is_of("determiners") or counted):
        return False
    if before.low == "that":
        return True
    inflected = bases(token.low) != {token.low} and not token.low.endswith("ing")
    return (inflected or token.is_of("one_form")) and not (before.is_small or before.is_number)


def before_verb(text: str, found: Sequence[Token]) -> str:
    """The words of a text before its first verb, which is not its first word; all of them if it has none."""
    return text[: next((one.start for at, one in enumerate(found) if at and is_verb_at(found, at)), len(text))]


def _takes_verb(before: Token, token: Token) -> bool:
    """Whether the previous word makes a possible verb a verb."""
    if (token.capital and not before.low.endswith(".")) or before.is_of("determiners") or before.low in POSSESSIVES:
        return False
    if before.low == "to":
        return True
    if before.is_preposition:
        return False
    if before.is_of("modals", "pronouns", "relatives") or is_mostly(token.low, "v"):
        return True
    return not token.gap and _is_past_only(token.low)


def _is_past_only(low: str) -> bool:
    """Whether a word can only be a past form, however common its base is as a noun: "stepped"."""
    return low.endswith("ed") and len(low) > _SHORTEST and parts(low).keys().isdisjoint("na")


_SHORTEST = 4
"""Longer words than "need" can be a past form in "-ed"."""
