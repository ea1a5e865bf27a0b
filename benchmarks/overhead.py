"""Measures the CPU cost of a call through the model layer, against the bare openai client in the same run.

    python benchmarks/overhead.py [CALLS]

Both ask the same loopback endpoint, in another process, the same requests: the prompt and schema of a news story, each
time with another word in it. The bare call is `AsyncOpenAI().chat.completions.create(…)` with its own retries off. Ours
is `open_model("m", …).complete(request)` as a command opens it: limit, retrying, time limit, ladder, reply read
with distrust, price, the request's key, and a cache that misses and stores the completion before it is used. Reading,
grounding and checking are no part of a call. Prints user and system CPU of this process per call, the median of blocks
that alternate, and the ratio.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet import Asking, Options, load_kind, open_model, read_article
from factsheet.models.endpoint import arguments
from factsheet.models.specs import parse_spec
from factsheet.pipeline import cut
from factsheet.prompting import draft_request
from factsheet.records import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from factsheet.records import Request

HERE = Path(__file__).parent
STORY = HERE.parent / "fixtures" / "articles" / "versailles.txt"
BLOCK = 25
"""Calls in a block: many enough for the clock, few enough that both see the same moods of the machine."""


def requests(name: str) -> Callable[[], Request]:
    """A maker of requests that are never the same twice."""
    kind, article = load_kind(), read_article(STORY)
    (chunk,) = cut(article, kind, "openai/gpt-4.1", Options())
    request = draft_request(kind, chunk, model=name)
    *first, last = request.messages
    numbers = iter(range(sys.maxsize))
    return lambda: replace(request, messages=(*first, Message(last.role, f"{last.content}\n{next(numbers)}")))


async def cpu(ask: Callable[[Request], Awaitable[Any]], make: Callable[[], Request]) -> float:
    """Seconds of CPU for a call, over a block; making the requests is not counted."""
    block = [make() for _ in range(BLOCK)]
    before = time.process_time()
    for request in block:
        await ask(request)
    return (time.process_time() - before) / BLOCK


async def measure(url: str, folder: Path, calls: int) -> tuple[list[float], list[float]]:
    """The figures of each block, bare and ours."""
    import openai

    spec = parse_spec("m", base_url=url, environment={})
    client = openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0)
    ours = open_model("m", Asking(base_url=url, cache=folder / "cache.sqlite3"), environment={})
    make = requests(ours.name)

    async def bare(request: Request) -> Any:
        return await client.chat.completions.create(**arguments(spec, request, "strict"))

    for ask in (bare, ours.complete):
        await cpu(ask, make)
    blocks = [(await cpu(bare, make), await cpu(ours.complete, make)) for _ in range(calls // BLOCK)]
    await client.close()
    return [one for one, _ in blocks], [one for _, one in blocks]


def main() -> None:
    calls = int((sys.argv[1:] or ["500"])[0])
    command = [sys.executable, str(HERE / "loopback.py")]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        port = int(server.stdout.readline())
        bare, ours = asyncio.run(measure(f"http://127.0.0.1:{port}/v1", Path(folder), calls))
        server.stdin.close()
    base = statistics.median(bare)
    print(f"{len(bare)} blocks of {BLOCK} calls each way")
    for name, figures in (("openai alone", bare), ("factsheet", ours)):
        middle = statistics.median(figures)
        print(f"{name:14} {1000 * middle:6.2f} ms of CPU a call  {middle / base:5.2f} x")


if __name__ == "__main__":
    main()
