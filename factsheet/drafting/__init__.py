"""Drafts: parses a model's answer tolerantly and validates it strictly.

An answer may be in a fenced block, have prose around it, a trailing comma or a missing tail. What can be
read is read (`parsing`); what is lost is reported as a finding. Then every error against the schema is found with its
JSON Pointer, and an entry with an error is left out without harm to its neighbours. Offsets are not looked
for here, and nothing is asked again here: `pipeline` decides that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from factsheet.drafting.parsing import parse
from factsheet.fitting import Judge
from factsheet.kinds import Entry, without_bounds
from factsheet.pointers import entry_at, pointer
from factsheet.records import Draft, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Kind, Section
    from factsheet.records import Completion, Facts, Json

__all__ = ["Reading", "join_readings", "parse", "read_draft"]

_DROPPED = "entry-dropped"

_SHOWN = 90
"""Characters of a dropped entry that its finding shows."""

_MAX_PROBLEMS = 20
"""Problems that a re-ask lists; a model that makes more than these made one mistake many times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One parsed answer: the draft with its valid entries, and the problems worth reporting back."""

    draft: Draft
    problems: tuple[str, ...]
    usable: bool
    """Whether the answer held a JSON object at all."""


def read_draft(kind: Kind, completion: Completion, *, only: str | None = None) -> Reading:
    """Read one answer to a request for a sheet of `kind`, or for that one section of it."""
    value, repairs = parse(completion.text)
    cut = completion.finish == "length"
    findings = [Finding("answer-repaired", "note", "", f"the model's answer had {what}") for what in repairs]
    findings += [Finding("model-note", "warning", "", note) for note in completion.notes]
    if cut:
        message = "the model's answer was cut short at its length limit: facts may be missing"
        findings.append(Finding("answer-truncated", "warning", "", message))
    if not isinstance(value, dict):
        problem = "The answer holds no JSON object."
        return Reading(Draft(kind.empty(), tuple(findings), complete=False), (problem,), usable=False)
    value, over = _bounded(kind, _lenient(kind, value))
    findings += over
    if only is not None:
        value = {name: value[name] for name in (only,) if name in value}
    problems = _problems(kind, value, only)
    facts, dropped = _prune(kind, value, problems)
    listed = tuple(f"{pointer or '/'}: {message}" for pointer, message in problems[:_MAX_PROBLEMS])
    draft = Draft(facts, (*findings, *dropped), complete=not cut)
    return Reading(draft, listed, usable=True)


def join_readings(kind: Kind, first: Reading, second: Reading) -> Reading:
    """The better of an answer and its correction, section by section.

    An entry of the first that the correction lost is kept: only what neither has right is left out. What was
    left out of the first is reported again where the correction has fewer entries.
    """
    if not second.usable:
        return first
    facts: Facts = {}
    lost: list[Finding] = []
    for section in kind.sections:
        new, old = second.draft.facts.get(section.name), first.draft.facts.get(section.name)
        if section.many:
            facts[section.name], missing = _joined(section, new or [], old or [], _dropped_from(first.draft, section))
            lost += missing
        elif new or old:
            facts[section.name] = new or old
    draft = Draft(facts, (*second.draft.findings, *lost), second.draft.complete)
    return Reading(draft, second.problems, usable=True)


def _joined(
    section: Section, new: list[Json], old: list[Json], dropped: list[Finding]
) -> tuple[list[Json], list[Finding]]:
    """The entries of a correction, with those of the first answer that it lost; and what neither has right."""
    known = {_identity(section, entry) for entry in new}
    entries = [*new, *(entry for entry in old if _identity(section, entry) not in known)]
    return entries, dropped if len(entries) < len(old) + len(dropped) else []


def _lenient(kind: Kind, value: dict[str, Json]) -> dict[str, Json]:
    """The answer with its harmless departures undone.

    A missing key that may be null is null, a missing list is empty, one string where a list is wanted is a
    list, a number where text is wanted is text; what the kind knows and no model is asked for is left out. None of
    these adds or loses a fact.
    """
    wanted = _wanted(kind)
    out = dict(value)
    for section in kind.sections:
        fields = wanted[section.name]
        unasked = [field.name for field in section.fields if not field.is_asked]
        if section.many:
            listed = out.get(section.name)
            entries = [] if listed is None else listed if isinstance(listed, list) else [listed]
            out[section.name] = [_lenient_entry(fields, unasked, entry) for entry in entries]
        elif isinstance(out.get(section.name), dict):
            out[section.name] = _lenient_entry(fields, unasked, out[section.name])
    return out


def _bounded(kind: Kind, value: dict[str, Json]) -> tuple[dict[str, Json], list[Finding]]:
    """The answer without what no article says so much of, and a finding for each section that has it.

    Merging and proving take longer than a part of an article is worth on what a model repeats without end.
    """
    out, findings = dict(value), []
    for section in kind.sections:
        listed = out.get(section.name)
        if section.many and isinstance(listed, list):
            kept = [entry for entry in listed if not _is_endless(entry)][:_MOST_ENTRIES]
            if len(kept) < len(listed):
                message = (
                    f"left out of {section.title}: {len(listed) - len(kept)} entries beyond the {_MOST_ENTRIES} of one "
                    f"answer, or with more than {_LONGEST_TEXT:,} characters or {_MOST_TEXTS} texts in a field"
                )
                findings.append(Finding(_DROPPED, "warning", f"/{section.name}", message))
                out[section.name] = kept
        elif _is_endless(listed):
            message = f"left out, as it is longer than {_LONGEST_TEXT:,} characters"
            findings.append(Finding(_DROPPED, "warning", f"/{section.name}", message))
            del out[section.name]
    return out, findings


_MOST_ENTRIES, _MOST_TEXTS, _LONGEST_TEXT = 250, 60, 5_000
"""Of a section in one answer, in a list of a field, and characters of a text: five times and more what the longest
recorded answer has."""


def _is_endless(entry: Json) -> bool:
    if not isinstance(entry, dict):
        return False
    return any(
        len(value) > _LONGEST_TEXT
        if isinstance(value, str)
        else isinstance(value, list)
        and (len(value) > _MOST_TEXTS or any(isinstance(one, str) and len(one) > _LONGEST_TEXT for one in value))
        for value in entry.values()
    )


@lru_cache(maxsize=16)  # follows from the kind alone, and every answer asks
def _wanted(kind: Kind) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """The fields of an entry of each section, and the types that each may have."""
    wanted = {}
    for section in kind.sections:
        schema = kind.model_schema["properties"][section.name]
        fields = (schema["items"] if section.many else schema)["properties"]
        types = {name: one.get("type", ()) for name, one in fields.items()}
        wanted[section.name] = [
            (name, frozenset((one,) if isinstance(one, str) else one)) for name, one in types.items()
        ]
    return wanted


def _lenient_entry(fields: list[tuple[str, frozenset[str]]], unasked: list[str], entry: Json) -> Json:
    if not isinstance(entry, dict):
        return entry
    out = {name: value for name, value in entry.items() if name not in unasked}
    for name, types in fields:
        value = out.get(name)
        if "array" in types:
            out[name] = [_quote_of(item) for item in _listed(value)]
        elif "null" in types and (value is None or value == ""):
            out[name] = None
        elif "string" in types and _is_number(value):
            out[name] = str(value)
    return out


def _listed(value: Json) -> list[Json]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _quote_of(item: Json) -> Json:
    return item["quote"] if isinstance(item, dict) and isinstance(item.get("quote"), str) else item


def _problems(kind: Kind, value: Json, only: str | None) -> list[tuple[str, str]]:
    """Every error against the model's schema, as JSON Pointer and sentence."""
    errors = _judge(kind, only).errors(value)
    return sorted((pointer(error.absolute_path), _sentence(error)) for error in errors)


@lru_cache(maxsize=16)  # making a judge from a schema takes a millisecond, and used for every answer
def _judge(kind: Kind, only: str | None) -> Judge:
    return Judge(without_bounds(kind.model_schema if only is None else kind.model_schema_of(only)))


def _sentence(error: Any) -> str:
    if error.validator == "enum":
        return f"{_short(error.instance)} is none of {', '.join(map(str, error.validator_value))}"
    if error.validator == "type":
        return f"{_short(error.instance)} is not of type {error.validator_value}"
    return str(error.message) if len(error.message) <= 2 * _SHOWN else error.message[: 2 * _SHOWN] + "…"


def _prune(kind: Kind, value: dict[str, Json], problems: list[tuple[str, str]]) -> tuple[Facts, list[Finding]]:
    """The facts without the entries that have an error, and a finding for each entry left out."""
    entries = {entry.pointer: entry for entry in _given(kind, value)}
    wrong: dict[str | None, str] = {}
    for place, message in problems:
        wrong.setdefault(entry_at(place, entries), f"{place}: {message}")
    facts = kind.empty()
    findings: list[Finding] = []
    for place, entry in entries.items():
        name = entry.section.name
        if place in wrong:
            findings.append(_dropped(entry.section, entry.value, wrong[place]))
        elif entry.section.many:
            facts[name].append(entry.value)
        else:
            facts[name] = entry.value
    findings.extend(_unknown(kind, value))
    return facts, findings


def _given(kind: Kind, value: Mapping[str, Json]) -> Iterator[Entry]:
    """Every entry of an answer, whatever it is."""
    for section in kind.sections:
        if section.many:
            listed = enumerate(value.get(section.name, ()))
            yield from (Entry(section, f"/{section.name}/{index}", entry) for index, entry in listed)
        elif section.name in value:
            yield Entry(section, f"/{section.name}", value[section.name])


def _unknown(kind: Kind, value: dict[str, Json]) -> Iterator[Finding]:
    known = {section.name for section in kind.sections}
    for name in value:
        if name not in known:
            yield Finding(_DROPPED, "note", "", f"the schema has no section {_short(name)}; left out")


def _dropped(section: Section, entry: Json, reason: str) -> Finding:
    message = f"left out of {section.title}, as it does not fit the schema ({reason}): {_short(entry)}"
    return Finding(_DROPPED, "warning", f"/{section.name}", message)


def _dropped_from(draft: Draft, section: Section) -> list[Finding]:
    return [f for f in draft.findings if f.code == _DROPPED and f.pointer == f"/{section.name}"]


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _identity(section: Section, entry: Mapping[str, Json]) -> str:
    names = section.same_by[:1] or tuple(field.name for field in section.fields)
    return json.dumps([entry.get(name) for name in names], ensure_ascii=False).casefold()
