"""Retrieval: chooses the article's sentences as evidence for a text that has none."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.language.folding import fold
from factsheet.language.lexicon import word_keys

if TYPE_CHECKING:
    from factsheet.language.text import Sentence, Text
    from factsheet.records import Article, Zone

_MOST = 3
"""Sentences of an article that are looked at for one of the draft: better than one, and than all."""
_NO_EVIDENCE: frozenset[Zone] = frozenset({"byline", "dateline", "section", "boilerplate", "not-for-publication"})
"""Zones of an article that tell nothing."""


class Retriever:
    """Finds sentences of an article by the words that they share, each by its inverse document frequency."""

    def __init__(self, text: Text, article: Article) -> None:
        telling = [(one.start, one.end) for one in article.paragraphs if one.zone not in _NO_EVIDENCE]
        self._sentences = text.sentences_of(telling) if article.paragraphs else text.sentences
        self._places: dict[str, set[int]] = {}
        for at, one in enumerate(self._sentences):
            for key in text.keys[one.first : one.last]:
                self._places.setdefault(key, set()).add(at)

    def for_statement(self, statement: Text) -> list[Sentence]:
        """At most three sentences, in the order of the article; none where no word is shared."""
        weights: dict[int, float] = {}
        for key in dict.fromkeys(statement.keys):
            places = self._places.get(key, ())
            for at in places:
                weights[at] = weights.get(at, 0.0) + log(1 + len(self._sentences) / len(places))
        best = sorted(weights, key=lambda at: (-weights[at], at))[:_MOST]
        return [self._sentences[at] for at in sorted(best)]


def word_for_word(text: Text, statement: Text) -> list[Sentence]:
    """Several whole sentences of the article that a sentence of the draft repeats as they stand, typography aside."""
    for span in text.find(statement.keys):
        found = text.sentences_of([span])
        start, end = found[0].span[0], found[-1].span[1]
        whole = " ".join(text.string[start:end].split())
        if len(found) > 1 and fold(whole).text == statement.folded.text:
            return found
    return []


def points_elsewhere(statement: Text) -> bool:
    """Whether a pronoun outside quotation marks may mean somebody else in the draft than in the article."""
    quoted = quotations(statement.string, 0, len(statement.string))
    return any(
        key in word_keys("pronouns", "personal") and not any(one.start <= at < one.end for one in quoted)
        for key, at in zip(statement.keys, statement.starts, strict=True)
    )
