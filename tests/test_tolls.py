"""How many people a sentence counts as dead, injured, missing, aboard, arrested or rescued."""

import pytest

from factsheet.language.tolls import contradict, tolls

COUNTED = [
    ("A bus fell into a gorge near Ostra, killing 17 people and injuring nine.", ["dead 17", "injured nine"]),
    ("At least 40 people were killed and more than 200 are missing.", ["dead At least 40", "missing more than 200"]),
    ("The plane was carrying 88 passengers and crew.", ["aboard 88"]),
    ("The train had 340 passengers when it left the rails.", ["aboard 340"]),
    ("Some 280 people were on board.", ["aboard Some 280"]),
    ("The death toll from the quake has risen to at least 61.", ["dead at least 61"]),
    ("Quake in Ostra kills dozens", ["dead dozens"]),
    ("Police said 14 people had been arrested and six detained.", ["arrested 14", "arrested six"]),
    ("The flood claimed 12 lives.", ["dead 12"]),
    ("The company claimed 12 patents.", []),
    ("Three of the dead were children.", []),
    ("At least 5 of 12 people died in the fire.", []),
    ("Two doctors were among the injured.", []),
    ("The boat carried 40 people too many.", []),
    ("A fire in the same street killed six people in 2011.", []),
    ("Up to 30 people could have died.", []),
    ("He was killed two days ago.", []),
    ("She was 34 and died at home.", []),
    ("The firm had 300 workers.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "counted"), COUNTED)
def test_a_number_counts_what_stands_beside_it(sentence, counted):
    """By the word behind it or the verb before it; not shares, ages, other years and what may be."""
    assert [f"{toll.what} {toll.words}" for toll in tolls(sentence)] == counted


def test_who_is_counted_is_part_of_a_toll():
    """Police officers are counted apart from people."""
    assert [toll.who for toll in tolls("The blast killed 12 people and wounded four policemen.")] == ["", "policemen"]
    assert [toll.who for toll in tolls("About 40 dead fish were found; two people are dead.")] == ["fish", ""]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("12 people died", "15 people died", True),
        ("12 people died", "twelve people died", False),
        ("at least 12 people died", "15 people died", False),
        ("at least 15 people died", "12 people died", True),
        ("up to 15 people died", "12 people died", False),
        ("some 280 people were aboard", "285 people were aboard", False),
        ("some 280 people were aboard", "340 people were aboard", True),
        ("dozens of people died", "15 people died", False),
    ],
)
def test_bounds_say_which_numbers_contradict_each_other(one, other, differ):
    """What is at least so many may be more, and what is about so many is near."""
    (first,), (second,) = tolls(one) or [None], tolls(other) or [None]
    assert bool(first and second and contradict(first, second)) == differ
    assert bool(first and second and contradict(second, first)) == differ
