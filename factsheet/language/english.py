"""Whether a text is in English: what the rules for who says what, and the built-in model, know."""

from __future__ import annotations

import re
from functools import lru_cache

from factsheet.language.lists import ENGLISH

_WORD = re.compile(r"[^\W\d_]+")
_READ = 3000
"""Characters that are looked at."""
_FEWEST = 12
"""Words below which a text says nothing about its language."""
_SHARE = 0.09
"""Of its words, how many must be English ones. In English news it is a third; in other languages hardly any."""


@lru_cache(maxsize=4)
def is_english(text: str) -> bool:
    """Whether a text reads as English; a text of a few words is given the benefit of the doubt.

    >>> is_english("Der Minister sagte am Montag, dass die Brücke gesperrt bleibt und dass er nicht warten will.")
    False
    """
    words = _WORD.findall(text[:_READ].lower())
    if len(words) < _FEWEST:
        return True
    return sum(map(ENGLISH.words("english").__contains__, words)) >= _SHARE * len(words)
