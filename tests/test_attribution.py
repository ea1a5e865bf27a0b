"""Attribution: quotations and statements are found with spans, cues and speakers, in linear time."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.attribution import attribute, uncovered
from factsheet.attribution.marks import quotations
from factsheet.evaluation.statements import Marked, match, score, trimmed
from factsheet.records import Paragraph

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "attribution" / "statements.jsonl").read_text("utf-8").splitlines()
]
ENGLISH = "The talks that were held with the ministers on the future of the bridge have not been easy for them. " * 40
"""So much English that what follows it is read as English too."""


def listed(text):
    """What is found in a text, as the cases have it."""
    return [
        {
            "kind": s.kind,
            "name": s.speaker.name if s.speaker else None,
            "speaker": text[s.speaker.start : s.speaker.end] if s.speaker else None,
            "cue": text[slice(*s.cue)] if s.cue else None,
            "said": [text[a:b] for a, b in s.spans()],
        }
        for s in attribute(text).quotes
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_statements(case):
    """Each way to quote and to report gives the statement, its manner, its cue and its speaker."""
    assert listed(case["text"]) == case["quotes"]


@given(st.text(alphabet="AB said,.“”\"'‘’«»()—\n", max_size=300))
def test_spans_are_in_the_text_and_in_order(text):
    """Whatever the text, spans lie within it, pieces follow each other, and statements come in order."""
    found = attribute(text).quotes
    assert [q.start for q in found] == sorted(q.start for q in found)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert (q.start, q.end) == (q.spans()[0][0], q.spans()[-1][1])
        assert all(a < b for a, b in q.spans())
        assert all(one[1] <= other[0] for one, other in pairwise(q.spans()))


@given(st.text(alphabet="ab “”\"‘’'«».,", max_size=120))
def test_quotations_do_not_overlap(text):
    """Outermost quotations follow each other without overlap, whatever marks a text has."""
    spans = quotations(text, 0, len(text))
    assert all(q.start < q.end for q in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_only_the_body_is_searched():
    """What stands in a caption or a byline is no statement of the article."""
    text = "“Up,” Jane Doe said.\n\n“Down,” John Roe said."
    paragraphs = (Paragraph(0, 20, "caption"), Paragraph(22, len(text), "body", 1))
    assert [q.speaker.name for q in attribute(text, paragraphs).quotes] == ["John Roe"]


def test_statements_that_no_fact_covers():
    """A quoted statement without evidence in it is uncovered; an indirect one is not asked for."""
    text = "“The bridge is shut,” Jane Doe said.\n\n“Rain fell,” John Roe said.\n\nMary Loe said it was wet."
    found = attribute(text)
    rain = text.index("Rain")
    assert [s.speaker.name for s in uncovered(found, [(rain, rain + 4)])] == ["Jane Doe"]
    assert uncovered(found, [(0, len(text))]) == []


HOSTILE = {
    "quote marks": '"',
    "opening marks": "“",
    "single marks": "'",
    "capitals": "A",
    "names": "Jane Doe ",
    "one word": "said ",
    "parentheses": "(",
    "commas": ", ",
    "attributions": '"no," he said. ',
    "according to": "according to ",
    "sentences": "Moscow denied it. ",
    "paragraphs": "Jane Doe said no.\n\n",
    "questions": "Asked about it, ",
    "one long word": "x",
}


def work(text):
    """How many lines of Python run to read a text."""
    count = 0

    def line(frame, event, arg):
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        attribute(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_with_the_text_and_no_faster(unit):
    """Twice the text is at most about twice the work, for text made to be slow."""
    attribute(ENGLISH)
    once, twice = (work(ENGLISH + unit * (size // len(unit))) for size in (4_000, 8_000))
    assert twice <= 2.2 * once


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_to_its_end(unit):
    """200 KB of one thing are read like any other text."""
    text = ENGLISH + unit * (200_000 // len(unit))
    assert all(q.end <= len(text) for q in attribute(text).quotes)


def test_scoring_counts_matches_kinds_and_speakers():
    """A statement matches at an overlap of 0.8, and its speaker where the spans touch."""
    text = "“The bridge is shut today,” Jane Doe said. John Roe said it was wet."
    statements = attribute(text).quotes
    roe = text.index("it was")
    marked = [Marked(((0, 28),), ((29, 37),)), Marked(((roe, len(text)),), ((0, 3),))]
    result = score(text, statements, marked)
    assert (result.marked, result.listed, result.matched) == (2, 2, 2)
    assert (result.direct_marked, result.direct_found, result.quoted_marked) == (1, 1, 1)
    assert (result.sourced, result.source_right) == (2, 1)


def test_pairs_are_one_to_one_and_the_best_first():
    """Of two that fit one, the better is paired."""
    assert match([(0, 10), (0, 9)], [(0, 9)]) == {1: 0}
    assert trimmed("“ a, ”", (0, 6)) == (2, 3)


@given(
    st.lists(
        st.sampled_from(
            ["said", "said,", "warned:", "and", "but", "Smith", "He", "that", "“We go.”", "“we go,”", "“", "”", ","]
        ),
        max_size=25,
    )
)
def test_words_and_marks_in_any_order_are_read(words):
    """A conjunction before a quotation, a mark without its other: no order of words ends the reading."""
    text = " ".join(words)
    assert all(0 <= one.start < one.end <= len(text) for one in attribute(text).quotes)
