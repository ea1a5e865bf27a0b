"""Instructions: passages of the article that speak to a language model, and what in the sheet seems to follow them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry
    from factsheet.language.text import Sentence
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_FOLLOWING = 3
"""Sentences after such a one, in the same paragraph, that may say what is to be done."""

_TAKEN = 0.75
"""The share of an entry's words that must come from the passage for it to seem to follow it."""

_LEAST_WORDS = 3
"""Words with a meaning below which a text could be from anywhere."""

_SAME_LETTERS = {"i\u0307": "i", "ı": "i", "ſ": "s"}
"""Letters that a regular expression takes for others where case is ignored, in lower case."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """Sentences that speak to a model; `quoted` where somebody is quoted with them."""

    start: int
    end: int
    sign: str
    """The words that give it away; what it wants said is not repeated."""
    quoted: bool
    stems: frozenset[str]

    def holds(self, span: Span) -> bool:
        """Whether a span lies in it."""
        return self.start <= span[0] and span[1] <= self.end


def instructions(subject: Subject) -> Iterator[Finding]:
    """Passages that read like an instruction to a model, and entries that seem to obey one."""
    passages = list(_passages(subject))
    for passage in passages:
        number = subject.article.number_at(passage.start)
        where = f"¶{number}" if number else f"character {passage.start}"
        message = f"the article has a passage at {where} that reads like an instruction to a model: “{passage.sign}”"
        yield Finding("instruction-in-article", "note" if passage.quoted else "warning", "", message)
    if passages:
        elsewhere = _elsewhere(subject, passages)
        for entry in subject.entries:
            found = _followed(subject, entry, passages, elsewhere)
            if found is not None:
                message = "this comes from a passage that reads like an instruction to a language model"
                yield Finding("instruction-followed", "warning" if found.quoted else "error", entry.pointer, message)


def _passages(subject: Subject) -> Iterator[_Passage]:
    done = 0
    for match in signs_in(subject.text.string):
        sentences = subject.text.sentences_of([match.span()]) if match.start() >= done else []
        if sentences:
            last = _last(subject, sentences[-1])
            done = last.span[1]
            yield _Passage(
                sentences[0].span[0],
                done,
                _sign(subject, sentences[-1]),
                _is_quoted(subject, *match.span()),
                _stems(subject, sentences[0], last),
            )


def _last(subject: Subject, last: Sentence) -> Sentence:
    """The last of the sentences that go on from this one in its paragraph, and may say what is to be done."""
    at = subject.text.sentences.index(last) + 1
    for following in subject.text.sentences[at : at + _FOLLOWING]:
        if "\n" in subject.text.string[last.span[1] : following.span[0]]:
            break
        last = following
    return last


def _sign(subject: Subject, sentence: Sentence) -> str:
    """From the first to the last sign in a sentence."""
    text = subject.text.string[slice(*sentence.span)]
    spans = [match.span() for match in signs_in(text)] or [(0, len(text))]
    return " ".join(text[spans[0][0] : spans[-1][1]].split())[:_LONGEST_SIGN]


_LONGEST_SIGN = 120


def _stems(subject: Subject, first: Sentence, last: Sentence) -> frozenset[str]:
    text = subject.text
    return frozenset(text.stems[at] for at in text.content(first.first, last.last))


def _is_quoted(subject: Subject, start: int, end: int) -> bool:
    """Whether the words stand in a quotation that is somebody's in the article."""
    return any(
        s.start <= start and end <= s.end and s.kind != "indirect" and s.speaker for s in subject.attribution.quotes
    )


def _elsewhere(subject: Subject, passages: list[_Passage]) -> list[frozenset[str]]:
    """The words of each sentence outside the passages."""
    return [
        frozenset(subject.text.stems[s.first : s.last])
        for s in subject.text.sentences
        if not any(p.start < s.span[1] and s.span[0] < p.end for p in passages)
    ]


def _followed(
    subject: Subject, entry: Entry, passages: list[_Passage], elsewhere: list[frozenset[str]]
) -> _Passage | None:
    """The passage that an entry comes from: all its evidence is there, or its words are, and nowhere else."""
    spans = entry.section.spans(entry.value)
    holding = (one for one in passages if spans and all(map(one.holds, spans)))
    said = (stems for stems in _stems_said(subject, entry) if not any(_is_from(stems, other) for other in elsewhere))
    saying = (one for stems in said for one in passages if _is_from(stems, one.stems))
    return next(chain(holding, saying), None)


def _stems_said(subject: Subject, entry: Entry) -> Iterator[frozenset[str]]:
    """The stems of each statement of an entry that says enough to come from somewhere."""
    for field in entry.section.fields:
        said = entry.value.get(field.name)
        if field.states and isinstance(said, str):
            text = subject.read(said)
            stems = frozenset(text.stems[at] for at in text.content())
            if len(stems) >= _LEAST_WORDS:
                yield stems


def _is_from(stems: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nearly all of some words are among others."""
    return len(stems & other) >= _TAKEN * len(stems)


@cache  # a list
def signs() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The signs that a passage speaks to a language model, each with words: what has the sign has one of them."""
    lines = (line.split(" :: ", 1) for line in ENGLISH.lines("instructions"))
    return tuple((tuple(words.split(" | ")), sign) for words, sign in lines)


def signs_in(text: str) -> Iterator[re.Match[str]]:
    """Each place where a text has a sign; only lines with the words of one are looked through, as there are few."""
    low = text.lower()
    for letter, same in _SAME_LETTERS.items():
        low = low.replace(letter, same)
    words = [word for words, _ in signs() for word in words if word in low]
    if not words:
        return
    start = 0
    for line, low_line in zip(text.split("\n"), low.split("\n"), strict=True):
        if any(word in low_line for word in words):
            yield from _any_sign().finditer(text, start, start + len(line))
        start += len(line) + 1


@cache  # a pattern made of a list
def _any_sign() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{sign})" for _, sign in signs()), re.IGNORECASE)
