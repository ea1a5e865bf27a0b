"""The prover: what it proves, and what it must never prove."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from factsheet.aligning.tokens import tokens
from factsheet.checking import check_subject
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.proving import prove
from factsheet.proving.pronouns import stands_for_nothing
from factsheet.proving.subject import Subject
from factsheet.readers.text import article_from_text

KIND = load_kind()
CASES = (ROOT / "tests" / "cases" / "proving.jsonl").read_text(encoding="utf-8")
ROWS = [json.loads(line) for line in CASES.splitlines()]


def standing_of(sentence, statement, said_by=None, section="summary", **fields):
    article = article_from_text(f"Some news\n\nMonday, March 5, 2007\n\n{sentence}\n", name="case")
    entry = {"statement": statement, "according_to": said_by, "evidence": [sentence], **fields}
    facts = ground(KIND, KIND.empty() | {section: [entry]}, article.text)
    subject = Subject(KIND, article, facts)
    found = {one.pointer: one for one in prove(KIND, subject, check_subject(subject))}
    return found[f"/{section}/0"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['statement']} {row.get('said_by', '')}")
def test_a_statement_is_proven_only_if_it_follows(row):
    """Each statement is made of words of its sentence; most say something else all the same."""
    found = standing_of(row["sentence"], row["statement"], row.get("said_by"))
    assert (found.standing == "proven") is row["follows"], found.why


def test_the_words_that_nothing_accounts_for_are_named():
    """Their spans are in the text of the field."""
    found = standing_of("Police stopped a lorry on Friday.", "Police stopped a stolen lorry on Friday.")
    text = "Police stopped a stolen lorry on Friday."
    assert [text[start:end] for start, end in found.unaccounted] == ["stolen"]
    assert found.field == "statement"


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("It is hard to cut a tax that nobody pays.", True),
        ("It was clear that the bridge would close.", True),
        ("It is time to go.", True),
        ("It's hard to avoid.", False),  # "it" is what is avoided
        ("It was not easy to find.", False),
    ],
)
def test_an_it_that_is_the_object_of_the_verb_stands_for_something(sentence, stands):
    """After "hard to", a verb without an object of its own has it in "it"."""
    assert stands_for_nothing(tokens(sentence), 0) is stands
