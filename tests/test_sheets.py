"""Sheet files: round trips, and refusals with a reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.errors import SheetError
from factsheet.kinds import load_kind
from factsheet.records import Article, Evidence, FactSheet, Finding, Paragraph, Provenance, Standing, Usage
from factsheet.sheets import as_json, dump, load

KIND = load_kind()


def sample():
    text = "Talks began.\n\nThey ended."
    article = Article(text, (Paragraph(0, 12, "lead", 1), Paragraph(14, 25, "body", 2)), title="Talks", keywords=("a",))
    evidence = [Evidence("Talks … ended", "normalised", ((0, 5), (19, 24)), 1)]
    facts = {**KIND.empty(), "title": {"statement": "Talks", "evidence": evidence}}
    usage = Usage(10, 2, 5, 1, 0.5)
    provenance = Provenance("factsheet 0", "m", None, "p", "s", 1, usage, ("k",))
    return FactSheet("news", article, facts, (Finding("x", "note", "", "y"),), provenance)


def test_a_sheet_comes_back_as_it_went():
    """Writing and reading lose nothing."""
    sheet = sample()
    assert load(dump(sheet, KIND), KIND) == sheet


def test_evidence_reads_as_the_object_in_the_file():
    """A program may take evidence as a record or as JSON, and give it either way."""
    sheet = load(dump(sample(), KIND), KIND)
    one = sheet.facts["title"]["evidence"][0]
    assert one.spans == ((0, 5), (19, 24))
    assert (one["start"], one["end"], one.get("places")) == (0, 24, None)
    assert dict(one) == one.as_json() == one
    assert json.loads(json.dumps(sheet.facts, default=dict)) == as_json(sheet)["facts"]
    assert [entry.value for entry in KIND.entries(as_json(sheet)["facts"])] == [sheet.facts["title"]]


def test_the_same_sheet_gives_the_same_bytes():
    """Sheets can be compared as files."""
    assert dump(sample(), KIND) == dump(load(dump(sample(), KIND), KIND), KIND)


odd = st.text(st.characters(exclude_categories=()))


@given(odd, st.lists(odd), st.none() | st.floats(0, 1e9))
def test_a_sheet_is_indented_as_json_is(text, keywords, cost):
    """Written here in half the time that `json.dumps` takes, and the same to the byte."""
    sheet = sample()
    article = replace(sheet.article, title=text, keywords=tuple(keywords))
    usage = replace(sheet.provenance.usage, cost=cost)
    facts = {**sheet.facts, "topics": [{"label": text, "code": None, "evidence": sheet.facts["title"]["evidence"]}]}
    written = dump(
        replace(sheet, article=article, facts=facts, provenance=replace(sheet.provenance, usage=usage)), KIND
    )
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[1]", "not a fact sheet"),
        ('{"a": 1}', "not a fact sheet"),
        ('{"factsheet": "1", "x": NaN}', "not JSON"),
        ("[" * 200_000, "not JSON"),
    ],
)
def test_what_is_no_sheet_is_named(text, message):
    """The message names the file and the reason."""
    with pytest.raises(SheetError, match=message) as error:
        load(text, KIND, name="day/one.json")
    assert "day/one.json" in str(error.value)


def test_all_problems_are_named_at_once():
    """A person who edits a sheet by hand mends it in one go."""
    document = json.loads(dump(sample(), KIND))
    document["facts"]["topics"] = [{"label": 5}]
    document["facts"]["summary"] = "text"
    with pytest.raises(SheetError) as error:
        load(json.dumps(document), KIND)
    assert "/facts/topics/0" in str(error.value)
    assert "/facts/summary" in str(error.value)


def test_what_the_source_did_not_say_is_not_in_the_file():
    """Absent, not null, so that nobody takes it for a value."""
    assert "byline" not in as_json(sample())["article"]


def test_what_a_run_alone_needs_of_its_costs_is_not_in_the_file():
    """A cost that is not known in full is null there; what of it is known is for whoever counts the run."""
    used = Usage(10, 0, 5, 2, None, known=0.5, untold=1)
    sheet = replace(sample(), provenance=replace(sample().provenance, usage=used))
    told = {"prompt_tokens": 10, "cached_tokens": 0, "completion_tokens": 5, "requests": 2, "cost": None}
    assert json.loads(dump(sheet, KIND))["provenance"]["usage"] == told


def test_an_offset_may_be_written_as_a_decimal():
    """5.0 is an integer in JSON Schema: such a sheet is read like any other."""
    spans = [[0.0, 2.0]]
    read = Evidence.from_json({"quote": "so", "match": "exact", "start": 0.0, "end": 2.0, "spans": spans})
    open_ = {"pointer": "/title", "standing": "open", "unaccounted": spans, "why": ""}
    for (start, end), *_ in (read.spans, Standing.from_json(open_).unaccounted):
        assert "soon"[start:end] == "so"
