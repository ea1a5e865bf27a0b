"""PDFs in right-to-left scripts: words, numbers and columns come out in reading order."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.readers import pdf_bidi, read_article

pytest.importorskip("pypdfium2", reason="extra documents")
CASES = Path(__file__).parent / "cases" / "pdf" / "from_right"
HEADS = ("صحيفة النهر",)


@dataclass(frozen=True)
class Letter:
    """A letter, and where it stands from the left."""

    text: str
    at: float


def printed(*shown):
    """Letters as they stand on the page from left to right, of strings that are written as they are seen."""
    return [Letter(letter, at) for at, letter in enumerate("".join(shown))]


def read(*shown):
    return "".join(one.text for one in pdf_bidi.in_order(printed(*shown)))


@pytest.mark.parametrize("pdf", sorted(CASES.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_page_is_read_as_it_was_written(pdf):
    """Every paragraph of the text, once and in order, by three makers in one and two columns."""
    wanted = (CASES / f"{pdf.stem.partition('-')[0]}.txt").read_text(encoding="utf-8").split("\n\n")
    article = read_article(pdf)
    assert article.title == wanted[0]
    found = [article.text[p.start : p.end] for p in article.body()]
    assert found == wanted[1:] * (len(found) // (len(wanted) - 1))
    assert len(found) == (24 if pdf.stem.endswith("two") else 4)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ("גבא", "אבג"),
        (".גב 2026 א", "א 2026 בג."),
        ("א 12,500", "12,500 א"),
        ("גב AB Cd א", "א AB Cd בג"),
        ("ב 6 2026 א", "א 2026 6 ב"),
        ("ב 38% א", "א 38% ב"),
        ("ב Boeing 737 א", "א Boeing 737 ב"),
    ],
)
def test_words_and_numbers_that_go_the_other_way_are_turned(shown, wanted):
    """A line as it is seen from left to right, and as it is read."""
    assert read(shown) == wanted


def test_the_order_in_the_file_says_nothing():
    """The same letters in any order are the same line."""
    letters = printed("גב AB Cd 12 א")
    assert pdf_bidi.in_order(letters[::-1]) == pdf_bidi.in_order(letters)


def test_marks_stay_with_their_letters():
    """A vowel sign follows the letter that it stands above."""
    letters = [Letter("ب", 2.0), Letter("\u064e", 3.0), Letter("ت", 1.0)]
    assert "".join(one.text for one in pdf_bidi.in_order(letters)) == "ب\u064eت"


@given(st.lists(st.sampled_from("אבג دab12 .,()%"), max_size=40))
def test_no_letter_is_lost(shown):
    """What stands on a line is in it once."""
    letters = printed(*shown)
    assert sorted(pdf_bidi.in_order(letters), key=lambda one: one.at) == letters


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("אמר )בשקט( לאיש", "אמר (בשקט) לאיש"),
        ("אמר( בשקט) לאיש", "אמר (בשקט) לאיש"),
        ("אמר )בשקט) לאיש", "אמר (בשקט) לאיש"),
        ("1) אמר", "1) אמר"),
        ("he said )so(", "he said )so("),
    ],
)
def test_brackets_open_before_they_close(text, wanted):
    """Makers keep a bracket as it was typed or as it is seen; one alone, or in another script, is left."""
    assert pdf_bidi.with_brackets(text) == wanted
    assert pdf_bidi.with_letters("ﻼﻟ ﷲ") == "لال الله"
