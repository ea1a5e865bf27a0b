"""Briefs as mail, Slack message and Word document: the same page, within limits, with hostile strings as text."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import NEWS, STRINGS, hostile_sheet, shown, squeezed

from factsheet.briefs import html, mail, markdown, pdf, slack, word
from factsheet.briefs.content import compose
from factsheet.briefs.layout import PAPER, fit, on_paper
from factsheet.cli import run
from factsheet.errors import UsageError
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.sheets import load

docx = pytest.importorskip("docx", reason="extra print")
CASES = Path(__file__).parent / "cases" / "briefs"
NUMBERED = list(enumerate(STRINGS))


@pytest.fixture(scope="module")
def versailles():
    whole = load((CASES / "versailles.json").read_text(encoding="utf-8"), NEWS)
    return replace(whole, standings=prove(NEWS, Subject(NEWS, whole.article, whole.facts), whole.findings))


class Text(HTMLParser):
    """The text of a page, and its tags and attributes."""

    def __init__(self, page):
        super().__init__()
        self.text, self.tags, self.attributes = "", set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text += data


def opened(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def parts_of(message):
    return [message.get_body((form,)).get_content() for form in ("plain", "html")]


def texts_of(value):
    """All texts of a Slack message, as they are shown."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for one in value.values() if isinstance(one, (dict, list)) for text in texts_of(one)]
    return [text for one in value for text in texts_of(one)]


def written(document):
    """All text of a Word document, in its tables too."""
    return "".join(
        node.text or "" for node in document.element.body.iter() if node.tag.endswith(("}t", "}delText", "}instrText"))
    )


# --- one page in all media -------------------------------------------------------------------------


def test_all_media_hold_the_same_page(versailles):
    """What fits one page of paper, and the counts of what does not."""
    page = fit(compose(versailles, NEWS, short=True), **PAPER).page
    facts = [squeezed("".join(run.text for run in item.runs)) for part in page.parts for item in part.items]
    texts = {
        "mail": Text(parts_of(opened(mail.render(versailles, NEWS)))[1]).text,
        "slack": "".join(texts_of(json.loads(slack.render(versailles, NEWS))["blocks"])),
        "word": written(docx.Document(io.BytesIO(word.render(versailles, NEWS)))),
        "html": unescape(re.sub("<[^>]+>", "", html.render(versailles, NEWS))),
    }
    facts = [fact.replace("_", "") for fact in facts]
    for medium, text in texts.items():
        assert [fact for fact in facts if fact not in squeezed(text).replace("_", "")] == [], medium
    more = sum(part.more for part in page.parts)
    # Word has room for a few more.
    assert 0 < sum(map(int, re.findall(r"\+(\d+) more", texts["word"]))) < more


# --- mail ------------------------------------------------------------------------------------------


def test_a_mail_has_the_page_as_text_and_as_html(versailles):
    """A draft without sender or recipient, whose subject is the headline; nothing in it is fetched or run."""
    message = opened(mail.render(versailles, NEWS))
    assert message.get_content_type() == "multipart/alternative"
    assert message["Subject"].startswith("Russia's Putin arrives in France")
    assert message["X-Unsent"] == "1"
    plain, page = parts_of(message)
    assert plain.startswith("Russia's Putin arrives in France")
    assert all(len(line) <= 72 for line in plain.splitlines())
    found = Text(page)
    assert not found.tags & {"script", "style", "link", "img", "a", "iframe", "form"}
    assert not found.attributes & {"src", "href", "class", "id"}


@pytest.mark.parametrize(("number", "text"), NUMBERED, ids=range(len(STRINGS)))
def test_hostile_strings_are_text_in_a_mail(number, text):
    """No header, part, element or attribute comes of one."""
    message = opened(mail.render(hostile_sheet(text), NEWS))
    assert set(message.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    found = Text(parts_of(message)[1])
    assert found.tags <= set("html head meta title body table tr td p h1 h2 ul li span u br".split())  # noqa: SIM905
    assert not {name for name in found.attributes if name.startswith("on")}
    if len(text) < 1000:
        assert shown(text) in squeezed(found.text)


# --- a channel -------------------------------------------------------------------------------------


def blocks_are_within_limits(message):
    blocks = message["blocks"]
    assert len(blocks) <= 50
    for block in blocks:
        if block["type"] == "header":
            assert 0 < len(block["text"]["text"]) <= 150
    texts = texts_of(blocks)
    assert all(texts)
    assert sum(map(len, texts)) <= 9_200


def test_a_message_for_slack_is_within_its_limits(versailles):
    """Blocks, characters of the header and of all; no empty text, which Slack refuses."""
    message = json.loads(slack.render(versailles, NEWS))
    blocks_are_within_limits(message)
    assert {block["type"] for block in message["blocks"]} == {"header", "rich_text", "divider"}


@pytest.mark.parametrize("times", [3, 40])
def test_a_message_of_a_sheet_with_hundreds_of_entries_is_within_its_limits(versailles, times):
    """However long the sheet and its headline are, Slack takes the message, and what is left out is counted."""
    facts = {
        section: [
            {key: f"{one} of case {number}" if isinstance(one, str) and one else one for key, one in entry.items()}
            for number in range(times)
            for entry in entries
        ]
        for section, entries in versailles.facts.items()
        if isinstance(entries, list)
    }
    article = replace(versailles.article, title="Putin arrives in France for talks with Macron " * 6)
    many = replace(versailles, article=article, facts=facts, standings=(), findings=())
    message = json.loads(slack.render(many, NEWS))
    blocks_are_within_limits(message)
    assert len(message["text"]) <= 150
    assert re.search(r"\+\d+ more in the sheet", "".join(texts_of(message["blocks"])))


@pytest.mark.parametrize(("number", "text"), NUMBERED, ids=range(len(STRINGS)))
def test_hostile_strings_are_text_for_slack(number, text):
    """Only literal text: no link, mention, emoji or Markdown, which is not read in rich text."""
    content = slack.render(hostile_sheet(text), NEWS)
    message = json.loads(content)
    blocks_are_within_limits(message)
    assert not re.search(r'"(?:mrkdwn|link|user|channel|broadcast|emoji|image|url)"(?!: false)', content)
    if len(text) < 1000:
        assert shown(text) in squeezed("".join(texts_of(message["blocks"])))


def block_title(block):
    """The heading of a section, which its first text is."""
    return next(iter(texts_of([block])), "")


def test_what_a_message_has_no_room_for_is_counted(versailles):
    """Sections that are too long go whole, and their entries are counted with those that had no room on the page."""
    whole = json.loads(slack.render(versailles, NEWS))["blocks"]
    blocks = json.loads(slack.render(versailles, NEWS, room=2_500))["blocks"]
    text = "".join(texts_of(blocks))
    assert len(text) < 2_600
    assert len(blocks) < len(whole)
    lists = [one for block in blocks for one in block.get("elements", ()) if one["type"] == "rich_text_list"]
    inline = [part for part in on_paper(versailles, NEWS).parts if part.layout == "inline"]
    here = [part for part in inline if any(block_title(block) == part.title for block in blocks)]
    shown_here = sum(one["indent"] == 0 for one in lists) + sum(len(part.items) for part in here)
    entries = sum(len(part.items) for part in compose(versailles, NEWS).parts)
    counted = sum(map(int, re.findall(r"\+(\d+) more in the sheet", text)))
    repeats = sum(map(int, re.findall(r"(\d+) repeats? cut", text)))
    assert shown_here + counted + repeats == entries


# --- Word ------------------------------------------------------------------------------------------


def test_a_document_for_word_has_title_language_and_styles(versailles):
    """Headings and bullets are styles, so that a desk's template decides how they look."""
    french = replace(versailles, article=replace(versailles.article, language="fr"))
    document = docx.Document(io.BytesIO(word.render(french, NEWS)))
    assert document.core_properties.title.startswith("Russia's Putin")
    assert document.core_properties.language == "fr"
    assert {"Title", "Heading 2", "List Bullet"} <= {paragraph.style.name for paragraph in document.paragraphs}
    assert document.tables


def test_a_document_of_its_own_is_small(versailles):
    """Places stand in one paragraph, and what is left out behind the last entry, so that all has room on a page."""
    document = docx.Document(io.BytesIO(word.render(versailles, NEWS)))
    assert document.sections[0].page_height.mm == pytest.approx(297, abs=1)
    texts = [paragraph.text for paragraph in document.paragraphs]
    page = on_paper(versailles, NEWS)
    for part in page.parts:
        at = texts.index(part.title)
        if part.layout == "inline":
            assert texts[at + 1].count(" · ") >= len(part.items) - 1
    assert any(re.search(r" \+\d+ more in the sheet$", text) for text in texts)
    alone = sum(bool(re.fullmatch(r"\+\d+ more in the sheet", text)) for text in texts)
    assert alone <= sum(part.layout == "sides" for part in page.parts)


def test_a_document_is_set_in_the_largest_letters_in_which_it_is_one_page(versailles):
    """A brief with little in it is set larger than one of which entries were left out."""
    few = replace(versailles, facts={key: [] for key in versailles.facts})
    sizes = [
        docx.Document(io.BytesIO(word.render(sheet, NEWS))).styles["Normal"].font.size.pt for sheet in (versailles, few)
    ]
    assert sizes == [8.5, 11]


def test_a_template_gives_its_styles(versailles, tmp_path):
    """Its own content stays before the brief; what is no template is an error that names it."""
    template = docx.Document()
    template.add_paragraph("THE DESK")
    template.styles["Heading 2"].font.name = "Georgia"
    template.save(tmp_path / "desk.docx")
    document = docx.Document(io.BytesIO(word.render(versailles, NEWS, tmp_path / "desk.docx")))
    assert document.paragraphs[0].text == "THE DESK"
    assert document.styles["Heading 2"].font.name == "Georgia"
    (tmp_path / "no.docx").write_text("no")
    with pytest.raises(UsageError, match=r"no\.docx: not a Word document"):
        word.render(versailles, NEWS, tmp_path / "no.docx")


def test_a_template_may_spell_its_styles_as_writer_does(versailles, tmp_path):
    """LibreOffice writes "Heading 2" with a capital, where Word writes "heading 2"."""
    template = docx.Document()
    template.styles["Heading 2"].element.name_val = "Heading 2"
    template.save(tmp_path / "desk.docx")
    document = docx.Document(io.BytesIO(word.render(versailles, NEWS, tmp_path / "desk.docx")))
    assert "Heading 2" in {paragraph.style.name for paragraph in document.paragraphs}


@pytest.mark.parametrize(("number", "text"), NUMBERED, ids=range(len(STRINGS)))
def test_hostile_strings_are_text_for_word(number, text):
    """No field, link or picture comes of one."""
    document = docx.Document(io.BytesIO(word.render(hostile_sheet(text), NEWS)))
    tags = {node.tag.partition("}")[2] for node in document.element.body.iter()}
    assert not tags & {"hyperlink", "fldSimple", "instrText", "drawing", "object", "pict"}
    if len(text) < 1000:
        assert shown(text) in squeezed(written(document))


# --- the command line ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"), [("x.eml", b"Subject: "), ("x.docx", b"PK"), ("x.slack", b"At least 107"), ("x.pdf", b"%PDF-")]
)
def test_the_ending_decides(tmp_path, monkeypatch, name, start):
    """`.slack` is no ending of a format: -f slack asks for it."""
    monkeypatch.chdir(tmp_path)
    story = CASES.parent.parent.parent / "fixtures" / "articles" / "wikinews-crane.txt"
    assert run(["brief", str(story), "-o", name, "-q"]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert run(["brief", str(story), "-f", "slack", "-o", "x.json", "-q"]) == 0
    assert "blocks" in json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["", " "])
def test_a_sheet_that_says_nothing_is_a_page_in_all_media(text):
    """Empty fields everywhere."""
    sheet = hostile_sheet(text)
    for medium in (html, markdown, mail, pdf, slack, word):
        assert medium.render(sheet, NEWS)
