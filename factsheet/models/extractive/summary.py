"""The summary: the article's own sentences, its lead first."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from factsheet.language.thesaurus import may_be
from factsheet.models.extractive.alone import Told, article_told, is_alone, keys, needs
from factsheet.models.extractive.entities import full_name, of_sort
from factsheet.models.extractive.introducing import introduced
from factsheet.models.extractive.pointing import untied
from factsheet.models.extractive.voices import statements
from factsheet.models.extractive.weighing import (
    REPEATS,
    content,
    is_background,
    is_before,
    is_beside,
    is_no_news,
    shared,
    weights,
)
from factsheet.proving.context import pointers
from factsheet.proving.pronouns import BACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEWEST, _MOST, _SENTENCES_EACH = 14, 22, 2
"""How many sentences a summary has: one for every `_SENTENCES_EACH` of the story, within bounds."""
_ROOM, _LEAST_ROOM, _ROOM_EACH, _FEW_BESIDE = 2700, 1800, 150, 3
"""The longest summary that a page has room for, in characters, and how much less beside each of many entries."""
_BACKGROUND_LEFT = 5
"""How many sentences about earlier times are listed as background."""
_SHORTEST, _SHORTEST_UNREAD, _LONGEST = 25, 40, 420
"""The shortest and longest sentence, in characters: shorter ones are labels, longer ones say too much."""
_SMALL, _SHORTEST_OF_FEW = 12, 20
"""The most sentences of a small story, and its shortest line, in characters."""
_TAKES_BACK = re.compile(r"That(?:[’']s| is| was) (?:the|what|how|why|according)\b")
"""The start of a sentence that attributes the one before: "That's the bet that she makes"."""
_LEAD = 3
"""Sentences among which the lead is looked for: a caption or greeting can precede it."""
_LOOKED_AT = 60
"""The first sentences, from which a summary is chosen."""
_SAME = 0.7
"""The share of its words from which a sentence repeats another."""
_MANY_SHARED, _HALF_SHARED = 5, 0.5
"""The number of shared words, and their share of the shorter sentence, from which two report one thing."""
_NAME, _NEW_NAMES = re.compile(r"(?<=[ -])(?:[A-Z][\w’'-]+|\d[\d.,]*\b)"), 3
"""A name or a number, and how many new ones of each side tell two reports of one kind apart."""
_SIGN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of a script without spaces, or with syllables as letters."""
_LETTERS_OF_A_SIGN = 3
_PRONOUN = re.compile(r"(?:He|She|It|They|His|Her|Its|Their)\b")
"""The start of a sentence that needs one before it."""
_NAMES_ONE = re.compile(r"\d|(?<=\w )[A-Z]")
"""A number, or a name behind the first word."""
_NOT_WHOM, _OF_ONE = frozenset({"him", "her", "his", "them", "their"}), re.compile(r"The (?:\d+-year-old|[A-Z]\w+)\b")
"""Pointers that leave open to whom the news happened, and a first word that says something of whom."""


def tell(
    story: Story, entities: list[Entity], heading: str, beside: int = 0
) -> tuple[dict[str, list[dict[str, Any]]], Told]:
    """The sections summary and background below a title, and what the page then mentions.

    They are the lead, the sentences that cover most of the story, and those about earlier times. They leave room for
    so many entries `beside` them, since what a page has no room for is cut from the end.
    """
    chosen, earlier, told = choose(story, entities, heading, room_beside(beside))
    known = introduced(story, entities, heading)

    def line(span: Span) -> str:
        behind = told.is_right_behind(story.sentence_index(span[0]))
        return known.line(span) if behind and span not in earlier else untied(known.line(span))

    entries = {
        "summary": [_entry(story, span, line(span)) for span in chosen],
        "background": [{**_entry(story, span, line(span)), "time": None} for span in earlier],
    }
    return entries, told


def lead(story: Story) -> list[dict[str, Any]]:
    """The first two sentences, for a story in an unknown language."""
    chosen = [span for span in story.sentences if _extent(story.quote(span)) >= _SHORTEST_UNREAD][:2]
    return [_entry(story, span) for span in chosen]


def _extent(text: str) -> int:
    """How long a text is, in Latin letters: a sign that is a word or a syllable says as much as a few of them."""
    return len(text) + _LETTERS_OF_A_SIGN * len(_SIGN.findall(text))


def _entry(story: Story, span: Span, line: str = "") -> dict[str, Any]:
    """A sentence as an entry of the summary; `line` has the names in full."""
    told = line or " ".join(story.quote(span).split())
    return {"statement": told, "according_to": None, "evidence": [story.quote(span)]}


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A sentence that a summary may have."""

    number: int
    """Its place among the sentences of the story."""
    text: str
    apart: str
    """The text where the sentence before it is not printed above it."""
    bag: frozenset[str]
    """The words that say what it is about."""
    score: float
    """What speaks for it by itself."""
    name: str
    """The one-word name that it begins with, in small letters; "" if it begins otherwise."""


def room_beside(entries: int) -> int:
    """The longest summary, in characters, that fits a page beside so many positions and lines of background."""
    return max(_LEAST_ROOM, _ROOM - _ROOM_EACH * max(0, entries - _FEW_BESIDE))


def choose(
    story: Story, entities: list[Entity], heading: str, room: int = _ROOM
) -> tuple[list[Span], list[Span], Told]:
    """The sentences of the summary and of the background, each in the article's order, and what they mention.

    A sentence that depends on the one before is chosen together with it, or not at all.
    """
    named = [(story.sentence_index(m.start), e.name) for e in of_sort(entities, "country") for m in e.mentions]
    titled = replace(
        article_told(story),
        words=keys(heading),
        heading=keys(heading),
        lines=[i for i, span in enumerate(story.sentences[:1]) if _plain(story.quote(span)) == _plain(heading)],
        countries=dict(sorted(named)),
    )
    lines = _lines(story, entities, _fit(story, heading))
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    chosen = _best(story, lines, titled, most, room)
    earlier = [one for one in lines if one not in chosen and is_background(one.text)]
    # These stand in a section of their own, where only the title is sure to have been read.
    alone = [one for one in earlier if is_alone(one.apart, titled, at=one.number) and not _repeats(one, chosen)]
    return _spans(story, chosen), _spans(story, alone[:_BACKGROUND_LEFT]), _with(titled, chosen)


def _spans(story: Story, lines: Sequence[_Line]) -> list[Span]:
    return [story.sentences[one.number] for one in lines]


def _fit(story: Story, heading: str) -> list[int]:
    """The numbers of the sentences that a summary may have, by their form and their place."""
    saying, titled = frozenset(_only_said(story)), _plain(heading)
    numbers = [i for i in range(len(story.sentences)) if i not in story.shouting]
    numbers = [i for i in numbers if not story.is_in_words(story.sentences[i][0])]
    numbers = [i for i in numbers if story.is_complete(story.sentences[i])] or numbers
    shortest = _SHORTEST if len(story.sentences) > _SMALL else _SHORTEST_OF_FEW
    fit = (
        i
        for i in numbers
        if shortest <= story.sentences[i][1] - story.sentences[i][0] <= _LONGEST
        and story.sentences[i] not in saying
        and not (titled and _plain(story.quote(story.sentences[i])).endswith(titled))
        and not is_beside(story, story.sentences[i])
    )
    return list(islice(fit, _LOOKED_AT)) or list(range(min(1, len(story.sentences))))


def _lines(story: Story, entities: list[Entity], numbers: list[int]) -> list[_Line]:
    """The sentences that report news by themselves, with their scores."""
    texts = {i: story.quote(story.sentences[i]) for i in numbers}
    bags = {i: content(text) for i, text in texts.items()}
    scores = weights(story, entities, texts, bags)
    single = {m.start: e.name.lower() for e in of_sort(entities, "person", "unknown") for m in _single(e)}
    lines = [_Line(i, texts[i], untied(texts[i]), bags[i], scores[i], single.get(story.starts[i], "")) for i in numbers]
    fit = [one for one in lines if not is_no_news(one.apart) and not is_before(story, one.number, _TAKES_BACK)]
    fit = [one for one in fit if one.number or not _PRONOUN.match(one.text)]
    return fit or lines[:1]


def _single(entity: Entity) -> Sequence[Mention]:
    """The mentions of a person whose full name is not in the article."""
    return () if " " in full_name(entity) else entity.mentions


def _with(told: Told, lines: Sequence[_Line]) -> Told:
    """What a page mentions with some more sentences."""
    if not lines:
        return told
    words = frozenset(told.words).union(*(keys(one.text) for one in lines))
    return replace(told, words=words, lines=frozenset(told.lines).union(one.number for one in lines))


def _best(story: Story, lines: list[_Line], told: Told, most: int, room: int) -> list[_Line]:
    """The best of the lead, then of those that are new and understandable below the sentences before them."""
    chosen: list[_Line] = []
    alone: list[_Line] = []
    left = list(lines)
    said = dict.fromkeys((one.number for one in lines), 0.0)
    changed = -1
    while len(chosen) < most and sum(len(one.text) for one in chosen) < room:
        # What is added stands above those behind it only, and more words above never harm.
        above = _Above(told, chosen)
        fit = [one for one in left if one.number > changed and _is_understood(story, one, above.told(one))]
        alone += fit
        left = [one for one in left if one not in fit]
        pairs = _pairs(story, alone, left, above) if chosen and len(chosen) < most - 1 else []
        first = (one for one in sorted(alone, key=lambda one: -one.score) if not chosen and one in lines[:_LEAD])
        lead = next(first, None)
        groups = [(lead,)] if lead else [*((one,) for one in alone), *pairs]
        best = max(groups, key=lambda group: _worth(group, said), default=())
        if not best:
            break
        chosen += best
        changed = min(one.number for one in best)
        alone, left = (
            [one for one in rest if one not in best and not any(_is_again(one, other) for other in best)]
            for rest in (alone, left)
        )
        said |= {one.number: max(said[one.number], *(shared(one.bag, b.bag) for b in best)) for one in alone + left}
    return sorted(chosen, key=lambda one: one.number) or lines[:1]


def _worth(group: Sequence[_Line], said: Mapping[int, float]) -> tuple[float, int]:
    """What speaks for some lines together: what does for each, less for what is said; the first of equal ones."""
    scores = [one.score - REPEATS * said[one.number] for one in group]
    return sum(scores) / len(scores), -group[0].number


def _pairs(story: Story, alone: Sequence[_Line], left: Sequence[_Line], above: _Above) -> list[tuple[_Line, ...]]:
    """The sentences that are only understandable right below the one before, each with that."""
    behind = {one.number: one for one in left}
    found = [(one, behind[one.number + 1]) for one in alone if one.number + 1 in behind]
    return [
        (one, other)
        for one, other in found
        if not _is_again(other, one) and _is_understood(story, other, _with(above.told(one), [one]))
    ]


class _Above:
    """What a page mentions above each sentence, in the order of the article."""

    def __init__(self, told: Told, chosen: Sequence[_Line]) -> None:
        ordered = sorted(chosen, key=lambda one: one.number)
        self._numbers = [one.number for one in ordered]
        self._told = list(accumulate(([one] for one in ordered), _with, initial=told))

    def told(self, one: _Line) -> Told:
        """What it mentions above a sentence that is not chosen."""
        return self._told[bisect_right(self._numbers, one.number)]


def _is_understood(story: Story, one: _Line, told: Told) -> bool:
    """Whether a sentence is understandable below those of the page that precede it in the article."""
    if one.name and one.name not in told.words and not told.is_new((one.name,), one.number):
        return False
    if one.number == 0 and not told.heading and _opens_within(one.text):
        return True
    if one.number - 1 not in told.lines:
        if any(pointers(one.apart)) or (one.apart != one.text and not _names_one(one.apart)):
            return False  # "Several classes were held", of "Several classes also were held"
        return is_alone(one.apart, told, at=one.number)
    return is_alone(one.text, told, at=one.number, line=story.quote(story.sentences[one.number - 1]))


def _opens_within(text: str) -> bool:
    """Whether the first sentence of a story whose start is missing tells what happened, only not to whom."""
    needed, first = needs(text), text.split(" ", 1)[0]
    if needed is None or not needed.back or first.lower() in BACK:
        return False
    begins = first != "The" or _OF_ONE.match(text) is not None  # not "The decision drops him"
    return begins and all(one in _NOT_WHOM or _OF_ONE.match(f"T{one[1:]}") for one in needed.back)


def _names_one(text: str) -> bool:
    """Whether a sentence has a number or a name."""
    first = text.partition(" ")[0].lower()
    return _NAMES_ONE.search(text) is not None or not any(may_be(first, part) for part in "nvar")


def _repeats(one: _Line, others: Sequence[_Line]) -> bool:
    return any(_is_again(one, other) or shared(one.bag, other.bag) > _SAME for other in others)


def _is_again(one: _Line, other: _Line) -> bool:
    """Whether two lines report one thing, with half of their words in common and hardly a name that is new."""
    shares = len(one.bag & other.bag) >= _MANY_SHARED and shared(one.bag, other.bag) >= _HALF_SHARED
    return shares and min(len(_new_names(one, other)), len(_new_names(other, one))) < _NEW_NAMES


def _new_names(one: _Line, other: _Line) -> set[str]:
    """The capitalised words of a line, but for its first, and its numbers that another does not have."""
    return {word for word in _NAME.findall(one.text) if word.lower() not in other.text.lower()}


def _only_said(story: Story) -> Iterator[Span]:
    """Sentences that only attribute what precedes them: "Doe said into the phone"."""
    for one in statements(story):
        if one.cue is not None:
            start, end = story.sentence_at(one.cue[0])
            if all(last <= start or first >= end for first, last in one.spans()):
                yield start, end


def _plain(text: str) -> str:
    """A sentence in one line, without its stop."""
    return " ".join(text.split()).rstrip(" .")
