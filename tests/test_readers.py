"""Readers: articles of each format, several in one file, and a bad one does not affect the others."""

import gzip
import io
import json
import zipfile

import pytest

from factsheet.errors import ReadError
from factsheet.readers import read_article, read_articles

NITF = """<?xml version="1.0"?>
<nitf><head><docdata><doc-id id-string="x-1"/><date.issue norm="20260301T101500+0100"/></docdata></head>
<body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>
<body.content><p>The council of Lindau voted on Sunday to keep its library open until the end of the year.</p>
</body.content></body></nitf>"""


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_gives_its_good_articles_and_says_which_are_bad(tmp_path):
    """In a file of many the good ones are read, and each bad one is handed over with its name."""
    path = tmp_path / "feed.zip"
    members = {"a.xml": NITF.format(title="One"), "../../b.xml": b"<nitf><head>", "c.txt": NITF.format(title="Three")}
    path.write_bytes(packed(members))
    problems = []
    articles = list(read_articles(path, on_problem=problems.append))
    assert [(article.title, article.source) for article in articles] == [
        ("One", f"{path}!a.xml"),
        ("Three", f"{path}!c.txt"),
    ]
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"{path}!../../b.xml: ")


def test_without_a_callback_the_bad_ones_are_raised_after_the_good_ones(tmp_path):
    """Nobody who does not ask for problems loses a good article to a bad one, or never hears of it."""
    path = tmp_path / "day.jsonl"
    path.write_text('{"title": "A", "text": "A story."}\n{broken\n{"title": "B", "text": "Another story."}\n')
    seen = []
    with pytest.raises(ReadError, match=rf"{path}:2:2: not JSON"):
        seen.extend(article.title for article in read_articles(path))
    assert list(read_articles(path, on_problem=[].append))[1].source == f"{path}:3"


def test_articles_are_read_as_they_are_asked_for(tmp_path):
    """The second line is not looked at before the first article is taken."""
    path = tmp_path / "day.jsonl"
    path.write_text('{"title": "A", "text": "A story."}\n{broken\n')
    problems = []
    articles = read_articles(path, on_problem=problems.append)
    assert next(articles).title == "A"
    assert problems == []
    assert list(articles) == []
    assert len(problems) == 1


def test_gzip_is_unpacked_whatever_it_is_called(tmp_path):
    """The content says what a file is."""
    path = tmp_path / "story.txt"
    path.write_bytes(gzip.compress(NITF.format(title="Packed").encode()))
    article = read_article(path)
    assert (article.title, article.format, article.published) == ("Packed", "nitf", "2026-03-01T10:15:00+01:00")


def test_fields_of_json_lines_are_named_in_the_format(tmp_path):
    """A file with fields of its own names is read by saying which is which."""
    path = tmp_path / "day.jsonl"
    path.write_text(json.dumps({"hed": "A", "art": {"raw": "A story."}, "when": "2026-03-01"}) + "\n")
    article = read_article(path, format="jsonl:title=hed,text=art.raw,published=when")
    assert (article.title, article.published) == ("A", "2026-03-01")
    with pytest.raises(ReadError, match="does not name a field"):
        read_article(path, format="jsonl:colour=blue")


def test_one_article_is_wanted_where_one_is_asked_for(tmp_path):
    """A file of many is not silently cut to its first."""
    path = tmp_path / "two.json"
    path.write_text(json.dumps([{"headline": "A", "body_text": "One."}, {"headline": "B", "body_text": "Two."}]))
    with pytest.raises(ReadError, match="more than one"):
        read_article(path)


def test_where_one_article_is_wanted_the_first_of_a_paste_is_read(tmp_path):
    """The other stories are named in a warning; of a feed none is chosen."""
    stories = (
        f"{title}\n\nLINDAU, Jan 4 (TNA) - The library stays open until the spring, the council said on Monday.\n\n"
        for title in ("Library stays open", "Bridge closes", "Ferry runs again")
    )
    path = tmp_path / "paste"
    path.write_text("".join(stories), encoding="utf-8")
    article = read_article(path)
    assert article.title == "Library stays open"
    assert "“Bridge closes”, “Ferry runs again”" in article.warnings[-1]
    assert len(list(read_articles(path))) == 3
    path.write_text('{"title": "A", "text": "A man fell in Rome."}\n{"title": "B", "text": "Two rose in Oslo."}\n')
    with pytest.raises(ReadError, match="holds more than one article"):
        read_article(path)
