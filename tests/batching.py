"""For batch tests: a clock that advances only while every task waits, scripted models, articles to write."""

import asyncio
import contextlib
import io
import json
import selectors
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from factsheet.cli import run
from factsheet.records import Article, Completion, Message, Paragraph, Request, Usage

LOOPBACK = Path(__file__).parent.parent / "benchmarks" / "loopback.py"
SENTENCE = "The council of Northam voted on Monday to close the bridge, Mayor Ann Leigh said."


class _Jumping(selectors.DefaultSelector):
    """Waits for no time: what would be waited is added to the loop's clock."""

    def __init__(self):
        super().__init__()
        self.now = 0.0

    def select(self, timeout=None):
        self.now += timeout or 0.0
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jumping = _Jumping()
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.now


def run_in_no_time(coroutine):
    """Run a coroutine whose sleeps take no time; `asyncio.get_running_loop().time()` tells the time it thinks it is."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(coroutine)


class Scripted:
    """A model that takes `seconds` for each call and raises what `failures` says for the call of that number."""

    name = "test/scripted"

    def __init__(self, seconds=1.0, failures=lambda number, now: None):
        self.seconds = seconds
        self.failures = failures
        self.started = []
        self.order = []
        self.under_way = 0
        self.most_at_once = 0

    async def complete(self, request):
        now = asyncio.get_running_loop().time()
        self.started.append(now)
        self.order.append(request.messages[0].content)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        number = len(self.started)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.under_way -= 1
        if error := self.failures(number, now):
            raise error
        return Completion("{}", usage=Usage(10, 0, 5, 1, 0.001))


def request(text):
    """A request whose only message is `text`."""
    return Request("test/scripted", (Message("user", text),), {"type": "object"})


def article(*paragraphs, **known):
    """An article of these paragraphs."""
    text, spans, at = "\n\n".join(paragraphs), [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        spans.append(Paragraph(at, at + len(paragraph), "body", number))
        at += len(paragraph) + 2
    return Article(text, tuple(spans), **known)


def write_stories(folder, number, paragraphs=1):
    """So many stories about different things, as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        own = [
            f"{SENTENCE} " + " ".join(f"w{one}x{part}y{word}" for word in range(60)) + "." for part in range(paragraphs)
        ]
        (folder / f"story-{one:04}.txt").write_text("\n\n".join([f"Story number {one} of the day in Northam", *own]))
    return folder


@contextlib.contextmanager
def endpoint(*options):
    """The benchmarks' loopback endpoint in a process of its own; yields its port."""
    with subprocess.Popen(
        [sys.executable, LOOPBACK, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def requests_of(port):
    """What the endpoint was sent, each `[number, digest of the messages, answer, under way at once, when]`."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/log") as reply:
        return json.load(reply)


def factsheet(*arguments, cwd, stdin=""):
    """Run the command line in this process, which spares starting another; returns its code and what it printed."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(stdin)
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(argument) for argument in arguments])
    finally:
        sys.stdin = before
    return Done(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


SHEET_COLUMNS = "article, stem, sha256, recipe, kind, model, chunks, made, errors, warnings, missing, outline"
"""Those that tests give when they write a row by hand; a new column of the table is none of their business."""
