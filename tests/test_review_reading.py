"""The article beside the facts: its lines, its marks, and the mapping from the screen to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from factsheet.records import Article, Paragraph
from factsheet.review.desk.reading import (
    GUTTER,
    Mark,
    lay_out,
    missed_quotations,
    missed_sentences,
    paint,
    read,
    speaker_of,
)


def _article(*texts):
    text, spans = "", []
    for number, one in enumerate(texts, 1):
        start = len(text) + (2 if text else 0)
        text = text + ("\n\n" if text else "") + one
        spans.append(Paragraph(start, len(text), "body", number))
    return Article(text, tuple(spans))


NEWS = _article(
    "The mayor opened the bridge. It cost 40 million euros.", "“Not a cent more,” said Ana Petrova. She left early."
)
PROSE = st.lists(
    st.text(st.sampled_from("ab é東京،سلام\u0301\u200b\x1b[]“”.  \n"), min_size=1, max_size=60).filter(str.strip),
    min_size=1,
    max_size=4,
)


@given(PROSE, st.integers(8, 60))
def test_lines_hold_every_word_and_fit(texts, width):
    """No character but white space is left out of the lines, none is wider than its pane, and nothing in them acts."""
    article = _article(*texts)
    page = lay_out(article, width)
    assert "".join(article.text[s:e] for s, e in page.tokens) == "".join(article.text.split())
    for line in range(len(page.lines)):
        shown = "".join(text for text, _ in paint(page, line, ()))
        assert "\x1b" not in shown
        assert "\n" not in shown
        if width >= GUTTER + 12:
            assert cell_len(shown) <= width


@given(PROSE, st.integers(20, 60), st.data())
def test_an_offset_is_on_its_line(texts, width, data):
    """The line that is scrolled to for a place in the text is the one that shows it."""
    article = _article(*texts)
    page = lay_out(article, width)
    start, end = data.draw(st.sampled_from(page.tokens))
    first, last = page.lines[page.line_at(start)]
    assert (start, end) in page.tokens[first:last]


def test_a_place_on_the_screen_is_a_place_in_the_text():
    """A click on a letter is that letter; beside the text it is the nearest of the line; between paragraphs nothing."""
    page = lay_out(NEWS, 40)
    shown = "".join(text for text, _ in paint(page, 0, ()))
    for column in range(GUTTER, len(shown)):
        offset = page.offset_at(0, column)
        if shown[column] != " ":
            assert NEWS.text[offset] == shown[column]
    assert page.offset_at(0, 39) == page.tokens[page.lines[0][1] - 1][1] - 1
    empty = next(n for n, (first, last) in enumerate(page.lines) if first == last)
    assert page.offset_at(empty, 10) is None
    assert page.offset_at(99, 10) is None


def test_marks_are_shown_where_they_are():
    """The words of a mark have its style and no others, and its sign stands beside the line."""
    start = NEWS.text.index("cost 40")
    page = lay_out(NEWS, 80)
    pieces = paint(page, 0, [Mark(start, start + 7, "evidence", "▌")], cursor=(0, 10))
    assert "".join(text for text, style in pieces if style == "evidence") == "cost 40"
    assert pieces[0][0] == "›▌ ¶1 "


def test_a_mark_may_begin_inside_a_word():
    """Evidence that is cut inside a word is marked to the letter."""
    start = NEWS.text.index("idge")
    pieces = paint(lay_out(NEWS, 80), 0, [Mark(start, start + 4, "evidence")])
    assert [text for text, style in pieces if style == "evidence"] == ["idge"]


def test_what_no_fact_covers():
    """Sentences and quotations that no evidence touches are told; what touches them a little covers them."""
    span = (NEWS.text.index("mayor"), NEWS.text.index("opened"))
    sentences = [NEWS.text[slice(*one)] for one in missed_sentences(read(NEWS), [span])]
    assert sentences == ["It cost 40 million euros.", "“Not a cent more,” said Ana Petrova.", "She left early."]
    assert [NEWS.text[slice(*one)] for one in missed_quotations(NEWS, [span])] == ["“Not a cent more,”"]
    assert missed_quotations(NEWS, [(NEWS.text.index("cent"), NEWS.text.index("more"))]) == ()


def test_who_speaks_the_selected_words():
    """The speaker of selected words is told where a rule can tell."""
    at = NEWS.text.index("cent")
    assert speaker_of(NEWS, (at, at + 4)) == "Ana Petrova"
    assert speaker_of(NEWS, (0, 5)) is None


@pytest.mark.parametrize("offset", range(0, len(NEWS.text), 7))
def test_sentences_and_words_at_an_offset(offset):
    """The sentence and the word at an offset hold it, or are the nearest."""
    reading = read(NEWS)
    start, end = reading.words[reading.word_at(offset)]
    assert start <= offset < end or NEWS.text[offset].isspace()
    assert reading.sentences[reading.sentence_at(offset)][0] <= offset


def test_a_long_article_is_broken_once_for_each_width():
    """Moving about in an article does not break its lines again."""
    before = lay_out.cache_info().misses
    article = _article(*["A sentence of the article. " * 50] * 100)
    for _ in range(10):
        lay_out(article, 70)
    assert lay_out.cache_info().misses == before + 1
