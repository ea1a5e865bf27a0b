"""Where quotations are: verbatim, with other typography, or nowhere."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.grounding import Locator, ground
from factsheet.kinds import load_kind
from factsheet.language.folding import fold
from factsheet.language.numbers import quantities
from factsheet.language.words import splits_word, words


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


TYPED = st.sampled_from([" ", "\n", "\u00a0", "\u200b", "\u00ad", "“", "’", "—", "…", "ﬁ", "e\u0301", "İ", "ı"])
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


def test_a_quotation_in_pieces_is_the_one_nearest_any_other_evidence():
    """Of three places the last, since one piece of evidence stands beside it; another is far from all."""
    sentence = "The port was shut on Monday, the council said, and no ship may enter."
    text = f"{sentence}{' ' * 900}{sentence}{' ' * 900}{sentence} It is safe."
    beside, far = text.index("It is safe"), len(sentence) + 60
    found = Locator(text).locate("The port was shut … no ship may enter", near=[(far, far + 5), (beside, beside + 5)])
    assert found.spans[0][0] == text.rindex(sentence)
    assert found.places == 3


CASES = Path(__file__).parent / "cases" / "grounding"


def _cases(name):
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def locators(request):
    """A locator for each fixture article, by name."""
    folder = request.config.rootpath / "fixtures" / "articles"
    return cache(lambda name: Locator((folder / f"{name}.txt").read_text(encoding="utf-8")))


def _changed(evidence):
    return {difference.kind for difference in evidence.differences if difference.changes_meaning}


@pytest.mark.parametrize("case", _cases("altered"), ids=lambda case: case["quote"][:40])
def test_how_well_a_quotation_matches(case, locators):
    """Typography and ellipses are normalised, dropped and changed words altered, paraphrases absent."""
    assert locators("versailles").locate(case["quote"]).match == case["match"]


@pytest.mark.parametrize("case", _cases("differing"), ids=lambda case: case["about"][:40])
def test_each_difference_is_told_with_both_wordings(case):
    """In order, with its kind and whether it changes the meaning; `words` are those of the article, null for absent."""
    evidence = Locator(case["text"]).locate(case["quote"])
    assert [case["text"][start:end] for start, end in evidence.spans] == [case["words"]] * (case["words"] is not None)
    told = [[one.quote, one.article, one.kind, one.changes_meaning] for one in evidence.differences]
    assert told == case["differences"]


@pytest.mark.parametrize("case", _cases("meaning"), ids=lambda case: case["quote"][:40])
def test_a_changed_meaning_is_named(case, locators):
    """An edit that changes what a sentence says is never taken for typing, and is called by its kind."""
    locator = locators(case["article"])
    assert locator.locate(case["original"]).match == "exact"
    evidence = locator.locate(case["quote"])
    assert evidence.match == "altered"
    assert case["kind"] in _changed(evidence)


@pytest.mark.parametrize("case", _cases("harmless"), ids=lambda case: case["quote"][:40])
def test_typing_changes_no_meaning(case, locators):
    """An edit of typography, spelling or the way a number is written leaves the sentence what it is."""
    locator = locators(case["article"])
    original, evidence = locator.locate(case["original"]), locator.locate(case["quote"])
    assert original.match == "exact"
    assert evidence.match in {"normalised", "altered"}
    assert not _changed(evidence)
    assert abs(evidence.spans[0][0] - original.spans[0][0]) <= 1


def test_one_repeated_word_is_no_trap():
    """A hundred kilobytes of one word cost no window, and with a rare word among them three for each quotation."""
    quotes = ("word other word word", "word " * 290 + "other", "other " + "word " * 5_000, "a … word b")
    common = Locator("word " * 20_000)
    rare = Locator(("rare " + "word " * 500) * 40)
    for quote in quotes:
        common.locate(quote)
        rare.locate(f"rare {quote} rare")
    assert common.aligner.tried == common.aligner.cells == 0
    assert 1 <= rare.aligner.tried <= 3 * len(quotes)
    assert 1 <= rare.aligner.cells <= 3 * len(quotes) * 300 * 320


@pytest.mark.parametrize("text", ["中国人民", "ไทย", "ガギグ"])
def test_scripts_without_spaces_have_words(text):
    """Each character is one, whether or not the text has combining marks."""
    assert [(word.start, word.end) for word in words(text)] == [(at, at + 1) for at in range(len(text))]


def test_raised_digits_are_no_numbers():
    """A square beside a number leaves the number as it is, and by itself is none."""
    assert [one.value for one in quantities("10² or 7 ³ metres, and ①")] == [10, 7]
