"""Undoes disguises of words, with a mapping back to the offsets of the text.

Homoglyphs, accents, zero-width characters, spelt-out words, digits for letters: a person reads through all of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from factsheet.records import Span

# What letters of other scripts look like in Latin ones (Unicode's confusables, the letters that words are made of).
_LOOK_LIKE = (
    "aаαɑ bвьβƅ cс dдԁδ eеёҽε fք gɡց hһհ iіїӏιɩⅰ jјյ kкκ lⅼ mмμ nηո oоοσօ pрρ qԛզ rг sѕ tтτ uυս "
    "vνѵ wԝωա xхχ yуγ zζ 3з 6б"
)
_ALIKE = {other: word[0] for word in _LOOK_LIKE.split() for other in word[1:]}
_SPACES = re.compile(" {2,}")
_SINGLE = re.compile(r"(?<!\n)\n(?!\n)")


def fold(text: str) -> tuple[str, Sequence[int]]:
    """The text folded for the search for signs, and the offset of each of its characters in the text.

    Lower case, without accents and zero-width characters, homoglyphs as Latin letters, a line break within a paragraph
    as a space.
    """
    text = _SINGLE.sub(" ", text)
    if text.isascii() and "  " not in text:
        return text.lower(), range(len(text))
    folded = {char: _folded(char) for char in set(text)}
    if all(len(piece) == 1 for piece in folded.values()):
        return _closed(text.translate(dict(zip(map(ord, folded), folded.values(), strict=True))), range(len(text)))
    pieces = [folded[char] for char in text]
    return _closed("".join(pieces), [at for at, piece in enumerate(pieces) for _ in piece])


def _closed(words: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """A text with runs of spaces collapsed."""
    if "  " not in words:
        return words, places
    kept: list[int] = []
    done = 0
    for spaces in _SPACES.finditer(words):
        kept += places[done : spaces.start() + 1]
        done = spaces.end()
    return _SPACES.sub(" ", words), [*kept, *places[done:]]


@cache  # the characters of texts are few
def _folded(char: str) -> str:
    if char in "“”„«»‘’—–…\n":
        return char
    if unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc"}:
        return ""
    plain = unicodedata.normalize("NFKD", char).lower().replace("ß", "ss")
    kept = "".join(one for one in plain if unicodedata.category(one) != "Mn")
    return "".join(_ALIKE.get(one, one) for one in kept) if kept.strip() else " "


_SPELT = re.compile(r"(?<![^\W_])[^\W_](?:[ .·*_|-]{1,4}[^\W_](?![^\W_])){4,}")
"""Single letters in a row: spelt-out words."""


class Unmasked(NamedTuple):
    """A folded text with its spelt-out words joined, the offsets of its characters, and the places of such words."""

    text: str
    places: Sequence[int]
    spelt: list[Span]


def unmasked(text: str, known: Callable[[], re.Pattern[str]]) -> Unmasked:
    """A folded text with its spelt-out words joined: at known words if the gaps do not show where they end.

    `known` makes the pattern of known words; it is called only if needed.
    """
    folded, places = fold(text)
    pieces: list[str] = []
    kept: list[int] = []
    spelt: list[Span] = []
    done = 0
    for run in _SPELT.finditer(folded):
        letters = [(folded[at], places[at]) for at in range(*run.span()) if folded[at].isalnum()]
        joined = _joined(text, letters, known)
        pieces += [folded[done : run.start()], *(char for char, _ in joined)]
        kept += [*places[done : run.start()], *(place for _, place in joined)]
        spelt.append((letters[0][1], letters[-1][1] + 1))
        done = run.end()
    if not spelt:
        return Unmasked(folded, places, spelt)
    return Unmasked("".join([*pieces, folded[done:]]), [*kept, *places[done:]], spelt)


def _joined(text: str, letters: list[tuple[str, int]], known: Callable[[], re.Pattern[str]]) -> list[tuple[str, int]]:
    """The letters of spelt-out words with their offsets, and spaces between the words."""
    gaps = [text[before + 1 : place] for (_, before), (_, place) in pairwise(letters)]
    narrow = max(sorted(set(gaps)), key=gaps.count)
    ends = {at for at, gap in enumerate(gaps) if gap != narrow}
    if not ends:
        ends = {at - 1 for match in known().finditer("".join(char for char, _ in letters)) for at in match.span()}
    found = []
    for at, (char, place) in enumerate(letters):
        found += [(char, place), (" ", place)] if at in ends else [(char, place)]
    return found


_DIGITS = [str.maketrans("0134578", letters) for letters in ("oieastb", "oleastb")]
"""Letters that digits replace."""


def spellings(word: str) -> list[str]:
    """A word with the readings of its digits as letters."""
    if word.isalpha() or word.isdigit():
        return [word]
    return sorted(one for one in {word.translate(digits) for digits in _DIGITS} if one.isalpha())
