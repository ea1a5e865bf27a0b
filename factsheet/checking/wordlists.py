"""The word lists and patterns of the checks, in `data/`; each is read once."""

from __future__ import annotations

import re
from functools import cache

from factsheet.language.lexicon import canonical, stem
from factsheet.language.wordfiles import word_lines, word_parts


@cache
def word_list(part: str) -> frozenset[str]:
    """The words of a part of `words.txt`, as keys."""
    return frozenset(canonical(word) for word in _parts()[part])


@cache
def verb_list(part: str) -> frozenset[str]:
    """The words of a part as verbs: as they are, in the third person and in the past; "warnings" is no verb."""
    words = word_list(part)
    return words | {form for word in words for form in (f"{word}s", f"{word}es", f"{word}d", f"{word}ed")}


@cache
def stem_list(part: str) -> frozenset[str]:
    """The stems of the words of a part."""
    return frozenset(stem(word) for word in word_list(part))


@cache
def instruction_signs() -> re.Pattern[str]:
    """Any of the signs that a passage speaks to a language model."""
    signs = word_lines("factsheet.checking", "instructions")
    return re.compile("|".join(f"(?:{sign})" for sign in signs), re.IGNORECASE)


@cache
def _parts() -> dict[str, list[str]]:
    lists = word_parts("factsheet.checking", "words")
    return {part: [word for line in lines for word in line.split()] for part, lines in lists.items()}
