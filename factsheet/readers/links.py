"""Links: fetches the page at an address, within limits of size and time.

Redirects are followed to http and https only. An address that leads into a private network is refused unless that was
asked for: names are resolved here, every address that they have is looked at, at every redirect, and the connection
goes to the address that was looked at. A page that was fetched is kept, and fetched again only if it has changed.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from factsheet.errors import ReadError
from factsheet.readers import link_addresses, link_cache
from factsheet.readers.archives import Gunzipped
from factsheet.readers.streams import LIMIT, broken, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx2

    from factsheet.readers.link_addresses import Resolve

_SCHEMES = ("http", "https")
_MOST_REDIRECTS = 8
_LONGEST = 2_000  # characters of an address
_PAUSE = 1.0  # seconds between two requests to one host, as robots wait

_SAID = {
    401: "the page needs a login (401): log in with a browser, save it, and read the file",
    402: "the page is for subscribers (402): if you are one, save it in a browser, and read the file",
    403: "the site does not let programs read this page (403): save it in a browser, and read the file",
    404: "no such page (404)",
    410: "the page is gone (410)",
    429: "the site asks programs to wait (429): try again later",
    451: "the page is blocked for legal reasons where you are (451)",
}
"""What the status of an answer means to somebody who wants to read the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched: its bytes, the address where they were in the end, and the encoding that the server says."""

    data: bytes
    url: str
    charset: str = ""


@dataclass(slots=True)
class Links:
    """How links are fetched: whether from private addresses, and whether articles behind teasers are.

    `cache` is the folder in which pages are kept, None for none; `seconds` is the limit of time for a page.
    """

    private: bool = False
    full: bool = False
    cache: Path | None = None
    seconds: float = 30.0
    resolve: Resolve = link_addresses.resolve
    _last: dict[str, float] = field(default_factory=dict)

    def fetch(self, link: str) -> Page:
        """The page behind an address.

        Raises:
            ReadError: it cannot be fetched, or must not be; the message begins with the address and says what to do.
        """
        import httpx2

        deadline = time.monotonic() + self.seconds
        kept = link_cache.kept(self.cache, link)
        url = link
        try:
            with _client() as client:
                for _ in range(_MOST_REDIRECTS + 1):
                    with client.stream("GET", **self._asked(url, link, kept, deadline)) as response:
                        if response.has_redirect_location:
                            url = urljoin(url, response.headers["location"])
                            continue
                        return self._answer(response, url, link, kept, deadline)
        except httpx2.TimeoutException as error:
            raise ReadError(f"{link}: no answer within {self.seconds:g} seconds") from error
        except httpx2.HTTPError as error:
            raise ReadError(f"{link}: cannot be fetched: {_reason(error)}") from error
        raise ReadError(f"{link}: more than {_MOST_REDIRECTS} redirects")

    def _asked(self, url: str, link: str, kept: link_cache.Kept | None, deadline: float) -> dict[str, Any]:
        """What is asked for an address: where it leads, by whose name, and how long an answer may take."""
        parts = checked(url, link)
        host = _ascii(parts.hostname, link)
        through = link_addresses.proxy_for(parts)
        target = url
        extensions: dict[str, Any] = {}
        if not through:
            address = link_addresses.safe(host, parts.port, link, resolve=self.resolve, private=self.private)
            bracketed = f"[{address}]" if ":" in address else address
            target = urlunsplit(parts._replace(netloc=f"{bracketed}:{parts.port}" if parts.port else bracketed))
            extensions["sni_hostname"] = host
        elif not self.private:
            link_addresses.refuse_literal(host, link)
        self._wait(host)
        extensions["timeout"] = dict.fromkeys(
            ("connect", "read", "write", "pool"), max(0.1, deadline - time.monotonic())
        )
        named = f"[{host}]" if ":" in host else host
        headers = {"Host": f"{named}:{parts.port}" if parts.port else named}
        headers |= kept.conditions(url) if kept else {}
        return {"url": target, "headers": headers, "extensions": extensions}

    def _wait(self, host: str) -> None:
        """Leave a second between two requests to one host; this machine needs none."""
        since = time.monotonic() - self._last.get(host, 0.0)
        if since < _PAUSE and not link_addresses.is_here(host):
            time.sleep(_PAUSE - since)
        self._last[host] = time.monotonic()

    def _answer(
        self, response: httpx2.Response, url: str, link: str, kept: link_cache.Kept | None, deadline: float
    ) -> Page:
        if response.status_code == 304 and kept:
            return Page(kept.data, kept.url, kept.charset)
        if response.status_code >= 400 or response.status_code in {204, 304}:
            raise ReadError(f"{link}: {_said(response.status_code)}")
        data = _body(response, link, deadline, self.seconds)
        if not data.strip():
            raise ReadError(f"{link}: empty: the site sent nothing")
        page = Page(data, urlunsplit(urlsplit(url)._replace(fragment="")), _charset(response))
        link_cache.keep(self.cache, link, page.data, page.url, page.charset, response.headers)
        return page


def checked(url: str, link: str) -> Any:
    """The parts of an address that may be fetched.

    Raises:
        ReadError: it is no address of the web, or has a password in it.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise ReadError(f"{_shown(link)}: not an address: {error}") from error
    if parts.scheme.lower() not in _SCHEMES:
        leads = "" if url == link else f"leads to {_shown(url)}: "
        raise ReadError(f"{_shown(link)}: {leads}only http and https are fetched")
    if parts.username is not None or parts.password is not None:
        raise ReadError(f"{_shown(link)}: has a name or password in it: save the page in a browser, and read the file")
    if not parts.hostname or len(url) > _LONGEST or port == 0:
        raise ReadError(f"{_shown(link)}: not an address that can be fetched")
    return parts


def _ascii(host: str, link: str) -> str:
    """A host as it is asked for: letters beyond ASCII in their other form."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ReadError(f"{_shown(link)}: not an address that can be fetched: {error}") from error


def _shown(link: str) -> str:
    """An address as messages show it: without a name and password."""
    return re.sub(r"//[^/@?#]*@", "//…@", link)[:_LONGEST]


def _client() -> httpx2.Client:
    from importlib.metadata import version

    import httpx2

    agent = f"factsheet/{version('factsheet')} (fetches single pages for a reader)"
    accepted = "text/html, application/xhtml+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
    return httpx2.Client(headers={"User-Agent": agent, "Accept": accepted, "Accept-Encoding": "gzip"})


def _said(status: int) -> str:
    if status in _SAID:
        return _SAID[status]
    return f"the site answers {status}" + (": try again later" if status >= 500 else "")


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__


class _Raw:
    """The bytes of an answer as they come, to be read like a file; stops at the limit of time."""

    def __init__(self, chunks: Iterator[bytes], link: str, deadline: float, seconds: float) -> None:
        self._chunks = chunks
        self._left = b""
        self._link = link
        self._deadline = deadline
        self._seconds = seconds

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all for -1 but never more than `LIMIT` + 1; none at the end."""
        wanted = LIMIT + 1 if size < 0 else size
        parts = [self._left]
        length = len(self._left)
        while length < wanted and (chunk := next(self._chunks, b"")):
            if time.monotonic() > self._deadline:
                raise ReadError(f"{self._link}: not finished within {self._seconds:g} seconds")
            parts.append(chunk)
            length += len(chunk)
        data = b"".join(parts)
        self._left = data[wanted:]
        return data[:wanted]


def _body(response: httpx2.Response, link: str, deadline: float, seconds: float) -> bytes:
    """The bytes of an answer, unpacked within the limits of archives."""
    raw: Any = _Raw(response.iter_raw(), link, deadline, seconds)
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed in {"gzip", "x-gzip"}:
        raw = Gunzipped(raw, link)
    elif packed not in {"identity", ""}:
        raise ReadError(f"{link}: packed as {packed[:20]!r}, which was not requested and is not supported")
    try:
        return whole(raw, link)
    except broken() as error:
        raise ReadError(f"{link}: breaks off: {_reason(error)}") from error


def _charset(response: httpx2.Response) -> str:
    match = re.search(r"charset\s*=\s*[\"']?([A-Za-z][\w.:-]{0,40})", response.headers.get("content-type", ""))
    return match[1].lower() if match else ""
