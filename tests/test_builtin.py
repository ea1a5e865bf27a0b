"""What the built-in model prints for small articles, and what it must not print."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from factsheet.kinds import load_kind
from factsheet.models.extractive import Extractive
from factsheet.pipeline import make_sheet
from factsheet.readers import read_articles
from factsheet.standings import is_kept_back, standings_of

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "builtin.jsonl").read_text("utf-8").splitlines()
]
NEWS = load_kind("news")


def printed(path):
    """The entries that a page has of the sheet of the first article in a file."""
    article = next(iter(read_articles(path)))
    sheet = asyncio.run(make_sheet(article, NEWS, Extractive()))
    standings = standings_of(NEWS, sheet)
    return [e for e in NEWS.entries(sheet.facts) if not is_kept_back(sheet, standings[e.pointer].standing)]


def agrees(entry, wanted):
    """Whether an entry has the listed texts in its fields; `…_is` must be all of a field."""
    if entry.section.name != wanted["section"]:
        return False
    texts = {key: value for key, value in wanted.items() if key != "section"}
    return all(
        str(entry.value.get(key[:-3]) or "") == text if key.endswith("_is") else text in str(entry.value.get(key) or "")
        for key, text in texts.items()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['about']}")
def test_a_page_has_what_its_case_must_have_and_nothing_that_it_must_not(case, tmp_path):
    """Of each article the page has what it must have, and nothing that it must not."""
    path = tmp_path / "article.txt"
    path.write_text(case["article"], encoding="utf-8")
    entries = printed(path)
    wrong = [entry.value for entry in entries for one in case["expect"].get("must_not", ()) if agrees(entry, one)]
    lacking = [one for one in case["expect"].get("must", ()) if not any(agrees(entry, one) for entry in entries)]
    assert (wrong, lacking) == ([], [])
