"""The drafts of an article's parts: asks concurrently, divides parts whose answer is cut, asks again for more.

A part that fails costs that part: it becomes a finding that names the stretch of the article that is missing.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from factsheet import chunking, drafting, grounding, prompting
from factsheet.errors import BadRequestError, DraftError, FactsheetError, TruncatedError
from factsheet.models import tokens
from factsheet.pipeline import answer_length
from factsheet.records import Draft, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.pipeline.run import Run
    from factsheet.records import Chunk, Completion, Facts, Request

    Outcome: TypeAlias = tuple[Chunk, list[Draft] | FactsheetError]
    """A part, and its drafts (one a pass) or why there is none."""

_DIVISIONS = 3
"""How often a part is halved: an eighth that is still too long for an answer would be so for ever."""

_TOO_LONG = re.compile(r"context.{0,12}(?:length|size|window)|too (?:long|many tokens|large)", re.IGNORECASE)
"""How servers say that a request does not fit: OpenAI, vLLM, llama.cpp, LM Studio."""


async def draft_parts(run: Run, chunks: tuple[Chunk, ...]) -> list[Draft]:
    """The drafts of all parts; a stretch that failed for good is an empty draft with a finding.

    Raises:
        DeferredError: the answer about a part is still to come.
        FactsheetError: no part has an answer; the error of the first.
    """
    done = 0

    async def one(chunk: Chunk) -> list[Outcome]:
        nonlocal done
        outcomes = await _outcomes(run, chunk)
        done += 1
        if run.on_progress:
            run.on_progress(done, len(chunks))
        return outcomes

    if run.on_progress:
        run.on_progress(0, len(chunks))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(chunk)) for chunk in chunks]
    run.hold()
    outcomes = [outcome for task in tasks for outcome in task.result()]
    failures = [result for _, result in outcomes if isinstance(result, FactsheetError)]
    if len(failures) == len(outcomes):
        raise failures[0]
    return list(_drafts(run, outcomes))


def _drafts(run: Run, outcomes: list[Outcome]) -> Iterable[Draft]:
    """The drafts in order; neighbouring parts that failed for one reason are one stretch."""
    for reason, together in groupby(outcomes, _reason):
        parts = list(together)
        if reason is None:
            for _, result in parts:
                yield from result if isinstance(result, list) else ()
        else:
            chunks = [chunk for chunk, _ in parts]
            yield Draft(run.kind.empty(), (_missing(chunks, reason),), complete=False, spans=chunks[0].spans)


def _reason(outcome: Outcome) -> str | None:
    return str(outcome[1]) if isinstance(outcome[1], FactsheetError) else None


def _missing(chunks: list[Chunk], reason: str) -> Finding:
    """The finding that names a stretch of which the sheet says nothing."""
    article, start, end = chunks[0].article, chunks[0].start, chunks[-1].end
    inside = [p.number for p in article.body() if p.number and p.start < end and p.end > start]
    numbers = f"¶{inside[0]}–¶{inside[-1]}, " if len(inside) > 1 else f"¶{inside[0]}, " if inside else ""
    part = f"the part {numbers}characters {start} to {end}, is missing from this sheet"
    return Finding("part-missing", "error", "", f"{part}: {reason}")


async def _outcomes(run: Run, chunk: Chunk, divisions: int = 0) -> list[Outcome]:
    """What became of one part, or of the pieces that it had to be divided into."""
    try:
        request = prompting.draft_request(run.kind, chunk, model=run.model.name)
        completion = await run.ask(request)
        _learn(run, chunk, completion)
        halves = _halves(run, chunk, divisions) if completion.finish == "length" else None
        if halves is None:
            first = _grounded(run, chunk, await _read(run, request, completion))
            return [(chunk, [first, *await _gleaned(run, chunk, first)])]
    except FactsheetError as error:
        too_long = isinstance(error, BadRequestError) and _TOO_LONG.search(str(error))
        halves = _halves(run, chunk, divisions) if too_long else None
        if halves is None:
            return [(chunk, error)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_outcomes(run, half, divisions + 1)) for half in halves]
    return [outcome for task in tasks for outcome in task.result()]


_FEWEST_BYTES = 6
"""Bytes of a token at the most, about: an answer that is short for so few tokens need not have its part counted."""


def _learn(run: Run, chunk: Chunk, completion: Completion) -> None:
    """Take note where a whole answer is longer than reckoned, so that later parts leave room for such a one."""
    used, text = completion.usage, chunk.text()
    if used.requests != 1 or completion.finish == "length":
        return
    if used.completion_tokens > answer_length.longest(tokens.at_most(text) // _FEWEST_BYTES):
        times = answer_length.times_longest(used.completion_tokens, tokens.count(text))
        run.footing.longest = max(run.footing.longest, times)


def _halves(run: Run, chunk: Chunk, divisions: int) -> tuple[Chunk, Chunk] | None:
    if divisions == _DIVISIONS:
        return None
    return chunking.split_chunk(chunk, count=tokens.count, context_tokens=run.options.context_tokens)


async def _gleaned(run: Run, chunk: Chunk, first: Draft) -> list[Draft]:
    """Drafts of what the earlier passes missed; passing on ends where a pass finds nothing or fails."""
    drafts: list[Draft] = []
    found = first.facts
    for turn in range(1, run.options.passes):
        request = prompting.draft_request(run.kind, chunk, model=run.model.name, found=_listed(run, found))
        try:
            draft = _grounded(run, chunk, await _read(run, request, await run.ask(request)))
        except FactsheetError as error:
            note = Finding("glean-failed", "note", "", f"asking for missed facts failed: {error}")
            return [*drafts, Draft(run.kind.empty(), (note,), spans=chunk.spans, turn=turn)]
        drafts.append(replace(draft, turn=turn))
        if not any(draft.facts.get(section.name) for section in run.kind.sections if section.many):
            break
        found = {
            section.name: [*found.get(section.name, ()), *draft.facts.get(section.name, ())]
            for section in run.kind.sections
            if section.many
        }
    return drafts


def _listed(run: Run, facts: Facts) -> str:
    """What was found, without its evidence: enough to know an entry by, in a line each."""
    lines = []
    for entry in run.kind.entries(facts):
        names = (field.name for field in entry.section.fields if not field.is_evidence)
        shown = {name: entry.value[name] for name in names if entry.value.get(name)}
        lines.append(f"{entry.section.name}: {json.dumps(shown, ensure_ascii=False)}")
    return "\n".join(lines) or "nothing"


async def _read(run: Run, request: Request, completion: Completion) -> Draft:
    """The facts in an answer, after one re-ask where it does not fit the schema.

    A truncated answer is not asked for again: the second would be cut at the same place.
    """
    reading = drafting.read_draft(run.kind, completion)
    if reading.problems and completion.finish != "length":
        try:
            again = await run.ask(prompting.reask_request(run.kind, request, completion, reading.problems))
        except FactsheetError as error:
            if not reading.usable:
                raise
            note = Finding("reask-failed", "note", "", f"asking for a correction failed: {error}")
            return replace(reading.draft, findings=(*reading.draft.findings, note))
        reading = drafting.join_readings(run.kind, reading, drafting.read_draft(run.kind, again))
    if completion.finish == "length" and not any(run.kind.entries(reading.draft.facts)):
        what = completion.notes[0] if completion.notes else "the answer reached the length limit"
        raise TruncatedError(
            f"{request.model}: {what} before it held a single complete fact; try a larger model or window, or smaller "
            "parts with --chunk-tokens"
        )
    if not reading.usable:
        raise DraftError("the model answered twice, and neither answer holds a JSON object")
    return reading.draft


def _grounded(run: Run, chunk: Chunk, draft: Draft) -> Draft:
    """The draft with its evidence located, nearest the part that was asked about."""
    near = chunk.spans if chunk.total > 1 else ()
    facts = grounding.ground(run.kind, draft.facts, run.locator, near)
    findings = draft.findings
    if chunk.context:
        facts, left_out = grounding.without_context(run.kind, facts, chunk)
        findings = (*findings, *left_out)
    return replace(draft, facts=facts, findings=findings, spans=chunk.spans)
