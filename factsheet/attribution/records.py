"""What attribution finds: statements, and who made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from factsheet.records import Span

Manner: TypeAlias = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who made a statement: the words of the text that say so, a pronoun as it stands, and whom they mean."""

    start: int
    end: int
    name: str | None
    """The fullest name that the text has for them; None where it has none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody is said to have said, thought or meant to do.

    `start` and `end` bound the words, with their quotation marks; `pieces` are its parts where it is interrupted
    ("“…,” she said, “…”"), else empty.
    """

    start: int
    end: int
    kind: Manner
    """direct: all in quotation marks. mixed: partly. indirect: in the article's words."""
    speaker: Speaker | None
    cue: Span | None
    """The words that attribute: "said", "according to". None where only the context does."""
    pieces: tuple[Span, ...] = ()
    lemma: str = ""
    """The base form of the verb that attributes: "say", "call for"; "" where no verb does."""

    def spans(self) -> tuple[Span, ...]:
        """The pieces, or the whole where it is in one."""
        return self.pieces or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class Attribution:
    """All statements of a text in the order in which they start."""

    quotes: tuple[Statement, ...]
