"""The terminal: article text is printed as text, and styles are the only escape codes."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.briefs import terminal
from factsheet.briefs.layout import lay_out
from factsheet.briefs.page import Brief, Page, Run
from factsheet.briefs.text import isolate, plain
from factsheet.kinds import load_kind
from factsheet.sheets import load

CASES = Path(__file__).parent / "cases" / "briefs"
NEWS = load_kind()
STYLED = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = [json.loads(line) for line in (CASES / "plain.jsonl").read_text(encoding="utf-8").splitlines()]


def page_of(name, width=80):
    return lay_out(load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS), NEWS, width=width)


@pytest.mark.parametrize("case", PLAIN, ids=[case["why"] for case in PLAIN])
def test_nothing_in_a_text_acts(case):
    """Each character that could act is shown, named or dropped, as the case says."""
    assert plain(case["text"]) == case["shown"]


@given(st.text())
def test_plain_text_is_harmless_and_stays_as_it_is(text):
    """No control, format or surrogate character is left but joiners and direction marks; once is enough."""
    shown = plain(text)
    left = {char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert left <= set("\u200c\u200e\u200f\u061c")
    assert plain(shown) == shown


def test_right_to_left_words_keep_their_surroundings_in_order():
    """They are isolated; a line that begins with Latin letters keeps the direction of its paragraph."""
    assert isolate("شكري") == "\u2068شكري\u2069"
    assert isolate("abc") == "abc"
    assert isolate("abc شكري", rtl=True) == "\u2068\u200fabc شكري\u2069"


@pytest.mark.parametrize("name", ["versailles", "hostile"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_colour_adds_styles_and_nothing_else(name, width):
    """Without its style codes the coloured page is the plain one, and holds no other control character."""
    brief = page_of(name, width)
    coloured = terminal.render(brief, colour=True)
    assert "\x1b[1m" in coloured
    bare = STYLED.sub("", coloured)
    assert [line.rstrip() for line in bare.split("\n")] == terminal.render(brief, colour=False).split("\n")
    assert not [char for char in bare if unicodedata.category(char) == "Cc" and char != "\n"]


def test_markup_of_rich_in_a_run_is_text():
    """Nobody parses square brackets on the way to the screen."""
    page = Page((), None, (), (), (), ())
    brief = Brief(page, 80, ((Run("[red]alarm[/red]", "strong", own=True),),))
    assert terminal.render(brief, colour=False) == "[red]alarm[/red]\n"
    assert "[red]alarm[/red]" in terminal.render(brief, colour=True)


def test_the_hostile_page_shows_what_was_in_it():
    """Escape codes, overrides and HTML of the article are to be read on the page."""
    text = terminal.render(page_of("hostile", 100), colour=False)
    for shown in ("␛[2J", "[U+202E]gnirts", "<script>alert(1)</script>", "Evil␍carriage ␈␈␈", "[U+009B]31m"):
        assert shown in text


def test_a_terminal_underlines_without_colour_too():
    """NO_COLOR takes the colours; the underline says what is proven, and stays."""
    page = Page((), None, (), (), (), ())
    brief = Brief(page, 80, ((Run("It ", own=True), Run("grew", own=True, under=True), Run(".", "strong")),))
    assert terminal.render(brief, colour=False) == "It grew.\n"
    assert terminal.render(brief, colour=False, underline=True) == "It \x1b[4mgrew\x1b[0m.\n"
    assert terminal.render(brief, colour=True) == "It \x1b[4mgrew\x1b[0m\x1b[1m.\x1b[0m\n"
