"""Files in object stores named by a URL, such as `s3://bucket/day/*.xml`, listed and read by fsspec.

Which account a store is asked for, and at which address, is the business of its own package and environment. What
such a package raises is of any type, and is told as an error of ours.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from factsheet import extras
from factsheet.errors import FactsheetError, ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOLD = 300
"""Characters of what a package says."""

_SCHEMES = frozenset({"abfs", "adl", "az", "file", "gcs", "gs", "hdfs", "oci", "oss", "s3", "s3a", "sftp", "webhdfs"})
"""Stores of files, by their names in fsspec; the web is `links`' business."""


_OBJECTS = frozenset({"abfs", "adl", "az", "gcs", "gs", "oci", "oss", "s3", "s3a"})
"""Stores of objects, where folders are only in names: to make one there may make a whole bucket."""


def is_stored(source: str) -> bool:
    """Whether a source is in a store."""
    scheme, mark, _ = source.partition("://")
    return mark != "" and scheme.lower() in _SCHEMES


def is_path(url: str) -> bool:
    """Whether a URL names a file of this machine, which every reader takes by its path."""
    return url.lower().startswith("file:")


def files(url: str) -> Iterator[str]:
    """The files that a URL names, in the order of their names: one, those below a folder, or what a pattern matches.

    They are URLs, or paths if `is_path`.

    Raises:
        UsageError: there is none, or the store cannot be asked.
    """
    with told(url, UsageError):
        store, path = _store(url)
        found = store.glob(path) if any(mark in path for mark in "*?[") else store.find(path)
        names = sorted(filter(_is_meant, found))
    if not names:
        raise UsageError(f"{url}: no such file or folder, and no file matches it")
    yield from names if is_path(url) else map(store.unstrip_protocol, names)


def make_folder(store: Any, path: str) -> None:
    """Make a folder in a store of fsspec, if it has folders."""
    names = (store.protocol,) if isinstance(store.protocol, str) else store.protocol
    if _OBJECTS.isdisjoint(names):
        store.makedirs(path, exist_ok=True)


def opened(url: str) -> IO[bytes]:
    """The bytes of a file.

    Raises:
        ReadError: it cannot be read.
    """
    with told(url, ReadError):
        store, path = _store(url)
        return io.BufferedReader(_Stored(store.open(path, "rb"), url))


@contextmanager
def told(url: str, failure: type[FactsheetError]) -> Iterator[None]:
    """Turns errors of a store's package into one of ours that names the URL, on one line."""
    try:
        yield
    except FactsheetError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:_TOLD] or type(error).__name__
        raise failure(f"{url}: {said}") from error


class _Stored(io.RawIOBase):
    """The bytes of a file in a store."""

    def __init__(self, inner: Any, url: str) -> None:
        self._inner = inner
        self._url = url

    def readable(self) -> bool:
        """It is, as `io` asks."""
        return True

    def seekable(self) -> bool:
        """Whether one may begin anywhere, as archives need it."""
        return bool(self._inner.seekable())

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        with told(self._url, ReadError):
            return int(self._inner.seek(place, whence))

    def tell(self) -> int:
        """Where the next byte is."""
        return int(self._inner.tell())

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        with told(self._url, ReadError):
            data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it."""
        self._inner.close()
        super().close()


def _is_meant(name: str) -> bool:
    """Whether a name is that of a file that somebody means: no hidden one, nor the mark of a folder."""
    last = name.rpartition("/")[2]
    return last != "" and not last.startswith(".")


def _store(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ImportError(f"a store needs an extra: {extras.command('ray')}") from error
    store, path = url_to_fs(url)
    return store, path
