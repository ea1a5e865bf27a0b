"""The Batch API of an endpoint: requests in a file, answered within a day at half the price.

A request is a line of a file (`line`), up to 50,000 of them and 200 MB (OpenAI, Batch API reference, "Create batch").
The file is uploaded, a batch of it is begun, and looked at until it has ended; what came of the requests then is in
two files, that of the answers and that of the errors, in no order (`read_result`). `custom_id` says whose a result is.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from factsheet.errors import GarbledReplyError, ModelError, TimedOutError
from factsheet.models import STEPS
from factsheet.models.clients import Clients
from factsheet.models.endpoint import arguments
from factsheet.models.failures import failure_by_code, failure_to_ask, failure_told, scrub
from factsheet.models.replies import read_reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
    from pathlib import Path

    from openai import AsyncOpenAI
    from openai.types import Batch, FileObject

    from factsheet.models import Footing
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request

    _Listed = TypeVar("_Listed", FileObject, Batch)

MOST_REQUESTS, MOST_BYTES = 50_000, 200_000_000
"""Of a file (OpenAI, Batch API reference)."""

PRICE = 0.5
"""Of the price of an answer at once (OpenAI, pricing)."""

_PATH: Final = "/v1/chat/completions"
_WINDOW: Final = "24h"
_CALL_S = 60.0
"""Seconds that a call may take, and each piece of a file of results."""
_UPLOAD_S = 3600.0
_MOST_RESULTS = 20_000_000_000
"""Bytes of a file of results: 50,000 of the longest answers are a hundredth of that."""
_LISTED = 100
"""Files or batches on a page of a list, the most that there can be."""
_LOOKED_AT = 5_000
"""Files or batches that are looked through for one of ours, the latest first."""

NEVER_RUN = frozenset({"batch_expired", "batch_cancelled"})
"""Errors of requests that were not executed, and are not paid for (OpenAI, Batch API guide, "Batch expiration")."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A batch that has ended, or not yet; `status` is the provider's word for it."""

    status: str
    done: int
    total: int
    outputs: tuple[str, ...] = ()
    """The files of its results."""
    errors: tuple[tuple[str, int | None, str], ...] = ()
    """Why the whole of it was not accepted: code, line of the file and message."""

    @property
    def is_checked(self) -> bool:
        """Whether the provider still looks at the file, and may refuse it."""
        return self.status == "validating"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in {"failed", "completed", "expired", "cancelled"}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one request; `key` is None where the line does not say whose it is."""

    key: str | None
    outcome: Completion | ModelError
    never_run: bool = False
    """Whether the request was not executed at all."""


def line(spec: Spec, request: Request, footing: Footing) -> bytes:
    """A request as a line of a file; its key is what its result is known by."""
    body = arguments(spec, request, STEPS[footing.step], footing)
    for name in ("stream", "stream_options"):  # answers come as a file
        body.pop(name, None)
    asked = {"custom_id": request.key, "method": "POST", "url": _PATH, "body": body}
    return json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def read_result(text: str, spec: Spec) -> Result:
    """What a line of a file of results says, read with distrust."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    key = said.get("custom_id") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(key, str):
        return Result(None, GarbledReplyError(f"{spec}: a line of the results cannot be read"))
    try:
        return Result(key, _answer(said, spec))
    except ModelError as error:
        return Result(key, error, never_run=_code(said.get("error")) in NEVER_RUN)


def _answer(said: dict[str, Any], spec: Spec) -> Completion:
    """The completion in a result.

    Raises:
        ModelError: there is none.
    """
    error, reply = said.get("error"), said.get("response")
    if error:
        raise failure_by_code(0, _code(error), f"{spec}: {_message(error, spec)}")
    if not isinstance(reply, dict) or not isinstance(reply.get("body"), dict):
        raise GarbledReplyError(f"{spec}: a result without a reply")
    status, body = reply.get("status_code"), reply["body"]
    if status != 200:
        error = body.get("error") or body
        number = status if isinstance(status, int) else 0
        raise failure_by_code(number, _code(error), f"{spec}: {number}: {_message(error, spec)}")
    return read_reply(json.dumps(body), spec)


def _code(error: Any) -> str:
    return str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""


def _message(error: Any, spec: Spec) -> str:
    said = error.get("message") if isinstance(error, dict) else error
    return scrub(str(said or _code(error) or "an error without a message"), spec.api_key)


class Batches:
    """The files and batches of one endpoint. Each call is one attempt: whoever calls waits, and tries again."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._clients: Clients | None = None
        self._client: AsyncOpenAI | None = None

    @property
    def name(self) -> str:
        """PROVIDER/NAME of the model that is asked."""
        return str(self._spec)

    async def upload(self, path: Path, name: str) -> str:
        """Upload a file of requests under a name; returns the provider's name for it.

        Raises:
            ModelError: it could not be; it may be there all the same, which `uploaded` tells.
        """
        client = await self._connected()
        with self._told(), path.open("rb") as file:
            async with asyncio.timeout(_UPLOAD_S):
                made = await client.files.create(file=(name, file, "application/jsonl"), purpose="batch")
        return made.id

    async def uploaded(self, name: str) -> str | None:
        """The provider's name for a file that was uploaded under a name; None where there is none.

        Raises:
            ModelError: it does not say.
        """
        client = await self._connected()
        with self._told():
            async with asyncio.timeout(_UPLOAD_S):
                listed = client.files.list(purpose="batch", limit=_LISTED, order="desc")
                return await _found(listed, lambda one: one.filename == name)

    async def begin(self, file: str, name: str) -> str:
        """Have a file of requests answered; returns the provider's name for the batch.

        Raises:
            ModelError: it could not be; it may have begun all the same, which `begun` tells.
        """
        client = await self._connected()
        with self._told():
            async with asyncio.timeout(_CALL_S):
                made = await client.batches.create(
                    input_file_id=file, endpoint=_PATH, completion_window=_WINDOW, metadata={"factsheet": name}
                )
        return made.id

    async def begun(self, file: str) -> str | None:
        """The provider's name for the batch of a file that is not refused; None where there is none.

        Raises:
            ModelError: it does not say.
        """
        client = await self._connected()
        with self._told():
            async with asyncio.timeout(_UPLOAD_S):
                listed = client.batches.list(limit=_LISTED)
                return await _found(listed, lambda one: one.input_file_id == file and one.status != "failed")

    async def look(self, batch: str) -> Ended:
        """How far a batch is.

        Raises:
            ModelError: the provider does not say.
        """
        client = await self._connected()
        with self._told():
            async with asyncio.timeout(_CALL_S):
                return _ended(await client.batches.retrieve(batch), self._spec)

    async def results(self, file: str) -> AsyncIterator[Result]:
        """What a file of results says, line by line; empty lines are none.

        Raises:
            ModelError: it cannot be had, or breaks off.
        """
        client = await self._connected()
        loop = asyncio.get_running_loop()
        with self._told():
            async with asyncio.timeout(_CALL_S) as limit, client.files.with_streaming_response.content(file) as reply:
                async for text in reply.iter_lines():
                    limit.reschedule(loop.time() + _CALL_S)
                    if text.strip():
                        yield read_result(text, self._spec)

    async def delete(self, file: str) -> None:
        """Delete a file at the provider, if it is there.

        Raises:
            ModelError: it may be there still.
        """
        from openai import NotFoundError

        client = await self._connected()
        with self._told(), suppress(NotFoundError):
            async with asyncio.timeout(_CALL_S):
                await client.files.delete(file)

    async def _connected(self) -> AsyncOpenAI:
        """The client of the running event loop."""
        if self._clients is None or self._client is None or not self._clients.serves(asyncio.get_running_loop()):
            self._clients = Clients(self._spec)
            await self._clients.start()
            self._client, watch = self._clients.another(most_bytes=_MOST_RESULTS)
            watch.begin(str(self._spec), lambda: None)
        return self._client

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The errors of the client as ours."""
        import httpx2
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            raise failure_told(error.response, self._spec) from None
        except openai.APIConnectionError as error:
            cause = error.__cause__ or httpx2.TransportError(str(error))
            raise failure_to_ask(cause if isinstance(cause, Exception) else error, self._spec) from None
        except TimeoutError:
            raise TimedOutError(f"{self._spec}: no answer in time from {self._spec.address}") from None
        except httpx2.HTTPError as error:
            raise failure_to_ask(error, self._spec) from None
        except (openai.OpenAIError, ValueError) as error:
            raise GarbledReplyError(f"{self._spec}: the reply cannot be read: {scrub(str(error), None)}") from None


async def _found(listed: AsyncIterable[_Listed], is_ours: Callable[[_Listed], bool]) -> str | None:
    """The provider's name for the latest file or batch that is ours; None where none of those looked at is."""
    looked = 0
    async for one in listed:
        if is_ours(one):
            return one.id
        looked += 1
        if looked == _LOOKED_AT:
            break
    return None


def _ended(batch: Batch, spec: Spec) -> Ended:
    counts, errors = batch.request_counts, batch.errors.data if batch.errors else None
    told = tuple((each.code or "", each.line, scrub(each.message or "", spec.api_key)) for each in errors or ())
    files = tuple(file for file in (batch.output_file_id, batch.error_file_id) if file)
    done, total = (counts.completed + counts.failed, counts.total) if counts else (0, 0)
    return Ended(str(batch.status), done, total, files, told)
