"""A run from start to end: embargoed stories are made when the embargo ends, by this run or the next."""

import asyncio
import datetime as dt
import json
import time

import pytest
from batching import factsheet, write_stories

from factsheet.batch import day
from factsheet.batch.asking import Wanted
from factsheet.batch.ledger import Folder, open_ledger
from factsheet.batch.wire import next_opening
from factsheet.kinds import load_kind
from factsheet.models import BUILT_IN, Asking
from factsheet.pipeline import Options

BODY = "The council of Eastvale voted on Monday to reopen the old mine, Mayor Bo Carr said. " * 5


def held_until(path, end):
    """A story under embargo, with its time as a feed would send it, or without one."""
    item = {"headline": f"Mine reopens {path.stem}", "body_text": BODY + path.stem, "embargoed": end}
    path.write_text(json.dumps(item), encoding="utf-8")


@pytest.fixture
def out(tmp_path):
    return Folder(tmp_path / "out")


def test_a_run_takes_up_what_an_embargo_held_until_it_ended(tmp_path, out):
    """An article whose time comes while others are made is made by the same run; one whose time is far off is not."""
    write_stories(tmp_path / "in", 2)
    end = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=3)
    held_until(tmp_path / "in" / "soon.json", end.isoformat())
    held_until(tmp_path / "in" / "late.json", "2999-01-01T00:00:00Z")
    wanted = Wanted(load_kind("news"), (BUILT_IN,), Options())
    out.make()
    with open_ledger(out.path / "ledger.db", create=True) as ledger:
        run = day.prepare(ledger, out, map(str, sorted((tmp_path / "in").iterdir())), wanted)
        assert run.plan.articles == 2
        assert next_opening(ledger) == end

        def begin(_):
            time.sleep(max(0.0, (end - dt.datetime.now(dt.UTC)).total_seconds()))

        runner = asyncio.run(day.make(run, wanted, Asking(concurrency=1), {}, begin))
        assert (runner.tally.made, runner.tally.total) == (3, 3)
        states = dict(ledger.rows("SELECT title, state FROM articles"))
        assert (states["Mine reopens soon"], states["Mine reopens late"]) == ("made", "held")


def test_it_is_said_when_the_next_embargo_ends(tmp_path):
    """The last lines of a run and `status` say when to run again; an embargo without a time says nothing."""
    (tmp_path / "in").mkdir()
    held_until(tmp_path / "in" / "never.json", "some day")
    done = factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0
    assert "embargo ends" not in done.stderr
    held_until(tmp_path / "in" / "later.json", "2999-01-01T10:00:00+01:00")
    told = "the next embargo ends 2999-01-01 10:00+01:00: run again then to make its stories"
    assert told in factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", cwd=tmp_path).stderr
    assert told in factsheet("status", tmp_path / "out", cwd=tmp_path).stdout
    assert json.loads(factsheet("status", tmp_path / "out", "--json", cwd=tmp_path).stdout)["embargoes"] == told
