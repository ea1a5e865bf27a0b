"""Stories: which article of a group gets the sheet, and what becomes of the others.

The latest usable version gets it. A killed or withheld version that is the latest withdraws the story; one
under embargo waits and leaves the story to the version before it. Status beats headline.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.batch.changes import changes
from factsheet.batch.grouping import Item, copies, group
from factsheet.batch.records import unpack
from factsheet.batch.sketches import Sketch
from factsheet.readers import practice

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from factsheet.batch.files import Folder
    from factsheet.batch.ledger import Ledger

_STORIES = ("story", None)
"""The types of an item that has a sheet."""
_BEFORE = ("alert", "headline", "teaser")
"""The types of what comes before a story: it stands for itself until its story is there."""

_LIGHT = """
SELECT id, guid, version, agency, slug, language, published, updated, embargo, status, item_type, digest, bytes,
  substr(sketch, 1, 8) AS words, state, reason, story
FROM articles WHERE state <> 'unreadable' AND {} ORDER BY id
"""
_PAGE = 500
"""Articles whose rows are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of one article."""

    state: str
    reason: str = ""
    story: int | None = None


def settle(ledger: Ledger, folder: Folder, now: dt.datetime) -> None:
    """Say of every article what becomes of it, as far as all articles read so far tell.

    What has a sheet keeps it while it still stands for its story; else its files are withdrawn.

    Raises:
        LedgerError: the ledger or the files cannot be written.
    """

    @lru_cache(maxsize=2)
    def look(one: int) -> Sketch:
        return Sketch.unpack(ledger.one("SELECT sketch FROM articles WHERE id = ?", one)["sketch"])

    grouped = group([_item(row) for row in ledger.rows(_LIGHT.format("1"))], look)
    together = {one for ids in grouped for one in ids}
    for ids in grouped:
        rows = list(ledger.rows(_LIGHT.format("id IN (SELECT value FROM json_each(?))"), json.dumps(ids)))
        _stand_by(ledger, folder, rows, _stand(rows, look, now))
    after = 0
    while page := list(ledger.rows(_LIGHT.format("id > ?") + " LIMIT ?", after, _PAGE)):
        after = page[-1]["id"]
        alone = [row for row in page if row["id"] not in together]
        standings: dict[int, Standing] = {}
        for row in alone:
            standings |= _stand([row], look, now)
        _stand_by(ledger, folder, alone, standings)


def _stand_by(ledger: Ledger, folder: Folder, rows: Sequence[sqlite3.Row], standings: dict[int, Standing]) -> None:
    """Keep the standings that are other than before."""
    changed = {row["id"]: new for row in rows if _differs(row, new := standings[row["id"]])}
    for one in changed:
        _withdraw(ledger, folder, one)
    with ledger.transaction() as database:
        for one, new in changed.items():
            told = json.dumps(_changes(ledger, one, new), ensure_ascii=True)
            database.execute(
                "UPDATE articles SET state = ?, reason = ?, story = ?, changes = ? WHERE id = ?",
                (new.state, new.reason, new.story, told, one),
            )


def _differs(row: sqlite3.Row, new: Standing) -> bool:
    """Whether an article's standing is another; having been worked on is standing as a story."""
    if new.state == "waiting" and row["state"] in {"waiting", "made", "partial", "failed"}:
        return False
    return (row["state"], row["reason"], row["story"]) != (new.state, new.reason, new.story)


def _withdraw(ledger: Ledger, folder: Folder, one: int) -> None:
    row = ledger.one("SELECT stem FROM sheets WHERE article = ?", one)
    if row is not None:
        folder.withdraw(row["stem"])
        with ledger.transaction() as database:
            database.execute("DELETE FROM sheets WHERE article = ?", (one,))


def _changes(ledger: Ledger, one: int, new: Standing) -> list[str]:
    if new.state != "earlier" or new.story is None:
        return []
    earlier, latest = (
        unpack(ledger.one("SELECT record FROM articles WHERE id = ?", each)["record"]) for each in (one, new.story)
    )
    return changes(earlier, latest)


def _item(row: sqlite3.Row) -> Item:
    when = row["published"] or row["updated"]
    return Item(
        row["id"],
        row["guid"],
        row["agency"],
        row["slug"],
        row["language"],
        when[:10] if when else None,
        row["digest"] if row["bytes"] else None,
        int.from_bytes(row["words"], "little"),
        row["item_type"] in (*_STORIES, *_BEFORE),
    )


def _stand(rows: Sequence[sqlite3.Row], look: Callable[[int], Sketch], now: dt.datetime) -> dict[int, Standing]:
    """The standing of each article of one story."""
    rows = sorted(rows, key=_order)
    out = {}
    if practice.is_dead(rows[-1]["status"]):
        kill = rows[-1]
        for row in rows:
            by = "" if row is kill else ", by a later notice"
            out[row["id"]] = Standing("withdrawn", f"{kill['status']}{by}", None if row is kill else kill["id"])
        return out
    usable = []
    for row in rows:
        if practice.is_dead(row["status"]):
            out[row["id"]] = Standing("withdrawn", str(row["status"]))
        elif (until := embargoed(row["embargo"], now)) is not None:
            out[row["id"]] = Standing("held", until)
        else:
            usable.append(row)
    stories = [row for row in usable if row["item_type"] in _STORIES]
    for row in usable:
        if not stories or row["item_type"] not in (*_STORIES, *_BEFORE):
            out[row["id"]] = Standing("other", row["item_type"])
        else:
            out[row["id"]] = Standing("waiting") if row is stories[-1] else _behind(row, stories[-1], look)
    return out


def _behind(row: sqlite3.Row, latest: sqlite3.Row, look: Callable[[int], Sketch]) -> Standing:
    """A version that another one stands for."""
    if row["item_type"] in _BEFORE:
        return Standing("earlier", row["item_type"], latest["id"])
    same = row["digest"] == latest["digest"] or copies(look(row["id"]), look(latest["id"]))
    return Standing("copy" if same else "earlier", "", latest["id"])


def _order(row: sqlite3.Row) -> tuple[str, int, int]:
    """By time, then by version; of two copies the one that was read first comes last, and stands."""
    when = _utc(row["updated"] or row["published"] or "")
    version = row["version"] or ""
    return when, int(version) if version.isdecimal() else 0, -row["id"]


def embargoed(embargo: str | None, now: dt.datetime) -> str | None:
    """Why a story must wait at `now`, or None. An embargo whose time cannot be read never ends by itself."""
    if not practice.is_held(embargo, now):
        return None
    if practice.embargo_end(str(embargo)) is None:
        told = "" if embargo == practice.UNKNOWN else f": {embargo}"
        return f"under embargo, and its time is not given{told}"
    return f"under embargo until {embargo}"


def next_opening(ledger: Ledger) -> dt.datetime | None:
    """When the first of the embargoes ends that stories wait for; None where none waits, or none has a time."""
    held = ledger.rows("SELECT DISTINCT embargo FROM articles WHERE state = 'held'")
    return min(filter(None, (practice.embargo_end(row["embargo"]) for row in held)), default=None)


def _utc(text: str) -> str:
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return when.astimezone(dt.UTC).isoformat() if when.tzinfo else when.isoformat()
