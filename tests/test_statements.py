"""Statements beside their evidence, a line each in `cases/statements.jsonl`: what the checks say of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.checking import check
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.readers.text import article_from_text

KIND = load_kind()
LINES = (Path(__file__).parent / "cases" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"])
def test_a_statement_beside_its_evidence(case):
    """Of an article of 29 May 2017: all that is found in the statement `said`, with `there` as its evidence."""
    text = "\n\n".join(filter(None, (case["there"], case.get("elsewhere"))))
    article = replace(article_from_text(text, name="-"), published="2017-05-29T09:00:00Z")
    summary = [{"statement": case["said"], "according_to": None, "evidence": [case["there"]]}]
    found = check(KIND, article, ground(KIND, KIND.empty() | {"summary": summary}, article.text))
    assert [f"{one.code} {one.level}" for one in found if one.code != "quotations-missing"] == case["found"]
