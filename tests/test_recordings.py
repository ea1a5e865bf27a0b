"""The recordings in fixtures/: each answers a request of today's prompts, and every request has one."""

from __future__ import annotations

import asyncio
import json
import runpy

import pytest
from conftest import ROOT

from factsheet.models.recorded import read_recording

RECORD = runpy.run_path(str(ROOT / "fixtures" / "record.py"))
FOLDER = ROOT / "fixtures" / "recordings"


def test_every_request_has_its_recording_and_every_recording_its_request():
    """A changed prompt, schema or article makes recordings stale: this says which, and `make record` mends it."""
    model = RECORD["Kept"](FOLDER, None)
    assert asyncio.run(RECORD["record"](model)) == []
    assert {path.name for path in FOLDER.glob("*.json")} == {path.name for path in model.used}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name[:12])
def test_a_recording_says_how_it_was_made_and_names_no_hosted_model(path):
    """Answers written by hand are never passed off as a model's, and no header or key is kept with them."""
    recording = read_recording(path)
    assert recording["how"] == RECORD["HOW"]
    assert recording["request"]["model"] == RECORD["MODEL"]
    assert set(recording) == {"key", "how", "purpose", "request", "completion"}
    assert "authorization" not in json.dumps(recording).lower()
