"""Scores statements for ranking: how likely people would say that the article supports them."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS = Lists("factsheet.proving")
MOST = 0.99
"""The score that is below that of all proven statements."""


def score(traits: Mapping[str, float]) -> float:
    """From 0 (contradicted or unknown to the article) to 0.99, by the traits of a statement that is not proven."""
    against = sum(weight * traits[name] for name, weight in _weights().items()) - _number("middle")
    return round(MOST / (1 + exp(against)), 3)


def doubtful_below() -> float:
    """The score below which an unproven sentence of a draft is doubtful."""
    return _number("doubtful")


@cache  # reads a list
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight, _ in _LISTS.table("score", "weights")}


def _number(part: str) -> float:
    return float(_LISTS.lines("score", part)[0])
