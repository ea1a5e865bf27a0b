"""The title and the summary: the article's own sentences, its lead first."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.clauses import SMALL_WORDS, said
from factsheet.models.extractive.positions import Speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.positions import Voice
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEW, _MANY, _LONG_STORY = 3, 4, 24
"""How many sentences a summary has, and from how many sentences on a story is a long one."""
_SHORTEST, _LONGEST = 40, 420
"""Characters; below it a line is a label and no sentence, above it a sentence says too much."""
_LEAD = 3
"""Sentences among which the lead is: a caption or a greeting may stand before it."""
_LOOKED_AT = 40
"""Sentences from the top that a summary is chosen from."""
_TITLE = 100
"""Characters that a title may have, from the schema."""
_HEAVY = 12
"""Entities that count."""
_PLACE, _WORDS, _NAMES, _HEADLINE, _BACKGROUND, _LEANS, _REPEATS = 2.0, 1.0, 0.6, 1.0, 0.7, 0.8, 1.5
"""What speaks for a sentence and against it: standing near the top, holding the words and the names that the story
repeats and those of its headline; telling of earlier times, leaning on the sentence before, repeating one chosen."""
_SIGN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of a script that writes syllables or words, or no spaces."""
_LETTERS_OF_A_SIGN = 3
_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}")  # words long enough to say something
# Background: what was before the story.
_EARLIER = re.compile(
    r"\b(?:ha[sd] (?:\w+ly |also |long |already )?been|had (?:\w+ly )?\w+ed|last (?:year|month)|years? ago|previously"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|in (?:19|20)\d\d|since (?:19|20)\d\d)\b"
)
# First words that lean on the sentence before.
_LEANING = re.compile(
    r"[\"“'‘]|(?:he|she|it|they|this|that|these|those|such|but|and|however|also|so|then|meanwhile|instead|still"
    r"|his|her|their|its|the (?:two|former|latter|same))\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\"|“|”|„|«|»|''|``")  # an odd number of marks: a quotation begins or ends elsewhere


def title(story: Story) -> dict[str, Any]:
    """The article's headline, else the start of its first sentence."""
    headline = " ".join((story.article.title or "").split())
    if headline:
        found = story.text.find(headline)
        shown = headline if len(headline) <= _TITLE else _shortened(headline)
        if found >= 0:
            return {"statement": shown, "evidence": [headline]}
    first = story.quote(story.sentences[0]) if story.sentences else ""
    return {"statement": headline or _shortened(" ".join(first.split())), "evidence": [first] if first else []}


def summary(story: Story, entities: list[Entity], voices: Sequence[Voice] = ()) -> list[dict[str, Any]]:
    """Two to four sentences: the lead, then those that hold the most of the story and are no background."""
    said_by = Speech(voices)
    return [_entry(story, span, said_by) for span in choose(story, entities)]


def lead(story: Story) -> list[dict[str, Any]]:
    """The first two sentences, for a story whose words are not understood."""
    chosen = [span for span in story.sentences if _extent(story.quote(span)) >= _SHORTEST][:2]
    return [_entry(story, span, Speech(())) for span in chosen]


def _extent(text: str) -> int:
    """How long a text is, in Latin letters: a sign that is a word or a syllable says as much as a few of them."""
    return len(text) + _LETTERS_OF_A_SIGN * len(_SIGN.findall(text))


def _entry(story: Story, span: Span, said_by: Speech) -> dict[str, Any]:
    """A sentence, with who says it; without the words that say so where they come last."""
    voice = said_by.at(span[0] + 1)
    statement = " ".join(story.quote(span).split())
    if voice and voice.statement.kind == "indirect" and not voice.statement.pieces:
        statement = said(story.quote((span[0], voice.statement.end)))
    return {"statement": statement, "according_to": voice.holder if voice else None, "evidence": [story.quote(span)]}


def choose(story: Story, entities: list[Entity]) -> list[Span]:
    """The sentences of the summary, in the order of the article."""
    fit = [s for s in story.sentences if _SHORTEST <= s[1] - s[0] <= _LONGEST] or list(story.sentences[:1])
    if len(fit) <= 2:
        return fit
    fit = fit[:_LOOKED_AT]
    bags = [_content(story.quote(span)) for span in fit]
    scores = _scores(story, entities, fit, bags)
    most = _MANY if len(story.sentences) >= _LONG_STORY else _FEW
    return [fit[i] for i in sorted(_best(scores, bags, most))]


def _best(scores: list[float], bags: list[frozenset[str]], most: int) -> list[int]:
    """The numbers of the best of the lead, then of those that say what none chosen says."""
    chosen = [max(range(min(_LEAD, len(bags))), key=lambda i: (scores[i], -i))]
    said = [0.0] * len(bags)
    while len(chosen) < min(most, len(bags)):
        said = [max(known, _shared(bag, bags[chosen[-1]])) for known, bag in zip(said, bags, strict=True)]
        worth = [score - _REPEATS * repeated for score, repeated in zip(scores, said, strict=True)]
        left = (i for i in range(len(bags)) if i not in chosen)
        chosen.append(max(left, key=lambda i: (worth[i], -i)))
    return chosen


def _scores(story: Story, entities: list[Entity], fit: list[Span], bags: list[frozenset[str]]) -> list[float]:
    """What speaks for each sentence by itself."""
    seen = Counter(chain.from_iterable(bags))
    headline = _content(story.article.title or "")
    names = _names(story, entities)
    heaviest = max((sum(names.get(index, {}).values()) for index in names), default=1) or 1
    words_of = [sum(map(seen.__getitem__, bag)) / (len(bag) + 5) for bag in bags]
    most = max(words_of) or 1
    scores = []
    for i, (span, bag) in enumerate(zip(fit, bags, strict=True)):
        text = story.quote(span)
        score = _PLACE / (1 + 0.2 * i) + _WORDS * words_of[i] / most
        score += _NAMES * sum(names.get(story.sentence_index(span[0]), {}).values()) / heaviest
        score += _HEADLINE * (len(bag & headline) / len(headline) if headline else 0)
        score -= _BACKGROUND * bool(_EARLIER.search(text)) + _LEANS * _leans(text)
        scores.append(score)
    return scores


def _leans(text: str) -> bool:
    """Whether a sentence needs its neighbours: by its first word, as a question, or with one end of a quotation."""
    return text.endswith("?") or bool(_LEANING.match(text)) or len(_MARKS.findall(text)) % 2 == 1


def _names(story: Story, entities: list[Entity]) -> dict[int, dict[str, float]]:
    """The weights of the heaviest entities in each sentence."""
    found: dict[int, dict[str, float]] = {}
    for entity in entities[:_HEAVY]:
        for mention in entity.mentions:
            found.setdefault(story.sentence_index(mention.start), {})[entity.name] = entity.weight
    return found


def _content(text: str) -> frozenset[str]:
    """The words of a sentence that say what it is about."""
    return frozenset(_WORD.findall(text.casefold())) - SMALL_WORDS


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _shortened(text: str) -> str:
    """The first words of a text that fit a title."""
    if len(text) <= _TITLE:
        return text
    return text[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
