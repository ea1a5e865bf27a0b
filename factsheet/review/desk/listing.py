"""The list of sheets: which are shown, their order, and how many wait. Thousands of rows take milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.review.desk.shelf import Row

SORTS = ("as they came", "newest", "title", "findings", "state")
_ORDER = {"in review": 0, "new": 1, "rejected": 2, "approved": 3}


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows, their states in the history by key (state, who, when), and which of them are shown.

    `shown` are numbers of rows; `at` is the place of the cursor among them. `who` is the person at the desk.
    """

    who: str = ""
    rows: tuple[Row, ...] = ()
    states: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    filter: str = ""
    sort: str = SORTS[0]
    needs: bool = False
    shown: tuple[int, ...] = ()
    at: int = 0

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.shown[self.at]] if self.shown else None

    def state_of(self, key: str) -> str:
        """The state of a sheet."""
        return self.states.get(key, ("new",))[0]

    def needs_me(self, row: Row) -> bool:
        """Whether a sheet waits for this person: not signed, not sent back, and not in review by somebody else."""
        state, who, _ = self.states.get(row.key, ("new", "", ""))
        return state == "new" or (state == "in review" and who == self.who)

    def counts(self) -> dict[str, int]:
        """How many sheets are in each state, and how many need this person."""
        found = dict.fromkeys(("new", "in review", "approved", "rejected"), 0)
        for row in self.rows:
            found[self.state_of(row.key)] += 1
        return found | {"need you": sum(map(self.needs_me, self.rows))}


_SORT_KEYS: dict[str, Callable[[Listing, Row], Any]] = {
    "title": lambda _, row: row.title.casefold(),
    "findings": lambda _, row: (-row.errors, -row.warnings),
    "state": lambda listing, row: _ORDER[listing.state_of(row.key)],
}


def arranged(listing: Listing, **changes: Any) -> Listing:
    """The listing with changes, filtered and sorted again; the cursor stays on its sheet if that is shown."""
    before = listing.row
    new = replace(listing, **changes)
    words = new.filter.casefold().split()
    shown = [i for i, row in enumerate(new.rows) if _matches(new, row, words)]
    if new.sort == "newest":
        shown.sort(key=lambda i: new.rows[i].time, reverse=True)
    elif key := _SORT_KEYS.get(new.sort):
        shown.sort(key=lambda i: key(new, new.rows[i]))
    at = next((n for n, i in enumerate(shown) if before and new.rows[i].key == before.key), None)
    if at is None:
        at = min(listing.at, max(len(shown) - 1, 0))
    return replace(new, shown=tuple(shown), at=at)


def _matches(listing: Listing, row: Row, words: list[str]) -> bool:
    if listing.needs and not listing.needs_me(row):
        return False
    if not words:
        return True
    text = f"{row.title} {row.subject} {row.model} {row.time} {listing.state_of(row.key)} {row.key}".casefold()
    return all(word in text for word in words)


def moved(listing: Listing, by: int) -> Listing:
    """The listing with its cursor moved by so many rows, within the list."""
    return replace(listing, at=min(max(listing.at + by, 0), max(len(listing.shown) - 1, 0)))
