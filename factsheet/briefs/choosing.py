"""Chooses the entries of a page: no repetitions, and people who act or speak.

An entry repeats another when all it says is in the other, both rest on some of the same words of the article (or say
the same to the word, or are one person's), and the other is proven as far; then the weightier of the two is kept.
Whoever is shown with a role beside a quotation is not listed again. A bare name that is neither in the title nor in a
statement says nothing and is left out, unless a language model chose it, and so is a place that no line puts anything
in. Names that a statement has with all that is said of them, and those that no statement has, get only the room that is
left. The sides of a dispute have no words that the claim or the other side has. What is left out so is counted, and
told with its reason.

What a page has room for is for `layout`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from factsheet.briefs.page import Run
from factsheet.briefs.sayings import Kept, Saying, is_worse, keys_of, says, told_by, words_of
from factsheet.briefs.text import counted
from factsheet.briefs.whereabouts import is_told_of
from factsheet.records import overlap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from factsheet.briefs.page import Item, Page, Part, Words

_LONG_SUMMARY = 6
"""The lines of a summary below which a line yields to an entry of another section that says the same."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A page without repetitions. `repeats` maps pointers of dropped entries to those of the kept ones.

    `silent` are the names that are left out because the page tells nothing of them.
    """

    page: Page
    repeats: dict[str, str]
    silent: set[str]


class Chooser:
    """Chooses the entries of a page, once per attempt to fit them; texts are read once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._items = [item for part in page.parts for item in part.items]
        self._words = {item.pointer: words_of(item) for item in self._items}
        known = {name.casefold(): item.names for item in self._items for name in item.names}
        self._sayings = {
            item.pointer: Saying.of(item, self._words[item.pointer], known)
            for part in page.parts
            for item in part.items
            if _is_statement(item, part)
        }
        self._titled = words_of(page.title) if page.title is not None else frozenset()
        self._listed_twice = _listed_twice(page)
        self._repeated: dict[frozenset[str], dict[str, str]] = {}
        """What repeats what without some entries, once it is known."""

    def choose(self, roomless: frozenset[str] = frozenset(), stated: Collection[str] = ()) -> Choice:
        """The page without repeated entries, and without those that are known to be `roomless`.

        What a name is said to be is `stated` of these, which get no more room than bare names.
        """
        page = _without(self._page, roomless) if roomless else self._page
        if roomless not in self._repeated:
            self._repeated[roomless] = self._yielded(page, self._repeats(page))
        repeats = dict(self._repeated[roomless])
        heads: dict[str, str] = {}
        for item in (item for part in page.parts for item in part.items):
            if item.told_of and item.pointer not in repeats:
                heads.setdefault(item.told_of, item.pointer)
        repeats |= heads
        stating = list(_statements(page, repeats))
        spoken = self._titled.union(*(self._words[item.pointer] for item in stating))
        named = {item.pointer for part in page.parts for item in part.items if item.pointer not in repeats}
        page = self._placed(page, [*filter(None, [page.title]), *stating])
        told = (f"{counted(len(repeats), 'repeat')} cut",) if repeats else ()
        foot = (*page.foot[: page.counts_end], *told, *page.foot[page.counts_end :])
        chosen = (self._chosen(part, repeats, spoken, stated) for part in page.parts)
        parts = tuple(part for part in chosen if part.items or part.more)
        silent = named.difference(item.pointer for part in parts for item in part.items)
        return Choice(replace(page, parts=parts, foot=foot), repeats, silent)

    def stated(self, shown: Collection[str]) -> set[str]:
        """Of the entries shown, those that name somebody and say no more than a statement that is shown too."""
        statements = [self._words[pointer] for pointer in self._sayings if pointer in shown]
        return {
            item.pointer
            for item in self._items
            if item.names and item.pointer in shown and any(self._words[item.pointer] <= words for words in statements)
        }

    def _chosen(self, part: Part, repeats: Mapping[str, str], spoken: frozenset[str], stated: Collection[str]) -> Part:
        """The part without what is repeated, its names in the order of what they have to do with the story.

        `spoken` are the words of all statements on the page.
        """
        items = [self._unled(_terse(item), repeats) for item in part.items if item.pointer not in repeats]
        if any(item.names for item in items):
            told = {item.pointer: _is_spoken_of(item, spoken) for item in items}
            items = [item for item in items if told[item.pointer] or not self._tells_nothing(item)]
            bare = {
                item.pointer
                for item in items
                if part.layout != "inline"
                and (item.pointer in stated or _is_bare(item))
                and not _is_titled(item, self._titled)
            }
            spare = bare | {item.pointer for item in items if not told[item.pointer]}
            items = [replace(item, is_spare=True) if item.pointer in spare else item for item in items]
            items.sort(key=lambda item: (item.is_spare, item.pointer in bare, not told[item.pointer]))
        more = part.more + sum(item.pointer not in repeats for item in part.items) - len(items)
        return replace(part, items=tuple(items), more=more, roles=self._new_roles(part, items))

    def _unled(self, item: Item, repeats: Mapping[str, str]) -> Item:
        """A quotation without the sentence that leads to it, where another entry of the page is that sentence."""
        at = next((at for at, run in enumerate(item.runs) if run.style == "quote"), 0)
        lead = [run for run in item.runs[:at] if run.own]
        told = frozenset(keys_of(lead[0].text)) if len(lead) == 1 else frozenset()
        others = (one for pointer, one in self._sayings.items() if pointer not in repeats and pointer != item.pointer)
        if not told or not any(told == one.own and overlap(one.item.spans, item.spans) for one in others):
            return item
        runs = (Run("“", "text"), *item.runs[at:])
        return replace(item, runs=runs, short=runs)

    def _placed(self, page: Page, stating: Sequence[Item]) -> Page:
        """The page without the places that are only mentioned and that none of its statements puts anything in."""
        lines = ["".join(run.text for run in item.runs) for item in stating]
        passing = (item for item in self._items if item.is_passing)
        return _without(page, {item.pointer for item in passing if not is_told_of(item.names[0], lines)})

    def _tells_nothing(self, item: Item) -> bool:
        """Whether an entry is a bare name that is not in the title, and that no language model chose to list."""
        return self._page.by_rule and _is_bare(item) and not _is_titled(item, self._titled)

    def _new_roles(self, part: Part, items: Iterable[Item]) -> dict[str, str]:
        """The roles at the heads of a part, but for those that an entry below its head has."""
        below: defaultdict[str, list[Item]] = defaultdict(list)
        for item in items:
            below[item.group or ""].append(item)
        return {
            name: role
            for name, role in part.roles.items()
            if not any(self._words[item.pointer].issuperset(keys_of(role)) for item in below[name])
        }

    def _repeats(self, page: Page) -> dict[str, str]:
        """The pointers of entries that say what a weightier one says, with that one's."""
        kept = Kept()
        firm_parts = (part for part in page.parts if part.layout == "sides" or part is page.parts[0])
        firm = {item.pointer for part in firm_parts for item in part.items}
        gone = {item.pointer for item in self._items} - {item.pointer for part in page.parts for item in part.items}
        out = _listed_twice(page) if gone else dict(self._listed_twice)
        for item in (item for part in sorted(page.parts, key=_rank) for item in part.items):
            saying = self._sayings.get(item.pointer)
            if saying is None:
                continue
            same = next((one for one in kept.near(saying) if says(one, saying)), None)
            if same is not None:
                out[item.pointer] = same.item.pointer
                continue
            for less in [one for one in kept.within(saying) if one.item.pointer not in firm and says(saying, one)]:
                kept.drop(less)
                out[less.item.pointer] = item.pointer
            kept.add(saying)
        return {pointer: _last(out, pointer) for pointer in out}

    def _yielded(self, page: Page, repeats: dict[str, str]) -> dict[str, str]:
        """The repeats, but that the last lines of a long summary yield to entries of other sections that say the same.

        From the end upwards, until a line has no such entry: nothing in the summary leans on what is elsewhere.
        """
        top = (item.pointer for part in page.parts[:1] for item in part.items)
        lines = [line for line in top if line in self._sayings and line not in repeats]
        for line in reversed(lines[_LONG_SUMMARY:]):
            twins = [pointer for pointer, by in repeats.items() if by == line]
            same = (
                (part.weight, item.pointer)
                for part in page.parts
                for item in part.items
                if item.pointer in twins and self._says_with_role(item, part, line)
            )
            best = max(same, key=itemgetter(0), default=None)
            if best is None:
                break
            other = best[1]
            repeats |= dict.fromkeys([line, *twins], other)
            del repeats[other]
        return repeats

    def _says_with_role(self, item: Item, part: Part, line: str) -> bool:
        """Whether an entry, with the role of whoever is at its head, says all that a line says."""
        saying = self._sayings.get(item.pointer)
        role = part.roles.get(item.group or "", "")
        return saying is not None and says(replace(saying, all=saying.all.union(keys_of(role))), self._sayings[line])


def _without(page: Page, pointers: Collection[str]) -> Page:
    """The page without some entries, which are counted as left out."""
    kept = ((part, tuple(item for item in part.items if item.pointer not in pointers)) for part in page.parts)
    parts = (replace(part, items=items, more=part.more + len(part.items) - len(items)) for part, items in kept)
    return replace(page, parts=tuple(parts))


def _is_statement(item: Item, part: Part) -> bool:
    """Whether an entry states something as a fact; it is no name and no label, and nothing that is refuted."""
    return not item.names and part.layout != "inline" and part.style != "alarm"


def _statements(page: Page, repeats: Mapping[str, str]) -> Iterator[Item]:
    """The entries of the page that are no names."""
    return (item for part in page.parts for item in part.items if not item.names and item.pointer not in repeats)


def _terse(item: Item) -> Item:
    """A dispute in which no side says again what the claim says, or what the other side says with more."""
    if not item.sides:
        return item
    claim = frozenset(told_by(item))
    sides = []
    for side in item.sides:
        known = claim.union(keys_of(side.who))
        beyond = [frozenset(keys_of(words.text)) for other in item.sides if other is not side for words in other.words]
        sides.append(replace(side, words=tuple(_unless_told(words, known, beyond) for words in side.words)))
    return replace(item, sides=tuple(sides))


def _unless_told(words_: Words, known: frozenset[str], beyond: Iterable[frozenset[str]]) -> Words:
    """Words of a side, of which only the place is left where all are `known`, or where others have them and more."""
    keys = frozenset(keys_of(words_.text))
    is_told = bool(keys) and not words_.note and (keys <= known or any(keys < other for other in beyond))
    return replace(words_, text="") if is_told else words_


def _is_bare(item: Item) -> bool:
    """Whether an entry has a name and nothing else: what a statement says of it is there."""
    return sum(run.own for run in item.runs) == 1


def _is_spoken_of(item: Item, spoken: frozenset[str]) -> bool:
    """Whether a statement on the page has one of the names of an entry, or the last word of it."""
    return any(found and (found[-1] in spoken) for found in map(keys_of, item.names))


def _is_titled(item: Item, titled: frozenset[str]) -> bool:
    """Whether the title has the last word of a name, which is no common noun: "military"."""
    names = [name for name in item.names if any(word[:1].isupper() for word in name.split()[-1:])]
    return any(found and found[-1] in titled for found in map(keys_of, names))


def _last(out: Mapping[str, str], pointer: str) -> str:
    """What stands for an entry in the end, where that was itself left out for another."""
    while pointer in out:
        pointer = out[pointer]
    return pointer


def _listed_twice(page: Page) -> dict[str, str]:
    """Names and labels that another entry has with all that is beside them.

    In running text a bare name may be beside the other's too: "Australia" of "Sydney, Australia". Of the same name
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
    """Whether an entry has all that is beside the name of another, and is proven as far."""
    return one is not item and set(_texts(item)[1:]) <= {*_texts(one)[1:]} and not is_worse(one, item)


def _texts(item: Item) -> list[str]:
    """The texts of an entry's line without the page's own words, case aside, the name first."""
    return [run.text.casefold() for run in item.runs if run.own] or [""]


def _rank(part: Part) -> tuple[bool, float]:
    """Disputes first: what is contested must not be elsewhere as if it were not. Then by weight."""
    return part.layout != "sides", -part.weight
