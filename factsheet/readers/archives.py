"""ZIP and gzip: what is inside is read like files of its own, within a count of bytes.

Nothing is unpacked to the disk, so a name such as `../../etc/passwd` is only a label. A member is refused when it
says that it is encrypted, or packs more than `RATIO` bytes into one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.manuscript import tidy
from factsheet.readers.streams import LIMIT, broken, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBERS = 10_000
"""Files that are read of one archive."""

RATIO = 200
"""Bytes that one packed byte may become: text packs to a tenth, XML of the wire to a thirtieth."""

_SMALL = 1_000_000  # bytes below which a member may pack as well as it likes: a short file of spaces does no harm
_LABEL_LENGTH = 200
_BLOCK = 65_536  # packed bytes that are read at a time

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def members(stream: IO[bytes], name: str) -> Iterator[tuple[str, IO[bytes]] | ReadError]:
    """Each file of a ZIP archive with the name that messages call it, or what is wrong with it.

    Raises:
        ReadError: the archive as a whole cannot be read.
    """
    file = stream if stream.seekable() else io.BytesIO(whole(stream, name))
    try:
        archive = zipfile.ZipFile(file)
        listed = [one for one in archive.infolist() if not one.is_dir() and not _ignored(one.filename)]
    except broken() as error:
        raise ReadError(f"{name}: not a ZIP archive that can be read: {error}") from error
    if not listed:
        raise ReadError(f"{name}: empty: there is no file in the archive")
    with archive:
        for info in listed[:MEMBERS]:
            yield from _member(archive, info, f"{name}!{tidy(info.filename)[:_LABEL_LENGTH]}")
    if len(listed) > MEMBERS:
        yield ReadError(f"{name}: holds {len(listed)} files, of which the first {MEMBERS} were read")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str) -> Iterator[tuple[str, IO[bytes]] | ReadError]:
    if problem := _problem(info, label):
        yield problem
        return
    try:
        with archive.open(info) as member:
            yield label, member
    except broken() as error:
        yield ReadError(f"{label}: cannot be unpacked: {error}")


def _ignored(name: str) -> bool:
    return name.startswith(_IGNORED[0]) or name.rsplit("/", 1)[-1] in _IGNORED


def _problem(info: zipfile.ZipInfo, label: str) -> ReadError | None:
    if info.flag_bits & 1:
        return ReadError(f"{label}: encrypted")
    if info.file_size > _SMALL and info.file_size > RATIO * max(1, info.compress_size):
        return ReadError(f"{label}: {info.compress_size} bytes that unpack to {info.file_size}: refused as a ZIP bomb")
    return None


class Gunzipped(io.RawIOBase):
    """The text of a gzip stream; refuses one that packs more than `RATIO` bytes into one, as a ZIP does."""

    def __init__(self, packed: IO[bytes], name: str) -> None:
        self._packed = packed
        self._name = name
        self._machine = zlib.decompressobj(wbits=31)
        self._taken = self._given = 0

    def readable(self) -> bool:
        """It is, as `io` asks."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all of them for -1 but never more than `LIMIT` + 1.

        Raises:
            ReadError: the stream is damaged, cut, or a bomb.
        """
        wanted = LIMIT + 1 if size is None or size < 0 else size
        parts = []
        while wanted and (data := self._some(wanted)):
            parts.append(data)
            wanted -= len(data)
        return b"".join(parts)

    def _some(self, wanted: int) -> bytes:
        """Up to `wanted` bytes, none only at the end: a gzip stream may be several in a row, with NULs after them."""
        while packed := self._machine.unconsumed_tail or self._machine.unused_data or self._more():
            if self._machine.eof:
                packed = packed.lstrip(b"\x00")
                if not packed:
                    return b""
                self._machine = zlib.decompressobj(wbits=31)
            if data := self._unpacked(packed, wanted):
                return data
        if not self._machine.eof:
            raise ReadError(f"{self._name}: breaks off: the gzip stream has no end")
        return b""

    def _more(self) -> bytes:
        packed = self._packed.read(_BLOCK)
        self._taken += len(packed)
        return packed

    def _unpacked(self, packed: bytes, wanted: int) -> bytes:
        try:
            data = self._machine.decompress(packed, wanted)
        except zlib.error as error:
            raise ReadError(f"{self._name}: damaged at byte {self._taken}: {error}") from error
        self._given += len(data)
        if self._given > _SMALL and self._given > RATIO * max(1, self._taken):
            raise ReadError(f"{self._name}: unpacks to more than {RATIO} times its size: refused as a bomb")
        return data
