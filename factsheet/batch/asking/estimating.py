"""Estimates the requests and the cost of a run: cuts each article as the pipeline will, counts tokens by size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet import pipeline, prompting
from factsheet.briefs.text import counted
from factsheet.models import tokens
from factsheet.models.prices import Prices
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.batch.asking.wanted import BatchRun, Wanted
    from factsheet.kinds import Kind
    from factsheet.models import Asking, Footing
    from factsheet.models.specs import Spec
    from factsheet.records import Article

_BYTES_A_TOKEN = 4
"""English news in UTF-8 has 4 to 5 bytes a token of `o200k_base`: the estimate is rather too high."""
_REASKED = 1.1
"""One answer in ten is asked to be corrected."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The likely cost of a run in US dollars; None if the price is unknown."""

    cost: float | None
    sentence: str


def estimate(run: BatchRun, wanted: Wanted, asking: Asking, spec: Spec, share: float = 1.0) -> Estimate:
    """The likely requests and cost of making the planned articles with the first model, at `spec`.

    `share` is what the engine pays of the prices.

    Raises:
        WindowError: its window is known to be too small for what it is asked.
    """
    plan, model, prices = run.plan, wanted.models[0], asking.prices
    verifier = wanted.verifier or model
    likely = _Likely(run, wanted, asking.footings.get((spec.address, spec.name)))
    first, again = Usage(), Usage()
    for article in _planned(run):
        used = likely.of(article)
        first, again = first + used[0], again + used[1]
    more_in, more_out = likely.learnt()
    calls, asked = first.requests, int(_REASKED * more_in * first.prompt_tokens)
    answered = int(_REASKED * more_out * first.completion_tokens)
    uses = [(model, Usage(asked, 0, answered, calls)), *([(verifier, again)] if again.requests else [])]
    cost = _cost(Prices(prices, share), uses)
    price = f"about ${cost:.2f}" if cost is not None else f"unknown: no price for {model}"
    if cost is None and verifier != model:
        price += f", or for {verifier}"
    asks = f" ({again.requests} of them for the second question)" if again.requests else ""
    sentence = (
        f"{counted(plan.articles, 'article')} for {model} at {spec.host}: "
        f"about {counted(calls + again.requests, 'request')}{asks}, "
        f"{asked + again.prompt_tokens:,} tokens in and {answered + again.completion_tokens:,} out; cost {price}"
    )
    return Estimate(cost, sentence)


@dataclass(frozen=True, slots=True)
class _Likely:
    """What articles are likely to use with the first model of a run."""

    run: BatchRun
    wanted: Wanted
    footing: Footing | None = None

    def of(self, article: Article) -> tuple[Usage, Usage]:
        """What the questions about an article use, and the second ones about what is found."""
        wanted = self.wanted
        kind, options, model = wanted.kind, wanted.options, wanted.models[0]
        around = _tokens(prompting.overhead(kind, article)) + _schema(kind)
        parts = pipeline.cut(article, kind, model, options, self.footing)
        first = pipeline.first_question(kind, parts, options, around, _tokens)
        verifier, known = (model, self.footing) if wanted.verifier in {None, model} else (wanted.verifier, None)
        again = pipeline.second_question(kind, verifier, _tokens(article.text), options, known)
        return first, again

    def learnt(self) -> tuple[float, float]:
        """Actual prompt and completion tokens as multiples of the estimate, if the ledger has enough data."""
        likely = used = Usage()
        rows = self.run.ledger.sheets.used(self.wanted.models[0], _LEARNT_FROM)
        if len(rows) < _FEWEST:
            return 1.0, 1.0
        for number, one in rows:
            first, again = self.of(self.run.ledger.articles.article(number))
            likely, used = likely + first + again, used + one
        return (
            _times(used.prompt_tokens, likely.prompt_tokens),
            _times(used.completion_tokens, likely.completion_tokens) / _REASKED,
        )


_FEWEST, _LEARNT_FROM = 5, 100
"""Articles that a model must have made for its own figures to count, and at most that are looked at."""
_MOST_TIMES = 8.0
"""How far what is learnt may be from what is likely: beyond that something else has happened."""


def _times(used: int, likely: int) -> float:
    times = used / likely if used and likely else 1.0
    return min(max(times, 1 / _MOST_TIMES), _MOST_TIMES)


def _tokens(text: str) -> int:
    return len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN


@lru_cache(maxsize=4)  # thousands of articles are of one kind
def _schema(kind: Kind) -> int:
    return tokens.count(json.dumps(kind.model_schema))


def _cost(prices: Prices, uses: Iterable[tuple[str, Usage]]) -> float | None:
    """What all models that are asked cost; None where the price of one is not known."""
    costs = [prices.cost(name, usage) for name, usage in uses]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _planned(run: BatchRun) -> Iterator[Article]:
    articles, only = run.ledger.articles, run.plan.only
    for one in articles.waiting(0, -1):
        if only is None or one in only:
            yield articles.article(one)
