"""Proving: what is shown to follow from an entry's evidence, and what is not.

`prove` gives every entry a standing. It is driven by the annotations of the schema like all steps, so that a kind of
one's own is proven too: a field that states, names, quotes or refers is proven in its own way, any other text that
the page prints must stand in the evidence. An entry is proven when all that it says is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.proving.dates import prove_date
from factsheet.proving.fields import prove_alias, prove_country, prove_label, prove_name, prove_role, prove_words
from factsheet.proving.proof import Proof
from factsheet.proving.sides import prove_sides
from factsheet.proving.speakers import speaks
from factsheet.proving.statements import prove_statement
from factsheet.records import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.kinds import Entry, Field, Kind
    from factsheet.proving.subject import Subject
    from factsheet.records import Finding, Span

__all__ = ["Proof", "prove"]


def prove(kind: Kind, subject: Subject, findings: Sequence[Finding] = ()) -> tuple[Standing, ...]:
    """The standing of every entry, in their order.

    `findings` are those of the checks: an entry with an error is refuted, one with a warning doubtful, whatever is
    proven of it.
    """
    return tuple(_standing(subject, entry, findings) for entry in subject.entries)


def _standing(subject: Subject, entry: Entry, findings: Sequence[Finding]) -> Standing:
    against = [one for one in findings if f"{one.pointer}/".startswith(f"{entry.pointer}/") and one.level != "note"]
    proofs: dict[str, Proof] = {}
    for name, proof in proofs_of(subject, entry):
        if name not in proofs or proofs[name].holds:
            proofs[name] = proof
    main = next((name for name in proofs if not proofs[name].holds), "")
    open_ = [why for proof in proofs.values() for why in (proof.why or (("not the article's words",) if proof.unaccounted else ()))]
    unaccounted = proofs[main].unaccounted if main else ()
    for level, standing in (("error", "refuted"), ("warning", "doubtful")):
        found = next((one.message for one in against if one.level == level), None)
        if found:
            return Standing(entry.pointer, standing, unaccounted, found, main)
    if open_ or not proofs:
        return Standing(entry.pointer, "open", unaccounted, "; ".join(dict.fromkeys(open_)) or "no evidence", main)
    return Standing(entry.pointer, "proven")


def proofs_of(subject: Subject, entry: Entry) -> Iterator[tuple[str, Proof]]:
    """The proof of each field that says something, by its name."""
    section = entry.section
    if not section.evidence:
        yield "", Proof(((0, 0),), ("no words of the article are given for it",))
        return
    evidence = evidence_of(entry, section.evidence)
    if not evidence:
        yield "", Proof(((0, 0),), ("its evidence is not in the article",))
        return
    if section.sides:
        yield from prove_sides(subject, entry)
        return
    printed = str(section.brief.get("line", ""))
    for field in section.fields:
        value = entry.value.get(field.name)
        if field.is_evidence or value in (None, "", []) or not _is_shown(field, section.brief, printed):
            continue
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                proof = _field(subject, entry, field, text, evidence)
                if proof is not None:
                    yield field.name, proof


def _is_shown(field: Field, brief: Mapping[str, Any], printed: str) -> bool:
    """Whether the page prints the field."""
    return f"{{{field.name}}}" in printed or brief.get("by") == field.name or not printed


def evidence_of(entry: Entry, names: Sequence[str]) -> list[Span]:
    """The spans of the evidence in some fields of an entry."""
    return sorted(span for name in names for one in entry.value.get(name) or () for span in one.spans)


def _field(
    subject: Subject, entry: Entry, field: Field, text: str, evidence: list[Span]
) -> Proof | None:
    names = _names(entry)
    counted = entry.section.field(entry.section.same_by[0]) if entry.section.same_by else None
    number = str(entry.value.get(counted.name) or "") if counted and counted.verbatim else ""
    if field.date_of:
        return prove_date(subject, text, str(entry.value.get(field.date_of) or ""), evidence)
    if field.named:
        return prove_name(subject, text, evidence) if text in names[:1] or not names else prove_alias(subject, text, names[:1])
    if field.states:
        if names and entry.section.field(entry.section.same_by[0]).named:
            return prove_role(subject, text, names, evidence)
        if field.said_by or entry.section.brief.get("place") == "title":
            return prove_statement(subject, text, evidence, _said_by(entry, field), str(entry.value.get("verb") or ""))
        return prove_label(subject, text, evidence, number)
    if field.quoted:
        return speaks(subject, _said_by(entry, field), text, evidence)
    if field.refers_to:
        return None if any(one.said_by == field.name for one in entry.section.fields) else speaks(subject, [text], number or None, evidence)
    if field.verbatim:
        return prove_words(subject, text, evidence)
    if field.vocabulary:
        return None
    if field.schema.get("enum"):
        return _choice(subject, entry, text, evidence)
    if field.name == "country":
        return prove_country(subject, _names(entry)[0], text, evidence)
    return prove_label(subject, text, evidence)


def _choice(subject: Subject, entry: Entry, text: str, evidence: list[Span]) -> Proof:
    """One of a list of words: not the article's, so that only what stands for it in the article proves it."""
    if text in {"mentioned"}:
        return Proof()
    if text == "dateline":
        place = subject.article.dateline_place or ""
        return Proof() if _names(entry)[0].lower() in place.lower() else Proof((), ("the dateline does not name it",))
    if text == "scene":
        return _scene(subject, _names(entry)[0], evidence)
    return prove_words(subject, text, evidence)


def _scene(subject: Subject, name: str, evidence: list[Span]) -> Proof:
    """A place is a scene where its evidence puts something "in", "at" or "on" it."""
    from factsheet.proving.fields import _places, _row
    from factsheet.proving.subject import name_keys

    for sentence in subject.text.sentences_of(evidence):
        words = _row(subject, sentence.span)
        for first, _ in _places(words, name_keys(name)):
            before = [token.low for token in words[max(0, first - 4) : first]]
            if {"in", "at", "on", "near", "outside", "inside", "into", "from", "through", "across"} & set(before):
                return Proof(sentence=sentence.span)
    return Proof((), ("its evidence does not say that it happened there",))


def _names(entry: Entry) -> list[str]:
    values = (entry.value.get(name) for name in entry.section.same_by)
    return [one for value in values for one in (value if isinstance(value, list) else [value]) if one]


def _said_by(entry: Entry, field: Field) -> list[str]:
    value: Any = entry.value.get(field.said_by or "")
    return [value] if isinstance(value, str) and value.strip() else []
