"""Proves that the article locates a place in a country, and that something happened there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.countries import countries
from factsheet.language.lexicon import is_light
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases
from factsheet.proving.proof import Proof, fails
from factsheet.proving.subject import name_keys, places_of, within, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.language.text import Text
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def prove_country(subject: Subject, name: str, country: str) -> Proof:
    """Prove a country: the article locates the place in it, or the place is named after it.

    The article's statements about a place count wherever they are, since a place is in one country.
    """
    mine, keys = name_keys(country), name_keys(name)
    homes = countries(mine)
    if not mine or mine == keys or (homes and homes == countries(keys)):
        return Proof()
    text = subject.text
    for start, end in text.find(list(keys)):
        first, last = text.range_of((start, start))[0], text.range_of((end, end))[0]
        there, behind = _put_in(text, last)
        after, _ = _put_in(text, behind)
        if mine in (there, after) or (homes and homes in (countries(there), countries(after))):
            return Proof(sentence=(start, end))
        if homes and first and _is_called(text, first, homes):
            return Proof(sentence=(start, end))
    return fails(country, "the article does not put the place there")


def _is_called(text: Text, first: int, homes: frozenset[str]) -> bool:
    """Whether the words right before a place name its country: "the Syrian capital Damascus"."""
    for at in range(first - 1, max(-1, first - _FAR_PLACE), -1):
        if text.gap(at + 1).strip() or (is_light(text.keys[at]) and text.keys[at] != "of"):
            return False
        if countries([text.keys[at]]) == homes:
            return True
    return False


def prove_scene(subject: Subject, name: str, evidence: Sequence[Span]) -> Proof:
    """Prove that a place is a scene: its evidence has an event "in", "at" or "off" it."""
    for sentence in subject.text.sentences_of(evidence):
        words = words_of(subject, sentence.span)
        for first, last in places_of(words, name_keys(name)):
            if _is_where_said(subject, sentence.span[0] + words[first].start):
                continue
            before = words[max(0, first - _FAR_PLACE) : first]
            if any(token.low in ENGLISH.words("motion", "where") for token in before) or _is_gone_to(words, first):
                return Proof(sentence=sentence.span)
            if last + 1 < len(words) and words[last + 1].low == "based":
                return Proof(sentence=sentence.span)
    return Proof((), ("its evidence does not say that it happened there",))


def _is_where_said(subject: Subject, at: int) -> bool:
    """Whether a place is that of a statement rather than of an event: "said at an event in X that"."""
    near = subject.statements(at, at + _FAR_SAID)
    return any(one.cue is not None and one.cue[1] <= at < one.start for one in near)


_FAR_SAID = 120
"""Distance between a place and what is said there, in characters."""


def _is_gone_to(words: Sequence[Token], place: int) -> bool:
    """Whether a place is a destination: "traveled to X", "was taken to the X"."""
    to = next((at for at in range(place - 1, max(-1, place - _FAR_PLACE), -1) if words[at].low == "to"), 0)
    going = ENGLISH.words("motion", "going")
    return any(not going.isdisjoint(bases(word.low)) for word in words[max(0, to - 2 * _FAR_PLACE) : to])


_FAR_PLACE = 4
"""Distance between "in" and the place, in words: "in the small town of X"."""


def country_of(subject: Subject, name: str, country: str) -> str | None:
    """The country or region in which the article locates a place ("Aleth, Indara"), if it is not the one given.

    They differ if both are countries, or if the article uses the given one for something else.
    """
    mine, keys = name_keys(country), name_keys(name)
    homes, text = countries(mine), subject.text
    found = None
    for start, end in text.find(list(keys)) if mine and mine != keys else ():
        there, last = _put_in(text, text.range_of((end, end))[0])
        there = there or _owner(text, text.range_of((start, start))[0])
        if not there:
            continue
        after, _ = _put_in(text, last)
        if within(mine, there) or within(there, mine) or after == mine or (homes & countries((*there, *after))):
            return None
        region = _regions().get(" ".join(there))
        if region is None or (homes and region not in homes):
            found = found or " ".join(there)
    if found is None or not (homes or text.find(list(mine))):
        return None
    known = bool(countries(tuple(found.split()))) or found in _regions()
    return found.title() if known or text.find(list(mine)) else None


def _owner(text: Text, first: int) -> tuple[str, ...]:
    """The name whose town the place at `first` is: "Tavia's capital, Orsk", "the capital of Tavia, Orsk"."""
    if first < 3 or text.gap(first).strip() not in {"", ","}:
        return ()
    owned = next((at for at in (first - 2, first - 3) if text.keys[at] == "s" and text.is_capital[at - 1]), 0)
    if owned and text.keys[first - 1] in _TOWNS:
        return (text.keys[owned - 1],)
    of = first > 3 and text.keys[first - 2] == "of" and text.keys[first - 3] in _TOWNS and text.gap(first).strip()
    return (text.keys[first - 1],) if of else ()


_TOWNS = frozenset({"capital", "city", "town", "port", "harbour", "village", "resort"})


def _put_in(text: Text, at: int) -> tuple[tuple[str, ...], int]:
    """The name that locates a place after it, and the word behind: ", Indara", "(Indara)", "in Indara"."""
    nothing: tuple[tuple[str, ...], int] = (), at
    if at >= len(text):
        return nothing
    gap = text.gap(at).strip()
    within_it = text.keys[at] == "in" and not gap and at + 1 < len(text)
    at += within_it
    if not (within_it or gap in {",", "("}) or not text.is_capital[at]:
        return nothing
    last = at + 1
    while last < len(text) and text.is_capital[last] and text.gap(last) == " ":
        last += 1
    after = text.string[text.ends[last - 1] :].lstrip(" ")[:1]
    return (tuple(text.keys[at:last]), last) if within_it or gap == "(" or after in ",.;)(—–-" else nothing


@cache
def _regions() -> dict[str, str]:
    """The country of each region, by the name of the region."""
    names = {code: name for name, code, *_ in ENGLISH.table("countries")}
    return {name.lower(): names.get(code, code) for name, code, *_ in ENGLISH.table("regions")}
