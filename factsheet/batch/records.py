"""The nouns of a batch, and an article as the ledger keeps it."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import fields
from typing import Any

from factsheet.records import Article, Paragraph
from factsheet.sheets import fields_of

STATES = ("new", "waiting", "made", "partial", "failed", "copy", "earlier", "withdrawn", "held", "other", "unreadable")
"""What can become of an article; `docs/ledger.md` says what each means."""

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
    """What tells an article from every other: SHA-256 of all that was read but where it was read from."""
    values = fields_of(article)
    values["paragraphs"] = [[p.start, p.end, p.zone, p.number] for p in article.paragraphs]
    del values["source"], values["warnings"]
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(canonical)


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
