"""Long articles: parts asked concurrently, divided if an answer is cut, and one sheet whatever fails."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from fakes import Server, says, stalls, status

from factsheet.errors import AuthenticationError, BadRequestError, CostError, OverloadedError, QuotaError, RefusalError
from factsheet.kinds import load_kind
from factsheet.models import tokens
from factsheet.models.cached import size
from factsheet.models.extractive import Extractive
from factsheet.pipeline import Options, cut, make_sheet
from factsheet.readers import read_article
from factsheet.readers.text import article_from_text
from factsheet.records import Completion, Usage

KIND = load_kind()
PARTS = 6
LONG = "A long report\n\n" + "\n\n".join(
    f"Witness {n} told the inquiry on Monday that engine {n} had failed. "
    + "Nobody at the yard had looked at the engine, and nobody there could say why it had been left as it was. " * 3
    + f"The file of case {n} was closed."
    for n in range(PARTS)
)
ARTICLE = article_from_text(LONG, name="report.txt")
OPTIONS = Options(chunk_tokens=120, context_tokens=20)
PAIRS = Options(chunk_tokens=260, context_tokens=20)
NUMBER = re.compile(r"\nWitness (\d)")


def entry(statement, *evidence):
    return {"statement": statement, "according_to": None, "evidence": list(evidence)}


def facts(**sections):
    title = {"statement": "A long report", "evidence": ["A long report"]}
    return json.dumps({**KIND.empty(), "title": title, **sections})


def person(name, *evidence):
    return {"name": name, "kind": "person", "role": None, "aliases": [], "evidence": list(evidence)}


class Witnesses:
    """A model that finds the witnesses of a part; `failing` says what happens to a request instead."""

    name = "endpoint/m"

    def __init__(self, failing=None, summary=None):
        self._failing = failing or (lambda request, shown: None)
        self._summary = summary or RefusalError("no summaries")
        self.requests = []

    async def complete(self, request):
        self.requests.append(request)
        await asyncio.sleep(0)
        if request.purpose == "summary":
            if isinstance(self._summary, Exception):
                raise self._summary
            return Completion(self._summary, usage=Usage(10, 0, 5, 1, 0.01))
        shown = [int(n) for n in NUMBER.findall(request.messages[1].content.rpartition("CONTEXT")[2])]
        failure = self._failing(request, shown)
        if isinstance(failure, Exception):
            raise failure
        if failure:
            return failure
        found = [person(f"Witness {n}", f"engine {n} had failed") for n in shown]
        lead = [entry("The lead.", "had looked at the engine")]
        return Completion(facts(participants=found, summary=lead), usage=Usage(10, 0, 5, 1, 0.01))


def make(model, options=OPTIONS, **more):
    return asyncio.run(make_sheet(ARTICLE, KIND, model, replace(options, verify=False), **more))


def names(sheet):
    return [one["name"] for one in sheet.facts["participants"]]


def codes(sheet):
    return [finding.code for finding in sheet.findings]


ALL = [f"Witness {n}" for n in range(PARTS)]


def test_every_part_is_asked_about_once_and_one_sheet_comes_out():
    """All parts' facts are there, in the order of the article, with their places; progress tells of each part."""
    told = []
    model = Witnesses()
    sheet = make(model, on_progress=lambda done, total: told.append((done, total)))
    assert names(sheet) == ALL
    assert told == [(n, PARTS) for n in range(PARTS + 1)]
    assert [request.purpose for request in model.requests] == ["draft"] * PARTS + ["summary"]
    evidence = [item for one in sheet.facts["participants"] for item in one["evidence"]]
    assert all(LONG[item["start"] : item["end"]] == item["quote"] for item in evidence)
    assert sheet.provenance.chunks == PARTS
    assert sheet.provenance.usage.requests == PARTS


def test_words_that_stand_in_every_part_are_located_in_the_part_that_quotes_them():
    """A quotation is taken to be where the model read it, not where the article has it first."""

    def quoting(request, shown):
        return Completion(facts(participants=[person(f"Person {shown[0]}", "Nobody at the yard")]))

    sheet = make(Witnesses(quoting))
    starts = [one["evidence"][0]["start"] for one in sheet.facts["participants"]]
    assert starts == sorted(set(starts))


def test_each_part_is_told_the_headline_and_what_came_before():
    """A later part has the title, its number and the last sentence before it, marked as not to be quoted."""
    model = Witnesses()
    make(model)
    prompt = model.requests[2].messages[1].content
    assert "Headline: A long report" in prompt
    assert "part 3 of 6" in prompt
    assert "CONTEXT" in prompt
    assert prompt.index("The file of case 1 was closed.") < prompt.index("Witness 2")


def test_no_more_parts_are_asked_about_at_once_than_allowed():
    """`concurrency` bounds what is under way."""
    open_, most = 0, 0

    class Counting(Witnesses):
        async def complete(self, request):
            nonlocal open_, most
            open_ += 1
            most = max(most, open_)
            await asyncio.sleep(0.001)
            open_ -= 1
            return await super().complete(request)

    make(Counting(), Options(chunk_tokens=120, context_tokens=20, concurrency=3))
    assert most == 3


def test_a_fact_that_rests_on_the_context_alone_is_left_to_the_part_before():
    """What was shown to understand a part is no evidence for it; a note says that something was left out."""

    def quoting(request, shown):
        if 3 in shown:
            found = [person("Case 2", "The file of case 2 was closed"), person("Witness 3", "engine 3")]
            return Completion(facts(participants=found))
        return None

    sheet = make(Witnesses(quoting))
    assert names(sheet) == ALL
    assert "context-quoted" in codes(sheet)


@pytest.mark.parametrize("failure", [OverloadedError("busy"), RefusalError("no"), BadRequestError("nonsense")])
def test_one_bad_part_costs_that_part(failure):
    """The others are there; the finding names the stretch of the article that is missing, and why."""
    sheet = make(Witnesses(lambda request, shown: failure if 3 in shown else None))
    assert names(sheet) == [name for name in ALL if name != "Witness 3"]
    (missing,) = [finding for finding in sheet.findings if finding.code == "part-missing"]
    chunk = cut(ARTICLE, KIND, "endpoint/m", OPTIONS)[3]
    assert (missing.level, missing.pointer) == ("error", "")
    assert f"characters {chunk.start} to {chunk.end}" in missing.message
    assert "¶4" in missing.message
    assert str(failure) in missing.message


def test_neighbouring_parts_that_fail_alike_are_one_stretch():
    """Three parts of one outage are one finding, from the beginning of the first to the end of the last."""
    sheet = make(Witnesses(lambda request, shown: OverloadedError("busy") if set(shown) & {1, 2, 3} else None))
    (missing,) = [finding for finding in sheet.findings if finding.code == "part-missing"]
    chunks = cut(ARTICLE, KIND, "endpoint/m", OPTIONS)
    assert f"¶2–¶4, characters {chunks[1].start} to {chunks[3].end}" in missing.message


def test_only_when_every_part_fails_is_it_an_error():
    """A sheet without a single answer would be no sheet; the error is that of the first part."""
    with pytest.raises(OverloadedError, match="part 0"):
        make(Witnesses(lambda request, shown: OverloadedError(f"part {shown[0]}")))


@pytest.mark.parametrize("failure", [AuthenticationError("key"), QuotaError("money"), CostError("limit")])
def test_what_every_request_would_meet_stops_the_asking(failure):
    """After a bad key nobody who waits for a turn is asked; what was answered before is kept."""
    model = Witnesses(lambda request, shown: failure if shown != [0] else None)
    sheet = make(model, Options(chunk_tokens=120, context_tokens=20, concurrency=1))
    assert len(model.requests) == 2
    assert names(sheet) == ["Witness 0"]
    assert "part-missing" in codes(sheet)


def _cut_for(number, limit):
    """The answer for a part with that witness is cut until the part is shorter than `limit` characters."""

    def failing(request, shown):
        if number in shown and len(request.chunk.text()) > limit:
            return Completion('{"title": {"statement": "A', "length", Usage(10, 0, 99, 1, 0.05))
        return None

    return failing


def test_a_cut_answer_is_asked_for_in_halves():
    """Both halves are asked about, nothing is lost, and what the cut answer cost is counted."""
    model = Witnesses(_cut_for(2, 700))
    sheet = make(model, PAIRS)
    assert names(sheet) == ALL
    assert "part-missing" not in codes(sheet)
    assert len(model.requests) == PARTS // 2 + 2 + 1
    assert sheet.provenance.usage.completion_tokens == (PARTS // 2 + 1) * 5 + 99


def test_an_article_in_one_part_is_divided_too():
    """A short article whose answer is cut becomes two parts, with a summary of the whole."""
    model = Witnesses(_cut_for(2, 1500))
    sheet = make(model, Options(chunk_tokens=5000))
    assert names(sheet) == ALL
    assert [request.purpose for request in model.requests] == ["draft"] * 3 + ["summary"]


def test_a_part_is_divided_only_so_often():
    """A model whose every answer is cut is asked a bounded number of times, and the part is missing."""
    model = Witnesses(_cut_for(2, 0))
    sheet = make(model, Options(chunk_tokens=400, context_tokens=20))
    assert names(sheet) == [name for name in ALL if name != "Witness 2"]
    assert "part-missing" in codes(sheet)
    assert len(model.requests) <= 2 + 15


def test_a_prompt_that_is_too_long_for_the_server_is_asked_in_halves():
    """A server with a smaller window than was thought is given less at a time."""
    refusal = BadRequestError("This model's maximum context length is 4096 tokens")
    model = Witnesses(lambda request, shown: refusal if len(request.chunk.text()) > 1500 else None)
    sheet = make(model, Options(chunk_tokens=5000))
    assert names(sheet) == ALL


def test_a_half_that_fails_costs_that_half():
    """Of a part that had to be divided, the good half is kept and the bad one named."""

    def failing(request, shown):
        if len(request.chunk.text()) > 1500:
            return Completion("{", "length")
        return RefusalError("no") if 4 in shown else None

    sheet = make(Witnesses(failing), Options(chunk_tokens=5000, context_tokens=20))
    assert "Witness 0" in names(sheet)
    assert "Witness 4" not in names(sheet)
    (missing,) = [finding for finding in sheet.findings if finding.code == "part-missing"]
    assert "¶" in missing.message


def test_the_summary_rests_on_the_facts_found():
    """A statement with evidence of the facts stays; one whose words no fact has is left out with a note."""
    good = entry("Engine 5 failed.", "engine 5 had failed")
    bad = entry("Nobody knew.", "nobody there could say why")
    model = Witnesses(summary=json.dumps({"summary": [good, bad]}))
    sheet = make(model)
    assert [one["statement"] for one in sheet.facts["summary"]] == ["Engine 5 failed."]
    assert "summary-unsupported" in codes(sheet)
    material = model.requests[-1].messages[1].content
    assert "engine 5 had failed" in material
    assert "could say why" not in material


@pytest.mark.parametrize("summary", [OverloadedError("busy"), "prose", json.dumps({"summary": []})])
def test_without_a_summary_the_first_parts_stands(summary):
    """The lead is in the first part; a note says whose summary it is."""
    sheet = make(Witnesses(summary=summary))
    assert [one["statement"] for one in sheet.facts["summary"]] == ["The lead."]
    assert "summary-of-first-part" in codes(sheet)


def test_a_second_pass_is_told_what_was_found_and_adds_what_was_missed():
    """The first pass's entries are listed, without their evidence; what the second adds is in the sheet."""

    def second(request, shown):
        if request.purpose == "glean":
            return Completion(facts(participants=[person("The yard", "Nobody at the yard")]))
        return None

    model = Witnesses(second)
    sheet = make(model, Options(chunk_tokens=5000, passes=3))
    assert names(sheet) == [*ALL, "The yard"]
    gleans = [request for request in model.requests if request.purpose == "glean"]
    assert len(gleans) == 2
    listed = gleans[0].messages[1].content.partition("ARTICLE")[0]
    assert '"name": "Witness 5"' in listed
    assert "had failed" not in listed
    assert "The yard" in gleans[1].messages[1].content.partition("ARTICLE")[0]


def test_a_pass_that_finds_nothing_is_the_last():
    """Where nothing was missed, nobody asks again; where a pass fails, the first one's facts stay."""

    def empty(request, shown):
        return Completion(facts()) if request.purpose == "glean" else None

    model = Witnesses(empty)
    make(model, Options(chunk_tokens=5000, passes=5))
    assert [request.purpose for request in model.requests] == ["draft", "glean"]
    sheet = make(
        Witnesses(lambda request, shown: OverloadedError("busy") if request.purpose == "glean" else None),
        Options(chunk_tokens=5000, passes=2),
    )
    assert names(sheet) == ALL
    assert "glean-failed" in codes(sheet)


@pytest.mark.parametrize("name", ["long-mueller-summary.txt", "long-mueller-i-iii.txt"])
def test_real_reports_are_cut_within_the_window(name, fixtures):
    """The parts of a public report tile it, leave room for prompt and answer, and begin at sections where they can."""
    article = read_article(fixtures / "articles" / name)
    chunks = cut(article, KIND, "endpoint/m", Options())
    assert len(chunks) > 1
    assert [span for chunk in chunks for span in chunk.spans] == [(p.start, p.end) for p in article.body()]
    assert all(tokens.count(chunk.text()) < 5500 for chunk in chunks)
    heads = {p.start for p in article.body() if p.zone == "subhead"}
    assert all(chunk.start in heads or chunk.heading for chunk in chunks[1:])


def _brief(tmp_path, server, *more):
    """Start the program on the long article."""
    source = tmp_path / "report.txt"
    source.write_text(LONG, encoding="utf-8")
    command = [sys.executable, "-m", "factsheet", "brief", str(source), "-m", "m", "--base-url", server.url]
    command += [
        "--chunk-tokens",
        "120",
        "--context-tokens",
        "20",
        "--concurrency",
        "2",
        "-f",
        "json",
        "--no-verify",
        *more,
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background has it ignored, and its children
    return subprocess.Popen(
        command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _answer(body):
    prompt = body["messages"][1]["content"]
    shown = NUMBER.findall(prompt.rpartition("CONTEXT")[2])
    if "DATA" in prompt:
        return says(json.dumps({"summary": [entry("Engine 1 failed.", "engine 1 had failed")]}))
    return says(facts(participants=[person(f"Witness {n}", f"engine {n} had failed") for n in shown]))


@pytest.mark.posix
def test_ctrl_c_stops_at_once_and_a_second_run_asks_for_the_rest(tmp_path):
    """Interrupted while two parts are under way: exit 130 in a moment; then only what is missing is asked for."""
    stalling = True

    def reply(body):
        # Two requests come at once: which of them is the fourth is not told by how many there are by now.
        number = next(place for place, one in enumerate(server.requests, 1) if one is body)
        return stalls(60, _answer(body)) if stalling and number > 3 else _answer(body)

    with Server(reply) as server:
        program = _brief(tmp_path, server)
        while len(server.requests) < 5:
            time.sleep(0.01)
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
        assert program.returncode == 130
        assert "completed answers are in the cache" in said
        assert "Traceback" not in said
        # The third answer may have come and not been kept yet when the interrupt arrives.
        kept, _ = size(tmp_path / "factsheet" / "completions.sqlite3")
        assert kept in {2, 3}
        asked, stalling = len(server.requests), False
        program = _brief(tmp_path, server)
        out, said = program.communicate(timeout=60)
        assert program.returncode == 0, said
        assert len(server.requests) - asked == PARTS - kept + 1
    assert [one["name"] for one in json.loads(out)["facts"]["participants"]] == ALL


def test_a_missing_part_is_on_the_brief_and_in_the_exit_code(tmp_path):
    """The page says what it does not cover, and the program does not say that all went well."""

    def reply(body):
        return status(400, "nonsense") if "\nWitness 3" in body["messages"][1]["content"] else _answer(body)

    with Server(reply) as server:
        program = _brief(tmp_path, server, "-f", "markdown")
        out, said = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "is missing from this sheet" in out.replace("\n", " ")
    assert "part-missing" in said


def test_who_recurs_in_every_part_of_a_real_report_is_listed_once(fixtures):
    """A public report in seven parts, read by rule: one entry a name, with evidence from all over the report."""
    article = read_article(fixtures / "articles" / "long-mueller-summary.txt")
    options = Options(chunk_tokens=1000)
    sheet = asyncio.run(make_sheet(article, KIND, Extractive(), options))
    found = [name.casefold() for name in names(sheet)]
    assert len(found) == len(set(found))
    ends = [chunk.end for chunk in cut(article, KIND, Extractive.name, options)]
    starts = [[item["start"] for item in one["evidence"]] for one in sheet.facts["participants"]]
    spread = [len({sum(end <= start for end in ends) for start in of_one}) for of_one in starts]
    assert len(ends) == 7
    assert sum(parts >= 3 for parts in spread) >= 3  # a part lists only those who take part in it
