"""Any endpoint that speaks Chat Completions, through the openai package.

One call, no retry: waiting and asking again are `retrying`'s. Servers differ in how much of a JSON schema
they take, so there is a ladder from a strict schema down to plain text; the step that a server turned out
to take is remembered for the endpoint and model. A server that accepts a schema and ignores it is noticed
by its answer.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.errors import BadRequestError, ModelError, TimedOutError
from factsheet.models.failures import failure_of
from factsheet.models.replies import read_reply
from factsheet.records import Usage

if TYPE_CHECKING:
    from factsheet.models.prices import Prices
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request

STEPS = ("strict", "json_schema", "json_object", "text")
"""The ladder, from the most that a server can be asked to enforce to nothing."""

DEFAULT_TIMEOUT_S = 180.0
"""Seconds for one whole call: a sheet of some thousand tokens from a slow local model."""

_ladder: dict[tuple[str, str], int] = {}
"""The step that works, by base URL and model, for the life of the process."""


class Endpoint:
    """A model behind an endpoint. The key is used for the request and appears in no message.

    `timeout` bounds a whole call in seconds, a body that drips in included.
    """

    def __init__(self, spec: Spec, prices: Prices, timeout: float = DEFAULT_TIMEOUT_S) -> None:
        self._spec = spec
        self._prices = prices
        self._timeout = timeout
        self._client: Any = None

    @property
    def name(self) -> str:
        """PROVIDER/NAME."""
        return str(self._spec)

    async def complete(self, request: Request) -> Completion:
        """Ask once, stepping down the ladder where the endpoint does not take or keep to a schema.

        Usage is summed over the steps.

        Raises:
            ModelError: there is no usable answer.
        """
        place = (self._spec.base_url, self._spec.name)
        spent = Usage()
        while True:
            step = _ladder.get(place, 0)
            last = step == len(STEPS) - 1
            try:
                completion = await self._call(request, STEPS[step])
            except BadRequestError as error:
                if last or not _about_format(str(error)):
                    error.usage = spent + (error.usage or Usage())
                    raise
            except ModelError as error:
                error.usage = spent + (error.usage or Usage())
                raise
            else:
                spent += completion.usage
                if last or completion.finish == "length" or _conforms(completion.text, request):
                    return replace(completion, usage=spent)
                if step == STEPS.index("json_object"):
                    # Valid or not, this is what the model makes of the prompt: plain text is no better.
                    return replace(completion, usage=spent)
            _ladder[place] = max(_ladder.get(place, 0), step + 1)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _call(self, request: Request, step: str) -> Completion:
        import openai

        if self._client is None:
            self._client = openai.AsyncOpenAI(
                api_key=self._spec.api_key or "none",
                base_url=self._spec.base_url,
                max_retries=0,
                timeout=self._timeout,
            )
        try:
            async with asyncio.timeout(self._timeout):
                raw = await self._client.chat.completions.with_raw_response.create(
                    **_arguments(self._spec, request, step)
                )
                body = raw.http_response.text
        except TimeoutError as error:
            raise TimedOutError(f"{self.name}: no answer within {self._timeout:g} s") from error
        except (openai.OpenAIError, ValueError) as error:
            raise failure_of(error, self.name, self._spec.api_key) from None
        completion = read_reply(body, self.name, self._spec.api_key)
        usage = completion.usage
        return replace(completion, usage=replace(usage, cost=self._prices.cost(self.name, usage)))


def _arguments(spec: Spec, request: Request, step: str) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": spec.name,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
    }
    if step in {"strict", "json_schema"}:
        schema: dict[str, Any] = {"name": request.schema_name, "schema": request.schema}
        if step == "strict":
            schema["strict"] = True
        arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif step == "json_object":
        arguments["response_format"] = {"type": "json_object"}
    if request.temperature is not None:
        arguments["temperature"] = request.temperature
    if request.max_tokens is not None:
        # OpenAI's newer models take only the one name, other servers mostly the other.
        arguments["max_completion_tokens" if spec.provider == "openai" else "max_tokens"] = request.max_tokens
    return arguments


def _about_format(message: str) -> bool:
    """Whether a rejected request was rejected for its response format."""
    lowered = message.lower()
    return any(
        word in lowered
        for word in ("response_format", "response format", "json_schema", "schema", "json_object")
    )


def _conforms(text: str, request: Request) -> bool:
    """Whether an answer shows that the server kept to the schema: an object with the keys it must have."""
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and set(request.schema.get("required", ())) <= set(value)
