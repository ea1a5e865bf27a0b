"""Fitting: the fast check of a value, which may be undecided but must not be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.fitting import Judge, quick_check
from factsheet.kinds import load_kind

EXPECTED = sorted((Path(__file__).parent.parent / "fixtures" / "expected").glob("*.json"))

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "null", "boolean", "integer", "number", ["string", "null"], ["array", "object"]])
SOME = st.lists(st.sampled_from(["a", "b", None, 0, 1, True]), min_size=1, max_size=3)
SCHEMAS = st.recursive(
    st.booleans()
    | st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES,
            "enum": SOME,
            "const": st.sampled_from(["a", None, 1, True]),
            "minimum": st.integers(-2, 2),
            "maxLength": st.integers(0, 1),
            "$ref": st.sampled_from(["#/$defs/A", "#/$defs/B", "#/$defs/A/items"]),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["array", "object", ["array", "object"]]),
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "minItems": st.integers(0, 2),
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "additionalProperties": inner,
        },
    ),
    max_leaves=6,
)


@given(SCHEMAS.filter(lambda schema: isinstance(schema, dict)), ANYTHING)
def test_what_is_said_to_fit_does_fit(schema, value):
    """The quick look never overlooks what jsonschema would find, definitions that refer to themselves included."""
    whole = {
        **schema,
        "$defs": {
            "A": {"type": ["array", "null"], "items": {"$ref": "#/$defs/A"}},
            "B": {"required": ["a"], "properties": {"a": {"$ref": "#/$defs/A"}}},
        },
    }
    if quick_check(whole)(value):
        assert jsonschema.Draft202012Validator(whole).is_valid(value)


@given(SCHEMAS.filter(lambda schema: isinstance(schema, dict)), ANYTHING)
def test_the_door_says_what_jsonschema_says(schema, value):
    """With the quick look before it, every error is found, and no other."""
    whole = {**schema, "$defs": {"A": {"type": "string"}, "B": {"items": {"$ref": "#/$defs/A"}}}}
    if "#/$defs/A/items" in json.dumps(schema):
        return
    expected = list(jsonschema.Draft202012Validator(whole).iter_errors(value))
    assert [error.message for error in Judge(whole).errors(value)] == [error.message for error in expected]


USED = st.recursive(
    st.booleans()
    | st.fixed_dictionaries({"type": TYPES}, optional={"minimum": st.integers(-2, 2), "title": st.just("T")})
    | st.fixed_dictionaries({"enum": st.lists(st.sampled_from(["a", "b", None]), min_size=1)})
    | st.fixed_dictionaries({"type": st.just("string"), "const": st.sampled_from(["a", "b"])})
    | st.fixed_dictionaries({"$ref": st.sampled_from(["#/$defs/A", "#/$defs/B"])}),
    lambda inner: (
        st.fixed_dictionaries(
            {"type": st.sampled_from(["array", ["array", "null"]]), "items": inner},
            optional={"prefixItems": st.lists(inner, min_size=1, max_size=2), "minItems": st.integers(0, 2)},
        )
        | st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3)},
            optional={
                "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
                "additionalProperties": inner,
                "x-named": st.booleans(),
            },
        )
    ),
    max_leaves=6,
)
"""Schemas of the keywords that the schemas of sheets use, as they use them."""

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(0.5) | st.sampled_from(["a", "b", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(USED.filter(lambda schema: isinstance(schema, dict)), PLAIN)
def test_of_the_keywords_in_use_the_quick_look_decides(schema, value):
    """It and jsonschema agree on every schema and value of the sort that sheets have."""
    whole = {
        **schema,
        "$defs": {
            "A": {"type": ["array", "null"], "items": {"$ref": "#/$defs/A"}},
            "B": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/A"}}},
        },
    }
    assert quick_check(whole)(value) == jsonschema.Draft202012Validator(whole).is_valid(value)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_facts_of_a_sheet_are_seen_to_fit(path):
    """Otherwise the quick look would be for nothing."""
    kind = load_kind()
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    assert kind.judge.fits(facts)
    assert not kind.judge.fits({**facts, "title": {"statement": 1}})
