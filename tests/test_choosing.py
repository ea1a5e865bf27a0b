"""The page repeats nothing and leaves out the superfluous."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_layout import MADE, NEWS, at, sheet, statement, text_of

from factsheet.briefs import sayings, wording
from factsheet.briefs.content import compose
from factsheet.briefs.layout import lay_out
from factsheet.records import Article, Paragraph, Standing


def person(name, role=None, *evidence):
    found = list(evidence or [at("First")])
    return {"name": name, "kind": "person", "kind_of": None, "role": role, "aliases": [], "evidence": found}


def position(holder, text, quotation=None, *evidence):
    found = list(evidence or [at("First")])
    return {"holder": holder, "verb": "said", "statement": text, "quotation": quotation, "evidence": found}


def laid_out(facts, **more):
    return lay_out(sheet(facts, **more), NEWS, width=100)


@pytest.mark.parametrize(
    ("first", "second", "is_repeated"),
    [
        ("The harbour was closed on Monday after a storm.", "The harbour was closed after a storm.", True),
        ("The harbour was closed on Monday after a storm.", "Harbour closed on Monday", True),
        ("The harbour was closed on Monday after a storm.", "The harbour was not closed after a storm.", False),
        ("Two ships were lost in the storm.", "Three ships were lost in the storm.", False),
        ("Ships were lost in the storm.", "Nine ships were lost in the storm.", False),
        ("The mayor closed the harbour after the storm.", "The mayor Ruiz closed the harbour.", False),
        ("The mayor closed the harbour.", "The mayor closed the bridge.", False),
    ],
)
def test_each_thing_is_said_once(first, second, is_repeated):
    """An entry goes where another has all its words; a number, a name or a "not" more keeps it."""
    brief = laid_out({"summary": [statement(first)], "background": [{**statement(second), "time": None}]})
    assert brief.repeats == ({"/background/0": "/summary/0"} if is_repeated else {})
    assert ("Background" in text_of(brief)) is not is_repeated
    assert ("1 repeat cut" in text_of(brief)) is is_repeated


def test_of_two_entries_that_which_says_more_is_kept():
    """Wherever it stands, but nothing displaces the top of the page."""
    less, more = "The mayor closed the harbour.", "After the storm Mayor Ruiz of Vigo closed the harbour to 40 ships."
    below = {"positions": [position("Mayor Ruiz", less)], "background": [{**statement(more), "time": None}]}
    below["summary"] = [statement("A storm came.")]
    assert laid_out(below).repeats == {"/positions/0": "/background/0"}
    top = {"summary": [statement(less)], "background": [{**statement(more), "time": None}]}
    assert laid_out(top).repeats == {}


@pytest.mark.parametrize(
    ("before", "last", "yields"),
    [
        (6, "The quay will open again in March.", True),
        (5, "The quay will open again in March.", False),  # a short summary keeps its lines
        (6, "The quay will open again in March, and nobody likes it.", False),  # the other says less
    ],
)
def test_the_last_lines_of_a_long_summary_yield_to_other_sections(before, last, yields):
    """Only from the end upwards: what stands below a line may lean on it."""
    lines = [f"The {word} ship was lost near the rocks." for word in ("first", "red", "old", "third", "long", "grey")]
    coming = {"statement": "The quay will open again in March.", "time": None, "according_to": None}
    facts = {"summary": [statement(one) for one in [*lines[:before], last]]}
    facts["next"] = [{**coming, "evidence": [at("First")]}]
    repeats = laid_out(facts).repeats
    assert repeats == ({f"/summary/{before}": "/next/0"} if yields else {"/next/0": f"/summary/{before}"})
    facts["summary"].append(statement("It stays shut."))
    assert "/next/0" in laid_out(facts).repeats


def test_a_name_that_the_page_tells_nothing_of_costs_no_blank_lines():
    """It is no entry that had no room: the page stays airy, and says why the name is missing."""
    facts = {"summary": [statement("A storm came.")], "participants": [person("Ann Reed", "mayor"), person("Tom Moss")]}
    brief = laid_out(facts, made=replace(MADE, how="built-in"))
    assert brief.silent == {"/participants/1"}
    assert brief.lines.count(()) == 1


def test_other_words_of_the_article_make_another_entry():
    """Two storms may be told in like words: what rests on others stays, unless it says the same to the word."""
    first, second = "The harbour was closed on Monday after a storm.", "The harbour was closed after a storm."
    apart = {"summary": [statement(first)], "background": [{**statement(second, at("Second")), "time": None}]}
    assert laid_out(apart).repeats == {}
    same = {"summary": [statement(first)], "background": [{**statement(first, at("Second")), "time": None}]}
    assert laid_out(same).repeats == {"/background/0": "/summary/0"}


def test_what_is_proven_does_not_go_for_what_is_not():
    """An open entry says no better what a proven one says; the proven one stays."""
    facts = {
        "summary": [statement("The harbour was closed on Monday after a storm.")],
        "background": [{**statement("The harbour was closed after a storm."), "time": None}],
    }
    assert laid_out(facts, standings=[Standing("/summary/0", "open")]).repeats == {}
    assert laid_out(facts, standings=[Standing("/background/0", "open")]).repeats != {}


def test_a_denial_in_disputed_is_not_again_in_positions():
    """What a side of a dispute says is there already, and the dispute stays whatever else says it."""
    claim = dispute("The mayor sold the harbour.", against=[])
    claim |= {"evidence_for": [at("First paragraph")], "evidence_against": [at("First paragraph")]}
    facts = {"disputed_claims": [claim], "positions": [position("Ana Ruiz", "First paragraph.")]}
    brief = laid_out(facts)
    assert brief.repeats == {"/positions/0": "/disputed_claims/0"}
    assert "“First paragraph" not in text_of(brief)


def dispute(claim, *evidence_for, against):
    return {
        "claim": claim,
        "made_by": ["Dock workers"],
        "disputed_by": ["Ana Ruiz"],
        "status": "denied",
        "evidence_for": [words_of(words) for words in evidence_for],
        "evidence_against": [words_of(words) for words in against],
    }


@pytest.mark.parametrize(
    ("text", "claim", "words", "against", "is_told"),
    [
        ("Dock workers said the mayor sold the port.", "The mayor sold the port.", 0, "sold", True),
        ("Dock workers never said who sold the port.", "The mayor sold the port.", 0, "sold", False),
        ("Asked about the sale of the port, Ruiz laughed.", "The sale", "Asked about the sale", 0, True),
        ("The port is lost. The port, Ruiz said, is safe.", "It sank", "The port is lost.", "is safe", False),
    ],
)
def test_a_side_of_a_dispute_does_not_say_again_what_the_claim_or_the_other_side_says(
    text, claim, words, against, is_told
):
    """Of such words only the place is left, behind who stands there; other words stay."""
    article = Article(text, (Paragraph(0, len(text), "lead", 1),))

    def found(quote):
        quote = quote or text
        return {"quote": quote, "match": "exact", "start": text.index(quote), "end": text.index(quote) + len(quote)}

    entry = {**dispute(claim, against=[]), "evidence_for": [found(words)], "evidence_against": [found(against)]}
    shown = text_of(laid_out({"disputed_claims": [entry]}, article=article))
    assert ("Claimed by: Dock workers ¶1" in shown) is is_told


def test_a_role_that_a_statement_has_is_not_said_again_under_who():
    """Such an entry gets the room that is left, as a bare name does; a role that no statement has comes first."""
    facts = {
        "participants": [person("Bo Carr", "a pilot"), person("Ana Ruiz", "mayor of Vigo")],
        "summary": [statement("Bo Carr, a pilot, closed the harbour.")],
    }
    facts["background"] = [
        {**statement(f"Ruiz came to quay {number} of the port."), "time": None} for number in range(60)
    ]
    text = text_of(laid_out(facts))
    assert "Ana Ruiz, mayor of Vigo" in text
    assert text.count("Bo Carr, a pilot") == 1


def test_a_head_has_no_role_that_stands_below_it():
    """It would be read twice on two lines."""
    facts = {
        "participants": [person("Vigo", "a firm supporter of the port"), person("Ana Ruiz", "mayor of Vigo")],
        "positions": [position("Vigo", "is a firm supporter of the port"), position("Ana Ruiz", "the port is shut")],
    }
    text = text_of(laid_out(facts))
    assert text.count("firm supporter") == 1
    assert "Ana Ruiz, mayor of Vigo\n" in text


@pytest.mark.parametrize(("second", "is_repeated"), [("Ana Ruiz", True), ("Bo Carr", False)])
def test_somebody_who_says_it_twice_is_shown_once(second, is_repeated):
    """Wherever they say it again; what somebody else says is another thing."""
    words = "the harbour stays closed"
    facts = {"positions": [position("Ana Ruiz", f"{words} all winter"), position(second, words, None, at("Second"))]}
    assert ("/positions/1" in laid_out(facts).repeats) is is_repeated


def test_who_speaks_has_the_role_there_and_is_not_listed_again():
    """Only a proven role; without one the entry under Who stays."""
    facts = {
        "participants": [person("Ana Ruiz", "mayor of Vigo"), person("Dock workers"), person("Bo Carr")],
        "positions": [position("Ana Ruiz", "the harbour stays closed to dock workers")],
    }
    text = text_of(laid_out(facts))
    assert "Ana Ruiz, mayor of Vigo\n" in text
    assert text.count("mayor of Vigo") == 1
    assert "Dock workers" in text
    assert "Bo Carr" in text

    open_role = text_of(laid_out(facts, standings=[Standing("/participants/0", "open")]))
    assert "Ana Ruiz, mayor of Vigo ~" in open_role
    assert "Ana Ruiz\n" in open_role


def test_a_bare_name_that_no_statement_has_is_left_out_where_no_language_model_chose_it():
    facts = {
        "participants": [person("Dock workers"), person("Bo Carr"), person("Ed Falk", "baker")],
        "positions": [position("Ana Ruiz", "the harbour stays closed to dock workers")],
    }
    text = text_of(laid_out(facts, made=replace(MADE, how="built-in")))
    assert "Dock workers" in text
    assert "Ed Falk, baker" in text
    assert "Bo Carr" not in text
    assert "1 more in the sheet" in text


def place(name, relation="mentioned"):
    return {"name": name, "relation": relation, "country": None, "evidence": [at("First")]}


@pytest.mark.parametrize(
    ("name", "told", "is_there"),
    [
        ("Vigo", "A ship sank in Vigo.", True),
        ("Vigo", "A ship sank in the old Galician port of Vigo.", True),
        ("Vigo", "Ships sank in Porto, Faro and Vigo.", True),
        ("Vigo", "The survivors were taken to Vigo.", True),
        ("Vigo", "Vigo is without power.", True),
        ("Vigo", "Two suspects of the Vigo bombing fled.", True),
        ("Vigo", "Vigo police arrested two men.", True),
        ("Orla Road", "The council closed Orla Road.", True),
        ("Bram County", "The Bram County Sheriff's Office arrested two men.", True),
        ("Vigo", "A ship sank south of Vigo.", False),
        ("Vigo", "The Vigo-based firm bought a ship.", False),
        ("Vigo", "Ana Ruiz, of Vigo, bought a ship.", False),
        ("Vigo", "Ana Ruiz, born in Vigo, bought a ship.", False),
        ("Vigo", "The mayor of Vigo bought a ship.", False),
        ("Vigo", "The firm wrote to the Vigo Police Complaints Board.", False),
        ("Vigo", "The dog, which belonged to Vigo police, bit a man.", False),
        ("Vigo", "Vigo Police Detective Ana Ruiz arrested two men.", True),
        ("Vigo", "The police said that a ship sank in Vigo.", True),
        ("Vigo", "The strike spread after a ship sank, and docks in Vigo closed.", True),
        ("Vigo", "The coach named Ana Ruiz, who plays for Celta in Vigo.", False),
        ("Vigo", "Ana Ruiz was in the crew that won the regatta in Vigo.", False),
        ("Vigo", "The envoy was called because of the interests of a donor in Vigo.", False),
        ("Vigo", "The firm has interests in Vigo.", False),
        ("Vigo", "Ana Ruiz teaches at Vigo Northern University.", False),
        ("Vigo", "Refugees from Faro and Vigo bought a ship.", False),
        ("Spain", "A Spain striker bought a ship.", False),
        ("US", "The US territory bought a ship.", False),
        ("US", "A ship sank in the US.", True),
        ("Spain", "The firms are dependent on Spain.", False),
        ("Orla Road", "Ana Ruiz, of 14 Orla Road, bought a ship.", False),
        ("Vigo", "The sea is rising, said Ana Ruiz, a historian at the Marine College in Vigo.", False),
        ("Vigo", "The sea is rising, and a historian was hurt in Vigo.", True),
        ("Spain", "Ana Ruiz, from Porto Alto, Spain was jailed.", False),
    ],
)
def test_a_place_is_one_of_the_story_where_a_statement_puts_something_there(name, told, is_there):
    """The built-in model lists every place that is named; the page has room for those where something happens."""
    facts = {"summary": [statement(told)], "location": [place(name)]}
    by_rule = laid_out(facts, made=replace(MADE, how="built-in"))
    assert ("/location/0" in by_rule.shown) is is_there
    assert "/location/0" in laid_out(facts).shown  # a language model chose it
    scene = {**facts, "location": [place(name, "scene")]}
    assert "/location/0" in laid_out(scene, made=replace(MADE, how="built-in")).shown


@pytest.mark.parametrize(
    ("holder", "said_before", "is_repeated"),
    [
        ("Harbour Pilots Union", "The HPU expects that the harbour stays closed all winter.", True),
        ("Ana Ruiz", "Ruiz expects that the harbour stays closed all winter.", True),
        ("Ana Ruiz", "The HPU expects that the harbour stays closed all winter.", False),
        ("Ana Ruiz", "The harbour stays closed all winter.", False),
    ],
)
def test_somebody_by_another_name_says_the_same(holder, said_before, is_repeated):
    """At the head of a position or behind "according to"; what nobody is said to say is not the same."""
    union = {**person("Harbour Pilots Union"), "aliases": ["HPU"]}
    facts = {
        "participants": [union, person("Ana Ruiz")],
        "summary": [statement(said_before)],
        "positions": [{**position(holder, "the harbour stays closed all winter"), "verb": "expects"}],
        "next": [{**statement("The harbour stays closed all winter"), "time": None, "according_to": holder}],
    }
    repeats = laid_out(facts).repeats
    assert ("/positions/0" in repeats) is is_repeated
    assert repeats.get("/next/0") == ("/summary/0" if is_repeated else "/positions/0")


def test_a_bare_name_has_less_room_than_somebody_with_a_role():
    """What a statement says of it stands there; it comes last, whoever speaks of it."""
    facts = {
        "participants": [person("Dock workers"), person("Ana Ruiz", "mayor of Vigo"), person("Bo Carr", "a pilot")],
        "summary": [statement("Dock workers and Bo Carr closed the harbour.")],
    }
    text = text_of(laid_out(facts))
    assert text.index("Bo Carr, a pilot") < text.index("Ana Ruiz, mayor") < text.index("• Dock workers ¶")


def test_a_place_within_another_is_named_once():
    """The country beside its town is enough; words of a name are not that place, and where it happened stays."""

    def place(name, country=None, relation="mentioned"):
        return {"name": name, "relation": relation, "country": country, "evidence": [at("First")]}

    places = [place("Vigo", "Spain", "scene"), place("Spain"), place("Porto", relation="scene"), place("Porto station")]
    brief = laid_out({"location": [*places, place("Lugo", "Chile"), place("Chile", relation="scene")]})
    assert brief.repeats == {"/location/1": "/location/0"}
    assert "Vigo, Spain (scene) ¶1 · Porto (scene) ¶1 · Porto station ¶1" in text_of(brief)
    assert "Chile (scene)" in text_of(brief)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("However, the harbour stays closed", "The harbour stays closed"),
        ("For example, 40 ships wait", "40 ships wait"),
        ("Meanwhile, in Vigo ships wait", "In Vigo ships wait"),
        ("However hard it is, they wait", "However hard it is, they wait"),
        ("Still waters run deep", "Still waters run deep"),
        ("However,", "However"),
        ("In May, however, they waited", "In May, however, they waited"),
    ],
)
def test_what_links_a_sentence_to_the_one_before_is_left_out(told, shown):
    """Only at the beginning and before a comma, where it says nothing of its own."""
    assert wording.ended(wording.unlinked(told)) == shown
    assert f"• {shown}" in text_of(laid_out({"summary": [statement(told)]}))


def test_according_to_goes_without_saying_below_the_name():
    """Any other verb stands before what was said."""
    facts = {"positions": [{**position("Ana Ruiz", "the harbour stays closed"), "verb": "According to"}]}
    assert "• the harbour stays closed" in text_of(laid_out(facts))
    facts = {"positions": [{**position("Ana Ruiz", "the harbour stays closed"), "verb": "insists"}]}
    assert "• insists: the harbour stays closed" in text_of(laid_out(facts))


def test_names_that_nothing_is_said_of_get_the_room_that_is_left():
    """They come after those who act, and before nothing else."""
    names = [person(f"Bystander {number}") for number in range(40)]
    facts = {
        "participants": [*names, person("Ana Ruiz")],
        "summary": [statement("Ana Ruiz closed the harbour.")],
        "positions": [position(f"Speaker {number}", f"Word {number} on the harbour") for number in range(18)],
    }
    text = text_of(laid_out(facts))
    assert text.index("• Ana Ruiz") < text.index("• Bystander 0")
    assert "Speaker 17" in text


def test_an_entry_comes_back_where_what_repeats_it_has_no_room():
    """A long entry that says the same and does not fit leaves the short one on the page."""
    long = "The harbour was closed. " + " ".join(f"Word{number} more." for number in range(900))
    facts = {"summary": [statement(long)], "background": [{**statement("The harbour was closed."), "time": None}]}
    brief = laid_out(facts)
    assert "• The harbour was closed. ¶1" in text_of(brief)
    assert brief.repeats == {}


@pytest.mark.parametrize(
    ("statement_", "who", "tells"),
    [
        ("Macron also warned that it would", "Emmanuel Macron", True),
        ("French President Emmanuel Macron has said so", "Emmanuel Macron", True),
        ("The mayor, Ana Ruiz, said so", "Ana Ruiz", False),
        ("According to Macron, it would", "Emmanuel Macron", True),
        ("Macron met Putin and said so", "Vladimir Putin", False),
        ("the harbour stays closed", "Ana Ruiz", False),
        ("The harbour stays closed, Mayor Ana Ruiz said", "Ana Ruiz", True),
        ("The harbour stays closed, said Ana Ruiz.", "Ana Ruiz", True),
        ("Police said a man had robbed Ana Ruiz", "Ana Ruiz", False),
        ("Ruiz was told that Macron resigned", "Emmanuel Macron", False),
        ("Ana Ruiz opened the harbour", "Ana Ruiz", False),
        ("", "Ana Ruiz", False),
        ("So it is said", "", False),
    ],
)
def test_who_says_so_goes_without_saying_only_where_the_statement_tells_it(statement_, who, tells):
    """In doubt it is said again: an allegation without its source would be another fact."""
    assert wording.tells_who(statement_, who) is tells


@pytest.mark.parametrize(
    ("role", "name", "left"),
    [
        ("director General Suleiman al-Amr", "Suleiman al-Amr", "director General"),
        ("the mayor, Ana Ruiz", "Ana Ruiz", "the mayor"),
        ("Russia’s General Staff", "General Staff", "Russia’s General Staff"),
        ("Ana Ruiz", "Ana Ruiz", "Ana Ruiz"),
        ("mayor", "Ana Ruiz", "mayor"),
        ("mayor", "", "mayor"),
    ],
)
def test_a_role_does_not_end_with_the_name(role, name, left):
    """Unless nothing, or half a phrase, would be left of it."""
    assert wording.without_name(role, name) == left


def test_a_time_or_unit_or_number_that_the_statement_has_is_not_given_again():
    """Once is enough, wherever it stands in the statement; a calendar date stays, because it is worked out."""
    facts = {
        "background": [{**statement("Ships come every year to Vigo.", at("First")), "time": "every year"}],
        "figures": [
            {"number": "238", "unit": None, "of": "wounding 238", "according_to": None, "evidence": [at("Second")]},
            {"number": "36", "unit": "shells", "of": "shells fired", "according_to": None, "evidence": [at("Second")]},
        ],
        "when": [{"event": "a ship came on Monday", "time": "on Monday", "date": "2017-05-29", "evidence": [at("A")]}],
    }
    text = text_of(laid_out(facts))
    assert "every year to Vigo. ¶1" in text
    assert "• Wounding 238 ¶2" in text
    assert "• 36: shells fired ¶2" in text
    assert "on Monday (2017-05-29): a ship came on Monday" in text


def test_words_that_speak_of_a_person_are_not_put_into_that_persons_mouth():
    """A quotation that names its holder is somebody else's."""
    entry = position("Kim Jong-un", "the units should enter a wartime state", "Kim Jong-un issued an order")
    text = text_of(laid_out({"positions": [entry]}))
    assert "said: the units should enter a wartime state" in text
    assert "“" not in text


def test_what_was_read_a_second_time_goes_for_what_is_proven():
    """A page prints both alike; a dispute, which has the article's words, goes for all but what it casts doubt on."""
    facts = {
        "summary": [statement("The harbour was closed on Monday after a storm.")],
        "when": [{"event": "the harbour was closed", "time": "on Monday", "date": None, "evidence": [at("First")]}],
    }
    confirmed = [Standing("/summary/0", "confirmed")]
    assert laid_out(facts, standings=confirmed).repeats == {"/when/0": "/summary/0"}
    claim = {
        "claim": "the harbour was closed",
        "status": "contested",
        "made_by": [],
        "disputed_by": ["Ana Ruiz"],
        "evidence_for": [at("First")],
        "evidence_against": [at("Second")],
    }
    denied = {"disputed_claims": [claim], "summary": [statement("The harbour was closed.")]}
    assert laid_out(denied, standings=[Standing("/disputed_claims/0", "open")]).repeats == {
        "/summary/0": "/disputed_claims/0"
    }
    doubtful = [Standing("/disputed_claims/0", "doubtful", why="no")]
    assert laid_out(denied, standings=doubtful).repeats == {}


def test_a_name_stands_in_one_section():
    """With what is said of it; a bare one where it has more weight."""
    place = {"kind": "city", "country": None, "relation": "mentioned", "evidence": [at("First")]}
    topic = {"label": "Vigo", "media_topic": None, "evidence": [at("First")]}
    facts = {"location": [{**place, "name": "Vigo"}], "topics": [topic]}
    assert laid_out(facts).repeats == {"/topics/0": "/location/0"}
    facts = {"location": [{**place, "name": "Vigo", "relation": "scene"}], "participants": [person("Vigo")]}
    assert laid_out(facts).repeats == {"/participants/0": "/location/0"}
    facts = {"location": [{**place, "name": "Vigo", "relation": "scene"}], "participants": [person("Vigo", "a port")]}
    assert laid_out(facts).repeats == {}


@pytest.mark.parametrize(
    ("verb", "who", "statement_", "shown"),
    [
        ("think", "Ana Ruiz", "it is late", "thinks"),
        ("think", "Peres", "it is late", "thinks"),
        ("think", "fishermen and sailors", "it is late", "think"),
        ("fear", "harbour pilots", "it is late", "fear"),
        ("warn", "the police", "it is late", "warn"),
        ("hope", "Norwegians", "it is late", "hope"),
        ("am certain", "Ana Ruiz", "it is late", "is certain"),
        ("adding", "Ana Ruiz", "it is late", "added"),
        ("writing", "Ana Ruiz", "it is late", "wrote"),
        ("told", "Ana Ruiz", "it is late", "said"),
        ("tells", "Ana Ruiz", "it is late", "says"),
        ("told the council", "Ana Ruiz", "it is late", "told the council"),
        ("wants", "Ana Ruiz", "no longer wants to sail", ""),
        ("said", "Ana Ruiz", "Ben Lim said that he sails", "said"),
        ("has vowed", "Ana Ruiz", "to sail", "has vowed"),
    ],
)
def test_a_verb_agrees_with_the_name_above_it(verb, who, statement_, shown):
    """Whatever form it has in the article, where "I think" may stand within a quotation."""
    assert wording.as_told(verb, who, statement_) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Early reports", "early reports"),
        ("The harbour office", "the harbour office"),
        ("Sailors", "Sailors"),
        ("Officials", "officials"),
        ("Spanish officials", "Spanish officials"),
        ("Democrats", "Democrats"),
        ("Vigo police", "Vigo police"),
        ("Apple", "Apple"),
    ],
)
def test_who_says_so_is_no_beginning_of_a_sentence(source, shown):
    """Only words that are certainly no name lose their capital."""
    assert wording.beside_according_to(source) == shown


def words_of(quote):
    """Evidence with words of its own."""
    return {**at("First"), "quote": quote}


def test_what_the_article_says_in_one_has_no_colon():
    """A verb and its object, a number and what it counts; what the article has apart stays apart."""
    one = {
        **position("Ana Ruiz", "the owners of neglect"),
        "evidence": [words_of("Ruiz accused the owners of neglect")],
    }
    two = {**position("Ana Ruiz", "the harbour stays closed"), "evidence": [words_of("“… closed,” said Ruiz")]}
    text = text_of(laid_out({"positions": [{**one, "verb": "accused"}, two]}))
    assert "• accused the owners of neglect ¶1" in text
    assert "• said: the harbour stays closed ¶1" in text
    three = text_of(laid_out({"positions": [position("Ana Ruiz", "that: “It is late.”")]}))
    assert "• said: “It is late.” ¶1" in three

    def figure(number, unit, of, quote):
        entry = {"number": number, "unit": unit, "of": of, "according_to": None, "evidence": [words_of(quote)]}
        return text_of(laid_out({"figures": [entry]}))

    assert "• thousands of crates of fish ¶1" in figure(
        "thousands", None, "crates of fish", "Thousands of crates of fish"
    )
    assert "• two ferries ¶1" in figure("two", None, "ferries", "Only two ferries sailed")
    assert "• US$ 900 fine ¶1" in figure("900", "US$", "fine", "a US$ 900 fine")
    assert "• US$ 900: fine ¶1" in figure("900", "US$", "fine", "The fine was US$ 900")
    assert "• 900 US$: fine ¶1" in figure("900", "US$", "fine", "The fine was 900 US$")


@pytest.mark.parametrize(
    ("verb", "told", "quote", "shown"),
    [
        ("said", "it is late", "Ruiz said on Monday that it is late", "said that it is late"),
        ("told", "expected a storm", "Ruiz told reporters she expected a storm", "said she expected a storm"),
        ("said", "is no port", "Asked about Vigo, Ruiz said it is no port", "said it is no port"),
        ("vowed", "would stay", "Ruiz vowed in Vigo that she would stay", "vowed that she would stay"),
        ("said", "port is shut", "Ruiz said to the head of that port is shut", "said: port is shut"),
        ("said", "would stay", "Ruiz said no. She would stay", "said: would stay"),
        ("said", "would stay", "He would stay, Ruiz said", "said: would stay"),
    ],
)
def test_the_article_s_that_and_pronoun_lead_to_what_is_said(verb, told, quote, shown):
    """Where the verb comes before them in the same sentence; a statement may have left out its subject."""
    entry = {**position("Ana Ruiz", told), "verb": verb, "evidence": [words_of(quote)]}
    assert f"• {shown} ¶1" in text_of(laid_out({"positions": [entry]}))


def test_a_statement_begins_as_a_sentence_does():
    """With a capital where it stands alone, but not behind a verb, and no word that has a capital in it is changed."""
    facts = {"summary": [statement("the port is shut"), statement("iPads were lost"), statement("al-Noor sank")]}
    text = text_of(laid_out({**facts, "positions": [position("Ana Ruiz", "the crew is well")]}))
    for line in ("• The port is shut ¶1", "• iPads were lost ¶1", "• al-Noor sank ¶1", "• said: the crew is well ¶1"):
        assert line in text


def test_a_role_and_a_quotation_end_where_they_end():
    """No possessive that stood before the name, and no comma that stood before "she said"."""
    facts = {
        "participants": [person("Ben Lim", "Labour Party's")],
        "positions": [position("Ana Ruiz", "it is over", "It is over for us,")],
    }
    text = text_of(laid_out(facts))
    assert "• Ben Lim, Labour Party ¶1" in text
    assert "“It is over for us” ¶1" in text


def test_nothing_is_empty_while_something_is_left_out():
    """Blank lines between sections are for pages that have room for all."""
    facts = {
        "summary": [statement(f"Ship number {n} came to the harbour.") for n in range(60)],
        "background": [{**statement(f"Crate number {n} was lost. " * 9), "time": None} for n in range(9)],
    }
    page = lay_out(sheet(facts), NEWS, width=80)
    assert sum(part.more for part in page.page.parts) > 0
    assert all(page.lines)


def test_an_entry_that_came_back_does_not_stand_beside_what_repeats_it():
    """Whatever room the two find in the end."""
    long = "The mayor of Vigo said that ferry number {} was lost off the coast in the storm of last night. " * 3
    facts = {
        "summary": [
            statement(f"Fact {n} is told at some length here, for a line and a half of it.") for n in range(12)
        ],
        "background": [{**statement(long.format(n, n, n)), "time": None} for n in range(12)],
        "figures": [
            {
                "number": str(n),
                "unit": None,
                "of": f"ferry number {n} was lost",
                "according_to": None,
                "evidence": [at("First")],
            }
            for n in range(12)
        ],
    }
    for height in range(24, 60):
        brief = lay_out(sheet(facts), NEWS, width=80, height=height)
        for n in range(12):
            assert not {f"/background/{n}", f"/figures/{n}"} <= brief.shown


def test_entries_that_come_back_do_not_repeat_each_other():
    """Two that say less than one without room are held against each other again."""
    long = "The harbour was closed on May 7 by Ruiz. " + " ".join(f"Word{number} more." for number in range(900))
    short = ["The harbour was closed on May 7.", "The harbour was closed."]
    facts = {"summary": [statement(long)], "background": [{**statement(one), "time": None} for one in short]}
    assert laid_out(facts).repeats == {"/background/1": "/background/0"}


@pytest.mark.parametrize("name", ["", " ", "\u00a0", "-", "\u202e"])
def test_a_name_without_a_word_is_laid_out(name):
    """Whatever a model calls somebody, or calls somebody else besides."""
    known = person("Ana Ruiz") | {"aliases": [name]}
    assert "Ana Ruiz" in text_of(laid_out({"participants": [person(name), known, person("Bo Carr")]}))


def test_a_word_that_all_entries_have_is_no_reason_to_compare_them():
    """Of a hundred entries, an entry is compared with those that have a word which it may not lack."""
    kept = sayings.Kept()
    found = [*sayings_of(*(f"The harbour of Vigo was closed by order {number}." for number in range(100)))]
    for one in found:
        kept.add(one)
    other = next(sayings_of("The bridge of Vigo was repaired by order 7."))
    assert not [*kept.near(other), *kept.within(other)]
    assert all(found[7] in some for some in (kept.near(found[7]), kept.within(found[7])))


def sayings_of(*texts):
    page = compose(sheet({"summary": [statement(text) for text in texts]}), NEWS)
    return (sayings.Saying.of(item, sayings.words_of(item), {}) for part in page.parts for item in part.items)
