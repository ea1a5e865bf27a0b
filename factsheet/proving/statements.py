"""Proves that a statement follows from its evidence: from one sentence (`trial`), or from several in a row."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import row
from factsheet.aligning.losses import is_guarded
from factsheet.aligning.tokens import is_verb_at
from factsheet.proving.proof import Proof, fails
from factsheet.proving.speakers import is_speaker, speaks
from factsheet.proving.trial import BARE, Beside, Trial, is_within, same_saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Statement
    from factsheet.kinds import Entry, Side
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def prove_statement(
    subject: Subject, text: str, evidence: Sequence[Span], said_by: Sequence[str] = (), beside: Beside = BARE
) -> Proof:
    """The best proof of a statement by one sentence of its evidence, or by as many in a row as it has.

    `said_by` are the names that the entry attributes it to; empty if it is the article's own report.
    """
    spans, said = [sentence.span for sentence in subject.text.sentences_of(evidence)], tuple(said_by)
    whole = (Trial(subject, text, span, said, beside=beside).proof() for span in spans)
    framed = (proof for span in spans for proof in _without_frame(subject, text, span, said))
    tried: list[Proof] = []
    for proof in chain(whole, framed, _in_a_row(subject, text, spans, said, beside)):
        if proof.holds:
            return proof
        tried.append(proof)
    return max(tried, key=lambda proof: proof.score, default=fails(text, "no evidence"))


def prove_sides(subject: Subject, entry: Entry) -> Iterator[tuple[str, Proof]]:
    """The proofs of the claim, by its side's evidence, and of the speakers of each side, by theirs."""
    for side in entry.section.sides:
        evidence, names = _of_side(entry, side)
        if names and not evidence:
            yield side.by, Proof((), ("no evidence is given for this side",))
        for name in names if evidence else ():
            yield side.by, speaks(subject, [name], None, evidence)
    evidence, names = _of_side(entry, entry.section.sides[0])
    for field in entry.section.fields:
        claim = entry.value.get(field.name)
        if field.states and isinstance(claim, str):
            yield field.name, prove_statement(subject, claim, evidence, names)


def _of_side(entry: Entry, side: Side) -> tuple[list[Span], list[str]]:
    """The evidence of a side, and its people."""
    spans = sorted(entry.section.spans(entry.value, [side.evidence]))
    return spans, [name for name in entry.value.get(side.by) or () if name]


def _in_a_row(
    subject: Subject, text: str, sentences: Sequence[Span], said_by: tuple[str, ...], beside: Beside
) -> Iterator[Proof]:
    """The proofs of a statement of several sentences, each by one of as many consecutive sentences."""
    parts = [one.span for one in subject.read(text).sentences]
    for first in range(len(sentences) - len(parts) + 1 if len(parts) > 1 else 0):
        there = sentences[first : first + len(parts)]
        gaps = [subject.article.text[one[1] : other[0]] for one, other in pairwise(there)]
        if any(any(map(str.isalnum, gap)) for gap in gaps):
            continue
        told = _is_told(subject, text, there[-1], said_by)
        proofs = [
            Trial(
                subject,
                text[slice(*part)],
                span,
                () if told and not _is_said(subject, span) else said_by,
                beside=beside._replace(goes_on=at > 0),
            ).proof()
            for at, (part, span) in enumerate(zip(parts, there, strict=True))
        ]
        if all(proof.holds for proof in proofs):
            moved = [(part[0], pair) for part, proof in zip(parts, proofs, strict=True) for pair in proof.pairs]
            yield Proof(sentence=there[0], pairs=tuple(((at + a, at + b), span) for at, ((a, b), span) in moved))


def _is_said(subject: Subject, span: Span) -> bool:
    return any(one.speaker for one in subject.statements(*span))


def _is_told(subject: Subject, text: str, span: Span, said_by: Sequence[str]) -> bool:
    """Whether a statement of several sentences says itself, at its end, what of it a holder says."""
    return any(
        one.speaker
        and one.cue
        and span[0] <= one.cue[0] < span[1]
        and text.endswith(subject.article.text[slice(*span)])
        for one in subject.statements(*span)
        if all(is_speaker(subject, name, one) for name in said_by)
    )


def _without_frame(subject: Subject, text: str, span: Span, said_by: Sequence[str]) -> Iterator[Proof]:
    """The proof of a statement that attributes itself: "The horse is lame, Eva Lind said.", as hers."""
    frames = [one for one in subject.statements(*span) if one.speaker and one.cue]
    if not frames or any(not any(is_speaker(subject, holder, one) for one in frames) for holder in said_by):
        return
    for own in subject.attributed(text).quotes:
        name = text[own.speaker.start : own.speaker.end] if own.speaker and _is_frame_around(own, text) else ""
        same = [one for one in frames if name and is_speaker(subject, name, one) and same_saying(own, one)]
        if any(_is_same_frame(subject, text, own, span, one) for one in same):
            proof = Trial(subject, text[own.start : own.end], span, (name,), told=True).proof()
            yield replace(
                proof,
                unaccounted=tuple((own.start + a, own.start + b) for a, b in proof.unaccounted),
                pairs=tuple(((own.start + a, own.start + b), there) for (a, b), there in proof.pairs),
            )


def _is_frame_around(own: Statement, text: str) -> bool:
    """Whether a statement consists of what somebody says and of its attribution, before or after it."""
    if own.speaker is None or own.cue is None or own.pieces:
        return False
    before, after = text[: own.start], text[own.end :]
    return any(map(str.isalnum, before)) != any(map(str.isalnum, after))


def _is_same_frame(subject: Subject, text: str, own: Statement, span: Span, there: Statement) -> bool:
    """Whether the statement's attribution says no more, and denies no less, than the article's."""
    mine, theirs = row(text).tokens, subject.row(span).tokens
    outside = [t for t in theirs if not is_within(span[0] + t.start, *there.spans())]
    around = [at for at, t in enumerate(mine) if not (own.start <= t.start < own.end)]
    who = (own.speaker.start, own.speaker.end) if own.speaker else None
    told = [at for at in around if not is_within(mine[at].start, own.cue, who)]
    keys = {t.key for t in outside}
    if any(is_verb_at(mine, at) or (not mine[at].is_small and mine[at].key not in keys) for at in told):
        return False
    guarded = [{t.low for t in some if is_guarded(t)} for some in (outside, [mine[at] for at in around])]
    is_moved = own.start == 0 or (there.speaker is not None and there.speaker.start >= there.end)
    return is_moved and guarded[0] == guarded[1]
