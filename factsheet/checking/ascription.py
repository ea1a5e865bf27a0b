"""Ascription: a statement that the article reports as somebody's must stay theirs, and not become another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.checking.quotations import is_same
from factsheet.checking.subject import alike, name_keys
from factsheet.checking.wordlists import stem_list, verb_list, word_list
from factsheet.language.lexicon import is_light
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.checking.subject import Claim, Subject
    from factsheet.records import Level

_WITHIN = 0.7
"""The share of the evidence that must lie in reported statements for all of it to be reported."""

_LEAST_WORDS = 4
"""Words with a meaning below which a statement is a label."""


def ascription(subject: Subject) -> Iterator[Finding]:
    """Statements whose evidence is what somebody said, given as fact or as somebody else's."""
    for claim in subject.claims:
        if claim.is_disputed or not claim.can_be_said_by:
            continue
        if len(claim.text.content()) < _LEAST_WORDS:
            continue
        statements = _reported(subject, claim)
        if not statements:
            continue
        if claim.said_by is None:
            yield from _dropped(subject, claim, statements)
        else:
            yield from _another(subject, claim, claim.said_by, statements)


def _reported(subject: Subject, claim: Claim) -> list[Statement]:
    """The statements in which nearly all of the evidence lies; none where some of it is the article's own."""
    found: list[Statement] = []
    for start, end in claim.evidence:
        over = [one for one in subject.statements(start, end) if one.speaker]
        if sum(_shared(one, start, end) for one in over) < _WITHIN * (end - start):
            return []
        found += over
    return found


def _shared(statement: Statement, start: int, end: int) -> int:
    """How much of a span a statement takes, with the words that say who made it."""
    spans = [*statement.spans(), *([statement.cue] if statement.cue else [])]
    spans += [(statement.speaker.start, statement.speaker.end)] if statement.speaker else []
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans)


def _dropped(subject: Subject, claim: Claim, statements: list[Statement]) -> Iterator[Finding]:
    speaker = next((s.speaker for s in statements if s.speaker), None)
    if speaker is None or verb_list("reports").intersection(claim.text.keys):
        return
    said = speaker.name or subject.text.string[speaker.start : speaker.end]
    if not name_keys(said) or any(
        alike(key, mine) for key in name_keys(said) if not is_light(key) for mine in claim.text.keys
    ):
        return
    message = f"the article reports this as the words of {said}; the statement gives it as fact"
    level: Level = "warning" if any(_is_view(subject, one) for one in statements) else "note"
    yield Finding("attribution-dropped", level, claim.pointer, message)


def _is_view(subject: Subject, statement: Statement) -> bool:
    """Whether a statement is somebody's own: quoted, claimed or said by a name; not what "police said" happened."""
    if statement.kind != "indirect" or statement.cue is None:
        return True
    if statement.lemma in word_list("views"):
        return True
    named = statement.speaker is not None and subject.text.string[statement.speaker.start].isupper()
    return named and statement.lemma in {"say", "tell"}


def _another(subject: Subject, claim: Claim, holder: str, statements: list[Statement]) -> Iterator[Finding]:
    """A statement put down to somebody whom neither its evidence nor the sentences around it name.

    Where there is a quotation beside it, that is what `quotations` looks at.
    """
    if any(field.quoted and claim.entry.value.get(field.name) for field in claim.entry.section.fields):
        return
    text = subject.text.string
    speakers = [s.speaker for s in statements if s.speaker]
    if any(speaker.name is None or not text[speaker.start].isupper() for speaker in speakers):
        return
    told = [f"{text[one.start : one.end]} {one.name}" for one in speakers]
    around = " ".join(text[slice(*sentence.span)] for sentence in claim.context)
    if any(is_same(subject, claim.entry, claim.field, holder, words) for words in (*told, around)):
        return
    names = ", ".join(dict.fromkeys(one.name for one in speakers if one.name))
    message = f"the article gives this to {names}, not to {holder}"
    yield Finding("statement-of-another", "warning", f"{claim.entry.pointer}/{claim.field.said_by}", message)


def verbs(subject: Subject) -> Iterator[Finding]:
    """Statements with a harder word for saying than their evidence: "confirmed" for "said"."""
    for claim in subject.claims:
        hard = stem_list("hard").intersection(claim.text.stems)
        if not hard:
            continue
        there = {stem_ for s in claim.context for stem_ in subject.text.stems[s.first : s.last]}
        if there & hard or not there & stem_list("soft"):
            continue
        at = next(at for at, one in enumerate(claim.text.stems) if one in hard)
        said = claim.text.slice(at, at + 1)
        message = f"the statement says “{said}”, a harder word than those of its evidence"
        yield Finding("verb-hardened", "warning", claim.pointer, message)
