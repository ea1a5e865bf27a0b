"""Measures quality and speed of the built-in model and of attribution.

    python benchmarks/extractive.py [FOLDER]

FOLDER has annotated articles as `docs/eval.md` describes them: `quotes/dev.jsonl`, `places/dev.jsonl`,
`articles/wikinews.jsonl`; what it lacks is left out. The speed is measured on the story in `fixtures/`, whose
paragraphs are repeated to 600 words and to multiples of that, as processor time of one core, the best of several runs,
each on a text of its own, as what is known of a text is kept for a while. "Reading" finds words, sentences, names and
numbers, and nothing more: no model in this code is faster than that. With a FOLDER it is measured on the
stories of `quotes/dev.jsonl`, too: each is another, and each step reads them anew, as the caches of texts hold fewer.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.attribution import attribute
from factsheet.evaluation import report
from factsheet.evaluation.gold import read_gold
from factsheet.evaluation.intervals import results
from factsheet.evaluation.scores import score as score_sheet
from factsheet.evaluation.statements import Score, marked, score
from factsheet.kinds import load_kind
from factsheet.language.text import read
from factsheet.models.extractive import Extractive
from factsheet.pipeline import make_sheet
from factsheet.readers.text import article_from_text
from factsheet.records import Article, Chunk, Message, Paragraph, Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

STORY = Path(__file__).parent.parent / "fixtures" / "articles" / "versailles.txt"
WORDS, RUNS = 600, 10
WARM = 5
"""Stories that are read before the measuring, for what is read once: lists and patterns."""
SIZES = (1, 4, 16)
"""Lengths in multiples of 600 words: linear time doubles with them."""


def attribution(path: Path) -> None:
    """Print the figures of attribution on annotated statements."""
    total = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        total.add(score(row["text"], attribute(row["text"]).quotes, marked(row["attributions"])))
    print(f"attribution on {path.name}")
    for name, value in total.figures().items():
        print(f"  {name:18} {value:.3f}")


def sheets(path: Path) -> None:
    """Print the table that `factsheet eval` prints for the built-in model."""
    kind = load_kind()
    with path.open(encoding="utf-8") as lines:
        golds = list(read_gold(lines, str(path)))
    scores = [score_sheet(gold, asyncio.run(make_sheet(gold.article, kind, Extractive())).facts) for gold in golds]
    print(f"sheets on {path.name}")
    print(report.table(results(scores)), end="")


def story(words: int, number: int) -> Article:
    """The story of the fixtures, its body repeated to a number of words, with a number behind the last."""
    text = STORY.read_text(encoding="utf-8")
    body = [part for part in text.split("\n\n") if len(part.split()) > 12][2:-1]
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        parts.append(body[len(parts) % len(body)])
    parts[-1] += f" {number}"
    spans, at = [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + 2
    paragraphs = tuple(Paragraph(start, end, "body", n) for n, (start, end) in enumerate(spans, 1))
    return Article("\n\n".join(parts), paragraphs, published="2017-05-29")


def steps() -> dict[str, Callable[[Article], Awaitable[None]]]:
    """What is measured: parts of the way to a checked sheet, and the whole of it."""
    kind, model = load_kind(), Extractive()

    async def reading(article: Article) -> None:
        text = read(article.text, article.paragraphs)
        _ = text.sentences, text.names, text.quantities

    async def attributed(article: Article) -> None:
        attribute(article.text, article.paragraphs)

    async def alone(article: Article) -> None:
        chunk = Chunk(article, tuple((p.start, p.end) for p in article.paragraphs))
        await model.complete(Request("extractive", (Message("user", "-"),), schema=kind.model_schema, chunk=chunk))

    async def whole(article: Article) -> None:
        await make_sheet(article, kind, model)

    return {"reading": reading, "attribution": attributed, "model": alone, "sheet": whole}


def speed() -> None:
    """Print articles of 600 words a second."""
    for name, do in steps().items():
        for size in SIZES:
            articles = [story(WORDS * size, number) for number in range(RUNS + 1)]
            best = asyncio.run(_best(do, articles))
            count = len(articles[0].text.split())
            rate = count / WORDS / best
            print(f"  {name:12} {count:6} words  {1000 * best:8.1f} ms  {rate:6.0f} × 600 words a second")


def fresh(path: Path) -> None:
    """Print the same of different stories, each of which is read once for each step."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    articles = [article_from_text(text, name="story") for text in texts]
    warm, articles = articles[:WARM], articles[WARM:]
    words = sum(len(article.text.split()) for article in articles)
    for name, do in steps().items():
        asyncio.run(_all(do, warm))
        start = time.process_time()
        asyncio.run(_all(do, articles))
        took = time.process_time() - start
        print(f"  {name:12} {words:6} words of {path.name}  {words / WORDS / took:6.0f} × 600 words a second")


async def _all(do: Callable[[Article], Awaitable[None]], articles: list[Article]) -> None:
    for article in articles:
        await do(article)


async def _best(do: Callable[[Article], Awaitable[None]], articles: list[Article]) -> float:
    """Seconds of processor time that one article takes, the least of all after the first."""
    await do(articles[0])
    best = float("inf")
    for article in articles[1:]:
        start = time.process_time()
        await do(article)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print what can be measured."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder:
        for name, show in (
            ("quotes/dev.jsonl", attribution),
            ("articles/wikinews.jsonl", sheets),
            ("places/dev.jsonl", sheets),
        ):
            if (folder / name).is_file():
                show(folder / name)
    print("speed on one core")
    speed()
    if folder and (stories := folder / "quotes/dev.jsonl").is_file():
        fresh(stories)


if __name__ == "__main__":
    main()
