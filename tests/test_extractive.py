"""The built-in model answers as a language model would, and only with the article's own words."""

from __future__ import annotations

import asyncio
import json

import pytest
from jsonschema import Draft202012Validator

from factsheet.errors import BadRequestError
from factsheet.kinds import load_kind
from factsheet.models.extractive import Extractive
from factsheet.records import Article, Chunk, Message, Paragraph, Request

NEWS = load_kind("news")


def story(text, title=None, **known):
    """An article whose paragraphs stand apart by blank lines."""
    paragraphs, at = [], 0
    for number, part in enumerate(text.split("\n\n"), 1):
        start = text.index(part, at)
        at = start + len(part)
        paragraphs.append(Paragraph(start, at, "body", number))
    return Article(text, tuple(paragraphs), title=title, **known)


def request(article, **changes):
    chunk = Chunk(article, tuple((p.start, p.end) for p in article.body()))
    settings = {"schema": NEWS.model_schema, "schema_name": "news", "chunk": chunk} | changes
    return Request("extractive", (Message("user", "?"),), **settings)


def facts(article):
    """What the model finds in an article."""
    return json.loads(asyncio.run(Extractive().complete(request(article))).text)


@pytest.fixture
def versailles(fixtures):
    """The body of the story that the project was started from."""
    text = (fixtures / "articles" / "versailles.txt").read_text(encoding="utf-8")
    body = text[text.index("French President Emmanuel") : text.index("Anadolu Agency website")].strip()
    title = "Russia's Putin arrives in France for talks with Macron"
    return story(body, title, published="2017-05-29", dateline_place="PARIS", section="World, Europe")


def evidence(value):
    """All evidence of a sheet."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from one if key.startswith("evidence") else evidence(one)
    elif isinstance(value, list):
        for one in value:
            yield from evidence(one)


def test_a_sheet_fits_the_schema_and_quotes_the_article(versailles):
    """The answer is valid for the schema of the request, and all its evidence stands in the article."""
    sheet = facts(versailles)
    Draft202012Validator(NEWS.model_schema).validate(sheet)
    quotes = [q for q in evidence(sheet) if q != versailles.title]
    assert quotes
    assert [q for q in quotes if q not in versailles.text] == []


def test_the_participants_of_versailles_and_their_roles(versailles):
    """The people of the story are found, each with the role that the story gives."""
    roles = {p["name"]: p["role"] for p in facts(versailles)["participants"]}
    assert roles["Emmanuel Macron"] == "French President"
    assert roles["Vladimir Putin"] == "Russian counterpart"
    assert roles["Francois Hollande"] == "then-French President"
    assert roles["Alexander Orlov"] == "Russia's ambassador to Paris"
    assert "Bashar al-Assad" in roles


def test_the_places_of_versailles(versailles):
    """The palace is the scene; Paris is where the reporter was."""
    places = {p["name"]: p["relation"] for p in facts(versailles)["location"]}
    assert places["Versailles Palace"] == "scene"
    assert places["Paris"] == "dateline"
    assert places["Syria"] == "mentioned"


def test_the_positions_of_versailles(versailles):
    """The red line and the tough dialogue are Macron's, the position in a quotation Putin's."""
    positions = facts(versailles)["positions"]
    quoted = {(p["holder"], p["quotation"]) for p in positions}
    assert ("Emmanuel Macron", "red line") in quoted
    assert ("Emmanuel Macron", "tough dialogue") in quoted
    stances = {p["verb"]: p["stance"] for p in positions}
    assert stances["vowed"] == "promises"
    assert stances["warned"] == "warns"


def test_holders_of_positions_take_part(versailles):
    """Whoever a position or a dispute names is among the participants, by name or alias."""
    sheet = facts(versailles)
    known = {name for p in sheet["participants"] for name in (p["name"], *p["aliases"])}
    sides = {name for d in sheet["disputed_claims"] for name in (*d["made_by"], *d["disputed_by"])}
    assert ({p["holder"] for p in sheet["positions"]} | sides) <= known


def test_the_disputes_of_versailles(versailles):
    """A denial of "the allegations" is paired with what somebody else said before it."""
    disputes = facts(versailles)["disputed_claims"]
    hack = next(d for d in disputes if "intelligence" in d["claim"])
    assert (hack["made_by"], hack["disputed_by"], hack["status"]) == (["Analysts"], ["Moscow"], "denied")


def test_other_sheets_are_refused(versailles):
    """A schema that is not that of kind news gets an error that says so, not a guess."""
    with pytest.raises(BadRequestError, match="only sheets of kind news"):
        asyncio.run(Extractive().complete(request(versailles, schema={"properties": {"a": {}}})))
    with pytest.raises(BadRequestError, match="verify"):
        asyncio.run(Extractive().complete(request(versailles, purpose="verify")))


def test_the_same_article_gives_the_same_answer(versailles):
    """Nothing is drawn by chance and nothing depends on an earlier article."""
    first = facts(versailles)
    facts(story("Another story. It says nothing."))
    assert facts(versailles) == first


@pytest.mark.parametrize("text", ["", " ", "Yes", "“", "A.", "\n\n", "?!" * 50, "É" * 300])
def test_texts_without_a_story_give_an_empty_sheet(text):
    """A text that says nothing is answered all the same, with what fits the schema."""
    article = Article(text, (Paragraph(0, len(text), "body", 1),) if text else ())
    Draft202012Validator(NEWS.model_schema).validate(facts(article))
