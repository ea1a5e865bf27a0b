"""Grouping: which articles are one story.

Two articles are joined by what their source says (the same guid; the same agency, slug without its lead
marks, language and day) or, where it says nothing, by their text: the smaller is contained in the other to a
good part, they share a rare name, and their numbers agree. Text alone never joins articles whose numbers
differ: earnings stories of three companies share a third of their words. Containment and not likeness,
because a story grows from 25 words to 700 while it stays the same story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from factsheet.batch.ledger import Shared
from factsheet.batch.wire.sketches import containment, likeness
from factsheet.disjoint import Disjoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from factsheet.batch.wire.sketches import Sketch

    Look = Callable[[int], Sketch]

CONTAINED = 0.4
"""The share of the smaller text from which two texts may be one story."""
_NUMBERS_AGREE = 0.6
"""Of the numbers of the text with fewer, the share that the other has: a later version adds some and mends some."""
_COPY = 0.85
"""Likeness from which one text is a copy of the other, where all numbers are the same."""
_SAME_SLUG = 0.1
"""Containment that a shared slug still wants: desks use some slugs for anything, such as a review of the press."""
_SHORT = 60
"""Words: up to here a text is an alert, which shares few words with its story, but most of its names."""
_ALERT_NAMES = 0.5
_GROWTH = 12
"""How many times longer the other text may be, so that a round-up does not swallow the stories in it."""

_SAMPLE = 8
"""One shingle in so many looks for candidates."""
_COMMON = 40
"""A shingle of more articles than this is a phrase of the trade and finds no candidates."""
_RARE_SHARE = 0.01
_RARE = 5
"""A name is rare that is in at most 1 % of the articles, or in at most 5."""

# What desks add to a slug from version to version: "2nd Ld-Writethru", "Zusammenfassung 3", "(CORRECTED)".
_LEAD_MARKS = re.compile(
    r"""(?ix) \b(?: \d+(?:st|nd|rd|th)? [\s-]* )? (?: ld | lead | lede | writethru | wt | add | adds | sub | zf
      | zusammenfassung | neu | update | urgent | correction | korrektur | berichtigung | corr )
      (?: [\s-]* writethru )? (?: [\s-]* \d+ )? \b \.? | \(.*?\)"""
)

_LONGEST_SLUG = 200
"""Characters of a slug that are looked at: a longer one is none."""


@dataclass(frozen=True, slots=True)
class Item:
    """What grouping looks at first. `day` is a date; `digest` that of the text."""

    id: int
    guid: str | None = None
    agency: str | None = None
    slug: str | None = None
    language: str | None = None
    day: str | None = None
    digest: str | None = None
    words: int = 0
    is_story: bool = True
    """False for what is no story, a table or a planner say: that goes by its guid alone."""


def clean_slug(slug: str) -> str:
    """A slug without its lead marks: `BC-US--Storm,2nd Ld-Writethru` and `BC-US--Storm` are one."""
    return " ".join(re.sub(r"[^\w]+", " ", _LEAD_MARKS.sub(" ", slug[:_LONGEST_SLUG])).casefold().split())


def group(items: Sequence[Item], look: Look) -> list[list[int]]:
    """The ids of each story with more than one article, in the order of `items`.

    `look` gives an article's sketch; it is called for the index, and again for each pair to compare.

    Raises:
        LedgerError: there is no room for the index.
    """
    by_id = {item.id: item for item in items}
    joined = Disjoint(by_id)
    for same in _by(items, lambda item: item.guid):
        joined.join(same)
    items = [item for item in items if item.is_story]
    for same in _by(items, _same_text):
        joined.join(same)
    for same in _by(items, _slug_key):
        _join_slug(joined, [by_id[one] for one in same], look)
    for one, other in _without_round_ups(_links(items, by_id, look), by_id, look):
        joined.join([one, other])
    return [ids for ids in joined.sets() if len(ids) > 1]


def copies(one: Sketch, other: Sketch) -> bool:
    """Whether one text is as good as the other: nearly the same words, and the very same numbers."""
    return one.numbers == other.numbers and likeness(one, other) >= _COPY


def _same_text(item: Item) -> str | None:
    return item.digest if item.words else None


def _slug_key(item: Item) -> str | None:
    slug = clean_slug(item.slug or "")
    if not slug or not item.day:
        return None
    return "\n".join((item.agency or "", slug, item.language or "", item.day))


def _by(items: Iterable[Item], key: Callable[[Item], str | None]) -> list[list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for item in items:
        if value := key(item):
            found[value].append(item.id)
    return [ids for ids in found.values() if len(ids) > 1]


def _join_slug(joined: Disjoint[int], same: list[Item], look: Look) -> None:
    """Join what shares a slug and something of its text; what has no text, such as a notice, goes by the slug."""
    for one, other in combinations(same, 2):
        if joined.together(one.id, other.id):
            continue
        if _akin(look(one.id), look(other.id)):
            joined.join([one.id, other.id])


def _akin(one: Sketch, other: Sketch) -> bool:
    fewest = min(one.words, other.words)
    if not fewest or containment(one, other) >= _SAME_SLUG:
        return True
    names = min(len(one.names), len(other.names))
    return fewest <= _SHORT and len(one.names & other.names) >= max(1, _ALERT_NAMES * names)


def _links(items: Sequence[Item], by_id: Mapping[int, Item], look: Look) -> list[tuple[int, int]]:
    """Pairs of articles whose texts are of one story: those that share a shingle which is no phrase of the trade."""
    pairs: set[tuple[int, int]] = set()
    with closing(Shared()) as shared:
        for item in items:
            sketch = look(item.id)
            shared.add(item.id, (each for each in sketch.shingles if not each % _SAMPLE), sketch.names)
        common = shared.names(max(_RARE, len(items) * _RARE_SHARE))
        for ids in shared.groups(_COMMON):
            pairs.update(combinations(ids, 2))
    return [
        (one, other)
        for one, other in sorted(pairs)
        if by_id[one].language == by_id[other].language and _one_story(look(one), look(other), common)
    ]


def _one_story(one: Sketch, other: Sketch, common: set[int]) -> bool:
    """Whether two texts are of one story, going by what they say; `common` names tell nothing."""
    shorter, longer = sorted((one.words, other.words))
    if not shorter or longer > _GROWTH * shorter:
        return False
    if containment(one, other) < CONTAINED or not _numbers_agree(one, other):
        return False
    return copies(one, other) or bool((one.names & other.names) - common)


def _numbers_agree(one: Sketch, other: Sketch) -> bool:
    fewest = min(len(one.numbers), len(other.numbers))
    return not fewest or len(one.numbers & other.numbers) >= _NUMBERS_AGREE * fewest


def _without_round_ups(links: list[tuple[int, int]], by_id: Mapping[int, Item], look: Look) -> list[tuple[int, int]]:
    """The links without those of an article that holds several stories which have nothing in common."""
    smaller: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in links:
        small, large = sorted((one, other), key=lambda each: by_id[each].words)
        smaller[large].append(small)
    round_ups = {
        large
        for large, parts in smaller.items()
        if len(parts) > 1 and any(containment(look(a), look(b)) < _SAME_SLUG for a, b in pairwise(parts))
    }
    return [pair for pair in links if not round_ups.intersection(pair)]
