"""The title and the summary: the article's own sentences, its lead first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 3
_SHORTEST = 40
"""Characters; below it a line is a label, not a sentence."""
_LONGEST = 420
_TITLE = 100
"""Characters that a title may have, from the schema."""


def title(story: Story) -> dict[str, Any]:
    """The article's headline, else the start of its first sentence."""
    headline = " ".join((story.article.title or "").split())
    if headline:
        found = story.text.find(headline)
        shown = headline if len(headline) <= _TITLE else _shortened(headline)
        if found >= 0:
            return {"statement": shown, "evidence": [headline]}
    first = story.quote(story.sentences[0]) if story.sentences else ""
    return {
        "statement": headline or _shortened(" ".join(first.split())),
        "evidence": [first] if first else [],
    }


def summary(story: Story, entities: list[Entity]) -> list[dict[str, Any]]:
    """Two to four sentences: the lead, then the sentences near the top that hold the most of the story."""
    chosen = choose(story, entities)
    return [
        {"statement": " ".join(story.quote(s).split()), "according_to": None, "evidence": [story.quote(s)]}
        for s in chosen
    ]


def lead(story: Story) -> list[dict[str, Any]]:
    """The first two sentences, for a story whose words are not understood."""
    return [
        {"statement": " ".join(story.quote(s).split()), "according_to": None, "evidence": [story.quote(s)]}
        for s in [s for s in story.sentences if s[1] - s[0] >= _SHORTEST][:2]
    ]


def choose(story: Story, entities: list[Entity]) -> list[Span]:
    """The sentences of the summary, in the order of the article."""
    fit = [s for s in story.sentences if _SHORTEST <= s[1] - s[0] <= _LONGEST] or list(story.sentences[:1])
    if len(fit) <= 2:
        return fit
    weight: dict[int, float] = {}
    heavy = entities[:12]
    for entity in heavy:
        for index in {story.sentence_index(m.start) for m in entity.mentions}:
            weight[index] = weight.get(index, 0) + entity.weight

    def score(position: int) -> float:
        index = story.sentence_index(fit[position][0])
        return weight.get(index, 0) / (2 + position)

    rest = sorted(range(1, min(len(fit), 12)), key=lambda i: (-score(i), i))[: _MOST - 1]
    return [fit[i] for i in sorted([0, *rest])]


def _shortened(text: str) -> str:
    """The first words of a text that fit a title."""
    if len(text) <= _TITLE:
        return text
    return text[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
