"""Checks quotations: verbatim in the article, in quotation marks, and by the given speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.naming import is_of_another
from factsheet.attribution.resolve import is_pronoun
from factsheet.proving.holders import (
    is_beside,
    is_paper,
    is_somebody,
    may_be_speaker,
    speaks_inside,
    stands_free,
    words_of,
)
from factsheet.proving.subject import name_keys
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.kinds import Entry, Field
    from factsheet.proving.subject import Subject
    from factsheet.records import Level, Span

_SHORTEST_PIECE = 2
"""The shortest part of a stitched quotation, in words."""


def verbatim(subject: Subject) -> Iterator[Finding]:
    """Texts that the article must have verbatim (`x-verbatim`), and in quotation marks (`x-quoted`)."""
    for entry, field, text in subject.texts:
        if not (field.verbatim or field.quoted):
            continue
        pointer = f"{entry.pointer}/{field.name}"
        pieces = subject.find(text)
        if field.quoted:
            yield from _marks(subject, pieces, text, pointer) if pieces else [_not_verbatim(subject, text, pointer)]
        elif not pieces:
            message = f"these are not the words of the article: “{text}”"
            yield Finding("words-not-verbatim", "warning", pointer, message)


def speakers(subject: Subject) -> Iterator[Finding]:
    """Quotations attributed to somebody other than the article does."""
    for entry, field, text in subject.texts:
        holder = entry.value.get(field.said_by or "")
        if not field.quoted or not isinstance(holder, str) or not holder.strip():
            continue
        for span in subject.find(text)[:1]:
            if statement := _statement_at(subject, *span):
                yield from _speaker(subject, entry, field, statement, holder)


_INSIDE = re.compile(r'"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»|„([^“”\n]+)[“”]')
"""Words in quotation marks within a text; single ones are too often apostrophes."""


def inside_statements(subject: Subject) -> Iterator[Finding]:
    """Words that a statement puts in quotation marks and the article does not have verbatim."""
    for claim in subject.claims:
        for match in _INSIDE.finditer(claim.text.string):
            whole = next(filter(None, match.groups()))
            words = whole.strip(" ,.;:!?")
            if words and not (subject.find(whole) or _is_there(subject, words)):  # a last stop may be of "U.S."
                message = f"the article does not have the words that the statement quotes: “{words}”"
                yield Finding("misquoted", "error", claim.pointer, message)


_CONTRACTED = {
    "s": frozenset({"is", "has", "us"}),
    "'re": frozenset({"are"}),
    "'ve": frozenset({"have"}),
    "'ll": frozenset({"will", "shall"}),
    "'m": frozenset({"am"}),
    "'d": frozenset({"would", "had"}),
}
"""The words that a key of a contraction can stand for; "n't" is "not" in every text."""


def _is_there(subject: Subject, words: str) -> bool:
    """Whether the article has these words, contractions written out or not: "they're", "they are"."""
    if subject.find(words):
        return True
    mine, theirs = subject.read(words).keys, subject.text.keys
    starts = range(len(theirs) - len(mine) + 1) if _CONTRACTED.keys() & {*mine, *theirs} else ()
    return any(all(map(_are_one, mine, theirs[at : at + len(mine)])) for at in starts)


def _are_one(one: str, other: str) -> bool:
    return one == other or other in _CONTRACTED.get(one, ()) or one in _CONTRACTED.get(other, ())


def _not_verbatim(subject: Subject, text: str, pointer: str) -> Finding:
    """The finding for a quotation that is not in the article: stitched from its parts, or not its words."""
    parts = _stitched(subject, text)
    if not parts:
        message = f"the article does not have this quotation word for word: “{text}”"
        return Finding("quotation-not-verbatim", "error", pointer, message)
    statements = {id(_statement_at(subject, *span)) for span in parts if _statement_at(subject, *span)}
    message = f"the quotation joins {len(parts)} pieces of the article without a mark: “{text}”"
    return Finding("quotation-stitched", "warning" if len(statements) == 1 else "error", pointer, message)


def _stitched(subject: Subject, text: str) -> list[Span]:
    """The two to four parts of the article that a quotation joins; empty if it does not."""
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
    """The finding for a quotation that the article has nowhere in quotation marks."""
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
    """The statement of the article that contains most of a span."""
    best, most = None, 0
    for statement in subject.statements(start, end):
        shared = sum(max(0, min(b, end) - max(a, start)) for a, b in statement.spans())
        if shared > most:
            best, most = statement, shared
    return best if most * 2 > end - start else None


def _speaker(subject: Subject, entry: Entry, field: Field, said: Statement, holder: str) -> Iterator[Finding]:
    by = entry.section.field(field.said_by or "")
    name = _named_speaker(subject, said) or _beside_holder(subject, said, holder)
    if (
        not name
        or by is None
        or name_keys(name) == name_keys(holder)
        or may_be_speaker(subject, by.refers_to, holder, said)
    ):
        return
    is_one = said.speaker is not None and _ONE_OF.match(words_of(subject, said.speaker))
    if is_one and name_keys(name)[-1:] == name_keys(holder)[-1:]:
        return
    if _is_told_of(subject, holder, said):
        return
    sure = _is_surely(subject, said) and not _may_be_both(subject, by, holder, said)
    level: Level = "error" if sure else "warning"
    pointer = f"{entry.pointer}/{field.said_by}"
    yield Finding(
        "quotation-of-another", level, pointer, f"the article attributes these words to {name}, not to {holder}"
    )


def _named_speaker(subject: Subject, said: Statement) -> str:
    """The speaker of a quotation whom the article names; "" if nobody is certain."""
    if said.speaker is None or said.kind == "indirect":
        return ""
    words = words_of(subject, said.speaker)
    if _ONE_OF.match(words):
        after = subject.text.string[said.speaker.end :]
        named = _BESIDE.match(after)
        return named[1] if named else words
    return said.speaker.name or (words if is_of_another(words) or is_somebody(words) or is_paper(words) else "")


def _beside_holder(subject: Subject, said: Statement, holder: str) -> str:
    """The speaker, if that is an opponent or associate of the holder: "opponents of the league"; else ""."""
    words = words_of(subject, said.speaker) if said.speaker and said.kind != "indirect" else ""
    return words if is_beside(words) and {*name_keys(holder)} <= {*name_keys(words)} else ""


_ONE_OF = re.compile(
    r"(?:one|another|some|two|many|most) of (?:them|these|those|his|her|its|their|the)\b", re.IGNORECASE
)
_BESIDE = re.compile(r", (?:[a-z]+ ){0,4}((?:[A-Z][\w'’-]+ ?){2,4})")
"""The name that stands behind "one of them", between commas."""


def _is_surely(subject: Subject, said: Statement) -> bool:
    """Whether the words beside a quotation name the speaker, without a pronoun."""
    if said.speaker is None or said.speaker.name is None or said.cue is None:
        return False
    words = words_of(subject, said.speaker)
    return words[:1].isupper() and not is_pronoun(words) and _mentions(said.speaker.name, words)


def _is_told_of(subject: Subject, holder: str, said: Statement) -> bool:
    """Whether somebody else only reports that the holder said it: "a plan that Lee called a “back door”, Roe said"."""
    return said.kind == "mixed" and speaks_inside(subject, holder, (said.start, said.end))


def _may_be_both(subject: Subject, by: Field, holder: str, said: Statement) -> bool:
    """Whether a few quoted words in a sentence of the article can be the holder's after all.

    They can if the sentence names the holder too, or if the speaker is not in the sheet; a quotation that is a whole
    statement belongs to its speaker.
    """
    if said.kind == "direct" or said.speaker is None:
        return False
    if by.refers_to and not subject.known_as(by.refers_to, said.speaker.name or ""):
        return True
    sentences = subject.text.sentences_of([(said.start, said.end)])
    return any(stands_free(subject, holder, one.span) for one in sentences)


def _mentions(name: str, text: str) -> bool:
    keys = name_keys(text)
    return any(key in keys for key in name_keys(name))
