"""Entities: which named entries are the same person, organisation or place.

Names that leave no doubt are joined first, and only with a group all of whose names they fit. Short forms
(surnames, acronyms, descriptions) follow, each by itself: it must fit exactly one group, come after the full
name in the article or be listed under it, and not be beside it as an entry of its own in the same draft. A
short form never joins two groups and nothing is joined through it, so that there is no chain of weak links.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from factsheet.merging.forms import form_of, words_of
from factsheet.merging.names import blocks, equated, is_naming, linked
from factsheet.merging.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.kinds import Section
    from factsheet.merging.pooling import DraftEntry

_REACH = 80
"""Characters beside a description in which a name must stand to be equated with it."""

_GIVEN = "given as another name of it"
"""The reason where an answer itself lists a short form under the full name."""

_BESIDE = "the article puts them side by side"

_LOOKS = 40
"""Places of a description that are looked at."""


@dataclass(eq=False, slots=True)
class Entity:
    """Entries that are one. `names` are their full names, each fitting all others."""

    items: list[DraftEntry] = field(default_factory=list)
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


def entities(section: Section, items: Sequence[DraftEntry], text: str, *, short_forms: bool) -> list[Entity]:
    """Group entries of a section with names; `short_forms` where surnames and the like may be joined."""
    by_name: dict[str, list[DraftEntry]] = defaultdict(list)
    for item in items:
        by_name[main_name(item)].append(item)
    order = sorted(by_name, key=lambda name: (-len(form_of(name).tokens), name))
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
        _ShortForms(section, groups, text).join()
    found = [group for group in groups.all if group.items]
    for group in found:
        group.items.sort(key=lambda item: item.order)
    return sorted(found, key=lambda group: group.items[0].order)


def main_name(item: DraftEntry) -> str:
    """The main name of an entry."""
    return str(item.value.get(item.section.same_by[0]) or "")


def other_names(item: DraftEntry) -> list[str]:
    """The other names that an entry gives."""
    return [name for field_name in item.section.same_by[1:] for name in _listed(item.value.get(field_name))]


def _listed(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else ()


class _Groups:
    """Groups of full names, found by parts of their names."""

    def __init__(self) -> None:
        self.all: list[Entity] = []
        self._by_block: dict[str, list[Entity]] = defaultdict(list)

    def add(self) -> Entity:
        self.all.append(Entity())
        return self.all[-1]

    def name(self, group: Entity, name: str) -> None:
        group.names.append(name)
        for block in blocks(name):
            if group not in self._by_block[block]:
                self._by_block[block].append(group)

    def near(self, name: str) -> list[Entity]:
        """The groups that could match a name."""
        return list(dict.fromkeys(group for block in blocks(name) for group in self._by_block[block]))

    def fitting(self, name: str) -> Entity | None:
        """The one group whose names all fit this one, at least one of them without doubt."""
        found = [group for group in self.near(name) if _fits(name, group)]
        exact = [group for group in found if folded(name) in map(folded, group.names)]
        found = exact or found
        return found[0] if len(found) == 1 else None


def _fits(name: str, group: Entity) -> bool:
    links = [linked(name, other) for other in group.names]
    return all(links) and any(link.strong for link in links if link)


class _ShortForms:
    """What short forms are held against: all groups, the names that entries list themselves, and the article."""

    def __init__(self, section: Section, groups: _Groups, text: str) -> None:
        self._section = section
        self._groups = groups
        self._text = text
        self._aliases: dict[str, list[Entity]] = defaultdict(list)
        for group in groups.all:
            for name in dict.fromkeys(folded(name) for item in group.items for name in other_names(item)):
                self._aliases[name].append(group)

    @cached_property
    def _lowered(self) -> str:
        return self._text.lower()

    def join(self) -> None:
        """Join entries with only a short form to the one group that it abbreviates."""
        found = [(group, *fitting) for group in self._groups.all if (fitting := self._full(group))]
        joined = {id(short) for short, _, _ in found}
        for short, full, reason in found:
            if id(full) not in joined:
                full.items += short.items
                full.reasons += [*short.reasons, f"“{short.names[0]}” and “{full.names[0]}”: {reason}"]
                short.items = []

    def _full(self, group: Entity) -> tuple[Entity, str] | None:
        """The one group that this is short for, and why; None where there is none, or more than one."""
        is_description = any(form_of(name).is_description for name in group.names)
        links = self._equated(group) if is_description else self._fuller(group)
        fits = {id(other): (other, reason) for other, reason in links if self._may_be(group, other, reason)}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _may_be(self, short: Entity, full: Entity, reason: str) -> bool:
        return _allowed(self._section, short, full) and (reason == _GIVEN or _follows(short, full, self._text))

    def _fuller(self, group: Entity) -> Iterable[tuple[Entity, str]]:
        """Groups with a fuller name that this one can be short for, and why."""
        size = _size(group)
        for other in self._groups.near(group.names[0]):
            if other is not group and _size(other) > size:
                links = [linked(name, full) for name in group.names for full in other.names]
                if all(links):
                    yield other, next(link.reason for link in links if link)
        yield from self._listed_by_others(group)
        yield from self._also_called(group)

    def _also_called(self, group: Entity) -> Iterable[tuple[Entity, str]]:
        """Groups that certainly have a full name which this one lists as another name of it."""
        listed = {name for item in group.items for name in other_names(item)}
        for alias in sorted(filter(_is_full, listed)):
            for other in self._groups.near(alias):
                if other is not group and _is_certainly(alias, other):
                    yield other, f"it is also called “{alias}”"

    def _listed_by_others(self, group: Entity) -> Iterable[tuple[Entity, str]]:
        """Groups that give the name of this one as another name of theirs; two full names must fit each other."""
        for name in group.names:
            for other in self._aliases.get(folded(name), ()):
                is_short = not _is_full(name) or not all(map(_is_full, other.names))
                if other is not group and (is_short or all(linked(name, full) for full in other.names)):
                    yield other, _GIVEN

    def _equated(self, group: Entity) -> Iterable[tuple[Entity, str]]:
        """Groups that the article puts beside a description as one with it."""
        yield from self._listed_by_others(group)
        others = (other for other in self._groups.all if other is not group)
        named = [(name, other) for other in others for name in other.names if is_naming(name)]
        for description in group.names:
            for around in _surroundings(description.lower().removeprefix("the "), self._lowered):
                yield from ((other, _BESIDE) for name, other in named if equated(description, name, around))


def _is_certainly(name: str, group: Entity) -> bool:
    """Whether a name fits one of a group's without doubt."""
    return any(link.strong for other in group.names if (link := linked(name, other)))


def _size(group: Entity) -> int:
    """The words of its longest name."""
    return max(len(form_of(name).tokens) for name in group.names)


def _is_full(name: str) -> bool:
    form = form_of(name)
    return len(form.tokens) > 1 and not form.is_description


def _surroundings(words: str, lowered: str) -> Iterable[str]:
    """What is around a description of two words or more, at the places where the article has it."""
    at = lowered.find(words) if " " in words else -1
    for _ in range(_LOOKS):
        if at < 0:
            return
        yield f" {' '.join(words_of(lowered[max(0, at - _REACH) : at + len(words) + _REACH]))} "
        at = lowered.find(words, at + 1)


def _allowed(section: Section, short: Entity, full: Entity) -> bool:
    """Whether no draft lists both, and the choices of the schema agree."""
    if short.drafts & full.drafts:
        return False
    choices = [field.name for field in section.fields if "enum" in field.schema]
    return all(_choices(short, name) & _choices(full, name) for name in choices)


def _follows(short: Entity, full: Entity, text: str) -> bool:
    """Whether the article has the full name before the short form, as news does."""
    first = min((at for name in full.names if (at := text.find(name)) >= 0), default=full.place)
    return min(first, full.place) <= short.place


def _choices(group: Entity, name: str) -> set[Any]:
    return {item.value.get(name) for item in group.items}
