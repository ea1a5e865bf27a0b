"""Any endpoint that speaks Chat Completions, through the openai package.

One question, no retry: waiting and asking again are `retrying`'s. Servers differ in how much of a JSON schema
they take, so there is a ladder from a strict schema down to plain text; the step that a server turned out
to take is remembered for the endpoint and model. A server that accepts a schema and ignores it is noticed
by its answer. Where no schema goes with a request, the whole of it is shown in the prompt.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.errors import BadRequestError, ModelError, OverloadedError, TimedOutError
from factsheet.identity import ByIdentity
from factsheet.models import Footing
from factsheet.models.clients import Clients
from factsheet.models.failures import MAY_BE_BILLED, failure_to_ask, failure_told
from factsheet.models.replies import read_reply
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.models.prices import Prices
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request

STEPS = ("strict", "json_schema", "json_object", "text")
"""The ladder, from the most that a server can be asked to enforce to nothing."""

_LAST_JUDGED = STEPS.index("json_schema")
"""The last step whose answers are judged: below it the form is the model's doing, and plain text is no better."""

DEFAULT_TIMEOUT_S = 180.0
"""Seconds for one whole call: a sheet of some thousand tokens from a slow local model."""

_SCHEMA_SHOWN = "The JSON Schema that the answer has to fit:"


class Endpoint:
    """A model behind an endpoint. The key is used for the request and appears in no message.

    `timeout` bounds a whole call in seconds, a body that drips in included.
    """

    on_headers: Callable[[Mapping[str, str]], None] | None = None
    """Told the headers of each reply, good or bad: what is left of the endpoint's limits stands there."""

    def __init__(
        self, spec: Spec, prices: Prices, timeout: float = DEFAULT_TIMEOUT_S, footing: Footing | None = None
    ) -> None:
        self._spec = spec
        self._prices = prices
        self._timeout = timeout
        self._clients: Clients | None = None
        self._first_is_back: asyncio.Event | None = None
        self._footing = footing or Footing(settled=spec.keeps_to_schemas)

    @property
    def name(self) -> str:
        """PROVIDER/NAME."""
        return str(self._spec)

    @property
    def host(self) -> str:
        """Who is asked: the endpoint's host, with its port where the address has one."""
        return self._spec.host

    def calls_at_most(self) -> int:
        """How many calls that are paid for one request may take: more than one until the ladder is settled."""
        return 1 if self._footing.settled else max(1, _LAST_JUDGED + 2 - self._footing.step)

    async def complete(self, request: Request) -> Completion:
        """Ask once, stepping down the ladder where the endpoint does not take or keep to a schema.

        Until an answer has shown how far the endpoint keeps to a schema, the first request goes alone: those
        after it wait for its end, good or bad, and need not each pay for finding out. Usage is summed over
        the steps.

        Raises:
            ModelError: there is no usable answer.
        """
        if self._footing.settled:
            return await self._descend(request)
        if self._first_is_back is not None:
            await self._first_is_back.wait()
            return await self._descend(request)
        self._first_is_back = asyncio.Event()
        try:
            return await self._descend(request)
        finally:
            self._first_is_back.set()

    async def _descend(self, request: Request) -> Completion:
        footing, spent = self._footing, Usage()
        while True:
            step = footing.step
            try:
                completion = await self._call(request, STEPS[step])
            except ModelError as error:
                error.usage = spent = spent + (error.usage or Usage())
                if step == len(STEPS) - 1 or not _about_format(error):
                    raise
            else:
                spent += completion.usage
                if completion.finish == "length" or self._keeps_to_it(step, completion, request):
                    return replace(completion, usage=spent)
            footing.step = max(footing.step, step + 1)

    def _keeps_to_it(self, step: int, completion: Completion, request: Request) -> bool:
        """Whether an answer is what that step asks for; the first that is settles how the endpoint is asked."""
        footing = self._footing
        footing.settled = footing.settled or step > _LAST_JUDGED or _conforms(completion.text, request)
        return footing.settled

    async def _call(self, request: Request, step: str) -> Completion:
        """Ask once, on one step of the ladder; a call that may have been billed counts as one, at a cost not known."""
        try:
            completion = read_reply(await self._text(_body(self._spec, request, step)), self._spec)
        except ModelError as error:
            if error.usage:
                error.usage = self._priced(error.usage)
            elif isinstance(error, MAY_BE_BILLED):
                error.usage = Usage(requests=1, cost=self._prices.untold(self.name))
            raise
        return replace(completion, usage=self._priced(completion.usage))

    async def _text(self, body: bytes) -> str:
        """The body of a good reply."""
        import httpx2

        try:
            clients = await self._connected()
            async with asyncio.timeout(self._timeout):
                reply = await clients.post(body)
            text = reply.text
        except TimeoutError as error:
            raise TimedOutError(f"{self.name}: no answer within {self._timeout:g} s") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # Not chained: what the client's own errors show when printed is not ours to vouch for.
            raise failure_to_ask(error, self._spec) from None
        if self.on_headers is not None:
            self.on_headers(reply.headers)
        if not reply.is_success:
            raise failure_told(reply, self._spec)
        return text

    async def _connected(self) -> Clients:
        """The clients of the running event loop: connections of a loop that has ended are of no use."""
        if self._clients is None or not self._clients.serves(asyncio.get_running_loop()):
            self._clients = Clients(self._spec)
            await self._clients.start()
        return self._clients

    def _priced(self, usage: Usage) -> Usage:
        return replace(usage, cost=self._prices.cost(self.name, usage))


def arguments(spec: Spec, request: Request, step: str) -> dict[str, Any]:
    """What a request becomes on that step of the ladder, as the client takes it."""
    asked: dict[str, Any] = {"model": spec.name, "messages": _messages(request, step)}
    if step in {"strict", "json_schema"}:
        schema: dict[str, Any] = {"name": request.schema_name, "schema": request.schema}
        if step == "strict":
            schema["strict"] = True
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif step == "json_object":
        asked["response_format"] = {"type": "json_object"}
    if request.temperature is not None:
        asked["temperature"] = request.temperature
    if request.max_tokens is not None:
        # OpenAI's newer models take only the one name, other servers mostly the other.
        asked["max_completion_tokens" if spec.provider == "openai" else "max_tokens"] = request.max_tokens
    return asked


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_written = ByIdentity(_JSON.encode)
"""A schema, the longest part of a body, as JSON, written once: thousands of requests have one and the same."""


def _body(spec: Spec, request: Request, step: str) -> bytes:
    """The arguments as JSON, with the schema in the innermost object at their end."""
    asked = arguments(spec, request, step)
    form = asked.get("response_format", {})
    schema = form.get("json_schema", {}).pop("schema", None)
    if schema is None:
        return _JSON.encode(asked).encode("utf-8", "replace")
    asked["response_format"] = asked.pop("response_format")
    return f'{_JSON.encode(asked)[:-3]},"schema":{_written(schema)}}}}}}}'.encode("utf-8", "replace")


def _messages(request: Request, step: str) -> list[dict[str, str]]:
    """The messages; where no schema goes with them it stands in the first, which is the same for all articles."""
    messages = [{"role": message.role, "content": message.content} for message in request.messages]
    if step in {"json_object", "text"}:
        shown = f"{_SCHEMA_SHOWN}\n\n{json.dumps(request.schema, ensure_ascii=False)}"
        if messages and messages[0]["role"] == "system":
            messages[0]["content"] += f"\n\n{shown}"
        else:
            messages.insert(0, {"role": "system", "content": shown})
    return messages


def _about_format(error: ModelError) -> bool:
    """Whether a request was rejected for its response format; llama.cpp answers 500 to a schema it cannot take."""
    message = str(error).lower()
    return isinstance(error, (BadRequestError, OverloadedError)) and any(
        word in message for word in ("response_format", "response format", "schema", "json_object", "grammar")
    )


def _conforms(text: str, request: Request) -> bool:
    """Whether an answer shows that the server kept to the schema: an object with the keys it must have."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and set(request.schema.get("required", ())) <= set(value)
