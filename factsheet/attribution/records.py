"""The records of attribution: statements and their speakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from factsheet.records import Span

Manner: TypeAlias = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker of a statement: the span of the words for them, and the name that these resolve to."""

    start: int
    end: int
    name: str | None
    """The fullest name in the text; None if there is none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody says, thinks or intends, by quotation or report.

    `start` and `end` include quotation marks; `pieces` are its parts if it is interrupted (“…,” she said, “…”), else
    empty.
    """

    start: int
    end: int
    kind: Manner
    """Manner: direct: all in quotation marks. mixed: partly. indirect: in the article's words."""
    speaker: Speaker | None
    cue: Span | None
    """The words of attribution: "said", "according to". None if only the context attributes."""
    pieces: tuple[Span, ...] = ()
    lemma: str = ""
    """The base form of the verb of attribution: "say", "call for"; "" if there is none."""

    def spans(self) -> tuple[Span, ...]:
        """The pieces, or the whole if it is not interrupted."""
        return self.pieces or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class Attribution:
    """All statements of a text, in the order of their starts."""

    quotes: tuple[Statement, ...]
