"""Small entries with 35 kinds of fault: wrong ones are found, right ones are left alone.

Each file in `cases/proof` has one case a line: `article`, one `entry` of its sheet with its `section`, what stands
`beside` it, and what to `expect`: "wrong" asks for an error or a warning on the entry, "right" for neither. `about`
says why. `open.txt` lists the cases that are not as they should be yet, with "proven" behind those that are wrong and
proven; it can only get shorter.
"""

from __future__ import annotations

import json
import runpy
from functools import cache

import pytest
from conftest import ROOT

FOLDER = ROOT / "tests" / "cases" / "proof"
ROWS = {
    row["id"]: row
    for path in sorted(FOLDER.glob("*.jsonl"))
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
}
_LISTED = [line.split() for line in (FOLDER / "open.txt").read_text(encoding="utf-8").splitlines()]
OPEN = frozenset(name for name, *_ in _LISTED)
PROVEN = frozenset(name for name, *more in _LISTED if more == ["proven"])


OF_CASE = runpy.run_path(str(ROOT / "benchmarks" / "proofs.py"))["of_case"]


@cache
def outcome(name):
    """Whether something is found on the entry of a case, and its standing; "refused" where its kind is no kind."""
    return OF_CASE(ROWS[name], FOLDER)


def is_as_expected(name):
    return outcome(name)[0] == (ROWS[name]["expect"] == "wrong")


@pytest.mark.parametrize("name", sorted(ROWS.keys() - OPEN))
def test_what_is_wrong_is_found_and_what_is_right_is_not(name):
    """An error or a warning on each wrong entry, none on a right one."""
    assert is_as_expected(name), f"{ROWS[name]['expect']}: {ROWS[name]['about']}"


WRONG = frozenset(name for name, row in ROWS.items() if row["expect"] == "wrong")


@pytest.mark.parametrize("name", sorted(WRONG - PROVEN))
def test_nothing_wrong_is_proven(name):
    """Whether or not a check finds it: the promise of the page."""
    assert outcome(name)[1] != "proven", ROWS[name]["about"]


def test_the_list_of_open_cases_can_only_get_shorter():
    """A case that has become right leaves `open.txt`, and no name stands there without a case."""
    assert [name for name in sorted(OPEN) if name not in ROWS or is_as_expected(name)] == []
    assert [name for name in sorted(PROVEN) if name not in WRONG or outcome(name)[1] != "proven"] == []
