"""References and names between the entries of a sheet: nobody, twice the same, two in one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from factsheet.checking.subject import name_keys
from factsheet.language.lexicon import is_light, lexicon
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Subject
    from factsheet.kinds import Entry
    from factsheet.records import Level

_SAME = 0.9
"""The share of words that two statements must have in common to be one."""


def references(subject: Subject) -> Iterator[Finding]:
    """Fields that name an entry of another section (`x-refers-to`), and no such entry is there."""
    for entry in subject.entries:
        for field in entry.section.fields:
            value = entry.value.get(field.name)
            if not field.refers_to or not value:
                continue
            for name in value if isinstance(value, list) else [value]:
                is_words = field.or_words and bool(subject.text.find(name_keys(name)))
                if not is_words and not subject.known_as(field.refers_to, name):
                    section = subject.kind.section(field.refers_to)
                    title = section.title if section else field.refers_to
                    message = f"“{name}” is nobody listed under “{title}”"
                    yield Finding("reference-unknown", "warning", f"{entry.pointer}/{field.name}", message)


def duplicates(subject: Subject) -> Iterator[Finding]:
    """Two entries of a section that are one."""
    for section in subject.kind.sections:
        entries = subject.of_section(section.name)
        if not section.same_by or not 1 < len(entries) <= _MOST:
            continue
        main = section.field(section.same_by[0])
        named = main is not None and main.named
        stems = {} if named else {entry.pointer: _stems(subject, entry) for entry in entries}
        for one, other in combinations(entries, 2):
            if _same_name(subject, one, other) if named else _is_same(stems[one.pointer], stems[other.pointer]):
                message = f"this says the same as another entry: “{one.value.get(section.same_by[0])}”"
                yield Finding("entry-twice", "warning", other.pointer, message)


_MOST = 200
"""Entries of a section up to which all pairs are compared."""


def merged(subject: Subject) -> Iterator[Finding]:
    """One entry for two: its names are different full names, both in the article, neither part of the other."""
    for entry in subject.entries:
        fields = [f for f in entry.section.fields if f.named and f.name in entry.section.same_by]
        names: list[str] = []
        for field in fields:
            value = entry.value.get(field.name)
            names += [one for one in (value if isinstance(value, list) else [value]) if one]
        full = [name for name in names if _is_full(subject, name)] if len(names) > 1 else []
        for one, other in combinations(full, 2):
            if _are_two(subject, one, other):
                level: Level = "error" if set(name_keys(one)[-1:]) == set(name_keys(other)[-1:]) else "warning"
                level = "error" if _stand_together(subject, one, other) else level
                message = f"“{one}” and “{other}” are two in the article, and one here"
                yield Finding("names-of-two", level, entry.pointer, message)
                break


def _is_full(subject: Subject, name: str) -> bool:
    """Whether a name is of a person by its form: two or more words that are just names, in the article so."""
    parts = [part for part in name.split() if not is_light(part.casefold())]
    return (
        all(part[0].isupper() and not part.isupper() for part in parts)
        and len(_own_words(subject, name)) > 1
        and bool(subject.text.find(name_keys(name)))
    )


def _own_words(subject: Subject, name: str) -> frozenset[str]:
    """The words of a name that are no title, no nationality, and no word of the article's that has no capital."""
    other = lexicon().titles | lexicon().demonyms.keys() | subject.text.lower
    return frozenset(name_keys(name)) - other


def _are_two(subject: Subject, one: str, other: str) -> bool:
    """Whether neither name holds the other's own words."""
    a, b = _own_words(subject, one), _own_words(subject, other)
    return not (a <= b or b <= a)


def _stand_together(subject: Subject, one: str, other: str) -> bool:
    """Whether the article names both side by side: "Thomas Sam and Manju Sam"."""
    for start, end in subject.text.find(name_keys(one)):
        for start_there, end_there in subject.text.find(name_keys(other)):
            between = subject.text.string[min(end, end_there) : max(start, start_there)]
            if len(between) <= _TOGETHER and any(f" {word} " in f" {between.strip(' ,')} " for word in _AND):
                return True
    return False


_TOGETHER = 40
_AND = ("and", "with", "or", "against", "versus", "&", "met", "received", "told", "succeeded", "counterpart")


def _same_name(subject: Subject, one: Entry, other: Entry) -> bool:
    names, names_there = subject.names_of(one), subject.names_of(other)
    if not names or not names_there:
        return False
    return names[0] in names_there or names_there[0] in names


def _stems(subject: Subject, entry: Entry) -> list[frozenset[str]]:
    """The stems of what an entry says in each of its fields of `x-same-by`."""
    texts = (entry.value.get(name) for name in entry.section.same_by)
    readings = [subject.read(text) if isinstance(text, str) else None for text in texts]
    return [frozenset(one.stems[at] for at in one.content()) if one else frozenset() for one in readings]


def _is_same(one: list[frozenset[str]], other: list[frozenset[str]]) -> bool:
    """Whether two entries say nearly the same in every field."""
    return any(one) and all(len(a & b) >= _SAME * max(len(a), len(b)) for a, b in zip(one, other, strict=True))
