"""A text read once: words, sentences, names and quantities by offset."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.language.numbers import agree, quantities
from factsheet.language.text import read
from factsheet.records import Paragraph


def test_everything_stands_where_it_says():
    """Names, numbers and sentences are found by the offsets of the text as it stands."""
    text = read("In “Kyiv” Olena Vovk said on 3 May that 1,709 people hadn't left. She left.")
    assert [text.slice(name.first, name.last) for name in text.names] == ["Kyiv", "Olena Vovk"]
    assert [text.string[one.start : one.end] for one in text.quantities] == ["3 May", "1,709"]
    assert [text.string[slice(*one.span)] for one in text.sentences][1:] == ["She left."]
    assert [text.slice(at, at + 1) for at, key in enumerate(text.keys) if key == "not"] == ["n't"]
    assert [text.string[slice(*span)] for span in text.find(["olena", "vovk"])] == ["Olena Vovk"]


def test_no_sentence_goes_over_the_end_of_a_paragraph():
    """A headline has no full stop."""
    text = "Bridge closed\nIt was closed on Monday."
    paragraphs = [Paragraph(0, 13, "headline"), Paragraph(14, len(text), "body")]
    assert [one.span for one in read(text, paragraphs).sentences] == [(0, 13), (14, len(text))]


@given(st.text(alphabet="aB1 .,'’“”-\n§é%½", max_size=80))
@settings(max_examples=200, deadline=None)
def test_words_and_sentences_are_in_order_and_within_the_text(string):
    """Whatever the text, what is found in it lies in it, one after the other."""
    text = read(string)
    spans = list(zip(text.starts, text.ends, strict=True))
    assert all(0 <= start < end <= len(string) for start, end in spans)
    assert text.starts == sorted(text.starts)
    assert text.sentences_of([(0, len(string))]) == text.sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [("28 July 2014", date(2014, 7, 28)), ("July 28, 2014", date(2014, 7, 28)), ("2014-07-28", date(2014, 7, 28)),
     ("the 3rd of May 2020", date(2020, 5, 3))],
)  # fmt: skip
def test_a_date_is_read_in_whatever_order(text, said):
    """Day first, month first, or in digits."""
    assert [one.date for one in quantities(text)] == [(said.year, said.month, said.day)]


@pytest.mark.parametrize("text", ["$5:30", "$2014-07-28", "half a", "a", "$", "% %", "and a half", "5 and a", "1,"])
def test_odd_numbers_raise_nothing(text):
    """Signs of money before a time or a date, and numbers that break off."""
    assert all(text[one.start : one.end] for one in quantities(text))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a third of", "33 per cent", True), ("33%", "33.3 percent", True), ("33%", "40%", False), ("$33", "€33", False),
     ("dozens", "12", False), ("5 May", "5 May 2020", True), ("5 May 2019", "5 May 2020", False), ("33", "33%", True)],
)  # fmt: skip
def test_numbers_agree_where_they_say_the_same(one, other, same):
    """Fractions are as near as percentages are rounded; units count where both have one."""
    assert agree(quantities(one)[0], quantities(other)[0]) is same
