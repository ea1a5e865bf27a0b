"""`--dry-run`: prints the exact messages, the schema and the estimated cost, and sends nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet import extras, pipeline, prompting
from factsheet.briefs.text import plain
from factsheet.models import BUILT_IN, tokens
from factsheet.models.prices import Prices
from factsheet.models.tokens import LONGEST_ANSWER
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.kinds import Kind
    from factsheet.records import Article, Json, Request


@dataclass(frozen=True, slots=True)
class Asked:
    """The full names of the model that fills the sheet and of the one for the second question.

    `hosts` says where each is asked, but for those that no endpoint answers for.
    """

    model: str
    verifier: str
    hosts: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """The models and their hosts, in words."""
        return " and ".join(f"{name} at {host}" for name, host in self.hosts.items()) or "nobody: nothing is sent"


def dry_run(article: Article, kind: Kind, asked: Asked, options: pipeline.Options, prices: Mapping[str, Json]) -> str:
    """The requests about `article` and their estimated cost, as text for a person; sends nothing."""
    chunks = pipeline.cut(article, kind, asked.model, options)
    requests = [prompting.draft_request(kind, chunk, model=asked.model) for chunk in chunks]
    parts = [_request(number, request) for number, request in enumerate(requests, 1)]
    schema = json.dumps(kind.model_schema, ensure_ascii=False, indent=1)
    return "\n\n".join([*parts, f"== schema\n{schema}", _estimate(kind, requests, asked, options, prices)])


def _request(number: int, request: Request) -> str:
    messages = "\n\n".join(f"-- {m.role}\n{_lines(m.content)}" for m in request.messages)
    return f"== request {number}, key {request.key[:12]}\n{messages}"


def _lines(text: str) -> str:
    """The text as it is, with anything that a screen would obey made visible."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _estimate(
    kind: Kind, requests: list[Request], models: Asked, options: pipeline.Options, prices: Mapping[str, Json]
) -> str:
    """Tokens and cost: what is certain about the prompts, what is likely for the answers, and the most."""
    schema = tokens.count(json.dumps(requests[0].schema)) if requests else 0
    asked = sum(tokens.count(m.content) for request in requests for m in request.messages)
    parts = [request.chunk for request in requests if request.chunk]
    article = sum(tokens.count(part.text()) for part in parts)
    around = schema + (asked - article) // max(1, len(parts))
    first = pipeline.first_question(kind, parts, options, around)
    calls, answer = first.requests, first.completion_tokens
    second = pipeline.second_question(kind, models.verifier, article, options)
    again = f", {second.requests} of them for the second question" if second.requests else ""
    return (
        f"== estimate\nasked: {models.told()}\ncalls: {calls + second.requests}{again}\n"
        f"tokens in: about {first.prompt_tokens + second.prompt_tokens} ({asked} of prompt, the rest schema"
        f"{f' and {second.prompt_tokens} of the second question' if second.requests else ''})\n"
        f"tokens out: about {answer + second.completion_tokens}\ncost: {_cost(models, first, second, Prices(prices))}"
    )


def _cost(models: Asked, first: Usage, second: Usage, prices: Prices) -> str:
    """What both models are likely to cost, and the most: every answer as long as it may be, and asked for twice."""
    used = [(models.model, first), (models.verifier, second)]
    used = [(name, usage) for name, usage in used if name != BUILT_IN and usage.requests]
    if not used:
        return "none: the built-in model reads the article itself, and nothing is sent"
    likely = most = 0.0
    for name, usage in used:
        one = prices.cost(name, usage)
        longest = Usage(2 * usage.prompt_tokens, 0, 2 * usage.requests * LONGEST_ANSWER, 2 * usage.requests)
        all_of_it = prices.cost(name, longest)
        if one is None or all_of_it is None:
            return f"unknown: no price for {name}; add it to factsheet.toml, or {extras.command('prices')}"
        likely, most = likely + one, most + all_of_it
    return f"about ${likely:.4f}, at most ${most:.4f} if every correction is needed"
