"""Layout: what fits is whole, what does not is counted, and no line is too wide, whatever the sheet holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from factsheet.briefs.layout import PROMPT_LINES, lay_out
from factsheet.briefs.page import Run
from factsheet.briefs.text import plain, wrap
from factsheet.briefs.underlining import runs_of
from factsheet.kinds import Kind, load_kind
from factsheet.records import Article, FactSheet, Finding, Paragraph, Provenance, Standing, Usage
from factsheet.sheets import load

CASES = Path(__file__).parent / "cases" / "briefs"
NEWS = load_kind()
COURT = load_kind(str(Path(__file__).parent / "kinds" / "court"))

TEXT = "HEADLINE\n\nFirst paragraph.\n\nSecond paragraph.\n\nA footer."
ARTICLE = Article(
    TEXT,
    (
        Paragraph(0, 8, "headline"),
        Paragraph(10, 26, "lead", 1),
        Paragraph(28, 45, "body", 2),
        Paragraph(47, 56, "boilerplate"),
    ),
)
MADE = Provenance("factsheet", "m", None, "0", "0", 1, Usage(1200, 0, 34, 1, 0.0125))

_UNSEEN = re.compile("[ \u2066-\u2069\u200e\u200f]")


def at(quote, match="exact"):
    if match == "absent":
        return {"quote": quote, "match": match, "start": None, "end": None}
    start = TEXT.index(quote)
    return {"quote": quote, "match": match, "start": start, "end": start + len(quote)}


def statement(text, *evidence, who=None):
    return {"statement": text, "according_to": who, "evidence": list(evidence or [at("First")])}


def sheet(facts, *findings, article=ARTICLE, made=MADE, kind=NEWS, standings=None):
    """A sheet whose entries are proven but for the `standings` that are given."""
    facts = kind.read({**kind.empty(), **facts})
    given = {standing.pointer: standing for standing in standings or ()}
    known = (given.get(entry.pointer, Standing(entry.pointer, "proven")) for entry in kind.entries(facts))
    return FactSheet(kind.name, article, facts, findings, made, standings=tuple(known))


def text_of(brief):
    return "\n".join("".join(run.text for run in line).rstrip(" ") for line in brief.lines)


def squeezed(text):
    return _UNSEEN.sub("", text.replace("\n", ""))


def from_file(name):
    return load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS)


# --- the page of a real story ---------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("name", ["versailles", "hostile"])
def test_a_page_fits_the_screen(name, width):
    """At any of the usual widths a page of 60 lines leaves room for the command and the prompt."""
    brief = lay_out(from_file(name), NEWS, width=width)
    assert len(brief.lines) <= 60 - PROMPT_LINES
    assert max(cell_len("".join(run.text for run in line)) for line in brief.lines) <= width


def test_a_wide_page_shows_more_than_a_narrow_one():
    """Two columns are there to be used: what is left out gets less with the width."""
    left_out = []
    for width in (60, 80, 120, 200):
        brief = lay_out(from_file("versailles"), NEWS, width=width)
        left_out.append(brief.more + sum(part.more for part in brief.page.parts))
    assert left_out == sorted(left_out, reverse=True)
    assert left_out[-1] < left_out[0]


def test_no_column_is_empty_while_something_is_left_out():
    """A section that does not fit the first column goes on in the second, below its name again."""
    texts = [f"Fact number {n} is told at some length here, so that it needs two lines or three." for n in range(60)]
    facts = {"summary": [statement(texts[0])], "background": [{**statement(text), "time": None} for text in texts]}
    brief = lay_out(sheet(facts), NEWS, width=120)
    left = ["".join(run.text for run in line)[:60] > " " * 60 for line in brief.lines]
    assert brief.page.parts[-1].more > 0
    assert "Background …" in text_of(brief)
    assert len(brief.lines) >= 60 - PROMPT_LINES - 2
    assert sum(left) >= len(brief.lines) - 3


def test_one_column_is_kept_where_everything_fits():
    """A short story on a wide screen is not torn into columns, and its lines stay readable."""
    brief = lay_out(sheet({"summary": [statement("One thing happened.")]}), NEWS, width=200)
    assert brief.width == 100
    assert not brief.more


def test_sections_stand_in_the_order_of_the_kind():
    """`order` in `x-brief` is the order on the page, and empty sections are left out."""
    brief = lay_out(from_file("versailles"), NEWS, width=80)
    expected = [
        section.title
        for section in sorted(NEWS.sections, key=lambda section: section.brief["order"])
        if section.brief.get("place") != "title" and from_file("versailles").facts.get(section.name)
    ]
    assert [part.title for part in brief.page.parts] == [*expected, "Not verified"]
    empty = lay_out(sheet({"topics": [{"label": "Ports", "evidence": [at("First")]}]}), NEWS, width=80)
    assert [part.title for part in empty.page.parts] == ["Topics"]


# --- what stands beside a fact ----------------------------------------------------------------------


def test_each_fact_names_its_paragraphs_or_its_zone():
    """Numbers of the body as ¶, in order and once; what is outside the numbered body by the zone's name."""
    proof = [at("A footer"), at("Second"), at("First"), at("paragraph")]
    page = text_of(lay_out(sheet({"summary": [statement("It happened.", *proof)]}), NEWS, width=80))
    assert "It happened. ¶1 ¶2 [boilerplate]" in page


def test_many_places_are_counted():
    """A fact with evidence in a hundred paragraphs does not carry a hundred numbers."""
    paragraphs = tuple(Paragraph(i * 2, i * 2 + 1, "body", i + 1) for i in range(100))
    article = Article("x " * 100, paragraphs)
    proof = [{"quote": "x", "match": "exact", "start": i * 2, "end": i * 2 + 1} for i in range(100)]
    page = text_of(lay_out(sheet({"summary": [statement("So.", *proof)]}, article=article), NEWS, width=80))
    assert "So. ¶1 ¶2 ¶3 ¶4 ¶5 ¶6 and 94 other places" in page


def test_a_warning_marks_its_fact_and_the_foot_explains_the_mark():
    """The mark is made of plain characters, so it is there without colour; without it no legend."""
    facts = {"summary": [statement("It happened."), statement("It did not.")]}
    warned = sheet(facts, Finding("hedge-lost", "warning", "/summary/1/statement", "the article says could"))
    page = text_of(lay_out(warned, NEWS, width=80))
    assert "It did not. ¶1 (!)" in page
    assert "It happened. ¶1\n" in page
    assert "(!) a check has a doubt" in page
    assert "(!)" not in text_of(lay_out(sheet(facts), NEWS, width=80))


def test_an_error_takes_a_fact_out_of_the_body():
    """It stands under Not verified with the reason in words, and with who it is put down to."""
    position = {
        "holder": "Bo",
        "topic": None,
        "stance": "neutral",
        "verb": "said",
        "statement": "the port will close",
        "quotation": "it will close",
        "manner": "quoted",
        "evidence": [at("First")],
    }
    error = Finding("quotation-absent", "error", "/positions/0/quotation", "“it will close” is not there")
    brief = lay_out(sheet({"positions": [position]}, error), NEWS, width=100)
    assert [part.title for part in brief.page.parts] == ["Not verified"]
    assert "Positions: Bo said: the port will close — “it will close” is not there" in text_of(brief)


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [([at("made up", "absent")], "the words given for it are not in"), ([], "no evidence is given for it")],
)
def test_a_fact_without_found_words_is_not_shown_as_fact(evidence, reason):
    """Even where no check said so: the page itself does not trust a fact that nothing proves."""
    fact = {"statement": "It happened.", "according_to": None, "evidence": evidence}
    brief = lay_out(sheet({"summary": [fact]}), NEWS, width=80)
    assert [part.title for part in brief.page.parts] == ["Not verified"]
    assert reason in text_of(brief)


def test_findings_about_the_whole_sheet_stand_at_the_top():
    """A missing part is said before any fact; a finding about a list that is empty is not lost either."""
    findings = (
        Finding("part-missing", "error", "", "the part ¶5–¶9 is missing from this sheet"),
        Finding("none", "warning", "/topics", "no topics"),
        Finding("chatter", "note", "", "a note"),
    )
    page = text_of(lay_out(sheet({"summary": [statement("It happened.")]}, *findings), NEWS, width=80))
    top = page.split("Summary")[0]
    assert "(!) the part ¶5–¶9 is missing" in top
    assert "(!) no topics" in top
    assert "a note" not in page


def test_the_status_of_the_story_comes_first():
    """Kill, embargo and correction are the first line; a usable story has no such line."""
    article = Article("x", (), title="T", status="canceled", embargo="2026-01-02T09:00:00Z", update_kind="correction")
    first = text_of(lay_out(sheet({}, article=article), NEWS, width=80)).split("\n")[0]
    assert first == "CANCELED · EMBARGOED until 2026-01-02 09:00Z · CORRECTION"
    usable = Article("x", (), title="T", status="usable")
    assert text_of(lay_out(sheet({}, article=usable), NEWS, width=80)).startswith("T\n")


def open_at(pointer, *words, text, why="not the article's words", field="statement"):
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in words)
    return Standing(pointer, "open", spans, why, field)


def test_the_foot_counts_standings_and_nothing_else():
    """One part for each standing that there is; what findings and evidence say counts before what the file says."""
    facts = {
        "summary": [
            statement("a"),
            statement("b"),
            statement("c"),
            statement("d"),
            statement("e", at("x", "absent")),
            statement("f"),
        ]
    }
    found = (Finding("c", "warning", "/summary/3", "odd"), Finding("c", "error", "/summary/5/statement", "wrong"))
    standings = (Standing("/summary/1", "confirmed"), open_at("/summary/2", text="c"))
    foot = text_of(lay_out(sheet(facts, *found, standings=standings), NEWS, width=120)).split("\n")[-4:]
    counts = "1 proven word by word · 1 confirmed by a second reading · 1 open · 1 doubtful · 2 refuted"
    assert f"{counts} · m" in " ".join(foot)
    assert "verbatim" not in " ".join(foot)


def test_a_sheet_without_standings_claims_nothing():
    """Made by an older version: every fact is marked as open, and the foot says what to do."""
    page = text_of(lay_out(replace(sheet({"summary": [statement("So.")]}), standings=()), NEWS, width=100))
    assert "So. ~ ¶1" in page
    assert "not proven by this version: factsheet check · m ·" in page
    assert "proven word by word" not in page


def test_words_that_are_not_the_article_s_are_underlined():
    """Between underscores, or as runs for a terminal that underlines; the legend says so, only where they occur."""
    text = "It happened very long ago."
    facts = {"summary": [statement(text), statement("Second.")]}
    one = sheet(facts, standings=[open_at("/summary/0", "very", "long", "ago", text=text)])
    page = lay_out(one, NEWS, width=100)
    assert "• It happened _very long ago_. ~ ¶1" in text_of(page)
    assert "• Second. ¶1" in text_of(page)
    assert text_of(page).endswith("· ~ not proven, and nothing against it · _words_: not in its evidence")
    terminal = lay_out(one, NEWS, width=100, underlined=True)
    assert [run.text for line in terminal.lines for run in line if run.under] == ["very long ago"]
    assert "_" not in text_of(terminal)
    legend = text_of(terminal).replace("\n", " · ")
    assert legend.endswith("· ~ not proven, and nothing against it · underlined words: not in its evidence")
    assert text_of(lay_out(sheet(facts), NEWS, width=100)).endswith("\n¶ paragraph of the body")


def test_thousands_of_stretches_are_underlined_as_one():
    """The statement of a model that loops: each by itself would take as long as their square."""
    words = [f"w{number}" for number in range(0, 1_000, 2)]
    text = " ".join(f"{word} of" for word in words)
    entry, (field, *_) = {"statement": text}, NEWS.section("summary").fields
    standing = replace(open_at("/summary/0", *words, text=text), field="statement")
    under = [run.text for run in runs_of(entry, field, text, "plain", standing) if run.under]
    assert under[:2] == ["w0", "w2"]
    assert (len(under), under[-1]) == (101, text[text.index("w200") : text.rindex(" of")])


def test_only_open_entries_have_words_underlined():
    """A doubtful or refuted one has its mark or its reason."""
    text = "It happened."
    standings = [replace(open_at("/summary/0", "happened", text=text), standing="doubtful", why="odd")]
    page = text_of(lay_out(sheet({"summary": [statement(text)]}, standings=standings), NEWS, width=100))
    assert "• It happened. ¶1 (!)" in page
    refused = [replace(standings[0], standing="refuted", why="a second reading says no")]
    page = text_of(lay_out(sheet({"summary": [statement(text)]}, standings=refused), NEWS, width=100))
    assert "Not verified  • Summary: It happened. — a second reading says no" in page


@pytest.mark.parametrize(
    ("raw", "word", "shown"),
    [
        ("  It \n really   happened ", "really", "• It _really_ happened"),
        ("It \x1b[2J really", "really", "• It ␛[2J _really_"),
        ("It soft\u00adly really", "really", "• It softly _really_"),
        ("It really", "It really", "• _It really_"),
        ("対話が重要だ", "重要", "• 対話が_重要_だ"),
    ],
)
def test_words_are_found_again_in_cleaned_text(raw, word, shown):
    """Spans are of the text as it is in the sheet, and the page shows it cleaned."""
    standings = [open_at("/summary/0", word, text=raw)]
    assert shown in text_of(lay_out(sheet({"summary": [statement(raw)]}, standings=standings), NEWS, width=100))


def test_words_of_a_list_and_of_a_quotation_are_found():
    """A list names the item; a quotation is shown without its marks."""
    person = {"name": "Bo", "aliases": ["B", "Bo Ek"], "kind": "person", "role": None, "evidence": [at("First")]}
    quoted = {
        "holder": "Bo",
        "topic": None,
        "stance": "neutral",
        "verb": "said",
        "statement": "Other.",
        "quotation": "“so it was”",
        "manner": "quoted",
        "evidence": [at("First")],
    }
    standings = [
        open_at("/participants/0", "Ek", text="Bo Ek", field="aliases/1"),
        open_at("/positions/0", "so", text="“so it was”", field="quotation"),
    ]
    page = text_of(
        lay_out(sheet({"participants": [person], "positions": [quoted]}, standings=standings), NEWS, width=100)
    )
    assert "“_so_ it was”" in page
    runs = underlining_runs(person, "aliases", "B, Bo Ek", standings[0])
    assert [run.text for run in runs if run.under] == ["Ek"]


def underlining_runs(entry, name, shown, standing):
    return runs_of(entry, NEWS.section("participants").field(name), shown, "text", standing)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=4),
    st.sampled_from(["statement", "statement/0", "", "nothing", "evidence/7", "according_to"]),
)
def test_offsets_that_do_not_fit_break_no_page(text, spans, field):
    """Whatever a file says, the words are those of the text, in their order."""
    entry = statement(text, who="Bo")
    shown = plain(text)
    runs = runs_of(
        entry,
        NEWS.section("summary").field("statement"),
        shown,
        "text",
        Standing("/summary/0", "open", tuple(spans), "", field),
    )
    assert "".join(run.text for run in runs) == shown
    assert all(run.text.strip() for run in runs if run.under)


def test_right_to_left_words_stay_whole():
    """In pieces they would lose their order: the fact is marked, and nothing in it underlined."""
    text = "قال وزير"
    page = lay_out(
        sheet({"summary": [statement(text)]}, standings=[open_at("/summary/0", "قال", text=text)]), NEWS, width=100
    )
    assert f"• \u2068{text}\u2069 ~ ¶1" in text_of(page)


def test_an_opinion_keeps_its_holder_when_room_is_short():
    """What may go is a quotation that repeats the statement, never who said it."""
    quotation = "and so on and on " * 80
    position = {
        "holder": "Bo",
        "topic": None,
        "stance": "neutral",
        "verb": "claimed",
        "statement": "the port will close",
        "quotation": quotation,
        "manner": "quoted",
        "evidence": [at("First")],
    }
    filler = [statement(f"Statement number {n} of a long story.") for n in range(80)]
    page = text_of(lay_out(sheet({"positions": [position], "summary": filler}), NEWS, width=80))
    assert "claimed: the port will close ¶1" in page
    assert "and so on" not in page
    alone = text_of(lay_out(sheet({"positions": [position]}), NEWS, width=80))
    assert "and so on" in alone


def test_groups_stand_in_the_order_of_who_they_name():
    """Positions are grouped by holder, the most important participant first, by name or alias."""
    people = [
        {"name": name, "kind": "person", "role": None, "aliases": aliases, "evidence": [at("First")]}
        for name, aliases in (("Ann Lee", ["Lee"]), ("Bo", []))
    ]
    said = [
        {
            "holder": holder,
            "topic": None,
            "stance": "neutral",
            "verb": "said",
            "statement": text,
            "quotation": None,
            "manner": "paraphrased",
            "evidence": [at("First")],
        }
        for holder, text in (("Cy", "one"), ("Bo", "two"), ("Lee", "three"), ("Bo", "four"))
    ]
    page = text_of(lay_out(sheet({"participants": people, "positions": said}), NEWS, width=80))
    assert [page.index(word) for word in ("three", "two", "four", "one")] == sorted(
        page.index(word) for word in ("three", "two", "four", "one")
    )


def test_both_sides_of_a_dispute_face_each_other():
    """Side by side where there is room, one below the other where there is not; silence is said."""
    claim = {
        "claim": "They did it.",
        "made_by": ["Ann"],
        "disputed_by": [],
        "status": "alleged",
        "evidence_for": [at("First paragraph")],
        "evidence_against": [],
    }
    wide = text_of(lay_out(sheet({"disputed_claims": [claim]}), NEWS, width=80))
    assert re.search(r"Claimed by: Ann +│ Disputed by: nobody in the", wide)
    narrow = text_of(lay_out(sheet({"disputed_claims": [claim]}), NEWS, width=40))
    assert "│" not in narrow
    assert narrow.index("Claimed by: Ann") < narrow.index("Disputed by: nobody")


def test_evidence_prints_the_articles_words():
    """Beneath each fact, from the article and not from the model; what was altered is shown as such."""
    altered = {**at("Second paragraph", "altered"), "quote": "Second chapter"}
    brief = lay_out(sheet({"summary": [statement("So.", altered)]}), NEWS, width=80, evidence=True)
    assert "“Second paragraph” ¶2 (given as “Second chapter”)" in text_of(brief)


# --- other kinds ----------------------------------------------------------------------------------


def test_a_kind_of_ones_own_needs_no_code():
    """The court report's sections, headings and title come out of its schema."""
    facts = {
        "case": {"name": "Crown v Holm", "court": "Westmark", "evidence": [at("First")]},
        "parties": [{"name": "Holm", "side": "defendant", "evidence": [at("Second")]}],
    }
    page = text_of(lay_out(sheet(facts, kind=COURT), COURT, width=80))
    assert page.startswith("Crown v Holm (Westmark)")
    assert "Parties       • Holm (defendant) ¶2" in page


def test_a_kind_without_annotations_still_renders():
    """Fields in order with dashes between; empty fields are left out."""
    schema = json.loads(json.dumps(dict(COURT.schema)))
    for section in schema["properties"].values():
        section.pop("x-brief", None)
    kind = Kind("bare", schema, {})
    facts = {
        "case": {"name": "Crown v Holm", "court": None, "evidence": [at("First")]},
        "parties": [{"name": "Holm", "side": "defendant", "evidence": [at("Second")]}],
    }
    page = text_of(lay_out(sheet(facts, kind=kind), kind, width=80))
    assert "• Crown v Holm ¶1" in page
    assert "• Holm — defendant ¶2" in page


# --- the bounds -----------------------------------------------------------------------------------


def test_a_title_that_is_too_long_is_counted_and_not_cut():
    """A title of 2,000 characters does not take the page; it is in the sheet, and the page says so."""
    long = "A headline without end " * 90
    facts = {"title": {"statement": long, "evidence": [at("First")]}, "summary": [statement("It happened.")]}
    brief = lay_out(sheet(facts), NEWS, width=80)
    page = text_of(brief)
    assert "A headline" not in page
    assert "+1 more in the sheet" in page
    assert "It happened." in page


def test_one_endless_item_does_not_hide_the_others():
    """It is set aside and counted; the others are shown whole."""
    facts = {"summary": [statement("on and on " * 2000), statement("It happened."), statement("And then.")]}
    page = text_of(lay_out(sheet(facts), NEWS, width=80))
    assert "It happened. ¶1" in page
    assert "And then. ¶1" in page
    assert "on and on" not in page
    assert "+1 more in the sheet" in page


def test_a_sheet_of_ten_thousand_facts_is_counted():
    """The work is bounded by the page: only so many items are wrapped."""
    facts = {"summary": [statement(f"Fact {n}. " * 5) for n in range(10_000)]}
    brief = lay_out(sheet(facts), NEWS, width=80)
    [part] = brief.page.parts
    assert len(part.items) + part.more == 10_000
    assert len(brief.lines) <= 60


words = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="対話が重要だ。、「」北京 ab", max_size=80),
    st.text(alphabet="שלום عليكم abc1 .,", max_size=80),
    st.text(alphabet="\x1b[2Jm\r\n\t\b\x9b\u200b\u202e\u2069\u0301\ufe0f\u200d❤👨 x", max_size=60),
    st.sampled_from(["word " * 300, "x" * 900, "", "[red]"]),
)
some = st.one_of(st.none(), words)
evidence = st.lists(
    st.sampled_from([at("First"), at("Second paragraph", "altered"), at("A footer"), at("no", "absent")]), max_size=3
)
names = st.lists(words, max_size=3)


def entries(max_size=12, **fields):
    return st.lists(st.fixed_dictionaries(fields), max_size=max_size)


news_facts = st.fixed_dictionaries(
    {
        "summary": entries(statement=words, according_to=some, evidence=evidence),
        "participants": entries(name=words, kind=st.just("person"), role=some, aliases=names, evidence=evidence),
        "location": entries(name=words, relation=st.just("scene"), country=some, evidence=evidence),
        "topics": entries(label=words, evidence=evidence),
        "positions": entries(
            holder=st.sampled_from(["Ann", "Bo", "北京首相", "سامح شكري", ""]),
            topic=some,
            stance=st.just("neutral"),
            verb=words,
            statement=words,
            quotation=some,
            manner=st.just("quoted"),
            evidence=evidence,
        ),
        "disputed_claims": entries(
            max_size=4,
            claim=words,
            made_by=names,
            disputed_by=names,
            status=st.just("denied"),
            evidence_for=evidence,
            evidence_against=evidence,
        ),
    },
    optional={"title": st.fixed_dictionaries({"statement": words, "evidence": evidence})},
)
findings = st.lists(
    st.builds(
        Finding,
        st.just("code"),
        st.sampled_from(["error", "warning", "note"]),
        st.sampled_from(["", "/summary/0", "/positions/1/quotation", "/title", "/nowhere", "/topics"]),
        words,
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(news_facts, findings, st.integers(40, 200), st.integers(24, 70), words)
def test_any_sheet_fits_any_screen(facts, found, width, height, headline):
    """No line is too wide, no page too long, every item shown is whole; shown, repeated and counted make all."""
    article = Article(TEXT, ARTICLE.paragraphs, title=headline or None, agency=headline, slug=headline)
    whole = sheet(facts, *found, article=article)
    brief = lay_out(whole, NEWS, width=width, height=height)
    assert len(brief.lines) <= height - PROMPT_LINES
    assert all(cell_len("".join(run.text for run in line)) <= width for line in brief.lines)

    total = sum(1 for entry in NEWS.entries(whole.facts) if entry.section.name != "title")
    counted = sum(len(part.items) + part.more for part in brief.page.parts) + brief.more + len(brief.repeats)
    # The title is in neither number, unless it is not verified or too long.
    assert counted in ({total, total + 1} if "title" in facts or headline else {total})

    if brief.width <= 100:
        page = squeezed(text_of(brief))
        for part in brief.page.parts:
            for item in part.items:
                texts = ("".join(run.text for run in runs) for runs in (item.runs, item.short))
                assert any(squeezed(text) in page for text in texts)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=4), st.integers(2, 90))
def test_wrapping_loses_nothing(texts, width):
    """The lines hold every character but spaces, in order, each within its width."""
    runs = tuple(Run(plain(text), own=True) for text in texts)
    lines = wrap(runs, width)
    joined = "".join(run.text for line in lines for run in line)
    assert squeezed(joined) == squeezed("".join(run.text for run in runs))
    assert all(cell_len("".join(run.text for run in line)) <= width for line in lines)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(alphabet="abc é—“”,\u00a0 ", max_size=30), max_size=5),
    st.integers(2, 20),
    st.one_of(st.none(), st.integers(0, 4)),
)
def test_latin_letters_are_broken_like_others(texts, width, limit):
    """The short way for text of one cell a character breaks its lines where the long way does, to the run."""

    def lines(letter):
        found = wrap(tuple(Run(text.replace("a", letter), own=True) for text in texts), width, limit)
        return found and [[run.text.replace(letter, "a") for run in line] for line in found]

    assert lines("a") == lines("я")


def position(statement, quotation):
    """A brief with one position, as text."""
    entry = {
        "holder": "Ann Lee",
        "topic": None,
        "stance": "neutral",
        "verb": "said",
        "statement": statement,
        "quotation": quotation,
        "manner": "quoted",
        "evidence": [at("First")],
    }
    return text_of(lay_out(sheet({"positions": [entry]}), NEWS, width=80))


def test_a_statement_that_only_repeats_its_quotation_gives_way_to_it():
    """The holder's own words are shown once; a statement with more to say, or that holds the quotation, stays."""
    assert "said: “We will not go”" in position("They will not go.", "We will not go,")
    both = position("The offer of last week is refused by the whole board.", "We will not go")
    assert squeezed("refused by the whole board. “We will not go”") in squeezed(both)
    assert "said: They “will not go”." in position("They “will not go”.", "will not go")
    assert "said: “we will not go”" in position("We will not go", "we will not go")


def figure(number, unit, of, who=None):
    """A brief with one figure, as text."""
    entry = {"number": number, "unit": unit, "of": of, "according_to": who, "evidence": [at("First")]}
    return text_of(lay_out(sheet({"figures": [entry]}), NEWS, width=80))


def test_a_unit_is_printed_once():
    """Neither after a number that has it, nor before what is counted where that begins with it."""
    assert "• 70 percent: share" in figure("70 percent", "percent", "share")
    assert "• US$ 20,000: bail" in figure("US$ 20,000", "US$", "bail")
    assert "• 38: members of the cabinet" in figure("38", "members", "members of the cabinet")
    assert "• 38 members: seats" in figure("38", "members", "seats")
    assert "Acme's share, according to Acme" in figure("70", "percent", "Acme's share", "Acme")
