"""The input for the summary of a long article: the most important facts, with their evidence."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factsheet.kinds import Entry, Field, Kind, Section
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
    """The facts as text, and where the evidence shown is in the article."""

    text: str
    spans: tuple[Span, ...]


def summary_material(kind: Kind, facts: Facts) -> Material:
    """The facts to summarise: of each section that states something in turn, the heaviest more often."""
    ranked = {section.name: _ranked(kind, facts, section) for section in filter(_states, kind.sections)}
    queues = {name: queue for name, queue in ranked.items() if queue}
    last = max((told.shown[-1].spans[-1][1] for told in chain.from_iterable(queues.values())), default=0)
    room = min(max(last // _SHARE, _LEAST_ROOM), _MOST_ROOM)
    taken: list[_Told] = []
    for told in _in_turn(kind, queues):
        room -= len(told.line)
        if room < 0:
            break
        taken.append(told)
    taken.sort(key=lambda told: (kind.sections.index(told.entry.section), told.start))
    spans = tuple(one.spans[0] for told in taken for one in told.shown)
    return Material("\n".join(told.line for told in taken), spans)


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact with the evidence that is shown of it."""

    entry: Entry
    shown: list[Evidence]

    @property
    def start(self) -> int:
        """Where its evidence begins."""
        return self.shown[0].spans[0][0]

    @property
    def line(self) -> str:
        """A fact on one line: what its fields say, then the words that prove it."""
        said = [
            ", ".join(value) if isinstance(value, list) else str(value)
            for field in self.entry.section.fields
            if _is_told(field) and (value := self.entry.value.get(field.name))
        ]
        quotes = "; ".join(f"“{item.quote}”" for item in self.shown)
        return f"- {self.entry.section.name}: {' | '.join(said)} | evidence: {quotes}"


def _states(section: Section) -> bool:
    """Whether the facts of a section state something that a summary may be made from."""
    return section.many and not section.is_summary and any(field.states for field in section.fields)


def _is_told(field: Field) -> bool:
    """Whether a field is told: not evidence, quotations and lists of names."""
    if field.is_evidence or field.quoted:
        return False
    return not (field.named and field.schema.get("type") == "array")


def _in_turn(kind: Kind, queues: Mapping[str, Sequence[_Told]]) -> Iterator[_Told]:
    """The facts of all queues, each queue in its order, in turn by the squares of their weights."""
    weights = {section.name: float(section.brief.get("weight", 5)) for section in kind.sections}
    left = {name: deque(queue) for name, queue in queues.items()}
    counts = dict.fromkeys(left, 0)
    while left:
        name = min(left, key=lambda n: (counts[n] + 1) / weights[n] ** 2)
        counts[name] += 1
        yield left[name].popleft()
        if not left[name]:
            del left[name]


def _ranked(kind: Kind, facts: Facts, section: Section) -> list[_Told]:
    """Facts of a section that states something, with evidence: well proved ones first, stretches in turn."""
    entries = kind.entries({section.name: facts.get(section.name)})
    told = [_Told(entry, shown) for entry in entries if (shown := list(_shown(entry)))]
    if not told:
        return []
    length = max(one.spans[0][1] for each in told for one in each.shown) + 1
    told.sort(key=lambda each: -_support(each.entry))
    stretches: dict[int, list[_Told]] = defaultdict(list)
    for each in told:
        stretches[each.start * _STRETCHES // length].append(each)
    turns = zip_longest(*(stretches[at] for at in sorted(stretches)))
    return [*filter(None, chain.from_iterable(turns))]


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
