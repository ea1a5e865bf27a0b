"""Limits of an endpoint's client: no redirect to another host, and no endless body.

A reply is looked at as it comes, before httpx2 or openai keep any of it: its bytes are counted after they are
decompressed, so that a small body that grows does not fill the memory, and an answer that comes piece by piece is told
of, so that a limit on time can be one on silence.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx2

from factsheet.errors import BadRequestError, GarbledReplyError
from factsheet.models.streamed import Streamed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MOST_BYTES = 16_000_000
"""Bytes of a reply: the longest answer that a model gives today, piece by piece, has a third of them."""

_STEP = 1 << 18
"""Bytes that are decompressed at a time."""

_DECODERS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""The encodings that are asked for, with what zlib calls them (its manual, `inflateInit2`)."""

HEADERS = {"Accept-Encoding": "gzip, deflate"}


@dataclass(slots=True)
class Watch:
    """One call as it goes on; `name` begins messages, and `on_piece` is called where some of an answer has come."""

    name: str = ""
    on_piece: Callable[[], None] = lambda: None
    most_bytes: int = MOST_BYTES
    has_begun: bool = False
    """Whether a reply has begun: then the endpoint may count the call, whatever becomes of the rest."""
    streamed: Streamed | None = None
    """What has come of an answer that comes piece by piece."""
    hooks: dict[str, list[Any]] = field(init=False)
    """The hooks of httpx2 that make a client do so."""

    def __post_init__(self) -> None:
        self.hooks = {"response": [self._look]}

    def begin(self, name: str, on_piece: Callable[[], None]) -> None:
        """Another call begins."""
        self.name, self.on_piece, self.has_begun, self.streamed = name, on_piece, False, None

    async def _look(self, reply: httpx2.Response) -> None:
        """Refuse a redirect to another host, and have the body counted."""
        self.has_begun = True
        if reply.has_redirect_location:
            self._follow(reply)
        encoding = reply.headers.pop("content-encoding", "identity").strip().lower()
        if encoding not in {"", "identity", *_DECODERS}:
            raise GarbledReplyError(f"{self.name}: the reply has an encoding that was not requested: {encoding[:40]}")
        if reply.headers.get("content-type", "").startswith("text/event-stream") and reply.is_success:
            self.streamed = Streamed()
        reply.stream = _Counted(reply.stream, self, _DECODERS.get(encoding))

    def _follow(self, reply: httpx2.Response) -> None:
        """Raise where a redirect leads to another host, or to one that is asked without TLS where this one was."""
        here, there = reply.request.url, reply.request.url.join(reply.headers["location"])
        is_same = here.host == there.host and (
            (here.scheme, _port(here)) == (there.scheme, _port(there))
            or (here.scheme, there.scheme) == ("http", "https")
        )
        if not is_same:
            raise BadRequestError(
                f"{self.name}: {reply.status_code}: {here.host} redirects to {there.host or 'nowhere'}, where nothing "
                "was sent; if you want that host, give its address with --base-url"
            )
        if reply.status_code not in {307, 308}:
            raise BadRequestError(
                f"{self.name}: {reply.status_code}: the address has moved to {there.scheme}://{there.netloc.decode()}"
                f"{there.path}; give that with --base-url"
            )


def _port(url: httpx2.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


class _Counted(httpx2.AsyncByteStream):
    """A body that ends with an error where it is too long; decompressed here, some at a time."""

    def __init__(self, stream: Any, watch: Watch, bits: int | None) -> None:
        self._stream = stream
        self._watch = watch
        self._decoder = zlib.decompressobj(bits) if bits is not None else None
        self._left = watch.most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        streamed = self._watch.streamed
        async for data in self._stream:
            for piece in self._decoded(data):
                self._left -= len(piece)
                if self._left < 0:
                    most = self._watch.most_bytes // 1_000_000
                    raise GarbledReplyError(
                        f"{self._watch.name}: the reply is longer than {most} MB, too long for an answer"
                    )
                yield piece
                if streamed is not None and streamed.add(piece):
                    self._watch.on_piece()
            if streamed is not None and streamed.loops:
                return

    def _decoded(self, data: bytes) -> list[bytes]:
        if self._decoder is None:
            return [data]
        try:
            pieces, total = [], 0
            while data and total <= self._left:
                pieces.append(self._decoder.decompress(data, _STEP))
                total += len(pieces[-1])
                data = self._decoder.unconsumed_tail
        except zlib.error as error:
            raise GarbledReplyError(f"{self._watch.name}: the reply cannot be decompressed: {error}") from error
        return pieces

    async def aclose(self) -> None:
        await self._stream.aclose()
