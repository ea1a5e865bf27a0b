"""Capped: spending stops before the limit, whatever is under way and however the calls end."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from fakes import GOOD, Scripted, Server, question, says

from factsheet.errors import CostError, ModelError, OverloadedError, RefusalError
from factsheet.models import Asking, open_model
from factsheet.models.capped import Capped, most
from factsheet.models.prices import Prices
from factsheet.records import Completion, Usage

PRICES = Prices({"endpoint/m": {"input": 1.0, "output": 10.0}})
SMALL = question(max_tokens=1000)
BOUND = PRICES.cost("endpoint/m", most(SMALL))


def costing(dollars):
    return Completion(GOOD, usage=Usage(1, 0, 1, 1, dollars))


def test_calls_go_on_while_the_next_one_fits():
    """What counts after a call is what it cost, not what it could have."""
    model = Scripted(costing(BOUND / 10))
    capped = Capped(model, PRICES, BOUND * 1.5)

    async def run():
        for _ in range(9):
            await capped.complete(SMALL)

    with pytest.raises(CostError, match=r"stopped before the limit"):
        asyncio.run(run())
    assert len(model.requests) == 6


def test_calls_under_way_count_as_the_most_that_they_can_cost():
    """Ten at once cannot pass a limit that each of them alone would keep."""
    sent = []

    class Slow:
        name = "endpoint/m"

        async def complete(self, request):
            sent.append(request)
            await asyncio.sleep(0.01)
            return costing(BOUND)

    async def run():
        capped = Capped(Slow(), PRICES, BOUND * 3.5)
        return await asyncio.gather(*(capped.complete(SMALL) for _ in range(10)), return_exceptions=True)

    results = asyncio.run(run())
    assert len(sent) == 3
    assert sum(isinstance(result, CostError) for result in results) == 7


def test_a_failure_costs_what_it_cost():
    """A refusal is billed, a 503 is not."""
    for error, calls in ((OverloadedError("x"), 5), (RefusalError("x", usage=Usage(1, 0, 1, 1, BOUND)), 2)):
        model = Scripted(error)
        capped = Capped(model, PRICES, BOUND * 2)

        async def run(capped=capped):
            for _ in range(5):
                with contextlib.suppress(ModelError):
                    await capped.complete(SMALL)

        with contextlib.suppress(CostError):
            asyncio.run(run())
        assert len(model.requests) == calls


def test_a_call_that_was_broken_off_may_have_been_billed():
    """Its bound stays."""

    class Endless:
        name = "endpoint/m"

        async def complete(self, request):
            await asyncio.sleep(60)

    async def run():
        capped = Capped(Endless(), PRICES, BOUND * 1.5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(capped.complete(SMALL), 0.01)
        await capped.complete(SMALL)

    with pytest.raises(CostError):
        asyncio.run(run())


def test_without_a_price_no_limit_can_be_kept():
    """Then nothing is asked, and the message says what to write where."""
    model = Scripted(GOOD, name="openai/unknown-model")
    with pytest.raises(CostError, match=r'\[prices."openai/unknown-model"\]'):
        asyncio.run(Capped(model, Prices(), 1.0).complete(SMALL))
    assert model.requests == []


def test_the_steps_of_the_ladder_are_under_the_limit_too():
    """A first request may take three paid calls before it is known what the server takes."""
    table = {"endpoint/m": {"input": 1.0, "output": 10.0}}
    with Server(says("no schema kept")) as server:
        for limit, calls in ((BOUND * 2.5, 0), (BOUND * 3.5, 3)):
            model = open_model("m", Asking(base_url=server.url, max_cost=limit, prices=table), environment={})
            with contextlib.suppress(CostError):
                asyncio.run(model.complete(SMALL))
            assert len(server.requests) == calls
