"""Any text against articles: each sentence of a draft with the evidence that is found for it, and how far it is proven.

A draft is an editor's copy, another tool's summary, the statements of a sheet. It says nothing of its evidence, so that
evidence is chosen here: the sentences of the articles that share its rarest words. `prose` takes the draft apart.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import log
from typing import TYPE_CHECKING, Any

from factsheet.attribution import attribute
from factsheet.attribution.marks import quotations
from factsheet.checking import check_subject
from factsheet.errors import NoModelError
from factsheet.grounding import Locator
from factsheet.kinds import Kind
from factsheet.language.folding import fold
from factsheet.language.text import read
from factsheet.models import BUILT_IN
from factsheet.models.specs import WAYS
from factsheet.pipeline.prose import Prose, prose
from factsheet.pipeline.run import Options, Run
from factsheet.pipeline.verify import verified
from factsheet.proving import prove
from factsheet.proving.scoring import score
from factsheet.proving.subject import Subject, word_list
from factsheet.records import Evidence, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.text import Sentence, Text
    from factsheet.models import Model
    from factsheet.records import Article, Finding, Json, Span, StandingName, Zone

_MOST = 3
"""Sentences of an article that are looked at for one of the draft: better than one, and than all."""
_NO_EVIDENCE: frozenset[Zone] = frozenset({"byline", "dateline", "section", "boilerplate", "not-for-publication"})
"""Zones of an article that tell nothing."""
_OF_SHEETS = frozenset({"evidence-missing", "evidence-of-another", "entry-twice"})
"""What is said of whoever chose the evidence: here, that is this module."""
_OF_COPIES = frozenset({"statement-of-another", "instruction-followed"})
"""What can be wrong with a sentence that is the article's own, word for word."""
_ABSENT = frozenset({"number-not-in-article", "name-not-in-article", "title-not-in-article", "detail-added"})
"""What counts only where none of several articles has it."""
_WHOLE = 0.9
"""The share of a sentence in quotation marks that makes it a quotation and no report."""
_SECTION = "sentences"
_SCHEMA = {
    "type": "object",
    "properties": {
        _SECTION: {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "statement": {"type": "string", "x-states": True, "x-said-by": "according_to"},
                    "according_to": {"type": ["string", "null"]},
                    "evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}},
                },
            },
            "x-brief": {"line": "{statement}"},
        }
    },
}
_DRAFT = Kind("draft", _SCHEMA, {})
"""A draft as a kind of sheet: one section of statements, so that it is checked and proven like one."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of an article: `articles[article].text[start:end]`."""

    start: int
    end: int
    quote: str
    article: int


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft, `draft[start:end]`, and what the articles make of it.

    `text` is the sentence on one line and without marks of Markdown; `unaccounted` are spans in it. `score` goes from 0
    (contradicted) to 1 (proven) and is for ranking. `why` says what is not shown, "" where all is.
    """

    text: str
    start: int
    end: int
    standing: StandingName
    score: float
    evidence: tuple[Quoted, ...]
    unaccounted: tuple[Span, ...]
    findings: tuple[Finding, ...]
    why: str = ""

    def as_json(self) -> dict[str, Json]:
        """The published form."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "standing": self.standing,
            "score": self.score,
            "evidence": [
                {"start": one.start, "end": one.end, "quote": one.quote, "article": one.article}
                for one in self.evidence
            ],
            "unaccounted": [list(span) for span in self.unaccounted],
            "findings": [finding.as_json() for finding in self.findings],
            "why": self.why,
        }


def check_draft(draft: str | Sequence[Prose], articles: Sequence[Article]) -> tuple[DraftSentence, ...]:
    """Hold every sentence of a draft against each article; the one that accounts for most of it counts.

    `draft` is a text, or its sentences where they are known (`prose.statements`).
    """
    sentences = prose(draft) if isinstance(draft, str) else draft
    return tuple(_chosen(_held(sentences, articles), sentences))


async def verify_draft(
    draft: str | Sequence[Prose], articles: Sequence[Article], model: Model, kind: Kind, options: Options | None = None
) -> tuple[DraftSentence, ...]:
    """The same, and the second question about what is not proven; `kind` has the prompt.

    A sentence is confirmed where the model was shown its evidence and says that it follows.

    Raises:
        NoModelError: the model is the built-in one, which answers no such question.
    """
    if model.name == BUILT_IN:
        raise NoModelError(f"the built-in model answers no second question; name another:\n{WAYS}")
    sentences = prose(draft) if isinstance(draft, str) else draft
    held = _held(sentences, articles)
    found = list(_chosen(held, sentences))
    asking = Kind("draft", _SCHEMA, kind.prompts)
    for number, one in enumerate(held):
        asked = {at for at, row in enumerate(found) if _is_asked(row) and row.evidence[0].article == number}
        run = Run(asking, model, options or Options(), Locator(one.subject.text))
        only = {_pointer(at) for at in asked}
        said = await verified(run, one.article, one.facts, only) if only else []
        for at in asked:
            found[at] = _answered(found[at], _pointer(at), said)
    return tuple(found)


def verify_now(
    draft: str | Sequence[Prose], articles: Sequence[Article], model: Model, kind: Kind
) -> tuple[DraftSentence, ...]:
    """`verify_draft` for those who do not wait for coroutines, also where an event loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, verify_draft(draft, articles, model, kind)).result()


def _is_asked(row: DraftSentence) -> bool:
    return row.standing in {"open", "doubtful"} and bool(row.evidence)


def _answered(row: DraftSentence, pointer: str, said: Sequence[Finding]) -> DraftSentence:
    """A sentence with the answer about it; without a sure answer it is what it was."""
    mine = tuple(one for one in said if one.pointer == pointer)
    against = next((one for one in mine if one.level == "error"), None)
    if against:
        return replace(row, standing="refuted", why=against.message, findings=(*row.findings, *mine))
    failed = tuple(one for one in said if not one.pointer)
    if mine or failed or row.standing != "open":
        return replace(row, findings=(*row.findings, *mine, *(one for one in failed if one.code == "verify-failed")))
    return replace(row, standing="confirmed")


@dataclass(slots=True)
class _Held:
    """A draft beside one article."""

    article: Article
    facts: dict[str, Any]
    subject: Subject
    evidence: list[list[Sentence]]
    findings: list[list[Finding]] = field(default_factory=list)
    standings: tuple[Standing, ...] = ()
    copied: set[int] = field(default_factory=set)
    """The sentences that repeat several of the article's word for word, and mean nobody else."""


def _held(sentences: Sequence[Prose], articles: Sequence[Article]) -> list[_Held]:
    """The sentences beside each article, checked and proven."""
    held = [_beside(sentences, article) for article in articles]
    found = [one.findings for one in held]
    for one in held:
        kept = [
            [finding for finding in mine if not _is_elsewhere(finding, [other[at] for other in found])]
            for at, mine in enumerate(one.findings)
        ]
        one.findings = kept
        one.standings = tuple(
            Standing(standing.pointer, "proven") if standing.standing == "open" and at in one.copied else standing
            for at, standing in enumerate(prove(_DRAFT, one.subject, [finding for mine in kept for finding in mine]))
        )
    return held


def _beside(sentences: Sequence[Prose], article: Article) -> _Held:
    text = read(article.text, article.paragraphs)
    chosen = _Choice(text, article)
    same = [_word_for_word(text, one.text) for one in sentences]
    evidence = [found or chosen.for_statement(one.text) for one, found in zip(sentences, same, strict=True)]
    entries = [
        {"statement": one.text, "according_to": one.said_by, "evidence": [_located(text, at) for at in found]}
        for one, found in zip(sentences, evidence, strict=True)
    ]
    facts = {_SECTION: entries}
    subject = Subject(_DRAFT, article, facts, text)
    held = _Held(article, facts, subject, evidence, [[] for _ in sentences])
    for finding in check_subject(subject):
        at = finding.pointer.split("/")[2:3]
        if at and _concerns(finding, sentences[int(at[0])], copied=bool(same[int(at[0])])):
            held.findings[int(at[0])].append(finding)
    held.copied = {at for at, found in enumerate(same) if found and not _points_elsewhere(sentences[at].text)}
    return held


def _word_for_word(text: Text, statement: str) -> list[Sentence]:
    """Several whole sentences of the article that a sentence of the draft repeats as they stand, typography aside."""
    wanted = read(statement)
    for span in text.find(wanted.keys):
        found = text.sentences_of([span])
        start, end = found[0].span[0], found[-1].span[1]
        whole = " ".join(text.string[start:end].split())
        if len(found) > 1 and fold(whole).text == wanted.folded.text:
            return found
    return []


def _points_elsewhere(statement: str) -> bool:
    """Whether a pronoun outside quotation marks may mean somebody else in the draft than in the article."""
    quoted = quotations(statement, 0, len(statement))
    words = read(statement)
    return any(
        key in word_list("personal", "pronouns") and not any(one.start <= at < one.end for one in quoted)
        for key, at in zip(words.keys, words.starts, strict=True)
    )


def _concerns(finding: Finding, sentence: Prose, *, copied: bool) -> bool:
    """Whether a finding makes sense of a draft: one that says "X said" or quotes gives nothing as a fact."""
    if finding.code == "attribution-dropped":
        text = sentence.text
        quoted = any(one.end - one.start >= _WHOLE * len(text) for one in quotations(text, 0, len(text)))
        return not quoted and not any(one.speaker for one in attribute(text).quotes)
    return finding.code not in _OF_SHEETS and not (copied and finding.code not in _OF_COPIES)


def _is_elsewhere(finding: Finding, others: Sequence[Sequence[Finding]]) -> bool:
    """Whether something that an article does not have stands in another one."""
    return finding.code in _ABSENT and not all(
        any(one.code == finding.code and one.message == finding.message for one in findings) for findings in others
    )


def _chosen(held: Sequence[_Held], sentences: Sequence[Prose]) -> Iterator[DraftSentence]:
    """For each sentence of the draft, what counts: an article that proves it, else the one that tells most of it."""
    for at, one in enumerate(sentences):
        best = max(range(len(held)), key=lambda number: _weight(held[number], at))
        yield _row(held[best], at, best, one)


def _weight(held: _Held, at: int) -> tuple[bool, int, int]:
    standing = held.standings[at]
    lost = sum(end - start for start, end in standing.unaccounted)
    return standing.standing == "proven", bool(held.evidence[at]) * -lost, len(held.evidence[at])


def _row(held: _Held, at: int, number: int, sentence: Prose) -> DraftSentence:
    standing, findings = held.standings[at], tuple(held.findings[at])
    return DraftSentence(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        standing=standing.standing,
        score=score(held.subject, held.subject.entries[at], standing, findings),
        evidence=tuple(Quoted(*one.span, held.article.text[slice(*one.span)], number) for one in held.evidence[at]),
        unaccounted=standing.unaccounted,
        findings=findings,
        why=standing.why,
    )


def _pointer(at: int) -> str:
    return f"/{_SECTION}/{at}"


def _located(text: Text, sentence: Sentence) -> Evidence:
    return Evidence(text.string[slice(*sentence.span)], "exact", (sentence.span,), 1)


class _Choice:
    """Chooses sentences of an article by the words that they share, each by its inverse document frequency."""

    def __init__(self, text: Text, article: Article) -> None:
        telling = [(one.start, one.end) for one in article.paragraphs if one.zone not in _NO_EVIDENCE]
        self._sentences = text.sentences_of(telling) if article.paragraphs else text.sentences
        self._places: dict[str, set[int]] = {}
        for at, one in enumerate(self._sentences):
            for key in text.keys[one.first : one.last]:
                self._places.setdefault(key, set()).add(at)

    def for_statement(self, statement: str) -> list[Sentence]:
        """At most three sentences, in the order of the article; none where no word is shared."""
        weights: dict[int, float] = {}
        for key in dict.fromkeys(read(statement).keys):
            places = self._places.get(key, ())
            for at in places:
                weights[at] = weights.get(at, 0.0) + log(1 + len(self._sentences) / len(places))
        best = sorted(weights, key=lambda at: (-weights[at], at))[:_MOST]
        return [self._sentences[at] for at in sorted(best)]
