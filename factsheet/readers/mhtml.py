"""MHTML: a web page with its pictures in one file, as saved by browsers, read with its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.enclosed import Enclosed, with_charset
from factsheet.readers.mailheads import charset, content_type, inner, parsed, payload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_WIDE = frozenset(("utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"))
_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes, *, name: str) -> Iterator[Enclosed]:
    """The page in a saved page.

    Raises:
        ReadError: there is no page in it.
    """
    message = parsed(data, name)
    pages = [part for part in _parts(message) if content_type(part) in _PAGES]
    if not pages:
        raise ReadError(f"{name}: no article: there is no page in this saved page")
    saved = _address(message, "Snapshot-Content-Location")
    # Frames of a page, such as advertisements, are pages too, and may come first.
    page = next((part for part in pages if saved and _address(part, "Content-Location") == saved), pages[0])
    address = saved or _address(page, "Content-Location")
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
    data, said = payload(page), charset(page)
    if said in _WIDE:  # in which no page can say it
        return data.decode(said, "replace").encode()
    return with_charset(data, said)
