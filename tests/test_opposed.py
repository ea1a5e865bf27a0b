"""What two articles about one event say that cannot both be so, in other words; and right twins of each."""

import json
from pathlib import Path

import pytest
from batching import article

from factsheet.batch.digest import events, opposed, said_in

CASES = Path(__file__).parent / "cases" / "opposed.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_two_sentences_contradict_each_other_or_do_not(row):
    """In either order; `minutes` says how much later the second article is."""
    one, other = said_in(article(row["one"])), said_in(article(row["other"]))
    minutes = row.get("minutes")
    expected = [row["differ"]] if row["differ"] else []
    assert [why for _, _, why in opposed(one, other, minutes)] == expected
    back = None if minutes is None else -minutes
    assert [why for _, _, why in opposed(other, one, back)] == expected


def test_what_both_articles_have_is_no_difference_between_them():
    """A dispute that both tell of is in each brief."""
    both = "The lift was within its capacity, the owner said."
    one = said_in(article(both, "Firefighters said the lift was overloaded."))
    assert opposed(one, said_in(article(both)), 0) == []


def test_stories_that_share_rare_names_and_words_are_of_one_event():
    """One name alone is not enough, nor is any number of words."""

    def outline(*statements):
        return {"summary": [{"statement": statement} for statement in statements]}

    crash = outline("A night train left the rails near Dorn on Monday.", "Rescuers pulled passengers from a carriage.")
    again = outline("Carriages of a night train fell off the rails near Dorn.", "The rescuers counted the passengers.")
    fair = outline("The mayor opened a fair in Dorn.")
    found = events.pairs([(1, crash), (2, again), (3, fair)])
    assert {(one, other) for one, other, _ in found} == {(1, 2), (1, 3), (2, 3)}
    assert events.are_one(crash, again, 1)
    assert not events.are_one(crash, fair, 1)
    assert events.are_one(crash, fair, 2)
    assert events.are_far_apart(events.minutes_between("2026-11-20T09:00:00Z", "2026-11-24T09:00:00Z"))
    assert not events.are_far_apart(events.minutes_between("2026-11-20T09:00:00Z", ""))
    assert events.minutes_between("2026-11-20T09:00:00Z", "2026-11-20") is None, "a day has no time"
    assert events.are_far_apart(events.minutes_between("2026-11-20T09:00:00Z", "2026-11-24"))
