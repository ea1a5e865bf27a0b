"""Disputes: a claim in one part and its denial in another are one dispute with two sides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from factsheet.merging.folded import folded
from factsheet.merging.keys import content, numbers, overlap
from factsheet.merging.pooling import evidence_of, pooled
from factsheet.merging.records import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Section

_LIKE = 0.75
"""Of the words of two claims, those they share where they are one claim."""

_LIKE_OF_ONE = 0.5
"""The same where one side is the same: somebody who is named in both."""

_COMMON = 40
"""Claims with a word in common above which that word tells nothing."""


def joined_disputes(section: Section, items: Sequence[Item]) -> list[Item]:
    """Disputes about one claim joined, the sides of its denial turned round."""
    claims = [_claim(section, item) for item in items]
    by_word: dict[str, list[int]] = defaultdict(list)
    groups: list[list[int]] = []
    for index, said in enumerate(claims):
        near = {g for word in said for g in (by_word[word] if len(by_word[word]) <= _COMMON else ())}
        fitting = [
            group
            for group in sorted(near)
            if all(_same_claim(section, items[index], items[other], said, claims[other]) for other in groups[group])
        ]
        if fitting:
            groups[fitting[0]].append(index)
            continue
        groups.append([index])
        for word in said:
            by_word[word].append(len(groups) - 1)
    return [_one([items[index] for index in group], [claims[index] for index in group]) for group in groups]


def _claim(section: Section, item: Item) -> frozenset[str]:
    return content(str(item.value.get(section.same_by[0]) or "")) if section.same_by else frozenset()


def _same_claim(section: Section, one: Item, other: Item, a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two claims are one, or one the denial of the other."""
    bare_a, bare_b = a - {"not"}, b - {"not"}
    if numbers(bare_a) != numbers(bare_b) or not bare_a or not bare_b:
        return False
    return overlap(bare_a, bare_b) >= (_LIKE_OF_ONE if _named(section, one) & _named(section, other) else _LIKE)


def _named(section: Section, item: Item) -> set[str]:
    return {folded(name) for side in section.sides for name in item.value.get(side.by) or ()}


def _one(items: list[Item], claims: list[frozenset[str]]) -> Item:
    """One dispute; where the claim of an entry is the denial of the first one's, its sides change places."""
    if len(items) == 1:
        return items[0]
    plain = next((said for said in claims if "not" not in said), claims[0])
    turned = [
        item if ("not" in said) == ("not" in plain) else _turned(item) for item, said in zip(items, claims, strict=True)
    ]
    straight = [item for item, said in zip(items, claims, strict=True) if ("not" in said) == ("not" in plain)]
    section = items[0].section
    result = pooled(turned)
    result.value[section.same_by[0]] = straight[0].value[section.same_by[0]]
    for side in section.sides:
        result.value[side.evidence] = evidence_of(turned, side.evidence)
    for field in section.fields:
        choices = field.schema.get("enum")
        if choices:
            # The schema names the strongest first: a denial found anywhere outweighs "alleged".
            given = [item.value[field.name] for item in items if item.value.get(field.name) in choices]
            result.value[field.name] = min(given, key=choices.index)
    result.reasons = (*result.reasons, "one claim, and what is said for and against it in several parts")
    return result


def _turned(item: Item) -> Item:
    """The item with its two sides changed over: who denies a claim claims that it is not so."""
    if len(item.section.sides) != 2:
        return item
    one, other = item.section.sides
    value = dict(item.value)
    value[one.by], value[other.by] = item.value.get(other.by) or [], item.value.get(one.by) or []
    value[one.evidence], value[other.evidence] = (
        item.value.get(other.evidence) or [],
        item.value.get(one.evidence) or [],
    )
    return Item(item.section, value, item.drafts, item.order, item.reasons, item.problems)
