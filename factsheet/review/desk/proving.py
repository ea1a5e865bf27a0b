"""The proof of the selected fact: which words account for its words, and what is not shown.

It is made when a fact is looked at. What a person wrote has none: the form checked it as it was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.briefs.page import Run
from factsheet.briefs.proofs import proof_runs, steps_of
from factsheet.briefs.text import plain
from factsheet.identity import ByIdentity
from factsheet.kinds import Entry
from factsheet.proving.subject import Subject
from factsheet.standings import WORDS

if TYPE_CHECKING:
    from factsheet.briefs.page import Runs
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet, Span
    from factsheet.review.desk.standing import Item
    from factsheet.review.desk.state import State

SIGNS = {"proven": " ", "confirmed": "≈", "open": "~", "doubtful": "!", "refuted": "E"}
"""What is beside a fact; a proven one has nothing."""


class _Subjects:
    """The subjects of sheets that are open, each read once."""

    def __init__(self) -> None:
        self._kind: Kind | None = None
        self._of = ByIdentity(self._read)

    def _read(self, sheet: FactSheet) -> Subject:
        assert self._kind is not None
        return Subject(self._kind, sheet.article, sheet.facts)

    def __call__(self, kind: Kind, sheet: FactSheet) -> Subject:
        self._kind = kind
        return self._of(sheet)


_subject = _Subjects()


def _entry(item: Item) -> Entry | None:
    """The fact as it is in the run, where it is there as it is shown."""
    if item.base is None or item.is_rewritten:
        return None
    return Entry(item.section, item.pointer, item.base)


def proof_spans(state: State) -> list[Span]:
    """Where the article has the words that account for those of the selected fact."""
    entry = _entry(state.item) if state.item else None
    if entry is None:
        return []
    subject = _subject(state.on_table.kind, state.on_table.standing.sheet)
    return [step.span for _, steps in steps_of(subject, entry) for step in steps if step.span]


def proof_lines(state: State) -> list[Runs]:
    """The standing of the selected fact, with what is not shown, and its proof; nothing for what a person wrote."""
    item = state.item
    entry = _entry(item) if item else None
    if item is None or entry is None or item.proven is None:
        return []
    name = item.proven.standing
    why = f": {plain(item.proven.why)}" if item.proven.why else ""
    head = (Run(f"{SIGNS[name]} {WORDS.get(name, name)}".strip(), "label"), Run(why, own=True))
    return [head, *proof_runs(_subject(state.on_table.kind, state.on_table.standing.sheet), entry)]
