"""Proofs in words: which words of the article account for which words of an entry.

The proof is made anew when it is asked for; a sheet file holds its outcome, the standings, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.briefs.page import Run
from factsheet.briefs.text import plain
from factsheet.proving import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.briefs.page import Runs
    from factsheet.kinds import Entry
    from factsheet.proving import Part
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Step:
    """Words of an entry, and the span of the article's words that account for them, or None."""

    words: str
    by: str = ""
    span: Span | None = None

    @property
    def is_same(self) -> bool:
        """Whether the article has these very words."""
        return _folded(self.words) == _folded(self.by)


def steps_of(subject: Subject, entry: Entry) -> Iterator[tuple[str, list[Step]]]:
    """The steps of an entry's proof, by field; empty if no words are aligned."""
    for part in shown(subject, entry):
        steps = list(_steps(subject.article.text, part))
        if steps:
            yield part.field.partition("/")[0], steps


def _steps(text: str, part: Part) -> Iterator[Step]:
    """Words that stand side by side in both texts are one step."""
    pairs = [(mine, theirs) for mine, theirs in sorted(part.proof.pairs) if mine not in part.proof.unaccounted]
    held = list(_joined(text, part.text, pairs))
    spare = [(span, None) for span in part.proof.unaccounted if part.text[slice(*span)].strip()]
    for mine, theirs in sorted([*held, *spare], key=lambda pair: pair[0]):
        yield Step(part.text[slice(*mine)], text[slice(*theirs)] if theirs else "", theirs)


def _joined(text: str, own: str, pairs: list[tuple[Span, Span]]) -> Iterator[tuple[Span, Span]]:
    begun: tuple[Span, Span] | None = None
    is_same = False
    for mine, theirs in pairs:
        if begun is not None:
            (start, end), (first, last) = begun
            if is_same and last <= theirs[0] and end <= mine[0] and _same(own[end : mine[1]], text[last : theirs[1]]):
                begun = (start, mine[1]), (first, theirs[1])
                continue
            yield begun
        begun = mine, theirs
        is_same = _folded(own[slice(*mine)]) == _folded(text[slice(*theirs)])
    if begun is not None:
        yield begun


def _same(one: str, other: str) -> bool:
    """Whether what goes on from words is the same, with white space before it in both or in neither."""
    return one[:1].isspace() == other[:1].isspace() and _folded(one) == _folded(other)


def proof_runs(subject: Subject, entry: Entry) -> tuple[Runs, ...]:
    """The proof of an entry, a field a line: “the article's words”, own word ← “the article's”, what has nothing.

    A field that has the very words of the evidence beside it needs no line.
    """
    spans = entry.section.spans(entry.value)
    return tuple(_runs(field, steps) for field, steps in steps_of(subject, entry) if not _is_quoted(steps, spans))


def _is_quoted(steps: list[Step], evidence: list[Span]) -> bool:
    span = steps[0].span
    return len(steps) == 1 and steps[0].is_same and any(span and a <= span[0] and span[1] <= b for a, b in evidence)


def _runs(field: str, steps: list[Step]) -> Runs:
    out = [Run(f"{field}: ", "dim")]
    for at, step in enumerate(steps):
        out += [Run(SEPARATOR, "dim")] if at else []
        out += _step(step)
    return tuple(out)


def _step(step: Step) -> list[Run]:
    words = Run(plain(step.words), own=True, under=step.span is None)
    if step.span is None:
        return [Run("nothing for ", "dim"), words]
    theirs = [Run("“", "quote"), Run(plain(step.by), "quote", own=True, span=step.span), Run("”", "quote")]
    return theirs if step.is_same else [words, Run(" ← ", "dim"), *theirs]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
