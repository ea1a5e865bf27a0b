"""An index of the text that articles share, in a temporary SQLite file: it grows with the day, memory does not."""

from __future__ import annotations

import sqlite3
from array import array
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from factsheet.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -8000;
CREATE TABLE shingles (shingle, article);
CREATE TABLE names (name);
CREATE TABLE telling (shingle, article, PRIMARY KEY (shingle, article)) WITHOUT ROWID;
CREATE TABLE texts (item INTEGER PRIMARY KEY, text);
CREATE TABLE links (large, small, PRIMARY KEY (large, small)) WITHOUT ROWID;
"""
_NEAR = """
SELECT other.article, count(*) FROM telling AS one
JOIN telling AS other ON other.shingle = one.shingle AND other.article < one.article
WHERE one.article = ? GROUP BY other.article
"""


class Shared:
    """An index of articles by their shingles and names, and the links that were found; articles are numbered from 0."""

    def __init__(self, articles: int = 0) -> None:
        """Begin with so many articles, of which nothing is known; with none for `same` and `keep` alone."""
        self._sizes = array("l", [0]) * articles
        with _told():
            self._database = sqlite3.connect("")
            self._database.executescript(_TABLES)

    def add(self, article: int, shingles: Iterable[int], names: Iterable[int]) -> None:
        """Add an article.

        Raises:
            LedgerError: there is no room for the index; so does every method.
        """
        with _told():
            self._database.executemany("INSERT INTO shingles VALUES (?, ?)", ((each, article) for each in shingles))
            self._database.executemany("INSERT INTO names VALUES (?)", ((name,) for name in names))

    def same(self, keys: Iterable[tuple[object, int]], least: int = 2) -> Iterator[list[int]]:
        """The articles that have one key, in their order, where they are so many; None is no key."""
        with _told():
            self._database.execute("CREATE TEMP TABLE keys (key, article)")
            self._database.executemany("INSERT INTO keys VALUES (?, ?)", (row for row in keys if row[0] is not None))
            for _, rows in groupby(self._database.execute("SELECT * FROM keys ORDER BY key, article"), itemgetter(0)):
                articles = [article for _, article in rows]
                if len(articles) >= least:
                    yield articles
            self._database.execute("DROP TABLE keys")

    def names(self, more_than: float) -> set[int]:
        """The names of more articles than so many."""
        with _told():
            query = "SELECT name FROM names GROUP BY name HAVING count(*) > ?"
            return {name for (name,) in self._database.execute(query, (more_than,))}

    def index(self, most: int) -> None:
        """Leave out the shingles of more articles than so many, and make ready for `near`; all were added."""
        with _told():
            self._database.executemany("INSERT INTO telling VALUES (?, ?)", self._telling(most))
            self._database.executescript("DROP TABLE shingles; CREATE INDEX by_article ON telling (article, shingle)")

    def _telling(self, most: int) -> Iterator[tuple[int, int]]:
        """The shingles that tell articles from others and are in several; how many each article has of such is kept."""
        found = self._database.execute("SELECT shingle, article FROM shingles ORDER BY shingle, article")
        for shingle, same in groupby(found, key=itemgetter(0)):
            articles = [article for _, article in islice(same, most + 1)]
            if len(articles) > most:
                continue
            for article in articles:
                self._sizes[article] += 1
            if len(articles) > 1:
                yield from ((shingle, article) for article in articles)

    def keep(self, item: int, text: str) -> None:
        """Keep a text of an item."""
        with _told():
            self._database.execute("INSERT INTO texts VALUES (?, ?)", (item, text))

    def kept(self, item: int) -> str:
        """The text that was kept of an item."""
        with _told():
            return str(self._database.execute("SELECT text FROM texts WHERE item = ?", (item,)).fetchone()[0])

    def near(self, article: int) -> Iterator[tuple[float, int]]:
        """The earlier articles that share shingles with this one, each behind what share of the smaller's they are."""
        size = self._sizes[article]
        with _told():
            for other, number in self._database.execute(_NEAR, (article,)):
                yield number / min(size, self._sizes[other]), other

    def link(self, large: int, small: int) -> None:
        """Keep a link."""
        with _told():
            self._database.execute("INSERT INTO links VALUES (?, ?)", (large, small))

    def links(self) -> Iterator[tuple[int, list[int]]]:
        """Each article that is the larger of some links, with the smaller ones."""
        with _told():
            found = self._database.execute("SELECT large, small FROM links ORDER BY large, small")
            for large, same in groupby(found, key=itemgetter(0)):
                yield large, [small for _, small in same]

    def close(self) -> None:
        """Remove the file."""
        self._database.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"the index of shared text cannot be written: {error}") from error
