"""Kinds: what follows from a schema and its prompts."""

from __future__ import annotations

import json

import jsonschema
import pytest

from factsheet.errors import KindError
from factsheet.kinds import load_kind


def test_published_schemas_are_valid_draft_2020_12():
    """A schema that a validator rejects could not hold anything."""
    jsonschema.Draft202012Validator.check_schema(dict(load_kind("news").schema))


def test_model_schema_is_strict_everywhere():
    """Strict servers want every key required, no other key, and no keyword that they do not know."""

    def walk(schema):
        assert set(schema) <= {
            "type",
            "enum",
            "const",
            "description",
            "properties",
            "required",
            "items",
            "maxItems",
            "additionalProperties",
        }
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            for value in schema["properties"].values():
                walk(value)
        if "items" in schema:
            walk(schema["items"])

    walk(load_kind("news").model_schema)


def test_evidence_is_strings_for_the_model():
    """The model copies words; the program finds the offsets."""
    kind = load_kind("news")
    assert kind.section("summary").evidence == ("evidence",)
    assert kind.model_schema["properties"]["summary"]["items"]["properties"]["evidence"]["items"] == {"type": "string"}


def test_an_annotation_names_sections_and_fields_that_exist():
    """A misspelt annotation would silently switch off a check."""
    kind = load_kind("news")
    for section in kind.sections:
        names = {f.name for f in section.fields}
        assert set(section.same_by) <= names
        for side in section.sides:
            assert {side.by, side.evidence} <= names
        for field in section.fields:
            assert field.refers_to is None or kind.section(field.refers_to)
            assert field.said_by is None or field.said_by in names
            assert isinstance(field.states, bool) or field.states in names


def test_a_sheet_may_hold_what_no_model_is_asked_for():
    """`x-model: false` takes a field out of the model's schema; sheets that have it, or lack a section, fit."""
    kind = load_kind("news")
    position = {"holder": "A", "verb": "said", "statement": "It is so.", "quotation": None, "evidence": []}
    older = {"topic": None, "stance": "neutral", "manner": "paraphrased"}
    asked = kind.model_schema["properties"]["positions"]["items"]["properties"]
    assert not older.keys() & asked.keys()
    assert {f.name for f in kind.section("positions").fields} >= older.keys()
    facts = kind.empty()
    assert kind.judge.fits(facts | {"positions": [position]})
    del facts["background"]
    assert kind.judge.fits(facts | {"positions": [position | older]})
    assert not kind.judge.fits(facts | {"positions": [position | {"stance": "sideways"}]})


def test_a_folder_without_a_schema_is_no_kind(tmp_path):
    """The message names the folder."""
    with pytest.raises(KindError, match=str(tmp_path)):
        load_kind(str(tmp_path))


def test_nesting_that_the_steps_cannot_walk_is_rejected(tmp_path):
    """A sheet is sections of entries of fields, and no deeper."""
    nested = {"type": "object", "properties": {"inner": {"type": "object", "properties": {}}}}
    (tmp_path / "schema.json").write_text(json.dumps({"type": "object", "properties": {"outer": nested}}))
    for name in ("system", "draft"):
        (tmp_path / f"{name}.txt").write_text("x")
    with pytest.raises(KindError, match=r"outer\.inner"):
        load_kind(str(tmp_path))


def test_a_vocabulary_is_a_forest_of_coded_terms():
    """Every IPTC Media Topic has the term above it in the vocabulary, and 17 have none above."""
    terms = load_kind("news").vocabularies["mediatopics"]
    assert sum(term.broader is None for term in terms.values()) == 17
    assert all(term.broader in terms for term in terms.values() if term.broader)


def test_a_kind_brings_its_own_vocabulary(tmp_path):
    """A vocabulary beside a kind's schema is read, and a missing one is named with its place."""
    schema = {
        "type": "object",
        "properties": {
            "charge": {"type": "object", "properties": {"code": {"type": "string", "x-vocabulary": "charges"}}}
        },
    }
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    for name in ("system", "draft"):
        (tmp_path / f"{name}.txt").write_text("$schema" if name == "system" else "$about $text $code")
    with pytest.raises(KindError, match=r"vocabularies/charges\.json"):
        load_kind(str(tmp_path))
    (tmp_path / "vocabularies").mkdir()
    own = {"source": "made up", "concepts": [{"code": "c1", "label": "arson"}]}
    (tmp_path / "vocabularies" / "charges.json").write_text(json.dumps(own))
    assert load_kind(str(tmp_path)).vocabularies["charges"]["c1"].label == "arson"


@pytest.mark.parametrize(("annotation", "is_refused"), [("x-name", True), ("x-state", True), ("x-desk-colour", False)])
def test_a_misspelt_annotation_is_refused(tmp_path, annotation, is_refused):
    """One that is like none of ours may be another program's."""
    field = {"type": "string", annotation: True}
    schema = {"type": "object", "properties": {"who": {"type": "object", "properties": {"name": field}}}}
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    for name in ("system", "draft"):
        (tmp_path / f"{name}.txt").write_text("$schema" if name == "system" else "$about $text $code")
    if is_refused:
        with pytest.raises(
            KindError, match=f"/properties/who/properties/name/{annotation}.* did you mean x-(named|states)"
        ):
            load_kind(str(tmp_path))
    else:
        assert load_kind(str(tmp_path)).section("who")
