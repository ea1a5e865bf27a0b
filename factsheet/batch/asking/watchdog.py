"""A limit of time for one article, whatever it holds.

What an article takes of the processor between two turns of the event loop is its own doing: grounding, merging and
proving wait for nobody. A timer of the processor's time is set back with every turn; where it runs out, it raises in
whatever holds the loop up, which is that article's, and the article fails like any other. The time is the processor's
own, so that a machine that sleeps or is busy with others costs no article.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factsheet.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_S = 120.0
"""Seconds of the processor's time that an article may take at a stretch: a public inquiry takes ten."""

_BEAT_S = 1.0
"""How often the timer is set back."""


class TooLongError(ModelError):
    """Making the sheet of an article takes longer than an article may."""


def _over(_number: int, _frame: object) -> None:
    raise TooLongError(f"it takes more than {LONGEST_S:.0f} s of the processor's time")


@contextmanager
def limited(seconds: float = LONGEST_S) -> Iterator[None]:
    """Raise TooLongError in what is done here, once that takes so long; where there is no such timer, do nothing."""
    if not _can_watch():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _over)
    # Again and again, should something catch what is raised.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def watched(seconds: float = LONGEST_S) -> Iterator[None]:
    """Have no task hold up the running event loop for longer than so many seconds."""

    async def beat() -> None:
        while True:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
            await asyncio.sleep(_BEAT_S)

    if not _can_watch():
        yield
        return
    with limited(seconds):
        beating = asyncio.get_running_loop().create_task(beat())
        try:
            yield
        finally:
            beating.cancel()


def _can_watch() -> bool:
    """Whether there is such a timer, and whether it would raise in this thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
