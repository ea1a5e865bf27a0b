"""Figures: money, shares, counts of people and things, with what they count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly
from factsheet.models.extractive.alone import NOTHING, Told, is_alone, keys
from factsheet.models.extractive.clauses import HELPING, WRITER, said, tells
from factsheet.models.extractive.dating import is_of_main_clause
from factsheet.models.extractive.voices import Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_MOST, _LOOKED_AT = 6, 40
"""The most figures listed, and the most candidates examined, by weight."""
_ENOUGH = 1.5
"""Numbers with less weight are incidental."""
_PLAIN, _SCALED, _MEASURE, _HEAVY = 1.5, 2.0, 0.5, 3.0
"""Weights of small counts, large ones, lengths and durations, and money, shares and people."""
_PEOPLE, _HARM = ENGLISH.words("counted", "people"), ENGLISH.words("counted", "harm")
_MEASURES = ENGLISH.words("counted", "measures")
_NOT_COUNTED = {"block"} | ENGLISH.words("counted", "ages") | ENGLISH.words("stopwords") | ENGLISH.words("saying")
_LATER = 0.05
"""The weight lost per sentence from the top."""
_BOUND = (
    r"(?:(?:about|around|roughly|approximately|nearly|almost|(?:well |just )?(?:over|under)|some|up to"
    r"|(?:(?:no|slightly|far|much|little) )?(?:more|less|fewer) than|at (?:least|most)|close to"
    r"|as (?:many|much|few|little) as"
    r"|an estimated|upwards of|only|just|a (?:minimum|maximum) of|below|above) )?"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:[ -](?:hundred|thousand|million|billion|trillion)|(?: ?(?:mn|bn|m|k))\b)?"
_CURRENCY = r"(?:US|C|A|HK|NZ)?[$€£¥₹] ?"
_MONTHS = "|".join(name[:3] + r"\w*" for name, *_ in ENGLISH.rows("calendar", "months"))
_COUNTED = r"(?!(?:and|or|to|in|at|on|of|by|for|from) )[a-z][a-z-]{2,}"
# One pattern, as a number, its money, its share and its unit exclude or follow each other.
_FIGURE = re.compile(
    rf"(?P<number>(?<![\w.,:/#–-]){_BOUND}"
    rf"(?:(?P<money>{_CURRENCY}{_DIGITS}{_SCALE})|{_DIGITS}{_SCALE}(?P<share> ?%| per ?cent\b)?)"
    r"(?: or (?:more|less|fewer)\b|[- ]plus\b)?)"
    rf"(?![\w:/%+]|[.,–-]\d| (?:{_MONTHS})\b)(?: (?P<unit>{_COUNTED}(?: {_COUNTED})?))?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")  # most sentences have none
_BEFORE_DIGIT = 20
"""The longest prefix of a figure before its first digit, in characters: "approximately US$ "."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # from 1500 on, as stories date things
_NAME_BEFORE = re.compile(r"(?:^|[ (\"“'-])[A-Z]\w*\.? $")
"""A number after a name belongs to it: May 7, Europe 1."""
_MARKS = '"“”„«» '
_LONGEST = 220
"""The longest label of a number, in characters."""
_TURNS = frozenset({
    "but", "and", "or", "yet", "so", "however", "meanwhile", "of", "other", "still", "instead", "also", "how", "why",
    "what", "whether",
})  # fmt: skip
"""First words that depend on another sentence, or begin inside one."""
_SUPPOSED = re.compile(r"^(?:[A-Z]+ ){2,}|\b(?:[Ll]et['’]s|[Ss]uppose|[Ii]magine)\b")
"""Parts of an example, or a heading in front of a sentence."""
_RANGE = re.compile(r" ?(?:to|-|–) ?[$€£\d]")  # "costing £2 to £3": half of a figure
_ADDRESS = re.compile(
    r" (?:[A-Z0-9]\w*\.? ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Boulevard|Lane)\b"
)  # "131 West 23rd Street"
_FOREIGN = re.compile(r" [A-Z]\w+ (?:dollars?|pounds?|francs?|crowns?|kron\w+|pesos?|rupees?|yuan|lira)\b")
"""A currency as the noun of a number, which is no unit: "1 million Norland dollars"."""
_TOP = re.compile(r"\b(?:top|bottom|other|remaining|former|first|last|next) $")  # "the top 1 percent" are people
_LAST_WORD = re.compile(r"(\w+) $")  # "killed " before a number


def find_figures(story: Story, voices: Sequence[Voice] = (), told: Told = NOTHING) -> list[dict[str, Any]]:
    """The entries of the section figures, by weight, with their sources; `told` is what the page mentions."""
    said_by = Speech(voices)
    ranked = sorted(_candidates(story), key=lambda pair: (-pair[0], pair[1].start()))
    found: dict[str, dict[str, Any]] = {}
    for _, match in ranked[:_LOOKED_AT]:
        if len(found) >= _MOST:
            break
        voice = said_by.at(match.start("number"))
        span = _told(story, match, voice)
        if span is not None and voice is None and WRITER.search(story.quote(span)):
            continue
        if span is None or match["number"] in found or not _is_told(story, span, match, told):
            continue
        found[match["number"]] = {
            "number": match["number"],
            "unit": _unit(match),
            "of": said(story.quote(span)).strip(_MARKS),
            "according_to": voice.holder if voice else None,
            "evidence": [story.quote(span)],
        }
    return list(found.values())


def _told(story: Story, match: re.Match[str], voice: Voice | None) -> Span | None:
    """The label of a number: a statement, or a whole sentence, since less can lack a condition."""
    if voice is None:
        return story.sentence_at(match.start("number"))
    pieces = voice.statement.spans()
    return pieces[0] if len(pieces) == 1 else None


def _is_told(story: Story, span: Span, match: re.Match[str], told: Told) -> bool:
    """Whether the label of a number is understandable by itself."""
    label = story.quote(span)
    first = label.split(" ", 1)[0].rstrip(",").lower()
    before = story.text[span[0] : match.start()]
    harm = _LAST_WORD.search(before)
    return (
        len(label) <= _LONGEST
        and label.count("(") == label.count(")")
        and not label.rstrip(_MARKS).endswith("?")
        and first not in _TURNS | HELPING  # not "which he said had fallen by 70%"
        and not _SUPPOSED.search(label)
        and not _ADDRESS.match(story.text, match.end("number"))
        and not _FOREIGN.match(story.text, match.end("number"))
        and not (_RANGE.match(story.text, match.end("number")) or _TOP.search(before))
        and (tells(label) or first in _HARM)
        and not keys(label) <= set(told.heading)
        and is_alone(label, told, at=story.sentence_index(span[0]))
        and (is_of_main_clause(before) or (harm is not None and harm[1] in _HARM))
    )


def _unit(match: re.Match[str]) -> str | None:
    """The noun that a number counts, with a noun modifier: "workers", "internet users"; None for money and shares."""
    words = (match["unit"] or "").split()
    if match["money"] or match["share"] or not words or not words[0].islower():
        return None
    first, second = words[0], words[-1]
    if first in {"square", "cubic"}:
        return f"{first} {second}" if second in _MEASURES else None
    if not is_mostly(first, "n") and not first.endswith("s"):
        return None
    plural = second.endswith("s") and not first.endswith("s") and second not in _NOT_COUNTED and is_mostly(second, "n")
    return " ".join(words) if plural and len(words) > 1 else first


def _candidates(story: Story) -> Iterator[tuple[float, re.Match[str]]]:
    for index, (start, end) in enumerate(story.sentences):
        digit = _DIGIT.search(story.text, start, end)
        if not digit or not story.is_complete((start, end)):
            continue
        for match in _FIGURE.finditer(story.text, max(start, digit.start() - _BEFORE_DIGIT), end):
            before = story.text[max(start + 1, match.start() - 20) : match.start()]
            opening = story.text[start : match.start()].strip().lower()  # "Protocol 6 requires"
            named = _NAME_BEFORE.search(before) or (opening.isalpha() and is_mostly(opening, "n"))
            weight = 0.0 if named else _weight(match, before)
            if weight >= _ENOUGH:
                yield weight - min(index, 20) * _LATER, match


def _weight(match: re.Match[str], before: str) -> float:
    """The weight of a number by what it counts; 0 for years, ages, times of day and bare numbers."""
    if match["money"] or match["share"]:
        return _HEAVY
    digits = re.sub(r"[^\d]", "", match["number"])
    if _YEAR.fullmatch(digits) and "," not in match["number"]:
        return 0
    last = _LAST_WORD.search(before)
    if last and last[1].lower() in _HARM:
        return _HEAVY
    unit = (match["unit"] or "").lower().split()
    return _weight_of_unit(unit, digits, match["number"])


def _weight_of_unit(unit: list[str], digits: str, number: str) -> float:
    if not unit or unit[0] in _NOT_COUNTED:
        return _SCALED if "illion" in number else 0
    if not _PEOPLE.isdisjoint(unit):
        return _HEAVY
    if unit[0] in _MEASURES:
        return _MEASURE
    return _SCALED if len(digits) > 2 else _PLAIN
