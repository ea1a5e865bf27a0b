"""Numbers that matter: money, shares, counts of people and things, with what they count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.clauses import clause_at, said
from factsheet.models.extractive.lexicon import lexicon, parts, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story

_MOST = 6
_ENOUGH = 1.5
"""A weight below this is a number in passing."""
_PLAIN, _SCALED, _MEASURE, _HEAVY = 1.5, 2.0, 0.5, 3.0
_LATER = 0.05
"""What each sentence further down takes off a number's weight."""
_BOUND = (
    r"(?:(?:about|around|roughly|approximately|nearly|almost|over|some|up to|(?:more|less|fewer) than"
    r"|at (?:least|most)|close to|as many as|an estimated|only|just) )?"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:[ -](?:hundred|thousand|million|billion|trillion)|(?: ?(?:mn|bn|m|k))\b)?"
_CURRENCY = r"(?:US|C|A|HK|NZ)?[$€£¥₹] ?"
_COUNTED = r"(?!(?:and|or|to|in|at|on|of|by|for|from) )[a-z][a-z-]{2,}"
_FIGURE = re.compile(
    rf"(?P<number>(?<![\w.,:/#–-]){_BOUND}"
    rf"(?:(?P<money>{_CURRENCY}{_DIGITS}{_SCALE})|{_DIGITS}{_SCALE}(?P<share> ?%| per ?cent\b)?)"
    r"(?: or (?:more|less|fewer)\b)?)"
    rf"(?![\w:/%]|[.,–-]\d)(?: (?P<unit>{_COUNTED}(?: {_COUNTED})?))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NAME_BEFORE = re.compile(r"(?:^|[ (\"“'-])[A-Z]\w*\.? $")
"""A number after a name belongs to it: May 7, Europe 1."""
_LAST_WORD = re.compile(r"(\w+) $")


def find_figures(story: Story) -> list[dict[str, Any]]:
    """The entries of the section figures, the weightiest first."""
    ranked = sorted(_candidates(story), key=lambda pair: (-pair[0], pair[1].start()))
    found: dict[str, dict[str, Any]] = {}
    for _, match in ranked:
        if len(found) >= _MOST:
            break
        if match["number"] in found:
            continue
        clause = clause_at(story, match.span("number"))
        found[match["number"]] = {
            "number": match["number"],
            "unit": None
            if match["money"] or match["share"] or not match["unit"]
            else match["unit"].split()[0],
            "of": said(story.quote(clause)),
            "according_to": None,
            "evidence": [story.quote(clause)],
        }
    return list(found.values())


def _candidates(story: Story) -> Iterator[tuple[float, re.Match[str]]]:
    for index, (start, end) in enumerate(story.sentences):
        for match in _FIGURE.finditer(story.text, start, end):
            before = story.text[max(start + 1, match.start() - 20) : match.start()]
            weight = 0.0 if _NAME_BEFORE.search(before) else _weight(match, before)
            if weight >= _ENOUGH:
                yield weight - min(index, 20) * _LATER, match


def _weight(match: re.Match[str], before: str) -> float:
    """How much a number matters, by what it counts; 0 for years, ages, times of day and bare numbers."""
    counted = parts("counted")
    digits = re.sub(r"[^\d]", "", match["number"])
    unit = (match["unit"] or "").lower().split()
    if match["money"] or match["share"]:
        return _HEAVY
    if _YEAR.fullmatch(digits) and "," not in match["number"]:
        return 0
    last = _LAST_WORD.search(before)
    if last and last[1].lower() in counted["harm"]:
        return _HEAVY
    if not unit or unit[0] in counted["ages"] or unit[0] in lexicon().stopwords or unit[0] in words("saying"):
        return _SCALED if "illion" in match["number"] else 0
    if counted["people"].intersection(unit):
        return _HEAVY
    if unit[0] in counted["measures"]:
        return _MEASURE
    return _SCALED if len(digits) > 2 else _PLAIN
