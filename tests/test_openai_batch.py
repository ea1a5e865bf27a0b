"""The Batch API engine: every article ends in a sheet or a named failure; nothing is uploaded or run twice."""

import asyncio
import json
import select
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from batching import factsheet, request, write_stories

from factsheet.batch import day
from factsheet.batch.asking import Wanted
from factsheet.batch.engines.holding import Room
from factsheet.batch.engines.openai_batch import OpenAIBatch
from factsheet.batch.ledger import Folder, open_ledger
from factsheet.errors import BadRequestError, GarbledReplyError, ModelError, RateLimitedError
from factsheet.kinds import load_kind
from factsheet.models import Asking, Footing
from factsheet.models.batches import line, read_result
from factsheet.models.capped import Budget
from factsheet.models.specs import Spec
from factsheet.pipeline import Options

API = Path(__file__).parent.parent / "benchmarks" / "batch_api.py"
PRICES = {"vllm/m": {"input": 2.0, "output": 8.0}}
SPEC = Spec("vllm", "m", "http://127.0.0.1:1/v1", None)


class Api:
    """A running provider."""

    def __init__(self, process):
        self.process = process
        self.port = int(process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/v1"

    def log(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/log") as reply:
            return json.load(reply)


@contextmanager
def provider(*options):
    """A Batch API in a process of its own."""
    command = [sys.executable, API, *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Api(process)
        finally:
            process.stdin.close()


def run_day(folder, url, number=6, *, paragraphs=1, sources=True, asking=None, most=100, **wanted):
    """Read stories and make them by files; returns the work, and what became of articles, with the reasons."""
    source = write_stories(folder / "in", number, paragraphs)
    out = Folder(folder / "out")
    wanted = Wanted(load_kind("news"), ("vllm/m",), **{"options": Options(), **wanted})
    asking = asking or Asking(base_url=url, prices=PRICES)
    with open_ledger(out.path / "ledger.db", create=True) as ledger:
        paths = map(str, sorted(source.iterdir())) if sources else []
        run = day.prepare(ledger, out, paths, wanted)
        engine = OpenAIBatch(first_look=0.01, most=most)
        work = asyncio.run(day.make(run, wanted, asking, {}, lambda _: None, engine))
        day.conclude(run, "done")
        rows = [tuple(row) for row in ledger.rows("SELECT state, reason FROM articles ORDER BY id")]
    return work, rows


def assert_nothing_twice(log):
    """Each file was uploaded once, each has one batch that ran, and no request was run twice."""
    assert len(log["uploads"]) == len(set(log["uploads"]))
    ran = [file for _, file, status in log["batches"] if status != "failed"]
    assert len(ran) == len(set(ran))
    assert len(log["run"]) == len(set(log["run"]))


@pytest.mark.parametrize(
    ("plan", "made", "reason"),
    [
        ("", 6, ""),
        ("expired,expired", 6, ""),
        ("429,500", 6, ""),
        ("twice,twice", 6, ""),
        ("no-temperature", 6, ""),
        ("full,full", 6, ""),
        ("missing", 5, "GarbledReply: vllm/m: batch batch_1 has no answer to this request"),
        ("malformed", 5, "has no answer to this request; 1 of its results cannot be read"),
        ("400", 4, "BadRequest: vllm/m: 400: not this one"),
        ("refusal", 4, "Refusal: vllm/m: the model refused"),
        ("bad-line", 5, "BadRequest: vllm/m: not a body"),
    ],
)
def test_all_of_it_ends_in_sheets_or_named_failures(tmp_path, plan, made, reason):
    """Whatever a batch ends as: what was never run is asked again, what may have been run is not, and says why."""
    with provider("--plan", plan) as api:
        work, rows = run_day(tmp_path, api.url)
        log = api.log()
    assert work.ended is None
    assert [state for state, _ in rows].count("made") == made
    assert all(reason in why for state, why in rows if state == "failed")
    assert work.tally.done == 6
    assert_nothing_twice(log)
    assert not list((tmp_path / "out" / "requests").iterdir())
    # What cannot be read here was paid for, and stays for somebody to look at.
    assert len(log["files"]) == (1 if plan == "malformed" else 0)


def test_answers_cost_half_and_count_once(tmp_path):
    """What the provider says was used is in the ledger, at half the price, and on each sheet."""
    with provider() as api:
        work, _ = run_day(tmp_path, api.url, 2)
    with open_ledger(tmp_path / "out" / "ledger.db") as ledger:
        (row,) = ledger.completions.spending()
        attempts = [tuple(each) for each in ledger.rows("SELECT requests, cost FROM attempts")]
    full = (row["prompt_tokens"] * 2 + row["completion_tokens"] * 8) / 1e6
    assert row["requests"] == 4
    assert row["cost"] == pytest.approx(full / 2) == pytest.approx(work.used.cost)
    assert [number for number, _ in attempts] == [2, 2]
    assert sum(cost for _, cost in attempts) == pytest.approx(row["cost"])


def test_a_long_article_is_asked_about_in_rounds(tmp_path):
    """All parts in one file, the summary in the next, the second question in the third; a re-ask is a round too."""
    with provider("--plan", "wrong-schema") as api:
        _, rows = run_day(tmp_path, api.url, 1, paragraphs=4, options=Options(chunk_tokens=250))
        log = api.log()
    assert rows == [("made", "")]
    assert len(log["batches"]) == 4
    assert_nothing_twice(log)


def test_lost_replies_to_an_upload_and_a_beginning_are_looked_up(tmp_path):
    """The provider did what it was asked and the connection broke: nothing is asked twice."""
    with provider("--lose", "uploads,batches") as api:
        _, rows = run_day(tmp_path, api.url, 3)
        log = api.log()
    assert {state for state, _ in rows} == {"made"}
    assert len(log["uploads"]) == len(log["batches"]) == 2
    assert_nothing_twice(log)


def test_files_that_cannot_be_deleted_cost_no_answer_and_go_with_the_next_run(tmp_path):
    """A provider that refuses deletions gets a warning, in `status` too; another run deletes, though nothing waits."""
    source = write_stories(tmp_path / "in", 2)
    with provider("--undeleted", "1", "--states", "1") as api:
        begun = factsheet(
            *("batch", source, "-o", "out", "-m", "vllm/m", "--engine", "openai-batch", "--yes", "--no-verify"),
            *("--base-url", api.url, "--price", "2/8"),
            cwd=tmp_path,
        )
        assert begun.returncode == 0
        assert "2 files not deleted at the provider yet: vllm/m: 500: not now" in begun.stderr
        assert "not deleted at the provider yet" in factsheet("status", "out", cwd=tmp_path).stdout
        assert factsheet("batch", "out", "--collect", cwd=tmp_path).returncode == 0
        log = api.log()
    assert log["files"] == []
    assert log["deleted"] == 2
    assert "not deleted" not in factsheet("status", "out", cwd=tmp_path).stdout


def test_what_a_provider_has_no_room_for_is_held_back_until_another_has_ended(tmp_path):
    """Three files, room for one: each is refused once at the most, not at every look, and all are answered."""
    with provider("--room", "2") as api:
        work, rows = run_day(tmp_path, api.url, 6, most=2, options=Options(verify=False))
        log = api.log()
    assert work.ended is None
    assert {state for state, _ in rows} == {"made"}
    assert len(log["uploads"]) == 3
    assert [status for *_, status in log["batches"]].count("failed") in {1, 2, 3}
    assert log["files"] == []
    assert_nothing_twice(log)


def test_a_run_goes_on_with_what_another_found_no_room_for(tmp_path):
    """What is held stands in the ledger, with what the provider said; a run that only looks does not begin it again."""
    source = write_stories(tmp_path / "in", 2)
    batch = ("batch", "-o", "out", "-m", "vllm/m", "--engine", "openai-batch", "--no-wait", "--yes", "--no-verify")
    with provider("--room", "1") as api:
        for story in sorted(source.iterdir()):
            begun = factsheet(*batch, story, "--base-url", api.url, "--price", "2/8", cwd=tmp_path)
            assert begun.returncode == 5
        ended = 0
        while begun.returncode == 5 and ended < 20:
            ended += 1
            begun = factsheet("batch", "out", "--collect", "--no-wait", cwd=tmp_path)
            told = factsheet("status", "out", cwd=tmp_path).stdout
            assert ("1 file held back" in told) == (json.loads(_json_of(tmp_path))["held"] == 1)
        log = api.log()
    assert begun.returncode == 0
    assert len(log["batches"]) <= 3
    assert_nothing_twice(log)


def _json_of(folder):
    return factsheet("status", "out", "--json", cwd=folder).stdout


def test_room_is_tried_for_ever_more_seldom_where_nothing_of_ours_is_under_way():
    """After a minute, two, four; at once where one of ours ended or fits; one after another once there was none."""
    now = [0.0]
    room = Room(60.0, lambda: now[0])
    assert room.may_begin(1, are_others=False)
    room.refuse()
    assert not room.may_begin(1, are_others=False)
    assert room.held == {1}
    now[0] = 61.0
    assert not room.may_begin(1, are_others=True)
    assert room.may_begin(1, are_others=False)
    room.refuse()
    now[0] = 122.0
    assert not room.may_begin(1, are_others=False)
    room.ease()
    assert room.may_begin(1, are_others=True)
    room.look(1, is_checked=True)
    assert not room.may_begin(2, are_others=True)
    room.look(1, is_checked=False)
    assert room.may_begin(2, are_others=True)
    room.refuse(1_000.0)
    now[0] += 999.0
    assert not room.may_begin(2, are_others=False)
    assert room.held == {2}


def test_a_batch_that_somebody_cancels_ends_the_run_and_goes_on_when_it_is_started_again(tmp_path):
    """What was answered is kept, nothing is submitted against anybody's will, and the next run asks only the rest."""
    with provider("--plan", "cancelled") as api:
        work, rows = run_day(tmp_path, api.url)
        assert "2 of 6 requests unanswered" in str(work.ended)
        assert {state for state, _ in rows} == {"waiting"}
        assert len(api.log()["batches"]) == 1
        work, rows = run_day(tmp_path, api.url, sources=False)
        log = api.log()
    assert work.ended is None
    assert {state for state, _ in rows} == {"made"}
    assert_nothing_twice(log)


def test_a_file_that_is_refused_as_a_whole_ends_the_run(tmp_path):
    """With what the provider says; the articles wait."""
    with provider("--plan", "refused") as api:
        work, rows = run_day(tmp_path, api.url, 2)
    assert "no such model (model_not_found)" in str(work.ended)
    assert {state for state, _ in rows} == {"waiting"}


def test_failures_are_asked_again_only_where_that_is_wanted(tmp_path):
    """A run leaves what failed; `--retry-failed` submits it once more."""
    with provider("--plan", "400") as api:
        run_day(tmp_path, api.url, 3, options=Options(verify=False))
        _, rows = run_day(tmp_path, api.url, 3, sources=False, options=Options(verify=False))
        assert [state for state, _ in rows].count("failed") == 1
        assert len(api.log()["batches"]) == 1
        _, rows = run_day(tmp_path, api.url, 3, sources=False, options=Options(verify=False), retry_failed=True)
        assert {state for state, _ in rows} == {"made"}
        assert len(api.log()["run"]) == 3


def test_a_limit_on_cost_holds_what_is_under_way(tmp_path):
    """What does not fit waits for what was held and is not spent, and ends the run where that is too little."""
    with provider() as api:
        asking = Asking(base_url=api.url, prices=PRICES, max_cost=Budget(0.3))
        work, rows = run_day(tmp_path, api.url, 6, options=Options(verify=False), asking=asking)
        log = api.log()
    assert work.ended is None
    assert {state for state, _ in rows} == {"made"}
    assert len(log["batches"]) > 1
    with provider() as api:
        asking = Asking(base_url=api.url, prices=PRICES, max_cost=Budget(0.01))
        work, _ = run_day(tmp_path / "less", api.url, 1, asking=asking)
        assert "stopped before the limit of $0.01" in str(work.ended)
        assert api.log()["uploads"] == []


def test_a_run_ends_while_answers_are_to_come_and_another_goes_on(tmp_path):
    """`--no-wait` submits and ends with 5, `--collect` goes on as it was begun, and `status` says what is under way."""
    source = write_stories(tmp_path / "in", 2)
    with provider() as api:
        begun = factsheet(
            *("batch", source, "-o", "out", "-m", "vllm/m", "--engine", "openai-batch", "--no-wait", "--yes"),
            *("--base-url", api.url, "--price", "2/8", "--no-verify"),
            cwd=tmp_path,
        )
        assert begun.returncode == 5
        assert "2 requests not answered yet; continue later with factsheet batch out --collect" in begun.stderr
        assert "2 requests not answered yet" in factsheet("status", "out", cwd=tmp_path).stdout
        codes = [factsheet("batch", "out", "--collect", "--no-wait", cwd=tmp_path).returncode for _ in range(4)]
        assert codes[-1] == 0
        assert set(codes[:-1]) <= {0, 5}
        log = api.log()
    assert len(log["batches"]) == 1
    assert_nothing_twice(log)
    assert "not answered yet" not in factsheet("status", "out", cwd=tmp_path).stdout
    assert factsheet("batch", "out", "--collect", cwd=tmp_path).returncode == 0


@pytest.mark.skipif(find_spec("ray") is not None, reason="it is there")
def test_an_engine_whose_packages_are_not_there_says_what_installs_them(tmp_path):
    """Before anything is read or written."""
    done = factsheet("batch", write_stories(tmp_path / "in", 1), "-o", "out", "--engine", "ray", cwd=tmp_path)
    assert (done.returncode, "--engine ray needs an extra" in done.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_asked_by_files_is_refused(tmp_path):
    """The built-in model, a fallback, and a folder in which nothing waits: each with what to write instead."""
    source = write_stories(tmp_path / "in", 1)
    batch = ("batch", source, "-o", "out", "--engine", "openai-batch", "-y")
    assert "name it with -m" in factsheet(*batch, cwd=tmp_path).stderr
    other = factsheet(*batch, "-m", "vllm/m", "--fallback", "ollama/m", cwd=tmp_path)
    assert (other.returncode, "--fallback" in other.stderr) == (2, True)
    assert factsheet("batch", source, "-o", "here", cwd=tmp_path).returncode == 0
    none = factsheet("batch", "here", "--collect", cwd=tmp_path)
    assert (none.returncode, "has no run that waits" in none.stderr) == (2, True)
    assert factsheet("batch", "here", "there", "--collect", cwd=tmp_path).returncode == 2


def test_a_line_holds_the_request_and_its_key():
    """The key is what its result is known by, within the provider's 64 characters; nothing is streamed."""
    asked = json.loads(line(SPEC, request("Body."), Footing()))
    assert asked["custom_id"] == request("Body.").key
    assert len(asked["custom_id"]) == 64
    assert (asked["method"], asked["url"]) == ("POST", "/v1/chat/completions")
    assert asked["body"]["messages"] == [{"role": "user", "content": "Body."}]
    assert not {"stream", "stream_options"} & set(asked["body"])


@pytest.mark.parametrize(
    ("text", "key", "error"),
    [
        ("{", None, GarbledReplyError),
        ("[1]", None, GarbledReplyError),
        ('{"custom_id": 7}', None, GarbledReplyError),
        ('{"custom_id": "k"}', "k", GarbledReplyError),
        ('{"custom_id": "k", "response": {"status_code": 200, "body": "text"}}', "k", GarbledReplyError),
        ('{"custom_id": "k", "response": {"status_code": 200, "body": {}}}', "k", GarbledReplyError),
        ('{"custom_id": "k", "response": {"status_code": 429, "body": {}}}', "k", RateLimitedError),
        ('{"custom_id": "k", "response": {"status_code": "x", "body": {"error": "odd"}}}', "k", BadRequestError),
        ('{"custom_id": "k", "error": {"code": "batch_expired", "message": "late"}}', "k", ModelError),
        ('{"custom_id": "k", "error": ["odd"]}', "k", ModelError),
    ],
)
def test_results_are_read_with_distrust(text, key, error):
    """Whatever a line holds, it is a failure with a name, of a request that is known where the line says which."""
    result = read_result(text, SPEC)
    assert result.key == key
    assert isinstance(result.outcome, error)
    assert result.never_run == ("batch_expired" in text)


def _kill_at(folder, stops):
    """A day that is killed at each of these requests to the provider, and begun again; returns what was asked."""
    source = write_stories(folder / "in", 3)
    program = [sys.executable, "-m", "factsheet", "batch"]
    begin = [*program, source, "-o", folder / "out", "-m", "vllm/m", "--engine", "openai-batch", "-y", "-q"]
    with provider("--stop", ",".join(map(str, stops)), "--states", "1") as api:
        begin += ["--base-url", api.url, "--price", "2/8"]
        for _ in stops:
            with subprocess.Popen(begin) as process:
                while process.poll() is None:
                    if select.select([api.process.stdout], [], [], 0.05)[0]:
                        assert api.process.stdout.readline() == "stopped\n"
                        process.kill()
                        break
        assert subprocess.run([*program, folder / "out", "--collect", "-q"], check=False).returncode == 0
        log = api.log()
    with open_ledger(folder / "out" / "ledger.db") as ledger:
        assert ledger.articles.states() == {"made": 3}
        assert sum(row["requests"] for row in ledger.completions.spending()) == 6
    assert_nothing_twice(log)
    assert log["files"] == []
    return log


@pytest.mark.posix
def test_killed_at_any_request_it_uploads_nothing_twice(tmp_path):
    """Killed while it uploads, begins, looks and collects, what it asked done or not done."""
    log = _kill_at(tmp_path, [1, 4, 7, 11])
    assert (len(log["uploads"]), len(log["batches"]), len(log["run"])) == (2, 2, 6)


@pytest.mark.long
@pytest.mark.posix
@pytest.mark.parametrize("stop", range(1, 21))
def test_killed_at_each_of_twenty_requests_it_uploads_nothing_twice(tmp_path, stop):
    """The same at each request of a day, and a second time five requests later."""
    log = _kill_at(tmp_path, [stop, stop + 5])
    assert (len(log["uploads"]), len(log["batches"]), len(log["run"])) == (2, 2, 6)
