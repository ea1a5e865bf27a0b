"""Context: words shown with a part to understand it are no evidence for facts of that part.

The part before has these words as its own, with all that stands around them; here a sentence may be cut short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.records import Finding

if TYPE_CHECKING:
    from factsheet.kinds import Kind, Section
    from factsheet.records import Chunk, Facts


def without_context(kind: Kind, facts: Facts, chunk: Chunk) -> tuple[Facts, tuple[Finding, ...]]:
    """Grounded facts without the entries that rest on nothing but the part's context, and what was left out.

    An entry with one piece of evidence from the part itself, or from a headline, stays, and so does one whose
    evidence is nowhere: that is for checks to say.
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
                f"left out of {section.title}: {len(entries) - len(kept)} with no evidence but words that were "
                f"shown before part {chunk.index + 1} as context; they are the business of the part before"
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
