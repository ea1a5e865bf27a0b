"""Grouping: which articles belong to the same story.

Two articles are joined by what their source says (the same guid; the same agency, slug without its lead
marks, language and day, or the next lead after midnight) or, where it says nothing, by their text: the smaller
is contained in the other to a good part, they share a rare name, and their numbers agree. Text alone never joins
articles whose numbers differ: earnings stories of three companies share a third of their words. Containment and
not likeness, because a story grows from 25 words to 700 while it stays the same story.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.batch.ledger import Shared
from factsheet.batch.wire.sketches import containment, likeness
from factsheet.disjoint import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
_LEAST = 0.1
"""Of the shingles that look for candidates, the share of the smaller text's that two must share: a quarter of
`CONTAINED`, so that no chance of the sample loses a pair."""
_COMPARED = 16
"""Earlier articles that one is compared with at most: those made from its template share less than its story does."""
_SLUG_MATES = 16
"""Articles before it that one with the same slug is compared with: some desks give one slug to all results of a day."""
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


def group(items: Sequence[Item], look: Look) -> Iterator[list[int]]:
    """The ids of each story, in the order of `items`: most have one article.

    `look` gives an article's sketch; it is called for the index, and again for each pair to compare. Beside `items` and
    the file of the index it takes some bytes of memory an article.

    Raises:
        LedgerError: there is no room for the index.
    """
    joined, is_copy = Places(len(items)), bytearray(len(items))
    with closing(Shared(len(items))) as shared:
        for same in shared.same((item.guid, place) for place, item in enumerate(items)):
            joined.join(same)
        for same in shared.same((_same_text(item), place) for place, item in enumerate(items)):
            joined.join(same)
            for place in same[1:]:
                is_copy[place] = True
        for same in shared.same((_slug_key(item), place) for place, item in enumerate(items)):
            _join_slug(joined, items, same, look)
        for same in shared.same(row for place, item in enumerate(items) for row in _nights(item, place)):
            _join_night(joined, items, same, look)
        _link(shared, items, is_copy, look)
        _join_links(joined, shared, items, look)
        for same in shared.same(((joined.root(place), place) for place in range(len(items))), least=1):
            yield [items[place].id for place in same]


def copies(one: Sketch, other: Sketch) -> bool:
    """Whether one text is as good as the other: nearly the same words, and the very same numbers."""
    return one.numbers == other.numbers and likeness(one, other) >= _COPY


def _same_text(item: Item) -> str | None:
    return item.digest if item.words and item.is_story else None


def _slug_key(item: Item) -> str | None:
    slug = clean_slug(item.slug or "")
    if not slug or not item.day or not item.is_story:
        return None
    return "\n".join((item.agency or "", slug, item.language or "", item.day))


def _join_slug(joined: Places, items: Sequence[Item], same: list[int], look: Look) -> None:
    """Join what shares a slug and something of its text; what has no text, such as a notice, goes by the slug."""
    for at, one in enumerate(same):
        for other in reversed(same[max(0, at - _SLUG_MATES) : at]):
            if not joined.together(one, other) and _akin(look(items[one].id), look(items[other].id)):
                joined.join([one, other])


def _nights(item: Item, place: int) -> Iterator[tuple[str | None, int]]:
    """The slug of an item with its day; of a lead that may go on after midnight, with the day before it too."""
    key = _slug_key(item)
    if key is not None:
        yield key, place
        if _lead(item) and (before := _day_before(item.day)):
            yield _slug_key(replace(item, day=before)), place


def _day_before(day: str | None) -> str | None:
    try:
        return str(dt.date.fromisoformat(day or "") - dt.timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def _lead(item: Item) -> int:
    """The number of a lead: 10 for "10th Ld-Writethru", 0 where the slug has none."""
    marks = (mark[0] for mark in _LEAD_MARKS.finditer((item.slug or "")[:_LONGEST_SLUG]))
    return max((int(number) for mark in marks for number in re.findall(r"\d{1,3}", mark)), default=0)


def _join_night(joined: Places, items: Sequence[Item], same: list[int], look: Look) -> None:
    """Join the leads of a story that went on after midnight: their numbers do, those of a daily item begin again."""
    for at, late in enumerate(same):
        for early in same[max(0, at - _SLUG_MATES) : at + _SLUG_MATES + 1]:
            goes_on = (items[early].day or "") < (items[late].day or "") and _lead(items[early]) < _lead(items[late])
            if goes_on and not joined.together(early, late) and _goes_on(look(items[early].id), look(items[late].id)):
                joined.join([early, late])


def _goes_on(one: Sketch, other: Sketch) -> bool:
    """Whether the texts of two leads have as much in common as those of one story have, which grows overnight."""
    return containment(one, other) >= CONTAINED / 2 and bool(one.names & other.names)


def _akin(one: Sketch, other: Sketch) -> bool:
    fewest = min(one.words, other.words)
    if not fewest or containment(one, other) >= _SAME_SLUG:
        return True
    names = min(len(one.names), len(other.names))
    return fewest <= _SHORT and len(one.names & other.names) >= max(1, _ALERT_NAMES * names)


def _link(shared: Shared, items: Sequence[Item], is_copy: Sequence[int], look: Look) -> None:
    """Link the articles whose texts are of one story; of copies, the first stands for all.

    Those are compared that share shingles which are no phrase of the trade: of each article the few earlier ones of
    which it shares the most, however many are made from one template.
    """
    number = 0
    for place in _stories(items, is_copy):
        sketch = look(items[place].id)
        shared.add(place, (each for each in sketch.shingles if not each % _SAMPLE), sketch.names)
        number += 1
    common = shared.names(max(_RARE, number * _RARE_SHARE))
    shared.index(_COMMON)
    for place in _stories(items, is_copy):
        found = (pair for pair in shared.near(place) if pair[0] >= _LEAST and _may_be_one(items, place, pair[1]))
        for _, other in nlargest(_COMPARED, found):
            if _one_story(look(items[place].id), look(items[other].id), common):
                small, large = sorted((other, place), key=lambda each: items[each].words)
                shared.link(large, small)


def _stories(items: Sequence[Item], is_copy: Sequence[int]) -> Iterator[int]:
    """The places of what is a story, but for copies."""
    return (place for place, item in enumerate(items) if item.is_story and not is_copy[place])


def _may_be_one(items: Sequence[Item], one: int, other: int) -> bool:
    """Whether two articles are worth comparing: of one language, and neither much longer than the other."""
    shorter, longer = sorted((items[one].words, items[other].words))
    return items[one].language == items[other].language and shorter > 0 and longer <= _GROWTH * shorter


def _one_story(one: Sketch, other: Sketch, common: set[int]) -> bool:
    """Whether two texts are of one story, going by what they say; `common` names tell nothing."""
    if containment(one, other) < CONTAINED or not _numbers_agree(one, other):
        return False
    return copies(one, other) or bool((one.names & other.names) - common)


def _numbers_agree(one: Sketch, other: Sketch) -> bool:
    fewest = min(len(one.numbers), len(other.numbers))
    return not fewest or len(one.numbers & other.numbers) >= _NUMBERS_AGREE * fewest


def _join_links(joined: Places, shared: Shared, items: Sequence[Item], look: Look) -> None:
    """Join what is linked, but for what holds several stories which have nothing in common."""
    round_ups = {
        large
        for large, parts in shared.links()
        if any(containment(look(items[a].id), look(items[b].id)) < _SAME_SLUG for a, b in pairwise(parts))
    }
    for large, parts in shared.links():
        if large not in round_ups:
            for small in parts:
                if small not in round_ups:
                    joined.join([large, small])
