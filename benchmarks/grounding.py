"""Measures the cost of locating quotations, against langextract's aligner in the same run.

    python benchmarks/grounding.py [--langextract]

For a text of about 6,000 and one of about 120,000 characters (fixtures, repeated paragraph by paragraph with their
sentences rotated so that no paragraph stands twice): CPU time for 15 quotations that are exact, 15 with a word changed,
and 15 that are absent. The locator is built anew each time, its indexes included. The best of several runs counts.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.grounding import Locator
from factsheet.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
QUOTES = 15
RUNS = 5
SIZES = (6_000, 120_000)
BARS = {("exact", 6_000): 5, ("exact", 120_000): 40, ("altered", 6_000): 25, ("altered", 120_000): 400}
"""Milliseconds."""


def text_of(size: int) -> str:
    """About `size` characters of the fixtures' sentences, in an order of their own, six a paragraph."""
    pool = []
    for path in sorted(ARTICLES.glob("wikinews-[a-eg-z]*.txt")):
        text = path.read_text(encoding="utf-8")
        pool += [text[a:b].replace("\n", " ") for a, b in sentences(text) if b - a > 40]
    order = random.Random(7)
    out: list[str] = []
    while sum(map(len, out)) < size:
        order.shuffle(pool)
        for sentence in pool:
            out.append(sentence if len(out) < len(pool) else f"{sentence[:-1]} in case {len(out)}.")
            if sum(map(len, out)) >= size:
                break
    return "\n\n".join(" ".join(out[at : at + 6]) for at in range(0, len(out), 6))


def quotations(text: str) -> dict[str, list[str]]:
    """The three kinds of quotations, from the same sentences."""
    order = random.Random(11)
    chosen = order.sample([text[a:b] for a, b in sentences(text) if 60 < b - a < 200], QUOTES)
    altered, absent = [], []
    for sentence in chosen:
        words = sentence.split()
        changed = list(words)
        changed[len(words) // 2] = "otherwise"
        altered.append(" ".join(changed))
        order.shuffle(words)
        absent.append(" ".join(words))
    return {"exact": chosen, "altered": altered, "absent": absent}


def ours(text: str, quotes: list[str]) -> None:
    locator = Locator(text)
    for quote in quotes:
        locator.locate(quote)


def theirs() -> Callable[[str, list[str]], None] | None:
    """Langextract's aligner, where it is installed."""
    try:
        from langextract.core import data
        from langextract.resolver import Resolver
    except ImportError:
        return None
    resolver = Resolver()

    def align(text: str, quotes: list[str]) -> None:
        found = [data.Extraction(extraction_class="quote", extraction_text=quote) for quote in quotes]
        list(resolver.align(found, text, token_offset=0, char_offset=0))

    return align


def milliseconds(work: Callable[[str, list[str]], None], text: str, quotes: list[str], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work(text, quotes)
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> None:
    other = theirs() if "--langextract" in sys.argv else None
    if other:
        other("Warm up the word lists.", ["the word lists"])
    ours(text_of(6_000), ["warm up the word lists", "and the pattern of words that differ"])
    print("15 quotations      characters   factsheet       bar   langextract")
    for size in SIZES:
        text = text_of(size)
        for kind, quotes in quotations(text).items():
            spent = milliseconds(ours, text, quotes, RUNS)
            bar = f"{BARS[kind, size]:>6} ms" if (kind, size) in BARS else "         "
            beside = f"{milliseconds(other, text, quotes, 2):10.0f} ms" if other else ""
            matches = {Locator(text).locate(quote).match for quote in quotes}
            print(f"{kind:<16}{len(text):>13}{spent:>9.1f} ms {bar} {beside}   ({', '.join(sorted(matches))})")


if __name__ == "__main__":
    main()
