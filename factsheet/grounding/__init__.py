"""Grounding: all evidence is looked up in the article, and says where it stands and how it differs.

Nothing is judged here: what an altered or absent quotation means for a fact is for `checking` to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.grounding.context import without_context
from factsheet.grounding.locator import Locator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Kind
    from factsheet.language.text import Text
    from factsheet.records import Evidence, Facts, Span

__all__ = ["Locator", "ground", "without_context"]


def ground(kind: Kind, facts: Facts, text: str | Text | Locator, near: Sequence[Span] = ()) -> Facts:
    """New facts in which all evidence is a record, located in `text`.

    Evidence comes as strings, as a model gives it, or as it was located before, to be located anew. A quotation
    that stands in several places is taken to be the one nearest the other evidence of its entry, or nearest
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
    quotes = {name: [_quote(item) for item in entry[name]] for name in fields if entry.get(name)}
    first = {quote: locator.locate(quote) for items in quotes.values() for quote in items}
    known = [span for evidence in first.values() if evidence.places == 1 for span in evidence.spans]
    known = known or list(near)
    final = {quote: _nearest(locator, evidence, known) for quote, evidence in first.items()}
    return entry | {name: [final[quote] for quote in items] for name, items in quotes.items()}


def _nearest(locator: Locator, evidence: Evidence, known: list[Span]) -> Evidence:
    """The same evidence at the place nearest to `known`, to which its own place is added for the next one."""
    if evidence.places < 2:
        return evidence
    if known:
        evidence = locator.locate(evidence.quote, known)
    known.extend(evidence.spans)
    return evidence


def _quote(item: Any) -> str:
    return item if isinstance(item, str) else str(item["quote"])
