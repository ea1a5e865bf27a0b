"""Sharing an endpoint: fair turns, an adaptive pace, respected waits, and a circuit breaker."""

import asyncio

import pytest
from batching import Scripted, request, run_in_no_time

from factsheet.batch.asking import FAILURES, START, Pace, Scheduled, lane, seconds
from factsheet.errors import (
    BadRequestError,
    ConnectionFailedError,
    CostError,
    ModelError,
    OutageError,
    OverloadedError,
    RateLimitedError,
    TimedOutError,
)
from factsheet.models.retrying import Retrying
from factsheet.records import Completion, Usage


async def _ask(model, number, text):
    lane.set(number)
    return await model.complete(request(text))


def _scheduled(model, concurrency, **options):
    loop = asyncio.get_running_loop()
    return Scheduled(model, concurrency, clock=loop.time, jitter=lambda: 0.5, **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", 12.0), ("20ms", 0.02), ("1s", 1.0), ("6m0s", 360.0), ("1h2m3.5s", 3723.5), ("soon", None), ("", None)],
)
def test_reset_times_are_read_as_servers_write_them(text, expected):
    """Numbers, and durations in hours, minutes, seconds and milliseconds, are seconds; all else is nothing."""
    assert seconds(text) == expected


def test_never_more_calls_than_allowed_and_all_places_used():
    """Forty calls of a second, five at once, take eight seconds."""
    model = Scripted()

    async def main():
        scheduled = _scheduled(model, 5)
        await asyncio.gather(*(_ask(scheduled, number, "x") for number in range(40)))
        return asyncio.get_running_loop().time()

    assert run_in_no_time(main()) == pytest.approx(8.0)
    assert model.most_at_once == 5


def test_a_long_article_does_not_hold_the_short_ones():
    """An article of fifty calls that came first shares its places with ten articles of one call each."""
    model = Scripted()

    async def main():
        scheduled = _scheduled(model, 2)
        long = [_ask(scheduled, 0, f"long {part}") for part in range(50)]
        short = [_ask(scheduled, number, "short") for number in range(1, 11)]
        await asyncio.gather(*(asyncio.create_task(one) for one in (*long, *short)))

    run_in_no_time(main())
    assert model.order.index("short") <= 3
    assert [text for text in model.order[:24] if text == "short"] == ["short"] * 10


@pytest.mark.parametrize(("calls", "most"), [(6, 20), (1, 40)])
def test_no_more_articles_begin_than_keep_the_endpoint_busy(calls, most):
    """Of forty articles that could be under way few are where each has several calls, and no place is ever free."""
    model, under_way, counts = Scripted(), set(), []

    async def main():
        scheduled = _scheduled(model, 20)
        waiting = iter(range(200))

        async def article(number):
            under_way.add(number)
            counts.append(len(under_way))
            await asyncio.gather(*(_ask(scheduled, number, "x") for _ in range(calls)))
            under_way.remove(number)

        async def work():
            for number in waiting:
                await scheduled.begin(number)
                await asyncio.create_task(article(number))
                scheduled.leave(number)

        await asyncio.gather(*(work() for _ in range(40)))
        return asyncio.get_running_loop().time()

    assert run_in_no_time(main()) == pytest.approx(200 * calls / 20)
    assert max(counts) <= most


def test_articles_that_ask_nothing_hold_nobody_up():
    """What the ledger answers takes no turn: such articles begin one after another, whether they end well or not."""

    async def main():
        scheduled = _scheduled(Scripted(), 4)
        for number in range(50):
            await scheduled.begin(number)
            scheduled.leave(number)
        for number in range(8):
            await scheduled.begin(number)
        late = asyncio.create_task(scheduled.begin(8))
        await asyncio.sleep(0)
        assert not late.done()
        scheduled.stop()
        await late

    run_in_no_time(main())


def test_the_number_at_once_starts_small_halves_on_429_and_grows_again():
    """Slow start doubles; of many 429s of one moment one halves; growth is slow after that."""
    pace = Pace(64)
    assert pace.window == START
    for _ in range(START):
        pace.succeeded()
    assert pace.window == 2 * START
    for _ in range(10):
        pace.throttled(now=5.0, started=4.0, retry_after=None)
    assert pace.window == START
    for _ in range(START):
        pace.succeeded()
    assert START + 0.9 < pace.window < START + 1.1
    pace.throttled(now=6.0, started=5.5, retry_after=None)
    assert pace.window < START


def test_an_endpoint_that_bears_ten_gets_ten_and_turned_away_calls_are_no_attempts():
    """An endpoint that answers 429 to all above ten at once answers every request, without one attempt lost."""
    model = Scripted(failures=lambda *_: RateLimitedError("429") if model.under_way >= 10 else None)

    async def main():
        scheduled = _scheduled(model, 32)
        done = await asyncio.gather(*(_ask(scheduled, number, "x") for number in range(300)))
        return done, scheduled.pace.window

    done, window = run_in_no_time(main())
    assert len(done) == 300
    assert window < 20
    assert len(model.started) < 1.3 * 300


def test_retry_after_holds_everybody():
    """After a 429 that asks for 30 seconds no call starts for 30 seconds."""
    model = Scripted(failures=lambda number, _: RateLimitedError("429", retry_after=30.0) if number == 3 else None)

    async def main():
        scheduled = _scheduled(model, 1)
        await asyncio.gather(*(_ask(scheduled, number, "x") for number in range(5)))

    run_in_no_time(main())
    assert model.started == pytest.approx([0, 1, 2, 33, 34, 35])


def test_an_empty_allowance_is_waited_out():
    """When the headers say that no request is left for 20 seconds, the next starts after 20 seconds."""
    model = Scripted(seconds=0.0)

    async def main():
        scheduled = _scheduled(model, 4)
        scheduled.told({"x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "20s"})
        scheduled.told({"x-ratelimit-remaining-tokens": "garbage", "x-ratelimit-reset-tokens": "soon"})
        await asyncio.gather(*(_ask(scheduled, number, "x") for number in range(3)))

    run_in_no_time(main())
    assert model.started == pytest.approx([0, 0, 20])


def test_an_endpoint_that_is_down_is_left_alone_and_costs_no_article():
    """Down for 100 seconds, an endpoint is probed a few times, and then every one of 50 requests is answered."""
    model = Scripted(failures=lambda _, now: ConnectionFailedError("refused") if 3 <= now < 103 else None)

    async def main():
        scheduled = _scheduled(model, 4)
        retrying = Retrying(scheduled, sleep=scheduled.pause)
        return await asyncio.gather(*(_ask(retrying, number, "x") for number in range(50)))

    assert len(run_in_no_time(main())) == 50
    during = [now for now in model.started if 3 <= now < 103]
    assert len(during) <= 2 * FAILURES + 8


def test_an_outage_that_does_not_end_ends_the_run():
    """When nothing is answered for too long every waiting request gets an OutageError, and none hangs."""
    model = Scripted(failures=lambda *_: OverloadedError("503"))

    async def main():
        scheduled = _scheduled(model, 4, longest_outage=300.0)
        retrying = Retrying(scheduled, sleep=scheduled.pause)
        tasks = (_ask(retrying, number, "x") for number in range(8))
        return await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 100_000)

    errors = run_in_no_time(main())
    assert sum(isinstance(error, OutageError) for error in errors) >= 4
    assert all(isinstance(error, OutageError | OverloadedError) for error in errors)


def test_a_request_that_is_always_turned_away_fails_by_itself():
    """A request that gets 429 for ever ends, with what was said, while others are answered."""

    def failures(number, _):
        return RateLimitedError("too large") if model.order[number - 1] == "big" else None

    model = Scripted(failures=failures)

    async def main():
        scheduled = _scheduled(model, 4)
        retrying = Retrying(scheduled, sleep=scheduled.pause)
        tasks = [_ask(retrying, number, "x") for number in range(20)]
        return await asyncio.gather(_ask(retrying, 99, "big"), *tasks, return_exceptions=True)

    big, *others = run_in_no_time(main())
    assert isinstance(big, ModelError)
    assert "too large" in str(big)
    assert not any(isinstance(one, Exception) for one in others)


def test_a_bad_request_is_nobody_else_s_matter():
    """A rejected request fails at once, and neither pace nor breaker takes notice."""
    model = Scripted(failures=lambda number, _: BadRequestError("no") if number <= 10 else None)

    async def main():
        scheduled = _scheduled(model, 2 * START)
        found = await asyncio.gather(*(_ask(scheduled, n, "x") for n in range(10)), return_exceptions=True)
        return found, scheduled.pace.window, scheduled.is_down

    found, window, is_down = run_in_no_time(main())
    assert all(isinstance(error, BadRequestError) for error in found)
    assert (window, is_down) == (START, False)
    assert len(model.started) == 10


def test_a_budget_that_calls_under_way_fill_is_waited_for():
    """A call that could pass the limit only while others are under way starts when they have ended."""
    model = Scripted(failures=lambda *_: CostError("limit") if model.under_way >= 2 else None)

    async def main():
        scheduled = _scheduled(model, 10)
        return await asyncio.gather(*(_ask(scheduled, number, "x") for number in range(12)))

    assert len(run_in_no_time(main())) == 12


def test_a_cancelled_wait_gives_its_place_back():
    """Tasks that are cancelled while they wait, or while they ask, leave every place free for the others."""
    model = Scripted()

    async def main():
        scheduled = _scheduled(model, 2)
        tasks = [asyncio.create_task(_ask(scheduled, number, "x")) for number in range(10)]
        await asyncio.sleep(0.5)
        for task in tasks[:6]:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        return done, scheduled.pace.under_way, scheduled.blocked(0)

    done, under_way, blocked = run_in_no_time(main())
    assert sum(isinstance(one, asyncio.CancelledError) for one in done) == 6
    assert (under_way, blocked) == (0, False)


class OneSlot:
    """A server that serves one call after the other, and whose client waits no longer than `patience` seconds."""

    name = "test/slot"

    def __init__(self, seconds, patience):
        self.seconds, self.patience = seconds, patience
        self.turn = asyncio.Lock()
        self.calls = 0

    async def complete(self, request):
        self.calls += 1
        try:
            async with asyncio.timeout(self.patience), self.turn:
                await asyncio.sleep(self.seconds)
        except TimeoutError:
            raise TimedOutError("no answer in time") from None
        return Completion("{}", usage=Usage(10, 0, 5, 1, 0.0))


@pytest.mark.parametrize(("begin", "most"), [(2, 40), (16, 80)])
def test_timeouts_make_fewer_calls_at_once(begin, most):
    """Forty calls to a server with one slot: none fails for time, whatever the run begins with."""

    async def run():
        slot = OneSlot(3.0, 10.0)
        scheduled = Scheduled(slot, 16, clock=asyncio.get_running_loop().time, jitter=lambda: 0.5)
        scheduled.pace, scheduled.slow = Pace(16, begin), 2.5
        model = Retrying(scheduled, sleep=scheduled.pause, jitter=lambda: 0.5)

        async def one(number):
            lane.set(number)
            return await model.complete(request(f"{number}"))

        await asyncio.gather(*(asyncio.create_task(one(number)) for number in range(40)))
        return slot.calls

    assert run_in_no_time(run()) <= most
