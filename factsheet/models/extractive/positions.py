"""Positions: what each voice of a story says it backs, opposes, demands, promises, warns of or thinks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from factsheet.attribution.marks import quotations
from factsheet.models.extractive.lexicon import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_MOST = 30
_SHORTEST = 2
"""Words in a statement."""
_LONGEST = 300
"""Characters of a quotation; a longer one is given by the whole sentences of it that fit, or by its first sentence."""
_LONGEST_EVIDENCE = 600
_EDGES = " \t\n\xa0,;:—–-"
_MARKS = "\"“”„‟«»‘’'`＂ \n\t\xa0"
_ENDS = ".?!…"


def find_positions(story: Story, voices: Sequence[Voice]) -> list[dict[str, Any]]:
    """The entries of the section positions: quoted ones and those that take a side first, else as they come."""
    found = [(voice, entry) for voice in voices if (entry := _position(story, voice))]
    found.sort(key=lambda one: (one[1]["quotation"] is None) + (stance(one[0].statement.lemma) == "neutral"))
    return [entry for _, entry in found[:_MOST]]


def stance(lemma: str) -> str:
    """Where the subject of a verb that attributes stands: "opposes" for "criticise"."""
    return _stances().get(lemma, "neutral")


@cache
def _stances() -> dict[str, str]:
    return {lemma: name for name, lemmas in parts("stances").items() if name != "silent" for lemma in lemmas}


def _position(story: Story, voice: Voice) -> dict[str, Any] | None:
    quotation = quoted(story, voice)
    statement = f"“{quotation}”" if voice.statement.kind == "direct" and quotation else stated(story, voice)
    silent = voice.statement.lemma in parts("stances")["silent"] and not quotation
    if silent or _only_points(statement.lower().split()):
        return None
    return {
        "holder": voice.holder,
        "verb": voice.verb,
        "statement": statement,
        "quotation": quotation,
        "evidence": evidence(story, voice, quotation),
    }


def _only_points(words: Sequence[str]) -> bool:
    """Whether a statement says nothing, or only that something was said: "the allegations"."""
    lists = parts("disputes")
    return len(words) < _SHORTEST or (len(words) < 3 and words[-1] in lists["claims"] | lists["pointing"])


def stated(story: Story, voice: Voice) -> str:
    """What is said, in one line, without the "that" before it."""
    line = " … ".join(story.quote(span).strip(_EDGES) for span in voice.statement.spans())
    return " ".join(line.split()).removeprefix("that ")


def evidence(story: Story, voice: Voice, quotation: str | None = None) -> list[str]:
    """The passage of the article that proves who says it, or the words said where it is too long."""
    start, end = voice.span
    if end - start <= _LONGEST_EVIDENCE:
        return [story.quote((start, end))]
    if quotation:
        return [quotation]
    piece = voice.statement.spans()[0]
    return [story.quote(story.around((piece[0], min(piece[1], piece[0] + 100))))]


def quoted(story: Story, voice: Voice) -> str | None:
    """The longest words of a statement that stand in quotation marks, without the marks."""
    inner = [
        _within(story, (quote.start, quote.end))
        for start, end in voice.statement.spans()
        for quote in quotations(story.text, start, end)
    ]
    longest = max(inner, key=lambda span: span[1] - span[0], default=(0, 0))
    return story.quote(_whole_sentences(story, longest)) or None


def _within(story: Story, span: Span) -> Span:
    """A quotation without its marks and the comma before the closing one."""
    inner = story.quote(span).lstrip(_MARKS)
    start = span[1] - len(inner)
    return start, start + len(inner.rstrip(_MARKS + ","))


def _whole_sentences(story: Story, span: Span) -> Span:
    """As many whole sentences from the start as fit; words up to a space where the first is too long."""
    start, end = span
    if end - start <= _LONGEST:
        return span
    text = story.text
    last = min(end - 1, start + 2 * _LONGEST)
    stops = [at for at in range(start, last) if text[at] in _ENDS and text[at + 1].isspace()]
    within = [at for at in stops if at < start + _LONGEST] or stops[:1]
    if within:
        return start, within[-1] + 1
    if end - start <= 2 * _LONGEST:
        return span
    cut = max(text.rfind(mark, start, start + _LONGEST) for mark in (", ", "; ", " "))
    return start, max(cut, start + 1)
