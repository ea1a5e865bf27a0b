"""WARC (ISO 28500): the pages of a web archive, each with its address.

There is a package for this, warcio, which prints what it finds wrong, words of the archive among it, on standard error.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.enclosed import Enclosed
from factsheet.readers.manuscript import tidy
from factsheet.readers.streams import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECORD = re.compile(rb"WARC/\d\.\d[ \t]*\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_KINDS = ("response", "resource", "conversion")
_PAGES = (
    *("text/html", "application/xhtml+xml", "text/plain", "application/pdf"),
    *("application/rss+xml", "application/atom+xml"),
)
_GOOD = re.compile(rb"HTTP/[\d.]+ 20[036]\b")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_LONGEST = 500  # characters of an address that a name shows
_MOST_DAMAGED = 100  # records after which the rest of an archive is not looked at
_HEAD = 100_000  # bytes that the head of a record may have


@dataclass(frozen=True, slots=True)
class _Part:
    """A record, or the answer of a server in one: the fields of its head in small letters, and what follows."""

    fields: dict[str, str]
    body: bytes


def read(data: bytes, *, name: str) -> Iterator[Enclosed | ReadError]:
    """The pages of an archive of the web.

    Raises:
        ReadError: there is no page in it.
    """
    found = 0
    for record in _records(data, name):
        if isinstance(record, ReadError):
            found += 1
            yield record
        elif record.fields.get("warc-type") in _KINDS and (page := _page(record, name)):
            found += 1
            yield page
    if not found:
        raise ReadError(f"{name}: no article: there is no page in this web archive")


def _records(data: bytes, name: str) -> Iterator[_Part | ReadError]:
    at = damaged = 0
    while damaged < _MOST_DAMAGED and (start := _RECORD.search(data, at)):
        end = _BLANK.search(data, start.end(), start.end() + _HEAD)
        begin = end.end() if end else len(data)
        fields = _parted(data[start.end() : begin] if end else b"").fields
        length = fields.get("content-length", "")
        if not length.isdecimal() or int(length) > len(data) - begin:
            yield ReadError(f"{name}: damaged: the record at byte {start.start()} does not say where it ends")
            at = begin if end else start.end()
            damaged += 1
            continue
        at = begin + int(length)
        yield _Part(fields, data[begin:at])


def _parted(data: bytes) -> _Part:
    """A head and what follows the empty line after it."""
    end = _BLANK.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    pairs = (line.partition(":") for line in head.decode("utf-8", "replace").splitlines() if ":" in line)
    return _Part({key.strip().lower(): tidy(value) for key, _, value in pairs}, body)


def _page(record: _Part, name: str) -> Enclosed | ReadError | None:
    """The page in a record; None where it holds another thing."""
    address = record.fields.get("warc-target-uri", "").strip("<>")[:_LONGEST]
    place = f"{name}#{address}"
    kind, data = record.fields.get("content-type", ""), record.body
    if "application/http" in kind:
        if not _GOOD.match(data):
            return None
        answer = _parted(data)
        kind = answer.fields.get("content-type", "")
        data = _joined(answer.body) if "chunked" in answer.fields.get("transfer-encoding", "") else answer.body
        packed = answer.fields.get("content-encoding", "identity").lower()
    else:
        packed = "identity"
    if not kind.lower().startswith(_PAGES) or address.startswith("metadata:") or address.endswith("/robots.txt"):
        return None
    try:
        data = _unpacked(data, packed)
    except ValueError as error:
        return ReadError(f"{place}: {error}")
    if not data.strip():
        return ReadError(f"{place}: empty: there is no text in it")
    return Enclosed(place, data, known={"url": address} if address.startswith(("http://", "https://")) else {})


def _joined(data: bytes) -> bytes:
    """What was sent in chunks (RFC 9112, 7.1); the bytes as they are where they are none."""
    parts = []
    at = 0
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        parts.append(data[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    return b"".join(parts) if parts else data


def _unpacked(data: bytes, packed: str) -> bytes:
    """What a server packed.

    Raises:
        ValueError: it is packed in a way that is not read, damaged, or larger than `LIMIT`.
    """
    if packed in {"identity", "none", ""}:
        return data
    if packed not in {"gzip", "x-gzip", "deflate"}:
        raise ValueError(f"compressed with {packed[:20]}, which factsheet does not read")
    machine = zlib.decompressobj(wbits=47 if data[:1] in {b"\x1f", b"\x78"} else -15)
    try:
        found = machine.decompress(data, LIMIT + 1)
    except zlib.error as error:
        raise ValueError(f"damaged: {error}") from error
    if len(found) > LIMIT:
        raise ValueError(f"larger than {LIMIT // 1_000_000} MB, the limit for a document")
    return found
