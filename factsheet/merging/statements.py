"""Statements: which nameless entries say the same, which claims form one dispute, and their order."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.disjoint import Disjoint
from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.merging.pooling import DraftEntry, evidence_of, pooled
from factsheet.merging.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from factsheet.kinds import Section

_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:['’][^\W_]+)?|[$€£%]")

_LONG_QUOTATION = 3
"""Words from which the same quotation of the same holder is the same position, however it is put."""

_LIKE = 0.6
"""Of the words of two statements on the same words of the article, those they share where they are one."""

_CLAIM = 0.75
"""Of the words of two claims, those they share where they are one claim."""

_CLAIM_OF_ONE = 0.5
"""The same where one side is the same: somebody who is named in both."""

_COMMON = 40
"""Claims with a word in common above which that word tells nothing."""

_Claim: TypeAlias = "tuple[DraftEntry, frozenset[str]]"
"""A dispute and what is claimed in it, as `content` has it."""


def joined(section: Section, items: Sequence[DraftEntry], *, overlapping: bool) -> list[DraftEntry]:
    """The entries with equal ones joined, in the order of first occurrence.

    `overlapping` says that drafts share a stretch of the article, so that they can say the same of the same words.
    """
    by_order = {item.order: item for item in items}
    groups = Disjoint(by_order)
    first: dict[Any, DraftEntry] = {}
    for item in items:
        for key in _keys(section, item):
            groups.join((first.setdefault(key, item).order, item.order))
    for one, other in _on_the_same_words(items) if overlapping else ():
        if not one.drafts & other.drafts and _alike(section, one, other):
            groups.join((one.order, other.order))
    return [pooled([by_order[order] for order in group]) for group in groups.sets()]


def main_text(section: Section, item: DraftEntry) -> str:
    """The text of the fields by which entries of a section are the same, references left out."""
    fields = [section.field(name) for name in section.same_by]
    return " ".join(
        str(item.value.get(field.name) or "")
        for field in fields
        if field and field.refers_to is None and not field.quoted and field.schema.get("type") != "array"
    )


def referred_to(section: Section, item: DraftEntry) -> tuple[str, ...]:
    """The names that an entry refers to in its `x-same-by` fields."""
    fields = [section.field(name) for name in section.same_by]
    return tuple(folded(str(item.value.get(f.name) or "")) for f in fields if f and f.refers_to is not None)


def _keys(section: Section, item: DraftEntry) -> Iterable[Any]:
    """What an entry is the same by: all its fields, or whose quotation it is."""
    who = referred_to(section, item)
    yield who, *(content(text) for text in _texts(section, item))
    for name in section.same_by:
        field = section.field(name)
        quotation = item.value.get(name)
        if field and field.quoted and quotation and len(quotation.split()) >= _LONG_QUOTATION:
            yield who, name, " ".join(folded(quotation).split())


def _texts(section: Section, item: DraftEntry) -> list[str]:
    fields = [section.field(name) for name in section.same_by or [f.name for f in section.fields if not f.is_evidence]]
    return [
        str(item.value.get(field.name) or "")
        for field in fields
        if field and field.refers_to is None and not field.quoted
    ]


def _on_the_same_words(items: Sequence[DraftEntry]) -> Iterable[tuple[DraftEntry, DraftEntry]]:
    """Pairs of entries of which one's first evidence lies within the other's."""
    placed = [(item.spans[0], item) for item in items if item.spans]
    placed.sort(key=lambda pair: (pair[0][0], -pair[0][1], pair[1].order))
    open_: list[tuple[int, DraftEntry]] = []
    for (start, end), item in placed:
        open_ = [(stop, other) for stop, other in open_ if stop > start][-4:]
        for stop, other in open_:
            if end <= stop:
                yield other, item
        open_.append((end, item))


def _alike(section: Section, one: DraftEntry, other: DraftEntry) -> bool:
    """Whether two entries on the same words say about the same: same holder, numbers and negation."""
    if referred_to(section, one) != referred_to(section, other):
        return False
    a, b = content(main_text(section, one)), content(main_text(section, other))
    return ("not" in a) == ("not" in b) and numbers(a) == numbers(b) and overlap(a, b) >= _LIKE


def in_order(section: Section, items: Sequence[DraftEntry], parts: Sequence[object]) -> list[DraftEntry]:
    """Entries of several drafts in order; `parts` says of each draft which part of the article it is of.

    Names and labels that more parts have come first; entries of one holder are together, and among them those on
    one topic (the plain field after the holder); all else is in the order of the article.
    """
    items = sorted(items, key=lambda item: item.order)
    holder, topic = _holder(section)
    if holder:
        return _together(_together(items, topic) if topic else items, holder)
    stating = any(field.states for field in section.fields if field.name in section.same_by)
    if stating or section.sides:
        return items
    return sorted(items, key=lambda item: -len({parts[number] for number in item.drafts}))


def _holder(section: Section) -> tuple[str | None, str | None]:
    """The field that says whose an entry is, where that is what entries are the same by first; and the next."""
    names = [field.name for field in section.fields]
    first = section.field(section.same_by[0]) if section.same_by else None
    if first is None or first.refers_to is None:
        return None, None
    after = names[names.index(first.name) + 1 :]
    following = section.field(after[0]) if after else None
    plain = following is not None and not following.is_evidence and "enum" not in following.schema
    return first.name, following.name if following and plain else None


def _together(items: Sequence[DraftEntry], name: str) -> list[DraftEntry]:
    """The items with those of one value side by side, in the order of the first of each."""
    groups: dict[str, list[DraftEntry]] = defaultdict(list)
    for number, item in enumerate(items):
        value = item.value.get(name)
        groups[folded(str(value)) if value is not None else f"\0{number}"].append(item)
    return [item for group in groups.values() for item in group]


def joined_disputes(section: Section, items: Sequence[DraftEntry]) -> list[DraftEntry]:
    """Disputes about one claim joined; the sides of a denial are swapped."""
    by_word: dict[str, list[int]] = defaultdict(list)
    groups: list[list[_Claim]] = []
    for claim in ((item, _claim(section, item)) for item in items):
        near = set().union(*(by_word[word] for word in claim[1] if len(by_word[word]) <= _COMMON))
        group = next((groups[n] for n in sorted(near) if _is_of(section, claim, groups[n])), None)
        if group is None:
            for word in claim[1]:
                by_word[word].append(len(groups))
            groups.append(group := [])
        group.append(claim)
    return [_one(group) for group in groups]


def _is_of(section: Section, claim: _Claim, group: list[_Claim]) -> bool:
    return all(_same_claim(section, claim, one) for one in group)


def _claim(section: Section, item: DraftEntry) -> frozenset[str]:
    return content(str(item.value.get(section.same_by[0]) or "")) if section.same_by else frozenset()


def _same_claim(section: Section, one: _Claim, other: _Claim) -> bool:
    """Whether two claims are one, or one the denial of the other."""
    a, b = one[1] - {"not"}, other[1] - {"not"}
    if numbers(a) != numbers(b) or not a or not b:
        return False
    return overlap(a, b) >= (_CLAIM_OF_ONE if _named(section, one[0]) & _named(section, other[0]) else _CLAIM)


def _named(section: Section, item: DraftEntry) -> set[str]:
    return {folded(name) for side in section.sides for name in item.value.get(side.by) or ()}


def _one(group: list[_Claim]) -> DraftEntry:
    """One dispute; where the claim of an entry is the denial of the first one's, its sides change places."""
    items, claims = [item for item, _ in group], [said for _, said in group]
    if len(items) == 1:
        return items[0]
    denies = "not" in next((said for said in claims if "not" not in said), claims[0])
    is_straight = [("not" in said) == denies for said in claims]
    turned = [item if straight else _turned(item) for item, straight in zip(items, is_straight, strict=True)]
    section = items[0].section
    result = pooled(turned)
    result.value[section.same_by[0]] = items[is_straight.index(True)].value[section.same_by[0]]
    for side in section.sides:
        result.value[side.evidence] = evidence_of(turned, side.evidence)
    result.value.update(_strongest(section, items))
    result.reasons = (*result.reasons, "one claim, and what is said for and against it in several parts")
    return result


def _strongest(section: Section, items: Sequence[DraftEntry]) -> dict[str, Any]:
    """The choices of a dispute. The schema names the strongest first: a denial found anywhere outweighs "alleged"."""
    found = {}
    for field in section.fields:
        if choices := field.schema.get("enum"):
            given = [item.value[field.name] for item in items if item.value.get(field.name) in choices]
            found[field.name] = min(given, key=choices.index)
    return found


def _turned(item: DraftEntry) -> DraftEntry:
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
    return DraftEntry(item.section, value, item.drafts, item.order, item.reasons, item.problems)


@lru_cache(maxsize=2048)  # a statement is compared with all near it
def content(text: str) -> frozenset[str]:
    """The content of a statement regardless of order and small words: stems, numbers, and negation."""
    known = lexicon()
    out = set()
    for word in _WORD.findall(folded(text)):
        key = canonical(word.replace("’", "'"))
        if key in known.negations or key.endswith("n't"):
            out.add("not")
        elif key not in known.light:
            out.add(stem(key))
    return frozenset(out) or frozenset(folded(text).split())


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two statements have in common, of the words of both."""
    return len(one & other) / len(one | other) if one or other else 1.0


def numbers(said: frozenset[str]) -> frozenset[str]:
    """The numbers among the words of a statement."""
    known = lexicon().numbers
    return frozenset(word for word in said if word[0].isdigit() or word in known)
