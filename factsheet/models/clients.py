"""The openai package's clients of one endpoint: one per concurrent call, kept until the event loop ends.

One client could hold all connections, but goes through all of them at the beginning and the end of each call, which
at 64 calls at once takes a third of what a call costs. The package is asked for whole replies: reading them, and what
they say of failures, is `replies` and `failures`, with more distrust than a client can have.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from factsheet.errors import GarbledReplyError, ModelError, UsageError

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from httpx2 import Response
    from openai import AsyncOpenAI

    from factsheet.models.guarded import Watch
    from factsheet.models.specs import Spec

CONNECT_S, CONNECT_HERE_S = 10.0, 1.5
"""Seconds that a connection may take, anywhere and on this machine, where it takes a thousandth of that."""

_PROXIES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")

_REDIRECTS = 3


def _certificates() -> ssl.SSLContext:
    """What the certificates of servers are held against: the system's own, or what the environment names."""
    import httpx2

    try:
        return httpx2.create_ssl_context()
    except (OSError, ValueError) as error:
        raise UsageError(f"{_named(_CERTIFICATES)}: these certificates cannot be used: {error}") from error


def _named(variables: tuple[str, ...]) -> str:
    """The variables that are set, with the name and password in an address left out."""
    return ", ".join(name for name in variables if os.environ.get(name)) or "the environment"


class Clients:
    """The connections to one endpoint in one event loop."""

    def __init__(self, spec: Spec) -> None:
        import httpx2

        self._spec = spec
        connect = CONNECT_HERE_S if spec.is_here else CONNECT_S
        self._http: dict[str, Any] = {
            "verify": _certificates(),
            "follow_redirects": True,
            "max_redirects": _REDIRECTS,
            "timeout": httpx2.Timeout(None, connect=connect),
            # What a proxy is for is somewhere else: none comes before a server on this machine.
            "trust_env": not spec.is_here,
        }
        self._loop = asyncio.get_running_loop()
        self._free: list[tuple[AsyncOpenAI, Watch]] = []
        self._all: list[tuple[AsyncOpenAI, Watch]] = []
        self._ending = self._until_the_end()

    async def start(self) -> None:
        """Have them closed with the event loop, which ends all generators that are still open."""
        await anext(self._ending)

    def serves(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Whether they belong to that event loop."""
        return self._loop is loop

    async def post(self, body: bytes, on_piece: Callable[[], None] = lambda: None) -> tuple[Response, Watch]:
        """The reply to a request whose body is JSON, whatever its status, and how it came.

        `on_piece` is called with each piece of an answer that comes piece by piece.

        Raises:
            httpx2.HTTPError: there is none.
            ModelError: there is one that must not be used.
            UsageError: the environment names a proxy or certificates that cannot be used.
        """
        import httpx2
        import openai

        client, watch = pair = self._free.pop() if self._free else self.another()
        watch.begin(str(self._spec), on_piece)
        try:
            # Not `chat.completions.create`: that walks the whole schema, for each call anew, to translate names in it,
            # which takes as long as all else that the client does.
            return await client.post("/chat/completions", content=body, cast_to=httpx2.Response), watch
        except openai.APIStatusError as error:
            return error.response, watch
        except openai.APIConnectionError as error:
            cause = error.__cause__ or httpx2.TransportError(str(error))
            if isinstance(cause, httpx2.HTTPError) and watch.has_begun:
                raise GarbledReplyError(f"{self._spec}: the reply broke off: {type(cause).__name__}") from None
            raise cause from None
        finally:
            self._free.append(pair)

    async def look(self, path: str, body: Any = None, /) -> Any:
        """The JSON at a path below the address, or below the host's where it begins with `/`; None where there is none.

        With a body it is asked for by POST.
        """
        import httpx2
        import openai

        client, watch = pair = self._free.pop() if self._free else self.another()
        watch.begin(str(self._spec), lambda: None)
        base = client.base_url
        url = str(base.copy_with(path=f"{base.path.rstrip('/').removesuffix('/v1')}{path}")) if path[0] == "/" else path
        try:
            asked = (
                client.get(url, cast_to=httpx2.Response)
                if body is None
                else client.post(url, body=body, cast_to=httpx2.Response)
            )
            return (await asked).json()
        except (openai.OpenAIError, ModelError, httpx2.HTTPError, ValueError, RecursionError):
            return None
        finally:
            self._free.append(pair)

    def another(self, **watched: Any) -> tuple[AsyncOpenAI, Watch]:
        """One more client, and the watch over it, made with `watched`.

        Raises:
            UsageError: the environment names a proxy that cannot be used.
        """
        import httpx2
        import openai

        from factsheet.models.guarded import HEADERS, Watch

        base, watch = httpx2.URL(self._spec.base_url), Watch(**watched)
        try:
            http = httpx2.AsyncClient(**self._http, event_hooks=watch.hooks, headers=HEADERS)
        except (ImportError, ValueError, httpx2.InvalidURL) as error:
            raise UsageError(f"{_named(_PROXIES)}: this proxy cannot be used: {error}") from error
        client = openai.AsyncOpenAI(
            api_key=self._spec.api_key or "none",
            base_url=base.copy_with(query=None),
            default_query=dict(base.params),
            max_retries=0,
            timeout=self._http["timeout"],
            http_client=http,
        )
        if self._spec.provider != "openai":
            # Which account of OpenAI's pays, from OPENAI_ORG_ID and OPENAI_PROJECT_ID, is no other server's business.
            client.organization = client.project = None
        self._all.append((client, watch))
        return client, watch

    async def _until_the_end(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            for client, _ in self._all:
                await client.close()
