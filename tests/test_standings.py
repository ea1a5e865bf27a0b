"""Standings of a finished sheet: none is better than its findings and evidence allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reviewing import KIND, sheet

from factsheet.proving import prove, shown
from factsheet.proving.subject import Subject
from factsheet.records import Finding, Standing
from factsheet.standings import NAMES, counted, is_below, phrase, standings_of


def names(made):
    return [one.standing for one in standings_of(KIND, made).values()]


def test_a_file_may_not_claim_more_than_it_shows():
    """A finding and missing evidence count before the standing that is claimed; a note counts nothing."""
    made = sheet()
    claimed = tuple(replace(one, standing="proven") for one in made.standings)
    found = (
        Finding("c", "warning", "/summary/0/statement", "odd"),
        Finding("c", "note", "/participants/0", "worth knowing"),
        Finding("c", "error", "/participants/1", "wrong"),
    )
    assert names(replace(made, standings=claimed, findings=found)) == [
        "doubtful",
        "proven",
        "refuted",
        "proven",
        "refuted",
    ]


def test_without_standings_everything_is_open_at_best():
    """A sheet of an older version claims nothing, and an entry that has none is open."""
    assert names(replace(sheet(), standings=())) == ["open"] * 4 + ["refuted"]
    assert names(replace(sheet(), standings=(Standing("/summary/0", "proven"),)))[:2] == ["proven", "open"]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "0 proven word by word"),
        ({"open": 2}, "0 proven word by word · 2 open"),
        ({"proven": 1234, "confirmed": 6}, "1,234 proven word by word · 6 confirmed by a second reading"),
        ({"doubtful": 1, "refuted": 3}, "0 proven word by word · 1 doubtful · 3 refuted"),
    ],
)
def test_counts_are_read_as_they_are(counts, words):
    """What there is none of is left out, but for the proven."""
    assert phrase({name: counts.get(name, 0) for name in NAMES}) == words


def test_without_standings_only_what_speaks_against_is_counted():
    """What an older sheet says nothing of is not counted as anything."""
    counts = counted(["open", "open", "refuted"])
    assert phrase(counts, proven_here=False) == "not proven by this version: factsheet check · 1 refuted"


def test_the_order_of_standings():
    """The best first; none is below itself."""
    assert [is_below(one, "open") for one in NAMES] == [False, False, False, True, True]


def test_every_proof_can_be_shown():
    """Each pair leads from words of the entry to words of the article that have them."""
    made = sheet()
    subject = Subject(KIND, made.article, made.facts)
    text = made.article.text
    pairs = {
        (part.text[slice(*mine)], text[slice(*theirs)])
        for entry in subject.entries
        for part in shown(subject, entry)
        for mine, theirs in part.proof.pairs
    }
    assert ("Mayor", "Mayor") in pairs
    assert ("cost", "cost") in pairs
    assert all(mine.lower() == theirs.lower() for mine, theirs in pairs)


def test_a_list_says_which_of_its_texts_is_not_shown():
    """The path of the field has its number."""
    made = sheet()
    made.facts["participants"][0]["aliases"] = ["Petrova", "Nobody Else"]
    subject = Subject(KIND, made.article, made.facts)
    standing = next(one for one in prove(KIND, subject) if one.pointer == "/participants/0")
    printed = "{aliases}" in KIND.section("participants").brief["line"]
    assert (standing.field, standing.standing) == (("aliases/1", "open") if printed else ("", "proven"))


def test_an_empty_title_is_no_entry():
    """A headline that the text does not have leaves the title empty: nothing is claimed, so nothing is refuted."""
    facts = {**sheet().facts, "title": {"statement": "", "evidence": []}}
    assert [entry.pointer for entry in KIND.entries(facts) if entry.pointer == "/title"] == []
