"""What a kind of sheet means to the steps: its sections, their fields, and the schema for a model."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from functools import cached_property
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from factsheet.errors import KindError
from factsheet.fitting import Judge
from factsheet.identity import sha256
from factsheet.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.records import Facts, Json, Span

_EVIDENCE = "#/$defs/Evidence"
_KEPT_FOR_MODEL = frozenset({"type", "enum", "const", "properties", "required", "items"})
"""Keywords that servers with strict schemas know and that bind an answer; the model's schema has no others."""

_MOST_PASSAGES = 4
"""Passages of evidence that a model may give a field: twice what it is asked for, so that a small one, which finds no
end to a list, comes to the next field."""


@dataclass(frozen=True, eq=False)
class Field:
    """One field of an entry, with what its annotations say."""

    name: str
    schema: Mapping[str, Json]

    @cached_property
    def is_evidence(self) -> bool:
        """Whether this is an array of `$defs/Evidence`."""
        items = self.schema.get("items")
        return isinstance(items, dict) and items.get("$ref") == _EVIDENCE

    @property
    def is_nested(self) -> bool:
        """Whether it is an object, or a list of anything but strings and evidence, which no step can read."""
        if self.schema.get("type") != "array":
            return self.schema.get("type") == "object"
        return not self.is_evidence and self.schema.get("items", {}).get("type") != "string"

    @cached_property
    def refers_to(self) -> str | None:
        """`x-refers-to`: the section whose entries this field names."""
        return self.schema.get("x-refers-to")

    @cached_property
    def states(self) -> str | bool:
        """`x-states`: a statement to check against the entry's evidence, or against the one field named."""
        states: str | bool = self.schema.get("x-states", False)
        return states

    @cached_property
    def said_by(self) -> str | None:
        """`x-said-by`: the field of the same entry that says whose words or claim this is."""
        return self.schema.get("x-said-by")

    @property
    def said_with(self) -> str | None:
        """`x-said-with`: the field of the same entry that has the verb with which it is said."""
        return self.schema.get("x-said-with")

    @cached_property
    def named(self) -> bool:
        """`x-named`: a name that must be in the article."""
        return bool(self.schema.get("x-named", False))

    @cached_property
    def verbatim(self) -> bool:
        """`x-verbatim`: words that must be in the article as they stand."""
        return bool(self.schema.get("x-verbatim", False))

    @cached_property
    def date_of(self) -> str | None:
        """`x-date-of`: the field of the same entry whose words for a time this is the calendar date of."""
        return self.schema.get("x-date-of")

    @cached_property
    def vocabulary(self) -> str | None:
        """`x-vocabulary`: the vocabulary that holds the code this field may have."""
        return self.schema.get("x-vocabulary")

    @cached_property
    def quoted(self) -> bool:
        """`x-quoted`: words that are in quotation marks in the article."""
        return bool(self.schema.get("x-quoted", False))

    @cached_property
    def or_words(self) -> bool:
        """`x-or-words`: beside an entry of `refers_to`, words of the article may be here: "a poll"."""
        return bool(self.schema.get("x-or-words", False))

    @cached_property
    def is_asked(self) -> bool:
        """`x-model`: whether a model is asked for this; where it is false, sheets may still hold it."""
        return bool(self.schema.get("x-model", True))


class Concept(NamedTuple):
    """One term of a vocabulary; `broader` is the code of the term above it, None at the top."""

    code: str
    label: str
    definition: str = ""
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute: its heading, the field that names who, and the field with its evidence."""

    title: str
    by: str
    evidence: str


@dataclass(frozen=True, eq=False)
class Section:
    """One section of a kind: a list of entries (`many`) or a single one."""

    name: str
    title: str
    many: bool
    fields: tuple[Field, ...]
    same_by: tuple[str, ...] = ()
    brief: Mapping[str, Json] = field(default_factory=dict)
    sides: tuple[Side, ...] = ()
    is_summary: bool = False
    """`x-summary`: written last for an article of several parts, from the facts of all of them."""

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """The names of the fields that hold evidence."""
        return tuple(f.name for f in self.fields if f.is_evidence)

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return self._by_name.get(name)

    def read(self, entry: Mapping[str, Json]) -> dict[str, Any]:
        """The entry with its evidence as records, as a sheet file or a person's edit has it as JSON."""
        read = {
            name: [Evidence.from_json(one) if isinstance(one, dict) else one for one in entry[name]]
            for name in self.evidence
            if any(isinstance(one, dict) for one in entry.get(name) or ())
        }
        return {**entry, **read} if read or not isinstance(entry, dict) else entry

    def spans(self, entry: Mapping[str, Json], names: Sequence[str] | None = None) -> list[Span]:
        """Where the evidence of an entry is, all of it or that of some fields, in the order of the fields."""
        fields = self.evidence if names is None else names
        return [span for name in fields for one in entry.get(name) or () for span in one.spans]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a sheet with where it is: `pointer` is a JSON Pointer into the facts.

    Evidence in `value` is `Evidence`, or a string in the facts of an answer that is not grounded yet.
    """

    section: Section
    pointer: str
    value: dict[str, Any]

    @property
    def names(self) -> list[str]:
        """What it is called, or told from others by (`x-same-by`), the main name first."""
        values = (self.value.get(name) for name in self.section.same_by)
        return [one for value in values for one in (value if isinstance(value, list) else [value]) if one]


@dataclass(frozen=True, eq=False)
class Kind:
    """A schema and its prompts. `prompts` maps a name ("system", "draft", "reask", …) to its text.

    A kind, its sections and their fields are each the same as themselves only: what follows from one of them alone is
    computed once and kept by it.
    """

    name: str
    schema: Mapping[str, Json]
    prompts: Mapping[str, str]
    vocabularies: Mapping[str, Mapping[str, Concept]] = field(default_factory=dict)
    """The vocabularies that fields take their codes from, each by code."""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of the schema.

        Raises:
            KindError: the schema is not a flat sheet of sections.
        """
        properties = self.schema.get("properties")
        if self.schema.get("type") != "object" or not isinstance(properties, dict):
            raise KindError(f"kind {self.name}: the schema must be an object with properties")
        return tuple(self._section(name, schema) for name, schema in properties.items())

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """The terms of all vocabularies, by code."""
        return {code: term for terms in self.vocabularies.values() for code, term in terms.items()}

    def section(self, name: str) -> Section | None:
        """The section of that name."""
        return next((s for s in self.sections if s.name == name), None)

    def _section(self, name: str, schema: Mapping[str, Json]) -> Section:
        many = isinstance(schema, dict) and schema.get("type") == "array"
        item = schema.get("items") if many else schema
        if not (isinstance(item, dict) and item.get("type") == "object" and _is_table(item.get("properties"))):
            raise KindError(
                f"kind {self.name}: /properties/{name} must be an object with properties, or an array of them"
            )
        fields = tuple(Field(key, value) for key, value in item["properties"].items())
        for one in fields:
            if one.is_nested:
                raise KindError(f"kind {self.name}: {name}.{one.name} must be a scalar, a list of strings or evidence")
        return Section(
            name=name,
            title=schema.get("title", name.replace("_", " ").capitalize()),
            many=many,
            fields=fields,
            same_by=tuple(schema.get("x-same-by", ())),
            brief=schema.get("x-brief", {}),
            sides=tuple(Side(**side) for side in schema.get("x-sides", ())),
            is_summary=bool(schema.get("x-summary", False)),
        )

    def entries(self, facts: Facts) -> Iterator[Entry]:
        """Every entry of `facts`, section by section. A section of one entry with nothing in its fields has none."""
        for section in self.sections:
            value = facts.get(section.name)
            if section.many:
                for index, entry in enumerate(value or ()):
                    yield Entry(section, f"/{section.name}/{index}", section.read(entry))
            elif value and any(value.values()):
                yield Entry(section, f"/{section.name}", section.read(value))

    def read(self, facts: Mapping[str, Json]) -> Facts:
        """Facts with their evidence as records, from facts as a sheet file has them."""
        out = dict(facts)
        for section in self.sections:
            value = facts.get(section.name)
            if value:
                out[section.name] = [*map(section.read, value)] if section.many else section.read(value)
        return out

    def model_schema_of(self, section: str) -> dict[str, Json]:
        """The model's schema of a sheet with that one section only."""
        return self._model_schemas[section]

    @cached_property
    def _model_schemas(self) -> dict[str, dict[str, Json]]:
        whole = self.model_schema
        return {
            name: {**whole, "properties": {name: schema}, "required": [name]}
            for name, schema in whole["properties"].items()
        }

    def empty(self) -> Facts:
        """Facts without entries: an empty list for each list section."""
        return {section.name: [] for section in self.sections if section.many}

    @cached_property
    def model_schema(self) -> dict[str, Json]:
        """The schema that a model is asked to fill, derived from the published one.

        Evidence becomes strings; every key is required and no other is allowed; annotations and keywords that a
        server may not know are left out, and so are fields with `x-model: false`. Descriptions are in the prompt,
        since many servers never show a schema to the model; here they stay only where the prompt has no place for
        them.
        """
        kept = _KEPT_FOR_MODEL if self._tells_schema else _KEPT_FOR_MODEL | {"description"}
        return _for_model(self.schema, kept)

    @cached_property
    def _tells_schema(self) -> bool:
        return "schema" in Template(self.prompts.get("system", "")).get_identifiers()

    @cached_property
    def judge(self) -> Judge:
        """What holds the facts of a sheet against the schema."""
        return Judge(self.schema)

    @cached_property
    def schema_digest(self) -> str:
        """SHA-256 of the schema."""
        return sha256(json.dumps(self.schema, sort_keys=True, ensure_ascii=False))

    @cached_property
    def prompts_digest(self) -> str:
        """SHA-256 of all prompts."""
        return sha256(json.dumps(dict(self.prompts), sort_keys=True, ensure_ascii=False))


def _is_table(value: Json) -> bool:
    """Whether a value is an object of objects, as the properties of a schema are."""
    return isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())


def _for_model(schema: Mapping[str, Json], kept: frozenset[str]) -> dict[str, Json]:
    if schema.get("$ref") == _EVIDENCE:
        return {"type": "string"}
    out = {key: copy.deepcopy(value) for key, value in schema.items() if key in kept}
    if "properties" in schema:
        asked = {key: value for key, value in schema["properties"].items() if value.get("x-model", True)}
        out["properties"] = {key: _for_model(value, kept) for key, value in asked.items()}
        out["required"] = list(asked)
        out["additionalProperties"] = False
    if "items" in schema:
        out["items"] = _for_model(schema["items"], kept)
        if schema["items"].get("$ref") == _EVIDENCE:
            out["maxItems"] = _MOST_PASSAGES
    return out


def without_bounds(schema: Any) -> Any:
    """A model's schema without bounds on its lists, which spare a model that finds no end and make no answer wrong."""
    if isinstance(schema, list):
        return [*map(without_bounds, schema)]
    if not isinstance(schema, dict):
        return schema
    return {name: without_bounds(value) for name, value in schema.items() if name != "maxItems"}
