"""Checks: each finds the wrong facts of its cases and leaves the right ones alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from conftest import with_entry

from factsheet.checking import CHECKS, check, read_verdicts, verify_findings, verify_items
from factsheet.checking.codes import codes
from factsheet.checking.giveaways import phrases
from factsheet.grounding import ground
from factsheet.kinds import load_kind
from factsheet.readers.text import article_from_text
from factsheet.records import StandingName

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "checks"
SOURCE = ROOT / "factsheet"
CODE = re.compile(r'(?:Finding\(|\.finding\(|yield )"([a-z]+(?:-[a-z]+)*)", ')
"""How the source names the code of a finding."""


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


def said():
    """Every finding of every case with its message, notes too, as `said.txt` has them."""
    out = []
    for param in _cases():
        found = _findings(param.values[0])
        out += [f"# {param.id}", *(f"{f.code} {f.level} {f.pointer}: {f.message}" for f in found), ""]
    return "\n".join(out)


def test_each_finding_says_what_it_said():
    """Word for word, with both wordings; `tests/cases/checks/refresh.py` writes them anew, for somebody to read."""
    assert said() == (CASES / "said.txt").read_text(encoding="utf-8")


def test_every_check_has_a_case():
    """A check that no case makes speak could be broken without anybody noticing."""
    silent = {one.__name__ for one in CHECKS} - {"coverage"}
    from factsheet.proving.subject import Subject

    for param in _cases():
        case = param.values[0]
        kind, article = _kind(case), _article(case)
        subject = Subject(kind, article, ground(kind, kind.empty() | case["facts"], article.text))
        silent -= {one.__name__ for one in CHECKS if any(one(subject))}
    for subject in _subjects_of_proofs():
        silent -= {one.__name__ for one in CHECKS if one.__name__ in silent and any(one(subject))}
    assert not silent


def _subjects_of_proofs():
    """The entries of `cases/proof`, each in the sheet of its article."""
    from factsheet.proving.subject import Subject

    kind = load_kind("news")
    for path in sorted((CASES.parent / "proof").glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["sheet_kind"] == "news":
                facts, _ = with_entry(kind.empty() | row["beside"], row["entry"])
                article = article_from_text(row["article"], name="case")
                yield Subject(kind, article, ground(kind, facts, article.text))


def test_every_code_is_explained():
    """Each code in the source is in the catalogue with its level."""
    known = codes()
    written = {code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert written - set(get_args(StandingName)) <= known.keys()
    for param in _cases():
        for finding in _findings(param.values[0]):
            assert finding.level in known[finding.code].levels


def test_a_phrase_that_ends_a_passage_is_found():
    """The last word of a passage can be the last of a phrase."""
    assert ("you_must", ("must",)) in {
        (phrase.kind, phrase.rest) for at, phrase in phrases(["now", "you", "must"]) if at
    }


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("the coast guard", False),
        ("Erik Holm and Jonas Berg", False),
        ("Holm, Berg and the coast guard", True),
        ("a survey", True),
    ],
)
def test_a_source_is_a_participant_several_or_words_of_the_article(name, unknown):
    """Who says so may be no participant where the article has the words, and two where both take part."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    figure = {"number": "two", "unit": None, "of": "radio warnings", "according_to": name, "evidence": ["two radio"]}
    facts = kind.empty() | {"participants": case["facts"]["participants"], "figures": [figure]}
    codes = {f.code for f in check(kind, article, ground(kind, facts, article.text))}
    assert ("reference-unknown" in codes) is unknown


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


def test_a_second_question_shows_lines_and_whole_sentences():
    """Each entry with found evidence is asked about as the page has it, beside the sentences of its evidence."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    items = {item.pointer: item for item in verify_items(kind, article, ground(kind, case["facts"], article.text))}
    assert "/summary/0" not in items
    assert items["/participants/2"].statement == "Who: Jonas Berg, Prosecutor"
    assert items["/participants/2"].evidence == "Prosecutor Jonas Berg said he would appeal within three weeks."
    assert items["/participants/4"].evidence.startswith(
        '"Nobody warned us," his lawyer, Lena Sommer, said. (before it: '
    )


def test_a_second_question_is_about_the_entries_named():
    """Only those are asked about; the others stand without it."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    facts = ground(kind, case["facts"], article.text)
    asked = verify_items(kind, article, facts, {"/participants/1", "/summary/0"})
    assert [item.pointer for item in asked] == ["/participants/1"]


def test_a_second_question_shows_who_speaks_and_both_sides():
    """The holder of a position, the unit of a number, the date of a time, both sides of a dispute."""
    denial = {
        "claim": "The captain ignored two radio warnings.",
        "made_by": ["the coast guard"],
        "disputed_by": [],
        "status": "denied",
        "evidence_for": ["ignored two radio warnings"],
        "evidence_against": ["Weber denies that."],
    }
    facts = {
        "positions": [
            {
                "holder": "Erik Holm",
                "verb": "told",
                "statement": "waited fourteen months",
                "quotation": "I have waited fourteen months for this day",
                "evidence": ["I have waited fourteen months for this day"],
            }
        ],
        "figures": [
            {"number": "24,000", "unit": "euros", "of": "lost", "according_to": None, "evidence": ["lost 24,000 euros"]}
        ],
        "when": [
            {"event": "acquitted", "time": "on Tuesday", "date": "2025-03-04", "evidence": ["acquitted on Tuesday"]}
        ],
        "disputed_claims": [denial],
    }
    kind, article = _kind({}), _article({"text": "harbour"})
    items = {item.pointer: item for item in verify_items(kind, article, ground(kind, facts, article.text))}
    assert items["/positions/0"].statement == (
        "Positions — Erik Holm: told: waited fourteen months “I have waited fourteen months for this day”"
    )
    assert "Holm told reporters" in items["/positions/0"].evidence
    assert items["/figures/0"].statement == "Figures: 24,000 euros: lost"
    assert items["/when/0"].statement == "When: on Tuesday (2025-03-04): acquitted"
    dispute = items["/disputed_claims/0"]
    assert dispute.statement == (
        "Disputed: The captain ignored two radio warnings. (denied); "
        "Claimed by: the coast guard; Disputed by: nobody named"
    )
    assert dispute.evidence == (
        "Claimed by: The ship's captain, Anton Weber, allegedly ignored two radio warnings, the coast guard said. / "
        "Disputed by: Weber denies that."
    )


def test_what_an_answer_to_the_second_question_means():
    """Not supported is an error, partly a warning with the words that decide; what is left out is counted."""
    case = json.loads((CASES / "harbour.jsonl").read_text(encoding="utf-8").splitlines()[0])
    kind, article = _kind(case), _article(case)
    items = verify_items(kind, article, ground(kind, case["facts"], article.text))
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
    first, second, third, missing = verify_findings(read_verdicts(answer, items), items)
    assert (first.code, first.level, first.pointer) == ("verify-not-supported", "error", items[0].pointer)
    assert (second.code, second.level) == ("verify-partly", "note")
    assert items[1].evidence in second.message
    assert "words from nowhere" not in third.message
    assert (missing.code, missing.level) == ("verify-missing", "note")
    assert [f.code for f in verify_findings(read_verdicts("no object", items), items)] == ["verify-missing"]


def test_a_sentence_of_the_article_tells_nothing_otherwise_than_itself():
    """What looks like a change between two parts of one sentence is none where a statement repeats all of it."""
    sentence = (
        "All our attention has been focused on the Cyprus game, we have not thought about the Israel game at all."
    )
    article = article_from_text(f"{sentence} Nobody else was there.", name="-")
    entry = {"statement": sentence, "according_to": None, "evidence": [sentence]}
    kind = load_kind("news")
    found = check(kind, article, ground(kind, kind.empty() | {"summary": [entry]}, article.text))
    assert [one.code for one in found if one.level != "note"] == []
