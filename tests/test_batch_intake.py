"""Intake: an unreadable file is one row, and affects nothing else."""

import json
import zipfile

import pytest

from factsheet.batch.ledger import open_ledger
from factsheet.batch.wire import files, take_in

STORY = json.dumps({"headline": "Mine reopens", "body_text": "The mine at Northam reopened on Monday, its owner said."})


@pytest.fixture
def read(tmp_path):
    """Read files into a ledger; gives the titles, and what could not be read with its reason."""
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:

        def take(*paths):
            with ledger.transaction() as database:
                database.execute("INSERT INTO runs (id, started, pid, kind, model) VALUES (1, 'now', 1, 'news', 'm')")
            take_in(ledger, 1, files(map(str, paths)))
            rows = ledger.rows("SELECT source, title, state, reason FROM articles ORDER BY id")
            return [(row["source"], row["title"] or row["reason"]) for row in rows]

        yield take


def test_a_file_of_fragments_is_one_row(tmp_path, read):
    """A hundred lines that are no JSON are one row that counts them and names the first; the good line is read."""
    path = tmp_path / "day.jsonl"
    path.write_text("\n".join([STORY, *(f'{{"broken {number}' for number in range(100))]), encoding="utf-8")
    assert read(path) == [
        (f"{path}:1", "Mine reopens"),
        (str(path), "100 parts cannot be read, the first at 2:11: not JSON: Invalid control character at"),
    ]


def test_each_bad_file_of_an_archive_is_a_row(tmp_path, read):
    """Two broken members are two rows that name them, beside the story that is whole."""
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", "[1, 2, 3]")
        archive.writestr("b.json", STORY)
        archive.writestr("c.xml", "<rss><channel><item/><item/><item/></channel></rss>")
    found = dict(read(path))
    assert found[f"{path}!b.json"] == "Mine reopens"
    assert found.keys() == {f"{path}!{name}" for name in ("a.json", "b.json", "c.xml")}
    assert found[f"{path}!c.xml"].startswith("3 parts cannot be read, the first at #1: no article")


def test_control_characters_are_no_transmission(tmp_path, read):
    """Noise that begins like a transmission of an agency is a binary file, and not a story for each STX in it."""
    path = tmp_path / "noise.txt"
    path.write_bytes(b"\x01" + b"AB\x02CD\x03\x01" * 400)
    assert read(path) == [(str(path), "binary, not text: 1201 control characters")]


def test_what_a_batch_has_made_is_no_input(tmp_path):
    """`batch . -o out` a second time reads the articles again, not its own sheets."""
    (tmp_path / "story.txt").write_text("A story", encoding="utf-8")
    (tmp_path / "out" / "sheets").mkdir(parents=True)
    for name in ("ledger.db", "index.html", "sheets/story.json"):
        (tmp_path / "out" / name).write_text("{}", encoding="utf-8")
    assert list(files([str(tmp_path)])) == [str(tmp_path / "story.txt")]
