"""References: a field that names an entry of another section names it by the one name it goes by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from factsheet.language.joint import joint_names
from factsheet.merging.bearers import main_name, other_names
from factsheet.merging.folded import folded
from factsheet.merging.forms import parse
from factsheet.merging.keys import blocks
from factsheet.merging.names import linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.merging.bearers import Bearer
    from factsheet.merging.records import Item


def canonical_name(group: Bearer) -> str:
    """The fullest name of a bearer: of most words, then without titles, then the one used most."""
    names = [main_name(item) for item in group.items]
    return min(
        dict.fromkeys(names),
        key=lambda name: (
            parse(name).is_description,
            -len(parse(name).tokens),
            len(parse(name).words),
            -names.count(name),
            names.index(name),
        ),
    )


class Directory:
    """Finds the bearer that a name in some draft means, and what that bearer is called."""

    def __init__(self, groups: Sequence[Bearer]) -> None:
        """Take all names of all bearers."""
        self._called = {id(group): canonical_name(group) for group in groups}
        self._local: dict[tuple[int, str], list[Bearer]] = defaultdict(list)
        self._exact: dict[str, list[Bearer]] = defaultdict(list)
        self._near: dict[str, list[tuple[str, Bearer]]] = defaultdict(list)
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
        """What the bearer of `name` in this draft is called; the name itself where that is not certain."""
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

    def _linked(self, name: str) -> list[Bearer]:
        fitting: list[Bearer] = []
        for block in sorted(blocks(name)):
            for other, group in self._near.get(block, ()):
                if all(linked(name, full) for full in group.names) and linked(name, other):
                    _add(fitting, group)
        return fitting


def _add(groups: list[Bearer], group: Bearer) -> None:
    if group not in groups:
        groups.append(group)


def refer(item: Item, directories: dict[str, Directory]) -> None:
    """Put the one name of each bearer into the fields of an entry that refer to them."""
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
