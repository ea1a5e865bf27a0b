"""Finds words whose meaning depends on the surrounding article, and is lost on a page.

A label or statement can be quoted word for word and still say something else: an attribution precedes it, "this
district" was named in the sentence before, "two weeks after" counts from another event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align
from factsheet.aligning.rows import row
from factsheet.aligning.tokens import SPANS, TIMES, is_verb_at, tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import may_be
from factsheet.proving.pronouns import BACK, may_be_meant
from factsheet.proving.speakers import UNSURE, is_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Statement
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_POINTING = frozenset({"this", "these", "those"})
_OURS = TIMES | ENGLISH.words("pointing", "ours")
"""Nouns with which "this" needs no antecedent."""
_COUNTED_FROM = frozenset({"after", "before", "since", "until", "till", "following", "from"})
_SHARE = 3
"""Labels with this many words say what a percentage is a share of: "households without power"."""


def pronouns(text: str) -> Iterator[str]:
    """Pronouns of a label without a possible antecedent before them."""
    found = tokens(text)
    for at, token in enumerate(found):
        if token.low in BACK and not any(may_be_meant(found, before, human=False) for before in range(at)):
            yield f"“{token.low}” may mean somebody else"


def pointers(text: str) -> Iterator[str]:
    """Words that refer to something named earlier: "in this constituency", "the last ballot there"."""
    found = tokens(text)
    for at, token in enumerate(found):
        points = token.low in _POINTING and not _is_told(found, at)
        if points or (token.low == "there" and not exists(found, at)):
            yield f"“{token.low}” refers to something that is not told"


def exists(found: Sequence[Token], at: int) -> bool:
    """Whether "there" is the existential one, before its verb and after no noun: "said there were two"."""
    before = found[at - 1] if at and not found[at].gap else None
    opens = before is None or not may_be(before.low, "n") or is_verb_at(found, at - 1) or before.is_small
    after = found[at + 1] if at + 1 < len(found) else None
    return opens and after is not None and (is_verb_at(found, at + 1) or after.low in _IS)


_IS = frozenset({"s", "'s", "’s"})
_WHICH = ENGLISH.words("pointing", "those")


def _is_told(found: Sequence[Token], at: int) -> bool:
    """Whether the noun behind "this" says what is meant, or occurs before it; "those mourning him" says who."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after is None or after.is_small or after.low in _OURS or any(one.key == after.key for one in found[:at]):
        return True
    return found[at].low == "those" and (after.low in _WHICH or after.low.endswith(("ed", "ing")))


def unsaid(subject: Subject, text: str, span: Span, holders: Sequence[str] = ()) -> Iterator[str]:
    """Yield a reason for each attribution or hedge of a sentence that a label omits from it.

    `holders` are the speakers that the entry names: an attribution to them need not be repeated.
    """
    found = align(row(text), subject.row(span))
    used = {span[0] + found.sentence.tokens[there].start for there in found.pairs.values()}
    for one in subject.statements(*span):
        if one.speaker is None or one.cue is None or _is_said_beside(subject, one, holders):
            continue
        is_inside = any(start <= at < end for at in used for start, end in one.spans())
        if is_inside and not any(one.cue[0] <= at < one.cue[1] for at in used):
            yield f"“{subject.article.text[slice(*one.cue)]}” is left out"


def _is_said_beside(subject: Subject, said: Statement, holders: Sequence[str]) -> bool:
    """Whether a speaker of the entry asserts it: "announced", not "estimated"."""
    return said.lemma not in UNSURE and any(is_speaker(subject, name, said) for name in holders)


def is_unclosed(text: str) -> bool:
    """Whether a text ends inside a quotation."""
    return bool(text.count('"') % 2 and sum(map(text.count, '"“”')) % 2)  # not "one”, which mixes them


def is_open_ended(words: str) -> bool:
    """Whether a time is relative to an event that it does not name: "nearly two weeks after"."""
    found = tokens(words)
    return bool(found) and found[-1].low in _COUNTED_FROM and any(token.low in SPANS for token in found)


def is_share_of_nothing(label: str) -> bool:
    """Whether a label is too short to say what a percentage is a share of: "70 percent: the market"."""
    found = tokens(label)
    told = [at for at, token in enumerate(found) if not token.is_small]
    tells = any(is_verb_at(found, at) for at in told) or any(token.is_preposition for token in found[1:])
    return len(told) < (_SHARE - 1 if tells else _SHARE)


def led_in(subject: Subject, quotation: str) -> Iterator[str]:
    """The words between a speaker and a quotation that continues them: "said that officials, “plied him”"."""
    text = subject.text.string
    if not next(filter(str.isalpha, quotation), "").islower():
        return
    for start, end in subject.text.find([token.key for token in tokens(quotation)]):
        for one in subject.statements(start, end):
            if one.speaker is None or one.cue is None or not one.speaker.end <= one.cue[1] <= start:
                continue
            before = [token for token in tokens(text[one.cue[1] : start]) if not token.is_small]
            if _LED_IN <= len(before) <= _MOST_LED_IN:
                yield f"“{text[one.cue[1] : start].strip(_MARKS)}” is left out"


_LED_IN, _MOST_LED_IN = 2, 12
"""The fewest words before a quotation that are more than its addressee, and the most that can lead into it."""
_MARKS = ' ,:\n"“”«»'
