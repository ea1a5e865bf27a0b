"""Checks disputes (`x-sides`): each side has its own evidence, and the claim is denied, contested or doubted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.lexicon import canonical, is_negation, lexicon, stem, word_keys
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases
from factsheet.proving.holders import has_name, is_beside, may_be_speaker, stands_free, words_of
from factsheet.proving.subject import listed, name_keys, stem_list
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Statement
    from factsheet.kinds import Entry, Side
    from factsheet.language.text import Sentence
    from factsheet.proving.subject import Subject

_OWNED = 4
"""Distance between an objection and its owner's name, in words."""
_CLAIMED = 0.6
"""The share of a claim's words from which a sentence makes it."""


def disputes(subject: Subject) -> Iterator[Finding]:
    """Disputes with only one side, that nobody contests, or with people on the wrong side."""
    for entry in subject.entries:
        sides = entry.section.sides
        if len(sides) < 2:
            continue
        yield from _empty(subject, entry)
        if _turned(subject, entry):
            message = "the evidence of the one who claims it is a denial, that of the other side the claim"
            yield Finding("side-of-another", "warning", f"{entry.pointer}/{sides[0].by}", message)
            continue
        for number, side in enumerate(sides):
            yield from _misplaced(subject, entry, side, contests=number > 0)


def _empty(subject: Subject, entry: Entry) -> Iterator[Finding]:
    """The finding for a dispute without a second side, or without a contesting word."""
    sides = entry.section.sides
    if any(_contests(subject, one) for side in sides for one in _sentences(subject, entry, side)):
        return
    empty = [side for side in sides if not (entry.value.get(side.by) or entry.value.get(side.evidence))]
    if len(sides) - len(empty) < 2:
        message = f"the dispute has one side only: nothing is listed under “{empty[0].title}”"
        yield Finding("dispute-one-sided", "warning", entry.pointer, message)
    else:
        message = "nothing in the evidence denies, contests or doubts this claim"
        yield Finding("dispute-undisputed", "warning", entry.pointer, message)


def _misplaced(subject: Subject, entry: Entry, side: Side, *, contests: bool) -> Iterator[Finding]:
    """The people of a side whom its evidence does not quote, or not against the claim."""
    sentences = _sentences(subject, entry, side)
    field = entry.section.field(side.by)
    section = field.refers_to if field else None
    said = [one for span in _spans(entry, side) for one in subject.statements(*span) if one.speaker]
    for name, pointer in listed(entry.value.get(side.by), f"{entry.pointer}/{side.by}"):
        theirs = [one for one in sentences if _is_about(subject, section, name, one, said)]
        other = "" if theirs else _other(subject, section, name, said)
        if other:
            message = f"the article attributes this side's words to {other}, not to {name}"
            yield Finding("side-of-another", "warning", pointer, message)
        elif not theirs and _speaks(subject, sentences, said) and _is_named_later(subject, name, sentences):
            message = f"the article names {name} only after this side's words"
            yield Finding("side-of-another", "warning", pointer, message)
        elif contests and theirs and not _is_against(subject, entry, theirs):
            message = f"nothing in the evidence says that {name} denies, contests or doubts this claim"
            yield Finding("dispute-undisputed", "warning", pointer, message)


def _other(subject: Subject, section: str | None, name: str, said: Sequence[Statement]) -> str:
    """Another person of the sheet who says some of a side's evidence; "" if there is none."""
    theirs = (one.speaker for one in said if _is_of_another_entry(subject, section, name, one))
    found = next((one.name for one in theirs if one and one.name), "")
    groups = (words_of(subject, one.speaker) for one in said if one.speaker)
    return found or next((words for words in groups if is_beside(words)), "")


def _speaks(subject: Subject, sentences: Sequence[Sentence], said: Sequence[Statement]) -> bool:
    """Whether anybody speaks in some sentences, or contests something there."""
    return bool(said) or any(_contests(subject, one) for one in sentences)


def _is_named_later(subject: Subject, name: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the article first names somebody after these sentences, so that their "the owner" is another."""
    keys = name_keys(name)
    last = max(sentence.last for sentence in sentences)
    places = subject.text.places.get(keys[-1], ()) if keys else ()
    return bool(places) and min(places) >= last


def _is_against(subject: Subject, entry: Entry, sentences: Sequence[Sentence]) -> bool:
    """Whether one of some sentences contests a claim, or at least is about it."""
    return any(_contests(subject, one) or _is_on(subject, entry, one) for one in sentences)


def _is_about(subject: Subject, section: str | None, name: str, sentence: Sentence, said: list[Statement]) -> bool:
    """Whether somebody speaks in a sentence, or it is about them."""
    start, end = sentence.span
    inside = [one for one in said if start <= one.start < end]
    if any(may_be_speaker(subject, section, name, one) for one in inside):
        return True
    return stands_free(subject, name, sentence.span) or _owns_doubt(subject, name, sentence)


def _owns_doubt(subject: Subject, name: str, sentence: Sentence) -> bool:
    """Whether a sentence mentions somebody's objection: "despite the resistance of the Church"."""
    keys, text = name_keys(name), subject.text
    for at in range(sentence.first, sentence.last):
        if keys and text.keys[at] == keys[-1]:
            near = text.stems[max(sentence.first, at - len(keys) - _OWNED) : at + _OWNED]
            if not stem_list("contests").isdisjoint(near):
                return True
    return False


def _is_of_another_entry(subject: Subject, section: str | None, name: str, said: Statement) -> bool:
    """Whether another person of the sheet makes a statement."""
    if not section or said.speaker is None or said.speaker.name is None:
        return False
    if not has_name(words_of(subject, said.speaker)) or may_be_speaker(subject, section, name, said):
        return False
    mine = {one.pointer for one in subject.known_as(section, name)}
    others = [one for one in subject.of_section(section) if one.pointer not in mine]
    return any(may_be_speaker(subject, None, _main_name(one), said) for one in others if _main_name(one))


def _main_name(entry: Entry) -> str:
    """The first name of an entry."""
    return str(entry.value.get(entry.section.same_by[0]) or "")


def _turned(subject: Subject, entry: Entry) -> bool:
    """Whether the evidence of the first side denies, and that of the second makes the claim."""
    claim = next((entry.value.get(f.name) for f in entry.section.fields if f.states), None)
    if not isinstance(claim, str) or any(map(_turns, subject.read(claim).keys)):
        return False
    first, second = (_sentences(subject, entry, side) for side in entry.section.sides[:2])
    if not first or not all(any(map(_turns, subject.text.keys[one.first : one.last])) for one in first):
        return False
    return any(_makes(subject, claim, one) for one in second) and not any(_contests(subject, one) for one in second)


def _makes(subject: Subject, claim: str, sentence: Sentence) -> bool:
    """Whether a sentence has most of the words of a claim."""
    stems = {stem(key) for key in name_keys(claim)}
    return len(stems.intersection(subject.text.stems[sentence.first : sentence.last])) >= _CLAIMED * len(stems)


def _is_on(subject: Subject, entry: Entry, sentence: Sentence) -> bool:
    """Whether a sentence has words of the claim."""
    claim = next((entry.value.get(f.name) for f in entry.section.fields if f.states), None)
    text = subject.read(claim) if isinstance(claim, str) else None
    mine = {text.stems[at] for at in text.content()} if text else set()
    return not mine.isdisjoint(subject.text.stems[sentence.first : sentence.last])


def _spans(entry: Entry, side: Side) -> list[tuple[int, int]]:
    return sorted(entry.section.spans(entry.value, [side.evidence]))


def _sentences(subject: Subject, entry: Entry, side: Side) -> list[Sentence]:
    """The sentences that contain the evidence of a side."""
    return subject.text.sentences_of(_spans(entry, side))


def _contests(subject: Subject, sentence: Sentence) -> bool:
    """Whether a word of a sentence denies, contests or doubts."""
    text, lists = subject.text, lexicon()
    if _names_ill(text.keys[sentence.first : sentence.last]):
        return True
    unsure = lists.negations | lists.hedges | lists.modals | {"but"}
    return not unsure.isdisjoint(text.keys[sentence.first : sentence.last]) or not stem_list("contests").isdisjoint(
        text.stems[sentence.first : sentence.last]
    )


def _names_ill(keys: Sequence[str]) -> bool:
    """Whether something is called names: "has called the quota “a death sentence”"."""
    calls = any(not word_keys("reporting", "naming").isdisjoint(bases(key)) for key in keys)
    return calls and word_keys("reporting", "praise").isdisjoint(keys)


def _turns(key: str) -> bool:
    """Whether a word is a negation, a verb of denying, or a noun for a denial."""
    return is_negation(key) or not _denying().isdisjoint(bases(key))


@cache  # reads a word list
def _denying() -> frozenset[str]:
    return frozenset(map(canonical, ENGLISH.words("stances", "denies", "denials")))
