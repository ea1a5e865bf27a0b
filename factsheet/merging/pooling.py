"""Pooling: merges several entries with their origin into one, with the evidence of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.merging.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Field, Section
    from factsheet.records import Evidence, Span

NOWHERE = 1 << 60
"""The place of an entry without evidence: after all others."""


@dataclass(eq=False, slots=True)
class DraftEntry:
    """One entry of one draft, or several that were found to be one.

    `value` belongs to the draft and is replaced, never changed. `drafts` are the numbers of the drafts it comes from,
    in the order of the article; `reasons` say why what was joined was joined.
    """

    section: Section
    value: dict[str, Any]
    drafts: frozenset[int]
    order: tuple[int, int]
    """The draft and the number in it of the first."""
    reasons: Sequence[str] = ()
    problems: Sequence[str] = ()
    """Sentences about what its sources do not agree on."""

    @property
    def spans(self) -> list[Span]:
        """Where its evidence is, in the order of the fields."""
        return self.section.spans(self.value)

    @property
    def place(self) -> int:
        """Where its evidence begins."""
        return min((start for start, _ in self.spans), default=NOWHERE)


def pooled(items: Sequence[DraftEntry]) -> DraftEntry:
    """One entry from several; later ones fill the fields that earlier ones leave empty.

    Text and numbers are the first one's that has any, choices that of most (the one named first in the schema
    where as many say another), lists and evidence those of all.
    """
    if len(items) == 1:
        return items[0]
    items = sorted(items, key=lambda item: item.order)
    first = items[0]
    fields = [field for field in first.section.fields if _is_list(field) or field.name in first.value]
    return DraftEntry(
        first.section,
        first.value | {field.name: _value(field, items) for field in fields},
        frozenset().union(*(item.drafts for item in items)),
        first.order,
        tuple(dict.fromkeys(chain.from_iterable(item.reasons for item in items))),
        tuple(dict.fromkeys(chain.from_iterable(item.problems for item in items))),
    )


def _is_list(field: Field) -> bool:
    return field.is_evidence or field.schema.get("type") == "array"


def _value(field: Field, items: Sequence[DraftEntry]) -> Any:
    """What one field of several entries comes to."""
    if field.is_evidence:
        return evidence_of(items, field.name)
    if _is_list(field):
        return _union(entry for item in items for entry in item.value.get(field.name) or ())
    return _scalar(field, [item.value.get(field.name) for item in items])


def evidence_of(items: Sequence[DraftEntry], name: str) -> list[Evidence]:
    """The evidence of all, in the order of the article, each place once; what is nowhere stays with its entry.

    Words that an entry gives and the article does not have are left out where another entry proves the same fact,
    so that one bad quotation does not cost what a better one shows.
    """
    lists = [list(found) for item in items if (found := item.value.get(name))]
    if len(lists) <= 1:
        return next(iter(lists), [])
    given = [*chain.from_iterable(lists)]
    pieces = [piece for piece in given if piece.is_found] or given
    unique: dict[Any, Evidence] = {}
    for piece in pieces:
        unique.setdefault(piece.bounds or folded(piece.quote), piece)
    return sorted(unique.values(), key=_start)


def _start(piece: Evidence) -> int:
    return piece.bounds[0] if piece.bounds else NOWHERE


def _union(values: Any) -> list[str]:
    unique: dict[str, str] = {}
    for value in values:
        unique.setdefault(folded(value), value)
    return list(unique.values())


def _scalar(field: Field, values: list[Any]) -> Any:
    given = [value for value in values if value is not None]
    if not given:
        return None
    choices = field.schema.get("enum")
    if choices:
        counts = Counter(given)
        return min(counts, key=lambda value: (-counts[value], choices.index(value)))
    return given[0]
