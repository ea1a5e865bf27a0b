"""What articles share, looked up in a file that SQLite makes and takes away: it grows with the day."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from factsheet.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Shared:
    """An index of articles by their shingles and names, both as numbers."""

    def __init__(self) -> None:
        with _told():
            self._database = sqlite3.connect("")
            self._database.executescript(
                "PRAGMA journal_mode = OFF; CREATE TABLE shingles (shingle, article); CREATE TABLE names (name)"
            )

    def add(self, article: int, shingles: Iterable[int], names: Iterable[int]) -> None:
        """Add an article.

        Raises:
            LedgerError: there is no room for the index; so does every method.
        """
        with _told():
            self._database.executemany("INSERT INTO shingles VALUES (?, ?)", ((each, article) for each in shingles))
            self._database.executemany("INSERT INTO names VALUES (?)", ((name,) for name in names))

    def names(self, more_than: float) -> set[int]:
        """The names of more articles than so many."""
        with _told():
            query = "SELECT name FROM names GROUP BY name HAVING count(*) > ?"
            return {name for (name,) in self._database.execute(query, (more_than,))}

    def groups(self, most: int) -> Iterator[list[int]]:
        """The articles that share a shingle, shingle by shingle, where they are at most so many."""
        with _told():
            found = self._database.execute("SELECT shingle, article FROM shingles ORDER BY shingle, article")
            for _, same in groupby(found, key=itemgetter(0)):
                ids = [article for _, article in islice(same, most + 1)]
                if 1 < len(ids) <= most:
                    yield ids

    def close(self) -> None:
        """Take the file away."""
        self._database.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"grouping: the index of what articles share cannot be kept: {error}") from error
