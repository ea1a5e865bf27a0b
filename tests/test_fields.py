"""Fields: wrong ones differ from the entry's own evidence and are found; right ones are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import with_entry

from factsheet.checking import check
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.language.countries import countries
from factsheet.language.numbers import quantities
from factsheet.language.rounding import rounds
from factsheet.proving import prove
from factsheet.proving.dates import meant, undated
from factsheet.proving.names import is_acronym, is_slip
from factsheet.proving.subject import Subject
from factsheet.readers.text import article_from_text

TESTS = Path(__file__).parent
CASES = [
    json.loads(line) for line in (TESTS / "cases" / "proof" / "fields.jsonl").read_text(encoding="utf-8").splitlines()
]


OWNERS = [json.loads(line) for line in (TESTS / "cases" / "fields.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", OWNERS, ids=lambda row: f"{row['article']} {list(row['entry'].values())[2]}")
def test_a_role_is_its_holders_and_a_label_its_numbers(row):
    """Roles of others, lost, denied or to come, and labels of another number, are not proven; right ones are."""
    kind, article = (
        load_kind("news"),
        article_from_text(f"News\n\nMonday, March 5, 2007\n\n{row['article']}\n", name="case"),
    )
    entry = row["entry"] | {"evidence": [row["article"]]}
    person = {"kind": "person", "role": None, "aliases": []}
    who = [person | {"name": name, "evidence": [name]} for name in row.get("who", ())]
    facts = kind.empty() | {"participants": who, row["section"]: [entry]}
    grounded = ground(kind, facts, article.text)
    found = prove(kind, Subject(kind, article, grounded), check(kind, article, grounded))
    standing = next(one.standing for one in found if one.pointer == f"/{row['section']}/0")
    assert (standing == "proven") == row["proven"], standing


def _checked(row):
    """The findings against the entry of a case, notes apart, and its standing."""
    kind = load_kind("news" if row["sheet_kind"] == "news" else str(TESTS / "cases" / "proof" / row["sheet_kind"]))
    article = article_from_text(row["article"], name="case")
    facts, pointer = with_entry(kind.empty() | row["beside"], row["entry"])
    grounded = ground(kind, facts, article.text)
    found = check(kind, article, grounded)
    against = [one for one in found if one.level != "note" and f"{one.pointer}/".startswith(f"{pointer}/")]
    standings = prove(kind, Subject(kind, article, grounded), found)
    return against, next(one.standing for one in standings if one.pointer == pointer)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["id"])
def test_wrong_fields_are_found_and_right_ones_left_alone(row):
    """A wrong entry has an error or a warning and is never proven; a right one has neither."""
    against, standing = _checked(row)
    assert bool(against) == (row["expect"] == "wrong"), [one.message for one in against]
    assert row["expect"] == "right" or standing != "proven"


@pytest.mark.parametrize(
    ("time", "sentence", "published", "date"),
    [
        ("on Saturday", "The regatta began on Saturday under grey skies.", "2007-03-05", "2007-03-03"),
        ("on Friday", "The minister said on Friday that the bridge will close.", "2015-05-11", "2015-05-08"),
        ("on Friday", "The bridge will close on Friday, the minister said.", "2015-05-11", "2015-05-15"),
        ("on Saturday", "She is expected in court on Saturday.", "2015-01-05", "2015-01-10"),
        ("In June", "In June, Brandl was made to step down.", "2007-03-05", "2006-06"),
        ("from October 12", "The ballot runs from October 12 to November 2.", "2015-05-07", "2015-10-12"),
        ("on Monday", "The council votes on Monday.", "2015-05-07", "2015-05-11"),
        ("on Monday", "Council votes on Monday", "2015-05-07", None),
        ("three days later", "It rained three days later.", "2015-01-05", None),
    ],
)
def test_what_words_for_a_time_mean(time, sentence, published, date):
    """A day is counted by the tense of its own verb; where two days could be meant there is none."""
    found = meant(time, sentence, published)
    assert (str(found) if found else None) == date


def test_a_date_that_no_words_settle_is_left_out():
    """It was guessed; a date that the words give in full stays also where the article has no date of its own."""
    text = "Storms\n\nThe mill burned down the day before. The dam broke on May 3, 1990.\n"
    kind, article = load_kind("news"), article_from_text(text, name="case")
    when = [
        {
            "event": "The mill burned down",
            "time": "the day before",
            "date": "2015-06-09",
            "evidence": ["The mill burned down the day before."],
        },
        {
            "event": "The dam broke",
            "time": "on May 3, 1990",
            "date": "1990-05-03",
            "evidence": ["The dam broke on May 3, 1990."],
        },
    ]
    facts, notes = undated(kind, article, ground(kind, kind.empty() | {"when": when}, article.text))
    assert [one["date"] for one in facts["when"]] == [None, "1990-05-03"]
    assert [(one.code, one.level, one.pointer) for one in notes] == [("date-dropped", "note", "/when/0/date")]


@pytest.mark.parametrize(
    ("said", "there", "right"),
    [
        ("just over £1 million", "£1,043,118", True),
        ("just under £1 million", "£1,043,118", False),
        ("almost £390bn", "£386billion", True),
        ("about 2,400 sheep", "2,386 sheep", True),
        ("£2.4 million", "£2,386,210", False),
        ("hundreds of thousands", "300,000", True),
        ("tens of thousands", "300,000", False),
    ],
)
def test_a_rounded_number_is_right_to_the_side_it_names(said, there, right):
    """And only where it says that it is rounded."""
    assert rounds(quantities(said)[0], quantities(there)[0]) is right


def test_initials_slips_and_peoples():
    """Initials may leave small words out, a slip changes two letters round, a people is of its country."""
    assert is_acronym("UNHCR", "United Nations High Commissioner for Refugees")
    assert is_acronym("DOJ", "Department of Justice")
    assert not is_acronym("DOD", "Department of Justice")
    assert is_slip("United Nations", "Untied Nations")
    assert not is_slip("Robert Harlow", "James Harlow")
    assert countries(["laotian"]) == countries(["laos"]) != countries(["thai"])
