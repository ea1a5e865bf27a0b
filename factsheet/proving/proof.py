"""The record of a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factsheet.records import Span


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a text is proven: the spans of its unaccounted words, and objections.

    `sentence` is the span of the best sentence; `pairs` maps spans of the text to spans of the article.
    """

    unaccounted: tuple[Span, ...] = ()
    why: tuple[str, ...] = ()
    sentence: Span | None = None
    pairs: tuple[tuple[Span, Span], ...] = ()
    score: float = 1.0

    @property
    def holds(self) -> bool:
        """Whether it is proven."""
        return not (self.unaccounted or self.why)


def fails(text: str, why: str) -> Proof:
    """A proof of nothing, with its reason."""
    return Proof(((0, len(text)),), (why,), score=0.0)
