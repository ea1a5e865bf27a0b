"""Topics: nouns of the headline that recur in the story.

A noun is recognised by its capital in German, and elsewhere by an article right before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.language.persons import cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST, _FEWEST = 3, 2
"""The most topics, and how often a word of the headline must occur in the text."""
_SHORTEST = 6
"""The shortest topic, in letters."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find_topics(story: Story, tongue: Tongue, named: Iterable[str]) -> list[dict[str, Any]]:
    """The entries of the section topics, in the order of the headline; `named` are people, places and organisations."""
    names = {word.casefold() for name in named for word in _WORD.findall(name)}
    names |= {
        word.casefold() for one in cast(story.text, tongue, story.paragraphs).mentions for word in one.name.split()
    }
    found: dict[str, Span] = {}
    for word in _WORD.findall(story.article.title or ""):
        if (
            len(word) < _SHORTEST
            or word.casefold() in names
            or word.casefold() in tongue.words("sentences", "no topic")
        ):
            continue
        places = _as_noun(story, word, tongue)
        if len(places) >= _FEWEST:
            found.setdefault(story.quote(places[0]), places[0])
    return [
        {"label": label, "code": None, "evidence": [story.quote(story.around(span))]}
        for label, span in list(found.items())[:_MOST]
    ]


def _as_noun(story: Story, word: str, tongue: Tongue) -> list[Span]:
    """The span of a headline's word in a sentence as a noun, with its case of letters there."""
    capitals = tongue.nouns_have_capitals
    if capitals and not word[0].isupper():
        return []
    pattern = re.compile(
        rf"(?<![\w-])(?P<article>{_articles(tongue)})?{re.escape(word if capitals else word.lower())}(?![\w-])"
    )
    found = (match for start, end in story.sentences for match in pattern.finditer(story.text, start + 1, end))
    told = [match for match in found if not story.is_quoted(match.start())]
    behind = [match for match in told if match["article"]]
    if not behind or not (capitals or any(_ends_phrase(story, match.end(), tongue) for match in behind)):
        return []
    return [(match.end() - len(word), match.end()) for match in (told if capitals else behind)]


def _ends_phrase(story: Story, at: int, tongue: Tongue) -> bool:
    """Whether no noun follows that the word could modify: a mark, a preposition or an article does."""
    after = _BEHIND.match(story.text, at)
    small = {"et", "y", "e", "en", "qui", "que", "che", "die", "a", "est", "es", "è", "is"}
    small |= tongue.words("people", "prepositions") | tongue.words("people", "no subject")
    return after is None or after[1].lower() in small


_BEHIND = re.compile(r"[  ]([^\W\d_]+)")


def _articles(tongue: Tongue) -> str:
    """A pattern for an article and the space after it."""
    words = tongue.words("people", "articles") | tongue.words("people", "no subject")
    apart = "|".join(sorted(re.escape(word) for word in words if word[-1] not in "'’"))
    return rf"(?:(?:{apart}) |[ldLD]['’])"
