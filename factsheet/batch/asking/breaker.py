"""The circuit breaker: leaves an endpoint alone while it is down, and probes it now and then.

Closed, calls go through. After some failures in a row it opens: no call starts until a wait has passed, then
one goes through as a probe. Its answer closes the breaker; its failure doubles the wait. (Nygard, "Release
It!", 2007, has the pattern.) The clock is an argument, in seconds.
"""

from __future__ import annotations

FAILURES = 5
"""Failures in a row, without an answer between them, that mean the endpoint is down."""

FIRST_WAIT_S = 1.0
"""A restart of a server takes longer, a dropped connection no time."""
LONGEST_WAIT_S = 60.0
"""An endpoint that is back is seen within a minute."""


class Breaker:
    """The state of one endpoint."""

    def __init__(self) -> None:
        self._failures = 0
        self._wait = FIRST_WAIT_S
        self._probing = False
        self._opened = 0.0
        self.failing_since: float | None = None
        self.open_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the endpoint counts as down."""
        return self.open_until is not None

    def wait(self, now: float) -> float | None:
        """Seconds until a call may start: 0 for at once; None while a probe is out."""
        if self.open_until is None:
            return 0.0
        return None if self._probing else max(0.0, self.open_until - now)

    def started(self) -> None:
        """Count a started call; while the breaker is open, it is the probe."""
        self._probing = self.is_open

    def answered(self) -> bool:
        """The endpoint answered; returns whether that ended an outage."""
        was_open = self.is_open
        self._failures, self._wait, self._probing = 0, FIRST_WAIT_S, False
        self.failing_since = self.open_until = None
        return was_open

    def failed(self, now: float, started: float) -> None:
        """A call that began at `started` got no answer from the service."""
        self._failures += 1
        if self.failing_since is None:
            self.failing_since = now
        if self.open_until is None:
            if self._failures >= FAILURES:
                self.open_until, self._opened = now + self._wait, now
        elif self._probing and started >= self._opened:
            self._probing = False
            self._wait = min(2 * self._wait, LONGEST_WAIT_S)
            self.open_until = now + self._wait

    def forget_probe(self) -> None:
        """The probe was abandoned without a result."""
        self._probing = False
