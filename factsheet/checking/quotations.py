"""Who says what: quotations must be in the article as they stand, in quotation marks, and by that speaker.

A statement that the article reports as somebody's must stay theirs too, and not become another's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.people import is_of_another
from factsheet.attribution.resolve import is_pronoun
from factsheet.language.lexicon import any_alike, is_light
from factsheet.language.lists import ENGLISH
from factsheet.proving.speakers import may_be_speaker, stands_free
from factsheet.proving.subject import name_keys, stem_list, verb_list, word_list
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Speaker, Statement
    from factsheet.kinds import Entry, Field
    from factsheet.proving.subject import Claim, Subject
    from factsheet.records import Level, Span

_SHORTEST_PIECE = 2
"""Words below which a stretch of a quotation is no piece of another one."""

_WITHIN = 0.7
"""The share of the evidence that must lie in reported statements for all of it to be reported."""

_FRAME = 200
"""Characters in which a sentence leads to the quotation behind its colon."""

_LEAST_WORDS = 4
"""Words with a meaning below which a statement is a label."""


def verbatim(subject: Subject) -> Iterator[Finding]:
    """Words that the article must have as they stand (`x-verbatim`), and in quotation marks (`x-quoted`)."""
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
    """Quotations put down to somebody else than the article names beside them."""
    for entry, field, text in subject.texts:
        holder = entry.value.get(field.said_by or "")
        if not field.quoted or not isinstance(holder, str) or not holder.strip():
            continue
        for span in subject.find(text)[:1]:
            if statement := _statement_at(subject, *span):
                yield from _speaker(subject, entry, field, statement, holder)


_INSIDE = re.compile(r'"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»|„([^“”\n]+)[“”]')
"""Words in quotation marks within a text; single ones are apostrophes as often as not."""


def inside_statements(subject: Subject) -> Iterator[Finding]:
    """Words that a statement puts in quotation marks, and that the article does not have as they stand."""
    for claim in subject.claims:
        for match in _INSIDE.finditer(claim.text.string):
            words = next(filter(None, match.groups())).strip(" ,.;:!?")
            if words and not subject.find(words):
                message = f"the article does not have the words that the statement quotes: “{words}”"
                yield Finding("misquoted", "error", claim.pointer, message)


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
    by = entry.section.field(field.said_by or "")
    if said.speaker is None or said.kind == "indirect" or by is None or may_be_speaker(subject, by, holder, said):
        return
    words_there = _words(subject, said.speaker)
    name = said.speaker.name or (words_there if is_of_another(words_there) or _is_somebody(words_there) else "")
    if not name:
        return
    named = words_there[:1].isupper() and said.cue is not None and not is_pronoun(words_there)
    sure = named and _mentions(name, words_there) and not _may_be_both(subject, entry, field, said)
    level: Level = "error" if sure else "warning"
    pointer = f"{entry.pointer}/{field.said_by}"
    yield Finding("quotation-of-another", level, pointer, f"the article gives these words to {name}, not to {holder}")


_SPOKEN_FOR = ("spokes", "official", "representative", "executive", "source")
"""How the words begin for who may speak for a body."""


def _is_somebody(words: str) -> bool:
    """Whether a speaker is somebody without a name who is not known by one before: "one reader", "another man"."""
    first, _, rest = words.lower().partition(" ")
    noun = rest.rpartition(" ")[2]
    without_name = first in {"one", "another", "a", "an"} and words[1:] == words[1:].lower()
    if not without_name or noun in _PAPERS or any(part.startswith(_SPOKEN_FOR) for part in rest.split()):
        return False
    return noun in _PEOPLE or noun.endswith(_AGENTS)


_PAPERS = ENGLISH.words("holders", "things")
_PEOPLE = ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "relations") | ENGLISH.words("holders", "of others")
_AGENTS = ("er", "or", "ist", "man", "woman", "person", "ian")
"""How nouns end that say what somebody does."""


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
    return stands_free(str(entry.value.get(field.said_by or "")), around)


def _telling(name: str) -> list[str]:
    """The words of a name with a meaning of their own, as keys."""
    return [key for key in name_keys(name) if not is_light(key)]


def _mentions(name: str, text: str) -> bool:
    keys = name_keys(text)
    return any(key in keys for key in name_keys(name))


def ascription(subject: Subject) -> Iterator[Finding]:
    """Statements whose evidence is what somebody said, given as fact or as somebody else's."""
    for claim in subject.claims:
        if claim.is_disputed or not claim.can_be_said_by:
            continue
        statements = _reported(subject, claim)
        if statements and claim.said_by is not None:
            yield from _another(subject, claim, claim.said_by, statements)
        elif statements and _is_whole(claim):
            yield from _dropped(subject, claim, statements)


def _is_whole(claim: Claim) -> bool:
    """Whether a statement says something, and is no label: by its words, or by its full stop."""
    words = len(claim.text.content())
    return words >= _LEAST_WORDS or (words > 1 and claim.text.string.rstrip().endswith("."))


def _reported(subject: Subject, claim: Claim) -> list[Statement]:
    """The statements in which nearly all of the evidence lies; none where some of it is the article's own."""
    found: list[Statement] = []
    for start, end in claim.evidence:
        over = [one for one in subject.statements(start, end) if one.speaker]
        if sum(_shared(one, start, end) for one in over) < _WITHIN * (end - start):
            return []
        found += over
    return found


def _shared(statement: Statement, start: int, end: int) -> int:
    """How much of a span a statement takes, with the words that say who made it."""
    spans = [*statement.spans(), *([statement.cue] if statement.cue else [])]
    if statement.speaker and statement.cue:
        spans.append((statement.speaker.start, statement.speaker.end))
    elif statement.speaker and 0 < statement.start - statement.speaker.start < _FRAME:
        spans.append((statement.speaker.start, statement.start))
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans)


def _dropped(subject: Subject, claim: Claim, statements: list[Statement]) -> Iterator[Finding]:
    said = next((s.speaker.name or _words(subject, s.speaker) for s in statements if s.speaker), "")
    if not name_keys(said) or not verb_list("reports").isdisjoint(claim.text.keys):
        return
    if any(any_alike(key, claim.text.keys) for key in _telling(said)):
        return
    message = f"the article reports this as the words of {said}; the statement gives it as fact"
    level: Level = "warning" if any(_is_view(subject, one) for one in statements) else "note"
    yield Finding("attribution-dropped", level, claim.pointer, message)


def _words(subject: Subject, speaker: Speaker) -> str:
    """The words that name a speaker beside a statement."""
    return subject.text.string[speaker.start : speaker.end]


def _is_view(subject: Subject, statement: Statement) -> bool:
    """Whether a statement is somebody's own: quoted, claimed or said by a name; not what "police said" happened."""
    if statement.kind != "indirect" or statement.cue is None:
        return True
    if statement.lemma in word_list("views"):
        return True
    named = statement.speaker is not None and subject.text.string[statement.speaker.start].isupper()
    return named and statement.lemma in {"say", "tell"}


def _another(subject: Subject, claim: Claim, holder: str, statements: list[Statement]) -> Iterator[Finding]:
    """A statement put down to somebody whom neither its evidence nor the sentences around it name.

    Where there is a quotation beside it, that is what `quotations` looks at.
    """
    by = claim.entry.section.field(claim.field.said_by or "")
    if by is None or _has_quotation(claim.entry) or not all(_is_named(subject, one) for one in statements):
        return
    around = [subject.text.string[slice(*sentence.span)] for sentence in claim.context]
    if any(may_be_speaker(subject, by, holder, one) for one in statements):
        return
    if any(stands_free(holder, sentence) for sentence in around):
        return
    names = ", ".join(dict.fromkeys(_shown(subject, one) for one in statements))
    message = f"the article gives this to {names}, not to {holder}"
    yield Finding("statement-of-another", "warning", f"{claim.entry.pointer}/{claim.field.said_by}", message)


def _shown(subject: Subject, said: Statement) -> str:
    """The name of a speaker, or the words that stand for one."""
    return (said.speaker.name or _words(subject, said.speaker)) if said.speaker else ""


def _is_named(subject: Subject, said: Statement) -> bool:
    """Whether the words beside a statement have the name of who made it, or say whose friend or foe that is."""
    words = _words(subject, said.speaker) if said.speaker else ""
    return is_of_another(words) or _is_somebody(words) or (bool(said.speaker and said.speaker.name) and words[:1].isupper())


def _has_quotation(entry: Entry) -> bool:
    return any(field.quoted and entry.value.get(field.name) for field in entry.section.fields)


def verbs(subject: Subject) -> Iterator[Finding]:
    """Statements with a harder word for saying than their evidence: "confirmed" for "said"."""
    for claim in subject.claims:
        hard = stem_list("hard").intersection(claim.text.stems)
        if not hard:
            continue
        there = {stem_ for s in claim.context for stem_ in subject.text.stems[s.first : s.last]}
        if there & hard or not there & stem_list("soft"):
            continue
        at = next(at for at, one in enumerate(claim.text.stems) if one in hard)
        said = claim.text.slice(at, at + 1)
        message = f"the statement says “{said}”, a harder word than those of its evidence"
        yield Finding("verb-hardened", "warning", claim.pointer, message)
