"""Files that are easily misread, and their right twins: `cases/reading/*.jsonl`.

A case has the words of a file in `text`, its `encoding` where that is not UTF-8, and what must hold in `expect`:

    articles, problems        how many records, and how many errors
    headline, byline, dateline_place, published, status, embargo, item_type
                              that value, or one of several; null where there must be none; with `_not`, another one
    body_contains, body_lacks of the paragraphs that reach a model
    any_lacks                 words that are nowhere in the records
    paragraphs                how many there are, sub-heads apart
    warns                     a warning has one of these words
    refused                   whether a brief of it is refused
    either                    one of these must hold

Where there are several articles, this is said of the first. White space counts as one space.
"""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from factsheet.errors import ReadError, RefusedArticleError
from factsheet.readers import practice, read_articles

CASES = Path(__file__).parent / "cases" / "reading"
FIELDS = {"headline": "title"} | {
    name: name for name in ("byline", "dateline_place", "published", "updated", "status", "embargo", "item_type")
}
ROWS = [json.loads(line) for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def spaced(text):
    return " ".join(text.split())


def is_refused(article):
    try:
        practice.refuse(article, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    except RefusedArticleError:
        return True
    return False


def understood(path):
    """What is read of a file: articles and problems."""
    problems = []
    try:
        articles = list(read_articles(path, on_problem=problems.append))
    except ReadError as error:
        articles = []
        problems.append(error)
    return articles, problems


def is_right(article, key, wanted):
    """Whether a field of a record is as it is expected."""
    value = getattr(article, FIELDS[key.removesuffix("_not")])
    value = spaced(value) if value else value
    if key == "published_not":
        return not (value or "").startswith(wanted)
    allowed = wanted if isinstance(wanted, list) else [wanted]
    return (value in allowed) != key.endswith("_not")


def holds(understood, key, wanted):
    """Whether one thing that is expected holds of what was read."""
    articles, problems = understood
    first = articles[0] if articles else None
    body = first.body() if first else ()
    text = spaced(" ".join(first.text[p.start : p.end] for p in body)) if first else ""
    everything = spaced(json.dumps([asdict(one) for one in articles], ensure_ascii=False))
    rules = {
        "articles": lambda: len(articles) == wanted,
        "problems": lambda: len(problems) == wanted,
        "problems_at_most": lambda: len(problems) <= wanted,
        "body_contains": lambda: all(spaced(one) in text for one in wanted),
        "body_lacks": lambda: all(spaced(one) not in text for one in wanted),
        "any_lacks": lambda: all(spaced(one) not in everything for one in wanted),
        "paragraphs": lambda: sum(p.zone != "subhead" for p in body) == wanted,
        "warns": lambda: any(one in " ".join(first.warnings).lower() for one in wanted),
        "refused": lambda: is_refused(first) == wanted,
        "either": lambda: not all(faults(understood, one) for one in wanted),
    }
    if key in rules:
        return (first is not None or key not in {"warns", "refused"}) and rules[key]()
    return first is not None and is_right(first, key, wanted)


def faults(understood, expect):
    """What does not hold of what is expected."""
    return [f"{key}: {wanted}" for key, wanted in expect.items() if not holds(understood, key, wanted)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_file_is_read_for_what_it_is(row, tmp_path):
    """What each case says holds."""
    path = tmp_path / "file"
    path.write_bytes(row["text"].encode(row.get("encoding", "utf-8")))
    assert faults(understood(path), row["expect"]) == []
