"""Failures of an endpoint, as the errors of this program: what happened, whether to wait, and never a key."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from typing import Any

from factsheet.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    ContentFilterError,
    GarbledReplyError,
    ModelError,
    OverloadedError,
    QuotaError,
    RateLimitedError,
    TimedOutError,
)

_SHOWN = 300
"""Characters of a server's message that are worth showing."""

_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance")

_KEY = re.compile(r"\b(?:sk|pk|key|tok)[-_][A-Za-z0-9*_.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)
"""What keys look like in the messages of servers that repeat them."""


def failure_of(error: Exception, name: str, key: str | None) -> ModelError:
    """The error to raise for one that the openai package raised; `name` begins the message."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return TimedOutError(f"{name}: no answer in time")
    if isinstance(error, openai.APIConnectionError):
        reason = scrub(str(error.__cause__ or error), key)
        return ConnectionFailedError(f"{name}: no connection: {reason}")
    if isinstance(error, openai.APIStatusError):
        return _status_failure(error, name, key)
    return GarbledReplyError(f"{name}: the reply cannot be read: {scrub(str(error), key)}")


def _status_failure(error: Any, name: str, key: str | None) -> ModelError:
    status: int = error.status_code
    code = str(error.code or error.type or "")
    said = scrub(_message(error), key)
    text = f"{name}: {status}: {said}" if said else f"{name}: {status}"
    if code in _QUOTA or any(quota in said for quota in _QUOTA):
        return QuotaError(text)
    if status in {401, 403}:
        return AuthenticationError(text)
    if status == 429:
        return RateLimitedError(text, retry_after=retry_after(error.response.headers))
    if status in {408, 409} or status >= 500:
        return OverloadedError(text, retry_after=retry_after(error.response.headers))
    if code == "content_filter":
        return ContentFilterError(text)
    return BadRequestError(text)


def _message(error: Any) -> str:
    """What the server said: its error's message, else the beginning of the body without markup."""
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = inner.get("message") if isinstance(inner, dict) else inner
        if said:
            return str(said)
    text = error.response.text
    title = re.search(r"<title>([^<]{1,200})</title>", text, re.IGNORECASE)
    return title[1] if title else re.sub(r"<[^<>]{0,500}>", " ", text[: 10 * _SHOWN])


def retry_after(headers: Any) -> float | None:
    """Seconds to wait by `retry-after-ms` or `Retry-After`, a number or an HTTP date (RFC 9110, 10.2.3)."""
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            return max(0.0, float(value) * factor)
        except ValueError:
            pass
        try:
            when = email.utils.parsedate_to_datetime(value)
        except (TypeError, ValueError):
            continue
        if when.tzinfo is None:
            when = when.replace(tzinfo=dt.UTC)
        return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
    return None


def scrub(message: str, key: str | None) -> str:
    """A server's message on one line, shortened, and without anything like a key."""
    if key:
        message = message.replace(key, "[key]")
    message = _KEY.sub("[key]", " ".join(message.split()))
    return message if len(message) <= _SHOWN else message[:_SHOWN] + "…"
