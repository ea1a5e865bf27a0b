"""The words that name who speaks, beside a verb that attributes.

Nothing is parsed: a subject is read word by word, back from the verb or on from it, until a word that no subject
reaches over. Whom the words mean is `resolve`'s business.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.cues import verbs, words
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.tokens import Tokens
    from factsheet.records import Span

_REACH = 14
"""A subject is at most so many words long."""
_ASIDE_REACH = 30
"""An apposition or a parenthesis between subject and verb is at most so many tokens long."""
_STOPS = frozenset(",;:.?!…()[]—–-/*\"'" + QUOTE) | {"--", "..", "...", "....", "- -"}


class VerbSubject(NamedTuple):
    """Token numbers, half open: the subject of a verb that attributes, and the verb with its auxiliaries."""

    first: int
    last: int
    cue_first: int
    cue_last: int

    @property
    def span(self) -> Span:
        """The subject alone."""
        return self.first, self.last

    @property
    def cue(self) -> Span:
        """The verb with its auxiliaries."""
        return self.cue_first, self.cue_last


# The sets below join several lists: they are built once, as each word of an article is looked up in them.
@cache
def _breaks() -> frozenset[str]:
    """Words that no subject reaches over."""
    return (words("conjunctions") | words("verbs") | words("prepositions") | words("days")) - words("inside") | {"to"}


@cache
def _never_in_subject() -> frozenset[str]:
    return _STOPS | _breaks() | words("pronouns")


@cache
def _never_last() -> frozenset[str]:
    """What no noun phrase ends with."""
    return _STOPS | _breaks() | words("inside")


@cache
def _never_first() -> frozenset[str]:
    """What no subject behind its verb begins with."""
    return _never_last() | words("objects")


@cache
def _ends_inverted() -> frozenset[str]:
    """What ends a subject behind its verb: "said Smith on Monday"."""
    return _STOPS | words("pronouns") | ((_breaks() | words("inside")) - {"of", "for"})


def before(tokens: Tokens, verb: int, low: int) -> VerbSubject | None:
    """The subject that ends before the verb at token `verb`, not further back than token `low`."""
    at, passive = _over_auxiliaries(tokens, verb - 1, low)
    if at < low or (passive and not tokens.low[verb].endswith("ing")):
        return None
    cue = at + 1, verb + 1
    aside = _aside(tokens, at, low)
    if aside:
        at = aside[0] - 2
    if at < low:
        return None
    if _is_relative(tokens, at, verb):
        return _relative(tokens, at, low, cue)
    first = noun_phrase_back(tokens, at, low)
    if first is None:
        return None
    last = aside[1] if aside and _names(tokens, (first, at + 1), aside) else at + 1
    return VerbSubject(first, last, *cue)


def _is_relative(tokens: Tokens, at: int, verb: int) -> bool:
    """Whether a subject stands before "who", "which", or a "that" whose verb quotes: "a letter that said “…”"."""
    word = tokens.low[at]
    return word in {"who", "which"} or (word == "that" and QUOTE in tokens.low[verb + 1 : verb + 3])


def _over_auxiliaries(tokens: Tokens, at: int, low: int) -> tuple[int, bool]:
    """The token before the auxiliaries and adverbs of a verb, and whether they make it a passive."""
    passive = False
    while at >= low:
        word = tokens.low[at]
        if word in words("be"):
            passive = True
        elif not (
            word in words("auxiliaries") or word in words("adverbs") or (word.endswith("ly") and not tokens.capital(at))
        ):
            break
        at -= 1
    if at > low and tokens.low[at - 1 : at + 1] == ["no", "longer"]:
        at -= 2
    return at, passive


def _aside(tokens: Tokens, at: int, low: int) -> Span | None:
    """The tokens of an apposition or a parenthesis that ends at token `at`, without the marks around it."""
    word = tokens.low[at]
    if word in ")]":
        opening = _back_to(tokens, at - 1, low, "([")
    elif word == "," or word in "—–-" or word == "--":
        opening = _back_to(tokens, at - 1, low, "," if word == "," else "—–---")
    else:
        return None
    return (opening + 1, at) if opening > low else (low + 1, low + 1)


def _names(tokens: Tokens, phrase: Span, aside: Span) -> bool:
    """Whether an aside names whom a phrase is about: "the mayor, Jane Doe,"."""
    words_of_name = range(*aside)
    common = any(tokens.low[i].isalpha() and not tokens.capital(i) for i in range(*phrase))
    return common and len(words_of_name) > 1 and all(tokens.capital(i) for i in words_of_name)


def _relative(tokens: Tokens, who: int, low: int, cue: Span) -> VerbSubject | None:
    """The noun that "who" stands for, else "who" itself; None where "who" stands first."""
    at = who - 1
    if at < low:
        return None
    if tokens.low[at] == "," and at > low:
        at -= 1
    first = noun_phrase_back(tokens, at, low)
    if first is None:
        return VerbSubject(who, who + 1, *cue)
    return VerbSubject(first, at + 1, *cue)


def _back_to(tokens: Tokens, at: int, low: int, marks: str) -> int:
    """The last token before `at` that is one of `marks`, or -1."""
    for i in range(at, max(low, at - _ASIDE_REACH) - 1, -1):
        if tokens.low[i] in marks:
            return i
    return -1


def noun_phrase_back(tokens: Tokens, at: int, low: int) -> int | None:
    """Where the noun phrase begins that ends with token `at`."""
    word = tokens.low[at]
    if word in words("pronouns") or word in words("contracted"):
        return at
    if word in _never_last():
        return None
    first = None
    i, floor = at, max(low, at - _REACH)
    while i >= floor:
        belongs, further = _step_back(tokens, i, floor, at)
        if belongs:
            first = i
        i = further
    return first if first != at or _noun_alone(tokens, at) else None


def _step_back(tokens: Tokens, i: int, floor: int, at: int) -> tuple[bool, int]:
    """Whether the noun phrase that ends at `at` may begin with token `i`, and where to go on; -1 where it stops."""
    word, earlier = tokens.low[i], tokens.low[i - 1] if i > floor else ""
    if word in words("determiners") and not _inside_capitals(tokens, i, floor):
        return True, i - 1 if earlier in words("determiners") else _over_preposition(tokens, i - 1, floor)
    if word == "to" and earlier in words("sent"):
        return False, i - 1
    if word in _never_in_subject():
        return False, -1
    if word in words("inside"):
        return False, _over_preposition(tokens, i, floor)
    return (False, -1) if _is_verb(tokens, i, at) else (True, i - 1)


def _inside_capitals(tokens: Tokens, i: int, floor: int) -> bool:
    """Whether a determiner is part of a name: "Doctors Without Any Borders"."""
    return tokens.capital(i) and i > floor and tokens.capital(i - 1)


def _noun_alone(tokens: Tokens, at: int) -> bool:
    """Whether one lower-case word can be a subject: "officials", not "prompted"."""
    return tokens.capital(at) or not tokens.low[at].endswith(("ed", "ly"))


def _over_preposition(tokens: Tokens, i: int, floor: int) -> int:
    """Where to go on before a preposition that a noun stands before, or -1."""
    if i - 1 < floor or tokens.low[i] not in words("inside"):
        return -1
    noun = tokens.low[i - 1]
    if noun in _never_last() or noun in words("determiners"):
        return -1
    return -1 if _is_verb(tokens, i - 1, i) else i - 1


def _is_verb(tokens: Tokens, i: int, at: int) -> bool:
    """Whether the lower-case word at token `i` is likely a verb, so that no subject reaches over it."""
    if tokens.capital(i):
        return False
    return i < at and any(verb.form in {"past", "ing"} for verb in verbs().get(tokens.low[i], ()))


def after(tokens: Tokens, verb: int, high: int) -> VerbSubject | None:
    """The subject that follows the verb at token `verb`: "said Smith"."""
    i = verb + 1
    if i >= high:
        return None
    if tokens.low[i] in words("pronouns"):
        return VerbSubject(i, i + 1, verb, verb + 1)
    if tokens.low[i] in _never_first():
        return None
    end = min(high, i + _REACH)
    last = next((j for j in range(i, end) if tokens.low[j] in _ends_inverted() or _is_verb(tokens, j, high)), end)
    if all(word in words("articles") for word in tokens.low[i:last]):
        return None
    return VerbSubject(i, _with_name(tokens, i, last, high), verb, verb + 1)


def _with_name(tokens: Tokens, first: int, last: int, high: int) -> int:
    """Where a subject ends with the name behind it: "said the mayor, Jane Doe"."""
    if last + 1 >= high or tokens.low[last] != ",":
        return last
    end = next((j for j in range(last + 1, high) if tokens.low[j] in _STOPS), high)
    return end if _names(tokens, (first, last), (last + 1, end)) else last
