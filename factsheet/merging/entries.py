"""Entries of sections without names: which say the same, and in what order they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from factsheet.disjoint import Disjoint
from factsheet.merging.folded import folded
from factsheet.merging.keys import content, numbers, overlap
from factsheet.merging.pooling import pooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.kinds import Section
    from factsheet.merging.records import Item

_LONG_QUOTATION = 3
"""Words from which the same quotation of the same holder is the same position, however it is put."""

_LIKE = 0.6
"""Of the words of two statements on the same words of the article, those they share where they are one."""


def joined(section: Section, items: Sequence[Item], *, overlapping: bool) -> list[Item]:
    """The entries with those that are the same joined, in the order of their first.

    `overlapping` says that drafts share a stretch of the article, so that they can say the same of the same words.
    """
    by_order = {item.order: item for item in items}
    groups = Disjoint(by_order)
    first: dict[Any, Item] = {}
    for item in items:
        for key in _keys(section, item):
            groups.join((first.setdefault(key, item).order, item.order))
    for one, other in _on_the_same_words(items) if overlapping else ():
        if not one.drafts & other.drafts and _alike(section, one, other):
            groups.join((one.order, other.order))
    return [pooled([by_order[order] for order in group]) for group in groups.sets()]


def main_text(section: Section, item: Item) -> str:
    """The text of the fields by which entries of a section are the same, references left out."""
    fields = [section.field(name) for name in section.same_by]
    return " ".join(
        str(item.value.get(field.name) or "")
        for field in fields
        if field and field.refers_to is None and not field.quoted and field.schema.get("type") != "array"
    )


def bearers_of(section: Section, item: Item) -> tuple[str, ...]:
    """Whom an entry refers to, of the fields by which entries are the same."""
    fields = [section.field(name) for name in section.same_by]
    return tuple(folded(str(item.value.get(f.name) or "")) for f in fields if f and f.refers_to is not None)


def _keys(section: Section, item: Item) -> Iterable[Any]:
    """What an entry is the same by: all its fields, or whose quotation it is."""
    who = bearers_of(section, item)
    yield who, *(content(text) for text in _texts(section, item))
    for name in section.same_by:
        field = section.field(name)
        quotation = item.value.get(name)
        if field and field.quoted and quotation and len(quotation.split()) >= _LONG_QUOTATION:
            yield who, name, " ".join(folded(quotation).split())


def _texts(section: Section, item: Item) -> list[str]:
    fields = [section.field(name) for name in section.same_by or [f.name for f in section.fields if not f.is_evidence]]
    return [
        str(item.value.get(field.name) or "")
        for field in fields
        if field and field.refers_to is None and not field.quoted
    ]


def _on_the_same_words(items: Sequence[Item]) -> Iterable[tuple[Item, Item]]:
    """Pairs of entries of which one's first evidence lies within the other's."""
    placed = [(item.spans[0], item) for item in items if item.spans]
    placed.sort(key=lambda pair: (pair[0][0], -pair[0][1], pair[1].order))
    open_: list[tuple[int, Item]] = []
    for (start, end), item in placed:
        open_ = [(stop, other) for stop, other in open_ if stop > start][-4:]
        for stop, other in open_:
            if end <= stop:
                yield other, item
        open_.append((end, item))


def _alike(section: Section, one: Item, other: Item) -> bool:
    """Whether two entries on the same words say about the same: same holder, numbers and negation."""
    if bearers_of(section, one) != bearers_of(section, other):
        return False
    a, b = content(main_text(section, one)), content(main_text(section, other))
    return ("not" in a) == ("not" in b) and numbers(a) == numbers(b) and overlap(a, b) >= _LIKE


def in_order(section: Section, items: Sequence[Item], parts: Sequence[object]) -> list[Item]:
    """Entries of several drafts in order; `parts` says of each draft which part of the article it is of.

    Names and labels that more parts have come first; entries of one holder stand together, and among them those on
    one topic (the plain field after the holder); all else is in the order of the article.
    """
    items = sorted(items, key=lambda item: item.order)
    holder, topic = _holder(section)
    if holder:
        return _together(_together(items, topic) if topic else items, holder)
    stating = any(field.states for field in section.fields if field.name in section.same_by)
    if stating or section.sides:
        return items
    return sorted(items, key=lambda item: -len({parts[number] for number in item.drafts}))


def _holder(section: Section) -> tuple[str | None, str | None]:
    """The field that says whose an entry is, where that is what entries are the same by first; and the next."""
    names = [field.name for field in section.fields]
    first = section.field(section.same_by[0]) if section.same_by else None
    if first is None or first.refers_to is None:
        return None, None
    after = names[names.index(first.name) + 1 :]
    following = section.field(after[0]) if after else None
    plain = following is not None and not following.is_evidence and "enum" not in following.schema
    return first.name, following.name if following and plain else None


def _together(items: Sequence[Item], name: str) -> list[Item]:
    """The items with those of one value side by side, in the order of the first of each."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for number, item in enumerate(items):
        value = item.value.get(name)
        groups[folded(str(value)) if value is not None else f"\0{number}"].append(item)
    return [item for group in groups.values() for item in group]
