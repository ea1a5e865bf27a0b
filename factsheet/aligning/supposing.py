"""Finds omitted words that mark something as supposed, or as somebody's view."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, is_verb_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.rows import Row


_SHORT = 4
"""The longest "to many of them,", in words."""


def supposed(
    found: Alignment, parts: Sequence[range], live: Sequence[range], covered: Collection[int] = ()
) -> Iterator[str]:
    """The first word of each omission: "should the dam break,", "to critics,", "the idea that".

    `parts` are the clauses of the sentence and `live` those in use; `covered` are its tokens of attribution.
    """
    used = found.pairs.values()
    for part, after in pairwise(parts):
        goes_on = after in live and "," in found.sentence.tokens[after.start].gap
        if part in live or not goes_on or not {*covered}.isdisjoint(after):
            continue
        opens = part.start == 0
        if (opens and _is_condition(found.sentence, part, after)) or _is_view(found.sentence, part, first=opens):
            yield found.sentence.left_out(part.start)
    first = min(used, default=0)
    noun = _noun_of(found.sentence, first) if {*covered}.isdisjoint(range(first)) else None
    if noun is not None:
        yield found.sentence.left_out(noun)


def _is_condition(one: Row, part: range, after: range) -> bool:
    """Whether the words before a comma are a condition: "should it break,", or any before a "would"."""
    low = one.tokens[part.start].low
    modals = {one.tokens[at].low for at in after if one.tokens[at].is_of("modals") and not one.tokens[at].capital}
    if low in group("supposing"):
        return bool(modals)
    would = not modals.isdisjoint({"would", "could", "might"})
    return would and (low in {"were", "had", "but"} or one.tokens[part.start].is_preposition)


def _is_view(one: Row, part: range, *, first: bool) -> bool:
    """Whether words between commas restrict a claim to a viewer or subject: "in the view of critics", "in mice"."""
    lows = [one.tokens[at].low for at in part]
    if lows[0] in {"in", "by", "from"} and not group("views_of").isdisjoint(lows):
        return True
    if first and lows[0] in {"in", "among"} and lows[-1] in group("tested_on"):
        return True
    told = any(is_verb_at(one.tokens, at) for at in part)
    return first and lows[0] in {"to", "for"} and len(part) <= _SHORT and not told and not _is_time(one, part)


def _is_time(one: Row, part: range) -> bool:
    return any(at in one.quantities or one.tokens[at].low in group("periods") for at in part)


def _noun_of(one: Row, first: int) -> int | None:
    """The noun whose content clause a word begins: "the idea that it is safe"; None if there is none."""
    that = next((at for at in range(first - 1, 1, -1) if one.tokens[at].low == "that"), 0)
    if not that or any(not one.tokens[at].is_small for at in range(that + 1, first)):
        return None
    noun = one.tokens[that - 1]
    has_article = one.tokens[that - 2].is_of("determiners") or one.tokens[max(0, that - 3)].is_of("determiners")
    is_noun = not (noun.is_small or noun.capital or is_verb_at(one.tokens, that - 1)) and noun.low != "fact"
    return that - 1 if is_noun and has_article else None
