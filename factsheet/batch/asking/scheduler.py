"""Shares one endpoint between all articles: who asks next, how many at once, and what to do when it is down.

Each article has a lane; free places go round the lanes, so that an article of sixty parts does not hold one
of one part, and no article begins while enough lanes wait. A call that the endpoint turned away, because it is busy
or down, goes back into its lane and is no attempt of its article's. `Retrying`, around this, keeps the attempts that
count, and sleeps with `pause`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import OrderedDict, deque
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from factsheet.batch.asking.breaker import Breaker
from factsheet.batch.asking.gate import Gate
from factsheet.batch.asking.pace import Pace
from factsheet.errors import (
    ConnectionFailedError,
    CostError,
    ModelError,
    OutageError,
    OverloadedError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)
from factsheet.models import Wrapper
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from factsheet.models import Model
    from factsheet.records import Completion, Request

LONGEST_OUTAGE_S = 900.0
"""An endpoint that answers nothing for a quarter of an hour ends the run, which goes on later."""

_TURNED_AWAY = 20
"""Times that one call is turned away before that is its failure: then the endpoint answers others, not this."""

_TOO_SLOW = 2
"""Times that one call may take too long beside others before that counts as its own failure."""

_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
"""Waits after a 429 that names no time; each time longer, with jitter."""

_SOON_S = 0.001
"""A wait as short as what clocks and timers differ by is none."""

_NO_ANSWER = (ConnectionFailedError, OverloadedError, TimedOutError)
"""Failures of the service as a whole rather than of one request."""

_LANES_IN_HAND = 1 / 8
"""Lanes that wait, of the calls at once, above which no article begins: even of one part each they last."""

_BYTES_A_TOKEN = 4
_ANSWER_TOKENS = 1_000
"""A guess at an answer's tokens, for the allowance of tokens that some endpoints state."""

lane: ContextVar[int] = ContextVar("lane", default=0)
"""Which article a task works for; tasks that it starts inherit it."""


@dataclass(slots=True)
class Trouble:
    """What the run waits for, in words."""

    reason: str = ""
    until: float = 0.0
    """By the scheduler's clock."""


class Scheduled(Wrapper):
    """A model whose calls wait their turn. Tests hand in `clock` and `jitter`.

    Where calls take `slow` seconds there are enough at once.
    """

    def __init__(
        self,
        model: Model,
        concurrency: int,
        *,
        longest_outage: float = LONGEST_OUTAGE_S,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(model)
        self._longest_outage = longest_outage
        self._clock = clock
        self._jitter = jitter
        self._lanes: OrderedDict[int, deque[_Ticket]] = OrderedDict()
        self._gate = Gate(self._has_room)
        self._timer: asyncio.TimerHandle | None = None
        self._idle: dict[int, int] = {}
        self._running: dict[int, int] = {}
        self.pace = Pace(concurrency)
        self.slow: float | None = None
        self._was_slow = False
        """Whether the last failure of the service was that it took too long."""
        self.breaker = Breaker()
        self.trouble = Trouble()
        self._gave_up: str | None = None
        self._stopping = False
        self.calls = 0

    @property
    def is_down(self) -> bool:
        """Whether the endpoint counts as down, so that another should be asked."""
        return self.breaker.is_open and self.breaker.wait(self._clock()) != 0.0

    async def complete(self, request: Request) -> Completion:
        """Wait for a turn and ask, repeatedly while the endpoint rejects calls.

        Raises:
            OutageError: the endpoint has answered nothing for too long.
            ModelError: the model inside failed, or turned this one request away every time.
        """
        tokens = sum(len(m.content) for m in request.messages) // _BYTES_A_TOKEN + _ANSWER_TOKENS
        spent, turns = Usage(), 0
        while True:
            await self._turn(tokens)
            started = self._clock()
            try:
                completion = await self._call(request)
            except CostError as error:
                self._wait_for_money(error)
            except ModelError as error:
                turns += 1
                error.usage = spent = spent + (error.usage or Usage())
                await self._after_failure(error, started, turns)
            else:
                self._answered(self._clock() - started)
                return replace(completion, usage=spent + completion.usage)

    def _answered(self, seconds: float) -> None:
        """Take note of a good answer that took so long."""
        if self.breaker.answered():
            if not self._was_slow:  # what was down for being asked too much is not asked as much again
                self.pace.restart()
            self._gave_up = None
        if self.slow is None or seconds < self.slow:
            self.pace.succeeded()
        self._grant()

    def _wait_for_money(self, error: CostError) -> None:
        """Let the call that could cost too much wait until another ends; raise where there is no other."""
        if not self.pace.under_way:
            self.breaker.forget_probe()
            self._grant()
            raise error
        self.pace.hold()

    async def _after_failure(self, error: ModelError, started: float, turns: int) -> None:
        """Wait until a call that was turned away may take its turn again; raise where its failure is its own."""
        try:
            wait = self._turned_away(error, started, turns)
        finally:
            self._grant()
        if wait is None:
            raise error
        if turns == _TURNED_AWAY:
            raise ModelError(f"refused {turns} times: {error}", usage=error.usage) from error
        await self.pause(wait)

    async def begin(self, number: int) -> None:
        """Wait until the calls of an article would not wait long; `leave` has to be called at its end."""
        await self._gate.enter(number)

    def leave(self, number: int) -> None:
        """An article is over, whether or not it asked anything."""
        self._gate.begun(number)
        self._gate.let_in()

    def stop(self) -> None:
        """Start no more calls; articles may begin, to find that out."""
        self._stopping = True
        self._gate.open()

    def will_retry(self, error: ModelError, wait: float) -> None:
        """Record a wait before an attempt, for the progress line."""
        self.trouble = Trouble(str(error), self._clock() + wait)

    async def pause(self, wait: float) -> None:
        """Sleep between two attempts, in a way that `blocked` knows of."""
        with self._waiting():
            await asyncio.sleep(wait)

    def blocked(self, number: int) -> bool:
        """Whether an article's tasks only wait for a turn or between attempts, and none of its calls is out."""
        return bool(self._idle.get(number)) and not self._running.get(number)

    def trouble_now(self) -> tuple[str, float]:
        """What the run waits for, and the seconds left; "" if nothing."""
        left = self.trouble.until - self._clock()
        return (self.trouble.reason, left) if left > 0 else ("", 0.0)

    def told(self, headers: Mapping[str, str]) -> None:
        """Take in the headers of a reply."""
        self.pace.told(headers, self._clock())

    async def _call(self, request: Request) -> Completion:
        number = lane.get()
        self._running[number] = self._running.get(number, 0) + 1
        self.calls += 1
        ended = False
        try:
            completion = await self._model.complete(request)
            ended = True
        except (ModelError, CostError):
            ended = True
            raise
        finally:
            self.pace.ended()
            _count_down(self._running, number)
            if not ended:
                self.breaker.forget_probe()
                self._grant()
        return completion

    def _turned_away(self, error: ModelError, started: float, turn: int) -> float | None:
        """Seconds to wait before this call takes its turn again; None where its failure is its own.

        Raises:
            OutageError: this has gone on for too long, or the endpoint asks for a longer wait than that.
        """
        now = self._clock()
        if isinstance(error, RateLimitedError):
            self.breaker.answered()
            self.pace.throttled(now, started, error.retry_after)
            if error.retry_after is not None:
                self._give_up_after(error.retry_after, error)
                self.trouble = Trouble(str(error), self.pace.paused_until)
                return 0.0
            ceiling = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** (turn - 1))
            self.trouble = Trouble(str(error), now + ceiling)
            return float(ceiling * (0.5 + self._jitter() / 2))
        if not isinstance(error, _NO_ANSWER):
            self.breaker.answered()
            return None
        if isinstance(error, UnreachableError):
            self._give_up(f"{error}; paid answers are kept: start again when the server runs", error)
        too_much, self._was_slow = self.pace.window > 1, isinstance(error, TimedOutError)
        if isinstance(error, (OverloadedError, TimedOutError)):
            self.pace.throttled(now, started, error.retry_after)
        self.breaker.failed(now, started)
        if self.breaker.open_until is None:
            # Several calls at once that take too long are too many: that is not this call's fault.
            return 0.0 if isinstance(error, TimedOutError) and too_much and turn <= _TOO_SLOW else None
        self.trouble = Trouble(str(error), self.breaker.open_until)
        self._give_up_after(now - (self.breaker.failing_since or now), error)
        return 0.0

    def _give_up_after(self, wait: float, error: ModelError) -> None:
        """Where the wait is too long, give up for all that wait: they would learn the same one by one."""
        if wait > self._longest_outage:
            self._give_up(f"no answer for {wait:.0f} s; the last was: {error}", error)

    def _give_up(self, reason: str, error: ModelError) -> NoReturn:
        self._gave_up = reason
        for ticket in [ticket for tickets in self._lanes.values() for ticket in tickets]:
            if not ticket.granted.done():
                ticket.granted.set_exception(OutageError(reason))
        self._lanes.clear()
        raise OutageError(reason) from error

    async def _turn(self, tokens: int) -> None:
        if self._gave_up and self.is_down:
            raise OutageError(self._gave_up)
        ticket = _Ticket(asyncio.get_running_loop().create_future(), tokens)
        number = lane.get()
        self._lanes.setdefault(number, deque()).append(ticket)
        self._gate.begun(number)
        self._grant()
        try:
            with self._waiting():
                await ticket.granted
        except asyncio.CancelledError:
            if ticket.started:
                self.pace.ended()
                self.breaker.forget_probe()
                self._grant()
            else:
                self._drop(number, ticket)
            raise

    def _drop(self, number: int, ticket: _Ticket) -> None:
        tickets = self._lanes.get(number)
        if tickets is not None and ticket in tickets:
            tickets.remove(ticket)
            if not tickets:
                del self._lanes[number]

    def _grant(self) -> None:
        """Give free places to the lanes in turn, and let articles begin."""
        self._start_calls()
        self._gate.let_in()

    def _has_room(self) -> bool:
        """Whether another article may begin: where the endpoint is down it may, as another one may serve it."""
        return self.breaker.is_open or len(self._lanes) <= self.pace.window * _LANES_IN_HAND

    def _start_calls(self) -> None:
        """Start the calls that may; where the next may not start yet, look again when it may."""
        while self._lanes and not self._stopping:
            number, tickets = next(iter(self._lanes.items()))
            now = self._clock()
            wait, held = self.pace.wait(now, tickets[0].tokens), self.breaker.wait(now)
            if wait is None or held is None:
                return
            if max(wait, held) > _SOON_S:
                self._look_again_in(max(wait, held))
                return
            ticket = tickets.popleft()
            self._lanes.move_to_end(number)
            if not tickets:
                del self._lanes[number]
            if ticket.granted.done():
                continue
            self.pace.started(ticket.tokens)
            self.breaker.started()
            ticket.started = True
            ticket.granted.set_result(None)

    def _look_again_in(self, wait: float) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(wait, self._grant)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        number = lane.get()
        self._idle[number] = self._idle.get(number, 0) + 1
        try:
            yield
        finally:
            _count_down(self._idle, number)


@dataclass(slots=True, eq=False)
class _Ticket:
    granted: asyncio.Future[None]
    tokens: int
    started: bool = False


def _count_down(counts: dict[int, int], number: int) -> None:
    """Keep no entry for what is over: there are as many articles as there are."""
    counts[number] -= 1
    if not counts[number]:
        del counts[number]
