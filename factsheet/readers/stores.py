"""Files in stores that a URL names, such as `s3://bucket/day/*.xml`, by fsspec: what is there, and its bytes.

Which account a store is asked for is the business of its own package and environment.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from factsheet import extras
from factsheet.errors import ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMES = frozenset({"abfs", "adl", "az", "file", "gcs", "gs", "hdfs", "oci", "oss", "s3", "s3a", "sftp", "webhdfs"})
"""Stores of files, by their names in fsspec; the web is `links`' business."""


def is_stored(source: str) -> bool:
    """Whether a source is in a store."""
    scheme, mark, _ = source.partition("://")
    return mark != "" and scheme.lower() in _SCHEMES


def files(url: str) -> Iterator[str]:
    """The files that a URL names, in the order of their names: one, those below a folder, or what a pattern matches.

    Raises:
        UsageError: there is none, or the store cannot be asked.
    """
    try:
        store, path = _store(url)
        found = store.glob(path) if any(mark in path for mark in "*?[") else store.find(path)
        names = sorted(name for name in found if not name.rpartition("/")[2].startswith("."))
    except (ImportError, OSError, ValueError) as error:
        raise UsageError(f"{url}: {error}") from error
    if not names:
        raise UsageError(f"{url}: there is no such file or folder, and no file matches it")
    yield from map(store.unstrip_protocol, names)


def opened(url: str) -> IO[bytes]:
    """The bytes of a file.

    Raises:
        ReadError: it cannot be read.
    """
    try:
        store, path = _store(url)
        return io.BufferedReader(store.open(path, "rb"))
    except (ImportError, OSError, ValueError) as error:
        raise ReadError(f"{url}: {error}") from error


def _store(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ImportError(f"a store needs an extra: {extras.command('ray')}") from error
    store, path = url_to_fs(url)
    return store, path
