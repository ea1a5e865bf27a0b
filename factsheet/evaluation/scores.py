"""One sheet against one annotated article: what was found, what was missed, what should not be there.

Counts are per article, so that `intervals` can draw articles. `docs/eval.md` says what each measure counts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.evaluation.spans import find, occurrences
from factsheet.evaluation.statements import match, trimmed
from factsheet.language.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.evaluation.gold import Entity, Gold
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
_DETERMINER = re.compile(r"(?:the|a|an) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one measure in one article: how many are right of those listed, and found of those annotated."""

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
    listed = [
        (trimmed(text, span), position["holder"])
        for position in facts.get("positions", ())
        if position.get("quotation") and (span := find(text, position["quotation"]))
    ]
    wanted = [trimmed(text, a.span) for a in attributions]
    matched = match([span for span, _ in listed], wanted)
    found = {j for j in matched.values() if attributions[j].quoted}
    exact = {i: j for i, j in matched.items() if listed[i][0] == wanted[j]}
    quoted = sum(a.quoted for a in attributions)
    scores.counts["quotations, exact"] = Counts(
        len(exact), len(listed), len(found.intersection(exact.values())), quoted
    )
    scores.counts["quotations, overlap"] = Counts(len(matched), len(listed), len(found), quoted)
    spoken = [(listed[i], attributions[j]) for i, j in matched.items() if attributions[j].source]
    wrong = [
        (span, holder, said_by)
        for (span, holder), attributed in spoken
        if not _agree(holder, said_by := " ".join(text[s:e] for s, e in attributed.source))
    ]
    scores.counts["speakers"] = Counts(len(spoken) - len(wrong), len(spoken))
    scores.misses.extend(Miss("speakers", False, f"{holder} for {by}", span) for span, holder, by in wrong)
    scores.misses.extend(
        Miss("quotations", True, text[slice(*a.span)], a.span)
        for j, a in enumerate(attributions)
        if a.quoted and j not in found
    )
    scores.misses.extend(
        Miss("quotations", False, text[slice(*span)], span) for i, (span, _) in enumerate(listed) if i not in matched
    )


def _score_participants(gold: Gold, facts: Facts, scores: Scores) -> None:
    text, entities = gold.article.text, gold.entities or ()
    found: set[int] = set()
    right = 0
    for entry in facts.get("participants", ()):
        votes = _refers(gold, [entry["name"], *entry["aliases"]])
        found |= set(votes)
        most = max(votes.values(), default=0)
        if {entities[i].type for i, n in votes.items() if n == most} & _TYPES[entry["kind"]]:
            right += 1
        else:
            words = f"{entry['name']} ({entry['kind']})"
            scores.misses.append(Miss("participants", False, words, find(text, entry["name"])))
    for entry in facts.get("location", ()):
        found |= set(_refers(gold, [entry["name"]]))
    salient = {i for i, e in enumerate(entities) if e.salience >= _SALIENT and _named(gold, e)}
    for i in sorted(salient - found):
        span = entities[i].mentions[0]
        scores.misses.append(Miss("salient entities", True, text[slice(*span)], span))
    scores.counts["participants, type"] = Counts(right, len(facts.get("participants", ())))
    scores.counts["salient entities"] = Counts(0, 0, len(salient & found), len(salient))


def _score_places(gold: Gold, facts: Facts, scores: Scores) -> None:
    text = gold.article.text
    people = gazetteer().people
    named = [(s, e, p) for s, e, p in gold.places or () if p not in people]
    wanted = Counter(p.casefold() for _, _, p in named)
    names = {entry["name"].casefold(): entry["name"] for entry in facts.get("location", ())}
    right = len(wanted.keys() & names.keys())
    scores.counts["places"] = Counts(right, len(names), right, len(wanted))
    if wanted:
        main = {p for p, n in wanted.items() if n == max(wanted.values())}
        hit = bool(main.intersection(list(names)[:_FIRST]))
        scores.counts["main place, first three"] = Counts(0, 0, int(hit), 1)
    first = {p.casefold(): (s, e) for s, e, p in reversed(named)}
    scores.misses.extend(
        Miss("places", True, text[slice(*span)], span) for name, span in first.items() if name not in names
    )
    scores.misses.extend(
        Miss("places", False, name, find(text, name)) for folded, name in names.items() if folded not in wanted
    )


def _refers(gold: Gold, names: Iterable[str]) -> Counter[int]:
    """Which entities some names refer to: of the mentions around each occurrence, the shortest one's."""
    votes: Counter[int] = Counter()
    for name in names:
        for start, end in occurrences(gold.article.text, name):
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
