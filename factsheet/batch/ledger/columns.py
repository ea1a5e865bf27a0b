"""Conversions between values and columns of a ledger: articles, their keys, digests and times."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import fields
from typing import Any

from factsheet.identity import sha256
from factsheet.records import Article, Paragraph
from factsheet.sheets import fields_of

_FIELDS = tuple(f.name for f in fields(Article))
_FAST = 1
"""The level of zlib: it halves an article in a fraction of the time that reading it took."""


def pack(article: Article) -> bytes:
    """The article as compressed JSON; what the source did not say is left out."""
    values = {key: value for key, value in fields_of(article).items() if value not in (None, [], "")}
    values["paragraphs"] = [[p.start, p.end, p.zone, p.number] for p in article.paragraphs]
    document = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(document.encode("utf-8", "surrogatepass"), _FAST)


def unpack(record: bytes) -> Article:
    """The article that `pack` made `record` of."""
    values: dict[str, Any] = json.loads(zlib.decompress(record).decode("utf-8", "surrogatepass"))
    paragraphs = tuple(Paragraph(*paragraph) for paragraph in values.pop("paragraphs"))
    known = {name: values[name] for name in _FIELDS if name in values}
    known = {key: tuple(value) if isinstance(value, list) else value for key, value in known.items()}
    return Article(**{"text": "", **known, "paragraphs": paragraphs})


def key_of(article: Article) -> str:
    """The identity of an article: SHA-256 of everything read, except the place it was read from."""
    values = fields_of(article)
    values["paragraphs"] = [[p.start, p.end, p.zone, p.number] for p in article.paragraphs]
    for name in ("source", "url", "read_at", "warnings", *(one for one in ("cues", "recognised") if not values[one])):
        del values[name]
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical)


def storable(text: str) -> str:
    """The text as SQLite takes it: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def now() -> str:
    """The current time as the ledger writes it: UTC, in milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
