"""What a run would ask and cost, before it asks: each article is cut as it will be, tokens go by its size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet import pipeline, prompting
from factsheet.briefs.text import counted
from factsheet.models import tokens
from factsheet.models.prices import Prices
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.batch.asking.wanted import BatchRun, Wanted
    from factsheet.records import Article

_BYTES_A_TOKEN = 4
"""English news in UTF-8 has 4 to 5 bytes a token of `o200k_base`: the estimate is rather too high."""
_ANSWER_SHARE = 0.6
"""Tokens of answer for a token of article: a sheet of a news story has about half, rounded up."""
_REASKED = 1.1
"""One answer in ten is asked to be corrected."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run is likely to cost, in US dollars; None where the price is not known."""

    cost: float | None
    sentence: str


def estimate(run: BatchRun, wanted: Wanted, prices: Mapping[str, Any], host: str) -> Estimate:
    """What making the planned articles with the first model, which is asked at `host`, is likely to take."""
    plan, kind, options, model = run.plan, wanted.kind, wanted.options, wanted.models[0]
    verifier = wanted.verifier or model
    (first,) = run.ledger.articles.waiting(0, 1)
    prompt = prompting.overhead(kind, run.ledger.articles.article(first)) + json.dumps(kind.model_schema)
    around = tokens.count(prompt)
    body = plan.bytes // _BYTES_A_TOKEN
    calls, again = 0, Usage()
    for article in _planned(run):
        calls += pipeline.requests(kind, len(pipeline.cut(article, kind, model, options)), options)
        size = len(article.text) // _BYTES_A_TOKEN
        again += pipeline.second_question(kind, verifier, size, options)
    asked = int(_REASKED * (body * options.passes + calls * around))
    answered = int(_REASKED * _ANSWER_SHARE * body * options.passes)
    cost = _cost(Prices(prices), {model: Usage(asked, 0, answered, calls)}, verifier, again)
    price = f"about ${cost:.2f}" if cost is not None else f"unknown: there is no price for {model}"
    if cost is None and verifier != model:
        price += f", or for {verifier}"
    asks = f" ({again.requests} of them about what no rule will have proven)" if again.requests else ""
    sentence = (
        f"{counted(plan.articles, 'article')} for {model} at {host}: "
        f"about {counted(calls + again.requests, 'request')}{asks}, "
        f"{asked + again.prompt_tokens:,} tokens in and {answered + again.completion_tokens:,} out; cost {price}"
    )
    return Estimate(cost, sentence)


def _cost(prices: Prices, used: Mapping[str, Usage], verifier: str, again: Usage) -> float | None:
    """What both models cost; None where the price of one that is asked is not known."""
    asked = [*used.items(), *([(verifier, again)] if again.requests else [])]
    costs = [prices.cost(name, usage) for name, usage in asked]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _planned(run: BatchRun) -> Iterator[Article]:
    articles, only = run.ledger.articles, run.plan.only
    for one in articles.waiting(0, -1):
        if only is None or one in only:
            yield articles.article(one)
