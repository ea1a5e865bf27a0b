"""Replies: the body of a Chat Completions reply, read with distrust.

A 200 can carry an error, a page of HTML, a body that was cut, no choices or an empty one. Each ends in its
own error here, with the usage where the reply still told it.
"""

from __future__ import annotations

import json
from typing import Any

from factsheet.errors import (
    ContentFilterError,
    GarbledReplyError,
    ModelError,
    OverloadedError,
    QuotaError,
    RateLimitedError,
    RefusalError,
)
from factsheet.models.failures import scrub
from factsheet.records import Completion, Usage


def read_reply(body: str, name: str, key: str | None) -> Completion:
    """The completion in the body of a 200; `name` begins messages.

    Raises:
        ModelError: the body holds none.
    """
    try:
        reply = json.loads(body)
    except ValueError as error:
        kind = (
            "a page of HTML"
            if body.lstrip()[:1] == "<"
            else "cut short or no JSON"
            if body.strip()
            else "empty"
        )
        raise GarbledReplyError(f"{name}: the reply is {kind}") from error
    if not isinstance(reply, dict):
        raise GarbledReplyError(f"{name}: the reply is no JSON object")
    usage = _usage(reply.get("usage"))
    if reply.get("error"):
        raise _error_in_reply(reply["error"], name, key, usage)
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise GarbledReplyError(f"{name}: the reply has no choices", usage=usage)
    message, finish = choice["message"], choice.get("finish_reason")
    if finish == "content_filter":
        raise ContentFilterError(f"{name}: the provider's content filter withheld the answer", usage=usage)
    if message.get("refusal"):
        raise RefusalError(f"{name}: the model refused: {scrub(str(message['refusal']), key)}", usage=usage)
    text = message.get("content")
    if not isinstance(text, str) or not text.strip():
        if finish == "length":
            return Completion("", "length", usage, _name_of(reply))
        raise GarbledReplyError(f"{name}: the answer is empty", usage=usage)
    return Completion(text, "length" if finish == "length" else "stop", usage, _name_of(reply))


def _name_of(reply: dict[str, Any]) -> str | None:
    model = reply.get("model")
    return model if isinstance(model, str) else None


def _usage(value: Any) -> Usage:
    """The usage of one request; a reply that does not tell it counts as a request without tokens."""
    if not isinstance(value, dict):
        return Usage(requests=1)
    details = value.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(
        _count(value.get("prompt_tokens")), _count(cached), _count(value.get("completion_tokens")), requests=1
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _error_in_reply(error: Any, name: str, key: str | None, usage: Usage) -> ModelError:
    code = str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""
    said = str(error.get("message") or error) if isinstance(error, dict) else str(error)
    text = f"{name}: an error in place of an answer: {scrub(said, key)}"
    if "quota" in code:
        return QuotaError(text, usage=usage)
    if code in {"429", "rate_limit_exceeded"}:
        return RateLimitedError(text, usage=usage)
    if code.startswith("5") or "overloaded" in code or code == "server_error":
        return OverloadedError(text, usage=usage)
    return GarbledReplyError(text, usage=usage)
