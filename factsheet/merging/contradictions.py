"""Contradictions: statements of different parts about one thing that cannot both be true.

Neither is chosen: both entries stay, each with its evidence, and say of each other that they disagree.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from factsheet.language.numbers import Quantity, agree, quantities
from factsheet.merging.spelling import folded
from factsheet.merging.statements import content, referred_to
from factsheet.records import overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factsheet.kinds import Field, Section
    from factsheet.merging.pooling import DraftEntry

_MOST = 12
"""Entries about one thing that are compared with each other; more are a table, not a contradiction."""


def apart(section: Section, items: Sequence[DraftEntry]) -> list[list[DraftEntry]]:
    """The entries of one entity in consistent groups, in order; usually one group."""
    if len(items) == 1:
        return [[*items]]
    alike: dict[tuple[Any, ...], list[DraftEntry]] = defaultdict(list)
    plain, stated = _compared(section)
    for item in items:
        alike[tuple(_with_numbers(item, plain, stated))].append(item)
    groups: list[list[list[DraftEntry]]] = []
    for same in alike.values():
        agreeing = (group for group in groups if not _disagrees(section, same[0], group))
        group = next(agreeing, None)
        if group is None:
            groups.append(group := [])
        group.append(same)
    return [[item for same in group for item in same] for group in groups]


def _disagrees(section: Section, item: DraftEntry, group: list[list[DraftEntry]]) -> bool:
    return any(_disagree(section, item, other[0]) for other in group)


def _with_numbers(item: DraftEntry, plain: Sequence[Field], stated: Sequence[Field]) -> Iterable[Any]:
    """What of an entry can contradict another: its plain values, and statements that have numbers in them."""
    yield from (item.value.get(field.name) for field in plain)
    for field in stated:
        value = item.value.get(field.name)
        yield value if isinstance(value, str) and _quantities(value) else None


def note_apart(section: Section, items: Sequence[DraftEntry], describe: Callable[[DraftEntry], str]) -> None:
    """Add findings on the disagreements between entries of one entity that were kept apart."""
    for one, other in combinations(items[:_MOST], 2):
        for field in _disagree(section, one, other):
            _say(field, one, other, describe)


def note_disagreements(section: Section, items: Sequence[DraftEntry], describe: Callable[[DraftEntry], str]) -> None:
    """Add findings on entries of different parts that state the same thing with other numbers or dates."""
    stating = [field for field in section.fields if field.states and field.name in section.same_by]
    if not stating or section.sides or len(items) == 1:
        return
    fields = [*_plain(section)]
    for one, other in _about_the_same(section, items, stating):
        if _may_contradict(one, other, fields):
            for field in _numbers_apart(fields, one, other):
                _say(field, one, other, describe)


def _about_the_same(
    section: Section, items: Sequence[DraftEntry], stating: Sequence[Field]
) -> Iterable[tuple[DraftEntry, DraftEntry]]:
    """Pairs of entries that state the same thing of the same entities."""
    about: dict[Any, list[DraftEntry]] = defaultdict(list)
    for item in items:
        said = tuple(content(str(item.value.get(field.name) or "")) for field in stating)
        about[referred_to(section, item), said].append(item)
    return (pair for together in about.values() for pair in combinations(together[:_MOST], 2))


def _numbers_apart(fields: Iterable[Field], one: DraftEntry, other: DraftEntry) -> list[Field]:
    """The fields in which two entries have numbers, none of them the same."""
    return [field for field in fields if _numbers_differ(one.value.get(field.name), other.value.get(field.name))]


def _may_contradict(one: DraftEntry, other: DraftEntry, fields: Sequence[Field]) -> bool:
    """Whether two entries are of different parts and words, and say the same but for numbers."""
    if one.drafts & other.drafts or overlap(one.spans, other.spans):
        return False
    return not any(_words_differ(one, other, field.name) for field in fields)


def _plain(section: Section) -> Iterable[Field]:
    """The fields of one value that are neither a choice, a statement, a reference nor a quotation."""
    for field in section.fields:
        simple = not field.is_evidence and field.schema.get("type") != "array" and "enum" not in field.schema
        if simple and not field.states and field.refers_to is None and not field.quoted:
            yield field


def _disagree(section: Section, one: DraftEntry, other: DraftEntry) -> list[Field]:
    """The fields in which two entries of one entity cannot both be right: another country, another age."""
    plain, stated = _compared(section)
    out = [field for field in plain if _words_differ(one, other, field.name, strict=True)]
    return out + _numbers_apart(stated, one, other)


def _compared(section: Section) -> tuple[list[Field], list[Field]]:
    """The plain fields of a entity that are no names, and the ones that state something."""
    plain = [field for field in _plain(section) if field.name not in section.same_by]
    return plain, [field for field in section.fields if field.states and not field.is_evidence]


def _words_differ(one: DraftEntry, other: DraftEntry, name: str, *, strict: bool = False) -> bool:
    """Whether two values are given, have no numbers to compare, and neither says what the other says."""
    a, b = one.value.get(name), other.value.get(name)
    if not isinstance(a, str) or not isinstance(b, str):
        return False
    if not strict and any(char.isdigit() for char in a + b):
        return False
    said, says = content(a), content(b)
    return not (said <= says or says <= said) and folded(a) not in folded(b) and folded(b) not in folded(a)


def _numbers_differ(a: Any, b: Any) -> bool:
    """Whether both values have numbers, and none of one is one of the other."""
    if not isinstance(a, str) or not isinstance(b, str) or folded(a) == folded(b):
        return False
    ours, theirs = _quantities(a), _quantities(b)
    return bool(ours and theirs) and not any(agree(x, y) for x in ours for y in theirs)


@lru_cache(maxsize=2048)  # each entry is compared with a dozen others
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(text))


def _say(field: Field, one: DraftEntry, other: DraftEntry, describe: Callable[[DraftEntry], str]) -> None:
    a, b = one.value.get(field.name), other.value.get(field.name)
    label = field.name.replace("_", " ")
    ours, theirs = f"“{a}”{describe(one)}", f"“{b}”{describe(other)}"
    one.problems = (*one.problems, f"{label} is {ours} here and {theirs} in another entry")
    other.problems = (*other.problems, f"{label} is {theirs} here and {ours} in another entry")
