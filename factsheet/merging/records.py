"""What merging works with: an entry and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Section
    from factsheet.records import Span

NOWHERE = 1 << 60
"""The place of an entry without evidence: after all others."""


@dataclass(eq=False, slots=True)
class Item:
    """One entry of one draft, or several that were found to be one.

    `value` belongs to the draft and is replaced, never changed. `drafts` are the numbers of the drafts it comes from,
    in the order of the article; `reasons` say why what was joined was joined.
    """

    section: Section
    value: dict[str, Any]
    drafts: frozenset[int]
    order: tuple[int, int]
    """The draft and the number in it of the first."""
    reasons: Sequence[str] = ()
    problems: Sequence[str] = ()
    """Sentences about what its sources do not agree on."""

    @property
    def spans(self) -> list[Span]:
        """Where its evidence stands, in the order of the fields."""
        return self.section.spans(self.value)

    @property
    def place(self) -> int:
        """Where its evidence begins."""
        return min((start for start, _ in self.spans), default=NOWHERE)
