"""Rounding: whether a rounded number ("just over £1 million") matches an exact one, on the right side."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factsheet.language.numbers import Quantity

_MORE, _LESS = frozenset({"above", "least"}), frozenset({"below", "under", "most"})
_MOST_OFF = Decimal("0.15")
"""The share of a number by which what it is rounded from may differ from it."""
_MANY_TIMES = 10
"""What "hundreds" may be at most is as many times a hundred; it is two hundred at least."""


def rounds(one: Quantity, other: Quantity) -> bool:
    """Whether `one` is marked as rounded, and equals `other` rounded that way.

    >>> from factsheet.language.numbers import quantities
    >>> [rounds(quantities(said)[0], quantities("£1,043,118")[0]) for said in ("just over £1m", "nearly £1m", "£1m")]
    [True, False, False]
    """
    if (
        one.value is None
        or other.value is None
        or other.kind != "number"
        or one.unit != other.unit
        or one.past != other.past
    ):
        return False
    if one.kind == "many":
        return 2 * one.value <= other.value < _MANY_TIMES * one.value
    if one.kind != "number" or one.bound is None or one.value == other.value:
        return False
    step = _step(one.value)
    off = other.value - one.value
    if one.bound == "about":
        return abs(off) <= max(step / 2, one.value / 20) and abs(off) <= _MOST_OFF * one.value
    near = abs(off) < max(step, one.value / 20) and (one.bound != "below" or abs(off) <= _MOST_OFF * one.value)
    return near and ((off > 0 and one.bound in _MORE) or (off < 0 and one.bound in _LESS))


def _step(value: Decimal) -> Decimal:
    """What the last digit of a number stands for, zeros at its end aside: 10 for 390."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
