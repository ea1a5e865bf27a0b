"""Names across the stories of a day: which of them mean the same place, person or organisation.

Only what is clear is joined. A country goes by any of its names, in English and other languages. A bare surname is
the one person of the day who has it; where two have it, it stays alone. Capitals are the one organisation of the
day that they are the initials of. What is joined is called by its most common form.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH, Lists

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

_LISTS = Lists("factsheet.batch.digest")

_ARTICLE = re.compile(r"^(?:al|el|an|as|ad|ar)-(?=\w)")
"""An Arabic article, without which desks often write a surname."""
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,6}")
"""Capitals that may stand for an organisation: UN, U.N., UNESCO."""


class Mentions(Sequence[tuple[str, int]]):
    """Names, each with a story that has it, in little memory."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._stories = array("q")

    def add(self, name: str, story: int) -> None:
        """Add one."""
        self._names.append(intern(name))
        self._stories.append(story)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)

    def __getitem__(self, at: Any) -> Any:
        """One of them, or some."""
        return [*self][at]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """All, in their order."""
        return zip(self._names, self._stories, strict=True)


class Recurring:
    """Which names may be in several stories; of a few that do not it says so too.

    Whatever could make two names one counts: the form, what `people`, `organisations` and `places` compare, a surname
    that stands alone, and initials. It takes four megabytes, however many names there are.
    """

    def __init__(self) -> None:
        self._times = bytearray(1 << _SLOTS)
        self._short: set[tuple[str, str]] = set()
        """Surnames and capitals that stand for longer names."""

    def note(self, found: Iterable[tuple[str, str]]) -> None:
        """Take note of the names in a story, each behind what it is: "person", "organisation", "place", or "any"."""
        slots: set[int] = set()
        for what, name in found:
            slots.update(_slots(what, name))
            if short := _short(what, name):
                self._short.add((what, short))
        for slot in slots:
            self._times[slot] = min(self._times[slot] + 1, 2)

    def has(self, what: str, name: str) -> bool:
        """Whether a name may be that of several stories."""
        if any(self._times[slot] > 1 for slot in _slots(what, name)):
            return True
        return bool(_short(what, name)) or (what, _shortened(what, name)) in self._short


_SLOTS = 22
"""Of the number of bytes, the power of 2."""


def _slots(what: str, name: str) -> Iterator[int]:
    """Where the forms of a name are counted."""
    keys: list[tuple[str, Hashable]] = [("" if what in _COMPARED else what, name)]
    keys += [(what, _COMPARED[what](name))] if what in _COMPARED else []
    return (hash(key) & ((1 << _SLOTS) - 1) for key in keys)


def _short(what: str, name: str) -> str:
    """The surname or the capitals that a name consists of; "" where it is longer."""
    if what == "person":
        words = _person(name)
        return words[0] if len(words) == 1 else ""
    return name.replace(".", "") if what == "organisation" and _INITIALS.fullmatch(name) else ""


def _shortened(what: str, name: str) -> str:
    """The surname or the initials of a name."""
    if what == "person":
        return _person(name)[-1]
    return _initials(name) if what == "organisation" else ""


def places(found: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The stories of each place, by its most common name; `found` has names, each with the story that it is in."""
    return _grouped(found, _place)


def people(found: Collection[tuple[str, int]]) -> dict[str, list[int]]:
    """The stories of each person."""
    full = defaultdict(set)
    for name, _ in found:
        words = _person(name)
        if len(words) > 1:
            full[words[-1]].add(words)

    def key(name: str) -> tuple[str, ...]:
        words = _person(name)
        same = full[words[-1]] if len(words) == 1 and words[-1] in full else ()
        return next(iter(same)) if len(same) == 1 else words

    return _grouped(found, key)


def organisations(found: Collection[tuple[str, int]]) -> dict[str, list[int]]:
    """The stories of each organisation."""
    known = defaultdict(set)
    for name, _ in found:
        if initials := _initials(name):
            known[initials].add(_folded(name))

    def key(name: str) -> str:
        same = known.get(name.replace(".", ""), ()) if _INITIALS.fullmatch(name) else ()
        return next(iter(same)) if len(same) == 1 else _folded(name)

    return _grouped(found, key)


def _initials(name: str) -> str:
    """The initials of a name of several words; "" of others."""
    small = _LISTS.words("names", "small")
    words = [word for word in name.split() if word.casefold() not in small]
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""


def _grouped(found: Iterable[tuple[str, int]], key: Callable[[str], Hashable]) -> dict[str, list[int]]:
    forms: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    stories: defaultdict[Hashable, dict[int, None]] = defaultdict(dict)
    for name, story in found:
        forms[key(name)][name] += 1
        stories[key(name)][story] = None
    return {forms[one].most_common(1)[0][0]: list(numbers) for one, numbers in stories.items()}


def _folded(name: str) -> str:
    return " ".join(name.replace(".", "").casefold().removeprefix("the ").split())


@lru_cache(maxsize=4096)  # the names of a day, each of which is asked for twice
def _person(name: str) -> tuple[str, ...]:
    """The words of a person's name that tell: the first and the surname, without titles and an article before it."""
    words = _folded(name).split()
    while len(words) > 1 and words[0] in lexicon().titles:
        del words[0]
    surname = _ARTICLE.sub("", words[-1]) if words else ""
    return (words[0], surname) if len(words) > 1 else (surname,)


def _place(name: str) -> str:
    folded = _folded(name)
    return _countries().get(folded, folded)


@cache  # the tables do not change
def _countries() -> dict[str, str]:
    """The country of each of its names."""
    known: dict[str, str] = {}
    apart = set(map(_folded, _LISTS.lines("names", "apart")))
    tables = (*ENGLISH.table("countries"), *_LISTS.table("names"))
    for country, *cells in tables:
        others = cells[0] if len(cells) == 1 else cells[1]
        for form in (country, *others.split(";")):
            if (folded := _folded(form)) and folded not in apart:
                known.setdefault(folded, country)
    return known


_COMPARED: dict[str, Callable[[str], Hashable]] = {"person": _person, "organisation": _folded, "place": _place}
"""What of a name makes two one."""
