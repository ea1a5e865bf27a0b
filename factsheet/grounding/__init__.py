"""Grounding: locates all evidence in the article, and records where it is and how it differs.

Nothing is judged here: what an altered or absent quotation means for a fact is for `checking` to say.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.grounding.locator import Locator
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Kind, Section
    from factsheet.language.text import Text
    from factsheet.records import Chunk, Evidence, Facts, Span

__all__ = ["Locator", "ground", "without_context"]


def ground(kind: Kind, facts: Facts, text: str | Text | Locator, near: Sequence[Span] = ()) -> Facts:
    """New facts with all evidence as records, located in `text`.

    Evidence comes as strings, as a model gives it, or as it was located before, to be located anew. A quotation
    that is in several places is taken to be the one nearest the other evidence of its entry, or nearest
    `near`, the part of a long text that was asked about. One locator can serve many drafts of one text.
    """
    locator = text if isinstance(text, Locator) else Locator(text)
    out = dict(facts)
    for section in kind.sections:
        value = facts.get(section.name)
        if section.many and value is not None:
            out[section.name] = [_ground_entry(locator, entry, section.evidence, near) for entry in value]
        elif value:
            out[section.name] = _ground_entry(locator, value, section.evidence, near)
    return out


def _ground_entry(
    locator: Locator, entry: dict[str, Any], fields: tuple[str, ...], near: Sequence[Span]
) -> dict[str, Any]:
    quotes = {name: list(map(_quote, entry[name])) for name in fields if entry.get(name)}
    first = {quote: locator.locate(quote) for quote in chain.from_iterable(quotes.values())}
    certain = chain.from_iterable(evidence.spans for evidence in first.values() if evidence.places == 1)
    known = list(certain) or list(near)
    final = {quote: _nearest(locator, evidence, known) for quote, evidence in first.items()}
    return entry | {name: [final[quote] for quote in quotes[name]] for name in quotes}


def _quote(evidence: Any) -> str:
    return evidence if isinstance(evidence, str) else str(evidence["quote"])


def _nearest(locator: Locator, evidence: Evidence, known: list[Span]) -> Evidence:
    """The same evidence at the place nearest to `known`, to which its own place is added for the next one."""
    if evidence.places < 2:
        return evidence
    if known:
        evidence = locator.locate(evidence.quote, known)
    known.extend(evidence.spans)
    return evidence


def without_context(kind: Kind, facts: Facts, chunk: Chunk) -> tuple[Facts, tuple[Finding, ...]]:
    """Grounded facts without entries supported only by the part's context, and a note on those left out.

    The part before has these words as its own, with all that is around them. An entry with one piece of evidence
    from the part itself, or from a headline, stays, and so does one whose evidence is nowhere: that is for checks to
    say.
    """
    out, findings = dict(facts), []
    for section in kind.sections:
        if not section.many:
            continue
        entries = facts.get(section.name, ())
        kept = [entry for entry in entries if not _only_context(section, entry, chunk)]
        if len(kept) < len(entries):
            out[section.name] = kept
            message = (
                f"left out of {section.title}: {len(entries) - len(kept)} whose only evidence was "
                f"shown before part {chunk.index + 1} as context; they belong to the part before"
            )
            findings.append(Finding("context-quoted", "note", f"/{section.name}", message))
    return out, tuple(findings)


def _only_context(section: Section, entry: dict[str, Any], chunk: Chunk) -> bool:
    bounds = [item.bounds for name in section.evidence for item in entry.get(name, ()) if item.bounds]
    return bool(bounds) and all(_is_context(start, end, chunk) for start, end in bounds)


def _is_context(start: int, end: int, chunk: Chunk) -> bool:
    """Whether words are in the context and not in the part; the context has its white space as in the article."""
    if any(start < own_end and end > own_start for own_start, own_end in chunk.spans):
        return False
    return chunk.article.text[start:end] in chunk.context
