"""Where quotations stand: exact, but for typography, or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.grounding import Locator, ground
from factsheet.kinds import load_kind
from factsheet.language.folding import fold
from factsheet.language.words import splits_word


@pytest.fixture(scope="module")
def versailles(request):
    path = request.config.rootpath / "fixtures" / "articles" / "versailles.txt"
    return path.read_text(encoding="utf-8")


@given(st.text(max_size=80), st.data())
def test_a_slice_is_found_where_its_words_are(text, data):
    """Any slice that neither begins nor ends within a word is found, and the span holds exactly its words."""
    cuts = [at for at in range(len(text) + 1) if not splits_word(text, at)]
    start, end = sorted((data.draw(st.sampled_from(cuts)), data.draw(st.sampled_from(cuts))))
    evidence = Locator(text).locate(text[start:end])
    if evidence.match == "absent":
        assert not any(char.isalnum() for char in text[start:end])
    else:
        assert evidence.match == "exact"
        assert [text[a:b] for a, b in evidence.spans] == [text[start:end]]


TYPED = st.sampled_from(
    [" ", "\n", "\u00a0", "\u200b", "\u00ad", "“", "’", "—", "…", "ﬁ", "e\u0301", "İ", "ı"]
)
MIXED = st.lists(st.one_of(TYPED, st.sampled_from("aZß9.-'\"日語ก\u0e33한"), st.characters()), max_size=40)


@given(MIXED)
def test_the_way_back_from_a_folded_text(pieces):
    """Each stretch of a folded text maps to a span, in order, and the whole to what folds to it again."""
    text = "".join(pieces)
    folded = fold(text)
    last = 0
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start
    if folded.text:
        start, end = folded.span(0, len(folded.text))
        assert fold(text[start:end]).text == folded.text


def test_evidence_gets_its_published_form(versailles):
    """Strings become evidence with offsets; one in several places is the one nearest the entry's other."""
    facts = {
        "summary": [
            {
                "statement": "s",
                "according_to": None,
                "evidence": ["Analysts said the source", "Russian", "no such words"],
            }
        ],
        "topics": None,
    }
    entry = ground(load_kind(), facts, versailles)["summary"][0]
    first, second, third = entry["evidence"]
    assert versailles[first["start"] : first["end"]] == "Analysts said the source"
    assert second["places"] > 5
    assert 0 < second["start"] - first["end"] < 50
    assert third == {"quote": "no such words", "match": "absent", "start": None, "end": None}
