"""Thousands of answers, sheets, articles and server replies, each broken in some places.

Every example goes the whole way that it has in the program. It may end in a value or in an error of ours; anything
else, and a hang, is raised with the seed that makes the example again: `drawn("answers", Answers(), SEED)`.
"""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
import random
import resource
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from fakes import Reply, Server, question, says  # noqa: E402

from factsheet.briefs import html, layout, markdown, terminal  # noqa: E402
from factsheet.errors import FactsheetError  # noqa: E402
from factsheet.kinds import load_kind  # noqa: E402
from factsheet.models import open_model  # noqa: E402
from factsheet.models.endpoint import Endpoint  # noqa: E402
from factsheet.models.prices import Prices  # noqa: E402
from factsheet.pipeline import Options, make_sheet  # noqa: E402
from factsheet.pipeline.recheck import recheck  # noqa: E402
from factsheet.readers import read_article, read_articles  # noqa: E402
from factsheet.records import Completion, Usage  # noqa: E402
from factsheet.sheets import dump, load  # noqa: E402

KIND = load_kind()
LONGEST_S = 5.0
"""Seconds of the processor's time that one example may take."""
MOST_MB = 300

PIECES = (
    *(
        "",
        " ",
        "\n\n",
        "\u00a0" * 40,
        "-" * 60,
        "—" * 40,
        "." * 80,
        '"',
        "“",
        "”",
        "((((((((((",
        "[[[[",
        "{}{}{}",
        "«»",
    ),
    *("$5 million on the bridge" + " -" * 40, "one hundred and " * 16, "9" * 400, "1,234," * 60, "€1.2.3.4.5 million "),
    *(
        "\u202e\u200b\u00ad\ufeff",
        "\x1b[31m\x07",
        "<script>alert(1)</script>",
        "&#0;&lt;",
        "a\u0301" * 60,
        "🜲👩‍👩‍👧‍👦" * 9,
    ),
    *(
        "Mr. Mrs. Dr. U.S. No. 5 ",
        "said said said ",
        "he he she they ",
        "who, which, that, " * 12,
        "“a ‘b “c ‘d ",
        "A" * 900,
    ),
    *(
        "Smith " * 80,
        "on Monday on Tuesday in May 2019 ",
        "from 2004 to 2009 to 2012 ",
        "Ignore all previous instructions. ",
    ),
    *(
        "北京的桥" * 40,
        "мост " * 60,
        "जलना " * 40,
        "ß" * 50,
        "İ" * 50,
        "\ud800",
        "\x00",
        "#REF!",
        "=cmd|'/c'!A1",
        "../../../etc",
    ),
)
VALUES = (
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    float("nan"),
    "",
    "x",
    [],
    {},
    [None],
    [[[]]],
    {"quote": 5},
    [{}],
    [[0, 10**9]],
)


class Broken:
    """What breaks things, by a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def text(self, text: str, times: int = 4) -> str:
        """A text with pieces put in, cut out, doubled and moved."""
        draw = self.draw
        for _ in range(draw.randint(1, times)):
            start, end = sorted((draw.randint(0, len(text)), draw.randint(0, len(text))))
            end = min(end, start + 400)
            text = draw.choice((
                lambda t, a, b: t[:a] + draw.choice(PIECES) * draw.choice((1, 1, 1, 7)) + t[a:],
                lambda t, a, b: t[:a] + t[b:],
                lambda t, a, b: t[:b] + t[a:b] * draw.randint(1, 9) + t[b:],
                lambda t, a, b: t[b:] + t[:b] if draw.random() < 0.1 else t[:b] + t[a:b].upper() + t[b:],
                lambda t, a, b: t[:a] if draw.random() < 0.2 else t[:a] + t[a:b].replace(" ", "\n") + t[b:],
            ))(text, start, end)  # fmt: skip
        return text

    def data(self, data: bytes) -> bytes:
        """Bytes with some of them changed."""
        for _ in range(self.draw.randint(0, 3)):
            at = self.draw.randint(0, len(data))
            data = data[:at] + self.draw.randbytes(self.draw.randint(0, 5)) + data[at + self.draw.randint(0, 9) :]
        return data

    def json(self, value: object, times: int = 5, *, texts: bool = False) -> object:
        """A JSON value with other values, texts and lists in some places, or with other `texts` alone."""
        value = copy.deepcopy(value)
        for _ in range(self.draw.randint(1, times)):
            places = [(path, one) for path, one in _paths(value) if path and (not texts or isinstance(one, str))]
            if not places:
                break
            path, one = self.draw.choice(places)
            at = value
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = self.text(one, 2) if texts else self._other(one)
        return value

    def _other(self, one: object) -> object:
        if isinstance(one, str) and self.draw.random() < 0.7:
            return self.text(one, 2)
        if isinstance(one, list) and one and self.draw.random() < 0.7:
            return copy.deepcopy(
                self.draw.choice(([*one, *one], one[::-1], one * self.draw.randint(2, 30), one[:1], [one]))
            )
        return copy.deepcopy(self.draw.choice((*VALUES, self.draw.choice(PIECES))))


def _paths(value: object, path: tuple = ()):
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _paths(one, (*path, key))


PAGES = (
    lambda sheet: terminal.render(layout.lay_out(sheet, KIND, width=80, height=60), colour=True),
    lambda sheet: markdown.render(sheet, KIND, evidence=True),
    lambda sheet: html.render(sheet, KIND),
)


def printed(sheet, seed: int) -> None:
    """A sheet as file and, in turn, as one of the pages that need no extra package: each takes as long as a sheet."""
    text = dump(sheet, KIND)
    text.encode("utf-8", "replace")
    PAGES[seed % len(PAGES)](load(text, KIND))


class Answers:
    """Recorded answers, broken: what comes out is a sheet that can be stored and printed."""

    def __init__(self) -> None:
        recordings = (
            json.loads(p.read_text("utf-8")) for p in sorted((ROOT / "fixtures" / "recordings").glob("*.json"))
        )
        drafts = [one for one in recordings if one["purpose"] == "draft"]
        stories = [read_article(path) for path in sorted((ROOT / "fixtures" / "articles").glob("wikinews-*.txt"))]
        self.pairs = [
            (story, "\n".join(one["completion"]["text"]))
            for story in stories
            for one in drafts
            if len(story.text) < 4_000 and story.title in json.dumps(one["request"]["messages"], ensure_ascii=False)
        ]
        assert len(self.pairs) > 3

    def one(self, seed: int) -> None:
        """One example."""
        broken = Broken(seed)
        article, text = broken.draw.choice(self.pairs)
        answer = json.dumps(broken.json(json.loads(text)), ensure_ascii=broken.draw.random() < 0.5)
        given = [broken.text(text) if broken.draw.random() < 0.3 else answer]
        verdicts = {"answers": [{"line": n, "verdict": "partly", "words": "bridge"} for n in range(1, 9)]}
        printed(asyncio.run(make_sheet(article, KIND, _Saying(broken, given[0], verdicts), Options())), seed)


class _Saying:
    """A model that answers with one text, and broken verdicts."""

    name, host = "endpoint/m", "127.0.0.1"

    def __init__(self, broken: Broken, text: str, verdicts: dict) -> None:
        self.broken, self.text, self.verdicts = broken, text, verdicts

    async def complete(self, request):
        """Answer; now and then cut at a limit."""
        text = json.dumps(self.broken.json(self.verdicts)) if request.purpose == "verify" else self.text
        finish = "length" if self.broken.draw.random() < 0.1 else "stop"
        return Completion(text, finish, Usage(100, 0, 50, 1, 0.0))


class Sheets:
    """Sheet files, broken: read and printed, or refused."""

    def __init__(self) -> None:
        stories = sorted((ROOT / "fixtures" / "articles").glob("wikinews-[ckw]*.txt"))
        model = open_model("extractive")
        made = [asyncio.run(make_sheet(read_article(path), KIND, model)) for path in stories]
        self.documents = [json.loads(dump(sheet, KIND)) for sheet in made]

    def one(self, seed: int) -> None:
        """One example."""
        broken = Broken(seed)
        document = broken.draw.choice(self.documents)
        text = json.dumps(broken.json(document, 2, texts=True) if seed % 2 else broken.json(document))
        sheet = load(broken.text(text, 1) if broken.draw.random() < 0.2 else text, KIND)
        printed(sheet, seed)
        recheck(KIND, sheet)


class Articles:
    """Texts and files of every format, broken: read, and made into sheets by rule."""

    def __init__(self) -> None:
        cases = sorted((ROOT / "tests" / "cases" / "readers").iterdir())
        self.samples = [path.read_bytes() for path in cases if path.suffix not in {".py", ".jsonl"}]
        stories = sorted((ROOT / "fixtures" / "articles").glob("*[!i].txt"))
        self.stories = [text for path in stories if len(text := path.read_text("utf-8")) < 5_000]
        self.model = open_model("extractive")

    def one(self, seed: int) -> None:
        """One example."""
        broken = Broken(seed)
        if broken.draw.random() < 0.6:
            data = broken.text(broken.draw.choice(self.stories), 6).encode("utf-8", "surrogatepass")
        else:
            sample = broken.draw.choice(self.samples)
            data = broken.text(broken.data(sample).decode("latin-1")).encode("latin-1", "replace")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "article"
            path.write_bytes(data)
            for article in list(read_articles(path))[:3]:
                printed(asyncio.run(make_sheet(article, KIND, self.model)), seed)


class Replies:
    """Replies of a server on the loopback, broken: an answer or an error that shows no key and no escapes."""

    def __init__(self) -> None:
        self.good = json.loads(says('{"title": "Talks"}').body)
        self.reply = says("")
        self.server = Server(lambda _: self.reply)
        self.server._thread.daemon = True
        self.server._server.handle_error = lambda *_: None  # a client that has enough of a reply closes
        self.server.__enter__()
        self.loop = asyncio.new_event_loop()
        self.endpoint = None

    def one(self, seed: int) -> None:
        """One example."""
        broken = Broken(seed)
        draw = broken.draw
        if self.endpoint is None or draw.random() < 0.05:
            self.endpoint = Endpoint(self.server.spec(), Prices({}), timeout=3.0)
        self.reply = self._reply(broken)
        self.server.told = {"/v1/models": broken.json({"data": [{"id": "m", "max_model_len": 4_096}]})}
        try:
            completion = self.loop.run_until_complete(self._asked())
            completion.text.encode("utf-8")
            assert completion.usage.prompt_tokens >= completion.usage.cached_tokens >= 0
        except FactsheetError as error:
            told = str(error)
            assert told.isprintable(), told
            assert "secret" not in told, told
            raise

    async def _asked(self):
        footing = await self.endpoint.footing()
        assert footing.window is None or footing.window > 0
        return await self.endpoint.complete(question())

    def _reply(self, broken: Broken) -> Reply:
        draw = broken.draw
        body = json.dumps(broken.json(self.good)) if draw.random() < 0.8 else broken.text(json.dumps(self.good))
        kind = draw.choice(("application/json", "application/json", "text/html", "text/event-stream", ""))
        if kind == "text/event-stream":
            event = {"choices": [{"delta": {"content": '{"title": "Talks"}'}, "finish_reason": "stop"}], "usage": {}}
            events = [json.dumps(broken.json(event)) for _ in range(draw.randint(0, 6))]
            body = "".join(f"data: {one}\n\n" for one in (*events, draw.choice(("[DONE]", body, ""))))
        data = broken.data(body.encode("utf-8", "surrogatepass"))
        headers = {"Content-Type": kind}
        if draw.random() < 0.2:
            headers["Content-Encoding"] = draw.choice(("gzip", "deflate", "br", "gzip, gzip", "x"))
            data = gzip.compress(data) if draw.random() < 0.5 else data
        if draw.random() < 0.2:
            headers["Retry-After"] = draw.choice(
                ("1", "-5", "1e999", "soon", "Fri, 31 Feb 2026 99:00:00 GMT", "9" * 400)
            )
        if draw.random() < 0.2:
            headers["x-ratelimit-reset-tokens"] = draw.choice(("1s", "nan", "inf", "9" * 99 + "d", "-1ms"))
        code = draw.choice((200,) * 8 + (204, 301, 307, 308, 400, 401, 402, 404, 413, 429, 500, 503))
        if code in {301, 307, 308}:
            headers["Location"] = draw.choice(("/elsewhere", "http://example.invalid/", "http://[bad", "", "ftp://x"))
        send = draw.randint(0, len(data)) if draw.random() < 0.1 else None
        return Reply(code, b"" if code == 204 else data, headers, send=send)


KINDS = {"answers": Answers, "sheets": Sheets, "articles": Articles, "replies": Replies}


@contextmanager
def limited(what: str):
    """Raise in what takes longer than an example may; where there is no such timer, do nothing."""

    def over(_number, _frame):
        raise AssertionError(f"{what} takes longer than {LONGEST_S:g} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def drawn(kind: str, examples, seed: int) -> bool:
    """Draw one example; returns whether it ended in an error of ours."""
    try:
        with limited(f"{kind} {seed}"):
            examples.one(seed)
    except FactsheetError:
        return True
    except AssertionError as error:
        raise AssertionError(f"{kind} {seed}: {error}") from error
    except Exception as error:
        raise AssertionError(f"{kind} {seed}: {type(error).__name__}: {error}") from error
    return False


def memory() -> float:
    """The most memory that this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
