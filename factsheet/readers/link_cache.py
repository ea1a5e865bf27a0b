"""A cache of fetched pages, with what their site needs to say whether they have changed (RFC 9111).

A page that its site does not want to be kept, or that says nothing by which to ask, is not kept.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.errors import FactsheetError
from factsheet.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST = 1_000  # pages that are kept; the ones that were written first go
_MARKS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that was kept: its bytes, the address it had in the end, its encoding, and what to ask with."""

    data: bytes
    url: str
    charset: str
    marks: Mapping[str, str]

    def conditions(self, url: str) -> dict[str, str]:
        """The headers for a conditional request; none for another address."""
        return dict(self.marks) if url.partition("#")[0] == self.url else {}


def folder(environment: Mapping[str, str]) -> Path:
    """Where pages are kept: in the user's cache, which `XDG_CACHE_HOME` moves."""
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "factsheet" / "pages"
    from platformdirs import user_cache_path

    return user_cache_path("factsheet") / "pages"


def kept(cache: Path | None, link: str) -> Kept | None:
    """The cached page of an address; None if there is none, or it is unreadable."""
    if cache is None:
        return None
    try:
        said = json.loads(_file(cache, link).with_suffix(".json").read_text(encoding="utf-8"))
        data = _file(cache, link).read_bytes()
        if hashlib.sha256(data).hexdigest() != said["sha256"]:
            return None
        return Kept(data, said["url"], said["charset"], {str(key): str(value) for key, value in said["marks"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(cache: Path | None, link: str, data: bytes, url: str, charset: str, headers: Mapping[str, str]) -> None:
    """Cache a page if its site gives a validator; a failure to write is ignored."""
    marks = {name: headers[key] for key, name in _MARKS.items() if headers.get(key)}
    if cache is None or not marks or "no-store" in headers.get("cache-control", "").lower():
        return
    said = {"url": url, "charset": charset, "marks": marks, "sha256": hashlib.sha256(data).hexdigest()}
    with suppress(OSError, FactsheetError):
        cache.mkdir(parents=True, exist_ok=True)
        _file(cache, link).write_bytes(data)
        write_whole(_file(cache, link).with_suffix(".json"), [json.dumps(said)])
        _prune(cache)


def size(cache: Path) -> tuple[int, int]:
    """How many pages are kept, and their bytes on disk."""
    found = [path.stat().st_size for path in cache.glob("*.page")]
    return len(found), sum(found)


def clear(cache: Path) -> int:
    """Forget all pages; returns how many there were."""
    found = list(cache.glob("*.page"))
    _remove(found)
    return len(found)


def _file(cache: Path, link: str) -> Path:
    return cache / f"{hashlib.sha256(link.encode('utf-8', 'replace')).hexdigest()}.page"


def _prune(cache: Path) -> None:
    found = sorted(cache.glob("*.page"), key=lambda path: path.stat().st_mtime)
    _remove(found[: max(0, len(found) - _MOST)])


def _remove(pages: Iterable[Path]) -> None:
    for path in pages:
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)
