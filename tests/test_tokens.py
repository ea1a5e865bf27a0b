"""Counting tokens, and bounds that need no tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.models.tokens import at_most, count, roughly_at_most


@given(st.text(max_size=200))
def test_bytes_bound_the_tokens_of_any_text(text):
    """What a limit of cost is kept by."""
    assert count(text) <= at_most(text)


@pytest.mark.parametrize("name", ["versailles", "wikinews-soccer", "wikinews-fr-44269", "long-mueller-summary"])
def test_the_rough_bound_has_room_to_spare_for_prose(fixtures, name):
    """A quarter at least, and it is closer than the bytes."""
    text = (fixtures / "articles" / f"{name}.txt").read_text()
    assert 1.25 * count(text) < roughly_at_most(text) < at_most(text)


@pytest.mark.parametrize("text", ["| 12.5 | 13.7 | 88.1 |\n" * 30, "የፈረንሳይ ፕሬዝዳንት ሰኞ ዕለት በቬርሳይ ቤተ መንግሥት።"])
def test_the_rough_bound_holds_where_text_is_not_latin_prose(text):
    """Tables and scripts of many tokens a word are counted by their bytes."""
    assert count(text) <= roughly_at_most(text)


def test_what_looks_like_a_special_token_is_text():
    """An article about language models is no reason to fail."""
    assert count("<|endoftext|>") > 1
