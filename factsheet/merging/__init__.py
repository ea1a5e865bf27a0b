"""Merging: combines the drafts of an article's parts, whatever their order.

Driven by the annotations of the kind: `x-same-by` says what makes two entries one, `x-named` and `x-refers-to`
which are names and who names them, `x-sides` what a dispute is. Nothing is guessed: names are joined where one
entity alone fits (`entities`), entries that contradict each other both stay and say so (`contradictions`), and what
was joined under different names says why. Whether a fact is true of its evidence is left to `checking`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.merging.contradictions import apart, note_apart, note_disagreements
from factsheet.merging.entities import entities, main_name, other_names
from factsheet.merging.pooling import NOWHERE, DraftEntry, pooled
from factsheet.merging.references import Directory, canonical_name, refer
from factsheet.merging.spelling import folded
from factsheet.merging.statements import in_order, joined, joined_disputes
from factsheet.records import Draft, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factsheet.kinds import Kind, Section
    from factsheet.merging.entities import Entity
    from factsheet.records import Article, Facts

__all__ = ["merge"]


def merge(kind: Kind, drafts: Sequence[Draft], article: Article) -> Draft:
    """One draft of several: equal entries joined, every reference by one name, evidence pooled.

    Drafts are taken in the order of their parts. Of a section that is one entry, and of the summary, the first
    draft's stands. Findings of the drafts are kept; new ones say what was joined and what disagrees.
    """
    drafts = _in_order(drafts)
    merging = _Merging(kind, drafts, article)
    facts: Facts = {}
    findings = [finding for draft in drafts for finding in draft.findings]
    for section in kind.sections:
        if section.many:
            merged = merging.section(section)
            facts[section.name] = [item.value for item in merged]
            findings += _findings(section, merged)
        elif (value := next((found for draft in drafts if (found := draft.facts.get(section.name))), None)) is not None:
            facts[section.name] = value
    complete = all(draft.complete for draft in drafts)
    return Draft(facts, tuple(dict.fromkeys(findings)), complete, _spans(drafts))


class _Merging:
    """The drafts of one article in order, their entries, and who is who in them."""

    def __init__(self, kind: Kind, drafts: Sequence[Draft], article: Article) -> None:
        self.drafts = drafts
        self._article = article
        self._items = {section.name: [*_items(section, drafts)] for section in kind.sections if section.many}
        targets = _targets(kind)
        self._entities = {
            section.name: entities(section, items, article.text, short_forms=section.name in targets)
            for section in kind.sections
            if (items := self._items.get(section.name)) is not None and _is_named(section)
        }
        self._directories = {name: Directory(found) for name, found in self._entities.items() if name in targets}

    def section(self, section: Section) -> list[DraftEntry]:
        """The entries of one section: joined, under one name each, in order."""
        items = self._items[section.name]
        if any(field.refers_to in self._directories for field in section.fields):
            for item in items:
                refer(item, self._directories)
        if section.name in self._entities:
            found = self._entities[section.name]
            merged = [one for entity in found for one in _of_entity(section, entity, self._describe)]
        else:
            merged = _same(section, items, self.drafts)
            note_disagreements(section, merged, self._describe)
        return in_order(section, merged, [draft.spans for draft in self.drafts]) if len(self.drafts) > 1 else merged

    def _describe(self, item: DraftEntry) -> str:
        number = self._article.number_at(item.place)
        return f" (¶{number})" if number else ""


@lru_cache(maxsize=16)  # follows from the kind alone, and every article asks
def _targets(kind: Kind) -> frozenset[str]:
    """The sections whose entries others refer to."""
    return frozenset(field.refers_to for section in kind.sections for field in section.fields if field.refers_to)


def _in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in the order of their parts and passes; of one pass in an order that is always the same."""
    if len({(draft.spans, draft.turn) for draft in drafts}) < len(drafts):
        drafts = sorted(drafts, key=_written)
    return sorted(drafts, key=lambda draft: (*_place(draft), draft.turn))


def _written(draft: Draft) -> str:
    return json.dumps(draft.facts, sort_keys=True, ensure_ascii=False, default=dict)


def _place(draft: Draft) -> tuple[int, int]:
    return (draft.spans[0][0], draft.spans[-1][1]) if draft.spans else (NOWHERE, NOWHERE)


def _spans(drafts: Sequence[Draft]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(span for draft in drafts for span in draft.spans))


def _items(section: Section, drafts: Sequence[Draft]) -> Iterable[DraftEntry]:
    for number, draft in enumerate(drafts):
        entries = draft.facts.get(section.name) or ()
        come_from = frozenset((number,))
        yield from (DraftEntry(section, entry, come_from, (number, n)) for n, entry in enumerate(entries))
        if section.is_summary and entries:
            return


def _is_named(section: Section) -> bool:
    """Whether entries of a section are the same by their names."""
    first = section.field(section.same_by[0]) if section.same_by else None
    return first is not None and first.named


def _same(section: Section, items: Sequence[DraftEntry], drafts: Sequence[Draft]) -> list[DraftEntry]:
    """Entries without names, those that say the same joined."""
    if len(items) < 2:
        return [*items]
    if section.sides:
        return joined_disputes(section, items)
    spans = [draft.spans for draft in drafts if draft.spans]
    overlapping = any(other[0][0] < one[-1][1] for one, other in pairwise(spans))
    return joined(section, items, overlapping=overlapping)


def _of_entity(section: Section, group: Entity, describe: Callable[[DraftEntry], str]) -> list[DraftEntry]:
    """The entry of one entity; more than one where they contradict each other."""
    name = canonical_name(group)
    parts = [pooled(part) for part in apart(section, group.items)]
    if len(group.items) > 1:
        for part in parts:
            _rename(part, name, group)
    if len(parts) > 1:
        note_apart(section, parts, describe)
    return parts


def _rename(item: DraftEntry, name: str, group: Entity) -> None:
    """Give an entry its full name, and list the other names of its entity where the section has them."""
    main, *others = item.section.same_by
    item.value = item.value | {main: name}
    item.reasons = [*item.reasons, *group.reasons]
    listed = next((n for n in others if (f := item.section.field(n)) and f.schema.get("type") == "array"), None)
    if listed:
        names = {folded(name)}
        item.value[listed] = [
            other
            for one in group.items
            for other in (main_name(one), *other_names(one))
            if not (folded(other) in names or names.add(folded(other)))  # type: ignore[func-returns-value]
        ]


def _findings(section: Section, items: Sequence[DraftEntry]) -> Iterable[Finding]:
    for index, item in enumerate(items):
        pointer = f"/{section.name}/{index}"
        if item.reasons:
            yield Finding("entries-joined", "note", pointer, f"joined: {'; '.join(dict.fromkeys(item.reasons))}")
        for problem in dict.fromkeys(item.problems):
            yield Finding("entries-disagree", "warning", pointer, problem)
