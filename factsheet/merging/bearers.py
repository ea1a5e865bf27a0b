"""Bearers: which entries with names are one person, body or place.

Names that leave no doubt are joined first, and only with a group all of whose names they fit. Short forms
(surnames, acronyms, descriptions) follow, each by itself: it must fit exactly one group, come after the full
name in the article or be listed under it, and not stand beside it as an entry of its own in the same draft. A
short form never joins two groups and nothing is joined through it, so that there is no chain of weak links.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factsheet.merging.folded import folded
from factsheet.merging.forms import parse, words_of
from factsheet.merging.keys import blocks
from factsheet.merging.names import Link, equated, is_naming, linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.kinds import Section
    from factsheet.merging.records import Item

_REACH = 80
"""Characters beside a description in which a name must stand to be equated with it."""

_GIVEN = "given as another name of it"
"""The reason where an answer itself lists a short form under the full name."""

_LOOKS = 40
"""Places of a description that are looked at."""


@dataclass(eq=False, slots=True)
class Bearer:
    """Entries that are one. `names` are their full names, each fitting all others."""

    items: list[Item] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def drafts(self) -> set[int]:
        """The drafts that have it."""
        return {number for item in self.items for number in item.drafts}

    @property
    def place(self) -> int:
        """Where its evidence begins."""
        return min(item.place for item in self.items)


def bearers(section: Section, items: Sequence[Item], text: str, *, short_forms: bool) -> list[Bearer]:
    """Group entries of a section with names; `short_forms` where surnames and the like may be joined."""
    by_name: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_name[main_name(item)].append(item)
    order = sorted(by_name, key=lambda name: (-len(parse(name).tokens), name))
    groups = _Groups()
    for name in order:
        group = groups.fitting(name)
        if group is None:
            group = groups.add()
        elif (link := linked(name, group.names[0])) and name != group.names[0]:
            group.reasons.append(f"“{name}” and “{group.names[0]}”: {link.reason}")
        group.items += by_name[name]
        groups.name(group, name)
    if short_forms:
        _join_short_forms(section, groups, text)
    found = [group for group in groups.all if group.items]
    for group in found:
        group.items.sort(key=lambda item: item.order)
    return sorted(found, key=lambda group: group.items[0].order)


def main_name(item: Item) -> str:
    """The name that an entry goes by."""
    return str(item.value.get(item.section.same_by[0]) or "")


def other_names(item: Item) -> list[str]:
    """The other names that an entry gives."""
    return [name for field_name in item.section.same_by[1:] for name in _listed(item.value.get(field_name))]


def _listed(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else ()


class _Groups:
    """Groups of full names, found by parts of their names."""

    def __init__(self) -> None:
        self.all: list[Bearer] = []
        self._by_block: dict[str, list[Bearer]] = defaultdict(list)

    def add(self) -> Bearer:
        self.all.append(Bearer())
        return self.all[-1]

    def name(self, group: Bearer, name: str) -> None:
        group.names.append(name)
        for block in blocks(name):
            if group not in self._by_block[block]:
                self._by_block[block].append(group)

    def near(self, name: str) -> list[Bearer]:
        """The groups that could have something to do with a name."""
        return list(dict.fromkeys(group for block in blocks(name) for group in self._by_block[block]))

    def fitting(self, name: str) -> Bearer | None:
        """The one group whose names all fit this one, at least one of them without doubt."""
        found = []
        for group in self.near(name):
            links = [linked(name, other) for other in group.names]
            if all(links) and any(link and link.strong for link in links):
                found.append(group)
        exact = [group for group in found if any(folded(name) == folded(other) for other in group.names)]
        found = exact or found
        return found[0] if len(found) == 1 else None


def _join_short_forms(section: Section, groups: _Groups, text: str) -> None:
    aliases: dict[str, list[Bearer]] = defaultdict(list)
    for group in groups.all:
        for name in dict.fromkeys(folded(name) for item in group.items for name in other_names(item)):
            aliases[name].append(group)
    lowered = ""
    joins: list[tuple[Bearer, Bearer, str]] = []
    for group in groups.all:
        if any(parse(name).is_description for name in group.names):
            lowered = lowered or text.lower()
            links = _equated(group, groups, aliases, lowered)
        else:
            links = _candidates(group, groups, aliases)
        fits = {
            id(other): (other, reason)
            for other, reason in links
            if _allowed(section, group, other) and (reason == _GIVEN or _follows(group, other, text))
        }
        if len(fits) == 1:
            joins.append((group, *next(iter(fits.values()))))
    into = {id(short): full for short, full, _ in joins}
    for short, full, reason in joins:
        if id(full) in into:
            continue
        full.items += short.items
        full.reasons += [*short.reasons, f"“{short.names[0]}” and “{full.names[0]}”: {reason}"]
        short.items = []


def _candidates(group: Bearer, groups: _Groups, aliases: dict[str, list[Bearer]]) -> Iterable[tuple[Bearer, str]]:
    """Groups with a fuller name that this one can be short for, and why."""
    size = max(len(parse(name).tokens) for name in group.names)
    for other in groups.near(group.names[0]):
        if other is group or max(len(parse(name).tokens) for name in other.names) <= size:
            continue
        links = [linked(name, full) for name in group.names for full in other.names]
        if all(links):
            yield other, next(link.reason for link in links if isinstance(link, Link))
    yield from _by_alias(group, aliases)
    full = {name for item in group.items for name in other_names(item) if _is_full(name)}
    for alias in sorted(full):
        for other in groups.near(alias):
            if other is not group and any((link := linked(alias, name)) and link.strong for name in other.names):
                yield other, f"it is also called “{alias}”"


def _by_alias(group: Bearer, aliases: dict[str, list[Bearer]]) -> Iterable[tuple[Bearer, str]]:
    """Groups that give the name of this one as another name of theirs; two full names must fit each other."""
    for name in group.names:
        for other in aliases.get(folded(name), ()):
            both_full = _is_full(name) and all(_is_full(full) for full in other.names)
            if other is not group and not (both_full and not all(linked(name, full) for full in other.names)):
                yield other, _GIVEN


def _is_full(name: str) -> bool:
    form = parse(name)
    return len(form.tokens) > 1 and not form.is_description


def _equated(
    group: Bearer, groups: _Groups, aliases: dict[str, list[Bearer]], lowered: str
) -> Iterable[tuple[Bearer, str]]:
    """Groups that the article puts beside a description as one with it."""
    yield from _by_alias(group, aliases)
    named = [(name, other) for other in groups.all if other is not group for name in other.names if is_naming(name)]
    for description in group.names:
        for around in _surroundings(description.lower().removeprefix("the "), lowered):
            yield from (
                (other, "the article puts them side by side")
                for name, other in named
                if equated(description, name, around)
            )


def _surroundings(words: str, lowered: str) -> Iterable[str]:
    """What stands around a description of two words or more, at the places where the article has it."""
    at = lowered.find(words) if " " in words else -1
    for _ in range(_LOOKS):
        if at < 0:
            return
        yield f" {' '.join(words_of(lowered[max(0, at - _REACH) : at + len(words) + _REACH]))} "
        at = lowered.find(words, at + 1)


def _allowed(section: Section, short: Bearer, full: Bearer) -> bool:
    """Whether no draft lists both, and the choices of the schema agree."""
    if short.drafts & full.drafts:
        return False
    choices = [field.name for field in section.fields if "enum" in field.schema]
    return all(_choices(short, name) & _choices(full, name) for name in choices)


def _follows(short: Bearer, full: Bearer, text: str) -> bool:
    """Whether the article has the full name before the short form, as news does."""
    first = min((at for name in full.names if (at := text.find(name)) >= 0), default=full.place)
    return min(first, full.place) <= short.place


def _choices(group: Bearer, name: str) -> set[Any]:
    return {item.value.get(name) for item in group.items}
