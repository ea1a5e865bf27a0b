"""Markdown: the whole sheet, without active content."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factsheet.briefs import markdown
from factsheet.briefs.markdown import escape
from factsheet.briefs.text import plain
from factsheet.kinds import load_kind
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.sheets import load

CASES = Path(__file__).parent / "cases" / "briefs"
NEWS = load_kind()
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}


def document(name, **more):
    whole = load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS)
    standings = prove(NEWS, Subject(NEWS, whole.article, whole.facts), whole.findings)
    return markdown.render(replace(whole, standings=standings), NEWS, **more)


def tokens(text):
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("name", ["versailles", "hostile"])
def test_only_our_own_marks_act(name, evidence):
    """Headings, lists, emphasis and tables are those of the page; no link, image, code or HTML but <br>."""
    acting = {token.type for token in tokens(document(name, evidence=evidence))}
    blocks = {f"{name}_{end}" for name in OURS for end in ("open", "close")}
    inline = {"inline", "text", "text_special", "hr", "html_inline"}
    emphasis = {"em_open", "em_close", "strong_open", "strong_close"}
    assert acting <= blocks | inline | emphasis
    html = {token.content for token in tokens(document(name)) if token.type == "html_inline"}
    assert html <= {"<br>", "<ins>", "</ins>"}


def test_everything_in_the_sheet_is_there():
    """There is no page to fill: nothing is left out, and the sections stand under their headings."""
    text = document("versailles")
    assert "more in the sheet" not in text
    heads = re.findall("^## (.*)$", text, re.MULTILINE)
    assert heads == [
        "Summary",
        "Who",
        "Where",
        "When",
        "Topics",
        "Positions",
        "Disputed",
        "Figures",
        "Next",
        "Not verified",
    ]
    assert text.startswith("# Russia's Putin arrives in France for talks with Macron\n")


def test_the_sides_of_a_dispute_are_a_table():
    """Both sides face each other, each with who, the words, and where they stand."""
    text = document("versailles")
    assert "| Claimed by | Disputed by |" in text
    row = next(line for line in text.splitlines() if line.startswith("| **Analysts**"))
    assert "¶21 | **Moscow**<br>" in row


def test_words_that_are_not_the_article_s_are_underlined():
    """In HTML that every reader knows, emphasis within; `~` before the paragraph strikes nothing."""
    text = document("versailles")
    assert "use of chemical weapons in <ins>Syria</ins> is a “red line” that would draw reprisal" in text
    assert "- <ins>warned</ins>: “*Any use of chemical weapons" in text
    assert "according to Emmanuel Macron ~ ¶11\n" in text
    assert not {"s_open", "s_close"} & {token.type for token in tokens(text)}
    assert "~ not proven, and nothing against it · underlined words: not in its evidence" in text


def test_words_of_a_sheet_are_text_within_an_underline():
    """Only the page's own tags act, whatever is underlined."""
    text = document("hostile")
    assert "<ins>&lt;b&gt;Bob&lt;/b&gt; \\| table" in text.replace("**", "")
    opened = [token.content for token in tokens(text) if token.type == "html_inline" and "ins" in token.content]
    assert opened[::2] == ["<ins>"] * (len(opened) // 2)
    assert opened[1::2] == ["</ins>"] * (len(opened) // 2)


@pytest.mark.parametrize("text", ["a | b", "a \\| b", "|", "\\"])
def test_a_bar_ends_no_cell(text):
    """Bars and the backslashes before them are escaped, so that a cell of a table ends where the printer ends it."""
    row = [token for token in READER.parse(f"| {escape(text)} | next |\n| --- | --- |\n") if token.type == "inline"]
    assert ["".join(child.content for child in token.children) for token in row] == [text, "next"]


def footnotes(text):
    """The footnotes of a document by their signs."""
    return dict(re.findall(r"^(\[\^\d+\]): (.*)$", text, re.MULTILINE))


def test_evidence_stands_in_a_footnote_of_its_fact():
    """In the words of the article; every sign has its note and every note its sign, each on a line of its own."""
    text = document("versailles", evidence=True)
    notes = footnotes(text)
    sign = re.search(r"^- \*\*Emmanuel Macron\*\*, French President ¶1(\[\^\d+\])$", text, re.MULTILINE)[1]
    assert notes[sign] == "Evidence: *“French President Emmanuel Macron”* ¶1"
    body = text.partition("\n---\n")[0]
    assert re.findall(r"\[\^\d+\]", body) == list(notes)
    assert "[^" not in document("versailles")


def test_a_proof_says_which_words_account_for_which():
    """The article's words as they are, an own word for another of the article's, what nothing accounts for, and why."""
    text = document("versailles", evidence=True)
    sign = re.search(r"^- <ins>Putin brushed aside</ins>.*(\[\^\d+\])$", text, re.MULTILINE)[1]
    _, proof, why = footnotes(text)[sign].split("<br>")
    assert proof.startswith("statement: ")
    assert "nothing for <ins>question</ins>" in proof
    assert "Russian ← *“Russia”*" in proof
    assert why == "~ not the article's words"


words = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="*_`[]()<>#+-.!|~&:\\/0 1aw@$=", max_size=30),
    st.sampled_from(["1. one", "- two", "# three", "> four", "![x](y)", "<b>", "&lt;", "a | b", "---", "==="]),
)


@settings(max_examples=300, deadline=None)
@given(words)
def test_escaped_text_reads_as_itself(text):
    """Whatever stands in a line comes out of a Markdown reader as the same text, and as nothing but text."""
    shown = plain(text)
    parsed = list(tokens(f"- {escape(shown)}\n"))
    inline = [token for token in parsed if token.type in {"text", "text_special"}]
    assert "".join(token.content for token in inline) == shown
    assert {token.type for token in parsed if token.type.endswith("_open")} <= {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    }
