"""Fits the score of a sentence to people's judgements, and measures it on articles that it was not fitted to.

    python benchmarks/score.py FOLDER [--write]

FOLDER has `data/faithful/dev.jsonl`: `{id, article, statements: [{text, unfaithful}]}`, a line an article, its set
before the colon of `id`. A logistic regression with an L2 penalty is fitted to the traits of the sentences
(`factsheet/proving/traits.py`); all sets weigh the same, and in each set so do the sentences that people found faithful
and those that they found unfaithful.

What is printed first comes from articles that were not fitted to: those of each set are dealt into two halves at
random, several times, and each half is measured with the weights and thresholds of the other. `--write` fits to all
articles, and puts the numbers into `factsheet/proving/data/score.txt`.
"""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from math import exp
from pathlib import Path
from random import Random
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING

from proofs import balanced

from factsheet.language.text import read
from factsheet.pipeline.against import check_draft
from factsheet.pipeline.prose import Prose
from factsheet.proving.scoring import MOST
from factsheet.proving.traits import traits
from factsheet.readers.text import article_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WEIGHTS = Path(__file__).parent.parent / "factsheet" / "proving" / "data" / "score.txt"
PENALTY = 10.0
"""Of 3 to 30 none does better; the traits are few."""
DIVISIONS = 10
STEPS = 8
"""Steps of Newton's method; it settles after five or six."""
PLATEAU = 0.5
"""By how much a threshold may be worse than the best, in per cent."""


@dataclass(frozen=True)
class Judged:
    """A sentence: the number of its article, whether people found it unfaithful, what rules say of it, its traits."""

    of: str
    article: int
    unfaithful: bool
    standing: str
    """"caught" by the checks, "proven", or "open" to the score."""
    traits: dict[str, float]


@dataclass(frozen=True)
class Model:
    """The weights in the order of the traits, and the sum at which the score is one half."""

    weights: list[float]
    middle: float

    def score(self, one: Judged) -> float:
        """As `factsheet.proving.scoring.score`."""
        return MOST / (1 + exp(sum(map(float.__mul__, self.weights, one.traits.values())) - self.middle))


def main() -> None:
    folder = Path(next(arg for arg in sys.argv[1:] if not arg.startswith("--")))
    rows = judged((folder / "data" / "faithful" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    kept_back(rows)
    model = fit(rows)
    doubtful = best_doubtful(rows, model)
    print(f"fitted to all: doubtful below {doubtful:.2f}, middle {model.middle:.2f}")
    for name, weight in zip(rows[0].traits, model.weights, strict=True):
        print(f"  {name:<20}{weight:>7.2f}")
    if "--write" in sys.argv:
        write(model, list(rows[0].traits), doubtful)


def kept_back(rows: Sequence[Judged]) -> None:
    """Print how well the weights and thresholds of half of the articles do on the others, set by set."""
    found: dict[tuple[str, str], list[float]] = {}
    for number in range(DIVISIONS):
        for fitted, kept in permutations(divided(rows, Random(number))):
            model = fit(fitted)
            doubtful = best_doubtful(fitted, model)
            for mine, others in zip(sets(kept), sets(fitted), strict=True):
                limit = median(good_limits(partial(called, others, model)))
                found.setdefault((mine[0].of, "the score"), []).append(called(mine, model, limit))
                found.setdefault((mine[0].of, "doubtful or refuted"), []).append(flagged(mine, model, doubtful))
    for (name, what), values in sorted(found.items()):
        told = f"mean {fmean(values):.1f} %, deviation {stdev(values):.1f}, of {len(values)} halves"
        print(f"{name}, articles not fitted to: balanced accuracy of {what}: {told}")


def divided(rows: Sequence[Judged], chance: Random) -> tuple[list[Judged], list[Judged]]:
    """Two halves of the articles of each set, with their sentences."""
    first: set[int] = set()
    for of in sets(rows):
        articles = sorted({one.article for one in of})
        first.update(chance.sample(articles, len(articles) // 2))
    return [one for one in rows if one.article in first], [one for one in rows if one.article not in first]


def judged(lines: Sequence[str]) -> list[Judged]:
    """All sentences of some lines, checked."""
    numbers: dict[str, int] = {}
    articles = [numbers.setdefault(json.loads(line)["article"], len(numbers)) for line in lines]
    with ProcessPoolExecutor() as pool:
        found = pool.map(_judged, lines, chunksize=20)
        return [Judged(of, number, *rest) for number, rows in zip(articles, found, strict=True) for of, *rest in rows]


def _judged(line: str) -> list[tuple[str, bool, str, dict[str, float]]]:
    row = json.loads(line)
    article = article_from_text(row["article"], name=row["id"])
    text = read(article.text, article.paragraphs)
    sentences = [Prose(" ".join(one["text"].split()), 0, len(one["text"])) for one in row["statements"]]
    found = []
    for one, made in zip(row["statements"], check_draft(sentences, [article]), strict=True):
        told = [finding for finding in made.findings if finding.code != "hardly-in-article"]
        standing = "caught" if any(finding.level != "note" for finding in told) else made.standing
        measured = traits(text, made.text, [(quoted.start, quoted.end) for quoted in made.evidence], told)
        values = {name: float(value) for name, value in measured.items()}
        name = row["id"].partition(":")[0]
        found.append((name, bool(one["unfaithful"]), standing if standing in {"caught", "proven"} else "open", values))
    return found


def best_doubtful(rows: Sequence[Judged], model: Model) -> float:
    """The score below which a sentence should be doubtful, for all sets together: the one that doubts fewest."""
    return good_limits(lambda limit: fmean(flagged(of, model, limit) for of in sets(rows)))[0]


def sets(rows: Sequence[Judged]) -> list[list[Judged]]:
    return [[one for one in rows if one.of == name] for name in sorted({one.of for one in rows})]


def called(rows: Sequence[Judged], model: Model, limit: float) -> float:
    """The balanced accuracy of "the score is below the limit"."""
    return balanced([(one.unfaithful, one.standing != "proven" and model.score(one) < limit) for one in rows])


def flagged(rows: Sequence[Judged], model: Model, limit: float) -> float:
    """The balanced accuracy of "doubtful or refuted", with the limit below which a score makes a sentence doubtful."""

    def is_doubted(one: Judged) -> bool:
        return one.standing == "open" and one.traits["unknown"] > 0 and model.score(one) < limit

    return balanced([(one.unfaithful, one.standing == "caught" or is_doubted(one)) for one in rows])


def good_limits(value: Callable[[float], float]) -> list[float]:
    """The thresholds that are about as good as the best, from the lowest."""
    tried = {step / 200: value(step / 200) for step in range(1, 200)}
    return [limit for limit, found in tried.items() if found >= max(tried.values()) - PLATEAU]


def fit(rows: Sequence[Judged]) -> Model:
    """The logistic regression of "unfaithful" on the traits, by Newton's method, in units of their deviations."""
    names = list(rows[0].traits)
    columns = [[one.traits[name] for one in rows] for name in names]
    means = [sum(column) / len(rows) for column in columns]
    spread = [
        max(1e-9, (sum((x - m) ** 2 for x in column) / len(rows)) ** 0.5)
        for column, m in zip(columns, means, strict=True)
    ]
    first = rows[0].of  # how often a set has unfaithful ones is no trait
    table = [
        [
            1.0,
            float(one.of == first) - 0.5,
            *((one.traits[n] - m) / s for n, m, s in zip(names, means, spread, strict=True)),
        ]
        for one in rows
    ]
    shares = weights(rows)
    found = [0.0] * len(table[0])
    for _ in range(STEPS):
        found = step(table, [float(one.unfaithful) for one in rows], shares, found)
    raw = [weight / s for weight, s in zip(found[2:], spread, strict=True)]
    return Model(raw, sum(map(float.__mul__, raw, means)) - found[0])


def weights(rows: Sequence[Judged]) -> list[float]:
    """What each sentence weighs: each set, and each judgement in it, as much as any other."""
    kinds = [(one.of, one.unfaithful) for one in rows]
    return [len(rows) / len(set(kinds)) / kinds.count(kind) for kind in kinds]


def step(
    table: Sequence[Sequence[float]], wanted: Sequence[float], shares: Sequence[float], at: list[float]
) -> list[float]:
    """One step of Newton's method; the first weight, for all, is not held back."""
    size = len(at)
    slope = [0.0] + [PENALTY * weight for weight in at[1:]]
    bend = [[PENALTY * (i == j and i > 0) for j in range(size)] for i in range(size)]
    for row, target, share in zip(table, wanted, shares, strict=True):
        p = 1 / (1 + exp(-sum(map(float.__mul__, row, at))))
        off, curve = share * (p - target), share * p * (1 - p)
        for i, x in enumerate(row):
            slope[i] += off * x
            line, scaled = bend[i], curve * x
            for j, other in enumerate(row):
                line[j] += scaled * other
    return [weight - change for weight, change in zip(at, solved(bend, slope), strict=True)]


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations whose matrix is positive definite."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for k, line in enumerate(rows):
            if k != i:
                factor = line[i] / pivot[i]
                rows[k] = [a - factor * b for a, b in zip(line, pivot, strict=True)]
    return [line[-1] / line[i] for i, line in enumerate(rows)]


def write(model: Model, names: Sequence[str], doubtful: float) -> None:
    """Put the numbers into the list, in the places of those that are there."""
    text = WEIGHTS.read_text(encoding="utf-8")
    for name, weight in zip(names, model.weights, strict=True):
        text = re.sub(rf"(?m)^{name} \| [-\d.]+", f"{name} | {weight:.2f}", text)
    for part, value in (("middle", model.middle), ("doubtful", doubtful)):
        text = re.sub(rf"(\[{part}\]\n#.*\n).*", rf"\g<1>{value:.2f}", text)
    WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
