"""Chooses for the whole page what is worth its room: each thing once, and people because they act or speak.

An entry repeats another when all it says is in the other, both rest on some of the same words of the article (or say
the same to the word), and the other is proven as far; then the weightier of the two is kept. Whoever is shown with a
role beside a quotation is not listed again; names without a word more, unless the title has them, or that no statement
has, get only the room that is left. What is left out so is counted, and told with its reason.

What a page has room for is for `layout`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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

    sayings: list[_Saying | None] = field(default_factory=list)
    having: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, saying: _Saying) -> None:
        """Keep one more."""
        for key in saying.all:
            self.having[key].append(len(self.sayings))
        self.sayings.append(saying)

    def drop(self, saying: _Saying) -> None:
        """Keep one no longer."""
        self.sayings[self.sayings.index(saying)] = None

    def near(self, other: _Saying) -> Iterator[_Saying]:
        """Those that may say all that another says: each has one of any words that are too many to be missing."""
        sure = sorted(other.own, key=lambda key: len(self.having[key]))[: _missable(other) + 1]
        numbers = sorted({number for key in sure for number in self.having[key]})
        return (one for number in numbers if (one := self.sayings[number]) is not None)

    def within(self, other: _Saying) -> Iterator[_Saying]:
        """Those of which another may say all."""
        found = Counter(number for key in other.all for number in self.having[key])
        kept = ((self.sayings[number], count) for number, count in sorted(found.items()))
        return (one for one, count in kept if one is not None and count >= len(one.own) - _missable(one))


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
    return Choice(replace(page, parts=tuple(part for part in parts if part.items or part.more), foot=foot), repeats)


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
    names = [name for name in item.names if any(word[:1].isupper() for word in name.split()[-1:])]
    return any(found and found[-1] in titled for found in map(keys_of, names))


def _statements(page: Page, repeats: dict[str, str]) -> Iterator[Item]:
    """What the page states: its title, and the entries that are no names."""
    yield from [page.title] if page.title is not None else []
    yield from (item for part in page.parts for item in part.items if not item.names and item.pointer not in repeats)


def _repeats(page: Page) -> dict[str, str]:
    """The pointers of entries that say what a weightier one says, with that one's."""
    kept = _Kept()
    firm_parts = (part for part in page.parts if part.layout == "sides" or part is page.parts[0])
    firm = {item.pointer for part in firm_parts for item in part.items}
    out = _listed_twice(page)
    known = {name.casefold(): item.names for part in page.parts for item in part.items for name in item.names}
    for part in sorted(page.parts, key=_rank):
        for item in part.items:
            if item.names or part.layout == "inline" or part.style == "alarm":
                continue
            saying = _saying(item, known)
            same = next((one for one in kept.near(saying) if _says(one, saying)), None)
            if same is not None:
                out[item.pointer] = same.item.pointer
                continue
            for less in [one for one in kept.within(saying) if one.item.pointer not in firm and _says(saying, one)]:
                kept.drop(less)
                out[less.item.pointer] = item.pointer
            kept.add(saying)
    return {pointer: _last(out, pointer) for pointer in out}


def _last(out: Mapping[str, str], pointer: str) -> str:
    """What stands for an entry in the end, where that was itself left out for another."""
    while pointer in out:
        pointer = out[pointer]
    return pointer


def _listed_twice(page: Page) -> dict[str, str]:
    """Names and labels that another entry has with all that stands beside them.

    In running text a bare name may stand beside the other's too: "Australia" of "Sydney, Australia". Of the same name
    in two sections, that in the weightier one is kept.
    """
    parts = [part for part in sorted(page.parts, key=_rank) if part.style != "alarm"]
    listed = [(item, part) for part in parts for item in part.items if item.names or part.layout == "inline"]
    having: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for item, part in listed:
        name, *beside = _texts(item)
        having["", name].append(item)
        for text in beside if part.layout == "inline" else ():
            having[part.title, text].append(item)
    out: dict[str, str] = {}
    for item, part in reversed(listed):
        name = _texts(item)[0]
        others = (one for one in having["", name] + having[part.title, name] if one.pointer not in out)
        other = next((one for one in others if _has_all_beside(one, item)), None)
        if other is not None:
            out[item.pointer] = other.pointer
    return out


def _has_all_beside(one: Item, item: Item) -> bool:
    """Whether an entry has all that stands beside the name of another, and is proven as far."""
    return one is not item and set(_texts(item)[1:]) <= {*_texts(one)[1:]} and not _is_worse(one, item)


def _texts(item: Item) -> list[str]:
    """The texts of an entry's line without the page's own words, case aside, the name first."""
    return [run.text.casefold() for run in item.runs if run.own] or [""]


def _is_worse(one: Item, other: Item) -> bool:
    """Whether an entry is shown as less sure than another: a page prints what is confirmed as it prints what is proven.

    A dispute says itself that it is none: the article's words on it count, unless there is a doubt about them.
    """
    shown, others = ("proven" if item.standing == "confirmed" else item.standing or "open" for item in (one, other))
    return is_below(shown, "open" if one.sides else others)


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
