"""The outline of a sheet for lists and digests: its facts without evidence, and their standings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.standings import counted, is_kept_back, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Entry, Kind
    from factsheet.records import FactSheet, Standing, StandingName

_LONGEST = 400
"""Characters of one text in an outline."""


def outline(sheet: FactSheet, kind: Kind) -> dict[str, Any]:
    """The facts that may be printed, without their evidence; how many entries have which standing.

    An entry that is open or doubtful says so under "standing".
    """
    standings = standings_of(kind, sheet)
    out: dict[str, Any] = {"subjects": subjects(sheet, kind)}
    for entry in _sound(sheet, kind, standings):
        facts = _facts(entry, standings[entry.pointer].standing)
        if entry.section.many:
            out.setdefault(entry.section.name, []).append(facts)
        elif facts:
            out[entry.section.name] = facts
    stated = out.get("title")
    out["title"] = sheet.article.title or (stated.get("statement") if isinstance(stated, dict) else stated)
    out["standings"] = counted(standing.standing for standing in standings.values())
    return out


_TOLD = frozenset({"open", "doubtful"})
"""The standings that are told with an entry."""


def _sound(sheet: FactSheet, kind: Kind, standings: Mapping[str, Standing]) -> Iterator[Entry]:
    """The entries that are neither refuted nor kept back."""
    for entry in kind.entries(sheet.facts):
        name = standings[entry.pointer].standing
        if name != "refuted" and not is_kept_back(sheet, name):
            yield entry


def _facts(entry: Entry, standing: StandingName) -> dict[str, Any]:
    facts = {name: _short(entry.value[name]) for name in entry.value if _is_told(entry, name)}
    return facts | {"standing": standing} if facts and standing in _TOLD else facts


def _is_told(entry: Entry, name: str) -> bool:
    return name not in entry.section.evidence and entry.value[name] not in (None, [], "")


def _short(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value


def subjects(sheet: FactSheet, kind: Kind) -> list[str]:
    """The subjects of a story: the top terms of its subject codes, else its section, else none."""
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
