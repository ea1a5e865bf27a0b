"""Facts as typed: validated by the schema, the article and the checks."""

from __future__ import annotations

import pytest
from reviewing import FACTS, KIND, article, sheet

from factsheet.review.desk.editing import examine, from_text, prefill, read_form, to_text

ARTICLE = article()


def _section(name):
    return KIND.section(name)


def _examine(section, changes, before):
    return examine(KIND, ARTICLE, KIND.empty(), _section(section), {**before, **changes}, before)


POSITION = sheet().facts["positions"][0]


def test_a_good_edit():
    """An edit whose words are in the article is located there and nothing stands in its way."""
    found = _examine("positions", {"evidence": ["not a cent more,” Petrova said"]}, POSITION)
    assert found.refused == ()
    (one,) = found.value["evidence"]
    assert ARTICLE.text[one["start"] : one["end"]] == one["quote"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quotation": "It cost 41 million euros"}, "quotation: “It cost 41 million euros” is not in the article"),
        ({"evidence": ["It cost a fortune, she laughed loudly"]}, "is not in the article"),
        ({"evidence": []}, "give the words of the article that prove this"),
        ({"stance": "furious"}, "stance: must be one of supports"),
        ({"statement": ""}, "statement: must not be empty"),
        ({"holder": None}, "holder: None is not of type 'string'"),
        ({"mood": "good"}, "Additional properties"),
    ],
)
def test_unknown_fields_and_words_that_the_article_lacks_are_refused(changes, said):
    """What the schema does not know and words that the article does not have are refused, and it is said why."""
    assert any(said in line for line in _examine("positions", changes, POSITION).refused)


def test_altered_words_are_refused_with_the_difference():
    """A quotation with one word changed is refused, and the message has both words."""
    found = _examine("positions", {"quotation": "It cost 40 million dollars, and not a cent more"}, POSITION)
    assert any("“dollars” where it has “euros”" in line for line in found.refused)


def test_what_was_wrong_before_is_not_the_editors_fault():
    """Evidence that the model gave and nobody touched stays a finding; it does not keep another field from saving."""
    figure = sheet().facts["figures"][0]
    found = _examine("figures", {"of": "the price of the bridge"}, figure)
    assert found.refused == ()
    assert "evidence-absent" in {finding.code for finding in found.findings}


@pytest.mark.parametrize("section", [name for name, entries in FACTS.items() if entries])
def test_a_form_that_nobody_touched_gives_the_entry_back(section):
    """Entry to form to entry changes nothing, evidence included."""
    entry = sheet().facts[section][0]
    texts = {field.name: to_text(field, entry.get(field.name)) for field in _section(section).fields}
    assert read_form(_section(section), texts, entry) == entry


def test_what_no_model_is_asked_for_nobody_is_asked_for():
    """A new fact does not have it; an edited one has what it had."""
    section, before = _section("positions"), sheet().facts["positions"][0]
    fresh = read_form(section, prefill(section, "It cost 40 million euros"), None)
    assert not {"topic", "stance", "manner"} & fresh.keys()
    edited = read_form(section, {"holder": "Karl Lund"}, before)
    assert (edited["holder"], edited["stance"]) == ("Karl Lund", before["stance"])


def test_values_from_text():
    """Nothing is null where that is allowed; lists are lines; other scalars are JSON, else left to the schema."""
    participants = {field.name: field for field in _section("participants").fields}
    assert from_text(participants["role"], "  ") is None
    assert from_text(participants["name"], " Ann ") == "Ann"
    assert from_text(participants["aliases"], "A\n\n B \n") == ["A", "B"]
    from factsheet.kinds import Field

    number = Field("n", {"type": "integer"})
    assert from_text(number, "12") == 12
    assert from_text(number, "twelve") == "twelve"


def test_a_new_fact_is_filled_in_from_the_words():
    """A fact added from selected words has them as evidence and in the fields that are the article's words."""
    texts = prefill(_section("positions"), "“at least 55 million”", "Karl Lund")
    assert (texts["evidence"], texts["quotation"], texts["holder"]) == (
        "“at least 55 million”",
        "at least 55 million",
        "Karl Lund",
    )
    entry = read_form(_section("participants"), prefill(_section("participants"), "Karl Lund"), None)
    found = examine(KIND, ARTICLE, KIND.empty(), _section("participants"), entry)
    assert (found.refused, found.value["name"], found.value["kind"]) == ((), "Karl Lund", "person")
