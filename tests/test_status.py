"""The exact output of `factsheet status`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from batching import SHEET_COLUMNS, article, factsheet

from factsheet.batch.ledger import Standing, Writer, keeping_spending, now, open_ledger, readable, unreadable
from factsheet.records import Usage

STORY = article("A lead.", title="Talks", source="a.xml")


@pytest.fixture
def out(tmp_path):
    """A folder with a ledger of a made story, 21 that failed, a copy, and a file that could not be read."""
    out = tmp_path / "out"
    with open_ledger(out / "ledger.db", create=True) as ledger:
        run = ledger.runs.begin("news", "openai/m")
        stories = [replace(STORY, guid=str(n), title=f"Talks {n}") for n in range(23)]
        ledger.articles.add([*(readable(one, run, bytes(8)) for one in stories), unreadable("b.bin", run, "empty")])
        failed = {n: Standing("failed", "the model refused") for n in range(3, 24)}
        ledger.articles.stand({1: Standing("made"), 2: Standing("copy", "", 1), **failed})
        asyncio.run(_spend(ledger.path))
        ledger.runs.end(run, "finished")
    return out


async def _spend(path):
    async with Writer(path) as writer:
        await writer.write(keeping_spending("openai/m", Usage(12_345, 0, 678, 3, 0.25)))
        await writer.write(keeping_spending("openai/n", Usage(10, 0, 5, 1, None)))


def test_status_prints_states_the_last_run_costs_and_failures(out, tmp_path):
    """States, the last run, money by day and model, and what failed; -v lists all, also what only has no sheet."""
    done = factsheet("status", "out", cwd=tmp_path)
    assert done.returncode == 0
    with open_ledger(out / "ledger.db") as ledger:
        run = ledger.runs.last()
    today, lines = now()[:10], done.stdout.splitlines()
    assert lines[:7] == [
        "     1 copy",
        "    21 failed",
        "     1 made",
        "     1 unreadable",
        f"last run: {run['started'][:19]} with openai/m: finished, {run['ended'][:19]}",
        f"{today} openai/m: 3 requests, 12,345 tokens in, 678 out, $0.2500",
        f"{today} openai/n: 1 request, 10 tokens in, 5 out, cost unknown",
    ]
    assert lines[7] == "failed: Talks 2: the model refused"
    assert lines[-1] == "and 2 more; -v lists all"
    assert len(lines) == 7 + 20 + 1
    verbose = factsheet("status", "out", "-v", cwd=tmp_path).stdout.splitlines()
    assert verbose[7] == "copy: Talks 1:"
    assert verbose[-1] == "unreadable: b.bin: empty"
    assert len(verbose) == 7 + 23


def test_the_object_for_programs(out, tmp_path):
    """The same as JSON."""
    found = json.loads(factsheet("status", "out", "--json", cwd=tmp_path).stdout)
    assert found["articles"] == {"copy": 1, "failed": 21, "made": 1, "unreadable": 1}
    assert (found["last_run"]["model"], found["last_run"]["outcome"]) == ("openai/m", "finished")
    assert [(row["model"], row["requests"], row["unpriced"]) for row in found["spending"]] == [
        ("openai/m", 3, 0),
        ("openai/n", 1, 1),
    ]
    assert len(found["not_made"]) == 22
    assert found["not_made"][0] == {
        "slug": None, "title": "Talks 2", "source": "a.xml", "state": "failed", "reason": "the model refused",
    }  # fmt: skip


def test_a_run_that_is_under_way_and_an_empty_ledger(tmp_path):
    """Neither has an end, and nothing is made up."""
    with open_ledger(tmp_path / "out" / "ledger.db", create=True) as ledger:
        assert factsheet("status", "out", cwd=tmp_path).stdout == "no articles\n"
        ledger.runs.begin("news", "m")
    assert factsheet("status", "out", cwd=tmp_path).stdout.endswith(" with m: under way, or killed\n")
    assert factsheet("status", "nowhere", cwd=tmp_path).returncode == 2


def test_standings_are_counted(out, tmp_path):
    """Of all sheets, and the sheets that say nothing of theirs."""
    with open_ledger(out / "ledger.db") as ledger, ledger.transaction() as database:
        for number, outline in (
            (1, {"standings": {"proven": 5, "open": 2}}),
            (2, {"standings": {"proven": 1}}),
            (3, {}),
        ):
            values = (number, f"s{number}", json.dumps(outline))
            database.execute(
                f"INSERT INTO sheets ({SHEET_COLUMNS}) VALUES (?, ?, 'x', 'x', 'news', 'm', 1, '', 0, 0, 0, ?)", values
            )
    told = "6 proven word by word · 2 open · 1 sheet not proven by this version: --force"
    assert told in factsheet("status", "out", cwd=tmp_path).stdout.splitlines()
    found = json.loads(factsheet("status", "out", "--json", cwd=tmp_path).stdout)["standings"]
    assert found == {"proven": 6, "confirmed": 0, "open": 2, "doubtful": 0, "refuted": 0, "sheets_without": 1}
