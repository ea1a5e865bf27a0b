"""The page names the source of its article, when it was read and, for speech, when the words were said."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from factsheet.batch.ledger.columns import key_of
from factsheet.briefs.about import whence
from factsheet.cli import cli
from factsheet.kinds import load_kind
from factsheet.readers import read_article
from factsheet.readers.stamps import stamped
from factsheet.sheets import load

CASES = Path(__file__).parent / "cases" / "formats"
PLACES = {
    "story.txt": "from story.txt",
    "/home/jane/desk/story.txt": "from story.txt",
    "C:\\Users\\jane\\story.txt": "from story.txt",
    "/srv/feed.zip!day/a.xml": "from feed.zip!day/a.xml",
    "/srv/day.jsonl:12": "from day.jsonl:12",
    "/srv/message.xml#2": "from message.xml#2",
    "/srv/c.mbox#3!release.docx": "from c.mbox#3!release.docx",
    "-": "from standard input",
}


@pytest.mark.parametrize("source", PLACES)
def test_a_page_names_the_file_and_not_its_folder(source):
    """The place inside a file stays; the folders of somebody's machine are not printed."""
    assert whence(replace(read_article(CASES / "docx" / "google.docx"), source=source)) == PLACES[source]


def test_an_address_is_named_before_a_file_and_a_long_one_is_cut():
    """Where the page of a saved file is known, that is where the story came from."""
    article = read_article(CASES / "pages" / "chrome.mhtml")
    assert whence(article) == "from https://gazette.example/berth"
    assert len(whence(replace(article, url="https://gazette.example/" + "a" * 5_000))) < 200


def test_the_time_of_reading_is_set_by_whoever_makes_a_page(monkeypatch):
    """In UTC to the minute; it is no part of what tells one article from another."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1776153900")
    article = read_article(CASES / "docx" / "google.docx")
    assert article.read_at is None
    assert stamped(article).read_at == "2026-04-14T08:05Z"
    assert whence(stamped(article)) == "from google.docx, read 2026-04-14 08:05Z"
    assert key_of(stamped(article)) == key_of(replace(article, source="/elsewhere.docx", url="https://a.example/"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert stamped(article).read_at > "2026"


def test_sheet_and_page_say_where_and_when(monkeypatch):
    """The sheet has the address, the time and the times of speech, and reads them back; the page prints them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1776153900")
    path = str(CASES / "transcripts" / "whisper.txt")
    page = CliRunner().invoke(cli, ["brief", "-q", path])
    assert "from whisper.txt, read 2026-04-14 08:05Z" in page.output
    assert "¶1 00:00:04" in page.output
    document = CliRunner().invoke(cli, ["brief", "-q", "-f", "json", path]).stdout
    article = load(document, load_kind()).article
    assert article.read_at == "2026-04-14T08:05Z"
    assert article.cues == read_article(path).cues
    assert article.time_at(article.text.index("The old quay")) == "00:00:46"
    found = CliRunner().invoke(cli, ["locate", path, "The old quay is to be surveyed by June"])
    assert "¶5 00:00:46 " in found.output
