"""Intake: reads the sources item by item into the ledger.

All is read before anything is asked, because the wire takes back and supersedes what it sent: nothing is paid
for a version that the same delivery replaces or kills. Articles are read one by one and stored some hundred at a
time, so that memory does not grow with their number.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.batch.ledger import FILE, readable, unreadable
from factsheet.batch.wire.sketches import sketch
from factsheet.errors import ReadError, UsageError
from factsheet.readers import read_articles, stores
from factsheet.readers.linked import is_link
from factsheet.readers.stamps import stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from factsheet.batch.ledger import Insert, Ledger
    from factsheet.records import Article

    Read = Callable[..., Iterator[Article]]

_AT_ONCE = 200
"""Articles in one transaction."""

_MEMBER = re.compile(r"![^:#\n]+")
"""The name of a file in an archive, as messages have it after the name of the archive."""


def files(sources: Iterable[str]) -> Iterator[str]:
    """The files and links that sources name, in order: a folder gives all files below it, a pattern what it matches.

    What is in a store is listed by whoever reads it.

    Raises:
        UsageError: a source is neither a file, a folder nor a pattern that matches something.
    """
    for source in sources:
        if is_link(source):
            yield source
        elif Path(source).is_dir():
            yield from _below(source)
        elif Path(source).exists():
            yield source
        else:
            matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - the pattern may be absolute
            if not matches:
                raise UsageError(f"{source}: no such file or folder, and no file matches it")
            yield from files(matches)


def _below(folder: str) -> Iterator[str]:
    """Files below a folder, in the order of their names; hidden ones, pipes and devices are nobody's articles.

    Nor is what a batch has made: a folder with a ledger.
    """
    for here, folders, names in os.walk(folder):
        if FILE in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (os.path.join(here, name) for name in sorted(names) if not name.startswith("."))  # noqa: PTH118
        yield from (path for path in paths if not _is_special(path))


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:  # the reader says why
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def take_in(
    ledger: Ledger,
    run: int,
    paths: Iterable[str],
    on_article: Callable[[int], None] = lambda _: None,
    read: Read = read_articles,
) -> int:
    """Read every article of every path into the ledger; returns how many were new.

    What cannot be read is a row with its reason, one for each file. `on_article` is told how many were read so far;
    `read` is `read_articles` with what was said about formats and links.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    return keep(ledger, in_turn(paths, run, read), on_article)


def in_turn(paths: Iterable[str], run: int, read: Read = read_articles) -> Iterator[Insert]:
    """The rows of what is in every path, in this process.

    Raises:
        UsageError: there is no such place in a store.
    """
    for path in paths:
        for one in stores.files(path) if stores.is_stored(path) else [path]:
            yield from rows_of(one, run, read)


def keep(ledger: Ledger, rows: Iterable[Insert], on_article: Callable[[int], None]) -> int:
    """Keep rows, some hundred at a time; returns how many were new.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    known = ledger.articles.count()
    batch: list[Insert] = []
    for number, row in enumerate(rows, 1):
        batch.append(row)
        on_article(number)
        if len(batch) == _AT_ONCE:
            ledger.articles.add(batch)
            batch = []
    ledger.articles.add(batch)
    return ledger.articles.count() - known


def rows_of(path: str, run: int, read: Read) -> Iterator[Insert]:
    """The rows of what is in a path: its articles, and what of it cannot be read."""
    bad = _Unreadable(path)
    try:
        for article in read(path, on_problem=bad.note):
            yield readable(stamped(article), run, sketch(article).pack())
    except ReadError as error:
        bad.note(error)
    except Exception as error:  # noqa: BLE001 - a file that trips over a defect of a reader costs that file
        bad.note(ReadError(f"{path}: internal error: {type(error).__name__}: {error}"))
    yield from bad.rows(run)


class _Unreadable:
    """What could not be read of a source: for each file in it the number of such parts, and the first."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: dict[str, tuple[int, str]] = {}

    def note(self, problem: ReadError) -> None:
        """Count a problem with the file that its message names: the source, or a member of an archive."""
        reason = str(problem)
        member = _MEMBER.match(reason.removeprefix(self._path))
        name = f"{self._path}{member[0] if member else ''}"
        number, first = self._found.get(name, (0, reason))
        self._found[name] = number + 1, first

    def rows(self, run: int) -> Iterator[Insert]:
        """One row for each file."""
        for name, (number, first) in self._found.items():
            place = first.removeprefix(name).lstrip(": ")
            reason = place if number == 1 else f"{number} parts cannot be read, the first at {place}"
            yield unreadable(name, run, reason)
