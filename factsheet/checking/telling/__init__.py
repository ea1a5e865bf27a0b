"""Compares a statement with its sentence: what it adds, omits or contradicts.

If nearly all words are paired, the rest stands out: a replaced word, an added detail, an omitted negation or hedge, a
wider scope, a new cause or sequence, two names swapped. In looser paraphrases only what holds for any wording is
checked: negation, hedging, tense and cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning import slots
from factsheet.checking.telling.beside import LEAST, TOLD, tellings
from factsheet.checking.telling.denials import backed, backed_by, called_off, denied, denied_deed, heeded, turned_round
from factsheet.checking.telling.doers import (
    doer_elsewhere,
    doer_of_another,
    doer_otherwise,
    relative_of,
    subject_of_another,
)
from factsheet.checking.telling.doubts import doubt_moved, doubted, expected
from factsheet.checking.telling.links import added_cause, blamed_otherwise, caused_for_after, linked, linked_otherwise
from factsheet.checking.telling.names import another, genders, is_strange, names_alone, namesake, peoples
from factsheet.checking.telling.scopes import all_for_most, all_for_some, rescoped, scoped, spread, widened
from factsheet.checking.telling.sides import (
    led_otherwise,
    measured_otherwise,
    names_swapped,
    numbers_swapped,
    reversed_,
    swapped,
)
from factsheet.checking.telling.tenses import told_as_done, told_as_now, told_as_to_come
from factsheet.checking.telling.words import added, another_deed, compared, directed, included, opposed, replaced
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.telling.beside import Found, Telling
    from factsheet.proving.subject import Subject

__all__ = ["told"]


def told(subject: Subject) -> Iterator[Finding]:
    """Statements that contradict their sentence, each with its first finding."""
    for telling in tellings(subject):
        found = next(_against(telling), None)
        if found is not None:
            hard = found[0] in _HARD and telling.share >= _REPEATS
            yield Finding(found[0], "error" if hard else "warning", telling.claim.pointer, found[1])


_HARD = frozenset({"negation-added", "negation-dropped", "hedge-dropped"})
"""Codes that are errors in a statement that otherwise repeats its sentence."""
_REPEATS = 0.65


def _against(telling: Telling) -> Iterator[Found]:
    found = telling.found
    if not found.pairs and len(found.statement.significant) > LEAST and not telling.claim.is_disputed:
        if is_strange(telling):
            yield "evidence-of-another", "the evidence has none of the words of this statement"
        return
    if telling.claim.is_sentence and not telling.claim.is_disputed:
        yield from names_alone(telling)
    yield from linked_otherwise(telling)
    yield from added_cause(telling)
    yield from caused_for_after(telling)
    yield from blamed_otherwise(telling)
    if telling.tells_something:
        yield from backed_by(telling)
        yield from told_as_done(telling)
        yield from told_as_to_come(telling)
        yield from told_as_now(telling)
        yield from expected(telling)
        yield from reversed_(telling)
        yield from led_otherwise(telling)
        yield from compared(telling)
        yield from rescoped(telling)
        yield from spread(telling)
        yield from all_for_some(telling)
        yield from all_for_most(telling)
        yield from widened(telling)
        yield from opposed(telling)
    if telling.share >= TOLD and telling.claim.is_sentence:
        yield from directed(telling)
        yield from names_swapped(telling)
        yield from subject_of_another(telling)
        yield from namesake(telling)
        yield from doer_of_another(telling)
        yield from relative_of(telling)
        yield from doer_elsewhere(telling)
        yield from another(telling)
    if telling.is_close:
        yield from _close(telling)
    if telling.tells_something and not telling.claim.is_disputed:
        yield from denied(telling)
        yield from denied_deed(telling)
        yield from called_off(telling)
        yield from doubted(telling)
    if telling.share >= TOLD and telling.claim.is_sentence:
        yield from doer_otherwise(telling)
        yield from another_deed(telling)


def _close(telling: Telling) -> Iterator[Found]:
    """The findings about a statement in nearly the same words."""
    if telling.claim.is_sentence:
        yield from swapped(telling)
    else:
        yield from another(telling)
    yield from heeded(telling)
    yield from doubt_moved(telling)
    yield from genders(telling)
    yield from peoples(telling)
    yield from numbers_swapped(telling)
    yield from measured_otherwise(telling)
    yield from included(telling)
    for slot in slots(telling.found):
        yield from replaced(telling, slot)
        yield from backed(telling, slot)
        yield from turned_round(telling, slot)
        yield from scoped(telling, slot)
        yield from linked(telling, slot)
        yield from added(telling, slot)
