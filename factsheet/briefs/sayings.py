"""What an entry says, as comparable words: stems, without articles and particles.

An entry says what another says when all its words are in it, but for a few that are no number, no name and no "not",
when both rest on some of the same words of the article (or say the same to the word, or are one person's), and when it
is shown as no less sure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from factsheet.language.lexicon import canonical, is_light, is_negation, is_numeric, stem
from factsheet.language.lists import ENGLISH
from factsheet.language.words import words
from factsheet.records import overlap
from factsheet.standings import is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factsheet.briefs.page import Item

Names: TypeAlias = "tuple[frozenset[str], ...]"
"""The words of each name that one goes by."""
_SAID = ENGLISH.words("saying", "beside names")
_NEARLY_ALL = 0.85
"""The share of an entry's words that another must have to say the same; what it lacks may be no number, no name and no
"not"."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What an entry says: all words that are shown for it, and its `own`, without the sides of a dispute.

    `weighty` are the numbers, names and negations among its own; `who` are those whom it names by themselves, at its
    head or as its source: an entry that says the same has one name of each. `sure` are some of its own words, the
    longest, as rare ones are long: an entry that says the same has one of them, as so many may not be missing.
    """

    item: Item
    who: tuple[Names, ...]
    all: frozenset[str]
    own: frozenset[str]
    weighty: frozenset[str]
    sure: list[str]

    @classmethod
    def of(cls, item: Item, shown: frozenset[str], known: Mapping[str, Sequence[str]]) -> Saying:
        """What an entry says, of which these words are `shown`; `known` has the names of each name, case aside."""
        texts = [run.text for run in item.runs if run.own and not run.derived]
        people = [item.group or "", *(text for text in texts if text.casefold() in known)]
        who = tuple(_names_of(one, known) for one in people if one)
        read = [_read(text) for text in texts if text not in people]
        own = frozenset().union(*(one.keys for one in read))
        weighty = own & frozenset().union(*(one.weighty for one in map(_read, texts)))
        every = shown.union(*(name for names in who for name in names)) if who else shown
        sure = sorted(own, key=lambda key: (-len(key), key))[: _missable(own) + 1]
        return cls(item, who, every, own, weighty, sure)


@dataclass(slots=True)
class Kept:
    """The kept entries in order, with indexes of them by all their words and by those that are sure."""

    sayings: list[Saying | None] = field(default_factory=list)
    having: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    sure: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, saying: Saying) -> None:
        """Keep one more."""
        for index, keys in ((self.having, saying.all), (self.sure, saying.sure)):
            for key in keys:
                index[key].append(len(self.sayings))
        self.sayings.append(saying)

    def drop(self, saying: Saying) -> None:
        """Remove one."""
        self.sayings[self.sayings.index(saying)] = None

    def near(self, other: Saying) -> Iterator[Saying]:
        """Those that may say all that another says."""
        return self._kept(self.having, other.sure)

    def within(self, other: Saying) -> Iterator[Saying]:
        """Those of which another may say all."""
        return self._kept(self.sure, other.all)

    def _kept(self, index: Mapping[str, list[int]], keys: Iterable[str]) -> Iterator[Saying]:
        numbers = sorted({number for key in keys for number in index.get(key, ())})
        return (one for number in numbers if (one := self.sayings[number]) is not None)


def _names_of(person: str, known: Mapping[str, Sequence[str]]) -> Names:
    """The words of each name that somebody goes by, and the last of each by itself: a surname."""
    found = (keys for keys in map(keys_of, known.get(person.casefold(), [person])) if keys)
    return tuple(frozenset(words) for keys in found for words in (keys, keys[-1:]))


def is_worse(one: Item, other: Item) -> bool:
    """Whether an entry's mark is worse than another's: a page prints confirmed entries like proven ones.

    A dispute says itself that it is none: the article's words on it count, unless there is a doubt about them.
    """
    shown, others = ("proven" if item.standing == "confirmed" else item.standing or "open" for item in (one, other))
    return is_below(shown, "open" if one.sides else others)


def says(one: Saying, other: Saying) -> bool:
    """Whether one entry says all that another says, and is proven as far."""
    missing = other.own - one.all
    if not other.own or missing & other.weighty or len(missing) > _missable(other.own):
        return False
    if is_worse(one.item, other.item) or not all(_is_named(one, names) for names in other.who):
        return False
    is_same_speaker = bool(one.item.group) and one.item.group == other.item.group
    if is_same_speaker and not missing:
        return True  # wherever they say it again
    return one.own == other.own or overlap(one.item.spans, other.item.spans)


def _missable(own: frozenset[str]) -> int:
    """How many of its own words an entry may lack that says the same."""
    return int((1 - _NEARLY_ALL) * len(own))


def _is_named(one: Saying, names: Names) -> bool:
    return not names or any(name <= one.all for name in names)


def told_by(item: Item) -> Iterator[str]:
    """The words that an entry adds in its line, without derived values."""
    for text in (run.text for run in item.runs if run.own and not run.derived):
        yield from keys_of(text)


def words_of(item: Item) -> frozenset[str]:
    """All words that are shown for an entry, those of the sides of a dispute too."""
    sides = (text for side in item.sides for text in (side.who, *(words.text for words in side.words)))
    texts = (item.group or "", *(run.text for run in item.runs if run.own), *sides)
    return frozenset(key for text in texts for key in keys_of(text))


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, as stems in their order."""
    return _read(text).keys


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text that tell something, in their order, and those that may not be missing.

    These are numbers, negations, and what begins with a capital in the middle of the text.
    """

    keys: tuple[str, ...]
    weighty: frozenset[str]


@lru_cache(maxsize=4096)  # the same texts are compared with many others
def _read(text: str) -> _Words:
    found = words(text)
    capitals = (word.key for word in found[1:] if text[word.start].isupper() and not is_light(word.key))
    keys = tuple(_key(word.key) for word in found if _has_weight(word.key))
    strict = (key for key in keys if key[0].isdigit() or is_numeric(key) or is_negation(key))
    return _Words(keys, frozenset((*strict, *map(_key, capitals))))


def _has_weight(key: str) -> bool:
    """Whether a word tells something: no article or particle, and not that somebody said it."""
    return key[0].isalnum() and not is_light(key) and key not in _SAID


def _key(word: str) -> str:
    return stem(canonical(word))
