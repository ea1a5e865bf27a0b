"""Exports of Movable Type and TypePad: entries between lines of eight hyphens, their parts between lines of five.

The first part of an entry has its fields ("TITLE: …"), the others begin with their name ("BODY:", "EXTENDED BODY:",
"COMMENT:"). What was not published, and what readers wrote below it, is left out. The format:
https://movabletype.org/documentation/appendices/import-export-format.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.dates import clock
from factsheet.readers.fragments import add_text
from factsheet.readers.manuscript import Manuscript, amount
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_ENTRY = re.compile(r"^-{8}[ \t]*$", re.MULTILINE)
_PART = re.compile(r"^-{5}[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^([A-Z][A-Z ]{1,30}):[ \t]?(.*)$", re.MULTILINE)
_NAMED = re.compile(r"\s*(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):[ \t]*\n?")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})\s")  # the month first


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The entries of an export that were published.

    Raises:
        ReadError: there is none.
    """
    text = decode_text(data, name=name)
    entries = [entry for entry in _ENTRY.split(text) if entry.strip()]
    public = [entry for entry in entries if _fields(entry).get("STATUS", "Publish").lower() == "publish"]
    if not public:
        raise ReadError(f"{name}: no article: none of the {len(entries)} entries of this export was published")
    manuscript = Manuscript(name, "movable-type")
    if left := len(entries) - len(public):
        manuscript.warn(f"left out {amount(left, 'draft')} in this export")
    yield from bodies.read_each(public, _fill, manuscript, missing=lambda _: "there is no text in this entry")


def _fields(entry: str) -> dict[str, str]:
    """The fields in the first part of an entry; of several of one name the first."""
    head = _PART.split(entry, maxsplit=1)[0]
    return {match[1]: match[2].strip() for match in reversed([*_FIELD.finditer(head)])}


def _fill(manuscript: Manuscript, entry: str) -> None:
    fields = _fields(entry)
    parts: dict[str, str] = {}
    for part in _PART.split(entry)[1:]:
        if match := _NAMED.match(part):
            parts.setdefault(match[1], part[match.end() :].strip())
    manuscript.know(
        title=fields.get("TITLE"),
        byline=fields.get("AUTHOR"),
        published=_time(fields.get("DATE", "")),
        section=fields.get("PRIMARY CATEGORY") or fields.get("CATEGORY"),
        slug=fields.get("BASENAME"),
        keywords=tuple(word.strip() for word in parts.get("KEYWORDS", "").split(",")),
    )
    for key in ("BODY", "EXTENDED BODY"):
        add_text(manuscript, parts.get(key, ""), "text")
    if not manuscript.body and parts.get("EXCERPT"):
        add_text(manuscript, parts["EXCERPT"], "text")
        manuscript.know(item_type="teaser")
    bodies.settle(manuscript)


def _time(text: str) -> str | None:
    """A time as this format has it, MM/DD/YYYY hh:mm:ss AM; None for another."""
    match = _DAY.match(text)
    return f"{match[3]}-{match[1]}-{match[2]}{clock(text[match.end() :])}" if match else None
