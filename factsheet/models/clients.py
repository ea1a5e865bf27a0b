"""The openai package's clients of one endpoint: as many as there are calls at once, kept until the event loop ends.

One client could hold all connections, but goes through all of them at the beginning and the end of each call, which
at 64 calls at once takes a third of what a call costs. The package is asked for whole replies: reading them, and what
they say of failures, is `replies` and `failures`, with more distrust than a client can have.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx2 import Response
    from openai import AsyncOpenAI

    from factsheet.models.specs import Spec


class Clients:
    """The connections to one endpoint in one event loop."""

    def __init__(self, spec: Spec) -> None:
        import httpx2

        self._spec = spec
        self._http: dict[str, Any] = {"verify": httpx2.create_ssl_context(), "follow_redirects": True, "timeout": None}
        self._loop = asyncio.get_running_loop()
        self._free: list[AsyncOpenAI] = []
        self._all: list[AsyncOpenAI] = []
        self._ending = self._until_the_end()

    async def start(self) -> None:
        """Have them closed with the event loop, which ends all generators that are still open."""
        await anext(self._ending)

    def serves(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Whether they belong to that event loop."""
        return self._loop is loop

    async def post(self, body: bytes) -> Response:
        """The reply to a request whose body is JSON, whatever its status.

        Raises:
            httpx2.HTTPError: there is none.
        """
        import httpx2
        import openai

        client = self._free.pop() if self._free else self._another()
        try:
            # Not `chat.completions.create`: that walks the whole schema, for each call anew, to translate names in it,
            # which takes as long as all else that the client does.
            return await client.post("/chat/completions", content=body, cast_to=httpx2.Response)
        except openai.APIStatusError as error:
            return error.response
        except openai.APIConnectionError as error:
            raise error.__cause__ or httpx2.TransportError(str(error)) from None
        finally:
            self._free.append(client)

    def _another(self) -> AsyncOpenAI:
        import httpx2
        import openai

        base = httpx2.URL(self._spec.base_url)
        client = openai.AsyncOpenAI(
            api_key=self._spec.api_key or "none",
            base_url=base.copy_with(query=None),
            default_query=dict(base.params),
            max_retries=0,
            timeout=None,
            http_client=httpx2.AsyncClient(**self._http),
        )
        if self._spec.provider != "openai":
            # Which account of OpenAI's pays, from OPENAI_ORG_ID and OPENAI_PROJECT_ID, is no other server's business.
            client.organization = client.project = None
        self._all.append(client)
        return client

    async def _until_the_end(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            for client in self._all:
                await client.close()
