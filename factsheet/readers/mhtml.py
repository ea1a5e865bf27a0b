"""MHTML: a web page and its pictures in one file, as browsers save it. The page in it is read, its address kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.enclosed import Enclosed, with_charset
from factsheet.readers.mailheads import charset, content_type, inner, parsed, payload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes, *, name: str) -> Iterator[Enclosed]:
    """The page in a saved page.

    Raises:
        ReadError: there is no page in it.
    """
    message = parsed(data, name)
    page = next((part for part in _parts(message) if content_type(part) in _PAGES), None)
    if page is None:
        raise ReadError(f"{name}: no article: there is no page in this saved page")
    address = _address(message, "Snapshot-Content-Location") or _address(page, "Content-Location")
    yield Enclosed(name, _html(page), "html", {"url": address} if address else {})


def _parts(message: Message) -> Iterator[Message]:
    stack = [message]
    while stack:
        part = stack.pop()
        yield part
        stack += reversed(inner(part))


def _address(part: Message, key: str) -> str:
    """The address that a field says; none of a file or a part of the mail itself."""
    said = "".join(str(part.get(key) or "").split())
    return said if said.startswith(("http://", "https://")) else ""


def _html(page: Message) -> bytes:
    """The page; an encoding that only the head of the part says is put where a page says it."""
    return with_charset(payload(page), charset(page))
