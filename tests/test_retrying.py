"""Retrying: requests that may succeed later are repeated after the right wait, others are not."""

from __future__ import annotations

import asyncio

import pytest
from fakes import GOOD, Scripted, Server, question, says, status

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
    RefusalError,
    TimedOutError,
)
from factsheet.models.endpoint import Endpoint
from factsheet.models.failures import retry_after
from factsheet.models.prices import Prices
from factsheet.models.retrying import Patience, Retrying
from factsheet.records import Usage


def run(model, patience=None, jitter=0.0):
    """The completion or error of one question, and the waits before it."""
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    retrying = Retrying(model, patience or Patience(), sleep=sleep, jitter=lambda: jitter)
    try:
        return asyncio.run(retrying.complete(question())), waits
    except ModelError as error:
        return error, waits


@pytest.mark.parametrize("kind", [RateLimitedError, OverloadedError, ConnectionFailedError])
def test_a_transient_failure_is_waited_out(kind):
    """With waits that grow, up to the number of attempts."""
    model = Scripted(kind("1"), kind("2"), GOOD)
    completion, waits = run(model)
    assert completion.text == GOOD
    assert waits == [0.5, 1.0]
    error, waits = run(Scripted(kind("always")))
    assert isinstance(error, kind)
    assert waits == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize("kind", [TimedOutError, GarbledReplyError])
def test_what_may_have_been_billed_is_asked_once_more_only(kind):
    """Five times the time limit, or five pages of a login form, help nobody."""
    _, waits = run(Scripted(kind("always")))
    assert len(waits) == 1


@pytest.mark.parametrize("kind", [QuotaError, AuthenticationError, BadRequestError, RefusalError, ContentFilterError])
def test_what_would_fail_again_is_not_asked_again(kind):
    """The answer would be the same, and may cost the same."""
    model = Scripted(kind("no"))
    error, waits = run(model)
    assert isinstance(error, kind)
    assert waits == []
    assert len(model.requests) == 1


def test_usage_is_the_sum_over_all_attempts():
    """A failed attempt that was billed is in the bill, whether or not a later one succeeds."""
    spent = Usage(7, 0, 3, 1, 0.5)
    completion, _ = run(Scripted(GarbledReplyError("x", usage=spent), GOOD))
    assert completion.usage == Usage(17, 0, 8, 2, 0.51)
    error, _ = run(Scripted(lambda request: OverloadedError("x", usage=spent)))
    assert error.usage == Usage(35, 0, 15, 5, 2.5)


def test_jitter_spreads_the_waits():
    """Between half of the wait and the whole."""
    assert run(Scripted(OverloadedError("x")), jitter=0.0)[1] == [0.5, 1.0, 2.0, 4.0]
    assert run(Scripted(OverloadedError("x")), jitter=1.0)[1] == [1.0, 2.0, 4.0, 8.0]


def test_waits_have_a_ceiling():
    """However many attempts are allowed."""
    _, waits = run(Scripted(OverloadedError("x")), Patience(attempts=12, longest_wait=5.0), jitter=1.0)
    assert max(waits) == 5.0


def test_retry_after_is_honoured_and_never_undercut():
    """Clients turned away together come back spread over a second, none of them early."""
    for jitter in (0.0, 0.9):
        _, waits = run(Scripted(RateLimitedError("x", retry_after=17.0), GOOD), jitter=jitter)
        assert waits == [17.0 + jitter]


def test_a_wait_of_hours_is_a_failure_now():
    """A server that asks for more patience than there is has failed."""
    error, waits = run(Scripted(RateLimitedError("x", retry_after=3600.0)))
    assert isinstance(error, RateLimitedError)
    assert waits == []


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"retry-after": "3"}, 3, 3),
        ({"retry-after": "0.5"}, 0.5, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25, 0.25),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
        ({"retry-after": "Wed, 21 Oct 2215 07:28:00 GMT"}, 1e9, 1e10),
        ({"retry-after": "-4"}, 0, 0),
    ],
)
def test_retry_after_is_read_in_all_its_forms(headers, low, high):
    """Seconds, milliseconds and dates (RFC 9110, 10.2.3)."""
    assert low <= retry_after(headers) <= high


@pytest.mark.parametrize("value", ["soon", "", "21 Oct"])
def test_a_retry_after_that_means_nothing_is_none(value):
    """The growing wait takes its place."""
    assert retry_after({"retry-after": value}) is None


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "2"}], ids=["bare", "with Retry-After"])
def test_a_rate_limit_of_a_real_server_is_waited_out(headers):
    """From the header on the wire to the second request."""
    with Server(status(429, "slow down", **headers), says(GOOD)) as server:
        model = Endpoint(server.spec(keeps_to_schemas=True), Prices(), 20)
        completion, waits = run(model, jitter=0.5)
    assert completion.text == GOOD
    assert waits == ([2.5] if headers else [0.75])
    assert len(server.requests) == 2


def test_who_waits_can_be_told():
    """What the live line shows."""
    told = []

    async def sleep(seconds):
        assert told, "told before the wait, not after"

    model = Retrying(Scripted(OverloadedError("busy"), GOOD), sleep=sleep, on_wait=lambda *what: told.append(what))
    asyncio.run(model.complete(question()))
    ((error, seconds),) = told
    assert str(error) == "busy"
    assert 0.5 <= seconds <= 1.0
