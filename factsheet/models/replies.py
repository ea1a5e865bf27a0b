"""Replies: parses the body of a Chat Completions reply, trusting nothing.

A 200 can carry an error, a page of HTML, a body that was cut, no choices or an empty one. Each ends in its
own error here, with the usage where the reply still told it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from factsheet.errors import ContentFilterError, GarbledReplyError, ModelError, RefusalError
from factsheet.models.failures import failure_by_code, scrub
from factsheet.records import Completion, Usage

if TYPE_CHECKING:
    from factsheet.models.specs import Spec
    from factsheet.models.streamed import Streamed


def read_reply(body: str, spec: Spec) -> Completion:
    """The completion in the body of a 200; the model's name begins messages.

    Raises:
        ModelError: the body holds none.
    """
    return _completion(_object(body, spec), spec)


def read_streamed(streamed: Streamed, spec: Spec) -> Completion:
    """The completion in a streamed answer.

    Raises:
        ModelError: it broke off, or there is none.
    """
    reply = streamed.reply()
    if not (streamed.is_whole or streamed.loops or reply.get("error")):
        raise GarbledReplyError(f"{spec}: the reply broke off")
    completion = _completion(reply, spec)
    return replace(completion, notes=(LOOPED,)) if streamed.loops else completion


LOOPED = "the answer repeated itself and was cut there"


def _completion(reply: dict[str, Any], spec: Spec) -> Completion:
    usage = _usage(reply.get("usage"))
    if reply.get("error"):
        raise _error_in_reply(reply["error"], spec, usage)
    message, finish = _first_choice(reply, spec, usage)
    if finish == "content_filter":
        raise ContentFilterError(f"{spec}: the provider's content filter withheld the answer", usage=usage)
    if message.get("refusal"):
        raise RefusalError(f"{spec}: the model refused: {scrub(str(message['refusal']), spec.api_key)}", usage=usage)
    text, was_cut = _text(message.get("content")), finish == "length"
    if not text.strip() and not was_cut:
        raise GarbledReplyError(f"{spec}: the answer is empty", usage=usage)
    return Completion(text if text.strip() else "", "length" if was_cut else "stop", usage, _name_of(reply))


def _object(body: str, spec: Spec) -> dict[str, Any]:
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise GarbledReplyError(f"{spec}: {_no_json(body, spec)}") from error
    if not isinstance(reply, dict):
        raise GarbledReplyError(f"{spec}: the reply is not a JSON object")
    return reply


def _first_choice(reply: dict[str, Any], spec: Spec, usage: Usage) -> tuple[dict[str, Any], Any]:
    """The message of the first choice, and why it ended."""
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise GarbledReplyError(f"{spec}: the reply has no choices", usage=usage)
    return choice["message"], choice.get("finish_reason")


def _text(content: Any) -> str:
    """The answer: a string, or some servers' list of parts. Half a surrogate pair could not be kept in a file."""
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        return ""
    return content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _name_of(reply: dict[str, Any]) -> str | None:
    model = reply.get("model")
    return scrub(model, None) if isinstance(model, str) else None


_MOST_TOKENS = 10_000_000
"""Tokens of one call above which a count is none: no model has a window of a third of that."""


def _usage(value: Any) -> Usage:
    """The usage of one request; a reply that does not tell it, or tells nonsense, is a request without tokens.

    That is a usage that is not known, which costs the most that it could have, and never nothing.
    """
    unknown = Usage(requests=1)
    if not isinstance(value, dict):
        return unknown
    prompt, answer = _count(value.get("prompt_tokens")), _count(value.get("completion_tokens"))
    if not prompt or answer is None:
        return unknown
    details = value.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0
    return Usage(prompt, min(cached or 0, prompt), answer, requests=1)


def _count(value: Any) -> int | None:
    """A number of tokens; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _MOST_TOKENS:
        return None
    return ceil(value)


def _no_json(body: str, spec: Spec) -> str:
    if body.lstrip()[:1] == "<":
        return f"the reply is a page of HTML; is {spec.address} the address of the API? It usually ends in /v1"
    return "the reply is cut short or no JSON" if body.strip() else "the reply is empty"


def _error_in_reply(error: Any, spec: Spec, usage: Usage) -> ModelError:
    """The failure that a 200 tells of: `code` is a status for some proxies, a word for others."""
    fields = error if isinstance(error, dict) else {}
    code = str(fields.get("code") or fields.get("type") or "")
    said = scrub(str(fields.get("message") or error), spec.api_key)
    text = f"{spec}: an error in place of an answer: {said}"
    known = code.isdecimal() or any(word in code for word in ("quota", "rate_limit", "overloaded", "server_error"))
    failure = failure_by_code(int(code) if code.isdecimal() else 0, code, text) if known else GarbledReplyError(text)
    failure.usage = usage
    return failure
