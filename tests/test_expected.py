"""The results of the recorded stories are those that were last reviewed."""

from __future__ import annotations

import runpy
import sys

from conftest import ROOT

sys.path.insert(0, str(ROOT / "fixtures"))
EXPECT = runpy.run_path(str(ROOT / "fixtures" / "expect.py"))
FOLDER = ROOT / "fixtures" / "expected"


def test_every_story_comes_to_what_was_read():
    """The facts, the findings and the page of each recorded story; `make expected` writes them anew, to be read."""
    found = dict(EXPECT["expected"]())
    assert {path.name for path in FOLDER.iterdir()} == set(found)
    for name, text in found.items():
        assert text == (FOLDER / name).read_text(encoding="utf-8"), name
