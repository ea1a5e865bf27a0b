"""The words that name who speaks, beside a verb that attributes.

Nothing is parsed: a subject is read word by word, back from the verb or on from it, until a word that no subject
reaches over. Whom the words mean is `resolve`'s business.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.cues import verbs
from factsheet.attribution.units import QUOTE
from factsheet.attribution.wordlists import word_list

if TYPE_CHECKING:
    from factsheet.attribution.units import Units

_REACH = 14
"""A subject is at most so many words long."""
_ASIDE_REACH = 30
"""An apposition or a parenthesis between subject and verb is at most so many units long."""
_STOPS = frozenset(",;:.?!…()[]—–-/*\"'" + QUOTE) | {"--", "..", "...", "....", "- -"}


class Subject(NamedTuple):
    """Unit numbers, half open: the subject, all that belongs to it, and the verb with its auxiliaries."""

    first: int
    last: int
    whole_first: int
    cue_first: int
    cue_last: int


@cache
def words(part: str) -> frozenset[str]:
    """One of the lists of function words."""
    return word_list("function_words", part)


@cache
def _breaks() -> frozenset[str]:
    return (words("conjunctions") | words("verbs") | words("prepositions") | words("days")) - words("inside") | {"to"}


def before(units: Units, verb: int, low: int) -> Subject | None:
    """The subject that ends before the verb at unit `verb`, not further back than unit `low`."""
    at, passive = _over_auxiliaries(units, verb - 1, low)
    if at < low or (passive and not units.low[verb].endswith("ing")):
        return None
    cue = at + 1
    aside = _aside(units, at, low)
    if aside:
        at = aside[0] - 2
        if at < low:
            return None
    word = units.low[at]
    quoting = word == "that" and QUOTE in units.low[verb + 1 : verb + 3]
    if word in {"who", "which"} or quoting:
        return _relative(units, at, low, (cue, verb + 1)) if at > low else None
    first = noun_phrase_back(units, at, low)
    if first is None:
        return None
    last = aside[1] if aside and _names(units, (first, at + 1), aside) else at + 1
    return Subject(first, last, first, cue, verb + 1)


def _over_auxiliaries(units: Units, at: int, low: int) -> tuple[int, bool]:
    """The unit before the auxiliaries and adverbs of a verb, and whether they make it a passive."""
    passive = False
    while at >= low:
        word = units.low[at]
        if word in words("be"):
            passive = True
        elif not (
            word in words("auxiliaries") or word in words("adverbs") or (word.endswith("ly") and not units.capital(at))
        ):
            break
        at -= 1
    if at > low and units.low[at - 1 : at + 1] == ["no", "longer"]:
        at -= 2
    return at, passive


def _aside(units: Units, at: int, low: int) -> tuple[int, int] | None:
    """The units of an apposition or a parenthesis that ends at unit `at`, without the marks around it."""
    word = units.low[at]
    if word in ")]":
        opening = _back_to(units, at - 1, low, "([")
    elif word == "," or word in "—–-" or word == "--":
        opening = _back_to(units, at - 1, low, "," if word == "," else "—–---")
    else:
        return None
    return (opening + 1, at) if opening > low else (low + 1, low + 1)


def _names(units: Units, phrase: tuple[int, int], aside: tuple[int, int]) -> bool:
    """Whether an aside names whom a phrase is about: "the mayor, Jane Doe,"."""
    words_of_name = range(*aside)
    common = any(units.low[i].isalpha() and not units.capital(i) for i in range(*phrase))
    return common and len(words_of_name) > 1 and all(units.capital(i) for i in words_of_name)


def _relative(units: Units, who: int, low: int, cue: tuple[int, int]) -> Subject | None:
    """The noun that "who" stands for, else "who" itself."""
    at = who - 1
    if units.low[at] == "," and at > low:
        at -= 1
    first = noun_phrase_back(units, at, low)
    if first is None:
        return Subject(who, who + 1, who, *cue)
    return Subject(first, at + 1, first, *cue)


def _back_to(units: Units, at: int, low: int, marks: str) -> int:
    """The last unit before `at` that is one of `marks`, or -1."""
    for i in range(at, max(low, at - _ASIDE_REACH) - 1, -1):
        if units.low[i] in marks:
            return i
    return -1


def noun_phrase_back(units: Units, at: int, low: int) -> int | None:
    """Where the noun phrase begins that ends with unit `at`."""
    word = units.low[at]
    if word in words("pronouns") or word in words("contracted"):
        return at
    if word in _STOPS or word in _breaks() or word in words("inside"):
        return None
    first = None
    i = at
    floor = max(low, at - _REACH)
    while i >= floor:
        word = units.low[i]
        if word in words("determiners") and not (units.capital(i) and i > floor and units.capital(i - 1)):
            first = i
            if i > floor and units.low[i - 1] in words("determiners"):
                i -= 1
                continue
            i = _over_preposition(units, i - 1, floor)
            if i < 0:
                break
            continue
        if word == "to" and i > floor and units.low[i - 1] in words("sent"):
            i -= 1
            continue
        if word in _STOPS or word in _breaks() or word in words("pronouns"):
            break
        if word in words("inside"):
            i = _over_preposition(units, i, floor)
            if i < 0:
                break
            continue
        if _is_verb(units, i, at):
            break
        first = i
        i -= 1
    return first if first != at or _noun_alone(units, at) else None


def _noun_alone(units: Units, at: int) -> bool:
    """Whether one lower-case word can be a subject: "officials", not "prompted"."""
    return units.capital(at) or not units.low[at].endswith(("ed", "ly"))


def _over_preposition(units: Units, i: int, floor: int) -> int:
    """Where to go on before a preposition that a noun stands before, or -1."""
    if i - 1 < floor or units.low[i] not in words("inside"):
        return -1
    noun = units.low[i - 1]
    if noun in _STOPS or noun in _breaks() or noun in words("inside") or noun in words("determiners"):
        return -1
    return -1 if _is_verb(units, i - 1, i) else i - 1


def _is_verb(units: Units, i: int, at: int) -> bool:
    """Whether the lower-case word at unit `i` is likely a verb, so that no subject reaches over it."""
    if units.capital(i):
        return False
    word = units.low[i]
    known = verbs().get(word)
    if known:
        return i < at and any(v.form in {"past", "ing"} for v in known)
    return False


def after(units: Units, verb: int, high: int) -> Subject | None:
    """The subject that follows the verb at unit `verb`: "said Smith"."""
    i = verb + 1
    if i >= high:
        return None
    word = units.low[i]
    if word in words("pronouns"):
        return Subject(i, i + 1, i, verb, verb + 1)
    if word in _STOPS or word in _breaks() or word in words("inside") or word in words("objects"):
        return None
    last = i
    while last < min(high, i + _REACH):
        word = units.low[last]
        if word in _STOPS or word in words("pronouns"):
            break
        if (word in _breaks() or word in words("inside")) and word not in {"of", "for"}:
            break
        if _is_verb(units, last, high):
            break
        last += 1
    if all(units.low[j] in words("articles") for j in range(i, last)):
        return None
    if last > i and last + 1 < high and units.low[last] == ",":
        end = next((j for j in range(last + 1, high) if units.low[j] in _STOPS), high)
        last = end if _names(units, (i, last), (last + 1, end)) else last
    return Subject(i, last, i, verb, verb + 1) if last > i else None
