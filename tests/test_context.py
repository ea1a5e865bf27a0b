"""Verbatim words that mean something else by themselves are not proven."""

from __future__ import annotations

import pytest

from factsheet.checking import check
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.proving import prove
from factsheet.proving.dates import meant
from factsheet.proving.subject import Subject
from factsheet.readers.text import article_from_text

KIND = load_kind()
SERVED = "The ferry line, which is 12 years old, served 40 percent of the islanders of Norland last year."


def proven(sentence, section, **entry):
    article = article_from_text(f"News from the coast\n\nMonday, March 5, 2007\n\n{sentence}\n", name="case")
    facts = KIND.empty() | {section: [{"evidence": [sentence], **entry}]}
    (standing,) = prove(KIND, Subject(KIND, article, ground(KIND, facts, article.text)), ())
    return standing.standing == "proven"


@pytest.mark.parametrize(
    ("sentence", "event", "time", "right"),
    [
        ("Harbour police said the ferry ran aground on Friday.", "the ferry ran aground", "on Friday", False),
        ("The ferry ran aground on Friday.", "the ferry ran aground", "on Friday", True),
        ("Harbour police said so on Friday.", "Harbour police said so", "on Friday", True),
        ("It opened three weeks after the mayor took office.", "the mayor took office", "three weeks after", False),
        ("Polls shut in this district on Friday.", "Polls shut in this district", "on Friday", False),
        ("He resigned on Friday.", "He resigned", "on Friday", False),
        ("Ida Lund said that she resigned on Friday.", "she resigned", "on Friday", False),
    ],
)
def test_an_event_by_itself(sentence, event, time, right):
    """Not where the sentence says whose words it is, nor where it points or counts from what is left out."""
    assert proven(sentence, "when", event=event, time=time, date=None) == right


@pytest.mark.parametrize(
    ("sentence", "statement", "right"),
    [
        ("The last ballot there was cast at noon.", "The last ballot there was cast at noon.", False),
        ("There were two ballots left at noon.", "There were two ballots left at noon.", True),
        ("These rooms are to be let in May.", "These rooms are to be let in May.", False),
        ("The rooms are to be let this week.", "The rooms are to be let this week.", True),
        ('The rooms are "too large to let".', 'The rooms are "too large', False),
        ('The rooms are "too large to let".', 'The rooms are "too large to let".', True),
    ],
)
def test_a_statement_that_points(sentence, statement, right):
    """What "there" and "these" point at stands elsewhere."""
    assert proven(sentence, "summary", statement=statement, according_to=None) == right


@pytest.mark.parametrize(
    ("sentence", "statement", "right"),
    [
        ("Ida Lund said it is not a priority.", "is not a priority", False),
        ("Ida Lund said the mill is not a priority.", "is not a priority", False),
        ("Ida Lund said she is not a candidate.", "is not a candidate", True),
    ],
)
def test_a_position_without_its_subject(sentence, statement, right):
    """A position that begins with its verb is about its holder."""
    entry = {"holder": "Ida Lund", "verb": "said", "statement": statement, "quotation": None}
    assert proven(sentence, "positions", **entry) == right


@pytest.mark.parametrize(
    ("label", "right"), [("islanders", False), ("the islanders of Norland", True), ("islanders served last year", True)]
)
def test_a_share_of_what(label, right):
    """A percentage is told with what it is a share of."""
    figure = {"number": "40", "unit": "percent", "of": label, "according_to": None}
    assert proven(SERVED, "figures", **figure) == right


def test_a_role_with_a_pronoun():
    """A pronoun is nobody's on a list."""
    sentence = "The line has lost riders to Norbus, its main rival."
    named = {"name": "Norbus", "kind": "organisation", "aliases": []}
    assert not proven(sentence, "participants", role="its main rival", **named)
    assert proven(sentence, "participants", role="main rival", **named)


@pytest.mark.parametrize(
    ("sentence", "quotation", "right"),
    [
        ("Ida Lund said that the harbour guards, “let him in without asking”.", "let him in without asking", False),
        ("Ida Lund said the guards were “not to blame”.", "not to blame", True),
        ("Ida Lund said: “The guards are not to blame.”", "The guards are not to blame.", True),
    ],
)
def test_a_quotation_that_goes_on(sentence, quotation, right):
    """From words before it that it is nothing without."""
    entry = {"holder": "Ida Lund", "verb": "said", "statement": quotation, "quotation": quotation}
    assert proven(sentence, "positions", **entry) == right


def test_a_day_that_has_just_been_is_not_put_off_by_a_year():
    """A show that "is to run from" two days ago is running."""
    sentence = "The show is to run from January 23 through March 9."
    assert meant("January 23", sentence, "2014-01-25") is None
    assert str(meant("January 23", sentence, "2014-01-20")) == "2014-01-23"


def test_a_quotation_ends_with_an_abbreviation():
    """Its last stop is the article's."""
    sentence = "“The air is cleaner in the U.S. and elsewhere,” Ida Lund said."
    article = article_from_text(f"News from the coast\n\n{sentence}\n", name="case")
    entry = {"statement": "“The air is cleaner in the U.S.”, Ida Lund said.", "according_to": None}
    facts = ground(KIND, KIND.empty() | {"summary": [entry | {"evidence": [sentence]}]}, article.text)
    assert "misquoted" not in {one.code for one in check(KIND, article, facts)}
