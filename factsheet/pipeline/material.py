"""What a summary of a long article is made from: the facts that matter most, with the words that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.kinds import Entry, Kind
    from factsheet.records import Evidence, Facts, Span

_LEAST_ROOM, _MOST_ROOM = 3_000, 9_000
"""Characters that facts may take: from some 20 facts, of which two to four statements are made, to about 2,000
tokens, which fit the smallest window beside the prompt."""

_SHARE = 50
"""Between these bounds, one character for so many of the article: what all its parts send is little more than it."""

_STRETCHES = 8
"""Equal stretches of the article that take turns, so that its end is told as well as its beginning."""

_LONGEST = 240
"""Characters of one piece of evidence; a longer one is a paragraph, and another piece says it shorter."""


@dataclass(frozen=True, slots=True)
class Material:
    """The facts as text, and where the evidence shown stands in the article."""

    text: str
    spans: tuple[Span, ...]


def summary_material(kind: Kind, facts: Facts) -> Material:
    """The facts to summarise: of each section that states something in turn, the heaviest more often."""
    queues = {
        section.name: _ranked(kind, facts, section.name)
        for section in kind.sections
        if section.many and not section.is_summary and any(field.states for field in section.fields)
    }
    weights = {section.name: float(section.brief.get("weight", 5)) for section in kind.sections}
    taken: list[tuple[Entry, list[Evidence]]] = []
    counts = dict.fromkeys(queues, 0)
    last = max((pair[1][-1].spans[-1][1] for queue in queues.values() for pair in queue), default=0)
    room = min(max(last // _SHARE, _LEAST_ROOM), _MOST_ROOM)
    while any(queues.values()):
        name = min((n for n in queues if queues[n]), key=lambda n: (counts[n] + 1) / weights[n] ** 2)
        entry, shown = queues[name].pop(0)
        counts[name] += 1
        cost = len(_line(entry, shown))
        if cost > room:
            break
        room -= cost
        taken.append((entry, shown))
    order = {section.name: number for number, section in enumerate(kind.sections)}
    taken.sort(key=lambda pair: (order[pair[0].section.name], pair[1][0].spans[0][0]))
    spans = tuple(item.spans[0] for _, shown in taken for item in shown)
    return Material("\n".join(_line(entry, shown) for entry, shown in taken), spans)


def _ranked(kind: Kind, facts: Facts, name: str) -> list[tuple[Entry, list[Evidence]]]:
    """Entries of one section with evidence to show: well proved ones first, stretches of the article in turn."""
    entries = [
        (entry, shown) for entry in kind.entries(facts) if entry.section.name == name and (shown := list(_shown(entry)))
    ]
    if not entries:
        return []
    last = max(item.spans[0][1] for _, shown in entries for item in shown) + 1
    buckets: dict[int, list[tuple[Entry, list[Evidence]]]] = {}
    for pair in entries:
        buckets.setdefault(pair[1][0].spans[0][0] * _STRETCHES // last, []).append(pair)
    ranked = []
    for bucket, pairs in sorted(buckets.items()):
        pairs.sort(key=lambda pair: -_support(pair[0]))
        ranked += [(turn, bucket, pair) for turn, pair in enumerate(pairs)]
    ranked.sort(key=lambda rank: rank[:2])
    return [pair for _, _, pair in ranked]


def _support(entry: Entry) -> int:
    return sum(len(entry.value.get(name) or ()) for name in entry.section.evidence)


def _shown(entry: Entry) -> Iterable[Evidence]:
    """One piece of evidence of each field that has any: the fullest of those that stand as they are given."""
    for name in entry.section.evidence:
        pieces = [
            item
            for item in entry.value.get(name) or ()
            if item.match in {"exact", "normalised"} and len(item.quote) <= _LONGEST and len(item.spans) == 1
        ]
        if pieces:
            yield max(pieces, key=lambda item: (len(item.quote), -item.spans[0][0]))


def _line(entry: Entry, shown: list[Evidence]) -> str:
    """A fact on one line: what its fields say, then the words that prove it."""
    said = [
        ", ".join(value) if isinstance(value, list) else str(value)
        for field in entry.section.fields
        if not field.is_evidence and not field.quoted
        if not (field.named and field.schema.get("type") == "array")
        if (value := entry.value.get(field.name))
    ]
    quotes = "; ".join(f"“{item.quote}”" for item in shown)
    return f"- {entry.section.name}: {' | '.join(said)} | evidence: {quotes}"
