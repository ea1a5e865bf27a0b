"""The bytes of a source, within limits, and their text.

Every reader gets its bytes from here, so that neither a large file nor one that unpacks to a large one takes more
memory than `LIMIT`, or more work than `UNPACKED`. The formats that declare an encoding decode their own bytes.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers.encodings import best_fitting

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 20_000_000
"""Bytes that one document may have: forty times the longest public inquiry that has been tried."""

UNPACKED = 2_000_000_000
"""Bytes that one source may unpack to in all, however small it is packed."""

PIPE_S = 30.0
"""Seconds to wait for the first byte of a named pipe."""

HEAD = 65_536
"""Bytes that a format is told from: comments and an inlined DTD before the root element fit."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16, and comes before it."""

_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
"""What text that is no UTF-8 is guessed to be."""

_CONTROL_SHARE = 0.02  # of the characters of a text that may be control characters
_LOOKED_AT = 20_000  # characters in which control characters are counted


# What somebody types of an address: "www.example.org/a", "example.org/a".
_HOST = re.compile(
    r"(?:www\.[\w-]+\.[\w.-]+(?:/|$)|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|eu|[a-z]{2})/\S)", re.IGNORECASE
)


def broken() -> tuple[type[Exception], ...]:
    """The errors raised by reading files and archives that are cut, damaged, encrypted or in an unknown compression."""
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
    """A stream that charges its budget for bytes read, with earlier bytes put back in front."""

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
def opened(source: str | Path | bytes) -> Iterator[IO[bytes]]:
    """The bytes of a file, of standard input for "-", or those that are given.

    Raises:
        ReadError: it cannot be opened; the message names it.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    if str(source) == "-":
        yield sys.stdin.buffer
        return
    if os.path.isdir(source):  # noqa: PTH112 - says no to a name that is none; Windows denies access to a folder
        raise ReadError(f"{source}: a folder, not an article; factsheet batch {source} -o OUT briefs all in it")
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_open(Path(source)))
        except (OSError, ValueError) as error:
            raise unreadable(source, error) from error
        yield file


def _open(path: Path) -> IO[bytes]:
    """The bytes of a file; of a named pipe, once somebody writes to it.

    Raises:
        ReadError: nobody writes to the pipe.
        OSError: it cannot be opened.
    """
    if not path.is_fifo():
        return path.open("rb")
    import os
    import select

    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not select.select([number], [], [], PIPE_S)[0]:
        os.close(number)
        raise ReadError(f"{path}: nothing was written to this pipe for {PIPE_S:.0f} s")
    os.set_blocking(number, True)
    return os.fdopen(number, "rb")


def unreadable(source: str | Path, error: Exception) -> ReadError:
    """The error to raise when reading `source` failed with `error`."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    hint = f"; a link begins with https://: https://{source}" if _HOST.match(str(source)) else ""
    return ReadError(f"{source}: cannot be read: {reason or type(error).__name__}{hint}")


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
        raise ReadError(f"{name}: larger than {LIMIT // 1_000_000} MB, the limit for a document")
    return data


def decode(data: bytes, *, name: str) -> str:
    """The text in `data`, in whatever encoding, with LF as its newline.

    Raises:
        ReadError: it begins with a byte order mark of another encoding than its own, or has NUL bytes.
    """
    return _with_newlines(_decode(data, name))


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(f"{name}: declares {encoding} but is not, at byte {error.start}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def _guess(data: bytes, name: str) -> str:
    """The text in bytes that are not UTF-8 and have no byte order mark."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) >= 4 and zeros.count(0) > len(zeros) // 2:
            return data.decode(encoding, "replace")
    if data.count(0):
        raise ReadError(f"{name}: binary, not text: NUL at byte {data.index(0)}")
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_ENCODINGS)).best()
    return best_fitting(data, str(best) if best is not None else data.decode("cp1252", "replace"))


def decode_text(data: bytes, *, name: str) -> str:
    """The text in `data`, as `decode` has it, where it is text alone.

    Raises:
        ReadError: the bytes are no text.
    """
    text = _decode(data, name)
    if "\x00" in text:
        raise ReadError(f"{name}: binary, not text: NUL at character {text.index(chr(0))}")
    refuse_binary(text, _CONTROL_SHARE, name=name)
    return _with_newlines(text)


def refuse_binary(text: str, share: float, *, name: str) -> None:
    """Refuse binary data whose bytes happen to decode: more than a `share` of the characters are controls.

    Raises:
        ReadError: they are.
    """
    head = text[:_LOOKED_AT]
    controls = sum(1 for char in head if char < " " and char not in "\t\n\r\f\x1b")
    if controls > share * len(head):
        raise ReadError(f"{name}: binary, not text: {controls} control characters")
