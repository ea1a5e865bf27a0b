"""The built-in model answers like a language model, and only with the article's own words."""

from __future__ import annotations

import asyncio
import json

import pytest
from jsonschema import Draft202012Validator

from factsheet.errors import BadRequestError
from factsheet.kinds import load_kind
from factsheet.models.extractive import Extractive
from factsheet.models.extractive.pointing import untied
from factsheet.models.extractive.topics import topic_codes
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


@pytest.mark.parametrize(
    ("begin", "name", "role"),
    [
        ("Council leader Fiona Tait", "Fiona Tait", "Council leader"),
        ("Airport chief executive Gordon Dewar", "Gordon Dewar", "Airport chief executive"),
        ("Deputy school head Rita Moore", "Rita Moore", "Deputy school head"),
        ("Party leader Ann Moss", "Ann Moss", None),
        ("Former leader Jack Moss", "Jack Moss", None),
        ("Last year mayor Tom Reed", "Tom Reed", None),
        ("Lord Hardie", "Lord Hardie", None),
        ("Baroness Casey", "Baroness Casey", None),
    ],
)
def test_a_role_that_opens_a_sentence(begin, name, role):
    """A field before it says enough, a body without its name does not; a peer's title is a part of the name."""
    article = story(f"{begin} said the line would carry five million passengers a year.", title="A new line")
    (one,) = facts(article)["participants"]
    assert (one["name"], one["role"]) == (name, role)


def test_the_places_of_versailles(versailles):
    """The palace is the scene; Paris is where the reporter was."""
    places = {p["name"]: p["relation"] for p in facts(versailles)["location"]}
    assert places["Versailles Palace"] == "scene"
    assert places["Paris"] == "dateline"
    assert places["Syria"] == "mentioned"


def test_the_positions_of_versailles(versailles):
    """The red line and the tough dialogue are Macron's, the position in a quotation Putin's."""
    positions = facts(versailles)["positions"]
    said = [p["statement"] for p in positions if p["holder"] == "Emmanuel Macron"]
    assert any("“red line”" in one.replace('"red line"', "“red line”") for one in said)
    assert any("tough dialogue" in one for one in said)
    assert {"vowed", "warned"} <= {p["verb"] for p in positions}


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


def test_the_interference_of_versailles_is_disputed(versailles):
    """What is brushed aside is the claim that was asked about; "his team", who make it, is not named anywhere."""
    disputes = facts(versailles)["disputed_claims"]
    claim = next(d for d in disputes if "interference" in d["claim"])
    assert claim["claim"] == "Russia's alleged interference into France's presidential election"
    assert (claim["made_by"], claim["disputed_by"]) == ([], ["Vladimir Putin"])
    assert claim["status"] == "denied"
    assert claim["evidence_against"] == ['Putin brushed it aside, calling it\xa0"no subject for discussion."']


def test_the_positions_are_put_to_the_right_speakers(versailles):
    """What Macron says of Russia is his, and what Putin brushes aside is a dispute and no position."""
    by = {p["quotation"] or p["statement"]: p["holder"] for p in facts(versailles)["positions"]}
    assert not any("no subject for discussion" in q for q in by)
    assert next(h for q, h in by.items() if q.startswith("It is essential")) == "Emmanuel Macron"
    assert next(h for q, h in by.items() if q.startswith("The French president knows")) == "Vladimir Putin"


def test_a_summary_has_three_to_fourteen_sentences_of_the_article(versailles):
    """The lead comes first, every sentence is the article's but for "But" and "also", and none is said twice."""
    summary = facts(versailles)["summary"]
    text = " ".join(versailles.text.split()).replace(" also ", " ")
    assert 3 <= len(summary) <= 14
    assert summary[0]["statement"].startswith("French President Emmanuel Macron on Monday received")
    assert all(entry["statement"].replace(" also ", " ")[1:] in text for entry in summary)
    assert len({entry["statement"] for entry in summary}) == len(summary)


def test_times_are_resolved_against_the_day_of_the_story(versailles):
    """Monday is the day of the dateline, October the one before it, and an event ends where another begins."""
    when = {(w["time"], w["date"]): w["event"] for w in facts(versailles)["when"]}
    assert ("on Monday", "2017-05-29") in when
    assert when[("in October", "2016-10")] == "Putin, 64, cancelled his last planned visit to Paris"


def test_a_day_that_begins_a_sentence_is_one():
    """A capital makes no other word of it."""
    text = "It met.\n\nYesterday the council of Northam voted to close the old bridge for good."
    when = facts(story(text, "Bridge", published="2026-11-25"))["when"]
    assert ("Yesterday", "2026-11-24") in {(w["time"], w["date"]) for w in when}


def test_a_number_keeps_its_sentence_and_its_source():
    """Each number of a sentence has all of what is said, as less may lack a condition, and who says so is named."""
    text = "A storm felled a crane, killing 107 people and wounding 238, according to Jane Doe of the civil defence."
    figures = {f["number"]: f for f in facts(story(text, "Crane falls"))["figures"]}
    assert figures["107"]["of"] == "A storm felled a crane, killing 107 people and wounding 238"
    assert figures["238"]["of"] == figures["107"]["of"]
    assert figures["107"]["according_to"] == figures["238"]["according_to"] == "Jane Doe"


def test_topics_have_their_code_only_where_it_is_clear():
    """A legislative election is an election; what repeats without such a label has no code."""
    text = (
        "The legislative election was held on Sunday, and the votes of the populace chose a new government.\n\n"
        "The legislative election had a high turnout. Crane drivers were there.\n\nCrane drivers voted early."
    )
    codes = {t["label"]: t["code"] for t in facts(story(text, "Legislative election held"))["topics"]}
    label = next(label for label in codes if label.lower() == "legislative election")
    assert NEWS.vocabularies["mediatopics"][codes[label]].label == "election"
    assert codes.get("Crane drivers") is None


def test_an_adverb_before_a_name_is_no_first_name():
    """It opens the sentence: "Interestingly Doe", though the text has the word nowhere else."""
    text = (
        "The rise of Christoph Tanner in the politics of Norland began in 1992, when he won a vote on the treaty.\n\n"
        "Interestingly Tanner, who owns a bank, became the voice of the farmers, and they have voted for him."
    )
    names = {one["name"] for one in facts(story(text, "How Tanner rose"))["participants"]}
    assert "Christoph Tanner" in names
    assert not any("Interestingly" in name for name in names)


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("However, Doe left.", "Doe left."),
        ("On Monday, however Doe left.", "On Monday Doe left."),
        ("Doe, however, left.", "Doe left."),
        ("Doe stays, however much it costs.", "Doe stays, however much it costs."),
        ("But Doe also left.", "Doe left."),
    ],
)
def test_a_line_without_the_one_before_loses_what_ties_it_to_that(sentence, left):
    """The words that only connect two sentences go; what they say of themselves stays."""
    assert untied(sentence) == left


def test_a_topic_is_no_piece_of_a_phrase():
    """Tolls that are always harbour bridge tolls have no other name, and "percent tax" is none without its number."""
    text = (
        "The House voted on Sunday for a 90 percent tax, because the harbour bridge tolls were high.\n\n"
        "Harbour bridge tolls are not new, and it was the first 90 percent tax on the island.\n\n"
        "No 90 percent tax, the mayor said, would end the harbour bridge tolls of the island before the summer."
    )
    labels = {topic["label"].lower() for topic in facts(story(text, "House passes the bill"))["topics"]}
    assert "harbour bridge tolls" in labels
    assert labels.isdisjoint({"bridge tolls", "percent tax"})


def test_denials_of_something_handed_over_are_no_disputes():
    """Entry is denied to somebody, a claim to nobody; "that" makes it a claim again."""
    text = "The court denied him bail on Monday.\n\nThe mayor, Jane Doe, denied that she had taken any money."
    claims = [d["claim"] for d in facts(story(text, "Court denies bail"))["disputed_claims"]]
    assert claims == ["she had taken any money"]


def test_what_is_without_evidence_is_unverified():
    """A claim that somebody calls unproven keeps who says so."""
    text = "The mayor, Jane Doe, said there was no evidence that the bridge was unsafe for anybody on it."
    (dispute,) = facts(story(text, "Bridge"))["disputed_claims"]
    assert dispute["claim"] == "the bridge was unsafe for anybody on it"
    assert (dispute["status"], dispute["disputed_by"]) == ("unverified", ["Jane Doe"])


def test_another_language_gets_what_is_safe_and_is_said():
    """Swedish gets its first sentences and its dateline, and a note that says why there is no more."""
    text = (
        "Den nya regeringen bildades på onsdagskvällen i Aten efter tre dagar av svåra förhandlingar.\n\n"
        "Posten som finansminister har gått till en bankman. ”Vi kommer att hålla vad vi har lovat”, sade han."
    )
    article = story(text, "Grekland: regeringen bildad", dateline_place="Aten")
    completion = asyncio.run(Extractive().complete(request(article)))
    sheet = json.loads(completion.text)
    assert len(sheet["summary"]) == 2
    assert [p["name"] for p in sheet["location"]] == ["Aten"]
    assert sheet["participants"] == sheet["positions"] == []
    assert "the article is in Swedish" in completion.notes[0]


@pytest.mark.parametrize(
    ("opening", "place", "rest"),
    [
        ("Hanau (dpa) - ", "Hanau", "Der Angeklagte wurde verurteilt, und in der 3. Instanz sagt er nichts mehr."),
        ("PARIS (AFP) - ", "PARIS", "Le gouvernement a été formé mercredi soir après trois jours de débats."),
        ("Madrid, 3 nov (EFE).- ", "Madrid", "El presidente anunció este lunes que los trabajadores cobrarán más."),
        ("LONDON, Nov 3 (Reuters) - ", "London", "The council voted on Monday to close the bridge for good."),
        ("(Eds: Adds) ROME (AP) — ", "Rome", "The council voted on Monday to close the bridge for good."),
    ],
)
def test_a_dateline_is_no_part_of_a_sentence(opening, place, rest):
    """A summary begins after it, with its evidence; the place that it names is proved by its own words."""
    found = facts(story(opening + rest, "No"))
    assert found["summary"][0]["statement"] == rest
    assert found["summary"][0]["evidence"] == [rest]
    (filed,) = [one for one in found["location"] if one["relation"] == "dateline"]
    assert filed["name"].casefold() == place.casefold()
    assert not {who["name"] for who in found["participants"]} & {"Reuters", "AP"}
    assert all(place.casefold() in one.casefold() for one in filed["evidence"])


ENGLISH = "The talks that were held with the ministers on the future of the bridge have not been easy for them. " * 30


@pytest.mark.parametrize(
    "unit",
    [
        *('"', "“", "A", "x", "(", ", ", "Jane Doe ", "A (B) ", "5 million "),
        *("Moscow denied it. ", "no evidence that ", "alleged "),
    ],
)
def test_hostile_text_is_answered(unit):
    """200 KB of one thing are answered like any other text, with what fits the schema."""
    text = ENGLISH + unit * (200_000 // len(unit))
    Draft202012Validator(NEWS.model_schema).validate(facts(Article(text, (Paragraph(0, len(text), "body", 1),))))


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
def test_texts_without_a_story_have_only_their_own_words_for_a_summary(text):
    """A text that says nothing is answered all the same, with what fits the schema."""
    found = facts(Article(text, (Paragraph(0, len(text), "body", 1),) if text else ()))
    Draft202012Validator(NEWS.model_schema).validate(found)
    assert {name for name, value in found.items() if value} <= {"title", "summary"}


def test_topics_carry_the_codes_that_the_feed_gave():
    """A given subject goes to the topic with a word of its label and to no other; an unknown code to none."""
    labels = ["harbour wall", "council election"]
    assert topic_codes(labels, frozenset(), ["medtop:20000574"])[1] == "medtop:20000574"
    assert topic_codes(["harbour wall"], frozenset(), ["x:1", "medtop:15000000"]) == [None]
    assert topic_codes(["harbour wall"], frozenset(), ["medtop:99999999"]) == [None]


def test_a_figure_before_many_blanks_takes_no_time():
    """What a number counts is found in linear time, whatever white space follows it."""
    told = "The council met on Monday. The council spent $5 million on the bridge"
    text = told + " " * 60 + "x and 40 people were hurt."
    (first, *_) = facts(story(text))["figures"]
    assert first["number"] == "$5 million"


@pytest.mark.parametrize("said", ['"  "', '" \n "', '"."', '". "', '"Well. "', "“ ”", '"That. "'])
def test_a_quotation_of_nothing_is_no_position(said):
    """Whoever is said to have said it; text between two quotations may look like one."""
    opening = "The match ended in a draw."
    for text in (f"{opening} The coach Nabil Maaloul said, {said} It rained.", f"{opening} {said} said Nabil Maaloul."):
        assert all(any(letter.isalpha() for letter in one["statement"]) for one in facts(story(text))["positions"])


def test_a_page_of_readers_letters_has_no_positions():
    """Nothing is left of it, whoever the letters quote."""
    letters = (
        "I cannot see how the mayor escaped all blame. Mayor Ada Roe said that it was not her decision.",
        "Michael Pravica, Hollin.",
        "The council said that nothing will change before the election.",
        "Jane Miller, Hollin.",
    )
    found = facts(story("\n\n".join(("Letters to the editor.", *letters))))
    assert not found["positions"]
    assert not found["summary"]
