"""Stories: which article of a group gets the sheet, and the state of the others.

The latest usable version gets it. A killed or withheld version that is the latest withdraws the story; one
under embargo waits and leaves the story to the version before it. Status beats headline.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.batch.ledger import Standing
from factsheet.batch.wire.changes import changes
from factsheet.batch.wire.grouping import Item, group
from factsheet.batch.wire.sketches import Sketch
from factsheet.identity import sha256
from factsheet.readers import practice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from factsheet.batch.ledger import ArticleRow, Folder, Ledger

_STORIES = ("story", None)
"""The types of an item that has a sheet."""
_BEFORE = ("alert", "headline", "teaser")
"""The types of what comes before a story; an alert that tells enough has the sheet until its story is there."""
_TOLD = frozenset({"waiting", "earlier", "copy"})
"""The standings of versions that follow each other."""
_TELLING = 25
"""Words from which an alert has more than its news in one sentence."""
_WORKED_ON = frozenset({"waiting", "made", "partial", "failed"})
"""The states of a story: having been worked on does not make it another."""

_WORD = re.compile(r"\w+")
_LONGEST_VERSION = 18
"""Digits of the number of a version."""

_PAGE = 500
"""Articles whose rows are in memory at a time."""


def settle(ledger: Ledger, folder: Folder, now: dt.datetime) -> None:
    """Say of every article what becomes of it, as far as all articles read so far tell.

    What has a sheet keeps it while it still stands for its story; else its files are withdrawn.

    Raises:
        LedgerError: the ledger or the files cannot be written.
    """

    @lru_cache(maxsize=2)  # the two that are compared
    def look(one: int) -> Sketch:
        return Sketch.unpack(ledger.articles.sketch(one))

    @lru_cache(maxsize=_PAGE)
    def words(one: int) -> str:
        article = ledger.articles.article(one)
        text = " ".join(article.text[p.start : p.end] for p in article.body())
        return sha256(" ".join(_WORD.findall(text.casefold())))

    settling = _Settling(ledger, folder, words, now)
    for page in _pages(group([_item(row) for row in ledger.articles.all()], look)):
        rows = {row.id: row for row in ledger.articles.of([one for ids in page for one in ids])}
        settling.settle([rows[one] for one in ids] for ids in page)


def _pages(stories: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """Stories, some together: about so many articles as are in memory at a time."""
    page, size = [], 0
    for ids in stories:
        page.append(ids)
        size += len(ids)
        if size >= _PAGE:
            yield page
            page, size = [], 0
    yield page


@dataclass(frozen=True, slots=True)
class _Settling:
    """What says what becomes of articles; `words` gives a digest of the words of an article's body."""

    ledger: Ledger
    folder: Folder
    words: Callable[[int], str]
    now: dt.datetime

    def settle(self, stories: Iterable[Sequence[ArticleRow]]) -> None:
        """Keep the standings of each story's versions that are other than before."""
        changed: dict[int, Standing] = {}
        for rows in stories:
            standings = self.stand(rows)
            following = _following([row for row in self._in_order(rows) if standings[row.id].state in _TOLD])
            for row in rows:
                if _differs(row, new := standings[row.id]):
                    changed[row.id] = self._with_changes(row.id, new, following.get(row.id))
        for one in changed:
            if (stem := self.ledger.sheets.stem(one)) is not None:
                self.folder.withdraw(stem)
                self.ledger.sheets.remove(one)
        self.ledger.articles.stand(changed)

    def stand(self, rows: Sequence[ArticleRow]) -> dict[int, Standing]:
        """The standing of each version of one story."""
        versions = self._in_order(rows)
        latest = versions[-1]
        if practice.is_dead(latest.status):
            by_notice = Standing("withdrawn", f"{latest.status}, by a later notice", latest.id)
            return dict.fromkeys((row.id for row in versions), by_notice) | {latest.id: _withdrawn(latest)}
        out, usable = {}, []
        for row in versions:
            if practice.is_dead(row.status):
                out[row.id] = _withdrawn(row)
            elif (until := embargoed(row.embargo, self.now)) is not None:
                out[row.id] = Standing("held", until)
            else:
                usable.append(row)
        story = next(filter(_is_story, reversed(usable)), None) or next(filter(_tells, reversed(usable)), None)
        return out | {row.id: self._beside(row, story) for row in usable}

    def _beside(self, row: ArticleRow, story: ArticleRow | None) -> Standing:
        """The standing of a usable version beside the one that has the sheet."""
        if story is None or row.item_type not in (*_STORIES, *_BEFORE):
            return Standing("other", row.item_type or "")
        if row is story:
            return Standing("waiting")
        if row.item_type in _BEFORE and _is_story(story):
            return Standing("earlier", row.item_type or "", story.id)
        return Standing("copy" if self._says(row) == self._says(story) else "earlier", "", story.id)

    def _in_order(self, versions: Sequence[ArticleRow]) -> list[ArticleRow]:
        """The versions, those of one time by when their text was first read.

        A text that says another thing is a later version; of copies the one that was read first comes last, and stands.
        """
        if len(versions) == 1:
            return list(versions)
        first: dict[str, int] = {}
        for row in sorted(versions, key=lambda row: row.id):
            first.setdefault(self._says(row), row.id)
        return sorted(versions, key=lambda row: (*_order(row), first[self._says(row)], -row.id))

    def _says(self, row: ArticleRow) -> str:
        """What tells texts that say the same from others: their words, as they follow each other."""
        return self.words(row.id)

    def _with_changes(self, one: int, new: Standing, following: int | None) -> Standing:
        """The standing of an earlier version with what the one after it says otherwise."""
        if new.state != "earlier" or following is None:
            return new
        earlier, later = map(self.ledger.articles.article, (one, following))
        return replace(new, changes=tuple(changes(earlier, later)))


def _is_story(row: ArticleRow) -> bool:
    return row.item_type in _STORIES


def _tells(row: ArticleRow) -> bool:
    """Whether an alert says enough for a brief while its story is not there."""
    return row.item_type == "alert" and row.words >= _TELLING


def _following(versions: Sequence[ArticleRow]) -> dict[int, int]:
    """Each version to the next one of the agency of the last, which others run; `versions` are in order."""
    found: dict[int, int] = {}
    for at, row in enumerate(versions[:-1]):
        later = versions[at + 1 :]
        found[row.id] = next(one for one in later if one.agency == versions[-1].agency).id
    return found


def _withdrawn(row: ArticleRow) -> Standing:
    return Standing("withdrawn", str(row.status))


def _differs(row: ArticleRow, new: Standing) -> bool:
    """Whether an article's standing is another; having been worked on is standing as a story."""
    if new.state == "waiting" and row.state in _WORKED_ON:
        return False
    return (row.state, row.reason, row.story) != (new.state, new.reason, new.story)


def _item(row: ArticleRow) -> Item:
    when = row.published or row.updated
    return Item(
        row.id,
        row.guid,
        row.agency,
        row.slug,
        row.language,
        when[:10] if when else None,
        row.digest if row.size else None,
        row.words,
        row.item_type in (*_STORIES, *_BEFORE),
    )


def _order(row: ArticleRow) -> tuple[str, int]:
    """By time, then by version."""
    when = _utc(row.updated or row.published or "")
    version = row.version or ""
    return when, int(version) if version.isdecimal() and len(version) <= _LONGEST_VERSION else 0


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
    return min(filter(None, map(practice.embargo_end, ledger.articles.embargoes())), default=None)


def _utc(text: str) -> str:
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return when.astimezone(dt.UTC).isoformat() if when.tzinfo else when.isoformat()
