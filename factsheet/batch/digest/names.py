"""Names across the stories of a day: which of them are one place, one person, one organisation.

Only what is clear is joined. A country goes by any of its names, in English and other languages. A bare surname is
the one person of the day who has it; where two have it, it stays alone. Capitals are the one organisation of the
day that they are the initials of. What is joined is called by its most common form.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import lexicon
from factsheet.language.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable

_LISTS = Lists("factsheet.batch.digest")

_ARTICLE = re.compile(r"^(?:al|el|an|as|ad|ar)-(?=\w)")
"""An Arabic article, without which desks often write a surname."""
_SMALL = frozenset("of the for and on in to a de des der die das und für du la le les et y del".split())  # noqa: SIM905
"""Words of a name that its initials leave out."""
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,6}")


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
        words = [word for word in name.split() if word.casefold() not in _SMALL]
        if len(words) > 1:
            known["".join(word[0] for word in words).upper()].add(_folded(name))

    def key(name: str) -> str:
        same = known.get(name.replace(".", ""), ()) if _INITIALS.fullmatch(name) else ()
        return next(iter(same)) if len(same) == 1 else _folded(name)

    return _grouped(found, key)


def _grouped(found: Iterable[tuple[str, int]], key: Callable[[str], Hashable]) -> dict[str, list[int]]:
    forms: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    stories: defaultdict[Hashable, dict[int, None]] = defaultdict(dict)
    for name, story in found:
        forms[key(name)][name] += 1
        stories[key(name)][story] = None
    return {forms[one].most_common(1)[0][0]: list(numbers) for one, numbers in stories.items()}


def _folded(name: str) -> str:
    return " ".join(name.replace(".", "").casefold().removeprefix("the ").split())


@lru_cache(maxsize=4096)
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


@cache
def _countries() -> dict[str, str]:
    """The country of each of its names."""
    known: dict[str, str] = {}
    apart = set(map(_folded, _LISTS.lines("places", "apart")))
    tables = (*Lists("factsheet.models.extractive").table("countries"), *_LISTS.table("places"))
    for country, *cells in tables:
        others = cells[0] if len(cells) == 1 else cells[1]
        for form in (country, *others.split(";")):
            if (folded := _folded(form)) and folded not in apart:
                known.setdefault(folded, country)
    return known
