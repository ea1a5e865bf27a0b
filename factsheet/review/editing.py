"""A fact as it is typed: read from the fields of a form, held against the schema, the article and the checks.

`examine` says at once what stands in the way. Words that a person puts in as the article's own must be in the
article, or the edit is refused; what the checks doubt is shown and may stand.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from factsheet import checking, grounding
from factsheet.briefs.text import plain
from factsheet.fitting import Judge
from factsheet.review.standing import owner_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.kinds import Field, Kind, Section
    from factsheet.records import Article, Facts, Finding, Json

_FOUND = ("exact", "normalised")
_JOINERS = "\u200c\u200d\u200e\u200f"
_UNTYPED = ("Cc", "Cf", "Cs")
_SHOWN = 60
"""Characters of a quotation that a message repeats."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An edit: the entry with its evidence located, why it cannot be saved, and what the checks say of it."""

    value: dict[str, Any]
    refused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def to_text(field: Field, value: Json) -> str:
    """A field as a form shows it: lists and evidence one a line, null as nothing."""
    if field.is_evidence:
        return "\n".join(_typable(one["quote"]) for one in value or ())
    if isinstance(value, list):
        return "\n".join(_typable(str(one)) for one in value)
    if value is None:
        return ""
    return _typable(value) if isinstance(value, str) else json.dumps(value)


def _typable(text: str) -> str:
    """Text on one line as it could be typed: without control and format characters, but those that a script needs."""
    return plain("".join(c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c) not in _UNTYPED))


def from_text(field: Field, text: str) -> Json:
    """The value that was typed: nothing is null where the field may be null."""
    if field.is_evidence or field.schema.get("type") == "array":
        return [line.strip() for line in text.splitlines() if line.strip()]
    types = field.schema.get("type", "string")
    types = [types] if isinstance(types, str) else types
    text = " ".join(text.split())
    if not text and "null" in types:
        return None
    if "string" in types:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_form(section: Section, texts: Mapping[str, str], before: Mapping[str, Json] | None) -> dict[str, Any]:
    """The entry that a form holds. A field that shows what it showed before has the value it had before."""
    unasked = {field.name for field in section.fields if not field.is_asked}
    value: dict[str, Any] = {name: old for name, old in (before or {}).items() if name in unasked}
    for field in (one for one in section.fields if one.is_asked):
        old = (before or {}).get(field.name)
        if before and field.name in before and texts.get(field.name, "") == to_text(field, old):
            value[field.name] = old
        elif before is None or field.name in before or texts.get(field.name, "").strip():
            value[field.name] = from_text(field, texts.get(field.name, ""))
    return value


def examine(
    kind: Kind,
    article: Article,
    facts: Facts,
    section: Section,
    value: dict[str, Any],
    before: Mapping[str, Json] | None = None,
) -> Examined:
    """Examine an entry that a person wrote in place of `before`, beside the other `facts` of the sheet.

    `facts` are the sheet's without that entry: names that a field refers to are looked up there.
    """
    only = {section.name: [value] if section.many else value}
    grounded = grounding.ground(kind, only, article.text)[section.name]
    entry: dict[str, Any] = grounded[0] if section.many else grounded
    refused = [*_schema_problems(kind, section, entry), *_not_in_article(section, entry, before or {}, article)]
    if section.evidence and not any(entry.get(name) for name in section.evidence):
        refused.append("evidence: give the words of the article that prove this")
    if refused:
        return Examined(entry, tuple(refused))
    others = list(facts.get(section.name) or ()) if section.many else []
    pointer = f"/{section.name}/{len(others)}" if section.many else f"/{section.name}"
    whole = {**facts, section.name: [*others, entry] if section.many else entry}
    found = checking.check(kind, article, whole)
    return Examined(entry, (), tuple(f for f in found if owner_of(f.pointer, (pointer,)) == pointer))


def _schema_problems(kind: Kind, section: Section, entry: dict[str, Any]) -> list[str]:
    out = []
    for error in _judge(kind, section).errors(entry):
        name = str(error.absolute_path[0]) if error.absolute_path else section.title
        if error.validator == "enum":
            out.append(f"{name}: must be one of {', '.join(map(str, error.validator_value))}")
        else:
            out.append(f"{name}: {error.message[: _SHOWN * 2]}")
    required = kind.schema["properties"][section.name]
    required = required.get("items", required).get("required", ())
    for field in section.fields:
        is_text = field.schema.get("type") == "string" and "enum" not in field.schema
        if is_text and field.name in required and not str(entry.get(field.name) or "").strip():
            out.append(f"{field.name}: must not be empty")
    return out


def _not_in_article(section: Section, entry: dict[str, Any], before: Mapping[str, Json], article: Article) -> list[str]:
    """The words given as the article's own, changed by this edit, that the article does not have."""
    out = []
    for field in section.fields:
        old = before.get(field.name)
        if field.is_evidence:
            known = {one["quote"] if isinstance(one, dict) else one for one in old or ()}
            new = [one for one in entry.get(field.name) or () if one["quote"] not in known]
            out += [f"{field.name}: {_why(one)}" for one in new if one["match"] not in _FOUND]
        elif field.verbatim and entry.get(field.name) and entry[field.name] != old:
            evidence = grounding.Locator(article.text).locate(entry[field.name]).as_json()
            if evidence["match"] not in _FOUND:
                out.append(f"{field.name}: {_why(evidence)}")
    return out


def _why(evidence: Mapping[str, Json]) -> str:
    quote = evidence["quote"]
    quote = quote if len(quote) <= _SHOWN else quote[:_SHOWN] + "…"
    differing = "; ".join(
        f"“{one['quote']}” where it has “{one['article']}”" for one in evidence.get("differences", ())
    )
    return f"“{quote}” is not in the article" + (f": {differing}" if differing else "")


@lru_cache(maxsize=64)
def _judge(kind: Kind, section: Section) -> Judge:
    one = kind.schema["properties"][section.name]
    return Judge({**one.get("items", one), "$defs": kind.schema.get("$defs", {})})


def prefill(section: Section, words: str, speaker: str | None = None) -> dict[str, str]:
    """The form of a new fact that `words` of the article prove: what their place in the schema lets us fill in."""
    texts: dict[str, str] = {}
    line = _typable(words)
    for field in section.fields:
        types = field.schema.get("type")
        is_open = types == "string"
        if field.is_evidence:
            texts[field.name] = "" if line in texts.values() and len(section.evidence) > 1 else line
        elif "enum" in field.schema:
            texts[field.name] = str(field.schema["enum"][0])
        elif field.refers_to:
            texts[field.name] = speaker or ""
        elif field.quoted:
            inner = line.strip('“”"«»„')
            texts[field.name] = inner if inner != line else ""
        elif (field.named or field.verbatim or field.states) and is_open:
            texts[field.name] = line
        else:
            texts[field.name] = ""
    return texts
