"""Precision, recall and F1 over many articles, with confidence intervals.

The interval is a percentile bootstrap over articles (Efron and Tibshirani, An Introduction to the Bootstrap,
1993, chapter 13): articles are drawn with replacement, as many as there are; 95 % of the draws lie within.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.evaluation.scores import Counts, Scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DRAWS = 1000
_SEED = 20170529
"""So that the same scores give the same intervals."""
_OUTSIDE = 0.025
"""The share of draws that is left out at each end."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """One measure over all articles; figures that the measure does not have are None."""

    measure: str
    articles: int
    counts: Counts
    precision: Figure | None
    recall: Figure | None
    f1: Figure | None


def results(scores: Sequence[Scores]) -> list[Result]:
    """Sum the measures of all articles, in the order of their first use."""
    measures = dict.fromkeys(measure for one in scores for measure in one.counts)
    return [_result(measure, [one.counts[measure] for one in scores if measure in one.counts]) for measure in measures]


def _result(measure: str, counts: Sequence[Counts]) -> Result:
    total = sum(counts, Counts())
    draws = _draws(counts)

    def figure(share: Callable[[Counts], float]) -> Figure:
        drawn = sorted(share(draw) for draw in draws)
        cut = int(len(drawn) * _OUTSIDE)
        return Figure(share(total), drawn[cut], drawn[-1 - cut])

    return Result(
        measure,
        len(counts),
        total,
        figure(_precision) if total.listed else None,
        figure(_recall) if total.annotated else None,
        figure(_f1) if total.listed and total.annotated else None,
    )


def _draws(counts: Sequence[Counts]) -> list[Counts]:
    generator = random.Random(_SEED)  # noqa: S311 - nothing secret
    rows = [(c.right, c.listed, c.found, c.annotated) for c in counts]
    return [Counts(*map(sum, zip(*generator.choices(rows, k=len(rows)), strict=True))) for _ in range(_DRAWS)]


def _precision(counts: Counts) -> float:
    return counts.right / counts.listed if counts.listed else 0.0


def _recall(counts: Counts) -> float:
    return counts.found / counts.annotated if counts.annotated else 0.0


def _f1(counts: Counts) -> float:
    precision, recall = _precision(counts), _recall(counts)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
