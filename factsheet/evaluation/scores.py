"""Scores one sheet against one annotated article: hits, misses and false positives.

Counts are per article, so that `intervals` can draw articles. `docs/eval.md` says what each measure counts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from factsheet.evaluation.statements import match, trimmed
from factsheet.language.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.evaluation.gold import Attributed, Entity, Gold
    from factsheet.records import Facts, Span

_SALIENT = 2
"""Of five summaries, how many must mention an entity that a sheet must not miss."""
_FIRST = 3
"""The main place must be among so many of a sheet's first places."""
_TYPES = {
    "person": {"person"},
    "organisation": {"organization"},
    "country": {"place", "organization"},
    "group": {"person", "organization"},
}
"""Which annotated types a kind of participant may be; a country acts as an organisation does."""
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who", "him", "her"})
_WORD = re.compile(r"[\w’'-]+")
"""A word of a name, O’Brien and Al-Assad whole."""
_DETERMINER = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
"""The first word of a mention, which is no part of a name."""


@dataclass(frozen=True, slots=True)
class Counts:
    """One measure in one article: how many of those listed are right, and how many of those annotated are found."""

    right: int = 0
    listed: int = 0
    found: int = 0
    annotated: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Sum both."""
        return Counts(
            self.right + other.right,
            self.listed + other.listed,
            self.found + other.found,
            self.annotated + other.annotated,
        )


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: the measure, whether something was missed or is wrong, and where it can be read."""

    measure: str
    missed: bool
    words: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures of one article, and its errors."""

    id: str
    counts: dict[str, Counts] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)


def score(gold: Gold, facts: Facts) -> Scores:
    """Compare the facts of a sheet with what people found in its article."""
    scores = Scores(gold.article.id or "")
    if gold.attributions is not None:
        _score_quotations(gold, facts, scores)
    if gold.entities is not None:
        _score_participants(gold, facts, scores)
    if gold.places is not None:
        _score_places(gold, facts, scores)
    return scores


def _score_quotations(gold: Gold, facts: Facts, scores: Scores) -> None:
    text, attributions = gold.article.text, gold.attributions or ()
    listed = _listed_quotations(text, facts)
    wanted = [trimmed(text, a.span) for a in attributions]
    matched = match(list(map(itemgetter(0), listed)), wanted)
    exact = {j for i, j in matched.items() if listed[i][0] == wanted[j]}
    quoted = {j for j, a in enumerate(attributions) if a.quoted}
    found = quoted.intersection(matched.values())
    scores.counts["quotations, exact"] = Counts(len(exact), len(listed), len(found & exact), len(quoted))
    scores.counts["quotations, overlap"] = Counts(len(matched), len(listed), len(found), len(quoted))
    _score_speakers(gold, [(*listed[i], attributions[j]) for i, j in matched.items()], scores)
    _miss_all(scores, "quotations", text, missed=[attributions[j].span for j in sorted(quoted - found)])
    _miss_all(
        scores, "quotations", text, wrong=[listed[i][0] for i in sorted(set(range(len(listed))) - matched.keys())]
    )


def _miss_all(
    scores: Scores, measure: str, text: str, *, missed: Iterable[Span] = (), wrong: Iterable[Span] = ()
) -> None:
    scores.misses.extend(Miss(measure, True, text[slice(*span)], span) for span in missed)
    scores.misses.extend(Miss(measure, False, text[slice(*span)], span) for span in wrong)


def _listed_quotations(text: str, facts: Facts) -> list[tuple[Span, str]]:
    """The quotations of a sheet that are in the text, and who each is put down to."""
    return [
        (trimmed(text, span), position["holder"])
        for position in facts.get("positions", ())
        if position.get("quotation") and (span := _find(text, position["quotation"]))
    ]


def _score_speakers(gold: Gold, matched: list[tuple[Span, str, Attributed]], scores: Scores) -> None:
    """Of quotations that match an annotated one, who said them."""
    text = gold.article.text
    spoken = [
        (span, holder, " ".join(text[s:e] for s, e in attributed.source))
        for span, holder, attributed in matched
        if attributed.source
    ]
    wrong = [(span, f"{holder} for {by}") for span, holder, by in spoken if not _agree(holder, by)]
    scores.counts["speakers"] = Counts(len(spoken) - len(wrong), len(spoken))
    scores.misses.extend(Miss("speakers", False, words, span) for span, words in wrong)


def _score_participants(gold: Gold, facts: Facts, scores: Scores) -> None:
    text, listed = gold.article.text, facts.get("participants", ())
    votes = [_refers(gold, [entry["name"], *entry["aliases"]]) for entry in listed]
    wrong = [entry for entry, its in zip(listed, votes, strict=True) if not _is_of_type(gold, its, entry["kind"])]
    scores.counts["participants, type"] = Counts(len(listed) - len(wrong), len(listed))
    scores.misses.extend(
        Miss("participants", False, f"{entry['name']} ({entry['kind']})", _find(text, entry["name"])) for entry in wrong
    )
    places = [_refers(gold, [entry["name"]]) for entry in facts.get("location", ())]
    _score_salient(gold, {one for each in (*votes, *places) for one in each}, scores)


def _is_of_type(gold: Gold, votes: Counter[int], kind: str) -> bool:
    """Whether one of the entities that a name refers to most often is what the sheet says it is."""
    most = max(votes.values(), default=0)
    types = {entity.type for number, entity in enumerate(gold.entities or ()) if votes[number] == most > 0}
    return bool(types & _TYPES[kind])


def _score_salient(gold: Gold, found: set[int], scores: Scores) -> None:
    """Which of the entities that matter a sheet names."""
    entities = gold.entities or ()
    salient = {i for i, e in enumerate(entities) if e.salience >= _SALIENT and _named(gold, e)}
    for i in sorted(salient - found):
        span = entities[i].mentions[0]
        scores.misses.append(Miss("salient entities", True, gold.article.text[slice(*span)], span))
    scores.counts["salient entities"] = Counts(0, 0, len(salient & found), len(salient))


def _score_places(gold: Gold, facts: Facts, scores: Scores) -> None:
    text, named = gold.article.text, _places(gold)
    first = {place.casefold(): span for span, place in reversed(named)}
    # "Merrow, Kan." names a town and a state.
    listed = (name for entry in facts.get("location", ()) for name in entry["name"].split(", "))
    names = {name.casefold(): name for name in listed}
    right = len(first.keys() & names.keys())
    scores.counts["places"] = Counts(right, len(names), right, len(first))
    if named:
        hit = not _main(named).isdisjoint(list(names)[:_FIRST])
        scores.counts["main place, first three"] = Counts(0, 0, int(hit), 1)
    _miss_all(scores, "places", text, missed=[span for name, span in first.items() if name not in names])
    wrong = [name for folded, name in names.items() if folded not in first]
    scores.misses.extend(Miss("places", False, name, _find(text, name)) for name in wrong)


def _places(gold: Gold) -> list[tuple[Span, str]]:
    """The annotated places, without words for the people of one."""
    people = gazetteer().people
    return [((start, end), place) for start, end, place in gold.places or () if place not in people]


def _main(named: list[tuple[Span, str]]) -> set[str]:
    """The places that are named most often."""
    times = Counter(place.casefold() for _, place in named)
    return {place for place, number in times.items() if number == max(times.values())}


def _refers(gold: Gold, names: Iterable[str]) -> Counter[int]:
    """Which entities some names refer to: of the mentions around each occurrence, the shortest one's."""
    votes: Counter[int] = Counter()
    for name in names:
        for start, end in _occurrences(gold.article.text, name):
            around = [
                (e - s, i)
                for i, entity in enumerate(gold.entities or ())
                for s, e in entity.mentions
                if s <= start and end <= e
            ]
            if around:
                votes[min(around)[1]] += 1
    return votes


def _named(gold: Gold, entity: Entity) -> bool:
    """Whether an entity has a name: one is annotated, or a mention is capitalised words throughout."""
    if entity.name:
        return True
    mentions = [_DETERMINER.sub("", gold.article.text[s:e]).split() for s, e in entity.mentions]
    return any(1 < len(words) <= 6 and all(w[0].isupper() for w in words) for words in mentions)


def _agree(holder: str, said_by: str) -> bool:
    """Whether a name and the words for a speaker can be one: they share a word, or it is a pronoun."""
    words = {w.casefold() for w in _WORD.findall(said_by)}
    return bool(words & _PRONOUNS) or any(w.casefold() in words for w in _WORD.findall(holder))


def _occurrences(text: str, name: str) -> Iterator[Span]:
    """Where a name is in a text as whole words, whatever white space is between them."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    if words:
        for found in re.finditer(rf"(?<!\w){words}(?!\w)", text):
            yield found.span()


def _find(text: str, words: str) -> Span | None:
    """Where some words first are in a text."""
    if found := next(_occurrences(text, words), None):
        return found
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None
