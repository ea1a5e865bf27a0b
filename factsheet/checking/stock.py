"""The numbers that a text has, so that asking for one costs little however many there are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from factsheet.language.numbers import agree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.language.numbers import Quantity

_MOST = 300
"""Different dates and percentages, and different numbers of one sentence, that are compared one by one."""


class Stock:
    """Quantities, those that say the same once; found by value, dates and percentages by comparing."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        distinct = {(q.kind, q.value, q.unit, q.bound, q.past, q.date): q for q in quantities}
        self._by_value: dict[Decimal, list[Quantity]] = {}
        self._others: list[Quantity] = []
        for one in distinct.values():
            if one.value is not None:
                self._by_value.setdefault(one.value, []).append(one)
            if (one.value is None or one.unit == "%") and len(self._others) < _MOST:
                self._others.append(one)
        self.first = list(distinct.values())[:_MOST]
        """The first of them, to be looked through."""

    def agreeing(self, one: Quantity) -> list[Quantity]:
        """Those that say the same as `one`, their bounds aside."""
        same = self._by_value.get(one.value, []) if one.value is not None else []
        year = _year(one)
        years = self._by_value.get(Decimal(year), []) if year is not None else []
        return [other for other in (*same, *years, *self._others) if agrees(one, other)]


def agrees(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities say the same; a year may be read as a number, and "the third" counts to three."""
    if agree(one, other):
        return True
    if {one.kind, other.kind} <= {"number", "ordinal", "many"} and one.value == other.value:
        return one.kind == other.kind or "many" not in {one.kind, other.kind}
    return _year(one) is not None and _year(one) == _year(other)


def _year(one: Quantity) -> int | None:
    """The year of a quantity that is a year and no more, read as a number or as a date."""
    if one.kind == "date" and one.date[1] is None:
        return one.date[0]
    return int(one.value) if one.kind == "number" and one.value and one.unit is None and one.value > 999 else None
