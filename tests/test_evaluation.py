"""A model is scored on annotated articles, with honest counts, intervals and every error readable."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from factsheet.cli import cli
from factsheet.errors import ReadError
from factsheet.evaluation import report
from factsheet.evaluation.gold import read_gold
from factsheet.evaluation.intervals import results
from factsheet.evaluation.scores import Counts, Scores, score

TEXT = "Bridge closed in Riverton\n\n“The bridge is shut today,” Jane Doe said in Riverton. Doe leads Riverton Council."


def span(words, start=0):
    at = TEXT.index(words, start)
    return [at, at + len(words)]


def row(**changes):
    second = TEXT.index("Doe leads")
    riverton = [span("Riverton", at) for at in (0, 30)]
    return {
        "id": "a",
        "title": "Bridge closed in Riverton",
        "text": TEXT,
        "attributions": [{"content": [span("“The bridge is shut today,”")], "source": [span("Jane Doe")], "cue": []}],
        "entities": [
            {"type": "person", "name": "Jane Doe", "salience": 3, "mentions": [span("Jane Doe"), span("Doe", second)]},
            {"type": "organization", "name": "Riverton Council", "salience": 2, "mentions": [span("Riverton Council")]},
            {"type": "place", "name": "Riverton", "salience": 1, "mentions": riverton},
        ],
        "places": [[*place, "Riverton", "US"] for place in riverton],
    } | changes


def gold(**changes):
    return next(read_gold([json.dumps(row(**changes))]))


def participant(name, kind="person", *aliases):
    return {"name": name, "kind": kind, "aliases": list(aliases)}


def facts(**changes):
    return {
        "participants": [participant("Jane Doe", "person", "Doe"), participant("Riverton Council", "organisation")],
        "location": [{"name": "Riverton"}],
        "positions": [{"holder": "Jane Doe", "quotation": "The bridge is shut today"}],
    } | changes


def shares(scores):
    return {r.measure: (r.precision and r.precision.value, r.recall and r.recall.value) for r in results([scores])}


def test_a_perfect_sheet_scores_one_throughout():
    """What people annotated, found as it stands, is all right and nothing missed."""
    scores = score(gold(), facts())
    assert {value for pair in shares(scores).values() for value in pair if value is not None} == {1.0}
    assert scores.misses == []


def test_an_empty_sheet_scores_nothing():
    """No facts means no recall, and no precision to speak of."""
    found = shares(score(gold(), facts(participants=[], location=[], positions=[])))
    assert found["places"] == (None, 0.0)
    assert found["salient entities"] == (None, 0.0)
    assert found["quotations, exact"] == (None, 0.0)


def test_a_wrong_kind_and_a_wrong_speaker_count_against_precision():
    """A person called an organisation, and words put into another mouth, are errors that can be read."""
    wrong = facts(
        participants=[participant("Jane Doe", "organisation"), participant("Riverton Council", "organisation")],
        positions=[{"holder": "John Roe", "quotation": "The bridge is shut today"}],
    )
    scores = score(gold(), wrong)
    assert shares(scores)["participants, type"] == (0.5, None)
    assert shares(scores)["speakers"] == (0.0, None)
    lines = list(report.errors(gold(), scores))
    assert any("participants: wrong: Jane Doe (organisation)" in line for line in lines)
    assert any("speakers: wrong: John Roe for Jane Doe" in line for line in lines)


def test_overlap_forgives_a_word_and_exact_does_not():
    """A quotation without its last word matches by overlap and not exactly."""
    found = shares(score(gold(), facts(positions=[{"holder": "Jane Doe", "quotation": "The bridge is shut"}])))
    assert found["quotations, exact"] == (0.0, 0.0)
    found = shares(score(gold(), facts(positions=[{"holder": "Jane Doe", "quotation": "bridge is shut today"}])))
    assert found["quotations, exact"] == (0.0, 0.0)
    assert found["quotations, overlap"] == (1.0, 1.0)


def test_what_is_not_annotated_is_not_scored():
    """An article with places alone has no figures for anything else."""
    assert set(shares(score(gold(attributions=None, entities=None), facts()))) == {"places", "main place, first three"}


def test_the_main_place_must_be_among_the_first_three():
    """A sheet that lists it fourth has not found it."""
    places = [{"name": name} for name in ("A", "B", "C", "Riverton")]
    assert shares(score(gold(), facts(location=places)))["main place, first three"] == (None, 0.0)


def test_intervals_hold_the_value_and_are_the_same_each_time():
    """Draws are seeded; the interval of a mixed result lies around it."""
    scores = [Scores(str(i), {"x": Counts(i % 2, 1, i % 2, 1)}) for i in range(20)]
    first, second = results(scores), results(scores)
    assert first == second
    figure = first[0].f1
    assert 0 < figure.low < figure.value == 0.5 < figure.high < 1


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": "a", "text": "x", "places": [[0]]}'])
def test_a_bad_line_is_named(line):
    """A line that is no annotated article is an error with the name of the file and its number."""
    with pytest.raises(ReadError, match="gold.jsonl:2"):
        list(read_gold(["", line], "gold.jsonl"))


def run(tmp_path, *options, lines=None):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines or [json.dumps(row())]), encoding="utf-8")
    return CliRunner().invoke(cli, ["eval", str(path), *options])


def test_the_command_prints_a_table(tmp_path):
    """One line a measure, with intervals; the built-in model is scored where none is named."""
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].split() == ["measure", "articles", "precision", "recall", "F1"]
    assert any(line.startswith("quotations, exact") for line in lines)


def test_the_command_prints_json_with_errors(tmp_path):
    """The same figures as JSON, with the counts they rest on and every error."""
    out = json.loads(run(tmp_path, "-m", "extractive", "--json", "--errors").output)
    assert out["model"] == "extractive"
    assert out["measures"]["places"]["counts"]["annotated"] == 1
    assert all(isinstance(line, str) for line in out["errors"])


def test_errors_escape_what_a_terminal_would_obey(tmp_path):
    """An article's escape sequences are not printed."""
    hostile = row(text=TEXT.replace("shut", "shu\x1bt"), entities=None)
    result = run(tmp_path, "--errors", lines=[json.dumps(hostile)])
    assert "\x1b" not in result.output


def test_no_article_is_an_error(tmp_path):
    """An empty file is a usage error, not a table of nothing."""
    assert isinstance(run(tmp_path, lines=[""]).exception, Exception)
