"""Corrections: what the stories of the day take back, with the desk's own note.

A reader who saw the story before must see this first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.batch.ledger import ADDED, DROPPED, TAKEN_BACK
from factsheet.readers import practice

if TYPE_CHECKING:
    from factsheet.batch.ledger import Ledger

_MOST = 3
"""Changes listed for one correction."""


def corrections(ledger: Ledger) -> dict[int, list[str]]:
    """What each story corrects: its notes, and what earlier versions said otherwise."""
    found: dict[int, list[str]] = {}
    corrected = set()
    for story, one, corrects in ledger.articles.corrections():
        found.setdefault(story, []).extend(_notes(ledger, one) if corrects else [])
        corrected |= {story} if corrects else set()
    return {story: [*notes, *_taken_back(ledger, story, every=story in corrected)] for story, notes in found.items()}


def _notes(ledger: Ledger, one: int) -> list[str]:
    """The notes with which an article says what was wrong."""
    article = ledger.articles.article(one)
    notes = (article.text[p.start : p.end] for p in article.paragraphs if p.zone in {"editors-note", "update"})
    return [note for note in notes if practice.is_correction(note)]


def _taken_back(ledger: Ledger, story: int, *, every: bool) -> list[str]:
    """What earlier versions said and this one does not; where a correction has nothing of that, `every` change."""
    changes = list(dict.fromkeys(ledger.articles.changes(story)))
    taken = [one for one in changes if one.startswith(TAKEN_BACK)]
    others = [one for one in changes if one not in taken and not one.startswith((ADDED, DROPPED))]
    return (taken or (others if every else []))[:_MOST]
