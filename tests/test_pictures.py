"""Pictures: they show what a page may, agree with their tables, and contain only text of the sheet."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hostile import NEWS, STRINGS, shown, squeezed
from hypothesis import given
from hypothesis import strategies as st
from test_html import ATTRIBUTES, PICTURE, TAGS, Reader, proven

from factsheet.batch.digest.map import draw_map
from factsheet.briefs import html
from factsheet.briefs.drawing import draw_timeline, draw_voices
from factsheet.briefs.pictures import Event, Pictures, Timeline
from factsheet.records import Article, Evidence, FactSheet, Finding, Paragraph, Provenance, Standing, Usage

TEXT = "The mayor said the bridge is safe. Ana Ruiz denied it. Both spoke of the harbour."


def evidence(words):
    start = TEXT.index(words)
    return [Evidence(words, "exact", ((start, start + len(words)),), 1)]


def position(holder, statement, words):
    return {"holder": holder, "verb": "said", "statement": statement, "quotation": None, "evidence": evidence(words)}


def dispute(claim, made_by, disputed_by):
    made, other = evidence("The mayor said the bridge is safe"), evidence("Ana Ruiz denied it")
    return {
        "claim": claim,
        "made_by": made_by,
        "disputed_by": disputed_by,
        "status": "denied",
        "evidence_for": made,
        "evidence_against": other,
    }


def event(text, time, date):
    return {"event": text, "time": time, "date": date, "evidence": evidence("The mayor")}


def person(name, *aliases):
    return {"name": name, "kind": "person", "role": None, "aliases": list(aliases), "evidence": evidence("The mayor")}


def sheet_of(standings=(), findings=(), how=None, published=None, **facts):
    article = Article(TEXT, (Paragraph(0, len(TEXT), "body", 1),), published=published)
    made = Provenance("m", "e", "t", "p", "s", 1, Usage(1, 0, 1, 1, 0.1), how=how)
    whole = {**NEWS.empty(), **facts}
    sheet = FactSheet("news", article, whole, findings, made)
    given = dict(standings)
    every = (entry.pointer for entry in NEWS.entries(whole))
    return replace(sheet, standings=tuple(Standing(one, given.get(one, "proven")) for one in every))


BRIDGE = {
    "participants": [person("the mayor"), person("Ana Ruiz", "Ruiz")],
    "disputed_claims": [dispute("The bridge is safe", ["The Mayor"], ["Ruiz"])],
}


def marks(sheet):
    """What the picture has, as (matter, who, how, sign)."""
    voices = Pictures(sheet, NEWS).voices
    found = ((one.title, one.marks) for one in voices.matters) if voices else ()
    return [(title, name, how, mark.sign) for title, its in found for (name, how), mark in its.items()]


def test_the_sides_of_a_dispute_are_for_and_against():
    """By the main names of those who are listed, whatever the dispute calls them."""
    assert marks(sheet_of(**BRIDGE)) == [
        ("The bridge is safe", "the mayor", "for", ""),
        ("The bridge is safe", "Ana Ruiz", "against", ""),
    ]


def test_what_is_not_proven_has_its_sign_and_what_is_refuted_is_not_there():
    """Open and doubtful in the picture and the table; nothing of a refuted entry."""
    two = {**BRIDGE, "disputed_claims": [*BRIDGE["disputed_claims"], dispute("It is old", ["the mayor"], ["Ana Ruiz"])]}
    for standing, sign in (("open", "~"), ("doubtful", "(!)")):
        sheet = sheet_of({"/disputed_claims/0": standing}, **two)
        assert {(title, its) for title, _, _, its in marks(sheet)} == {("The bridge is safe", sign), ("It is old", "")}
        page = html.render(sheet, NEWS)
        picture = page[page.index("<svg") : page.index("</svg>")]
        assert picture.count(f">{sign}<") == 2
        assert page[page.index("</svg>") :].count(f"<b>{sign}</b>") == 3
    refuted = sheet_of({"/disputed_claims/0": "refuted"}, **two)
    assert {title for title, *_ in marks(refuted)} == {"It is old"}
    by_finding = sheet_of(findings=(Finding("x", "error", "/disputed_claims/0/claim", "wrong"),), **two)
    assert {title for title, *_ in marks(by_finding)} == {"It is old"}


def test_what_the_built_in_model_cannot_prove_is_in_no_picture():
    """As on the page: rules may leave out, and must not invent."""
    assert marks(sheet_of({"/disputed_claims/0": "open"}, how="built-in", **BRIDGE)) == []


@pytest.mark.parametrize(
    ("label", "statement", "proof", "speaks"),
    [
        ("harbour", "the harbours are closed", "The mayor", True),
        ("harbour", "it is closed", "Both spoke of the harbour", True),
        ("harbour walls", "the harbour is closed", "The mayor", False),
        ("port", "it is closed", "Both spoke of the harbour. "[:-2], True),
        ("port", "it is closed", "Ana Ruiz", False),
    ],
)
def test_a_statement_speaks_of_a_topic_whose_words_it_has(label, statement, proof, speaks):
    """Itself, in what proves it, or where the topic's own proof stands in that; else it is about something else."""
    topics = [{"label": label, "code": None, "evidence": evidence("the harbour")}]
    said = [position("the mayor", statement, proof), position("Ana Ruiz", "of the harbour walls and port", "Ana Ruiz")]
    found = marks(sheet_of(topics=topics, positions=said, participants=BRIDGE["participants"]))
    assert ((label, "the mayor", "says", "") in found) is speaks
    assert (("Something else", "the mayor", "says", "") in found) is not speaks


def test_a_mark_is_proven_no_further_than_the_topic_it_stands_in():
    """The statement is proven; that this is the topic is not."""
    topics = [{"label": "harbour", "code": None, "evidence": evidence("harbour")}]
    said = [position(name, "spoke of the harbour", "Both spoke") for name in ("the mayor", "Ana Ruiz")]
    found = marks(sheet_of({"/topics/0": "open"}, topics=topics, positions=said))
    assert found == [("harbour", "the mayor", "says", "~"), ("harbour", "Ana Ruiz", "says", "~")]


def test_two_who_say_it_together_are_two_where_both_are_known():
    """And one where they are not: the name of a firm may have an "and" in it."""
    found = marks(sheet_of(**{**BRIDGE, "disputed_claims": [dispute("It is", ["The mayor and Ruiz"], ["A and B"])]}))
    assert [(name, how) for _, name, how, _ in found] == [
        ("the mayor", "for"),
        ("Ana Ruiz", "for"),
        ("A and B", "against"),
    ]


def test_one_voice_or_one_point_in_time_is_no_picture():
    """There is nothing to compare."""
    alone = sheet_of(
        disputed_claims=[dispute("It is", ["the mayor"], [])], when=[event("It fell", "in May", "2017-05")] * 2
    )
    assert Pictures(alone, NEWS).voices is None
    assert Pictures(alone, NEWS).timeline is None
    assert "<svg" not in html.render(alone, NEWS)


def test_the_timeline_is_in_the_order_of_time():
    """A year, a month, a day and a period; what has no date is counted, and so is what has no room."""
    dates = ["2017-05-29", "1717", None, "2016-10", "2004/2009", "2017-05-30"]
    many = [event(f"Event {date}", "then", date) for date in dates]
    timeline = Pictures(sheet_of(when=many, published="2017-05-29T10:00:00Z"), NEWS).timeline
    assert [one.date for one in timeline.events] == ["1717", "2004/2009", "2016-10", "2017-05-29", "2017-05-30"]
    assert (timeline.undated, timeline.more, timeline.published) == (1, 0, "2017-05-29")
    long = Pictures(sheet_of(when=[event("It", "then", str(1900 + year)) for year in range(40)]), NEWS).timeline
    assert len(long.events) + long.more == 40
    assert long.more


def test_what_is_to_come_stands_below_the_day_of_publication():
    """The line is drawn once, before the first event after it, and not where there is none."""
    events = tuple(Event(f"2017-05-{day}", "", f"on {day}", "/x") for day in ("28", "29", "30", "31"))
    texts = [one.text for one in draw_timeline(Timeline(events, published="2017-05-29")).shapes if one.tag == "text"]
    assert texts.index("published 2017-05-29") == texts.index("on 29") + 1
    texts = [one.text for one in draw_timeline(Timeline(events[:2], published="2017-05-29")).shapes]
    assert "published 2017-05-29" not in texts


def test_a_longer_time_is_a_wider_gap():
    """Between the points on the line, and for a date that no calendar has there is none."""

    def gap(*dates):
        points = draw_timeline(Timeline(tuple(Event(one, "", "It", "/x") for one in dates))).shapes
        first, second = (one.attributes["cy"] for one in points if one.tag == "circle")
        return second - first

    assert gap("2017-05-29", "2017-05-30") < gap("2017-05", "2017-06") < gap("2016", "2017") < gap("1717", "2017")
    assert gap("0000", "2017-99-99") == gap("2017", "2017")


@pytest.mark.parametrize("number", range(len(STRINGS)))
def test_hostile_strings_are_text_in_pictures(number):
    """In names, claims, topics and events: only elements of the page, and the string."""
    text = STRINGS[number]
    sheet = sheet_of(
        participants=[person(text)],
        topics=[{"label": text, "code": None, "evidence": evidence("harbour")}],
        positions=[position(text, text, "harbour"), position("Ana Ruiz", "x", "harbour")],
        disputed_claims=[dispute(text, [text], ["Ana Ruiz"])],
        when=[event(text, text, "2017"), event(text, text, "2018"), event(text, text, text)],
        published=text,
    )
    found = Reader(html.render(sheet, NEWS))
    assert found.tags <= TAGS
    assert found.attributes <= {*ATTRIBUTES, "aria-label", "aria-hidden"}
    assert not found.open
    if not plain_is_empty(text):
        pictures = Pictures(sheet, NEWS)
        for drawing in (draw_voices(pictures.voices), draw_timeline(pictures.timeline)):
            drawn = squeezed("".join(one.text for one in drawing.shapes))
            assert shown(text)[:8] in drawn
            assert {one.tag for one in drawing.shapes} <= PICTURE
            assert drawing.width < 1000
            assert drawing.height < 1000


def plain_is_empty(text):
    return not shown(text)


def test_a_picture_is_the_same_bytes_every_time():
    """And has a title, a description, and every mark of its table."""
    page = html.render(proven("versailles"), NEWS)
    assert page == html.render(proven("versailles"), NEWS)
    picture = page[page.index("<svg") : page.index("</svg>")]
    named = re.search('aria-labelledby="([^"]*)"', picture)[1].split()
    assert [f'id="{name}"' in picture for name in named] == [True, True]
    voices = Pictures(proven("versailles"), NEWS).voices
    drawn = sum(one.attributes.get("class", "").startswith("sign") for one in draw_voices(voices).shapes)
    assert (
        drawn
        == sum(len(one.marks) for one in voices.matters)
        == len(re.findall("<td>|<bdi>", page)) - 3 * len(voices.matters)
    )


def test_the_map_has_a_tile_for_each_subject_as_large_as_its_stories():
    """Together they fill the map, and the last of many are one."""
    drawing = draw_map([("Sport", 6, 1), ("Politics", 3, 0), ("Arts", 1, 0)])
    tiles = [one.attributes for one in drawing.shapes if one.tag == "rect"]
    areas = [one["width"] * one["height"] for one in tiles]
    assert sum(areas) == drawing.width * drawing.height
    assert areas[0] == pytest.approx(2 * areas[1], rel=0.03)
    assert areas[1] == pytest.approx(3 * areas[2], rel=0.03)
    texts = [one.text for one in drawing.shapes if one.tag == "text"]
    assert texts[:3] == ["Sport", "6 stories", "1 to look at"]
    many = draw_map([(f"Subject {number}", 1, 0) for number in range(100)])
    assert sum(one.tag == "rect" for one in many.shapes) < 30
    assert "77 other" in " ".join(one.text for one in many.shapes)


SUBJECTS = ("Sport", "Crime, law and justice", "", "\u6f22" * 30)


@given(st.lists(st.tuples(st.sampled_from(SUBJECTS), st.integers(1, 60), st.just(0))))
def test_a_map_of_any_subjects_is_drawn(subjects):
    """Also where a tile has room for no line, or for none of the name."""
    drawing = draw_map(subjects)
    assert sum(shape.tag == "rect" for shape in drawing.shapes) == min(len(subjects), 24)
