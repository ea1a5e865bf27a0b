"""Contradictions: what the parts of an article say of one thing and cannot both be so.

Neither is chosen: both entries stay, each with its evidence, and say of each other that they disagree.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from factsheet.language.numbers import Quantity, agree, quantities
from factsheet.merging.entries import bearers_of
from factsheet.merging.folded import folded
from factsheet.merging.keys import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from factsheet.kinds import Field, Section
    from factsheet.merging.records import Item

_MOST = 12
"""Entries about one thing that are compared with each other; more are a table, not a contradiction."""


def apart(section: Section, items: Sequence[Item]) -> list[list[Item]]:
    """Entries of one bearer in groups that do not contradict each other, in order; usually one group."""
    if len(items) == 1:
        return [[*items]]
    alike: dict[tuple[Any, ...], list[Item]] = defaultdict(list)
    plain, stated = _compared(section)
    for item in items:
        alike[tuple(_with_numbers(item, plain, stated))].append(item)
    groups: list[list[list[Item]]] = []
    for same in alike.values():
        fitting = [group for group in groups if not any(_disagree(section, same[0], other[0]) for other in group)]
        if fitting:
            fitting[0].append(same)
        else:
            groups.append([same])
    return [[item for same in group for item in same] for group in groups]


def _with_numbers(item: Item, plain: Sequence[Field], stated: Sequence[Field]) -> Iterable[Any]:
    """What of an entry can contradict another: its plain values, and statements that have numbers in them."""
    yield from (item.value.get(field.name) for field in plain)
    for field in stated:
        value = item.value.get(field.name)
        yield value if isinstance(value, str) and _quantities(value) else None


def note_apart(section: Section, items: Sequence[Item], describe: Callable[[Item], str]) -> None:
    """Let entries of one bearer that were kept apart say what they disagree on."""
    for one, other in combinations(items[:_MOST], 2):
        for field in _disagree(section, one, other):
            _say(field, one, other, describe)


def note_disagreements(section: Section, items: Sequence[Item], describe: Callable[[Item], str]) -> None:
    """Let entries of different parts that state the same thing with other numbers or dates say so."""
    stating = [field for field in section.fields if field.states and field.name in section.same_by]
    if not stating or section.sides or len(items) == 1:
        return
    about: dict[Any, list[Item]] = defaultdict(list)
    for item in items:
        said = tuple(content(str(item.value.get(field.name) or "")) for field in stating)
        about[bearers_of(section, item), said].append(item)
    for together in about.values():
        for one, other in combinations(together[:_MOST], 2):
            fields = list(_plain(section))
            if one.drafts & other.drafts or _overlap(one, other):
                continue
            if any(_words_differ(one, other, field.name) for field in fields):
                continue
            for field in fields:
                if _numbers_differ(one.value.get(field.name), other.value.get(field.name)):
                    _say(field, one, other, describe)


def _plain(section: Section) -> Iterable[Field]:
    """The fields of one value that are neither a choice, a statement, a reference nor a quotation."""
    for field in section.fields:
        simple = not field.is_evidence and field.schema.get("type") != "array" and "enum" not in field.schema
        if simple and not field.states and field.refers_to is None and not field.quoted:
            yield field


def _disagree(section: Section, one: Item, other: Item) -> list[Field]:
    """The fields in which two entries of one bearer cannot both be right: another country, another age."""
    plain, stated = _compared(section)
    out = [field for field in plain if _words_differ(one, other, field.name, strict=True)]
    return out + [field for field in stated if _numbers_differ(one.value.get(field.name), other.value.get(field.name))]


def _compared(section: Section) -> tuple[list[Field], list[Field]]:
    """The plain fields of a bearer that are no names, and the ones that state something."""
    plain = [field for field in _plain(section) if field.name not in section.same_by]
    return plain, [field for field in section.fields if field.states and not field.is_evidence]


def _words_differ(one: Item, other: Item, name: str, *, strict: bool = False) -> bool:
    """Whether two values are given, have no numbers to compare, and neither says what the other says."""
    a, b = one.value.get(name), other.value.get(name)
    if not isinstance(a, str) or not isinstance(b, str):
        return False
    if not strict and any(char.isdigit() for char in a + b):
        return False
    said, says = content(a), content(b)
    return not (said <= says or says <= said) and folded(a) not in folded(b) and folded(b) not in folded(a)


def _overlap(one: Item, other: Item) -> bool:
    """Whether both rest on the same words: two facts of one sentence are no contradiction."""
    return any(start < stop and begin < end for start, end in one.spans for begin, stop in other.spans)


def _numbers_differ(a: Any, b: Any) -> bool:
    """Whether both values have numbers, and none of one is one of the other."""
    if not isinstance(a, str) or not isinstance(b, str) or folded(a) == folded(b):
        return False
    ours, theirs = _quantities(a), _quantities(b)
    return bool(ours and theirs) and not any(agree(x, y) for x in ours for y in theirs)


@lru_cache(maxsize=8192)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(text))


def _say(field: Field, one: Item, other: Item, describe: Callable[[Item], str]) -> None:
    a, b = one.value.get(field.name), other.value.get(field.name)
    label = field.name.replace("_", " ")
    ours, theirs = f"“{a}”{describe(one)}", f"“{b}”{describe(other)}"
    one.problems = (*one.problems, f"{label} is {ours} here and {theirs} in another entry")
    other.problems = (*other.problems, f"{label} is {theirs} here and {ours} in another entry")
