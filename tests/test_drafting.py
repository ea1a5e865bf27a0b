"""Drafting: answers are parsed tolerantly and validated strictly, and nothing is lost silently."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.drafting import join_readings, read_draft
from factsheet.drafting.parsing import parse
from factsheet.fitting import quick_check
from factsheet.kinds import load_kind, without_bounds
from factsheet.records import Completion

KIND = load_kind()

TOPIC = {"label": "Syria", "code": None, "evidence": ["the conflict in Syria"]}


def sheet(**sections):
    title = {"statement": "Talks", "evidence": ["talks"]}
    return {**KIND.empty(), "title": title, **sections}


def answer(value, finish="stop"):
    return Completion(value if isinstance(value, str) else json.dumps(value), finish)


@pytest.mark.parametrize(
    "wrapped",
    [
        "{}",
        "```json\n{}\n```",
        "Here is the fact sheet you asked for:\n\n{}\n\nLet me know if you need more.",
        "\ufeff{}",
    ],
)
def test_an_answer_is_found_in_fences_and_prose(wrapped):
    """Models wrap JSON in what they like; the object is what counts."""
    whole = json.dumps(sheet(topics=[TOPIC]))
    reading = read_draft(KIND, answer(wrapped.replace("{}", whole)))
    assert reading.usable
    assert reading.problems == ()
    assert reading.draft.facts["topics"] == [TOPIC]


def test_a_trailing_comma_is_overlooked_outside_strings_only():
    """A comma before a bracket goes; the same characters inside a string stay."""
    value, repairs = parse('{"a": ["x,]", "y,}",],}')
    assert value == {"a": ["x,]", "y,}"]}
    assert repairs == ("a trailing comma",)


@pytest.mark.parametrize("end", ["", "}", " and good luck"])
def test_an_answer_nested_deeper_than_any_sheet_is_none(end):
    """Whole, cut off or with words after it: what comes after the parser would recurse as deep."""
    assert parse('{"a":' * 59 + '{"{": "{"}' + "}" * 59 + end)[0]
    for depth, missing in ((61, 0), (61, 1), (5000, 0)):
        nested = '{"a":' * depth + "1" + "}" * (depth - missing)
        assert parse(nested + end) == (None, ("nesting too deep to be a sheet",))


@pytest.mark.parametrize(
    "prose",
    [
        "<think>The sheet {title, summary} comes first. Use {} where [nothing] is said.</think>",
        "An opening brace { and no end to it, then:",
        'With "one quotation mark',
        "{}",
    ],
)
def test_braces_before_the_answer_are_passed_over(prose):
    """Models think aloud, and talk about the form before they fill it."""
    whole = json.dumps(sheet(topics=[TOPIC]))
    reading = read_draft(KIND, answer(f"{prose}\n{whole}"))
    assert reading.draft.facts["topics"] == [TOPIC]


def test_an_answer_of_braces_alone_takes_no_long_time():
    """Only so many are tried as a beginning."""
    assert parse("{ " * 30_000)[0] is None
    assert parse("{a} " * 30_000)[0] is None


def test_raw_newlines_in_strings_are_read():
    """Small models write line ends into strings unescaped."""
    assert parse('{"a": "one\ntwo"}')[0] == {"a": "one\ntwo"}


def test_nan_is_no_json():
    """A sheet with NaN could not be read by anybody else; what else the answer says stands."""
    assert parse('{"a": NaN, "b": 1}')[0] == {"a": None, "b": 1}
    assert parse('{"a": -Infinity, "b": 1e999, "c": 1}')[0] == {"a": None, "b": "1e999", "c": 1}
    assert parse('{"a": ' + "9" * 5_000 + "}")[0] == {"a": "9" * 5_000}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\ud800", "\ufffd"),
        (r"\udc00x", "\ufffdx"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\\ud800", r"\ud800"),
        (r"\ud800\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
    ],
)
def test_half_a_surrogate_pair_is_no_character(written, read):
    """No file and no ledger takes one; whole pairs and written backslashes stay."""
    assert parse('{"a": "' + written + '"}')[0] == {"a": read}


def test_a_repeated_key_loses_no_entries():
    """A model that lists a section twice means both lists."""
    assert parse('{"topics": [1], "topics": [2]}')[0] == {"topics": [1, 2]}


def test_nesting_without_end_is_refused_rather_than_recursed_into():
    """An answer of brackets must not exhaust the stack."""
    value, repairs = parse('{"a":' * 100_000)
    assert value is None
    assert repairs


@given(st.integers(min_value=1, max_value=600))
def test_a_cut_answer_keeps_its_whole_entries_and_reports_the_cut(length):
    """Wherever it is cut, entries that were complete survive and the draft is not called complete."""
    topics = [{"label": f"topic {n}", "code": None, "evidence": [f"words, [{n}] }}"]} for n in range(8)]
    whole = json.dumps(sheet(topics=topics), sort_keys=True)
    reading = read_draft(KIND, answer(whole[:length], "length"))
    kept = reading.draft.facts["topics"]
    assert kept == topics[: len(kept)]
    assert not reading.draft.complete
    if length >= len(whole):
        assert kept == topics
    assert "answer-truncated" in {finding.code for finding in reading.draft.findings}


def test_one_bad_entry_costs_that_entry_and_is_reported():
    """Its neighbours stay, and the finding shows what was left out and why."""
    bad = {"label": 7, "code": None, "evidence": [{"nonsense": 1}]}
    reading = read_draft(KIND, answer(sheet(topics=[TOPIC, bad, TOPIC])))
    assert reading.draft.facts["topics"] == [TOPIC, TOPIC]
    (finding,) = reading.draft.findings
    assert finding.code == "entry-dropped"
    assert "/topics/1/evidence/0" in finding.message
    assert "nonsense" in finding.message


def test_problems_have_json_pointers():
    """The re-ask says where, not only what."""
    reading = read_draft(KIND, answer(sheet(location=[{"name": "Rome", "relation": "somewhere"}])))
    assert any(problem.startswith("/location/0/relation: ") for problem in reading.problems)


def test_harmless_departures_need_no_second_question():
    """Null for a missing optional key, a list for one string, text for a number: no fact is added or lost."""
    entry = {"number": 300, "of": "years", "evidence": "300th anniversary"}
    reading = read_draft(KIND, answer(sheet(figures=[entry], next=None)))
    assert reading.problems == ()
    assert reading.draft.facts["figures"] == [
        {"number": "300", "of": "years", "unit": None, "according_to": None, "evidence": ["300th anniversary"]}
    ]


def test_what_no_model_is_asked_for_is_left_out_of_an_answer():
    """A field that sheets may hold and models are not asked for costs its entry nothing."""
    position = {"holder": "A", "stance": "loud", "verb": "said", "statement": "It is so.", "evidence": ["It is so."]}
    reading = read_draft(KIND, answer({**KIND.empty(), "positions": [position]}))
    assert not [problem for problem in reading.problems if "positions" in problem]
    assert reading.draft.facts["positions"] == [
        {"holder": "A", "verb": "said", "statement": "It is so.", "quotation": None, "evidence": ["It is so."]}
    ]


def test_a_section_that_the_schema_does_not_have_is_named():
    """Left out, and said so."""
    reading = read_draft(KIND, answer({**sheet(), "conclusions": ["x"]}))
    assert "conclusions" in "".join(finding.message for finding in reading.draft.findings)


def test_a_correction_replaces_and_never_loses():
    """What the second answer fixed counts, and what it forgot is kept from the first."""
    other = {"label": "Libya", "code": None, "evidence": ["Libya"]}
    first = read_draft(KIND, answer(sheet(topics=[TOPIC, {"label": "Ukraine"}, {"label": None}])))
    second = read_draft(KIND, answer(sheet(topics=[other])))
    joined = join_readings(KIND, first, second)
    labels = [topic["label"] for topic in joined.draft.facts["topics"]]
    assert labels == ["Libya", "Syria", "Ukraine"]


def test_what_a_correction_only_leaves_out_is_reported():
    """A model that mends an entry by dropping it has lost a fact, and somebody must know."""
    first = read_draft(KIND, answer(sheet(topics=[TOPIC, {"label": None}])))
    forgot = join_readings(KIND, first, read_draft(KIND, answer(sheet(topics=[TOPIC]))))
    mended = join_readings(
        KIND, first, read_draft(KIND, answer(sheet(topics=[TOPIC, {"label": "Libya", "evidence": []}])))
    )
    assert "entry-dropped" in {finding.code for finding in forgot.draft.findings}
    assert mended.draft.findings == ()


def test_an_unusable_correction_leaves_the_first_answer():
    """A second answer of prose costs nothing."""
    first = read_draft(KIND, answer(sheet(topics=[TOPIC])))
    assert join_readings(KIND, first, read_draft(KIND, answer("I am sorry."))) is first


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text):
    """An answer can be anything."""
    reading = read_draft(KIND, answer(text))
    assert set(reading.draft.facts) <= {section.name for section in KIND.sections}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["title", "topics", "label", "evidence", "summary", "x"]), inner, max_size=4
            )
        ),
    )
)
def test_any_json_is_read_without_a_crash(value):
    """Whatever the shape, what comes out fits the schema but for single sections that are missing."""
    reading = read_draft(KIND, answer(value))
    again = read_draft(KIND, answer(reading.draft.facts))
    assert again.draft.facts == reading.draft.facts


@given(st.data())
def test_a_valid_sheet_is_seen_to_fit(data):
    """Otherwise the quick look would be for nothing."""
    text = st.text(max_size=5)

    def build(schema):
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if "enum" in schema:
            return data.draw(st.sampled_from(schema["enum"]))
        if "object" in types:
            return {name: build(inner) for name, inner in schema["properties"].items()}
        if "array" in types:
            return [build(schema["items"]) for _ in range(data.draw(st.integers(0, 2)))]
        return data.draw(text if types == ["string"] else st.none() | text)

    sheet = build(KIND.model_schema)
    assert quick_check(without_bounds(KIND.model_schema))(sheet)
    assert read_draft(KIND, answer(sheet)).problems == ()


def test_an_answer_for_one_section_is_held_against_that_section():
    """A summary without the rest of the sheet has no problem; one that does not fit has."""
    entry = {"statement": "Talks.", "according_to": None, "evidence": ["talks"]}
    reading = read_draft(KIND, answer({"summary": [entry]}), only="summary")
    assert reading.problems == ()
    assert reading.draft.facts["summary"] == [entry]
    assert read_draft(KIND, answer({"summary": [{**entry, "statement": None}]}), only="summary").problems
