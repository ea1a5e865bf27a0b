"""Positions: quotations that a verb of saying attributes to a named speaker, a sentence per entry."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from factsheet.attribution import attribute
from factsheet.language.sentences import sentences
from factsheet.language.tokens import tokens
from factsheet.models.extractive.listed.telling import begins
from factsheet.records import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Speaker, Statement
    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST, _MOST_OF_ONE = 12, 2
"""Entries in all, and sentences of one quotation."""
_FEWEST, _LONGEST = 4, 300
"""Words of a sentence that says something, and characters of the longest that is given."""
_LONGEST_EVIDENCE = 900
_TURNED = re.compile(r"-(?:t-)?(?:il|elle)\b")  # the pronoun behind a French verb
_MARKS = '"“”„‟«»‘’‹› ,\n\t\xa0'


def find_positions(story: Story, tongue: Tongue) -> list[dict[str, Any]]:
    """The entries of the section positions, in the order of the story."""
    paragraphs = [Paragraph(start, end, "body") for start, end in story.paragraphs]
    found = attribute(story.text, paragraphs, tongue.code).quotes
    told = [(one, one.speaker, one.cue) for one in found if one.speaker and one.cue]
    return [entry for one, who, cue in told for entry in _entries(story, one, who, cue, tongue)][:_MOST]


def _entries(story: Story, one: Statement, speaker: Speaker, cue: Span, tongue: Tongue) -> Iterator[dict[str, Any]]:
    first, last = min(one.start, speaker.start, cue[0]), max(one.end, speaker.end, cue[1])
    if speaker.name is None or last - first > _LONGEST_EVIDENCE:
        return
    verb: str | None = _TURNED.sub("", " ".join(story.quote(cue).split()).lower())
    if verb in tongue.words("attributing", "separable"):
        verb = None
    told = _reported(story, one, tongue) if one.kind == "indirect" else _quoted(story, one, tongue)
    for statement, quotation in told:
        yield {
            "holder": speaker.name,
            "verb": verb,
            "statement": statement,
            "quotation": quotation,
            "evidence": [story.quote((first, last))],
        }


def _quoted(story: Story, one: Statement, tongue: Tongue) -> Iterator[tuple[str, str]]:
    """The sentences of a quotation, with and without marks."""
    inner = story.quote((one.start, one.end)).lstrip(_MARKS)
    if not inner[:1].isupper():  # a part of a sentence, of which the article tells the rest
        return
    start = one.end - len(inner)
    spans = sentences(story.text, start, start + len(inner.rstrip(_MARKS)), tongue.code)
    for at, span in enumerate(spans[:_MOST_OF_ONE]):
        quotation = story.quote(span).strip(_MARKS)
        if not at and _is_of_somebody(quotation, tongue):
            return
        if len(quotation.split()) >= _FEWEST and len(quotation) <= _LONGEST and not _names_speaker(quotation, tongue):
            yield f"“{quotation}”", quotation


def _is_of_somebody(quotation: str, tongue: Tongue) -> bool:
    """Whether the first clause has a pronoun for somebody of whom the article told before: "Das hat er gewusst".

    Or it begins with a word for that.
    """
    if begins(tongue, quotation, "quoted"):
        return True
    clause = [token.text.lower() for token in tokens(_impersonal(tongue).sub("", quotation.partition(",")[0]))]
    return not tongue.words("sentences", "pronouns").isdisjoint(clause)


@cache  # one pattern a language
def _impersonal(tongue: Tongue) -> re.Pattern[str]:
    return re.compile(rf"{tongue.one_of('sentences', 'impersonal')}(?![\w-])", re.IGNORECASE)


def _names_speaker(quotation: str, tongue: Tongue) -> bool:
    """Whether quoted words contain an attribution between commas: "…, a-t-il ajouté."."""
    verbs = tongue.words("attributing", "verbs") | tongue.words("attributing", "auxiliaries")
    row = [token.text.lower() for token in tokens(quotation)]
    return any(a == "," and (b in verbs or re.fullmatch(r"\w+-(?:t-)?(?:il|elle)", b)) for a, b in pairwise(row))


def _reported(story: Story, one: Statement, tongue: Tongue) -> Iterator[tuple[str, None]]:
    """Speech reported without marks, if no pronoun in it is ambiguous."""
    statement = " ".join(story.quote((one.start, one.end)).split())
    words = [token.text.lower() for token in tokens(statement)]
    if any(begins(tongue, statement, part) for part in ("leaning", "joining", "quoted")):
        return
    if len(words) >= _FEWEST and len(statement) <= _LONGEST and tongue.words("sentences", "pronouns").isdisjoint(words):
        yield statement, None
