"""Topics: sub-heads, the section line, and repeated phrases.

A topic gets an IPTC Media Topic if label and definition make it clear: the concept's label is the topic's or its head
("legislative election": "election"), and the words of its definition are in the article. Otherwise it has no code.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from factsheet.kinds import load_kind
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, tells
from factsheet.models.extractive.entities import of_sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from factsheet.kinds import Concept
    from factsheet.models.extractive.entities import Entity, Sort
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEWEST, _MOST = 2, 6
_LONGEST = 4
"""The longest label, in words."""
_WORD = re.compile(r"\w[\w’'-]*|[^\w\s]")  # marks too, which end a phrase
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][\w’'-]* $")
_LOOKED_BACK = 30
_TIMES = ENGLISH.words("calendar", "times", "in no label")
_ELSEWHERE = re.compile(
    r"(?:advertisement|more|related|read|see|watch|follow|share)\b|.*[.!?:]$|.*[’']s\b", re.IGNORECASE
)
"""A line that links elsewhere, or is a sentence."""
_VAGUE = ENGLISH.words("sections", "vague")
"""Adjectives that make a phrase too vague for a subject."""
_HOLLOW = ENGLISH.words("sections", "hollow")
"""Nouns that are no subject."""
_APART = " . "
"""The separator of sentences, so that no phrase spans two."""
_POSSESSIVE = ("'s", "’s", "n't", "n’t")
_NOT_NOUN = re.compile(r".*(?:ly|ing|ed)$")  # adverbs and verbs by their ending
_TOP = 4
"""The first sentences, in which a phrase that occurs only twice must be."""
_IN_TITLE, _LONGER = 2.0, 0.5
"""The extra weight of a phrase in the headline, and of one with three words."""
_NAMED: tuple[Sort, ...] = ("person", "organisation", "place", "country", "unknown")
_ROLES, _RELATIONS = ENGLISH.words("titles", "roles"), ENGLISH.words("titles", "relations")
_UNITS = ENGLISH.words("units")
_SECTIONS = ENGLISH.words("sections")
_CONCEPT_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")  # words as labels of concepts have them
_JOINING = frozenset({"a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_SHARED = 0.25
"""The share of a definition's words that the article must have; a label of several words needs only one."""


def find_topics(story: Story, entities: list[Entity]) -> list[dict[str, Any]]:
    """The entries of the section topics, the clearest signs first."""
    labels: dict[str, tuple[str, Span]] = {}
    for label, span in _subheads(story):
        labels.setdefault(label.casefold(), (label, span))
    for label, span in [*_phrases(story, entities), *_section(story)]:
        if len(labels) >= _MOST:
            break
        if _is_new(label.casefold(), labels):
            labels[label.casefold()] = (label, span)
    if len(labels) < _FEWEST and story.headline:
        labels |= {label.casefold(): (label, span) for label, span in _in_headline(story, story.headline)}
    found = topic_codes([label for label, _ in labels.values()], story.lower, story.article.subjects)
    return [
        {"label": label, "code": code, "evidence": [story.quote(span)]}
        for (label, span), code in zip(labels.values(), found, strict=True)
    ]


def _subheads(story: Story) -> list[tuple[str, Span]]:
    lines = [(story.quote(span).strip(), span) for span in story.subheads]
    lines = [(line, span) for line, span in lines if not any(map(str.isdigit, line))]
    lines = [(line, span) for line, span in lines if line and not (commands(line) or tells(line))]
    return [(line, span) for line, span in lines if 0 < len(line.split()) <= _LONGEST and not _ELSEWHERE.match(line)]


def _is_new(label: str, known: Iterable[str]) -> bool:
    """Whether a label neither repeats nor contains one before it."""
    return label not in " ".join(known) and not any(one in label for one in known)


def _phrases(story: Story, entities: list[Entity]) -> list[tuple[str, Span]]:
    """Repeated phrases of two or three words, by weight."""
    scores = _scored(story, entities)
    best = sorted(scores, key=lambda p: (-scores[p], p))[: 4 * _MOST]
    lower = story.text.lower()
    placed = [(scores[phrase], span) for phrase in best if (span := _first(story, phrase, lower))]
    placed = [(score, span) for score, span in placed if _is_whole(story, span) and _is_own(story, span)]
    placed.sort(key=lambda pair: (-pair[0], pair[1]))
    return [(" ".join(story.quote(span).split()), span) for _, span in placed]


def _scored(story: Story, entities: list[Entity]) -> dict[str, float]:
    """The candidate phrases with their weights."""
    title = (story.article.title or "").casefold()
    top = " ".join(story.quote(span) for span in story.sentences[:_TOP]).casefold()
    names = " | ".join(_forms(entities, *_NAMED))
    people = {word for form in _forms(entities, "person") for word in form.split()}
    scores = {}
    repeated = _repeated(story)
    longer = {(phrase.split(" ", 1)[1], count) for phrase, count in repeated.items() if phrase.count(" ") == 2}
    for phrase, count in repeated.items():
        words = phrase.split()
        often = count > 2 or (count > 1 and phrase in top) or phrase in title
        chopped = (phrase, count) in longer or words[0] in _UNITS  # "percent tax", "estate losses"
        if often and not chopped and phrase not in names and _is_phrase(words) and people.isdisjoint(words):
            scores[phrase] = count + _IN_TITLE * (phrase in title) + _LONGER * (len(words) - 2)
    return scores


def _is_whole(story: Story, span: Span) -> bool:
    """Whether a phrase is whole: no capital continues across its edges, and no "of" follows."""
    first, *_, last = story.quote(span).split()
    if not last.islower() or not (first.islower() or sum(map(str.isupper, first)) > 1):
        return False  # "City Hall", "Phase III"
    before = _CAPITAL_BEFORE.search(story.text, max(story.sentence_at(span[0])[0], span[0] - _LOOKED_BACK), span[0])
    hyphen = story.text[span[0] - 1 : span[0]] in {"-", "–", "<"} and span[0] > 0  # "U.S.-Norland border", "<tweet id"
    of_something = story.text.startswith(" of ", span[1])  # "the irreverent face of the party"
    return not (hyphen or of_something) and not (before and story.text[span[0]].isupper())


def _is_own(story: Story, span: Span) -> bool:
    """Whether a phrase also occurs outside of quotations."""
    found = re.finditer(re.escape(story.quote(span)), story.text, re.IGNORECASE)
    return not all(story.is_quoted(match.start()) for match in found)


def _forms(entities: list[Entity], *sorts: Sort) -> list[str]:
    """The names of all entities of these sorts, folded."""
    return [form.casefold() for entity in of_sort(entities, *sorts) for form in entity.forms]


def _repeated(story: Story) -> Counter[str]:
    """How often each phrase of two or three words precedes a small word or mark: no "private email" server."""
    runs = _runs(_APART.join(story.text[start:end] for start, end in story.sentences))
    return Counter(" ".join(words) for run in runs for words in {tuple(run[-2:]), tuple(run[-3:])})


def _first(story: Story, phrase: str, lower: str) -> Span | None:
    """The first span of a phrase in the sentences of the story; `lower` is its text in lower case."""
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
        if start >= 0 and _is_phrase(phrase.split()) and not may_be(run[-1], "v") and story.lower.issuperset(run[-3:]):
            span = headline[0] + start, headline[0] + start + len(phrase)
            found.append((story.quote(span), span))
    return found[:_FEWEST]


def _runs(text: str) -> list[list[str]]:
    """The content words of a text in lower case, a list for each run between small words and marks."""
    words_of = _WORD.findall(text.lower())
    ends = {
        word for word in set(words_of) if word in SMALL_WORDS or not word[0].isalpha() or word.endswith(_POSSESSIVE)
    }
    runs: list[list[str]] = [[]]
    for word in words_of:
        if word not in ends:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _is_phrase(words: list[str]) -> bool:
    """Whether words can be a noun phrase: it ends with a noun, and is more than a role."""
    first, *_, last = words
    if last.removesuffix("s") in _ROLES or last in _ROLES or last in _RELATIONS or first in _VAGUE or last in _HOLLOW:
        return False
    if len(last) < 3 or last in _TIMES or _NOT_NOUN.match(last) or first.endswith("ly"):
        return False
    if words[-2].endswith("s") and not last.endswith("s") and may_be(last, "v"):
        return False  # "Republicans pile"
    if any(_is_verb(word) for word in words[:-1]):
        return False
    return is_mostly(last, "n") or (may_be(last, "n") and not may_be(last, "v")) or not _is_known(last)


def _is_known(word: str) -> bool:
    """Whether the thesaurus has a word, as any part of speech."""
    return any(may_be(word, part) for part in "nvar")


def _is_verb(word: str) -> bool:
    """Whether a word before a noun is a past form, and no modifier: "opened fire"."""
    return word.endswith("ed") or is_mostly(word, "v")


def _section(story: Story) -> list[tuple[str, Span]]:
    found = []
    for part in re.split(r"[,/|>»]", story.article.section or ""):
        label = part.strip()
        at = story.text.find(label) if label and label.lower() not in _SECTIONS else -1
        if at >= 0 and len(label.split()) <= _LONGEST and not _ELSEWHERE.match(label):
            found.append((label, (at, at + len(label))))
    return found


class _Concept(NamedTuple):
    code: str
    words: tuple[str, ...]
    definition: frozenset[str]


def topic_codes(labels: Sequence[str], article: frozenset[str], given: Sequence[str]) -> list[str | None]:
    """The code of each topic, None if it is not clear; `given` are the subjects that the feed gave the story.

    A given concept is used only for topics that share a word with its label.
    """
    concepts = _vocabulary()
    known = [concepts[code] for code in given if code in concepts]
    return [code_of(label, article) or _code_among(label, known) for label in labels]


def _code_among(label: str, known: Sequence[Concept]) -> str | None:
    """The code of the first concept whose label shares a word with a topic."""
    words = set(_stems(label))
    return next((concept.code for concept in known if words.intersection(_stems(concept.label))), None)


def code_of(label: str, article: frozenset[str]) -> str | None:
    """The code of the concept that a topic clearly means, or None; `article` are its words in lower case."""
    words = _stems(label)
    for size in range(len(words), 0, -1):
        concept = _concepts().get(words[-size:])
        if concept and (size == len(words) > 1 or _defines(concept, words, size, article)):
            return concept.code
    return None


def _defines(concept: _Concept, words: tuple[str, ...], size: int, article: frozenset[str]) -> bool:
    """Whether the article has enough words of a definition besides the topic's; `size` is that of the label."""
    beyond = concept.definition.difference(words)
    needed = 1 if size > 1 else max(1.0, _SHARED * len(beyond))
    return sum(word in article or word + "s" in article for word in beyond) >= needed


def _stems(text: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in _CONCEPT_WORD.findall(text.lower()) if word not in _JOINING)


@cache  # the kind is read from a file
def _vocabulary() -> Mapping[str, Concept]:
    return load_kind().vocabularies["mediatopics"]


@cache  # 1,200 concepts, taken apart once
def _concepts() -> dict[tuple[str, ...], _Concept]:
    """The concepts by the words of their labels; a label that two concepts share is left out."""
    found: dict[tuple[str, ...], list[_Concept]] = {}
    for concept in _vocabulary().values():
        words = _stems(concept.label)
        if words:
            one = _Concept(concept.code, words, frozenset(_stems(concept.definition)))
            found.setdefault(words, []).append(one)
    return {words: same[0] for words, same in found.items() if len(same) == 1}


@lru_cache(maxsize=1 << 14)  # the words of all definitions, which are few and come again
def _singular(word: str) -> str:
    """A noun without its plural ending; close enough to compare two texts."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
