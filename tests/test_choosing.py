"""What a page says once, and what goes without saying."""

from __future__ import annotations

import pytest
from test_layout import NEWS, at, sheet, statement, text_of

from factsheet.briefs import wording
from factsheet.briefs.layout import lay_out
from factsheet.records import Standing


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
    assert (brief.repeats == {"/background/0": "/summary/0"}) is is_repeated
    assert ("Background" in text_of(brief).replace("+1 more in the sheet: Background 1", "")) is not is_repeated


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
    dispute = {
        "claim": "The mayor sold the harbour.",
        "made_by": ["Dock workers"],
        "disputed_by": ["Ana Ruiz"],
        "status": "denied",
        "evidence_for": [at("First paragraph")],
        "evidence_against": [at("First paragraph")],
    }
    facts = {"disputed_claims": [dispute], "positions": [position("Ana Ruiz", "First paragraph.")]}
    brief = laid_out(facts)
    assert brief.repeats == {"/positions/0": "/disputed_claims/0"}
    assert "“First paragraph" not in text_of(brief)


def test_who_speaks_has_the_role_there_and_is_not_listed_again():
    """Only a proven role; without one the entry under Who stays."""
    facts = {
        "participants": [person("Ana Ruiz", "mayor of Vigo"), person("Dock workers")],
        "positions": [position("Ana Ruiz", "the harbour stays closed")],
    }
    text = text_of(laid_out(facts))
    assert "Ana Ruiz, mayor of Vigo\n" in text
    assert text.count("mayor of Vigo") == 1
    assert "Dock workers" in text
    open_role = text_of(laid_out(facts, standings=[Standing("/participants/0", "open")]))
    assert "Ana Ruiz, mayor of Vigo ~" in open_role
    assert "Ana Ruiz\n" in open_role


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
        ("Ruiz was told that Macron resigned", "Emmanuel Macron", False),
        ("Ana Ruiz opened the harbour", "Ana Ruiz", False),
        ("", "Ana Ruiz", False),
        ("So it is said", "", False),
    ],
)
def test_who_says_so_goes_without_saying_only_where_the_statement_begins_with_it(statement_, who, tells):
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
    assert "• wounding 238 ¶2" in text
    assert "• 36: shells fired ¶2" in text
    assert "on Monday (2017-05-29): a ship came on Monday" in text


def test_words_that_speak_of_a_person_are_not_put_into_that_persons_mouth():
    """A quotation that names its holder is somebody else's."""
    entry = position("Kim Jong-un", "the units should enter a wartime state", "Kim Jong-un issued an order")
    text = text_of(laid_out({"positions": [entry]}))
    assert "said: the units should enter a wartime state" in text
    assert "“" not in text
