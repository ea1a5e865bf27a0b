"""Capped: spending stops before the limit, whatever is under way and however calls end."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from fakes import GOOD, Scripted, Server, question, raw, says

from factsheet.errors import CostError, GarbledReplyError, ModelError, OverloadedError, RefusalError, TimedOutError
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


@pytest.mark.parametrize(
    ("usage", "calls"),
    [
        (Usage(100, 0, 0, 1, BOUND / 10), 6),  # an answer of no tokens
        (Usage(0, 0, 0, 1, BOUND / 10), 6),  # the server told the price alone
        (Usage(0, 0, 0, 1, 0.0), 1),  # nobody told anything
    ],
)
def test_a_call_counts_as_what_anybody_told_of_it(usage, calls):
    """Tokens of the prompt alone, or a cost alone, are enough; without either it counts as the most it could be."""
    model = Scripted(Completion(GOOD, usage=usage))
    capped = Capped(model, PRICES, BOUND * 1.5)

    async def run():
        for _ in range(9):
            await capped.complete(SMALL)

    with pytest.raises(CostError):
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


@pytest.mark.parametrize("usage", [None, Usage(1, 0, 1, 2, None)], ids=["nothing told", "a step before it told"])
@pytest.mark.parametrize("error", [TimedOutError, GarbledReplyError])
def test_a_call_that_timed_out_or_came_back_garbled_may_have_been_billed(error, usage):
    """Its bound stays, and so it does where the cost of one step of the ladder is known and that of the next is not."""
    model = Scripted(error("x", usage=usage))
    capped = Capped(model, PRICES, BOUND * 2.5)

    async def run():
        for _ in range(5):
            with contextlib.suppress(ModelError):
                await capped.complete(SMALL)

    with pytest.raises(CostError):
        asyncio.run(run())
    assert len(model.requests) == 2


def test_a_step_of_unknown_cost_after_one_that_was_paid_keeps_the_bound():
    """The endpoint answers the first step without keeping to the schema, and the second with a page."""
    table = {"endpoint/m": {"input": 1.0, "output": 10.0}}
    with Server(says("no schema kept"), raw("<p>Moved.</p>")) as server:
        asking = Asking(base_url=server.url, max_cost=BOUND * 3.5, prices=table)
        with pytest.raises(CostError, match=f"{3 * BOUND:.4f} is spent or under way"):
            asyncio.run(open_model("m", asking, environment={}).complete(SMALL))
    assert len(server.requests) == 2


def test_an_answer_whose_tokens_nobody_told_keeps_the_bound():
    """It costs nothing by the table, and may have cost anything."""
    model = Scripted(Completion(GOOD, usage=Usage(requests=1, cost=0.0)))
    capped = Capped(model, PRICES, BOUND * 1.5)
    asyncio.run(capped.complete(SMALL))
    with pytest.raises(CostError):
        asyncio.run(capped.complete(SMALL))


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        (Usage(1, 0, 1, 1, 0.5), Usage(1, 0, 1, 1, 0.25), 0.75),
        (Usage(1, 0, 1, 1, 0.5), Usage(1, 0, 1, 1, None), None),
        (Usage(1, 0, 1, 1, 0.5), Usage(), 0.5),
        (Usage(), Usage(1, 0, 1, 1, None), None),
        (Usage(1, 0, 1, 1, 0.0), Usage(requests=1), None),
    ],
)
def test_an_unknown_cost_makes_the_sum_unknown(one, other, cost):
    """Only what sent no request has nothing to add."""
    assert (one + other).cost == cost
    assert (other + one).cost == cost


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


def test_what_is_known_of_an_unknown_cost_is_kept():
    """Of two calls of which one told its tokens, one counts what it cost and one the most that it can have."""
    told, untold = Usage(100, 0, 20, 1, 0.25), Usage(requests=1)
    both = told + untold + told
    assert (both.cost, both.known, both.requests, both.requests_untold) == (None, 0.5, 3, 1)
    assert (told + told).cost == 0.5
    assert (untold + Usage()).requests_untold == 1
    assert Usage(cost=None, requests=2).requests_untold == 2
