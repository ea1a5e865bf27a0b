"""Mail as saved by Outlook (.msg): like `mail`, from Outlook's own properties (MS-OXMSG)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers.enclosed import Enclosed
from factsheet.readers.mail import add_best, is_named_to_be_read, known_of, settled, unsaid
from factsheet.readers.mailheads import Head, of_fields
from factsheet.readers.manuscript import Manuscript, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_MOST_FILES = 100


def read(data: bytes, *, name: str) -> Iterator[Article | Enclosed]:
    """The article of a mail, and the files that are attached to it.

    Raises:
        ReadError: it is damaged, or there is neither a text nor a file in it.
    """
    import oxmsg

    manuscript = Manuscript(name, "msg")
    try:
        message = oxmsg.Message.load(io.BytesIO(data))
        add_best(manuscript, _head(message), message.body or "", _html(message))
        attached = [(tidy(one.file_name), one.file_bytes or b"") for one in message.attachments[:_MOST_FILES]]
    except Exception as error:
        raise ReadError(f"{name}: damaged: {tidy(str(error)) or type(error).__name__}") from error
    files = [(label, found) for label, found in attached if found and is_named_to_be_read(label)]
    others = [label for label, found in attached if label and (label, found) not in files]
    if (article := settled(manuscript, others, covers=bool(files))) is not None:
        yield article
    left_out = unsaid(manuscript) if article is None else ()
    for label, found in files:
        place = f"{name}!{label.replace('/', '_')}"
        yield Enclosed(place, found, known=known_of(manuscript), warnings=left_out)


def _head(message: Any) -> Head:
    sent = message.sent_date
    return of_fields(message.subject, message.sender or "", sent.strftime("%Y-%m-%dT%H:%M:%SZ") if sent else None)


def _html(message: Any) -> str:
    """The body in HTML; none where it is in no encoding that is known."""
    try:
        return message.html_body or ""
    except (LookupError, UnicodeError):
        return ""
