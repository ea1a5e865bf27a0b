"""Quotations that depend on the sentence before them: printed with it, in the article's own words.

A sentence by or about the speaker leads to the quotation: "Jane Doe kept the mould in her shed: “I feared for it.”"
Any other is printed with the whole sentence that quotes: "The club heard of it by radio. “They laughed,” Doe said."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import before_verb, tokens
from factsheet.attribution.naming import sex_of
from factsheet.models.extractive.alone import Told, explains, is_alone, keys, needs
from factsheet.models.extractive.quoting import quoted
from factsheet.proving.pronouns import BACK, HUMAN
from factsheet.proving.speakers import is_head
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Crowd, Voice

_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
_MOST_WORDS = 45
"""The longest quotation with the sentence before it, in words."""
_FEWEST = 5
"""The shortest quotation that the page explains, in words: a shorter one says nothing of what it is about."""
_FEW_LINES = 2
"""The longest summary, in sentences, that a quotation can continue whoever speaks."""

_ONE, _SEVERAL = frozenset({"it", "its", "itself"}), frozenset({"they", "them", "their", "theirs", "themselves"})
_THINGS = _ONE | _SEVERAL


class Leaning(NamedTuple):
    """A quotation, with the article's words that explain it; "" if the page has them already."""

    quotation: str
    statement: str = ""
    start: int = -1
    """Where the statement begins in the article; -1 if it is the quotation."""


def leaning(
    story: Story, voice: Voice, voices: Sequence[Voice], told: Told, crowd: Crowd, known: Collection[str]
) -> Leaning | None:
    """The quotation of a direct statement that is not understandable by itself, with what it depends on."""
    at = story.sentence_index(voice.statement.spans()[0][0])
    line, is_printed = _line_before(story, at), at - 1 in told.lines
    if not line:
        above = f"{story.article.title}." if at == 0 and story.article.title else ""
        quotation = quoted(story, voice, told, known, above) if above else None
        is_told = quotation and _is_told(quotation, _THINGS)
        return Leaning(quotation) if quotation and is_told else _as_told(story, at, voice, told, known)
    is_theirs = _is_theirs(story, at - 1, voice, voices)
    if is_printed:
        known = {*known, *_again(line)}
    quotation = quoted(story, voice, told, known, _without(voice.holder, line))
    if not quotation and is_theirs:  # the headline names what the speaker talks about
        quotation = quoted(story, voice, told, known, f"{story.article.title or ''}. {line}")
        quotation = quotation if quotation and _is_told(quotation, _THINGS) else None
    if not quotation or not _is_one_person(story, at - 1, voice, quotation, known, crowd):
        return _as_told(story, at, voice, told, known)
    is_near = is_theirs or _again(line) or len(told.lines) <= _FEW_LINES
    if is_printed and _is_told(quotation) and (is_near or _is_near(story, at, voice, voices, crowd)):
        return Leaning(quotation)
    beside = is_theirs or "\n" not in story.text[story.sentences[at - 1][0] : story.sentences[at][0]]
    if not (beside and is_alone(line, told, at=at - 1, by=voice.holder if is_theirs else "")):
        return None
    if is_theirs:
        found = Leaning(quotation, _flat(line).rstrip("."), story.sentences[at - 1][0])
    else:
        found = _passage(story, at, voice, quotation)
        spoken = {one.holder for one in voices if found.start < one.span[0] < voice.span[1]}
        if spoken - {voice.holder} or not _is_closed(found):
            return None
    added = found.quotation if is_theirs else ""
    return found if len(f"{found.statement} {added}".split()) <= _MOST_WORDS else None


def _as_told(story: Story, at: int, voice: Voice, told: Told, known: Collection[str]) -> Leaning | None:
    """A quotation whose "it" or "they" a line of the page explains that shares a word with it."""
    words = frozenset().union(*(keys(story.quote(span)) for span in voice.statement.spans()))
    before = (story.quote(story.sentences[one]) for one in sorted(told.lines) if one < at)
    like = (line for line in before if not words.isdisjoint(keys(line)))
    found = (quoted(story, voice, told, known, line) for line in like)
    quotation = next((one for one in found if one and _is_told(one, _THINGS)), None)
    return Leaning(quotation) if quotation else None


def _again(line: str) -> frozenset[str]:
    """The words for things that a sentence has already: if the page prints it, their antecedents are known."""
    words = {token.low for token in tokens(line)}
    return frozenset().union(*(some for some in (_ONE, _SEVERAL) if not some.isdisjoint(words)))


def _is_told(quotation: str, words: Collection[str] = BACK) -> bool:
    """Whether a quotation depends on nothing before it but these words: it does not go on from there."""
    needed = needs(quotation.replace(" … ", ", "))
    return needed is not None and needed.back <= frozenset(words) and len(quotation.split()) >= _FEWEST


def _without(holder: str, line: str) -> str:
    """A sentence without the name of the speaker, and what the speaker is, who does not say "she" of herself."""
    last = re.escape(holder.rsplit(" ", 1)[-1])
    return re.sub(rf"(?:{re.escape(holder)}|{last})(?:, (?:an?|the|[\w-]+[’']s) [^,]+,)?", "", line)


def _is_one_person(story: Story, at: int, voice: Voice, quotation: str, known: Collection[str], crowd: Crowd) -> bool:
    """Whether "he" or "she" of a quotation can mean only one person in the sentence before: named or described."""
    needed = needs(quotation.replace(" … ", ", "))
    words = HUMAN.intersection(needed.back).difference(known) if needed else HUMAN
    for word in words:
        named = crowd.named(sex_of(word), story.sentences[at], voice.holder)
        described = _CAPITAL.sub("", _without(voice.holder, story.quote(story.sentences[at])))
        if len(named) > 1 or not (named or explains(described, word)):
            return False
    return True


def _is_closed(found: Leaning) -> bool:
    """Whether the quotations of a statement end in it."""
    return found.statement.count('"') % 2 == 0 and found.statement.count("“") == found.statement.count("”")


def _line_before(story: Story, at: int) -> str:
    """The sentence before a sentence; "" if it is a quotation, or something stands between them."""
    if not at:
        return ""
    start, end = story.sentences[at - 1]
    apart = any(map(str.isalnum, story.text[end : story.sentences[at][0]]))
    if apart or at - 1 in story.shouting or story.is_in_words(start) or not story.is_complete((start, end)):
        return ""
    return story.quote((start, end))


def _is_theirs(story: Story, at: int, voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether a sentence is what a speaker says, or has the speaker as its subject and is nobody else's words."""
    start, end = story.sentences[at]
    spoken = [one for one in voices if one.statement.cue and start <= one.statement.cue[0] < end]
    if spoken:
        return all(one.holder == voice.holder and one.is_sure for one in spoken)
    text = story.quote((start, end))
    return is_head(name_keys(voice.holder)[-1:], before_verb(text, tokens(text)))


def _is_near(story: Story, at: int, voice: Voice, voices: Sequence[Voice], crowd: Crowd) -> bool:
    """Whether the sentence before is about the speaker or the story's main person, or follows what the speaker said."""
    start, end = story.sentences[at - 1]
    first = story.text[start:].split(" ", 1)[0]
    before = [one for one in voices if one.span[0] < start]
    if first in {"He", "She"} and crowd.is_meant(first, voice.holder, start, before):
        return True
    named = crowd.named("", (start, end), voice.holder)
    if len(named) == 1 and crowd.is_main(next(iter(named))):
        return True
    said = before[-1] if before else voice
    return said.holder == voice.holder and said.is_sure and "\n" not in story.text[said.span[1] : start].strip(" ")


def _passage(story: Story, at: int, voice: Voice, quotation: str) -> Leaning:
    """The sentence before, and those up to where the article says who speaks."""
    cue = voice.statement.cue or voice.span
    last = max(at, story.sentence_index(max(cue[1], voice.statement.spans()[0][1]) - 1))
    start = story.sentences[at - 1][0]
    passage = story.quote((start, story.sentences[last][1]))
    piece = next((one for one in quotation.split(" … ") if one in passage), "")
    return Leaning(piece or quotation, _flat(passage), start)


def _flat(text: str) -> str:
    return " ".join(text.split())
