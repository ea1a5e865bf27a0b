"""Drafts: what a model's answer holds, read with tolerance and validated without.

An answer may stand in a fenced block, have prose around it, a trailing comma or a missing tail. What can be
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
from factsheet.kinds import Entry
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
    """One answer, read: the draft with its good entries, and the problems worth asking about again."""

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
    value = _lenient(kind, value)
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
            known = {_identity(section, entry) for entry in new or ()}
            kept = [entry for entry in old or () if _identity(section, entry) not in known]
            facts[section.name] = [*(new or ()), *kept]
            dropped = _dropped_from(first.draft, section)
            if len(facts[section.name]) < len(old or ()) + len(dropped):
                lost += dropped
        elif new or old:
            facts[section.name] = new or old
    draft = Draft(facts, (*second.draft.findings, *lost), second.draft.complete)
    return Reading(draft, second.problems, usable=True)


def _lenient(kind: Kind, value: dict[str, Json]) -> dict[str, Json]:
    """The answer with its harmless departures undone.

    A missing key that may be null is null, a missing list is empty, one string where a list is wanted is a
    list, a number where text is wanted is text. None of these adds or loses a fact.
    """
    wanted = _wanted(kind)
    out = dict(value)
    for section in kind.sections:
        fields = wanted[section.name]
        if section.many:
            listed = out.get(section.name)
            entries = [] if listed is None else listed if isinstance(listed, list) else [listed]
            out[section.name] = [_lenient_entry(fields, entry) for entry in entries]
        elif isinstance(out.get(section.name), dict):
            out[section.name] = _lenient_entry(fields, out[section.name])
    return out


@lru_cache(maxsize=16)
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


def _lenient_entry(fields: list[tuple[str, frozenset[str]]], entry: Json) -> Json:
    if not isinstance(entry, dict):
        return entry
    out = dict(entry)
    for name, types in fields:
        value = out.get(name)
        if "array" in types:
            listed = [] if value is None else value if isinstance(value, list) else [value]
            out[name] = [_quote_of(item) for item in listed]
        elif value is None or value == "":
            if "null" in types:
                out[name] = None
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and "string" in types:
            out[name] = str(value)
    return out


def _quote_of(item: Json) -> Json:
    return item["quote"] if isinstance(item, dict) and isinstance(item.get("quote"), str) else item


def _problems(kind: Kind, value: Json, only: str | None) -> list[tuple[str, str]]:
    """Every error against the model's schema, as JSON Pointer and sentence."""
    errors = _judge(kind, only).errors(value)
    return sorted((pointer(error.absolute_path), _sentence(error)) for error in errors)


@lru_cache(maxsize=16)
def _judge(kind: Kind, only: str | None) -> Judge:
    return Judge(kind.model_schema if only is None else kind.model_schema_of(only))


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
