"""Token counts, and bounds that need no tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.models import tokens
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


@pytest.fixture(scope="module")
def encodings():
    """That of Latin script, and the whole."""
    return tokens._load(whole=False), tokens._load(whole=True)


@given(st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("“”‘’–—…€™😀\u0301\ufeff"), max_size=200))
def test_latin_script_has_the_same_tokens_by_its_part_of_the_vocabulary(encodings, text):
    """Tokens of other scripts, a third of all, cannot come up in it."""
    part, whole = encodings
    assert part.encode_ordinary(text) == whole.encode_ordinary(text)


def test_other_scripts_have_the_whole_vocabulary():
    """A word of Russian is one token, a syllable of Korean too; a text that came before has as many as before."""
    before = count("The “council” of Zürich")
    assert (count("Новости"), count("한")) == (1, 1)
    assert count("The “council” of Zürich") == before


def test_what_looks_like_a_special_token_is_text():
    """An article about language models is no reason to fail."""
    assert count("<|endoftext|>") > 1
