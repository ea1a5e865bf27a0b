"""Statements against their evidence, one per line in `cases/statements.jsonl`: the findings of the checks."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
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
    """Of an article of 29 May 2017: all that is found in the statement `said`, with `there` as its evidence.

    `by` is whom the sheet gives it to, `elsewhere` another paragraph of the article.
    """
    text = "\n\n".join(filter(None, (case["there"], case.get("elsewhere"))))
    article = replace(article_from_text(text, name="-"), published="2017-05-29T09:00:00Z")
    summary = [{"statement": case["said"], "according_to": case.get("by"), "evidence": [case["there"]]}]
    found = check(KIND, article, ground(KIND, KIND.empty() | {"summary": summary}, article.text))
    assert [f"{one.code} {one.level}" for one in found if one.code != "quotations-missing"] == case["found"]


BOUNDS = ("At least", "More than", "At most", "Up to", "Fewer than", "About", "Exactly", "")
AS_GOOD = (
    *permutations(("At least", "More than", "About"), 2),
    *permutations(("At most", "Up to", "Fewer than", "About"), 2),
    *permutations(("Exactly", ""), 2),
    *permutations(("About", ""), 2),
)
"""Bounds that may stand for each other: the checks doubt only what says otherwise, and a proof wants the same words."""


@pytest.mark.parametrize(("there", "said"), list(permutations(BOUNDS, 2)))
def test_a_bound_that_says_something_else_of_a_number_is_found(there, said):
    """At least for at most, exactly for about, and a number alone for one that is a bound; each the other way too."""
    evidence, statement = (
        f"{one} 40 people were hurt in the crash on the old bridge.".strip() for one in (there, said)
    )
    article = article_from_text(evidence, name="-")
    summary = [{"statement": statement, "according_to": None, "evidence": [evidence]}]
    found = check(KIND, article, ground(KIND, KIND.empty() | {"summary": summary}, article.text))
    assert [one.code for one in found] == ["bound-changed"] * ((there, said) not in AS_GOOD)
