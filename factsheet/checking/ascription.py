"""Checks attributions: what the article reports as somebody's must stay theirs, and no stronger."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, tokens
from factsheet.attribution.cues import WORDS
from factsheet.attribution.naming import OF_OTHERS, is_of_another
from factsheet.attribution.resolve import is_pronoun
from factsheet.language.lexicon import any_alike, is_light, lexicon, stem, word_keys
from factsheet.language.lists import ENGLISH
from factsheet.proving.holders import has_name, is_bare_paper, is_somebody, may_be_speaker, stands_free, words_of
from factsheet.proving.names import spelled_by
from factsheet.proving.speakers import HARD, level
from factsheet.proving.subject import name_keys, verb_list
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution import Statement
    from factsheet.kinds import Entry
    from factsheet.proving.subject import Claim, Subject
    from factsheet.records import Level

_WITHIN = 0.7
"""The share of the evidence that must be in reported statements for it to count as reported."""

_FRAME = 200
"""Distance within which a sentence introduces the quotation after its colon, in characters."""

_LEAST_WORDS = 4
"""A statement with fewer significant words is a label."""


def ascription(subject: Subject) -> Iterator[Finding]:
    """Statements whose evidence is reported speech, stated as fact or attributed to somebody else."""
    for claim in subject.claims:
        if claim.is_disputed or not claim.can_be_said_by:
            continue
        statements = _reported(subject, claim)
        told = next(_told_of_another(subject, claim), None)
        if told is not None:
            yield told
        elif claim.said_by is not None and _only_read(subject, claim, claim.said_by):
            message = f"in the evidence {claim.said_by} has only read or passed on what this says"
            yield Finding("statement-of-another", "warning", f"{claim.entry.pointer}/{claim.field.said_by}", message)
        elif statements and claim.said_by is not None:
            yield from _another(subject, claim, claim.said_by, statements)
        elif claim.said_by is not None:
            yield from _of_opponents(subject, claim, claim.said_by)
        elif statements and _is_whole(claim):
            yield from _dropped(subject, claim, statements)


def _is_whole(claim: Claim) -> bool:
    """Whether a statement is a sentence and no label, by its words or its full stop."""
    words = len(claim.text.content())
    return words >= _LEAST_WORDS or (words > 1 and claim.text.string.rstrip().endswith("."))


def _reported(subject: Subject, claim: Claim) -> list[Statement]:
    """The reported statements that contain nearly all of the evidence; none if part of it is the article's own."""
    found: list[Statement] = []
    for start, end in claim.evidence:
        over = [one for one in subject.statements(start, end) if one.speaker]
        if sum(_shared(subject.text.string, one, start, end) for one in over) < _WITHIN * (end - start):
            return []
        found += over
    return found


def _shared(text: str, statement: Statement, start: int, end: int) -> int:
    """How many characters of a span are in a statement or its attribution."""
    spans = [*statement.spans(), *([statement.cue] if statement.cue else [])]
    if statement.speaker and statement.cue:
        reach = (
            statement.cue[0] if _SEEN.match(text, statement.speaker.end, statement.cue[0]) else statement.speaker.end
        )
        spans.append((statement.speaker.start, reach))
    elif statement.speaker and 0 <= statement.speaker.start - statement.end < _SIGNED:
        spans.append((statement.end, end))  # a quotation and, behind a dash, whose it is
    elif statement.speaker and 0 < statement.start - statement.speaker.start < _FRAME:
        spans.append((statement.speaker.start, statement.start))
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans)


_SIGNED = 5
"""Characters between a quotation and the name of one who signs it."""
_SEEN = re.compile(rf" (?:{'|'.join(sorted(WORDS['seen']))}) by ")
"""Words between a document and its verb: "a letter seen by the Courier says"."""


def _dropped(subject: Subject, claim: Claim, statements: list[Statement]) -> Iterator[Finding]:
    said = next((s.speaker.name or words_of(subject, s.speaker) for s in statements if s.speaker), "")
    if not name_keys(said) or _reports(claim):
        return
    if any(any_alike(key, claim.text.keys) for key in _telling(said)):
        return
    message = f"the article reports this as the words of {said}; the statement gives it as fact"
    is_view = any(_is_view(subject, one) and not _is_aside(subject, claim, one) for one in statements)
    level: Level = "warning" if is_view else "note"
    if level == "note" and len(claim.text.content()) < _LEAST_WORDS:
        return
    yield Finding("attribution-dropped", level, claim.pointer, message)


def _is_aside(subject: Subject, claim: Claim, said: Statement) -> bool:
    """Whether a statement comes from a relative clause within what another says: "Doe, who fell"."""
    start, end = claim.evidence[0]
    return said.kind == "indirect" and said.start < start and bool(_WHO.search(subject.text.string, start, end))


_WHO = re.compile(r"\w, (?:who|which|whose) ")


def _reports(claim: Claim) -> bool:
    """Whether a statement presents itself as reported: with "said", not with "the reports"."""
    keys = claim.text.keys
    return any(key in verb_list("reports") and not (at and keys[at - 1] in _DETERMINERS) for at, key in enumerate(keys))


_DETERMINERS = ENGLISH.words("grammar", "determiners")


def _is_view(subject: Subject, statement: Statement) -> bool:
    """Whether a statement is an opinion: quoted, claimed, or said by a name; not what "police said" happened."""
    if statement.kind != "indirect" or statement.cue is None:
        return True
    if statement.lemma in word_keys("reporting", "views"):
        return True
    words = words_of(subject, statement.speaker) if statement.speaker else ""
    known = is_pronoun(words) and statement.speaker is not None and statement.speaker.name is not None
    named = known or (words[:1].isupper() and words.lower() not in lexicon().common)
    return named and statement.lemma in group("own_words")


def _another(subject: Subject, claim: Claim, holder: str, statements: list[Statement]) -> Iterator[Finding]:
    """A statement attributed to somebody whom neither its evidence nor the sentences around it name.

    If it has a quotation beside it, `quotations` checks that.
    """
    by = claim.entry.section.field(claim.field.said_by or "")
    if by is None or _has_quotation(claim.entry):
        return
    if not all(_is_named(subject, one) or _is_resolved(subject, one, holder) for one in statements):
        return
    if any(may_be_speaker(subject, by.refers_to, holder, one) for one in statements):
        return
    if any(stands_free(subject, holder, span) for span in claim.evidence):
        return
    names = ", ".join(dict.fromkeys(_shown(subject, one) for one in statements))
    message = f"the article attributes this to {names}, not to {holder}"
    yield Finding("statement-of-another", "warning", f"{claim.entry.pointer}/{claim.field.said_by}", message)


def _only_read(subject: Subject, claim: Claim, holder: str) -> bool:
    """Whether each mention of a holder in the evidence is of who has seen a paper: "quoted by Radio Halberton"."""
    names = [list(name_keys(holder))]
    spots = [span for keys in names for span in subject.text.find(keys)]
    inside = [span for span in spots if any(start <= span[0] < end for start, end in claim.evidence)]
    text = subject.text.string
    said = [one for span in claim.evidence for one in subject.statements(*span) if one.speaker]
    spots = inside or (
        spots if any(one.speaker and is_bare_paper(words_of(subject, one.speaker)) for one in said) else []
    )
    return bool(spots) and all(
        _READ_BY.search(text, max(0, start - _READ), start) or _HAS_READ.match(text, end) for start, end in spots
    )


_READ = 40
_READ_BY = re.compile(rf"\b(?:{'|'.join(sorted(WORDS['seen']))}) (?:by|to|in) (?:the )?$")
"""What precedes the one who has seen a paper."""
_HAS_READ = re.compile(rf" (?:has|have|had) (?:{'|'.join(sorted(WORDS['seen']))})\b[^.\n]{{0,40}}?[,\n]")
"""What follows them: "a copy of which the Courier has obtained,"."""


def _is_resolved(subject: Subject, said: Statement, holder: str) -> bool:
    """Whether a pronoun means somebody whom the sentence before names, in the same paragraph, and not the holder."""
    name = said.speaker.name if said.speaker and is_pronoun(words_of(subject, said.speaker)) else None
    here = subject.text.sentences_of([(said.start, said.end)])
    at = bisect_left(subject.text.sentences, here[0]) if here else 0
    if not name or not at:
        return False
    before = subject.text.sentences[at - 1]
    if "\n" in subject.text.string[before.span[1] : here[0].span[0]]:
        return False
    keys = subject.text.keys[before.first : before.last]
    return name_keys(name)[-1] in keys and set(name_keys(holder)).isdisjoint(keys)


def _of_opponents(subject: Subject, claim: Claim, holder: str) -> Iterator[Finding]:
    """A position whose evidence begins with its holder's opponents or associates: "Critics of X were …"."""
    for start, end in claim.evidence:
        words = subject.text.string[start:end]
        head = _OPENING.match(words)
        if head is None or not _is_beside(head, holder):
            continue
        if not stands_free(subject, holder, (start, end)):
            message = f"the article attributes this to {head[0].lower()} somebody, not to {holder}"
            yield Finding("statement-of-another", "warning", f"{claim.entry.pointer}/{claim.field.said_by}", message)
            return


def _is_beside(head: re.Match[str], holder: str) -> bool:
    """Whether a sentence begins with somebody's opponents or associates: "Critics of"."""
    if name_keys(head[1])[0] in name_keys(holder):
        return False
    return head[2].lower() in {"against", "opposed to"} or head[1].lower() in OF_OTHERS


_OPENING = re.compile(
    r"(?:(?:The|An?|Some|Many|Several|Former|Other|Local) )*([\w-]+) (of|to|for|in|within|inside|against|opposed to) ",
    re.IGNORECASE,
)
"""The head of the first phrase of a sentence."""


def _told_of_another(subject: Subject, claim: Claim) -> Iterator[Finding]:
    """The speaker that a statement names and the one that its evidence names, if they differ."""
    said = [one for span in claim.evidence for one in subject.statements(*span) if _is_named(subject, one)]
    for own in subject.attributed(claim.text.string).quotes if said else ():
        name = _own_name(claim, own)
        if not name:
            continue
        nearest = said[0] if len(said) == 1 else max(said, key=lambda one: _alike(subject, claim, own, one))
        if not _may_be_theirs(subject, claim, name, nearest):
            message = f"the article attributes this to {_shown(subject, nearest)}, not to {name}"
            yield Finding("statement-of-another", "warning", claim.pointer, message)


def _may_be_theirs(subject: Subject, claim: Claim, name: str, said: Statement) -> bool:
    """Whether the evidence can be said by the one that a statement names, or by its holder."""
    by = claim.entry.section.field(claim.field.said_by or "")
    section = by.refers_to if by else None
    if any(may_be_speaker(subject, section, one, said) for one in (name, claim.said_by) if one):
        return True
    if _is_spelled_out(subject, name, said):
        return True
    return any(stands_free(subject, name, span) for span in claim.evidence)


def _own_name(claim: Claim, own: Statement) -> str:
    """The name that a statement itself gives for a speaker; "" if that is no name."""
    if own.speaker is None or own.cue is None or own.lemma == "want":
        return ""
    name = claim.text.string[own.speaker.start : own.speaker.end]
    return name if has_name(name) and not is_of_another(name) else ""


def _is_spelled_out(subject: Subject, name: str, said: Statement) -> bool:
    """Whether initials are those of the name that begins where the article names the speaker."""
    if said.speaker is None:
        return False
    words = tokens(subject.text.string[said.speaker.start : said.speaker.end + _LONGEST_NAME])
    spelled = spelled_by(name.rpartition(" ")[2], words)
    return bool(spelled) and spelled.start <= 1  # after "the"


_LONGEST_NAME = 80
"""The longest rest of a name after the words read as it, in characters."""


def _alike(subject: Subject, claim: Claim, own: Statement, there: Statement) -> int:
    """How many words a statement shares with a reported one of the article."""
    mine = {stem(key) for key in name_keys(claim.text.string[own.start : own.end])}
    return len(mine & {stem(key) for key in name_keys(subject.text.string[there.start : there.end])})


def _shown(subject: Subject, said: Statement) -> str:
    """The name of a speaker, or the words for one."""
    return (said.speaker.name or words_of(subject, said.speaker)) if said.speaker else ""


def _is_named(subject: Subject, said: Statement) -> bool:
    """Whether the words beside a statement contain the speaker's name, or their relation to a named person."""
    words = words_of(subject, said.speaker) if said.speaker else ""
    known = said.speaker is not None and said.speaker.name is not None
    return is_of_another(words) or is_somebody(words) or (known and (words[:1].isupper() or has_name(words)))


def _has_quotation(entry: Entry) -> bool:
    return any(field.quoted and entry.value.get(field.name) for field in entry.section.fields)


def verbs(subject: Subject) -> Iterator[Finding]:
    """Statements with a stronger verb of saying than their evidence: "confirmed" for "said"."""
    for claim in subject.claims:
        levels = [level(key) for key in claim.text.keys]
        hardest = max(levels, default=0)
        if hardest < HARD:
            continue
        there = {level(key) for one in claim.context for key in subject.text.keys[one.first : one.last]} - {0}
        if not there or max(there) >= hardest:
            continue
        at = levels.index(hardest)
        if not _says_that(subject, claim, at):
            continue
        said = claim.text.slice(at, at + 1)
        message = f"the statement says “{said}”, a harder word than those of its evidence"
        yield Finding("verb-hardened", "warning", claim.pointer, message)


_CLAUSE = re.compile(r"(?: \w+){0,3} that\b| the\b| [A-Z]")
"""The start of a clause after a verb of saying."""


def _says_that(subject: Subject, claim: Claim, at: int) -> bool:
    """Whether a verb of a statement reports speech: not in "revealed its plans"."""
    after = claim.text.string[claim.text.ends[at] :]
    if _CLAUSE.match(after):
        return True
    start = claim.text.starts[at]
    quotes = subject.attributed(claim.text.string).quotes
    return any(one.cue is not None and one.cue[0] <= start < one.cue[1] for one in quotes)


def _telling(name: str) -> list[str]:
    """The significant words of a name, as keys."""
    return [key for key in name_keys(name) if not is_light(key)]
