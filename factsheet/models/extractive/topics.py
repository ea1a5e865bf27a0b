"""What a story is about: its sub-heads, its section line, and the phrases that it repeats."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.entities import of_sort
from factsheet.models.extractive.lexicon import lexicon, words
from factsheet.models.extractive.mediatopics import topic_codes

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEWEST, _MOST = 2, 6
_LONGEST = 4
"""Words in a label."""
_WORD = re.compile(r"\w[\w’'-]*|[^\w\s]")
_APART = " . "
"""Between two sentences, so that no phrase goes from one into the next."""
_POSSESSIVE = ("'s", "’s", "n't", "n’t")
_NOT_NOUN = re.compile(r".*(?:ly|ing|ed)$")
_IN_TITLE, _LONGER, _OF_A_PLACE = 2.0, 0.5, 0.5
"""What a phrase weighs beyond its occurrences: in the headline, with three words, with a place in it."""


def find_topics(story: Story, entities: list[Entity]) -> list[dict[str, Any]]:
    """The entries of the section topics, the plainest signs first."""
    labels: dict[str, tuple[str, Span]] = {}
    for start, end in story.subheads:
        line = story.text[start:end].strip()
        if len(line.split()) <= _LONGEST and line:
            labels.setdefault(line.casefold(), (line, (start, end)))
    for label, span in [*_phrases(story, entities), *_countries(entities), *_section(story)]:
        if len(labels) >= _MOST:
            break
        known = " ".join(labels)
        if label.casefold() not in known and not any(k in label.casefold() for k in labels):
            labels[label.casefold()] = (label, span)
    if len(labels) < _FEWEST and story.headline:
        labels |= {label.casefold(): (label, span) for label, span in _in_headline(story, story.headline)}
    codes = topic_codes([label for label, _ in labels.values()], story.lower, story.article.subjects)
    return [
        {"label": label, "code": code, "evidence": [story.quote(span)]}
        for (label, span), code in zip(labels.values(), codes, strict=True)
    ]


def _phrases(story: Story, entities: list[Entity]) -> list[tuple[str, Span]]:
    """Phrases of two or three words that come again, the heaviest first."""
    runs = _runs(_APART.join(story.text[start:end] for start, end in story.sentences))
    threes = (zip(run, run[1:], run[2:], strict=False) for run in runs)
    seen: Counter[tuple[str, ...]] = Counter(chain(*map(pairwise, runs), *threes))
    whole = {tuple(run[-size:]) for run in runs for size in (2, 3)}
    sorts = of_sort(entities, "person", "organisation", "place")
    names = " | ".join(form.casefold() for e in sorts for form in e.forms)
    title = (story.article.title or "").casefold()
    scores: dict[str, float] = {}
    for run_of_words in whole:
        phrase, count = " ".join(run_of_words), seen[run_of_words]
        if (count > 1 or phrase in title) and phrase not in names and _is_phrase(phrase):
            scores[phrase] = count + _IN_TITLE * (phrase in title) + _LONGER * (phrase.count(" ") - 1)
    people = {w.casefold() for e in of_sort(entities, "person") for form in e.forms for w in form.split()}
    scores = {phrase: score for phrase, score in scores.items() if people.isdisjoint(phrase.split())}
    lands = {form.casefold() for e in of_sort(entities, "country", "place") for form in e.forms}
    for phrase in scores:
        if not lands.isdisjoint(phrase.split()):
            scores[phrase] += _OF_A_PLACE
    best = sorted(scores, key=lambda p: (-scores[p], p))[: 4 * _MOST]
    lower = story.text.lower()
    placed = [(scores[phrase], span) for phrase in best if (span := _first(story, phrase, lower))]
    placed.sort(key=lambda pair: (-pair[0], pair[1]))
    return [(" ".join(story.quote(span).split()), span) for _, span in placed]


def _first(story: Story, phrase: str, lower: str) -> Span | None:
    """Where a phrase first stands in the sentences of the story; `lower` is its text in lower case."""
    at = lower.find(phrase, story.starts[0])
    end = at + len(phrase)
    apart = at >= 0 and not lower[at - 1 : at].isalnum() and not lower[end : end + 1].isalnum()
    if apart and len(lower) == len(story.text) and any(a <= at and end <= b for a, b in story.paragraphs):
        return at, end
    pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, phrase.split())) + r"\b", re.IGNORECASE)
    for start, end in story.paragraphs:
        if match := pattern.search(story.text, start, end):
            return match.span()
    return None


def _in_headline(story: Story, headline: Span) -> list[tuple[str, Span]]:
    """The longest noun phrases of the headline, for stories too short to repeat one."""
    found = []
    for run in _runs(story.quote(headline)):
        phrase = " ".join(run[-3:])
        start = story.quote(headline).casefold().find(phrase)
        if start >= 0 and _is_phrase(phrase):
            span = headline[0] + start, headline[0] + start + len(phrase)
            found.append((story.quote(span), span))
    return found[:_FEWEST]


def _runs(text: str) -> list[list[str]]:
    """The content words of a text, lower-cased, a list for each stretch without a small word or a mark."""
    words_of, small = _WORD.findall(text.lower()), _small()
    ends = {word for word in set(words_of) if word in small or not word[0].isalpha() or word.endswith(_POSSESSIVE)}
    runs: list[list[str]] = [[]]
    for word in words_of:
        if word not in ends:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


@cache
def _small() -> frozenset[str]:
    lists = lexicon()
    return lists.stopwords | lists.calendar | lists.speech | words("saying")


def _is_phrase(phrase: str) -> bool:
    """Whether words can be a noun phrase: it ends with a noun, and says more than what somebody is."""
    first, *_, last = phrase.split()
    lists = lexicon()
    if last.removesuffix("s") in lists.roles or last in lists.roles or last in lists.relations:
        return False
    return len(last) > 2 and not _NOT_NOUN.match(last) and not first.endswith("ly")


def _countries(entities: list[Entity]) -> list[tuple[str, Span]]:
    """Countries and regions that weigh much."""
    heavy = [e for e in of_sort(entities, "country", "place") if e.place and e.place.level != "town" and e.forms]
    return [
        (form := max(e.forms, key=len), next(m.span for m in e.mentions if m.text == form))
        for e in heavy
        if len(e.mentions) > 2
    ]


def _section(story: Story) -> list[tuple[str, Span]]:
    found = []
    for part in re.split(r"[,/|>»]", story.article.section or ""):
        label = part.strip()
        at = story.text.find(label) if label and label.lower() not in words("sections") else -1
        if at >= 0 and len(label.split()) <= _LONGEST:
            found.append((label, (at, at + len(label))))
    return found
