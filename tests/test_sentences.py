"""Sentences: where one ends, in news of several scripts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.language.sentences import sentences

LINES = (Path(__file__).parent / "cases" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line)["sentences"] for line in LINES]


@pytest.mark.parametrize("expected", CASES, ids=lambda expected: expected[0][:20])
def test_sentences_end_where_a_reader_ends_them(expected):
    """Titles, initials, numbers and abbreviations go on; quotations and the marks of other scripts are known."""
    text = ("" if "。" in expected[0] else " ").join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_between_sentences_there_is_only_white_space(text):
    """Whatever the text, its sentences are in order and leave nothing out."""
    spans = [(0, 0), *sentences(text), (len(text), len(text))]
    assert all(one[1] <= other[0] and not text[one[1] : other[0]].strip() for one, other in pairwise(spans))
