"""Compares two sheets of one article, fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factsheet.records import overlap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.kinds import Section
    from factsheet.review.desk.standing import Item

Sign = Literal["=", "~", "-", "+"]
MEANINGS: dict[Sign, str] = {"=": "the same", "~": "differs", "-": "only in the old", "+": "only in the new"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact of the old sheet and its counterpart in the new one; None if there is none."""

    sign: Sign
    old: Item | None
    new: Item | None

    @property
    def section(self) -> Section:
        """The section of both."""
        item = self.old or self.new
        assert item is not None
        return item.section


def pairs(old: Sequence[Item], new: Sequence[Item]) -> tuple[Pair, ...]:
    """Pair the facts of two sheets in the order of the old one; new facts come at the end of their section.

    Facts are the same by identity. A fact differs from one of its section with the same main field, else from one
    whose evidence overlaps.
    """
    sections = dict.fromkeys(item.section.name for item in (*old, *new))
    return tuple(pair for name in sections for pair in _of_section(name, old, new))


def _of_section(name: str, old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    by_id, known = {item.id: item for item in new}, {item.id for item in old}
    fresh = [item for item in new if item.section.name == name and item.id not in known]
    out = [_pair(item, by_id, fresh) for item in old if item.section.name == name]
    return [*out, *(Pair("+", None, item) for item in fresh)]


def _pair(item: Item, by_id: Mapping[str, Item], fresh: list[Item]) -> Pair:
    """Pair a fact of the old sheet with its counterpart, which is removed from `fresh`."""
    if item.id in by_id:
        return Pair("=", item, by_id[item.id])
    like = _like(item, fresh)
    if like is None:
        return Pair("-", item, None)
    fresh.remove(like)
    return Pair("~", item, like)


def _like(item: Item, fresh: Sequence[Item]) -> Item | None:
    """The first fact with the same main field, else the first whose evidence overlaps."""
    named = (one for one in fresh if _named_alike(item, one))
    overlapping = (one for one in fresh if overlap(item.spans, one.spans))
    return next(named, None) or next(overlapping, None)


def _named_alike(a: Item, b: Item) -> bool:
    field = a.section.same_by[0] if a.section.same_by else None
    one, other = (a.value.get(field), b.value.get(field)) if field else (None, None)
    return bool(one) and str(one).casefold() == str(other).casefold()


def summary(found: Sequence[Pair]) -> str:
    """How many facts are the same, differ, or are in one sheet only."""
    counts = {sign: sum(pair.sign == sign for pair in found) for sign in MEANINGS}
    return " · ".join(f"{sign} {MEANINGS[sign]}: {n}" for sign, n in counts.items())
