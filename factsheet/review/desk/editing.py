"""Edits of facts from a form, validated by the schema, the article and the checks.

An edit is refused if its quotations are not in the article or the schema does not allow it; findings of the checks
are shown, but do not refuse it.
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
from factsheet.pointers import entry_at
from factsheet.review.desk.records import ADDED
from factsheet.sheets import entry_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Field, Kind, Section
    from factsheet.records import Article, Evidence, Facts, Finding, Json
    from factsheet.review.desk.desk import Opened
    from factsheet.review.desk.standing import Item
    from factsheet.review.desk.state import State

_FOUND = ("exact", "normalised")
_JOINERS = "\u200c\u200d\u200e\u200f"
_UNTYPED = ("Cc", "Cf", "Cs")
_SHOWN = 60
"""Characters of a quotation that a message repeats."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An edited entry with its evidence located, the reasons to refuse it, and the findings of the checks."""

    value: dict[str, Any]
    refused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to edit in a form: `before`, or a new one where that is None.

    `facts` are the other facts of the sheet, `subject` is its name in the history, `fresh` the texts to begin with.
    """

    kind: Kind
    article: Article
    facts: Facts
    section: Section
    before: dict[str, Any] | None
    subject: str
    fresh: dict[str, str]

    @classmethod
    def of(cls, state: State) -> Draft:
        """The draft of the selected or the new fact."""
        opened, item = state.on_table, None if state.new else state.item
        section = item.section if item else opened.kind.section(state.new[0] if state.new else "")
        assert section is not None
        before = item.value if item else None
        fresh = state.new[1] if state.new else _texts(section, before or {})
        facts = _standing_facts(opened, item)
        return cls(opened.kind, opened.standing.sheet.article, facts, section, before, cls.subject_of(state), fresh)

    @staticmethod
    def subject_of(state: State) -> str:
        """The name of that fact in the history."""
        return f"{ADDED}{state.new[0]}" if state.new else state.fact

    def examine(self, value: dict[str, Any]) -> Examined:
        """Validate what was typed."""
        return examine(self.kind, self.article, self.facts, self.section, value, self.before)


def _texts(section: Section, entry: Mapping[str, Json]) -> dict[str, str]:
    return {field.name: to_text(field, entry.get(field.name)) for field in section.fields}


def _standing_facts(opened: Opened, item: Item | None) -> Facts:
    """The facts of a sheet that stand, without `item`; lists only."""
    others = [other for other in opened.standing.items if other.stands and other is not item]
    return {s.name: [o.value for o in others if o.section == s] for s in opened.kind.sections if s.many}


def to_text(field: Field, value: Json) -> str:
    """The text of a field in a form: lists and evidence one a line, null as nothing."""
    if field.is_evidence:
        return "\n".join(_typable(one.quote) for one in value or ())
    if isinstance(value, list):
        return "\n".join(_typable(str(one)) for one in value)
    if value is None:
        return ""
    return _typable(value) if isinstance(value, str) else json.dumps(value)


def _typable(text: str) -> str:
    """Text on one line, without control and format characters except those that a script needs."""
    return plain("".join(c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c) not in _UNTYPED))


def from_text(field: Field, text: str) -> Json:
    """The value of a text: an empty one is null where the field may be null."""
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
    """Validate an entry that a person wrote in place of `before`.

    Names that a field refers to are looked up in `facts`, the other facts of the sheet.
    """
    only = {section.name: [value] if section.many else value}
    grounded = grounding.ground(kind, only, article.text)[section.name]
    entry: dict[str, Any] = grounded[0] if section.many else grounded
    refused = [*_schema_problems(kind, section, entry), *_not_in_article(section, entry, before or {}, article)]
    if section.evidence and not any(entry.get(name) for name in section.evidence):
        refused.append("evidence: give the words of the article that prove this")
    if refused:
        return Examined(entry, tuple(refused))
    return Examined(entry, (), tuple(_findings(kind, article, facts, section, entry)))


def _findings(kind: Kind, article: Article, facts: Facts, section: Section, entry: dict[str, Any]) -> Iterator[Finding]:
    """The findings on an entry among the other facts."""
    pointer, whole = f"/{section.name}", {**facts, section.name: entry}
    if section.many:
        others = list(facts.get(section.name) or ())
        pointer, whole[section.name] = f"{pointer}/{len(others)}", [*others, entry]
    return (f for f in checking.check(kind, article, whole) if entry_at(f.pointer, (pointer,)) == pointer)


def _schema_problems(kind: Kind, section: Section, entry: dict[str, Any]) -> list[str]:
    out = []
    for error in _judge(kind, section).errors(entry_as_json(entry)):
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
    """Changed quotations and verbatim fields that are not in the article."""
    return [
        f"{field.name}: {_why(one)}"
        for field in section.fields
        for one in _new_words(field, entry.get(field.name), before.get(field.name), article)
        if one.match not in _FOUND
    ]


def _new_words(field: Field, value: Json, old: Json, article: Article) -> Iterator[Evidence]:
    """Changed quotations and verbatim fields, located in the article."""
    if field.is_evidence:
        known = [one.quote for one in old or ()]
        yield from (one for one in value or () if one.quote not in known)
    elif field.verbatim and value and value != old:
        yield grounding.Locator(article.text).locate(value)


def _why(evidence: Evidence) -> str:
    quote = evidence.quote if len(evidence.quote) <= _SHOWN else evidence.quote[:_SHOWN] + "…"
    differing = "; ".join(f"“{one.quote}” where it has “{one.article}”" for one in evidence.differences)
    return f"“{quote}” is not in the article" + (f": {differing}" if differing else "")


@lru_cache(maxsize=64)  # a schema is read once for all keys typed; kinds have a few dozen sections
def _judge(kind: Kind, section: Section) -> Judge:
    one = kind.schema["properties"][section.name]
    return Judge({**one.get("items", one), "$defs": kind.schema.get("$defs", {})})


def prefill(section: Section, words: str, speaker: str | None = None) -> dict[str, str]:
    """The texts of a form for a new fact that `words` of the article prove."""
    texts: dict[str, str] = {}
    line = _typable(words)
    for field in section.fields:
        if field.is_evidence:
            texts[field.name] = "" if line in texts.values() and len(section.evidence) > 1 else line
        else:
            texts[field.name] = _prefilled(field, line, speaker)
    return texts


def _prefilled(field: Field, line: str, speaker: str | None) -> str:
    if "enum" in field.schema:
        return str(field.schema["enum"][0])
    if field.refers_to:
        return speaker or ""
    if field.quoted:
        inner = line.strip('“”"«»„')
        return inner if inner != line else ""
    holds_words = field.named or field.verbatim or field.states
    return line if holds_words and field.schema.get("type") == "string" else ""
