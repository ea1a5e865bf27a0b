"""Measures how often the checks are right about human-written summaries, and how often they find a changed one.

    python benchmarks/checks.py STORIES.jsonl [--show]
    python benchmarks/checks.py --time

STORIES has one object a line with `text`, `summaries` and, where it is known, `date`. Each summary stands as a
statement, with up to three sentences of its story as evidence, those that share most words with it. As it is, a
warning or an error on it is a false alarm. Then one number, name or negation is changed in every way that the rules
below give, each by itself, and a warning or an error counts as caught.

With --time, the CPU time of all checks on the recorded sheet of versailles.txt, cut to 40 facts; the best of 20 runs.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet import Asking, make_sheet, open_model, read_article
from factsheet.checking import check
from factsheet.kinds import load_kind
from factsheet.language.lexicon import canonical, is_light, stem
from factsheet.language.sentences import sentences
from factsheet.language.text import Text, read
from factsheet.language.words import words
from factsheet.readers.text import article_from_text

if TYPE_CHECKING:
    from factsheet.records import Article

KIND = load_kind()
SENTENCES = 3
FACTS = 40
FOREIGN = ("Oberhausen", "Karin Lindholm", "Mozambique", "Dmitri Sokolov", "Halvorsen Group")
"""Names of nobody in any story, to put in another's place."""

NUMBER = re.compile(r"(?<![\w.,–-])\d+(?:[.,]\d+)*(?![\w–-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|half)\b")
AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|will|can|could|would|did|does|may)\b(?! not\b)(?=\s)")
NEGATION = re.compile(r"\b(?:not|never|no longer|no) |n't\b")


def content(text: str) -> frozenset[str]:
    return frozenset(stem(key) for word in words(text) if not is_light(key := canonical(word.key)))


def best_sentences(text: str, statement: str) -> list[tuple[int, int]]:
    """The sentences that hold most of the statement's words, each adding to those before it."""
    spans = [span for line in re.finditer(r"[^\n]+", text) for span in sentences(text, *line.span())]
    left, chosen = content(statement), []
    for _ in range(SENTENCES):
        best = max(spans, key=lambda span: len(left & content(text[slice(*span)])))
        gained = left & content(text[slice(*best)])
        if len(gained) < 2:
            break
        chosen.append(best)
        left -= gained
    return sorted(chosen)


def alarms(article: Article, statement: str, spans: list[tuple[int, int]]) -> list[str]:
    evidence = [{"quote": article.text[a:b], "match": "exact", "start": a, "end": b} for a, b in spans]
    facts = KIND.empty() | {"summary": [{"statement": statement, "according_to": None, "evidence": evidence}]}
    return [
        f"{f.level} {f.code}: {f.message}"
        for f in check(KIND, article, facts)
        if f.level != "note" and f.pointer.startswith("/summary/0")
    ]


def other_number(number: str) -> str:
    worded = {"two": "four", "three": "seven", "four": "two", "five": "eight", "six": "nine", "seven": "three",
              "eight": "five", "nine": "six", "ten": "six", "half": "two thirds"}  # fmt: skip
    if number in worded:
        return worded[number]
    digit = next(at for at, char in enumerate(number) if char.isdigit())
    return number[:digit] + str(int(number[digit]) % 9 + 1) + number[digit + 1 :]


def changed(statement: str, article: Text) -> list[tuple[str, str]]:
    """Every statement that is one number, name or negation away."""
    out = [
        ("number", statement[: m.start()] + other_number(m.group()) + statement[m.end() :])
        for m in NUMBER.finditer(statement)
    ]
    reading = read(statement)
    for index, name in enumerate(reading.names):
        start, end = reading.starts[name.first], reading.ends[name.last - 1]
        if start:
            out.append(("foreign name", statement[:start] + FOREIGN[index % len(FOREIGN)] + statement[end:]))
            own = [n for n in article.names if not set(n.keys) & set(reading.keys)]
            if own:
                other = own[(index * 7) % len(own)]
                out.append(
                    ("story's name", statement[:start] + article.slice(other.first, other.last) + statement[end:])
                )
    out += [("negation", statement[: m.end()] + " not" + statement[m.end() :]) for m in AUXILIARY.finditer(statement)]
    out += [("negation", statement[: m.start()] + statement[m.end() :]) for m in NEGATION.finditer(statement)]
    return out


def print_time() -> None:
    fixtures = Path(__file__).parent.parent / "fixtures"
    model = open_model("endpoint/hand-written", Asking(replay=fixtures / "recordings"))
    sheet = asyncio.run(make_sheet(read_article(str(fixtures / "articles" / "versailles.txt")), KIND, model))
    facts = dict(sheet.facts)
    while (total := sum(1 for _ in KIND.entries(facts))) > FACTS:
        longest = max((name for name in facts if isinstance(facts[name], list)), key=lambda name: len(facts[name]))
        facts[longest] = facts[longest][:-1]
    best = float("inf")
    for run in range(20):
        # Who says what is kept for the last articles: each run has a text of its own.
        article = replace(sheet.article, text=sheet.article.text + "\n" * run)
        start = time.process_time()
        check(KIND, article, facts)
        best = min(best, time.process_time() - start)
    print(f"all checks on a sheet of {total} facts: {best * 1000:.1f} ms")


def main() -> None:
    if "--time" in sys.argv:
        print_time()
        return
    show = "--show" in sys.argv
    path = Path(next(arg for arg in sys.argv[1:] if not arg.startswith("--")))
    false = total = 0
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        article = article_from_text(story["text"], name="-")
        for statement in story["summaries"]:
            spans = best_sentences(article.text, statement)
            found = alarms(article, statement, spans)
            total += 1
            false += bool(found)
            if show and found:
                print(f"FALSE {story.get('id')}: {statement}\n    " + "\n    ".join(found))
            for kind, other in changed(statement, read(article.text)):
                tried[kind] += 1
                new = set(alarms(article, other, spans)) - set(found)
                caught[kind] += bool(new)
                if show and not new:
                    print(f"MISSED {kind}: {other}")
    print(f"false alarms: {false} of {total} ({false / total:.1%})")
    for kind in sorted(tried):
        print(f"caught, {kind}: {caught[kind]} of {tried[kind]} ({caught[kind] / tried[kind]:.1%})")
    print(f"caught, all: {caught.total()} of {tried.total()} ({caught.total() / tried.total():.1%})")


if __name__ == "__main__":
    main()
