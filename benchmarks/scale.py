"""Extrapolates the cost and time of many articles from some of them; and compares the engines.

    python benchmarks/scale.py million [--articles N] [--price IN/OUT]   requests, tokens, dollars, files, hours, disk
    python benchmarks/scale.py engines [--sample N]                      Ray beside this machine (needs extra `ray`)

`million` looks at the stories in fixtures/ for tokens, and makes `--sample` articles through the loopback endpoint for
processor time and disk. `engines` makes `--sample` articles on both, and looks at the time from the first to the last.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from batch import batch, endpoint, log_of, stories, timed

from factsheet import pipeline, prompting
from factsheet.kinds import load_kind
from factsheet.models import Footing, tokens
from factsheet.models.batches import MOST_BYTES, MOST_REQUESTS, line
from factsheet.models.specs import Spec
from factsheet.readers import read_article
from factsheet.records import Usage

MODEL = "openai/NAME"
WINDOW = Footing(settled=True, window=128_000)
"""A window as hosted models have it: a story is one part."""


def asked() -> tuple[Usage, Usage, int, int]:
    """What the stories in fixtures/ use, first and second questions; bytes of a request in a file; and how many."""
    kind, options = load_kind(), pipeline.Options()
    first, again, size, number = Usage(), Usage(), 0, 0
    for path in sorted(Path("fixtures/articles").glob("*.txt")):
        article = read_article(path)
        parts = pipeline.cut(article, kind, MODEL, options, WINDOW)
        around = tokens.count(prompting.overhead(kind, article)) + tokens.count(json.dumps(kind.model_schema))
        first += pipeline.first_question(kind, parts, options, around, tokens.count)
        again += pipeline.second_questions(kind, MODEL, tokens.count(article.text), options, WINDOW)
        requests = [prompting.draft_request(kind, part, model=MODEL) for part in parts]
        size += sum(len(line(Spec("openai", "NAME", "", None), request, WINDOW)) for request in requests)
        number += 1
    return first, again, size // max(1, first.requests), number


def made(folder: Path, sample: int) -> tuple[float, float]:
    """Milliseconds of processor and bytes on disk that an article takes, through the loopback endpoint."""
    source = stories(folder / "in", sample, 3)
    few = stories(folder / "few", 2, 3)
    with endpoint("--latency", "0.05") as port:
        once = timed(batch(few, folder / "out", port, 16))[1]
        used = timed(batch(source, folder / "out", port, 16))[1]
    disk = sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file())
    return 1000 * (used - once) / (sample - 2), disk / sample


def million(options: argparse.Namespace, folder: Path) -> None:
    """What so many articles like those in fixtures/ cost and take."""
    first, again, size, number = asked()
    processor, disk = made(folder, options.sample)
    times = options.articles / number
    asks, into, out = (
        times * (getattr(first, name) + getattr(again, name))
        for name in ("requests", "prompt_tokens", "completion_tokens")
    )
    price_in, price_out = map(float, options.price.split("/"))
    cost = (into * price_in + out * price_out) / 1e6
    each = first + again
    print(f"{number} stories: {first.requests} first questions and {again.requests} second ones,")
    print(f"  {each.prompt_tokens:,} tokens in, {each.completion_tokens:,} out")
    used = f"{asks / 1e6:.2f} million requests, {into / 1e9:.2f} billion tokens in, {out / 1e9:.2f} out"
    print(f"{options.articles:,} articles: {used}")
    print(f"  at ${options.price} a million tokens: ${cost:,.0f}; by a Batch API ${cost / 2:,.0f}")
    drafts = times * first.requests
    files = max(drafts / MOST_REQUESTS, drafts * size / MOST_BYTES)
    print(f"  first questions of {size / 1000:.1f} kB: {files:,.0f} files of a Batch API, {drafts * size / 1e9:.1f} GB")
    for at_once in (64, 512):
        print(f"  {at_once} calls of 5 s at once: {asks * 5 / at_once / 3600:,.0f} hours")
    hours = options.articles * processor / 3.6e6
    print(f"  {processor:.0f} ms of processor an article: {hours:,.1f} hours of one core, {hours / 32:.1f} of 32")
    print(f"  {disk / 1000:.0f} kB on disk an article: {options.articles * disk / 1e9:,.0f} GB")


def pace(command: list[str]) -> float:
    """Articles a second, from the first that is made to the last."""
    process = subprocess.Popen([*command, "--log-json"], stderr=subprocess.PIPE, text=True)
    events = (json.loads(line) for line in process.stderr if line.startswith("{"))
    times = [event["at"] for event in events if event["event"] == "article"]
    process.wait()
    return (len(times) - 1) / (times[-1] - times[0])


def engines(options: argparse.Namespace, folder: Path) -> None:
    """The built-in model on both, and calls of 50 ms over the ideal: calls x latency / calls at once."""
    source = stories(folder / "in", options.sample, 1)
    best: dict[str, float] = {}
    for turn in range(options.runs):
        for name in ("local", "ray"):
            command = [sys.executable, "-m", "factsheet", "batch", str(source), "-o", str(folder / f"{name}{turn}")]
            best[name] = max(best.get(name, 0.0), pace([*command, "--engine", name]))
    ratio = best["ray"] / best["local"]
    print(
        f"built-in, {os.cpu_count()} cores: {best['local']:.1f} a second here, {best['ray']:.1f} on Ray, {ratio:.2f} x"
    )
    for name in ("local", "ray"):
        ratios = []
        for _ in range(options.runs):
            with endpoint("--latency", "0.05") as port:
                timed(batch(source, folder / "out", port, 2, "--no-verify", "--engine", name))
                log = log_of(port)
            last = max(row[4] for row in log) + 0.05
            ratios.append((last - log[0][4]) / (len(log) * 0.05 / 2))
        print(f"{name}: 2 calls of 50 ms at once, {min(ratios):.2f} x ideal from the first of {len(log)} to the last")


COMMANDS = {command.__name__: command for command in (million, engines)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--price", default="0.15/0.60", help="dollars a million tokens, in and out")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        COMMANDS[options.command](options, Path(folder))


if __name__ == "__main__":
    main()
