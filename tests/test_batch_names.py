"""Names across stories: certain matches are counted as one place, person or organisation, nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.batch.digest import names


def listed(*found):
    """Names, each in a story of its own."""
    return [(name, story) for story, name in enumerate(found, 1)]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (["U.S.", "US", "US", "United States", "USA", "the United States", "Vereinigte Staaten"], {"US": 7}),
        (["UK", "Britain", "Britain", "Großbritannien"], {"Britain": 4}),
        (["Deutschland", "Germany", "Allemagne", "Alemania"], {"Deutschland": 4}),
        (["Russia", "Soviet Union"], {"Russia": 1, "Soviet Union": 1}),
        (["Paris", "paris", "Niger", "Nigeria"], {"Paris": 2, "Niger": 1, "Nigeria": 1}),
        (["South Korea", "North Korea", "Südkorea"], {"South Korea": 2, "North Korea": 1}),
    ],
)
def test_a_country_goes_by_any_of_its_names(found, told):
    """The most common form names the place; what only looks alike stays apart."""
    assert {name: len(stories) for name, stories in names.places(listed(*found)).items()} == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (["Donald Trump", "Trump", "Trump", "Donald J. Trump", "President Donald Trump"], {"Trump": 5}),
        (["Donald Trump", "Melania Trump", "Trump"], {"Donald Trump": 1, "Melania Trump": 1, "Trump": 1}),
        (["Bashar al-Assad", "Assad", "al-Assad"], {"Bashar al-Assad": 3}),
        (["Trump", "trump"], {"Trump": 2}),
        (["Ann Leigh", "Ann Leigh", "Bo Leigh"], {"Ann Leigh": 2, "Bo Leigh": 1}),
        (["Ann", "Ann Leigh"], {"Ann": 1, "Ann Leigh": 1}),
        (["", "."], {"": 2}),
    ],
)
def test_a_surname_is_the_one_person_who_has_it(found, told):
    """With titles and initials or without; where two people have the surname, it stays alone."""
    assert {name: len(stories) for name, stories in names.people(listed(*found)).items()} == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (["UN", "United Nations", "U.N.", "United Nations"], {"United Nations": 4}),
        (["ECB", "European Central Bank", "Exe Coast Bus"], {"ECB": 1, "European Central Bank": 1, "Exe Coast Bus": 1}),
        (["BND", "Bank of the North of Denmark"], {"BND": 2}),
        (["The Guardian", "Guardian"], {"The Guardian": 2}),
    ],
)
def test_capitals_are_the_one_organisation_that_they_begin(found, told):
    """Initials without small words; with two such organisations, the capitals stay alone."""
    assert {name: len(stories) for name, stories in names.organisations(listed(*found)).items()} == told


def test_a_story_counts_once():
    """Two forms of one name in a story are one story."""
    assert names.places([("U.S.", 1), ("United States", 1), ("U.S.", 2)]) == {"U.S.": [1, 2]}


PARTS = (
    "Ann",
    "Bo",
    "Carr",
    "Lee",
    "al-Lee",
    "President",
    "UN",
    "U.N.",
    "United",
    "Nations",
    "the",
    "US",
    "of",
    ".",
    "",
)
mentioned = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(("person", "organisation", "place")),
            st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join),
        ),
        max_size=4,
        unique=True,
    ),
    max_size=6,
)


@given(mentioned)
def test_what_recurs_is_found_though_what_does_not_is_left_out(stories):
    """Of a large day only names that may be those of several stories are kept: the same ones recur."""
    recurring = names.Recurring()
    for found in stories:
        recurring.note(found)

    def recurs(is_kept):
        found = {what: names.Mentions() for what in ("person", "organisation", "place")}
        for story, mentions in enumerate(stories):
            for what, name in mentions:
                if is_kept(what, name):
                    found[what].add(name, story)
        joined = names.people(found["person"])
        for name, those in names.organisations(found["organisation"]).items():
            joined[name] = sorted({*joined.get(name, ()), *those})
        both = *joined.items(), *names.places(found["place"]).items()
        return [(name, those) for name, those in both if len(those) > 1]

    assert recurs(recurring.has) == recurs(lambda *_: True)
