"""Disputes (`x-sides`): a claim that is said to be contested must be, by somebody, in its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.checking.wordlists import stem_list
from factsheet.language.lexicon import lexicon
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Subject
    from factsheet.kinds import Side


def disputes(subject: Subject) -> Iterator[Finding]:
    """Disputes that have one side only, and claims that nothing in their evidence contests."""
    for entry in subject.entries:
        sides = entry.section.sides
        if len(sides) < 2:
            continue
        filled = [side for side in sides if entry.value.get(side.by) or entry.value.get(side.evidence)]
        text = _context(subject, entry.value, sides)
        if len(filled) < 2:
            if not _contests(subject, text):
                empty = next(side for side in sides if side not in filled)
                message = f"the dispute has one side only: nothing stands under “{empty.title}”"
                yield Finding("dispute-one-sided", "warning", entry.pointer, message)
        elif not _contests(subject, text):
            message = "nothing in the evidence denies, contests or doubts this claim"
            yield Finding("dispute-undisputed", "warning", entry.pointer, message)


def _context(subject: Subject, value: dict[str, Any], sides: tuple[Side, ...]) -> list[tuple[int, int]]:
    """The words of the article around the evidence of all sides, as ranges of its reading."""
    spans = [span for side in sides for one in value.get(side.evidence) or () for span in one.spans]
    return [(sentence.first, sentence.last) for sentence in subject.text.sentences_of(spans)]


def _contests(subject: Subject, ranges: list[tuple[int, int]]) -> bool:
    reading, lists = subject.text, lexicon()
    unsure = lists.negations | lists.hedges | lists.modals | {"but"}
    return any(
        reading.stems[at] in stem_list("contests") or reading.keys[at] in unsure
        for first, last in ranges
        for at in range(first, last)
    )
