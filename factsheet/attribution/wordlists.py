"""The word lists in `data/`, read once.

A list is plain text: lines that begin with "#" say where it is from, a line "[NAME]" begins a part.
"""

from __future__ import annotations

from functools import cache

from factsheet.language.lists import Lists


@cache
def word_list(name: str, part: str = "") -> frozenset[str]:
    """The words of a list or of one part of it, a word or a phrase a line or several with commas."""
    return frozenset(word.strip() for line in lines(name, part) for word in line.split(",") if word.strip())


@cache
def lines(name: str, part: str = "") -> tuple[str, ...]:
    """The lines of one part of a list; the part "" is what stands before the first name."""
    return Lists("factsheet.attribution").parts(name).get(part, ())
