"""`--dry-run`: the exact messages, the schema, and what asking would cost, without asking."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from factsheet import pipeline, prompting
from factsheet.briefs.text import plain
from factsheet.models import BUILT_IN, tokens
from factsheet.models.capped import LONGEST_ANSWER
from factsheet.models.prices import Prices
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.kinds import Kind
    from factsheet.records import Article, Json, Request

_ANSWER_SHARE = 0.6
"""Tokens of answer for a token of prompt that is article: a sheet of a news story has about half, rounded up."""


def dry_run(article: Article, kind: Kind, model: str, options: pipeline.Options, prices: Mapping[str, Json]) -> str:
    """What would be asked about `article`, as text for a person; nothing is sent."""
    chunks = pipeline.cut(article, kind, model, options)
    requests = [prompting.draft_request(kind, chunk, model=model) for chunk in chunks]
    parts = [_request(number, request) for number, request in enumerate(requests, 1)]
    schema = json.dumps(kind.model_schema, ensure_ascii=False, indent=1)
    return "\n\n".join([*parts, f"== schema\n{schema}", _estimate(kind, requests, model, options, prices)])


def _request(number: int, request: Request) -> str:
    messages = "\n\n".join(f"-- {m.role}\n{_lines(m.content)}" for m in request.messages)
    return f"== request {number}, key {request.key[:12]}\n{messages}"


def _lines(text: str) -> str:
    """The text as it is, with anything that a screen would obey made visible."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _estimate(
    kind: Kind, requests: list[Request], model: str, options: pipeline.Options, prices: Mapping[str, Json]
) -> str:
    """Tokens and cost: what is certain about the prompts, what is likely for the answers, and the most."""
    schema = tokens.count(json.dumps(requests[0].schema)) if requests else 0
    asked = sum(tokens.count(m.content) for request in requests for m in request.messages)
    article = sum(tokens.count(request.chunk.text()) for request in requests if request.chunk)
    calls = pipeline.requests(kind, len(requests), options)
    prompt = (asked + schema * len(requests)) * options.passes
    answer = int(article * _ANSWER_SHARE) * options.passes
    if options.verify:
        # The second call sees the statements and their evidence, about as much as the first one answered.
        prompt, answer = prompt + answer, answer + answer // 4
    table = Prices(prices)
    likely = table.cost(model, Usage(prompt, 0, answer, calls))
    most = table.cost(model, Usage(2 * prompt, 0, 2 * calls * LONGEST_ANSWER, 2 * calls))
    if likely is None or most is None:
        cost = f"unknown: there is no price for {model}; add it to factsheet.toml, or install factsheet[prices]"
    elif model == BUILT_IN:
        cost = "none: the built-in model reads the article itself, and nothing is sent"
    else:
        cost = f"about ${likely:.4f}, at most ${most:.4f} with every correction asked for"
    return (
        f"== estimate\ncalls: {calls}\ntokens in: about {prompt} ({asked} of prompt, the rest schema)\n"
        f"tokens out: about {answer}\ncost: {cost}"
    )
