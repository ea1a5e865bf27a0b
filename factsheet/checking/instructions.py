"""Finds passages of the article that address a language model, and entries that seem to obey one.

`signs` recognises the passages. Here they are reported, and no entry that rests on one alone is proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from factsheet.checking.signs import signs_in
from factsheet.checking.unmasking import fold
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Entry
    from factsheet.language.text import Sentence
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

__all__ = ["fold", "instructions", "signs_in"]

_TAKEN = 0.75
"""The share of an entry's words that must come from a passage for it to seem to obey it."""

_LEAST_WORDS = 3
"""Texts with fewer significant words could be from anywhere."""

_AFTER_MARK = 2
"""Paragraphs after a false end or role that can be its payload."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """Sentences that address a model; `quoted` if somebody is quoted with them."""

    start: int
    end: int
    sign: str
    """The words that give it away, without the payload."""
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
        message = f"a passage at {where} of the article seems to speak to AI software, not to readers: “{passage.sign}”"
        yield Finding("instruction-in-article", "note" if passage.quoted else "warning", "", message)
    if passages:
        elsewhere = _elsewhere(subject, passages)
        for entry in subject.entries:
            found = _followed(subject, entry, passages, elsewhere)
            if found is not None:
                message = "this comes from a passage that seems to speak to AI software, not to readers"
                yield Finding("instruction-followed", "warning" if found.quoted else "error", entry.pointer, message)


def _passages(subject: Subject) -> Iterator[_Passage]:
    text, done = subject.text.string, 0
    for sign in signs_in(text):
        quoted = _is_quoted(subject, sign.start, sign.end)
        sentences = subject.text.sentences_of([(sign.start, sign.end)]) if sign.start >= done else []
        # What somebody is quoted with as saying to people is an order in the news.
        if not sentences or (quoted and sign.strength == "weak"):
            continue
        last = _last(subject, sentences[-1], _AFTER_MARK if sign.strength in {"mark", "end"} else 0)
        if not text[sign.end : last.span[1]].strip(_NO_WORDS):
            if sign.strength == "end":
                continue
            last = _last(subject, last, 1)
        start, done = sentences[0].span[0], last.span[1]
        shown = text[start if sign.start - start < _BEFORE_SIGN else sign.start : sign.shown]
        yield _Passage(
            start, done, " ".join(shown.split())[:_LONGEST_SIGN], quoted, _stems(subject, sentences[0], last)
        )


_NO_WORDS = " -=#*<>[](){}~_/.,:;!?\"'“”„«»’‘\n"
"""Characters between a sign and the paragraph with its payload."""


def _last(subject: Subject, last: Sentence, more: int) -> Sentence:
    """The last sentence of the paragraph, or of `more` paragraphs: all of it can be the payload."""
    at = subject.text.sentences.index(last) + 1
    for following in subject.text.sentences[at:]:
        if "\n" in subject.text.string[last.span[1] : following.span[0]]:
            if not more:
                break
            more -= 1
        last = following
    return last


_LONGEST_SIGN = 120
"""The most characters shown of a sign."""
_BEFORE_SIGN = 40
"""Characters shown of its sentence before a sign."""


def _stems(subject: Subject, first: Sentence, last: Sentence) -> frozenset[str]:
    text = subject.text
    return frozenset(text.stems[at] for at in text.content(first.first, last.last))


def _is_quoted(subject: Subject, start: int, end: int) -> bool:
    """Whether the words are in an attributed quotation of the article."""
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
    """The passage that an entry comes from: all its evidence, or only there its words."""
    spans = entry.section.spans(entry.value)
    holding = [next((one for one in passages if one.holds(span)), None) for span in spans]
    said = (stems for stems in _stems_said(subject, entry) if not any(_is_from(stems, other) for other in elsewhere))
    saying = (one for stems in said for one in passages if _is_from(stems, one.stems))
    found = chain((one for one in holding[:1] if one is not None and None not in holding), saying)
    # Where one of several passages is nobody's quotation, that is the one that counts.
    return min(found, key=lambda one: one.quoted, default=None)


def _stems_said(subject: Subject, entry: Entry) -> Iterator[frozenset[str]]:
    """The stems of each statement of an entry that is long enough to be traced."""
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
