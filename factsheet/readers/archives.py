"""ZIP and gzip: the files inside are read like others, within a limit of bytes.

Nothing is unpacked to the disk, so a name such as `../../etc/passwd` is only a label. A member is refused when it
says that it is encrypted, or packs more than `RATIO` bytes into one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.manuscript import tidy
from factsheet.readers.streams import LIMIT, Budget, broken, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBERS = 10_000
"""Files that are read of one archive."""

RATIO = 200
"""Bytes that one packed byte may become: text packs to a tenth, XML of the wire to a thirtieth."""

_SMALL = 1_000_000  # bytes below which a member may pack as well as it likes: a short file of spaces does no harm
_LABEL_LENGTH = 200
_BLOCK = 65_536  # packed bytes that are read at a time

_DOCUMENTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "META-INF/container.xml": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/epub+zip": "epub",
}
"""Formats by a file that must be in them, or by what their file `mimetype` says."""

_REFUSED = {
    "xl/workbook.bin": ("a binary Excel workbook", "soffice --headless --convert-to csv"),
    "ppt/presentation.xml": ("a PowerPoint presentation", "soffice --headless --convert-to pdf"),
    "Index/Document.iwa": ("a document of Apple Pages or Keynote", "export it as Word or PDF, or"),
    "application/vnd.oasis.opendocument.spreadsheet": ("a spreadsheet", "soffice --headless --convert-to csv"),
    "application/vnd.oasis.opendocument.presentation": ("a presentation", "soffice --headless --convert-to pdf"),
    "AndroidManifest.xml": ("a program", ""),
}
"""What is no archive of articles either, and the command that makes something of it that is read."""

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def members(stream: IO[bytes], name: str) -> Iterator[tuple[str, IO[bytes]] | ReadError]:
    """Each file of a ZIP archive with its name for messages, or the problem with it.

    Raises:
        ReadError: the archive as a whole cannot be read.
    """
    file = stream if stream.seekable() else io.BytesIO(whole(stream, name))
    try:
        archive = zipfile.ZipFile(file)
        listed = [one for one in archive.infolist() if not one.filename.endswith("/") and not _ignored(one.filename)]
    except broken() as error:
        raise ReadError(f"{name}: not a ZIP archive that can be read: {error}") from error
    if not listed:
        raise ReadError(f"{name}: empty: there is no file in the archive")
    with archive:
        for info in listed[:MEMBERS]:
            yield from _member(archive, info, f"{name}!{tidy(info.filename)[:_LABEL_LENGTH]}")
    if len(listed) > MEMBERS:
        yield ReadError(f"{name}: holds {len(listed)} files, of which the first {MEMBERS} were read")


def document(data: bytes, name: str) -> str | None:
    """The format of a document that is a ZIP archive; None for an archive of files.

    Raises:
        ReadError: it is a document of a kind that is not read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            said = Parts(archive, name).text("mimetype") if "mimetype" in names else ""
    except broken():
        return None  # whatever is wrong with it, `members` says it
    marks = [said.strip(), *(mark for mark in (*_DOCUMENTS, *_REFUSED) if mark in names)]
    for mark in marks:
        if mark in _REFUSED:
            what, command = _REFUSED[mark]
            raise ReadError(f"{name}: {what}, which factsheet does not read{f': {command} {name}' if command else ''}")
    if "[Content_Types].xml" in names and any(one.startswith("word/document") for one in names):
        return "docx"
    return next((_DOCUMENTS[mark] for mark in marks if mark in _DOCUMENTS), None)


class Parts:
    """The files of a document that is a ZIP archive, each read within the limits of archives."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._budget = Budget()
        self.names = archive.namelist()

    def read(self, part: str) -> bytes:
        """The bytes of a part; none where there is no such part.

        Raises:
            ReadError: it is encrypted, damaged, a bomb, or larger than `LIMIT`.
        """
        label = f"{self._name}!{tidy(part)[:_LABEL_LENGTH]}"
        try:
            info = self._archive.getinfo(part)
        except KeyError:
            return b""
        if problem := _problem(info, label):
            raise problem
        self._budget.spend(info.file_size, label)
        try:
            with self._archive.open(info) as stream:
                return whole(stream, label)
        except broken() as error:
            raise ReadError(f"{label}: cannot be unpacked: {error}") from error

    def text(self, part: str) -> str:
        """The same as text in UTF-8."""
        return self.read(part).decode("utf-8", "replace")


@contextmanager
def parts(data: bytes, name: str) -> Iterator[Parts]:
    """The parts of a document that is a ZIP archive.

    Raises:
        ReadError: it is no archive that can be read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except broken() as error:
        raise ReadError(f"{name}: not a document that can be opened: {error}") from error
    with archive:
        yield Parts(archive, name)


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
        packed = f"{info.compress_size} bytes that unpack to {info.file_size}"
        return ReadError(f"{label}: {packed}: refused as a ZIP bomb, more than {RATIO} : 1")
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
