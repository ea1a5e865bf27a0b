"""Every format: the exact article read from a sample, and what must never come out."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from factsheet.readers import FORMATS, read_articles, sniffing
from factsheet.records import BODY_ZONES

CASES = Path(__file__).parent / "cases" / "readers"
SAMPLES = sorted(
    path
    for path in CASES.iterdir()
    if path.suffix not in {".py", ".jsonl"} and path.name not in {"expected.json", "zones.json"}
)
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))

PRIVATE = "5550199"
"""Part of every telephone number in the samples' parts that are not for publication."""


def understood(path):
    """The articles of a file as plain values, their paragraphs as [zone, words], and the problems, without the path."""
    problems = []
    articles = []
    for article in read_articles(path, on_problem=problems.append):
        known = {key: value for key, value in asdict(article).items() if value not in (None, (), "")}
        known["source"] = known["source"].replace(str(path), path.name)
        text = known.pop("text", "")
        known["paragraphs"] = [[p["zone"], text[p["start"] : p["end"]]] for p in known.get("paragraphs", ())]
        articles.append(json.loads(json.dumps(known)))
    return {"articles": articles, "problems": [str(problem).replace(str(path), path.name) for problem in problems]}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_understood(path):
    """Headline, body with zones, dates, language, status and all else are what the file says, and nothing more."""
    assert understood(path) == EXPECTED[path.name]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_nothing_private_is_in_the_record(path):
    """A part that is not for publication is nowhere in the article: not in its text, its metadata or its warnings."""
    for article in read_articles(path, on_problem=lambda _: None):
        assert PRIVATE not in json.dumps(asdict(article))


def test_the_samples_have_private_parts_to_leak():
    """The test above can fail: half a dozen samples hold the number that must not come out."""
    assert sum(PRIVATE.encode() in path.read_bytes() for path in SAMPLES) >= 6


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_paragraphs_are_spans_of_the_text_in_order(path):
    """Offsets count the code points of the text; paragraphs do not overlap, and the body is numbered from 1."""
    for article in read_articles(path, on_problem=lambda _: None):
        at = 0
        for paragraph in article.paragraphs:
            assert at <= paragraph.start < paragraph.end <= len(article.text)
            assert article.text[paragraph.start : paragraph.end].strip()
            at = paragraph.end
        numbers = [paragraph.number for paragraph in article.paragraphs if paragraph.number]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(p.zone in BODY_ZONES for p in article.paragraphs if p.number)


def test_there_is_a_sample_of_every_document_format():
    """No reader goes without a case."""
    paths = [*SAMPLES, *(CASES.parent / "formats").glob("*/*")]
    found = {sniffing.sniff(path.read_bytes()) for path in paths}
    found |= {article.format for path in paths for article in read_articles(path, on_problem=lambda _: None)}
    assert found >= set(FORMATS) - {"zip", "gzip", "jsonl", "picture"}  # `test_ocr` has pictures


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_name_of_a_file_does_not_matter(path, tmp_path):
    """The same bytes under a name without a suffix, and in UTF-16 where they are XML, give the same headlines."""
    titles = [article.title for article in read_articles(path, on_problem=lambda _: None)]
    copy = tmp_path / "0001"
    copy.write_bytes(path.read_bytes())
    assert [article.title for article in read_articles(copy, on_problem=lambda _: None)] == titles
    if path.suffix == ".xml":
        text = path.read_bytes().decode("iso-8859-15" if b"8859-15" in path.read_bytes()[:60] else "utf-8")
        copy.write_bytes(text.encode("utf-16"))
        assert [article.title for article in read_articles(copy, on_problem=lambda _: None)] == titles


def test_a_news_item_with_a_text_in_a_field_of_any_name_keeps_it(tmp_path):
    """One key of an item, such as a note to editors, does not make the usual names of other fields unknown."""
    path = tmp_path / "feed.jsonl"
    row = {"title": "Chemist freed", "text": "Police questioned a chemist.", "published": "2025-07-22T13:00:00Z"}
    path.write_text(json.dumps(row | {"agency": "PLN", "ednote": "CORRECTS that he was arrested"}), encoding="utf-8")
    (article,) = read_articles(path)
    assert [article.text[p.start : p.end] for p in article.body()] == ["Police questioned a chemist."]
    assert (article.agency, article.published, article.update_kind) == ("PLN", "2025-07-22T13:00:00Z", "correction")
