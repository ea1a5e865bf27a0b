"""Batches in adverse conditions: hostile articles, closed pipes, signals, foreign folders."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from batching import SENTENCE, article, endpoint, factsheet, write_stories
from test_batch_stories import day  # noqa: F401 - a fixture

from factsheet.batch.asking.watchdog import TooLongError, limited, watched
from factsheet.batch.engines.workers import Making, Task
from factsheet.batch.ledger import open_ledger, pack
from factsheet.errors import KindError, ReadError
from factsheet.kinds import load_kind
from factsheet.models import BUILT_IN, Asking
from factsheet.pipeline import Options
from factsheet.readers import read_article, streams

ROOT = Path(__file__).parent.parent

# --- time ---


@pytest.mark.posix
@pytest.mark.parametrize("is_main", [True, False])
def test_what_holds_the_loop_up_is_what_is_stopped(is_main):
    """The article that takes too long fails; one that waits, and one that comes after, do not: in any thread's loop."""
    if not is_main and not hasattr(time, "pthread_getcpuclockid"):
        pytest.skip("the time of a thread is not known here")

    async def endless():
        while True:
            pass

    async def patient():
        await asyncio.sleep(1.2)
        return "made"

    async def run():
        with watched(0.3):
            return await asyncio.gather(endless(), patient(), patient(), return_exceptions=True)

    failed, *others = asyncio.run(run()) if is_main else ThreadPoolExecutor(1).submit(asyncio.run, run()).result()
    assert isinstance(failed, TooLongError)
    assert others == ["made", "made"]


@pytest.mark.posix
def test_a_worker_of_a_cluster_gives_up_an_article_that_takes_too_long(fixtures):
    """The others of its block, and of a block at the same time, are made: its loop is not that of the main thread."""
    if not hasattr(time, "pthread_getcpuclockid"):
        pytest.skip("the time of a thread is not known here")
    quick = article("The council of Eastvale voted on Monday to reopen the old mine, Mayor Bo Carr said.")
    text = (fixtures / "articles" / "versailles.txt").read_text(encoding="utf-8")
    slow = article(*(paragraph for _ in range(40) for paragraph in text.split("\n\n")))
    there = {1: pack(quick), 2: pack(slow), 3: pack(quick)}

    async def records(numbers):
        return [(number, there[number]) for number in numbers]

    task = Task(Path("ledger.db"), "news", (BUILT_IN,), None, Options(), Asking(), {}, {})

    desk = SimpleNamespace(records=SimpleNamespace(remote=records))

    async def run():
        worker = Making(desk, task, longest=0.5)
        return await asyncio.gather(worker({"article": [1, 2]}), worker({"article": [3]}))

    asyncio.run(Making(desk, task)({"article": [1]}))  # reads the word lists, which the limit is not for
    gc.disable()  # what is raised in hypothesis' callback of the collector would be lost there
    try:
        blocks = ThreadPoolExecutor(1).submit(asyncio.run, run()).result()
    finally:
        gc.enable()
    outcomes = [pickle.loads(one) for block in blocks for one in block["outcome"]]
    assert [one.reason[:21] for one in outcomes] == ["", "TooLong: it takes mor", ""]
    assert [one.made is None for one in outcomes] == [False, True, False]


@pytest.mark.posix
def test_a_pattern_that_never_ends_is_stopped():
    """Also where the time goes by inside one call."""
    import re

    with pytest.raises(TooLongError), limited(0.2):
        re.match(r"(a|a)*b", "a" * 60)
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


# --- what people and systems do to a run ---


def _start(folder, port, *more, **how):
    command = [sys.executable, "-m", "factsheet", "batch", "in", "-o", "out", "-m", "endpoint/m", "-y"]
    address = ["--base-url", f"http://127.0.0.1:{port}/v1", "--concurrency", "2", "--no-verify"]
    return subprocess.Popen([*command, *address, *more], cwd=folder, **how)


@pytest.mark.posix
def test_a_closed_pipe_does_not_end_the_work(tmp_path):
    """`2>&1 | head`: all articles are made, though nobody reads what is said of them."""
    write_stories(tmp_path / "in", 12)
    with endpoint("--latency", "0.05") as port:
        run = _start(tmp_path, port, "--log-json", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        run.stdout.close()
        assert run.wait(timeout=120) == 0
    assert len(list((tmp_path / "out" / "sheets").glob("*.json"))) == 12
    assert (tmp_path / "out" / "digest.md").is_file()


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_run_that_is_told_to_end_keeps_what_was_paid_for(tmp_path, number):
    """What is under way is finished and written; the rest waits for the next run."""
    write_stories(tmp_path / "in", 200)
    with endpoint("--latency", "0.2") as port:
        run = _start(tmp_path, port, stderr=subprocess.PIPE)
        end = time.monotonic() + 60
        while not list(tmp_path.glob("out/sheets/*.json")) and time.monotonic() < end:
            time.sleep(0.05)
        run.send_signal(number)
        run.communicate(timeout=60)
    assert run.returncode == 130
    with open_ledger(tmp_path / "out" / "ledger.db") as ledger:
        made = ledger.articles.states()["made"]
        assert ledger.completions.spending()[0]["requests"] == made < 200
        assert ledger.runs.last()["outcome"] == "stopped"


def test_a_batch_refuses_what_is_not_its_own(tmp_path):
    """A ledger that is empty beside sheets, and pages that are somebody's: nothing is paid for again or overwritten."""
    write_stories(tmp_path / "in", 2)
    assert factsheet("batch", "in", "-o", "out", "-q", cwd=tmp_path).returncode == 0
    assert factsheet("batch", "in", "-o", "out", "-q", cwd=tmp_path).returncode == 0
    (tmp_path / "out" / "ledger.db").write_bytes(b"")
    for rest in (tmp_path / "out").glob("ledger.db-*"):
        rest.unlink()
    done = factsheet("batch", "in", "-o", "out", "-q", cwd=tmp_path)
    assert done.returncode == 2
    assert "2 sheets" in done.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "digest.md").write_text("my own")
    done = factsheet("batch", "in", "-o", "mine", "-q", cwd=tmp_path)
    assert done.returncode == 2
    assert "digest.md" in done.stderr
    assert (tmp_path / "mine" / "digest.md").read_text() == "my own"


# --- corrections ---

PLAIN = f"{SENTENCE} There were no casualties, and the cause was a gas leak in the cellar of the old market hall."
CORRECTIONS = [
    PLAIN.replace("no casualties", "casualties"),
    PLAIN.replace("gas leak", "short circuit"),
    PLAIN.replace("Ann Leigh", "Anna Leight"),
    PLAIN.replace("was a gas", "was not a gas"),
    PLAIN.replace("voted", "refused"),
]


@pytest.mark.parametrize("corrected", CORRECTIONS)
def test_a_correction_without_a_version_is_a_version(day, corrected):  # noqa: F811
    """The same slug on the same day, no time and no number: what was read last says what is so."""
    known = {"slug": "bridge", "published": "2026-11-24"}
    assert day.read(article(PLAIN, **known)) == [("waiting", None)]
    assert day.read(article(corrected, **known)) == [("earlier", 2), ("waiting", None)]
    # Sent once more, the old text is a copy of the old version.
    assert day.read(article(PLAIN.upper(), **known))[:2] == [("earlier", 2), ("waiting", None)]


def test_a_copy_is_still_one(day):  # noqa: F811
    """Other quotation marks, capitals and spaces say the same: the first that was read stands."""
    known = {"slug": "bridge", "published": "2026-11-24"}
    copy = PLAIN.replace(" ", "  ").replace(",", " –").upper()
    assert day.read(article(PLAIN, **known), article(copy, **known)) == [("waiting", None), ("copy", 1)]


# --- inputs ---


@pytest.mark.posix
def test_a_pipe_without_a_writer_is_told(tmp_path, monkeypatch):
    """One with a writer is read; in a folder there is no article in either."""
    monkeypatch.setattr(streams, "PIPE_S", 0.2)
    pipe = tmp_path / "in" / "pipe"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="nothing was written"):
        read_article(pipe)
    write_stories(tmp_path / "in", 1)
    assert factsheet("batch", "in", "-o", "out", "-q", cwd=tmp_path).returncode == 0
    with open_ledger(tmp_path / "out" / "ledger.db") as ledger:
        assert ledger.articles.states() == {"made": 1}
    with subprocess.Popen(["/bin/sh", "-c", f"cat '{tmp_path}/in/story-0000.txt' > '{pipe}'"]):
        assert "Northam" in read_article(pipe).text


@pytest.mark.posix
@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_are_no_defect(tmp_path, closed):
    """A service starts programs so."""
    write_stories(tmp_path, 1)
    command = f"'{sys.executable}' -m factsheet brief story-0000.txt -o page.txt {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr + done.stdout
    assert "Northam" in (tmp_path / "page.txt").read_text(encoding="utf-8")


# --- kinds ---

BAD_SCHEMAS = [
    {"$ref": "http://127.0.0.1:1/schema.json"},
    {"$ref": "file:///etc/passwd"},
    {"$ref": "#/properties/title"},
    {"$ref": 5},
    {"type": "string", "pattern": "(a+)+$"},
    {"type": "object", "patternProperties": {"(a+)+$": {}}},
    {"$dynamicRef": "#x"},
]


@pytest.mark.parametrize("bad", BAD_SCHEMAS)
def test_a_schema_that_leads_away_is_refused_when_it_is_loaded(tmp_path, bad):
    """Before anything is paid for, with its place."""
    kind = tmp_path / "kind"
    kind.mkdir()
    schema = json.loads((ROOT / "schemas" / "news.schema.json").read_text(encoding="utf-8"))
    schema["properties"]["title"]["properties"]["statement"] = bad
    (kind / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    for name in ("system", "draft"):
        (kind / f"{name}.txt").write_text((ROOT / "prompts" / "news" / f"{name}.txt").read_text(encoding="utf-8"))
    with pytest.raises(KindError, match="/properties/title/properties/statement/"):
        load_kind(str(kind))
    (kind / "schema.json").write_text('{"a":' * 5_000)
    with pytest.raises(KindError):
        load_kind(str(kind))
