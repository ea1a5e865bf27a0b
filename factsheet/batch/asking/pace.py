"""Pace: how many calls an endpoint gets at once, and when it gets none.

The number starts small, doubles with every round of good answers, is halved when the endpoint says that it is
too much, and grows slowly again (slow start and AIMD, as TCP has them: Jacobson, "Congestion Avoidance and
Control", 1988). `Retry-After` and an empty allowance stop everything until the time that the endpoint names.
Values in, values out: the clock is an argument, in seconds from any beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

START_HERE = 2
"""The same for a server on this machine or a self-hosted model: many serve one call after the other."""
START = 32
"""Calls at once to begin with: what a server that serves several at all can queue, and one round from 64."""

_LOWEST = 1.0
"""One call at a time finds out when the endpoint takes more."""
_LONGEST_RESET_S = 120.0
"""An allowance that comes back later than this is not waited for: servers send dates, days and nonsense."""

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
"""One piece of a duration as Go prints it, which OpenAI's headers have: the 6m and 0s of 6m0s."""

_LONGEST_DURATION = 40
"""Characters of a duration: a header of a server that means no good is as long as it likes."""


class Pace:
    """The state of one endpoint: it begins with `begin` calls at once, and the user allows `ceiling` at most."""

    def __init__(self, ceiling: int, begin: int = START) -> None:
        self.ceiling = ceiling
        self._begin = float(min(begin, ceiling))
        self.window = self._begin
        self.under_way = 0
        self.paused_until = 0.0
        self._growing_fast = True
        self._shrunk_at = 0.0
        self._allowances: dict[str, _Allowance] = {}

    def wait(self, now: float, tokens: int) -> float | None:
        """Seconds until a call with `tokens` may start: 0 for at once; None until another one ends."""
        if self.under_way and self.under_way >= int(self.window):
            return None
        pauses = [a.wait(now, tokens if name == "tokens" else 1) for name, a in self._allowances.items()]
        return max(0.0, self.paused_until - now, *pauses)

    def started(self, tokens: int) -> None:
        """Count a call that starts."""
        self.under_way += 1
        for name, allowance in self._allowances.items():
            allowance.left -= tokens if name == "tokens" else 1

    def ended(self) -> None:
        """Count a call that ended, with or without success."""
        self.under_way -= 1

    def succeeded(self) -> None:
        """Grow after a good answer."""
        step = 1.0 if self._growing_fast else 1.0 / self.window
        self.window = min(float(self.ceiling), self.window + step)

    def throttled(self, now: float, started: float, retry_after: float | None) -> None:
        """Shrink after a rejected call that began at `started`; wait as long as the endpoint asks.

        Calls that were under way when it shrank do not shrink it again: they are of the same moment.
        """
        if retry_after is not None:
            self.paused_until = max(self.paused_until, now + retry_after)
        if started >= self._shrunk_at:
            self.window = max(_LOWEST, self.window / 2)
            self._shrunk_at = now
            self._growing_fast = False

    def hold(self) -> None:
        """Start no call until one under way has ended: together they could exceed the cost limit."""
        self.window = max(_LOWEST, float(self.under_way))

    def restart(self) -> None:
        """Start small again after an outage."""
        self.window = self._begin
        self._growing_fast = True

    def told(self, headers: Mapping[str, str], now: float) -> None:
        """Take in the headers of a reply: how many requests and tokens are left, and until when."""
        for name in ("requests", "tokens"):
            left = headers.get(f"x-ratelimit-remaining-{name}")
            reset = seconds(headers.get(f"x-ratelimit-reset-{name}", ""))
            if left is None or reset is None or not left.strip().isdigit():
                continue
            known = self._allowances.get(name)
            if known is None or now >= known.until:
                self._allowances[name] = _Allowance(int(left), now + min(reset, _LONGEST_RESET_S))
            else:  # replies come out of order: the smallest count of a period is the latest
                known.left = min(known.left, int(left))
                known.until = now + min(reset, _LONGEST_RESET_S)


@dataclass(slots=True)
class _Allowance:
    """What is left of a limit until a moment, when there is more."""

    left: int
    until: float

    def wait(self, now: float, wanted: int) -> float:
        return self.until - now if self.left < wanted and now < self.until else 0.0


def seconds(text: str) -> float | None:
    """A duration as rate-limit headers write it: `12`, `0.5`, `20ms`, `1s`, `6m0s`, `1h2m3s`; else None."""
    text = text.strip().lower()
    if len(text) > _LONGEST_DURATION:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    pieces = _DURATION.findall(text)
    if not pieces or "".join(f"{number}{unit}" for number, unit in pieces) != text:
        return None
    return float(sum(float(number) * _UNITS[unit] for number, unit in pieces))
