"""References: replaces names of entries in other sections by their final names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from factsheet.language.names import joint_names
from factsheet.merging.entities import main_name, other_names
from factsheet.merging.forms import form_of
from factsheet.merging.names import blocks, linked
from factsheet.merging.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.merging.entities import Entity
    from factsheet.merging.pooling import DraftEntry


def canonical_name(group: Entity) -> str:
    """The fullest name of an entity: with most words, then without titles, then the most frequent."""
    names = [main_name(item) for item in group.items]
    return min(
        dict.fromkeys(names),
        key=lambda name: (
            form_of(name).is_description,
            -len(form_of(name).tokens),
            len(form_of(name).words),
            -names.count(name),
            names.index(name),
        ),
    )


class Directory:
    """Finds the entity that a name in some draft means, and what that entity is called."""

    def __init__(self, groups: Sequence[Entity]) -> None:
        """Take all names of all entitys."""
        self._called = {id(group): canonical_name(group) for group in groups}
        self._local: dict[tuple[int, str], list[Entity]] = defaultdict(list)
        self._exact: dict[str, list[Entity]] = defaultdict(list)
        self._near: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
        for group in groups:
            for item in group.items:
                for name in (main_name(item), *other_names(item)):
                    for number in item.drafts:
                        _add(self._local[number, folded(name)], group)
                    _add(self._exact[folded(name)], group)
            for name in dict.fromkeys(main_name(item) for item in group.items):
                for block in blocks(name):
                    self._near[block].append((name, group))
        self._known: dict[tuple[int, str], str] = {}

    def name(self, name: str, draft: int) -> str:
        """What the entity of `name` in this draft is called; the name itself where that is not certain."""
        key = draft, name
        if key not in self._known:
            form = folded(name)
            groups = self._local.get((draft, form)) or self._exact.get(form) or self._linked(name)
            mains = [group for group in groups if any(folded(other) == form for other in group.names)]
            groups = mains if len(mains) == 1 else groups
            self._known[key] = self._called[id(groups[0])] if len(groups) == 1 else self._joint(name, draft)
        return self._known[key]

    def _joint(self, name: str, draft: int) -> str:
        """Of "A and B" both as they are called; commas and "and" stay as they are."""
        out, at = "", 0
        for one in joint_names(name):
            start = name.index(one, at)
            out += name[at:start] + self.name(one, draft)
            at = start + len(one)
        return out + name[at:]

    def _linked(self, name: str) -> list[Entity]:
        fitting: list[Entity] = []
        for block in sorted(blocks(name)):
            for other, group in self._near.get(block, ()):
                if all(linked(name, full) for full in group.names) and linked(name, other):
                    _add(fitting, group)
        return fitting


def _add(groups: list[Entity], group: Entity) -> None:
    if group not in groups:
        groups.append(group)


def refer(item: DraftEntry, directories: dict[str, Directory]) -> None:
    """Replace references in an entry's fields by the main names of their entities."""
    number = item.order[0]
    for field in item.section.fields:
        directory = directories.get(field.refers_to or "")
        given: Any = item.value.get(field.name)
        if directory is None or not given:
            continue
        if isinstance(given, list):
            named: Any = list(dict.fromkeys(directory.name(name, number) for name in given))
        else:
            named = directory.name(given, number)
        if named != given:
            item.value = item.value | {field.name: named}
