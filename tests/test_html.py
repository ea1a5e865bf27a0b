"""The brief as HTML: one file that fetches nothing, in which facts and marks link to each other."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import NEWS, STRINGS, hostile_sheet, shown, squeezed

from factsheet.briefs import html
from factsheet.briefs.marking import Mark, marked
from factsheet.briefs.text import visible
from factsheet.models.extractive import Extractive
from factsheet.pipeline import make_sheet
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.readers import read_article
from factsheet.records import Article, Paragraph
from factsheet.sheets import load

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "briefs"
BLOCKS = {
    "html",
    "head",
    "body",
    "main",
    "section",
    "p",
    "h1",
    "h2",
    "h3",
    "div",
    "ol",
    "ul",
    "li",
    "footer",
    "details",
}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
PICTURE = {"figure", "figcaption", "svg", "g", "desc", "text", "circle", "rect", "line"}
DRAWN = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "viewbox", "transform"}
INLINE = {"a", "span", "b", "i", "u", "sup", "bdi"}
TAGS = {*BLOCKS, *TABLE, *PICTURE, *INLINE, "meta", "title", "style", "script", "summary"}
ATTRIBUTES = {
    "rel",
    "lang",
    "dir",
    "charset",
    "http-equiv",
    "content",
    "name",
    "id",
    "class",
    "href",
    "tabindex",
    "data-n",
    "role",
    "scope",
    "aria-labelledby",
    *DRAWN,
}
VOID = {"meta", "link", "input"}


class Reader(HTMLParser):
    """What a page is made of: its tags, attributes, ids and links, and its text without style and script."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.ids, self.links, self.open = set(), set(), [], [], []
        self.text, self.raw = [], {"style": [], "script": []}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        found = dict(attributes)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        raw = self.raw.get(self.open[-1]) if self.open else None
        (self.text if raw is None else raw).append(data)


def proven(name):
    whole = load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS)
    return replace(whole, standings=prove(NEWS, Subject(NEWS, whole.article, whole.facts), whole.findings))


@pytest.mark.parametrize("name", ["versailles", "hostile"])
def test_every_link_leads_somewhere_and_every_fact_back(name):
    """All links are within the page, ids are given once, and behind a fact's words stands the way back to it."""
    page = Reader(html.render(proven(name), NEWS))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    led = {link.split("-")[0][2:] for link in page.links if re.match(r"#a\d+-\d+$", link)}
    back = {link[2:] for link in page.links if re.match(r"#f\d+$", link)}
    assert led
    assert led == back


def test_the_article_is_all_there():
    """The pieces of every paragraph joined are its text, whatever is marked."""
    sheet = proven("versailles")
    page = re.sub("<sup>.*?</sup>", "", html.render(sheet, NEWS))
    shown_text = squeezed("".join(Reader(page).text))
    for paragraph in sheet.article.paragraphs:
        assert squeezed(visible(sheet.article.text[paragraph.start : paragraph.end])) in shown_text


def test_pieces_are_cut_where_marks_begin_and_end():
    """Marks overlap, end together, and go on through two paragraphs; the number stands where the last word is."""
    article = Article("one two three\n\nfour five", (Paragraph(0, 13, "body", 1), Paragraph(15, 24, "body", 2)))
    marks = [Mark((0, 7), 1, "a1-1"), Mark((4, 19), 2, "a2-1"), Mark((4, 7), 3, "a3-w", leads_back=False)]
    first, second = marked(article, marks)
    assert [(piece.text, piece.facts, piece.anchors, piece.ends) for piece in first.pieces] == [
        ("one ", (1,), ("a1-1",), ()),
        ("two", (1, 2, 3), ("a2-1", "a3-w"), (1,)),
        (" three", (2,), (), ()),
    ]
    assert [(piece.text, piece.facts, piece.ends) for piece in second.pieces] == [
        ("four", (2,), (2,)),
        (" five", (), ()),
    ]


def test_paragraphs_that_overlap_are_shown_once():
    """A sheet that somebody else made may say what it likes of its article."""
    article = Article(
        "one two three", (Paragraph(0, 7, "body", 1), Paragraph(4, 13, "body", 2), Paragraph(2, 5, "list"))
    )
    pieces = [piece.text for one in marked(article, [Mark((0, 99), 1, "a")]) for piece in one.pieces]
    assert "".join(pieces) == "one two three"


def test_the_policy_allows_this_style_and_this_script_and_nothing_else():
    """The hashes in the policy are those of the file's own style and script."""
    page = html.render(proven("versailles"), NEWS)
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    for name in ("style", "script"):
        digest = hashlib.sha256("".join(Reader(page).raw[name]).encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_hostile_strings_are_text(text):
    """Whatever stands in a field: the page has only its own elements and attributes, and shows the string."""
    page = html.render(hostile_sheet(text), NEWS)
    found = Reader(page)
    assert found.tags <= TAGS
    assert found.attributes <= {*ATTRIBUTES, "aria-label", "aria-hidden"}
    assert not found.open
    assert squeezed("".join(found.text)).count(shown(text)) > len(NEWS.sections)
    assert page.count("<script>") == page.count("</script>") == 1
    assert {link[:1] for link in found.links} == {"#"}


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://news.example/a?b=1&c=2", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("https://a.example/ onclick=alert(1)", False),
        ("data:text/html,<b>x</b>", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url, is_link):
    """The article's own address, without telling it where the reader comes from."""
    sheet = proven("versailles")
    found = Reader(html.render(replace(sheet, article=replace(sheet.article, url=url)), NEWS))
    assert [link for link in found.links if not link.startswith("#")] == ([url] if is_link else [])


@pytest.mark.parametrize("name", ["wikinews-worship", "versailles", "long-mueller-i-iii"])
def test_a_page_is_at_most_60_kb_more_than_its_article(name):
    """The shortest and the longest story; what is left out is counted."""
    article = read_article(ROOT / "fixtures" / "articles" / f"{name}.txt")
    sheet = asyncio.run(make_sheet(article, NEWS, Extractive()))
    page = html.render(sheet, NEWS)
    assert len(page.encode()) <= len(article.text.encode()) + 60_000


def test_language_and_direction_are_those_of_the_article():
    """The page's own words are English; the article and the facts have its language, and its direction."""
    hostile = proven("hostile")
    arabic = replace(hostile, article=replace(hostile.article, language="ar"))
    page = html.render(arabic, NEWS)
    assert '<html lang="en" dir="ltr">' in page
    assert re.search('<section id="article"[^>]* lang="ar" dir="rtl">', page)


def test_what_must_not_be_used_is_said_in_words():
    """Standings are read, not only seen: not proven, doubtful with the doubt, and "Not verified" with the reason."""
    text = " ".join("".join(Reader(html.render(hostile_sheet("So."), NEWS)).text).split())
    assert "~ not proven" in text
    assert "(!) doubtful: So." in text
    assert "Not verified" in text
