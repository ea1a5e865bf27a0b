"""Measures a batch against a loopback endpoint: wall time, CPU time, memory, faults, kills, grouping.

    python benchmarks/batch.py wall [--sigma 0.6]     200 articles x 7 calls of 200 ms, at 10 and at 64 at once; beside
                                                      it the bare openai client, and langextract if installed
    python benchmarks/batch.py schedule               the same in time that passes only while all wait for the endpoint
    python benchmarks/batch.py client                 processor time and memory a call, beside the bare AsyncOpenAI
    python benchmarks/batch.py memory [ARTICLES]      many short articles with the built-in model
    python benchmarks/batch.py faults [ARTICLES]      30 % of the replies bad in every way
    python benchmarks/batch.py grouping [ARTICLES]    a day of a wire, most of it from one template, read, grouped and
                                                      digested on one core
    python benchmarks/batch.py digest [ARTICLES]      the pages of a day, seven in ten of whose articles have a sheet

Each prints figures and ratios; times are the best of `--runs`, as other programs take turns on a machine.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import importlib.util
import json
import math
import multiprocessing
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from loopback import SENTENCE

LOOPBACK = Path(__file__).parent / "loopback.py"
VERSAILLES = Path(__file__).parent.parent / "fixtures" / "articles" / "versailles.txt"
WORDS = VERSAILLES.read_text().partition("Anadolu Agency website")[0].split()
CALLS = 7
"""Six parts, and the summary of the whole."""
CHUNK_TOKENS = 110
LATENCY = 0.2


def stories(folder: Path, number: int, paragraphs: int, words: int = 60) -> Path:
    """So many articles of different random words, each paragraph with a sentence that answers can quote."""
    draw = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        sentence = SENTENCE.format(f" of {one} feet")
        body = [f"{sentence} {' '.join(draw.choices(WORDS, k=words))}." for _ in range(paragraphs)]
        (folder / f"{one:05}.txt").write_text("\n\n".join([f"Story number {one} of the day in Northam", *body]))
    return folder


@contextlib.contextmanager
def endpoint(*options: str):
    """The loopback endpoint in a process of its own; yields its port."""
    command = [sys.executable, str(LOOPBACK), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def log_of(port: int) -> list[list]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/log") as reply:
        return json.load(reply)


def timed(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def batch(source: Path, out: Path, port: int, concurrency: int, *more: str) -> list[str]:
    shutil.rmtree(out, ignore_errors=True)
    return [
        *(sys.executable, "-m", "factsheet", "batch", str(source), "-o", str(out), "-m", "vllm/m", "--yes", "-q"),
        *("--base-url", f"http://127.0.0.1:{port}/v1", "--concurrency", str(concurrency), *more),
    ]


def wall(options: argparse.Namespace, folder: Path) -> None:
    """Wall time over the ideal, calls x latency / calls at once: of the calls with all between them, and of it all.

    The calls run from the first request to the end of the program; before them it starts, reads and estimates.
    """
    source = stories(folder / "in", 200, CALLS - 1)
    for concurrency in (10, 64):
        best = (float("inf"), float("inf"))
        for _ in range(options.runs):
            with endpoint("--latency", str(LATENCY), "--sigma", str(options.sigma)) as port:
                command = batch(source, folder / "out", port, concurrency, "--chunk-tokens", str(CHUNK_TOKENS))
                seconds, processor, peak = timed(command)
                ended, log = time.time(), log_of(port)
            ideal = len(log) * LATENCY / concurrency
            ratio = ((ended - log[0][4]) / ideal, seconds / ideal)
            best = min(best, ratio)
            each = 1000 * processor / len(log)
            print(f"  {len(log)} calls, {seconds:.2f} s, ideal {ideal:.2f} s, {each:.2f} ms CPU a call, {peak:.0f} MB")
        ratios = f"{best[0]:.3f} x from the first call, {best[1]:.3f} x in all"
        print(f"{concurrency} at once, sigma {options.sigma}: {ratios}")
        beside(options, concurrency, "bare openai client", BARE, str(len(log)), str(concurrency), "3000")
        if importlib.util.find_spec("langextract"):
            beside(options, concurrency, "langextract", THEIRS, str(concurrency), str(source))


THEIRS = """
import sys, pathlib
import langextract as lx
from langextract.providers.openai import OpenAILanguageModel
port, limit, folder = sys.argv[1:]
documents = [lx.data.Document(text=path.read_text()) for path in sorted(pathlib.Path(folder).iterdir())]
example = lx.data.ExampleData("Bob voted.", [lx.data.Extraction("vote", "Bob voted", attributes={})])
address, limit = f"http://127.0.0.1:{port}/v1", int(limit)
model = OpenAILanguageModel("m", api_key="none", base_url=address, max_workers=limit)
options = dict(max_char_buffer=500, batch_length=limit, max_workers=limit)
found = lx.extract(documents, "Extract votes.", [example], model=model, show_progress=False, **options)
assert sum(len(document.extractions) for document in found) > len(documents)
"""
"""Its own client for such endpoints; as many at once as in a batch; parts of 500 characters, a paragraph or so."""


def beside(options: argparse.Namespace, concurrency: int, name: str, program: str, *arguments: str) -> None:
    """As many calls, or the same articles, through another program, over the ideal of the calls that it makes."""
    best = (float("inf"), 0)
    for _ in range(options.runs):
        with endpoint("--latency", str(LATENCY), "--sigma", str(options.sigma)) as port:
            timed([sys.executable, "-c", program, str(port), *arguments])
            ended, log = time.time(), log_of(port)
        best = min(best, ((ended - log[0][4]) / (len(log) * LATENCY / concurrency), len(log)))
    print(f"{concurrency} at once, sigma {options.sigma}: {name} {best[0]:.3f} x from the first of {best[1]} calls")


class Timed:
    """A model that answers after as long as the endpoint would, and sums that up."""

    name = "test/timed"

    def __init__(self, sigma: float, seed: int) -> None:
        self.sigma, self.draw, self.total = sigma, random.Random(seed), 0.0

    async def complete(self, _request):
        """Answer nothing, late."""
        from factsheet.records import Completion, Usage

        mean = math.log(LATENCY) - self.sigma**2 / 2
        seconds = self.draw.lognormvariate(mean, self.sigma) if self.sigma else LATENCY
        self.total += seconds
        await asyncio.sleep(seconds)
        return Completion("{}", usage=Usage(requests=1, cost=0.0))


def schedule(_options: argparse.Namespace, _folder: Path) -> None:
    """What the order of the calls costs by itself, over the ideal: no processor time is in it."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from batching import request, run_in_no_time

    from factsheet.batch.asking import Scheduled, lane

    async def day(model: Timed, concurrency: int) -> float:
        scheduled = Scheduled(model, concurrency, clock=asyncio.get_running_loop().time)
        waiting = iter(range(200))

        async def article(number: int) -> None:
            lane.set(number)
            await asyncio.gather(*(scheduled.complete(request(f"{number} {part}")) for part in range(CALLS - 1)))
            await scheduled.complete(request(f"{number} summary"))

        async def work() -> None:
            for number in waiting:
                await scheduled.begin(number)
                await asyncio.create_task(article(number))
                scheduled.leave(number)

        await asyncio.gather(*(work() for _ in range(2 * concurrency)))
        return asyncio.get_running_loop().time()

    for concurrency in (10, 64):
        for sigma in (0.0, 0.6):
            ratios = []
            for seed in range(9):
                model = Timed(sigma, seed)
                ratios.append(run_in_no_time(day(model, concurrency)) * concurrency / model.total)
            middle, worst = statistics.median(ratios), max(ratios)
            print(f"{concurrency} at once, sigma {sigma}: {middle:.3f} x ideal, the worst of nine {worst:.3f} x")


BARE = """
import asyncio, sys, openai
port, calls, limit, chars = map(int, sys.argv[1:])
from factsheet.kinds import load_kind
schema = load_kind().model_schema
async def main():
    client = openai.AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="none", max_retries=0)
    turn = asyncio.Semaphore(limit)
    async def one(number):
        async with turn:
            messages = [{"role": "user", "content": f"{number} " + "word " * (chars // 5)}]
            form = {"type": "json_schema", "json_schema": {"name": "s", "schema": schema}}
            await client.chat.completions.create(model="m", messages=messages, response_format=form)
    await asyncio.gather(*(one(number) for number in range(calls)))
asyncio.run(main())
"""
"""What asking costs with nothing around it: the same number of calls with prompts of the same length."""

OURS = """
import asyncio, os, sys, pathlib, tempfile
from factsheet.batch.asking import Routes, Wanted
from factsheet.batch.ledger import Writer, open_ledger
from factsheet.kinds import load_kind
from factsheet.models import Asking
from factsheet.pipeline import Options
from factsheet.records import Message, Request
port, calls, limit, chars = map(int, sys.argv[1:])
schema = load_kind().model_schema
async def main(path):
    with open_ledger(path, create=True) as ledger:
        async with Writer(path) as writer:
            wanted = Wanted(load_kind(), ("vllm/m",), Options(verify=False))
            asking = Asking(base_url=f"http://127.0.0.1:{port}/v1", concurrency=limit)
            (route,) = Routes(wanted, asking, ledger, writer, {}).open(calls)
            model = route.counted
            async def one(number):
                message = Message("user", f"{number} " + "word " * (chars // 5))
                await model.complete(Request("vllm/m", (message,), schema))
            await asyncio.gather(*(one(number) for number in range(calls)))
with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(pathlib.Path(folder) / "ledger.db"))
"""
"""The same calls through everything a run puts around the client: turns, attempts, budget, the ledger on disk."""


def client(options: argparse.Namespace, _folder: Path) -> None:
    """Processor time and peak memory, ours over the bare client's, start-up of each taken off."""
    calls = 1400
    best = {"bare": (float("inf"), float("inf")), "ours": (float("inf"), float("inf"))}
    for _ in range(options.runs):
        with endpoint("--latency", "0.05") as port:
            for name, program in (("bare", BARE), ("ours", OURS)):
                once = timed([sys.executable, "-c", program, str(port), "1", "32", "12000"])
                all_of_them = timed([sys.executable, "-c", program, str(port), str(calls), "32", "12000"])
                each = 1000 * (all_of_them[1] - once[1]) / (calls - 1)
                best[name] = (min(best[name][0], each), min(best[name][1], all_of_them[2]))
    for name, (each, memory) in best.items():
        print(f"{name}: {each:.2f} ms CPU a call, {memory:.0f} MB at most")
    bare, ours = best["bare"], best["ours"]
    print(f"CPU {ours[0] / bare[0]:.2f} x; memory 1.3 x of the bare client's and {ours[1] - 1.3 * bare[1]:+.0f} MB")


def memory(options: argparse.Namespace, folder: Path) -> None:
    """Resident memory after the first thousand and before the last, and throughput beside the making alone."""
    source = stories(folder / "in", options.number or 20_000, 1, words=40)
    number = len(list(source.iterdir()))
    model, making = _alone(source)
    command = [sys.executable, "-m", "factsheet", "batch", str(source), "-o", str(folder / "out"), "--log-json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    done, begun, ended, sizes = 0, 0.0, 0.0, {}
    for line in process.stderr:
        event = json.loads(line)
        if event["event"] == "article":
            done += 1
            begun, ended = begun or event["at"], event["at"]
            if done in {number // 20, number - 1}:
                sizes[done] = _resident(process.pid)
    _, _, used = os.wait4(process.pid, 0)
    processor = 1000 * (used.ru_utime + used.ru_stime) / number
    rate, cores = (done - 1) / (ended - begun), os.cpu_count()
    print(f"{done} of {number} made; resident {', '.join(f'{mb:.0f} MB after {at}' for at, mb in sizes.items())}")
    share = making / processor
    print(f"CPU an article: {processor:.2f} ms; its sheet and brief alone take {making:.2f} ms, {share:.2f} of it")
    print(f"{rate:.0f} a second, {rate * making / 1000 / cores:.2f} of {cores} cores that do nothing but make sheets")
    print(f"(the model's answer alone takes {model:.2f} ms)")


def _alone(source: Path) -> tuple[float, float]:
    """Milliseconds of processor that an article's answer takes, and that its sheet and brief take, one by one."""
    from factsheet.batch.asking import InProcess
    from factsheet.batch.ledger import pack
    from factsheet.kinds import load_kind
    from factsheet.models import open_model
    from factsheet.pipeline import Options, cut
    from factsheet.prompting import draft_request
    from factsheet.readers import read_article

    kind, model = load_kind(), open_model("extractive")
    maker = InProcess(kind, model, Options())
    articles = [read_article(path) for path in sorted(source.iterdir())[:400]]
    records = [pack(article) for article in articles]
    requests = [draft_request(kind, cut(each, kind, model.name, Options())[0], model=model.name) for each in articles]

    async def each(call, values) -> float:
        start = time.process_time()
        for value in values:
            await call(value)
        return 1000 * (time.process_time() - start) / len(values)

    async def best() -> tuple[float, float]:
        pairs = [(await each(model.complete, requests), await each(maker.make, records)) for _ in range(3)]
        return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)

    return asyncio.run(best())


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


PRICE = (2.0, 8.0)
"""US dollars for a million tokens in and out, in the run with faults."""


def faults(options: argparse.Namespace, folder: Path) -> None:
    """What became of each article, requests over those needed, and spending over what a provider would bill."""
    number = options.number or 1000
    source = stories(folder / "in", number, 1)
    with endpoint("--hostile") as port:
        timed(batch(source, folder / "out", port, 32))
        need = len(log_of(port))
    cost = _with_faults(folder, source, number, need, "no limit")
    limit = round(cost / 2, 4)
    _with_faults(folder, source, number, need, f"--max-cost {limit}", "--max-cost", str(limit))


def _with_faults(folder: Path, source: Path, number: int, need: int, name: str, *more: str) -> float:
    """One run with three bad replies in ten; returns the dollars that it counted."""
    with endpoint("--faults", "0.3", "--latency", "0.02", "--hostile") as port:
        price = "/".join(map(str, PRICE))
        seconds, _, peak = timed(batch(source, folder / "out", port, 32, "--timeout", "2", "--price", price, *more))
        log = log_of(port)
    status = subprocess.run(
        [sys.executable, "-m", "factsheet", "status", str(folder / "out"), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(status.stdout)
    billed = sum(row[5] * PRICE[0] + row[6] * PRICE[1] for row in log) / 1e6
    counted = sum(row["cost"] + row["at_most"] for row in found["spending"])
    bad = sum(row[2] != "good" for row in log)
    print(f"{name}: {seconds:.0f} s, {peak:.0f} MB; {found['articles']} of {number}")
    print(f"  {len(log)} requests, {len(log) / need:.2f} x the {need} that are needed; {bad} answered badly")
    print(f"  ${counted:.2f} counted, ${billed:.2f} would be billed")
    reasons = collections.Counter(row["reason"].partition(":")[0] for row in found["not_made"])
    print(f"  reasons: {', '.join(f'{count} {reason}' for reason, count in reasons.most_common()) or 'none'}")
    return counted


TEMPLATE = (
    "{company} reported {ordinal} quarter net income of ${a} million, compared with ${b} million in the same period a "
    "year earlier. The company, based in {city}, said revenue rose {c} percent to ${d} million. On a per share basis "
    "it said profit was ${e}. Results, adjusted for one time gains and costs, came to ${f} a share. The average "
    "estimate of analysts surveyed by a research firm was for earnings of ${g} a share. For the current quarter ending "
    "in {month} the company said it expects revenue in the range of ${h} million to ${i} million. Shares of {company} "
    "have {moved} {j} percent since the beginning of the year. This story was made from data and may be updated."
)
"""What is filled in for six of ten articles of a day: results, weather and games are written so."""


def wired(number: int):
    """So many articles as a wire sends them: six in ten of one template, two copies, one a version, one a story."""
    from factsheet.records import Article, Paragraph

    pool = [word for path in sorted(Path("fixtures/articles").glob("*.txt")) for word in path.read_text().split()]
    draw, recent = random.Random(1), []
    for one in range(number):
        what = one % 10
        if what < 6:
            values = {key: f"{draw.randrange(1, 999)}.{draw.randrange(10, 99)}" for key in "abcdefghij"}
            name = f"{draw.choice(pool).strip('.,').capitalize()} Holdings{one}"
            text = TEMPLATE.format(
                company=name, ordinal=draw.choice(["first", "second", "third", "fourth"]), city=draw.choice(pool),
                month=draw.choice(["March", "June", "September"]), moved=draw.choice(["risen", "fallen"]), **values,
            )  # fmt: skip
        elif what < 8 and recent:
            text = draw.choice(recent)
        elif what == 8 and recent:
            text = draw.choice(recent).rsplit(" ", 40)[0] + " " + " ".join(draw.choices(pool, k=40))
        else:
            runs = (pool[at : at + 8] for at in (draw.randrange(len(pool) - 8) for _ in range(75)))
            text = f"before Person{one} " + " ".join(word for run in runs for word in run)
        recent = [*recent[-199:], text]
        yield Article(
            text, (Paragraph(0, len(text), "body", 1),), title=f"Item {one}", slug=f"BC-Wire--{one}",
            agency="WIRE", published="2026-11-24T10:00:00Z", source=f"wire.xml#{one}", guid=f"urn:wire:{one}",
        )  # fmt: skip


def grouping(options: argparse.Namespace, folder: Path) -> None:
    """Seconds and memory for reading a day into a ledger, grouping it and saying what becomes of each article."""
    from datetime import UTC, datetime

    from factsheet.batch.digest import digest_page, feed, index_page, read_day
    from factsheet.batch.ledger import Folder, open_ledger
    from factsheet.batch.wire import settle, take_in
    from factsheet.batch.wire.stories import _item

    number, out = options.number or 12_000, Folder(folder)
    out.make()
    with open_ledger(folder / "ledger.db", create=True) as ledger:
        start = time.perf_counter()
        run = ledger.runs.begin("news", "extractive")
        take_in(ledger, run, ["wire.xml"], read=lambda *_, **__: wired(number))
        read, before = time.perf_counter(), _peak()
        items = [_item(row) for row in ledger.articles.all()]
        listed = _peak() - before
        del items
        settle(ledger, out, datetime.now(UTC))
        settled, at_most = time.perf_counter(), _peak()
        day = read_day(ledger)
        pages = sum(len(page(day)) for page in (digest_page, index_page, feed))
        digested = time.perf_counter()
        states = ", ".join(f"{count:,} {state}" for state, count in sorted(ledger.articles.states().items()))
    print(f"{number:,} articles: {states}")
    seconds = f"{read - start:.0f} s to read, {settled - read:.0f} s to group, {digested - settled:.0f} s to digest"
    memory = (
        f"{before:.0f} MB after reading, {listed:.0f} MB more with the list of items, {at_most:.0f} MB after grouping"
    )
    print(f"  {seconds}; at most {memory}, {_peak():.0f} MB after a digest of {pages / 1e6:.1f} MB")
    print(f"  grouping above the list of items: {at_most - before - listed:+.0f} MB")


def digest(options: argparse.Namespace, folder: Path) -> None:
    """Seconds and memory for the digest, the page and the feed of a day, above the list of its articles."""
    from factsheet.batch.day import write_pages
    from factsheet.batch.ledger import Folder, open_ledger

    number = options.number or 12_000
    making = multiprocessing.get_context("spawn").Process(target=_sheeted, args=(folder / "ledger.db", number))
    making.start()
    making.join()
    with open_ledger(folder / "ledger.db") as ledger:
        start, before = time.perf_counter(), _peak()
        items = [_slim(row) for row in ledger.articles.all()]
        listed = _peak() - before
        del items
        write_pages(ledger, Folder(folder))
        seconds, peak = time.perf_counter() - start, _peak()
    sizes = ", ".join(f"{name} {(folder / name).stat().st_size / 1e6:.1f} MB" for name in ("digest.md", "index.html"))
    print(f"{number:,} articles: {seconds:.0f} s; {sizes}")
    print(f"  {before:.0f} MB at first, {listed:.0f} MB the list of items, {peak - before - listed:+.0f} MB above both")


def _sheeted(path: Path, number: int) -> None:
    """A ledger of so many articles: seven in ten have the sheet of a story in `fixtures/`, with names of their own."""
    from factsheet.batch.asking.outline import outline
    from factsheet.batch.ledger import Standing, open_ledger, readable
    from factsheet.kinds import load_kind
    from factsheet.models import open_model
    from factsheet.pipeline import make_sheet
    from factsheet.readers import read_article

    kind, model, draw = load_kind(), open_model("extractive"), random.Random(1)
    paths = sorted(Path("fixtures/articles").glob("wikinews-*.txt"))[:8]
    made = [outline(asyncio.run(make_sheet(read_article(path), kind, model)), kind) for path in paths]
    stories = [one for one in range(1, number + 1) if one % 10 < 7]
    with open_ledger(path, create=True) as ledger:
        run = ledger.runs.begin("news", "extractive")
        ledger.articles.add(readable(one, run, bytes(8)) for one in wired(number))
        copies = (one for one in range(1, number + 1) if one % 10 >= 7)
        ledger.articles.stand({one: Standing("copy", "", one - one % 10 or 1) for one in copies})
        ledger.articles.stand(dict.fromkeys(stories, Standing("made")))
        with ledger.transaction() as database:
            for one in stories:
                told = json.loads(json.dumps(draw.choice(made)))
                for each in told.get("participants", ()):
                    each["name"] = f"{each['name']} {draw.randrange(number // 5)}"
                values = (one, f"s{one}", "", "", "news", "m", 1, "2026-11-24T10:00:00", 0, 0, 0, json.dumps(told))
                database.execute(f"INSERT INTO sheets VALUES ({', '.join('?' * len(values))})", values)


def _slim(row):
    from factsheet.batch.wire.stories import _item

    return _item(row)


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


COMMANDS = {command.__name__: command for command in (wall, schedule, client, memory, faults, grouping, digest)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sigma", type=float, default=0.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        COMMANDS[options.command](options, Path(folder))


if __name__ == "__main__":
    main()
