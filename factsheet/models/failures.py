"""Turns failures of an endpoint into our errors: what happened, whether to wait, and never a key."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from typing import TYPE_CHECKING, Any

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
    UnreachableError,
)

if TYPE_CHECKING:
    from httpx2 import Response

    from factsheet.models.specs import Spec

MAY_BE_BILLED = (TimedOutError, GarbledReplyError)
"""Failures after which the endpoint may have done its work and count it."""

_LONG_WAIT_S = 60.0
"""A wait from which on it is told how long it is."""

_SHOWN = 300
"""Characters of a server's message that are worth showing."""

_LONGEST_ERROR = 1_000_000
_READ = 20_000
"""Characters of a server's message that are looked at: a key in it may come before what is shown."""

_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance")

_KEY = re.compile(r"\b(?:sk|pk|key|tok)[-_][A-Za-z0-9*_.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)
"""What keys look like in the messages of servers that repeat them."""

_CREDENTIALS = re.compile(r"(?<=//)[^/\s@]+@")
"""A name and password in an address."""


def failure_to_ask(error: Exception, spec: Spec) -> ModelError:
    """The error to raise where httpx2 raised one, so that there is no reply; the model's name begins the message."""
    import httpx2

    said = scrub(str(error), spec.api_key) or type(error).__name__
    if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol)):
        return UnreachableError(
            f"{spec}: nothing answers at {spec.address}: {said}{_advice(error, spec)}; is the server running at this "
            "address? --base-url sets another"
        )
    if isinstance(error, httpx2.TimeoutException):
        return TimedOutError(f"{spec}: no answer in time from {spec.address}")
    if isinstance(error, httpx2.HTTPError):
        return ConnectionFailedError(f"{spec}: no connection to {spec.address}: {said}")
    return GarbledReplyError(f"{spec}: the reply cannot be read: {scrub(str(error), spec.api_key)}")


def _advice(error: Exception, spec: Spec) -> str:
    """What to look at first, where that can be told from how a connection failed."""
    if spec.base_url.startswith("https://") and spec.is_here:
        return "; servers on this machine usually use http://, not https://"
    return "" if "SSL" not in str(error) else "; without TLS its address begins with http://"


def failure_told(reply: Response, spec: Spec) -> ModelError:
    """The error to raise for a reply whose status is none of the good ones."""
    error = _error(reply)
    said = scrub(_message(error, reply.text), spec.api_key)
    text = f"{spec}: {reply.status_code}: {said}" if said else f"{spec}: {reply.status_code}"
    if reply.status_code == 404:
        text += f" (asked at {spec.address}; a base URL usually ends in /v1)"
    code = str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""
    wait = retry_after(reply.headers)
    if wait and wait >= _LONG_WAIT_S:
        text += f"; it asks to wait {wait:.0f} s"
    return failure_by_code(reply.status_code, code, text, wait)


def failure_by_code(status: int, code: str, text: str, wait: float | None = None) -> ModelError:
    """The error for an HTTP status and a provider's own code; `text` is its message, `wait` in seconds."""
    if status == 402 or any(quota in code or quota in text for quota in _QUOTA):
        return QuotaError(text)
    if status in {401, 403}:
        return AuthenticationError(text)
    if status == 429 or code == "rate_limit_exceeded":
        return RateLimitedError(text, retry_after=wait)
    if _is_overloaded(status, code):
        return OverloadedError(text, retry_after=wait)
    return ContentFilterError(text) if code == "content_filter" else BadRequestError(text)


def _is_overloaded(status: int, code: str) -> bool:
    return status in {408, 409} or status >= 500 or "overloaded" in code or code == "server_error"


def _error(reply: Response) -> Any:
    """What a reply says of its error: usually an object, sometimes only its message; None where it says nothing."""
    try:
        body = json.loads(reply.text[:_LONGEST_ERROR])
    except (ValueError, RecursionError):
        return None
    return body.get("error", body) if isinstance(body, dict) else None


def _message(error: Any, text: str) -> str:
    """What the server said: its error's message, else the beginning of the body without markup."""
    said = error.get("message") if isinstance(error, dict) else error
    if said:
        return str(said)
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
    """A server's message on one line, shortened, and without anything like a key.

    What a screen would obey, and half a surrogate pair, which no file takes, is left out.
    """
    message = message[:_READ]
    if key:
        message = message.replace(key, "[key]")
    message = "".join(char if char.isprintable() else " " for char in message)
    message = _CREDENTIALS.sub("", _KEY.sub("[key]", " ".join(message.split())))
    return message if len(message) <= _SHOWN else message[:_SHOWN] + "…"
