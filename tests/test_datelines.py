"""Datelines: one rule for all languages finds where a story was filed, and where its first sentence begins."""

import json
from pathlib import Path

import pytest

from factsheet.language.datelines import at_lead

CASES = Path(__file__).parent / "cases" / "datelines.jsonl"
LEADS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", LEADS, ids=lambda case: case["text"][:40])
def test_a_dateline_is_read_off_the_lead(case):
    """Place, date and agency of each agency's own form; a dash or a bracket in a sentence is no dateline."""
    found = at_lead(case["text"])
    wanted = {key: case.get(key) for key in ("place", "date", "agency")}
    assert {key: getattr(found, key) for key in wanted} == wanted
    assert case["text"][found.end :] == case["rest"]
