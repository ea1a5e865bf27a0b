"""Disjoint sets: things joined by pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factsheet.disjoint import Disjoint, Places


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6))
def test_sets_are_what_can_be_reached(joins):
    """The sets are those of the graph whose edges are the joins, each with its smallest first."""
    sets = Disjoint(range(10))
    near = {one: {one} for one in range(10)}
    for together in joins:
        sets.join(together)
        everything = set().union(*(near[one] for one in together))
        for one in everything:
            near[one] = everything
    assert [tuple(group) for group in sets.sets()] == sorted({tuple(sorted(group)) for group in near.values()})
    assert all(sets.together(one, other) == (other in near[one]) for one in range(10) for other in range(10))


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6))
def test_sets_of_numbers_are_the_same_sets(joins):
    """What takes eight bytes a number gives what the other gives."""
    sets, places = Disjoint(range(10)), Places(10)
    for together in joins:
        sets.join(together)
        places.join(together)
    assert [places.root(one) for one in range(10)] == [sets.root(one) for one in range(10)]
