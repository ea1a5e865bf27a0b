"""Blocks: paragraphs quoted without marks after a colon, such as the words below "The mayor wrote:"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.cues import VERBS
from factsheet.attribution.joining import Raw, read_paragraph
from factsheet.attribution.tokens import QUOTE, read_tokens, sentences

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_TOLD = 8
"""Tokens between a verb and the colon: "wrote to the staff of the mill:"."""
_SPOKEN = frozenset({"say", "tell", "quote"})
"""Parts of the list of verbs with which somebody says or writes something."""
_OWN = frozenset({"i", "we", "you"})


def block(text: str, lead: Span, said: Span) -> Raw | None:
    """A paragraph as what the one before it leads to; None where that does not end with who says it and a colon.

    One that has quotations, or that says itself what others say, is the article's own.
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
    """The tokens of who says something and of the verb, where the last verb of a sentence is one of saying."""
    for at in range(colon - 1, max(first, colon - _TOLD), -1):
        known = next(
            (verb for verb in VERBS.get(tokens.low[at], ()) if verb.parts & _SPOKEN and not verb.particle), None
        )
        if tokens.low[at] == QUOTE or (known and known.form == "ing"):
            return None
        if known is not None:
            subject = speakers.before(tokens, at, first)
            return (subject.span, subject.cue, known) if subject else None
    return None


def _span(tokens: ParagraphTokens, part: Span) -> Span:
    """Where a row of tokens stands in the text."""
    return tokens.start[part[0]], tokens.end[part[1] - 1]
