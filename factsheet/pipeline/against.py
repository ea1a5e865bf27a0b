"""Any text against articles: the evidence of each sentence of a draft, and how far it is proven.

A draft is an editor's copy, another tool's summary, the statements of a sheet. It says nothing of its evidence, so that
evidence is chosen here: the sentences of the articles that share its rarest words. `prose` takes the draft apart.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.attribution import attribute
from factsheet.attribution.marks import quotations
from factsheet.checking import check_subject
from factsheet.errors import NoModelError
from factsheet.grounding import Locator
from factsheet.kinds import Kind
from factsheet.language.text import read
from factsheet.models import BUILT_IN
from factsheet.models.specs import WAYS
from factsheet.pipeline.prose import Prose, prose
from factsheet.pipeline.retrieval import Retriever, points_elsewhere, word_for_word
from factsheet.pipeline.run import Options, Run
from factsheet.pipeline.second_questions import verified
from factsheet.proving import prove, shown
from factsheet.proving.scoring import doubtful_below, score
from factsheet.proving.subject import Subject
from factsheet.proving.traits import traits, unknown_words
from factsheet.records import Evidence, Finding, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factsheet.language.text import Sentence, Text
    from factsheet.models import Model
    from factsheet.records import Article, Json, Span, StandingName

_OF_SHEETS = frozenset({"evidence-missing", "evidence-of-another", "entry-twice", "name-elsewhere"})
"""What is said of whoever chose the evidence: here, that is this module."""
_OF_COPIES = frozenset({"statement-of-another", "instruction-followed"})
"""What can be wrong with a sentence that is the article's own, word for word."""
_ABSENT = frozenset({"number-not-in-article", "name-not-in-article", "title-not-in-article", "detail-added"})
"""What counts only where none of several articles has it."""
_WHOLE = 0.9
"""The share of a sentence in quotation marks that makes it a quotation and no report."""
_SECTION = "sentences"
_SHOWN = 4
"""Words that the message about a doubtful sentence shows."""


def _draft_kind(line: str, prompts: Mapping[str, str]) -> Kind:
    """A draft as a kind of sheet: one section of statements, so that it is checked, proven and asked about like one."""
    entry = {
        "type": "object",
        "properties": {
            "statement": {"type": "string", "x-states": True, "x-said-by": "according_to"},
            "according_to": {"type": ["string", "null"]},
            "evidence": {"type": "array", "items": {"$ref": "#/$defs/Evidence"}},
        },
    }
    section = {"type": "array", "items": entry, "x-brief": {"line": line}}
    return Kind("draft", {"type": "object", "properties": {_SECTION: section}}, prompts)


_DRAFT = _draft_kind("{statement}", {})


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
    """What proves it, or else what was looked at."""
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
    """Check every sentence of a draft against each article; the one that accounts for most of it counts.

    `draft` is a text, or its sentences where they are known (`prose.statements`).
    """
    sentences = prose(draft) if isinstance(draft, str) else draft
    held = _held(sentences, articles)
    return tuple(_doubted(held, _chosen(held, sentences)))


async def verify_draft(
    draft: str | Sequence[Prose], articles: Sequence[Article], model: Model, kind: Kind, options: Options | None = None
) -> tuple[DraftSentence, ...]:
    """The same, and the second question about unproven sentences; `kind` has the prompt.

    A sentence is confirmed where the model was shown its evidence and says that it follows.

    Raises:
        NoModelError: the model is the built-in one, which answers no such question.
    """
    if model.name == BUILT_IN:
        raise NoModelError(f"the built-in model cannot answer a second question; name another:\n{WAYS}")
    sentences = prose(draft) if isinstance(draft, str) else draft
    held = _held(sentences, articles)
    found = list(_chosen(held, sentences))
    asking = _draft_kind("{statement}[ ({according_to})]", kind.prompts)
    for number, one in enumerate(held):
        asked = [at for at, row in enumerate(found) if _is_asked(row, number)]
        run = Run(asking, model, options or Options(), Locator(one.subject.text))
        said, standings = await verified(run, one.subject, one.facts, [one.standings[at] for at in asked])
        for at, standing in zip(asked, standings, strict=True):
            found[at] = _answered(found[at], standing, said)
    return tuple(_doubted(held, found))


def verify_now(
    draft: str | Sequence[Prose], articles: Sequence[Article], model: Model, kind: Kind
) -> tuple[DraftSentence, ...]:
    """`verify_draft` as a plain function, which also works inside a running event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, verify_draft(draft, articles, model, kind)).result()


def _is_asked(row: DraftSentence, article: int) -> bool:
    """Whether a sentence is not proven, and an article has evidence that could prove it."""
    return row.standing in {"open", "doubtful"} and bool(row.evidence) and row.evidence[0].article == article


def _answered(row: DraftSentence, standing: Standing, said: Sequence[Finding]) -> DraftSentence:
    """A sentence with what a model answered about it."""
    told = tuple(one for one in said if one.pointer in {standing.pointer, ""})
    return replace(row, standing=standing.standing, why=standing.why, findings=(*row.findings, *told))


@dataclass(slots=True)
class _Held:
    """A draft beside one article."""

    article: Article
    facts: dict[str, Any]
    subject: Subject
    evidence: list[list[Sentence]]
    findings: list[list[Finding]]
    standings: tuple[Standing, ...] = ()
    copied: set[int] = field(default_factory=set)
    """The sentences that repeat several of the article's word for word, and mean nobody else."""


def _held(sentences: Sequence[Prose], articles: Sequence[Article]) -> list[_Held]:
    """The sentences beside each article, checked and proven."""
    texts = [read(one.text) for one in sentences]
    held = [_beside(sentences, texts, article) for article in articles]
    found = [one.findings for one in held]
    for one in held:
        one.findings = [
            [finding for finding in mine if not _is_elsewhere(finding, [other[at] for other in found])]
            for at, mine in enumerate(one.findings)
        ]
        standings = prove(_DRAFT, one.subject, list(chain.from_iterable(one.findings)))
        one.standings = tuple(
            _copied(standing) if at in one.copied else standing for at, standing in enumerate(standings)
        )
    return held


def _copied(standing: Standing) -> Standing:
    return Standing(standing.pointer, "proven") if standing.standing == "open" else standing


def _beside(sentences: Sequence[Prose], texts: Sequence[Text], article: Article) -> _Held:
    text = read(article.text, article.paragraphs)
    retriever = Retriever(text, article)
    copied = {at: found for at, one in enumerate(texts) if (found := word_for_word(text, one))}
    evidence = [copied.get(at) or retriever.for_statement(one) for at, one in enumerate(texts)]
    facts = {_SECTION: list(map(partial(_entry, text), sentences, evidence))}
    subject = Subject(_DRAFT, article, facts, text)
    about = _placed(check_subject(subject), len(sentences))
    findings = [
        [finding for finding in mine if _concerns(finding, one, copied=at in copied)]
        for at, (one, mine) in enumerate(zip(sentences, about, strict=True))
    ]
    sure = {at for at in copied if not points_elsewhere(texts[at])}
    return _Held(article, facts, subject, evidence, findings, copied=sure)


def _entry(text: Text, sentence: Prose, found: Sequence[Sentence]) -> dict[str, Any]:
    evidence = [Evidence(text.string[slice(*one.span)], "exact", (one.span,), 1) for one in found]
    return {"statement": sentence.text, "according_to": sentence.said_by, "evidence": evidence}


def _placed(findings: Iterable[Finding], count: int) -> list[list[Finding]]:
    """The findings about each of so many sentences."""
    found: list[list[Finding]] = [[] for _ in range(count)]
    for finding in findings:
        parts = finding.pointer.split("/")
        if len(parts) > 2:  # "", section, number
            found[int(parts[2])].append(finding)
    return found


def _concerns(finding: Finding, sentence: Prose, *, copied: bool) -> bool:
    """Whether a finding makes sense of a draft: one that says "X said" or quotes gives nothing as a fact."""
    if finding.code == "attribution-dropped":
        text = sentence.text
        quoted = any(one.end - one.start >= _WHOLE * len(text) for one in quotations(text, 0, len(text)))
        return not quoted and not any(one.speaker for one in attribute(text).quotes)
    return finding.code not in _OF_SHEETS and not (copied and finding.code not in _OF_COPIES)


def _is_elsewhere(finding: Finding, others: Sequence[Sequence[Finding]]) -> bool:
    """Whether something that an article does not have is in another one."""
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


def _spans(held: _Held, at: int) -> list[Span]:
    """The evidence of a sentence: what proves it, or all that was looked at."""
    spans = [one.span for one in held.evidence[at]]
    if held.standings[at].standing == "proven" and at not in held.copied:
        proving = {part.proof.sentence for part in shown(held.subject, held.subject.entries[at])}
        return [span for span in spans if span in proving] or spans
    return spans


def _score(held: _Held, at: int, text: str) -> float:
    if held.standings[at].standing == "proven":
        return 1.0
    looked_at = [one.span for one in held.evidence[at]]
    return score(traits(held.subject.text, text, looked_at, held.findings[at]))


def _row(held: _Held, at: int, number: int, sentence: Prose) -> DraftSentence:
    standing, findings = held.standings[at], tuple(held.findings[at])
    return DraftSentence(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        standing=standing.standing,
        score=_score(held, at, sentence.text),
        evidence=tuple(Quoted(*span, held.article.text[slice(*span)], number) for span in _spans(held, at)),
        unaccounted=standing.unaccounted,
        findings=findings,
        why=standing.why,
    )


def _doubted(held: Sequence[_Held], rows: Iterable[DraftSentence]) -> Iterator[DraftSentence]:
    """The sentences; doubtful are those that nothing else decides and of which too little is an article's."""
    is_read = all(one.subject.language in {None, "en"} for one in held)
    for at, row in enumerate(rows):
        is_low = row.standing == "open" and row.score < doubtful_below() and is_read
        unknown = unknown_words([one.subject.text for one in held], row.text) if is_low else []
        if unknown:
            words = ", ".join(f"“{word}”" for word in unknown[:_SHOWN]) + " and others" * (len(unknown) > _SHOWN)
            message = f"too little of this sentence stands in the article, which does not have {words}"
            told = Finding("hardly-in-article", "warning", f"/{_SECTION}/{at}/statement", message)
            row = replace(row, standing="doubtful", findings=(*row.findings, told), why=message)  # noqa: PLW2901
        yield row
