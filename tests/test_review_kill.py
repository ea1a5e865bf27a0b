"""Killed in the middle: what the screen reports as saved is in the ledger. Runs in a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time

import pytest
from reviewing import KIND, put

from factsheet.review import Desk

_SIZE = struct.pack("HHHH", 24, 80, 0, 0)
_DEADLINE_S = 60
_SHOWN = (b"saved: accepted", b"saved: took")


class Terminal:
    """The program in a pseudo-terminal of 80 × 24, with real keys and what it writes."""

    def __init__(self, folder):
        self.seen = b""
        self.process, self.end = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, _SIZE)
            os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
            os.execv(sys.executable, [sys.executable, "-m", "factsheet", "review", str(folder), "--as", "Ann"])
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, _SIZE)

    def read(self, seconds):
        """What is written within a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.end], [], [], left)[0]:
                return
            try:
                self.seen += os.read(self.end, 65536)
            except OSError:
                return

    def wait_for(self, *words):
        """Read until one of these is written after what was read before."""
        begin = len(self.seen)
        end = time.monotonic() + _DEADLINE_S
        while not any(word in self.seen[begin:] for word in words):
            assert time.monotonic() < end, self.seen[-2000:]
            self.read(0.02)

    def press(self, keys):
        """Send keys as a terminal does."""
        os.write(self.end, keys)

    def kill(self):
        """SIGKILL; what was written before is read."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.read(0.2)
        os.close(self.end)

    def shown(self):
        """How often the screen said that something was saved."""
        return sum(self.seen.count(words) for words in _SHOWN)


def _kill_once(folder, chance):
    """Decide on the same fact over and over, and be killed at some moment, perhaps while a form is open."""
    with Desk.at(KIND, [folder], create=True) as desk:
        before = desk.history.last()
    terminal = Terminal(folder)
    terminal.wait_for(b"1 sheets")
    terminal.press(b"\r")
    terminal.wait_for(b"accept")
    terminal.press(b"a")
    terminal.wait_for(b"saved: accepted", b"already accepted")
    terminal.press(b"kx")
    terminal.wait_for(b"saved: took")
    for _ in range(chance.randrange(4, 12)):
        for key in (b"a", b"k", b"x"):
            terminal.press(key)
            terminal.read(chance.random() * 0.1)
    terminal.press(b"e" + b"typing" if chance.random() < 0.5 else b"akxak")
    terminal.read(chance.random() * 0.5)
    terminal.kill()
    with Desk.at(KIND, [folder]) as desk:
        kept = desk.history.last() - before
        assert desk.ledger.one("PRAGMA integrity_check")[0] == "ok"
        desk.open("a.json")
    return terminal.shown(), kept


def _kill(folder, times):
    chance = random.Random(8)
    put(folder)
    outcomes = [_kill_once(folder, chance) for _ in range(times)]
    assert all(shown <= kept for shown, kept in outcomes), outcomes
    assert all(shown for shown, _ in outcomes), "nothing was said to be saved, so that nothing was shown"


def test_no_verdict_that_was_shown_as_saved_is_lost(tmp_path):
    """Killed with SIGKILL while editing, the ledger is whole and holds every verdict that the screen called saved."""
    _kill(tmp_path, 2)


@pytest.mark.long
def test_no_verdict_that_was_shown_as_saved_is_lost_in_25_kills(tmp_path):
    """The same at 25 random moments."""
    _kill(tmp_path, 25)
