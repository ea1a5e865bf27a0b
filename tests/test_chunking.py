"""Chunks tile the body, keep the budget by the real tokenizer, and have the text before them as context."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.chunking import chunk_article, split_chunk
from factsheet.models import tokens
from factsheet.readers.text import article_from_text
from factsheet.records import Article, Paragraph


def _article(*paragraphs, zones=None):
    """An article of these paragraphs, body unless a zone is named."""
    text, marked = "", []
    for index, paragraph in enumerate(paragraphs):
        start = len(text)
        text += paragraph + "\n\n"
        zone = (zones or {}).get(index, "body")
        marked.append(Paragraph(start, start + len(paragraph), zone, index + 1))
    return Article(text, tuple(marked))


def _joined(chunks):
    """The spans of all chunks, pieces of one paragraph joined again."""
    spans = []
    for start, end in (span for chunk in chunks for span in chunk.spans):
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _shown(chunk):
    return f"[{chunk.heading}]\n\n{chunk.text()}" if chunk.heading else chunk.text()


class _Counter:
    """Counts with the real tokenizer, and how many characters it was given."""

    def __init__(self):
        self.characters = 0

    def __call__(self, text):
        self.characters += len(text)
        return tokens.count(text)


_PARAGRAPH = st.text(min_size=1, max_size=400).filter(str.strip)
_WORDS = ("The minister", "said on Monday", "that U.S. talks failed.", "No. 5", "«Mais non.»", "総理は述べた。", "")
_PROSE = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=60).map(" ".join).filter(str.strip)
_LINES = st.sampled_from(("/a/b", "…!!!???!!!???", "________ ____", "A", "e\u0301" * 40, "\U0001f1eb\U0001f1f7" * 9))


@given(
    st.lists(st.one_of(_PARAGRAPH, _PROSE, _LINES), min_size=1, max_size=12),
    st.sets(st.integers(0, 11)),
    st.integers(24, 300),
    st.integers(0, 40),
)
@settings(max_examples=150, deadline=None)
def test_spans_tile_the_body_within_the_budget(paragraphs, heads, budget, context):
    """Whatever the text, every character of the body is in one chunk, and no chunk is over its budget."""
    article = _article(*paragraphs, zones=dict.fromkeys(heads, "subhead"))
    chunks = chunk_article(article, budget=budget, count=tokens.count, context_tokens=context)
    assert _joined(chunks) == _joined([chunk_article(article, budget=10**9, count=tokens.count)[0]])
    assert all(tokens.count(_shown(chunk)) <= budget for chunk in chunks)
    assert all(tokens.count(chunk.context) <= context for chunk in chunks)
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    assert {chunk.total for chunk in chunks} == {len(chunks)}


@given(st.lists(st.one_of(_PARAGRAPH, _PROSE), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_halves_tile_the_part_they_come_from(paragraphs):
    """A part that is divided loses nothing, and both halves are smaller than it."""
    (whole,) = chunk_article(_article(*paragraphs), budget=10**9, count=len)
    halves = split_chunk(whole, count=len, context_tokens=200)
    if halves is not None:
        assert _joined(halves) == _joined([whole])
        assert all(half.text().strip() and len(half.text()) < len(whole.text()) for half in halves)
        assert [(half.index, half.total) for half in halves] == [(0, 2), (1, 2)]


def test_a_short_article_is_one_part_and_is_not_counted():
    """What fits by its bytes loads no tokenizer, and its request stays what it was."""

    def count(text):
        raise AssertionError(text)

    (chunk,) = chunk_article(_article("One.", "Two."), budget=100, count=count, context_tokens=50)
    assert (chunk.spans, chunk.context, chunk.heading, chunk.total) == (((0, 4), (6, 10)), "", None, 1)


def test_paragraphs_come_before_sentences_and_sentences_before_words():
    """A paragraph is only divided where it does not fit by itself, at a sentence; a sentence at a word."""
    article = _article("Short one.", "First sentence here. Mr. Smith wrote the second. And a third.", "x" * 30 + " end")
    chunks = chunk_article(article, budget=32, count=len)
    assert [chunk.text() for chunk in chunks] == [
        "Short one.",
        "First sentence here. ",
        "Mr. Smith wrote the second. ",
        "And a third.",
        "x" * 30 + " ",
        "end",
    ]


def test_a_letter_keeps_its_accents():
    """Where a word has to be cut, no combining mark is left alone."""
    chunks = chunk_article(_article("e\u0301" * 50), budget=11, count=len)
    assert len(chunks) == 10
    assert all(chunk.text().startswith("e") for chunk in chunks)


def test_a_heading_goes_with_its_section():
    """No part ends with a sub-head, and a later part of a section is told which section it is in."""
    article = _article("a " * 40, "Money", "b " * 40, "c " * 40, zones={1: "subhead"})
    chunks = chunk_article(article, budget=100, count=len)
    assert [chunk.text().strip()[:5] for chunk in chunks] == ["a a a", "Money", "c c c"]
    assert [chunk.heading for chunk in chunks] == [None, None, "Money"]


def test_a_section_that_would_be_torn_late_moves_on_whole():
    """Where a section begins in the last quarter of a part, the part ends before it."""
    article = _article("a " * 40, "Money", "b " * 8, "c " * 40, zones={1: "subhead"})
    chunks = chunk_article(article, budget=120, count=len)
    assert [chunk.text().strip()[:5] for chunk in chunks] == ["a a a", "Money"]


def test_context_is_what_was_said_last_in_whole_sentences():
    """A part is told the sentences before it, as many as fit, never a sub-head and nothing without words."""
    article = _article("He rose. He spoke. He left.", "____ ___.", "Next", "z " * 60, zones={2: "subhead"})
    (_, second) = chunk_article(article, budget=130, count=len, context_tokens=20)
    assert second.context == "He spoke. He left."
    assert second.text().startswith("Next")


def test_one_long_sentence_before_a_part_gives_its_end():
    """Where not even one sentence fits as context, its last words do."""
    article = _article("word " * 30 + "about the bridge at dawn", "z " * 60)
    (_, second) = chunk_article(article, budget=190, count=len, context_tokens=30)
    assert second.context == "… about the bridge at dawn"


def test_counting_is_one_pass_over_the_paragraphs():
    """An article of many paragraphs is counted about once: what is near the budget is looked at again."""
    told = "tells what the committee heard, who said it on that day, and what the members asked of those who came."
    text = "\n\n".join(f"Paragraph {number} {told}" for number in range(4000))
    article = article_from_text(text, name="-")
    count = _Counter()
    chunks = chunk_article(article, budget=4000, count=count, context_tokens=120)
    assert len(chunks) > 10
    assert count.characters < 1.5 * len(text)


@pytest.mark.parametrize("text", ["word " * 200_000, "x" * 1_000_000, "Who? Me! " * 110_000, "。" * 300_000])
def test_a_text_without_paragraphs_is_counted_a_few_times_at_most(text):
    """One endless line, whatever it is made of, takes time linear in its length."""
    count = _Counter()
    article = Article(text, (Paragraph(0, len(text), "body", 1),))
    chunks = chunk_article(article, budget=2000, count=count, context_tokens=100)
    assert all(left.end == right.start for left, right in pairwise(chunks))
    assert count.characters < 8 * len(text)


@given(st.lists(st.one_of(_PROSE, _LINES), min_size=2, max_size=30).map("\n\n".join))
@settings(max_examples=40, deadline=None)
def test_a_count_in_pieces_is_the_count(text):
    """A text that is longer than the pieces it is encoded in has the tokens that it has in one piece."""
    long = (text + "\n\nThen ") * (120_000 // len(text) + 1)
    assert tokens.count(long) == len(tokens._encoding(whole=True).encode_ordinary(long))
