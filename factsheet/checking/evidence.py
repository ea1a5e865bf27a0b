"""Evidence: words that the article does not have, or has otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.checking.wordlists import word_list
from factsheet.language.lexicon import canonical, lexicon
from factsheet.language.words import words
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Subject
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


def evidence_absent(subject: Subject) -> Iterator[Finding]:
    """Words given as proof that are not in the article."""
    for pointer, item in _evidence(subject):
        if not item.is_found:
            yield Finding("evidence-absent", "error", pointer, f"these words are not in the article: “{item.quote}”")


def evidence_altered(subject: Subject) -> Iterator[Finding]:
    """Words given as proof that the article has otherwise: an error where what they say is another thing."""
    for pointer, item in _evidence(subject):
        changes = [d for d in item.differences if d.changes_meaning]
        serious = [d for d in changes if d.kind != "words" or _hedges(d)]
        if serious:
            said = "; ".join(_describe(d) for d in serious)
            yield Finding("evidence-changed", "error", pointer, f"the evidence is not what the article says: {said}")
        elif changes:
            said = "; ".join(_describe(d) for d in changes)
            yield Finding("evidence-altered", "warning", pointer, f"the evidence is not word for word: {said}")


def evidence_missing(subject: Subject) -> Iterator[Finding]:
    """An entry for which no words of the article are given at all."""
    for entry in subject.entries:
        names = entry.section.evidence
        if names and not any(entry.value.get(name) for name in names):
            yield Finding("evidence-missing", "error", entry.pointer, "no words of the article are given as proof")


def _evidence(subject: Subject) -> Iterator[tuple[str, Evidence]]:
    for entry in subject.entries:
        for name in entry.section.evidence:
            for index, item in enumerate(entry.value.get(name) or ()):
                yield f"{entry.pointer}/{name}/{index}", item


def _hedges(difference: Difference) -> bool:
    """Whether a word that says how sure something is, or a "he" or "she", was added, dropped or changed."""
    sides = ({canonical(word.key) for word in words(side)} for side in (difference.quote, difference.article))
    telling = lexicon().hedges | lexicon().modals | word_list("gendered")
    return any(key in telling for key in set.symmetric_difference(*sides))


def _describe(difference: Difference) -> str:
    here, there = difference.quote, difference.article
    what = _WHAT.get(difference.kind, "other words")
    if not here:
        return f"“{there}” is left out ({what})"
    if not there:
        return f"“{here}” is added ({what})"
    return f"“{here}” where the article has “{there}” ({what})"
