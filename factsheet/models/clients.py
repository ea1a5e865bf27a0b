"""HTTP for an endpoint: as many clients as there are calls at once, each with its connection, kept until the loop ends.

One client could hold all connections, but goes through all of them at the beginning and the end of each call, which
at 64 calls at once takes a third of what a call costs.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx2 import AsyncClient, Response

    from factsheet.models.specs import Spec

_ACCOUNT = {"OpenAI-Organization": "OPENAI_ORG_ID", "OpenAI-Project": "OPENAI_PROJECT_ID"}
"""Headers that say whose account of OpenAI's pays, and the variables that its own client takes them from."""


class Clients:
    """The connections to one endpoint in one event loop."""

    def __init__(self, spec: Spec) -> None:
        import httpx2

        base = httpx2.URL(spec.base_url)
        self._url = base.copy_with(path=f"{base.path.rstrip('/')}/chat/completions")
        self._options: dict[str, Any] = {
            "headers": _headers(spec),
            "verify": httpx2.create_ssl_context(),
            "follow_redirects": True,
            "timeout": None,
        }
        self._loop = asyncio.get_running_loop()
        self._free: list[AsyncClient] = []
        self._all: list[AsyncClient] = []
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
        client = self._free.pop() if self._free else self._another()
        try:
            return await client.post(self._url, content=body)
        finally:
            self._free.append(client)

    def _another(self) -> AsyncClient:
        import httpx2

        client = httpx2.AsyncClient(**self._options)
        self._all.append(client)
        return client

    async def _until_the_end(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            for client in self._all:
                await client.aclose()


def _headers(spec: Spec) -> dict[str, str]:
    headers = {
        "Authorization": f"Bearer {spec.api_key or 'none'}",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "factsheet",
    }
    account = _ACCOUNT if spec.provider == "openai" else {}
    return headers | {name: os.environ[variable] for name, variable in account.items() if os.environ.get(variable)}
