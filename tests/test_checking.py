"""Checks: every one is shown wrong facts that it must find and right ones that it must leave alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.checking import CHECKS, check, verify_findings, verify_items
from factsheet.checking.codes import as_markdown, codes
from factsheet.checking.instructions import signs, signs_in
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.readers.text import article_from_text

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "checks"


def _cases():
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield pytest.param(case, id=f"{path.stem}: {case['about']}")


def _kind(case):
    return load_kind(str(ROOT / "tests" / "kinds" / case["kind"]) if "kind" in case else "news")


def _article(case):
    path = CASES / f"{case['text']}.txt" if "text" in case else ROOT / "tests/kinds" / case["kind"] / "report.txt"
    return article_from_text(path.read_text(encoding="utf-8"), name=path.name)


def _findings(case):
    kind, article = _kind(case), _article(case)
    return check(kind, article, ground(kind, kind.empty() | case["facts"], article.text))


@pytest.mark.parametrize("case", list(_cases()))
def test_what_the_checks_find(case):
    """Each case names all that must be found in its facts, notes apart, and nothing else may be."""
    found = {f"{f.code} {f.level} {f.pointer}" for f in _findings(case) if f.level != "note"}
    assert found == {one for one in case["found"] if " note " not in one}


def test_every_check_has_a_case():
    """A check that no case makes speak could be broken without anybody noticing."""
    silent = {one.__name__ for one in CHECKS} - {"coverage"}
    from factsheet.proving.subject import Subject

    for param in _cases():
        case = param.values[0]
        kind, article = _kind(case), _article(case)
        subject = Subject(kind, article, ground(kind, kind.empty() | case["facts"], article.text))
        silent -= {one.__name__ for one in CHECKS if any(one(subject))}
    assert not silent


def test_every_code_is_explained():
    """Each code in the source is in the catalogue with its level, and the catalogue is in the documentation."""
    known = codes()
    for param in _cases():
        for finding in _findings(param.values[0]):
            assert finding.level in known[finding.code].levels
    assert as_markdown() in (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")


def test_quoted_statements_that_the_sheet_leaves_out_are_named():
    """The note counts the quoted statements of the article, and gives the missing ones with who said them."""
    case = {
        "text": "harbour",
        "facts": {"topics": [{"label": "t", "code": None, "evidence": ["I have waited fourteen months"]}]},
    }
    note = next(f for f in _findings(case) if f.code == "quotations-missing")
    assert note.level == "note"
    assert note.message.startswith("1 of 3 quoted statements is in the sheet; missing: ")
    assert "“Nobody warned us" not in note.message
    assert '"Nobody warned us," (Lena Sommer, ¶4)' in note.message


def test_a_second_question_sees_statements_and_evidence_alone():
    """Each statement with found evidence is asked about, with who says it, and nothing else of the article."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    facts = ground(kind, case["facts"], article.text)
    items = verify_items(kind, facts)
    assert items[0].statement == "harbour pilot"
    assert all(item.evidence in " ".join(article.text.split()) for item in items)
    assert "/summary/0/statement" not in {item.pointer for item in items}


def test_what_an_answer_to_the_second_question_means():
    """Not supported is an error, partly a warning with the words that decide; what is left out is counted."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    items = verify_items(kind, ground(kind, case["facts"], article.text))
    answer = {
        "answers": [
            {"number": 1, "verdict": "not supported", "words": ""},
            {"number": 2, "verdict": "partly", "words": items[1].evidence},
            {"number": 3, "verdict": "partly", "words": "words from nowhere"},
            {"number": 99, "verdict": "not supported", "words": ""},
            {"number": "x", "verdict": "supported"},
            "nonsense",
        ]
    }
    first, second, third, missing = verify_findings(answer, items)
    assert (first.code, first.level, first.pointer) == ("verify-not-supported", "error", items[0].pointer)
    assert (second.code, second.level) == ("verify-partly", "warning")
    assert items[1].evidence in second.message
    assert "words from nowhere" not in third.message
    assert (missing.code, missing.level) == ("verify-missing", "note")
    assert [f.code for f in verify_findings("no object", items)] == ["verify-missing"]


@given(st.data())
def test_no_sign_of_an_instruction_is_passed_over(data):
    """Where a line has not the words of a sign it is not looked through, and nothing is lost by that."""
    patterns = [sign for _, sign in signs()]
    text = data.draw(st.from_regex(re.compile(data.draw(st.sampled_from(patterns)), re.IGNORECASE)))
    everywhere = [match.span() for match in re.finditer("|".join(patterns), text, re.IGNORECASE)]
    assert everywhere
    assert [match.span() for match in signs_in(text)] == everywhere
