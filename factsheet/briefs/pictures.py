"""The data of a brief's pictures: who says what about what, and the timeline.

They hold what a page may: nothing that is refuted or kept back, and what is open or doubtful carries its sign. Who
stands for a claim and who against it is what the sides of a dispute say. Of a topic a statement only speaks: it has the
words of the topic, itself or in what proves it, or the words that prove the topic are within those.

The schema says which sections these are: one with `x-sides`, one laid out as `grouped`, one with codes of
a vocabulary, and those with a date (`x-date-of`). How they are drawn is for `drawing`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from factsheet.briefs.page import MARKS
from factsheet.briefs.sayings import keys_of
from factsheet.briefs.template import value_of
from factsheet.briefs.text import plain
from factsheet.language.names import joint_names
from factsheet.standings import NAMES, is_kept_back, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry, Kind, Section
    from factsheet.records import FactSheet, Span, StandingName

How: TypeAlias = Literal["for", "against", "says"]
"""How somebody stands to a matter; "says" where they speak of it and nothing shows a side."""

_PEOPLE = 9
_MATTERS = 8
_EVENTS = 16
"""What a picture has room for, each; the rest is counted."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
_OTHER = "Something else"


@dataclass(slots=True)
class Mark:
    """That somebody says something of a matter: the pointers of the entries, and the best of their standings."""

    pointers: list[str] = field(default_factory=list)
    standing: StandingName = "doubtful"

    @property
    def sign(self) -> str:
        """The mark of an unproven one; "" if proven."""
        return MARKS.get(self.standing, "")


@dataclass(slots=True)
class Matter:
    """A claim or a topic, with the marks of those who speak of it. `is_own` are the page's own words."""

    title: str
    pointer: str = ""
    sign: str = ""
    is_own: bool = False
    marks: dict[tuple[str, How], Mark] = field(default_factory=dict)

    def by(self, how: How) -> Iterator[tuple[str, Mark]]:
        """The people with this relation, each with the mark."""
        return ((name, mark) for (name, its), mark in self.marks.items() if its == how)


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says what about what. `people` are the columns, `matters` the rows; `more` people are in rows alone."""

    people: tuple[str, ...]
    matters: tuple[Matter, ...]
    more_people: int = 0
    more_matters: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a date: YYYY, YYYY-MM, YYYY-MM-DD, or two of them with a slash between."""

    date: str
    time: str
    text: str
    pointer: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated events in their order; `undated` are not in it, `more` found no room. `published` is a day, or ""."""

    events: tuple[Event, ...]
    undated: int = 0
    more: int = 0
    published: str = ""


class Pictures:
    """The pictures of one sheet; each is None where there is nothing to look at."""

    def __init__(self, sheet: FactSheet, kind: Kind) -> None:
        standings = {pointer: one.standing for pointer, one in standings_of(kind, sheet).items()}
        self._kind, self._published = kind, (sheet.article.published or "")[:10]
        self._standings = standings
        self._text = sheet.article.text
        self._entries = [
            entry
            for entry in kind.entries(sheet.facts)
            if standings[entry.pointer] != "refuted" and not is_kept_back(sheet, standings[entry.pointer])
        ]

    @cached_property
    def voices(self) -> Voices | None:
        """Who says what about what: two people at least, and a matter that is named."""
        matters = [*self._disputes(), *self._topics()]
        named = [matter for matter in matters if matter.marks]
        other = [matter for matter in matters[-1:] if matter.is_own]
        counts = Counter(name for matter in named for name, _ in matter.marks)
        people = sorted(counts, key=lambda name: -counts[name])[:_PEOPLE]
        kept = [matter for matter in named if not matter.is_own][: _MATTERS - len(other)]
        if len(people) < 2 or not kept:
            return None
        shown = (*kept, *(one for one in other if one.marks))
        return Voices(tuple(people), shown, len(counts) - len(people), len(named) - len(shown))

    @cached_property
    def timeline(self) -> Timeline | None:
        """When what happened: two events with a date at least."""
        events = [event for entry in self._entries if (event := self._event(entry))]
        dated = sorted((one for one in events if _DATE.fullmatch(one.date)), key=lambda one: one.date.split("/"))
        if len({one.date for one in dated}) < 2:
            return None
        published = self._published if _DATE.fullmatch(self._published) else ""
        kept = dated[:_EVENTS]
        return Timeline(tuple(kept), len(events) - len(dated), len(dated) - len(kept), published)

    def _event(self, entry: Entry) -> Event | None:
        dated = next((one for one in entry.section.fields if one.date_of), None)
        stated = next((one for one in entry.section.fields if one.states), None)
        if dated is None or stated is None:
            return None
        section, value = entry.section, entry.value
        return Event(
            value_of(section, value, dated.name),
            value_of(section, value, dated.date_of),
            value_of(section, value, stated.name),
            entry.pointer,
            MARKS.get(self._standings[entry.pointer], ""),
        )

    def _disputes(self) -> Iterator[Matter]:
        """A matter for each dispute, with those on its first side for it and the others against it."""
        for entry in self._entries:
            if not entry.section.sides:
                continue
            matter = self._matter(entry)
            for place, side in enumerate(entry.section.sides):
                for name in self._bearers(entry, side.by):
                    self._add(matter, name, "against" if place else "for", [entry])
            yield matter

    def _topics(self) -> Iterator[Matter]:
        """A matter for each topic that statements have the words of, and one for what is of none."""
        statements = [one for one in self._entries if one.section.brief.get("layout") == "grouped"]
        labels = [one for one in self._entries if any(field.vocabulary for field in one.section.fields)]
        words = {one.pointer: self._words(one) for one in statements}
        left = {one.pointer: one for one in statements}
        for label in labels:
            matter = self._matter(label)
            wanted = set(keys_of(matter.title))
            for one in statements:
                if (wanted and wanted <= words[one.pointer]) or _within(_spans(label), _spans(one)):
                    left.pop(one.pointer, None)
                    self._speaks(matter, one, label)
            yield matter
        other = Matter(_OTHER, is_own=True)
        for one in left.values():
            self._speaks(other, one)
        yield other

    def _speaks(self, matter: Matter, statement: Entry, label: Entry | None = None) -> None:
        for name in self._bearers(statement, statement.section.brief.get("by") or ""):
            self._add(matter, name, "says", [statement, *([label] if label else [])])

    def _matter(self, entry: Entry) -> Matter:
        title = value_of(entry.section, entry.value, entry.section.same_by[0] if entry.section.same_by else None)
        return Matter(title, entry.pointer, MARKS.get(self._standings[entry.pointer], ""))

    def _add(self, matter: Matter, name: str, how: How, entries: list[Entry]) -> None:
        """Note that an entry has somebody speak; it is proven no further than any of what it rests on."""
        worst = max((self._standings[one.pointer] for one in entries), key=NAMES.index)
        mark = matter.marks.setdefault((name, how), Mark())
        mark.pointers.append(entries[0].pointer)
        mark.standing = min(mark.standing, worst, key=NAMES.index)

    def _words(self, entry: Entry) -> set[str]:
        """The words of a statement, and of what proves it."""
        section = entry.section
        own = (value_of(section, entry.value, one.name) for one in section.fields if one.states or one.quoted)
        proof = (plain(self._text[start:end]) for start, end in _spans(entry))
        return {key for text in (*own, *proof) for key in keys_of(text)}

    def _bearers(self, entry: Entry, field_name: str) -> Iterator[str]:
        """Those whom a field names, by their main names: two of "A and B", if both are known."""
        known = self._known.get((one.refers_to or "") if (one := entry.section.field(field_name)) else "", {})
        value = entry.value.get(field_name)
        for name in dict.fromkeys(plain(str(each)) for each in (value if isinstance(value, list) else [value]) if each):
            parts = joint_names(name)
            if name.casefold() not in known and parts and all(part.casefold() in known for part in parts):
                yield from dict.fromkeys(known[part.casefold()] for part in parts)
            else:
                yield known.get(name.casefold(), name)

    @cached_property
    def _known(self) -> dict[str, dict[str, str]]:
        """By section: the main name for each name, case aside, of those that are listed there."""
        found: dict[str, dict[str, str]] = {}
        for entry in self._entries:
            for name in entry.names if _is_named(entry.section) else ():
                main = plain(entry.names[0])
                found.setdefault(entry.section.name, {}).setdefault(plain(str(name)).casefold(), main)
        return found


def _spans(entry: Entry) -> list[Span]:
    return entry.section.spans(entry.value)


def _within(some: list[Span], others: list[Span]) -> bool:
    return any(first <= start and end <= last for start, end in some for first, last in others)


def _is_named(section: Section) -> bool:
    return any(one.named for one in section.fields)
