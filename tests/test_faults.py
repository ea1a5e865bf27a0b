"""Typical faults of models, through the whole program: no false fact reaches the body of the brief."""

from __future__ import annotations

import asyncio

import pytest
from conftest import ROOT

from factsheet.briefs import layout, markdown, terminal
from factsheet.errors import MissingRecordingError
from factsheet.kinds import load_kind
from factsheet.models.recorded import read_recording
from factsheet.pipeline import make_sheet
from factsheet.readers import read_article
from factsheet.records import Completion

KIND = load_kind()
FAULTS = sorted(path for path in (ROOT / "fixtures" / "faults").iterdir() if path.is_dir())


class Recorded:
    """Answers a request with the recording of the same purpose whose article text is the nearest that holds it.

    The faults are about what an answer says, so that a reworded prompt does not make them stale.
    """

    name = "endpoint/hand-written"

    def __init__(self, folder):
        self.recordings = [read_recording(path) for path in sorted(folder.glob("*.json"))]

    async def complete(self, request):
        part = " ".join(request.chunk.text().split()) if request.chunk else ""
        fitting = [
            (len(asked), recording["completion"])
            for recording in self.recordings
            if recording["purpose"] == request.purpose and part in (asked := _asked(recording))
        ]
        if not fitting:
            raise MissingRecordingError(f"no answer to {request.purpose}")
        _, completion = min(fitting, key=lambda pair: pair[0])
        return Completion(_joined(completion["text"]), completion["finish"], how="recorded")


def _joined(text):
    return text if isinstance(text, str) else "\n".join(text)


def _asked(recording):
    """What a recording's first user message shows, after the part's context."""
    text = " ".join(_joined(recording["request"]["messages"][1]["content"]).split())
    return text[text.rindex("ARTICLE", 0, text.rindex("ARTICLE")) :] if "ARTICLE" in text else text


@pytest.fixture(scope="module", params=FAULTS, ids=lambda path: path.name)
def fault(request):
    """The folder of a fault and the sheet that comes of it."""
    article = read_article(str(request.param / "article.txt"))
    return request.param, asyncio.run(make_sheet(article, KIND, Recorded(request.param / "recordings")))


def test_each_fault_has_its_expected_brief(fault):
    """The page is the one that a person has looked at; no folder of this machine is named on it."""
    folder, sheet = fault
    page = terminal.render(layout.lay_out(sheet, KIND, width=80, height=60), colour=False)
    assert page == (folder / "brief.txt").read_text(encoding="utf-8")


def test_no_false_fact_is_in_the_body(fault):
    """What the fault adds stands under "Not verified" or nowhere, on one page and in the whole sheet."""
    folder, sheet = fault
    false = (folder / "false.txt").read_text(encoding="utf-8").splitlines()
    on_one_page = terminal.render(layout.lay_out(sheet, KIND, width=80, height=60), colour=False)
    for text in (on_one_page, markdown.render(sheet, KIND)):
        page = " ".join(text.split())
        body = page.partition("Not verified")[0]
        assert len(body) > 500
        assert [fact for fact in false if fact in body] == []


def test_every_fault_is_found(fault):
    """Where an answer has false facts there is an error, and where it lost facts a warning or a second question."""
    folder, sheet = fault
    levels = {finding.level for finding in sheet.findings}
    if (folder / "false.txt").read_text(encoding="utf-8"):
        assert "error" in levels
    else:
        assert "warning" in levels or len(sheet.provenance.keys) > 1
