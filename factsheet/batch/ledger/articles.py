"""The table `articles`: what was read, and its state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.batch.ledger.columns import key_of, pack, storable, unpack
from factsheet.identity import sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from factsheet.batch.ledger.database import Database
    from factsheet.records import Article

Insert: TypeAlias = tuple[str, tuple[object, ...]]
"""A row to be added: a statement and its values."""

_SAID = (
    *("guid", "version", "agency", "slug", "title", "language", "published", "updated"),
    *("urgency", "embargo", "status", "item_type", "update_kind"),
)
"""What the source says of an article and the ledger keeps in a column of its own."""

_READABLE = f"""
INSERT INTO articles (key, run, source, record, bytes, digest, sketch, {", ".join(_SAID)})
VALUES ({", ".join("?" * (7 + len(_SAID)))}) ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - the names are those above
_UNREADABLE = """
INSERT INTO articles (key, run, source, state, reason) VALUES (?, ?, ?, 'unreadable', ?)
ON CONFLICT (key) DO NOTHING
"""
_ROWS = """
SELECT id, guid, version, agency, slug, language, published, updated, embargo, status, item_type, digest, bytes,
  substr(sketch, 1, 8), state, reason, story
FROM articles WHERE state <> 'unreadable' AND {} ORDER BY id
"""
TAKEN_BACK, ADDED, DROPPED = "taken back: ", "added: ", "dropped: "
"""What begins a change: one that says that something was so and now is not, and what one version has more."""
_PROBLEMS = ("failed", "partial", "unreadable")
_UNMADE = (*_PROBLEMS, "waiting", "copy", "earlier", "withdrawn", "held", "other")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text, for grouping and settling."""

    id: int
    guid: str | None
    version: str | None
    agency: str | None
    slug: str | None
    language: str | None
    published: str | None
    updated: str | None
    embargo: str | None
    status: str | None
    item_type: str | None
    digest: str | None
    size: int
    """Bytes of its body."""
    sketch_head: bytes
    state: str
    reason: str
    story: int | None

    @property
    def words(self) -> int:
        """How many words it has: its sketch begins with that."""
        return int.from_bytes(self.sketch_head, "little")


@dataclass(frozen=True, slots=True)
class ToMake:
    """An article that waits, and what its files are named by."""

    id: int
    key: str
    slug: str | None
    title: str | None
    source: str
    record: bytes


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """An article that was worked on, and its sheet; None where it has none."""

    id: int
    state: str
    stem: str | None
    sha256: str | None
    recipe: str | None
    model: str | None
    chunks: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one article; `docs/ledger.md` explains the states."""

    state: str
    reason: str = ""
    story: int | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The waiting articles: their number and bytes; `only` has their ids if not all are meant."""

    articles: int
    bytes: int
    only: frozenset[int] | None = None


def readable(article: Article, run: int, sketch: bytes) -> Insert:
    """The row of an article that was read, for `Articles.add`."""
    body = "\n\n".join(article.text[p.start : p.end] for p in article.body())
    said = (getattr(article, name) for name in _SAID)
    return _READABLE, (
        *(key_of(article), run, storable(article.source), pack(article), len(body.encode("utf-8", "replace"))),
        *(sha256(" ".join(body.split())), sketch),
        *(storable(value) if isinstance(value, str) else value for value in said),
    )


def unreadable(source: str, run: int, reason: str) -> Insert:
    """The row of a file that could not be read, for `Articles.add`."""
    reason = storable(reason)
    return _UNREADABLE, (sha256(f"{source}\n{reason}"), run, storable(source), reason)


_BESIDE = (
    "SELECT articles.id, articles.title, articles.slug, articles.source, articles.state, articles.reason, "
    "articles.changes, articles.story, sheets.stem FROM articles LEFT JOIN sheets ON sheets.article = articles.story"
)


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a ledger.

    Raises:
        LedgerError: the ledger cannot be read or written; so does every method.
    """

    ledger: Database

    def add(self, rows: Iterable[Insert]) -> None:
        """Add rows, all or none; an article that is there already stays as it is."""
        with self.ledger.transaction() as database:
            for statement, values in rows:
                database.execute(statement, values)

    def count(self) -> int:
        """How many there are."""
        return int(self.ledger.one("SELECT count(*) FROM articles")[0])

    def states(self) -> dict[str, int]:
        """How many are in each state."""
        rows = self.ledger.rows("SELECT state, count(*) FROM articles GROUP BY state ORDER BY state")
        return {state: number for state, number in rows}  # noqa: C416 - rows are no pairs to `dict`

    def has_failures(self) -> bool:
        """Whether an article failed or has parts missing."""
        return self.ledger.one("SELECT 1 FROM articles WHERE state IN ('failed', 'partial')") is not None

    def all(self) -> Iterator[ArticleRow]:
        """All that could be read."""
        return self._rows("1")

    def of(self, ids: Collection[int]) -> list[ArticleRow]:
        """Those with these ids."""
        return list(self._rows("id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))))

    def _rows(self, where: str, *values: object) -> Iterator[ArticleRow]:
        return (ArticleRow(*row) for row in self.ledger.rows(_ROWS.format(where), *values))

    def sketch(self, one: int) -> bytes:
        """An article's sketch."""
        return bytes(self.ledger.one("SELECT sketch FROM articles WHERE id = ?", one)[0])

    def article(self, one: int) -> Article:
        """An article itself."""
        return unpack(self.ledger.one("SELECT record FROM articles WHERE id = ?", one)[0])

    def to_make(self, one: int) -> ToMake:
        """What making the sheet of an article takes."""
        query = "SELECT id, key, slug, title, source, record FROM articles WHERE id = ?"
        return ToMake(*self.ledger.one(query, one))

    def stand(self, standings: Mapping[int, Standing]) -> None:
        """Set the state of articles, all or none."""
        with self.ledger.transaction() as database:
            database.executemany(
                "UPDATE articles SET state = ?, reason = ?, story = ?, changes = ? WHERE id = ?",
                (
                    (new.state, new.reason, new.story, json.dumps(new.changes, ensure_ascii=True), one)
                    for one, new in standings.items()
                ),
            )

    def wait(self, ids: Iterable[int]) -> None:
        """Set articles to waiting, whatever was made of them."""
        with self.ledger.transaction() as database:
            database.executemany("UPDATE articles SET state = 'waiting' WHERE id = ?", ((one,) for one in ids))

    def waiting(self, after: int, number: int) -> list[int]:
        """At most so many ids of those that wait, behind `after`."""
        query = "SELECT id FROM articles WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?"
        return [row["id"] for row in self.ledger.rows(query, after, number)]

    def plan(self, only: frozenset[int] | None) -> Plan:
        """What waits, of those with the ids `only`, or of all."""
        rows = self.ledger.rows("SELECT id, bytes FROM articles WHERE state = 'waiting'")
        sizes = [size for one, size in rows if only is None or one in only]
        return Plan(len(sizes), sum(sizes), only)

    def names(self) -> Iterator[tuple[int, list[str]]]:
        """Each id with what people may call the article: slug, title, source, guid, the name of its files."""
        query = "SELECT id, slug, title, source, guid, stem FROM articles LEFT JOIN sheets ON sheets.article = id"
        return ((row[0], [str(value) for value in tuple(row)[1:] if value]) for row in self.ledger.rows(query))

    def worked_on(self) -> Iterator[WorkedOn]:
        """Those that were made or failed."""
        rows = self.ledger.rows(
            "SELECT id, state, stem, sha256, sheets.recipe, sheets.model, chunks FROM articles "
            "LEFT JOIN sheets ON sheets.article = id WHERE state IN ('made', 'partial', 'failed')"
        )
        return (WorkedOn(*row) for row in rows)

    def embargoes(self) -> list[str]:
        """The embargoes that hold articles, each once."""
        rows = self.ledger.rows("SELECT DISTINCT embargo FROM articles WHERE state = 'held'")
        return [row["embargo"] for row in rows]

    def unmade(self, *, problems: bool) -> list[dict[str, Any]]:
        """`slug, title, source, state, reason` of all without a sheet that is whole, or of those with problems."""
        states = _PROBLEMS if problems else _UNMADE
        query = f"SELECT slug, title, source, state, reason FROM articles WHERE state IN {states} ORDER BY id"  # noqa: S608
        return [dict(row) for row in self.ledger.rows(query)]

    def without_brief(self) -> Iterator[dict[str, Any]]:
        """Those without a sheet, by state, with the `stem` of the sheet that stands for them."""
        where = "WHERE articles.state NOT IN ('made', 'partial') ORDER BY articles.state, articles.id"
        return map(dict, self.ledger.rows(f"{_BESIDE} {where}"))

    def beside(self, article: int) -> dict[str, Any]:
        """The same of one of them."""
        return dict(self.ledger.one(f"{_BESIDE} WHERE articles.id = ?", article))

    def corrections(self) -> list[tuple[int, int, bool]]:
        """Articles that correct, or of which a later version takes something back.

        Each is the id of the article that stands for it, its own, and whether its source calls it a correction.
        """
        query = (
            "SELECT coalesce(story, id) AS stands, id, update_kind IS 'correction' FROM articles "
            "WHERE state NOT IN ('withdrawn', 'held', 'other', 'unreadable') "
            "AND (update_kind = 'correction' OR instr(changes, ?)) ORDER BY stands, id"
        )
        rows = self.ledger.rows(query, f'"{TAKEN_BACK}')
        return [(stands, one, bool(corrects)) for stands, one, corrects in rows]

    def changes(self, story: int) -> list[str]:
        """What each version of a story said otherwise than the one before it, the latest first."""
        query = (
            "SELECT changes FROM articles INDEXED BY articles_by_story "
            "WHERE story = ? AND state IN ('copy', 'earlier') ORDER BY coalesce(updated, published, '') DESC, id"
        )
        return [change for (written,) in self.ledger.rows(query, story) for change in json.loads(written)]
