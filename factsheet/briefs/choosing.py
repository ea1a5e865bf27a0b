"""Chooses for the whole page what is worth its room: each thing once, and people because they act or speak.

An entry repeats another when all it says is in the other, both rest on some of the same words of the article (or say
the same to the word), and the other is proven as far; then the weightier of the two is kept. Whoever is shown with a
role beside a quotation is not listed again; names without a word more, unless the title has them, or that no statement
has, get only the room that is left. What is left out so is counted, and told with its reason.

What a page has room for is for `layout`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from factsheet.briefs.text import counted
from factsheet.language.lexicon import canonical, is_light, is_negation, is_numeric, stem
from factsheet.language.lists import ENGLISH
from factsheet.language.words import words
from factsheet.standings import is_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from factsheet.briefs.page import Item, Page, Part
    from factsheet.records import Span

Names: TypeAlias = "tuple[frozenset[str], ...]"
"""The words of each name that one goes by."""
_SAID = ENGLISH.words("saying", "beside names")
_NEARLY_ALL = 0.85
"""The share of an entry's words that another must have to say the same; what it lacks may be no number, no name and no
"not"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A page that says each thing once. `repeats` has the pointers of entries left out, and of what says the same."""

    page: Page
    repeats: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Saying:
    """What an entry says: all words that are shown for it, and its `own`, without the sides of a dispute.

    `weighty` are the numbers, names and negations among its own; `who` are those whom it names by themselves, at its
    head or as its source: an entry that says the same has one name of each.
    """

    item: Item
    who: tuple[Names, ...]
    all: frozenset[str]
    own: frozenset[str]
    weighty: frozenset[str]


@dataclass(slots=True)
class _Kept:
    """What is kept, in its order, and by each word the numbers of those that have it."""

    sayings: list[_Saying] = field(default_factory=list)
    having: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, saying: _Saying) -> None:
        """Keep one more."""
        for key in saying.all:
            self.having[key].append(len(self.sayings))
        self.sayings.append(saying)

    def near(self, other: _Saying) -> Iterator[_Saying]:
        """Those that may say all that another says: each has one of any words that are too many to be missing."""
        sure = sorted(other.own, key=lambda key: len(self.having[key]))[: _missable(other) + 1]
        return (self.sayings[number] for number in sorted({number for key in sure for number in self.having[key]}))


def choose(page: Page, back: Collection[str] = ()) -> Choice:
    """The page without repeated entries, but with those in `back`, whatever they repeat."""
    repeats = {item: other for item, other in _repeats(page).items() if item not in back}
    heads: dict[str, str] = {}
    for item in (item for part in page.parts for item in part.items):
        if item.told_of and item.pointer not in repeats:
            heads.setdefault(item.told_of, item.pointer)
    repeats |= {person: by for person, by in heads.items() if person not in back}
    spoken = frozenset().union(*(_words_of(item) for item in _statements(page, repeats)))
    told = (f"{counted(len(repeats), 'repeat')} cut",) if repeats else ()
    foot = (*page.foot[: page.counts_end], *told, *page.foot[page.counts_end :])
    titled = _words_of(page.title) if page.title is not None else frozenset()
    parts = (_chosen(part, repeats, spoken, titled) for part in page.parts)
    return Choice(replace(page, parts=tuple(part for part in parts if part.items), foot=foot), repeats)


def _chosen(part: Part, repeats: dict[str, str], spoken: frozenset[str], titled: frozenset[str]) -> Part:
    """The part without what is repeated, its names in the order of what they have to do with the story.

    `spoken` are the words of all statements on the page, `titled` those of its title.
    """
    items = [item for item in part.items if item.pointer not in repeats]
    if any(item.names for item in items):
        told = {item.pointer: _is_spoken_of(item, spoken) for item in items}
        is_list = part.layout != "inline"
        bare = {item.pointer: is_list and _is_bare(item) and not _is_titled(item, titled) for item in items}
        marked = [replace(item, is_spare=not told[item.pointer] or bare[item.pointer]) for item in items]
        items = sorted(marked, key=lambda item: (item.is_spare, bare[item.pointer], not told[item.pointer]))
    return replace(part, items=tuple(items))


def _is_bare(item: Item) -> bool:
    """Whether an entry has a name and nothing else: what a statement says of it stands there."""
    return sum(run.own for run in item.runs) == 1


def _is_spoken_of(item: Item, spoken: frozenset[str]) -> bool:
    """Whether a statement on the page has one of the names of an entry, or the last word of it."""
    return any(found and (found[-1] in spoken) for found in map(keys_of, item.names))


def _is_titled(item: Item, titled: frozenset[str]) -> bool:
    """Whether the title has the last word of a name, which is no common noun: "military"."""
    names = [name for name in item.names if name.split()[-1][:1].isupper()]
    return any(found and found[-1] in titled for found in map(keys_of, names))


def _statements(page: Page, repeats: dict[str, str]) -> Iterator[Item]:
    """What the page states: its title, and the entries that are no names."""
    yield from [page.title] if page.title is not None else []
    yield from (item for part in page.parts for item in part.items if not item.names and item.pointer not in repeats)


def _repeats(page: Page) -> dict[str, str]:
    """The pointers of entries that say what a weightier one says, with that one's."""
    kept = _Kept()
    out = dict(_within_others(page))
    known = {name.casefold(): item.names for part in page.parts for item in part.items for name in item.names}
    for part in sorted(page.parts, key=_rank):
        for item in part.items:
            if item.names or part.layout == "inline" or part.style == "alarm":
                continue
            saying = _saying(item, known)
            same = next((one for one in kept.near(saying) if _says(one, saying)), None)
            if same is None:
                kept.add(saying)
            else:
                out[item.pointer] = same.item.pointer
    return out


def _within_others(page: Page) -> Iterator[tuple[str, str]]:
    """Bare names in running text that stand beside another one there: "Australia" of "Sydney, Australia"."""
    for part in page.parts:
        named = [item for item in part.items if item.names and part.layout == "inline"]
        for item in named:
            other = next((one for one in named if one is not item and _has_beside(one, item)), None)
            if other is not None:
                yield item.pointer, other.pointer


def _has_beside(one: Item, other: Item) -> bool:
    """Whether an entry has all of another beside its name, and is proven as far."""
    (name, *beside), (its, *more) = (_texts(item) for item in (one, other))
    return name != its and its in beside and all(text in beside for text in more) and not _is_worse(one, other)


def _texts(item: Item) -> list[str]:
    """The texts of an entry's line without the page's own words, the name first."""
    return [run.text for run in item.runs if run.own] or [""]


def _is_worse(one: Item, other: Item) -> bool:
    return is_below(one.standing or "open", other.standing or "open")


def _rank(part: Part) -> tuple[bool, float]:
    """Disputes first: what is contested must not stand elsewhere as if it were not. Then by weight."""
    return part.layout != "sides", -part.weight


def _saying(item: Item, known: Mapping[str, Sequence[str]]) -> _Saying:
    texts = [run.text for run in item.runs if run.own and not run.derived]
    people = [item.group or "", *(text for text in texts if text.casefold() in known)]
    who = tuple(_names_of(one, known) for one in people if one)
    own = frozenset(key for text in texts if text not in people for key in keys_of(text))
    weighty = frozenset(key for key in own if key[0].isdigit() or is_numeric(key) or is_negation(key)) | _names_in(item)
    every = _words_of(item).union(*(name for names in who for name in names))
    return _Saying(item, who, every, own, weighty & own)


def _names_of(person: str, known: Mapping[str, Sequence[str]]) -> Names:
    """The words of each name that somebody goes by, and the last of each by itself: a surname."""
    found = (keys for keys in map(keys_of, known.get(person.casefold(), [person])) if keys)
    return tuple(frozenset(words) for keys in found for words in (keys, keys[-1:]))


def _says(one: _Saying, other: _Saying) -> bool:
    """Whether one entry says all that another says, and is proven as far."""
    missing = other.own - one.all
    if not other.own or missing & other.weighty or len(missing) > _missable(other):
        return False
    if _is_worse(one.item, other.item) or not all(_is_named(one, names) for names in other.who):
        return False
    return _meet(one.item.spans, other.item.spans) or one.own == other.own


def _missable(other: _Saying) -> int:
    """How many of its words another may lack that says the same."""
    return int((1 - _NEARLY_ALL) * len(other.own))


def _is_named(one: _Saying, names: Names) -> bool:
    return not names or any(name <= one.all for name in names)


def _meet(some: Iterable[Span], others: Collection[Span]) -> bool:
    return any(start < last and first < end for start, end in some for first, last in others)


def _told(item: Item) -> Iterator[str]:
    """The words that an entry adds in its line, but nothing that is only worked out."""
    for text in (run.text for run in item.runs if run.own and not run.derived):
        yield from keys_of(text)


def _words_of(item: Item) -> frozenset[str]:
    """All words that are shown for an entry, those of the sides of a dispute too."""
    sides = (text for side in item.sides for text in (side.who, *(words.text for words in side.words)))
    texts = (item.group or "", *(run.text for run in item.runs if run.own), *sides)
    return frozenset(key for text in texts for key in keys_of(text))


def _names_in(item: Item) -> frozenset[str]:
    """The words that begin with a capital in the middle of a text of an entry."""
    return frozenset().union(*(_capitals(run.text) for run in item.runs if run.own))


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, as stems in their order."""
    return _read(text)[0]


def _capitals(text: str) -> frozenset[str]:
    return _read(text)[1]


@lru_cache(maxsize=4096)  # the same texts are compared with many others
def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a text that tell something, and those that begin with a capital in the middle of it."""
    found = words(text)
    capitals = (word.key for word in found[1:] if text[word.start].isupper() and not is_light(word.key))
    return tuple(_key(word.key) for word in found if _has_weight(word.key)), frozenset(map(_key, capitals))


def _has_weight(key: str) -> bool:
    """Whether a word tells something: no article or particle, and not that somebody said it."""
    return key[0].isalnum() and not is_light(key) and key not in _SAID


def _key(word: str) -> str:
    return stem(canonical(word))
