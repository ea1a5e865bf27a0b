"""A call of a model: the request, the completion, and what it used."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from factsheet.identity import ByIdentity, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records.article import Chunk
    from factsheet.records.facts import Json


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage of one or more completions: tokens, requests, and cost if known."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    cost: float | None = None
    """US dollars; None when the price of the model is not known, or when nobody told the tokens of a request."""
    known: float = field(default=0.0, compare=False)
    """Of a cost that is None, the US dollars that are known."""
    untold: int = field(default=0, compare=False)
    """Of a cost that is None, the requests that are not in `known`; 0 for all of them."""

    def __add__(self, other: Usage) -> Usage:
        """Sum both; an unknown cost makes the sum unknown, unless the other side sent nothing."""
        if not self.requests:
            cost = other.cost if other.requests else (self.cost if self.cost is not None else other.cost)
        elif not other.requests:
            cost = self.cost
        else:
            cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        both = (self, other) if cost is None else ()
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.cached_tokens + other.cached_tokens,
            self.completion_tokens + other.completion_tokens,
            self.requests + other.requests,
            cost,
            sum(one.known if one.cost is None else one.cost for one in both),
            sum(one.requests_untold for one in both),
        )

    @property
    def requests_untold(self) -> int:
        """The requests whose cost is not known."""
        return 0 if self.cost is not None else self.untold or self.requests


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """One question to a model.

    `chunk` is what the question is about, for models that read the article rather than the prompt; the
    messages hold the same text, so it is no part of the key.
    """

    model: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Json]
    schema_name: str = "sheet"
    max_tokens: int | None = None
    temperature: float | None = None
    purpose: Literal["draft", "reask", "verify", "summary", "glean"] = "draft"
    chunk: Chunk | None = field(default=None, compare=False, repr=False)

    @cached_property
    def content(self) -> dict[str, Json]:
        """Everything that can change the answer, as JSON."""
        return {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in self.messages],
            "schema_name": self.schema_name,
            "schema": self.schema,
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
        }

    @cached_property
    def key(self) -> str:
        """SHA-256, in hexadecimal, of `content`: the name of this request in caches and recordings.

        The JSON that is hashed has its keys in order and no spaces.
        """
        content = dict(self.content)
        schema = _written(content.pop("schema"))
        after = _CANONICAL.encode({name: content.pop(name) for name in ("schema_name", "temperature")})
        canonical = f'{_CANONICAL.encode(content)[:-1]},"schema":{schema},{after[1:]}'
        return sha256(canonical)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_written = ByIdentity(_CANONICAL.encode)
"""A schema as canonical JSON, written once: thousands of requests have one and the same."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer. `finish` is "length" when the limit cut it short, else "stop"."""

    text: str
    finish: Literal["stop", "length"] = "stop"
    usage: Usage = Usage()
    model: str | None = None
    """The name that the endpoint gives the model that answered."""
    how: str | None = None
    """How it came about, where that is not a call of the endpoint: "cached", "recorded", "built-in"."""
    notes: tuple[str, ...] = ()
    """What a model that knows its limits says of its own answer; each becomes a finding."""
