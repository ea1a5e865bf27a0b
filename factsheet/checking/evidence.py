"""Checks evidence: absent or altered words, and quoted statements missing from the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import uncovered
from factsheet.language.lexicon import lexicon, word_keys
from factsheet.language.text import read
from factsheet.proving.subject import CLOSE, share
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.proving.subject import Subject
    from factsheet.records import Difference, Evidence

_WHAT = {
    "number": "another number",
    "negation": "a “not” more or less",
    "name": "another name",
    "unit": "another unit",
    "date": "another time",
    "bound": "more or less exact",
    "magnitude": "another magnitude",
    "opposite": "the opposite word",
    "words": "other words",
}

_LONGEST = 60
"""The most characters shown of a missing statement."""

_MOST_NAMED = 8
"""The most missing statements listed; the others are counted."""


def evidence_absent(subject: Subject) -> Iterator[Finding]:
    """Evidence that is not in the article."""
    for pointer, item in _evidence(subject):
        if not item.is_found:
            yield Finding("evidence-absent", "error", pointer, f"these words are not in the article: “{item.quote}”")


def evidence_altered(subject: Subject) -> Iterator[Finding]:
    """Evidence that differs from the article: an error if the meaning differs."""
    for pointer, item in _evidence(subject):
        changes = [d for d in item.differences if d.changes_meaning]
        serious = [d for d in changes if d.kind != "words" or _hedges(d)]
        said = "; ".join(map(_describe, serious or changes))
        if serious:
            yield Finding("evidence-changed", "error", pointer, f"the evidence is not what the article says: {said}")
        elif changes:
            yield Finding("evidence-altered", "warning", pointer, f"the evidence is not word for word: {said}")


def evidence_missing(subject: Subject) -> Iterator[Finding]:
    """Entries without any evidence, or whose section has no field for it."""
    for entry in subject.entries:
        names = entry.section.evidence
        if not names:
            message = f"“{entry.section.title}” has no field for evidence: nothing proves this"
            yield Finding("evidence-missing", "warning", entry.pointer, message)
        elif not any(entry.value.get(name) for name in names):
            yield Finding("evidence-missing", "error", entry.pointer, "no evidence is given")


def coverage(subject: Subject) -> Iterator[Finding]:
    """How many quoted statements of the article are in the sheet, and which are not."""
    missing = _missing(subject)
    if not missing:
        return
    total = sum(statement.kind != "indirect" for statement in subject.attribution.quotes)
    named = "; ".join(_quoted(subject, statement) for statement in missing[:_MOST_NAMED])
    more = f"; and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    there = total - len(missing)
    are = "is" if there == 1 else "are"
    message = f"{there} of {total} quoted statements {are} in the sheet; missing: {named}{more}"
    yield Finding("quotations-missing", "note", "", message)


def _missing(subject: Subject) -> list[Statement]:
    """The quoted statements that are not evidence of the sheet; none if its kind has no quotations."""
    if not any(field.quoted for section in subject.kind.sections for field in section.fields):
        return []
    return uncovered(
        subject.attribution, [span for entry in subject.entries for span in entry.section.spans(entry.value)]
    )


def evidence_elsewhere(subject: Subject) -> Iterator[Finding]:
    """Statements supported by another sentence than their evidence, which shares hardly a word with them."""
    for claim in subject.claims:
        if not claim.is_sentence or claim.is_disputed:
            continue
        here = max((share(claim.text, subject.text, one) for one in claim.context), default=1.0)
        if here > _STRANGE or len(claim.text.content()) < _LEAST:
            continue
        there = max(subject.text.sentences, key=lambda one: share(claim.text, subject.text, one))
        if share(claim.text, subject.text, there) >= CLOSE:
            words = " ".join(subject.text.string[slice(*there.span)].split())
            message = f"the article says this elsewhere: “{words[:_SHOWN]}”"
            yield Finding("evidence-of-another", "warning", claim.pointer, message)


_STRANGE = 0.34
"""Evidence with at most this share of a statement's words can be about something else."""
_LEAST = 3
"""Statements with fewer significant words are too short to judge."""
_SHOWN = 60
"""The most characters shown of the other sentence."""


def _evidence(subject: Subject) -> Iterator[tuple[str, Evidence]]:
    for entry in subject.entries:
        for name in entry.section.evidence:
            for index, item in enumerate(entry.value.get(name) or ()):
                yield f"{entry.pointer}/{name}/{index}", item


def _hedges(difference: Difference) -> bool:
    """Whether a hedge, or a "he" or "she", was added, dropped or changed."""
    changed = set(read(difference.quote).keys) ^ set(read(difference.article).keys)
    telling = lexicon().hedges | lexicon().modals | word_keys("pronouns", "gendered")
    return not telling.isdisjoint(changed)


def _describe(difference: Difference) -> str:
    here, there = difference.quote, difference.article
    what = _WHAT.get(difference.kind, "other words")
    if not here:
        return f"“{there}” is left out ({what})"
    if not there:
        return f"“{here}” is added ({what})"
    return f"“{here}” where the article has “{there}” ({what})"


def _quoted(subject: Subject, statement: Statement) -> str:
    words = " ".join(subject.text.string[statement.start : statement.end].split())
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
    number = subject.article.number_at(statement.start)
    where = [statement.speaker.name or "" if statement.speaker else "", f"¶{number}" if number else ""]
    said = ", ".join(part for part in where if part)
    return f"{shown} ({said})" if said else shown
