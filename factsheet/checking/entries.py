"""Checks entries: references, duplicates, two entities in one, unknown codes."""

from __future__ import annotations

import re
from itertools import combinations, compress, product, starmap
from typing import TYPE_CHECKING

from factsheet.attribution.naming import head_of, is_of_another
from factsheet.language.lexicon import is_light, lexicon
from factsheet.proving.names import is_slip
from factsheet.proving.subject import listed, name_keys
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry, Section
    from factsheet.proving.subject import Subject
    from factsheet.records import Level

_SAME = 0.9
"""The share of words from which two statements are the same."""

_MOST = 200
"""The most entries of a section that are compared in pairs."""

_TOGETHER = 40
"""Distance between two adjacent names, in characters."""

_AND = ("and", "with", "or", "against", "versus", "&", "met", "received", "told", "succeeded", "counterpart")
"""Words that join the names of two people."""


def references(subject: Subject) -> Iterator[Finding]:
    """References to an entry of another section (`x-refers-to`) that does not exist."""
    for entry in subject.entries:
        for field in entry.section.fields:
            if not field.refers_to:
                continue
            for name, _ in listed(entry.value.get(field.name), entry.pointer):
                is_words = (field.or_words or _has_no_name(name)) and bool(subject.find(name))
                if not is_words and not subject.known_as(field.refers_to, name):
                    section = subject.kind.section(field.refers_to)
                    title = section.title if section else field.refers_to
                    message = f"“{name}” is not listed under “{title}”"
                    yield Finding("reference-unknown", "warning", f"{entry.pointer}/{field.name}", message)


def _has_no_name(name: str) -> bool:
    """Whether words describe somebody without naming them: "Campaigners against X", "X's chief engineer"."""
    return bool(_OWNED.search(name)) or (is_of_another(name) and head_of(name) != name)


_OWNED = re.compile(r"\w['’]s(?: [a-z-]+)+$")


def codes(subject: Subject) -> Iterator[Finding]:
    """Codes that are not in their vocabulary (`x-vocabulary`)."""
    for entry in subject.entries:
        for field in entry.section.fields:
            known = subject.kind.vocabularies[field.vocabulary] if field.vocabulary else ()
            for code, _ in listed(entry.value.get(field.name) if field.vocabulary else None, entry.pointer):
                if code not in known:
                    message = f"“{code}” is not a code of the vocabulary {field.vocabulary}"
                    yield Finding("code-unknown", "error", f"{entry.pointer}/{field.name}", message)


def duplicates(subject: Subject) -> Iterator[Finding]:
    """Entries of a section that repeat another."""
    for section in subject.kind.sections:
        entries = subject.of_section(section.name)
        if section.same_by and 1 < len(entries) <= _MOST:
            for entry in _twice(subject, section, entries):
                message = f"this says the same as another entry: “{entry[0].value.get(section.same_by[0])}”"
                yield Finding("entry-twice", "warning", entry[1].pointer, message)


def _twice(subject: Subject, section: Section, entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """The pairs of equal entries: by name if they have names, else by their words."""
    main = section.field(section.same_by[0])
    if main is not None and main.named:
        same = starmap(_same_name, combinations(map(subject.names_of, entries), 2))
    else:
        same = starmap(_is_same, combinations([_stems(subject, entry) for entry in entries], 2))
    return compress(combinations(entries, 2), same)


def _same_name(one: list[tuple[str, ...]], other: list[tuple[str, ...]]) -> bool:
    """Whether the main name of one entry is a name of the other."""
    return bool(one and other) and (one[0] in other or other[0] in one)


def _stems(subject: Subject, entry: Entry) -> list[frozenset[str]]:
    """The stems of an entry's words, for each field of `x-same-by`."""
    values = (entry.value.get(name) for name in entry.section.same_by)
    texts = [subject.read(value) if isinstance(value, str) else None for value in values]
    return [frozenset(text.stems[at] for at in text.content()) if text else frozenset() for text in texts]


def _is_same(one: list[frozenset[str]], other: list[frozenset[str]]) -> bool:
    """Whether two entries say nearly the same in every field."""
    return any(one) and all(len(a & b) >= _SAME * max(len(a), len(b)) for a, b in zip(one, other, strict=True))


def merged(subject: Subject) -> Iterator[Finding]:
    """Entries that merge two people: with different full names, both in the article, neither part of the other."""
    for entry in subject.entries:
        two = next((pair for pair in combinations(_full_names(subject, entry), 2) if _are_two(subject, *pair)), None)
        if two:
            one, other = two
            alike = set(name_keys(one)[-1:]) == set(name_keys(other)[-1:]) or _stand_together(subject, one, other)
            level: Level = "error" if alike else "warning"
            message = f"“{one}” and “{other}” are two in the article but one here"
            yield Finding("names-of-two", level, entry.pointer, message)


def _full_names(subject: Subject, entry: Entry) -> list[str]:
    """The names of an entry that are full names in the article, if there are several."""
    names = [
        name
        for field in entry.section.fields
        if field.named and field.name in entry.section.same_by
        for name, _ in listed(entry.value.get(field.name), "")
    ]
    return [name for name in names if _is_full(subject, name)] if len(names) > 1 else []


def _is_full(subject: Subject, name: str) -> bool:
    """Whether a name has the form of a full name: two or more proper nouns, and in the article so."""
    parts = [part for part in name.split() if not is_light(part.casefold())]
    return (
        all(part[0].isupper() and not part.isupper() for part in parts)
        and len(_own_words(subject, name)) > 1
        and bool(subject.text.find(name_keys(name)))
    )


def _own_words(subject: Subject, name: str) -> frozenset[str]:
    """The words of a name that are no title or nationality, and that the article never writes in lower case."""
    lists = lexicon()
    return frozenset(name_keys(name)).difference(lists.titles, lists.demonyms, subject.text.lower)


def _are_two(subject: Subject, one: str, other: str) -> bool:
    """Whether neither name contains the other's own words."""
    a, b = _own_words(subject, one), _own_words(subject, other)
    return not (a <= b or b <= a or is_slip(one, other) or _are_joined(subject, one, other))


def _are_joined(subject: Subject, one: str, other: str) -> bool:
    """Whether the article equates both: "X, also known as Y", "X (who went by the name Y)"."""
    places = product(subject.text.find(name_keys(one)), subject.text.find(name_keys(other)))
    gaps = (subject.text.string[a[1] : b[0]] for a, b in places if a[1] <= b[0] <= a[1] + _TOGETHER)
    return any(phrase in gap for gap in gaps for phrase in _KNOWN_AS)


_KNOWN_AS = (
    "known as",
    "by the name",
    "a.k.a.",
    "aka ",
    "alias",
    "born ",
    "née ",
    "real name",
    "calls himself",
    "calls herself",
    "formerly",
)


def _stand_together(subject: Subject, one: str, other: str) -> bool:
    """Whether the article names both next to each other: "Thomas Sam and Manju Sam"."""
    places = product(subject.text.find(name_keys(one)), subject.text.find(name_keys(other)))
    gaps = (subject.text.string[min(a[1], b[1]) : max(a[0], b[0])] for a, b in places)
    return any(f" {word} " in f" {gap.strip(' ,')} " for gap in gaps if len(gap) <= _TOGETHER for word in _AND)
