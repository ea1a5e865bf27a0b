"""Any endpoint that speaks Chat Completions, through the openai package.

One question, no retry: waiting and asking again are `retrying`'s. Servers differ in how much of a JSON schema
they take, so there is a ladder from a strict schema down to plain text; the step that a server turned out
to take is remembered for the endpoint and model. A server that accepts a schema and ignores it is noticed
by its answer. Where no schema goes with a request, its form is shown in the prompt (`shown`).
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.errors import (
    BadRequestError,
    ConnectionFailedError,
    ModelError,
    OverloadedError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from factsheet.identity import ByIdentity
from factsheet.kinds import without_bounds
from factsheet.models import LAST_WITH_SCHEMA, STEPS, Footing, tokens
from factsheet.models.asked import window_of
from factsheet.models.clients import Clients
from factsheet.models.failures import MAY_BE_BILLED, failure_to_ask, failure_told
from factsheet.models.replies import LOOPED, read_reply, read_streamed
from factsheet.models.shown import form_shown, form_tokens
from factsheet.models.tokens import LONGEST_ANSWER, prompt_at_most
from factsheet.models.windows import window
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.models.prices import Prices
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request

DEFAULT_TIMEOUT_S = 180.0
"""Seconds without any of an answer: a slow server reads a long prompt in them."""

_LONGEST_CALL = 20
"""Times the limit on silence that a whole call may take: a server that never ends sends its last word some time."""

_LONGEST_LOOK_S = 5.0
"""Seconds that asking a server for a window may take: it answers at once, or is busy with something else."""

_OPTIONAL = ("temperature", "stream_options", "stream", "max_completion_tokens", "max_tokens", "maxItems")
"""Parameters, and a keyword of schemas, that are left out where a server does not take them."""

_LEAST_ANSWER = 256
"""Tokens of answer that are asked for at the least, however full a window is."""

_WINDOW_SAID = re.compile(r"(?:context (?:length|size|window)|n_ctx)\D{0,24}(\d{3,8})\b", re.IGNORECASE)
"""How servers say what their window is where a request does not fit: vLLM, llama.cpp, OpenAI."""


class Endpoint:
    """A model behind an endpoint. The key is used for the request and appears in no message.

    `timeout` bounds silence, in seconds: an answer that comes piece by piece may take longer as a whole, a body that
    drips in may not.
    """

    on_headers: Callable[[Mapping[str, str]], None] | None = None
    """Told the headers of each reply, good or bad: what is left of the endpoint's limits is there."""

    def __init__(
        self, spec: Spec, prices: Prices, timeout: float = DEFAULT_TIMEOUT_S, footing: Footing | None = None
    ) -> None:
        self._spec = spec
        self._prices = prices
        self._timeout = timeout
        self._clients: Clients | None = None
        self._first_is_back: asyncio.Event | None = None
        self._has_answered = False
        self._footing = footing or Footing(settled=spec.keeps_to_schemas)
        self._looking = asyncio.Lock()
        self._has_looked = False

    @property
    def name(self) -> str:
        """PROVIDER/NAME."""
        return str(self._spec)

    @property
    def host(self) -> str:
        """The endpoint's host, with its port if the address has one."""
        return self._spec.host

    async def footing(self) -> Footing:
        """What is known of the endpoint and model, after the server was asked for its window."""
        async with self._looking:
            if not (self._footing.asked or self._has_looked):
                self._has_looked = True
                await self._look()
        return self._footing

    async def _look(self) -> None:
        """Ask the server for the model's window; if that fails, the first call reports it."""
        try:
            async with asyncio.timeout(_LONGEST_LOOK_S):
                clients = await self._connected()
                window = await window_of(self._spec, clients.look)
        except (TimeoutError, UsageError):
            return
        self._footing.window = window or self._footing.window
        self._footing.asked = window is not None

    def calls_at_most(self) -> int:
        """The most paid calls for one request: more than one until the ladder is settled."""
        return 1 if self._footing.settled else max(1, LAST_WITH_SCHEMA + 2 - self._footing.step)

    async def complete(self, request: Request) -> Completion:
        """Ask once, stepping down the ladder if the endpoint rejects or ignores a schema.

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
        footing.settled = footing.settled or step > LAST_WITH_SCHEMA or _conforms(completion.text, request)
        return footing.settled

    async def _call(self, request: Request, step: str) -> Completion:
        """Ask on one step of the ladder, again without a parameter that the server says it does not take."""
        while True:
            try:
                return await self._ask(request, step)
            except BadRequestError as error:
                if not may_go_without(self._footing, error):
                    raise

    async def _ask(self, request: Request, step: str) -> Completion:
        """Ask once; a call that may have been billed counts as one, at a cost not known."""
        try:
            completion = await self._read(_body(self._spec, request, step, self._footing))
        except ModelError as error:
            if error.usage:
                error.usage = self._priced(error.usage)
            elif isinstance(error, MAY_BE_BILLED):
                error.usage = Usage(requests=1, cost=self._prices.untold(self.name))
            raise
        if LOOPED in completion.notes and not completion.usage.prompt_tokens:
            return replace(completion, usage=self._counted(request, step, completion.text))
        return replace(completion, usage=self._priced(completion.usage))

    def _counted(self, request: Request, step: str, text: str) -> Usage:
        """What an answer used that was cut before the server said so, by what was sent and what came.

        A server may have written on, so that its cost is not known, and counts as the most that it can be.
        """
        sent = sum(tokens.count(message["content"]) for message in _messages(request, step))
        return Usage(sent, 0, tokens.count(text), 1, self._prices.untold(self.name))

    async def _read(self, body: bytes) -> Completion:
        """The completion in the reply to a body."""
        import httpx2

        loop, clients = asyncio.get_running_loop(), await self._connected()
        end = loop.time() + _LONGEST_CALL * self._timeout
        try:
            async with asyncio.timeout(self._timeout) as limit:
                reply, watch = await clients.post(body, lambda: limit.reschedule(min(end, loop.time() + self._timeout)))
            text = reply.text
        except TimeoutError as error:
            raise TimedOutError(
                f"{self.name}: no answer within {self._timeout:g} s; --timeout sets a longer limit"
            ) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # Not chained: what the client's own errors show when printed is not ours to vouch for.
            raise self._failure(error) from None
        self._has_answered = True
        if self.on_headers is not None:
            self.on_headers(reply.headers)
        if not reply.is_success:
            raise failure_told(reply, self._spec)
        return read_streamed(watch.streamed, self._spec) if watch.streamed else read_reply(text, self._spec)

    def _failure(self, error: Exception) -> ModelError:
        """The error to raise where there is no reply: what answered before is there, and may be back soon."""
        failure = failure_to_ask(error, self._spec)
        if isinstance(failure, UnreachableError):
            return ConnectionFailedError(str(failure)) if self._has_answered else failure
        if isinstance(failure, ConnectionFailedError):  # it was sent, and may have been answered
            failure.usage = Usage(requests=1)
        return failure

    async def _connected(self) -> Clients:
        """The clients of the running event loop: connections of a loop that has ended are of no use."""
        if self._clients is None or not self._clients.serves(asyncio.get_running_loop()):
            self._clients = Clients(self._spec)
            await self._clients.start()
        return self._clients

    def _priced(self, usage: Usage) -> Usage:
        """The usage with its cost: that of a reply that tells no tokens is not known."""
        told = usage.prompt_tokens or usage.completion_tokens
        return replace(usage, cost=self._prices.cost(self.name, usage) if told else self._prices.untold(self.name))


def may_go_without(footing: Footing, error: BadRequestError) -> bool:
    """Take note of what a server does not take, or what its window is; returns whether that makes a difference."""
    said = str(error)
    told = _WINDOW_SAID.search(said)
    if told and "max_tokens" in said and footing.window != int(told[1]):
        footing.window = int(told[1])
        return True
    left = (name for name in _OPTIONAL if name not in footing.refused)
    named = next((name for name in left if re.search(rf"\b{name}\b", said)), None)
    if named is None or told:
        return False
    footing.refused.add(named)
    return True


def may_step_down(footing: Footing, error: ModelError) -> bool:
    """Take note of a server that does not take a schema in that form; returns whether there is another form."""
    if footing.step == len(STEPS) - 1 or not _about_format(error):
        return False
    footing.step += 1
    return True


def arguments(spec: Spec, request: Request, step: str, footing: Footing | None = None) -> dict[str, Any]:
    """What a request becomes on that step of the ladder, as the client takes it."""
    footing = footing or Footing()
    asked: dict[str, Any] = {"model": spec.name, "messages": _messages(request, step)}
    if step in {"strict", "json_schema"}:
        bounded = request.schema if "maxItems" not in footing.refused else _unbounded(request.schema)
        schema: dict[str, Any] = {"name": _fit(request.schema_name), "schema": bounded}
        if step == "strict":
            schema["strict"] = True
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif step == "json_object":
        asked["response_format"] = {"type": "json_object"}
    # OpenAI's newer models take only the one name, other servers mostly the other.
    limit = "max_completion_tokens" if spec.provider == "openai" else "max_tokens"
    more = {
        "temperature": request.temperature if request.temperature is not None else 0,
        limit: _longest(spec, request, footing),
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    return asked | {name: value for name, value in more.items() if name not in footing.refused}


_unbounded = ByIdentity(without_bounds)
"""A schema without bounds on its lists: the same one for the same one, as it is written once."""

_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_NAME = 64


def _fit(name: str) -> str:
    """The name of a schema, of the characters that servers take and no longer than they do (OpenAI's API reference)."""
    return _NAME.sub("_", name)[:_LONGEST_NAME] or "sheet"


def _longest(spec: Spec, request: Request, footing: Footing) -> int:
    """Tokens that an answer may have: what the request says, else what the window leaves room for."""
    if request.max_tokens is not None:
        return request.max_tokens
    whole = window(str(spec), footing)
    room = whole - prompt_at_most(request, whole) - (form_tokens(request.schema) if footing.shows_form else 0)
    if room < _LEAST_ANSWER:  # a window that is only guessed may be larger
        return _LEAST_ANSWER if footing.window else LONGEST_ANSWER
    return min(LONGEST_ANSWER, room)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_written = ByIdentity(_JSON.encode)
"""A schema, the longest part of a body, as JSON, written once: thousands of requests have one and the same."""


def _body(spec: Spec, request: Request, step: str, footing: Footing) -> bytes:
    """The arguments as JSON, with the schema in the innermost object at their end."""
    asked = arguments(spec, request, step, footing)
    form = asked.get("response_format", {})
    schema = form.get("json_schema", {}).pop("schema", None)
    if schema is None:
        return _JSON.encode(asked).encode("utf-8", "replace")
    asked["response_format"] = asked.pop("response_format")
    return f'{_JSON.encode(asked)[:-3]},"schema":{_written(schema)}}}}}}}'.encode("utf-8", "replace")


def _messages(request: Request, step: str) -> list[dict[str, str]]:
    """The messages; where no schema goes with them its form is in the first, which is the same for all articles."""
    messages = [{"role": message.role, "content": message.content} for message in request.messages]
    if step in {"json_object", "text"}:
        shown = form_shown(request.schema)
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
