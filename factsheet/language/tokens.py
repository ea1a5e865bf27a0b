"""The words, numbers and marks of a text in another language than English, with their offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(
    r"(?P<elided>\b(?:[dlnsmtjc]|qu|un|dell|all|nell|dall|sull|quest|lorsqu|puisqu|jusqu|aujourd)['’])(?=\w)"
    r"|(?P<initial>\b[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)*)"
    r"|(?P<address>\b(?:M|Mme|Mlle|Mgr|Dr|Prof|Sr|Sra|Dra|Sig|On|dhr|mevr|D|Dña)\.?(?=[ \xa0][A-ZÀ-Þ]))"
    r"|[^\W\d_]+(?:[-'’][^\W\d_]+)*"
    r"|\d[\d.,]*"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_BREAKS = frozenset(',.;:!?()[]«»"“”„–—…/')
"""Marks behind which no name goes on."""


class Token(NamedTuple):
    """A word, a number or a mark of a text."""

    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@lru_cache(maxsize=512)  # several readers ask for the same sentences
def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words, numbers and marks of a text; what is elided stands for itself: "d'", "Estaing"."""
    matches = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return tuple([Token(match[0], match.start(), match.end()) for match in matches])


def follows(text: str, row: Sequence[Token], at: int) -> bool:
    """Whether there is a token, and nothing but a space or the end of an elision before it."""
    return (
        0 < at < len(row)
        and text[row[at - 1].end : row[at].start] in {" ", "\xa0", ""}
        and row[at - 1].text not in _BREAKS
    )


def is_initial(word: str) -> bool:
    """Whether a word is the first letter of a name, as "J." or "J.-P."."""
    return len(word) >= 2 and word[1] == "." and word[0].isupper()
