"""The gate: starts articles one by one when there is room for their calls.

What has begun is in memory, and its calls wait; so no more begin than are needed to keep the endpoint busy.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BEGINNING = 8
"""Articles that may begin at the same moment, before it is seen how many calls each has."""


class Gate:
    """Where articles wait until `has_room` allows another."""

    def __init__(self, has_room: Callable[[], bool]) -> None:
        self._has_room = has_room
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._beginning: set[int] = set()
        self._is_open = False

    async def enter(self, number: int) -> None:
        """Wait until article `number` may begin."""
        entered = asyncio.get_running_loop().create_future()
        self._waiting.append((number, entered))
        self.let_in()
        await entered

    def begun(self, number: int) -> None:
        """An article has sent a request, or has ended without one."""
        self._beginning.discard(number)

    def let_in(self) -> None:
        """Let articles begin if there is room."""
        while self._waiting and (self._is_open or (len(self._beginning) < _BEGINNING and self._has_room())):
            number, entered = self._waiting.popleft()
            if not entered.done():
                self._beginning.add(number)
                entered.set_result(None)

    def open(self) -> None:
        """Let all articles in from now on."""
        self._is_open = True
        self.let_in()
