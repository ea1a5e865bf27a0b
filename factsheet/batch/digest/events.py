"""Events: which stories of a day are about one event, by the names and words of their outlines.

Two stories are about one event if they share a rare name, and another rare name or several words besides, within three
days. Only the pairs that share the most names are compared, so that a large day costs no more than a small one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from contextlib import closing
from itertools import combinations
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger import Shared
from factsheet.language.lexicon import is_light, is_numeric, lexicon, stem
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_STATING = ("statement", "event", "of", "claim")
"""Fields of the entries of an outline that hold a statement."""
_COMMON = 12
"""A name of more stories than this is no name of an event."""
_MOST = 200
"""Pairs of stories that are compared."""
_COUNTED = 100_000
"""Pairs that are counted, at most."""
_NAMES = 2
_WORDS = 5
"""Words that two stories have in common which share one name only."""
_APART = dt.timedelta(days=3)
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]+")
"""A word with a capital that begins no sentence."""


def texts(outline: Mapping[str, Any]) -> Iterator[str]:
    """The statements in an outline."""
    for its in outline.values():
        for entry in its if isinstance(its, list) else ():
            if isinstance(entry, dict):
                yield from (text for name in _STATING if isinstance(text := entry.get(name), str))


def names(outline: Mapping[str, Any]) -> set[str]:
    """The words of names in the statements of an outline."""
    found = (name.casefold() for text in texts(outline) for name in _NAME.findall(text))
    return {name for name in found if name not in lexicon().calendar}


def pairs(stories: Iterable[tuple[int, Mapping[str, Any]]]) -> list[tuple[int, int, int]]:
    """Pairs of stories that share a name which few have, those that share the most first, with how many they share.

    Raises:
        LedgerError: there is no room for the names.
    """
    counts: Counter[tuple[int, int]] = Counter()
    with closing(Shared()) as shared:
        for same in shared.same((name, story) for story, outline in stories for name in names(outline)):
            if len(same) <= _COMMON and len(counts) < _COUNTED:
                counts.update(combinations(same, 2))
    return [(one, other, number) for (one, other), number in counts.most_common(_MOST)]


def are_one(one: Mapping[str, Any], other: Mapping[str, Any], shared: int) -> bool:
    """Whether the outlines of two stories that share so many names tell of one event."""
    return shared >= _NAMES or len(_words(one) & _words(other)) >= _WORDS


def _words(outline: Mapping[str, Any]) -> set[str]:
    keys = (word.key for text in texts(outline) for word in words(text))
    return {stem(key) for key in keys if not is_light(key) and not is_numeric(key) and key not in lexicon().calendar}


_DAY = len("2017-05-29")


def minutes_between(one: str, other: str) -> int | None:
    """How many minutes later the second of two times is; None where one is not known, or is only the other's day."""
    if ("T" in one) != ("T" in other):
        one, other = one[:_DAY], other[:_DAY]
        if one == other:
            return None
    try:
        first, second = (dt.datetime.fromisoformat(each) for each in (one, other))
        return round((second - first) / dt.timedelta(minutes=1))
    except (TypeError, ValueError):
        return None


def are_far_apart(minutes: int | None) -> bool:
    """Whether two stories are too far apart in time for one event."""
    return minutes is not None and abs(minutes) > _APART / dt.timedelta(minutes=1)
