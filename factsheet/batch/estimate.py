"""What a run would ask and cost, before it asks: from the sizes of the articles, without a tokenizer for each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from factsheet import prompting
from factsheet.batch.records import unpack
from factsheet.models import tokens, windows
from factsheet.models.prices import Prices
from factsheet.records import Usage

if TYPE_CHECKING:
    from factsheet.batch.day import Plan
    from factsheet.batch.ledger import Ledger
    from factsheet.batch.routes import Terms

_BYTES_A_TOKEN = 4
"""English news in UTF-8 has 4 to 5 bytes a token of `o200k_base`: the estimate is rather too high."""
_ANSWER_SHARE = 0.6
"""Tokens of answer for a token of article: a sheet of a news story has about half, rounded up."""
_PART_SHARE = 0.6
"""Of the room that the prompt leaves, what the article takes; the rest is for the answer."""
_REASKED = 1.1
"""One answer in ten is asked to be corrected."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run is likely to cost, in US dollars; None where the price is not known."""

    cost: float | None
    sentence: str


def estimate(ledger: Ledger, plan: Plan, terms: Terms) -> Estimate:
    """What making the planned articles with the first model is likely to take."""
    first = ledger.one("SELECT record FROM articles WHERE state = 'waiting' ORDER BY id LIMIT 1")
    article = unpack(first["record"])
    prompt = prompting.overhead(terms.kind, article) + json.dumps(terms.kind.model_schema)
    around = tokens.count(prompt)
    part = terms.options.chunk_tokens or max(1, int((windows.window(terms.specs[0]) - around) * _PART_SHARE))
    body = plan.bytes // _BYTES_A_TOKEN
    parts = max(plan.articles, ceil(body / part))
    calls = parts * terms.options.passes + (parts - plan.articles) + plan.articles * terms.options.verify
    asked = int(_REASKED * (body * terms.options.passes + calls * around))
    answered = int(_REASKED * _ANSWER_SHARE * body * terms.options.passes)
    cost = Prices(terms.prices).cost(terms.specs[0], Usage(asked, 0, answered, calls))
    price = f"about ${cost:.2f}" if cost is not None else f"unknown: there is no price for {terms.specs[0]}"
    sentence = (
        f"{plan.articles} articles for {terms.specs[0]}: about {calls} requests, {asked:,} tokens in and "
        f"{answered:,} out; cost {price}"
    )
    return Estimate(cost, sentence)
