"""The order of the steps: one article and a model in, one checked sheet out.

    chunking → prompting → model → drafting (→ one re-ask) → grounding → merging → checking

Each step is a module of that name and knows none of the others. Disks, screens and settings belong to the
callers.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from factsheet import __version__, checking, chunking, drafting, grounding, merging, prompting
from factsheet.errors import (
    AuthenticationError,
    CostError,
    DraftError,
    FactsheetError,
    ModelError,
    QuotaError,
    TruncatedError,
    UsageError,
)
from factsheet.models import tokens, windows
from factsheet.records import Draft, FactSheet, Finding, Provenance, Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Article, Chunk, Completion, Request

_SMALLEST_BUDGET = 200
"""Tokens of article in one request below which a model cannot be asked anything sensible."""

_ARTICLE_SHARE = 2 / 3
"""Of the room that the prompt leaves, what the article may take; the rest is for the answer. A sheet takes
about half the tokens of a news story and less of a report; an answer that is cut is asked for in halves."""

_HOPELESS = (AuthenticationError, QuotaError, CostError, UsageError)
"""Failures that every further request would meet as well; a full disk under the cache is among them."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a sheet is made. Tokens are counted with the vocabulary `o200k_base`."""

    chunk_tokens: int | None = None
    """Tokens of article in one request; None takes what the model's window leaves room for."""
    context_tokens: int = 120
    """Tokens of the text before a part that are shown with it, to understand it."""
    passes: int = 1
    """How often each part is asked about; above 1, for what the earlier passes missed."""
    verify: bool = False
    """Ask in a second call whether each statement follows from its evidence."""


@dataclass(slots=True)
class _Run:
    """One sheet in the making: what it is made with, and what it has used so far."""

    kind: Kind
    model: Model
    options: Options
    on_progress: Callable[[int, int], None] | None
    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    how: set[str | None] = field(default_factory=set)
    hopeless: FactsheetError | None = None
    done: int = 0

    async def ask(self, request: Request) -> Completion:
        """Send one request, and count what it used whether or not it succeeds."""
        if self.hopeless:
            raise self.hopeless
        try:
            completion = await self.model.complete(request)
        except FactsheetError as error:
            if isinstance(error, ModelError) and error.usage:
                self.usage += error.usage
            if isinstance(error, _HOPELESS):
                self.hopeless = error
            raise
        self.usage += completion.usage
        self.keys.append(request.key)
        self.how.add(completion.how)
        return completion


async def make_sheet(
    article: Article,
    kind: Kind,
    model: Model,
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> FactSheet:
    """Make the sheet of one article.

    `on_progress` is told how many parts are done, and of how many. A part that fails for good leaves a sheet
    with a finding that names the missing span; only when every part fails is the error raised.

    Raises:
        ModelError: the model gave no usable answer to any part.
        CostError: going on could cost more than allowed.
    """
    run = _Run(kind, model, options or Options(), on_progress)
    chunks = cut(article, kind, model.name, run.options)
    drafts = await _draft_all(run, chunks)
    if len(chunks) > 1:
        drafts = await _summarise(run, article, drafts)
    merged = merging.merge(kind, drafts, article)
    findings = [*merged.findings, *checking.check(kind, article, merged.facts)]
    return FactSheet(
        kind=kind.name,
        article=article,
        facts=merged.facts,
        findings=tuple(dict.fromkeys(findings)),
        provenance=Provenance(
            program=f"factsheet {__version__}",
            model=model.name,
            endpoint=run.model.name.partition("/")[0] if "/" in run.model.name else None,
            prompts=kind.prompts_digest,
            schema=kind.schema_digest,
            chunks=len(chunks),
            usage=run.usage,
            keys=tuple(sorted(run.keys)),
            how=run.how.pop() if len(run.how) == 1 else None,
        ),
    )


def cut(article: Article, kind: Kind, model: str, options: Options) -> tuple[Chunk, ...]:
    """The parts of an article that are asked about, each within the model's window.

    The window holds the prompt, the part and the answer. A text has no more tokens than bytes, so that a
    short article needs no tokenizer.
    """
    budget = options.chunk_tokens
    if budget is None:
        room = windows.window(model) - options.context_tokens
        around = prompting.overhead(kind, article)
        budget = int((room - tokens.at_most(around)) * _ARTICLE_SHARE)
        if budget < tokens.at_most(article.text):
            budget = int((room - tokens.count(around)) * _ARTICLE_SHARE)
        budget = max(budget, _SMALLEST_BUDGET)
    return chunking.chunk_article(
        article, budget=budget, count=tokens.count, context_tokens=options.context_tokens
    )


async def _draft_all(run: _Run, chunks: tuple[Chunk, ...]) -> list[Draft]:
    """The drafts of all parts, in order; a part that failed is an empty draft with a finding."""

    async def one(chunk: Chunk) -> list[Draft] | FactsheetError:
        try:
            drafts = await _draft(run, chunk)
        except FactsheetError as error:
            return error
        finally:
            run.done += 1
            if run.on_progress:
                run.on_progress(run.done, len(chunks))
        return drafts

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(chunk)) for chunk in chunks]
    drafts: list[Draft] = []
    failures: list[FactsheetError] = []
    for chunk, task in zip(chunks, tasks, strict=True):
        result = task.result()
        if isinstance(result, FactsheetError):
            failures.append(result)
            drafts.append(_missing(run.kind, chunk, result))
        else:
            drafts += result
    if len(failures) == len(chunks):
        raise failures[0]
    return drafts


async def _draft(run: _Run, chunk: Chunk) -> list[Draft]:
    """The draft of one part: more than one where it had to be divided or was asked about again."""
    request = prompting.draft_request(run.kind, chunk, model=run.model.name)
    completion = await run.ask(request)
    halves = None
    if completion.finish == "length":
        halves = chunking.split_chunk(
            chunk, count=tokens.count, context_tokens=run.options.context_tokens
        )
    if halves:
        return [draft for half in halves for draft in await _draft(run, half)]
    drafts = [_ground(run, chunk, await _read(run, request, completion))]
    for _ in range(run.options.passes - 1):
        found = json.dumps(drafts[-1].facts, ensure_ascii=False, default=str)
        request = prompting.draft_request(run.kind, chunk, model=run.model.name, found=found)
        drafts.append(_ground(run, chunk, await _read(run, request, await run.ask(request))))
    return drafts


async def _read(run: _Run, request: Request, completion: Completion) -> Draft:
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
    if not reading.usable:
        if completion.finish == "length":
            raise TruncatedError("the answer reached the length limit before it held a single whole fact")
        raise DraftError("the model answered twice, and neither answer holds a JSON object")
    return reading.draft


def _ground(run: _Run, chunk: Chunk, draft: Draft) -> Draft:
    return replace(draft, facts=grounding.ground(run.kind, draft.facts, chunk.article.text))


def _missing(kind: Kind, chunk: Chunk, error: FactsheetError) -> Draft:
    """What stands in for a part that failed: no facts, and a finding that names the span."""
    article = chunk.article
    first, last = article.number_at(chunk.start), article.number_at(max(chunk.end - 1, 0))
    place = f"¶{first}–¶{last}" if first and last else f"characters {chunk.start} to {chunk.end}"
    message = f"the part {place} is missing from this sheet: {error}"
    return Draft(kind.empty(), (Finding("part-missing", "error", "", message),), complete=False)


async def _summarise(run: _Run, article: Article, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the summary of the whole in the first of them.

    One call that sees only the facts found and their evidence; where it fails, the first part's summary
    stands, as that part holds the lead.
    """
    section = next((s for s in run.kind.sections if s.is_summary), None)
    if section is None:
        return drafts
    lead = drafts[0].facts.get(section.name, [])
    others = [replace(draft, facts={**draft.facts, section.name: []}) for draft in drafts]
    material = merging.summary_material(run.kind, merging.merge(run.kind, others, article).facts)
    schema = run.kind.model_schema_of(section.name)
    findings: tuple[Finding, ...] = ()
    try:
        completion = await run.ask(
            prompting.summary_request(run.kind, material, schema, model=run.model.name)
        )
        reading = drafting.read_draft(run.kind, completion)
        facts = grounding.ground(run.kind, reading.draft.facts, article.text)
        lead = facts.get(section.name) or lead
    except FactsheetError as error:
        message = (
            f"the summary is that of the article's first part; asking for one of the whole failed: {error}"
        )
        findings = (Finding("summary-of-first-part", "note", "", message),)
    first = replace(
        others[0],
        facts={**others[0].facts, section.name: lead},
        findings=(*others[0].findings, *findings),
    )
    return [first, *others[1:]]
