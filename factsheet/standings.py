"""Standings of a finished sheet: the one to show for each entry, and their counts.

A file may claim more than is so: what its own findings and its evidence say against an entry counts before what the
file says of its standing. `factsheet check` proves anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from factsheet.pointers import entry_at
from factsheet.records import Standing, StandingName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factsheet.kinds import Entry, Kind
    from factsheet.records import Facts, FactSheet, Finding, Level

NAMES: tuple[StandingName, ...] = get_args(StandingName)
"""All standings, the best first."""

_RANKS = {name: rank for rank, name in enumerate(NAMES)}
_AGAINST: Mapping[Level, StandingName] = {"error": "refuted", "warning": "doubtful", "note": "proven"}
"""The best that an entry with such a finding can be."""
WORDS: Mapping[StandingName, str] = {"proven": "proven word by word", "confirmed": "confirmed by a second reading"}
"""What is said of a standing in place of its name."""
NOT_FOUND = "the words given for it are not in the article"
NO_WORDS = "no evidence is given for it"
UNPROVEN = "not proven by this version: factsheet check"
"""What is said of a sheet that holds no standings."""


def standings_of(kind: Kind, sheet: FactSheet) -> dict[str, Standing]:
    """The standing of every entry by its pointer, none better than the sheet's findings and evidence allow.

    An entry without a standing, as in a sheet of an older version, is open.
    """
    return dict(_standings(kind, sheet.facts, sheet.standings, sheet.findings))


def _standings(
    kind: Kind, facts: Facts, given: Iterable[Standing], findings: Iterable[Finding]
) -> Iterator[tuple[str, Standing]]:
    known = {standing.pointer: standing for standing in given}
    entries = list(kind.entries(facts))
    against = by_entry((entry.pointer for entry in entries), findings)
    for entry in entries:
        standing = known.get(entry.pointer) or Standing(entry.pointer, "open", why=UNPROVEN)
        for name, why in _limits(entry, against[entry.pointer]):
            if is_below(name, standing.standing):
                standing = replace(standing, standing=name, why=why)
        yield entry.pointer, standing


def by_entry(pointers: Iterable[str], findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings on each entry by its pointer; those on no entry are under ""."""
    found: dict[str, list[Finding]] = {pointer: [] for pointer in pointers}
    loose: list[Finding] = []
    for finding in findings:
        found.get(entry_at(finding.pointer, found) or "", loose).append(finding)
    return {**found, "": loose}


def _limits(entry: Entry, findings: Iterable[Finding]) -> Iterator[tuple[StandingName, str]]:
    """The best standings that an entry can have, each with the reason."""
    yield from ((_AGAINST[finding.level], finding.message) for finding in findings)
    names = entry.section.evidence
    if not names:
        yield "open", NO_WORDS
    elif not entry.section.spans(entry.value):
        yield "refuted", NOT_FOUND if any(entry.value.get(name) for name in names) else NO_WORDS


def is_kept_back(sheet: FactSheet, standing: StandingName) -> bool:
    """Whether entries with that standing are kept in the sheet but printed on no page.

    A model by rule may leave out and may not invent: of what it finds, a page has only what is proven, or confirmed by
    a second reading. What a person approved is printed, and so is a sheet that holds no standings, which says so.
    """
    approved = sheet.review is not None and sheet.review.state == "approved"
    by_rule = sheet.provenance.how == "built-in" and bool(sheet.standings) and not approved
    return by_rule and is_below(standing, "confirmed")


def is_below(standing: StandingName, least: StandingName) -> bool:
    """Whether a standing is worse than another."""
    return _RANKS[standing] > _RANKS[least]


def counted(standings: Iterable[StandingName]) -> dict[StandingName, int]:
    """How many entries have each standing, the best first."""
    found = Counter(standings)
    return {name: found[name] for name in NAMES}


def phrase(counts: Mapping[StandingName, int], *, proven_here: bool = True, kept_back: int = 0) -> str:
    """The counts in words; `proven_here` is False for a sheet without standings.

    `kept_back` are entries that no page has; they are not among the `counts`.
    """
    parts = [UNPROVEN] if not proven_here else [f"{counts['proven']:,} {WORDS['proven']}"]
    left_out = {"proven"} if proven_here else {"proven", "open"}
    parts += [f"{counts[name]:,} {WORDS.get(name, name)}" for name in NAMES if name not in left_out and counts[name]]
    parts += [f"{kept_back:,} not proven and not printed"] if kept_back else []
    return " · ".join(parts)
