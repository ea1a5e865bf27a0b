"""JSON Pointers into facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.pointers import entry_at, pointer

ENTRIES = ("/title", "/figures/1", "/figures/10", "/a~1b/0")


@pytest.mark.parametrize(
    ("place", "entry"),
    [
        ("/figures/1", "/figures/1"),
        ("/figures/10", "/figures/10"),
        ("/figures/10/unit", "/figures/10"),
        ("/figures/1/evidence/10", "/figures/1"),
        ("/figures/100", None),
        ("/figures", None),
        ("/title/evidence/0", "/title"),
        ("/titles", None),
        ("/a~1b/0/x", "/a~1b/0"),
        ("", None),
    ],
)
def test_a_pointer_is_in_one_entry_or_none(place, entry):
    """Steps are compared whole: what is said of /figures/1 is not said of /figures/10."""
    assert entry_at(place, ENTRIES) == entry


@given(st.lists(st.text() | st.integers(0, 20), min_size=1, max_size=2), st.lists(st.text(), max_size=2))
def test_what_is_below_an_entry_is_in_it(steps, below):
    """Whatever the keys are called, slashes and tildes among them."""
    entry = pointer(steps)
    inside = pointer([*steps, *below][:3] if len(steps) == 1 else [*steps, *below])
    assert entry_at(inside, {entry}) == entry
