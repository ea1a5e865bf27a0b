"""`factsheet check`: the claims of a sheet file are checked against its own article."""

from __future__ import annotations

import asyncio
import json

import pytest
from click.testing import CliRunner
from fakes import Scripted

from factsheet.checking import verify_items
from factsheet.cli import cli
from factsheet.errors import CostError, MissingRecordingError, OverloadedError
from factsheet.kinds import load_kind
from factsheet.models import tokens
from factsheet.pipeline import Options, make_sheet
from factsheet.pipeline.second_questions import batches
from factsheet.proving.verdicts import Verdict, settled
from factsheet.readers.text import article_from_text
from factsheet.records import Standing
from factsheet.sheets import dump

KIND = load_kind()
TEXT = (
    "Mayor opens bridge\n\nMayor Ana Ruiz opened the Orla bridge on Monday, after 14 months of work.\n\n"
    "Critics said the bridge was “far too narrow” for lorries. The bridge cost 39 million euros.\n"
)
ARTICLE = article_from_text(TEXT, name="bridge.txt")
COST = "The bridge cost 39 million euros"


def answer(statement="The bridge cost 39 million euros.", evidence=COST):
    title = {"statement": "Mayor opens bridge", "evidence": ["Mayor opens bridge"]}
    summary = [{"statement": statement, "according_to": None, "evidence": [evidence]}]
    return json.dumps({**KIND.empty(), "title": title, "summary": summary})


def make(*answers, **options):
    model = Scripted(*answers)
    sheet = asyncio.run(make_sheet(ARTICLE, KIND, model, Options(**options)))
    return sheet, model


@pytest.fixture
def document():
    """A sheet of our own, as JSON."""
    return json.loads(dump(make(answer())[0], KIND))


def check(tmp_path, document, *options):
    path = tmp_path / "sheet.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return CliRunner().invoke(cli, ["check", str(path), *options])


def test_a_sheet_of_ours_is_as_it_says(tmp_path, document):
    """Nothing differs from what the program itself wrote."""
    result = check(tmp_path, document)
    assert result.exit_code == 0
    assert result.output.endswith("sheet.json: all claims hold\n")


def test_a_changed_statement_is_found(tmp_path, document):
    """A figure edited by hand contradicts its evidence, and the file does not say so."""
    document["facts"]["summary"][0]["statement"] = "The bridge cost 59 million euros."
    result = check(tmp_path, document, "--json")
    assert result.exit_code == 3
    (one,) = json.loads(result.output)
    assert [(f["code"], f["level"], f["pointer"]) for f in one["new"]] == [
        ("number-changed", "error", "/summary/0/statement")
    ]


def test_offsets_that_are_wrong_are_found(tmp_path, document):
    """Evidence that is said to stand elsewhere is named with where it stands."""
    evidence = document["facts"]["summary"][0]["evidence"][0]
    evidence["start"] += 3
    evidence["end"] += 3
    result = check(tmp_path, document)
    assert result.exit_code == 3
    assert "/summary/0/evidence/0: “The bridge cost 39 million euros” is claimed to be at" in result.output
    assert f"it is at {TEXT.index(COST)}–{TEXT.index(COST) + len(COST)}" in result.output


def test_evidence_that_claims_to_be_exact_is_found_out(tmp_path, document):
    """The match of evidence is found anew, whatever the file says."""
    document["facts"]["summary"][0]["evidence"][0]["quote"] = "The bridge was a gift"
    result = check(tmp_path, document)
    assert result.exit_code == 3
    assert "is claimed to be exact, but is absent" in result.output
    assert "error: evidence-absent /summary/0/evidence/0" in result.output


def test_findings_that_are_not_so_are_found(tmp_path, document):
    """A finding that the file claims and that does not hold is named; one of its making is taken as it is."""
    document["findings"] += [
        {"pointer": "/title", "code": "entry-twice", "level": "warning", "message": "twice"},
        {"pointer": "", "code": "answer-repaired", "level": "note", "message": "a trailing comma"},
    ]
    result = check(tmp_path, document, "-v")
    assert result.exit_code == 3
    assert "wrong claim of the file: warning: entry-twice /title: twice" in result.output
    assert "wrong claim of the file: note: answer-repaired" not in result.output


def test_a_standing_that_is_better_than_what_is_so_is_found(tmp_path, document):
    """Proven is proven anew; a statement with a word of its own is not, whatever the file says."""
    assert {one["standing"] for one in document["standings"]} == {"proven"}
    document["facts"]["summary"][0]["statement"] = "The lovely bridge cost 39 million euros."
    result = check(tmp_path, document)
    assert result.exit_code == 3
    assert "sheet.json: /summary/0: is claimed to be proven, but is " in result.output
    assert "1 proven word by word · 1 " in result.output
    (one,) = json.loads(check(tmp_path, document, "--json").output)
    assert [wrong["pointer"] for wrong in one["better"]] == ["/summary/0"]
    assert [standing["standing"] == "proven" for standing in one["standings"]] == [True, False]


def test_a_worse_standing_and_a_second_reading_are_taken_as_they_are(tmp_path, document):
    """A file may say less than is so; what a second reading confirmed cannot be found again."""
    document["facts"]["summary"][0]["statement"] = "The price paid for the bridge was 39 million euros."
    document["standings"][1]["standing"] = "confirmed"
    document["standings"][0]["standing"] = "doubtful"
    result = check(tmp_path, document)
    assert result.exit_code == 0
    assert "sheet.json: 1 proven word by word · 1 confirmed by a second reading\n" in result.output


def test_an_older_sheet_is_proven_when_it_is_checked(tmp_path, document):
    """It claims no standings; what they are is said."""
    del document["standings"]
    result = check(tmp_path, document)
    assert result.exit_code == 0
    assert "sheet.json: 2 proven word by word\n" in result.output


def test_a_standing_may_be_asked_for(tmp_path, document):
    """`--min-standing` is 3 where an entry stands lower, which is named with the reason."""
    assert check(tmp_path, document, "--min-standing", "proven").exit_code == 0
    document["facts"]["summary"][0]["evidence"] = []
    document["findings"] = []
    result = check(tmp_path, document, "--min-standing", "doubtful")
    assert result.exit_code == 3
    assert "sheet.json: /summary/0 is refuted, below doubtful: no evidence is given" in result.output
    assert "refuted" not in check(tmp_path, document, "--min-standing", "refuted").output.partition("Error")[0]


def test_a_file_that_does_not_fit_its_schema_is_wrong(tmp_path, document):
    """Every place where the file leaves the schema is named."""
    del document["facts"]["summary"][0]["according_to"]
    result = check(tmp_path, document)
    assert result.exit_code == 3
    assert "does not fit its schema: /facts/summary/0: 'according_to' is a required property" in result.output


@pytest.mark.parametrize("text", ["not JSON", "[1]", '{"factsheet": "1"}', '{"factsheet": "1", "kind": "../../etc"}'])
def test_what_is_no_sheet_is_unreadable(tmp_path, text):
    """Exit 2 says that there was nothing to check; a kind in a file is a name and no path."""
    assert check(tmp_path, text).exit_code == 2


def test_escapes_in_a_sheet_do_nothing(tmp_path, document):
    """What a file holds is shown and never obeyed by the terminal."""
    document["facts"]["summary"][0]["statement"] = "The bridge\x1b[2J cost 59 million euros."
    document["facts"]["summary"][0]["evidence"][0]["quote"] = "\x1b[31m"
    for options in ((), ("--json",)):
        assert "\x1b" not in check(tmp_path, document, *options).output


def test_a_code_is_explained():
    """`--explain` needs no file; a code that does not exist is answered with those that do."""
    assert "leaves out a" in CliRunner().invoke(cli, ["check", "--explain", "negation-dropped"]).output
    unknown = CliRunner().invoke(cli, ["brief", "--explain", "nonsense"])
    assert unknown.exit_code == 2
    assert "negation-dropped" in unknown.output


def verdicts(*answers, words=""):
    """What a model answers to the second question."""
    told = [{"number": n, "verdict": answer, "words": words} for n, answer in enumerate(answers, 1)]
    return json.dumps({"answers": told})


LOOSE = answer("The town paid 39 million euros for the bridge.")
"""An answer whose summary no rule can prove: it is open, and its title is proven."""


def standing_of(sheet, pointer="/summary/0"):
    return next(one for one in sheet.standings if one.pointer == pointer)


def test_a_second_question_is_about_what_no_rule_has_proven_and_sees_no_article():
    """It shows the open lines with their sentences alone, and is counted."""
    sheet, model = make(LOOSE, verdicts("supported"))
    shown = "".join(message.content for message in model.requests[1].messages)
    assert COST in shown
    assert "1. Summary" in shown
    assert "2. " not in shown.partition("DATA")[2]
    assert "Ana Ruiz" not in shown
    assert sheet.provenance.usage.requests == 2
    assert model.requests[1].key in sheet.provenance.keys
    assert sheet.provenance.usage.cost == 0.02


@pytest.mark.parametrize(
    ("answered", "standing", "found"),
    [
        ("supported", "confirmed", []),
        ("partly", "open", [("verify-partly", "note")]),
        ("not supported", "refuted", [("verify-not-supported", "error")]),
    ],
)
def test_an_answer_settles_what_was_open(answered, standing, found):
    """Supported confirms, partly leaves open with the model's words, not supported refutes."""
    sheet, _ = make(LOOSE, verdicts(answered, words="cost 39 million"))
    assert standing_of(sheet).standing == standing
    assert standing_of(sheet, "/title").standing == "proven"
    assert [(f.code, f.level) for f in sheet.findings if f.pointer == "/summary/0"] == found
    if found:
        assert standing_of(sheet).why.endswith(": “cost 39 million”")


def test_what_an_answer_leaves_out_stays_open():
    """No answer is none, and a note says so."""
    sheet, _ = make(LOOSE, verdicts())
    assert standing_of(sheet).standing == "open"
    assert "verify-missing" in [f.code for f in sheet.findings]


def test_what_a_check_doubts_is_not_confirmed():
    """A warning stands, whatever a model says for the entry; its "no" refutes all the same."""
    doubted = Standing("/summary/0", "doubtful", ((0, 4),), "a number")
    (left,) = settled([doubted], [Verdict("/summary/0", "supported")])
    assert left == doubted
    (refuted,) = settled([doubted], [Verdict("/summary/0", "not supported", "no")])
    assert (refuted.standing, refuted.why) == ("refuted", "no")
    proven = Standing("/summary/0", "proven")
    assert settled([proven], [Verdict("/summary/0", "not supported", "no")]) == (proven,)


def test_nothing_is_asked_where_all_is_proven_or_nobody_is_to_be_asked():
    """No request for a sheet without open entries, with `verify` off, or with the built-in model."""
    assert len(make(answer())[1].requests) == 1
    assert len(make(LOOSE, verify=False)[1].requests) == 1
    model = Scripted(LOOSE, name="extractive")
    asyncio.run(make_sheet(ARTICLE, KIND, model))
    assert len(model.requests) == 1


def test_another_model_may_be_asked():
    """The verifier gets the second question, and no other."""
    model, other = Scripted(LOOSE), Scripted(verdicts("supported"), name="endpoint/other")
    sheet = asyncio.run(make_sheet(ARTICLE, KIND, model, verifier=other))
    assert [request.purpose for request in model.requests] == ["draft"]
    assert [(request.purpose, request.model) for request in other.requests] == [("verify", "endpoint/other")]
    assert standing_of(sheet).standing == "confirmed"
    assert sheet.provenance.usage.requests == 2


@pytest.mark.parametrize("failure", [OverloadedError("busy"), CostError("too dear")])
def test_a_second_question_that_fails_costs_no_sheet(failure):
    """What was made stands, says that nothing was verified, and what was open is open."""
    sheet, _ = make(LOOSE, failure)
    assert [f.code for f in sheet.findings if f.level == "warning"] == ["verify-failed"]
    assert standing_of(sheet).standing == "open"


def test_a_second_question_that_was_never_recorded_is_a_note():
    """A replay makes the sheet all the same."""
    sheet, _ = make(LOOSE, MissingRecordingError("never recorded"))
    assert [(f.code, f.level) for f in sheet.findings if f.code.startswith("verify")] == [
        ("verify-not-recorded", "note")
    ]
    assert standing_of(sheet).standing == "open"


def test_a_long_list_is_asked_about_in_several_questions():
    """No question is longer than the window; every statement is in one, in order."""
    one = {"statement": "The bridge cost 39 million euros.", "according_to": None}
    text = COST.replace(".", ",") * 20
    article = article_from_text(text, name="-")
    start = article.body()[0].start
    item = {"quote": text[:4], "match": "exact", "start": start, "end": start + 4}
    facts = KIND.empty() | {"summary": [{**one, "evidence": [item]} for _ in range(100)]}
    lists = batches(KIND, verify_items(KIND, article, facts), "endpoint/m")
    assert len(lists) > 1
    assert [item.pointer for part in lists for item in part] == [f"/summary/{at}" for at in range(100)]
    assert all(sum(tokens.count(item.evidence) for item in part) < 8_192 for part in lists)


def test_a_note_that_is_gone_is_named(document, tmp_path):
    """Where it is all that is wrong, the exit code would say so and nothing else; so with a note that is new."""
    gone = {"code": "evidence-missing", "level": "note", "pointer": "/title", "message": "it has no evidence"}
    (tmp_path / "gone.json").write_text(json.dumps({**document, "findings": [*document["findings"], gone]}))
    result = CliRunner().invoke(cli, ["check", str(tmp_path / "gone.json")])
    assert result.exit_code == 3
    assert "wrong claim of the file: note: evidence-missing" in result.output
    assert any(finding["level"] == "note" for finding in document["findings"])
    (tmp_path / "new.json").write_text(json.dumps({**document, "findings": []}))
    result = CliRunner().invoke(cli, ["check", str(tmp_path / "new.json")])
    assert result.exit_code == 3
    assert "(not in the file)" in result.output
