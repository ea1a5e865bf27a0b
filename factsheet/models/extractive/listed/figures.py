"""Figures: numbers with their unit, and the sentence that says what they count."""

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
                found.setdefault(number.casefold(), {**entry, "evidence": [sentence]})
                break
    return list(found.values())[:_MOST]


def _numbers(sentence: str, tongue: Tongue) -> Iterator[tuple[str, str | None, int]]:
    """Each number that counts something: as written, with its unit if there is a word for it, and its span."""
    for match in _pattern(tongue).finditer(sentence):
        if not _is_of_another(sentence, match, tongue) and (unit := _unit(match, tongue)) is not None:
            yield " ".join(match["number"].split()), unit or None, match.start("number")


def _unit(match: re.Match[str], tongue: Tongue) -> str | None:
    """The unit of a number, "" if no word gives one; None if it counts nothing."""
    if match["unit"]:
        return match["unit"]
    if match["scale"] or match["sign"] or match["after"]:
        return ""
    noun, digits = match["noun"] or "", match["digits"]
    is_thing = len(noun) >= _SHORTEST and noun not in tongue.words("figures", "not counted")
    if not is_thing or len(digits) < 2 or _YEAR.fullmatch(digits) or not digits[0].isdigit():
        return None
    if tongue.nouns_have_capitals:
        return noun if noun[0].isupper() else None
    return "" if noun[0].islower() else None


def _is_of_another(sentence: str, match: re.Match[str], tongue: Tongue) -> bool:
    """Whether a number is the end of a range, or the number of something: "entre 5.300 et 5.500", "Artikel 24"."""
    before = sentence[: match.start()]
    if not tongue.nouns_have_capitals and _NAME_BEFORE.search(before) and not match["unit"]:
        return True  # "France 24"
    numbered = tongue.one_of("figures", "numbered")
    return bool(re.search(rf"(?:\d\W+(?:{tongue.one_of('calendar', 'or')} )?|\b{numbered} )$", before, re.IGNORECASE))


_NAME_BEFORE = re.compile(r"[^\W\d_]{2} [A-ZÀ-Þ][\w’'-]* $")
"""A word with a capital, which no sentence begins with."""
_SHORTEST = 4
"""Letters of a noun; shorter words are hardly any."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@cache  # one pattern a language
def _pattern(tongue: Tongue) -> re.Pattern[str]:
    """A pattern for a number with its bound, scale and unit, or the next word."""
    units = "|".join(tongue.one_of("figures", part) for part in ("money", "units", "percent"))
    return re.compile(
        rf"(?<![\w.,:/#–§-])(?P<number>(?:{tongue.one_of('figures', 'bounds')}[ \xa0])?(?P<sign>[{_SIGNS}][ \xa0]?)?"
        rf"(?P<digits>{_DIGITS}|{tongue.one_of('figures', 'numbers')})"
        rf"(?:[ \xa0](?P<scale>{tongue.one_of('figures', 'scales')})\b)?"
        rf"(?P<after>[ \xa0]?[%{_SIGNS}])?)(?![\w%]|[.,:–-]\d|-)"
        rf"(?:[ \xa0](?:de[ \xa0]|d['’]|di[ \xa0])?(?:(?P<unit>{units})(?![\w/])|(?P<noun>[^\W\d_]+)(?![\w/])))?",
        re.IGNORECASE,
    )
