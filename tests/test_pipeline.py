"""The pipeline: one article and a model in, one checked sheet out; a failure affects only its part."""

from __future__ import annotations

import asyncio
import json

import pytest
from fakes import Scripted, Server, says

from factsheet.errors import CostError, DraftError, OverloadedError, ReadError, RefusalError, TruncatedError, UsageError
from factsheet.kinds import load_kind
from factsheet.models import Asking, open_model
from factsheet.pipeline import make_sheet
from factsheet.readers.text import article_from_text
from factsheet.records import Article, Completion, Paragraph, Usage
from factsheet.sheets import dump

KIND = load_kind()
TEXT = (
    "Mayor opens bridge\n\nMayor Ana Ruiz opened the Orla bridge on Monday.\n\n"
    'Critics said the bridge was "far too narrow" for lorries.\n'
)
ARTICLE = article_from_text(TEXT, name="bridge.txt")

GOOD = {"label": "Orla bridge", "evidence": ["opened the Orla bridge"]}
BAD = {"label": None, "evidence": ["far too narrow"]}


def answer(*topics, finish="stop"):
    title = {"statement": "Mayor opens bridge", "evidence": ["Mayor opens bridge"]}
    facts = {**KIND.empty(), "title": title, "topics": list(topics)}
    return Completion(json.dumps(facts), finish, Usage(10, 0, 5, 1, 0.01))


def make(model):
    return asyncio.run(make_sheet(ARTICLE, KIND, model))


def codes(sheet):
    return {finding.code for finding in sheet.findings}


def test_every_fact_comes_out_with_its_place():
    """What the model copied is found in the text, with its offsets."""
    sheet = make(Scripted(answer(GOOD)))
    (evidence,) = sheet.facts["topics"][0]["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"] == "opened the Orla bridge"


def test_words_that_the_article_does_not_have_are_an_error():
    """The fact is kept, and marked as not proven."""
    sheet = make(Scripted(answer({"label": "Tunnel", "evidence": ["a tunnel was dug in secret"]})))
    errors = {(f.code, f.pointer) for f in sheet.findings if f.level == "error"}
    assert ("evidence-absent", "/topics/0/evidence/0") in errors


def test_an_answer_that_does_not_fit_is_asked_for_once_more():
    """The second question quotes the errors of the first answer; usage is that of both."""
    model = Scripted(answer(GOOD, BAD), answer(GOOD, {**BAD, "label": "Width"}))
    sheet = make(model)
    first, second = model.requests
    assert (first.purpose, second.purpose) == ("draft", "reask")
    assert "/topics/1/label" in second.messages[-1].content
    assert second.messages[: len(first.messages)] == first.messages
    assert [topic["label"] for topic in sheet.facts["topics"]] == ["Orla bridge", "Width"]
    assert sheet.provenance.usage == Usage(20, 0, 10, 2, 0.02)
    assert sheet.provenance.keys == tuple(sorted((first.key, second.key)))
    assert "entry-dropped" not in codes(sheet)


def test_it_is_asked_once_more_and_not_twice():
    """What is wrong twice is left out and reported, and its neighbour stays."""
    model = Scripted(answer(GOOD, BAD))
    sheet = make(model)
    assert len(model.requests) == 2
    assert [topic["label"] for topic in sheet.facts["topics"]] == ["Orla bridge"]
    assert "entry-dropped" in codes(sheet)


@pytest.mark.parametrize(
    "failure", [OverloadedError("busy"), RefusalError("no"), CostError("limit"), UsageError("disk full")]
)
def test_a_correction_that_fails_costs_no_good_fact(failure):
    """Whatever way it fails: what the first answer had is kept, and the failure is reported."""
    sheet = make(Scripted(answer(GOOD, BAD), failure))
    assert [topic["label"] for topic in sheet.facts["topics"]] == ["Orla bridge"]
    assert {"reask-failed", "entry-dropped"} <= codes(sheet)


def test_a_cut_answer_is_not_asked_for_again():
    """The second would be cut at the same place; what came whole is kept, the cut is reported."""
    cut = answer(GOOD, GOOD | {"label": "Lorries"}, finish="length")
    model = Scripted(Completion(cut.text[:-80], "length", cut.usage))
    sheet = make(model)
    assert [request.purpose for request in model.requests if request.purpose == "reask"] == []
    assert sheet.facts["topics"][0]["label"] == "Orla bridge"
    assert "answer-truncated" in codes(sheet)


def test_a_cut_before_the_first_fact_is_its_own_error():
    """An empty sheet would look like an empty story."""
    with pytest.raises(TruncatedError):
        make(Scripted(Completion("", "length")))


def test_a_refusal_is_not_asked_again():
    """No is an answer."""
    model = Scripted(RefusalError("I would rather not", usage=Usage(10, 0, 3, 1, 0.01)))
    with pytest.raises(RefusalError):
        make(model)
    assert len(model.requests) == 1


def test_prose_twice_is_an_error_and_prose_once_is_not():
    """There is one more chance, and not a third."""
    assert make(Scripted("I am sorry.", answer(GOOD))).facts["topics"]
    model = Scripted("I am sorry.")
    with pytest.raises(DraftError):
        make(model)
    assert len(model.requests) == 2


def test_the_sheet_says_where_it_comes_from():
    """Model, family of the endpoint, digests, and whether anything was called at all."""
    sheet = make(Scripted(answer(GOOD)))
    provenance = sheet.provenance
    assert (provenance.model, provenance.endpoint, provenance.how) == ("endpoint/m", None, None)
    assert (provenance.prompts, provenance.schema) == (KIND.prompts_digest, KIND.schema_digest)


def test_the_same_answers_give_the_same_bytes():
    """Nothing of the clock or of chance is in a sheet."""
    assert dump(make(Scripted(answer(GOOD))), KIND) == dump(make(Scripted(answer(GOOD))), KIND)


def test_over_the_wire_with_everything_around_it(tmp_path):
    """A server that knows no schema, a cache and a bad first answer: four calls, then none."""
    prose = says("Certainly! Here you are.")
    with Server(prose, prose, says(answer(GOOD, BAD).text), says(answer(GOOD).text)) as server:
        for calls in (4, 4):
            asking = Asking(base_url=server.url, cache=tmp_path / "c.sqlite3", prices={"endpoint/m": PRICE})
            sheet = make(open_model("m", asking, environment={}))
            assert len(server.requests) == calls
            assert [topic["label"] for topic in sheet.facts["topics"]] == ["Orla bridge"]
    assert sheet.provenance.how == "cached"
    assert sheet.provenance.usage.cost == 0.0
    assert sheet.provenance.usage.requests == 0


PRICE = {"input": 1.0, "output": 2.0}


def test_an_article_without_a_body_is_told_from_one_that_says_nothing():
    """A picture with its caption is no story, and no model is asked about it."""
    paragraphs = (Paragraph(0, 5, "headline"), Paragraph(7, 17, "caption"))
    article = Article("Storm\n\nA wet dog.", paragraphs, source="p.json")
    model = Scripted()
    with pytest.raises(ReadError, match="p.json: there is no story in it, only headline, caption"):
        asyncio.run(make_sheet(article, load_kind(), model))
    assert not model.requests
