"""When to start files that exceed a provider's limit on enqueued tokens.

A file is held back until one of ours has ended, or was found to fit. Where none of ours is under way, others of the
account fill the room: then it is tried again after a minute, then two, and so on up to an hour.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_S = 3600.0


@dataclass(slots=True)
class Room:
    """What is known in this run of a provider's room for more files; `first` is the first wait in seconds."""

    first: float
    clock: Callable[[], float] = time.monotonic
    was_full: bool = False
    """Whether the provider ever said that there is none."""
    held: set[int] = field(default_factory=set)
    """The submissions that wait for it."""
    checked: set[int] = field(default_factory=set)
    """Those that have begun, and of which the provider does not say yet that they fit."""
    _is_likely: bool = False
    _wait: float = 0.0
    _until: float = 0.0

    def recall(self) -> None:
        """An earlier run found no room: that may have changed."""
        self.was_full = True

    def refuse(self, seconds: float | None = None) -> None:
        """There is no room; the provider may say for how many seconds."""
        self.was_full, self._is_likely = True, False
        self._wait = min(_LONGEST_S, 2 * self._wait or self.first)
        self._until = self.clock() + max(self._wait, seconds or 0.0)

    def look(self, submission: int, *, is_checked: bool) -> None:
        """The provider still looks whether a submission fits, or is through with that: then another may."""
        if is_checked:
            self.checked.add(submission)
        elif submission in self.checked:
            self.checked.discard(submission)
            self.ease()

    def ease(self) -> None:
        """One has ended, or was found to fit: there may be room for the next."""
        self._is_likely, self._wait = True, 0.0

    def may_begin(self, submission: int, *, are_others: bool) -> bool:
        """Whether a submission is to be begun now; `are_others` of ours are under way. One that is not is held."""
        self.held.add(submission)
        if self.was_full:
            if self.checked:
                return False
            if not self._is_likely and (are_others or self.clock() < self._until):
                return False
        self.held.discard(submission)
        return True
