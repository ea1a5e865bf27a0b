"""Sheet files broken in one place: each is read, or refused with a reason; nothing else happens."""

from __future__ import annotations

import copy
import json

import pytest

from factsheet.briefs import layout, markdown, terminal
from factsheet.cli import run
from factsheet.errors import SheetError
from factsheet.kinds import load_kind
from factsheet.pipeline.recheck import recheck
from factsheet.review import Desk, settle
from factsheet.sheets import dump, load

KIND = load_kind()
WRONG = (None, -1, 0, 7, 10**30, 1.5, "", "x", "\ud800\x1b[31m", [], {}, True, [None], {"start": None}, [[0, 10**9]])
"""What is put in the place of each value."""


STORY = """Council votes to close the bridge

The council of Northam voted 5 to 2 on Monday to close the bridge for $5 million, Mayor Ann Leigh said.

"We have no choice," she said. Harbour pilots reject the plan.
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """A small whole sheet, with a piece of everything."""
    folder = tmp_path_factory.mktemp("sheet")
    story, out = folder / "story.txt", folder / "sheet.json"
    story.write_text(STORY, encoding="utf-8")
    assert run(["brief", str(story), "-m", "extractive", "-f", "json", "-q", "-o", str(out)]) == 0
    sheet = json.loads(out.read_text(encoding="utf-8"))
    return sheet | {"review": {"state": "approved", "by": "Ann", "at": "2026-01-01T00:00:00Z", "note": ""}}


def places(value, path=()):
    """The path of every value in a document."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def broken(document, path, wrong):
    """The document with another value at one place; None for the whole document itself."""
    out = copy.deepcopy(document)
    at = out
    for key in path[:-1]:
        at = at[key]
    if wrong is Ellipsis:
        del at[path[-1]]
    else:
        at[path[-1]] = wrong
    return json.dumps(out)


def use(text):
    """All that the program does with a sheet file; returns whether it is a sheet."""
    try:
        sheet = load(text, KIND)
    except SheetError:
        return False
    found = recheck(KIND, sheet)
    assert all(isinstance(standing.why, str) for standing in found.standings)
    terminal.render(layout.lay_out(sheet, KIND, width=80, height=60, evidence=True), colour=False)
    markdown.render(sheet, KIND, evidence=True)
    dump(sheet, KIND)
    return True


def test_one_broken_file_does_not_end_the_work_on_a_folder(document, tmp_path, capsys):
    """`check` and `export` say what is wrong with each file, and go on with the others."""
    wrong = [
        ("article", "paragraphs", 0, "end", 10**9),
        ("article", "paragraphs", 1, "start", 0),
        ("facts", "summary", 0, "evidence", 0, "end", None),
        ("facts", "summary", 0, "evidence", 0, "start", -1),
        ("findings", [{"level": "error"}]),
        ("provenance", None),
        ("kind", ["news"]),
    ]
    for number, (*path, value) in enumerate(wrong):
        (tmp_path / f"b{number}.json").write_text(broken(document, path, value), encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "digits.json").write_text('{"factsheet": ' + "9" * 10_000 + "}", encoding="utf-8")
    (tmp_path / "endless.json").write_text('{"factsheet": 1e999}', encoding="utf-8")
    (tmp_path / "good.json").write_text(json.dumps(document), encoding="utf-8")
    files = sorted(map(str, tmp_path.glob("*.json")))
    assert run(["check", *files]) == 2
    told = capsys.readouterr().out
    assert all(name in told for name in files)
    assert "good.json: all claims hold" in told
    with Desk.at(KIND, [tmp_path], create=True) as desk:
        rows = list(desk.shelf.rows(desk.ledger))
        good = next(row for row in rows if row.key == "good.json")
        assert settle(KIND, desk.open(good.key).standing).facts
    assert run(["export", str(tmp_path), "--state", "new", "-f", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.count("left out") == len(files) - 1


def test_a_newer_program_may_add_what_this_one_does_not_know(document):
    """Keys of the provenance and its usage that are not known are passed over."""
    assert use(broken(document, ("provenance", "newer"), "x"))
    assert use(broken(document, ("provenance", "usage", "newer"), 1))


def test_a_sheet_that_is_broken_in_one_place_is_read_or_refused(document):
    """Whatever stands in the place of a value, there is a sheet that can be used, or a reason why not."""
    shapes = {}
    for path in places(document):
        shapes.setdefault(tuple(0 if isinstance(key, int) else key for key in path), path)
    read = refused = 0
    for path in filter(None, shapes.values()):
        for wrong in (*WRONG, ...):
            if use(broken(document, path, wrong)):
                read += 1
            else:
                refused += 1
    assert read > 100
    assert refused > 300


@pytest.mark.long
def test_a_sheet_that_is_broken_in_any_place_is_read_or_refused(document):
    """The same for every value of the sheet."""
    for path in filter(None, places(document)):
        for wrong in (*WRONG, ...):
            use(broken(document, path, wrong))
