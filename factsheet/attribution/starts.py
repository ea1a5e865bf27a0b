"""Where what is said begins after its verb: "that …", a clause, a quotation, an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution.sentence import CLAUSE_WORDS, FINAL, LOOK, is_past
from factsheet.attribution.speakers import words
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import Sentence


def content_start(s: Sentence, i: int, verb: Verb) -> tuple[int | None, str]:
    """Where what is said begins at unit `i` or after it, and which rule says so; None where nothing is said."""
    low, last = s.units.low, s.last
    if i >= last:
        return None, ""
    word = low[i]
    if verb.parts & {"say", "tell", "think", "find"} and (
        word in CLAUSE_WORDS or (word == "if" and "say" in verb.parts)
    ):
        pronoun = word == "that" and i + 1 < last and low[i + 1] in {",", "."}
        return (None, "") if pronoun else (i, "that")
    if verb.parts & {"say", "quote"}:
        if word in {",", ":"} and i + 1 < last and low[i + 1] == QUOTE:
            return i + 1, "quote"
        if word == QUOTE:
            return i, "quote"
    if word == "to" and "want" in verb.parts:
        return i, "to"
    for part, find, how in _FURTHER:
        if part & verb.parts and (start := find(s, i)) is not None:
            return start, how
    return None, ""


def _bare_clause(s: Sentence, i: int) -> int | None:
    """Whether a clause without "that" begins at unit `i`."""
    units = s.units
    word = units.low[i]
    if word in words("days"):
        if i + 1 < s.last and units.low[i + 1] == "that":
            return i + 1
        return _bare_clause(s, i + 1) if i + 1 < s.last else None
    if word in {"a", "an"} and not _has_verb(s, i):
        return None
    if word in words("subjects") or word in words("contracted") or word in words("determiners"):
        return i
    if units.capital(i) or word == QUOTE:
        return i
    if (
        word in words("asides")
        or word in words("prepositions")
        or word in FINAL
        or word in {",", ":", "and", "or", "but", "to"}
    ):
        return None
    return i if not word.endswith("ly") else _bare_clause(s, i + 1) if i + 1 < s.last else None


def _has_verb(s: Sentence, i: int) -> bool:
    """Whether "a plan …" goes on as a clause, and is not just what somebody announced."""
    for j in range(i + 1, min(s.last, i + LOOK)):
        word = s.units.low[j]
        if word in {"which", "who", "that", "to", ","}:
            return False
        if word in words("verbs") or word in words("auxiliaries") or is_past(word) or word.endswith("ed"):
            return True
    return False


def _object(s: Sentence, i: int) -> int | None:
    """Whether an object begins at unit `i`: a name, a pronoun, a noun with what stands before it."""
    word = s.units.low[i]
    if word == QUOTE or s.units.capital(i):
        return None if word in words("days") else i
    nothing = (
        word in words("prepositions")
        or word in words("conjunctions")
        or word in words("days")
        or word in words("be")
        or word in words("auxiliaries")
        or word in words("adverbs") - {"all", "both", "further"}
        or word.endswith("ly")
        or not word[0].isalnum()
    )
    return None if nothing else i


def _somebody_to(s: Sentence, i: int) -> int | None:
    """Whether somebody is urged at unit `i` to do something."""
    start = _object(s, i)
    if start is None:
        return None
    for j in range(i + 1, min(s.last, i + LOOK // 2)):
        if s.units.low[j] == "to":
            return start
        if s.units.low[j] in {",", QUOTE}:
            return None
    return None


def _past_addressee(s: Sentence, i: int) -> int | None:
    low = s.units.low
    for j in range(i, min(s.last, i + LOOK)):
        word = low[j]
        if word in {"that", "how", "why", "what", "whether"} and j > i:
            return j
        if word == QUOTE and j > i:
            return j
        if j > i and (word in {"he", "she", "they", "it", "there", "we", "i"} or word in words("contracted")):
            return j
        if (
            word == "to"
            and j > i
            and low[j - 1] not in {"him", "her", "them", "us", "me"}
            and not s.units.capital(j - 1)
            and not low[j - 1].endswith("s")
        ):
            return None
        if j > i and low[j - 1] in words("days") and (word in words("determiners") or s.units.capital(j)):
            return j
        if (
            j == i + 1
            and (low[i] in words("objects") or low[i] == "reporters")
            and word not in words("asides")
            and word not in {",", "to"}
        ):
            return j
    return None


def _past_aside(s: Sentence, i: int) -> int | None:
    """The clause after "said in a statement", "said on Monday": at "that", a quotation or a subject."""
    low = s.units.low
    if not (low[i] in words("asides") or low[i] in words("days") or low[i].endswith("ly") or low[i] == ","):
        return None
    for j in range(i, min(s.last, i + LOOK)):
        word = low[j]
        if word == "that" or (word == QUOTE and j > i):
            return j
        if j > i + 1 and word in {"he", "she", "they", "it", "there", "we"}:
            return j
    return None


_FURTHER: tuple[tuple[frozenset[str], Callable[[Sentence, int], int | None], str], ...] = (
    (frozenset({"say", "think"}), _bare_clause, "bare"),
    (frozenset({"tell"}), _past_addressee, "tell"),
    (frozenset({"say"}), _past_aside, "aside"),
    (frozenset({"judge"}), _object, "object"),
    (frozenset({"urge"}), _somebody_to, "urge"),
)
"""Where what is said can begin otherwise, by the part of the list of verbs that allows it."""
