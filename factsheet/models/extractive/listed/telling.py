"""Sentences that are understandable by themselves, and the summary made of them.

A sentence that begins with "Er" or "Cette" depends on the one before it, and one in a mood of reported speech ("habe",
"sei") can be the words of somebody named before; captions, bylines and the like are not sentences of the story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from factsheet.attribution.marks import quotations
from factsheet.language.datelines import at_lead
from factsheet.language.persons import cast
from factsheet.language.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.language.persons import Person
    from factsheet.language.tokens import Token
    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_SHORTEST, _LONGEST = 40, 400
"""The shortest and longest sentence, in characters: shorter ones are labels, longer ones say too much."""
_FEW, _MANY = 3, 5
_LONG_STORY = 9
"""The length of a long story, and of its summary, in sentences."""
_NO_MOOD = ("te", "wurde", "weise", "ene", "sche")
"""Endings of German words in -e that are in another mood, or no verbs."""
_OPENING = frozenset('«"“”„')
_SOMEBODY = re.compile(r"(?:Der|Die) (?:\d+-)?(?:J\u00e4hrige|[A-ZÄÖÜ]\w+(?:ale|ive|ste|nte|gte))[ ,]")
"""A German nominalised adjective, which refers to somebody named before: "Der Konservative"."""
_EARLY = 3
"""Distance from the start of a sentence within which a possessive has no antecedent in it, in words."""
_TURNED = ("-t-il", "-t-elle", "-il", "-elle", "-ils", "-elles")
"""The end of a French verb with an inverted pronoun."""
_BULLET = re.compile(r"[*•·\s–—-]*")
_LABEL = re.compile(r"[A-ZÀ-Þß]{2,30}(?:[ \xa0-][A-ZÀ-Þß]{1,30}){0,5}:[ \xa0](?=[A-ZÀ-Þ«\"„“])")
"""The label of a paragraph: "SICHERHEIT: "."""
_ASIDE = re.compile(r"\(.*\)\.?", re.DOTALL)
_ENDS = re.compile(r"[.!…][\"”’»“)]*$")


def begins(tongue: Tongue, text: str, part: str) -> bool:
    """Whether a text begins with the words of a part of the list of sentences."""
    return bool(re.match(rf"[«»\"“„ ]*{tongue.one_of('sentences', part)}(?:(?<=['’])|(?![\w-]))", text))


@dataclass(frozen=True, eq=False)
class Teller:
    """A story with its self-contained sentences."""

    story: Story
    tongue: Tongue

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The self-contained sentences, in order."""
        first = next(iter(self.story.sentences), None)
        spans = ((self._without_bullet(*span), span == first) for span in self.story.sentences)
        return tuple(span for span, is_first in spans if self._tells(span, is_first=is_first))

    def _without_bullet(self, start: int, end: int) -> Span:
        """A sentence without the bullet, label or dateline before it."""
        bullet = _BULLET.match(self.story.text, start, end)
        first = bullet.end() if bullet else start
        label = _LABEL.match(self.story.text, first, end)
        first = label.end() if label else first
        return first + at_lead(self.story.text[first:end]).end, end

    def _tells(self, span: Span, *, is_first: bool) -> bool:
        text = self.story.quote(span)
        if not _SHORTEST <= len(text) <= _LONGEST or not _ENDS.search(text) or "\n" in text.strip():
            return False
        if begins(self.tongue, text, "not news") or self._is_broken(text) or self.story.is_quoted(span[0] - 1):
            return False
        if _ASIDE.fullmatch(text):
            return False
        return not self.is_reported(text) and (
            is_first or not (begins(self.tongue, text, "leaning") or self._points(text))
        )

    def _points(self, text: str) -> bool:
        """Whether a pronoun has no antecedent before it in the sentence, or a possessive is among the first words."""
        pronouns, owners = (self.tongue.words("sentences", part) for part in ("pronouns", "owners"))
        row = tokens(text)
        # Words that stand for what the sentence before tells.
        hollow = rf"(?<![\w-]){self.tongue.one_of('sentences', 'hollow')}(?![\w-])"
        if re.search(hollow, text, re.IGNORECASE) or _SOMEBODY.match(text):
            return True
        if self._is_somebodys(text, row) or any(token.text.lower() in owners for token in row[:_EARLY]):
            return True
        at = next((token.start for token in row if token.text.lower() in pronouns), None)
        return at is not None and not any(one.end <= at for one in self._named(text))

    def _named(self, text: str) -> list[Person]:
        """The people and places that a sentence names, with their offsets."""
        at = self.story.text.find(text)
        named = cast(self.story.text, self.tongue, self.story.paragraphs).within(at, at + len(text))
        return [one._replace(start=one.start - at, end=one.end - at) for one in named]

    def _is_broken(self, text: str) -> bool:
        """Whether a quotation begins or ends in another sentence, or is all of this one."""
        found = quotations(text, 0, len(text))
        inside = sum(one.end - one.start for one in found)
        odd = any(not one.closed for one in found) or sum(map(text.count, '«»"“”„')) % 2
        return bool(odd) or 2 * inside > len(text)

    def _is_somebodys(self, text: str, row: Sequence[Token]) -> bool:
        """Whether a sentence leaves out its speaker: it begins with the verb, or with a quotation and names nobody."""
        verbs = self.tongue.words("attributing", "verbs") | self.tongue.words("attributing", "auxiliaries")
        if row and row[0].text.lower() in verbs - self.tongue.words("attributing", "after"):
            return True
        return text[:1] in _OPENING and not self._named(text)

    def is_reported(self, text: str) -> bool:
        """Whether a sentence reports, outside quotation marks, the words of somebody whom it does not name.

        It is in a mood of reported speech, or its speaker is a pronoun: "sagte er", "a-t-il dit".
        """
        spans = quotations(text, 0, len(text))
        row = [one for one in tokens(text) if not any(span.start <= one.start < span.end for span in spans)]
        moods = self.tongue.words("sentences", "reported")
        verbs, pronouns = (self.tongue.words("attributing", part) for part in ("verbs", "pronouns"))
        if any(one.text.lower() in moods or one.text.lower().endswith(_TURNED) for one in row):
            return True
        if any(a.text.lower() in verbs and b.text.lower() in pronouns for a, b in pairwise(row)):
            return True
        return self.tongue.nouns_have_capitals and any(map(self._is_in_mood, row, row[1:], row[2:]))

    def _is_in_mood(self, before: Token, token: Token, after: Token) -> bool:
        """Whether a word after a noun and before none is a verb in a mood of reported speech: "Er werfe ihm vor"."""
        word = token.text
        ends = word[0].islower() and word.endswith("e") and not word.endswith(_NO_MOOD) and len(word) > _EARLY
        beside = before.is_capital and not after.is_capital and word not in self.tongue.words("sentences", "no mood")
        return ends and beside

    def _connected(self) -> list[Span]:
        """The sentences that open a paragraph, or directly follow one that is taken."""
        telling = {end: (start, end) for start, end in self.sentences}
        told: list[Span] = []
        before = 0
        for start, end in self.story.sentences:
            opens = "\n" in self.story.text[before:start] or not before
            if end in telling and (opens or (told and told[-1][1] == before)):
                told.append(telling[end])
            before = end
        return told

    def summary(self) -> list[dict[str, Any]]:
        """The first self-contained sentences, or else the lead."""
        chosen = self._connected() or list(self.story.sentences[:1])
        most = _MANY if len(self.story.sentences) >= _LONG_STORY else _FEW
        return [
            {
                "statement": " ".join(self.story.quote(span).split()),
                "according_to": None,
                "evidence": [self.story.quote(span)],
            }
            for span in chosen[:most]
        ]
