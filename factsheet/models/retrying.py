"""Retrying: repeats requests that may succeed later, after the server's wait or a growing one.

Refusals, bad keys, bad requests and empty accounts are not asked again: the answer would be the same, and
may cost the same. Waiting uses equal jitter (Brooker, "Exponential Backoff And Jitter", 2015), so that many
clients turned away at once do not come back at once.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.errors import ModelError, TransientError, UnreachableError
from factsheet.models import Wrapper
from factsheet.models.failures import MAY_BE_BILLED
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from factsheet.models import Model
    from factsheet.records import Completion, Request


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try. Times are in seconds."""

    attempts: int = 5
    costly_attempts: int = 2
    """How often where a failed attempt may have been billed and took its time: no answer in time, or a reply
    that is no completion, which more often is a wrong address than an accident."""
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 300.0
    """The longest `Retry-After` that is waited for; a server that asks for more has failed for now."""


class Retrying(Wrapper):
    """A model that is asked again after a transient failure; tests hand in `sleep` and `jitter`.

    `on_wait` is called with each failure before a retry, and the wait in seconds.
    """

    def __init__(
        self,
        model: Model,
        patience: Patience | None = None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        on_wait: Callable[[ModelError, float], None] | None = None,
    ) -> None:
        super().__init__(model)
        self._patience = patience or Patience()
        self._sleep = sleep
        self._jitter = jitter
        self._on_wait = on_wait

    async def complete(self, request: Request) -> Completion:
        """Ask until there is an answer, or until patience ends. Usage is the sum over all attempts.

        Raises:
            ModelError: the last failure, with the usage of all attempts.
        """
        spent = Usage()
        for attempt in range(1, self._patience.attempts + 1):
            try:
                completion = await self._model.complete(request)
            except ModelError as error:
                spent += error.usage or Usage()
                error.usage = spent
                wait = self._wait(error, attempt)
                if wait is None:
                    raise
                if self._on_wait:
                    self._on_wait(error, wait)
                await self._sleep(wait)
            else:
                return replace(completion, usage=spent + completion.usage)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, error: ModelError, attempt: int) -> float | None:
        """Seconds to wait before the next attempt, or None to give up."""
        if not isinstance(error, TransientError) or isinstance(error, UnreachableError):
            return None
        costly = isinstance(error, MAY_BE_BILLED)
        if attempt >= (self._patience.costly_attempts if costly else self._patience.attempts):
            return None
        if error.retry_after is not None:
            if error.retry_after > self._patience.longest_asked:
                return None
            # Never earlier than asked for, and not all at the same moment.
            return error.retry_after + self._jitter() * self._patience.first_wait
        ceiling = min(self._patience.longest_wait, self._patience.first_wait * 2 ** (attempt - 1))
        return float(ceiling * (0.5 + self._jitter() / 2))
