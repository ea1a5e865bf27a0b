"""Several servers of one model: each call goes to the reachable one with the fewest calls under way.

A server is dead once it cannot be reached, and looked at again by one call after a wait that grows. A call fails only
where no server takes it.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.errors import ConnectionFailedError, UnreachableError
from factsheet.models.windows import window
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from factsheet.models import Footing
    from factsheet.models.endpoint import Endpoint
    from factsheet.records import Completion, Request

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
"""Seconds that a dead server is left alone; each time twice as long."""


@dataclass(slots=True, eq=False)
class _Server:
    endpoint: Endpoint
    under_way: int = 0
    calls: int = 0
    failures: int = 0
    """In a row."""
    dead_until: float = 0.0

    def order(self, now: float) -> tuple[int, float, int, int]:
        """Where it is: one that it is time to look at before those that are alive, and those before the dead."""
        if not self.failures:
            return 1, 0.0, self.under_way, self.calls
        is_due = now >= self.dead_until and not self.under_way
        return 0 if is_due else 2, self.dead_until, self.under_way, self.calls

    def failed(self, now: float) -> None:
        self.failures += 1
        self.dead_until = now + min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (self.failures - 1))


class Several:
    """A model behind several endpoints, which share its calls; tests hand in `clock`, in seconds."""

    def __init__(self, endpoints: Sequence[Endpoint], clock: Callable[[], float] = time.monotonic) -> None:
        self._servers = [_Server(endpoint) for endpoint in endpoints]
        self._clock = clock

    @property
    def name(self) -> str:
        """PROVIDER/NAME."""
        return self._servers[0].endpoint.name

    @property
    def host(self) -> str:
        """Who is asked: the hosts of all."""
        return ", ".join(server.endpoint.host for server in self._servers)

    @property
    def on_headers(self) -> Callable[[Mapping[str, str]], None] | None:
        """Told the headers of each reply."""
        return self._servers[0].endpoint.on_headers

    @on_headers.setter
    def on_headers(self, told: Callable[[Mapping[str, str]], None] | None) -> None:
        for server in self._servers:
            server.endpoint.on_headers = told

    async def footing(self) -> Footing:
        """What is known of the server with the smallest window, which any part may come to."""
        known = await asyncio.gather(*(server.endpoint.footing() for server in self._servers))
        return min(known, key=lambda footing: window(self.name, footing))

    def calls_at_most(self) -> int:
        """How many calls that are paid for one request may take."""
        return max(server.endpoint.calls_at_most() for server in self._servers)

    async def complete(self, request: Request) -> Completion:
        """Ask one server, and another where that cannot be reached. Usage is summed over all.

        Raises:
            ModelError: the server that was asked failed, or none can be reached.
        """
        tried: list[_Server] = []
        spent, has_answered = Usage(), False
        while True:
            server = self._pick(tried)
            try:
                completion = await self._ask(server, request)
            except ConnectionFailedError as error:
                server.failed(self._clock())
                tried.append(server)
                spent += error.usage or Usage()
                has_answered = has_answered or not isinstance(error, UnreachableError)
                if len(tried) == len(self._servers):
                    kind = ConnectionFailedError if has_answered else UnreachableError
                    raise kind(f"none of {len(tried)} servers: {error}", usage=spent) from None
            else:
                server.failures = 0
                return replace(completion, usage=spent + completion.usage)

    async def _ask(self, server: _Server, request: Request) -> Completion:
        server.under_way += 1
        server.calls += 1
        try:
            return await server.endpoint.complete(request)
        finally:
            server.under_way -= 1

    def _pick(self, tried: Collection[_Server]) -> _Server:
        """The server for a call, of those that it did not try."""
        now = self._clock()
        return min((server for server in self._servers if server not in tried), key=lambda server: server.order(now))
