"""Pronouns whose antecedent is in a sentence before, and what a pronoun can stand for within its own sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.aligning.ordering import ROLES
from factsheet.aligning.tokens import SPANS, group, is_verb_at
from factsheet.attribution.cues import SAYING
from factsheet.attribution.naming import sex_of
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, may_be
from factsheet.proving.pronouns import BACK, HUMAN, is_named_after, may_be_meant, stands_for_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
_OF_WOMEN = frozenset({"she", "her", "hers", "herself"})
_SEVERAL, _MANY = ENGLISH.words("pointing", "several"), ENGLISH.words("pointing", "many")
_MALE, _FEMALE = group("male"), group("female")
_PERSONS = ENGLISH.words("pointing", "persons") | _MALE | _FEMALE
UNEXPLAINED = "…"
"""Stands for a word without a certain antecedent in any sentence before: "A nurse from Orla, she", "this city"."""


def pronouns(found: Sequence[Token], start: int) -> Iterator[str]:
    """Pronouns from `start` on without a possible antecedent in the sentence."""
    if BACK.isdisjoint(token.low for token in found):
        return
    quoted = _quoted(found)
    for at in range(start, len(found)):
        if found[at].low not in BACK or stands_for_nothing(found, at):
            continue
        before = [one for one in range(_reach(found, at) - 1, -1, -1) if at in quoted or one not in quoted]
        if found[at].low not in _SEVERAL and is_named_after(found, at):
            continue
        if (subject := _subject_of_object(found, at)) is not None:
            before = [one for one in before if one > subject]
        if _is_described(found, at):
            yield UNEXPLAINED
        elif _says_so(found, at) or not any(means(found, one, found[at].low) for one in before):
            yield found[at].low


def _subject_of_object(found: Sequence[Token], at: int) -> int | None:
    """The end of a subject whose verb has a pronoun as its object, which means another: "Doe has looked into it"."""
    verb = at - 1 - found[at - 1].is_preposition
    if found[at].low not in {"it", "them", "him"} or verb < 1 or not found[verb].low.endswith(("ing", "ed")):
        return None
    start = verb
    while start and not found[start].gap and _helps(found[start - 1]):
        start -= 1
    return start - 1 if 0 < start < verb and all(one.capital for one in found[:start]) else None


def _helps(token: Token) -> bool:
    return token.is_of("auxiliaries", "modals", "adverbs") or token.low.endswith("ly")


def _quoted(found: Sequence[Token]) -> frozenset[int]:
    """The indexes of the words in quotation marks; pronouns outside do not refer to names in them."""
    inside, is_open = set[int](), False
    for at, token in enumerate(found):
        is_open ^= token.gap != "" and len(_QUOTATION.findall(token.gap)) % 2 == 1
        if is_open:
            inside.add(at)
    return frozenset(inside)


_QUOTATION = re.compile(r"[\"“”]|''|``")


def _says_so(found: Sequence[Token], at: int) -> bool:
    """Whether a pronoun is the speaker of the words before it."""
    token, following = found[at], found[at + 1 : at + 3]
    says = token.low in _SUBJECTS and any(one.low in SAYING for one in following)
    inserted = token.low == "they" and len(following) > 1 and following[1].gap == ","  # "a man who, they say, had"
    return says and token.gap[-1:] in {",", "”", '"', "'", "’"} and not inserted


def _is_described(found: Sequence[Token], at: int) -> bool:
    """Whether the antecedent is an indefinite noun, which no other sentence names: "A nurse from Orla, she"."""
    opens = found[0].low in {"a", "an"} and found[at].low in {"he", "she"} and "," in found[at].gap
    return opens and not any(token.is_of("auxiliaries") for token in found[:at])


_SUBJECTS = frozenset({"it", "he", "she", "they"})


def _reach(found: Sequence[Token], at: int) -> int:
    """The position before which a pronoun's antecedent is: the object of a verb is not its subject."""
    is_subject = at + 1 < len(found) and (is_verb_at(found, at + 1) or found[at + 1].is_of("auxiliaries", "modals"))
    if found[at].low not in {"it", "them", "him"} or at == 0 or is_subject or not is_verb_at(found, at - 1):
        return at
    return next((i for i in range(at - 1, 0, -1) if found[i].gap or _opens_clause(found, i, at)), 0)


def _opens_clause(found: Sequence[Token], at: int, end: int) -> bool:
    """Whether a new clause begins at a word: "who", "if", "and a hundred are supporting them"."""
    if found[at].is_of("relatives", "conditions"):
        return True
    return found[at].low in {"and", "but"} and any(found[i].is_of("auxiliaries", "modals") for i in range(at + 2, end))


def means(found: Sequence[Token], at: int, pronoun: str) -> bool:
    """Whether a pronoun after word `at` can refer to it."""
    word = found[at]
    if word.is_of("pronouns"):
        return False
    if pronoun in HUMAN:
        return _means_person(found, at, pronoun)
    if word.low in SPANS:
        return False  # "After years of waiting, they"
    several = word.low.endswith("s") and any(may_be(base, "n") for base in bases(word.key) - {word.key})
    if several and pronoun in _SEVERAL and not word.capital and not is_verb_at(found, at):
        return True  # "Area seniors ages 50 and older"
    if not may_be_meant(found, at, human=False):
        return False
    if pronoun not in _SEVERAL and word.capital and _is_one_person(found, at):
        return False  # "Jane Doe made it an issue"
    if not at and word.low.endswith("s") and pronoun not in _SEVERAL and _after_is_plural(found):
        return False  # "Firefighters say it"
    if pronoun in _SEVERAL:
        name = word.capital and (at > 0 or _is_name(found, at)) and not _is_one_person(found, at)
        return several or word.low in _MANY or name
    return (word.capital and (at > 0 or _is_name(found, at))) or not several


def _means_person(found: Sequence[Token], at: int, pronoun: str) -> bool:
    """Whether "he" or "she" after word `at` can refer to it."""
    word = found[at]
    if not (word.low in _PERSONS or may_be_meant(found, at, human=True)):
        return False
    sexes = {sex_of(found[i].low.title()) for i in (at - 1, at) if i >= 0 and found[i].capital}
    if word.low in (_MALE if pronoun in _OF_WOMEN else _FEMALE) or ("m" if pronoun in _OF_WOMEN else "f") in sexes:
        return False
    if not at:
        return _is_name(found, at)
    return not gazetteer().find(f"{found[at - 1].low} {word.low}".title())  # "in New Hampshire, he"


def _is_one_person(found: Sequence[Token], at: int) -> bool:
    """Whether a name is a single person's: "President Jane Doe"."""
    beside = [token for token in found[max(0, at - 2) : at] if token.capital]
    return any(sex_of(token.low.title()) or token.low in _PERSONS | ROLES for token in beside)


def _after_is_plural(found: Sequence[Token]) -> bool:
    return len(found) > 1 and found[1].low in {"say", "are", "were", "have", "do"}


_OF_ONE_VERBS = frozenset({"has", "is", "was", "does"})


def _is_name(found: Sequence[Token], at: int) -> bool:
    """Whether the first word of a sentence begins a name: another follows, "Banks has", or it is no common word."""
    after = found[at + 1] if at + 1 < len(found) and not found[at + 1].gap else None
    follows = after is not None and (after.capital or (found[at].low.endswith("s") and after.low in _OF_ONE_VERBS))
    return follows or not any(may_be(found[at].low, part) for part in "nva")
