"""A file inside a document (a mail's attachment, a page in a web archive), to be read like a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_CHARSET = b"charset"
_TOP = 2_000  # bytes of a page in which it says its encoding


def with_charset(page: bytes, said: str) -> bytes:
    """A page whose encoding only the head of its answer or mail says, with that said where pages say it."""
    if not said or _CHARSET in page[:_TOP].lower() or page.startswith(b"\xef\xbb\xbf"):
        return page
    return b'<meta charset="%s">' % said.encode("ascii", "ignore") + page


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Bytes that a reader hands back to be read, with the name that messages call them."""

    name: str
    data: bytes
    format: str | None = None
    """The name of their format; None where their content is to tell."""
    known: Mapping[str, str] = field(default_factory=dict)
    """What the document around them says of the article, by fields of the record, where it says nothing itself."""
    warnings: tuple[str, ...] = ()
    """What an editor should know of the document around them."""
