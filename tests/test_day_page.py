"""The day's page and feed: every story once, searchable by its brief, and no active content."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from batching import write_stories
from hostile import STRINGS, shown, squeezed
from test_digest import _add, _who, ledger  # noqa: F401 - a fixture
from test_html import Reader

from factsheet.batch.digest import feed, index_page, read_day
from factsheet.cli import run

ATOM = "{http://www.w3.org/2005/Atom}"


def words_of(page):
    """What a search looks through, a story each."""
    return json.loads(re.search(r'<script type="application/json" id="words">(.*?)</script>', page, re.DOTALL)[1])


def test_an_empty_day_is_a_page_and_a_feed(ledger):  # noqa: F811
    """A ledger without articles gives both, and they say so."""
    assert "0 items read" in index_page(read_day(ledger))
    assert words_of(index_page(read_day(ledger))) == []
    assert ET.fromstring(feed(read_day(ledger))).findall(f"{ATOM}entry") == []


def test_every_story_stands_once_under_its_subject_and_is_found_by_what_its_brief_says(ledger):  # noqa: F811
    """In the order of the digest, with a link to its page; names and statements are in the data of the search."""
    quake = {"subjects": ["disaster"], "participants": _who("Ana Ruiz"), "summary": [{"statement": "The earth shook."}]}
    _add(ledger, 1, outline=quake, updated="2026-11-24T09:00:00+00:00", agency="NP")
    _add(
        ledger,
        2,
        outline={"subjects": ["sport"], "summary": [{"statement": "They won.", "standing": "open"}]},
        errors=1,
    )
    _add(ledger, 3, outline={"subjects": ["sport"]}, agency="OP")
    _add(ledger, 4, "unreadable", reason="no text")
    page = index_page(read_day(ledger))
    links = [link for link in Reader(page).links if link.startswith("briefs/")]
    assert links == ["briefs/story-2.html", "briefs/story-3.html", "briefs/story-1.html"]
    found = words_of(page)
    assert "ana ruiz" in found[2]
    assert "the earth shook." in found[2]
    text = " ".join("".join(Reader(page).text).split())
    assert "Sport (2)" in text
    assert "They won. ~" in text
    assert "1 not verified" in text
    assert "needs a person (1)" in text
    assert "what came of 1 other item" in text


def test_a_story_without_a_headline_is_called_by_what_it_says(ledger):  # noqa: F811
    """The first statement of its summary is the link, and does not stand below it again."""
    _add(ledger, 1, title="", slug="", outline={"summary": [{"statement": "The earth shook in Vigo."}]})
    page = index_page(read_day(ledger))
    assert "".join(Reader(page).text).count("The earth shook in Vigo.") == 1
    assert "story-1<" not in page


@pytest.mark.parametrize(("bare", "is_mapped"), [(1, True), (3, False)])
def test_a_day_without_subjects_has_no_map_of_them(ledger, bare, is_mapped):  # noqa: F811
    """A tile for the stories without a subject would be the map where they are the most."""
    subjects = ["sport", "disaster", *[None] * bare]
    for number, subject in enumerate(subjects, 1):
        _add(ledger, number, outline={"subjects": [subject] if subject else []})
    assert ('class="map"' in index_page(read_day(ledger))) is is_mapped


@pytest.mark.parametrize("number", range(len(STRINGS)))
def test_hostile_strings_are_text_in_page_and_feed(ledger, number):  # noqa: F811
    """Titles, names, subjects, agencies: no element, attribute or script of theirs, and well-formed XML."""
    text = STRINGS[number][:300].replace("\x00", "")
    summary = [{"statement": text + ".", "standing": "open"}]
    outline = {"subjects": [text], "participants": _who(text), "summary": summary}
    _add(ledger, 1, outline=outline, title=text, agency=text, updated=text, urgency=text, errors=1)
    _add(ledger, 2, outline=outline, title=text, agency=text + "2")
    page = index_page(read_day(ledger))
    found = Reader(page)
    assert not found.tags & {"svg", "img", "iframe", "circle"}
    assert not {name for name in found.attributes if name.startswith("on")}
    assert page.count("<script") == page.count("</script>") == 2
    assert {link.partition("/")[0] for link in found.links} == {"briefs", "digest.md", "feed.xml"}
    assert squeezed("".join(found.text)).count(shown(text)) >= 2
    assert len(words_of(page)) == 2
    entries = ET.fromstring(feed(read_day(ledger))).findall(f"{ATOM}entry")
    assert [squeezed(entry.find(f"{ATOM}title").text) for entry in entries] == [shown(text)] * 2


def test_the_feed_is_atom_with_the_latest_first(ledger):  # noqa: F811
    """Each with an id, a time as RFC 3339 has it, and a link; a day without an hour is its beginning."""
    _add(ledger, 1, updated="2026-11-24T09:30:00+01:00", outline={"summary": [{"statement": "It rained."}]})
    _add(ledger, 2, published="2026-11-25")
    root = ET.fromstring(feed(read_day(ledger)))
    entries = root.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}id").text for entry in entries] == ["urn:factsheet:story-2", "urn:factsheet:story-1"]
    times = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert times == ["2026-11-25T00:00:00Z", "2026-11-24T09:30:00+01:00"]
    assert root.find(f"{ATOM}updated").text == times[0]
    assert entries[0].find(f"{ATOM}link").get("href") == "briefs/story-2.html"
    assert entries[1].find(f"{ATOM}summary").text == "It rained."


def test_a_batch_writes_a_page_for_the_day_and_for_every_brief(tmp_path, monkeypatch, capsys):
    """And `factsheet open` finds them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    write_stories(tmp_path / "in", 2)
    assert run(["batch", "in", "-o", "out", "-q"]) == 0
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    links = [link for link in Reader(page).links if link.startswith("briefs/")]
    assert links
    for link in links:
        assert (tmp_path / "out" / link).read_text(encoding="utf-8").startswith("<!doctype html>")
    ET.parse(tmp_path / "out" / "feed.xml")
    capsys.readouterr()
    assert run(["open", "out", "--print-path"]) == 0
    assert capsys.readouterr().out.strip() == "out/index.html"
    sheet = next((tmp_path / "out" / "sheets").iterdir())
    assert run(["open", str(sheet), "--print-path"]) == 0
    page = Path(capsys.readouterr().out.strip())
    assert page.name == f"{sheet.stem}.html"
    assert page.parent.parent == tmp_path


@pytest.mark.parametrize(("what", "said"), [("nothing.json", "neither a folder"), (".", "has no index.html")])
def test_what_cannot_be_opened_is_said(tmp_path, monkeypatch, capsys, what, said):
    """With the exit code of unreadable input."""
    monkeypatch.chdir(tmp_path)
    assert run(["open", what]) == 2
    assert said in capsys.readouterr().err
