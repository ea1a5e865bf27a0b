"""Fields: a date, a role, a country, a name or a label that the evidence of its own entry gives otherwise or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.proving.dates import meant
from factsheet.proving.fields import counted_otherwise, country_of, prove_name, prove_role, role_of
from factsheet.proving.subject import name_keys
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def dates(subject: Subject) -> Iterator[Finding]:
    """Dates (`x-date-of`) that are not what the words for their time mean, counted from the day of publication."""
    article = subject.article
    for entry in subject.entries:
        for field in entry.section.fields:
            value = entry.value.get(field.name)
            time = entry.value.get(field.date_of or "")
            if not isinstance(value, str) or not isinstance(time, str):
                continue
            for sentence in subject.text.sentences_of(_evidence(entry)):
                found = meant(time, article.text[slice(*sentence.span)], article.published or article.updated)
                if found is not None and not str(found).startswith(value) and not value.startswith(str(found)):
                    message = f"“{time}” means {found}, not {value}"
                    yield Finding("date-changed", "error", f"{entry.pointer}/{field.name}", message)
                    break


def own_evidence(subject: Subject) -> Iterator[Finding]:
    """Names, roles and labels that the entry's own evidence does not give, or gives to something else."""
    for entry in subject.entries:
        evidence = _evidence(entry)
        names = _names(entry)
        if not evidence or not names:
            continue
        for field in entry.section.fields:
            value = entry.value.get(field.name)
            if not isinstance(value, str) or not value.strip():
                continue
            pointer = f"{entry.pointer}/{field.name}"
            if field.named:
                yield from _named(subject, value, evidence, pointer)
            elif field.states and _is_of_a_name(entry):
                yield from _role(subject, value, names, evidence, pointer)
            elif field.name == "country":
                other = country_of(subject, names[0], value, evidence)
                if other:
                    yield Finding("country-of-another", "warning", pointer, f"the evidence puts {other} in {value}, not {names[0]}")
            elif field.states and not field.said_by:
                number = str(entry.value.get(entry.section.same_by[0]) or "")
                why = counted_otherwise(subject, value, evidence, number)
                if why:
                    yield Finding("number-of-another", "warning", pointer, why)


def _named(subject: Subject, name: str, evidence: list[Span], pointer: str) -> Iterator[Finding]:
    """A name that its evidence does not have in any part."""
    if prove_name(subject, name, evidence).holds:
        return
    around = {key for one in subject.text.sentences_of(evidence) for key in subject.text.keys[one.first : one.last]}
    if around.isdisjoint(name_keys(name)) and subject.text.find(list(name_keys(name))):
        yield Finding("evidence-of-another", "warning", pointer, f"the evidence does not name “{name}”")


def _role(subject: Subject, role: str, names: list[str], evidence: list[Span], pointer: str) -> Iterator[Finding]:
    """A role that the evidence gives to somebody else than the one it names."""
    other = role_of(subject, role, names, evidence)
    if other and not prove_role(subject, role, names, evidence).holds:
        yield Finding("role-of-another", "warning", pointer, f"the evidence gives “{role}” to {other}")


def _is_of_a_name(entry: Entry) -> bool:
    main = entry.section.field(entry.section.same_by[0]) if entry.section.same_by else None
    return bool(main and main.named)


def _names(entry: Entry) -> list[str]:
    values = (entry.value.get(name) for name in entry.section.same_by)
    return [one for value in values for one in (value if isinstance(value, list) else [value]) if one]


def _evidence(entry: Entry) -> list[Span]:
    return sorted(span for name in entry.section.evidence for one in entry.value.get(name) or () for span in one.spans)
