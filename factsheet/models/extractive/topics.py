"""What a story is about: its sub-heads, its section line, and the phrases that it repeats."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.entities import of_sort
from factsheet.models.extractive.lexicon import lexicon, words

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEWEST, _MOST = 2, 6
_LONGEST = 4
"""Words in a label."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ENDS_PHRASE = re.compile(r"[^\w\s’'-]|\d")
_NOT_NOUN = re.compile(r".*(?:ly|ing|ed)$")
_IN_TITLE, _AT_TOP = 2.0, 1.0


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
    return [{"label": label, "evidence": [story.quote(span)]} for label, span in labels.values()]


def _phrases(story: Story, entities: list[Entity]) -> list[tuple[str, Span]]:
    """Phrases of two or three words that come again, the heaviest first."""
    seen: dict[str, list[Span]] = defaultdict(list)
    whole: set[str] = set()
    for sentence in story.sentences:
        for run in _runs(story, sentence):
            for size in (3, 2):
                for at in range(len(run) - size + 1):
                    if _is_phrase(part := run[at : at + size]):
                        span = part[0].start(), part[-1].end()
                        phrase = " ".join(m[0] for m in part).casefold()
                        seen[phrase].append(span)
                        if at + size == len(run):
                            whole.add(phrase)
    names = " | ".join(
        f.casefold() for e in of_sort(entities, "person", "organisation", "place") for f in e.forms
    )
    title = (story.article.title or "").casefold()
    top = story.sentences[min(2, len(story.sentences) - 1)][1] if story.sentences else 0
    scores: Counter[str] = Counter()
    for phrase, spans in seen.items():
        if (len(spans) > 1 or phrase in title) and phrase in whole and phrase not in names:
            bonus = _IN_TITLE * (phrase in title) + _AT_TOP * (spans[0][0] < top)
            scores[phrase] = int(10 * (len(spans) + bonus + 0.5 * phrase.count(" ")))
    best = sorted(scores, key=lambda p: (-scores[p], seen[p][0]))
    return [(" ".join(story.quote(seen[p][0]).split()), seen[p][0]) for p in best[:_MOST]]


def _in_headline(story: Story, headline: Span) -> list[tuple[str, Span]]:
    """The longest noun phrases of the headline, for stories too short to repeat one."""
    found = []
    for run in _runs(story, headline):
        part = run[-3:]
        if _is_phrase(part):
            span = part[0].start(), part[-1].end()
            found.append((" ".join(story.quote(span).split()), span))
    return found[:_FEWEST]


def _runs(story: Story, sentence: Span) -> list[list[re.Match[str]]]:
    """The content words of a sentence, a list for each stretch without a small word or a mark between."""
    lists = lexicon()
    runs: list[list[re.Match[str]]] = [[]]
    at = sentence[0]
    for match in _WORD.finditer(story.text, *sentence):
        low = match[0].lower()
        if _ENDS_PHRASE.search(story.text, at, match.start()) and runs[-1]:
            runs.append([])
        at = match.end()
        small = low in lists.stopwords or low in lists.calendar or low in lists.speech
        if small or low in words("saying") or low.endswith(("'s", "’s", "n't", "n’t")):
            runs.append([])
        else:
            runs[-1].append(match)
    return [run for run in runs if len(run) > 1]


def _is_phrase(part: list[re.Match[str]]) -> bool:
    """Whether words can be a noun phrase: it ends with a noun, and says more than a kind of person."""
    last = part[-1][0].lower()
    lists = lexicon()
    if last in lists.roles or last in lists.relations or last.removesuffix("s") in lists.roles:
        return False
    return len(last) > 2 and not _NOT_NOUN.match(last) and not part[0][0].lower().endswith("ly")


def _countries(entities: list[Entity]) -> list[tuple[str, Span]]:
    """Countries and regions that weigh much."""
    heavy = [
        e for e in of_sort(entities, "country", "place") if e.place and e.place.level != "town" and e.forms
    ]
    return [
        (max(e.forms, key=len), next(m.span for m in e.mentions if m.text in e.forms))
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
