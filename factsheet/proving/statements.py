"""Statements: whether what an entry says follows from one sentence of its evidence, and who says so.

A statement is proven by a sentence that accounts for all its words (`alignment`), loses nothing that it must not lose
(`losses`), and is the article's own report, or that of whom the entry names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import Alignment, align, row
from factsheet.aligning.losses import losses
from factsheet.aligning.tokens import is_verb_at
from factsheet.attribution import attribute
from factsheet.language.thesaurus import bases, may_be
from factsheet.proving.proof import Proof
from factsheet.proving.speakers import is_speaker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.attribution import Statement
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_BACK = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs", "himself", "herself", "itself", "themselves"])
"""Pronouns that stand for somebody or something named before."""


def prove_statement(
    subject: Subject, text: str, evidence: Sequence[Span], said_by: Sequence[str] = (), shown: str = ""
) -> Proof:
    """The best proof of a statement from one of the sentences that its evidence lies in.

    `said_by` are the names of whom the entry gives it to; empty where it is given as the article's own report. `shown`
    is what stands beside the statement on the page, such as the verb.
    """
    sentences = [sentence.span for sentence in subject.text.sentences_of(evidence)]
    tried = [_from(subject, text, span, said_by) for span in sentences]
    tried = [_unless_denied(subject, one, shown) if said_by else one for one in tried]
    if not tried:
        return Proof(((0, len(text)),), ("no evidence",), score=0.0)
    return max(tried, key=lambda proof: (proof.holds, proof.score))


_DENYING = frozenset({"deny", "doubt", "reject", "dismiss", "dispute", "refute", "question", "refuse", "contest", "rule out"})
"""Verbs of saying after which the holder does not hold what is said."""


def _unless_denied(subject: Subject, proof: Proof, shown: str) -> Proof:
    """The proof, unless the holder denies or doubts what is proven and nothing beside it says so."""
    if proof.sentence is None:
        return proof
    told = {base for word in row(shown).tokens for base in bases(word.low)}
    for frame in subject.statements(*proof.sentence):
        held = any(_within(theirs[0], *frame.spans()) for _, theirs in proof.pairs)
        if held and frame.lemma in _DENYING and frame.lemma not in told:
            return replace(proof, why=(*proof.why, f"the article says “{frame.lemma}”"))
    return proof


def _from(subject: Subject, text: str, span: Span, said_by: Sequence[str]) -> Proof:
    start, end = span
    found = align(row(text), row(subject.article.text[start:end]))
    frames = [one for one in subject.statements(start, end) if one.speaker and one.cue]
    own = [one for one in attribute(text).quotes if one.speaker]
    accounted = set(_names(subject, found)) | set(_own_frame(subject, text, found, span, own, frames))
    missing = [at for at in found.missing if at not in accounted]
    covered = set(_frame_tokens(found, span, frames))
    accounted = set(_own_voice(subject, found, span, frames, said_by))
    missing = [at for at in missing if at not in accounted]
    why = list(_who(subject, text, found, span, frames, own, said_by))
    why += _pronouns(found, said_by, covered)
    if not missing:
        why += [one for one in losses(found, covered) if one not in why]
    words = max(1, len(found.pairs) + len(found.missing))
    score = (words - len(missing)) / words * (0.8 if why else 1.0)
    return Proof(
        tuple((found.statement.tokens[at].start, found.statement.tokens[at].end) for at in missing),
        tuple(why),
        span,
        tuple(_pairs(found, start)),
        score,
    )


def _pairs(found: Alignment, start: int) -> Iterator[tuple[Span, Span]]:
    for at, there in found.pairs.items():
        mine, theirs = found.statement.tokens[at], found.sentence.tokens[there]
        yield (mine.start, mine.end), (start + theirs.start, start + theirs.end)


def _names(subject: Subject, found: Alignment) -> Iterator[int]:
    """Words that the article itself puts before a name, where its sentence has the name alone: first names, roles."""
    tokens = found.statement.tokens
    for run in _missing_runs(found):
        anchor = run[-1] + 1
        if anchor not in found.pairs or not tokens[anchor].capital or not tokens[run[-1]].capital:
            continue
        there = found.pairs[anchor]
        before = found.sentence.tokens[there - 1] if there else None
        if before is not None and before.capital and there - 1 and not before.gap.endswith((",", ".")):
            continue
        if subject.text.find([token.key for token in tokens[run[0] : anchor + 1]]):
            yield from run


def _missing_runs(found: Alignment) -> Iterator[list[int]]:
    run: list[int] = []
    for at in found.missing:
        if run and at != run[-1] + 1 and any(not found.statement.tokens[x].is_small for x in range(run[-1] + 1, at)):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _own_frame(
    subject: Subject, text: str, found: Alignment, span: Span, own: Sequence[Statement], frames: Sequence[Statement]
) -> Iterator[int]:
    """The words with which the statement itself says whose it is, where the article gives it to the same person."""
    for mine in own:
        name = mine.speaker.name or text[mine.speaker.start : mine.speaker.end]
        held = (one for one in frames if _holds(one, found, span))
        if any(is_speaker(subject, name, there) and same_saying(mine, there) for there in held):
            for at in found.missing:
                token = found.statement.tokens[at]
                if _within(token.start, (mine.speaker.start, mine.speaker.end), mine.cue):
                    yield at


def _holds(frame: Statement, found: Alignment, span: Span) -> bool:
    """Whether words that account for the statement stand in what a frame gives as somebody's."""
    return any(_within(span[0] + found.sentence.tokens[at].start, *frame.spans()) for at in found.pairs.values())


def _within(offset: int, *spans: Span | None) -> bool:
    return any(span and span[0] <= offset < span[1] for span in spans)


_PLAIN = frozenset({"say", "tell", "add", "note", "state", "write", "explain", "report", "announce", "declare", ""})


def same_saying(mine: Statement, there: Statement) -> bool:
    """Whether the verb of the statement is no harder than that of the article: the same one, or "said" for a plain one."""
    return mine.lemma == there.lemma or (mine.lemma in {"say", "tell", ""} and there.lemma in _PLAIN)


def _who(
    subject: Subject,
    text: str,
    found: Alignment,
    span: Span,
    frames: Sequence[Statement],
    own: Sequence[Statement],
    said_by: Sequence[str],
) -> Iterator[str]:
    """What is wrong with whose statement it is."""
    used = {span[0] + found.sentence.tokens[there].start for there in found.pairs.values()}
    inside = [one for one in frames if any(_within(at, *one.spans()) for at in used)]
    for frame in inside:
        mine = [one for one in own if same_saying(one, frame)]
        names = [*said_by, *(one.speaker.name or text[one.speaker.start : one.speaker.end] for one in mine)]
        if any(is_speaker(subject, name, frame) for name in names):
            continue
        if _is_told(subject, frame, used) and not said_by:
            continue
        words = subject.article.text[frame.speaker.start : frame.speaker.end]
        yield f"the article gives this to “{words}”"
    if said_by and not inside:
        if not _acts(subject, found, span, said_by):
            yield f"the article does not give this to {said_by[0]}"


def _is_told(subject: Subject, frame: Statement, used: set[int]) -> bool:
    """Whether the statement has the article's own words for who says it."""
    cue = any(_within(at, frame.cue) for at in used)
    return cue and any(frame.speaker.start <= at < frame.speaker.end for at in used)


def _acts(subject: Subject, found: Alignment, span: Span, said_by: Sequence[str]) -> bool:
    """Whether the holder is whom the sentence is about: named before the first word that is accounted for."""
    first = min(found.pairs.values(), default=0)
    before = found.sentence.tokens[: first + 1]
    words = subject.article.text[span[0] : span[0] + before[-1].end] if before else ""
    return any(_heads(name, words) for name in said_by)


def _heads(name: str, words: str) -> bool:
    """Whether a name stands in some words and is no part of a longer phrase there: not "critics of X"."""
    keys, row_ = [token.key for token in row(name).tokens if not token.is_small], row(words).tokens
    if not keys:
        return False
    significant = [at for at, token in enumerate(row_) if not token.is_small or token.key == "s"]
    for place in range(len(significant)):
        spots = significant[place : place + len(keys)]
        if [row_[at].key for at in spots] == keys or (spots and row_[spots[0]].key == keys[-1]):
            first, last = spots[0], spots[min(len(keys), len(spots)) - 1]
            if row_[spots[0]].key == keys[-1] and [row_[at].key for at in spots] != keys:
                last = first
            ruled = first and any(row_[at].is_preposition for at in range(max(0, first - 2), first))
            owned = last + 1 < len(row_) and row_[last + 1].key == "s"
            if not ruled and not owned:
                return True
    return False


_FIRST = {
    "i": "he she", "we": "it they", "me": "him her", "us": "it them", "my": "his her", "our": "its their",
    "mine": "his hers", "ours": "theirs", "myself": "himself herself", "ourselves": "itself themselves",
}  # fmt: skip
"""Pronouns of somebody who speaks, and those that stand for them where others report it."""


def _own_voice(
    subject: Subject, found: Alignment, span: Span, frames: Sequence[Statement], said_by: Sequence[str]
) -> Iterator[int]:
    """Words for the holder, where the sentence has the holder's own "I" or "we" in that place."""
    taken = set(found.pairs.values())
    for run in _missing_runs(found):
        words = [found.statement.tokens[at] for at in run]
        low, high = _between(found, run)
        for there in range(low + 1, high):
            token = found.sentence.tokens[there]
            said = next((one for one in frames if _within(span[0] + token.start, *one.spans())), None)
            if token.low not in _FIRST or there in taken or said is None or said.kind == "indirect":
                continue
            named = any([t.key for t in words] == [t.key for t in row(name).tokens if not t.is_small] for name in said_by)
            spoken = len(words) == 1 and words[0].low in _FIRST[token.low].split()
            if (named or spoken) and any(is_speaker(subject, name, said) for name in said_by):
                taken.add(there)
                found.pairs[run[-1]] = there
                yield from run
                break


def _between(found: Alignment, run: list[int]) -> tuple[int, int]:
    """The words of the sentence that account for those before and after a run."""
    before = max((there for at, there in found.pairs.items() if at < run[0]), default=-1)
    after = min((there for at, there in found.pairs.items() if at > run[-1]), default=len(found.sentence.tokens))
    return before, after


def _pronouns(found: Alignment, said_by: Sequence[str], covered: Collection[int]) -> Iterator[str]:
    """Pronouns that may stand for somebody else than in the sentence: what they could mean there was left out."""
    for at, token in enumerate(found.statement.tokens):
        if token.low not in _BACK or at not in found.pairs:
            continue
        there = found.pairs[at]
        meant = [other for other in range(there) if _may_be_meant(found, other)]
        kept = {*found.pairs.values(), *covered}
        if found.sentence.tokens[there].low in _FIRST:
            continue
        if (not meant and not said_by) or any(other not in kept for other in meant):
            yield f"“{token.low}” may mean somebody else"


def _may_be_meant(found: Alignment, at: int) -> bool:
    """Whether a word of the sentence is one that a pronoun after it may stand for: a name, or a noun that ends a phrase."""
    tokens = found.sentence.tokens
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.is_small or is_verb_at(tokens, at) or token.is_number:
        return False
    noun = token.capital or may_be(token.low, "n")
    return noun and (after is None or after.is_small or bool(after.gap) or is_verb_at(tokens, at + 1))


def _frame_tokens(found: Alignment, span: Span, frames: Sequence[Statement]) -> Iterator[int]:
    """The tokens of the sentence with which it says whose words these are."""
    for at, token in enumerate(found.sentence.tokens):
        for frame in frames:
            if _within(span[0] + token.start, frame.cue, (frame.speaker.start, frame.speaker.end)):
                yield at
