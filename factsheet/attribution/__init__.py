"""Who says what in a text: quotations and reported statements, with their speakers, by rule.

`attribute` is the interface. `marks` pairs quotation marks, `tokens` splits a paragraph, `rules` finds the statements
of a sentence: with the verbs of `cues` and the subjects of `speakers`, before a verb (`said_before`) or after it
(`said_after`), up to their `boundaries`. `joining` puts interrupted quotations together, `turns` finds those of a
transcript or an interview, `blocks` a paragraph behind a colon, `resolve` says whom "he" and "the minister" mean. All
that is English; `marked` finds quotations in languages that only have word lists. Pure: no files but these.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.attribution.blocks import block
from factsheet.attribution.cues import SPEAKING, in_lists
from factsheet.attribution.joining import Raw, read_paragraph
from factsheet.attribution.marks import is_statement, quotations
from factsheet.attribution.records import Attribution, Manner, Speaker, Statement
from factsheet.attribution.resolve import Resolver
from factsheet.attribution.turns import find_answers, find_headline, find_turns, is_asked
from factsheet.language.detection import language_of
from factsheet.language.tongues import tongue
from factsheet.records import BODY_ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.records import Paragraph, Span

__all__ = ["Attribution", "Manner", "Speaker", "Statement", "attribute", "uncovered"]

_BREAK = re.compile(r"(?<=[.?!…\"”’':;»>])[ \t\xa0]*\n\s*(?=[A-Z0-9\"“‘'„«\[(—–-])|\n[ \t\r\xa0]*\n\s*")
"""The end of a paragraph: a blank line, or a line break between a finished sentence and the start of another."""


def attribute(text: str, paragraphs: Sequence[Paragraph] = (), language: str | None = None) -> Attribution:
    """Find the quotations and reported statements of a text, with their speakers.

    In languages that only have word lists, quotations are found by their marks, and have a speaker if a verb of saying
    identifies one; in other languages they have none. `language` is the text's ISO 639-1 code, if known.

    With `paragraphs`, only those of the body are searched; else the text is split at blank lines. Spans are code points
    of `text`.

    >>> found = attribute('“It is essential,” Emmanuel Macron said on Monday.').quotes[0]
    >>> found.kind, found.speaker.name
    ('direct', 'Emmanuel Macron')
    """
    if not paragraphs:
        return _attribute(text, ((0, len(text)),), language)
    return _of_article(text, tuple((p.start, p.end) for p in paragraphs if p.zone in BODY_ZONES), language)


@lru_cache(maxsize=8)
def _of_article(text: str, spans: tuple[Span, ...], language: str | None) -> Attribution:
    """As `attribute`, cached: the built-in model and the checks ask about the same article."""
    return _attribute(text, spans, language)


def _attribute(text: str, spans: tuple[Span, ...], language: str | None) -> Attribution:
    language = language or language_of(text)
    if known := tongue(language):
        from factsheet.attribution.marked import marked

        return Attribution(tuple(marked(text, tuple(_bounds(text, spans)), known)))
    if language not in {"en", None}:
        return Attribution(tuple(_unattributed(text, spans)))
    resolver = Resolver(text)
    return Attribution(tuple(_statement(text, raw, resolver) for raw in _raws(text, spans)))


def _raws(text: str, spans: Sequence[Span]) -> list[Raw]:
    running: Raw | None = None
    found: list[Raw] = []
    paragraphs = tuple(_bounds(text, spans))
    turns = (find_turns(text, paragraphs) if ":" in text else {}) or find_answers(text, paragraphs)
    before: Span | None = None
    for start, end in paragraphs:
        turn = turns.get((start, end)) or (find_headline(text, (start, end)) if before is None else None)
        if turn:
            running = None
            kind: Manner = "direct" if (start, end) in turns else "indirect"
            found.append(Raw([turn.said], kind, turn.name, turn.colon, rule="turn", lemma="say"))
        elif before and (quoted := block(text, before, (start, end))):
            running = None
            found.append(quoted)
        else:
            answered = before is not None and _is_of_question(text, before, found)
            anew: list[Raw] = [] if answered else found
            running = read_paragraph(text, start, end, anew, None if answered else running)
            found += anew if answered else ()
        before = start, end
    found.sort(key=lambda raw: raw.pieces[0][0])
    return found


def _is_of_question(text: str, before: Span, found: Sequence[Raw]) -> bool:
    """Whether the last speaker is named only in a question, which somebody else answers in the next paragraph."""
    speaker = found[-1].speaker if found else None
    return bool(found) and (speaker is None or before[0] <= speaker[0]) and is_asked(text[slice(*before)])


def _unattributed(text: str, spans: Sequence[Span]) -> Iterator[Statement]:
    """The quotations of a text whose language has no rules: by their marks, without speakers."""
    for start, end in _bounds(text, spans):
        for quote in quotations(text, start, end):
            if is_statement(text, quote):
                yield Statement(quote.start, quote.end, "direct", None, None)


def _bounds(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The paragraphs of these parts of a text."""
    for first, last in spans:
        at = first
        lines = text.find("\n", first, last) >= 0
        for match in _BREAK.finditer(text, first, last) if lines else ():
            if match.start() > at:
                yield at, match.start()
            at = match.end()
        if at < last:
            yield at, last


def _statement(text: str, raw: Raw, resolver: Resolver) -> Statement:
    is_known = raw.speaker is not None and not _is_agent(text, raw)
    spoken = raw.kind != "indirect" or not raw.lemma or in_lists(raw.lemma, SPEAKING)
    speaker = Speaker(*raw.speaker, resolver.name(raw.speaker, spoken=spoken)) if raw.speaker and is_known else None
    pieces = tuple(raw.pieces) if len(raw.pieces) > 1 else ()
    return Statement(raw.pieces[0][0], raw.pieces[-1][1], raw.kind, speaker, raw.cue, pieces, raw.lemma)


def _is_agent(text: str, raw: Raw) -> bool:
    """Whether the noun before the verb is only the agent of a participle: "a memo leaked by an aide warned"."""
    start = raw.speaker[0] if raw.speaker else 0
    after = raw.cue is not None and raw.cue[0] >= start
    return after and _BY.search(text, max(0, start - _AGENT), start) is not None


_AGENT = 60
"""Distance between a participle and its "by", in characters."""
_BY = re.compile(
    r"\b(?:\w+ed|drawn|given|seen|shown|sent|written|taken|made|put|held|brought|known|read)\b[^.;:,\"]* by $"
)
"""A participle with "by", which precedes its agent."""


def uncovered(attribution: Attribution, spans: Sequence[Span]) -> list[Statement]:
    """The statements with quotation marks that no evidence span touches, in order."""
    ordered = sorted(spans)
    missing, reach, at = [], -1, 0
    for statement in attribution.quotes:
        if statement.kind == "indirect":
            continue
        while at < len(ordered) and ordered[at][0] < statement.end:
            reach = max(reach, ordered[at][1])
            at += 1
        if reach <= statement.start:
            missing.append(statement)
    return missing
