"""Edge cases of small reading rules: times and zones, marks and embargoes, private parts, markup."""

import pytest

from factsheet.readers import bylines, practice, private, read_article
from factsheet.readers.dates import find_dates, machine_time
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.subjects import subjects
from factsheet.readers.text import article_from_text
from factsheet.readers.transmissions import year

SENTENCE = "The council of Lindau voted on Sunday to keep its library open until the end of the year."
NITF = (
    "<nitf><head/><body><body.head><hedline><hl1>One</hl1></hedline></body.head>"
    "<body.content>{}</body.content></body></nitf>"
)


def read(tmp_path, text):
    path = tmp_path / "F"
    path.write_text(text, encoding="utf-8")
    return read_article(path)


def blocks(article):
    return [(p.zone, article.text[p.start : p.end]) for p in article.paragraphs if p.zone != "headline"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("20160908T132446+0100", "2016-09-08T13:24:46+01:00"),
        ("2016-09-08T13:24:46.123-05:30", "2016-09-08T13:24:46-05:30"),
        ("2016-09-08 13:24 GMT", "2016-09-08T13:24:00Z"),
        ("2016-09-08T13:24+14:00", "2016-09-08T13:24:00+14:00"),
        ("2016-09-08T13:24+15:00", None),
        ("2016-09-08T13:24+01:60", None),
        ("2016-09-08T25:00", None),
        ("8.9.2016 13:24", "2016-09-08T13:24:00"),
        ("Thu, 08 Sep 2016 13:24:46 -0330", "2016-09-08T13:24:46-03:30"),
        ("Thu, 08 Sep 2016 13:24:46 +0000", "2016-09-08T13:24:46Z"),
        ("Thu, 08 Sep 2016 13:24:46", "2016-09-08T13:24:46"),
        ("soon", None),
        (None, None),
    ],
)
def test_a_time_keeps_its_zone_and_gets_none(text, time):
    """A zone is as far from UTC as one is, on its own side of it, and never made up."""
    assert machine_time(text) == time


def test_only_certain_dates_are_found():
    """A month by its name or a day that is there; 30 February is none, and neither is 03/04."""
    text = "29. Mai 2017, 30.2.2017, 03/04/2017, May 1st, 2018, le 1er août 2019"
    assert find_dates(text) == ["2017-05-29", "2018-05-01", "2019-08-01"]
    assert find_dates("29 de mayo de 2017 and 28 May 2017") == ["2017-05-29", "2017-05-28"]


@pytest.mark.parametrize(("digits", "full"), [("69", 2069), ("70", 1970), ("17", 2017)])
def test_the_century_turns_in_1970(digits, full):
    """As POSIX has it."""
    assert year(digits) == full


def marked(**known):
    manuscript = Manuscript("F", "nitf")
    manuscript.know(**known)
    manuscript.add("body", f"{SENTENCE} " * 5)
    return practice.finished(manuscript.article())


def test_a_signal_that_kills_makes_the_status():
    """Whatever else the status and the headline say."""
    article = marked(update_kind="kill", status="usable", title="CORRECTED-Mine reopens")
    assert (article.status, article.update_kind) == ("cancelled", "kill")


def test_a_hold_does_not_bring_a_killed_story_back():
    """A killed story stays killed where its headline still says HOLD."""
    assert marked(status="cancelled", title="HOLD-Mine reopens").status == "cancelled"
    assert marked(status="usable", title="HOLD-Mine reopens").status == "withheld"


def test_the_end_of_an_embargo_beats_the_mark_of_one():
    """EMBARGOED in the headline takes no time away from the format's own field."""
    assert marked(embargo="2026-03-02T12:00:00Z", title="EMBARGOED-Mine reopens").embargo == "2026-03-02T12:00:00Z"
    assert marked(title="EMBARGOED-Mine reopens").embargo == "unknown"


def test_a_status_of_embargoed_is_an_embargo_on_a_usable_story():
    """Its end is what the format says, or unknown; another status has no end."""
    assert practice.status_and_embargo("Embargoed", "20260302T120000Z") == {
        "status": "usable",
        "embargo": "2026-03-02T12:00:00Z",
    }
    assert practice.status_and_embargo("embargoed", None)["embargo"] == "unknown"
    assert practice.status_and_embargo("stat:withheld", "20260302") == {"status": "withheld"}


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("Jane Doe, jane@example.org", True),
        ("(Jane Doe can be reached by readers of this story at her desk by writing to jane@example.org)", True),
        ("Editors with questions: jane@example.org or any of the others who are at the desk", True),
        ("The leaked message was sent from jane@example.org to a dozen ministers on Sunday, the court heard.", False),
        ("Nobody answered at the ministry.", False),
    ],
)
def test_a_line_for_a_number_is_told_from_a_sentence_with_one(text, reaches):
    """In brackets, after a label or with few other words; a sentence of a story keeps its address."""
    assert private.reaches_somebody(text) is reaches


def test_contacts_end_where_text_or_a_heading_begins():
    """What follows a heading of contacts is withheld up to a long paragraph, or the next heading."""
    manuscript = Manuscript("F", "nitf")
    for zone, text in (
        ("body", SENTENCE),
        ("body", "Media contact:"),
        ("body", "Jane Doe"),
        ("body", f"{SENTENCE} " * 2),
        ("body", "Contacts"),
        ("body", "John Roe"),
        ("subhead", "What is next"),
        ("body", "A vote."),
    ):
        manuscript.add(zone, text)
    private.withhold(manuscript)
    assert [block.text[:12] for block in manuscript.body] == [SENTENCE[:12], SENTENCE[:12], "What is next", "A vote."]
    assert manuscript.withheld == 2


@pytest.mark.parametrize(("times", "kept"), [(1, 0), (6, 1)])
def test_a_labelled_notice_is_withheld_and_a_long_paragraph_is_not(times, kept):
    """A label with an address is for editors; what is longer than any notice is text."""
    manuscript = Manuscript("F", "nitf")
    manuscript.add("body", f"Press enquiries: jane@example.org. {SENTENCE * times}")
    private.withhold(manuscript)
    assert len(manuscript.body) == kept


@pytest.mark.parametrize(
    ("line", "name"), [("By Jane Doe =", "Jane Doe"), ("Von Jane Doe und John Roe", "Jane Doe und John Roe")]
)
def test_a_byline_is_a_name(line, name):
    """A line "by reporters", or of a sentence, is none."""
    assert bylines.writer(line) == name
    assert bylines.writer("by reporters") is None
    assert bylines.writer("By then it was over; nobody stayed.") is None
    assert bylines.writer(None) is None


def test_a_second_paragraph_marked_as_the_lead_is_body(tmp_path):
    """A story has one lead."""
    article = read(tmp_path, NITF.format(f'<p lede="true">{SENTENCE}</p><p lede="true">{SENTENCE}</p>'))
    assert [zone for zone, _ in blocks(article)] == ["lead", "body"]


def test_two_line_breaks_end_a_paragraph_and_more_are_no_other(tmp_path):
    """One is a space; of five only the second divides."""
    article = read(tmp_path, NITF.format(f"<p>{SENTENCE}<br/>It did.<br/><br/><br/><br/><br/>Nobody spoke.</p>"))
    assert [text for _, text in blocks(article)] == [f"{SENTENCE} It did.", "Nobody spoke."]


def test_a_cell_in_a_cell_of_a_layout_is_read_once(tmp_path):
    """A table that holds tables is a layout: its cells are paragraphs, each of them once."""
    article = read(
        tmp_path, NITF.format(f"<table><tr><td><table><tr><td>{SENTENCE}</td></tr></table></td></tr></table>")
    )
    assert article.text.count(SENTENCE) == 1


def test_an_element_that_says_nonpublic_is_counted_and_gone(tmp_path):
    """As a class, a role, or a constraint on its publication."""
    private_part = '<p pubconstraint="npx:nonpublic">Nobody said so.</p><p class="np-nonpublic">Nobody did.</p>'
    article = read(tmp_path, NITF.format(f"<p>{SENTENCE}</p>{private_part}"))
    assert "Nobody" not in article.text
    assert "left out 2 parts not for publication" in article.warnings


def test_a_version_of_the_same_moment_is_no_update():
    """Only another time than the first one is when a story was updated."""
    manuscript = Manuscript("F", "nitf")
    manuscript.know_times("2026-03-02", "2026-03-02")
    assert manuscript.known == {"published": "2026-03-02"}
    later = Manuscript("F", "nitf")
    later.know_times(None, "2026-03-03")
    assert later.known == {"published": "2026-03-03"}


def test_only_a_branch_gives_way_to_a_topic_in_it():
    """A topic between the two is kept."""
    topics, _ = subjects(["medtop:04000000", "medtop:20000170", "medtop:20000209", "subj:04001000"])
    assert "medtop:04000000" not in topics
    assert {"medtop:20000170", "medtop:20000209"} <= set(topics)


def test_the_metadata_of_a_text_is_a_line_each():
    """What a text says above its story is tidied where it becomes metadata; the text only loses control characters."""
    text = f"Library to stay\n\nBy  Jane Doe\n\nLINDAU\n\n{SENTENCE}\n"
    article = article_from_text(text.replace("Jane", "Jane\u0002"), name="F")
    assert article.text == text
    assert (article.title, article.byline, article.dateline_place) == ("Library to stay", "Jane Doe", "LINDAU")
