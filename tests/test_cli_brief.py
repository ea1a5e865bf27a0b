"""`factsheet brief` for its user: what it prints where, what it leaves behind, and its exit codes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import Server, says, stalls, status

from factsheet.cli import run
from factsheet.kinds import load_kind
from factsheet.models.cached import size
from factsheet.models.extractive import Extractive
from factsheet.models.recorded import Recording
from factsheet.pipeline import make_sheet
from factsheet.readers import read_article

ROOT = Path(__file__).parent.parent
STORY = ROOT / "fixtures" / "articles" / "wikinews-crane.txt"
COURT = ROOT / "tests" / "kinds" / "court"
TITLE = "At least 107 killed in Mecca crane collapse"
KIND = load_kind()
SHEET = json.dumps({**KIND.empty(), "title": {"statement": TITLE, "evidence": [TITLE]}})


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user with an empty home, in an empty folder, with nothing configured."""
    for name in ("FACTSHEET_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cache(home):
    return home / "cache" / "factsheet" / "completions.sqlite3"


@pytest.fixture
def brief(capsys):
    """Run the command; returns its exit code and what it printed."""

    def call(*arguments):
        code = run(["brief", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def start(*arguments, **more):
    """The command in a process of its own, which Ctrl-C reaches even where a shell runs the tests in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # such a shell has it ignored, and so would the child
    command = [sys.executable, "-m", "factsheet", "brief", *map(str, arguments)]
    return subprocess.Popen(command, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **more})


def on_terminal(*arguments, env=None, stream="stdout"):
    """What a terminal gets on one of the streams."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
    master, slave = pty.openpty()
    process = start(*arguments, **{stream: slave, "env": {**os.environ, "TERM": "xterm", **(env or {})}})
    os.close(slave)
    seen = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:
            break
        if not some:
            break
        seen += some
    process.communicate()
    os.close(master)
    return seen.decode()


def test_with_nothing_configured_the_built_in_model_answers(brief):
    """A page on standard output, and a word on standard error about who wrote it."""
    code, out, err = brief(STORY)
    assert code == 0
    assert out.startswith(TITLE)
    assert "no model is configured" in err
    assert brief(STORY, "-q")[2] == ""


def test_a_model_behind_an_endpoint(brief):
    """The whole way over the wire; only the page is on standard output."""
    with Server(says(SHEET)) as server:
        code, out, err = brief(STORY, "-m", "m", "--base-url", server.url)
    assert code == 0
    assert TITLE in out
    assert "endpoint/m" in "".join(out.splitlines()[-3:])
    assert err == ""


def test_a_second_run_asks_nothing_and_no_cache_asks_and_keeps_nothing(brief, cache):
    """What was paid for is kept."""
    with Server(says(SHEET)) as server:
        ask = (STORY, "-m", "m", "--base-url", server.url)
        brief(*ask, "--no-cache")
        assert not cache.exists()
        brief(*ask)
        brief(*ask)
        assert len(server.requests) == 2
        brief(*ask, "--no-cache")
        assert len(server.requests) == 3
    assert size(cache)[0] == 1


def test_what_is_recorded_can_be_replayed_without_naming_the_model(brief, home):
    """Recording asks; replaying does not, and finds the model's name in the recordings."""
    with Server(says(SHEET)) as server:
        assert brief(STORY, "-m", "m", "--base-url", server.url, "--record", "kept")[0] == 0
    code, out, _ = brief(STORY, "--replay", "kept")
    assert code == 0
    assert TITLE in out
    assert brief(STORY, "--replay", "kept", "--record", "kept")[0] == 2
    code, _, err = brief(ROOT / "fixtures/articles/wikinews-korea.txt", "--replay", "kept")
    assert code == 1
    assert "another article text" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere.txt",), 2, "nowhere.txt"),
        ((STORY, "--modle", "x"), 2, "--modle"),
        ((STORY, "-m", "openai/gpt-4.1"), 2, "-m ollama/NAME"),
        ((STORY, "-m", "gpt-4.1"), 2, "--base-url"),
        ((STORY, "--base-url", "http://127.0.0.1:1/v1"), 2, "-m"),
        ((STORY, "-m", "m", "--base-url", "ftp://x"), 2, "http"),
        ((STORY, "--kind", "recipe"), 2, "recipe"),
        ((STORY, "--kind", COURT), 2, "-m ollama/NAME"),
        ((STORY, "-o", "no/such/folder/x.md"), 2, "no folder"),
        ((STORY, "--replay", "nowhere"), 2, "no such folder of recordings"),
        ((STORY, "--timeout", "0"), 2, "--timeout"),
    ],
)
def test_what_cannot_be_used_says_what_to_do(brief, arguments, code, words):
    """Before anything is asked; nothing is on standard output."""
    got, out, err = brief(*arguments)
    assert (got, out) == (code, "")
    assert words in err


def test_input_that_is_no_article_is_named(brief, home):
    """Empty, binary, or a folder."""
    (home / "empty.txt").write_bytes(b"")
    (home / "binary.txt").write_bytes(bytes(range(256)) * 20)
    for name in ("empty.txt", "binary.txt", "."):
        code, out, err = brief(name)
        assert (code, out) == (2, "")
        assert name in err


def test_a_failure_of_the_model_is_exit_code_1(brief):
    """The message is the model's, without the key."""
    with Server(status(401, "Incorrect API key: sk-secret-0123456789")) as server:
        code, out, err = brief(STORY, "-m", "m", "--base-url", server.url)
    assert (code, out) == (1, "")
    assert "Incorrect API key" in err
    assert "secret" not in err


def test_the_limit_of_cost_is_kept_before_the_first_call(brief, home):
    """And the message says why."""
    (home / "factsheet.toml").write_text('[prices."endpoint/m"]\ninput = 1.0\noutput = 10.0\n')
    with Server(says(SHEET)) as server:
        code, _, err = brief(STORY, "-m", "m", "--base-url", server.url, "--max-cost", "0.0001")
    assert code == 1
    assert "limit of $0.0001" in err
    assert server.requests == []


def test_strict_exits_3_on_findings(brief):
    """For scripts; without it the page says so and the exit is good."""
    wrong = json.loads(SHEET)
    wrong["topics"] = [{**dict.fromkeys(topic_fields()), "label": "Tunnel", "evidence": ["a secret tunnel was dug"]}]
    with Server(says(json.dumps(wrong))) as server:
        ask = (STORY, "-m", "m", "--base-url", server.url)
        assert brief(*ask)[0] == 0
        code, out, _ = brief(*ask, "--strict")
    assert code == 3
    assert "a secret tunnel was dug" not in out.partition("Not verified")[0]


def topic_fields():
    return KIND.model_schema["properties"]["topics"]["items"]["properties"]


def test_waits_are_told_on_standard_error(brief):
    """Nobody sits before a silent screen for a minute."""
    with Server(status(429, "slow down", retry_after="0"), says(SHEET)) as server:
        code, _, err = brief(STORY, "-m", "m", "--base-url", server.url)
    assert code == 0
    assert "slow down; trying again in" in err


def test_flag_over_environment_over_folder_over_user(brief, home, monkeypatch):
    """Each place names its own server's model; the strongest is asked."""
    (home / "config" / "factsheet").mkdir(parents=True)
    with Server(says(SHEET)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        (home / "config" / "factsheet" / "factsheet.toml").write_text('model = "user"')
        brief(STORY)
        (home / "factsheet.toml").write_text('model = "folder"')
        brief(STORY)
        monkeypatch.setenv("FACTSHEET_MODEL", "environment")
        brief(STORY)
        brief(STORY, "-m", "flag")
    assert [body["model"] for body in server.requests] == ["user", "folder", "environment", "flag"]


def test_an_address_in_the_environment_is_not_for_local_servers_with_one_of_their_own(brief, monkeypatch):
    """OPENAI_BASE_URL was set for another program; ollama/NAME still means Ollama."""
    with Server(says(SHEET)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert brief(STORY)[0] == 0
        assert brief(STORY, "-m", "litellm/m", "--base-url", "http://127.0.0.1:9/v1", "--timeout", "0.2")[0] == 1
    assert server.requests == []


def test_a_page_goes_to_a_file_whole_or_not_at_all(brief, home):
    """Markdown here; a dash is standard output."""
    code, out, _ = brief(STORY, "-f", "markdown", "-o", "page.md")
    assert (code, out) == (0, "")
    assert (home / "page.md").read_text().startswith(f"# {TITLE}")
    assert [path.name for path in home.iterdir() if path.suffix == ".part"] == []
    assert brief(STORY, "-o", "-")[1].startswith(TITLE)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("brief.html", "<!doctype html>"),
        ("brief.HTM", "<!doctype html>"),
        ("brief.md", f"# {TITLE}"),
        ("brief.json", '{\n  "factsheet"'),
        ("brief.txt", f"{TITLE}\n"),
        ("brief", f"{TITLE}\n"),
        ("brief.data", f"{TITLE}\n"),
    ],
)
def test_the_ending_of_the_file_decides(brief, home, name, start):
    """Over the settings too; an ending that means nothing leaves it to them."""
    assert brief(STORY, "-o", name, "-q")[0] == 0
    assert (home / name).read_text(encoding="utf-8").startswith(start)
    (home / "factsheet.toml").write_text('format = "json"\n')
    assert brief(STORY, "-o", "page.html", "-q")[0] == 0
    assert (home / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_sheet_that_exists_is_printed_and_nothing_is_asked(brief, home, monkeypatch):
    """In every format, with the model that made it; the page is that of the story itself."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # else the two might be read in different minutes
    assert brief(STORY, "-o", "x.json", "-q")[0] == 0
    page = brief(STORY, "-q")[1]
    assert brief("x.json", "-q")[:2] == (0, page)
    assert brief("x.json", "-f", "json")[1] == (home / "x.json").read_text(encoding="utf-8")
    assert brief("x.json", "-o", "x.html", "-q")[0] == 0
    assert (home / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_sheet_that_fits_no_schema_is_named_with_the_place(brief, home):
    """As `check` does."""
    assert brief(STORY, "-o", "x.json", "-q")[0] == 0
    text = (home / "x.json").read_text(encoding="utf-8")
    (home / "x.json").write_text(text.replace('"findings": [', '"findings": 1, "x": ['), encoding="utf-8")
    code, _, err = brief("x.json")
    assert code == 2
    assert "x.json: not a sheet of kind news" in err
    assert "/findings" in err


def test_a_sheet_under_embargo_is_not_printed(brief, home):
    """A brief of it is a brief."""
    assert brief(STORY, "-o", "x.json", "-q")[0] == 0
    text = (home / "x.json").read_text(encoding="utf-8")
    (home / "x.json").write_text(text.replace('"article": {', '"article": {"embargo": "2999-01-01",', 1))
    assert brief("x.json")[0] == 4
    assert brief("x.json", "--allow-embargoed")[0] == 0


def test_a_format_that_is_given_is_used_whatever_the_ending(brief, home):
    """`-f` counts before the ending."""
    assert brief(STORY, "-o", "page.html", "-f", "markdown", "-q")[0] == 0
    assert (home / "page.html").read_text(encoding="utf-8").startswith(f"# {TITLE}")


def test_json_is_a_sheet_and_comes_alone(brief):
    """What a program reads from standard output is one document."""
    _, out, _ = brief(STORY, "-f", "json")
    assert json.loads(out)["factsheet"] == "1"


def test_standard_input_is_an_article():
    """In a pipe, at both ends."""
    process = start("-", "-q", stdin=subprocess.PIPE, encoding="utf-8")
    out, err = process.communicate(STORY.read_text())
    assert (process.returncode, err) == (0, "")
    assert out.startswith(TITLE)


def test_verbose_lists_every_finding_and_what_was_asked(brief):
    """For those who want to know."""
    with Server(says(SHEET)) as server:
        _, _, err = brief(STORY, "-m", "m", "--base-url", server.url, "-v")
    assert "asked endpoint/m 1 times, 100 tokens in, 20 out" in err


def test_a_dry_run_shows_all_and_asks_nothing(brief):
    """The exact messages and schema, the estimate; no key is needed, and no server is there."""
    code, out, _ = brief(STORY, "--dry-run", "-m", "openai/gpt-4.1")
    assert code == 0
    assert KIND.prompts["system"].split("\n")[0] in out
    assert STORY.read_text().strip().splitlines()[-1] in out
    assert json.dumps(KIND.model_schema, ensure_ascii=False, indent=1) in out
    assert "calls: 2, 1 of them for the second question\ntokens in: about " in out
    code, out, _ = brief(STORY, "--dry-run", "-m", "openai/gpt-4.1", "--no-verify")
    assert "calls: 1\ntokens in: about " in out
    code, out, _ = brief(STORY, "--dry-run")
    assert code == 0
    assert "nothing is sent" in out


def test_a_dry_run_shows_what_is_then_sent(brief):
    """Message for message."""
    with Server(says(SHEET)) as server:
        ask = (STORY, "-m", "m", "--base-url", server.url)
        _, shown, _ = brief(*ask, "--dry-run")
        assert server.requests == []
        brief(*ask)
    (sent,) = server.requests
    for message in sent["messages"]:
        assert f"-- {message['role']}\n{message['content']}" in shown


def test_a_kind_of_ones_own_goes_the_whole_way_without_code(brief, home, capsys):
    """Schema and prompts in a folder: asked, checked, printed, written as a sheet of that kind, and checked again."""
    report = COURT / "report.txt"
    facts = {
        "case": {"name": "Ostra", "court": "Westmark District Court", "evidence": ["Westmark District Court"]},
        "parties": [
            {"name": "Erik Holm", "side": "defendant", "evidence": ["the pilot, Erik Holm, 52"]},
            {"name": "Olaf Brandt", "side": "claimant", "evidence": ["Olaf Brandt, who owns the ship"]},
        ],
        "rulings": [
            {"statement": "A harbour pilot was acquitted.", "by": None, "evidence": ["A harbour pilot was acquitted"]}
        ],
    }
    with Server(says(json.dumps(facts))) as server:
        ask = (report, "--kind", COURT, "-m", "m", "--base-url", server.url, "--no-verify")
        code, page, _ = brief(*ask)
        _, markdown, _ = brief(*ask, "-f", "markdown")
        _, document, _ = brief(*ask, "-f", "json")
    (sent,) = server.requests
    assert code == 0
    assert sent["messages"][0]["content"].startswith("You read a report from a court")
    assert sent["response_format"]["json_schema"]["name"] == "court"
    assert "Erik Holm (_defendant_) ~ ¶" in page
    assert "Erik Holm** (<ins>defendant</ins>) ~ ¶" in markdown
    assert "Olaf Brandt" not in page.partition("Not verified")[0]
    assert "## Parties" in markdown
    sheet = json.loads(document)
    text = report.read_text()
    (evidence,) = sheet["facts"]["parties"][0]["evidence"]
    assert sheet["kind"] == "court"
    assert text[evidence["start"] : evidence["end"]] == "the pilot, Erik Holm, 52"
    (home / "sheet.json").write_text(document)
    assert run(["check", "sheet.json", "--kind", str(COURT)]) == 3  # for the claimant, whom the report does not name
    assert "/parties/1" in capsys.readouterr().out


@pytest.mark.posix
def test_ctrl_c_ends_with_130_and_keeps_what_was_paid_for(home, cache):
    """One part has come, the next is waited for: the next run asks only for what is missing."""
    text = "\n\n".join(f"Paragraph {n} says that boats left the harbour of Orla on Monday." for n in range(9))
    (home / "long.txt").write_text(f"Boats leave Orla\n\n{text}\n")
    calls = []

    def reply(body):
        calls.append(body)
        return stalls(60, says(SHEET)) if len(calls) == 2 else says(SHEET)

    with Server(reply) as server:
        ask = ("long.txt", "-m", "m", "--base-url", server.url, "--chunk-tokens", "60", "--concurrency", "1")
        process = start(*ask)
        limit = time.monotonic() + 60
        while len(calls) < 2 and time.monotonic() < limit:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (130, "")
        assert "interrupted" in err
        assert "Traceback" not in err
        assert size(cache)[0] == 1
        first, broken = calls
        again = start(*ask)
        again.communicate(timeout=60)
        assert again.returncode == 0
        assert first not in calls[2:]
        assert broken in calls[2:]


def test_a_reader_that_goes_away_is_no_error():
    """`| head` closes the pipe."""
    with start(STORY, "-q") as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_a_screen_that_is_full_is_an_error():
    """Not a traceback."""
    with Path("/dev/full").open("w") as full:
        process = start(STORY, "-q", stdout=full)
        _, err = process.communicate()
    assert process.returncode == 1
    assert err.startswith("factsheet: the output cannot be written")


def test_a_screen_without_our_characters_gets_question_marks():
    """A Latin-1 or ASCII terminal is no reason for a traceback."""
    process = start(STORY, "-q", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert out.startswith(TITLE)


def test_colour_is_for_screens_and_not_where_it_is_unwanted():
    """NO_COLOR leaves the underlines; a dumb terminal and a pipe have neither."""
    assert "\x1b[" in on_terminal(STORY, "-q")
    underlined = ROOT / "fixtures" / "articles" / "wikinews-defector.txt"
    bare = on_terminal(underlined, "-q", "--replay", ROOT / "fixtures" / "recordings", env={"NO_COLOR": "1"})
    assert set(re.findall(r"\x1b\[[0-9;]*m", bare)) == {"\x1b[4m", "\x1b[0m"}
    assert "\x1b[" not in on_terminal(STORY, "-q", env={"TERM": "dumb"})
    assert "\x1b[" not in start(STORY, "-q").communicate()[0]


def test_a_live_line_says_what_is_waited_for():
    """On a terminal only, and not when quiet."""
    with Server(stalls(0.6, says(SHEET))) as server:
        ask = (STORY, "-m", "m", "--base-url", server.url, "--no-cache")
        assert "asking endpoint/m" in on_terminal(*ask, "-m", "endpoint/m", stream="stderr")
        assert on_terminal(*ask, "-q", stream="stderr") == ""
        assert start(*ask).communicate()[1] == ""


def test_a_recorded_article_needs_neither_client_nor_tokenizer(home):
    """Modules imported, not seconds: those two take most of a second."""

    class Hand(Extractive):
        name = "endpoint/hand-written"

    story = ROOT / "fixtures" / "articles" / "versailles.txt"
    asyncio.run(make_sheet(read_article(story), KIND, Recording(Hand(), home / "kept", "by rule")))
    code = (
        "import sys; from factsheet.cli import run; "
        f"code = run(['brief', {str(story)!r}, '--replay', 'kept', '-q']); "
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    heavy = {"openai", "tiktoken", "httpx2", "jsonschema", "lxml", "textual", "rich.console", "sqlite3"}
    assert "factsheet.pipeline" in loaded
    assert loaded & heavy == set()


def test_nothing_of_a_model_is_imported_for_help():
    """Help and completion answer at once."""
    code = "import sys; from factsheet.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stderr.split() if name.startswith("factsheet")}
    assert loaded == {"factsheet", "factsheet.cli", "factsheet.errors"}
    assert "asyncio" not in done.stderr.split()


def _two_models(body):
    """Replies of a model that fills sheets and of one that reads them a second time, each call for 100,000 tokens."""
    loose = {"statement": "They sat down together.", "according_to": None, "evidence": [TITLE]}
    facts = KIND.empty() | {"title": {"statement": TITLE, "evidence": [TITLE]}, "summary": [loose]}
    verdicts = {"answers": [{"number": 1, "verdict": "supported", "words": ""}]}
    used = {"prompt_tokens": 100_000, "completion_tokens": 0}
    return says(json.dumps(verdicts if body["model"] == "reader" else facts), usage=used)


def test_another_model_is_asked_again_and_recorded_and_replayed(brief, tmp_path):
    """`--verify-with` goes the whole way: its own model, the recordings; a replay without it is made all the same."""
    with Server(_two_models) as server:
        ask = (
            "-m",
            "m",
            "--base-url",
            server.url,
            "--verify-with",
            "reader",
            "--record",
            tmp_path / "kept",
            "-f",
            "json",
        )
        code, document, _ = brief(STORY, *ask)
        assert code == 0
        assert [body["model"] for body in server.requests] == ["m", "reader"]
    assert [one["standing"] for one in json.loads(document)["standings"]] == ["proven", "confirmed"]
    assert len(list((tmp_path / "kept").iterdir())) == 2
    _, document, _ = brief(STORY, "--replay", tmp_path / "kept", "--verify-with", "reader", "-f", "json")
    assert [one["standing"] for one in json.loads(document)["standings"]] == ["proven", "confirmed"]
    code, document, _ = brief(STORY, "--replay", tmp_path / "kept", "-f", "json")
    assert code == 0
    assert [one["standing"] for one in json.loads(document)["standings"]] == ["proven", "open"]
    assert "verify-not-recorded" in [one["code"] for one in json.loads(document)["findings"]]


def test_both_models_are_under_one_limit(brief, tmp_path):
    """What the first one cost leaves too little for the second question: the sheet is there, and says so."""
    prices = "".join(f'[prices."endpoint/{name}"]\ninput = 1.0\noutput = 1.0\n' for name in ("m", "reader"))
    (tmp_path / "factsheet.toml").write_text(prices)
    with Server(_two_models) as server:
        ask = ("-m", "m", "--base-url", server.url, "--verify-with", "reader", "--no-cache", "-f", "json")
        _, document, err = brief(STORY, *ask, "--max-cost", "0.11")
        assert [body["model"] for body in server.requests] == ["m"]
        assert "stopped before the limit" in err
        assert json.loads(document)["standings"][1]["standing"] == "open"
        _, document, _ = brief(STORY, *ask, "--max-cost", "0.5")
        assert json.loads(document)["standings"][1]["standing"] == "confirmed"
