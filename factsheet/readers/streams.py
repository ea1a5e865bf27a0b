"""Bytes, counted: what is read of an input is bounded before it is looked at.

Every reader gets its bytes from here, so that neither a large file nor one that unpacks to a large one takes more
memory than `LIMIT`, or more work than `UNPACKED`.
"""

from __future__ import annotations

import io
import sys
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from factsheet.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 20_000_000
"""Bytes that one document may have: forty times the longest public inquiry that has been tried."""

UNPACKED = 2_000_000_000
"""Bytes that one source may unpack to in all, however small it is packed."""

HEAD = 65_536


def broken() -> tuple[type[Exception], ...]:
    """What reading raises on files and archives that are cut, changed, encrypted or packed in a way nobody knows."""
    import zipfile

    return (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)


class Budget:
    """How many bytes a source may still unpack to; shared by everything inside it."""

    def __init__(self, left: int = UNPACKED) -> None:
        self.left = left

    def spend(self, count: int, name: str) -> None:
        """Take `count` bytes.

        Raises:
            ReadError: that is more than is left.
        """
        self.left -= count
        if self.left < 0:
            raise ReadError(f"{name}: unpacks to more than {UNPACKED // 1_000_000} MB: not read any further")


class Counted(io.RawIOBase):
    """A stream that tells its budget what is read of it, with bytes that were read before put back in front."""

    def __init__(self, inner: IO[bytes], name: str, budget: Budget | None = None, front: bytes = b"") -> None:
        self._inner = inner
        self._name = name
        self._budget = budget
        self._front = memoryview(front)

    def readable(self) -> bool:
        """It is, as `io` asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer from the front, then from the stream."""
        if self._front:
            count = min(len(buffer), len(self._front))
            buffer[:count] = self._front[:count]
            self._front = self._front[count:]
            return count
        data = self._inner.read(len(buffer))
        if self._budget:
            self._budget.spend(len(data), self._name)
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(source: str | Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of standard input for "-".

    Raises:
        ReadError: it cannot be opened; the message names it.
    """
    if str(source) == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open("rb"))
        except (OSError, ValueError) as error:
            raise unreadable(source, error) from error
        yield file


def unreadable(source: str | Path, error: Exception) -> ReadError:
    """The error to raise when reading `source` failed with `error`."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReadError(f"{source}: cannot be read: {reason or type(error).__name__}")


def peeked(stream: IO[bytes], name: str, budget: Budget | None = None) -> tuple[bytes, io.BufferedReader]:
    """The first bytes of a stream, and the whole of it to read from the start."""
    try:
        head = stream.read(HEAD)
    except broken() as error:
        raise unreadable(name, error) from error
    if budget:
        budget.spend(len(head), name)
    return head, io.BufferedReader(Counted(stream, name, budget, head), HEAD)


def whole(stream: IO[bytes], name: str) -> bytes:
    """All of a stream that is one document.

    Raises:
        ReadError: it is larger than `LIMIT`, or breaks off.
    """
    try:
        data = stream.read(LIMIT + 1)
    except broken() as error:
        raise unreadable(name, error) from error
    if len(data) > LIMIT:
        raise ReadError(f"{name}: larger than {LIMIT // 1_000_000} MB, the most that is read as one document")
    return data
