"""Statements with another meaning than their evidence, and right paraphrases: `cases/proof/wording.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factsheet.checking import check
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.readers.text import article_from_text

KIND = load_kind()
LINES = (Path(__file__).parent / "cases" / "proof" / "wording.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", [json.loads(line) for line in LINES], ids=lambda row: row["id"])
def test_a_wrong_statement_is_found_and_a_right_one_passes(row):
    article = article_from_text(row["article"], name="case")
    section = row["entry"]["section"]
    entry = {key: value for key, value in row["entry"].items() if key != "section"}
    facts = ground(KIND, KIND.empty() | {section: [entry]}, article.text)
    findings = check(KIND, article, facts)
    mine = [one for one in findings if one.level != "note" and one.pointer.startswith(f"/{section}/0")]
    (standing,) = prove(KIND, Subject(KIND, article, facts), findings)
    assert bool(mine) == (row["expect"] == "wrong"), mine
    assert row["expect"] == "right" or standing.standing != "proven"
