"""The outline of a sheet: its facts without their evidence, for lists and digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.pointers import entry_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry, Kind
    from factsheet.records import FactSheet

_LONGEST = 400
"""Characters of one text in an outline."""


def outline(sheet: FactSheet, kind: Kind) -> dict[str, Any]:
    """The facts without their evidence, and without those that a check found to be wrong."""
    out: dict[str, Any] = {"subjects": subjects(sheet, kind)}
    for entry in _sound(sheet, kind):
        facts = {name: _short(entry.value[name]) for name in entry.value if _is_told(entry, name)}
        if entry.section.many:
            out.setdefault(entry.section.name, []).append(facts)
        elif facts:
            out[entry.section.name] = facts
    stated = out.get("title")
    out["title"] = sheet.article.title or (stated.get("statement") if isinstance(stated, dict) else stated)
    return out


def _sound(sheet: FactSheet, kind: Kind) -> Iterator[Entry]:
    """The entries in which no check found an error."""
    entries = {entry.pointer: entry for entry in kind.entries(sheet.facts)}
    wrong = {entry_at(finding.pointer, entries) for finding in sheet.findings if finding.level == "error"}
    return (entry for pointer, entry in entries.items() if pointer not in wrong)


def _is_told(entry: Entry, name: str) -> bool:
    return name not in entry.section.evidence and entry.value[name] not in (None, [], "")


def _short(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value


def subjects(sheet: FactSheet, kind: Kind) -> list[str]:
    """What the story belongs under: the top terms of its subject codes, else its section, else nothing."""
    terms = kind.concepts
    codes = [*sheet.article.subjects, *(topic.get("code") for topic in sheet.facts.get("topics", ()))]
    found = []
    for code in codes:
        term = terms.get(code)
        while term is not None and term.broader is not None:
            term = terms.get(term.broader)
        if term is not None:
            found.append(term.label)
    section = sheet.article.section or ""
    # A line with a number, "MEDIA RELEASE 12345", is no name of a section.
    return list(dict.fromkeys(found)) or [section] * (section != "" and not any(map(str.isdecimal, section)))
