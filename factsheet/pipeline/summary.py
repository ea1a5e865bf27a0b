"""The summary of an article in several parts: one last call that sees the facts but not the article.

Every statement must rest on the evidence that was shown; one that does not is left out. Where the call fails, or
nothing it says holds, the summary of the first part stands, as that part holds the lead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet import drafting, grounding, merging, prompting
from factsheet.errors import FactsheetError
from factsheet.pipeline.material import summary_material
from factsheet.records import Draft, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Section
    from factsheet.pipeline.run import Run
    from factsheet.records import Article, Span

_OF_FIRST_PART = "the summary covers the article's first part; one of the whole could not be made: "


async def summarised(run: Run, article: Article, merged: Draft) -> Draft:
    """The merged draft with a summary of the whole in place of the first part's."""
    section = next((s for s in run.kind.sections if s.is_summary), None)
    if section is None:
        return merged
    material = summary_material(run.kind, merged.facts)
    if not material.text:
        return merged
    schema = run.kind.model_schema_of(section.name)
    try:
        completion = await run.ask(prompting.summary_request(run.kind, material.text, schema, model=run.model.name))
    except FactsheetError as error:
        return _kept(merged, str(error))
    reading = drafting.read_draft(run.kind, completion, only=section.name)
    entries = grounding.ground(run.kind, reading.draft.facts, run.locator).get(section.name, [])
    resting = [entry for entry in entries if _rests(section, entry, material.spans)]
    if not resting:
        return _kept(merged, "no statement of it rests on the facts found")
    findings = merged.findings
    if len(resting) < len(entries):
        left = len(entries) - len(resting)
        message = f"left out of {section.title}: {left} of {len(entries)} whose evidence is not among the facts found"
        findings = (*findings, Finding("summary-unsupported", "note", f"/{section.name}", message))
    facts = {**merged.facts, section.name: resting}
    again = merging.merge(run.kind, [Draft(facts)], article)
    return replace(merged, facts=again.facts, findings=findings)


def _kept(merged: Draft, reason: str) -> Draft:
    note = Finding("summary-of-first-part", "note", "", _OF_FIRST_PART + reason)
    return replace(merged, findings=(*merged.findings, note))


def _rests(section: Section, entry: dict[str, Any], shown: Sequence[Span]) -> bool:
    """Whether all evidence of a statement is within evidence that the model was shown."""
    evidence = [one for name in section.evidence for one in entry.get(name, ())]
    return (
        bool(evidence)
        and all(one.is_found for one in evidence)
        and all(any(begin <= start and end <= stop for begin, stop in shown) for start, end in section.spans(entry))
    )
