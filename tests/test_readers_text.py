"""Plain text: front matter, body and foot are separated, and the recorded stories keep their zones."""

import json
from pathlib import Path

import pytest

from factsheet.readers import read_article
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript

CASES = Path(__file__).parent / "cases" / "readers"
PINNED = json.loads((CASES / "zones.json").read_text(encoding="utf-8"))


def outline(article):
    """The zones in order, runs counted, and what became metadata."""
    runs = []
    for paragraph in article.paragraphs:
        if runs and runs[-1][0] == paragraph.zone:
            runs[-1][1] += 1
        else:
            runs.append([paragraph.zone, 1])
    names = ("title", "section", "standfirst", "byline", "dateline_place", "published", "updated")
    known = {name: value for name in names if (value := getattr(article, name))}
    return {"zones": " ".join(f"{zone}*{count}" if count > 1 else zone for zone, count in runs), **known}


@pytest.mark.parametrize("name", sorted(PINNED))
def test_a_fixture_keeps_its_zones(name, fixtures):
    """The prompts of recorded stories rest on their zones: a reader that changes one changes them knowingly."""
    assert outline(read_article(fixtures / "articles" / name)) == PINNED[name]


def test_no_paragraph_of_a_document_is_lost_where_spaces_were_added():
    """The places of paragraphs move when spaces are added: a block of one character, and all below it, stay."""
    manuscript = Manuscript("report.pdf", "pdf")
    manuscript.add("body", "The quay gave way on Monday.The boats were moved.Nobody was hurt, the harbour office said.")
    for zone, text in [
        ("boilerplate", "3"),
        ("body", "It was built in 1961."),
        ("list", "a crane"),
        ("list", "a lamp"),
    ]:
        manuscript.add(zone, text)
    article = article_of(manuscript)
    zones = [(one.zone, article.text[one.start : one.end]) for one in article.paragraphs]
    assert zones[1:] == [
        ("boilerplate", "3"),
        ("body", "It was built in 1961."),
        ("list", "a crane"),
        ("list", "a lamp"),
    ]
