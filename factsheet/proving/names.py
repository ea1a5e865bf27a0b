"""Proves that the evidence names a person or place, also by another form of the name.

An entry's own evidence must name it; that the article does elsewhere proves nothing.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import parts
from factsheet.proving.proof import Proof, fails
from factsheet.proving.subject import FORMS_OF_ADDRESS, name_keys, places_of, within, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_ADDRESS = FORMS_OF_ADDRESS | {"a", "an", "of", "for", "and", "then"}


def prove_name(subject: Subject, name: str, evidence: Sequence[Span]) -> Proof:
    """Prove a name by evidence that has it, or that has a part of it which nobody else in the article shares."""
    keys = name_keys(name)
    sentences = subject.text.sentences_of(evidence)
    for sentence in sentences:
        if places_of(words_of(subject, sentence.span), keys):
            return Proof(sentence=sentence.span)
    if keys and subject.text.find(list(keys)) and _is_short_here(subject, keys, [s.span for s in sentences]):
        return Proof()
    return fails(name, "its evidence does not name it")


def _is_short_here(subject: Subject, keys: tuple[str, ...], spans: list[Span]) -> bool:
    """Whether the evidence has a surname that the whole article uses with only these given names."""
    if len(keys) < 2 or not any(places_of(words_of(subject, span), keys[-1:]) for span in spans):
        return False
    before = {
        subject.text.keys[at - 1] for at in subject.text.places.get(keys[-1], ()) if at and _joins_name(subject, at)
    }
    return keys[-2] in before and all(one in keys or not _is_first_name(one) for one in before)


def _joins_name(subject: Subject, at: int) -> bool:
    """Whether the word before word `at` of the article has a capital, and only a space follows it."""
    reading, text = subject.text, subject.article.text
    return text[reading.starts[at - 1]].isupper() and text[reading.ends[at - 1] : reading.starts[at]] == " "


def _is_first_name(key: str) -> bool:
    return key.isalpha() and key not in _ADDRESS


def prove_alias(subject: Subject, alias: str, names: Sequence[str]) -> Proof:
    """Prove another form of a name: a part of it, its initials, or an apposition."""
    mine = name_keys(alias)
    for name in names:
        keys = name_keys(name)
        related = within(mine, keys) or within(keys, mine) or is_acronym(alias, name)
        if mine and related and subject.text.find(list(mine)):
            return Proof()
        if _in_apposition(subject, mine, keys) or (is_slip(alias, name) and subject.text.find(list(mine))):
            return Proof()
        if any(within(keys, other) or within(other, keys) for other, _ in known_as(subject, alias)):
            return Proof()
    return fails(alias, "no words of the article join it to the name")


_ALIAS_BEFORE = re.compile(
    r"\b(?:(?:known|performs?|performing|performed|writes?|writing|wrote|sings?|singing|raps?|records?|recording|trades?"
    r"|trading|fights?|tweets?|posts?)(?: [a-z]+){0,4} as|(?:goes|went) by|alias|aka|a\.k\.a\.|nicknamed|dubbed"
    r"|(?:stage|pen|code) name(?: is| was|,)?|under the names?"
    r"|whom? (?:[a-z]+ ){1,3}calls?|simply called|called)[ (,]*[“\"‘']?(?:the )?[“\"‘']?$"
)
"""Words that introduce an alias after a name: "better known to his fans as"."""
_ALIAS_AFTER = re.compile(
    r"[”\"’']?(?:,? \(?(?:whose )?(?:real|full|legal) name(?: is| was|,)?| \(?(?:born|née|alias|aka))[ :]+"
)
"""Words that introduce a name after its alias: "whose real name is"."""


def known_as(subject: Subject, alias: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names that the article gives for an alias, as keys and as written."""
    text, source = subject.text, subject.article.text
    for start, end in text.find(list(name_keys(alias))):
        here = text.sentences_of([(start, end)])
        names = text.names_between(here[0].first, here[-1].last) if here else []
        if joined := _ALIAS_BEFORE.search(source, here[0].span[0] if here else start, start):
            before = [one for one in names if text.ends[one.last - 1] <= joined.start()]
            yield from ((one.keys, text.slice(one.first, one.last)) for one in before[-1:])
        elif joined := _ALIAS_AFTER.match(source, end):
            after = [one for one in names if text.starts[one.first] >= joined.end()]
            yield from ((one.keys, text.slice(one.first, one.last)) for one in after[:1])


def is_slip(one: str, other: str) -> bool:
    """Whether one name is a misspelling of the other.

    That is two letters swapped, one of a double letter missing, or an "i" for a "y" and the like. Different given names
    are different people, however alike: "Christian" and "Christina".
    """
    words = (re.findall(r"[^\W\d_]+", name.casefold()) for name in (one, other))
    pairs = [(a, b) for a, b in zip_longest(*words, fillvalue="") if a != b]
    if len(pairs) != 1 or min(map(len, pairs[0])) < _SHORTEST_SLIP or _given_names().issuperset(pairs[0]):
        return False
    short, long = sorted(pairs[0], key=len)
    if len(short) == len(long):
        differ = [at for at in range(len(short)) if short[at] != long[at]]
        if len(differ) == 1 and frozenset((short[differ[0]], long[differ[0]])) in _SOUND_ALIKE:
            return True
        return len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(short) == sorted(long)
    return short in {long[:at] + long[at + 1 :] for at in range(1, len(long)) if _may_lack(long, at)}


def _may_lack(word: str, at: int) -> bool:
    """Whether a letter of a word is left out by a slip: one of a pair, or any of a long word that is no name."""
    return word[at] == word[at - 1] or (len(word) >= _LONG_WORD and bool(parts(word)))


_LONG_WORD = 8


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(str.casefold, ENGLISH.words("given_names")))


_SOUND_ALIKE = frozenset(map(frozenset, ("iy", "ck", "sz", "vw", "qk", "ij")))
"""Letters that replace each other in names."""
_SHORTEST_SLIP = 4
"""The shortest word, in letters, in which a swap is a misspelling rather than another word."""


def is_acronym(short: str, name: str) -> bool:
    """Whether letters are the initials of a name, with or without its small words: "UNHCR", "DoJ"."""
    words = [word.lower() for word in re.findall(r"[^\W_]+", name)]
    return bool(initials_of(short)) and any(_spells(letters, words) for letters in _readings(short))


def initials_of(short: str) -> str:
    """The letters of an acronym in lower case; "" for any other word."""
    bare = short.replace(".", "").replace("&", "")
    capitals = sum(map(str.isupper, bare))
    small = sum(map(str.islower, bare))
    is_short = bare.isalnum() and 2 <= len(bare) <= _MOST_INITIALS and bare[0].isupper()
    return bare.lower() if is_short and capitals >= 2 and small <= 1 else ""


def _readings(short: str) -> set[str]:
    """Initials with and without their lower-case letters: "DoJ", "RoSPA"."""
    return {initials_of(short), "".join(one for one in short if one.isupper() or one.isdigit()).lower()}


_MOST_INITIALS = 7
_SMALL = frozenset(
    {"of", "for", "the", "and", "on", "in", "at", "to", "de", "la", "des", "du", "und", "der", "against", "with"}
)
"""Words of a name that can be missing from its initials."""


def _spells(letters: str, words: Sequence[str]) -> bool:
    if not words:
        return not letters
    takes = letters[:1] == words[0][0] and _spells(letters[1:], words[1:])
    passes = words[0] in _SMALL or "and" in words[1:2]  # ECDC: "… for Disease Prevention and Control"
    return takes or (passes and _spells(letters, words[1:]))


def spelled_by(short: str, words: Sequence[Token]) -> range:
    """The words of a text with these initials, capitalised but for small words; empty if there are none."""
    letters = initials_of(short)
    for first in range(len(words) if letters else 0):
        if not words[first].capital or words[first].low[0] != letters[0]:
            continue
        last = first + 1
        while last < len(words) and last - first < 2 * len(letters) and _is_of_name(words[last]):
            last += 1
            lows = [word.low for word in words[first:last]]
            if words[last - 1].capital and any(_spells(one, lows) for one in _readings(short)):
                return range(first, last)
    return range(0)


def long_names(words: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Names of two and more capitalised words, with small words in them: "Ministry of Defence"."""
    at = 0
    while at < len(words):
        last = at + 1
        while words[at].capital and last < len(words) and _is_of_name(words[last]):
            last += 1
        capitals = [word for word in words[at:last] if word.capital and not word.is_small]
        if len(capitals) > 1:
            yield tuple(capitals)
        at = last


def _is_of_name(word: Token) -> bool:
    return word.gap in {"", "-", "&"} and (word.capital or word.is_number or word.low in _SMALL)


def stands_in_another(subject: Subject, alias: str, names: Sequence[str]) -> str | None:
    """The owner of an alias if it is none of these names; else None.

    That is the longer name that every mention of it is part of, or the one that the article equates it with.
    """
    keys, mine = list(name_keys(alias)), {key for name in names if name != alias for key in name_keys(name)}
    reading, found = subject.text, None
    is_own = not mine.isdisjoint(keys) or any(is_acronym(alias, name) for name in names if name != alias)
    for other, shown in known_as(subject, alias) if mine and not is_own else ():
        if not any(within(other, keys_) or within(keys_, other) for keys_ in map(name_keys, names)):
            return shown
    if not alias[:1].isupper() or prove_alias(subject, alias, [name for name in names if name != alias][:1]).holds:
        return None
    for start, end in reading.find(keys):
        first, last = reading.range_of((start, end))
        around = reading.name_around(first, last)
        whole = name_keys(reading.slice(around.first, around.last)) if around else ()
        if around is None or set(whole) <= {*keys, *mine} or around.last - around.first == len(keys):
            return None
        found = reading.slice(around.first, around.last)
    return found


def _in_apposition(subject: Subject, mine: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether the article has one in brackets or commas right after the other."""
    reading, text = subject.text, subject.article.text
    for one, other in ((keys, mine), (mine, keys)):
        for _, end in reading.find(list(one)) if one else ():
            after = text[end : end + 40].lstrip()
            if after[:1] in "(,[" and list(other) == [t.key for t in tokens(after[1:])][: len(other)] and other:
                return True
    return False
