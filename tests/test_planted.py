"""Errors planted in recorded sheets: `cases/planted.jsonl`.

Each line has an `article` of the fixtures and one `entry` of its sheet, near the article's own words and wrong. None
may be proven; the checks need not find it.
"""

from __future__ import annotations

import json
from functools import cache

import pytest
from conftest import ROOT, with_entry

from factsheet import load_kind, read_article
from factsheet.checking import check_subject
from factsheet.grounding import ground
from factsheet.proving import prove
from factsheet.proving.subject import Subject

LINES = (ROOT / "tests" / "cases" / "planted.jsonl").read_text(encoding="utf-8").splitlines()
KIND = load_kind()


@cache
def article_of(name):
    return read_article(str(ROOT / "fixtures" / "articles" / name))


@cache
def facts_of(name):
    """The facts of the recorded sheet of a story; none where there is no recording of it."""
    path = ROOT / "fixtures" / "expected" / name.replace(".txt", ".json")
    return json.loads(path.read_text(encoding="utf-8"))["facts"] if path.exists() else KIND.empty()


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in map(json.loads, LINES)])
def test_a_planted_error_is_not_proven(row):
    article = article_of(row["article"])
    facts, pointer = with_entry(facts_of(row["article"]), row["entry"])
    subject = Subject(KIND, article, ground(KIND, facts, article.text))
    standing = next(one for one in prove(KIND, subject, check_subject(subject)) if one.pointer == pointer)
    assert standing.standing != "proven", row["about"]
