"""Block quotations: paragraphs without marks after a colon, such as those below "The mayor wrote:"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.cues import SPEAKING, VERBS
from factsheet.attribution.joining import Raw, read_paragraph
from factsheet.attribution.tokens import QUOTE, read_tokens, sentences

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_TOLD = 8
"""Distance between a verb and the colon, in tokens: "wrote to the staff of the mill:"."""
_OWN = frozenset({"i", "we", "you"})


def block(text: str, lead: Span, said: Span) -> Raw | None:
    """The paragraph as a quotation introduced by the one before, if that ends in an attribution and a colon; else None.

    A paragraph with quotations or attributions of its own is the article's.
    """
    end = len(text[: said[1]].rstrip())
    if text[: lead[1]].rstrip()[-1:] != ":" or not text[said[0] : end].lstrip()[:1].isalnum():
        return None
    inner: list[Raw] = []
    read_paragraph(text, *said, inner, None)
    if any(raw.kind != "indirect" or (raw.speaker and text[slice(*raw.speaker)].lower() not in _OWN) for raw in inner):
        return None
    tokens = read_tokens(text, *lead, [])
    first, last = sentences(tokens)[-1]
    found = _attributes(tokens, first, last - 1)
    if found is None:
        return None
    subject, cue, verb = found
    start = said[0] + len(text[slice(*said)]) - len(text[slice(*said)].lstrip())
    return Raw([(start, end)], "direct", _span(tokens, subject), _span(tokens, cue), rule="block", lemma=verb.lemma)


def _attributes(tokens: ParagraphTokens, first: int, colon: int) -> tuple[Span, Span, Verb] | None:
    """The tokens of the speaker and of the verb, if the last verb of the sentence is one of saying."""
    for at in range(colon - 1, max(first, colon - _TOLD), -1):
        known = next(
            (verb for verb in VERBS.get(tokens.low[at], ()) if verb.parts & SPEAKING and not verb.particle), None
        )
        if tokens.low[at] == QUOTE or (known and known.form == "ing"):
            return None
        if known is not None:
            subject = speakers.before(tokens, at, first)
            return (subject.span, subject.cue, known) if subject else None
    return None


def _span(tokens: ParagraphTokens, part: Span) -> Span:
    """The span of consecutive tokens in the text."""
    return tokens.start[part[0]], tokens.end[part[1] - 1]
