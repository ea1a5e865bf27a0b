"""Checks a finished sheet against its own article again, and compares the result with its claims.

The sheet may have been edited by hand or made by another program. Evidence is located, the checks are run and entries
are proven as when a sheet is made; what only its making can know (a part that failed, an answer that was cut, what a
second reading said) is taken as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet import checking, grounding
from factsheet.checking.codes import codes
from factsheet.language.text import read
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.standings import is_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.kinds import Kind
    from factsheet.records import Article, Evidence, Facts, FactSheet, Finding, Span, Standing

_MAKING = frozenset({"Making the sheet", "The second question"})
"""Themes of the codes that come from making a sheet, and cannot be found again."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """Wrong claims of a sheet about its evidence and standings, and its current findings.

    `evidence` and `better` are pairs of a JSON Pointer into the facts and a sentence: what a piece of evidence is not,
    which entry has a worse standing than is said. `new` are findings that the file does not have, `gone` those that it
    has and that are not found; `findings` and `standings` are all that hold now.
    """

    evidence: tuple[tuple[str, str], ...]
    better: tuple[tuple[str, str], ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]

    @property
    def is_as_claimed(self) -> bool:
        """Whether all claims of the file hold."""
        return not (self.evidence or self.better or self.new or self.gone)


def recheck(kind: Kind, sheet: FactSheet) -> Rechecked:
    """Locate all evidence, run the checks and prove again; trusts nothing that the sheet claims."""
    text = read(sheet.article.text, sheet.article.paragraphs)
    facts = grounding.ground(kind, sheet.facts, text)
    subject = Subject(kind, sheet.article, facts, text)
    now = checking.check_subject(subject)
    made = tuple(finding for finding in sheet.findings if _is_of_making(finding))
    claimed = tuple(finding for finding in sheet.findings if not _is_of_making(finding))
    findings = (*made, *now)
    standings = tuple(_with_reading(prove(kind, subject, findings), sheet.standings))
    return Rechecked(
        evidence=tuple(_wrong_claims(kind, sheet, facts)),
        better=tuple(_better(sheet.standings, standings)),
        new=_without(now, claimed),
        gone=_without(claimed, now),
        findings=findings,
        standings=standings,
    )


def _with_reading(proven: Sequence[Standing], claimed: Sequence[Standing]) -> Iterator[Standing]:
    """The standings, with what a second reading confirmed when the sheet was made."""
    confirmed = {standing.pointer for standing in claimed if standing.standing == "confirmed"}
    for standing in proven:
        is_confirmed = standing.standing == "open" and standing.pointer in confirmed
        yield replace(standing, standing="confirmed") if is_confirmed else standing


def _better(claimed: Sequence[Standing], standings: Sequence[Standing]) -> Iterator[tuple[str, str]]:
    """Entries that are said to have a better standing than they have, or that are none."""
    known = {standing.pointer: standing for standing in standings}
    for claim in claimed:
        now = known.get(claim.pointer)
        if now is None:
            yield claim.pointer, f"is claimed to be {claim.standing}, but is no entry"
        elif is_below(now.standing, claim.standing):
            yield claim.pointer, f"is claimed to be {claim.standing}, but is {now.standing}: {now.why}"


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that are not among others, whatever their messages say."""
    known = {_identity(finding) for finding in others}
    return tuple(finding for finding in findings if _identity(finding) not in known)


def _is_of_making(finding: Finding) -> bool:
    code = codes().get(finding.code)
    return code is None or code.theme in _MAKING


def _identity(finding: Finding) -> tuple[str, str, str]:
    """Messages are for people, and may be worded otherwise by another version."""
    return finding.pointer, finding.code, finding.level


def _wrong_claims(kind: Kind, sheet: FactSheet, facts: Facts) -> Iterator[tuple[str, str]]:
    for entry, anew in zip(kind.entries(sheet.facts), kind.entries(facts), strict=True):
        for name in entry.section.evidence:
            pairs = zip(entry.value.get(name) or (), anew.value.get(name) or (), strict=True)
            for index, (claimed, is_so) in enumerate(pairs):
                wrong = _wrong_claim(sheet.article, claimed, is_so)
                if wrong:
                    yield f"{entry.pointer}/{name}/{index}", wrong


def _wrong_claim(article: Article, claimed: Evidence, is_so: Evidence) -> str | None:
    """What is wrong with what a piece of evidence says of itself, in a sentence; None where nothing is."""
    if claimed.match != is_so.match:
        return f"“{claimed.quote}” is claimed to be {claimed.match}, but is {is_so.match}"
    spans, spans_there = claimed.spans, is_so.spans
    words = [article.text[start:end] if 0 <= start <= end else "" for start, end in spans]
    if spans == spans_there or (claimed.match == "exact" and words == [claimed.quote]):
        return None
    if is_so.places > 1 and _plain(words) == _plain([article.text[start:end] for start, end in spans_there]):
        return None
    shown = " … ".join(words)
    return (
        f"“{claimed.quote}” is claimed to be at {_ranges(spans)}, where the article has “{shown[:80]}”; "
        f"it is at {_ranges(spans_there)}"
    )


def _plain(words: list[str]) -> list[str]:
    return [" ".join(one.split()).casefold() for one in words]


def _ranges(spans: Sequence[Span]) -> str:
    return " and ".join(f"{start}–{end}" for start, end in spans) or "no place"
