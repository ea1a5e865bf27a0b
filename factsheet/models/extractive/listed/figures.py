"""Figures: numbers with what they are counted in, and the sentence that says what they count."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.listed.telling import Teller

_MOST = 6
_DIGITS = r"\d{1,3}(?:[. \xa0\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
"""A number: with points or spaces between thousands, and a decimal comma."""
_SIGNS = "$€£¥"


def find_figures(teller: Teller) -> list[dict[str, Any]]:
    """The entries of the section figures, in the order of the story; of one number the first."""
    found: dict[str, dict[str, Any]] = {}
    for start, end in teller.sentences:
        sentence = teller.story.quote((start, end))
        for number, unit, at in _numbers(sentence, teller.tongue):
            if not teller.story.is_quoted(start + at):
                entry = {"number": number, "unit": unit, "of": " ".join(sentence.split()), "according_to": None}
                found.setdefault(number, {**entry, "evidence": [sentence]})
                break
    return list(found.values())[:_MOST]


def _numbers(sentence: str, tongue: Tongue) -> Iterator[tuple[str, str | None, int]]:
    """Each number that counts something: as it stands, its unit where there is a word for it, and where it stands."""
    for match in _pattern(tongue).finditer(sentence):
        unit = match["unit"]
        if match["scale"] or match["sign"] or match["after"] or unit:
            yield " ".join(match["number"].split()), unit, match.start("number")


@cache  # a pattern a language
def _pattern(tongue: Tongue) -> re.Pattern[str]:
    """A number with its bound, its scale and its unit."""
    units = "|".join(tongue.one_of("figures", part) for part in ("money", "units", "percent"))
    return re.compile(
        rf"(?<![\w.,:/#–§-])(?P<number>(?:{tongue.one_of('figures', 'bounds')}[ \xa0])?(?P<sign>[{_SIGNS}][ \xa0]?)?"
        rf"(?:{_DIGITS})(?:[ \xa0](?P<scale>{tongue.one_of('figures', 'scales')})\b)?(?P<after>[ \xa0]?[%{_SIGNS}])?)"
        rf"(?![\w%]|[.,:–-]\d|-)(?:[ \xa0](?:de[ \xa0]|d['’]|di[ \xa0])?(?P<unit>{units})(?!\w))?",
        re.IGNORECASE,
    )
