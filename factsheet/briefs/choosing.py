"""Chooses for the whole page what is worth its room: each thing once, and people because they act or speak.

An entry repeats another when all it says is in the other, both rest on some of the same words of the article (or say
the same to the word), and the other is proven as far; then the weightier of the two is kept. Whoever is shown with a
role beside a quotation is not listed again; names that no statement has get only the room that is left. What is left
out so is counted, and told with its reason.

What a page has room for is for `layout`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import canonical, is_light, is_negation, is_numeric, stem
from factsheet.language.lists import ENGLISH
from factsheet.language.words import words
from factsheet.standings import is_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from factsheet.briefs.page import Item, Page, Part
    from factsheet.records import Span

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

    `weighty` are the numbers, names and negations among its own.
    """

    item: Item
    all: frozenset[str]
    own: frozenset[str]
    weighty: frozenset[str]


def choose(page: Page, back: Collection[str] = ()) -> Choice:
    """The page without repeated entries, but with those in `back`, whatever they repeat."""
    repeats = {item: other for item, other in _repeats(page).items() if item not in back}
    heads: dict[str, str] = {}
    for item in (item for part in page.parts for item in part.items):
        if item.told_of and item.pointer not in repeats:
            heads.setdefault(item.told_of, item.pointer)
    repeats |= {person: by for person, by in heads.items() if person not in back}
    spoken = frozenset().union(*(_words_of(item) for item in _statements(page, repeats)))
    return Choice(replace(page, parts=tuple(_chosen(part, repeats, spoken) for part in page.parts)), repeats)


def _chosen(part: Part, repeats: dict[str, str], spoken: frozenset[str]) -> Part:
    """The part without what is repeated, its names in the order of what they have to do with the story."""
    items = [item for item in part.items if item.pointer not in repeats]
    if any(item.names for item in items):
        marked = [replace(item, is_spare=not _is_spoken_of(item, spoken)) for item in items]
        items = sorted(marked, key=lambda item: item.is_spare)
    return replace(part, items=tuple(items), more=len(part.items) - len(items))


def _is_spoken_of(item: Item, spoken: frozenset[str]) -> bool:
    """Whether a statement on the page has one of the names of an entry, or the last word of it."""
    return any(found and (found[-1] in spoken) for found in map(keys_of, item.names))


def _statements(page: Page, repeats: dict[str, str]) -> Iterator[Item]:
    """What the page states: its title, and the entries that are no names."""
    yield from [page.title] if page.title is not None else []
    yield from (item for part in page.parts for item in part.items if not item.names and item.pointer not in repeats)


def _repeats(page: Page) -> dict[str, str]:
    """The pointers of entries that say what a weightier one says, with that one's."""
    kept: list[_Saying] = []
    out: dict[str, str] = {}
    for part in sorted(page.parts, key=_rank):
        for item in part.items:
            if item.names or part.layout == "inline" or part.style == "alarm":
                continue
            saying = _saying(item)
            same = next((one for one in kept if _says(one, saying)), None)
            if same is None:
                kept.append(saying)
            else:
                out[item.pointer] = same.item.pointer
    return out


def _rank(part: Part) -> tuple[bool, float]:
    """Disputes first: what is contested must not stand elsewhere as if it were not. Then by weight."""
    return part.layout != "sides", -part.weight


def _saying(item: Item) -> _Saying:
    own = frozenset(_told(item))
    weighty = frozenset(key for key in own if key[0].isdigit() or is_numeric(key) or is_negation(key)) | _names_in(item)
    return _Saying(item, _words_of(item), own, weighty & own)


def _says(one: _Saying, other: _Saying) -> bool:
    """Whether one entry says all that another says, and is proven as far."""
    missing = other.own - one.all
    if not other.own or missing & other.weighty or len(missing) > (1 - _NEARLY_ALL) * len(other.own):
        return False
    if is_below(one.item.standing or "open", other.item.standing or "open"):
        return False
    return _meet(one.item.spans, other.item.spans) or one.own == other.own


def _meet(some: Iterable[Span], others: Collection[Span]) -> bool:
    return any(start < last and first < end for start, end in some for first, last in others)


def _told(item: Item) -> Iterator[str]:
    """The words that an entry adds: its line, who says so, and nothing that is only worked out."""
    for text in (item.group or "", *(run.text for run in item.runs if run.own and not run.derived)):
        yield from keys_of(text)


def _words_of(item: Item) -> frozenset[str]:
    """All words that are shown for an entry, those of the sides of a dispute too."""
    sides = (text for side in item.sides for text in (side.who, *(words.text for words in side.words)))
    texts = (item.group or "", *(run.text for run in item.runs if run.own), *sides)
    return frozenset(key for text in texts for key in keys_of(text))


def _names_in(item: Item) -> frozenset[str]:
    """The words that begin with a capital in the middle of a text of an entry."""
    texts = [item.group or "", *(run.text for run in item.runs if run.own)]
    return frozenset(
        _key(word.key)
        for text in texts
        for word in words(text)[1:]
        if text[word.start].isupper() and not is_light(word.key)
    )


@lru_cache(maxsize=4096)  # the same texts are compared with many others
def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, as stems in their order."""
    return tuple(_key(word.key) for word in words(text) if _has_weight(word.key))


def _has_weight(key: str) -> bool:
    """Whether a word tells something: no article or particle, and not that somebody said it."""
    return key[0].isalnum() and not is_light(key) and key not in _SAID


def _key(word: str) -> str:
    return stem(canonical(word))
