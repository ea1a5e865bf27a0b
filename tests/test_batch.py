"""A batch as its user runs it: the whole program, on files, against an endpoint in another process."""

import hashlib
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from batching import endpoint, factsheet, requests_of, write_stories

from factsheet.batch.asking import reason_of
from factsheet.batch.ledger import open_ledger
from factsheet.errors import RefusalError

ROOT = Path(__file__).parent.parent
PRICES = '[prices."endpoint/m"]\ninput = 1.0\noutput = 2.0\n'


def _asking(port, model="vllm/m"):
    return ("-m", model, "--base-url", f"http://127.0.0.1:{port}/v1", "--no-verify", "--yes")


def _states(out):
    with open_ledger(out / "ledger.db") as ledger:
        return {row["key"]: row["state"] for row in ledger.rows("SELECT key, state FROM articles")}


def _agree(out):
    """The ledger is whole, each sheet in it is the file it says, and there is no other file."""
    with open_ledger(out / "ledger.db") as ledger:
        assert ledger.one("PRAGMA integrity_check")[0] == "ok"
        sheets = {row["stem"]: row["sha256"] for row in ledger.rows("SELECT stem, sha256 FROM sheets")}
    files = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in (out / "sheets").iterdir()}
    assert files == sheets
    assert {path.stem for path in (out / "briefs").iterdir()} == sheets.keys()
    lines = (out / "sheets.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line)["factsheet"] for line in lines] == ["1"] * len(sheets)
    return sheets


def test_the_built_in_model_makes_a_day_of_a_folder(tmp_path):
    """Stories become sheets, briefs, lines and a digest; what cannot be read is a row with its reason."""
    write_stories(tmp_path / "in", 3)
    (tmp_path / "in" / "picture.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "in" / ".hidden").write_text("nobody's")
    done = factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(_agree(tmp_path / "out")) == 3
    assert sorted(_states(tmp_path / "out").values()) == ["made", "made", "made", "unreadable"]
    digest = (tmp_path / "out" / "digest.md").read_text()
    for link in re.findall(r"\]\((briefs/[^)]+)\)", digest):
        assert (tmp_path / "out" / link).is_file()
    assert "picture.bin" in digest
    told = factsheet("status", tmp_path / "out", "--json", cwd=tmp_path)
    assert json.loads(told.stdout)["articles"] == {"made": 3, "unreadable": 1}


def test_a_second_run_asks_nothing_and_a_lost_file_costs_nothing(tmp_path):
    """Run again, with files taken away and changed: all stands as before, and the endpoint was asked nothing."""
    write_stories(tmp_path / "in", 4)
    out = tmp_path / "out"
    with endpoint() as port:
        assert factsheet("batch", tmp_path / "in", "-o", out, *_asking(port), cwd=tmp_path).returncode == 0
        before, asked = _agree(out), len(requests_of(port))
        sheets = sorted((out / "sheets").iterdir())
        sheets[0].unlink()
        sheets[1].write_text("{}")
        (out / "briefs" / f"{sheets[2].stem}.md").unlink()
        assert factsheet("batch", "-o", out, *_asking(port), cwd=tmp_path).returncode == 0
        assert _agree(out).keys() == before.keys()
        assert len(requests_of(port)) == asked == 4


@pytest.mark.posix
def test_killed_at_any_moment_it_pays_for_nothing_twice(tmp_path):
    """Killed again and again, a run ends with one sheet an article, and asks nothing whose answer it kept."""
    _kill_and_restart(tmp_path, articles=40, kills=5, seed=int(time.time()))


@pytest.mark.long
@pytest.mark.posix
def test_killed_25_times_it_pays_for_nothing_twice(tmp_path):
    """The same with 200 articles of several calls and 25 kills."""
    _kill_and_restart(tmp_path, articles=200, kills=25, seed=int(time.time()), paragraphs=3)


def _kill_and_restart(tmp_path, *, articles, kills, seed, paragraphs=1):
    sys.stdout.write(f"seed {seed}\n")  # shown where the test fails
    moments, out = random.Random(seed), tmp_path / "out"
    write_stories(tmp_path / "in", articles, paragraphs)
    with endpoint("--latency", "0.05") as port:
        command = ("batch", tmp_path / "in", "-o", out, *_asking(port), "--concurrency", "8", "--chunk-tokens", "200")
        for _ in range(kills):
            with subprocess.Popen(
                [sys.executable, "-m", "factsheet", *map(str, command)], cwd=tmp_path, stderr=subprocess.DEVNULL
            ) as run:
                time.sleep(moments.uniform(0.3, 2.0))
                run.send_signal(signal.SIGKILL)
        done = factsheet(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        log = requests_of(port)
    assert len(_agree(out)) == articles
    assert set(_states(out).values()) == {"made"}
    sent = defaultdict(list)
    for number, digest, *_ in log:
        sent[digest].append(number)
    with open_ledger(out / "ledger.db") as ledger:
        kept = {
            json.loads(row["completion"])["usage"]["prompt_tokens"]
            for row in ledger.rows("SELECT completion FROM completions")
        }
    # Replies carry the number of their request: whose answer was kept was the last of its kind to be sent.
    assert kept == {max(numbers) for numbers in sent.values()}


def test_two_runs_at_once_are_one_and_a_message(tmp_path):
    """A second run beside the first stops before it asks anything, and the first is not disturbed."""
    write_stories(tmp_path / "in", 10)
    with endpoint("--latency", "0.8") as port:
        command = ("batch", tmp_path / "in", "-o", tmp_path / "out", *_asking(port), "--concurrency", "2")
        with subprocess.Popen(
            [sys.executable, "-m", "factsheet", *map(str, command)], cwd=tmp_path, stderr=subprocess.PIPE
        ) as first:
            while not requests_of(port):
                time.sleep(0.05)
            second = factsheet(*command, cwd=tmp_path)
            first.communicate()
        assert (first.returncode, second.returncode) == (0, 2)
        assert "another run is writing here" in second.stderr
        assert len(requests_of(port)) == 10
    assert len(_agree(tmp_path / "out")) == 10


@pytest.mark.parametrize("presses", [1, 2])
@pytest.mark.posix
def test_ctrl_c_leaves_everything_consistent(tmp_path, presses):
    """Once or twice, Ctrl-C ends the run with 130; what was answered is kept, and the next run does the rest."""
    write_stories(tmp_path / "in", 12)
    out = tmp_path / "out"
    with endpoint("--latency", "0.4") as port:
        command = ("batch", tmp_path / "in", "-o", out, *_asking(port), "--concurrency", "2")
        with subprocess.Popen(
            [sys.executable, "-m", "factsheet", *map(str, command)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        ) as run:
            while len(requests_of(port)) < 5:
                time.sleep(0.05)
            for _ in range(presses):
                run.send_signal(signal.SIGINT)
                time.sleep(0.1)
            _, said = run.communicate()
        assert run.returncode == 130, said
        made, asked = len(_agree(out)), len(requests_of(port))
        with open_ledger(out / "ledger.db") as ledger:
            (kept,) = ledger.one("SELECT count(*) FROM completions")
        assert made <= kept <= asked < 12
        assert kept
        if presses == 1:
            assert made == asked
        assert factsheet(*command, cwd=tmp_path).returncode == 0
        assert len(requests_of(port)) == asked + 12 - kept
    assert len(_agree(out)) == 12


def test_money_is_asked_for_and_its_limit_is_never_passed(tmp_path):
    """Without --yes nobody is there to agree; with a limit the run stops below it, and goes on when it is raised."""
    write_stories(tmp_path / "in", 8)
    (tmp_path / "factsheet.toml").write_text(PRICES)
    out = tmp_path / "out"
    with endpoint() as port:
        command = ["batch", tmp_path / "in", "-o", out, *_asking(port, "endpoint/m")]
        refused = factsheet(*command[:-1], cwd=tmp_path)
        assert refused.returncode == 2
        assert "--yes" in refused.stderr
        assert "about $" in refused.stderr
        assert not requests_of(port)
        stopped = factsheet(*command, "--max-cost", "0.1", cwd=tmp_path)
        assert stopped.returncode == 1
        assert "limit of $0.1" in stopped.stderr
        with open_ledger(out / "ledger.db") as ledger:
            (spent,) = ledger.one("SELECT sum(cost) FROM spending") or (0,)
            assert (spent or 0) <= 0.1
            assert not ledger.one("SELECT 1 FROM articles WHERE state = 'failed'")
        asked = len(requests_of(port))
        assert factsheet(*command, "--max-cost", "5", cwd=tmp_path).returncode == 0
        assert len(requests_of(port)) == 8 >= asked
    assert len(_agree(out)) == 8


def test_an_unknown_price_is_unknown_and_never_nothing(tmp_path):
    """A model without a price: the estimate, the digest and the status say unknown."""
    write_stories(tmp_path / "in", 1)
    with endpoint() as port:
        command = ("batch", tmp_path / "in", "-o", tmp_path / "out", *_asking(port, "endpoint/none"))
        done = factsheet(*command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "cost unknown" in done.stderr
    assert "cost unknown" in (tmp_path / "out" / "digest.md").read_text()
    assert "cost unknown" in factsheet("status", tmp_path / "out", cwd=tmp_path).stdout


def test_every_article_ends_as_a_sheet_or_a_reason_whatever_the_endpoint_does(tmp_path):
    """With a third of the replies bad in every way, none is lost and none hangs; failures are tried again on demand."""
    write_stories(tmp_path / "in", 60)
    out = tmp_path / "out"
    with endpoint("--faults", "0.3", "--seed", "7") as port:
        command = ("batch", "-o", out, *_asking(port), "--timeout", "1", "--concurrency", "30")
        factsheet(*command, tmp_path / "in", cwd=tmp_path)
        assert len(requests_of(port)) <= 1.5 * 60
    _agree(out)
    states = _states(out)
    assert len(states) == 60
    assert set(states.values()) <= {"made", "partial", "failed"}
    with open_ledger(out / "ledger.db") as ledger:
        failed = [row["reason"] for row in ledger.rows("SELECT reason FROM articles WHERE state = 'failed'")]
    assert all(failed)
    with endpoint() as port:
        command = ("batch", "-o", out, *_asking(port), "--retry-failed")
        assert factsheet(*command, cwd=tmp_path).returncode == 0
    assert set(_states(out).values()) == {"made"}


def test_a_fallback_takes_over_from_an_endpoint_that_is_down(tmp_path):
    """When nothing listens at the first address, the second model makes every sheet, and the sheets say so."""
    write_stories(tmp_path / "in", 6)
    command = ("batch", tmp_path / "in", "-o", tmp_path / "out", *_asking(1), "--fallback", "extractive")
    done = factsheet(*command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with open_ledger(tmp_path / "out" / "ledger.db") as ledger:
        assert {row["model"] for row in ledger.rows("SELECT model FROM sheets")} == {"extractive"}
    assert len(_agree(tmp_path / "out")) == 6


def test_a_bad_key_ends_the_run_and_leaves_the_articles_waiting(tmp_path):
    """A failure that all articles would meet is said once, and fails none of them."""
    write_stories(tmp_path / "in", 5)
    with endpoint("--down-after", "0", "--down-for", "99999", "--down-with", "401") as port:
        done = factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", *_asking(port), cwd=tmp_path)
    assert done.returncode == 1
    assert "401" in done.stderr
    assert set(_states(tmp_path / "out").values()) == {"waiting"}


def test_a_changed_prompt_makes_stale_what_it_affects(tmp_path):
    """A changed draft prompt makes all sheets again; one of the summary those of several parts; --only some of them."""
    write_stories(tmp_path / "in", 2)
    write_stories(tmp_path / "long", 3, paragraphs=4)
    (tmp_path / "long" / "story-0002.txt").rename(tmp_path / "in" / "long-one.txt")
    kind, out = tmp_path / "mine", tmp_path / "out"
    shutil.copytree(ROOT / "prompts" / "news", kind)
    shutil.copy(ROOT / "schemas/news.schema.json", kind / "schema.json")
    shutil.copytree(ROOT / "schemas/vocabularies", kind / "vocabularies")
    with endpoint() as port:
        command = ("batch", tmp_path / "in", "-o", out, *_asking(port), "--kind", kind, "--chunk-tokens", "500")

        def run(*more):
            before = len(requests_of(port))
            done = factsheet(*command, *more, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            return len(requests_of(port)) - before

        first = run()
        assert first >= 5
        assert run() == 0
        (kind / "summary.txt").write_text((kind / "summary.txt").read_text() + "\nBe brief.\n")
        assert run() == 1
        (kind / "draft.txt").write_text((kind / "draft.txt").read_text() + "\nBe exact.\n")
        # The facts are the same, and so is the question for their summary.
        assert run("--only", "long-one") == first - 3
        assert run() == 2
        assert run("--force") == 0
    assert len(_agree(out)) == 3


def test_a_defect_costs_one_article_and_is_called_one():
    """An error that nobody meant is a reason with its own name, from however deep inside a group it comes."""
    inner = ExceptionGroup("tasks", [KeyError("speaker")])
    assert reason_of(ExceptionGroup("tasks", [inner])) == "internal error: KeyError: 'speaker'"
    assert reason_of(RefusalError("m: the model refused")) == "Refusal: m: the model refused"


def test_log_json_is_one_object_a_line(tmp_path):
    """Every line of standard error is JSON, and says what was read, made and finished."""
    write_stories(tmp_path / "in", 2)
    done = factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", "--log-json", cwd=tmp_path)
    events = [json.loads(line) for line in done.stderr.splitlines()]
    names = [event["event"] for event in events if event["event"] != "progress"]
    assert names == ["read", "article", "article", "finished"]
    assert events[-1]["states"] == {"made": 2}


def test_paths_come_from_standard_input_and_patterns_are_matched(tmp_path):
    """`-` reads a list of paths; a pattern that the shell left alone is matched; a path to nothing is an error."""
    write_stories(tmp_path / "in", 4)
    listed = "".join(f"{path}\n" for path in sorted((tmp_path / "in").iterdir())[:2])
    done = factsheet("batch", "-", "-o", tmp_path / "out", cwd=tmp_path, stdin=listed)
    assert done.returncode == 0, done.stderr
    assert len(_agree(tmp_path / "out")) == 2
    done = factsheet("batch", "in/*-000[23].txt", "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(_agree(tmp_path / "out")) == 4
    wrong = factsheet("batch", "in/none*", "-o", tmp_path / "out", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "no file matches it" in wrong.stderr


@pytest.mark.posix
def test_a_full_disk_ends_the_run_cleanly(tmp_path):
    """When no file may grow any more the run ends with a message, and goes on when there is room."""
    write_stories(tmp_path / "in", 30)
    out = tmp_path / "out"
    with endpoint() as port:
        command = ("batch", tmp_path / "in", "-o", out, *_asking(port), "--concurrency", "4")
        program = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (260_000, 260_000));"
            "from factsheet.cli import run; sys.exit(run(sys.argv[1:]))"
        )
        full = subprocess.run(
            [sys.executable, "-c", program, *map(str, command)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert full.returncode == 1, full.stderr
        assert str(out) in full.stderr
        assert "Traceback" not in full.stderr
        assert factsheet(*command, cwd=tmp_path).returncode == 0
    assert len(_agree(out)) == 30
