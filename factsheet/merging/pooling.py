"""Pooling: several entries that are one become one, with the evidence of all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from factsheet.merging.folded import folded
from factsheet.merging.records import NOWHERE, Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Field
    from factsheet.records import Evidence


def pooled(items: Sequence[Item]) -> Item:
    """One item of several, the first of which says what the others leave open.

    Text and numbers are the first one's that has any, choices that of most (the one named first in the schema
    where as many say another), lists and evidence those of all.
    """
    if len(items) == 1:
        return items[0]
    items = sorted(items, key=lambda item: item.order)
    first = items[0]
    value = dict(first.value)
    for field in first.section.fields:
        if field.is_evidence:
            value[field.name] = evidence_of(items, field.name)
        elif field.schema.get("type") == "array":
            value[field.name] = _union(entry for item in items for entry in item.value.get(field.name) or ())
        elif field.name in value:
            value[field.name] = _scalar(field, [item.value.get(field.name) for item in items])
    return Item(
        first.section,
        value,
        frozenset().union(*(item.drafts for item in items)),
        first.order,
        tuple(dict.fromkeys(reason for item in items for reason in item.reasons)),
        tuple(dict.fromkeys(problem for item in items for problem in item.problems)),
    )


def evidence_of(items: Sequence[Item], name: str) -> list[Evidence]:
    """The evidence of all, in the order of the article, each place once; what is nowhere stays with its entry.

    Words that an entry gives and the article does not have are left out where another entry proves the same fact,
    so that one bad quotation does not cost what a better one shows.
    """
    lists = [list(item.value.get(name) or ()) for item in items]
    if sum(map(bool, lists)) <= 1:
        return next((found for found in lists if found), [])
    pieces = [piece for found in lists for piece in found]
    pieces = [piece for piece in pieces if piece.is_found] or pieces
    unique: dict[Any, Evidence] = {}
    for piece in pieces:
        unique.setdefault(piece.bounds or folded(piece.quote), piece)
    return sorted(unique.values(), key=lambda piece: piece.bounds[0] if piece.bounds else NOWHERE)


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
