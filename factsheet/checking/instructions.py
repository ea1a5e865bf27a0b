"""Instructions: passages of the article that speak to a language model, and what in the sheet seems to follow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.checking.wordlists import signs_in
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Subject
    from factsheet.kinds import Entry
    from factsheet.language.text import Sentence

_FOLLOWING = 3
"""Sentences after such a one, in the same paragraph, that may say what is to be done."""

_TAKEN = 0.75
"""The share of an entry's words that must come from the passage for it to seem to follow it."""

_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Passage:
    """Sentences that speak to a model; `quoted` where somebody is quoted with them."""

    start: int
    end: int
    sign: str
    """The words that give it away; what it wants said is not repeated."""
    quoted: bool
    stems: frozenset[str]


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
        if match.start() < done:
            continue
        sentences = subject.text.sentences_of([match.span()])
        if not sentences:
            continue
        at = subject.text.sentences.index(sentences[-1])
        last = sentences[-1]
        for following in subject.text.sentences[at + 1 : at + 1 + _FOLLOWING]:
            if "\n" in subject.text.string[last.span[1] : following.span[0]]:
                break
            last = following
        start, end = sentences[0].span[0], last.span[1]
        done = end
        yield _Passage(
            start,
            end,
            _sign(subject, sentences[-1]),
            _is_quoted(subject, *match.span()),
            _stems(subject, sentences[0], last),
        )


def _sign(subject: Subject, sentence: Sentence) -> str:
    """From the first to the last sign in a sentence."""
    text = subject.text.string[slice(*sentence.span)]
    spans = [match.span() for match in signs_in(text)] or [(0, len(text))]
    return " ".join(text[spans[0][0] : spans[-1][1]].split())[:_LONGEST_SIGN]


_LONGEST_SIGN = 120


def _stems(subject: Subject, first: Sentence, last: Sentence) -> frozenset[str]:
    reading = subject.text
    return frozenset(reading.stems[at] for at in reading.content(first.first, last.last))


def _is_quoted(subject: Subject, start: int, end: int) -> bool:
    """Whether the words stand in a quotation that is somebody's in the article."""
    return any(
        s.start <= start and end <= s.end and s.kind != "indirect" and s.speaker for s in subject.attribution.quotes
    )


def _elsewhere(subject: Subject, passages: list[_Passage]) -> list[frozenset[str]]:
    """The words of each sentence outside the passages."""
    reading = subject.text
    return [
        frozenset(reading.stems[s.first : s.last])
        for s in subject.text.sentences
        if not any(p.start < s.span[1] and s.span[0] < p.end for p in passages)
    ]


def _followed(
    subject: Subject, entry: Entry, passages: list[_Passage], elsewhere: list[frozenset[str]]
) -> _Passage | None:
    """The passage that an entry comes from: all its evidence is there, or its words are, and nowhere else."""
    spans = entry.section.spans(entry.value)
    for passage in passages:
        if spans and all(passage.start <= start and end <= passage.end for start, end in spans):
            return passage
    for field in entry.section.fields:
        text = entry.value.get(field.name)
        if not field.states or not isinstance(text, str):
            continue
        reading = subject.read(text)
        stems = frozenset(reading.stems[at] for at in reading.content())
        if len(stems) < _LEAST_WORDS or any(len(stems & other) >= _TAKEN * len(stems) for other in elsewhere):
            continue
        for passage in passages:
            if len(stems & passage.stems) >= _TAKEN * len(stems):
                return passage
    return None
