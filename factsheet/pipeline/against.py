"""Any text against an article: each sentence of a draft with the evidence that is found for it, and how far it is proven.

A draft is an editor's copy, another tool's summary, the statements of a sheet. It says nothing of its evidence, so that
evidence is chosen here: the sentences of the articles that share its rarest words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.checking import check
from factsheet.kinds import Kind
from factsheet.language.text import read
from factsheet.proving import prove
from factsheet.proving.scoring import score
from factsheet.proving.subject import Subject
from factsheet.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.language.text import Sentence, Text
    from factsheet.records import Article, Finding, Json, Span, StandingName

_MOST = 3
"""Sentences of the article that are looked at for one of the draft: better than one, and than all."""
_SECTION = "sentences"
_DRAFT = Kind(
    "draft",
    {
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
    },
    {},
)
"""A draft as a kind of sheet: one section of statements, so that it is checked and proven like one."""
_RANKS: Mapping[StandingName, int] = {"proven": 4, "confirmed": 3, "open": 2, "doubtful": 1, "refuted": 0}


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

    `score` goes from 0 (contradicted) to 1 (proven) and is for ranking. `unaccounted` are spans in `text`.
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


def check_draft(draft: str, articles: Sequence[Article]) -> tuple[DraftSentence, ...]:
    """Hold every sentence of a draft against each article; the one that supports it best counts."""
    spans = [sentence.span for sentence in read(draft).sentences]
    statements = [" ".join(draft[start:end].split()) for start, end in spans]
    held = [list(_held(statements, spans, article, number)) for number, article in enumerate(articles)]
    return tuple(max(tried, key=lambda one: (_RANKS[one.standing], one.score)) for tried in zip(*held, strict=True))


def _held(statements: list[str], spans: list[Span], article: Article, number: int) -> Iterator[DraftSentence]:
    """Every sentence of the draft against one article."""
    text = read(article.text, article.paragraphs)
    chosen = _Choice(text)
    evidence = [chosen.for_statement(statement) for statement in statements]
    facts = {
        _SECTION: [
            {"statement": statement, "according_to": None, "evidence": [_located(text, one) for one in found]}
            for statement, found in zip(statements, evidence, strict=True)
        ]
    }
    findings = check(_DRAFT, article, facts)
    subject = Subject(_DRAFT, article, facts, text)
    standings = prove(_DRAFT, subject, findings)
    for at, (start, end) in enumerate(spans):
        pointer = f"/{_SECTION}/{at}"
        mine = tuple(f for f in findings if f"{f.pointer}/".startswith(f"{pointer}/"))
        yield DraftSentence(
            text=statements[at],
            start=start,
            end=end,
            standing=standings[at].standing,
            score=score(subject, subject.entries[at], standings[at], mine),
            evidence=tuple(Quoted(*one.span, article.text[slice(*one.span)], number) for one in evidence[at]),
            unaccounted=standings[at].unaccounted,
            findings=mine,
            why=standings[at].why,
        )


def _located(text: Text, sentence: Sentence) -> Evidence:
    return Evidence(text.string[slice(*sentence.span)], "exact", (sentence.span,), 1)


class _Choice:
    """Chooses sentences of an article by the words that they share, the rarer the more."""

    def __init__(self, text: Text) -> None:
        self._sentences = text.sentences
        self._words = [frozenset(text.keys[one.first : one.last]) for one in self._sentences]
        self._common = Counter(key for words in self._words for key in words)

    def for_statement(self, statement: str) -> list[Sentence]:
        """At most three sentences, in the order of the article; none where no word is shared."""
        keys = set(read(statement).keys)
        weights = [sum(1 / self._common[key] for key in keys & words) for words in self._words]
        best = sorted(range(len(weights)), key=lambda at: -weights[at])[:_MOST]
        return [self._sentences[at] for at in sorted(best) if weights[at]]
