"""Quotations: words given as the article's own must be there as they stand, in quotation marks, and by that speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.checking.subject import alike, name_keys
from factsheet.language.folding import fold
from factsheet.language.lexicon import is_light
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.checking.subject import Subject
    from factsheet.kinds import Entry, Field
    from factsheet.records import Level, Span

_ELLIPSIS = re.compile(r"\s*[\[(]?(?:…|\.(?:\s?\.){2,})[\])]?\s*")
_BRACKETS = re.compile(r"\[(\w)\]")
_LONGEST_GAP = 1500
"""Characters that an ellipsis may stand for."""

_SHORTEST_PIECE = 2
"""Words below which a stretch of a quotation is no piece of another one."""

_BESIDE = 400
"""Characters before and after a quotation in which the article may name its speaker."""


def verbatim(subject: Subject) -> Iterator[Finding]:
    """Words that the article must have as they stand (`x-verbatim`), and in quotation marks (`x-quoted`)."""
    for entry, field, text in _fields(subject):
        pointer = f"{entry.pointer}/{field.name}"
        pieces = _pieces(subject, text)
        if pieces and field.quoted:
            yield from _marks(subject, pieces, text, pointer)
        elif not pieces and field.quoted:
            yield _not_verbatim(subject, text, pointer)
        elif not pieces:
            message = f"these are not the words of the article: “{text}”"
            yield Finding("words-not-verbatim", "warning", pointer, message)


def speakers(subject: Subject) -> Iterator[Finding]:
    """Quotations put down to somebody else than the article names beside them."""
    for entry, field, text in _fields(subject):
        holder = entry.value.get(field.said_by or "")
        if not field.quoted or not isinstance(holder, str) or not holder.strip():
            continue
        for start, end in _pieces(subject, text)[:1]:
            statement = _statement_at(subject, start, end)
            if statement:
                yield from _speaker(subject, entry, field, statement, holder)


def _fields(subject: Subject) -> Iterator[tuple[Entry, Field, str]]:
    for entry in subject.entries:
        for field in entry.section.fields:
            text = entry.value.get(field.name)
            if (field.verbatim or field.quoted) and isinstance(text, str) and text.strip():
                yield entry, field, text


def _pieces(subject: Subject, text: str) -> list[Span]:
    """Where the words stand in the article: one span, several where an ellipsis leaves words out, or none."""
    return _pieces_of(subject, text) or _pieces_of(subject, _BRACKETS.sub(r"\1", text))


def _pieces_of(subject: Subject, text: str) -> list[Span]:
    reading = subject.text
    found: list[Span] = []
    for part in _ELLIPSIS.split(text):
        keys = subject.read(part).keys
        if not keys:
            continue
        after = found[-1][1] if found else 0
        places = [span for span in reading.find(keys) if span[0] >= after]
        if not places or (found and places[0][0] - after > _LONGEST_GAP):
            return []
        found.append(places[0])
    return found


def _not_verbatim(subject: Subject, text: str, pointer: str) -> Finding:
    """What is wrong with a quotation that is not in the article: stitched from its pieces, or not its words."""
    parts = _stitched(subject, text)
    if not parts:
        message = f"the article does not have this quotation word for word: “{text}”"
        return Finding("quotation-not-verbatim", "error", pointer, message)
    statements = {id(_statement_at(subject, *span)) for span in parts if _statement_at(subject, *span)}
    message = f"the quotation joins {len(parts)} pieces of the article without a mark: “{text}”"
    return Finding("quotation-stitched", "warning" if len(statements) == 1 else "error", pointer, message)


def _stitched(subject: Subject, text: str) -> list[Span]:
    """The stretches of the article that a quotation is joined from, two to four; empty where it is not."""
    keys = subject.read(text).keys
    parts: list[Span] = []
    while keys and len(parts) < _MOST_PIECES:
        size = next((n for n in range(len(keys), _SHORTEST_PIECE - 1, -1) if subject.text.find(keys[:n])), 0)
        if not size:
            return []
        parts.append(subject.text.find(keys[:size])[0])
        keys = keys[size:]
    return parts if not keys and len(parts) > 1 else []


_MOST_PIECES = 4


def _marks(subject: Subject, pieces: list[Span], text: str, pointer: str) -> Iterator[Finding]:
    """A quotation whose words the article has, but nowhere in quotation marks."""
    if any(_is_marked(subject, place) for place in _all_places(subject, pieces, text)):
        return
    message = f"the article does not have these words in quotation marks: “{text}”"
    yield Finding("quotation-not-marked", "warning", pointer, message)


def _all_places(subject: Subject, pieces: list[Span], text: str) -> list[Span]:
    return pieces if len(pieces) > 1 else subject.text.find(subject.read(text).keys)


def _is_marked(subject: Subject, span: Span) -> bool:
    start, end = span
    text = subject.text.string
    before, after = text[max(0, start - 2) : start], text[end : end + 3]
    if any(mark in _MARKS for mark in before) or any(mark in _MARKS for mark in after):
        return True
    statement = _statement_at(subject, start, end)
    return statement is not None and statement.kind != "indirect"


_MARKS = frozenset("\"“”„«»‹›‘’'「」『』")


def _statement_at(subject: Subject, start: int, end: int) -> Statement | None:
    """The statement of the article that holds most of a span."""
    best, most = None, 0
    for statement in subject.statements(start, end):
        shared = sum(max(0, min(b, end) - max(a, start)) for a, b in statement.spans())
        if shared > most:
            best, most = statement, shared
    return best if most * 2 > end - start else None


def _speaker(subject: Subject, entry: Entry, field: Field, said: Statement, holder: str) -> Iterator[Finding]:
    if said.speaker is None or said.speaker.name is None or said.kind == "indirect":
        return
    article = subject.text.string
    words_there = article[said.speaker.start : said.speaker.end]
    if is_same(subject, entry, field, holder, f"{words_there} {said.speaker.name}"):
        return
    named = words_there[:1].isupper() and said.cue is not None and fold(words_there).text not in _PRONOUNS
    sure = named and _mentions(said.speaker.name, words_there) and not _may_be_both(subject, entry, field, said)
    level: Level = "error" if sure else "warning"
    pointer = f"{entry.pointer}/{field.said_by}"
    message = f"the article gives these words to {said.speaker.name}, not to {holder}"
    yield Finding("quotation-of-another", level, pointer, message)


def _may_be_both(subject: Subject, entry: Entry, field: Field, said: Statement) -> bool:
    """Whether a few quoted words in a sentence of the article's own may be the holder's after all.

    They may where the sentence names the holder too ("a plan that Lee acknowledged was a “back door”, Roe said"), or
    where the speaker is nobody of the sheet; a quotation that is a whole statement belongs to whoever says it.
    """
    by = entry.section.field(field.said_by or "")
    if said.kind == "direct" or said.speaker is None or by is None:
        return False
    if by.refers_to and not subject.known_as(by.refers_to, said.speaker.name or ""):
        return True
    sentences = subject.text.sentences_of([(said.start, said.end)])
    around = " ".join(subject.text.string[slice(*one.span)] for one in sentences)
    return is_same(subject, entry, field, str(entry.value.get(field.said_by or "")), around)


_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})


def is_same(subject: Subject, entry: Entry, field: Field, holder: str, speaker: str) -> bool:
    """Whether the words that name a speaker can mean the holder: one of the names, or the role, of the entry."""
    told = [key for key in name_keys(speaker) if not is_light(key)]
    by = entry.section.field(field.said_by or "")
    known = subject.known_as(by.refers_to, holder) if by is not None and by.refers_to else []
    names = [holder, *(text for one in known for text in _texts(one))]
    return any(alike(key, other) for name in names for key in name_keys(name) if not is_light(key) for other in told)


def _texts(entry: Entry) -> Iterator[str]:
    """The names of an entry and what else it says of who that is."""
    for field in entry.section.fields:
        value = entry.value.get(field.name)
        if isinstance(value, str) and "enum" not in field.schema:
            yield value
        elif isinstance(value, list) and not field.is_evidence:
            yield from value


def _mentions(name: str, text: str) -> bool:
    keys = name_keys(text)
    return any(key in keys for key in name_keys(name))
