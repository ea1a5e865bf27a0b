"""The watchdog: a limit on the CPU time of one article.

What an article takes of the processor between two turns of the event loop is its own doing: grounding, merging and
proving wait for nobody. A timer of the processor's time is set back with every turn; where it runs out, it raises in
whatever holds the loop up, which is that article's, and the article fails like any other. The time is the processor's
own, so that a machine that sleeps or is busy with others costs no article.

A timer raises in the main thread alone. Where the loop runs in another, as that of a worker of Ray does, a thread
beside it reads the time that it has had.
"""

from __future__ import annotations

import asyncio
import ctypes
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from factsheet.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_S = 120.0
"""Seconds of the processor's time that an article may take at a stretch: a public inquiry takes ten."""

_BEAT_S = 1.0
"""How often the timer is set back."""


class TooLongError(ModelError):
    """Making the sheet of an article takes longer than the limit."""

    def __init__(self) -> None:
        super().__init__(f"it takes more than {LONGEST_S:.0f} s of CPU time")


def _over(_number: int, _frame: object) -> None:
    raise TooLongError


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
    if _can_watch():
        with limited(seconds), _beating(lambda: signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)):
            yield
    elif hasattr(time, "pthread_getcpuclockid"):
        with _beside(threading.get_ident(), seconds) as beat, _beating(beat):
            yield
    else:
        yield


@contextmanager
def _beating(beat: Callable[[], object]) -> Iterator[None]:
    """Call `beat` again and again, as long as the running event loop has its turns."""

    async def go_on() -> None:
        while True:
            beat()
            await asyncio.sleep(_BEAT_S)

    beating = asyncio.get_running_loop().create_task(go_on())
    try:
        yield
    finally:
        beating.cancel()


@contextmanager
def _beside(thread: int, seconds: float) -> Iterator[Callable[[], None]]:
    """Raise TooLongError in a thread that has had so many seconds since the last call of what this gives.

    A thread beside it looks, and raises in it as the interpreter lets one thread raise in another.
    """
    clock = time.pthread_getcpuclockid(thread)
    since, is_over = time.clock_gettime(clock), threading.Event()

    def beat() -> None:
        nonlocal since
        since = time.clock_gettime(clock)

    def look() -> None:
        while not is_over.wait(min(_BEAT_S, seconds / 2)):
            if time.clock_gettime(clock) - since > seconds:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooLongError))
                beat()

    looking = threading.Thread(target=look, daemon=True, name="watchdog")
    looking.start()
    try:
        yield beat
    finally:
        is_over.set()
        looking.join()


def _can_watch() -> bool:
    """Whether there is such a timer, and whether it would raise in this thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
